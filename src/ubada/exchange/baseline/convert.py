"""From the baseline's records to the register's canonical records. Pure: nothing here touches a database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ubada.exchange.baseline.files import Baseline, Entry
from ubada.kernel.errors import InvalidInput, Problem
from ubada.register.gate import rule_on

Record = dict[str, Any]
FACT_COLUMNS = frozenset(
    {"id", "kind", "state", "topic", "label", "value", "date", "as_of", "source_title", "source_url", "confidence",
     "unverified_fields", "note"}
)  # fmt: skip
THEME, PERSON, SDG = "themes", "affected-persons", "sdg-targets"
"""The vocabularies that commitments draw on."""


@dataclass
class Converted:
    """Canonical records by shape and key, and which commitments are followed for which states."""

    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    scope: dict[str, list[str]] = field(default_factory=dict)

    def add(self, shape: str, key: str, record: Record) -> None:
        """Keep one record."""
        self.records.setdefault(shape, {})[key] = record

    def keys(self, shape: str) -> set[str]:
        """The keys of one shape's records."""
        return set(self.records.get(shape, {}))


def convert(baseline: Baseline) -> Converted:
    """Every record in its canonical form. Raises InvalidInput for each reference to something that is not there."""
    converted = Converted()
    for kind, add in _CONVERTERS.items():
        for entry in baseline.of(kind):
            add(converted, entry.content)
    problems = [*_References(baseline, converted).problems()]
    if problems:
        raise InvalidInput("The baseline was not read: nothing has been changed.", problems=problems)
    return converted


def _state(out: Converted, raw: Record) -> None:
    out.add(
        "state", raw["code"],
        {
            "code": raw["code"], "alpha2": raw["alpha2"], "numeric": raw["numeric"], "name": raw["name"],
            "endonym": {raw["endonym"]["language"]: raw["endonym"]["text"]}, "order": raw["order"],
            "is_practice": False,
        },
    )  # fmt: skip


def _region(out: Converted, raw: Record) -> None:
    out.add(
        "region", raw["code"],
        {
            "code": raw["code"], "state": raw["state"], "name": raw["name"], "kind": raw["kind"],
            "valid_from": raw.get("valid_from"), "valid_to": raw.get("valid_to"),
        },
    )  # fmt: skip


def _vocabulary(out: Converted, raw: Record) -> None:
    code = raw["id"]
    out.add(
        "vocabulary", code,
        {
            "code": code, "version": raw["version"], "owner": raw["owner"], "kind": raw["kind"], "title": raw["title"],
            "source_url": raw["source_url"] or "", "retrieved_on": raw["retrieved_on"],
            "licence_note": raw["licence_note"],
        },
    )  # fmt: skip
    for order, term in enumerate(raw["terms"], start=1):
        key = f"{code}:{term['code']}"
        out.add(
            "term", key,
            {
                "key": key, "vocabulary": code, "code": term["code"], "order": term.get("order", order),
                "label": term["label"], "definition": term.get("definition") or {},
                "parent": _term_key(code, term.get("parent")), "valid_from": term.get("valid_from"),
                "valid_to": term.get("valid_to"), "replaced_by": _term_key(code, term.get("replaced_by")),
            },
        )  # fmt: skip


def _term_key(vocabulary: str, code: str | None) -> str | None:
    return f"{vocabulary}:{code}" if code else None


def _mapping(out: Converted, raw: Record) -> None:
    term = f"{raw['source']['vocabulary']}:{raw['source']['code']}"
    scheme, target = raw["target"]["scheme"], raw["target"]["code"]
    key = f"{term}|{scheme}|{target}"
    out.add(
        "mapping", key,
        {"key": key, "term": term, "relation": raw["relation"], "scheme": scheme, "target": target},
    )  # fmt: skip


def _body(out: Converted, raw: Record) -> None:
    out.add(
        "body", raw["code"],
        {"code": raw["code"], "name": raw["name"], "kind": raw["kind"], "url": raw["url"] or ""},
    )  # fmt: skip


def _verified(raw: Record, name: str) -> Any:
    """A field's value unless it is named as unverified, in which case it is withheld."""
    return None if name in raw.get("unverified_fields", []) else raw.get(name)


def _document(out: Converted, raw: Record) -> None:
    out.add(
        "document", raw["code"],
        {
            "code": raw["code"], "symbol": _verified(raw, "symbol") or "", "title": raw["title"], "kind": raw["kind"],
            "body": raw["body"], "adopted_on": _verified(raw, "adopted_on"), "url": _verified(raw, "url") or "",
            "languages": raw["languages"], "unverified_fields": raw.get("unverified_fields", []),
        },
    )  # fmt: skip


