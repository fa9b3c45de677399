"""Whole lists, for programs: what rounds brought about, narrowed to the actor, and what of it is public alone.

Practice is invented and left out unless it is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import (
    Assessment,
    AssessmentVersion,
    Divergence,
    EvidenceLink,
    Finding,
    GradeGiven,
    Measure,
    Position,
    Round,
    ScopedCommitment,
)
from ubada.assessments.policies import ROUND_PUBLIC
from ubada.assessments.queries.figures import within
from ubada.assessments.queries.results import PositionShown, positions_shown
from ubada.assessments.queries.sayings import MeasureShown, measures_shown
from ubada.assessments.queries.showing import VerdictShown, shown
from ubada.assessments.rules.lifecycle.assessment import AssessmentAction
from ubada.evidence.queries import as_cited

M = TypeVar("M", bound=Model)
PUBLISHING = (AssessmentAction.PUBLISH, AssessmentAction.CORRECT, AssessmentAction.PUBLISH_AGAIN)
"""The steps of a verdict that are taken in public."""
PORTION: Final = 1000
"""Rows in memory at once where a whole list is read."""


@dataclass(frozen=True, slots=True)
class PublicStep:
    """That a verdict was published, corrected, or published again with its correction, and when."""

    step: AssessmentAction
    taken_at: datetime


def all_rounds(actor: Actor, *, practice: bool = False) -> QuerySet[Round]:
    """Every round, those for practice only if they are asked for."""
    rows = visible_to(actor, Round.objects.prefetch_related("states", "moves"))
    return rows if practice else rows.filter(is_practice=False)


def published_rounds(actor: Actor, *, practice: bool = False) -> QuerySet[Round]:
    """The rounds whose results are out."""
    return all_rounds(actor, practice=practice).filter(state__in=sorted(ROUND_PUBLIC))


def in_scope(actor: Actor, one: Round) -> int:
    """How many commitments of states the round looks at; none before it has opened, unless they were chosen."""
    return visible_to(actor, ScopedCommitment.objects.filter(round=one)).count()


def positions(actor: Actor, *, practice: bool = False) -> QuerySet[Position]:
    """Where constituencies stand in the rounds that are published."""
    return _published(actor, Position.objects.all(), practice=practice)


def divergences(actor: Actor, *, practice: bool = False) -> QuerySet[Divergence]:
    """How every two constituencies differ in the rounds that are published."""
    return _published(actor, Divergence.objects.all(), practice=practice)


def verdicts(actor: Actor, *, practice: bool = False) -> QuerySet[Assessment]:
    """The verdicts that were published, with the tombstones of those taken back since."""
    rows = visible_to(actor, Assessment.objects.filter(published_at__isnull=False))
    return rows if practice else rows.filter(round__is_practice=False)


def findings(actor: Actor, *, practice: bool = False) -> QuerySet[Finding]:
    """The joint findings that were adopted and are published."""
    rows = Finding.objects.filter(adopted_at__isnull=False).prefetch_related("votes")
    return _published(actor, rows, practice=practice)


def measures(actor: Actor, *, practice: bool = False) -> QuerySet[Measure]:
    """What was said in public to have been done."""
    rows = visible_to(actor, Measure.objects.prefetch_related("state_commitments"))
    return rows if practice else rows.filter(state__is_practice=False)


def grades(actor: Actor, *, practice: bool = False) -> QuerySet[GradeGiven]:
    """The grades that bodies gave elsewhere."""
    rows = visible_to(actor, GradeGiven.objects.select_related("state_commitment__state"))
    return rows if practice else rows.filter(state_commitment__state__is_practice=False)


def states_of_rounds(actor: Actor) -> int:
    """In how many states the published rounds looked, a state of each round counted by itself."""
    return sum(one.states.count() for one in published_rounds(actor))


COUNTED: Final[dict[str, Callable[[Actor], int]]] = {
    "rounds": lambda actor: all_rounds(actor).count(),
    "positions": lambda actor: positions(actor).count(),
    "divergences": lambda actor: divergences(actor).count(),
    "verdicts": lambda actor: verdicts(actor).count(),
    "findings": lambda actor: findings(actor).count(),
    "measures": lambda actor: measures(actor).count(),
    "grades": lambda actor: grades(actor).count(),
    "distributions": states_of_rounds,
    "changes": states_of_rounds,
}
"""How much of what rounds brought about an actor finds, by the name of the list."""


def about(rows: QuerySet[M], *, state: str | None, theme: str | None, commitment: str | None) -> QuerySet[M]:
    """The rows that are about one state, one theme with its parts (by key), or one commitment."""
    if commitment is not None:
        rows = rows.filter(state_commitment__commitment=commitment)
    return within(rows, state, theme)


def with_name(rows: QuerySet[Assessment], organisation: str) -> QuerySet[Assessment]:
    """The verdicts that say of themselves that they are this organisation's: no protected name, no tombstone."""
    return rows.filter(organisation__code=organisation, is_name_protected=False, withdrawn_at__isnull=True)


