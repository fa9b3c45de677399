"""What was accepted enters the register at once, with its source, and can be taken back as one import."""

from __future__ import annotations

import pytest

from tests.intake.conftest import Bring
from tests.intake.documents import described
from tests.world import World
from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.exchange.models import Import
from ubada.exchange.services import undo_import
from ubada.intake.models import Reading
from ubada.intake.services import (
    accept_passage,
    describe_document,
    divide_passage,
    enter_accepted,
    mend_passage,
    reopen_passage,
)
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.ledger.queries import public_head, verify
from ubada.register.models import Commitment, Document, StateCommitment


@pytest.fixture
def accepted(reading: Reading, editor: Actor) -> Reading:
    """The report with its first two recommendations accepted, the second as supported by the state."""
    one, two = reading.passages.all()[:2]
    accept_passage(actor=editor, uid=one.uid, changes={"themes": ["themes:labour.harassment"]})
    accept_passage(actor=editor, uid=two.uid, changes={"answer": "supported"})
    return reading


def test_the_accepted_stand_in_the_register_with_document_place_and_answer(accepted: Reading, editor: Actor) -> None:
    entered = enter_accepted(actor=editor, uid=accepted.uid)
    assert (entered.added, entered.changed, entered.kept) == (2, 0, ())
    law = Commitment.objects.get(ref="A-HRC-60-4-6.2")
    assert law.text.best("en").text == accepted.passages.get(number="6.2").text
    assert (law.document_id, law.locator, law.verification) == ("A-HRC-60-4", "para. 6.2", "checked")
    assert law.checked_source_url == "https://example.org/a-hrc-60-4"
    assert sorted(law.recommended_by.values_list("recommending_state", flat=True)) == ["CHL", "GHA"]
    followed = StateCommitment.objects.get(commitment=law)
    assert (followed.state_id, followed.standing) == ("KGZ", "addressed")
    answer = followed.responses.get()
    assert (answer.official_class, str(answer.dated)) == ("supported", "2025-04-03")
    assert Document.objects.get(code="A-HRC-60-4").symbol == "A/HRC/60/4"


def test_the_chosen_terms_count_and_not_the_suggested(accepted: Reading, editor: Actor) -> None:
    enter_accepted(actor=editor, uid=accepted.uid)
    one = Commitment.objects.get(ref="A-HRC-60-4-6.1")
    assert list(one.themes.values_list("key", flat=True)) == ["themes:labour.harassment"]


def test_entering_is_one_act_in_the_ledger_and_holds(accepted: Reading, editor: Actor) -> None:
    enter_accepted(actor=editor, uid=accepted.uid)
    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.actor) == ("enter_recommendations", editor.label)
    assert verify().faults == ()


def test_entering_twice_changes_nothing(accepted: Reading, editor: Actor) -> None:
    enter_accepted(actor=editor, uid=accepted.uid)
    count = Entry.objects.count()
    again = enter_accepted(actor=editor, uid=accepted.uid)
    assert (again.number, again.added, again.changed) == (None, 0, 0)
    assert Entry.objects.count() == count


def test_a_mended_wording_is_brought_up_to_date(accepted: Reading, editor: Actor) -> None:
    enter_accepted(actor=editor, uid=accepted.uid)
    uid = accepted.passages.get(number="6.1").uid
    mend_passage(actor=editor, uid=uid, changes={"text": "Ratify the Violence and Harassment Convention"})
    assert enter_accepted(actor=editor, uid=accepted.uid).changed == 1
    one = Commitment.objects.get(ref="A-HRC-60-4-6.1")
    assert one.text.best("en").text == "Ratify the Violence and Harassment Convention"


def test_what_entered_is_not_taken_back_one_by_one_but_as_an_import(accepted: Reading, editor: Actor) -> None:
    entered = enter_accepted(actor=editor, uid=accepted.uid)
    uid = accepted.passages.get(number="6.1").uid
    with pytest.raises(InvalidInput, match="already"):
        reopen_passage(actor=editor, uid=uid)
    assert entered.number is not None
    undo_import(actor=Actor.system("test"), number=entered.number)
    assert not Commitment.objects.filter(ref__startswith="A-HRC-60-4").exists()
    assert Import.objects.get(number=entered.number).state == "undone"
    assert reopen_passage(actor=editor, uid=uid).state == "waiting"
    assert verify().faults == ()


def test_a_document_without_an_address_makes_a_task_of_it(bring: Bring, editor: Actor) -> None:
    one = describe_document(actor=editor, uid=bring().uid, **described(url=""))
    passage = one.passages.first()
    assert passage is not None
    accept_passage(actor=editor, uid=passage.uid)
    enter_accepted(actor=editor, uid=one.uid)
    entered = Commitment.objects.get(ref="A-HRC-60-4-6.1")
    assert entered.verification == "to_verify"
    assert "link" in entered.verification_missing.best("en").text


def test_parts_of_a_divided_one_enter_each_at_its_place(reading: Reading, editor: Actor) -> None:
    whole = reading.passages.get(number="6.2")
    first, rest = whole.text.split(" and ", 1)
    for part in divide_passage(actor=editor, uid=whole.uid, parts=[first, f"and {rest}"]):
        accept_passage(actor=editor, uid=part.uid)
    enter_accepted(actor=editor, uid=reading.uid)
    entered = Commitment.objects.filter(document="A-HRC-60-4").order_by("ref")
    assert [(one.ref, one.locator) for one in entered] == [
        ("A-HRC-60-4-6.2-a", "para. 6.2 (a)"),
        ("A-HRC-60-4-6.2-b", "para. 6.2 (b)"),
    ]


def test_an_answer_needs_a_date(bring: Bring, editor: Actor) -> None:
    one = describe_document(actor=editor, uid=bring().uid, **described(adopted_on=""))
    passage = one.passages.first()
    assert passage is not None
    accept_passage(actor=editor, uid=passage.uid, changes={"answer": "noted"})
    with pytest.raises(InvalidInput) as refused:
        enter_accepted(actor=editor, uid=one.uid)
    assert refused.value.problems[0].field == "adopted_on"


def test_nothing_enters_without_a_person(world: World, accepted: Reading) -> None:
    for actor in (Actor.reader(), Actor.of(world.assessor), Actor.system("job")):
        with pytest.raises(Refused):
            enter_accepted(actor=actor, uid=accepted.uid)


def test_nothing_accepted_is_said(reading: Reading, editor: Actor) -> None:
    with pytest.raises(InvalidInput, match="accepted yet"):
        enter_accepted(actor=editor, uid=reading.uid)


def test_pages_kept_for_readers_outlast_decisions_and_not_what_enters(reading: Reading, editor: Actor) -> None:
    kept_under = public_head()
    accept_passage(actor=editor, uid=reading.passages.get(number="6.1").uid)
    assert public_head() == kept_under
    enter_accepted(actor=editor, uid=reading.uid)
    assert public_head() != kept_under
