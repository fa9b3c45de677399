"""File names of the report's pages. All pages of a language lie in one folder, so that a link is a name."""

from __future__ import annotations

import re


def commitment_page(ref: str) -> str:
    """The page of a commitment."""
    return f"commitment-{safe(ref)}.html"


def state_page(code: str) -> str:
    """The page of a state."""
    return f"state-{safe(code)}.html"


def theme_page(term: str) -> str:
    """The page of a first-level theme, by the key of its term."""
    return f"theme-{safe(term.partition(':')[2])}.html"


def facts_page(state: str | None) -> str:
    """The page with all facts on a state, or (None) with those on each of the five alike."""
    return f"facts-{safe(state or 'all')}.html"


def fact_place(key: str, state: str | None) -> str:
    """Where a fact stands on its page."""
    return f"{facts_page(state)}#{anchor(key)}"


def texts_page(state_commitment: str, number: int = 1) -> str:
    """A page with the verdicts on a commitment of a state in full; long ones go on over several."""
    more = "" if number == 1 else f"-part-{number}"
    return f"verdicts-{safe(state_commitment)}{more}.html"


def anchor(key: str) -> str:
    """The id under which a record stands on a page."""
    return safe(key)


def safe(name: str) -> str:
    """The name with only what every file system and every address takes; two names never become one."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda found: f"~{ord(found.group()):x}~", name)
