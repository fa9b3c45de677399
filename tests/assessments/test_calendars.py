"""The dates of rounds as calendars, read as strictly as RFC 5545 says: who may know of which, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from tests.assessments.people import CALENDAR, COLLECTING, SYSTEM, People, round_of, submitted
from tests.editions.conftest import add_practice_state
from tests.world import both
from ubada.assessments.models import Round
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.services import move_round_date
from ubada.organisations.models import Organisation
from ubada.organisations.services import change_status, create_organisation

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Calendar:
    """A calendar as a strict reader has it: the properties of its head, and those of each event by its UID."""

    head: dict[str, str]
    events: dict[str, dict[str, str]]


def parsed(body: bytes) -> Calendar:
    """The calendar, held to sections 3.1, 3.4 and 3.6.1 of RFC 5545. Fails for anything that they do not allow."""
    text = body.decode("utf-8")
    assert text.endswith("\r\n")
    physical = text.split("\r\n")[:-1]
    assert all("\n" not in line and "\r" not in line and len(line.encode()) <= 75 for line in physical)
    lines: list[str] = []
    for line in physical:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    head: dict[str, str] = {}
    events: dict[str, dict[str, str]] = {}
    into = head
    for line in lines[1:-1]:
        name, colon, value = line.partition(":")
        assert colon, line
        if line == "BEGIN:VEVENT":
            assert into is head
            into = {}
        elif line == "END:VEVENT":
            assert into["UID"] not in events
            events[into["UID"]] = into
            into = head
        else:
            assert name not in into, line
            into[name] = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert into is head
    assert {"VERSION", "PRODID"} <= set(head)
    for event in events.values():
        assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "SEQUENCE"} <= set(event)
        assert day(event["DTEND;VALUE=DATE"]) - day(event["DTSTART;VALUE=DATE"]) == timedelta(days=1)
        datetime.strptime(event["DTSTAMP"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert b"VALARM" not in body
    return Calendar(head, events)


def day(text: str) -> date:
    """A DATE value."""
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()


def fetched(path: str, client: Client | None = None, **query: str) -> Calendar:
    """The calendar at an address."""
    response = (client or Client()).get(path, query)
    assert response.status_code == 200, path
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return parsed(response.content)


def uid(milestone: Milestone, code: str = "2026-2") -> str:
    """The name of an event."""
    return f"round-{code}-{milestone.value}@ubada"


def move(code: str = "2026-2") -> None:
    """The publication, put off by a day while the round is planned."""
    move_round_date(
        actor=SYSTEM, code=code, milestone="publishes", to=CALENDAR.publishes + timedelta(days=3), reason="holiday",
        now=COLLECTING - timedelta(days=40),
    )  # fmt: skip


def test_the_calendar_has_every_date_of_every_round(opened: Round) -> None:
    calendar = fetched("/rounds/calendar.ics")
    assert calendar.head["X-WR-CALNAME"] == "Ubada: rounds"
    assert set(calendar.events) == {uid(one) for one in Milestone}
    for one in Milestone:
        event = calendar.events[uid(one)]
        assert day(event["DTSTART;VALUE=DATE"]) == CALENDAR.on(one)
        assert event["SEQUENCE"] == "0"
        assert event["URL"] == "http://testserver/rounds/2026-2/"
        assert "LAST-MODIFIED" in event
    closes = calendar.events[uid(Milestone.CLOSES)]
    assert closes["SUMMARY"] == "Second half of 2026: Last day to hand in verdicts"
    assert closes["DESCRIPTION"].splitlines() == [
        "States: Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan.",
        "Days end at midnight in the time zone Asia/Almaty.",
    ]


@pytest.mark.parametrize(
    ("path", "query"), [("/ru/rounds/calendar.ics", {}), ("/rounds/calendar.ics", {"language": "ru"})]
)
def test_it_speaks_the_language_of_its_address(opened: Round, path: str, query: dict[str, str]) -> None:
    event = fetched(path, **query).events[uid(Milestone.CLOSES)]
    assert event["SUMMARY"].startswith("Второе полугодие 2026 года: ")
    assert "Казахстан" in event["DESCRIPTION"]
    assert event["URL"] == "http://testserver/ru/rounds/2026-2/"


def test_a_language_that_the_site_has_not_is_told() -> None:
    response = Client().get("/rounds/calendar.ics", {"language": "xx"})
    assert response.status_code == 400
    assert response.content == b"language: en, ru"


def test_a_date_that_moves_keeps_its_name_and_counts_up(planned: Round) -> None:
    before = fetched("/rounds/calendar.ics").events
    move()
    after = fetched("/rounds/calendar.ics").events
    moved = after[uid(Milestone.PUBLISHES)]
    assert set(after) == set(before)
    assert moved["SEQUENCE"] == "1"
    assert day(moved["DTSTART;VALUE=DATE"]) == date(2026, 11, 30)
    assert moved["DESCRIPTION"].splitlines()[-1] == "Moved; it was 27 November 2026. Reason: a public holiday."
    assert moved["LAST-MODIFIED"] != before[uid(Milestone.PUBLISHES)]["LAST-MODIFIED"]
    assert after[uid(Milestone.OPENS)]["SEQUENCE"] == "0"
    assert after[uid(Milestone.OPENS)]["LAST-MODIFIED"] == before[uid(Milestone.OPENS)]["LAST-MODIFIED"]


def test_an_unchanged_calendar_is_not_sent_again(opened: Round) -> None:
    first = Client().get("/rounds/calendar.ics")
    assert first.headers["Last-Modified"]
    for header, value in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        assert Client().get("/rounds/calendar.ics", headers={header: first.headers[value]}).status_code == 304
    move_round_date(
        actor=SYSTEM, code="2026-2", milestone="publishes", to=date(2026, 11, 30), reason="holiday", now=COLLECTING
    )
    assert Client().get("/rounds/calendar.ics", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_state_has_the_rounds_that_look_at_it(people: People) -> None:
    round_of("2026-2", states=["KGZ"])
    round_of("uzbek", states=["UZB"])
    assert set(fetched("/rounds/calendar/UZB.ics").events) == {uid(one, "uzbek") for one in Milestone}
    assert set(fetched("/rounds/calendar/TKM.ics").events) == set()
    assert len(fetched("/rounds/calendar.ics").events) == 2 * len(Milestone)
    assert Client().get("/rounds/calendar/ZZZ.ics").status_code == 404


@pytest.mark.parametrize(
    ("code", "left_out"),
    [
        ("open-steppe", set()),
        ("ministry", set()),
        ("law-faculty", {Milestone.REPLY_FROM, Milestone.REPLY_UNTIL}),
        ("fund", set(Milestone) - {Milestone.FREEZES, Milestone.PUBLISHES}),
    ],
)
def test_an_organisation_has_the_dates_that_concern_its_group(
    opened: Round, code: str, left_out: set[Milestone]
) -> None:
    assert set(fetched(f"/organisations/{code}/calendar.ics").events) == {uid(one) for one in set(Milestone) - left_out}


def test_what_an_organisation_has_done_is_not_in_its_calendar(people: People, opened: Round) -> None:
    client = Client()
    client.force_login(people.accounts["clear-water.assessor"])
    before = Client().get("/organisations/clear-water/calendar.ics").content
    submitted(people, "clear-water")
    assert Client().get("/organisations/clear-water/calendar.ics").content == before
    assert client.get("/organisations/clear-water/calendar.ics").content == before


def test_there_is_no_calendar_of_an_organisation_that_is_not_public(people: People, opened: Round) -> None:
    closed = create_organisation(actor=SYSTEM, code="closed", name=both("Closed"), constituency="CSO", states=["KGZ"])
    change_status(actor=SYSTEM, organisation=closed, status=Organisation.Status.SUSPENDED)
    for code in ("closed", "nobody"):
        assert Client().get(f"/organisations/{code}/calendar.ics").status_code == 404


def test_rounds_for_practice_are_found_at_the_practice_state_alone_and_say_so(people: People) -> None:
    add_practice_state()
    round_of("practice-1", states=["XAA"])
    create_organisation(actor=SYSTEM, code="invented", name=both("Invented"), constituency="NHR", states=["XAA"])
    assert fetched("/rounds/calendar.ics").events == {}
    assert fetched("/rounds/calendar/KGZ.ics").events == {}
    events = fetched("/rounds/calendar/XAA.ics").events
    assert set(events) == {uid(one, "practice-1") for one in Milestone}
    assert all(one["SUMMARY"].startswith("PRACTICE, invented: ") for one in events.values())
    assert Client().get("/organisations/invented/calendar.ics").status_code == 404
    staff = Client()
    staff.force_login(people.accounts["editor"])
    response = staff.get("/organisations/invented/calendar.ics")
    assert response.headers["Cache-Control"].startswith("private")
    assert set(parsed(response.content).events) == {uid(one, "practice-1") for one in Milestone}
