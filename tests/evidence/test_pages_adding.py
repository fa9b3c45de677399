"""Adding evidence at the desk: what is asked, what is shown before, what is lost when something is wrong (nothing)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from tests.assessments.people import People, item_of
from tests.evidence import making
from tests.evidence.desk import NEW, OWNER, TYPED, browser, nothing_is_lost, only_item, send, text_of, value_of
from tests.files.conftest import left_in
from tests.files.making import encrypted_office
from tests.world import both
from ubada.evidence.models import EvidenceItem, HeldFile
from ubada.evidence.services import let_go_of_files
from ubada.files.models import StoredFile
from ubada.kernel.dates import PartialDate
from ubada.ledger.queries import verify

pytestmark = pytest.mark.django_db


def test_who_adds_works_for_an_organisation_and_everyone_else_gets_no_page(people: People) -> None:
    for name in people.names():
        if name in ("reader", "system"):
            continue
        status = browser(people, name).get(NEW).status_code
        adds = name.rpartition(".")[2] in ("coordinator", "assessor") or name == "open-steppe.coordinator"
        assert status == (200 if adds else 404), name
    answer = browser(people, "reader").get(NEW)
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]


def test_an_item_is_added_with_everything_that_was_typed(people: People) -> None:
    answer = send(browser(people), file=making.pdf(), summary_ky="Үчтөн бири.")
    one = only_item()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/evidence/{one.uid}/")
    assert one.title.as_dict() == {"en": TYPED["title_en"], "ky": TYPED["title_ky"]}
    assert one.summary.as_dict() == {"en": TYPED["summary_en"], "ky": "Үчтөн бири."}
    assert (one.kind, one.source, one.language, one.url) == ("statistics", TYPED["source"], "ky", TYPED["url"])
    assert (one.sensitivity, one.consent, one.organisation.code) == ("partners", "not-needed", OWNER)
    assert (str(one.dated), one.captured_on.isoformat()) == ("2026-05", "2026-07-02")
    assert one.file is not None
    assert one.file.sha256 == hashlib.sha256(making.pdf()).hexdigest()
    assert not HeldFile.objects.exists()
    assert verify().faults == ()


def test_the_form_says_what_each_class_of_readers_means(people: People) -> None:
    said = text_of(browser(people).get(NEW))
    assert "Nobody else learns that it exists, editors included." in said
    assert "except state bodies and donors" in said
    assert "Everyone sees it once a published verdict" in said
    assert "at most 64" in said
    assert "What stands on the pages stays" in said


def test_a_file_that_was_taken_need_not_be_sent_again(people: People) -> None:
    client = browser(people)
    answer = send(client, file=making.pdf(), captured_on="2099-01-01", title_en="Mine <b>")
    assert answer.status_code == 400
    assert "“paper.pdf” (2." in text_of(answer)
    assert "has arrived. You need not send it again." in text_of(answer)
    held = value_of(answer, "held")
    answer = send(client, held=held)
    assert answer.status_code == 302
    assert only_item().file_id == held
    assert StoredFile.objects.count() == 1


def test_a_file_that_was_taken_can_be_left_out_or_replaced(people: People) -> None:
    client = browser(people)
    held = value_of(send(client, file=making.pdf(), captured_on=""), "held")
    answer = send(client, held=held, without_file="1", captured_on="")
    assert value_of(answer, "held") == ""
    assert not StoredFile.objects.exists()
    first = value_of(send(client, file=making.pdf(), captured_on=""), "held")
    answer = send(client, held=first, file=making.jpeg(), name="b.jpg")
    assert answer.status_code == 302
    stored = only_item().file
    assert stored is not None
    assert stored.media_type == "jpeg"
    assert [one.pk for one in StoredFile.objects.all()] == [stored.pk]


def test_a_held_file_is_its_senders_alone_and_gone_in_a_day(people: People) -> None:
    held = value_of(send(browser(people), file=making.pdf(), captured_on=""), "held")
    for name in (f"{OWNER}.coordinator", "mountain-voice.assessor"):
        answer = send(browser(people, name), held=held, organisation=name.partition(".")[0])
        nothing_is_lost(answer)
        assert "The file is not here any more; choose it again." in text_of(answer)
        assert "paper.pdf" not in text_of(answer)
    HeldFile.objects.update(held_at=datetime.now(UTC) - timedelta(days=2))
    assert let_go_of_files() == 1
    nothing_is_lost(send(browser(people), held=held))
    assert not EvidenceItem.objects.exists()


def test_a_refused_file_takes_nothing_with_it(people: People) -> None:
    client = browser(people)
    answer = send(client, file=encrypted_office(), name="a.docx")
    nothing_is_lost(answer)
    assert "The file is protected by a password. Save it without the password." in text_of(answer)
    held = value_of(send(client, file=making.pdf(), captured_on=""), "held")
    answer = send(client, held=held, file=b"", name="empty.pdf")
    nothing_is_lost(answer)
    assert "The file is empty." in text_of(answer)
    assert value_of(answer, "held") == held


def test_what_may_be_the_same_is_shown_before_and_both_can_be_kept(people: People) -> None:
    client = browser(people)
    assert send(client, file=making.pdf()).status_code == 302
    first = only_item()
    answer = send(client, file=making.pdf(), title_en="Another", title_ky="", url="", **{"return": "/desk/?a=1#x"})
    assert answer.status_code == 200
    said = text_of(answer)
    assert "This may be here already" in said
    assert "the very same file" in said
    assert f'href="/desk/?a=1&amp;evidence={first.uid}#x"' in answer.content.decode()
    held, known = value_of(answer, "held"), value_of(answer, "keep")
    assert known == first.uid
    assert EvidenceItem.objects.count() == 1
    answer = send(client, held=held, title_en="Another", title_ky="", url="", keep=known, act="keep")
    assert answer.status_code == 302
    assert EvidenceItem.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"title_en": "Other", "title_ky": "", "dated": ""}, "the same address"),
        ({"url": ""}, "nearly the same title and the same date"),
    ],
)
def test_the_same_address_and_nearly_the_same_title_are_shown(
    people: People, changed: dict[str, str], why: str
) -> None:
    item_of(people, OWNER, sensitivity="organisation", url=f"{TYPED['url']}/?utm_source=x",
            title=both("Seats in councils."), dated=PartialDate.parse("2026-05"))  # fmt: skip
    answer = send(browser(people), **changed)
    assert why in text_of(answer)
    assert "This may be here already" not in text_of(
        send(browser(people, "mountain-voice"), organisation="mountain-voice")
    )


def test_calling_one_another_does_not_wave_through_the_next(people: People) -> None:
    client = browser(people)
    send(client)
    one = only_item()
    answer = send(client, keep=one.uid, act="add")
    assert "This may be here already" in text_of(answer)
    answer = send(client, keep="01K8ZZZZZZZZZZZZZZZZZZZZZZ", act="keep")
    assert "This may be here already" in text_of(answer)
    assert EvidenceItem.objects.count() == 1


def test_nothing_is_saved_of_a_form_that_was_cut_off(people: People) -> None:
    answer = send(browser(people), whole=None)
    nothing_is_lost(answer)
    assert "Not all of the form arrived here. Nothing was saved; send it again." in text_of(answer)
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize(
    "way", ["/desk/rounds/2026-2/clear-water/CEDAW-7@KGZ/", "/ru/desk/?x=1", "/desk/?evidence=old&b=2#links"]
)
def test_the_way_leads_back_to_where_the_person_came_from(people: People, way: str) -> None:
    client = browser(people)
    page = client.get(NEW, {"return": way})
    assert value_of(page, "return") == way
    answer = send(client, **{"return": way})
    path = way.partition("?")[0].partition("#")[0]
    assert answer.headers["Location"].startswith(path)
    assert f"evidence={only_item().uid}" in answer.headers["Location"]
    assert "old" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "way",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "javascript:alert(1)",
        "///evil.example", "/\n/evil.example", "desk/", "http:evil.example", "/%0d%0aX: y\r\nX: y", "/" + "a" * 2000,
    ],
)  # fmt: skip
def test_the_way_leads_nowhere_else(people: People, way: str) -> None:
    client = browser(people)
    page = client.get(NEW, {"return": way})
    assert page.status_code != 200 or value_of(page, "return") == ""
    answer = send(client, **{"return": way})
    assert answer.headers["Location"] == f"/desk/evidence/{only_item().uid}/"


def test_an_item_is_added_for_an_organisation_of_ones_own_alone(people: People) -> None:
    answer = send(browser(people), organisation="mountain-voice")
    assert answer.status_code == 400
    assert not EvidenceItem.objects.exists()


def test_nothing_lies_about_when_nothing_was_saved(people: People, data_folder: object) -> None:
    send(browser(people), file=encrypted_office(), name="a.docx")
    assert left_in(data_folder) == []  # type: ignore[arg-type]
