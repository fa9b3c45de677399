"""Named organisations of every constituency and the people in them, over the register of `tests.world`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.world import TODAY, World, both
from ubada.access.actors import Actor
from ubada.assessments.models import Assessment, Review, Round
from ubada.assessments.rules.calendar import RoundCalendar
from ubada.assessments.services import (
    CHECKLIST,
    advance_rounds,
    begin_assessment,
    begin_review,
    decide_review,
    link_evidence,
    plan_round,
    save_draft,
    submit_assessment,
)
from ubada.evidence.models import EvidenceItem
from ubada.evidence.services import add_item
from ubada.kernel.ids import new_uid
from ubada.organisations.models import Account, Organisation
from ubada.organisations.services import begin_membership, create_account, create_organisation

SYSTEM: Final = Actor.system("test")
ZONE: Final = ZoneInfo("Asia/Almaty")
OPENS: Final = date(2026, 7, 1)
CALENDAR: Final = RoundCalendar(
    opens=OPENS, closes=date(2026, 8, 31), review_from=date(2026, 9, 1), review_until=date(2026, 9, 20),
    reply_from=date(2026, 9, 21), reply_until=date(2026, 10, 20), freezes=date(2026, 11, 10),
    publishes=date(2026, 11, 27), zone=ZONE,
)  # fmt: skip
WINDOW: Final = CALENDAR.reply_window
ORGANISATIONS: Final = (
    ("ministry", "STA", ("KGZ",)),
    ("ministry-uzb", "STA", ("UZB",)),
    ("clear-water", "CSO", ("KGZ",)),
    ("mountain-voice", "CSO", ("KGZ", "TJK")),
    ("osce-office", "IGO", ("KAZ", "KGZ", "TJK", "TKM", "UZB")),
    ("law-faculty", "EXP", ("KGZ",)),
    ("village-union", "COM", ("KGZ",)),
    ("fund", "DON", ("KAZ", "KGZ", "TJK", "TKM", "UZB")),
)
"""Code, constituency and states, beside `open-steppe` (CSO, KAZ and KGZ) and `akyikatchy` (NHR, KGZ)."""
KEY: Final = "CEDAW-7@KGZ"
OTHER_KEY: Final = "CEDAW-7-A@KGZ"
PASSED: Final = dict.fromkeys(CHECKLIST, True)
SECRET: Final = "what nobody else may read 5519"


def at(day: date, *, hour: int = 12) -> datetime:
    """A moment of the day in the zone of the round."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).astimezone(UTC)


COLLECTING: Final = at(date(2026, 7, 15))
REVIEWING: Final = at(date(2026, 9, 5))
REPLYING: Final = at(date(2026, 10, 1))
RECONCILING: Final = at(date(2026, 10, 25))
FROZEN: Final = at(date(2026, 11, 15))
PUBLISHED: Final = at(date(2026, 11, 27))


@dataclass
class People:
    """Everybody by name: ``organisation.role`` for members, and a few others."""

    world: World
    organisations: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """The actor as signed in at this moment; a bare organisation names its coordinator."""
        if name in ("reader", "system"):
            return Actor.reader() if name == "reader" else SYSTEM
        account = self.accounts[name if "." in name or name in self.accounts else f"{name}.coordinator"]
        return Actor.of(Account.objects.get(pk=account.pk))

    def names(self) -> Iterator[str]:
        """Every actor there is."""
        yield from ("reader", "system", *self.accounts)


def build_people(world: World) -> People:
    """The organisations, each with a coordinator, an assessor, a reviewer and an observer, and the secretariat."""
    people = People(world, {"open-steppe": world.civil_society, "akyikatchy": world.ombudsman})
    for code, constituency, states in ORGANISATIONS:
        people.organisations[code] = create_organisation(
            actor=SYSTEM, code=code, name=both(code), constituency=constituency, states=states
        )
    for code, organisation in people.organisations.items():
        for role in ("coordinator", "assessor", "reviewer", "observer"):
            name = f"{code}.{role}"
            people.accounts[name] = person(name)
            begin_membership(
                actor=SYSTEM, account=people.accounts[name], organisation=organisation, role=role,
                began_on=TODAY - timedelta(days=400),
            )  # fmt: skip
    people.accounts |= {"editor": world.editor, "outsider": person("outsider")}
    return people


