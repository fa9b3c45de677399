"""Reports of the Working Group on the Universal Periodic Review, and lists in that form.

A recommendation is an item of a list whose items name recommending states in brackets. Items are numbered 121.1
(paragraph and place), 1. or (a) under a numbered paragraph that ends in a colon, or by bullets. Introductions,
summaries of the dialogue, and notes on positions have no such brackets and are passed over. A numbered item is one
recommendation with its whole wording; lettered parts on lines of their own are its children besides. The sentence over
a list says what the state answered to all in it; what it answers by reference to paragraphs is found there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ubada.reading.model import Document
from ubada.reading.profiles.base import Candidate, Fit, cut_segments, offset_of
from ubada.reading.profiles.positions import position_of
from ubada.reading.profiles.upr_cited import cited_by_paragraph
from ubada.reading.profiles.upr_lists import Item, accepted, is_listed, label_within, lists
from ubada.reading.states import Bracket, recommending_states, state_code

_TAIL: Final = re.compile(r"[\s.;,:*]*(?:and|и)?[\s.;]*$")
_LOOSE_MARK: Final = re.compile(r"(?<=\))(?P<end>[;.,]?)\s?(?P<mark>\d{1,2}|\*{1,2})(?=[;.]?$)")
_TITLE: Final = re.compile(r"universal periodic review|универсальн\w+ периодическ\w+ обзор", re.IGNORECASE)
_ADDENDUM: Final = re.compile(
    r"(?:addendum|добавление|views on conclusions and/or recommendations)\b.{0,200}$", re.IGNORECASE
)
_SOURCE_LINE: Final = re.compile(r"\s*(?:Source of [Pp]osition|Источник позиции)\s*:")
_DOCUMENT_FOR_REVIEW: Final = re.compile(
    r"national report (?:submitted|prepared)|compilation (?:of information )?(?:on|prepared)|"
    r"summary (?:of (?:other )?(?:information|stakeholders)|prepared)|"
    r"(?:other )?stakeholders.? (?:submissions|information)|"
    r"национальный доклад|подборка\b|резюме (?:материалов|информации|представленной|подготовленное)",
    re.IGNORECASE,
)
_MINIMUM: Final = 3
_FRONT_BLOCKS: Final = 60


class UprProfile:
    """Working-group reports: lists whose items name the recommending states."""

    name = "upr"

    def fit(self, document: Document) -> Fit:
        """Scores by the share and number of list items that name states in brackets."""
        titled = is_titled(document)
        groups = accepted(lists(document), titled=titled)
        items = [item for group in groups for item in group]
        count = len(items)
        if count < (1 if titled else _MINIMUM) or is_for_review(document):
            return Fit(0.0)
        named = sum(bool(recommending_states(item.text)[0]) for item in items)
        listed = sum(titled and is_listed(item) for item in items)
        reasons = [f"{named} of {count} list items name recommending states in brackets"]
        reasons.append(
            "items are numbered " + ", ".join(_SHAPES[one] for one in sorted({i.label.scheme for i in items}))
        )
        score = 0.6 + 0.3 * max(named, listed) / count
        if titled:
            score += 0.08
            reasons.append("the front page names the universal periodic review")
        return Fit(min(score, 0.98), tuple(reasons))

    def read(self, document: Document) -> Sequence[Candidate]:
        """One candidate for each item and for each lettered part of it, in the order of the document."""
        under_review = state_under_review(document)
        found: list[Candidate] = []
        items = [item for items in accepted(lists(document), titled=is_titled(document)) for item in items]
        items.sort(key=lambda item: item.block.start)
        misprinted = _misprinted(items)
        for item in items:
            own = _candidates(document, item, under_review)
            if item.block.start in misprinted:
                own[0].doubts.append(f"the number is out of line; {misprinted[item.block.start]} was due")
            found += own
        cited = cited_by_paragraph(document, under_review) if found else []
        known = {one.number for one in found}
        return [*(one for one in cited if one.number not in known), *found]


def _misprinted(items: Sequence[Item]) -> dict[int, str]:
    """Where items start that have another number than the only one left out by their neighbours, and that one."""
    found = {}
    for (before, one), (_, after) in pairwise(pairwise(items)):
        if {item.label.scheme for item in (before, one, after)} != {"dotted"}:
            continue
        first, _, low = before.label.value.rpartition(".")
        second, _, high = after.label.value.rpartition(".")
        due = f"{first}.{int(low) + 1}"
        if first == second and int(high) == int(low) + 2 and one.label.value != due:
            found[one.block.start] = due
    return found


_SHAPES: Final = {
    "dotted": "paragraph.item",
    "number": "1., 2., … under a paragraph",
    "letter": "(a), (b), … under a paragraph",
    "roman": "(i), (ii), … under a paragraph",
    "bullet": "by bullets",
    "named": "Recommendation 1, 2, …",
    "upper": "A., B., …",
}


def is_titled(document: Document) -> bool:
    """Whether the front page names the universal periodic review, and not an addendum with the answers of a state."""
    front = document.blocks[:_FRONT_BLOCKS]
    return any(_TITLE.search(block.text) for block in front) and not any(_ADDENDUM.match(block.text) for block in front)


def is_for_review(document: Document) -> bool:
    """Whether the front page says that the document went into a review: national report, compilation or summary."""
    return any(
        block.label is None and len(block.text) < 250 and _DOCUMENT_FOR_REVIEW.match(block.text)
        for block in document.blocks[:_FRONT_BLOCKS]
    )


def state_under_review(document: Document) -> str:
    """The name of the state that the front page gives under its title, "" if none is found there."""
    title_seen = False
    for block in document.blocks[:_FRONT_BLOCKS]:
        title_seen = title_seen or bool(_TITLE.search(block.text))
        if title_seen:
            for words in (
                block.text,
                block.text.rpartition("Review")[2].strip(" *\u2217"),
                block.text.rpartition("обзору")[2],
            ):
                name = words.strip(" *:.")
                if state_code(name):
                    return name
    return ""


def _candidates(document: Document, item: Item, under_review: str) -> list[Candidate]:
    number = _number_of(item)
    whole = Candidate.of(f"{number}@{item.block.start}", number, item.block)
    for block in item.more:
        whole.extend(block, label_within(block))
    if item.children:
        whole.doubts = []
    end_at(document, whole, item)
    states, found = recommending_states(whole.text)
    whole.states = states
    whole.position = position_of(item.opener)
    whole.position_text = item.opener if whole.position else ""
    whole.doubts += doubts_about(whole.text, found)
    if under_review:
        whole.addressees = whole.duty_bearers = (under_review,)
    children = []
    for block in item.children:
        if block.label is None or block.start >= whole.segments[-1][1]:
            continue
        child = Candidate.of(f"{whole.key}({block.label.value})", f"{number}({block.label.value})", block)
        child.parent, child.states, child.addressees = whole.key, states, whole.addressees
        child.duty_bearers = whole.duty_bearers
        child.position, child.position_text = whole.position, whole.position_text
        children.append(child)
    return [whole, *children]


def _number_of(item: Item) -> str:
    if item.label.scheme == "dotted":
        return item.label.value
    if item.label.scheme == "bullet":
        return ""
    if item.label.scheme == "number" and item.group:
        return f"{item.group}.{item.label.value}"
    if item.label.scheme in ("letter", "roman") and item.group:
        return f"{item.group}({item.label.value})"
    return item.label.value


def end_at(document: Document, whole: Candidate, item: Item) -> None:
    """Ends the wording before a line on the source of the position, and before a footnote mark typed at its end."""
    source = _SOURCE_LINE.search(whole.text)
    block = item.block
    if source is not None and not item.more:
        end = offset_of(document, block, source.start())
        whole.segments = cut_segments(document.text, block.segments, block.start, end)
        whole.text = whole.text[: source.start()].rstrip()
    loose = _LOOSE_MARK.search(whole.text)
    if loose is not None and recommending_states(whole.text)[0] and not item.more:
        end = offset_of(document, block, loose.start("mark"))
        whole.segments = cut_segments(document.text, whole.segments, whole.segments[0][0], end)
        whole.text = whole.text[: loose.end("end")]
        whole.refs = (*whole.refs, loose["mark"])


def doubts_about(text: str, found: Sequence[Bracket]) -> list[str]:
    """What a person should look at: no states, brackets not closed, or wording after the last bracket."""
    if not found:
        return ["no recommending state was recognised"]
    doubts = []
    if guessed := ", ".join(name for one in found for name in one.guessed):
        doubts.append(f"the name of a state is misspelt and was taken for the one it resembles: {guessed}")
    if not all(one.is_whole for one in found):
        doubts.append("a bracket with states is not closed or holds other words")
    if _TAIL.fullmatch(text[found[-1].end :]) is None and len(text) - found[-1].end > 3:
        doubts.append("wording follows the last bracket with states")
    return doubts
