"""Everything in the register that is computed from other parts of it: standings, treaty actions, tasks and answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from ubada.config.rows import one_of
from ubada.kernel.dates import PartialDate
from ubada.ledger.services import Change
from ubada.register.gate import rule_on
from ubada.register.models import (
    ClassificationSuggestion,
    Commitment,
    Conflict,
    Document,
    Fact,
    Instrument,
    State,
    StateCommitment,
    StructuralResult,
    StructuralTest,
    TreatyAction,
    VerificationTask,
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
    Commitment.Kind.POLITICAL.value: StateCommitment.Standing.POLITICAL.value,
    Commitment.Kind.RECOMMENDATION.value: StateCommitment.Standing.ADDRESSED.value,
    Commitment.Kind.STANDARD.value: StateCommitment.Standing.STANDARD.value,
    Commitment.Kind.PLEDGE.value: StateCommitment.Standing.POLITICAL.value,
}
"""Standings that follow from the kind alone; towards any other kind it is the state's position on the treaty."""
_SUBJECTS: dict[str, type[Model]] = {
    "fact": Fact, "commitment": Commitment, "instrument": Instrument, "document": Document
}  # fmt: skip
_ANSWERED_FROM = ("fact", "conflict", "state", "test", "result")
"""Kinds of record that the answers of tests are worked out from, and the answers themselves."""


class _Reach:
    """What may have to be computed anew: everything, or what can follow from the records that changed."""

    def __init__(self, changed: Iterable[Change] | None) -> None:
        self.is_everything = changed is None
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        self.widen(changed or ())

    def widen(self, changed: Iterable[Change]) -> None:
        """These changed too."""
        for one in changed:
            self._keys[one.type].add(one.key)

    def keys(self, *kinds: str) -> set[str]:
        """The keys of the records of these kinds that changed."""
        return {key for kind in kinds for key in self._keys.get(kind, ())}

    def among(self, model: type[Model], keys: Iterable[str], by: str = "pk") -> QuerySet[Any]:
        """The rows of a model that are reached, if they are those of these keys."""
        rows = model._default_manager.order_by("pk")
        return rows if self.is_everything else rows.filter(**{f"{by}__in": one_of(keys)})


def refresh_derived(
    *, on: date, scope: Mapping[str, Iterable[str]] | None = None, changed: Iterable[Change] | None = None
) -> tuple[list[Applied], list[Change]]:
    """Recompute what follows from the base records, as of a day, and write what differs.

    ``scope`` names commitments newly followed for states: reference to state codes. ``changed`` are the records that
    were written or removed since all this was computed last; then only what can follow from them is, which comes to the
    same as long as it is the same day (answers depend on it). Without it everything is. Part of a larger change, as
    `write_records` is. Returns what was written and what was removed.
    """
    written: list[Applied] = []
    removed: list[Change] = []
    reach = _Reach(changed)
    noted = reach.keys("commitment")

    def bring(shape: Shape, standing: Iterable[str], records: Mapping[str, Record]) -> None:
        gone = remove_records(shape, sorted(set(standing) - records.keys()))
        done = write_records(shape, records)
        reach.widen([*gone, *(one.change for one in done)])
        removed.extend(gone)
        written.extend(done)

    bring(TREATY_ACTION, *_treaty_actions(reach))
    bring(STATE_COMMITMENT, (), _standings(reach, scope or {}))  # what is followed is followed until someone ends it
    bring(TASK, *_tasks(reach))
    texts = reach.among(ClassificationSuggestion, reach.keys("commitment"), by="commitment")
    bring(CLASSIFICATION_SUGGESTION, (), restated_suggestions(texts))
    if reach.is_everything or reach.keys(*_ANSWERED_FROM):
        bring(RESULT, *_results(on))
    _note_answers_changed([*(one.change for one in written), *removed], noted)
    return written, removed


