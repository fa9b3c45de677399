"""Plain text: its encoding, its lines, its pages, and texts that lost their line ends."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from ubada.reading.model import Extract, Line
from ubada.reading.numbering import has_ended
from ubada.reading.sources import CannotRead, Limits, Source

_SINGLE_BYTE: Final = ("cp1251", "cp1252", "mac_roman", "koi8_r", "cp866")
_LONG_LINE: Final = 700
_LINE: Final = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]*(\r\n|[\r\n\f\v\x85\u2028\u2029]|$)")
# In a text without line ends, items begin after the end of the one before.
_VIRTUAL: Final = re.compile(
    r"(?P<safe>(?<=[;:.)\]])\s+(?=\d{1,3}\.\d{1,3}\.?\s+[A-ZА-ЯЁ]|\d{1,3}\.\s+[A-ZА-ЯЁ]|\([a-z]\)\s+[A-Z]"
    r"|[IVX]{1,4}\.\s+[A-Z]|[•▪●◦]\s))"
    r"|(?<=[a-zа-яA-ZА-Я)\d])\d?\s+(?=\d{1,3}\.\d{1,3}\.?\s+[A-ZА-ЯЁ]|\d{1,3}\.\s+[A-ZА-ЯЁ])"
)
_RUN_IN_HEAD: Final = re.compile(r"(?<=\s)([A-Z]{1,5}(?:/[A-Za-z0-9.()-]+){2,8})\s+(?:Page\s+)?\d{1,3}(?=\s)")
_HEADS: Final = 3
_WIDEST_PAGE: Final = 220
_FEW: Final = 0.2
_NUMBER_AHEAD: Final = re.compile(r"(\d{1,3}\.)?(\d{1,3})\b")
_MARKDOWN_HEADING: Final = re.compile(r"(#{1,6})\s+(?=\S)")
_ODD: Final = re.compile(r"(?<=[a-zа-яё])[A-ZА-ЯЁÀ-ß](?=[a-zа-яё])|[\x80-\x9f]|[a-z][а-яА-Я]|[а-яА-Я][a-z]|[╔-╬░-▓¤‰ˆ]")


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of these bytes and what was odd about them: UTF-8 or UTF-16, or the single-byte code that fits best.

    Lines of a UTF-8 file that are not UTF-8 are read with the single-byte code that fits them.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), []
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    lines = data.split(b"\n")
    foreign = [line for line in lines if not _is_utf8(line)]
    code = _best_code(b"\n".join(foreign))
    mixed = any(_is_utf8(line) and not line.isascii() for line in lines)
    if not mixed:
        return data.decode(code, errors="replace"), [f"The text is in the encoding {code}, found by its letters."]
    text = "\n".join(line.decode("utf-8" if _is_utf8(line) else code, errors="replace") for line in lines)
    return text, [f"Mixed encodings: {len(foreign)} lines are not UTF-8 and were read as {code}."]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _best_code(data: bytes) -> str:
    sample = data[:200_000]

    def faults(code: str) -> tuple[int, int]:
        text = sample.decode(code, errors="replace")
        common = sum(text.count(one) for one in "оеаинтсрл’“”–é")
        return 3 * len(_ODD.findall(text)) + 5 * text.count("\ufffd") - common, _SINGLE_BYTE.index(code)

    return min(_SINGLE_BYTE, key=faults)


def extract(source: Source, limits: Limits) -> Extract:
    """The lines of a text file; offsets count characters of the decoded file."""
    text, notes = decode(source.data)
    if len(text) > limits.text_characters:
        raise CannotRead(source.file, f"the text is longer than {limits.text_characters} characters.")
    return from_text(text, notes)


def from_text(text: str, notes: list[str]) -> Extract:
    """The lines of a text, with gaps where lines are blank, pages at form feeds, and items found in long lines."""
    lines: list[Line] = []
    page, blank = 1, True
    position = 0
    while position < len(text):
        found = _LINE.match(text, position)
        if found is None:
            break
        start, end = position, found.start(1)
        position = max(found.end(), position + 1)
        if text[start:end].strip():
            for first, last in _pieces(text, start, end):
                indent = len(text[first:last]) - len(text[first:last].lstrip())
                hashes = _MARKDOWN_HEADING.match(text, first, last)
                depth = len(hashes[1]) if hashes else 0
                begin = hashes.end() if hashes else first
                lines.append(Line(begin, last, page=page, gap=blank or depth > 0, level=indent, heading=depth))
                blank = False
        else:
            blank = True
        if found[1] == "\f":
            page += 1
    ended = [has_ended(text[max(line.start, line.end - 40) : line.end]) for line in lines]
    _note_ends(lines, ended)
    return Extract(text, lines, pages=page, wrapped=not _has_paragraph_lines(text, lines, ended), notes=notes)


def _note_ends(lines: list[Line], ended: list[bool]) -> None:
    """Where half of all lines end a sentence, an ended line ends a paragraph: these lines are not wrapped on a page.

    Where blank lines stand after most of the lines that end one, those tell the paragraphs, and nothing is noted.
    """
    following = [line for line, before in zip(lines[1:], ended, strict=False) if before]
    if 2 * sum(ended) >= len(lines) and 2 * sum(line.gap for line in following) < len(following):
        for line in following:
            line.gap = True


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A long line cut where items begin: after the end of another, or anywhere if the number is the next in order."""
    if end - start < _LONG_LINE:
        return [(start, end)]
    cuts: list[int] = []
    last: dict[str, int] = {}
    ahead = [(found, _NUMBER_AHEAD.match(text, found.end())) for found in _VIRTUAL.finditer(text, start, end)]
    numbers = [((number[1] or ""), int(number[2])) if number else ("", 0) for _, number in ahead]
    later = Counter(numbers)
    for (found, number), (series, value) in zip(ahead, numbers, strict=True):
        later[series, value] -= 1
        is_next = value == last.get(series, -1) + 1 or (series not in last and later[series, value + 1] > 0)
        if found["safe"] or is_next:
            cuts.append(found.end())
            if number:
                last[series] = value
    cuts = sorted({*cuts, *_heads_in(text, start, end)})
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _heads_in(text: str, start: int, end: int) -> list[int]:
    """Where running heads begin and end in a text without lines: one symbol again and again, with a page number."""
    found = list(_RUN_IN_HEAD.finditer(text, start, end))
    common = Counter(one[1] for one in found).most_common(1)
    if not common or common[0][1] < _HEADS:
        return []
    return [at for one in found if one[1] == common[0][0] for at in one.span()]


def _has_paragraph_lines(text: str, lines: list[Line], ended: list[bool]) -> bool:
    """Whether each line is a paragraph: some are very long, or hardly any goes on with the sentence of the one above.

    After a line that was wrapped the next most often begins with a small letter; after a heading, with a capital.
    """
    if len(lines) < 3:
        return len(lines) < 2 or max(line.end - line.start for line in lines) > 200
    widths = sorted(line.end - line.start for line in lines)
    if widths[-max(1, len(widths) // 20)] > _WIDEST_PAGE:
        return True
    goes_on = begins = 0
    for (above, below), end in zip(pairwise(lines), ended, strict=False):
        wording = text[below.start : below.end].lstrip()
        # Running heads are in capitals or figures and say nothing of this.
        is_wording = not text[above.start : above.end].isupper() and not wording.isupper()
        if not end and is_wording and not below.gap and above.page == below.page:
            goes_on += wording[:1].islower()
            begins += wording[:1].isupper()
    return begins > 1 and goes_on < _FEW * (goes_on + begins)
