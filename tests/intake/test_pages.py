"""The desk's pages, as an editor with and without script uses them, and as everyone else does not see them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.intake.documents import REPORT, described
from tests.world import World
from ubada.intake.models import Passage, Reading
from ubada.intake.services import read_document
from ubada.register.models import Commitment

Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def desk(world: World, client: Client, settings: Settings) -> Client:
    """The editor's browser."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    client.force_login(world.editor)
    return client


def first(reading: Reading) -> Passage:
    return reading.passages.all()[0]


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_a_document_is_brought_in_read_described_decided_on_and_entered(
    desk: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    file = SimpleUploadedFile("report.txt", REPORT.encode())
    with django_capture_on_commit_callbacks():
        response = desk.post("/desk/documents/", {"file": file, "profile": ""})
    one = Reading.objects.get()
    assert response.headers["Location"] == f"/desk/documents/{one.uid}/"
    assert "being read" in text_of(desk.get(one.get_absolute_url()))
    read_document(uid=one.uid)
    assert desk.get(one.get_absolute_url()).headers["Location"].endswith("/describe/")
    page = text_of(desk.get(reverse("describe_reading", args=[one.uid])))
    assert 'value="A/HRC/60/4"' in page
    desk.post(reverse("describe_reading", args=[one.uid]), described())
    page = text_of(desk.get(one.get_absolute_url()))
    assert page.count("data-card") == 5
    assert page.count("<mark") == 5
    passage = first(one)
    response = desk.post(reverse("decide_passage", args=[one.uid, passage.uid]), {"act": "accept"})
    assert f"#p-{one.passages.all()[1].uid}" in response.headers["Location"]
    page = text_of(desk.get(reverse("enter_reading", args=[one.uid])))
    assert "para. 6.1" in page
    page = text_of(desk.post(reverse("enter_reading", args=[one.uid]), follow=True))
    assert "1 recommendation entered the register." in page
    assert Commitment.objects.filter(ref="A-HRC-60-4-6.1").exists()
    assert "in the register" in page


def test_the_script_gets_the_card_alone_and_the_counts(desk: Client, reading: Reading) -> None:
    url = reverse("decide_passage", args=[reading.uid, first(reading).uid])
    page = text_of(desk.post(url, {"act": "reject", "reason": "debate"}, headers={"X-Swap": "1"}))
    assert page.count("data-card") == 1
    assert '<b data-count="rejected">1</b>' in page
    assert "<html" not in page
    again = desk.post(url, {"act": "accept"}, headers={"X-Swap": "1"})
    assert again.status_code == 400
    assert "already" in text_of(again)


def test_a_wrong_act_is_said_and_changes_nothing(desk: Client, reading: Reading) -> None:
    url = reverse("decide_passage", args=[reading.uid, first(reading).uid])
    for data in ({}, {"act": "burn"}, {"act": "reject", "reason": "whim"}):
        assert 'class="notice error"' in text_of(desk.post(url, data, follow=True))
    assert first(reading).state == "waiting"


def test_mending_keeps_what_was_typed_and_names_what_is_wrong(desk: Client, reading: Reading) -> None:
    one = first(reading)
    data = {
        "text": one.text,
        "locator": "para. 6.1",
        "recommending_states": "NOR XYZ",
        "states": ["KGZ"],
        "act": "accept",
    }
    response = desk.post(one.get_absolute_url(), data)
    assert response.status_code == 400
    assert "three-letter codes" in text_of(response)
    assert 'value="NOR XYZ"' in text_of(response)
    response = desk.post(one.get_absolute_url(), {**data, "recommending_states": "nor, swe"})
    assert response.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.recommending_states) == ("accepted", ["NOR", "SWE"])


def test_an_empty_form_is_given_back_and_not_taken_for_a_visit(desk: Client, reading: Reading) -> None:
    for path in (
        "/desk/documents/",
        reverse("describe_reading", args=[reading.uid]),
        first(reading).get_absolute_url(),
    ):
        assert desk.post(path, {}).status_code == 400


