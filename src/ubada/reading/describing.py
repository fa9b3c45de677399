"""What the front of a document says of the document itself: symbol, title, date, states. All of it is a guess."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, Final

from ubada.reading.model import Block, Document
from ubada.reading.profiles.upr import state_under_review
from ubada.reading.states import names, state_code, states_in

_FRONT_CHARACTERS: Final = 3000
_FRONT_BLOCKS: Final = 40
_LONGEST_TITLE: Final = 300
_SYMBOL: Final = re.compile(
    r"\b(?:A/HRC/(?:WG\.\d+/)?\d[\w./]*|(?:CEDAW|CCPR|CAT|CRC|CRPD|CERD|CED|CMW|CAT/OP|E/C\.12|E/C\.\d+)/C/[A-Z]{3}/[\w/.-]+"
    r"|E/C\.12/[A-Z]{3}/[\w/.-]+|[AES]/\d{1,3}/\d+|S/RES/\d+(?:\s?\(\d{4}\))?|MC\.DE[CL]/\d+/\d+|[AES]/RES/[\d/]+)"
)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "января"), ("february", "февраля"), ("march", "марта"), ("april", "апреля"), ("may", "мая"),
            ("june", "июня"), ("july", "июля"), ("august", "августа"), ("september", "сентября"),
            ("october", "октября"), ("november", "ноября"), ("december", "декабря"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_DATE: Final = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_CODE: Final = re.compile(r"(?<=/)[A-Z]{3}(?=/)")
_MASTHEAD: Final = re.compile(
    r"\bDistr\.|^United Nations\b|^General Assembly\b|^Генеральная Ассамблея\b|^Объедин[её]нные Нации"
)
_NAMED: Final = re.compile(
    r"(?:Report\b|Concluding observations|Joint statement|Statement\b|Opinion\b|Доклад\b|Заключительные замечания"
    r"|Совместное заявление|Заявление\b|Заключение\b)"
)


@dataclass(frozen=True, slots=True)
class Front:
    """What was found; "" or nothing where the front does not say. ``dated`` is an ISO day."""

    symbol: str
    title: str
    dated: str
    states: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """A plain dictionary for JSON."""
        return asdict(self) | {"states": list(self.states)}


def front_of(document: Document) -> Front:
    """The document's own account of itself, from its first page."""
    head = document.text[:_FRONT_CHARACTERS]
    found = _SYMBOL.search(head)
    symbol = found[0].rstrip("./-") if found else ""
    return Front(symbol, _title(document.blocks), _date(head), _states(document, symbol, head))


def _date(head: str) -> str:
    for found in _DATE.finditer(head):
        day, month, year = int(found[1]), _MONTHS[found[2].lower()], found[3]
        if 1 <= day <= 31:
            return f"{year}-{month:02d}-{day:02d}"
    return ""


def _title(blocks: list[Block]) -> str:
    """Of the first blocks of several words the one named like a title, in the largest letters, a heading, or first."""
    front = [
        one
        for one in blocks[:_FRONT_BLOCKS]
        if one.page <= 2 and 2 <= len(one.text.split()) <= 60 and not _MASTHEAD.search(one.text)
    ]
    if not front:
        return ""
    if named := next((one for one in front if _NAMED.match(one.text)), None):
        return named.text.strip(" *\u2217")[:_LONGEST_TITLE]
    largest = max(one.size for one in front)
    chosen = next((one for one in front if one.size == largest > 0), None)
    if chosen is None or all(one.size == largest for one in front):
        chosen = next((one for one in front if one.kind == "heading" or one.bold), front[0])
    return chosen.text.strip(" *\u2217")[:_LONGEST_TITLE]


def _states(document: Document, symbol: str, head: str) -> tuple[str, ...]:
    """The state whose code the symbol holds, else the one under review, else all that the front names."""
    reviewed = state_code(state_under_review(document))
    for code in (*_CODE.findall(symbol), reviewed):
        if code in names().values():
            return (code,)
    return tuple(dict.fromkeys(code for code, _ in states_in(head)))
