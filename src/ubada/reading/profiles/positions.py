"""What a state under review answered, by the sentence over a list or the cell beside a row.

The Council knows two answers: a recommendation enjoys the support of the state, or it is noted (resolution 5/1, annex,
paragraph 32). One that is refused is noted in this sense. A recommendation that the state has still to examine has no
answer yet.
"""

from __future__ import annotations

import re
from typing import Final

SUPPORTED: Final = "supported"
NOTED: Final = "noted"
PENDING: Final = "pending"

_REFUSED: Final = re.compile(
    r"\b(?:do|does|did|could|can|would)\s?not\s+(?:\w+\s+){0,2}?(?:enjoy|support|accept|meet|be (?:supported|accepted))"
    r"|\bnot\s+(?:enjoy\w*|support\w*|accept\w*|be (?:supported|accepted)|relevant|part of)\b"
    r"|\b(?:reject\w*|unacceptable|unable to (?:accept|support)|cannot (?:accept|support))\b"
    r"|\bне\s+(?:пользу\w+|поддерж\w+|приня\w+|приним\w+|могут быть (?:приняты|поддержаны)|получил\w*)|\bотклон\w+",
    re.IGNORECASE,
)
_SUPPORTED: Final = re.compile(
    r"\benjoy\w*\s+(?:\w+\s+){0,2}?support\b|\b(?:are|were|is|was|been|be)\s+(?:supported|accepted)\b"
    r"|\b(?:accepts?|accepted|supports?|supported)\b(?:\s+(?:by|the)\b|\s*[:.]?$)"
    r"|\bпользу\w+\s+(?:е[её]\s+|его\s+)?поддержкой|\bполучил\w*\s+(?:е[её]\s+|его\s+)?поддержку"
    r"|\b(?:поддержива\w+|поддержан\w*)\b|\bприня(?:ты|та|л|ла|то)\b(?!(?:\s+\S+){0,4}?\s+к\s+сведению)",
    re.IGNORECASE,
)
_PENDING: Final = re.compile(
    r"\bwill\s+(?:be\s+)?(?:\w+\s+){0,2}?(?:examine|consider|study|provide|respond)\w*"
    r"|\bwould\s+(?:study|examine|consider)\b|\bin due (?:time|course)\b"
    r"|\bwill be included in the (?:outcome )?report\b"
    r"|\bне позднее\b|\b(?:рассмотр\w+|изуч[иа]т\w*|будут\s+рассмотрены)\b.{0,120}?\bответ",
    re.IGNORECASE,
)
_NOTED: Final = re.compile(
    r"\b(?:noted|notes|take[ns]? note)\b|\b(?:приня\w+|приним\w+)(?:\s+\S+){0,4}?\s+к\s+сведению", re.IGNORECASE
)


def position_of(sentence: str) -> str:
    """`SUPPORTED`, `NOTED` or `PENDING` as the sentence has it, "" where it says nothing of an answer."""
    if _REFUSED.search(sentence):
        return NOTED
    if _SUPPORTED.search(sentence):
        return SUPPORTED
    if _PENDING.search(sentence):
        return PENDING
    return NOTED if _NOTED.search(sentence) else ""
