"""One item at the desk: what each person finds there, and changing, opening, closing, archiving and withdrawing it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.assessments.people import People, draft, item_of, submitted
from tests.evidence import making
from tests.evidence.desk import OWNER, TYPED, browser, send, text_of
from ubada.access.actors import Actor
from ubada.assessments.models import Assessment, Round
from ubada.assessments.services import link_evidence
from ubada.evidence import queries
from ubada.evidence.models import EvidenceItem
from ubada.evidence.services import Incoming, change_sensitivity, hold_file, make_public_copy
from ubada.files.models import StoredFile
from ubada.ledger.queries import verify

pytestmark = pytest.mark.django_db

MEMBER = f"{OWNER}.assessor"


def with_file(people: People, data: bytes, name: str = "photo of Aizada.jpg", **more: object) -> EvidenceItem:
    """An item with a file and its copy."""
    stored = hold_file(actor=people.actor(MEMBER), file=Incoming(name, [data]))
    given = {"url": "https://example.org/page", **more}
    return make_public_copy(uid=item_of(people, OWNER, file=stored.uid, **given).pk)


def published(verdict: Assessment, state: str = "published") -> None:
    """As if the verdict had come that far."""
    Assessment.objects.filter(pk=verdict.pk).update(state=state, submitted_at=verdict.began_at)


def at(one: EvidenceItem, more: str = "") -> str:
    return f"/desk/evidence/{one.uid}/{more}"


def test_its_members_find_everything_about_it(people: People) -> None:
    one = with_file(people, making.jpeg(), sensitivity="partners")
    said = text_of(browser(people, f"{OWNER}.observer").get(at(one)))
    for words in ("photo of Aizada.jpg", "Download the copy", "History", "Added", "A copy without metadata was made",
                  "clear-water", "A bureau", "It concerns no person"):  # fmt: skip
        assert words in said, words
    assert "Withdraw it for good" not in said
    assert "Withdraw it for good" in text_of(browser(people).get(at(one)))


def test_a_partner_finds_what_it_is_and_nothing_of_who_and_how(people: People) -> None:
    one = with_file(people, making.jpeg(), sensitivity="partners")
    answer = browser(people, "osce-office.observer").get(at(one))
    said = text_of(answer)
    assert "Download the copy" in said
    assert "another organisation that takes part" in said
    body = answer.content.decode()
    for words in ("photo of Aizada", "History", "clear-water", "original/", "archive/", "withdraw/", "Consent"):
        assert words not in body, words


def test_what_it_says_is_changed_and_a_mistake_loses_nothing(people: People) -> None:
    one = item_of(people, OWNER, sensitivity="organisation", title={"en": "Old", "kaa": "Eski"})
    client, typed = browser(people), {key: TYPED[key] for key in TYPED if key not in ("return", "held", "organisation")}
    answer = client.post(at(one, "describe/"), {**typed, "title_kaa": "Eski", "dated": "soon"})
    assert answer.status_code == 400
    assert "Write a day, a month or a year" in text_of(answer)
    assert TYPED["summary_en"] in text_of(answer)
    answer = client.post(at(one, "describe/"), {**typed, "title_kaa": ""})
    assert answer.headers["Location"] == at(one)
    assert "Saved." in text_of(client.get(at(one)))
    one.refresh_from_db()
    assert one.title.as_dict() == {"en": TYPED["title_en"], "ky": TYPED["title_ky"]}
    assert queries.history(people.actor(MEMBER), one)[0].action == "describe_evidence"


def test_its_organisation_opens_and_closes_it(people: People) -> None:
    one = item_of(people, OWNER, sensitivity="organisation")
    client = browser(people)
    page = client.get(at(one, "readers/"))
    assert "Closing takes effect at once" in text_of(page)
    answer = client.post(at(one, "readers/"), {"sensitivity": "partners"})
    assert answer.headers["Location"] == at(one)
    assert browser(people, "osce-office").get(at(one)).status_code == 200
    for name in ("osce-office", f"{OWNER}.observer"):
        assert browser(people, name).get(at(one, "readers/")).status_code == 404
        assert browser(people, name).post(at(one, "readers/"), {"sensitivity": "public"}).status_code == 404
    client.post(at(one, "readers/"), {"sensitivity": "organisation"})
    assert browser(people, "osce-office").get(at(one)).status_code == 404
    answer = client.post(at(one, "readers/"), {"sensitivity": "the world"})
    assert answer.status_code == 400
    assert verify().faults == ()


def test_an_editor_closes_what_readers_see_and_opens_nothing(people: People, opened: Round) -> None:
    verdict = draft(people, OWNER)
    one = EvidenceItem.objects.get(links__assessment=verdict)
    editor = browser(people, "editor")
    assert editor.get(at(one)).status_code == 404
    published(verdict)
    assert "As an editor you can close at once" in text_of(editor.get(at(one)))
    assert editor.get(at(one, "withdraw/")).status_code == 404
    assert editor.get(at(one, "describe/")).status_code == 404
    answer = editor.post(at(one, "readers/"), {"sensitivity": "organisation"})
    assert answer.headers["Location"] == "/desk/evidence/"
    one.refresh_from_db()
    assert one.sensitivity == "organisation"
    assert editor.get(at(one, "readers/")).status_code == 404
    assert browser(people, "reader").get(f"/evidence/{one.uid}/copy/").status_code == 404


def test_a_snapshot_is_handed_in_and_never_fetched(people: People) -> None:
    one = item_of(people, OWNER)
    client = browser(people)
    assert "This site opens no address on your behalf" in text_of(client.get(at(one, "snapshot/")))
    for data, name, why in (
        (making.docx(), "a.docx", "An archived copy of an address is a WARC or a PDF file."),
        (b"", "a.warc", "The file is empty."),
        (b"\x7fELF", "a.warc", "The file is a program."),
    ):
        answer = client.post(at(one, "snapshot/"), {"snapshot": SimpleUploadedFile(name, data)})
        assert answer.status_code == 400
        assert why in text_of(answer)
        assert not StoredFile.objects.filter(state="accepted").exists()
    answer = client.post(at(one, "snapshot/"), {"snapshot": SimpleUploadedFile("page.warc", making.warc())})
    assert answer.headers["Location"] == at(one)
    assert client.get(at(one, "archive/")).getvalue() == making.warc()
    assert client.get(at(one, "snapshot/")).status_code == 404
    assert client.get(at(item_of(people, OWNER, url="", summary={"en": "x"}), "snapshot/")).status_code == 404


def test_a_printed_page_is_given_to_others_as_a_copy(people: People) -> None:
    one = item_of(people, OWNER, sensitivity="partners")
    browser(people).post(at(one, "snapshot/"), {"snapshot": SimpleUploadedFile("page.pdf", making.pdf())})
    assert make_public_copy(uid=one.pk).public_copy is not None
    copied = browser(people, "osce-office").get(f"/evidence/{one.uid}/copy/").getvalue()
    assert making.text_of_pdf(copied).strip() == "The law was adopted"


@pytest.mark.parametrize("reason", ["consent", "error"])
def test_withdrawing_says_before_what_follows_and_holds_for_good(people: People, opened: Round, reason: str) -> None:
    verdict = draft(people, OWNER)
    one = EvidenceItem.objects.get(links__assessment=verdict)
    client = browser(people)
    said = text_of(client.get(at(one, "withdraw/")))
    assert "It cannot be taken back." in said
    assert "Look whether these still hold without it." in said
    assert "CEDAW" in client.get(at(one, "withdraw/")).content.decode()
    assert client.post(at(one, "withdraw/"), {}).status_code == 400
    published(verdict)
    assert browser(people, "outsider").get(at(one)).status_code == 200
    answer = client.post(at(one, "withdraw/"), {"reason": reason})
    assert answer.headers["Location"] == at(one)
    said = text_of(client.get(at(one)))
    assert "This was withdrawn." in said
    assert "What you can do" not in said
    for more in ("withdraw/", "describe/", "readers/", "snapshot/"):
        assert client.get(at(one, more)).status_code == 404
        assert client.post(at(one, more), {"reason": "error", "sensitivity": "public"}).status_code == 404
    for name in ("outsider", "osce-office", "editor"):
        assert browser(people, name).get(at(one)).status_code == 404
    assert "withdrawn" in text_of(client.get("/desk/evidence/?state=withdrawn"))


def test_why_there_is_no_copy_is_said_to_its_organisation_alone_and_waits_at_the_desk(people: People) -> None:
    one = with_file(people, b'{"a": 1}', name="a.json", sensitivity="partners")
    client = browser(people)
    assert "Hand in a PDF, DOCX, ODT, HTML, CSV, text, PNG or JPEG file." in text_of(client.get(at(one)))
    partner = text_of(browser(people, "osce-office").get(at(one)))
    assert "There is no copy that others could be given." in partner
    assert "JPEG" not in partner
    assert "1 item that others may see has a file of which no copy could be made" in text_of(
        client.get("/desk/evidence/")
    )
    assert text_of(client.get("/desk/evidence/?state=no-copy")).count("no copy for others") == 1
    assert queries.waiting_for(people.actor(MEMBER)) == 1
    assert queries.waiting_for(people.actor(f"{OWNER}.observer")) == 0
    change_sensitivity(actor=people.actor(MEMBER), uid=one.pk, sensitivity="organisation")
    assert queries.waiting_for(people.actor(MEMBER)) == 0


def test_the_list_is_narrowed_and_counts_what_this_person_may_see_alone(people: People) -> None:
    for sensitivity in ("organisation", "partners", "public"):
        item_of(people, OWNER, sensitivity=sensitivity, kind="law", title={"en": f"Marked {sensitivity}"})
    item_of(people, "osce-office", sensitivity="partners", title={"en": "Theirs"})
    own, partner, state = (browser(people, name) for name in (OWNER, "osce-office", "ministry"))
    said = own.get("/desk/evidence/").content.decode()
    assert "Law or decision (3)" in said
    assert "others&#x27; (1)" in said
    said = partner.get("/desk/evidence/").content.decode()
    assert "Law or decision (1)" in said
    assert "Marked organisation" not in said
    assert "Marked public" not in said
    assert "There is no evidence that you may see yet" in text_of(state.get("/desk/evidence/"))
    assert "Theirs" not in text_of(own.get("/desk/evidence/?whose=own"))
    assert "Marked" not in text_of(own.get("/desk/evidence/?whose=others"))
    assert "Marked public" in text_of(own.get("/desk/evidence/?text=PUBLIC+marked"))
    assert "Nothing here is like that" in text_of(own.get("/desk/evidence/?text=xyzzyq&kind=law"))
    assert own.get("/desk/evidence/?kind=weapon&sensitivity=x&whose=y&state=z&page=1").status_code == 200
    assert own.get("/desk/evidence/?page=2").status_code == 404


def test_a_long_list_has_pages(people: People) -> None:
    for number in range(26):
        item_of(people, OWNER, sensitivity="organisation", title={"en": f"Item {number}"})
    client = browser(people)
    assert text_of(client.get("/desk/evidence/")).count("Seen by:") == 25
    assert text_of(client.get("/desk/evidence/?page=2")).count("Seen by:") == 1


def test_everyone_downloads_a_public_copy_and_none_but_members_what_came(people: People, opened: Round) -> None:
    one = with_file(people, making.jpeg())
    verdict = draft(people, OWNER)
    link_evidence(actor=people.actor(MEMBER), uid=verdict.uid, item=one.pk, bearing="supports", reliability="A",
                  credibility="1", pinpoint="")  # fmt: skip
    reader = browser(people, "reader")
    assert reader.get(f"/evidence/{one.uid}/copy/").status_code == 404
    published(verdict)
    answer = reader.get(f"/evidence/{one.uid}/copy/")
    assert answer.status_code == 200
    body = answer.getvalue()
    assert not [words for words in making.TELLING if words in body]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="evidence-{one.uid.lower()}.jpg"'
    assert answer.headers["Cache-Control"] == "no-cache"
    _is_inert(answer)
    assert reader.get(at(one, "original/")).status_code == 302
    assert browser(people, "editor").get(at(one, "original/")).status_code == 404
    kept = browser(people, f"{OWNER}.observer").get(at(one, "original/"))
    assert kept.getvalue() == making.jpeg()
    assert kept.headers["Content-Disposition"] == 'attachment; filename="photo of Aizada.jpg"'
    assert "no-store" in kept.headers["Cache-Control"]
    _is_inert(kept)
    assert "The original was downloaded" in text_of(browser(people).get(at(one)))
    assert browser(people).get(at(one, "archive/")).status_code == 404


def _is_inert(answer: object) -> None:
    headers = answer.headers  # type: ignore[attr-defined]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_is_for_partners_is_kept_by_no_cache(people: People) -> None:
    one = with_file(people, making.jpeg(), sensitivity="partners")
    answer = browser(people, "osce-office").get(f"/evidence/{one.uid}/copy/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    for name in ("ministry", "fund", "editor", "outsider", "reader"):
        assert browser(people, name).get(f"/evidence/{one.uid}/copy/").status_code == 404


def test_who_keeps_it_is_said_only_where_a_named_verdict_says_it(people: People, opened: Round) -> None:
    verdict = submitted(people, OWNER)
    one = EvidenceItem.objects.get(links__assessment=verdict)
    partner, reader = people.actor("osce-office"), Actor.reader()
    published(verdict, "open-for-reply")
    assert queries.keepers(people.actor(MEMBER), [one]) == {one.uid: people.organisations[OWNER]}
    assert queries.keepers(partner, [one]) == {one.uid: people.organisations[OWNER]}
    assert queries.keepers(reader, [one]) == {}
    Assessment.objects.filter(pk=verdict.pk).update(is_name_protected=True)
    assert queries.keepers(partner, [one]) == {}
    assert queries.keepers(people.actor("editor"), [one]) == {}
    published(verdict)
    answer = browser(people, "osce-office").get(at(one))
    assert "another organisation that takes part" in text_of(answer)
    assert OWNER not in answer.content.decode().replace(one.url, "")


def test_the_desk_offers_evidence_to_those_who_have_a_part_in_it(people: People) -> None:
    for name, offered in ((MEMBER, True), (f"{OWNER}.observer", True), ("editor", True), ("outsider", False)):
        assert ("/desk/evidence/" in browser(people, name).get("/desk/").content.decode()) == offered, name
    assert "/ru/desk/evidence/" in browser(people).get("/ru/desk/").content.decode()
    assert send(browser(people)).status_code == 302