def _treaty_actions(reach: _Reach) -> tuple[list[str], dict[str, Record]]:
    facts = reach.keys("fact", "treaty_action")
    records = {}
    for fact in reach.among(Fact, facts).filter(kind="treaty", is_published=True):
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
    return _keys(reach.among(TreatyAction, facts)), records


def _standings(reach: _Reach, scope: Mapping[str, Iterable[str]]) -> dict[str, Record]:
    refs = {*scope, *reach.keys("commitment"), *(key.partition("@")[0] for key in reach.keys("state_commitment"))}
    if reach.keys("treaty_action"):
        refs |= set(Commitment.objects.exclude(kind__in=STANDING_BY_KIND).values_list("ref", flat=True))
    followed = reach.among(StateCommitment, refs, by="commitment").values_list("commitment_id", "state_id")
    pairs = set(followed) | {(ref, state) for ref, states in scope.items() for state in states}
    position = {(one.instrument_id, one.state_id): one.status for one in TreatyAction.objects.all()}
    about = {
        ref: (kind, instrument)
        for ref, kind, instrument in reach.among(Commitment, refs).values_list("ref", "kind", "instrument_id")
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
        return STANDING_BY_KIND[kind]
    status = position.get((instrument or "", state))
    if status is None or status == TreatyAction.Status.NO_ACTION_FOUND:
        return StateCommitment.Standing.UNKNOWN.value
    is_party = status == TreatyAction.Status.PARTY
    return (StateCommitment.Standing.BOUND if is_party else StateCommitment.Standing.NOT_BOUND).value


def _tasks(reach: _Reach) -> tuple[list[str], dict[str, Record]]:
    subjects = {about: reach.keys(about) for about in _SUBJECTS}
    for key in reach.keys("task"):
        _, about, subject = key.split(".", 2)
        subjects[about].add(subject)
    reached = {about: reach.among(model, subjects[about]) for about, model in _SUBJECTS.items()}
    records: dict[str, Record] = {}

    def add(about: str, key: str, state: str | None, reason: str, missing: Iterable[str]) -> None:
        record: Record = dict.fromkeys(_SUBJECTS)
        record |= {
            "key": f"verify.{about}.{key}",
            "state": state,
            "reason": reason,
            "missing": sorted(missing),
            "is_open": True,
            about: key,
        }
        records[record["key"]] = record

    for fact in reached["fact"]:
        ruling = rule_on(
            confidence=fact.confidence,
            unverified_fields=fact.unverified_fields,
            has_link=bool(fact.source_url),
            has_as_of=fact.as_of is not None,
            fields=fact.withheld,
        )
        if ruling.reason is not None:
            add("fact", fact.key, fact.state_id, ruling.reason, ruling.missing)
    unverified = reached["commitment"].filter(verification=Commitment.Verification.TO_VERIFY)
    for ref in unverified.values_list("ref", flat=True):
        add("commitment", ref, None, "paragraph", ["text"])
    for about in ("instrument", "document"):
        rows = reached[about].exclude(unverified_fields=[])
        for key, fields in rows.values_list("pk", "unverified_fields"):
            add(about, key, None, "fields", fields)
    standing = [key for about in _SUBJECTS for key in _keys(reach.among(VerificationTask, subjects[about], by=about))]
    return standing, records


def _results(on: date) -> tuple[list[str], dict[str, Record]]:
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
    return _keys(StructuralResult.objects.order_by("pk")), records


def _text(value: PartialDate | None) -> str | None:
    return None if value is None else str(value)


def _keys(rows: QuerySet[Any]) -> list[str]:
    return list(rows.values_list("pk", flat=True))


def _note_answers_changed(changes: Iterable[Change], noted: Collection[str]) -> None:
    """Commitments whose standing or answers changed are searched by them, so their documents are out of date."""
    touched = _Reach(changes)
    refs = {key.partition("@")[0] for key in touched.keys("state_commitment")}
    if tests := {key.partition("@")[0] for key in touched.keys("result")}:
        refs |= set(Commitment.objects.filter(tests__in=tests).values_list("ref", flat=True))
    note_changed("commitment", sorted(refs.difference(noted)))
