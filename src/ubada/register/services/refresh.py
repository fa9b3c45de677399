"""Everything in the register that is computed from other parts of it: standings, treaty actions, tasks and answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ubada.kernel.dates import PartialDate
from ubada.ledger.services import Change
from ubada.register.gate import rule_on
from ubada.register.models import (
    Commitment,
    Conflict,
    Document,
    Fact,
    Instrument,
    State,
    StateCommitment,
    StructuralTest,
    TreatyAction,
)
from ubada.register.services.classification import restated_suggestions
from ubada.register.services.records import Applied, remove_records, write_records
from ubada.register.shapes import (
    CLASSIFICATION_SUGGESTION,
    RESULT,
    STATE_COMMITMENT,
    TASK,
    TREATY_ACTION,
    Record,
    Shape,
    plain,
)
from ubada.register.structural import Evidence, KnownFact, evaluate
from ubada.search.services import note_changed

STANDING_BY_KIND = {
    Commitment.Kind.POLITICAL: StateCommitment.Standing.POLITICAL,
    Commitment.Kind.RECOMMENDATION: StateCommitment.Standing.ADDRESSED,
    Commitment.Kind.STANDARD: StateCommitment.Standing.STANDARD,
    Commitment.Kind.PLEDGE: StateCommitment.Standing.POLITICAL,
}


def refresh_derived(
    *, on: date, scope: Mapping[str, Iterable[str]] | None = None
) -> tuple[list[Applied], list[Change]]:
    """Recompute what follows from the base records, as of a day, and write what differs.

    ``scope`` names commitments newly followed for states: reference to state codes. Part of a larger change, as
    `write_records` is. Returns what was written and what was removed.
    """
    written: list[Applied] = []
    removed: list[Change] = []
    for shape, wanted in (
        (TREATY_ACTION, _treaty_actions),
        (STATE_COMMITMENT, lambda: _standings(scope or {})),
        (TASK, _tasks),
        (RESULT, lambda: _results(on)),
    ):
        records = wanted()
        removed += remove_records(shape, _stale(shape, records))
        written += write_records(shape, records)
    written += write_records(CLASSIFICATION_SUGGESTION, restated_suggestions())
    _note_answers_changed([(one.shape, one.key) for one in written] + [(one.type, one.key) for one in removed])
    return written, removed


def _stale(shape: Shape, records: Mapping[str, Record]) -> list[str]:
    return [str(pk) for pk in shape.rows().exclude(pk__in=list(records)).values_list("pk", flat=True)]


def _treaty_actions() -> dict[str, Record]:
    records = {}
    for fact in Fact.objects.filter(kind="treaty", is_published=True):
        detail: dict[str, Any] = fact.detail
        if detail.get("in_matrix") is False:
            continue
        records[fact.key] = {
            "fact": fact.key,
            "state": fact.state_id,
            "instrument": detail["instrument"],
            "status": detail["status"],
            "action": detail.get("action") or "",
            "action_date": plain(fact.date),
            "date_basis": detail.get("date_basis") or "",
            "signature_date": detail.get("signature_date"),
            "absent_from_source": detail.get("evidence") == "absent_from_source",
        }
    return records


def _standings(scope: Mapping[str, Iterable[str]]) -> dict[str, Record]:
    pairs = set(StateCommitment.objects.values_list("commitment_id", "state_id"))
    pairs |= {(ref, state) for ref, states in scope.items() for state in states}
    position = {(one.instrument_id, one.state_id): one.status for one in TreatyAction.objects.all()}
    about = {
        ref: (kind, instrument)
        for ref, kind, instrument in Commitment.objects.values_list("ref", "kind", "instrument_id")
    }
    return {
        f"{ref}@{state}": {
            "key": f"{ref}@{state}",
            "commitment": ref,
            "state": state,
            "standing": _standing(*about[ref], state, position),
        }
        for ref, state in sorted(pairs)
    }


def _standing(kind: str, instrument: str | None, state: str, position: Mapping[tuple[str, str], str]) -> str:
    if kind in STANDING_BY_KIND:
        return str(STANDING_BY_KIND[Commitment.Kind(kind)].value)
    status = position.get((instrument or "", state))
    if status is None or status == TreatyAction.Status.NO_ACTION_FOUND:
        return str(StateCommitment.Standing.UNKNOWN.value)
    is_party = status == TreatyAction.Status.PARTY
    return str((StateCommitment.Standing.BOUND if is_party else StateCommitment.Standing.NOT_BOUND).value)


def _tasks() -> dict[str, Record]:
    records: dict[str, Record] = {}

    def add(about: str, key: str, state: str | None, reason: str, missing: Iterable[str]) -> None:
        record: Record = dict.fromkeys(("fact", "commitment", "instrument", "document"))
        record |= {
            "key": f"verify.{about}.{key}",
            "state": state,
            "reason": reason,
            "missing": sorted(missing),
            "is_open": True,
            about: key,
        }
        records[record["key"]] = record

    for fact in Fact.objects.all():
        ruling = rule_on(
            confidence=fact.confidence,
            unverified_fields=fact.unverified_fields,
            has_link=bool(fact.source_url),
            has_as_of=fact.as_of is not None,
            fields=fact.withheld,
        )
        if ruling.reason is not None:
            add("fact", fact.key, fact.state_id, ruling.reason, ruling.missing)
    for commitment in Commitment.objects.filter(verification=Commitment.Verification.TO_VERIFY):
        add("commitment", commitment.ref, None, "paragraph", ["text"])
    for about, model in (("instrument", Instrument), ("document", Document)):
        for row in model._default_manager.exclude(unverified_fields=[]):
            add(about, str(row.pk), None, "fields", row.unverified_fields)
    return records


def _results(on: date) -> dict[str, Record]:
    disputed = frozenset(
        Conflict.objects.filter(handling=Conflict.Handling.FLAGGED).values_list("facts__key", flat=True)
    ) - {None}
    facts: dict[str, list[KnownFact]] = {}
    everywhere: list[KnownFact] = []
    for fact in Fact.objects.filter(is_published=True):
        known = KnownFact(fact.key, fact.kind, fact.topic, fact.date, fact.as_of, fact.detail)
        (facts.setdefault(fact.state_id, []) if fact.state_id else everywhere).append(known)
    states = list(State.objects.filter(is_practice=False).values_list("code", flat=True))
    records: dict[str, Record] = {}
    for test in StructuralTest.objects.all():
        for state in states:
            evidence = Evidence([*everywhere, *facts.get(state, [])], disputed, on)
            finding = evaluate(test.rule, evidence)
            key = f"{test.code}@{state}"
            records[key] = {
                "key": key,
                "test": test.code,
                "state": state,
                "answer": finding.answer,
                "reason": finding.reason,
                "since": _text(finding.since),
                "as_of": _text(finding.as_of),
                "facts": sorted(finding.facts),
            }
    return records


def _text(value: PartialDate | None) -> str | None:
    return None if value is None else str(value)


def _note_answers_changed(touched: Iterable[tuple[str, str]]) -> None:
    """Commitments whose standing or answers changed are searched by them, so their documents are out of date."""
    pairs = list(touched)
    refs = {key.partition("@")[0] for shape, key in pairs if shape == STATE_COMMITMENT.name}
    tests = {key.partition("@")[0] for shape, key in pairs if shape == RESULT.name}
    refs |= set(Commitment.objects.filter(tests__in=tests).values_list("ref", flat=True))
    note_changed("commitment", sorted(refs))
