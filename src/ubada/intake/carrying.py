"""What people decided on an earlier reading goes along to a later one, wherever nothing changed.

A passage is the same if its number and its wording are. One with the number and another wording has changed, and
waits; what is found no more and was decided on is kept as gone, so that a person sees it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ubada.intake.models import MENDABLE, Passage, Reading
from ubada.reading.locating import locate

_DECISION: Final = (*MENDABLE, "differs", "state", "reason", "decided_at", "decided_by_id", "ref")
_MADE_BY_PEOPLE: Final = (Passage.Origin.DIVIDED, Passage.Origin.JOINED, Passage.Origin.PERSON)
_REPLACED: Final = (Passage.State.DIVIDED, Passage.State.JOINED)
_COPIED: Final = (
    *_DECISION, "place", "origin", "tag", "page", "language", "duty_bearers", "footnotes", "citations", "confidence",
    "needs_review", "as_read", "suggested", "alike",
)  # fmt: skip


@dataclass
class Carried:
    """The passages of the later reading in an order in which they can be saved, and what each was made from."""

    passages: list[Passage]
    made_from: dict[str, list[str]] = field(default_factory=dict)


def carry_decisions(reading: Reading, fresh: list[Passage]) -> Carried:
    """The passages of a reading that supersedes another, with the decisions that still hold."""
    before = list(Passage.objects.filter(reading=reading.supersedes_id).prefetch_related("made_from"))
    counterpart = _same(before, fresh)
    carried = Carried(list(fresh))
    used = {one.tag for one in fresh}
    for one in before:
        if one.uid not in counterpart and one.origin not in _MADE_BY_PEOPLE and _is_decided(one):
            carried.passages.append(_gone(one, reading, used))
    for one in before:
        if one.origin in _MADE_BY_PEOPLE:
            _carry_made(one, reading, counterpart, carried, used)
    _reopen_orphans(fresh, carried)
    return carried


def _same(before: Iterable[Passage], fresh: Iterable[Passage]) -> dict[str, Passage]:
    """Passages of the earlier reading by uid to the fresh ones that are the same; notes on these what was decided."""
    exact: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    numbered: dict[str, list[Passage]] = defaultdict(list)
    for one in before:
        if one.as_read is not None and one.origin == Passage.Origin.READER and one.state != Passage.State.GONE:
            exact[one.as_read["number"] or "", _folded(one.as_read["text"])].append(one)
            if one.as_read["number"]:
                numbered[one.as_read["number"]].append(one)
    found: dict[str, Passage] = {}
    for each in fresh:
        same = exact.get((each.number, _folded(each.text)))
        if same:
            one = same.pop(0)
            each.earlier, found[one.uid] = one, each
            if _is_decided(one):
                for name in _DECISION:
                    setattr(each, name, getattr(one, name))
        elif each.number and len(of_number := numbered[each.number]) == 1:
            each.earlier = of_number[0]
            found.setdefault(each.earlier.uid, each)
    return found


def _carry_made(
    one: Passage, reading: Reading, counterpart: dict[str, Passage], carried: Carried, used: set[str]
) -> None:
    """Bring a passage that people made along, if what they made it from is unchanged; else it is gone."""
    sources = [counterpart.get(each.uid) for each in one.made_from.all()]
    unchanged = [each for each in sources if each is not None and each.state in _REPLACED]
    segments = _segments(one, reading, unchanged) if len(unchanged) == len(sources) else ()
    if not segments:
        if _is_decided(one):
            carried.passages.append(_gone(one, reading, used))
        return
    copy = _copy(one, reading, used)
    copy.segments = [list(span) for span in segments]
    counterpart[one.uid] = copy
    carried.passages.append(copy)
    carried.made_from[copy.uid] = [each.uid for each in unchanged]


def _segments(one: Passage, reading: Reading, sources: list[Passage]) -> tuple[tuple[int, int], ...]:
    within = tuple(span for each in sources for span in each.spans)
    found = locate(reading.text, one.text, within or None)
    return found or within


def _reopen_orphans(fresh: list[Passage], carried: Carried) -> None:
    """What was divided or joined waits again if nothing stands in its place any more."""
    replaced = {uid for sources in carried.made_from.values() for uid in sources}
    for each in fresh:
        if each.state in _REPLACED and each.uid not in replaced:
            each.state, each.decided_at, each.decided_by_id = Passage.State.WAITING, None, None


def _gone(one: Passage, reading: Reading, used: set[str]) -> Passage:
    copy = _copy(one, reading, used)
    copy.state, copy.reason, copy.segments = Passage.State.GONE, "", []
    return copy


def _copy(one: Passage, reading: Reading, used: set[str]) -> Passage:
    copy = Passage(reading=reading, earlier=one, **{name: getattr(one, name) for name in _COPIED})
    tag, again = one.tag, 2
    while copy.tag in used:
        copy.tag = f"{tag[:36]}~{again}"
        again += 1
    used.add(copy.tag)
    return copy


def _is_decided(one: Passage) -> bool:
    return one.state != Passage.State.WAITING


def _folded(text: str) -> str:
    return "".join(text.split())
