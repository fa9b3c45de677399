"""The editions app."""

from __future__ import annotations

from ubada.access.declaring import DeclaringApp


class Config(DeclaringApp):
    """Declares the policies and record types of the editions app, and what it does when a round is published."""

    name = "ubada.editions"

    def ready(self) -> None:
        super().ready()
        from ubada.assessments.services.rounds import at_publication  # noqa: PLC0415 - models are loaded by now
        from ubada.editions.services import publish_with_round  # noqa: PLC0415

        at_publication(publish_with_round)