def _instrument(out: Converted, raw: Record) -> None:
    out.add(
        "instrument", raw["code"],
        {
            "code": raw["code"], "title": raw["title"], "short_title": raw["short_title"], "kind": raw["kind"],
            "binding": raw["binding"], "group": raw["group"], "order": raw["order"], "body": raw["body"],
            "document": raw.get("document"), "monitored_by": sorted(raw.get("monitored_by", [])),
            "adopted_on": _verified(raw, "adopted_on"), "in_force_on": _verified(raw, "in_force_on"),
            "url": _verified(raw, "url") or "", "unverified_fields": raw.get("unverified_fields", []),
        },
    )  # fmt: skip


def _ratings_scale(out: Converted, raw: Record) -> None:
    out.add(
        "rating_scale", raw["index"],
        {
            "code": raw["index"], "title": raw["title"], "body": raw["body"], "url": raw["url"], "note": raw["note"],
            "score": raw["score"], "rank": raw["rank"], "parts": raw.get("parts", []), "classes": raw["classes"],
        },
    )  # fmt: skip


def _fact(out: Converted, raw: Record) -> None:
    detail = {name: value for name, value in raw.items() if name not in FACT_COLUMNS}
    ruling = rule_on(
        confidence=raw["confidence"], unverified_fields=raw["unverified_fields"], has_link=bool(raw["source_url"]),
        has_as_of=bool(raw["as_of"]), fields=detail,
    )  # fmt: skip
    withheld = {
        name: raw[name] for name in ruling.withheld if raw.get(name) is not None and name not in ("label", "all")
    }
    shown = {name: value for name, value in raw.items() if name not in withheld}
    out.add(
        "fact", raw["id"],
        {
            "key": raw["id"], "kind": raw["kind"], "state": None if raw["state"] == "ALL" else raw["state"],
            "topic": raw.get("topic") or "", "label": raw["label"], "value": shown.get("value") or {},
            "detail": {name: value for name, value in detail.items() if name not in withheld},
            "date": shown.get("date"), "as_of": shown.get("as_of"), "source_title": raw["source_title"] or "",
            "source_url": raw["source_url"] or "", "confidence": raw["confidence"],
            "unverified_fields": sorted(raw["unverified_fields"]), "withheld": withheld,
            "editor_note": raw["note"] or "", "is_published": ruling.is_published,
        },
    )  # fmt: skip


def _conflict(out: Converted, raw: Record) -> None:
    out.add(
        "conflict", raw["id"],
        {
            "key": raw["id"], "state": None if raw["state"] == "ALL" else raw["state"], "subject": raw["subject"],
            "settled_as": raw["settled_as"], "handling": raw["state_of"], "facts": sorted(raw["facts"]),
            "sides": [
                {
                    "claim": side["claim"], "source_title": side["source"], "source_url": side.get("url", ""),
                    "fact": side.get("fact"),
                }
                for side in raw["sides"]
            ],
        },
    )  # fmt: skip


def _commitment(out: Converted, raw: Record) -> None:
    source = raw["source"]
    provision = f"{source.get('instrument') or source['document']}:{source['locator']}"
    out.add(
        "provision", provision,
        {
            "key": provision, "instrument": source.get("instrument"), "document": source.get("document"),
            "locator": source["locator"],
        },
    )  # fmt: skip
    checked = raw["verification"]
    out.add(
        "commitment", raw["id"],
        {
            "ref": raw["id"], "title": raw["title"], "text": raw["text"], "kind": raw["kind"],
            "binding": raw["binding"], "instrument": source.get("instrument"), "document": source.get("document"),
            "provision": provision, "addressee": raw["addressee"], "duty_bearers": raw["duty_bearers"],
            "primary_theme": f"{THEME}:{raw['themes'][0]}",
            "themes": sorted(f"{THEME}:{code}" for code in raw["themes"]),
            "persons": sorted(f"{PERSON}:{code}" for code in raw["persons"]),
            "sdg_targets": sorted(f"{SDG}:{code}" for code in raw["sdg"]),
            "specificity": raw["specificity"], "is_verifiable": raw["verifiable"],
            "verifiable_reason": raw.get("verifiable_reason") or {}, "due_on": raw.get("due_on"),
            "due_basis": raw.get("due_basis") or {}, "parent": raw.get("parent"), "cluster": raw.get("cluster"),
            "verification": checked["state"], "verification_missing": checked.get("missing") or {},
            "checked_source_title": checked.get("source_title", ""),
            "checked_source_url": checked.get("source_url", ""),
        },
    )  # fmt: skip
    out.scope[raw["id"]] = sorted(out.keys("state")) if raw["states"] == "all" else raw["states"]