def person(name: str, **more: Any) -> Account:
    """An account that was never signed in to; hashing a password for each of many would take the time of the tests."""
    return create_account(actor=SYSTEM, email=f"{name}@example.org", name=name.replace(".", " "), **more)


def round_of(code: str = "2026-2", **more: Any) -> Round:
    """A planned round of all five states."""
    given: dict[str, Any] = {
        "title": both("Second half of 2026", "Второе полугодие 2026 года"), "calendar": CALENDAR,
        "period": (date(2026, 7, 1), date(2026, 12, 31)), "states": ["KAZ", "KGZ", "TJK", "TKM", "UZB"],
        "now": at(OPENS - timedelta(days=30)),
    }  # fmt: skip
    return plan_round(actor=SYSTEM, code=code, **(given | more))


def item_of(people: People, organisation: str, **more: Any) -> EvidenceItem:
    """A document that an organisation put in, public unless told."""
    given: dict[str, Any] = {
        "kind": "document", "title": both("A report"), "source": "A bureau", "captured_on": date(2026, 7, 2),
        "url": f"https://example.org/{organisation}/{new_uid()}", "sensitivity": "public",
    }  # fmt: skip
    actor = people.actor(f"{organisation}.assessor")
    return add_item(actor=actor, organisation=people.organisations[organisation], **(given | more))


def said_by(organisation: str, key: str, code: str) -> str:
    """Words that stand in one verdict alone."""
    return f"{organisation} on {key} in {code}"


def draft(people: People, organisation: str, key: str = KEY, level: str = "I2", **fields: Any) -> Assessment:
    """A draft that could be handed in."""
    actor = people.actor(f"{organisation}.assessor")
    code = fields.pop("round_code", "2026-2")
    one = begin_assessment(
        actor=actor, round_code=code, state_commitment=key, organisation=organisation, now=COLLECTING
    )
    given: dict[str, Any] = {
        "level": level, "cooperation": "K2", "trend": "first", "has_declared": True,
        "narrative": both(f"{said_by(organisation, key, code)}: {SECRET}"),
        "gap": "not-published" if level == "IU" else "",
    }  # fmt: skip
    one = save_draft(actor=actor, uid=one.uid, seen_version=one.version, **(given | fields))
    if level != "IU":
        item = item_of(people, organisation)
        link_evidence(
            actor=actor, uid=one.uid, item=item.pk, bearing="supports", reliability="B", credibility="2",
            pinpoint="page 4",
        )  # fmt: skip
    return Assessment.objects.get(pk=one.pk)


def submitted(people: People, organisation: str, key: str = KEY, level: str = "I2", **fields: Any) -> Assessment:
    """A verdict that was handed in."""
    one = draft(people, organisation, key, level, **fields)
    return submit_assessment(actor=people.actor(f"{organisation}.assessor"), uid=one.uid, now=COLLECTING)


def reviewer_for(organisation: str) -> str:
    """Somebody of another organisation whose group reviews."""
    return "osce-office.reviewer" if organisation != "osce-office" else "akyikatchy.reviewer"


def reviewing(people: People, organisation: str, key: str = KEY, level: str = "I2", **fields: Any) -> Review:
    """A review that is under way."""
    one = submitted(people, organisation, key, level, **fields)
    reviewer = people.accounts[reviewer_for(organisation)]
    return begin_review(actor=SYSTEM, uid=one.uid, reviewer=reviewer, now=COLLECTING)


def accepted(people: People, organisation: str, key: str = KEY, level: str = "I2", **fields: Any) -> Assessment:
    """A verdict that a reviewer accepted."""
    review = reviewing(people, organisation, key, level, **fields)
    decide_review(
        actor=people.actor(reviewer_for(organisation)), uid=review.assessment_id, decision="accepted",
        checklist=PASSED, now=COLLECTING,
    )  # fmt: skip
    return Assessment.objects.get(pk=review.assessment_id)


def advance(now: datetime) -> None:
    """Let the calendar take its steps."""
    advance_rounds(now=now)
