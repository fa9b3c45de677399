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
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.kernel.errors import InvalidInput, Problem
from ubada.ledger.services import Change, record
from ubada.reading.matching.relations import Type
from ubada.reading.matching.signature import Item
from ubada.register.joining import groups_of
from ubada.register.models import Commitment, Relation, StateCommitment
from ubada.register.models.relations import INVERSE, JOINING
from ubada.register.services.clusters import placed_by_editors
from ubada.register.services.records import Applied, remove_records, write_records
from ubada.register.shapes import RELATION, Record

if TYPE_CHECKING:
    from ubada.reading.matching.matching import Match

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
    from ubada.reading.matching.matching import Report, match  # noqa: PLC0415 - NumPy is for this act alone

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


def confirm_relation(*, actor: Actor, key: str, on: date, as_type: str | None = None) -> Relation:
    """The person agrees with a suggestion, or says what the two are instead. Joins nothing yet.

    With ``as_type`` (read from A to B) the suggestion is rejected and the pair's relation is the person's own.
    Raises Refused, Relation.DoesNotExist, InvalidInput; ValueError for a type there is none of.
    """
    require(actor, Action.CHANGE, Relation)
    with transaction.atomic():
        one = _suggestion(actor, key)
        wanted = Relation.Type(as_type or one.type)
        action = "confirm_relation" if wanted == one.type else "retype_relation"
        return _say(actor, (one.commitment_a_id, one.commitment_b_id), wanted, on, action)


def reject_relation(*, actor: Actor, key: str, on: date) -> Relation:
    """The person disagrees; the suggestion is not made again. Raises Refused, Relation.DoesNotExist, InvalidInput."""
    require(actor, Action.CHANGE, Relation)
    with transaction.atomic():
        one = _suggestion(actor, key)
        written = write_records(RELATION, {key: _decided(one, Relation.State.REJECTED, on)})
        record(actor=actor, action="reject_relation", subject=key, changes=[each.change for each in written])
    one.refresh_from_db()
    return one


def relate_commitments(*, actor: Actor, first: str, second: str, relation: str, on: date) -> Relation:
    """The person says what the first of two commitments is to the second, whether or not rules suggested anything.

    Saying it is confirming it. Raises Refused, Commitment.DoesNotExist, InvalidInput; ValueError for a type there is
    none of.
    """
    require(actor, Action.CHANGE, Relation)
    wanted = Relation.Type(relation)
    if first == second:
        raise InvalidInput(_("A commitment is not related to itself."))
    if first > second:
        first, second, wanted = second, first, INVERSE.get(wanted, wanted)
    with transaction.atomic():
        for ref in (first, second):
            visible_to(actor, Commitment.objects.all()).get(ref=ref)
        return _say(actor, (first, second), wanted, on, "relate_commitments")


def reopen_relation(*, actor: Actor, key: str) -> Relation | None:
    """What was decided stands as before the decision: suggested again, or gone (None) if it was the person's own idea.

    Where a person had said something else than the rules, the rules' suggestion waits again and is returned. Raises
    Refused, Relation.DoesNotExist, and InvalidInput while both lie in a cluster by this relation.
    """
    require(actor, Action.CHANGE, Relation)
    with transaction.atomic():
        one = visible_to(actor, Relation.objects.all()).get(key=key)
        pair = _pair(one.commitment_a_id, one.commitment_b_id)
        one = pair[one.type]
        if one.state == Relation.State.SUGGESTED:
            raise InvalidInput(_("Nothing has been decided on this suggestion."))
        if one.state == Relation.State.CONFIRMED:
            _refuse_if_a_cluster_rests_on(one)
        else:
            _refuse_if_confirmed(pair)
        again = one
        changes: list[Change] = []
        if one.suggested_by == Relation.SuggestedBy.PERSON:
            replaced = [each for each in pair.values() if each.key == one.reasons.get("instead_of")]
            again = next((each for each in replaced if each.state == Relation.State.REJECTED), one)
            changes += remove_records(RELATION, [key])
        if again is not one or one.suggested_by == Relation.SuggestedBy.RULE:
            wanted = RELATION.record_of(again) | {"state": str(Relation.State.SUGGESTED), "decided_on": None}
            changes += [each.change for each in write_records(RELATION, {again.key: wanted})]
        record(actor=actor, action="reopen_relation", subject=key, changes=changes)
    return Relation.objects.filter(key=again.key).first()


