"""An edition and the round that it carries: which round may be carried, and whether a build still says what stands.

The order of acts is in docs/decisions/0010: an edition is built while its round is frozen, which names the edition's
number to the round; the calendar publishes both at one moment.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from ubada.access.actors import Actor
from ubada.assessments.models import Round
from ubada.assessments.queries import round_or_none, rounds
from ubada.assessments.rules.states import RoundState
from ubada.editions.freeze import freeze
from ubada.editions.models import Edition
from ubada.editions.rounds import ROUND_KINDS, Carried
from ubada.editions.verify import MANIFEST, check
from ubada.kernel.errors import InvalidInput

FINAL: Final = frozenset({RoundState.EDITION_FROZEN, RoundState.PUBLISHED, RoundState.ARCHIVED})
"""The states of a round in which its verdicts are final, so that an edition can carry them."""
AHEAD: Final = 7
"""How many days before its publication a round without an edition is pointed out."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a round is not, or may not be, published on its date in an edition."""

    round_code: str
    what: str
    do: str
    is_late: bool


def round_to_carry(actor: Actor, code: str) -> Round:
    """The round that an edition is to carry.

    Raises InvalidInput: there is none, it is for practice, or its verdicts are not final yet.
    """
    one = round_or_none(actor, code)
    if one is None:
        raise InvalidInput(f"There is no round {code}.")
    if one.is_practice:
        raise InvalidInput(f"The round {code} is for practice, and practice is in no edition.")
    if one.stage not in FINAL:
        raise InvalidInput(
            f"The round {code} is not frozen yet: its verdicts are final from {one.freezes} on.",
            hint="Build its edition between that day and its publication.",
        )
    return one


def number_and_round(actor: Actor, number: int | None, code: str) -> tuple[int, str]:
    """Which number a build has and which round it carries, where either is left open.

    A round keeps the number that was named with it, and an edition in preparation the round that it carries. Raises
    InvalidInput where the two do not belong together, and as `round_to_carry` does.
    """
    if code:
        one = round_to_carry(actor, code)
        carrying = Edition.objects.filter(round_code=code).first()
        named = carrying.number if carrying is not None else int(one.edition) if one.edition.isdecimal() else None
        is_fixed = carrying is not None or one.stage is not RoundState.EDITION_FROZEN
        if number is None:
            number = named
        elif named is not None and named != number and is_fixed:
            raise InvalidInput(f"The round {code} belongs to edition {named}, not to edition {number}.")
    number = next_number() if number is None else number
    present = Edition.objects.filter(number=number).first()
    carried = present.round_code if present is not None else ""
    if code and carried and carried != code:
        raise InvalidInput(
            f"Edition {number} carries the round {carried}; an edition carries one round.",
            hint="Name another number: ubada edition build --round CODE --number N",
        )
    return number, code or carried


def next_number() -> int:
    """The number of the edition in preparation, or the one after the last that is out."""
    last = Edition.objects.order_by("-number").first()
    if last is None:
        return 0
    return last.number if last.state == Edition.State.BUILT else last.number + 1


def folder_of(number: int) -> Path:
    """Where an edition lies."""
    return Path(settings.EDITIONS_DIR) / str(number)


def fault_of(edition: Edition) -> str:
    """Why a build cannot be published as it lies there; empty if it can.

    Its folder has to be what was built, and what it carries of a round what stands today: a verdict taken back since,
    or a piece of evidence, must not go out with it.
    """
    outcome = check(str(folder_of(edition.number)), expect=edition.root_hash)
    if not outcome.ok:
        return f"Edition {edition.number} is not as it was built: {outcome.faults[0]}."
    if not is_current(edition):
        return f"Edition {edition.number} holds what was taken back or changed in its round since it was built."
    return ""


def is_current(edition: Edition) -> bool:
    """Whether a build says of its round, and of corrected verdicts, what stands today."""
    if not edition.round_code and not edition.corrected:
        return True
    carried = Carried(edition.round_code, list(edition.corrected))
    now = freeze(number=edition.number, title=dict(edition.title), on=edition.register_date, carried=carried)
    manifest = json.loads((folder_of(edition.number) / MANIFEST).read_bytes())
    built = {name: kind["records"] for name, kind in manifest["kinds"].items() if name in ROUND_KINDS}
    return built == {name: dict(hashes) for name, hashes in now.hashes.items() if name in ROUND_KINDS}


def hindrances(actor: Actor, now: datetime) -> list[Hindrance]:
    """Every real round that is to be published soon, or should have been, and is not ready in an edition."""
    found = []
    for one in rounds(actor).filter(state__in=[state.value for state in FINAL]):
        edition = Edition.objects.filter(round_code=one.pk).first()
        hindrance = _hindrance(one, edition, one.calendar.day_of(now).toordinal() - one.publishes.toordinal())
        if hindrance is not None:
            found.append(hindrance)
    return found


def _hindrance(one: Round, edition: Edition | None, days: int) -> Hindrance | None:
    """What stands in the way of a round, so many days after its date; nothing for one that is far ahead or out."""
    build = f"ubada edition build --round {one.code}"
    if one.stage is not RoundState.EDITION_FROZEN:
        is_out = edition is not None and edition.state != Edition.State.BUILT
        what = f"The round {one.code} is published, and its edition {one.edition} is not."
        return None if is_out else Hindrance(one.code, what, f"Build and publish it: {build}", is_late=True)
    if days < -AHEAD:
        return None
    when = f"is to be published on {one.publishes}" if days < 0 else f"should have been published on {one.publishes}"
    do = f"Build it: {build}"
    fault = "No edition carries it." if edition is None else fault_of(edition)
    if not fault and days > 0:
        fault, do = "Its edition is ready, and the calendar does not run.", "Start the worker: ubada worker"
    return Hindrance(one.code, f"The round {one.code} {when}. {fault}", do, is_late=days >= 0) if fault else None
