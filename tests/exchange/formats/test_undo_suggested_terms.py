"""Imports and the terms suggested for their records: suggestions go with them, what an editor gave them does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.exchange.formats import small_upr
from tests.exchange.formats.conftest import OPERATOR, Importer
from tests.exchange.formats.small_upr import row
from tests.world import TODAY
from ubada.access.actors import Actor, PlatformRole
from ubada.exchange.services import undo_import
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.organisations.services import create_account
from ubada.register.models import ClassificationSuggestion, Commitment
from ubada.register.queries.classification import concordance
from ubada.register.services.classification import confirm_suggestion, reject_suggestion
from ubada.register.services.suggesting_terms import suggest_classification

ASKED = "Adopt a law against torture by 2027"


@pytest.fixture
def editor(register: None) -> Actor:
    account = create_account(
        actor=OPERATOR, email="editor@example.org", name="Editor", password="a long pass phrase 1",
        platform_role=PlatformRole.EDITOR,
    )  # fmt: skip
    return Actor.of(account)


@pytest.fixture
def number(bring: Importer, tmp_path: Path) -> int:
    """An import of one recommendation whose label leads to no theme."""
    outcome = bring("upr-info", small_upr.write(tmp_path, [row(Text=ASKED, Issue="A label of nobody")]))
    assert outcome.number is not None
    return outcome.number


def theme_suggested() -> ClassificationSuggestion:
    suggest_classification(actor=OPERATOR, models={}, concordance=concordance(OPERATOR))
    return ClassificationSuggestion.objects.get(term="themes:justice.torture")


def test_suggestions_for_the_records_that_go_go_first(
    register: None, everything: Callable[[], dict[tuple[str, str], str]], bring: Importer, tmp_path: Path
) -> None:
    before = everything()
    outcome = bring("upr-info", small_upr.write(tmp_path, [row(Text=ASKED, Issue="A label of nobody")]))
    key = theme_suggested().key

    undo_import(actor=OPERATOR, number=outcome.number or 0)

    assert everything() == before
    gone = {"type": "classification_suggestion", "key": key, "hash": None}
    assert gone in Entry.objects.order_by("-sequence")[0].changes


def test_what_an_editor_rejected_goes_too(number: int, editor: Actor) -> None:
    reject_suggestion(actor=editor, key=theme_suggested().key, on=TODAY)

    undo_import(actor=OPERATOR, number=number)

    assert not ClassificationSuggestion.objects.filter(state="rejected").exists()


def test_terms_that_an_editor_gave_are_the_reason_why_not_and_where_they_stand(
    number: int, editor: Actor, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://register.example"
    one = theme_suggested()
    confirm_suggestion(actor=editor, key=one.key, on=TODAY)

    with pytest.raises(InvalidInput) as caught:
        undo_import(actor=OPERATOR, number=number)

    place = f"https://register.example/desk/classification/{one.commitment_id}/"
    assert f"commitment {one.commitment_id}: an editor decided on its terms: {place}" in map(str, caught.value.problems)
    assert Commitment.objects.filter(ref=one.commitment_id).exists()


def test_importing_the_file_again_leaves_what_an_editor_decided(
    number: int, editor: Actor, bring: Importer, tmp_path: Path
) -> None:
    one = theme_suggested()
    confirm_suggestion(actor=editor, key=one.key, on=TODAY)

    again = bring("upr-info", small_upr.write(tmp_path, [row(Text=ASKED, Issue="A label of nobody")]))

    assert ("commitment", one.commitment_id) in {(kind, key) for kind, key, _ in again.kept}
    assert one.commitment.themes.get().key == "themes:justice.torture"
