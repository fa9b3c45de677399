"""The organisations app."""

from __future__ import annotations

from ubada.access.declaring import DeclaringApp


class Config(DeclaringApp):
    """Declares the policies and record types of the organisations app, and notes acts of signing in."""

    name = "ubada.organisations"
    declarations = (*DeclaringApp.declarations, "receivers")
