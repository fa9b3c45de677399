"""An organisation's own work for programs that bring a token: its rounds, its verdicts, its evidence."""

from ninja import Router

from ubada.assessments.api.own import evidence, rounds, steps, verdicts

ROUTERS: tuple[Router, ...] = (rounds.router, verdicts.router, steps.router, evidence.router)
"""In the order in which the description shows them."""

__all__ = ["ROUTERS"]
