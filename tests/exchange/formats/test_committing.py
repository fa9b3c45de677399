"""Drafts that something other than an import of files read are committed, listed and taken back as an import is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.exchange.formats.conftest import OPERATOR
from ubada.access.actors import Actor
from ubada.exchange.engine.drafts import Drafts
from ubada.exchange.engine.mapping import SourceMapping
from ubada.exchange.engine.recommendations import Answer, Origin, Recommendation, draft_recommendation
from ubada.exchange.models import Import
from ubada.exchange.queries import imports, known_register
from ubada.exchange.services import Outcome, commit_drafts, undo_import
from ubada.kernel.canonical import sha256_hex
from ubada.ledger.models import Entry
from ubada.ledger.queries import verify
from ubada.register.models import Commitment, StateResponse

Everything = Callable[[], dict[tuple[str, str], str]]
FILE = {"name": "report.docx", "sha256": sha256_hex(b"report"), "read_as": "profile upr-report"}
ORIGIN = Origin("A-HRC-44-4", "A/HRC/44/4", {"en": "Report"}, "report", "HRC", "Human Rights Council", "2020-06-15")


def drafts(*texts: str) -> Drafts:
    """Recommendations to one state, as a person accepted them one by one."""
    made = Drafts(read=len(texts), used=len(texts))
    mapping = SourceMapping("accepted", "document", "by hand", title="Report", url="https://example.org/r")
    known = known_register(OPERATOR)
    for number, text in enumerate(texts, start=1):
        one = Recommendation(
            ref=f"A-HRC-44-4-{number}", source_key=str(number), states=("KGZ",), text=text, origin=ORIGIN,
            locator=f"para. {number}", answer=Answer("supported", "supported", "2020-06-15"),
        )  # fmt: skip
        draft_recommendation(one, made, known, mapping)
    return made


def commit(made: Drafts, **more: Any) -> Outcome:
    return commit_drafts(
        actor=Actor.system("intake"), format="document", mapping="accepted", mapping_sha256=sha256_hex(b"by hand"),
        files=(FILE,), drafts=made, started=datetime.now(UTC), **more,
    )  # fmt: skip


@pytest.mark.usefixtures("register")
class TestCommitting:
    def test_drafts_stand_in_the_register_with_one_entry_under_the_name_given(self) -> None:
        before = Entry.objects.count()
        outcome = commit(drafts("Fund the shelters", "Open the archives"), action="accept_recommendations")
        entry = Entry.objects.order_by("-sequence")[0]
        assert Entry.objects.count() == before + 1
        assert (entry.action, entry.subject) == ("accept_recommendations", f"import {outcome.number} document")
        assert Commitment.objects.get(ref="A-HRC-44-4-2").text["en"] == "Open the archives"
        assert StateResponse.objects.filter(state_commitment="A-HRC-44-4-1@KGZ").exists()
        assert outcome.added["response"] == 2
        assert not verify().faults

    def test_they_are_listed_and_taken_back_as_an_import(self, everything: Everything) -> None:
        before = everything()
        outcome = commit(drafts("Fund the shelters"))
        (listed,) = imports(OPERATOR)
        assert (listed.number, listed.format, listed.files) == (outcome.number, "document", [FILE])
        assert (listed.counts["read"], listed.counts["used"]) == (1, 1)
        undo_import(actor=OPERATOR, number=listed.number)
        assert everything() == before

    def test_what_stands_already_is_not_written_again(self) -> None:
        commit(drafts("Fund the shelters"))
        before = Entry.objects.count()
        again = commit(drafts("Fund the shelters"))
        assert (again.number, again.written, again.unchanged > 0) == (None, (), True)
        assert Entry.objects.count() == before

    def test_a_dry_run_tells_what_would_be_and_leaves_nothing(self, everything: Everything) -> None:
        before = everything()
        outcome = commit(drafts("Fund the shelters"), dry_run=True)
        assert outcome.added["commitment"] == 1
        assert everything() == before
        assert not Import.objects.exists()
