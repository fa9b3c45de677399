"""What is worked out from other records: recomputing what a change can reach comes to the same as recomputing all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.register.classifying import UNCLASSIFIED, add_vocabularies
from tests.world import TODAY, World, both
from ubada.kernel.canonical import sha256_hex
from ubada.ledger.services import Change
from ubada.register.models import (
    Commitment,
    Document,
    Fact,
    StateCommitment,
    StructuralResult,
    TreatyAction,
    VerificationTask,
)
from ubada.register.services import refresh_derived, remove_records, write_records
from ubada.register.shapes import (
    CLASSIFICATION_SUGGESTION,
    COMMITMENT,
    CONFLICT,
    DOCUMENT,
    FACT,
    INSTRUMENT,
    STATE,
    STATE_COMMITMENT,
    TASK,
    TEST,
    TREATY_ACTION,
    Record,
    Shape,
)
from ubada.search.models import Outbox

Step = Callable[[], list[Change]]
TREATIES = [f"treaty.{state}.CEDAW" for state in ("KAZ", "KGZ", "TJK", "TKM", "UZB")] + ["treaty.KGZ.C190"]
REFS = ["CEDAW-7", "CEDAW-7-A", "C190-4", "STMT-3", "STMT-4"]


def write(shape: Shape, key: str, **changes: Any) -> list[Change]:
    """The record with other values; nothing where a step before has removed it."""
    there = shape.rows().filter(pk=key).first()
    if there is None:
        return []
    record = shape.record_of(there) | changes
    return [one.change for one in write_records(shape, {key: record})]


def detail(key: str, **changes: Any) -> Record:
    there = Fact.objects.filter(pk=key).first()
    return {**(there.detail if there is not None else {}), **changes}


def added_fact(key: str, share: str) -> list[Change]:
    record = FACT.record_of(Fact.objects.get(pk="law.UZB.women.2024"))
    measure = {"measure": {"code": "women_lower_house", "percent": share}}
    wanted = record | {"key": key, "as_of": "2026", "detail": measure, "unverified_fields": ["date"]}
    return [one.change for one in write_records(FACT, {key: wanted})]


def added_commitment(ref: str, kind: str) -> list[Change]:
    record = COMMITMENT.record_of(Commitment.objects.get(pk="STMT-3"))
    return [one.change for one in write_records(COMMITMENT, {ref: record | {"ref": ref, "kind": kind}})]


def removed_fact(key: str) -> list[Change]:
    tasks = list(VerificationTask.objects.filter(fact=key).values_list("pk", flat=True))
    actions = list(TreatyAction.objects.filter(fact=key).values_list("pk", flat=True))
    there = list(Fact.objects.filter(pk=key).values_list("pk", flat=True))
    return [*remove_records(TASK, tasks), *remove_records(TREATY_ACTION, actions), *remove_records(FACT, there)]


def removed_commitment(ref: str) -> list[Change]:
    tasks = list(VerificationTask.objects.filter(commitment=ref).values_list("pk", flat=True))
    pairs = list(StateCommitment.objects.filter(commitment=ref).values_list("pk", flat=True))
    there = list(Commitment.objects.filter(pk=ref).values_list("pk", flat=True))
    gone = [*remove_records(TASK, tasks), *remove_records(STATE_COMMITMENT, pairs)]
    return [*gone, *remove_records(COMMITMENT, there)]


def published(key: str, there: bool) -> list[Change]:
    return write(FACT, key, is_published=there, confidence="seen" if there else "unverified")


def practice_state(is_practice: bool) -> list[Change]:
    record = {"code": "XAA", "alpha2": "XA", "numeric": "901", "name": both("Practice"), "endonym": {}, "order": 90}
    return [one.change for one in write_records(STATE, {"XAA": record | {"is_practice": is_practice}})]


def question(percent: str) -> list[Change]:
    return write(
        TEST, "half-women", rule={"type": "share_at_least", "measure": "women_lower_house", "percent": percent}
    )


def step(function: Callable[..., list[Change]], *options: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(*options).map(lambda chosen: lambda: function(*chosen))


def chosen(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


FIELDS = chosen([], ["url"], ["title", "url"])
STEPS = st.one_of(
    step(lambda key, status: write(FACT, key, detail=detail(key, status=status)), chosen(*TREATIES),
         chosen("party", "signatory", "no_action_found", "not_party")),
    step(lambda key, shown: write(FACT, key, detail=detail(key, in_matrix=shown)), chosen(*TREATIES), st.booleans()),
    step(published, chosen(*TREATIES, "law.KGZ.women.2024", "nhri.KGZ.ganhri"), st.booleans()),
    step(lambda key, fields: write(FACT, key, unverified_fields=fields), chosen(*TREATIES), FIELDS),
    step(added_fact, chosen("law.KGZ.new", "law.UZB.new"), chosen("10", "70")),
    step(removed_fact, chosen("law.KGZ.new", "law.UZB.new", "treaty.KGZ.C190")),
    step(lambda ref, kind: write(COMMITMENT, ref, kind=kind), chosen(*REFS), chosen(*Commitment.Kind.values)),
    step(lambda ref, instrument: write(COMMITMENT, ref, instrument=instrument), chosen(*REFS), chosen("CEDAW", "C190")),
    step(lambda ref, state: write(COMMITMENT, ref, verification=state, verification_missing=both("All.")),
         chosen(*REFS), chosen(*Commitment.Verification.values)),
    step(lambda text: write(COMMITMENT, "STMT-4", text=both(text)), chosen("Half of the seats", "A third of them")),
    step(added_commitment, chosen("NEW-1", "NEW-2"), chosen(*Commitment.Kind.values)),
    step(removed_commitment, chosen("NEW-1", "NEW-2")),
    step(lambda key, fields: write(INSTRUMENT, key, unverified_fields=fields), chosen("CEDAW", "C190"), FIELDS),
    step(lambda fields: write(DOCUMENT, "SEMINAR-2024", unverified_fields=fields), FIELDS),
    step(lambda handling: write(CONFLICT, "conflict.KGZ.women-share", handling=handling), chosen("flagged", "settled")),
    step(question, chosen("30", "50", "90")),
    step(practice_state, st.booleans()),
)  # fmt: skip


@pytest.fixture
def suggested(world: World) -> None:
    """A term that was suggested for the text of one commitment."""
    add_vocabularies()
    text = "Half of the seats"
    with transaction.atomic():
        write(COMMITMENT, "STMT-4", text=both(text))
        write_records(CLASSIFICATION_SUGGESTION, {"STMT-4:themes:unclassified": {
            "key": "STMT-4:themes:unclassified", "commitment": "STMT-4", "term": UNCLASSIFIED, "field": "themes",
            "state": "suggested", "method": "cue", "occasion": "unclassified", "score": None, "version": "a",
            "basis": {}, "language": "en", "text_hash": sha256_hex(text.encode()), "spans": [[0, 4]],
            "decided_on": None,
        }})  # fmt: skip
        refresh_derived(on=TODAY)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.lists(STEPS, min_size=1, max_size=3), min_size=1, max_size=4), follows=st.booleans())
def test_what_a_change_reaches_is_all_that_a_full_recomputation_would_change(
    suggested: None, changes: list[list[Step]], follows: bool
) -> None:
    with transaction.atomic():
        for together in changes:
            noted = [one for each in together for one in each()]
            scope = {ref: ["KGZ"] for ref in ("NEW-1", "NEW-2") if follows and Commitment.objects.filter(pk=ref)}
            refresh_derived(on=TODAY, scope=scope, changed=noted)
            assert refresh_derived(on=TODAY) == ([], [])
        transaction.set_rollback(True)


def test_a_treaty_joined_moves_the_standing_of_its_commitments_and_the_answers_alone(world: World) -> None:
    with transaction.atomic():
        changes = write(FACT, "treaty.KAZ.C190", detail=detail("treaty.KAZ.C190", status="party"))
        written, removed = refresh_derived(on=TODAY, changed=changes)

    assert {(one.shape, one.key) for one in written} == {
        ("treaty_action", "treaty.KAZ.C190"), ("state_commitment", "C190-4@KAZ"), ("result", "party-c190@KAZ")
    }  # fmt: skip
    assert removed == []


def test_a_fact_that_is_taken_away_takes_what_followed_from_it(world: World) -> None:
    with transaction.atomic():
        refresh_derived(on=TODAY, changed=removed_fact("treaty.KGZ.C190"))

    assert StateCommitment.objects.get(pk="C190-4@KGZ").standing == "unknown"
    assert StructuralResult.objects.get(pk="party-c190@KGZ").answer == "unknown"


def test_a_document_put_right_is_no_task_any_more(world: World) -> None:
    assert VerificationTask.objects.filter(document="SEMINAR-2024").exists()
    with transaction.atomic():
        written, removed = refresh_derived(on=TODAY, changed=write(DOCUMENT, "SEMINAR-2024", unverified_fields=[]))

    assert (written, removed) == ([], [Change("task", "verify.document.SEMINAR-2024", None)])
    assert Document.objects.get(pk="SEMINAR-2024").unverified_fields == []


def test_a_commitment_newly_followed_is_noted_for_the_search_once(world: World) -> None:
    with transaction.atomic():
        Outbox.objects.all().delete()
        refresh_derived(on=TODAY, scope={"NEW-1": ["KGZ", "UZB"]}, changed=added_commitment("NEW-1", "recommendation"))

    assert list(Outbox.objects.values_list("kind", "key")) == [("commitment", "NEW-1")]


def test_a_change_of_commitments_asks_nothing_of_the_facts(world: World) -> None:
    with transaction.atomic():
        changes = write(COMMITMENT, "STMT-4", specificity=2)
        with CaptureQueriesContext(connection) as captured:
            refresh_derived(on=TODAY, changed=changes)

    asked = [one["sql"] for one in captured if 'FROM "register_fact"' in one["sql"] and " IN (SELECT" not in one["sql"]]
    assert asked == []
