"""A document is brought in, read in a child process, and lies there until a person decides."""

from __future__ import annotations

import pytest

from tests.intake.conftest import Bring
from tests.intake.documents import ITEMS, REPORT, described
from tests.world import World, both, write_baseline
from ubada.access.actors import Actor
from ubada.access.engine import Refused, visible_to
from ubada.intake.models import Passage, Reading
from ubada.intake.services import describe_document, read_document, receive_document
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.ledger.queries import verify
from ubada.reading import VERSION
from ubada.register.models import Commitment

pytestmark = pytest.mark.usefixtures("world")


def test_a_report_becomes_passages_with_number_wording_place_and_states(bring: Bring) -> None:
    one = bring()
    assert (one.state, one.profile, one.reader_version) == (Reading.State.READ, "upr", VERSION)
    passages = list(one.passages.all())
    assert [each.number for each in passages] == [number for number, _ in ITEMS]
    for each in passages:
        assert " ".join(" ".join(one.text[start:end] for start, end in each.spans).split()) == each.text
    assert passages[1].recommending_states == ["CHL", "GHA"]
    assert {each.state for each in passages} == {Passage.State.WAITING}


def test_the_document_s_account_of_itself_is_a_guess_until_a_person_says_so(bring: Bring) -> None:
    one = bring()
    assert (one.symbol, str(one.adopted_on), one.states) == ("A/HRC/60/4", "2025-04-03", ["KGZ"])
    assert one.title.startswith("Report of the Working Group")
    assert not one.is_described
    assert one.code == ""


def test_reading_writes_nothing_to_the_register(bring: Bring) -> None:
    before = set(Commitment.objects.values_list("ref", flat=True))
    bring()
    assert set(Commitment.objects.values_list("ref", flat=True)) == before


def test_what_is_suggested_comes_with_its_words(bring: Bring) -> None:
    law = bring().passages.get(number="6.2")
    assert law.specificity == int(law.suggested["specificity"][0]["label"])
    assert "deadline" in law.suggested["features"]
    [[start, end]] = law.suggested["features"]["deadline"]
    assert "2027" in law.text[start:end]


def test_what_the_register_may_have_already_is_named(bring: Bring) -> None:
    quota = bring().passages.get(number="6.3")
    assert "STMT-4" in [alike["ref"] for alike in quota.alike]


def test_the_same_bytes_are_read_once(editor: Actor, bring: Bring) -> None:
    first = bring()
    again = receive_document(actor=editor, name="copy.txt", chunks=[REPORT.encode()])
    assert again.is_known
    assert again.reading == first


def test_a_document_that_cannot_be_read_says_why_and_names_no_path(editor: Actor) -> None:
    hollow = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    one = read_document(uid=receive_document(actor=editor, name="cut.pdf", chunks=[hollow]).reading.uid)
    assert one.state == Reading.State.FAILED
    assert one.failure
    assert "/" not in one.failure
    assert not one.passages.exists()


def test_reading_twice_changes_nothing(bring: Bring) -> None:
    one = bring()
    entries = Entry.objects.count()
    read_document(uid=one.uid)
    assert Entry.objects.count() == entries


def test_a_described_document_takes_its_place_in_the_register(editor: Actor, bring: Bring) -> None:
    one = describe_document(actor=editor, uid=bring().uid, **described())
    assert (one.code, one.is_described) == ("A-HRC-60-4", True)


def test_a_document_the_register_has_keeps_its_code(editor: Actor, bring: Bring) -> None:
    known = {
        "code": "SECOND-REVIEW", "symbol": "A/HRC/60/4", "title": both("The second review"), "kind": "upr-report",
        "body": "UN", "adopted_on": "2025-04", "url": "https://example.org/r", "languages": ["en"],
        "unverified_fields": [],
    }  # fmt: skip
    body = {
        "code": "UN", "name": both("United Nations", "Организация Объединённых Наций"), "kind": "organisation",
        "url": "https://example.org/body",
    }  # fmt: skip
    write_baseline({"body": [body], "document": [known]})
    one = bring()
    assert (one.title, one.kind, one.body_id, str(one.adopted_on)) == (
        "The second review",
        "upr-report",
        "UN",
        "2025-04",
    )
    one = describe_document(actor=editor, uid=one.uid, **described(symbol="a/hrc/60/4"))
    assert one.code == "SECOND-REVIEW"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("kind", "novel"),
        ("body", "NOBODY"),
        ("states", []),
        ("states", ["NOR"]),
        ("adopted_on", "2025-02-30"),
        ("url", "not an address"),
    ],
)
def test_a_wrong_account_is_refused_by_field(editor: Actor, bring: Bring, field: str, value: object) -> None:
    one = bring()
    with pytest.raises(InvalidInput) as refused:
        describe_document(actor=editor, uid=one.uid, **described(**{field: value}))
    assert field in [problem.field for problem in refused.value.problems]
    one.refresh_from_db()
    assert not one.is_described


def test_readers_and_assessors_bring_nothing_in_and_see_nothing(world: World, reading: Reading) -> None:
    for actor in (Actor.reader(), Actor.of(world.assessor)):
        with pytest.raises(Refused):
            receive_document(actor=actor, name="report.txt", chunks=[b"words"])
        with pytest.raises(Refused):
            describe_document(actor=actor, uid=reading.uid, **described())
        assert not visible_to(actor, Reading.objects.all()).exists()
        assert not visible_to(actor, Passage.objects.all()).exists()


def test_every_step_is_in_the_ledger_and_holds(reading: Reading) -> None:
    acts = list(Entry.objects.order_by("sequence").values_list("action", flat=True))[-4:]
    assert acts == ["receive_file", "receive_document", "read_document", "describe_document"]
    assert verify().faults == ()
