"""What the practice state promised, as records of the register."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction

from ubada.access.actors import Actor
from ubada.access.engine import Action, require
from ubada.exchange.practice.files import Raw
from ubada.ledger.services import record
from ubada.register.jobs import wake_drawer
from ubada.register.models import Commitment
from ubada.register.policies import PRACTICE_BODY
from ubada.register.services import refresh_derived, write_records
from ubada.register.shapes import SHAPES

Records = dict[str, dict[str, Raw]]
ACTION: Final = "make_practice"
_LANGUAGES: Final = ["en", "ru"]


def write_register(*, actor: Actor, raw: Raw, on: date) -> int:
    """Bring the practice state's part of the register to its file; gives how many records that took.

    The second time it is none. Raises Refused.
    """
    require(actor, Action.IMPORT, Commitment)
    wanted = _records(raw)
    code = raw["state"]["code"]
    scope = {ref: [code] for ref in wanted["commitment"]}
    with transaction.atomic():
        written = [one for shape in SHAPES if shape.name in wanted for one in write_records(shape, wanted[shape.name])]
        if not written:
            return 0
        changed = [one.change for one in written]
        derived, removed = refresh_derived(on=on, scope=scope, changed=changed)
        changes = [*changed, *(one.change for one in derived), *removed]
        record(actor=actor, action=ACTION, subject=f"practice state {code}", changes=changes)
        transaction.on_commit(wake_drawer)
    return len(written)


def _records(raw: Raw) -> Records:
    out: Records = {
        "state": {raw["state"]["code"]: {**raw["state"], "is_practice": True}},
        "body": {PRACTICE_BODY: {**raw["body"], "url": ""}},
        "instrument": {raw["instrument"]["code"]: _instrument(raw["instrument"], raw["state"]["order"])},
        "document": {one["code"]: _document(one) for one in raw["documents"]},
        "provision": {},
        "commitment": {one["ref"]: _commitment(one, raw) for one in raw["commitments"]},
        "fact": {one["key"]: _fact(one, raw["state"]["code"]) for one in raw["facts"]},
    }
    for one in raw["commitments"]:
        source = one["source"]
        key = _provision(source)
        out["provision"][key] = {
            "key": key, "instrument": source.get("instrument"), "document": source.get("document"),
            "locator": source["locator"],
        }  # fmt: skip
    return out


def _instrument(raw: Raw, order: int) -> Raw:
    return {
        **raw, "kind": "treaty", "binding": "legal", "group": "core", "order": order, "body": PRACTICE_BODY,
        "document": None, "monitored_by": [PRACTICE_BODY], "in_force_on": None, "url": "", "unverified_fields": [],
    }  # fmt: skip


def _document(raw: Raw) -> Raw:
    return {**raw, "body": PRACTICE_BODY, "url": "", "languages": _LANGUAGES, "unverified_fields": []}


def _provision(source: Raw) -> str:
    return f"{source.get('instrument') or source['document']}:{source['locator']}"


def _commitment(one: Raw, raw: Raw) -> Raw:
    source = one["source"]
    is_treaty = "instrument" in source
    kind = one.get("kind") or ("treaty-obligation" if is_treaty else "recommendation")
    documents: dict[str, Any] = {each["code"]: each["title"] for each in raw["documents"]}
    title = raw["instrument"]["title"] if is_treaty else documents[source["document"]]
    return {
        "ref": one["ref"], "title": one["title"], "text": one["text"], "kind": kind,
        "binding": "legal" if is_treaty else "political", "instrument": source.get("instrument"),
        "document": source.get("document"), "provision": _provision(source), "addressee": raw["addressee"],
        "duty_bearers": [raw["state"]["code"]], "primary_theme": f"themes:{one['themes'][0]}",
        "themes": sorted(f"themes:{code}" for code in one["themes"]),
        "persons": sorted(f"affected-persons:{code}" for code in one["persons"]),
        "sdg_targets": sorted(f"sdg-targets:{code}" for code in one["sdg"]), "specificity": one["specificity"],
        "is_verifiable": True, "verifiable_reason": {}, "due_on": one.get("due_on"),
        "due_basis": one.get("due_basis") or {}, "parent": None, "cluster": None, "verification": "checked",
        "verification_missing": {}, "checked_source_title": f"{title['en']}, {source['locator']}",
        "checked_source_url": "",
    }  # fmt: skip


def _fact(one: Raw, state: str) -> Raw:
    return {
        "topic": "", **one, "state": state, "confidence": "seen", "unverified_fields": [], "withheld": {},
        "editor_note": "", "is_published": True,
    }  # fmt: skip
