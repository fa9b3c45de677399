"""The assessments app."""

from __future__ import annotations

from ubada.access.declaring import DeclaringApp


class Config(DeclaringApp):
    """Declares the policies and record types of the assessments app."""

    name = "ubada.assessments"
