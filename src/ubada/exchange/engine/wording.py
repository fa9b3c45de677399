"""What a rule can tell from the words of a source: a clean text, a short title, a claim, labels."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import Final

from ubada.reading.language import detect, is_probably

LONGEST_TITLE: Final = 90
_SPACES: Final = re.compile(r"\s+")
_TAG: Final = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[\w)”\"])[.;](?=\s|$)")
_CLAUSE: Final = re.compile(r"[,;:–—](?=\s)")
_BULLET: Final = re.compile(r"^\s*[-–•]\s*")
_NUMBER: Final = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+")
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_IMPLEMENTED: Final = re.compile(
    r"\balready (?:been )?(?:implemented|fulfilled|carried out|in place|done)\b"
    r"|\bha(?:s|ve) been (?:fully )?implemented\b"
    r"|\bуже (?:выполнен|реализован|осуществлен|осуществлён)\w*|\bвыполнен[аоы]?\b",
    re.IGNORECASE,
)
_UNDER_WAY: Final = re.compile(
    r"\bin (?:the )?process of (?:being )?implement\w*|\b(?:is|are) (?:already )?being implemented\b"
    r"|\bunder implementation\b"
    r"|\bв (?:процессе|стадии) (?:выполнения|реализации|осуществления)\b"
    r"|\b(?:выполняется|реализуется|осуществляется)\b",
    re.IGNORECASE,
)


def tidy(text: str) -> str:
    """The text in NFC with single spaces; entities such as ``&#40;`` are what they stand for."""
    if "&" in text:
        text = html.unescape(text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def without_markup(text: str) -> str:
    """The text of a piece of HTML; paragraphs keep a line each."""
    plain = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    lines = (" ".join(line.split()) for line in plain.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def same_text(text: str) -> str:
    """Equal for texts that differ in nothing but case, spaces and punctuation."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def short_title(text: str) -> str:
    """A heading above the paragraph, or its first clause: at most `LONGEST_TITLE` characters, a cut marked by …."""
    heading, _, rest = text.strip().partition("\n")
    if rest and len(heading) <= LONGEST_TITLE and _NUMBER.match(rest) and not _NUMBER.match(heading):
        return heading.strip(" ,;:–—")  # a heading of the document stands above the numbered paragraph
    body = _NUMBER.sub("", " ".join(text.split()))
    end = _SENTENCE.search(body)
    first = body[: end.start()] if end else body
    cut = len(first) < len(body.rstrip(" .;"))
    if len(first) > LONGEST_TITLE:
        cut = True
        room = first[: LONGEST_TITLE - 1]
        clauses = [found.start() for found in _CLAUSE.finditer(room)]
        at = clauses[-1] if clauses and clauses[-1] >= LONGEST_TITLE // 3 else room.rfind(" ")
        first = room[:at] if at > 0 else room
    first = first.strip(" ,;:–—")
    return f"{first}…" if cut else first


def paragraph_number(text: str) -> str:
    """The number of the first line that begins with one, "" if none does."""
    for line in text.splitlines():
        if found := _NUMBER.match(line):
            return found[1]
    return ""


def claim_in(text: str) -> str:
    """What a state says it has done: ``implemented``, ``under_way``, or "" where its words claim neither."""
    if _UNDER_WAY.search(text):
        return "under_way"
    return "implemented" if _IMPLEMENTED.search(text) else ""


@lru_cache(maxsize=4096)
def clean_label(label: str) -> str:
    """A label without a leading dash, odd spaces and compatibility forms."""
    return " ".join(unicodedata.normalize("NFKC", _BULLET.sub("", label)).split())


@lru_cache(maxsize=4096)
def folded_label(label: str) -> str:
    """A label for comparison: clean, without case."""
    return clean_label(label).casefold()


def language_of(text: str, expected: str = "en") -> str:
    """The language of a text, by the register's codes; the expected one where there is too little to tell."""
    if is_probably(expected, text):
        return expected
    return detect(text, model=False)[0] or expected
