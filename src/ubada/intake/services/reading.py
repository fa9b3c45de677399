"""Reading a document that was brought in: its passages, what they are about, and what the register has already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.db import transaction

from ubada.access.actors import Actor
from ubada.access.engine import Action, require
from ubada.files.queries import stored_path
from ubada.intake.carrying import Carried, carry_decisions
from ubada.intake.models import Passage, Reading
from ubada.intake.records import passage_change, reading_change
from ubada.intake.suggesting import suggest_for
from ubada.kernel.dates import PartialDate
from ubada.ledger.services import record
from ubada.reading import VERSION
from ubada.reading.child import Result, read_files
from ubada.reading.matching.matching import match
from ubada.reading.matching.relations import Type
from ubada.reading.matching.signature import Item
from ubada.register.models import Document, State
from ubada.register.services.relations import matching_items

SYSTEM: Final = "reading"
_MOST_ALIKE: Final = 3
_KINDS: Final[Mapping[str, str]] = {"upr": "upr-report", "upr_matrix": "upr-report", "statement": "statement"}
_MOST_FAILURE: Final = 500
_STEP: Final = 1000.0
"""Room between two passages, for the parts of one that is divided."""


def read_document(*, uid: str) -> Reading:
    """Read a document that waits, in a child process within limits, and note its passages for people to decide on.

    A document that cannot be read says why. Reading twice changes nothing: what is not waiting is left alone.
    """
    actor = Actor.system(SYSTEM)
    require(actor, Action.CREATE, Passage)
    one = Reading.objects.select_related("file").get(uid=uid)
    if one.state != Reading.State.WAITING:
        return one
    path = stored_path(actor, one.file_id)
    [result] = read_files([path], profile=one.asked_profile or None)
    passages = [] if result.reading is None else _passages(actor, one, result)
    _note_alike(actor, one, passages)
    with transaction.atomic():
        waiting = Reading.objects.select_for_update().get(uid=uid)
        if waiting.state != Reading.State.WAITING:
            return waiting
        if result.error is not None:
            page = f"Page {result.error.page}: " if result.error.page else ""
            one.state, one.failure = Reading.State.FAILED, f"{page}{result.error.reason}"[:_MOST_FAILURE]
        else:
            _fill(one, result)
        one.save()
        kept = _save(one, passages)
        changes = [reading_change(one), *(passage_change(each) for each in kept)]
        record(actor=actor, action="read_document", subject=f"reading {uid}", changes=changes)
    return one


def _fill(one: Reading, result: Result) -> None:
    assert result.reading is not None  # noqa: S101 - a result without an error has a reading
    source = result.reading["source"]
    one.state, one.read_at, one.reader_version = Reading.State.READ, datetime.now(UTC), VERSION
    one.profile, one.profile_reasons, one.notes = source["profile"], source["profile_reasons"], source["notes"]
    one.language, one.pages = source["language"], source["pages"]
    one.text, one.blocks = storable(result.text), result.layout["blocks"]
    if not one.is_described:
        _guess(one, result.layout["front"])


def _guess(one: Reading, front: Mapping[str, Any]) -> None:
    """What the front of the document suggests, for the person who describes it to correct."""
    one.symbol, one.title = storable(front["symbol"])[:80], storable(front["title"])[:300]
    if front["dated"]:
        one.adopted_on = PartialDate.parse(front["dated"])
    followed = list(State.objects.filter(is_practice=False).values_list("code", flat=True))
    named = [code for code in front["states"] if code in followed]
    one.states = named or ([] if one.profile in ("upr", "upr_matrix", "treaty_body") else followed)
    one.kind = _KINDS.get(one.profile, "")
    known = Document.objects.filter(symbol__iexact=one.symbol).first() if one.symbol else None
    if known is not None:
        one.kind, one.body_id, one.url = known.kind, known.body_id, known.url
        one.title, one.adopted_on = known.title.best(one.language or "en").text[:300], known.adopted_on


def _passages(actor: Actor, one: Reading, result: Result) -> list[Passage]:
    assert result.reading is not None  # noqa: S101 - see the caller
    by_tag: dict[str, Passage] = {}
    for place, found in enumerate(result.reading["recommendations"], start=1):
        passage = _passage(one, found, result.layout["segments"][found["id"]], place)
        passage.parent = by_tag.get(found["parent"] or "")
        by_tag[found["id"]] = passage
    suggest_for(actor, *by_tag.values())
    return list(by_tag.values())


def _passage(one: Reading, found: Mapping[str, Any], segments: list[list[int]], place: int) -> Passage:
    number = found["number"] or ""
    tag = found["id"][:40]
    return Passage(
        reading=one,
        place=place * _STEP,
        tag=tag,
        number=number[:40],
        locator=(f"para. {number}" if number else f"item {tag.removeprefix('r')}")[:80],
        text=storable(found["text"]),
        segments=segments,
        page=found["page"],
        language=found["language"],
        addressee=storable(found["addressee_heading"] or ", ".join(found["addressees"])).strip(" :")[:300],
        duty_bearers=found["duty_bearers"],
        recommending_states=found["recommending_states"],
        answer=_answer(found),
        footnotes=found["footnotes"],
        citations=found["citations"],
        confidence=found["confidence"],
        needs_review=found["needs_review"],
        as_read={**found, "text": storable(found["text"])},
    )


def _answer(found: Mapping[str, Any]) -> str:
    position = found.get("position") or ""
    return position if position in ("supported", "noted") else ""


def _note_alike(actor: Actor, one: Reading, passages: list[Passage]) -> None:
    """Which commitments of the register may be the same promise, the surest first; those of one topic last."""
    if not passages:
        return
    mine = {f"~{passage.uid}": passage for passage in passages}  # "~" sorts after every reference
    states = frozenset(one.states)
    items = [*matching_items(actor), *(Item(key, each.text, each.language, states) for key, each in mine.items())]
    found: dict[str, list[dict[str, Any]]] = {}
    for pair in match(items):
        if pair.second in mine and pair.first not in mine:
            alike = {"ref": pair.first, "type": str(pair.relation.type), "score": pair.relation.score}
            found.setdefault(pair.second, []).append(alike)
    for key, all_alike in found.items():
        all_alike.sort(key=lambda each: (each["type"] == Type.SAME_TOPIC, -each["score"], each["ref"]))
        mine[key].alike = all_alike[:_MOST_ALIKE]


def _save(one: Reading, passages: list[Passage]) -> list[Passage]:
    """Write the passages, with what was decided in the reading before where nothing changed."""
    carried = Carried(passages) if one.supersedes_id is None else carry_decisions(one, passages)
    for each in carried.passages:
        each.save(force_insert=True)
    for each in carried.passages:
        each.made_from.set(Passage.objects.filter(uid__in=carried.made_from.get(each.uid, [])))
    return carried.passages


def storable(text: str) -> str:
    """The text without what the database cannot hold: zero bytes and halves of characters become the sign for such."""
    return "".join("\ufffd" if one == "\x00" or "\ud800" <= one <= "\udfff" else one for one in text)
