"""Lists whose items name recommending states: which blocks are items, what belongs to each, and what opens them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ubada.reading.blocks import is_heading
from ubada.reading.model import Block, Document, Label, roman_value
from ubada.reading.numbering import has_ended
from ubada.reading.states import recommending_states

# "The recommendations listed below …": items under such words are recommendations even if no state is named in them.
_LISTED: Final = re.compile(
    r"\brecommendations?\b.{0,60}?\b(?:listed|below|formulated|made during|enjoy|did not enjoy"
    r"|have been (?:examined|noted|accepted|rejected)|will be (?:examined|considered))\b"
    r"|\bрекомендаци\w+\b.{0,80}?(?:ниже|перечисленн\w+|вынесенн\w+|сформулированн\w+|рассмотрен\w+|пользуются)",
    re.IGNORECASE,
)
_NOT_LISTED: Final = re.compile(
    r"\babove\b|\bvoluntary\b|\bpledges?\b|\bcomments?\b|добровольн|замечани|комментари", re.IGNORECASE
)
# What a state says of recommendations is none.
_COMMENT: Final = re.compile(
    r"(?:with regards? to|regarding|concerning|as (?:to|for)|on|in relation to)?\s*(?:the |these |those )?"
    r"recommendations?\s+(?:\w+\s+){0,2}?(?:to|under|in|on|concerning|regarding|that|of|contained|made)\b"
    r"|(?:в отношении|по поводу|что касается|касательно)\s+рекомендаци",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Item:
    """A list item: its block, label and group, the paragraph that opens its list, and the blocks that go on with it."""

    block: Block
    label: Label
    group: str
    opener: str = ""
    more: list[Block] = field(default_factory=list)
    children: list[Block] = field(default_factory=list)
    size: int = 0

    def add(self, block: Block, *, is_part: bool = False) -> None:
        """Takes a block that goes on with the item, as a lettered part or not; a monstrous item takes none."""
        self.size += len(block.text)
        if self.size > _LONGEST_ITEM:
            return
        self.more.append(block)
        if is_part:
            self.children.append(block)

    @property
    def text(self) -> str:
        """The wording with that of the blocks that go on with it."""
        parts = [self.block.text, *(f"{label_within(block)} {block.text}" for block in self.more)]
        return " ".join(part.strip() for part in parts if part)


def label_within(block: Block) -> str:
    """The label of a block that goes on with an item, as it is written inside the wording; "" without one."""
    if block.label is None or block.label.scheme == "bullet":
        return ""
    in_brackets = block.label.style or block.label.scheme in ("letter", "roman")
    return f"({block.label.value})" if in_brackets else f"{block.label.value}."


def lists(document: Document) -> list[list[Item]]:
    """The lists of the document: items numbered alike under one paragraph."""
    finder = ListFinder(document.blocks)
    for place, block in enumerate(document.blocks):
        finder.place = place
        finder.add(block)
    return finder.groups


def accepted(groups: list[list[Item]], *, titled: bool = False) -> list[list[Item]]:
    """The lists that hold recommendations: at least half of the items name states in brackets near their end.

    In a report ``titled`` as one of a review a list also counts whose opening words say that these are recommendations.
    """
    kept = []
    for items in groups:
        if 2 * sum(bool(_COMMENT.match(item.text)) for item in items) >= len(items):
            continue
        named = sum(_names_states(item) for item in items)
        if (named and 2 * named >= len(items)) or (titled and len(items) >= _FEWEST and is_listed(items[0])):
            kept.append(items)
    return kept


def is_listed(item: Item) -> bool:
    """Whether the paragraph that opens the list says that recommendations follow."""
    return bool(_LISTED.search(item.opener)) and not _NOT_LISTED.search(item.opener)


def _names_states(item: Item) -> bool:
    found = recommending_states(item.text)[1]
    return bool(found) and any(one.is_whole for one in found)


class ListFinder:
    """Walks through the blocks and tells list items from numbered paragraphs, which may be numbered alike."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks, self.place = blocks, 0
        self.groups: list[list[Item]] = []
        self.paragraph = self.opener = ""
        self.openers: dict[str, str] = {}
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
        self.groups[-1].append(Item(block, label, group, self.openers.get(group, "")))
        self.scheme, self.is_open = "dotted", True

    def _number(self, block: Block, label: Label) -> None:
        number = label.number
        last = self._last
        if self.is_open and self.scheme == "number" and last is not None and not self._opens(block):
            due = number - last.label.number
            if 0 < due <= 2 and not (number == self.paragraph_number + 1 and not self._names_states_ahead()):
                self.groups[-1].append(self._item(block, label))
                return
            if label.style and not 0 < due <= 2 and not has_ended(last.text):
                last.add(block)
                return
        # Paragraphs count on through a report, so a 1 after any of them begins a list, whatever its opener ends in.
        restarts = self.is_open or self.paragraph_number > 1
        if restarts and number == 1 and self.scheme in ("", "number"):
            self._open_list(block, label)
            return
        self._new_paragraph(block, label)

    def _opens(self, block: Block) -> bool:
        """Whether a numbered block is the paragraph over a list: it ends in a colon, and a 1 comes next."""
        following = self.blocks[self.place + 1].label if self.place + 1 < len(self.blocks) else None
        return block.text.rstrip().endswith(":") and following is not None and following.value == "1"

    def _item(self, block: Block, label: Label) -> Item:
        return Item(block, label, self.paragraph, self.opener)

    def _letter(self, block: Block, label: Label) -> None:
        label = self._as_roman(label)
        last = self._last
        if self.is_open and last is not None and self.scheme in ("dotted", "number", "named"):
            last.add(block, is_part=True)
        elif self.is_open and last is not None and self.scheme == label.scheme:
            self.groups[-1].append(self._item(block, label))
        elif self.is_open and self.scheme == "" and label.number == 1:
            self._open_list(block, label)
        elif self.is_open and last is not None:
            last.add(block, is_part=True)

    def _as_roman(self, label: Label) -> Label:
        """(i) where a list begins, and what follows it there, is a figure and no letter."""
        begins = self.is_open and self.scheme == "" and label.value == "i"
        goes_on = self.is_open and self.scheme == "roman" and roman_value(label.value) > 0
        return Label("roman", label.value) if begins or goes_on else label

    def _loose(self, block: Block, label: Label) -> None:
        last = self._last
        if self.is_open and self.scheme == label.scheme and last is not None:
            self.groups[-1].append(self._item(block, label))
        elif self.is_open and self.scheme == "":
            self._open_list(block, label)
        elif self.is_open and last is not None and not _has_states(last.text):
            last.add(block)

    def _open_list(self, block: Block, label: Label) -> None:
        self.groups.append([self._item(block, label)])
        self.scheme, self.is_open = label.scheme, True

    def _new_paragraph(self, block: Block, label: Label) -> None:
        self.paragraph, self.paragraph_number = label.value, label.number
        self.opener = self.openers[label.value] = block.text[:_OPENER_WIDTH]
        self.is_open = block.text.rstrip().endswith(":")
        self.scheme = ""

    def _other(self, block: Block) -> None:
        """An unnumbered block: the rest of an item that has not named its states yet, or something else."""
        last = self._last
        if not self.is_open or last is None or self.scheme == "":
            if block.text.endswith(":") and block.kind != "heading" and block.cell is None:
                self.is_open, self.scheme, self.opener = True, "", block.text[:_OPENER_WIDTH]
            return
        if block.kind == "heading" or block.cell is not None or block.label is not None or last.size > _LONGEST_ITEM:
            return
        is_rest = not _COMPLETE.search(last.text) or block.text[:1].islower()
        is_second_wording = _has_states(block.text) and _TAIL_STATES.search(block.text)
        if is_second_wording or (is_rest and not (is_heading(block) and _has_states(last.text))):
            last.add(block)

    def _names_states_ahead(self) -> bool:
        """Whether this block or the unnumbered ones right after it name states in brackets."""
        text = self.blocks[self.place].text
        for block in self.blocks[self.place + 1 : self.place + _AHEAD]:
            if block.label is not None or block.kind == "heading":
                break
            text = f"{text} {block.text}"
        return _has_states(text)

    @property
    def _last(self) -> Item | None:
        return self.groups[-1][-1] if self.groups and self.groups[-1] else None


# An item is complete with its bracket or a closing mark at its end.
_COMPLETE: Final = re.compile(r"[;.:)”»*\d]\s*(?:and|и)?\s*$")
_AHEAD: Final = 12
_FEWEST: Final = 3
_LONGEST_ITEM: Final = 20_000
_OPENER_WIDTH: Final = 600
_TAIL_STATES: Final = re.compile(r"\)\s*[;.]?\s*$")


def _has_states(text: str) -> bool:
    return "(" in text and bool(recommending_states(text)[0])
