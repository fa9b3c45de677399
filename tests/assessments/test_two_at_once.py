"""Two people at once, in transactions of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests.assessments.people import (
    COLLECTING,
    KEY,
    REPLYING,
    WINDOW,
    People,
    accepted,
    advance,
    build_people,
    round_of,
)
from tests.world import both, build_world
from ubada.assessments.models import Assessment, Reply
from ubada.assessments.rules.lifecycle.machine import TransitionRefused
from ubada.assessments.services import (
    EditConflict,
    advance_rounds,
    begin_assessment,
    reply_to_assessment,
    save_draft,
)
from ubada.ledger.queries import verify


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_time_one_is_told_of_the_other() -> None:
    people = standing()
    one = begin_assessment(
        actor=people.actor("clear-water"), round_code="2026-2", state_commitment=KEY, organisation="clear-water",
        now=COLLECTING,
    )  # fmt: skip
    outcomes: list[str] = []
    meeting = threading.Barrier(2, timeout=20)

    def save(who: str) -> None:
        actor = people.actor(f"clear-water.{who}")
        meeting.wait()
        try:
            save_draft(actor=actor, uid=one.uid, seen_version=one.version, narrative=both(who))
            outcomes.append("saved")
        except EditConflict:
            outcomes.append("told")
        finally:
            connection.close()

    together(lambda: save("assessor"), lambda: save("coordinator"))
    assert sorted(outcomes) == ["saved", "told"]
    assert verify().faults == ()


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_meets_the_end_of_the_window_is_taken_or_late_and_never_both() -> None:
    people = standing()
    one = accepted(people, "clear-water")
    advance(REPLYING)
    outcomes: list[str] = []
    meeting = threading.Barrier(2, timeout=20)

    def answer() -> None:
        actor = people.actor("ministry")
        meeting.wait()
        try:
            reply_to_assessment(actor=actor, uid=one.uid, organisation="ministry", text=both("No."), now=REPLYING)
            outcomes.append("replied")
        except TransitionRefused:
            outcomes.append("late")
        finally:
            connection.close()

    def end() -> None:
        meeting.wait()
        try:
            advance_rounds(now=WINDOW.ends)
        finally:
            connection.close()

    together(answer, end)
    state = Assessment.objects.get(pk=one.pk).state
    expected = {"replied": ("replied", 1), "late": ("reply-lapsed", 0)}[outcomes[0]]
    assert (state, Reply.objects.count()) == expected
    assert verify().faults == ()


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_look_at_the_calendar_at_once_take_each_step_once() -> None:
    standing()
    meeting = threading.Barrier(2, timeout=20)
    taken: list[str] = []

    def look() -> None:
        meeting.wait()
        try:
            taken.extend(step.action for step in advance_rounds(now=REPLYING))
        finally:
            connection.close()

    together(look, look)
    assert sorted(taken) == ["begin-review", "close", "open-replies"]
    assert verify().faults == ()


def standing() -> People:
    """World, people and an open round, committed."""
    with transaction.atomic():
        people = build_people(build_world())
        round_of()
    advance(COLLECTING)
    return people


def together(*tasks: Callable[[], None]) -> None:
    """Run at the same time, and wait for all."""
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
