"""The publication gate: what of a fact may be shown, and what becomes a task instead.

Rules: a record is content only if its confidence is ``seen`` or ``seen_secondary``; fields named as unverified are
withheld; a record whose label or value is unverified is a task as a whole; the telephone number of a service is
withheld until someone has rung it, whatever its confidence; without a link to the source nothing is content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PUBLISHABLE = frozenset({"seen", "seen_secondary"})
IDENTIFYING = frozenset({"label", "value", "all"})
NEVER_BEFORE_A_CHECK = frozenset({"number"})
"""Fields that are withheld until checked by hand even in a record that was read in its source.

The check is a field of the record itself: ``number_checked`` says when, and whether by ringing or on an official page.
"""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the gate says of one record: may it be shown, which fields are withheld, and the task it leaves, if any."""

    is_published: bool
    withheld: tuple[str, ...]
    reason: str | None
    missing: tuple[str, ...]


def rule_on(
    *, confidence: str, unverified_fields: list[str], has_link: bool, has_as_of: bool, fields: Mapping[str, Any]
) -> Ruling:
    """The gate's ruling on a record. ``fields`` are the record's own values, to know which of them there are."""
    unverified = set(unverified_fields)
    by_hand = {name for name in NEVER_BEFORE_A_CHECK if fields.get(name) and not fields.get(f"{name}_checked")}
    withheld = tuple(sorted(unverified | by_hand))
    if confidence == "unverified_paragraph":
        return Ruling(False, withheld, "paragraph", ("locator", "value"))
    if confidence not in PUBLISHABLE or unverified & IDENTIFYING:
        return Ruling(False, withheld, "unverified", tuple(sorted(unverified)) or ("all",))
    if not has_link or not has_as_of:
        return Ruling(False, withheld, "source", ("source_url",) if not has_link else ("as_of",))
    if unverified:
        return Ruling(True, withheld, "fields", withheld)
    if by_hand:
        return Ruling(True, withheld, "number", withheld)
    return Ruling(True, (), None, ())
