"""What is computed from verdicts, as a given reader may see it: positions, divergences, distributions, changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Assessment, Divergence, Position, Round
from ubada.assessments.policies import knows_names
from ubada.assessments.queries.showing import is_own
from ubada.assessments.rules.divergence import PairClass
from ubada.assessments.rules.drafting import SharedBecause
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import PLACE, Constituency
from ubada.organisations.models import Organisation

Hidden = tuple[str, str, str]
"""Commitment of a state, round and organisation of a verdict whose name is protected."""


@dataclass(frozen=True, slots=True)
class JointShown:
    """Several organisations on one text, counted once. Protected names are counted and not named."""

    organisations: tuple[Organisation, ...]
    n_protected: int
    because: tuple[SharedBecause, ...]


@dataclass(frozen=True, slots=True)
class PositionShown:
    """Where a constituency stands (`rules.positions.Position`), with the names that this reader may know."""

    round: Round
    state_commitment: str
    constituency: Constituency
    level: Level
    lowest: Level | None
    highest: Level | None
    n: int
    n_unknown: int
    organisations: tuple[Organisation, ...]
    n_protected: int
    is_split: bool
    joint_texts: tuple[JointShown, ...]


@dataclass(frozen=True, slots=True)
class DivergenceShown:
    """How two constituencies differ (`rules.divergence.Divergence`). ``steps`` is None unless both have a level."""

    round: Round
    state_commitment: str
    first: Constituency
    second: Constituency
    pair_class: PairClass
    steps: int | None


def positions_on(actor: Actor, state_commitment: str, in_round: Round | None = None) -> list[PositionShown]:
    """Where every constituency stands on a commitment of a state, newest round first, in their order."""
    rows = Position.objects.filter(state_commitment=state_commitment).select_related("round")
    if in_round is not None:
        rows = rows.filter(round=in_round)
    found = positions_shown(actor, list(visible_to(actor, rows)))
    return sorted(found, key=lambda one: (*_newest(one.round), PLACE[one.constituency]))


def positions_shown(actor: Actor, found: Sequence[Position]) -> list[PositionShown]:
    """These rows, which the actor may see, with the names that this actor may know, in their order."""
    names = _names(found)
    hidden = _protected(actor, {one.state_commitment_id for one in found})
    return [_position(one, names, hidden) for one in found]


def divergences_on(actor: Actor, state_commitment: str, in_round: Round | None = None) -> list[DivergenceShown]:
    """How every two constituencies differ on a commitment of a state, newest round first."""
    rows = Divergence.objects.filter(state_commitment=state_commitment).select_related("round")
    if in_round is not None:
        rows = rows.filter(round=in_round)
    found = [divergence_shown(one) for one in visible_to(actor, rows)]
    return sorted(found, key=lambda one: (*_newest(one.round), PLACE[one.first], PLACE[one.second]))


def _newest(one: Round) -> tuple[int, str]:
    return -one.opens.toordinal(), one.code


def _names(found: Iterable[Position]) -> dict[str, Organisation]:
    codes = {code for one in found for code in _codes(one)}
    return {one.code: one for one in Organisation.objects.filter(code__in=codes)}


def _codes(one: Position) -> set[str]:
    joint = {code for text in one.detail.get("joint_texts", ()) for code, _level in text["verdicts"]}
    return {*one.organisations, *joint}


def names_protected_from(actor: Actor, state_commitment: str) -> set[tuple[str, str]]:
    """(round, code) of those whose names this actor must not learn from who was counted or explained something.

    Whoever took a verdict with a protected name back keeps that protection.
    """
    return {(code, name) for _key, code, name in _protected(actor, [state_commitment])}


def _protected(actor: Actor, state_commitments: Collection[str]) -> set[Hidden]:
    if knows_names(actor):
        return set()
    rows = Assessment.objects.filter(state_commitment__in=state_commitments, is_name_protected=True)
    columns = rows.values_list("state_commitment_id", "round_id", "organisation__code", "organisation_id")
    return {(key, code, name) for key, code, name, pk in columns if not is_own(actor, pk)}


def _position(one: Position, names: Mapping[str, Organisation], hidden: set[Hidden]) -> PositionShown:
    def known(codes: Iterable[str]) -> tuple[Organisation, ...]:
        return tuple(names[code] for code in codes if (one.state_commitment_id, one.round_id, code) not in hidden)

    joint = []
    for text in one.detail.get("joint_texts", ()):
        members = [code for code, _level in text["verdicts"]]
        shown = known(members)
        because = tuple(SharedBecause(ground) for ground in text["because"])
        joint.append(JointShown(shown, len(members) - len(shown), because))
    spoke = known(one.organisations)
    return PositionShown(
        one.round, one.state_commitment_id, Constituency(one.constituency), Level(one.level), _level(one.lowest),
        _level(one.highest), one.n, one.n_unknown, spoke, len(one.organisations) - len(spoke), one.is_split,
        tuple(joint),
    )  # fmt: skip


def divergence_shown(one: Divergence) -> DivergenceShown:
    """The row as a value, with its round."""
    return DivergenceShown(
        one.round, one.state_commitment_id, Constituency(one.first), Constituency(one.second),
        PairClass(one.pair_class), one.steps,
    )  # fmt: skip


def _level(code: str) -> Level | None:
    return Level(code) if code else None