def _suggestion(actor: Actor, key: str) -> Relation:
    """The suggestion, held until the end of the transaction. Raises InvalidInput if someone decided on it."""
    one = visible_to(actor, Relation.objects.all()).get(key=key)
    one = _pair(one.commitment_a_id, one.commitment_b_id)[one.type]
    if one.state != Relation.State.SUGGESTED:
        said = {Relation.State.CONFIRMED: _("This relation is confirmed already.")}
        raise InvalidInput(
            said.get(Relation.State(one.state), _("This relation is rejected already.")),
            problems=[Problem("", key, "state", one.state)],
            hint=_("Take that decision back first."),
        )
    return one


def _pair(first: str, second: str) -> dict[str, Relation]:
    """The relations of two commitments by type. Until the end of the transaction no one else decides on the two."""
    list(Commitment.objects.select_for_update(no_key=True).filter(pk__in=(first, second)).order_by("pk"))
    return {one.type: one for one in Relation.objects.filter(commitment_a=first, commitment_b=second)}


def _say(actor: Actor, refs: tuple[str, str], wanted: Relation.Type, on: date, action: str) -> Relation:
    first, second = refs
    pair = _pair(first, second)
    _refuse_if_confirmed(pair)
    replaced = [one for one in pair.values() if one.state == Relation.State.SUGGESTED and one.type != wanted]
    records = {one.key: _decided(one, Relation.State.REJECTED, on) for one in replaced}
    if wanted in pair:
        key = pair[wanted].key
        records[key] = _decided(pair[wanted], Relation.State.CONFIRMED, on)
    else:
        key = f"{first}~{second}:{wanted}"
        reasons = {**replaced[0].reasons, "instead_of": replaced[0].key} if replaced else {}
        records[key] = {
            "key": key,
            "commitment_a": first,
            "commitment_b": second,
            "type": str(wanted),
            "state": str(Relation.State.CONFIRMED),
            "suggested_by": str(Relation.SuggestedBy.PERSON),
            "reasons": reasons,
            "decided_on": on.isoformat(),
        }
    written = write_records(RELATION, records)
    record(actor=actor, action=action, subject=key, changes=[each.change for each in written])
    return Relation.objects.get(key=key)


def _refuse_if_confirmed(pair: dict[str, Relation]) -> None:
    confirmed = [one for one in pair.values() if one.state == Relation.State.CONFIRMED]
    if confirmed:
        raise InvalidInput(
            _("These two commitments have another confirmed relation."),
            problems=[Problem("", one.key, "type", one.type) for one in confirmed],
            hint=_("Take that decision back first."),
        )


def _decided(one: Relation, state: Relation.State, on: date) -> Record:
    return RELATION.record_of(one) | {"state": str(state), "decided_on": on.isoformat()}


def _refuse_if_a_cluster_rests_on(one: Relation) -> None:
    """A cluster that a person made rests on confirmed relations, so none of them goes while it is needed."""
    ends = (one.commitment_a_id, one.commitment_b_id)
    clusters = set(Commitment.objects.filter(pk__in=ends).values_list("cluster_id", flat=True))
    code = clusters.pop()
    if clusters or code is None or one.type not in JOINING:
        return
    members = set(Commitment.objects.filter(cluster=code).values_list("ref", flat=True))
    placed = placed_by_editors(members)
    others = Relation.objects.filter(
        state=Relation.State.CONFIRMED, type__in=JOINING, commitment_a__in=members, commitment_b__in=members
    ).exclude(pk=one.pk)
    edges = [members - placed, *others.values_list("commitment_a_id", "commitment_b_id")]
    if not any(set(ends) <= set(group) for group in groups_of(edges)):
        raise InvalidInput(
            _("Both lie in one cluster because of this relation."),
            problems=[Problem("", code, "cluster", ", ".join(ends))],
            hint=_("Take one of them out of the cluster first."),
        )


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
        "suggested_by": str(Relation.SuggestedBy.RULE),
        "reasons": reasons,
        "decided_on": None,
    }


def _no_longer_suggested(records: dict[str, Record]) -> list[str]:
    suggested = Relation.objects.filter(state=Relation.State.SUGGESTED)
    return sorted(set(suggested.values_list("key", flat=True)) - records.keys())
