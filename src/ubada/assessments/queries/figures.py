"""Counts over many commitments, one constituency beside another: distributions, where sides differ, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Model, Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import Action, can, visible_to
from ubada.assessments.models import Divergence, Position, Round, ScopedCommitment
from ubada.assessments.policies import ROUND_PUBLIC
from ubada.assessments.queries.results import DivergenceShown, divergence_shown
from ubada.assessments.rules import positions as rules
from ubada.assessments.rules.comparison import Change, RoundResult, change_between, reasons_against
from ubada.assessments.rules.distribution import Distribution
from ubada.assessments.rules.divergence import PairClass, PairTally
from ubada.assessments.rules.refusal import Unmet
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import PLACE, VOICES, Constituency, PositionKey
from ubada.kernel.text import TranslatedText
from ubada.register.models import Commitment, StateCommitment

M = TypeVar("M", bound=Model)
Counted = tuple[str, str, int, int, int]
"""Group, level, and how many positions there are, are divided, and name regression."""
COUNTS: Final = {
    "count": Count("*"),
    "n_split": Count("constituency", filter=Q(is_split=True)),
    "n_regression": Count("constituency", filter=Q(lowest=Level.REGRESSION)),
}
_WITH_STATE: Final = (Position, Divergence)
"""What keeps the state beside the commitment of a state."""
MOST: Final = 50
"""How many commitments a list of disputes has at the most, unless told."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A commitment of a state on which sides have levels and differ, with the pairs that do, gravest first."""

    state_commitment: str
    ref: str
    title: TranslatedText
    state_code: str
    pairs: tuple[DivergenceShown, ...]


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What changed since an earlier round, for each constituency by itself. ``unmet`` says why nothing is compared."""

    earlier: Round | None
    later: Round
    changes: tuple[Change, ...]
    unmet: tuple[Unmet, ...]


def distributions(
    actor: Actor, one: Round, *, state: str | None = None, theme: str | None = None
) -> dict[Constituency, Distribution]:
    """How many commitments stand at each level in the eyes of each constituency that the round asked or that spoke.

    ``theme`` takes the commitments that have it or one of its parts. Empty where the actor may not see the round's
    results. The counts of a constituency make up all commitments in scope: what nobody assessed is counted too.
    """
    if not may_see_results(actor, one):
        return {}
    in_scope = within(ScopedCommitment.objects.filter(round=one), state, theme).count()
    rows = visible_to(actor, within(Position.objects.filter(round=one), state, theme))
    found = rows.order_by().values_list("constituency", "level").annotate(**COUNTS)
    return tallied(found, asked_of(one, state), in_scope)


def tallied(found: Iterable[Counted], sides: Iterable[Constituency], in_scope: int) -> dict[Constituency, Distribution]:
    """The distribution of each of the sides, and of every other that spoke, over so many commitments in scope."""
    counted: dict[Constituency, Counter[Level]] = {side: Counter() for side in sides}
    splits: Counter[str] = Counter()
    regressions: Counter[str] = Counter()
    for side, level, count, n_split, n_regression in found:
        counted.setdefault(Constituency(side), Counter())[Level(level)] = count
        splits[side] += n_split
        regressions[side] += n_regression
    for tally in counted.values():
        tally[Level.NOT_ASSESSED] += in_scope - tally.total()
    return {
        side: Distribution(side, {level: counted[side][level] for level in Level}, splits[side], regressions[side])
        for side in sorted(counted, key=PLACE.__getitem__)
    }


def differ_most(
    actor: Actor, one: Round, *, state: str | None = None, theme: str | None = None, limit: int = MOST
) -> list[Dispute]:
    """The commitments on which sides differ, the gravest first: the order of `rules.divergence`."""
    rows = visible_to(actor, within(Divergence.objects.filter(round=one, gravity__gt=0), state, theme))
    # Each pair as one figure, its class before its distance; of two that begin alike the longer array is the greater.
    weight = F("gravity") * 10 + F("steps")
    weighed = rows.order_by().values("state_commitment").annotate(
        weights=ArrayAgg(weight, order_by=[weight.desc()])
    )  # fmt: skip
    first = [each["state_commitment"] for each in weighed.order_by("-weights", "state_commitment")[:limit]]
    pairs: dict[str, list[Divergence]] = {key: [] for key in first}
    for pair in rows.filter(state_commitment__in=first):
        pair.round = one
        pairs[pair.state_commitment_id].append(pair)
    about = StateCommitment.objects.select_related("commitment").in_bulk(first)
    return [_dispute(about[key], pairs[key]) for key in first]


def tallies(actor: Actor, one: Round, *, state: str | None = None, theme: str | None = None) -> list[PairTally]:
    """How often every two constituencies stood in each class towards each other, in the order of constituencies."""
    rows = visible_to(actor, within(Divergence.objects.filter(round=one), state, theme))
    counted: dict[tuple[Constituency, Constituency], Counter[PairClass]] = {}
    for first, second, pair_class, count in (
        rows.order_by().values_list("first", "second", "pair_class").annotate(n=Count("*"))
    ):
        counted.setdefault((Constituency(first), Constituency(second)), Counter())[PairClass(pair_class)] = count
    in_order = sorted(counted, key=lambda sides: (PLACE[sides[0]], PLACE[sides[1]]))
    return [PairTally(sides, {each: counted[sides][each] for each in PairClass}) for sides in in_order]


def changes_since(actor: Actor, one: Round, *, state: str | None = None, earlier: Round | None = None) -> ChangesSince:
    """What changed for each constituency since the published round before, on what both looked at (`rules.comparison`).

    Without an earlier round, or where the two are measured otherwise, nothing is compared and ``unmet`` says why.
    """
    before = earlier or round_before(actor, one)
    if before is None or not may_see_results(actor, one) or not may_see_results(actor, before):
        return ChangesSince(None, one, (), ())
    return compared(before, one, _result(actor, before, 1, state), _result(actor, one, 2, state))


def compared(before: Round, one: Round, older: RoundResult, newer: RoundResult) -> ChangesSince:
    """What changed between the results of two rounds, or why they are not compared."""
    unmet = tuple(reasons_against(older, newer))
    if unmet:
        return ChangesSince(before, one, (), unmet)
    spoke = {key.constituency for result in (older, newer) for key in result.positions}
    sides = sorted(spoke, key=PLACE.__getitem__)
    return ChangesSince(before, one, tuple(change_between(older, newer, side) for side in sides), ())


def _result(actor: Actor, one: Round, sequence: int, state: str | None) -> RoundResult:
    scope = within(ScopedCommitment.objects.filter(round=one), state, None)
    rows = visible_to(actor, within(Position.objects.filter(round=one), state, None))
    found = rows.order_by().iterator(chunk_size=5000)
    return result_of(one, sequence, scope.order_by().values_list("state_commitment_id", flat=True), found)


def result_of(one: Round, sequence: int, scope: Iterable[str], rows: Iterable[Position]) -> RoundResult:
    """What a round found, as the rules compare it."""
    return RoundResult(
        one.code, sequence, one.implementation_scale, one.method, frozenset(scope),
        {position.key: position for position in map(_position, rows)},
    )  # fmt: skip


def _position(row: Position) -> rules.Position:
    """The row as the rules know it, for counting and comparing; names are not shown from here."""
    return rules.Position(
        *PositionKey(row.state_commitment_id, Constituency(row.constituency)), Level(row.level),
        Level(row.lowest) if row.lowest else None, Level(row.highest) if row.highest else None, row.n, row.n_unknown, 0,
        tuple(row.organisations),
    )  # fmt: skip


def round_before(actor: Actor, one: Round) -> Round | None:
    """The published round before this one, of the same kind."""
    rows = Round.objects.filter(is_practice=one.is_practice, opens__lt=one.opens, state__in=sorted(ROUND_PUBLIC))
    return visible_to(actor, rows).order_by("-opens").first()


def may_see_results(actor: Actor, one: Round) -> bool:
    """Whether what is computed in the round is for this actor, whether or not there is anything yet."""
    return can(actor, Action.VIEW, Position(round=one))


def asked_of(one: Round, state: str | None) -> list[Constituency]:
    """The groups that the round asked on a state, or on any, in their order."""
    sides = {side for code, asked in one.asked.items() if state in (None, code) for side in asked}
    return [side for side in VOICES if side.value in sides]


def within(rows: QuerySet[M], state: str | None, theme: str | None) -> QuerySet[M]:
    """The rows about a commitment of one state, and of those whose commitment has the theme or one of its parts."""
    if state is not None:
        rows = rows.filter(**{"state" if rows.model in _WITH_STATE else "state_commitment__state": state})
    if theme is not None:
        having = Commitment.themes.through._default_manager.filter(Q(term=theme) | Q(term__parent=theme))
        rows = rows.filter(state_commitment__commitment__in=having.values("commitment_id"))
    return rows


def _dispute(about: StateCommitment, pairs: list[Divergence]) -> Dispute:
    shown = tuple(divergence_shown(one) for one in sorted(pairs, key=_gravest))
    return Dispute(about.pk, about.commitment_id, about.commitment.title, about.state_id, shown)


def _gravest(one: Divergence) -> tuple[int, int, int, int]:
    sides = PLACE[Constituency(one.first)], PLACE[Constituency(one.second)]
    return -one.gravity, -(one.steps or 0), *sides
