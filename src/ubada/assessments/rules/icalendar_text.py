"""Dates as an iCalendar file (RFC 5545) of whole-day events, in the words of whoever asks for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

_LONGEST_LINE: Final = 75
"""Octets of a line without its line break (RFC 5545, section 3.1)."""
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One day to keep in mind. ``uid`` stays the same when the day moves; ``revision`` then counts up from nought.

    ``changed`` is when it was last set or moved, and bears a zone.
    """

    uid: str
    day: date
    summary: str
    description: str = ""
    url: str = ""
    revision: int = 0
    changed: datetime | None = None


def calendar_text(name: str, events: Iterable[CalendarEvent], *, stamp: datetime, product: str = "Ubada") -> str:
    """The file, by day and then by uid; the same input gives the same text. Lines end with CR LF.

    ``stamp`` is when the dates were last changed and bears a zone; ValueError otherwise.
    """
    stamped = _moment(stamp)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(product)}//EN", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]  # fmt: skip
    for event in sorted(events, key=lambda one: (one.day, one.uid)):
        lines += _event(event, stamped)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(event: CalendarEvent, stamped: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{stamped}"
    yield f"SEQUENCE:{event.revision}"
    if event.changed is not None:
        yield f"LAST-MODIFIED:{_moment(event.changed)}"
    # The end is the first day that does not belong to it any more (section 3.6.1).
    yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
    if event.day < date.max:
        yield f"DTEND;VALUE=DATE:{_day(event.day + timedelta(days=1))}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{_address(event.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        message = "a moment in a calendar needs a time zone"
        raise ValueError(message)
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _day(value: date) -> str:
    return value.isoformat().replace("-", "")


def _text(value: str) -> str:
    """A text value. Control characters but line breaks are left out, so that a text cannot begin a line of its own."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(one for one in lines if one == "\n" or not _is_control(one)).translate(_ESCAPES)


def _address(value: str) -> str:
    return "".join(one for one in value if not one.isspace() and not _is_control(one))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets; every piece but the first begins with a space. No character is cut."""
    piece, size = "", 0
    for one in line:
        octets = len(one.encode())
        if size + octets > _LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + one, size + octets
    yield piece
