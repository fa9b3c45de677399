"""A person decides on each passage; every decision is theirs alone, can be taken back, and is in the ledger."""

from __future__ import annotations

from typing import Any

import pytest

from tests.intake.conftest import Bring
from tests.world import World
from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.intake.models import Passage, Reading
from ubada.intake.services import (
    accept_passage,
    add_passage,
    divide_passage,
    join_passages,
    mend_passage,
    reject_passage,
    reopen_passage,
)
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.ledger.queries import verify
from ubada.register.models import Commitment


def numbered(reading: Reading, number: str) -> Passage:
    return reading.passages.get(number=number, origin="reader")


def test_accepting_keeps_who_when_and_under_what_reference(reading: Reading, editor: Actor) -> None:
    one = accept_passage(actor=editor, uid=numbered(reading, "6.1").uid)
    assert (one.state, one.ref, one.states) == ("accepted", "A-HRC-60-4-6.1", ["KGZ"])
    assert one.decided_by_id == editor.account_id
    assert one.decided_at is not None
    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.actor, entry.subject) == ("accept_passage", editor.label, f"passage {one.uid}")


def test_accepting_puts_nothing_into_the_register_yet(reading: Reading, editor: Actor) -> None:
    before = Commitment.objects.count()
    accept_passage(actor=editor, uid=numbered(reading, "6.1").uid)
    assert Commitment.objects.count() == before


def test_nothing_is_accepted_before_the_document_is_described(bring: Bring, editor: Actor) -> None:
    with pytest.raises(InvalidInput, match="what document"):
        accept_passage(actor=editor, uid=numbered(bring(), "6.1").uid)


def test_a_rejection_has_a_reason(reading: Reading, editor: Actor) -> None:
    uid = numbered(reading, "6.1").uid
    with pytest.raises(InvalidInput):
        reject_passage(actor=editor, uid=uid, reason="")
    assert reject_passage(actor=editor, uid=uid, reason="proposal").reason == "proposal"


@pytest.mark.parametrize("again", [accept_passage, lambda **named: reject_passage(**named, reason="debate")])
def test_what_was_decided_is_not_decided_over(reading: Reading, editor: Actor, again: Any) -> None:
    uid = numbered(reading, "6.1").uid
    reject_passage(actor=editor, uid=uid, reason="debate")
    with pytest.raises(InvalidInput, match="already"):
        again(actor=editor, uid=uid)


def test_a_decision_can_be_taken_back(reading: Reading, editor: Actor) -> None:
    uid = numbered(reading, "6.1").uid
    reject_passage(actor=editor, uid=uid, reason="debate")
    one = reopen_passage(actor=editor, uid=uid)
    assert (one.state, one.reason, one.decided_at, one.decided_by_id) == ("waiting", "", None, None)


def test_a_mended_wording_finds_its_place_or_is_marked_as_differing(reading: Reading, editor: Actor) -> None:
    uid = numbered(reading, "6.2").uid
    one = mend_passage(actor=editor, uid=uid, changes={"text": "open a shelter  in every region by 2027"})
    assert not one.differs
    assert " ".join(reading.text[start:end] for start, end in one.spans) == "open a shelter in every region by 2027"
    one = mend_passage(actor=editor, uid=uid, changes={"text": "Open two shelters"})
    assert one.differs
    assert one.as_read is not None
    assert one.as_read["text"].startswith("Adopt a law")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "  "),
        ("text", "x" * 10_001),
        ("number", "9" * 41),
        ("states", ["NOR"]),
        ("recommending_states", ["ZZZ"]),
        ("answer", "perhaps"),
        ("specificity", 6),
        ("themes", ["themes:none-such"]),
        ("persons", ["themes:equality"]),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(reading: Reading, editor: Actor, field: str, value: object) -> None:
    one = numbered(reading, "6.1")
    with pytest.raises(InvalidInput) as refused:
        mend_passage(actor=editor, uid=one.uid, changes={field: value})
    assert [problem.field for problem in refused.value.problems] == [field]
    assert numbered(reading, "6.1").contents() == one.contents()


def test_two_of_one_place_cannot_both_be_accepted(reading: Reading, editor: Actor) -> None:
    first, second = numbered(reading, "6.1"), numbered(reading, "6.2")
    accept_passage(actor=editor, uid=first.uid)
    accept_passage(actor=editor, uid=second.uid, changes={"locator": "para. 6.2"})
    third = numbered(reading, "6.3")
    existing = Commitment.objects.filter(provision=f"{reading.code}:para. 6.1")
    assert not existing.exists()
    assert accept_passage(actor=editor, uid=third.uid).ref != first.ref


