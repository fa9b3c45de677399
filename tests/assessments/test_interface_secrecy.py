"""What no program gets, whatever it asks, at any stage of a round: as a reader, and with a token of anybody.

Three rounds stand side by side, one published, one open for reply, one that collects; of every list and every item the
bytes are looked through.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.assessments.people import KEY, SECRET, People, build_people, said_by
from tests.assessments.rounds import (
    LAST_YEAR,
    NEXT,
    THIS_YEAR,
    Standing,
    collecting_round,
    published_round,
    replying_round,
)
from tests.world import build_world
from ubada.assessments.models import Assessment, Position
from ubada.assessments.policies import PUBLIC
from ubada.evidence.models import EvidenceItem
from ubada.organisations.models import Account
from ubada.organisations.services import make_token
from ubada.organisations.tokens import new_name

pytestmark = pytest.mark.django_db
LISTS = (
    "rounds", "positions", "divergences", "verdicts", "findings", "measures", "grades", "distributions", "changes",
    "organisations", "",
)  # fmt: skip
OWN = ("rounds", "assessments", "evidence")
TOKENS = (
    "ministry", "ministry-uzb", "ministry.observer", "clear-water", "mountain-voice.reviewer", "open-steppe",
    "akyikatchy", "osce-office.reviewer", "law-faculty", "village-union", "fund",
)  # fmt: skip


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[People, Standing]]:
    """Three rounds, built once for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = build_people(build_world())
        made = Standing({})
        for build in (published_round, replying_round, collecting_round):
            made.by_name |= build(people).by_name
        yield people, made
        transaction.set_rollback(True)


@pytest.fixture
def people(standing: tuple[People, Standing], db: None) -> People:
    cache.clear()
    return standing[0]


def bearer(people: People, who: str) -> dict[str, str]:
    """The header of a token with all scopes."""
    account = Account.objects.get(pk=people.accounts[who if "." in who else f"{who}.coordinator"].pk)
    scopes = ["assessments:read", "assessments:write", "evidence:read"]
    made = make_token(
        actor=account.as_actor(), name=new_name(), organisation=who.partition(".")[0], label="x", scopes=scopes, days=30
    )
    return {"authorization": f"Bearer {made.text}"}


def everything(headers: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every answer of the public lists, of each round and each verdict by its identifier, and of what is one's own."""
    client = Client()
    addresses = [f"{name}?limit=500&practice=true" if name not in ("organisations", "") else name for name in LISTS]
    addresses += [f"rounds/{code}" for code in (LAST_YEAR, THIS_YEAR, NEXT)]
    addresses += [f"verdicts/{uid}" for uid in Assessment.objects.values_list("pk", flat=True)]
    addresses += [
        f"{name}?round={code}"
        for name in ("positions", "divergences", "verdicts", "findings", "distributions", "changes")
        for code in (LAST_YEAR, THIS_YEAR, NEXT)
    ]
    for address in addresses:
        answer = client.get(f"/api/v1/{address}", headers=headers)
        assert answer.status_code in (200, 404), address
        yield address, answer.content.decode()


def own(headers: dict[str, str]) -> Iterator[tuple[str, str]]:
    client = Client()
    uids = list(Assessment.objects.values_list("pk", flat=True))
    for address in (*(f"{name}?limit=500" for name in OWN), *(f"assessments/{uid}" for uid in uids)):
        answer = client.get(f"/api/v1/own/{address}", headers=headers)
        assert answer.status_code in (200, 404), address
        yield address, answer.content.decode()


def hidden_words() -> set[str]:
    """Words of every verdict that is not published, and of what was said on them."""
    rows = Assessment.objects.exclude(state__in=sorted(PUBLIC)).select_related("organisation")
    words = {said_by(one.organisation.code, one.state_commitment_id, one.round_id) for one in rows}
    return words | {"We concur.", "Proposal 4471.", "Only proposed 9023.", "Say when."}


@pytest.mark.parametrize("who", ["", *TOKENS])
def test_nothing_is_said_before_publication_and_nobody_who_wrote_or_reviewed_ever(people: People, who: str) -> None:
    headers = bearer(people, who) if who else {}
    never = hidden_words() | {account.uid for account in people.accounts.values()}
    never |= {account.email for account in people.accounts.values()}
    never |= {account.name for account in people.accounts.values() if " " in account.name}
    published = said_by("clear-water", KEY, LAST_YEAR)
    seen = False
    for address, text in everything(headers):
        assert not [words for words in never if words in text], address
        seen |= published in text
    assert seen, "what is published is there"


@pytest.mark.parametrize("who", ["", *TOKENS])
def test_a_protected_name_is_nowhere_beside_its_verdict(people: People, who: str) -> None:
    """The organisation is listed as one that takes part, and in no answer about the round in which it is protected."""
    headers = bearer(people, who) if who else {}
    counted = Position.objects.filter(round=LAST_YEAR, state_commitment=KEY, constituency="CSO").get()
    assert "mountain-voice" in counted.organisations
    for address, text in everything(headers):
        if not address.startswith("organisations"):
            assert "the net of mountain people" not in text, address
            assert "we live there 6620" not in text, address
            # the tests' own words for its reasons and its evidence name it, and nothing else may
            rest = text.replace(said_by("mountain-voice", KEY, LAST_YEAR), "").replace(
                "example.org/mountain-voice/", ""
            )
            assert "mountain-voice" not in rest, address


def test_only_what_is_public_of_evidence_is_there(people: People) -> None:
    public = set(EvidenceItem.objects.filter(links__assessment__state__in=sorted(PUBLIC)).values_list("pk", flat=True))
    hidden = set(EvidenceItem.objects.values_list("pk", flat=True)) - public
    assert public
    assert hidden
    found: set[str] = set()
    for address, text in everything({}):
        assert not [uid for uid in hidden if uid in text], address
        found |= {uid for uid in public if uid in text}
    assert found == public


@pytest.mark.parametrize("who", TOKENS)
def test_through_a_token_an_organisation_reads_its_own_and_nobody_elses(people: People, who: str) -> None:
    code = who.partition(".")[0]
    rows = list(Assessment.objects.select_related("organisation"))
    mine = {one.pk for one in rows if one.organisation.code == code}
    theirs = {one.pk for one in rows} - mine
    others = {
        said_by(one.organisation.code, one.state_commitment_id, one.round_id)
        for one in rows
        if one.organisation.code != code
    }
    items = set(EvidenceItem.objects.exclude(organisation__code=code).values_list("pk", flat=True))
    seen: set[str] = set()
    for address, text in own(bearer(people, who)):
        if not any(uid in address for uid in theirs):
            assert not [uid for uid in theirs | items if uid in text], address
        else:
            assert '"status": 404' in text, address
        assert not [words for words in others if words in text], address
        assert not [account.email for account in people.accounts.values() if account.email in text]
        assert not [
            account.name for account in people.accounts.values() if " " in account.name and account.name in text
        ]
        seen |= {uid for uid in mine if uid in text}
    assert seen == mine


def test_an_official_learns_of_no_other_verdict_from_what_is_left_to_do(people: People) -> None:
    answer = Client().get("/api/v1/own/rounds", headers=bearer(people, "ministry")).json()

    codes = {one["code"] for one in answer["items"]}
    assert codes == {THIS_YEAR, NEXT}
    for one in answer["items"]:
        assert not [name for name in one if name in ("to_review", "reviewing", "to_reply")]
        assert SECRET not in str(one)
