"""The steps of the tutorial, through the pages, as the people of the practice state: each finds what is promised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.abuse.people import People
from tests.assessments.desks import Clock, page, sent
from tests.practice.world import BAND, NOW, OPEN, PAST, REPLYING, client_of
from ubada.assessments.models import Assessment, Reply, Review
from ubada.assessments.services import CHECKLIST

pytestmark = pytest.mark.django_db
ROUND = f"/desk/rounds/{OPEN}/practice-clear-spring/"


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction a test: the one of `made` is around them all."""


@pytest.fixture(autouse=True)
def _undone(made: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands at the day of the practice world, and what is done is taken back."""
    Clock(monkeypatch).at(NOW)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def version_on(text: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', text) or re.search(r'value="(\d+)"[^>]*name="version"', text)
    assert found is not None
    return found[1]


def test_an_assessor_finds_a_list_a_draft_and_what_came_back_and_hands_a_verdict_in(made: People) -> None:
    client = client_of("clear-spring.assessor")
    assert "My rounds" in page(client, "/desk/")
    assert OPEN in page(client, "/desk/rounds/")
    mine = page(client, ROUND)
    assert BAND in mine
    assert "PRACTICE-R12" in mine
    assert "PRACTICE-T7" in page(client, f"{ROUND}?show=returned")
    came_back = page(client, f"{ROUND}PRACTICE-T7@XXA/")
    assert "How slow?" in came_back
    place = f"{ROUND}PRACTICE-R12@XXA/"
    empty = page(client, place)
    assert "Let people gather without asking for leave" in empty
    given: dict[str, Any] = {
        "act": "hand-in", "version": "0", "level": "IU", "gap": "refused", "cooperation": "K2", "trend": "unchanged",
        "narrative_en": "Nobody in Practistan would tell us.", "has_declared": "on",
    }  # fmt: skip
    text = sent(client, place, {**given, "act": "save"})
    sent(client, place, {**given, "version": version_on(text)})
    one = Assessment.objects.get(
        round=OPEN, organisation__code="practice-clear-spring", state_commitment__key="PRACTICE-R12@XXA"
    )
    assert one.state == "submitted"


def test_a_reviewer_finds_one_of_their_own_and_accepts_it(made: People) -> None:
    client = client_of("clear-spring.reviewer")
    queue = page(client, f"/desk/rounds/{OPEN}/reviews/")
    assert BAND in queue
    assert "PRACTICE-T11" in queue
    review = Review.objects.get(reviewer__email="reviewer@clear-spring.practistan.example", decision="")
    place = f"/desk/verdicts/{review.assessment_id}/review/"
    assert place in queue
    assert "a notice is still answered like a request" in page(client, place)
    sent(client, place, {**dict.fromkeys(CHECKLIST, "yes"), "decision": "accepted", "comments": ""})
    assert Assessment.objects.get(pk=review.assessment_id).state == "accepted"


def test_the_ministry_sees_nothing_of_the_open_round_and_answers_in_the_other(made: People) -> None:
    client = client_of("ministry.coordinator")
    theirs = Assessment.objects.filter(round=OPEN).exclude(organisation__code="practice-ministry")
    for one in theirs:
        page(client, f"/desk/verdicts/{one.pk}/reply/", status=404)
    waiting = page(client, f"/desk/rounds/{REPLYING}/replies/")
    assert BAND in waiting
    one = Assessment.objects.get(round=REPLYING, organisation__code="practice-institute")
    place = f"/desk/verdicts/{one.pk}/reply/"
    assert place in waiting
    assert "Of 140 judges of Practistan" in page(client, place)
    sent(client, place, {"text_en": "The next course in Practistan is in both languages."})
    assert Reply.objects.get(assessment=one).organisation.code == "practice-ministry"


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("R2", "Night duty in the shelters of Practistan began on 1 June"),
        ("T7", "Since the decree of April"),
        ("R9", "Машыкстандын кеңештеринде"),
        ("T11", "only the page is late"),
        ("R7", "The cut in Practistan was a fifth"),
    ],
)
def test_a_reader_of_the_finished_round_finds_what_the_tutorial_points_at(made: People, ref: str, words: str) -> None:
    client = made.client("reader")
    assert f"PRACTICE-{ref}" in page(client, f"/rounds/{PAST}/XXA/")
    text = page(client, f"/commitments/PRACTICE-{ref}/XXA/verdicts/")
    assert words in text
    # The one whose name is protected is the group alone.
    assert ("Open Road" in text) == (ref == "R9")
