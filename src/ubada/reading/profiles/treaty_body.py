"""Concluding observations and other reports in which a body recommends to one state, paragraph by paragraph.

A paragraph is a recommendation from the sentence in which the body recommends, urges, requests …, or says what the
State party should do; paragraphs of concern and of praise are not, nor are their lettered parts. Lettered parts after
a colon are recommendations of their own under the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ubada.reading.blocks import is_heading
from ubada.reading.model import Block, Document
from ubada.reading.profiles.asking import recommends_at
from ubada.reading.profiles.base import Candidate, Fit, cut_segments, offset_of
from ubada.reading.states import name_of, state_code, states_in

_FOLLOW_UP: Final = re.compile(
    r"periodic reports?\b|within (?:one|two) years?|disseminat|core document|follow-up to|периодическ\w+ доклад"
    r"|распространи\w+ настоящ|в течение (?:одного|двух|\d) (?:года|лет)|базов\w+ документ|последующ\w+ мер",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(r"concluding observations|заключительные замечания", re.IGNORECASE)
_STATE_PARTY: Final = re.compile(r"\bState [Pp]arty\b|[Гг]осударств\w*-участник\w*")
_OF_STATE: Final = re.compile(
    r"(?:reports?|communications?)(?: submitted by| of)\s+(?:the )?(?P<state>.+)$|(?:доклад\w*"
    r"|периодическ\w+ доклад\w*)\s+(?P<ru>.+)$",
    re.IGNORECASE,
)
_MINIMUM: Final = 3
_FRONT: Final = 40


class TreatyBodyProfile:
    """Concluding observations: paragraphs in which a committee recommends."""

    name = "treaty_body"

    def fit(self, document: Document) -> Fit:
        """Scores by the paragraphs in which a body recommends to a State party."""
        cues = sum(recommends_at(block.text) is not None for block in document.blocks if len(block.text) < 6000)
        parties = sum(bool(_STATE_PARTY.search(block.text)) for block in document.blocks)
        if cues < _MINIMUM:
            titled = any(_TITLE.search(block.text) for block in document.blocks[:_FRONT])
            return Fit(0.7, ("titled concluding observations",)) if titled and cues else Fit(0.0)
        score = 0.85 if parties >= cues else 0.75
        reasons = [f"in {cues} paragraphs a body recommends, urges or requests"]
        if any(_TITLE.search(block.text) for block in document.blocks[:_FRONT]):
            score += 0.1
            reasons.append("the front page names concluding observations")
        return Fit(score, tuple(reasons))

    def read(self, document: Document) -> Sequence[Candidate]:
        """Each paragraph from its recommending sentence on, and each lettered part under it."""
        reader = _Reader(document, _state_concerned(document))
        for block in document.blocks:
            reader.add(block)
        return reader.found


def _state_concerned(document: Document) -> str:
    for block in document.blocks[:_FRONT]:
        if _TITLE.search(block.text):
            found = _OF_STATE.search(block.text)
            name = (found["state"] or found["ru"] or "").strip(" *∗.:") if found else ""
            named = states_in(name or block.text, inflected=True)
            if named:
                return name if state_code(name) else name_of(named[0][0], document.language)
    return ""


class _Reader:
    """Walks through the paragraphs and keeps the recommendation that lettered parts belong to."""

    def __init__(self, document: Document, state: str) -> None:
        self.document, self.state = document, state
        self.found: list[Candidate] = []
        self.number = ""
        self.parent: Candidate | None = None
        self.letter: Candidate | None = None
        self.is_open = False
        self.page = 0

    def add(self, block: Block) -> None:
        """Takes the next block."""
        label = block.label
        if block.kind == "heading" or (is_heading(block) and recommends_at(block.text) is None and label is None):
            self._close()
            return
        if label is not None and label.scheme in ("letter", "roman", "bullet"):
            self._part(block)
            return
        if label is not None and label.scheme in ("number", "dotted"):
            self.number = label.value
            self._close()
        elif label is None and self._continues(block):
            return
        start = recommends_at(block.text)
        if start is None:
            self._close()
            return
        self._paragraph(block, start)

    def _close(self) -> None:
        self.parent = self.letter = None
        self.is_open = False

    def _paragraph(self, block: Block, start: int) -> None:
        one = Candidate.of(f"{self.number or 'p'}@{block.start}", self.number, block)
        if start:
            at = offset_of(self.document, block, start)
            one.segments = cut_segments(self.document.text, block.segments, at, block.end)
            one.text = block.text[start:]
        if any(other.number == one.number and one.number for other in self.found):
            one.number = ""
        self._address(one)
        if _FOLLOW_UP.search(one.text) and "implement" not in one.text[:200]:
            one.doubts.append("a request about reporting or follow-up rather than about rights")
        self.found.append(one)
        self.parent, self.page = one, block.page
        self.letter = None
        self.is_open = one.text.rstrip().endswith((":", "–", "—"))

    def _part(self, block: Block) -> None:
        label, parent = block.label, self.parent
        if parent is None or label is None or not self.is_open:
            start = recommends_at(block.text)
            if start is not None and parent is None and label is not None:
                self._paragraph(block, start)
            return
        is_deeper = (
            self.letter is not None and set(label.value) <= set("ivx") and not _is_next(self.letter, label.value)
        )
        above = self.letter if is_deeper and self.letter is not None else parent
        mark = "" if label.scheme == "bullet" else f"({label.value})"
        number = f"{above.number}{mark}" if mark and above.number else ""
        one = Candidate.of(f"{above.key}{mark}@{block.start}", number, block)
        one.parent = above.key
        self._address(one)
        self.found.append(one)
        if not is_deeper:
            self.letter = one

    def _continues(self, block: Block) -> bool:
        """Whether an unnumbered block is the rest of the last wording, cut in two by a page."""
        if self.parent is None:
            return False
        last = self.found[-1]
        is_rest = self.is_open and block.text[:1].islower() and not re.search(r"[.;:]$", last.text)
        is_overleaf = (
            block.page > self.page and last.number != "" and not self.is_open and block.text.endswith((".", ";", ":"))
        )
        if is_rest or is_overleaf:
            last.extend(block)
            self.page = block.page
        return is_rest or is_overleaf

    def _address(self, one: Candidate) -> None:
        if self.state:
            one.addressees = one.duty_bearers = (self.state,)


def _is_next(letter: Candidate, value: str) -> bool:
    """Whether (i) or (v) is simply the letter after (h) or (u)."""
    return len(value) == 1 and letter.key.partition("@")[2].find(f"({chr(ord(value) - 1)})") >= 0
