"""Planning a round, what it freezes when it opens, and moving its dates in public."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.assessments.people import (
    CALENDAR,
    COLLECTING,
    FROZEN,
    KEY,
    OPENS,
    PUBLISHED,
    REPLYING,
    SYSTEM,
    People,
    accepted,
    advance,
    at,
    round_of,
)
from tests.assessments.rounds import shifted
from tests.world import both, raw_world, write_baseline
from tests.world import commitment as raw_commitment
from ubada.access.engine import Refused
from ubada.assessments import queries
from ubada.assessments.models import Assessment, DateMoved, Round
from ubada.assessments.rules.calendar import DatesRefused
from ubada.assessments.rules.lifecycle.machine import TransitionRefused
from ubada.assessments.services import (
    archive_round,
    move_round_date,
    name_edition,
    open_round,
    plan_round,
)
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import verify
from ubada.register.models import StateCommitment

pytestmark = pytest.mark.django_db


def state_of(one: Assessment | Round) -> str:
    one.refresh_from_db()
    return one.state


class TestPlanning:
    def test_scope_is_frozen_when_the_round_opens(self, people: People, opened: Round) -> None:
        before = opened.scope.count()
        assert before > 20
        raw = raw_world()
        raw["commitment"].append(raw_commitment("CEDAW-9", "Give women a nationality", None, "equality.gender"))
        write_baseline(raw)
        assert StateCommitment.objects.filter(commitment="CEDAW-9").exists()
        assert opened.scope.count() == before
        assert state_of(round_of("2026-3", calendar=shifted(timedelta(days=10)))) == "planned"

    def test_whom_a_round_asks_is_frozen_when_it_opens(self, people: People, opened: Round) -> None:
        assert opened.asked["KGZ"] == ["STA", "CSO", "NHR", "IGO", "COM", "EXP"]
        assert opened.asked["UZB"] == ["STA", "IGO"]
        people.organisations["akyikatchy"].__class__.objects.filter(code="akyikatchy").update(status="closed")
        accepted(people, "clear-water")
        advance(REPLYING)
        pairs = queries.divergences_on(SYSTEM, KEY)
        assert ("CSO", "NHR") in {(pair.first, pair.second) for pair in pairs}

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"code": "a code"}, "code"), ({"code": ""}, "code"), ({"code": "x" * 41}, "code"),
            ({"states": []}, "states"), ({"states": ["XXX"]}, "states"), ({"title": {"en": ""}}, "title"),
            ({"period": (date(2026, 2, 1), date(2026, 1, 1))}, "period"), ({"scope": ["CEDAW-7@XXX"]}, "scope"),
            ({"states": ["KAZ"], "scope": [KEY]}, "scope"),
        ],
    )  # fmt: skip
    def test_a_plan_that_makes_no_round_is_refused_by_field(self, people: People, more: dict, field: str) -> None:
        given = {
            "code": "2027-1", "title": both("A round"), "calendar": CALENDAR, "states": ["KGZ"],
            "period": (date(2026, 7, 1), date(2026, 12, 31)),
        }  # fmt: skip
        with pytest.raises(InvalidInput) as caught:
            plan_round(actor=people.actor("editor"), **(given | more))
        assert caught.value.problems[0].field == field

    def test_a_code_is_taken_once(self, people: People, planned: Round) -> None:
        with pytest.raises(InvalidInput, match="already"):
            round_of(planned.code)

    @pytest.mark.parametrize("who", ["reader", "ministry", "clear-water", "fund", "outsider"])
    def test_only_the_secretariat_plans_opens_moves_and_publishes(
        self, people: People, planned: Round, who: str
    ) -> None:
        actor = people.actor(who)
        given = {
            "title": both("A round"), "calendar": CALENDAR, "states": ["KGZ"], "period": (OPENS, OPENS), "code": "mine",
        }  # fmt: skip
        with pytest.raises(Refused):
            plan_round(actor=actor, **given)
        with pytest.raises(Refused):
            open_round(actor=actor, code=planned.code, now=COLLECTING)
        with pytest.raises(Refused):
            move_round_date(actor=actor, code=planned.code, milestone="opens", to=OPENS, reason="holiday")
        with pytest.raises(Refused):
            name_edition(actor=actor, code=planned.code, edition="7")

    def test_opening_by_hand_waits_for_the_day_too(self, people: People, planned: Round) -> None:
        with pytest.raises(TransitionRefused):
            open_round(actor=people.actor("editor"), code=planned.code, now=at(OPENS - timedelta(days=1)))
        assert open_round(actor=people.actor("editor"), code=planned.code, now=at(OPENS)).state == "open"

    def test_a_round_is_archived_by_people_alone_and_stays_public(self, people: People, opened: Round) -> None:
        one = accepted(people, "clear-water")
        with pytest.raises(TransitionRefused):
            archive_round(actor=people.actor("editor"), code=opened.code, now=COLLECTING)
        advance(FROZEN)
        name_edition(actor=people.actor("editor"), code=opened.code, edition="7")
        advance(PUBLISHED)
        archive_round(actor=people.actor("editor"), code=opened.code, now=PUBLISHED)
        assert queries.positions_on(people.actor("reader"), KEY)
        assert queries.assessment(people.actor("reader"), one.uid).level == "I2"


class TestMovingDates:
    def test_a_date_is_moved_in_public_with_its_reason(self, people: People, opened: Round) -> None:
        move_round_date(
            actor=people.actor("editor"), code=opened.code, milestone="closes", to=CALENDAR.closes + timedelta(days=2),
            reason="holiday", and_later=True, now=COLLECTING,
        )  # fmt: skip
        opened.refresh_from_db()
        assert opened.publishes == CALENDAR.publishes + timedelta(days=2)
        assert DateMoved.objects.filter(reason="holiday").count() == 7
        assert verify().faults == ()

    @pytest.mark.parametrize(
        ("milestone", "to", "code"),
        [
            ("opens", date(2026, 8, 1), "date-has-come"),
            ("reply_until", date(2026, 10, 10), "reply-window-shortened"),
            ("closes", date(2026, 8, 20), "collecting-shortened"),
            ("publishes", CALENDAR.publishes, "nothing-moves"),
        ],
    )
    def test_a_move_that_takes_time_from_a_party_is_refused(
        self, people: People, opened: Round, milestone: str, to: date, code: str
    ) -> None:
        with pytest.raises(DatesRefused) as caught:
            move_round_date(
                actor=people.actor("editor"), code=opened.code, milestone=milestone, to=to, reason="planning",
                now=COLLECTING,
            )  # fmt: skip
        assert code in caught.value.codes
        assert not DateMoved.objects.exists()

    def test_publication_waits_for_nobody(self, people: People, opened: Round) -> None:
        advance(REPLYING)
        with pytest.raises(DatesRefused) as caught:
            move_round_date(
                actor=people.actor("editor"), code=opened.code, milestone="publishes",
                to=CALENDAR.publishes + timedelta(days=30), reason="planning", now=REPLYING,
            )  # fmt: skip
        assert caught.value.codes == ("edition-put-off",)

    def test_a_name_that_is_no_date_and_a_reason_that_is_none_are_refused(self, people: People, opened: Round) -> None:
        for given in ({"milestone": "lunch", "reason": "holiday"}, {"milestone": "closes", "reason": "mood"}):
            with pytest.raises(InvalidInput):
                move_round_date(actor=people.actor("editor"), code=opened.code, to=CALENDAR.closes, **given)
