"""The page of a commitment: the promise, where it stands, and what is known of it in each state."""

from __future__ import annotations

from typing import Any

from ubada.editions.report import links
from ubada.editions.report.parts import Parts, View
from ubada.editions.report.verdicts import commitment_stands
from ubada.register.words import word
from ubada.web.templatetags.ubada import partial_date, translated


def commitment_context(parts: Parts, ref: str) -> dict[str, Any]:
    """What the page of a commitment shows."""
    book = parts.book
    one = book.commitments[ref]
    tests = book.tests_of.get(ref, [])
    rows = [_row(parts, ref, state, tests) for state in parts.states if (ref, state["code"]) in book.standing]
    facts = {fact["key"] for row in rows for answer in row["answers"] for fact in answer["facts"]}
    elsewhere = book.members(one["cluster"]) if one["cluster"] is not None else []
    return {
        "one": parts.commitment(ref),
        "theme": parts.theme(book.theme_of(ref)),
        "meta": _meta(parts, ref),
        "tests": [{"question": translated(book.tests[test]["question"]),
                   "caveat": translated(book.tests[test]["caveat"])} for test in tests],
        "rows": rows,
        "stands": commitment_stands(parts, ref),
        "conflicts": [parts.conflict(conflict) for conflict in book.conflicts_on(facts)],
        "elsewhere": [parts.commitment(other) for other in elsewhere if other != ref],
        "parts": [parts.commitment(other) for other in book.parts(ref)],
        "parent": parts.commitment(one["parent"]) if one["parent"] is not None else None,
        "missing": translated(one["verification_missing"]),
        "unverifiable": "" if one["is_verifiable"] else translated(one["verifiable_reason"]),
        "sha256": book.frozen.hashes["commitment"][ref],
    }  # fmt: skip


def _row(parts: Parts, ref: str, state: View, tests: list[str]) -> View:
    key = f"{ref}@{state['code']}"
    responses = parts.book.responses_of.get(key, [])
    return {
        "state": state,
        "standing": word(parts.book.standing[ref, state["code"]], "standing"),
        "answers": [parts.answer(test, state["code"]) for test in tests],
        "responses": [
            {
                "wording": translated(one["wording"]),
                "claim": word(one["claim"], "claim") if one["claim"] else "",
                "official": word(one["official_class"], "response"),
                "dated": partial_date(one["dated"]),
                "source": parts.source(one["source_title"], one["source_url"]),
            }
            for one in sorted(responses, key=lambda one: str(one["dated"]), reverse=True)
        ],
    }


def _meta(parts: Parts, ref: str) -> View:
    book = parts.book
    one = book.commitments[ref]
    text = (
        book.get("instrument", one["instrument"])
        if one["instrument"] is not None
        else book.get("document", one["document"])
    )
    return {
        "from": translated(text["title"]),
        "from_url": text["url"],
        "instrument_href": f"instruments.html#{links.anchor(one['instrument'])}" if one["instrument"] else "",
        "locator": book.get("provision", one["provision"])["locator"],
        "kind": word(one["kind"], "kind"),
        "binding": word(one["binding"], "binding"),
        "specificity": word(one["specificity"], "specificity"),
        "addressee": translated(one["addressee"]),
        "bearers": [word(bearer, "duty_bearer") for bearer in one["duty_bearers"]],
        "themes": parts.terms(one["themes"]),
        "persons": parts.terms(one["persons"]),
        "targets": [book.terms[key]["code"] for key in one["sdg_targets"]],
        "recommended_by": [one["raw_name"] for one in book.recommended_by.get(ref, [])],
        "quoted": [one["source_title"] for one in book.sources_of.get(ref, []) if one["is_quoted"]],
        "due_on": partial_date(one["due_on"]),
        "due_basis": translated(one["due_basis"]),
        "checked": parts.source(one["checked_source_title"], one["checked_source_url"])
        if one["checked_source_title"]
        else "",
    }
