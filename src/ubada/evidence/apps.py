"""The evidence app."""

from __future__ import annotations

from ubada.access.declaring import DeclaringApp


class Config(DeclaringApp):
    """Declares the policies and record types of the evidence app."""

    name = "ubada.evidence"