class TestDividing:
    """One passage that asks for several things."""

    PARTS = ("Adopt a law against domestic violence", "and open a shelter in every region by 2027 (Chile) (Ghana);")

    def test_the_parts_wait_in_its_place_each_with_its_own_stretch(self, reading: Reading, editor: Actor) -> None:
        whole = numbered(reading, "6.2")
        made = divide_passage(actor=editor, uid=whole.uid, parts=self.PARTS)
        whole.refresh_from_db()
        assert whole.state == Passage.State.DIVIDED
        assert [one.tag for one in made] == ["6.2-a", "6.2-b"]
        order = [one.tag for one in reading.passages.all()]
        assert order[1:4] == ["6.2", "6.2-a", "6.2-b"]
        for one, part in zip(made, self.PARTS, strict=True):
            assert " ".join(" ".join(reading.text[start:end] for start, end in one.spans).split()) == part
            assert one.recommending_states == ["CHL", "GHA"]

    @pytest.mark.parametrize(
        "parts",
        [
            ("Adopt a law against domestic violence",),
            ("Adopt a law against domestic violence", "by 2027 (Chile) (Ghana);"),
            ("Adopt two laws against domestic violence", PARTS[1]),
            (PARTS[1], PARTS[0]),
        ],
    )
    def test_parts_that_do_not_cover_it_are_refused(
        self, reading: Reading, editor: Actor, parts: tuple[str, ...]
    ) -> None:
        with pytest.raises(InvalidInput):
            divide_passage(actor=editor, uid=numbered(reading, "6.2").uid, parts=parts)
        assert reading.passages.count() == 5

    def test_it_is_taken_back_while_nothing_is_decided_on_the_parts(self, reading: Reading, editor: Actor) -> None:
        whole = numbered(reading, "6.2")
        made = divide_passage(actor=editor, uid=whole.uid, parts=self.PARTS)
        accept_passage(actor=editor, uid=made[0].uid)
        with pytest.raises(InvalidInput, match="in its place"):
            reopen_passage(actor=editor, uid=whole.uid)
        reopen_passage(actor=editor, uid=made[0].uid)
        assert reopen_passage(actor=editor, uid=whole.uid).state == "waiting"
        assert reading.passages.count() == 5
        assert verify().faults == ()


class TestJoining:
    """Two passages that are one."""

    def test_the_whole_waits_in_their_place(self, reading: Reading, editor: Actor) -> None:
        first, second = numbered(reading, "6.3"), numbered(reading, "6.4")
        whole = join_passages(actor=editor, uids=[second.uid, first.uid])
        assert whole.text == f"{first.text} {second.text}"
        assert whole.recommending_states == ["ISL", "URY"]
        assert {one.state for one in whole.made_from.all()} == {"joined"}
        assert (whole.number, whole.state) == ("6.3", "waiting")

    def test_taking_it_back_brings_all_of_them_back(self, reading: Reading, editor: Actor) -> None:
        first, second = numbered(reading, "6.3"), numbered(reading, "6.4")
        join_passages(actor=editor, uids=[first.uid, second.uid])
        reopen_passage(actor=editor, uid=second.uid)
        assert {one.state for one in reading.passages.all()} == {"waiting"}
        assert reading.passages.count() == 5
        assert verify().faults == ()

    def test_one_alone_or_one_decided_on_cannot_be_joined(self, reading: Reading, editor: Actor) -> None:
        first, second = numbered(reading, "6.3"), numbered(reading, "6.4")
        with pytest.raises(InvalidInput):
            join_passages(actor=editor, uids=[first.uid, first.uid])
        accept_passage(actor=editor, uid=second.uid)
        with pytest.raises(InvalidInput):
            join_passages(actor=editor, uids=[first.uid, second.uid])


class TestAdding:
    """One that the reader missed."""

    def test_it_stands_where_its_wording_stands(self, reading: Reading, editor: Actor) -> None:
        one = add_passage(actor=editor, reading=reading.uid, text="spoke of  new laws", number="1")
        assert (one.origin, one.tag, one.locator) == ("person", "1", "para. 1")
        assert reading.text[one.start :].startswith("spoke of new laws")
        assert reading.passages.first() == one

    def test_what_is_not_in_the_document_cannot_be_added(self, reading: Reading, editor: Actor) -> None:
        with pytest.raises(InvalidInput, match="does not stand"):
            add_passage(actor=editor, reading=reading.uid, text="Build a palace")


def test_nobody_but_a_person_who_edits_decides(world: World, reading: Reading) -> None:
    uid = numbered(reading, "6.1").uid
    for actor in (Actor.reader(), Actor.of(world.assessor), Actor.system("job")):
        for act in (
            lambda: accept_passage(actor=actor, uid=uid),  # noqa: B023 - called in the loop
            lambda: reject_passage(actor=actor, uid=uid, reason="debate"),  # noqa: B023
            lambda: mend_passage(actor=actor, uid=uid, changes={"text": "x"}),  # noqa: B023
            lambda: divide_passage(actor=actor, uid=uid, parts=["a", "b"]),  # noqa: B023
            lambda: join_passages(actor=actor, uids=[uid, uid]),  # noqa: B023
            lambda: add_passage(actor=actor, reading=reading.uid, text="spoke"),  # noqa: B023
        ):
            with pytest.raises(Refused):
                act()
