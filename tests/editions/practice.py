"""A practice state, which is in no edition."""

from __future__ import annotations

from django.db import transaction

from tests.world import both
from ubada.access.actors import Actor
from ubada.ledger.services import record
from ubada.register.services import write_records
from ubada.register.shapes import COMMITMENT, FACT, REGION, STATE, STATE_COMMITMENT

PRACTICE = "XAA"
PRACTICE_WORDS = "invented for exercise 6606"


def add_practice_state() -> None:
    """An invented state with a region, a fact, a commitment of its own, and a shared commitment followed for it."""
    state = {
        "code": PRACTICE, "alpha2": "XA", "numeric": "900", "name": both(PRACTICE_WORDS), "endonym": {}, "order": 90,
        "is_practice": True,
    }  # fmt: skip
    region = {
        "code": "XA-A", "state": PRACTICE, "name": both(PRACTICE_WORDS), "kind": "region", "valid_from": None,
        "valid_to": None,
    }  # fmt: skip
    fact = {
        "key": f"law.{PRACTICE}.practice", "kind": "law", "state": PRACTICE, "topic": "domestic_violence",
        "label": both(PRACTICE_WORDS), "value": both("a law"), "detail": {}, "date": "2024", "as_of": "2024",
        "source_title": "A source", "source_url": "https://example.org/practice", "confidence": "seen",
        "unverified_fields": [], "withheld": {}, "editor_note": "", "is_published": True,
    }  # fmt: skip
    with transaction.atomic():
        applied = [
            *write_records(STATE, {PRACTICE: state}),
            *write_records(REGION, {"XA-A": region}),
            *write_records(FACT, {fact["key"]: fact}),
        ]
        shared = next(record for key, record in COMMITMENT.all() if key == "CEDAW-7")
        own = {**shared, "ref": "PRACTICE-1", "title": both(PRACTICE_WORDS), "duty_bearers": [PRACTICE]}
        named = {**shared, "duty_bearers": ["STATES", PRACTICE]}
        applied += write_records(COMMITMENT, {"PRACTICE-1": own, "CEDAW-7": named})
        applied += write_records(
            STATE_COMMITMENT,
            {
                f"{ref}@{PRACTICE}": {
                    "key": f"{ref}@{PRACTICE}", "commitment": ref, "state": PRACTICE, "standing": "unknown",
                }
                for ref in ("PRACTICE-1", "CEDAW-7")
            },
        )  # fmt: skip
        changes = [one.change for one in applied]
        record(actor=Actor.system("practice"), action="import_baseline", subject="practice", changes=changes)
