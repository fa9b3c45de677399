"""Reminders: to those who have something left to do, in their language, once, and without a word of any verdict."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from procrastinate.contrib.django import app

from tests.assessments.people import (
    CALENDAR,
    KEY,
    REPLYING,
    SECRET,
    SYSTEM,
    People,
    accepted,
    advance,
    at,
    round_of,
    submitted,
)
from tests.world import both
from ubada.assessments import words
from ubada.assessments.jobs import remind
from ubada.assessments.models import ReminderSent, Round
from ubada.assessments.rules.reminders import REMINDERS
from ubada.assessments.services import reply_to_assessment, send_reminders
from ubada.ledger.queries import verify
from ubada.organisations.models import Account

pytestmark = pytest.mark.django_db


def addressed() -> set[str]:
    return {address.partition("@")[0] for message in mail.outbox for address in message.to}


def remind_on(day: date) -> int:
    """The reminders of one day, where the days before it were looked after."""
    Round.objects.update(reminded_on=day - timedelta(days=1))
    mail.outbox.clear()
    return send_reminders(now=at(day))


def test_every_reminder_there_is_has_its_sentence() -> None:
    places = {-1: "before", 0: "on", 1: "after"}
    keys = {
        f"{one.milestone.value}:{places[(one.days > 0) - (one.days < 0)]}:{one.audience.value}" for one in REMINDERS
    }
    assert keys == set(words.REMINDER)


def test_those_with_verdicts_left_are_reminded_before_the_round_closes_and_nobody_twice(
    people: People, opened: Round
) -> None:
    for key in ("STMT-4@KGZ", "CEDAW-7@KGZ", "CEDAW-7-A@KGZ", "C190-4@KGZ", "STMT-3@KGZ", "STMT-5@KGZ"):
        submitted(people, "clear-water", key)
    day = CALENDAR.closes - timedelta(days=14)
    first = remind_on(day)
    names = addressed()
    assert first == len(mail.outbox)
    assert {"open-steppe.assessor", "open-steppe.coordinator", "ministry.assessor"} <= names
    assert not {name for name in names if name.startswith(("clear-water", "fund", "outsider", "editor"))}
    assert not {name for name in names if name.endswith((".observer", ".reviewer"))}
    assert send_reminders(now=at(day)) == 0
    assert send_reminders(now=at(day, hour=20)) == 0
    Round.objects.update(reminded_on=day - timedelta(days=1))  # a run that broke off before it noted the day
    assert send_reminders(now=at(day)) == 0
    assert verify().faults == ()


def test_a_mail_has_one_recipient_the_round_the_date_and_no_word_of_a_verdict(people: People, opened: Round) -> None:
    Account.objects.filter(pk=people.accounts["clear-water.assessor"].pk).update(language="ru")
    Round.objects.filter(pk=opened.pk).update(title=both("Second half <b>2026</b>", "Второе полугодие <b>2026</b>"))
    submitted(people, "clear-water")
    remind_on(CALENDAR.closes - timedelta(days=3))
    by_name = {message.to[0].partition("@")[0]: message for message in mail.outbox}
    assert all(len(message.to) == 1 and not message.cc and not message.bcc for message in mail.outbox)
    assert "31 August 2026" in by_name["open-steppe.assessor"].body
    russian = by_name["clear-water.assessor"]
    assert "31 августа 2026" in russian.body
    assert russian.subject == "Ubada: Второе полугодие <b>2026</b>"
    assert russian.content_subtype == "plain"
    assert not [message for message in mail.outbox if SECRET in message.body or KEY in message.body]


def test_parties_are_reminded_of_their_time_to_reply_until_they_have_replied(people: People, opened: Round) -> None:
    one = accepted(people, "clear-water")
    advance(REPLYING)
    reply_to_assessment(
        actor=people.actor("ministry"), uid=one.uid, organisation="ministry", text=both("No."), now=REPLYING
    )
    remind_on(CALENDAR.reply_until - timedelta(days=3))
    names = addressed()
    assert {"akyikatchy.coordinator", "osce-office.assessor", "village-union.assessor"} <= names
    assert not {name for name in names if name.startswith(("ministry.", "clear-water", "law-faculty", "ministry-uzb"))}


def test_reviewers_and_editors_get_what_is_theirs(people: People, opened: Round) -> None:
    submitted(people, "clear-water")
    remind_on(CALENDAR.review_until - timedelta(days=2))
    names = addressed()
    assert {"osce-office.reviewer", "mountain-voice.coordinator", "law-faculty.reviewer"} <= names
    assert not {name for name in names if name.startswith(("clear-water", "ministry", "village-union", "fund"))}
    remind_on(CALENDAR.review_until + timedelta(days=1))
    assert addressed() == {"editor"}
    assert ReminderSent.objects.filter(organisation=None).count() == 1


def test_after_a_gap_nobody_is_told_to_be_ready_by_yesterday(people: People, opened: Round) -> None:
    send_reminders(now=at(date(2026, 7, 15)))
    send_reminders(now=at(CALENDAR.closes + timedelta(days=5)))
    assert not [one for one in ReminderSent.objects.all() if ":-" in one.key and one.key.startswith("closes")]
    assert ReminderSent.objects.filter(key__startswith="closes:2026-08-31:+1").exists()


def test_a_mail_server_that_does_not_answer_loses_no_reminder(
    people: People, opened: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = at(CALENDAR.closes - timedelta(days=14))
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "open", lambda _self: (_ for _ in ()).throw(OSError("no route")))
        with pytest.raises(OSError, match="no route"):
            send_reminders(now=day)
    assert not ReminderSent.objects.filter(key__startswith="closes").exists()
    mail.outbox.clear()
    assert send_reminders(now=day) > 0


def test_a_date_that_was_moved_is_reminded_of_anew_and_practice_reminds_nobody(people: People, opened: Round) -> None:
    send_reminders(now=at(CALENDAR.closes - timedelta(days=14)))
    Round.objects.update(closes=CALENDAR.closes - timedelta(days=1))
    mail.outbox.clear()
    Round.objects.update(reminded_on=CALENDAR.closes - timedelta(days=16))
    assert send_reminders(now=at(CALENDAR.closes - timedelta(days=14))) > 0
    Round.objects.update(is_practice=True, reminded_on=CALENDAR.closes - timedelta(days=16))
    ReminderSent.objects.all().delete()
    assert send_reminders(now=at(CALENDAR.closes - timedelta(days=14))) == 0


def test_a_round_planned_after_its_dates_sends_no_mail_of_what_is_past(people: People) -> None:
    round_of("2020-1", now=at(CALENDAR.publishes + timedelta(days=100)))
    mail.outbox.clear()
    assert send_reminders(actor=SYSTEM, now=at(CALENDAR.publishes + timedelta(days=100))) == 0


def test_the_job_takes_the_steps_of_the_calendar_before_it_reminds(people: People, planned: Round) -> None:
    remind()  # by the clock of this machine, long after the round was to open
    planned.refresh_from_db()
    assert planned.state != "planned"


def test_a_sentence_that_ends_in_an_abbreviated_date_has_one_full_stop(people: People, opened: Round) -> None:
    Account.objects.update(language="ru")
    bodies = []
    for rule in REMINDERS:
        remind_on(CALENDAR.on(rule.milestone) + timedelta(days=rule.days))
        bodies += [message.body for message in mail.outbox]
    assert not [body for body in bodies if ".." in body]
    assert [body for body in bodies if "31 августа 2026 г. У вашей организации" in " ".join(body.split())]


def test_the_worker_takes_the_steps_of_rounds_every_minute_and_reminds_every_hour() -> None:
    scheduled = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert scheduled["assessments.advance_rounds"] == "* * * * *"
    assert scheduled["assessments.send_reminders"] == "9 * * * *"
