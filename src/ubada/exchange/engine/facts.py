"""From one statement of a source about a state to the canonical record of a fact, through the publication gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ubada.exchange.engine.drafts import Drafts
from ubada.exchange.engine.mapping import SourceMapping
from ubada.register.gate import rule_on


def draft_fact(
    drafts: Drafts,
    mapping: SourceMapping,
    *,
    key: str,
    kind: str,
    state: str,
    topic: str,
    date: str | None,
    detail: Mapping[str, Any],
    label: Mapping[str, str],
    value: Mapping[str, str],
    as_of: str = "",
) -> None:
    """Add a fact to the drafts.

    It speaks as of the source's own date, else as of the row's. A file that came round through others is a secondary
    source, unless the mapping says that it is the publisher's own.
    """
    confidence = "seen" if mapping.official else "seen_secondary"
    speaks = as_of or mapping.as_of or date
    ruling = rule_on(
        confidence=confidence, unverified_fields=[], has_link=bool(mapping.url), has_as_of=bool(speaks), fields=detail
    )
    drafts.add(
        "fact", key,
        {
            "key": key, "kind": kind, "state": state, "topic": topic, "label": dict(label), "value": dict(value),
            "detail": dict(detail), "date": date, "as_of": speaks or None, "source_title": mapping.title,
            "source_url": mapping.url, "confidence": confidence, "unverified_fields": [], "withheld": {},
            "editor_note": "", "is_published": ruling.is_published,
        },
    )  # fmt: skip
