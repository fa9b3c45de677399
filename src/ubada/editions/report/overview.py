"""The pages that cut across states: the contents, themes, the matrix of instruments, facts, conflicts, sources."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from ubada.editions.report import links
from ubada.editions.report.parts import Parts, View
from ubada.kernel.dates import PartialDate
from ubada.languages import cldr
from ubada.register.shapes import Record
from ubada.register.words import word
from ubada.web.templatetags.ubada import plain, translated

MATRIX_KINDS = {"signatory": "signed", "not_party": "none", "no_action": "none", "no_action_found": "none"}


def index_context(parts: Parts) -> dict[str, Any]:
    """What the contents page of a language shows."""
    book = parts.book
    return {
        "counts": {
            "states": len(book.states),
            "commitments": len(book.commitments),
            "facts": len(book.facts),
            "questions": len(book.tests),
            "conflicts": len(book.of("conflict")),
            "tasks": len(book.of("task")),
            "verdicts": len(book.found.of("verdict")),
        },
        "themes": [theme_row(parts, theme["key"]) for theme in book.themes],
        "records_root": book.frozen.records_root,
        "record_count": book.frozen.count,
    }


def theme_row(parts: Parts, theme: str) -> View:
    """A theme with the answers for each state, in the order of the states."""
    tests = parts.book.tests_by_theme.get(theme, [])
    return {
        **parts.theme(theme),
        "commitment_count": len(parts.book.refs_by_theme[theme]),
        "question_count": len(tests),
        "cells": [{**state, **parts.book.count(state["code"], tests)} for state in parts.states],
    }


def theme_context(parts: Parts, theme: str) -> dict[str, Any]:
    """What the page of a theme shows: every promise in it and every question, for the states side by side."""
    book = parts.book
    tests = book.tests_by_theme.get(theme, [])
    return {
        "theme": theme_row(parts, theme),
        "commitments": [parts.commitment(ref) for ref in book.refs_by_theme[theme]],
        "questions": [
            {
                "question": translated(book.tests[test]["question"]),
                "caveat": translated(book.tests[test]["caveat"]),
                "cells": [{**state, **parts.answer(test, state["code"])} for state in parts.states],
            }
            for test in tests
        ],
    }


def commitments_context(parts: Parts) -> dict[str, Any]:
    """What the list of all commitments shows, by the text they stand in."""
    book = parts.book
    texts: dict[tuple[str, str], list[str]] = {}
    for ref, one in book.commitments.items():
        kind = "instrument" if one["instrument"] is not None else "document"
        texts.setdefault((kind, one[kind]), []).append(ref)
    groups = [
        {
            "title": plain(book.get(kind, code)["title"]),
            "id": links.anchor(code),
            "rows": [parts.commitment(ref) for ref in refs],
        }
        for (kind, code), refs in texts.items()
    ]
    return {"groups": parts.sorted_by(groups, "title"), "total": len(book.commitments)}


def instruments_context(parts: Parts) -> dict[str, Any]:
    """What the matrix shows: the position of each state towards each treaty, with the fact it comes from."""
    book = parts.book
    actions = {(one["instrument"], one["state"]): one for one in book.of("treaty_action")}
    followed = {instrument for instrument, _state in actions}
    groups: dict[str, list[View]] = {}
    for one in sorted(book.of("instrument"), key=lambda one: one["order"]):
        if one["code"] in followed:
            cells = [_cell(parts, actions.get((one["code"], state["code"]))) for state in parts.states]
            groups.setdefault(one["group"], []).append(
                {"id": links.anchor(one["code"]), "title": translated(one["short_title"]), "cells": cells}
            )
    others = [one for one in book.of("instrument") if one["code"] not in followed]
    return {
        "groups": [{"title": word(group, "instrument_group"), "rows": rows} for group, rows in groups.items()],
        "others": [
            {"id": links.anchor(one["code"]), "title": translated(one["title"]), "url": one["url"]}
            for one in sorted(others, key=lambda one: one["order"])
        ],
    }


def _cell(parts: Parts, action: Record | None) -> View:
    if action is None:
        return {"text": _("no source"), "detail": "", "url": "", "kind": "withheld"}
    date = action["action_date"]
    return {
        "text": word(action["status"], "treaty_status"),
        "detail": cldr.date_in_words(PartialDate.parse(date), parts.language) if date else "",
        "url": links.fact_place(action["fact"], action["state"]),
        "kind": MATRIX_KINDS.get(action["status"], ""),
    }


def facts_context(parts: Parts, state: str | None) -> dict[str, Any]:
    """What the list of the facts on a state shows, by kind."""
    kinds: dict[str, list[View]] = {}
    for fact in parts.book.facts_of(state):
        kinds.setdefault(fact["kind"], []).append(parts.fact(fact["key"]))
    return {
        "name": parts.state_name(state),
        "state_href": links.state_page(state) if state else "",
        "kinds": [
            {"id": f"kind-{kind}", "title": word(kind, "fact_kind"), "facts": own}
            for kind, own in sorted(kinds.items())
        ],
        "total": sum(map(len, kinds.values())),
    }


def conflicts_context(parts: Parts) -> dict[str, Any]:
    """What the list of conflicts shows, by state."""
    found = parts.book.of("conflict")
    codes = [*(state["code"] for state in parts.book.states), None]
    groups = [
        (parts.state_name(code), [parts.conflict(one) for one in found if one["state"] == code]) for code in codes
    ]
    return {"groups": [{"title": title, "conflicts": own} for title, own in groups if own], "total": len(found)}


def tasks_context(parts: Parts) -> dict[str, Any]:
    """What the list of things to verify shows, by state."""
    found = parts.book.of("task")
    codes = [*(state["code"] for state in parts.book.states), None]
    groups = [(code, [parts.task(one) for one in found if one["state"] == code]) for code in codes]
    return {
        "groups": [
            {
                "id": links.anchor(code or "all"),
                "title": _("Texts and what concerns all five states") if code is None else parts.state_name(code),
                "count": len(own),
                "lacks": parts.by_lack(own),
            }
            for code, own in groups
            if own
        ],
        "total": len(found),
    }


def sources_context(parts: Parts) -> dict[str, Any]:
    """What the list of sources shows: each once, with how much in this edition rests on it."""
    facts: Counter[tuple[str, str]] = Counter()
    texts: Counter[tuple[str, str]] = Counter()
    for fact in parts.book.facts.values():
        facts[fact["source_title"], fact["source_url"]] += 1
    for one in parts.book.commitments.values():
        if one["checked_source_title"]:
            texts[one["checked_source_title"], one["checked_source_url"]] += 1
    rows = [
        {"title": title, "url": url, "facts": facts[title, url], "texts": texts[title, url]}
        for title, url in sorted(facts.keys() | texts.keys())
    ]
    return {"sources": parts.sorted_by(rows, "title"), "total": len(rows)}