def test_a_passage_is_cut_at_empty_lines(desk: Client, reading: Reading) -> None:
    one = reading.passages.get(number="6.2")
    cut = one.text.replace(" and open", "\r\n\r\nand open")
    desk.post(reverse("divide_passage", args=[reading.uid, one.uid]), {"wording": cut})
    assert reading.passages.filter(origin="divided").count() == 2


def test_two_passages_become_one_with_the_next(desk: Client, reading: Reading) -> None:
    url = reverse("decide_passage", args=[reading.uid, first(reading).uid])
    response = desk.post(url, {"act": "join"}, headers={"X-Swap": "1"})
    whole = reading.passages.get(origin="joined")
    assert response.headers["Location"].endswith(f"#p-{whole.uid}")
    response = desk.post(reverse("decide_passage", args=[reading.uid, first(reading).uid]), {"act": "reopen"})
    assert response.status_code == 302
    assert not reading.passages.filter(origin="joined").exists()


def test_one_that_was_missed_is_added(desk: Client, reading: Reading) -> None:
    url = reverse("add_passage", args=[reading.uid])
    desk.post(url, {"text": "spoke of new laws", "part": "1"})
    assert reading.passages.filter(origin="person").exists()
    page = text_of(desk.post(url, {"text": "not a word of it", "part": "1"}, follow=True))
    assert "does not stand in the document" in page


def test_what_differs_after_reading_again_is_listed_alone(desk: Client, reading: Reading) -> None:
    for one in reading.passages.all():
        desk.post(reverse("decide_passage", args=[reading.uid, one.uid]), {"act": "accept"})
    newer = SimpleUploadedFile("new.txt", REPORT.replace("half", "a third").encode())
    response = desk.post(reverse("read_again", args=[reading.uid]), {"file": newer})
    later = Reading.objects.get(supersedes=reading)
    assert later.uid in response.headers["Location"]
    read_document(uid=later.uid)
    page = text_of(desk.get(f"{later.get_absolute_url()}?show=differences"))
    assert page.count("data-card") == 1
    assert "<del>half</del>" in page
    assert "<ins>a third</ins>" in page
    assert "Open the later one" in text_of(desk.get(reading.get_absolute_url()))


def test_the_desk_shows_how_much_waits(desk: Client, reading: Reading) -> None:
    page = text_of(desk.get("/desk/"))
    assert 'href="/desk/documents/"' in page
    assert "5 wait" in page
    assert reading.title in text_of(desk.get("/desk/documents/"))


@pytest.mark.parametrize("language", ["", "/ru"])
def test_every_page_is_there_in_both_languages(desk: Client, reading: Reading, language: str) -> None:
    one = first(reading)
    base = f"{language}/desk/documents/"
    for path in (
        "",
        f"{reading.uid}/",
        f"{reading.uid}/describe/",
        f"{reading.uid}/enter/",
        f"{reading.uid}/{one.uid}/",
    ):
        response = desk.get(base + path)
        assert response.status_code == 200, path
        assert len(response.content) < 150_000


def test_strange_addresses_lead_somewhere_or_nowhere_but_never_break(desk: Client, reading: Reading) -> None:
    url = reading.get_absolute_url()
    for query in ("?part=99", "?part=x", "?at=nobody", "?show=whatever", "?part=-1&show=gone"):
        assert desk.get(url + query).status_code == 200
    for path in ("nobody/", f"{reading.uid}/nobody/", "nobody/describe/"):
        assert desk.get(f"/desk/documents/{path}").status_code == 404


def test_nobody_else_sees_that_there_is_anything(
    world: World, reading: Reading, client: Client, settings: Settings
) -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    paths = ["/desk/documents/", reading.get_absolute_url(), first(reading).get_absolute_url()]
    for path in paths:
        assert client.get(path).headers["Location"].startswith("/accounts/login/")
    client.force_login(world.assessor)
    for path in paths:
        assert client.get(path).status_code == 404
    for path in (paths[0], paths[2]):
        assert client.post(path, {}).status_code == 404
