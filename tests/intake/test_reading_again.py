"""A document that is read again shows only what differs; what was decided stands."""

from __future__ import annotations

import pytest

from tests.intake.documents import ITEMS, report
from ubada.access.actors import Actor
from ubada.intake.models import Passage, Reading
from ubada.intake.services import (
    accept_passage,
    add_passage,
    divide_passage,
    join_passages,
    read_again,
    read_document,
    reject_passage,
)
from ubada.kernel.errors import InvalidInput
from ubada.ledger.queries import verify


def again(editor: Actor, reading: Reading, text: str | None = None) -> Reading:
    """The same document read again, or a new version of it."""
    chunks = None if text is None else [text.encode()]
    return read_document(uid=read_again(actor=editor, uid=reading.uid, name="new.txt", chunks=chunks).uid)


def states(reading: Reading) -> dict[str, str]:
    return dict(reading.passages.values_list("tag", "state"))


def test_the_account_of_the_document_goes_along(reading: Reading, editor: Actor) -> None:
    later = again(editor, reading)
    assert (later.code, later.is_described, later.states) == (reading.code, True, ["KGZ"])


def test_decisions_stand_where_nothing_changed(reading: Reading, editor: Actor) -> None:
    one, two, *_ = reading.passages.all()
    accept_passage(actor=editor, uid=one.uid, changes={"themes": ["themes:labour"]})
    reject_passage(actor=editor, uid=two.uid, reason="debate")
    later = again(editor, reading)
    assert states(later) == {"6.1": "accepted", "6.2": "rejected", "6.3": "waiting", "6.4": "waiting", "6.5": "waiting"}
    carried = later.passages.get(tag="6.1")
    assert (carried.ref, carried.themes, carried.decided_by_id) == (
        "A-HRC-60-4-6.1",
        ["themes:labour"],
        editor.account_id,
    )
    assert carried.earlier == one


def test_a_changed_wording_waits_again_beside_the_earlier_one(reading: Reading, editor: Actor) -> None:
    for one in reading.passages.all():
        accept_passage(actor=editor, uid=one.uid)
    items = tuple((number, text.replace("half", "30 per cent")) for number, text in ITEMS)
    later = again(editor, reading, report(items))
    changed = later.passages.exclude(state="accepted")
    assert [(one.number, one.state) for one in changed] == [("6.3", "waiting")]
    assert changed[0].earlier is not None
    assert "half" in changed[0].earlier.text


def test_what_is_found_no_more_stays_as_gone(reading: Reading, editor: Actor) -> None:
    for one in reading.passages.all():
        accept_passage(actor=editor, uid=one.uid)
    later = again(editor, reading, report(ITEMS[:4]))
    assert states(later)["6.5"] == "gone"
    assert list(states(later).values()).count("accepted") == 4


def test_what_people_made_goes_along(reading: Reading, editor: Actor) -> None:
    first, second, third, *_ = reading.passages.all()
    cut = second.text.index(" and ")
    parts = divide_passage(actor=editor, uid=second.uid, parts=[second.text[:cut], second.text[cut:]])
    accept_passage(actor=editor, uid=parts[0].uid)
    whole = join_passages(actor=editor, uids=[first.uid, third.uid])
    accept_passage(actor=editor, uid=whole.uid)
    added = add_passage(actor=editor, reading=reading.uid, text="spoke of new laws")
    reject_passage(actor=editor, uid=added.uid, reason="debate")
    later = again(editor, reading)
    assert states(later) == states(reading)
    carried = later.passages.get(tag=whole.tag)
    assert sorted(one.tag for one in carried.made_from.all()) == ["6.1", "6.3"]
    assert carried.segments == whole.segments
    assert verify().faults == ()


def test_what_people_made_of_a_changed_passage_is_gone_and_the_rest_waits_again(
    reading: Reading, editor: Actor
) -> None:
    first, _, third, *_ = reading.passages.all()
    whole = join_passages(actor=editor, uids=[first.uid, third.uid])
    accept_passage(actor=editor, uid=whole.uid)
    items = tuple((number, text.replace("half", "30 per cent")) for number, text in ITEMS)
    later = again(editor, reading, report(items))
    assert states(later)[whole.tag] == "gone"
    assert states(later)["6.1"] == "waiting"
    assert states(later)["6.3"] == "waiting"


def test_one_reading_is_superseded_once(reading: Reading, editor: Actor) -> None:
    read_again(actor=editor, uid=reading.uid)
    with pytest.raises(InvalidInput, match="later reading"):
        read_again(actor=editor, uid=reading.uid)


def test_one_passage_is_in_one_reading_alone(reading: Reading, editor: Actor) -> None:
    later = again(editor, reading)
    assert not set(later.passages.values_list("uid", flat=True)) & set(
        Passage.objects.filter(reading=reading).values_list("uid", flat=True)
    )
