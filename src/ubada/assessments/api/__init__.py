"""Rounds and what they found, for programs: one module a subject, each with its records and its addresses."""

from ninja import Router

from ubada.assessments.api import downloads, figures, positions, rounds, sayings, verdicts

ROUTERS: tuple[Router, ...] = (
    rounds.router,
    positions.router,
    verdicts.router,
    sayings.router,
    figures.router,
)
"""In the order in which the reference shows them."""

__all__ = ["ROUTERS", "downloads"]
