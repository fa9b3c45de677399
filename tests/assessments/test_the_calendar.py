"""The calendar drives a round: in order, once, at one moment for all, and whoever is silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.assessments.people import (
    CALENDAR,
    COLLECTING,
    FROZEN,
    KEY,
    OPENS,
    PUBLISHED,
    RECONCILING,
    REPLYING,
    REVIEWING,
    SYSTEM,
    WINDOW,
    People,
    accepted,
    advance,
    at,
    draft,
    round_of,
    submitted,
)
from tests.assessments.rounds import shifted
from tests.editions.conftest import PRACTICE, add_practice_state
from tests.world import both
from ubada.access.engine import Refused
from ubada.assessments import jobs, queries
from ubada.assessments.models import Assessment, Round
from ubada.assessments.rules.lifecycle.machine import TransitionRefused
from ubada.assessments.rules.lifecycle.round import RoundAction
from ubada.assessments.services import (
    advance_rounds,
    correct_assessment,
    name_edition,
    publish_correction,
    reply_to_assessment,
)
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.ledger.queries import public_head, verify

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def answer(people: People, uid: str, now: datetime, who: str = "ministry") -> None:
    reply_to_assessment(actor=people.actor(who), uid=uid, organisation=who, text=both("It is being done."), now=now)


def state_of(one: Assessment | Round) -> str:
    one.refresh_from_db()
    return one.state


class TestSteps:
    def test_a_clock_that_jumps_forward_passes_through_every_state_in_order(
        self, people: People, opened: Round
    ) -> None:
        one = accepted(people, "clear-water")
        taken = [step.action for step in advance_rounds(now=PUBLISHED + timedelta(days=300))]
        assert taken == [
            RoundAction.CLOSE, RoundAction.BEGIN_REVIEW, RoundAction.OPEN_REPLIES, RoundAction.BEGIN_RECONCILIATION,
            RoundAction.FREEZE_EDITION,
        ]  # fmt: skip
        assert state_of(opened) == "edition-frozen"  # it waits for the number of its edition and for nobody's answer
        name_edition(actor=people.actor("editor"), code=opened.code, edition="7")
        assert [step.action for step in advance_rounds(now=PUBLISHED)] == [RoundAction.PUBLISH]
        actions = [version.action for version in one.versions.all()]
        assert actions[-4:] == ["open-for-reply", "let-reply-lapse", "finalise", "publish"]
        assert verify().faults == ()

    def test_a_clock_that_goes_back_takes_nothing_back(self, people: People, opened: Round) -> None:
        one = accepted(people, "clear-water")
        advance(REPLYING)
        head = Entry.objects.count()
        for now in (COLLECTING, REVIEWING, at(OPENS - timedelta(days=100))):
            assert advance_rounds(now=now) == []
        assert (state_of(opened), state_of(one), Entry.objects.count()) == ("reply", "open-for-reply", head)

    def test_running_twice_does_nothing_twice(self, people: People, opened: Round) -> None:
        accepted(people, "clear-water")
        assert len(advance_rounds(now=REPLYING)) == 3
        head = Entry.objects.count()
        assert advance_rounds(now=REPLYING) == []
        assert Entry.objects.count() == head

    @pytest.mark.parametrize(
        ("moment", "state"),
        [
            (datetime(2026, 6, 30, 18, 59, 59, tzinfo=UTC), "planned"),
            (datetime(2026, 6, 30, 19, 0, 0, tzinfo=UTC), "open"),  # midnight in Almaty
            (datetime(2026, 8, 31, 18, 59, 59, tzinfo=UTC), "open"),
            (datetime(2026, 8, 31, 19, 0, 0, tzinfo=UTC), "review"),
            (WINDOW.opens - SECOND, "review"),
            (WINDOW.opens, "reply"),
            (WINDOW.ends - SECOND, "reply"),
            (WINDOW.ends, "reconciliation"),
        ],
    )
    def test_days_begin_and_end_in_the_zone_of_the_round(
        self, people: People, planned: Round, moment: datetime, state: str
    ) -> None:
        advance(moment)
        assert state_of(planned) == state

    def test_a_round_is_published_on_its_date_though_every_party_is_silent(self, people: People, opened: Round) -> None:
        one = accepted(people, "clear-water")
        advance(FROZEN)
        name_edition(actor=people.actor("editor"), code=opened.code, edition="7")
        assert advance_rounds(now=at(CALENDAR.publishes - timedelta(days=1))) == []
        assert len(advance_rounds(now=at(CALENDAR.publishes, hour=0))) == 1
        assert (state_of(opened), state_of(one)) == ("published", "published")
        assert one.replies.count() == 0

    def test_what_was_not_accepted_in_time_is_not_opened(self, people: People, opened: Round) -> None:
        late = submitted(people, "clear-water")
        unfinished = draft(people, "mountain-voice")
        advance(FROZEN)
        assert (state_of(late), state_of(unfinished)) == ("submitted", "draft")
        assert late.opened_at is None
        opened.refresh_from_db()
        mine = queries.my_round(people.actor("mountain-voice"), people.organisations["mountain-voice"], opened)
        assert unfinished.uid in {task.uid for task in mine.overdue}

    def test_two_rounds_go_each_by_its_own_dates(self, people: People, opened: Round) -> None:
        later = round_of("2026-3", calendar=shifted(timedelta(days=60)))
        advance(REVIEWING)
        assert (state_of(opened), state_of(later)) == ("review", "open")

    def test_a_practice_round_is_published_and_in_no_edition(self, people: People) -> None:
        add_practice_state()
        one = round_of("practice-1", states=[PRACTICE])
        assert one.is_practice
        advance(PUBLISHED)
        one.refresh_from_db()
        assert (one.state, one.edition) == ("published", "practice")
        assert list(queries.rounds(SYSTEM)) == []
        assert list(queries.rounds(SYSTEM, practice=True)) == [one]
        with pytest.raises(InvalidInput):
            round_of("mixed", states=[PRACTICE, "KAZ"])

    def test_the_public_head_moves_with_rounds_and_published_verdicts_and_not_with_drafts(
        self, people: People, opened: Round
    ) -> None:
        before = public_head()
        accepted(people, "clear-water")
        assert public_head() == before
        advance(REPLYING)
        assert public_head() != before

    def test_the_jobs_of_the_calendar_are_in_the_queue_s_schedule(self, people: People, planned: Round) -> None:
        jobs.advance()
        assert state_of(planned) != "planned"
        registry = jobs.app.periodic_registry.periodic_tasks
        names = {task.task.name: task.cron for task in registry.values()}
        assert names["assessments.advance_rounds"] == "* * * * *"
        assert "assessments.send_reminders" in names


class TestTheSameMoment:
    def test_invariant_13_all_parties_get_access_at_one_timestamp(self, people: People, opened: Round) -> None:
        of_all = [accepted(people, code) for code in ("ministry", "clear-water", "akyikatchy", "law-faculty")]
        late = WINDOW.opens + timedelta(hours=5)  # the clock was looked at five hours late
        for who in ("ministry", "clear-water", "osce-office"):
            assert queries.assessments_on(people.actor(who), KEY) == []
        advance(late)
        for who in ("ministry", "clear-water", "akyikatchy", "osce-office", "law-faculty", "village-union"):
            assert {one.uid for one in queries.assessments_on(people.actor(who), KEY)} == {one.uid for one in of_all}
        assert set(Assessment.objects.values_list("opened_at", flat=True)) == {WINDOW.opens}

    def test_what_is_accepted_after_that_moment_is_never_slipped_in(self, people: People, opened: Round) -> None:
        advance(REPLYING)
        with pytest.raises(InvalidInput):
            accepted(people, "clear-water")


class TestReplying:
    @pytest.mark.parametrize(
        ("now", "code"),
        [
            (WINDOW.opens, None), (WINDOW.ends - SECOND, None), (WINDOW.ends - timedelta(microseconds=1), None),
            (WINDOW.ends, "reply-too-late"), (WINDOW.ends + SECOND, "reply-too-late"),
            (WINDOW.opens - SECOND, "reply-too-early"),
        ],
    )  # fmt: skip
    def test_the_window_counts_to_the_second_whether_or_not_the_calendar_was_looked_at(
        self, people: People, opened: Round, now: datetime, code: str | None
    ) -> None:
        one = accepted(people, "clear-water")
        advance(WINDOW.opens)
        if code is None:
            answer(people, one.uid, now)
            assert state_of(one) == "replied"
            return
        with pytest.raises(TransitionRefused) as caught:
            answer(people, one.uid, now)
        assert code in caught.value.codes
        assert state_of(one) == "open-for-reply"

    def test_a_party_answers_once_and_each_party_can(self, people: People, opened: Round) -> None:
        one = accepted(people, "clear-water")
        advance(REPLYING)
        answer(people, one.uid, REPLYING)
        with pytest.raises(TransitionRefused) as caught:
            answer(people, one.uid, REPLYING)
        assert caught.value.codes == ("party-has-replied",)
        answer(people, one.uid, REPLYING, "village-union")
        assert [reply.constituency for reply in queries.replies_to(people.actor("ministry"), one.uid)] == ["STA", "COM"]

    @pytest.mark.parametrize("who", ["law-faculty", "fund", "ministry-uzb", "clear-water"])
    def test_who_has_no_right_of_reply_here_gives_none(self, people: People, opened: Round, who: str) -> None:
        one = accepted(people, "clear-water")
        advance(REPLYING)
        with pytest.raises((Refused, InvalidInput, Assessment.DoesNotExist)):
            answer(people, one.uid, REPLYING, who)
        assert state_of(one) == "open-for-reply"

    def test_nobody_answers_in_the_name_of_others_or_without_words(self, people: People, opened: Round) -> None:
        one = accepted(people, "clear-water")
        advance(REPLYING)
        with pytest.raises(Refused):
            reply_to_assessment(
                actor=people.actor("akyikatchy"), uid=one.uid, organisation="ministry", text=both("We?"), now=REPLYING
            )
        with pytest.raises(InvalidInput):
            reply_to_assessment(
                actor=people.actor("ministry"), uid=one.uid, organisation="ministry", text={"en": " "}, now=REPLYING
            )

    def test_html_in_an_answer_is_text(self, people: People, opened: Round) -> None:
        one = accepted(people, "clear-water")
        advance(REPLYING)
        said = {"en": "<script>alert(1)</script>"}
        reply_to_assessment(
            actor=people.actor("ministry"), uid=one.uid, organisation="ministry", text=said, now=REPLYING
        )
        assert dict(queries.replies_to(people.actor("clear-water"), one.uid)[0].text) == said

    def test_an_answered_verdict_can_be_answered_until_the_end_and_then_becomes_final(
        self, people: People, opened: Round
    ) -> None:
        answered, silent = accepted(people, "clear-water"), accepted(people, "mountain-voice")
        advance(REPLYING)
        answer(people, answered.uid, REPLYING)
        advance(RECONCILING)
        assert (state_of(answered), state_of(silent)) == ("replied", "reply-lapsed")
        advance(FROZEN)
        assert (state_of(answered), state_of(silent)) == ("final", "final")

    def test_what_waits_for_an_answer_is_at_the_desk_of_each_party_while_it_can_answer(
        self, people: People, opened: Round
    ) -> None:
        one = accepted(people, "clear-water")
        advance(REPLYING)
        opened.refresh_from_db()

        def waiting(who: str, now: datetime) -> set[str]:
            mine = queries.my_round(people.actor(who), people.organisations[who], opened, now=now)
            return {task.uid for task in mine.to_reply}

        assert waiting("ministry", REPLYING) == {one.uid}
        assert (
            not waiting("clear-water", REPLYING) | waiting("ministry-uzb", REPLYING) | waiting("law-faculty", REPLYING)
        )
        assert waiting("ministry", WINDOW.ends) == set()
        answer(people, one.uid, REPLYING)
        assert waiting("ministry", REPLYING) == set()


class TestPublishing:
    def test_an_edition_is_named_between_freezing_and_publication_alone(self, people: People, opened: Round) -> None:
        editor = people.actor("editor")
        with pytest.raises(InvalidInput):
            name_edition(actor=editor, code=opened.code, edition="7")
        advance(FROZEN)
        with pytest.raises(InvalidInput):
            name_edition(actor=editor, code=opened.code, edition="  ")
        name_edition(actor=editor, code=opened.code, edition="7")
        advance(PUBLISHED)
        with pytest.raises(InvalidInput):
            name_edition(actor=editor, code=opened.code, edition="8")

    def test_a_correction_is_public_at_once_and_published_again_in_an_edition(
        self, people: People, opened: Round
    ) -> None:
        one = accepted(people, "clear-water")
        author = people.actor("clear-water")
        with pytest.raises(TransitionRefused):
            correct_assessment(actor=author, uid=one.uid, correction=both("Too early."), now=COLLECTING)
        advance(FROZEN)
        name_edition(actor=people.actor("editor"), code=opened.code, edition="7")
        advance(PUBLISHED)
        with pytest.raises(InvalidInput):
            correct_assessment(actor=author, uid=one.uid, correction={}, now=PUBLISHED)
        correct_assessment(actor=author, uid=one.uid, correction=both("The law is of 2024."), now=PUBLISHED)
        shown = queries.assessment(people.actor("reader"), one.uid)
        assert (shown.state, shown.level, dict(shown.correction)) == ("corrected", "I2", both("The law is of 2024."))
        assert queries.positions_on(people.actor("reader"), KEY)[0].n == 1
        with pytest.raises(TransitionRefused):
            publish_correction(actor=people.actor("editor"), uid=one.uid, edition="", now=PUBLISHED)
        with pytest.raises(Refused):
            publish_correction(actor=author, uid=one.uid, edition="7.1", now=PUBLISHED)
        publish_correction(actor=people.actor("editor"), uid=one.uid, edition="7.1", now=PUBLISHED)
        assert queries.assessment(people.actor("reader"), one.uid).state == "published"
        assert verify().faults == ()
