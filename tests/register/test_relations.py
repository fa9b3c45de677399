"""Relations between commitments: rules suggest, persons decide, and a cluster is one person's act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.world import TODAY, World
from ubada.access.actors import Actor
from ubada.access.engine import Refused, visible_to
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry, Touch
from ubada.register.models import Cluster, Commitment, Relation, State, StateResponse, StructuralResult
from ubada.register.queries.clusters import cluster_history
from ubada.register.queries.downloads import records
from ubada.register.services import write_records
from ubada.register.services.clusters import clusters_from_confirmed
from ubada.register.services.relations import (
    confirm_relation,
    matching_items,
    reject_relation,
    suggest_relations,
)
from ubada.register.shapes import COMMITMENT, RELATION, RESPONSE, STATE_COMMITMENT

SYSTEM = Actor.system("matching")
TEXTS = {
    "QUOTA-A": "Reserve 30 % of seats in parliament for women",
    "QUOTA-B": "Reserve thirty per cent of the seats in parliament for women.",
    "QUOTA-C": "Reserve 50 % of seats in parliament for women",
    "QUOTA-D": "Reserve 30 % of all seats in parliament for women",
    "AGENT-A": "Adopt the law on foreign representatives",
    "AGENT-B": "Repeal the law on foreign representatives",
}


def add(texts: Mapping[str, str], *, state: str = "KGZ") -> None:
    """Commitments in these words, followed for one state, and otherwise like one of the world."""
    like = COMMITMENT.record_of(Commitment.objects.get(ref="STMT-4"))
    with transaction.atomic():
        write_records(
            COMMITMENT, {ref: like | {"ref": ref, "text": {"en": text}, "cluster": None} for ref, text in texts.items()}
        )
        write_records(
            STATE_COMMITMENT,
            {
                f"{ref}@{state}": {
                    "key": f"{ref}@{state}", "commitment": ref, "state": state, "standing": "addressed"
                }
                for ref in texts
            },
        )  # fmt: skip


@pytest.fixture
def editor(world: World) -> Actor:
    return Actor.of(world.editor)


@pytest.fixture
def suggested(world: World) -> World:
    """The world with commitments that repeat and contradict each other, and the suggestions on them."""
    add(TEXTS)
    suggest_relations(actor=SYSTEM)
    return world


def types() -> dict[str, str]:
    return {key.partition(":")[0]: key.partition(":")[2] for key in Relation.objects.values_list("key", flat=True)}


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

    assert [one.key for one in outcome.withdrawn] == ["QUOTA-A~QUOTA-B:duplicate"]
    assert not Relation.objects.filter(key__contains="QUOTA-B").exists()
    changes = Entry.objects.order_by("-sequence")[0].changes
    assert {"type": "relation", "key": "QUOTA-A~QUOTA-B:duplicate", "hash": None} in changes


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

    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)

    assert [one["key"] for one in records(reader, RELATION)] == ["QUOTA-A~QUOTA-B:duplicate"]


@pytest.mark.django_db
def test_the_history_of_suggestions_is_for_editors(suggested: World, editor: Actor, reader: Actor) -> None:
    touches = Touch.objects.filter(type="relation")

    assert visible_to(editor, touches).exists()
    assert not visible_to(reader, touches).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("decide", [confirm_relation, reject_relation])
def test_only_an_editor_in_person_decides(suggested: World, decide: object) -> None:
    for actor in (Actor.reader(), Actor.of(suggested.assessor), SYSTEM):
        with pytest.raises(Refused):
            decide(actor=actor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)  # type: ignore[operator]
    assert Relation.objects.get(key="QUOTA-A~QUOTA-B:duplicate").state == "suggested"


@pytest.mark.django_db
def test_readers_and_assessors_cannot_suggest(world: World) -> None:
    for actor in (Actor.reader(), Actor.of(world.assessor)):
        with pytest.raises(Refused):
            suggest_relations(actor=actor)


@pytest.mark.django_db
def test_a_decision_is_dated_and_in_the_ledger_under_the_persons_name(suggested: World, editor: Actor) -> None:
    one = confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=date(2026, 11, 2))

    entry = Entry.objects.order_by("-sequence")[0]
    assert (one.state, one.decided_on) == ("confirmed", date(2026, 11, 2))
    assert (entry.action, entry.subject, entry.actor) == ("confirm_relation", one.key, editor.label)
    assert [change["type"] for change in entry.changes] == ["relation"]


@pytest.mark.django_db
def test_what_was_rejected_is_not_suggested_again(suggested: World, editor: Actor) -> None:
    reject_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)

    suggest_relations(actor=SYSTEM)

    assert Relation.objects.get(key="QUOTA-A~QUOTA-B:duplicate").state == "rejected"


@pytest.mark.django_db
def test_a_confirmed_pair_keeps_its_relation_whatever_rules_say_later(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)
    add({"QUOTA-B": "Consider reserving 30 % of seats in parliament for women"})

    suggest_relations(actor=SYSTEM)

    pair = Relation.objects.filter(commitment_a="QUOTA-A", commitment_b="QUOTA-B")
    assert [(one.type, one.state) for one in pair] == [("duplicate", "confirmed")]


@pytest.mark.django_db
def test_deciding_the_same_twice_is_refused(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)

    with pytest.raises(InvalidInput, match="confirmed already"):
        confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)


@pytest.mark.django_db
def test_a_pair_has_one_confirmed_relation(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)
    other = RELATION.record_of(Relation.objects.get(key="QUOTA-A~QUOTA-B:duplicate")) | {
        "key": "QUOTA-A~QUOTA-B:conflicts", "type": "conflicts", "state": "suggested", "decided_on": None
    }  # fmt: skip
    with transaction.atomic():
        write_records(RELATION, {str(other["key"]): other})

    with pytest.raises(InvalidInput, match="another confirmed relation"):
        confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:conflicts", on=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fault",
    [
        {"commitment_a_id": "STMT-4", "commitment_b_id": "STMT-3"},
        {"type": "alike"},
        {"state": "confirmed"},
        {"decided_on": TODAY},
    ],
)
def test_the_database_refuses_a_faulty_relation(world: World, fault: dict[str, object]) -> None:
    right = {"commitment_a_id": "STMT-3", "commitment_b_id": "STMT-4", "type": "duplicate", "state": "suggested"}

    Relation.objects.create(key="right", **right)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(key="faulty", **{**right, "type": "reiterates", **fault})


@pytest.mark.django_db
def test_nothing_is_clustered_before_a_person_confirms(suggested: World, editor: Actor) -> None:
    outcome = clusters_from_confirmed(actor=editor)

    assert outcome.written == ()
    assert not Commitment.objects.filter(ref__startswith="QUOTA", cluster__isnull=False).exists()


@pytest.mark.django_db
def test_confirmed_repeats_are_joined_by_a_persons_act(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)
    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-D:reiterates", on=TODAY)
    confirm_relation(actor=editor, key="AGENT-A~AGENT-B:conflicts", on=TODAY)
    assert not Commitment.objects.filter(ref__startswith="QUOTA", cluster__isnull=False).exists()

    clusters_from_confirmed(actor=editor)

    cluster = Cluster.objects.get(code="same-as-quota-a")
    assert [one.ref for one in cluster.commitments.all()] == ["QUOTA-A", "QUOTA-B", "QUOTA-D"]
    assert not Commitment.objects.filter(ref__startswith="AGENT", cluster__isnull=False).exists()
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.actor) == ("cluster_commitments", editor.label)
    assert {change["key"] for change in entry.changes} == {"same-as-quota-a", "QUOTA-A", "QUOTA-B", "QUOTA-D"}
    assert clusters_from_confirmed(actor=editor).written == ()


@pytest.mark.django_db
def test_clustering_writes_no_answer_and_no_result(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)
    answer("QUOTA-A", "supported", "2021")
    before = dict(RESPONSE.all()), dict(STATE_COMMITMENT.all()), StructuralResult.objects.count()

    clusters_from_confirmed(actor=editor)

    assert (dict(RESPONSE.all()), dict(STATE_COMMITMENT.all()), StructuralResult.objects.count()) == before
    assert not StateResponse.objects.filter(state_commitment__commitment="QUOTA-B").exists()


@pytest.mark.django_db
def test_a_new_repeat_joins_the_cluster_that_is_there(suggested: World, editor: Actor) -> None:
    put_into("harassment-at-work", "QUOTA-B")
    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)

    clusters_from_confirmed(actor=editor)

    assert Commitment.objects.get(ref="QUOTA-A").cluster_id == "harassment-at-work"


@pytest.mark.django_db
def test_two_clusters_are_never_merged(suggested: World, editor: Actor) -> None:
    Cluster.objects.create(code="quotas", title={"en": "Quotas"}, summary={"en": "Seats."})
    put_into("harassment-at-work", "QUOTA-A")
    put_into("quotas", "QUOTA-B")
    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY)

    outcome = clusters_from_confirmed(actor=editor)

    assert outcome.left == (frozenset({"QUOTA-A", "QUOTA-B"}),)
    assert outcome.written == ()


@pytest.mark.django_db
def test_only_an_editor_in_person_clusters(suggested: World) -> None:
    for actor in (Actor.reader(), Actor.of(suggested.assessor), SYSTEM):
        with pytest.raises(Refused):
            clusters_from_confirmed(actor=actor)


def put_into(cluster: str, ref: str) -> None:
    with transaction.atomic():
        record = COMMITMENT.record_of(Commitment.objects.get(ref=ref))
        write_records(COMMITMENT, {ref: record | {"cluster": cluster}})


def answer(ref: str, official: str, dated: str, *, state: str = "KGZ") -> None:
    key = f"{ref}@{state}@{dated}"
    with transaction.atomic():
        write_records(RESPONSE, {key: {
            "key": key, "state_commitment": f"{ref}@{state}", "wording": {}, "official_class": official,
            "our_class": official, "claim": "", "claim_wording": {}, "dated": dated,
            "source_title": "Addendum", "source_url": "https://example.org/a",
        }})  # fmt: skip


@pytest.mark.django_db
def test_a_cluster_shows_each_time_the_promise_was_made_the_earliest_first(world: World, reader: Actor) -> None:
    times = cluster_history(reader, Cluster.objects.get(code="harassment-at-work"))

    assert [(one.commitment.ref, str(one.made_on), one.body and one.body.code) for one in times] == [
        ("C190-4", "2019-06-21", "ILO"),
        ("STMT-3", "2024-11-27", "SEMINAR"),
    ]
    assert [given.standing.state_id for given in times[0].given] == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]


@pytest.mark.django_db
def test_a_cluster_shows_how_each_state_answered_each_time_and_no_answer_twice(world: World, reader: Actor) -> None:
    answer("STMT-3", "noted", "2020")
    answer("STMT-3", "supported", "2025-03", state="KAZ")
    answer("STMT-3", "supported", "2025")

    times = cluster_history(reader, Cluster.objects.get(code="harassment-at-work"))

    said = {
        given.standing.state_id: [(one.official_class, str(one.dated)) for one in given.responses]
        for given in times[1].answered
    }
    assert times[0].answered == ()
    assert said == {"KAZ": [("supported", "2025-03")], "KGZ": [("noted", "2020"), ("supported", "2025")]}


@pytest.mark.django_db
def test_the_page_of_a_cluster_tells_the_times_and_the_answers(site: Client) -> None:
    answer("STMT-3", "noted", "2020")

    page = site.get("/clusters/harassment-at-work/").content.decode()

    _, heading, page = page.partition("Through the years and mechanisms")
    assert heading
    assert page.index('datetime="2019-06-21"') < page.index('datetime="2024-11-27"') < page.index('datetime="2020"')
    assert "International Labour Organization" in page
    assert "no answer on record" in page


@pytest.mark.django_db
def test_a_longer_history_takes_no_more_queries(
    world: World, reader: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add({f"MORE-{at}": f"Reserve {at} seats" for at in range(20)})
    for at in range(20):
        put_into("harassment-at-work", f"MORE-{at}")
    cluster = Cluster.objects.get(code="harassment-at-work")

    with django_assert_num_queries(4):
        assert len(cluster_history(reader, cluster)) == 22
