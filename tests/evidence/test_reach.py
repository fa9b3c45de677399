"""Who reaches what: each kind of actor, each class of readers, each state of the verdict that cites it, each address.

What is looked at are the bytes that come back, headers included: a secret marker of each item is in all its fields, in
the name of its file and in the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from tests.abuse.addresses import matrix, routes
from tests.assessments.people import KEY, REPLYING, People, draft
from tests.evidence.desk import NEW, OWNER, TYPED, browser
from ubada.assessments.models import Assessment, EvidenceLink, Reply, Review, Round
from ubada.evidence.models import EvidenceItem
from ubada.evidence.services import Incoming, add_item, hold_file, make_public_copy

pytestmark = pytest.mark.django_db

ANSWERER = "akyikatchy"
ACTORS = (
    f"{OWNER}.assessor", f"{OWNER}.observer", "osce-office.reviewer", "mountain-voice.assessor", "law-faculty.observer",
    "village-union.coordinator", f"{ANSWERER}.assessor", "ministry.coordinator", "ministry-uzb.observer",
    "fund.coordinator", "editor", "outsider", "reader",
)  # fmt: skip
OWN = {f"{OWNER}.assessor", f"{OWNER}.observer"}
ANSWERERS = {f"{ANSWERER}.assessor"}
STATES_AND_DONORS = {"ministry.coordinator", "ministry-uzb.observer", "fund.coordinator"}
NOBODYS = {"editor", "outsider", "reader"}
PARTNERS = set(ACTORS) - STATES_AND_DONORS - NOBODYS
PARTIES = PARTNERS | {"ministry.coordinator", "ministry-uzb.observer", "editor"}
REVIEWER = "osce-office.reviewer"
EVERYONE = set(ACTORS)

STAGES = (
    "draft",
    "submitted",
    "in-review",
    "accepted",
    "open-for-reply",
    "final",
    "published",
    "corrected",
    "withdrawn",
)
OPEN = {"open-for-reply", "replied", "final"}
READ_BY_ALL = {"published", "corrected"}


def may_see(kind: str, stage: str) -> set[str]:
    """Who sees an item of this kind while the verdict that cites it is in this state. This is the rule in words."""
    if kind in ("organisation", "uncited"):
        return OWN
    if kind == "partners":
        return PARTNERS
    if stage in READ_BY_ALL:
        return EVERYONE
    own = OWN if kind == "public" else ANSWERERS | OWN
    if stage in OPEN:
        return own | PARTIES
    return own | ({REVIEWER} if stage == "in-review" and kind == "public" else set())


KINDS = ("organisation", "partners", "public", "uncited", "answer")
"""The three classes of readers, cited; a public one that nothing cites; a public one of another, cited in an answer."""


@dataclass(frozen=True)
class Cited:
    """A verdict in some state, and by kind the items about it."""

    verdict: Assessment
    items: dict[str, EvidenceItem]
    reply: Reply


def marker(kind: str) -> str:
    """What stands in this item alone."""
    return f"marker-{kind}-5519"


@pytest.fixture
def cited(people: People, opened: Round) -> Cited:
    """A verdict of one organisation with a piece of each class, answered by another with a piece of its own."""
    verdict = draft(people, OWNER)
    EvidenceLink.objects.filter(assessment=verdict).delete()
    items = {kind: _item(people, kind) for kind in KINDS}
    for kind in ("organisation", "partners", "public"):
        EvidenceLink.objects.create(
            assessment=verdict, item=items[kind], bearing="supports", reliability="B", credibility="2",
            pinpoint=f"place {marker(kind)}",
        )  # fmt: skip
    reply = Reply.objects.create(
        assessment=verdict, organisation=people.organisations[ANSWERER], constituency="NHR", text={"en": "No."},
        received_at=REPLYING,
    )  # fmt: skip
    reply.evidence.add(items["answer"])
    Review.objects.create(
        assessment=verdict, version=1, reviewer=people.accounts[REVIEWER],
        organisation=people.organisations["osce-office"], began_at=verdict.began_at,
    )  # fmt: skip
    return Cited(verdict, items, reply)


def _item(people: People, kind: str) -> EvidenceItem:
    keeper = ANSWERER if kind == "answer" else OWNER
    actor, words = people.actor(f"{keeper}.assessor"), marker(kind)
    held = hold_file(actor=actor, file=Incoming(f"{words}.txt", [f"{words} in the file".encode()]))
    one = add_item(
        actor=actor, organisation=people.organisations[keeper], kind="document", title={"en": f"Title {words}"},
        summary={"ru": f"Summary {words}"}, source=f"Source {words}", url=f"https://example.org/{words}",
        captured_on=date(2026, 7, 2), file=held.uid,
        sensitivity=kind if kind in ("organisation", "partners") else "public",
    )  # fmt: skip
    return make_public_copy(uid=one.pk)


def put(cited: Cited, stage: str, **more: object) -> None:
    """As if the verdict had come that far."""
    began = cited.verdict.began_at
    fields: dict[str, object] = {"state": stage, **more}
    if stage == "withdrawn":
        fields |= {"withdrawn_at": began, "withdrawal_reason": "error"}
    elif stage != "draft":
        fields["submitted_at"] = began
    if stage in OPEN | READ_BY_ALL:
        fields["opened_at"] = began
    if stage in READ_BY_ALL:
        fields["published_at"] = began
    Assessment.objects.filter(pk=cited.verdict.pk).update(**fields)
    if stage != "in-review":
        Review.objects.filter(assessment=cited.verdict, decision="").update(decision="accepted", decided_at=began)
    if stage in OPEN:
        Round.objects.filter(pk=cited.verdict.round_id).update(state="reply")
    if stage in READ_BY_ALL:
        Round.objects.filter(pk=cited.verdict.round_id).update(state="published")


def everything(client: Client, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
    """The status and all that came back: headers, body, and what a packed body holds."""
    answer = client.post(path, data) if data else client.get(path)
    body = answer.getvalue() if answer.streaming else answer.content
    parts = [body, *(f"{name}: {value}".encode() for name, value in answer.headers.items())]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts += [packed.read(name) for name in packed.namelist()]
    return answer.status_code, b"\n".join(parts).decode("utf-8", "replace")


@pytest.mark.parametrize("stage", STAGES)
def test_the_pages_of_evidence_show_each_actor_what_is_theirs_and_nothing_else(
    people: People, cited: Cited, stage: str
) -> None:
    put(cited, stage)
    wrong = []
    for name in ACTORS:
        client = browser(people, name)
        theirs = {kind for kind in KINDS if name in may_see(kind, stage)}
        is_part = name not in ("outsider", "reader")
        status, said = everything(client, "/desk/evidence/?text=5519")
        assert status == (200 if is_part else 302 if name == "reader" else 404), name
        shown = {kind for kind in KINDS if marker(kind) in said}
        counted = re.search(r"(\d+) items?\b", said)
        if is_part and (shown != theirs or int(counted.group(1) if counted else 0) != len(theirs)):
            wrong.append(f"{name}: list: {shown} and not {theirs}; counts {counted}")
        for kind, one in cited.items.items():
            members = OWN if kind != "answer" else ANSWERERS
            door = 302 if name == "reader" else 404
            for path, expected in (
                (f"/desk/evidence/{one.uid}/", 302 if name == "reader" else 200 if kind in theirs else 404),
                (f"/evidence/{one.uid}/copy/", 200 if kind in theirs else 404),
                (f"/desk/evidence/{one.uid}/original/", 200 if name in members else door),
            ):
                status, said = everything(client, path)
                if status != expected:
                    wrong.append(f"{name}: {path} ({kind}): {status} and not {expected}")
                if status == 200 and marker(kind) not in said:
                    wrong.append(f"{name}: {path} ({kind}): without what it says")
                wrong += [f"{name}: {path}: {each}" for each in KINDS if each not in theirs and marker(each) in said]
                if "History" in said and name not in members:
                    wrong.append(f"{name}: {path}: history")
    assert not wrong, "\n".join(wrong)


def test_what_changes_an_item_is_for_its_keepers_alone(people: People, cited: Cited) -> None:
    put(cited, "published")
    one = cited.items["public"]
    for name in ACTORS:
        client = browser(people, name)
        door = 302 if name == "reader" else 404
        keeper = 200 if name == f"{OWNER}.assessor" else door
        for more, expected in (("describe/", keeper), ("withdraw/", keeper), ("snapshot/", keeper), ("archive/", door),
                               ("readers/", 200 if name == "editor" else keeper)):  # fmt: skip
            assert client.get(f"/desk/evidence/{one.uid}/{more}").status_code == expected, (name, more)


@pytest.mark.parametrize("stage", ["draft", "open-for-reply", "published"])
def test_adding_the_same_shows_nobody_what_is_not_theirs(people: People, cited: Cited, stage: str) -> None:
    put(cited, stage)
    for name in ("mountain-voice.assessor", "ministry.coordinator", "fund.coordinator"):
        client = browser(people, name)
        for kind, one in cited.items.items():
            typed = TYPED | {"url": one.url, "organisation": name.partition(".")[0], "dated": "", "title_en": "x"}
            _, said = everything(client, NEW, typed)
            assert (f"Title {marker(kind)}" in said) == (name in may_see(kind, stage)), (name, kind)


@pytest.mark.parametrize("stage", ["open-for-reply", "published"])
def test_no_address_of_the_site_shows_anybody_an_item_that_is_not_theirs(
    people: People, cited: Cited, stage: str
) -> None:
    put(cited, stage)
    wrong = []
    for name in ("reader", "ministry.coordinator", "mountain-voice.assessor"):
        client = browser(people, name)
        hidden = [kind for kind in KINDS if name not in may_see(kind, stage)]
        for path in sorted(_addresses(cited)):
            _, said = everything(client, path)
            wrong += [f"{name}: {path}: {kind}" for kind in hidden if marker(kind) in said]
    assert not wrong, "\n".join(wrong)


def _addresses(cited: Cited) -> Iterator[str]:
    """Every address of the site, with this verdict, these items and their round in the places of others."""
    yield from (one.path for one in matrix() if not one.path.startswith("/accounts/"))
    uids = [cited.verdict.uid, cited.reply.uid, cited.items["organisation"].uid]
    for route in routes():
        if re.search(r"<(str:)?uid>", route):
            for uid in uids:
                yield _filled(route, uid)
        elif "rounds/" in route or "<" not in route:
            yield _filled(route, "")
    for code in ("2026-2", KEY.partition("@")[0]):
        yield from (f"/commitments/{code}/", f"/search/?q={code}", "/search/?q=marker", "/api/v1/search?q=marker")


def _filled(route: str, uid: str) -> str:
    values = {"uid": uid, "organisation": OWNER, "key": KEY, "ref": "CEDAW-7", "state": "KGZ", "number": "0"}

    def value(found: re.Match[str]) -> str:
        kind, _, name = found.group(1).rpartition(":")
        return values.get(name, "KGZ" if kind == "state" else "2026-2")

    return "/" + re.sub(r"<([^>]+)>", value, route)


def test_who_keeps_an_item_is_not_told_by_a_verdict_whose_name_is_protected(people: People, cited: Cited) -> None:
    put(cited, "published", is_name_protected=True)
    Reply.objects.update(is_name_protected=True)
    for name in ACTORS:
        client = browser(people, name)
        for kind, one in cited.items.items():
            if name not in may_see(kind, "published") or kind == "uncited":
                continue
            keeper = ANSWERER if kind == "answer" else OWNER
            if name.startswith(keeper):
                continue
            pages = [f"/evidence/{one.uid}/copy/"]
            pages += [f"/desk/evidence/{one.uid}/"] if name != "reader" else []
            pages += ["/desk/evidence/?whose=others"] if name not in ("outsider", "reader") else []
            for path in pages:
                status, said = everything(client, path)
                assert status == 200, (name, path)
                known = name.partition(".")[0] == keeper
                assert (keeper in said) == known, (name, path)


def test_an_item_in_an_answer_is_withdrawn_and_closed_with_the_others(people: People, cited: Cited) -> None:
    from ubada.evidence.services import change_sensitivity, withdraw_item  # noqa: PLC0415

    put(cited, "published")
    one, actor = cited.items["answer"], people.actor(f"{ANSWERER}.assessor")
    reader = browser(people, "reader")
    assert reader.get(f"/evidence/{one.uid}/copy/").status_code == 200
    change_sensitivity(actor=actor, uid=one.uid, sensitivity="partners")
    assert reader.get(f"/evidence/{one.uid}/copy/").status_code == 404
    change_sensitivity(actor=actor, uid=one.uid, sensitivity="public")
    withdraw_item(actor=actor, uid=one.uid, reason="consent")
    assert reader.get(f"/evidence/{one.uid}/copy/").status_code == 404
    assert browser(people, f"{OWNER}.assessor").get(f"/desk/evidence/{one.uid}/").status_code == 404
