"""Whole lists of what rounds found, beside the register's own data: the records are those of the interface."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ubada.assessments.api.positions import Divergence, Position, divergence_record, position_record
from ubada.assessments.api.verdicts import Verdict, verdict_fields
from ubada.assessments.queries import lists
from ubada.register.datasets import Dataset, offer

offer(
    Dataset(
        "position",
        lambda: _("Positions"),
        tuple(Position.model_fields),
        lambda actor: lists.positions(actor).count(),
        lambda actor: (position_record(one).model_dump(mode="json") for one in lists.every_position(actor)),
    )
)
offer(
    Dataset(
        "divergence",
        lambda: _("Divergences"),
        tuple(Divergence.model_fields),
        lambda actor: lists.divergences(actor).count(),
        lambda actor: (divergence_record(one).model_dump(mode="json") for one in lists.every_divergence(actor)),
    )
)
offer(
    Dataset(
        "verdict",
        lambda: _("Verdicts"),
        tuple(Verdict.model_fields),
        lambda actor: lists.verdicts(actor).count(),
        lambda actor: (
            Verdict.model_validate(verdict_fields(*one)).model_dump(mode="json") for one in lists.every_verdict(actor)
        ),
    )
)
