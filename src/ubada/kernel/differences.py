"""What two wordings have in common and what not, word by word."""

from __future__ import annotations

from difflib import SequenceMatcher


def word_changes(before: str, after: str) -> list[tuple[str, str]]:
    """The way from one wording to the other: stretches that are the "same", and words that go "out" or come "in"."""
    old, new = before.split(), after.split()
    found: list[tuple[str, str]] = []
    for tag, start, end, begin, finish in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", " ".join(old[start:end])))
            continue
        if start < end:
            found.append(("out", " ".join(old[start:end])))
        if begin < finish:
            found.append(("in", " ".join(new[begin:finish])))
    return found
