"""Whole lists of what rounds found, beside the register's own data: the records are those of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.assessments.api.positions import Divergence, Position, divergence_record, position_record
from ubada.assessments.api.verdicts import Verdict, verdict_record
from ubada.assessments.queries import lists
from ubada.register.datasets import Dataset, offer
from ubada.resources.values import Record

M = TypeVar("M", bound=Model)
T = TypeVar("T")
_READER: Final = Actor.reader()


def _offer(
    name: str,
    title: Callable[[], str],
    kind: type[Record],
    *,
    rows: Callable[[Actor], QuerySet[M]],
    every: Callable[[Actor], Iterable[T]],
    record: Callable[[T], Record],
) -> None:
    offer(
        Dataset(
            name,
            title,
            tuple(kind.model_fields),
            lambda: rows(_READER).count(),
            lambda: (record(one).model_dump(mode="json") for one in every(_READER)),
        )
    )


_offer(
    "position", lambda: _("Positions"), Position,
    rows=lists.positions, every=lists.every_position, record=position_record,
)  # fmt: skip
_offer(
    "divergence", lambda: _("Divergences"), Divergence,
    rows=lists.divergences, every=lists.every_divergence, record=divergence_record,
)  # fmt: skip
_offer(
    "verdict", lambda: _("Verdicts"), Verdict,
    rows=lists.verdicts, every=lists.every_verdict, record=verdict_record,
)  # fmt: skip
