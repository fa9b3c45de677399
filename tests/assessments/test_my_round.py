"""What a round asks of an organisation at a glance: each commitment in one group, and what others wait for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments.people import (
    COLLECTING,
    KEY,
    OTHER_KEY,
    PASSED,
    REPLYING,
    People,
    accepted,
    advance,
    draft,
    reviewing,
    submitted,
)
from ubada.assessments import queries
from ubada.assessments.models import Round
from ubada.assessments.queries import MyRound
from ubada.assessments.services import decide_review
from ubada.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def mine(people: People, who: str = "clear-water", role: str = "coordinator") -> MyRound:
    one = Round.objects.get(pk="2026-2")
    return queries.my_round(people.actor(f"{who}.{role}"), people.organisations[who], one, now=REPLYING)


def test_every_commitment_of_the_organisation_s_states_is_in_one_group(people: People, opened: Round) -> None:
    draft(people, "clear-water", KEY)
    submitted(people, "clear-water", OTHER_KEY)
    sent_back = reviewing(people, "clear-water", "C190-4@KGZ")
    decide_review(
        actor=people.actor("osce-office.reviewer"), uid=sent_back.assessment_id, decision="returned",
        checklist={**PASSED, "interest_clear": False}, comments="Say more.", now=COLLECTING,
    )  # fmt: skip
    now = mine(people)
    groups = {"to_assess": now.to_assess, "returned": now.returned, "overdue": now.overdue, "done": now.done}
    keys = {name: {task.key for task in tasks} for name, tasks in groups.items()}
    assert keys["returned"] == {"C190-4@KGZ"}
    assert keys["done"] == {OTHER_KEY}
    assert keys["overdue"] == set()
    in_scope = set(opened.scope.filter(state_commitment__state="KGZ").values_list("state_commitment_id", flat=True))
    assert set.union(*keys.values()) == in_scope
    assert sum(map(len, groups.values())) == len(in_scope)
    begun = next(task for task in now.to_assess if task.key == KEY)
    assert (begun.state, begun.ref, str(begun.title.best("ru"))) == ("draft", "CEDAW-7", "Дать женщинам равное участие")
    assert all(task.uid == "" and task.state is None for task in now.to_assess if task.key != KEY)


def test_when_the_round_has_moved_on_what_was_not_handed_in_is_overdue(people: People, opened: Round) -> None:
    draft(people, "clear-water", KEY)
    done = accepted(people, "clear-water", OTHER_KEY)
    advance(REPLYING)
    now = mine(people)
    assert now.to_assess == now.returned == ()
    assert [task.uid for task in now.done] == [done.uid]
    assert KEY in {task.key for task in now.overdue}


def test_the_round_of_an_organisation_is_shown_to_its_own_people_alone(people: People, opened: Round) -> None:
    for who in ("mountain-voice", "reader", "editor", "outsider", "ministry"):
        with pytest.raises(Organisation.DoesNotExist):
            queries.my_round(people.actor(who), people.organisations["clear-water"], opened)


def test_what_waits_for_review_is_named_by_its_commitment_alone(people: People, opened: Round) -> None:
    one = submitted(people, "mountain-voice", is_name_protected=True)
    task = mine(people, "clear-water", "reviewer").to_review[0]
    assert (task.uid, task.key, task.state) == (one.uid, KEY, "submitted")
    assert not hasattr(task, "organisation")
    assert mine(people, "clear-water", "assessor").to_review == ()
    assert mine(people, "mountain-voice", "reviewer").to_review == ()


def test_rounds_in_hand_are_those_of_the_organisation_s_states(people: People, opened: Round) -> None:
    for who in ("clear-water", "ministry-uzb"):
        assert queries.rounds_in_hand(people.actor(who), people.organisations[who]) == [opened]
    Round.objects.filter(pk=opened.pk).update(state="archived")
    assert queries.rounds_in_hand(people.actor("clear-water"), people.organisations["clear-water"]) == []


def test_the_glance_asks_as_many_questions_for_many_commitments_as_for_few(people: People, opened: Round) -> None:
    def asked(who: str) -> int:
        with CaptureQueriesContext(connection) as found:
            mine(people, who)
        return len(found)

    few = asked("ministry-uzb")
    for key in (KEY, OTHER_KEY, "C190-4@KGZ"):
        submitted(people, "osce-office", key)
    assert asked("osce-office") <= few + 3
