"""Reports of the Working Group on the Universal Periodic Review, and lists in that form.

A recommendation is an item of a list whose items name recommending states in brackets. Items are numbered 121.1
(paragraph and place), 1. or (a) under a numbered paragraph that ends in a colon, or by bullets. Introductions,
summaries of the dialogue, and notes on positions have no such brackets and are passed over. A numbered item is one
recommendation with its whole wording; lettered parts on lines of their own are its children besides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ubada.reading.blocks import is_heading
from ubada.reading.model import Block, Document, Label
from ubada.reading.profiles.base import Candidate, Fit, cut_segments, offset_of
from ubada.reading.states import Bracket, recommending_states, state_code

_TAIL: Final = re.compile(r"[\s.;,:*]*(?:and|и)?[\s.;]*$")
_LOOSE_MARK: Final = re.compile(r"(?<=\))(?P<end>[;.,]?)\s?(?P<mark>\d{1,2}|\*{1,2})(?=[;.]?$)")
_TITLE: Final = re.compile(r"universal periodic review|универсальн\w+ периодическ\w+ обзор", re.IGNORECASE)
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


@dataclass(slots=True)
class _Item:
    block: Block
    label: Label
    group: str
    more: list[Block] = field(default_factory=list)
    children: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        parts = [self.block.text]
        for block in self.more:
            parts += [f"({block.label.value})"] if block.label and block in self.children else []
            parts.append(block.text)
        return " ".join(part for part in parts if part)


class UprProfile:
    """Working-group reports: lists whose items name the recommending states."""

    name = "upr"

    def fit(self, document: Document) -> Fit:
        """Scores by the share and number of list items that name states in brackets."""
        groups = accepted(lists(document))
        count = sum(len(items) for items in groups)
        named = sum(bool(recommending_states(item.text)[0]) for items in groups for item in items)
        titled = any(_TITLE.search(block.text) for block in document.blocks[:_FRONT_BLOCKS])
        if count < (1 if titled else _MINIMUM) or is_for_review(document):
            return Fit(0.0)
        shapes = {item.label.scheme for items in groups for item in items}
        reasons = [f"{named} of {count} list items name recommending states in brackets"]
        reasons.append("items are numbered " + ", ".join(_SHAPES[shape] for shape in sorted(shapes)))
        score = 0.6 + 0.3 * named / count
        if titled:
            score += 0.08
            reasons.append("the front page names the universal periodic review")
        return Fit(min(score, 0.98), tuple(reasons))

    def read(self, document: Document) -> Sequence[Candidate]:
        """One candidate for each item, and one for each lettered part of it."""
        under_review = state_under_review(document)
        found: list[Candidate] = []
        for items in accepted(lists(document)):
            for item in items:
                found += _candidates(document, item, under_review)
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


def lists(document: Document) -> list[list[_Item]]:
    """The lists of the document: items numbered alike under one paragraph."""
    finder = _ListFinder(document.blocks)
    for place, block in enumerate(document.blocks):
        finder.place = place
        finder.add(block)
    return finder.groups


def accepted(groups: list[list[_Item]]) -> list[list[_Item]]:
    """The lists that hold recommendations: at least half of the items name states in brackets near their end."""
    kept = []
    for items in groups:
        named = sum(_names_states(item) for item in items)
        if named and 2 * named >= len(items):
            kept.append(items)
    return kept


def _names_states(item: _Item) -> bool:
    found = recommending_states(item.text)[1]
    return bool(found) and any(one.is_whole for one in found)


class _ListFinder:
    """Walks through the blocks and tells list items from numbered paragraphs, which may be numbered alike."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks, self.place = blocks, 0
        self.groups: list[list[_Item]] = []
        self.paragraph = ""
        self.paragraph_number = 0
        self.is_open = False
        self.scheme = ""

    def add(self, block: Block) -> None:
        """Takes the next block of the document."""
        if block.cell is not None or block.kind == "heading":
            self._other(block)
            return
        label = block.label
        if label is None:
            self._other(block)
        elif label.scheme == "dotted":
            self._dotted(block, label)
        elif label.scheme == "number":
            self._number(block, label)
        elif label.scheme in ("letter", "roman"):
            self._letter(block, label)
        elif label.scheme in ("bullet", "named"):
            self._loose(block, label)
        else:
            self._other(block)

    def _dotted(self, block: Block, label: Label) -> None:
        group = label.value.rpartition(".")[0]
        if not self.groups or self.groups[-1][0].group != group or self.groups[-1][0].label.scheme != "dotted":
            known = next(
                (one for one in self.groups if one[0].group == group and one[0].label.scheme == "dotted"), None
            )
            if known is not None:
                self.groups.remove(known)
                self.groups.append(known)
            else:
                self.groups.append([])
        self.groups[-1].append(_Item(block, label, group))
        self.scheme, self.is_open = "dotted", True

    def _number(self, block: Block, label: Label) -> None:
        number = label.number
        last = self._last
        if self.is_open and self.scheme == "number" and last is not None:
            due = number - last.label.number
            if 0 < due <= 2 and not (number == self.paragraph_number + 1 and not self._names_states_ahead()):
                self.groups[-1].append(_Item(block, label, self.paragraph))
                return
        if self.is_open and number == 1 and self.scheme in ("", "number"):
            self._open_list(block, label)
            return
        self._new_paragraph(block, label)

    def _letter(self, block: Block, label: Label) -> None:
        last = self._last
        if self.is_open and last is not None and self.scheme in ("dotted", "number", "named"):
            last.more.append(block)
            last.children.append(block)
        elif self.is_open and last is not None and self.scheme == label.scheme:
            self.groups[-1].append(_Item(block, label, self.paragraph))
        elif self.is_open and self.scheme == "" and label.number == 1:
            self._open_list(block, label)
        elif self.is_open and last is not None:
            last.more.append(block)
            last.children.append(block)

    def _loose(self, block: Block, label: Label) -> None:
        last = self._last
        if self.is_open and self.scheme == label.scheme and last is not None:
            self.groups[-1].append(_Item(block, label, self.paragraph))
        elif self.is_open and self.scheme == "":
            self._open_list(block, label)
        elif self.is_open and last is not None and not _has_states(last.text):
            last.more.append(block)

    def _open_list(self, block: Block, label: Label) -> None:
        self.groups.append([_Item(block, label, self.paragraph)])
        self.scheme = label.scheme

    def _new_paragraph(self, block: Block, label: Label) -> None:
        self.paragraph, self.paragraph_number = label.value, label.number
        self.is_open = block.text.rstrip().endswith(":")
        self.scheme = ""

    def _other(self, block: Block) -> None:
        """An unnumbered block: the rest of an item that has not named its states yet, or something else."""
        last = self._last
        if not self.is_open or last is None or self.scheme == "":
            if block.text.endswith(":") and block.kind != "heading" and block.cell is None:
                self.is_open, self.scheme = True, ""
            return
        if block.kind == "heading" or block.cell is not None or block.label is not None:
            return
        is_rest = not _COMPLETE.search(last.text) or block.text[:1].islower()
        is_second_wording = _has_states(block.text) and _TAIL_STATES.search(block.text)
        if is_second_wording or (is_rest and not (is_heading(block) and _has_states(last.text))):
            last.more.append(block)

    def _names_states_ahead(self) -> bool:
        """Whether this block or the unnumbered ones right after it name states in brackets."""
        text = self.blocks[self.place].text
        for block in self.blocks[self.place + 1 : self.place + _AHEAD]:
            if block.label is not None or block.kind == "heading":
                break
            text = f"{text} {block.text}"
        return _has_states(text)

    @property
    def _last(self) -> _Item | None:
        return self.groups[-1][-1] if self.groups and self.groups[-1] else None


