"""Suggesting terms: what nobody classified, what a rule filled, and what a model is all but certain of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.register.classifying import (
    CATEGORY,
    HARASSMENT,
    LOCATED,
    TARGET,
    THEME,
    add,
    add_vocabularies,
    open_terms,
    put,
    suggest,
    themes_model,
)
from tests.world import World
from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.reading.classification.concordance import Concordance
from ubada.reading.classification.models import Model
from ubada.register.models import ClassificationSuggestion
from ubada.register.services.suggesting_terms import suggest_classification
from ubada.register.shapes import COMMITMENT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def model() -> Model:
    return themes_model()


@pytest.fixture
def register(world: World) -> World:
    """The world with an imported commitment that has no theme and whose category a rule filled."""
    add_vocabularies()
    add("IN-1", HARASSMENT, derived=["specificity", "title"])
    return world


@pytest.fixture
def suggested(register: World) -> World:
    suggest()
    return register


def test_what_is_unclassified_or_filled_by_a_rule_gets_suggestions_with_their_evidence(register: World) -> None:
    outcome = suggest("IN-1")

    assert open_terms("IN-1") == {
        "themes": ["labour.harassment"], "sdg_targets": ["8.8"], "specificity": ["5"]
    }  # fmt: skip
    one = ClassificationSuggestion.objects.get(key=THEME)
    assert [HARASSMENT[start:end] for start, end in one.spans] == ["sexual harassment"]
    assert (one.method, one.score, one.occasion, one.language) == ("cue", None, "unclassified", "en")
    target = ClassificationSuggestion.objects.get(key=TARGET)
    assert (target.method, target.basis) == ("mapping", "labour.harassment")
    assert ClassificationSuggestion.objects.get(key=CATEGORY).basis == "the first verb"
    assert outcome.found == {"themes": 1, "sdg_targets": 1, "specificity": 1}


def test_what_a_person_classified_gets_none_from_cue_words(register: World) -> None:
    suggest()

    assert not ClassificationSuggestion.objects.exclude(commitment="IN-1").exists()


def test_a_term_that_is_there_or_is_above_one_that_is_there_adds_nothing(register: World) -> None:
    add("IN-2", "Look at civic space", derived=["themes"], themes=["themes:civic-space.association"],
        primary_theme="themes:civic-space.association")  # fmt: skip

    suggest("IN-2")

    assert "themes" not in open_terms("IN-2")


def test_a_rule_that_filled_the_same_category_adds_nothing(register: World) -> None:
    add("IN-2", HARASSMENT, derived=["specificity"], specificity=5)

    suggest("IN-2")

    assert "specificity" not in open_terms("IN-2")


def test_a_model_that_is_all_but_certain_contradicts_what_stands_in_a_recommendation(
    register: World, model: Model
) -> None:
    themes = {"themes": ["themes:civic-space"], "primary_theme": "themes:civic-space"}
    add("IN-2", "Look into bullying at the mill number 3", **themes)
    add("IN-3", "Look into bullying at the mill number 3", kind="treaty-obligation", **themes)
    add("IN-4", "Look into clubs of beekeepers number 3", themes=["themes:civic-space.association"],
        primary_theme="themes:civic-space.association")  # fmt: skip

    suggest("IN-2", "IN-3", "IN-4", models={"themes": model})

    one = ClassificationSuggestion.objects.get(key="IN-2:themes:labour.harassment")
    assert (one.method, one.occasion, one.version) == ("model", "disagreement", model.fingerprint)
    assert one.score is not None
    assert one.score >= 95
    assert one.basis == str(model.trained_on)
    assert "themes" not in open_terms("IN-3") | open_terms("IN-4")


def test_a_model_that_is_less_than_certain_contradicts_nothing(register: World, model: Model) -> None:
    add("IN-2", "Look into bullying at the mill number 3", themes=["themes:civic-space"],
        primary_theme="themes:civic-space")  # fmt: skip
    flat = replace(model, slopes=model.slopes * 0.4, abstain=0.0)

    suggest("IN-2", models={"themes": flat})

    assert "themes" not in open_terms("IN-2")


def test_the_text_is_read_in_the_language_it_has(register: World) -> None:
    add("IN-2", {"ru": "Принять закон о насилии и домогательствах на работе"})

    suggest("IN-2")

    one = ClassificationSuggestion.objects.get(key="IN-2:themes:labour.harassment")
    assert one.language == "ru"


def test_a_text_in_no_language_with_cue_words_is_counted_and_left(register: World) -> None:
    add("IN-2", {"fr": "Adopter une loi"})

    outcome = suggest("IN-1", "IN-2")

    assert (outcome.read, outcome.unread) == (1, 1)


def test_no_commitment_changes(register: World) -> None:
    before = dict(COMMITMENT.all())

    suggest()

    assert dict(COMMITMENT.all()) == before


def test_suggesting_again_writes_nothing(suggested: World) -> None:
    entries = Entry.objects.count()

    again = suggest()

    assert (again.written, again.withdrawn, Entry.objects.count()) == ((), (), entries)


def test_what_no_longer_follows_is_withdrawn_in_the_ledger(suggested: World) -> None:
    put("IN-1", text={"en": "Adopt a law against torture"})

    outcome = suggest()

    assert {one.key for one in outcome.withdrawn} == {THEME, TARGET}
    assert open_terms("IN-1")["themes"] == ["justice.torture"]
    changes = Entry.objects.order_by("-sequence")[0].changes
    assert {"type": "classification_suggestion", "key": THEME, "hash": None} in changes


def test_those_of_other_commitments_are_not_withdrawn(suggested: World) -> None:
    add("IN-2", LOCATED)

    suggest("IN-2")

    assert ClassificationSuggestion.objects.filter(key=THEME, state="suggested").exists()


def test_a_dry_run_finds_the_same_and_writes_nothing(register: World) -> None:
    outcome = suggest(dry_run=True)

    assert {one.key for one in outcome.written} == {THEME, TARGET, CATEGORY}
    assert not ClassificationSuggestion.objects.exists()


def test_a_reference_of_no_commitment_is_named(register: World) -> None:
    with pytest.raises(InvalidInput) as refused:
        suggest("IN-1", "NONE-1", "NONE-2")

    assert [one.record for one in refused.value.problems] == ["NONE-1", "NONE-2"]


def test_readers_and_assessors_may_not_suggest(register: World) -> None:
    for actor in (Actor.reader(), Actor.of(register.assessor)):
        with pytest.raises(Refused):
            suggest_classification(actor=actor, models={}, concordance=Concordance())
