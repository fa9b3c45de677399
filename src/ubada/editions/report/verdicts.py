"""Pages and parts of pages that tell what a round found: positions drawn, verdicts in full, where sides differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any, Final

from django.template.loader import get_template

from ubada.assessments.rules.comparison import MoveKind
from ubada.assessments.rules.divergence import Dispute
from ubada.assessments.rules.scale import Level
from ubada.assessments.showing import stands
from ubada.editions.report import links
from ubada.editions.report.found import ON, Found
from ubada.editions.report.parts import Parts, View
from ubada.register.shapes import Record
from ubada.web.templatetags.ubada import plain, translated

LARGEST: Final = 100_000
"""Bytes of texts on one page; with all around them it stays under 150 kB."""
MOST: Final = 40
"""How many commitments a list of differences has at the most, and how many moves one of changes."""
VERDICT: Final = "editions/static/verdict.html"
ANSWER: Final = "editions/static/reply.html"


def round_context(parts: Parts) -> dict[str, Any]:
    """What the page of the round shows: its days, how each group sees the states, what was found together."""
    found = parts.found
    assert found.round is not None  # noqa: S101 - asked only of an edition with a round
    return {
        "round": _round(found.round),
        "counts": {kind: len(found.of(kind)) for kind in ("scope", "verdict", "reply", "finding", "tombstone")},
        "by_state": [
            {**state, "rows": distribution_rows(found, state["code"])}
            for state in parts.states
            if found.scope_of(state["code"])
        ],
        "findings": [_placed(parts, one) | _finding(one) for one in found.of("finding")],
    }


def _round(one: Record) -> View:
    return {**one, "name": translated(one["title"])}


def distribution_rows(found: Found, state: str | None) -> list[View]:
    """A row for each constituency: how many commitments stand at each of the eight levels."""
    return [
        {
            "constituency": one.constituency,
            "counts": [{"level": level, "count": one.counts[level]} for level in Level],
            "in_scope": one.in_scope,
        }
        for one in found.distributions(state)
    ]


def differ_context(parts: Parts) -> dict[str, Any]:
    """What the list of differences shows: commitments, never states in an order."""
    disputes = parts.found.disputes
    return {"disputes": [dispute(parts, one) for one in disputes[:MOST]], "total": len(disputes), "shown": MOST}


def dispute(parts: Parts, one: Dispute) -> View:
    """A commitment of a state on which sides differ, with the pairs that do."""
    pairs = [
        {"first": pair.sides[0], "second": pair.sides[1], "pair_class": pair.pair_class, "steps": pair.difference}
        for pair in one.pairs
    ]
    return {**_placed(parts, {ON: one.state_commitment}), "pairs": pairs}


def changes_context(parts: Parts) -> dict[str, Any]:
    """What the page of changes shows: for each constituency by itself how its positions moved, and which."""
    found = parts.found
    told = [one for one in found.of("change") if one["kind"] in (MoveKind.UP, MoveKind.DOWN)]
    told.sort(key=lambda one: (-abs(one["steps"]), one["key"]))
    return {
        "earlier": next((one["earlier"] for one in found.of("change")), ""),
        "rows": change_rows(found),
        "moves": [{**_placed(parts, one), **one} for one in told[:MOST]],
        "total": len(told),
        "shown": MOST,
    }


def change_rows(found: Found, state: str | None = None) -> list[View]:
    """A row for each constituency with how many positions moved which way; none where nothing was compared."""
    kinds = [kind for kind in MoveKind if kind is not MoveKind.STILL_SILENT]
    rows = []
    for side in found.asked(state):
        counted = found.moves(side.value, state)
        if counted:
            counts = [{"kind": kind.value, "count": counted[kind.value]} for kind in kinds]
            rows.append({"constituency": side, "counts": counts})
    return rows


def corrections_context(parts: Parts) -> dict[str, Any]:
    """What the page of corrections shows: what earlier editions said, and what was corrected in it."""
    rows = [
        {**_placed(parts, one), **one, **_texts(one, "narrative", "correction"), "who": _who(parts.found, one)}
        for one in parts.found.of("verdict_correction")
    ]
    return {"corrections": rows}


def commitment_stands(parts: Parts, ref: str) -> list[View]:
    """For each state in which the round looked at a commitment: where each constituency stands, and what follows."""
    found = parts.found
    rows = []
    for state in parts.states:
        key = f"{ref}@{state['code']}"
        if key not in found.scope:
            continue
        positions = [SimpleNamespace(**one) for one in found.on("position", key)]
        spoken = len(found.on("verdict", key))
        rows.append(
            {
                "state": state,
                "bell": stands(positions, found.asked(state["code"])),
                "spoken": spoken,
                "pairs": [one for one in found.on("divergence", key) if one["steps"]],
                "findings": [_finding(one) for one in found.on("finding", key)],
                "notes": [
                    {**one, "said": translated(one["text"]), "who": _who(found, one)} for one in found.on("note", key)
                ],
                "measures": [_measure(found, one) for one in found.measures_on(key)],
                "grades": found.on("grade_given", key),
                "texts_href": links.texts_page(key) if key in found.spoken_on else "",
            }
        )
    return rows


def texts_pages(parts: Parts, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages with the verdicts on a commitment of a state, each with its answers, by name: as many as they need."""
    pages = list(_packed(_pieces(parts, key)))
    about = _placed(parts, {ON: key})
    for number, pieces in enumerate(pages, start=1):
        names = [links.texts_page(key, other) for other in range(1, len(pages) + 1)]
        yield (
            links.texts_page(key, number),
            {
                "about": about,
                "pieces": pieces,
                "number": number,
                "pages": [
                    {"number": other, "href": href, "is_current": other == number}
                    for other, href in enumerate(names, start=1)
                ]
                if len(pages) > 1
                else [],
            },
        )


