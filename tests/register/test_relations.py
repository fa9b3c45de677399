"""Relations between commitments: rules suggest, persons decide, and a cluster is one person's act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.register.related import AGAIN, SAME, TEXTS, add, join, types
from tests.world import TODAY, World
from ubada.access.actors import Actor
from ubada.access.engine import Refused, visible_to
from ubada.kernel.canonical import record_hash
from ubada.kernel.errors import InvalidInput
from ubada.ledger import queries as ledger
from ubada.ledger.models import Entry, Touch
from ubada.ledger.services import Change, record
from ubada.register.models import Commitment, Relation, State
from ubada.register.queries.downloads import records
from ubada.register.services import write_records
from ubada.register.services.clusters import grow_cluster, make_cluster, take_out_of_cluster
from ubada.register.services.relations import (
    confirm_relation,
    matching_items,
    reject_relation,
    relate_commitments,
    reopen_relation,
    suggest_relations,
)
from ubada.register.shapes import COMMITMENT, RELATION

SYSTEM = Actor.system("matching")
Decide = Callable[..., Relation | None]


@pytest.fixture
def editor(world: World) -> Actor:
    return Actor.of(world.editor)


@pytest.fixture
def suggested(world: World) -> World:
    """The world with commitments that repeat and contradict each other, and the suggestions on them."""
    add(TEXTS)
    suggest_relations(actor=SYSTEM)
    return world


def as_it_stands() -> dict[str, object]:
    """Every relation and what is recorded of it."""
    return dict(RELATION.all())


@pytest.mark.django_db
def test_what_repeats_and_what_contradicts_is_suggested_and_what_differs_is_not(suggested: World) -> None:
    found = types()

    assert found["QUOTA-A~QUOTA-B"] == "duplicate"
    assert found["QUOTA-A~QUOTA-D"] == "reiterates"
    assert found["AGENT-A~AGENT-B"] == "conflicts"
    assert not any("QUOTA-C" in pair for pair in found)
    assert set(Relation.objects.values_list("state", flat=True)) == {"suggested"}


@pytest.mark.django_db
def test_a_suggestion_says_why_and_where(suggested: World) -> None:
    reasons = Relation.objects.get(key="AGENT-A~AGENT-B:conflicts").reasons

    acts = next(one for one in reasons["symbols"] if one["kind"] == "acts")
    assert (acts["verdict"], acts["only_first"], acts["only_second"]) == ("different", ["make"], ["end"])
    assert [TEXTS["AGENT-B"][start:end] for start, end in reasons["spans_b"]] == ["Repeal"]


@pytest.mark.django_db
def test_suggesting_changes_no_commitment(world: World) -> None:
    add(TEXTS)
    before = dict(COMMITMENT.all())

    suggest_relations(actor=SYSTEM)

    assert dict(COMMITMENT.all()) == before


@pytest.mark.django_db
def test_suggesting_again_writes_nothing(suggested: World) -> None:
    entries = Entry.objects.count()

    again = suggest_relations(actor=SYSTEM)

    assert (again.written, again.withdrawn, Entry.objects.count()) == ((), (), entries)


@pytest.mark.django_db
def test_a_suggestion_that_no_longer_follows_is_withdrawn_in_the_ledger(suggested: World) -> None:
    add({"QUOTA-B": "Publish the budget of every ministry"})

    outcome = suggest_relations(actor=SYSTEM)

    assert [one.key for one in outcome.withdrawn] == [SAME]
    assert not Relation.objects.filter(key__contains="QUOTA-B").exists()
    changes = Entry.objects.order_by("-sequence")[0].changes
    assert {"type": "relation", "key": SAME, "hash": None} in changes


@pytest.mark.django_db
def test_a_dry_run_finds_the_same_and_writes_nothing(world: World) -> None:
    add(TEXTS)

    outcome = suggest_relations(actor=SYSTEM, dry_run=True)

    assert len(outcome.written) >= 3
    assert not Relation.objects.exists()


@pytest.mark.django_db
def test_a_limit_withdraws_nothing(suggested: World) -> None:
    before = types()

    suggest_relations(actor=SYSTEM, limit=1)

    assert types() == before


@pytest.mark.django_db
def test_the_same_words_to_two_states_are_no_duplicate(world: World) -> None:
    add({"A": TEXTS["QUOTA-A"]}, state="KGZ")
    add({"B": TEXTS["QUOTA-A"]}, state="TJK")

    suggest_relations(actor=SYSTEM, types=["duplicate", "reiterates", "same_topic"])

    assert types()["A~B"] == "same_topic"


@pytest.mark.django_db
def test_what_is_followed_for_the_practice_state_alone_is_not_matched(world: World) -> None:
    State.objects.create(code="XXA", alpha2="XA", numeric="900", name={"en": "Practice"}, order=99, is_practice=True)
    add({"EXERCISE": TEXTS["QUOTA-A"]}, state="XXA")

    assert "EXERCISE" not in {one.key for one in matching_items(SYSTEM)}


@pytest.mark.django_db
def test_readers_see_confirmed_relations_alone(suggested: World, editor: Actor, reader: Actor) -> None:
    assert visible_to(editor, Relation.objects.all()).count() == Relation.objects.count() > 0
    assert list(records(reader, RELATION)) == []

    confirm_relation(actor=editor, key=SAME, on=TODAY)

    assert [one["key"] for one in records(reader, RELATION)] == [SAME]


@pytest.mark.django_db
def test_the_history_of_suggestions_is_for_editors(suggested: World, editor: Actor, reader: Actor) -> None:
    touches = Touch.objects.filter(type="relation")

    assert visible_to(editor, touches).exists()
    assert not visible_to(reader, touches).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "decide",
    [
        lambda actor: confirm_relation(actor=actor, key=SAME, on=TODAY),
        lambda actor: confirm_relation(actor=actor, key=SAME, on=TODAY, as_type="narrower"),
        lambda actor: reject_relation(actor=actor, key=SAME, on=TODAY),
        lambda actor: reopen_relation(actor=actor, key=AGAIN),
        lambda actor: relate_commitments(actor=actor, first="QUOTA-A", second="C190-4", relation="broader", on=TODAY),
    ],
    ids=["confirm", "say another type", "reject", "take back", "relate by hand"],
)
def test_only_an_editor_in_person_decides(suggested: World, editor: Actor, decide: Decide) -> None:
    confirm_relation(actor=editor, key=AGAIN, on=TODAY)
    before = as_it_stands()

    for actor in (Actor.reader(), Actor.of(suggested.assessor), SYSTEM):
        with pytest.raises(Refused):
            decide(actor)
    assert as_it_stands() == before
    decide(editor)
    assert as_it_stands() != before


@pytest.mark.django_db
def test_readers_and_assessors_cannot_suggest(world: World) -> None:
    for actor in (Actor.reader(), Actor.of(world.assessor)):
        with pytest.raises(Refused):
            suggest_relations(actor=actor)


@pytest.mark.django_db
def test_a_decision_is_dated_and_in_the_ledger_under_the_persons_name(suggested: World, editor: Actor) -> None:
    one = confirm_relation(actor=editor, key=SAME, on=date(2026, 11, 2))

    entry = Entry.objects.order_by("-sequence")[0]
    assert (one.state, one.decided_on) == ("confirmed", date(2026, 11, 2))
    assert (entry.action, entry.subject, entry.actor) == ("confirm_relation", one.key, editor.label)
    assert [change["type"] for change in entry.changes] == ["relation"]


@pytest.mark.django_db
def test_what_was_rejected_is_not_suggested_again(suggested: World, editor: Actor) -> None:
    reject_relation(actor=editor, key=SAME, on=TODAY)

    suggest_relations(actor=SYSTEM)

    assert Relation.objects.get(key=SAME).state == "rejected"


@pytest.mark.django_db
def test_a_confirmed_pair_keeps_its_relation_whatever_rules_say_later(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key=SAME, on=TODAY)
    add({"QUOTA-B": "Consider reserving 30 % of seats in parliament for women"})

    suggest_relations(actor=SYSTEM)

    pair = Relation.objects.filter(commitment_a="QUOTA-A", commitment_b="QUOTA-B")
    assert [(one.type, one.state) for one in pair] == [("duplicate", "confirmed")]


@pytest.mark.django_db
def test_deciding_the_same_twice_is_refused(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key=SAME, on=TODAY)

    with pytest.raises(InvalidInput, match="confirmed already"):
        confirm_relation(actor=editor, key=SAME, on=TODAY)


@pytest.mark.django_db
def test_a_pair_has_one_confirmed_relation(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key=SAME, on=TODAY)
    key = "QUOTA-A~QUOTA-B:conflicts"
    other = RELATION.record_of(Relation.objects.get(key=SAME)) | {
        "key": key, "type": "conflicts", "state": "suggested", "decided_on": None
    }  # fmt: skip
    with transaction.atomic():
        write_records(RELATION, {key: other})

    with pytest.raises(InvalidInput, match="another confirmed relation"):
        confirm_relation(actor=editor, key=key, on=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fault",
    [
        {"commitment_a_id": "STMT-4", "commitment_b_id": "STMT-3"},
        {"type": "alike"},
        {"state": "confirmed"},
        {"decided_on": TODAY},
        {"suggested_by": "person"},
        {"suggested_by": "nobody"},
    ],
)
def test_the_database_refuses_a_faulty_relation(world: World, fault: dict[str, object]) -> None:
    right = {"commitment_a_id": "STMT-3", "commitment_b_id": "STMT-4", "type": "duplicate", "state": "suggested"}

    Relation.objects.create(key="right", **right)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(key="faulty", **{**right, "type": "reiterates", **fault})


@pytest.mark.django_db
def test_an_editor_may_say_something_else_than_the_rules(suggested: World, editor: Actor) -> None:
    before = Relation.objects.get(key=SAME).reasons

    one = confirm_relation(actor=editor, key=SAME, on=TODAY, as_type="narrower")

    assert (one.key, one.state, one.suggested_by) == ("QUOTA-A~QUOTA-B:narrower", "confirmed", "person")
    assert one.reasons == before | {"instead_of": SAME}
    assert Relation.objects.get(key=SAME).state == "rejected"
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.action, {change["key"] for change in entry.changes}) == ("retype_relation", {one.key, SAME})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decide", "action"),
    [
        (lambda editor: confirm_relation(actor=editor, key=SAME, on=TODAY), "confirm_relation"),
        (lambda editor: confirm_relation(actor=editor, key=SAME, on=TODAY, as_type="conflicts"), "retype_relation"),
        (lambda editor: reject_relation(actor=editor, key=SAME, on=TODAY), "reject_relation"),
        (
            lambda editor: relate_commitments(
                actor=editor, first="QUOTA-B", second="QUOTA-A", relation="narrower", on=TODAY
            ),
            "relate_commitments",
        ),
        (
            lambda editor: relate_commitments(
                actor=editor, first="QUOTA-A", second="AGENT-A", relation="same_topic", on=TODAY
            ),
            "relate_commitments",
        ),
    ],
)
def test_whatever_was_decided_can_be_taken_back(
    suggested: World, editor: Actor, decide: Callable[[Actor], Relation], action: str
) -> None:
    before = as_it_stands()
    decided = decide(editor)
    assert Entry.objects.order_by("-sequence")[0].action == action

    reopen_relation(actor=editor, key=decided.key)

    assert as_it_stands() == before
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.subject, entry.actor) == ("reopen_relation", decided.key, editor.label)


@pytest.mark.django_db
def test_what_waits_cannot_be_taken_back(suggested: World, editor: Actor) -> None:
    with pytest.raises(InvalidInput, match="Nothing has been decided"):
        reopen_relation(actor=editor, key=SAME)


@pytest.mark.django_db
def test_what_was_rejected_does_not_wait_again_beside_what_was_said_instead(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key=SAME, on=TODAY, as_type="narrower")

    with pytest.raises(InvalidInput, match="another confirmed relation"):
        reopen_relation(actor=editor, key=SAME)


@pytest.mark.django_db
def test_two_commitments_are_related_by_hand_and_the_record_says_so(world: World, editor: Actor) -> None:
    one = relate_commitments(actor=editor, first="STMT-4", second="C190-4", relation="narrower", on=TODAY)

    assert (one.key, one.state, one.suggested_by) == ("C190-4~STMT-4:broader", "confirmed", "person")
    assert (one.reasons, one.decided_on) == ({}, TODAY)


@pytest.mark.django_db
def test_what_a_rule_suggested_stays_a_rules_idea_when_a_person_says_it_too(suggested: World, editor: Actor) -> None:
    one = relate_commitments(actor=editor, first="QUOTA-B", second="QUOTA-A", relation="duplicate", on=TODAY)

    assert (one.key, one.state, one.suggested_by) == (SAME, "confirmed", "rule")


@pytest.mark.django_db
def test_suggesting_again_leaves_alone_what_a_person_said(suggested: World, editor: Actor) -> None:
    relate_commitments(actor=editor, first="QUOTA-A", second="QUOTA-C", relation="same_topic", on=TODAY)
    confirm_relation(actor=editor, key=SAME, on=TODAY, as_type="reiterates")
    before = as_it_stands()

    suggest_relations(actor=SYSTEM)

    assert as_it_stands() == before


@pytest.mark.django_db
@pytest.mark.parametrize(("second", "error"), [("QUOTA-A", InvalidInput), ("NOWHERE", Commitment.DoesNotExist)])
def test_a_commitment_is_related_to_another_that_exists(
    suggested: World, editor: Actor, second: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        relate_commitments(actor=editor, first="QUOTA-A", second=second, relation="duplicate", on=TODAY)


@pytest.mark.django_db
def test_a_confirmed_pair_takes_no_second_relation_by_hand(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key=SAME, on=TODAY)

    with pytest.raises(InvalidInput, match="another confirmed relation"):
        relate_commitments(actor=editor, first="QUOTA-A", second="QUOTA-B", relation="narrower", on=TODAY)


@pytest.mark.django_db
def test_a_relation_that_holds_a_cluster_together_is_not_taken_back(suggested: World, editor: Actor) -> None:
    join(editor, ("QUOTA-A", "QUOTA-B"), ("QUOTA-A", "QUOTA-D"))
    make_cluster(actor=editor, members=["QUOTA-A", "QUOTA-B", "QUOTA-D"], title={"en": "Quota"}, summary={})

    with pytest.raises(InvalidInput, match="lie in one cluster"):
        reopen_relation(actor=editor, key=SAME)
    take_out_of_cluster(actor=editor, ref="QUOTA-B")
    reopen_relation(actor=editor, key=SAME)

    assert Relation.objects.get(key=SAME).state == "suggested"


@pytest.mark.django_db
def test_a_relation_that_others_stand_in_for_is_taken_back(suggested: World, editor: Actor) -> None:
    join(editor, ("QUOTA-A", "QUOTA-B"), ("QUOTA-A", "QUOTA-D"), ("QUOTA-B", "QUOTA-D"))
    make_cluster(actor=editor, members=["QUOTA-A", "QUOTA-B", "QUOTA-D"], title={"en": "Quota"}, summary={})

    reopen_relation(actor=editor, key=SAME)

    assert Relation.objects.get(key=SAME).state == "suggested"


@pytest.mark.django_db
def test_members_that_the_baseline_put_together_need_no_relation(suggested: World, editor: Actor) -> None:
    join(editor, ("C190-4", "STMT-3"), ("QUOTA-A", "STMT-3"))
    grow_cluster(actor=editor, code="harassment-at-work", members=["QUOTA-A"])

    reopen_relation(actor=editor, key="C190-4~STMT-3:reiterates")

    assert not Relation.objects.filter(key="C190-4~STMT-3:reiterates").exists()
    with pytest.raises(InvalidInput, match="lie in one cluster"):
        reopen_relation(actor=editor, key="QUOTA-A~STMT-3:reiterates")


@pytest.mark.django_db
def test_the_ledger_holds_for_relations_from_before_they_said_whose_idea_they_are(suggested: World) -> None:
    def faults() -> list[str]:
        return [one.where for one in ledger.verify().faults if "relation" in one.where or "entry" in one.where]

    before = [Change("relation", key, record_hash({**one, "suggested_by": ""})) for key, one in RELATION.all()]
    with transaction.atomic():
        record(actor=SYSTEM, action="suggest_relations", subject="as it was", changes=before)
    assert len(faults()) == len(before)

    import_module("ubada.register.migrations.0005_relations_say_whose_idea_they_are").record_again(apps, None)

    assert faults() == []
