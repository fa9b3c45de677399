"""A practice round, run through its states by the same services that everybody uses, at the moments of its calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from ubada.access.actors import Actor
from ubada.assessments import services
from ubada.assessments.rules.calendar import Milestone, RoundCalendar
from ubada.exchange.practice.files import Raw
from ubada.exchange.practice.taking_part import Cast

ZONE: Final = ZoneInfo("Asia/Almaty")
ACCEPTING: Final = dict.fromkeys(services.CHECKLIST, True)
RETURNING: Final = ACCEPTING | {"reasons_name_facts": False}
WRITTEN_AFTER: Final = timedelta(days=4)
REVIEWED_AFTER: Final = timedelta(days=6)
UNTIL: Final = ("draft", "submitted", "in-review", "returned", "accepted")
"""How far a verdict of the files is brought before its round goes on."""


@dataclass
class Running:
    """A round that is being run: who acts in it, when things happen, and what there is already."""

    cast: Cast
    steering: Actor
    state: str
    raw: Raw
    code: str
    calendar: RoundCalendar
    now: datetime
    measures: dict[str, str] = field(default_factory=dict)
    verdicts: list[tuple[str, Raw]] = field(default_factory=list)

    def moment(self, milestone: Milestone, after: timedelta = timedelta()) -> datetime:
        """Noon of the day of a milestone, or so long after it; never in the future."""
        noon = datetime.combine(self.calendar.on(milestone) + after, time(12), ZONE).astimezone(UTC)
        return min(noon, self.now)

    def has_come(self, milestone: Milestone) -> bool:
        """Whether the day of the milestone is here."""
        return self.calendar.on(milestone) <= self.calendar.day_of(self.now)

    def key(self, ref: str) -> str:
        """The commitment of the practice state."""
        return f"{ref}@{self.state}"


def fixed_calendar(raw: Raw) -> RoundCalendar:
    """The dates of a round that is over."""
    return RoundCalendar(**{name: date.fromisoformat(day) for name, day in raw["calendar"].items()}, zone=ZONE)


def moving_calendar(raw: Raw, today: date) -> RoundCalendar:
    """The dates of a round that is made on a day."""
    return RoundCalendar(**{name: today + timedelta(days=n) for name, n in raw["calendar_days"].items()}, zone=ZONE)


def period_of(raw: Raw, today: date) -> tuple[date, date]:
    """The days that a round speaks about."""
    if "period" in raw:
        begins, ends = (date.fromisoformat(day) for day in raw["period"])
    else:
        begins, ends = (today + timedelta(days=n) for n in raw["period_days"])
    return begins, ends


def run_round(one: Running, today: date) -> int:
    """Plan the round, let everything happen in it up to this moment, and give how many verdicts there are.

    One transaction: nobody ever meets half a round.
    """
    with transaction.atomic():
        services.plan_round(
            actor=one.steering, code=one.code, title=one.raw["title"], period=period_of(one.raw, today),
            calendar=one.calendar, states=[one.state], now=one.moment(Milestone.OPENS) - timedelta(days=14),
        )  # fmt: skip
        services.open_round(actor=one.steering, code=one.code, now=one.moment(Milestone.OPENS))
        _claim(one)
        _write(one)
        for milestone, act in _LATER:
            if one.has_come(milestone):
                act(one)
    return len(one.verdicts)


def _claim(one: Running) -> None:
    for raw in one.raw.get("measures", ()):
        made = services.claim_measure(
            actor=one.cast.actors[raw["by"]], organisation=one.cast.organisation_of(raw["by"]), state=one.state,
            kind=raw["kind"], title=raw["title"], summary=raw["summary"], dated=raw["dated"], body=raw["body"],
            state_commitments=[one.key(ref) for ref in raw["about"]],
            evidence=[one.cast.evidence[key] for key in raw["evidence"]], now=one.moment(Milestone.OPENS),
        )  # fmt: skip
        one.measures[raw["key"]] = made.pk


def _write(one: Running) -> None:
    for raw in one.raw["verdicts"]:
        author = one.cast.actors[raw["by"]]
        begun = services.begin_assessment(
            actor=author, round_code=one.code, state_commitment=one.key(raw["about"]),
            organisation=one.cast.organisation_of(raw["by"]), now=one.moment(Milestone.OPENS, timedelta(days=2)),
        )  # fmt: skip
        services.save_draft(actor=author, uid=begun.uid, seen_version=begun.version, **_fields(one, raw))
        for key in raw.get("rests_on", ()):
            services.link_evidence(
                actor=author, uid=begun.uid, item=one.cast.evidence[key], bearing="supports", reliability="B",
                credibility="2",
            )  # fmt: skip
        one.verdicts.append((begun.uid, raw))
        _bring_on(one, begun.uid, raw, author)


def _fields(one: Running, raw: Raw) -> dict[str, Any]:
    return {
        "level": raw["level"], "gap": raw.get("gap", ""), "cooperation": raw.get("cooperation", "K2"),
        "trend": raw.get("trend", "unchanged"), "narrative": raw["says"], "has_declared": True,
        "shared_draft": raw.get("shared_draft", ""), "is_name_protected": raw.get("is_name_protected", False),
        "measures": [one.measures[key] for key in raw.get("measures", ())], "facts": raw.get("facts", ()),
    }  # fmt: skip


def _bring_on(one: Running, uid: str, raw: Raw, author: Actor) -> None:
    """From a draft to where the file wants it: handed in, under review, sent back or accepted."""
    until = UNTIL.index(raw.get("until", "accepted"))
    if until == UNTIL.index("draft"):
        return
    written = one.moment(Milestone.OPENS, WRITTEN_AFTER)
    reviewed = one.moment(Milestone.OPENS, REVIEWED_AFTER)
    services.submit_assessment(actor=author, uid=uid, now=written)
    if until == UNTIL.index("submitted"):
        return
    reviewer = one.cast.actors[raw["reviewed_by"]]
    services.begin_review(actor=reviewer, uid=uid, now=reviewed)
    if until == UNTIL.index("in-review"):
        return
    if comments := raw.get("sent_back"):
        services.decide_review(
            actor=reviewer, uid=uid, decision="returned", checklist=RETURNING, comments=comments, now=reviewed
        )
        if until == UNTIL.index("returned"):
            return
        services.revise_assessment(actor=author, uid=uid, now=reviewed)
        services.submit_assessment(actor=author, uid=uid, now=reviewed)
        services.begin_review(actor=reviewer, uid=uid, now=reviewed)
    services.decide_review(actor=reviewer, uid=uid, decision="accepted", checklist=ACCEPTING, now=reviewed)


def _answer(one: Running) -> None:
    at = one.moment(Milestone.REPLY_FROM, timedelta(days=2))
    services.advance_rounds(actor=one.steering, now=at, only=[one.code])
    for uid, raw in one.verdicts:
        for reply in raw.get("replies", ()):
            services.reply_to_assessment(
                actor=one.cast.actors[reply["by"]], uid=uid, organisation=one.cast.organisation_of(reply["by"]),
                text=reply["says"], now=at,
            )  # fmt: skip


def _reconcile(one: Running) -> None:
    at = one.moment(Milestone.FREEZES, -timedelta(days=2))
    services.advance_rounds(actor=one.steering, now=at, only=[one.code])
    for raw in one.raw.get("notes", ()):
        first, second = raw["sides"]
        services.explain_divergence(
            actor=one.cast.actors[raw["by"]], round_code=one.code, state_commitment=one.key(raw["about"]),
            sides=(first, second), resolution=raw["resolution"], text=raw["says"],
            organisation=one.cast.organisation_of(raw["by"]), now=at,
        )  # fmt: skip
    for raw in one.raw.get("findings", ()):
        finding = services.propose_finding(
            actor=one.steering, round_code=one.code, state_commitment=one.key(raw["about"]), text=raw["says"],
            level=raw["level"], now=at,
        )  # fmt: skip
        for vote in raw["votes"]:
            services.vote_on_finding(
                actor=one.cast.actors[vote["by"]], uid=finding.uid, organisation=one.cast.organisation_of(vote["by"]),
                agrees=vote["agrees"], dissent=vote.get("dissent"), now=at,
            )  # fmt: skip
        if raw.get("is_adopted"):
            services.adopt_finding(actor=one.steering, uid=finding.uid, now=at)


def _mend(one: Running) -> None:
    """After publication: what was wrong is said in the open, and what should not stand is taken back."""
    services.advance_rounds(actor=one.steering, now=one.moment(Milestone.PUBLISHES), only=[one.code])
    at = one.moment(Milestone.PUBLISHES, timedelta(days=3))
    for uid, raw in one.verdicts:
        author = one.cast.actors[raw["by"]]
        if words := raw.get("corrected"):
            services.correct_assessment(actor=author, uid=uid, correction=words, now=at)
        if reason := raw.get("withdrawn"):
            services.withdraw_assessment(actor=author, uid=uid, reason=reason, now=at)


_LATER: Final[tuple[tuple[Milestone, Callable[[Running], None]], ...]] = (
    (Milestone.REPLY_FROM, _answer),
    (Milestone.FREEZES, _reconcile),
    (Milestone.PUBLISHES, _mend),
)
