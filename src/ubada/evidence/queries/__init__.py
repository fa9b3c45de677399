"""Reading evidence, narrowed to what the actor may see. Whatever counts or lists items starts here."""

from __future__ import annotations

from ubada.evidence.queries.citing import Cited, Use, as_cited, keepers, uses
from ubada.evidence.queries.likeness import NEARLY_THE_SAME, Alike, find_duplicates
from ubada.evidence.queries.reading import (
    MINE,
    NO_COPY,
    OTHERS,
    WITHDRAWN,
    CopyToGive,
    choices_for,
    copy_of,
    history,
    is_for_everyone,
    is_own,
    item,
    items,
    items_of,
    keeps_for,
    takes_part,
    tally,
    waiting_for,
)

__all__ = [
    "MINE",
    "NEARLY_THE_SAME",
    "NO_COPY",
    "OTHERS",
    "WITHDRAWN",
    "Alike",
    "Cited",
    "CopyToGive",
    "Use",
    "as_cited",
    "choices_for",
    "copy_of",
    "find_duplicates",
    "history",
    "is_for_everyone",
    "is_own",
    "item",
    "items",
    "items_of",
    "keepers",
    "keeps_for",
    "takes_part",
    "tally",
    "uses",
    "waiting_for",
]