def _cluster(out: Converted, raw: Record) -> None:
    out.add("cluster", raw["id"], {"code": raw["id"], "title": raw["title"], "summary": raw["summary"]})
    for ref in raw["commitments"]:
        member = out.records.get("commitment", {}).get(ref)
        if member is not None:
            member["cluster"] = raw["id"]


def _test(out: Converted, raw: Record) -> None:
    out.add(
        "test", raw["id"],
        {
            "code": raw["id"], "question": raw["question"], "caveat": raw["caveat"], "rule": raw["rule"],
            "commitments": sorted(raw["commitments"]),
        },
    )  # fmt: skip


_CONVERTERS: dict[str, Callable[[Converted, Record], None]] = {
    "state": _state,
    "region": _region,
    "vocabulary": _vocabulary,
    "mapping": _mapping,
    "body": _body,
    "document": _document,
    "instrument": _instrument,
    "ratings-scale": _ratings_scale,
    "fact": _fact,
    "conflict": _conflict,
    "commitment": _commitment,
    "cluster": _cluster,
    "structural-test": _test,
}


class _References:
    """Every name by which one record of the files speaks of another."""

    def __init__(self, baseline: Baseline, converted: Converted) -> None:
        self.baseline = baseline
        self.known = {shape: converted.keys(shape) for shape in converted.records}

    def problems(self) -> Iterable[Problem]:
        """Each name that is nowhere in the baseline, at its file, record and field."""
        for kind, named in _NAMED.items():
            for entry in self.baseline.of(kind):
                for shape, where, key in named(entry.content):
                    if key is not None and key not in self.known.get(shape, set()):
                        yield self._problem(entry, shape, where, key)

    @staticmethod
    def _problem(entry: Entry, shape: str, where: str, key: str) -> Problem:
        return Problem(entry.file, entry.name, where, f"there is no {shape.replace('_', ' ')} {key!r}")


Named = Iterable[tuple[str, str, str | None]]


def _of_fact(raw: Record) -> Named:
    if raw["state"] != "ALL":
        yield "state", "state", raw["state"]
    if raw["kind"] == "treaty":
        yield "instrument", "instrument", raw["instrument"]
    if raw["kind"] == "rating":
        yield "rating_scale", "index", raw["index"]


def _of_conflict(raw: Record) -> Named:
    if raw["state"] != "ALL":
        yield "state", "state", raw["state"]
    for fact in raw["facts"]:
        yield "fact", "facts", fact
    for position, side in enumerate(raw["sides"]):
        yield "fact", f"sides.{position}.fact", side.get("fact")


def _of_commitment(raw: Record) -> Named:
    yield "instrument", "source.instrument", raw["source"].get("instrument")
    yield "document", "source.document", raw["source"].get("document")
    yield "commitment", "parent", raw.get("parent")
    yield "cluster", "cluster", raw.get("cluster")
    for name, vocabulary in (("themes", THEME), ("persons", PERSON), ("sdg", SDG)):
        for code in raw[name]:
            yield "term", name, f"{vocabulary}:{code}"
    for state in [] if raw["states"] == "all" else raw["states"]:
        yield "state", "states", state


def _of_term_list(raw: Record) -> Named:
    for term in raw["terms"]:
        yield "term", f"terms.{term['code']}.parent", _term_key(raw["id"], term.get("parent"))
        yield "term", f"terms.{term['code']}.replaced_by", _term_key(raw["id"], term.get("replaced_by"))


_NAMED: dict[str, Callable[[Record], Named]] = {
    "region": lambda raw: [("state", "state", raw["state"])],
    "vocabulary": _of_term_list,
    "mapping": lambda raw: [("term", "source", f"{raw['source']['vocabulary']}:{raw['source']['code']}")],
    "document": lambda raw: [("body", "body", raw["body"])],
    "instrument": lambda raw: [
        ("body", "body", raw["body"]),
        ("document", "document", raw.get("document")),
        *(("body", "monitored_by", code) for code in raw.get("monitored_by", [])),
    ],
    "ratings-scale": lambda raw: [("body", "body", raw["body"])],
    "fact": _of_fact,
    "conflict": _of_conflict,
    "commitment": _of_commitment,
    "cluster": lambda raw: [("commitment", "commitments", ref) for ref in raw["commitments"]],
    "structural-test": lambda raw: [
        *(("commitment", "commitments", ref) for ref in raw["commitments"]),
        ("instrument", "rule.instrument", raw["rule"].get("instrument")),
    ],
}
