"""Relations between commitments: suggested by rules, confirmed or rejected by a person, joined into clusters by one.

No step here joins anything by itself. A suggestion changes no commitment; a confirmation records what a person thinks
of a pair; and a cluster is written only when a person asks for it, over what persons confirmed. A cluster writes no
verdict on its members: each keeps its own answers, standings and, later, assessments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.kernel.errors import InvalidInput, Problem
from ubada.ledger.services import Change, record
from ubada.reading.matching.matching import Match, Report, match
from ubada.reading.matching.relations import Type
from ubada.reading.matching.signature import Item
from ubada.register.models import Commitment, Relation, StateCommitment
from ubada.register.services.records import Applied, remove_records, write_records
from ubada.register.shapes import RELATION, Record

WORDING: Final = "en"
"""The language whose texts are compared where a commitment has one; otherwise that of the text it has."""
SUGGESTED_BY_DEFAULT: Final = frozenset(Type) - {Type.SAME_TOPIC}
"""Texts of one topic are many and tell little, so they are kept only where asked for."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a run found and wrote, or would write: relations by type, and suggestions that no longer follow."""

    compared: int
    found: Counter[str]
    written: tuple[Applied, ...]
    withdrawn: tuple[Change, ...]
    matches: tuple[Match, ...]
    is_dry_run: bool


def suggest_relations(
    *,
    actor: Actor,
    types: Iterable[str] = SUGGESTED_BY_DEFAULT,
    limit: int | None = None,
    dry_run: bool = False,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> Suggested:
    """Compare the register's commitments and bring the suggestions to what follows from them today.

    What a person decided stays: a confirmed pair is left alone, and what was rejected is not suggested again.
    ``limit`` takes the first so many commitments by reference alone, and then withdraws nothing. Raises Refused.
    """
    require(actor, Action.CREATE, Relation)
    wanted = frozenset(Type(one) for one in types)
    items = list(matching_items(actor))[:limit]
    report = Report(advance=advance)
    matches = tuple(one for one in match(items, report) if one.relation.type in wanted)
    languages = {one.key: one.language for one in items}
    with transaction.atomic():
        decided = Relation.objects.exclude(state=Relation.State.SUGGESTED)
        rejected = set(decided.filter(state=Relation.State.REJECTED).values_list("key", flat=True))
        confirmed = set(
            decided.filter(state=Relation.State.CONFIRMED).values_list("commitment_a_id", "commitment_b_id")
        )
        records = {
            str(one["key"]): one
            for one in (_record(found, languages[found.first]) for found in matches)
            if one["key"] not in rejected and (one["commitment_a"], one["commitment_b"]) not in confirmed
        }
        withdrawn = [] if limit is not None else remove_records(RELATION, _no_longer_suggested(records))
        written = write_records(RELATION, records)
        changes = [*(one.change for one in written), *withdrawn]
        if changes:
            record(actor=actor, action="suggest_relations", subject=f"{len(items)} commitments", changes=changes)
        if dry_run:
            transaction.set_rollback(True)
    found = Counter(str(one.relation.type) for one in matches)
    return Suggested(report.compared, found, tuple(written), tuple(withdrawn), matches, dry_run)


def matching_items(actor: Actor) -> Iterator[Item]:
    """The commitments as items to match, by reference, each with the states it is followed for."""
    states: dict[str, set[str]] = {}
    followed = StateCommitment.objects.filter(state__is_practice=False)
    for ref, state in visible_to(actor, followed).order_by().values_list("commitment_id", "state_id"):
        states.setdefault(ref, set()).add(state)
    for ref, text in visible_to(actor, Commitment.objects.order_by("ref")).values_list("ref", "text"):
        if ref in states:  # the others are followed for the practice state alone, or for none
            wording = text.best(WORDING)
            yield Item(ref, wording.text, wording.language, frozenset(states[ref]))


def confirm_relation(*, actor: Actor, key: str, on: date) -> Relation:
    """The person agrees with a suggestion. Joins nothing yet. Raises Refused, Relation.DoesNotExist, InvalidInput."""
    return _decide(actor, key, Relation.State.CONFIRMED, on)


def reject_relation(*, actor: Actor, key: str, on: date) -> Relation:
    """The person disagrees; the suggestion is not made again. Raises Refused, Relation.DoesNotExist, InvalidInput."""
    return _decide(actor, key, Relation.State.REJECTED, on)


def _decide(actor: Actor, key: str, state: Relation.State, on: date) -> Relation:
    require(actor, Action.CHANGE, Relation)
    with transaction.atomic():
        one = visible_to(actor, Relation.objects.select_for_update()).get(key=key)
        pair = Relation.objects.filter(commitment_a=one.commitment_a_id, commitment_b=one.commitment_b_id)
        other = pair.filter(state=Relation.State.CONFIRMED).exclude(key=key).first()
        if one.state == state:
            raise InvalidInput(f"This relation is {state} already.", problems=[Problem("", key, "state", str(state))])
        if state == Relation.State.CONFIRMED and other is not None:
            raise InvalidInput(
                "These two commitments have another confirmed relation.",
                problems=[Problem("", key, "type", f"“{other.type}” is confirmed")],
                hint="Reject that one first.",
            )
        wanted = RELATION.record_of(one) | {"state": str(state), "decided_on": on.isoformat()}
        written = write_records(RELATION, {key: wanted})
        action = "confirm_relation" if state == Relation.State.CONFIRMED else "reject_relation"
        record(actor=actor, action=action, subject=key, changes=[each.change for each in written])
    one.refresh_from_db()
    return one


def _record(found: Match, language: str) -> Record:
    relation = found.relation
    reasons: dict[str, Any] = {
        "score": relation.score,
        "language": language,
        "symbols": [one.as_dict() for one in relation.reasons],
        "spans_a": [[one.start, one.end] for one in relation.first_spans],
        "spans_b": [[one.start, one.end] for one in relation.second_spans],
    }
    return {
        "key": f"{found.first}~{found.second}:{relation.type}",
        "commitment_a": found.first,
        "commitment_b": found.second,
        "type": str(relation.type),
        "state": str(Relation.State.SUGGESTED),
        "reasons": reasons,
        "decided_on": None,
    }


def _no_longer_suggested(records: dict[str, Record]) -> list[str]:
    suggested = Relation.objects.filter(state=Relation.State.SUGGESTED)
    return sorted(set(suggested.values_list("key", flat=True)) - records.keys())
