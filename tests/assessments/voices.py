"""Many verdicts that are open to all, written as rows: what is computed from them needs no way to get there."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from tests.assessments.people import COLLECTING, REPLYING, WINDOW
from tests.world import both
from ubada.assessments.models import Assessment, Round
from ubada.assessments.rules.drafting import fingerprint
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import VOICES, Constituency, Verdict
from ubada.organisations.models import Organisation

GIVEN = [level for level in Level if level is not Level.NOT_ASSESSED]


@dataclass(frozen=True)
class Vote:
    """One verdict to write."""

    key: str
    organisation: Organisation
    level: Level
    text: str
    shared: str = ""


def crowd(each: int) -> list[Organisation]:
    """So many organisations of every constituency that grades."""
    return Organisation.objects.bulk_create(
        Organisation(code=f"{side.value.lower()}-{number}", name=both("x"), constituency=side.value, status="approved")
        for side in VOICES
        for number in range(each)
    )


def votes(organisations: Iterable[Organisation], keys: Iterable[str], *, seed: int, share: float = 0.6) -> list[Vote]:
    """Verdicts at random, some on one text and some said to be of a joint one."""
    chance = random.Random(seed)
    return [
        Vote(
            key, one, chance.choice(GIVEN), f"text {chance.randrange(12)} of {key}", chance.choice(["", "", "", "net"])
        )
        for key in keys
        for one in organisations
        if chance.random() < share
    ]


def write(one: Round, given: Iterable[Vote], *, state: str = "open-for-reply") -> list[Assessment]:
    """The rows, as the services would have left them."""
    return Assessment.objects.bulk_create(
        Assessment(
            round=one, state_commitment_id=vote.key, organisation=vote.organisation,
            constituency=vote.organisation.constituency, state=state, level=vote.level.value,
            gap="refused" if vote.level is Level.INSUFFICIENT else "", narrative=both(vote.text),
            fingerprints=[fingerprint(vote.text)], shared_draft=vote.shared, has_declared=True, began_at=COLLECTING,
            submitted_at=COLLECTING, opened_at=WINDOW.opens, published_at=REPLYING if state == "published" else None,
        )
        for vote in given
    )  # fmt: skip


def as_rules_see(given: Iterable[Vote]) -> list[Verdict]:
    """The same for the rules."""
    return [
        Verdict(
            vote.key, Constituency(vote.organisation.constituency), vote.organisation.code, vote.level,
            frozenset({fingerprint(vote.text)}), vote.shared,
        )
        for vote in given
    ]  # fmt: skip
