"""Making the practice world: all that is not there yet, and nothing a second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from ubada.access.actors import Actor
from ubada.assessments.queries import round_or_none, rounds
from ubada.assessments.rules.states import RoundState
from ubada.exchange.practice.files import MOVING, PAST, PracticeFiles, read_practice
from ubada.exchange.practice.registering import write_register
from ubada.exchange.practice.running import Running, fixed_calendar, moving_calendar, run_round
from ubada.exchange.practice.taking_part import DOMAIN, SignIn, make_cast, sign_ins_of
from ubada.organisations.models import Account
from ubada.organisations.queries import accounts

KNOWN_PASSWORD: Final = "practise in Practistan"  # noqa: S105 - printed on purpose, and only by the demo
"""What everybody of the practice state signs in with where nobody real does."""
WANTED_TODAY: Final = {"reply": RoundState.REPLY, "current": RoundState.OPEN}
"""Which state there always is a round in, so that there is something to answer and something to write."""

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: records of the register, accounts, and the codes of rounds."""

    records: int
    accounts: int
    rounds: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether all of it was there already."""
        return not (self.records or self.accounts or self.rounds)


def practice_accounts(actor: Actor) -> QuerySet[Account]:
    """The accounts of people who are invented."""
    return accounts(actor).filter(email__endswith=f".{DOMAIN}")


def real_accounts(actor: Actor) -> QuerySet[Account]:
    """The accounts of everybody else."""
    return accounts(actor).exclude(email__endswith=f".{DOMAIN}")


def sign_ins() -> list[SignIn]:
    """Whom a newcomer can sign in as."""
    return sign_ins_of(read_practice().people)


def make_practice(
    *, actor: Actor, password: str | None, now: datetime | None = None, report: Report = lambda _done, _total: None
) -> Made:
    """Make the practice state, who takes part, its past rounds, one that is open and one that waits for answers.

    Running it again changes nothing, until the open round is over: then a new one begins. ``password`` is for accounts
    that are made now. Raises Refused, UbadaError for files that cannot be read.
    """
    at = now or datetime.now(UTC)
    files = read_practice()
    steps = 2 + len(files.rounds)
    state = files.register["state"]["code"]
    with transaction.atomic():
        records = write_register(actor=actor, raw=files.register, on=at.date())
        report(1, steps)
        before = practice_accounts(actor).count()
        cast = make_cast(actor=actor, raw=files.people, state=state, password=password)
        report(2, steps)
    made = []
    for done, name in enumerate((*PAST, *MOVING), start=3):
        code = _wanted(actor, files, name, at)
        if code:
            raw, today = files.rounds[name], at.astimezone(UTC).date()
            calendar = fixed_calendar(raw) if name in PAST else moving_calendar(raw, today)
            run_round(Running(cast, actor, state, raw, code, calendar, at), today)
            made.append(code)
        report(done, steps)
    return Made(records, practice_accounts(actor).count() - before, tuple(made))


def _wanted(actor: Actor, files: PracticeFiles, name: str, at: datetime) -> str:
    """The code under which the round of this file is to be made, empty if nothing is wanted of it."""
    if name in PAST:
        code: str = files.rounds[name]["code"]
        return "" if round_or_none(actor, code) else code
    there = list(rounds(actor, practice=True))
    if any(one.calendar.state_on(one.calendar.day_of(at)) is WANTED_TODAY[name] for one in there):
        return ""
    half = f"{at.year}-{1 if at.month <= 6 else 2}"
    first = files.rounds[name]["code"].format(half=half)
    taken = {one.code for one in there}
    names = (first, *(f"{first}-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))
    return next((code for code in names if code not in taken), "")