def _pieces(parts: Parts, key: str) -> Iterator[str]:
    """Verdicts and tombstones in the order of constituencies, each followed by its answers, as they are printed."""
    found = parts.found
    verdict, answer = get_template(VERDICT), get_template(ANSWER)
    for one in found.in_order([*found.on("verdict", key), *found.on("tombstone", key)]):
        view = _verdict(found, one)
        yield verdict.render({"one": view})
        for each in found.answers_to(one["key"]):
            yield answer.render({"one": _answer(found, each), "to": view})


def _packed(pieces: Iterable[str]) -> Iterator[list[str]]:
    page: list[str] = []
    size = 0
    for piece in pieces:
        length = len(piece.encode())
        if page and size + length > LARGEST:
            yield page
            page, size = [], 0
        page.append(piece)
        size += length
    if page:
        yield page


def _verdict(found: Found, one: Record) -> View:
    if "reason" in one:
        return {**one, "id": f"v{one['voice']}", "is_tombstone": True, "who": ""}
    return {
        **one,
        **_texts(one, "narrative", "correction"),
        "id": f"v{one['voice']}",
        "who": _who(found, one),
        "cited": [{**link, **_piece(found, link["evidence"])} for link in one["evidence"]],
        "weighed": [translated(found.get("measure", key)["title"]) for key in one["measures"]],
        "considered": [_fact(found, key) for key in one["facts"]],
    }


def _answer(found: Found, one: Record) -> View:
    return {
        **one,
        "said": translated(one["text"]),
        "who": _who(found, one),
        "cited": [_piece(found, key) for key in one["evidence"]],
    }


def _piece(found: Found, key: str) -> View:
    return found.get("evidence", key)


def _fact(found: Found, key: str) -> View:
    fact = found.get("fact", key)
    return {"label": translated(fact["label"]), "href": links.fact_place(key, fact["state"])}


def _measure(found: Found, one: Record) -> View:
    claimant = translated(found.get("organisation", one["claimant"])["name"])
    return {**one, "title": translated(one["title"]), "summary": translated(one["summary"]), "claimant": claimant}


def _finding(one: Record) -> View:
    votes = [{**vote, "dissent": translated(vote["dissent"])} for vote in one["votes"]]
    return {**one, "said": translated(one["text"]), "votes": votes}


def _who(found: Found, one: Record) -> str:
    """The name of whoever said it; empty where it is protected."""
    code = one["organisation"]
    return translated(found.get("organisation", code)["name"]) if code is not None else ""


def _texts(one: Record, *names: str) -> View:
    return {f"{name}_said": translated(one[name]) for name in names if name in one}


def _placed(parts: Parts, one: Record) -> View:
    """What a record is about: the commitment and its state, with the page that tells of them."""
    key = one[ON]
    found = parts.found
    state, ref = found.state_of(key), found.ref_of(key)
    commitment = parts.commitment(ref)
    return {
        "title": commitment["title"],
        "plain": commitment["plain"],
        "ref": ref,
        "href": links.commitment_page(ref) + (f"#{links.anchor(state)}" if key in found.scope else ""),
        "state_name": plain(parts.book.get("state", state)["name"]),
        "state_href": links.state_page(state),
    }
