"""The register for programs: one module a subject, each with its records and its addresses."""

from ninja import Router

from ubada.register.api import (
    commitments,
    facts,
    instruments,
    reference,
    states,
    structural,
    verification,
    vocabularies,
)

ROUTERS: tuple[Router, ...] = (
    states.router,
    commitments.router,
    instruments.router,
    facts.router,
    structural.router,
    verification.router,
    vocabularies.router,
    reference.router,
)
"""In the order in which the reference shows them."""

__all__ = ["ROUTERS"]
