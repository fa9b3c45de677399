"""Two reviewers who press at the same moment, in transactions of their own."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.assessments.desks import Clock, browser
from tests.assessments.people import COLLECTING, advance, build_people, round_of, submitted
from tests.world import build_world
from ubada.assessments.models import Review


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_the_same_moment_one_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch).at(COLLECTING)
    with transaction.atomic():
        people = build_people(build_world())
        round_of()
    advance(COLLECTING)
    one = submitted(people, "clear-water")
    queue = "/desk/rounds/2026-2/reviews/"
    meeting = threading.Barrier(2, timeout=20)
    places: list[str] = []

    def take(client: Client) -> None:
        meeting.wait()
        try:
            places.append(client.post(queue, {"take": one.uid}).headers["Location"])
        finally:
            connection.close()

    threads = [
        threading.Thread(target=take, args=(browser(people, who),))
        for who in ("osce-office.reviewer", "akyikatchy.reviewer")
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=60)
    assert sorted(places) == [queue, f"/desk/verdicts/{one.uid}/review/"]
    assert Review.objects.count() == 1
