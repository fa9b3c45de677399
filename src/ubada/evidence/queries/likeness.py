"""Items that may be the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from rapidfuzz import fuzz

from ubada.access.actors import Actor
from ubada.evidence.addresses import key_of
from ubada.evidence.models import EvidenceItem
from ubada.evidence.queries.reading import items
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText

NEARLY_THE_SAME: Final = 90
"""Per cent of likeness of two titles, from which on they are shown as the same thing."""
MOST_ALIKE: Final = 10


@dataclass(frozen=True, slots=True)
class Alike:
    """An item that may be the same thing: the very bytes, the same address, or nearly the same title and date."""

    item: EvidenceItem
    why: str


def find_duplicates(
    actor: Actor,
    *,
    sha256: str = "",
    url: str = "",
    title: TranslatedText | None = None,
    dated: PartialDate | None = None,
    but: str = "",
) -> list[Alike]:
    """The items this actor may see that may be the same thing, the surest first; ``but`` is left out."""
    rows = items(actor).filter(is_withdrawn=False).exclude(pk=but)
    found: dict[str, Alike] = {}
    if sha256:
        same = rows.filter(Q(file__sha256=sha256) | Q(snapshot__sha256=sha256))
        found |= {one.uid: Alike(one, "bytes") for one in same[:MOST_ALIKE]}
    if key := key_of(url):
        for one in rows.filter(url_key=key)[:MOST_ALIKE]:
            found.setdefault(one.uid, Alike(one, "address"))
    if title and dated is not None:
        for one in rows.filter(dated=dated)[:500]:
            if _likeness(title, one.title) >= NEARLY_THE_SAME:
                found.setdefault(one.uid, Alike(one, "title"))
    return list(found.values())[:MOST_ALIKE]


def _likeness(one: TranslatedText, other: TranslatedText) -> float:
    """Per cent, of the two titles that are most alike, whatever their language."""
    return max((fuzz.ratio(a.casefold(), b.casefold()) for a in one.values() for b in other.values()), default=0.0)