def gravest_first(rows: QuerySet[Divergence]) -> QuerySet[Divergence]:
    """The rows in the order of `rules.divergence`: by class, then by distance; then by key."""
    return rows.order_by("-gravity", "-steps", "round_id", "state_commitment_id", "first", "second")


def by_key(rows: QuerySet[M], *last: str) -> QuerySet[M]:
    """The rows by round, then by commitment of a state, then by what else tells them apart."""
    return rows.order_by("round_id", "state_commitment_id", *last)


def every_position(actor: Actor) -> Iterator[PositionShown]:
    """Every position on a real state by its key, as the actor may know it; a portion at a time."""
    rows = by_key(positions(actor), "constituency").select_related("round").iterator(chunk_size=PORTION)
    while portion := list(islice(rows, PORTION)):
        yield from positions_shown(actor, portion)


def every_divergence(actor: Actor) -> Iterator[Divergence]:
    """Every divergence on a real state by its key; a portion at a time."""
    yield from by_key(divergences(actor), "first", "second").select_related("round").iterator(chunk_size=PORTION)


def every_verdict(actor: Actor) -> Iterator[tuple[VerdictShown, int]]:
    """Every published verdict on a real state by its identifier, and on how many pieces withdrawn since it rested."""
    keys = iter(verdicts(actor).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=PORTION))
    while portion := list(islice(keys, PORTION)):
        found = {one.uid: one for one in shown(actor, Assessment.objects.filter(pk__in=portion))}
        gone = evidence_taken_back(actor, portion)
        yield from ((found[key], gone[key]) for key in portion if key in found)


def positions_part(actor: Actor, rows: QuerySet[Position], start: int, end: int) -> list[PositionShown]:
    """A part of the rows, as the actor may know them."""
    return positions_shown(actor, list(rows.select_related("round")[start:end]))


def verdicts_part(actor: Actor, rows: QuerySet[Assessment], start: int, end: int) -> list[VerdictShown]:
    """A part of the rows, as the actor may see them."""
    keys = list(rows.values_list("pk", flat=True)[start:end])
    found = {one.uid: one for one in shown(actor, Assessment.objects.filter(pk__in=keys))}
    return [found[key] for key in keys if key in found]


def verdict(actor: Actor, uid: str) -> VerdictShown:
    """One published verdict, or its tombstone. Raises Assessment.DoesNotExist for what is not published."""
    found = shown(actor, verdicts(actor, practice=True).filter(pk=uid))
    if not found:
        raise Assessment.DoesNotExist
    return found[0]


def measures_part(actor: Actor, rows: QuerySet[Measure], start: int, end: int) -> list[MeasureShown]:
    """A part of the rows, with the evidence that the actor may see."""
    return measures_shown(actor, rows[start:end])


def evidence_taken_back(actor: Actor, uids: Collection[str]) -> Counter[str]:
    """On how many pieces each verdict rested that were withdrawn since, of those that the actor would have seen."""
    links = visible_to(actor, EvidenceLink.objects.filter(assessment__in=uids, item__is_withdrawn=True))
    pairs = list(links.order_by().values_list("assessment_id", "item_id"))
    cited = as_cited(actor, [item for _uid, item in pairs])
    return Counter(uid for uid, item in pairs if item in cited)


def public_steps(actor: Actor, uid: str) -> list[PublicStep]:
    """When a verdict was published and corrected, oldest first."""
    rows = visible_to(actor, AssessmentVersion.objects.filter(assessment=uid, action__in=PUBLISHING))
    found = rows.order_by("number").values_list("action", "made_at")
    return [PublicStep(AssessmentAction(action), made_at) for action, made_at in found]


def _published(actor: Actor, rows: QuerySet[M], *, practice: bool) -> QuerySet[M]:
    wanted = Q(round__state__in=sorted(ROUND_PUBLIC))
    if not practice:
        wanted &= Q(round__is_practice=False)
    return visible_to(actor, rows.filter(wanted).select_related("round"))
