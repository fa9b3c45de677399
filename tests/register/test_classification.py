"""Deciding on terms: a person confirms, rejects or picks others, and only then does a commitment change."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.register.classifying import (
    CATEGORY,
    EVERYONE,
    HARASSMENT,
    LOCATED,
    SYSTEM,
    TARGET,
    THEME,
    UNCLASSIFIED,
    add,
    add_vocabularies,
    open_terms,
    put,
    record_of,
    states,
    suggest,
)
from tests.world import TODAY, World
from ubada.access.actors import Actor
from ubada.access.engine import Refused, visible_to
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry, Touch
from ubada.register.models import ClassificationSuggestion, Commitment, CommitmentSource, State, Term
from ubada.register.queries.downloads import records
from ubada.register.services import write_records
from ubada.register.services.classification import (
    classify_commitment,
    confirm_suggestion,
    reject_suggestion,
    standing_of,
)
from ubada.register.shapes import CLASSIFICATION_SUGGESTION, COMMITMENT, STATE_COMMITMENT, TERM
from ubada.search.models import Outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(world: World) -> World:
    """The world with two imported commitments and what is suggested for them."""
    add_vocabularies()
    add("IN-1", HARASSMENT, derived=["specificity", "title"])
    add("IN-2", LOCATED, derived=["persons"], specificity=5)
    suggest()
    return world


@pytest.fixture
def editor(world: World) -> Actor:
    return Actor.of(world.editor)


def decided_by(one: ClassificationSuggestion) -> tuple[str, object]:
    return one.state, one.decided_on


def test_confirming_gives_the_commitment_the_term_with_one_entry_in_the_ledger(suggested: World, editor: Actor) -> None:
    entries = Entry.objects.count()
    Outbox.objects.all().delete()

    decision = confirm_suggestion(actor=editor, key=THEME, on=TODAY)

    after = record_of("IN-1")
    assert (after["themes"], after["primary_theme"]) == (["themes:labour.harassment"], "themes:labour.harassment")
    assert (decision.confirmed, decision.rejected) == ((THEME,), ())
    assert set(decision.changed) == {"primary_theme", "themes"}
    assert decided_by(ClassificationSuggestion.objects.get(key=THEME)) == ("confirmed", TODAY)
    assert Entry.objects.count() == entries + 1
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.subject, entry.actor) == ("classify_commitment", "IN-1", editor.label)
    assert {one["type"] for one in entry.changes} == {"commitment", "classification_suggestion"}
    assert Outbox.objects.filter(kind="commitment", key="IN-1").exists()


def test_confirming_one_leaves_the_others_open(suggested: World, editor: Actor) -> None:
    confirm_suggestion(actor=editor, key=THEME, on=TODAY)

    assert open_terms("IN-1") == {"sdg_targets": ["8.8"], "specificity": ["5"]}


def test_a_field_that_a_person_decided_on_is_not_derived_any_more(suggested: World, editor: Actor) -> None:
    confirm_suggestion(actor=editor, key=CATEGORY, on=TODAY)

    assert record_of("IN-1")["specificity"] == 5
    assert CommitmentSource.objects.get(key="IN-1|uhri").derived == ["title"]


def test_a_group_of_persons_takes_the_place_of_everyone(suggested: World, editor: Actor) -> None:
    confirm_suggestion(actor=editor, key="IN-2:persons:women-girls", on=TODAY)

    assert record_of("IN-2")["persons"] == ["affected-persons:women-girls"]


def test_a_second_theme_joins_the_first_and_does_not_lead(suggested: World, editor: Actor) -> None:
    put("IN-1", themes=["themes:equality"], primary_theme="themes:equality")

    confirm_suggestion(actor=editor, key=THEME, on=TODAY)

    after = record_of("IN-1")
    assert after["themes"] == ["themes:equality", "themes:labour.harassment"]
    assert after["primary_theme"] == "themes:equality"


def test_rejecting_changes_no_commitment_and_the_term_is_not_suggested_again(suggested: World, editor: Actor) -> None:
    before = dict(COMMITMENT.all())

    decision = reject_suggestion(actor=editor, key=THEME, on=TODAY)
    suggest()

    assert decision.rejected == (THEME,)
    assert dict(COMMITMENT.all()) == before
    assert decided_by(ClassificationSuggestion.objects.get(key=THEME)) == ("rejected", TODAY)
    assert "themes" not in open_terms("IN-1")


def test_a_rejection_holds_for_the_text_that_was_read(suggested: World, editor: Actor) -> None:
    reject_suggestion(actor=editor, key=THEME, on=TODAY)
    put("IN-1", text={"en": "Adopt and enforce a law against sexual harassment"})

    suggest()

    assert decided_by(ClassificationSuggestion.objects.get(key=THEME)) == ("suggested", None)


def test_what_is_decided_cannot_be_decided_again(suggested: World, editor: Actor) -> None:
    confirm_suggestion(actor=editor, key=THEME, on=TODAY)
    reject_suggestion(actor=editor, key=CATEGORY, on=TODAY)

    for decide in (confirm_suggestion, reject_suggestion):
        for key in (THEME, CATEGORY):
            with pytest.raises(InvalidInput, match="already"):
                decide(actor=editor, key=key, on=TODAY)


def test_a_change_of_the_text_makes_open_suggestions_stale_until_it_is_changed_back(
    suggested: World, editor: Actor
) -> None:
    confirm_suggestion(actor=editor, key=CATEGORY, on=TODAY)
    put("IN-1", text={"en": "Something else"})

    assert {key: state for key, state in states().items() if key.startswith("IN-1")} == {
        THEME: "stale", TARGET: "stale", CATEGORY: "confirmed"
    }  # fmt: skip
    for decide in (confirm_suggestion, reject_suggestion):
        with pytest.raises(InvalidInput, match="text has changed"):
            decide(actor=editor, key=THEME, on=TODAY)

    put("IN-1", text={"en": HARASSMENT})
    assert states()[THEME] == "suggested"


def test_a_text_that_changed_without_being_noticed_is_noticed_when_a_person_decides(
    suggested: World, editor: Actor
) -> None:
    with transaction.atomic():
        write_records(COMMITMENT, {"IN-1": record_of("IN-1") | {"text": {"en": "Something else"}}})

    with pytest.raises(InvalidInput, match="text has changed"):
        confirm_suggestion(actor=editor, key=THEME, on=TODAY)
    with pytest.raises(InvalidInput, match="text has changed"):
        classify_commitment(actor=editor, ref="IN-1", terms={"themes": []}, seen=[THEME], on=TODAY)


def test_a_person_confirms_what_is_ticked_and_rejects_the_rest_at_once(suggested: World, editor: Actor) -> None:
    entries = Entry.objects.count()

    decision = classify_commitment(
        actor=editor, ref="IN-1", on=TODAY, seen=[THEME, TARGET, CATEGORY],
        terms={"themes": ["labour.harassment"], "sdg_targets": [], "specificity": ["4"]},
    )  # fmt: skip

    assert (set(decision.confirmed), set(decision.rejected)) == ({THEME}, {TARGET, CATEGORY})
    assert (record_of("IN-1")["specificity"], record_of("IN-1")["sdg_targets"]) == (4, [])
    assert CommitmentSource.objects.get(key="IN-1|uhri").derived == ["title"]
    assert Entry.objects.count() == entries + 1


def test_a_person_picks_terms_that_nobody_suggested(suggested: World, editor: Actor) -> None:
    classify_commitment(
        actor=editor, ref="IN-1", terms={"themes": ["equality.gender", "labour"]}, seen=[THEME], on=TODAY
    )

    after = record_of("IN-1")
    assert after["themes"] == ["themes:equality.gender", "themes:labour"]
    assert after["primary_theme"] == "themes:equality.gender"
    assert states()[THEME] == "rejected"
    assert open_terms("IN-1") == {"sdg_targets": ["8.8"], "specificity": ["5"]}


def test_changing_ones_mind_turns_the_decision_round(suggested: World, editor: Actor) -> None:
    confirm_suggestion(actor=editor, key=THEME, on=TODAY)

    classify_commitment(actor=editor, ref="IN-1", terms={"themes": []}, on=TODAY)
    assert (states()[THEME], record_of("IN-1")["themes"]) == ("rejected", [UNCLASSIFIED])

    classify_commitment(actor=editor, ref="IN-1", terms={"themes": ["labour.harassment"]}, on=TODAY)
    assert (states()[THEME], record_of("IN-1")["primary_theme"]) == ("confirmed", "themes:labour.harassment")


def test_a_term_picked_by_hand_confirms_the_suggestion_of_it_that_came_meanwhile(
    suggested: World, editor: Actor
) -> None:
    classify_commitment(actor=editor, ref="IN-1", terms={"sdg_targets": ["8.8"]}, on=TODAY)

    assert states()[TARGET] == "confirmed"


def test_what_was_not_looked_at_stays_open(suggested: World, editor: Actor) -> None:
    classify_commitment(actor=editor, ref="IN-1", terms={"themes": ["equality"]}, on=TODAY)

    assert states()[THEME] == "suggested"


def test_a_decision_over_a_commitment_that_someone_changed_meanwhile_is_refused(
    suggested: World, editor: Actor
) -> None:
    stood = standing_of(Commitment.objects.get(ref="IN-1"))
    put("IN-1", specificity=3)

    with pytest.raises(InvalidInput, match="has changed this commitment"):
        classify_commitment(actor=editor, ref="IN-1", terms={"themes": ["labour"]}, stood=stood, on=TODAY)


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        ({"themes": ["no.such"]}, "themes:no.such"),
        ({"persons": ["labour"]}, "affected-persons:labour"),
        ({"specificity": []}, "Choose one"),
        ({"specificity": ["4", "5"]}, "Choose one"),
        ({"specificity": ["6"]}, "action-category:6"),
        ({"themes": ["labour.harassment"]}, "out of use"),
    ],
)
def test_terms_that_cannot_be_given_are_named_and_nothing_changes(
    suggested: World, editor: Actor, terms: dict[str, list[str]], fault: str
) -> None:
    with transaction.atomic():
        retired = TERM.record_of(Term.objects.get(key="themes:labour.harassment")) | {"valid_to": "2020"}
        write_records(TERM, {"themes:labour.harassment": retired})
    before = record_of("IN-1")

    with pytest.raises(InvalidInput) as refused:
        classify_commitment(actor=editor, ref="IN-1", terms=terms, on=TODAY)

    assert fault in str(refused.value)
    assert record_of("IN-1") == before


def test_deciding_the_same_again_writes_nothing(suggested: World, editor: Actor) -> None:
    terms = {"themes": ["labour.harassment"], "specificity": ["5"]}
    classify_commitment(actor=editor, ref="IN-1", terms=terms, seen=[THEME, CATEGORY], on=TODAY)
    entries = Entry.objects.count()

    again = classify_commitment(actor=editor, ref="IN-1", terms=terms, seen=[THEME, CATEGORY], on=TODAY)

    assert (again.changed, again.confirmed, again.rejected, Entry.objects.count()) == ((), (), (), entries)


def test_only_a_person_who_edits_decides(suggested: World) -> None:
    for actor in (Actor.reader(), Actor.of(suggested.assessor), SYSTEM):
        with pytest.raises(Refused):
            confirm_suggestion(actor=actor, key=THEME, on=TODAY)
        with pytest.raises(Refused):
            reject_suggestion(actor=actor, key=THEME, on=TODAY)
        with pytest.raises(Refused):
            classify_commitment(actor=actor, ref="IN-1", terms={"themes": []}, on=TODAY)
    assert set(states().values()) == {"suggested"}


def test_readers_see_what_a_person_confirmed_and_editors_everything(suggested: World, editor: Actor) -> None:
    confirm_suggestion(actor=editor, key=THEME, on=TODAY)
    reject_suggestion(actor=editor, key=CATEGORY, on=TODAY)
    everything = ClassificationSuggestion.objects.all()

    for actor in (Actor.reader(), Actor.of(suggested.assessor)):
        assert [one.key for one in visible_to(actor, everything)] == [THEME]
        assert [one["key"] for one in records(actor, CLASSIFICATION_SUGGESTION)] == [THEME]
        touched = visible_to(actor, Touch.objects.all()).values_list("type", flat=True)
        assert "classification_suggestion" not in set(touched)
    assert visible_to(editor, everything).count() == everything.count()


def test_what_is_followed_for_the_practice_state_alone_is_shown_to_no_reader(suggested: World, editor: Actor) -> None:
    confirm_suggestion(actor=editor, key=THEME, on=TODAY)
    like = State.objects.get(code="KGZ")
    State.objects.create(code="XXA", alpha2="XX", numeric="999", name=like.name, endonym=like.endonym, order=99,
                         is_practice=True)  # fmt: skip
    pair = {"key": "IN-1@XXA", "commitment": "IN-1", "state": "XXA", "standing": "addressed"}
    with transaction.atomic():
        Commitment.objects.get(ref="IN-1").state_commitments.all().delete()
        write_records(STATE_COMMITMENT, {"IN-1@XXA": pair})

    assert not visible_to(Actor.reader(), ClassificationSuggestion.objects.all()).exists()


@pytest.mark.parametrize(
    "fault",
    [
        {"state": "confirmed", "decided_on": None},
        {"state": "suggested", "decided_on": "2026-11-01"},
        {"field": "persons"},
        {"score": 101},
        {"method": "oracle"},
    ],
)
def test_the_database_refuses_a_suggestion_that_cannot_be(suggested: World, fault: dict[str, object]) -> None:
    record = CLASSIFICATION_SUGGESTION.record_of(ClassificationSuggestion.objects.get(key=THEME))

    with pytest.raises(IntegrityError), transaction.atomic():
        write_records(CLASSIFICATION_SUGGESTION, {THEME: record | fault})


WORDS = ["torture", "sexual harassment", "women", "civil society", "adopt a law", "continue", "by 2027", "consider"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), derived=st.sets(st.sampled_from(
    ["themes", "persons", "specificity"]
)), rejecting=st.data())  # fmt: skip
def test_no_commitment_changes_before_a_person_confirms_and_then_only_by_what_was_confirmed(
    suggested: World, editor: Actor, words: list[str], derived: set[str], rejecting: st.DataObject
) -> None:
    with transaction.atomic():
        add("ANY-1", ", ".join(words), derived=derived)
        before = dict(COMMITMENT.all())
        suggest()
        assert dict(COMMITMENT.all()) == before
        keys = sorted(ClassificationSuggestion.objects.filter(commitment="ANY-1").values_list("key", flat=True))
        confirmed = rejecting.draw(st.sets(st.sampled_from(keys))) if keys else set()
        for key in sorted(set(keys) - confirmed):
            reject_suggestion(actor=editor, key=key, on=TODAY)
        assert dict(COMMITMENT.all()) == before
        for key in sorted(confirmed):
            confirm_suggestion(actor=editor, key=key, on=TODAY)
        after = dict(COMMITMENT.all())
        assert {ref for ref in after if after[ref] != before[ref]} <= {"ANY-1"}
        for field, none_named in (("themes", {UNCLASSIFIED}), ("persons", {EVERYONE}), ("sdg_targets", set())):
            rows = ClassificationSuggestion.objects.filter(commitment="ANY-1", field=field, state="confirmed")
            terms = set(rows.values_list("term", flat=True))
            kept = set(before["ANY-1"][field]) - none_named
            assert set(after["ANY-1"][field]) == (kept | terms or none_named)
        transaction.set_rollback(True)