# An item is complete with its bracket or a closing mark at its end.
_COMPLETE: Final = re.compile(r"[;.:)”»*\d]\s*(?:and|и)?\s*$")
_AHEAD: Final = 12
_TAIL_STATES: Final = re.compile(r"\)\s*[;.]?\s*$")


def _has_states(text: str) -> bool:
    return "(" in text and bool(recommending_states(text)[0])


def _candidates(document: Document, item: _Item, under_review: str) -> list[Candidate]:
    number = _number_of(item)
    whole = Candidate.of(f"{number}@{item.block.start}", number, item.block)
    for block in item.more:
        whole.extend(block, f"({block.label.value})" if block.label is not None and block in item.children else "")
    if item.children:
        whole.doubts = []
    end_at(document, whole, item)
    states, found = recommending_states(whole.text)
    whole.states = states
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
        children.append(child)
    return [whole, *children]


def _number_of(item: _Item) -> str:
    if item.label.scheme == "dotted":
        return item.label.value
    if item.label.scheme == "bullet":
        return ""
    if item.label.scheme == "number" and item.group:
        return f"{item.group}.{item.label.value}"
    if item.label.scheme in ("letter", "roman") and item.group:
        return f"{item.group}({item.label.value})"
    return item.label.value


def end_at(document: Document, whole: Candidate, item: _Item) -> None:
    """Ends the wording before a line on the source of the position, and before a footnote mark typed at its end."""
    source = _SOURCE_LINE.search(whole.text)
    block = item.block
    if source is not None and not item.more:
        end = offset_of(document, block, source.start())
        whole.segments = cut_segments(document.text, block.segments, block.start, end)
        whole.text = whole.text[: source.start()].rstrip()
    loose = _LOOSE_MARK.search(whole.text)
    if loose is not None and _has_states(whole.text) and not item.more:
        end = offset_of(document, block, loose.start("mark"))
        whole.segments = cut_segments(document.text, whole.segments, whole.segments[0][0], end)
        whole.text = whole.text[: loose.end("end")]
        whole.refs = (*whole.refs, loose["mark"])


def doubts_about(text: str, found: Sequence[Bracket]) -> list[str]:
    """What a person should look at: no states, brackets not closed, or wording after the last bracket."""
    if not found:
        return ["no recommending state was recognised"]
    doubts = []
    if not all(one.is_whole for one in found):
        doubts.append("a bracket with states is not closed or holds other words")
    if _TAIL.fullmatch(text[found[-1].end :]) is None and len(text) - found[-1].end > 3:
        doubts.append("wording follows the last bracket with states")
    return doubts
