"""Items of a section become candidates: parents by indentation or by wording, numbers as printed."""

from __future__ import annotations

import re
from typing import Final

from ubada.reading.model import Block, Label
from ubada.reading.profiles.base import Candidate
from ubada.reading.profiles.sections import Section, form_of, is_item

_OPENS: Final = re.compile(
    r"(?::|\b(?:including|such as|namely|in particular|в том числе|включая|а именно)\s*:?)\s*$", re.IGNORECASE
)
_INDENT: Final = 6.0
_COUNTED: Final = ("number", "dotted", "named", "letter")


def candidates_of(section: Section, key: str) -> list[Candidate]:
    """The candidates of one section, in order; ``key`` makes their keys unique in the document."""
    walker = _Walker(section, key)
    for block in section.blocks:
        walker.add(block)
    return walker.found


class _Walker:
    """Keeps the chain of open items: who can be the parent of the next one."""

    def __init__(self, section: Section, key: str) -> None:
        self.section, self.key = section, key
        self.heading = section.heading.text if section.addressee else None
        self.found: list[Candidate] = []
        self.chain: list[tuple[Block, Candidate]] = []
        self.marks: list[str] = []

    def add(self, block: Block) -> None:
        """Takes the next block of the section."""
        if is_item(block):
            self._item(block)
        elif block.label is None and self.found and not block.bold and self._is_rest(block):
            self.found[-1].extend(block)

    def _is_rest(self, block: Block) -> bool:
        last = self.found[-1].text
        return block.text[:1].islower() and not re.search(r"[.;:!?]$", last)

    def _item(self, block: Block) -> None:
        if block.label is not None and block.label.scheme == "bullet" and block.label.style not in self.marks:
            self.marks.append(block.label.style)
        parent = self._parent_of(block)
        label = block.label
        mark = "" if label is None or label.scheme == "bullet" else label.value
        if parent is not None and mark:
            mark = f"{parent.number}({mark})" if label is not None and label.scheme in ("letter", "roman") else mark
        one = Candidate.of(f"{self.key}@{block.start}", mark, block)
        one.heading = self.heading
        if parent is not None:
            one.parent = parent.key
        if self.section.addressee:
            one.addressees = (self.section.addressee,)
        self.found.append(one)
        self.chain.append((block, one))

    def _parent_of(self, block: Block) -> Candidate | None:
        while self.chain:
            above, candidate = self.chain[-1]
            depth = self._depth(above, block)
            if depth > 0:
                return candidate
            if depth == 0 and _OPENS.search(above.text) and self._starts_nest(above, block):
                return candidate
            if depth == 0 and candidate.parent is not None and self._stays(block):
                return next(one for _, one in self.chain if one.key == candidate.parent)
            if depth == 0 and candidate.parent is not None and not self._nest_by_wording():
                return next((one for _, one in self.chain if one.key == candidate.parent), None)
            if depth == 0:
                self.chain = [pair for pair in self.chain[:-1] if self._depth(pair[0], block) > 0]
                return self.chain[-1][1] if self.chain else None
            self.chain.pop()
        return None

    def _nest_by_wording(self) -> bool:
        """Whether the last item is under its parent by its wording alone, at the same depth."""
        block, candidate = self.chain[-1]
        parent = next((above for above, one in self.chain if one.key == candidate.parent), None)
        return parent is None or self._depth(parent, block) == 0

    def _starts_nest(self, above: Block, block: Block) -> bool:
        """An item that ends in a colon takes the items after it that are worded otherwise than it is."""
        return form_of(block.text) != form_of(above.text)

    def _stays(self, block: Block) -> bool:
        """Whether the next item goes on with the nest of the last: worded as its siblings are, not as the parent."""
        last, candidate = self.chain[-1]
        parent = next((above for above, one in self.chain if one.key == candidate.parent), None)
        if parent is None or self._depth(parent, last) > 0:
            return self._depth(last, block) == 0
        return form_of(block.text) != form_of(parent.text)

    def _depth(self, above: Block, block: Block) -> int:
        """1 if ``block`` stands deeper in the list than ``above``, -1 if less deep, 0 if the two are level."""
        if above.label is not None and block.label is not None:
            by_label = _depth_by_label(above.label, block.label)
            if by_label is not None:
                return by_label
        return self._depth_by_mark(above, block) or self._depth_by_place(above, block)

    @staticmethod
    def _depth_by_place(above: Block, block: Block) -> int:
        if block.x and above.x and block.page == above.page and abs(block.x - above.x) > _INDENT:
            return 1 if block.x > above.x else -1
        return (block.level > above.level) - (block.level < above.level)

    def _depth_by_mark(self, above: Block, block: Block) -> int:
        """Where bullets differ, the mark that was first met in the section is the one of the outer list."""
        labels = [one.label for one in (above, block) if one.label is not None and one.label.scheme == "bullet"]
        if len(labels) < 2:
            return 0
        one, other = (self.marks.index(label.style) if label.style in self.marks else 0 for label in labels)
        return (other > one) - (other < one)


def _depth_by_label(one: Label, other: Label) -> int | None:
    """The same by the labels alone; ``None`` if they do not tell."""
    if one.scheme == other.scheme:
        # The next number is the next sibling wherever it stands: in another column, or on a page with other margins.
        return 0 if one.scheme in _COUNTED and other.number == one.number + 1 else None
    if other.scheme == "bullet":
        return 1 if one.scheme in _COUNTED else None
    if one.scheme == "bullet":
        return -1 if other.scheme in ("number", "dotted", "named") else None
    ranks = _RANK.get(other.scheme, 1) - _RANK.get(one.scheme, 1)
    return (ranks > 0) - (ranks < 0) if ranks else None


_RANK: Final = {"named": 0, "dotted": 0, "number": 0, "upper": 0, "letter": 1, "roman": 2}
