"""Which verdicts stand on one text, so that a text handed round is one vote and not many."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from ubada.assessments.rules.verdicts import Verdict
from ubada.kernel.canonical import sha256_hex

# Letters of two alphabets that look the same: exchanging them is a way to make a copied text seem another.
_LOOK_ALIKE: Final = str.maketrans("асеорхукмтвніјѕһԁԛԝ", "aceopxykmtbhijshdqw")


class SharedBecause(StrEnum):
    """Why verdicts count as one text."""

    SAME_TEXT = "same-text"
    DECLARED = "declared"


def fingerprint(text: str) -> str:
    """The SHA-256 of a text's letters and digits alone, or an empty string where it has none.

    Case, accents, spaces, punctuation, apostrophes, invisible characters and letters that look alike in Latin and
    Cyrillic make no difference.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(one for one in plain if one.isalnum() and unicodedata.category(one) != "Lm")
    return sha256_hex(kept.translate(_LOOK_ALIKE).encode()) if kept else ""


def texts_of(votes: Sequence[Verdict]) -> list[tuple[list[Verdict], frozenset[SharedBecause]]]:
    """The votes by the text they stand on, and why several share one.

    Two votes share a text if the fingerprint of a reason is the same in any language, or if both have declared the same
    shared draft; a text that links two groups makes them one. Which vote comes first makes no difference to who is with
    whom.
    """
    leader = list(range(len(votes)))

    def root(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    first_with: dict[tuple[SharedBecause, str], int] = {}
    grounds: list[tuple[int, SharedBecause]] = []
    for index, vote in enumerate(votes):
        marks = [(SharedBecause.SAME_TEXT, one) for one in vote.fingerprints if one]
        if vote.shared_draft:
            marks.append((SharedBecause.DECLARED, vote.shared_draft))
        for mark in marks:
            other = first_with.setdefault(mark, index)
            if other != index:
                leader[root(index)] = root(other)
                grounds.append((index, mark[0]))
    members: dict[int, list[Verdict]] = {}
    for index, vote in enumerate(votes):
        members.setdefault(root(index), []).append(vote)
    because: dict[int, set[SharedBecause]] = {}
    for index, ground in grounds:
        because.setdefault(root(index), set()).add(ground)
    return [(group, frozenset(because.get(top, ()))) for top, group in members.items()]
