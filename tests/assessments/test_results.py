"""Positions, divergences and counts as rows and queries give them are those of the pure rules, and no others."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from tests.assessments.people import (
    COLLECTING,
    FROZEN,
    KEY,
    PUBLISHED,
    REPLYING,
    People,
    accepted,
    advance,
    round_of,
    submitted,
)
from tests.assessments.rounds import YEAR, shifted
from tests.assessments.voices import Vote, as_rules_see, crowd, votes, write
from ubada import assessments
from ubada.access.actors import Actor
from ubada.assessments import queries
from ubada.assessments.models import Assessment, AssessmentVersion, Divergence, Position, Round
from ubada.assessments.rules.comparison import RoundResult, change_between
from ubada.assessments.rules.distribution import distributions
from ubada.assessments.rules.divergence import find_divergences, tally_pairs, where_sides_differ_most
from ubada.assessments.rules.positions import find_positions
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import VOICES, Constituency
from ubada.assessments.services import name_edition, refresh_results
from ubada.register.models import StateCommitment

pytestmark = pytest.mark.django_db
READER = Actor.reader()
ASKED = (Constituency.STATE, Constituency.OMBUDSMAN, Constituency.COMMUNITY)


@pytest.fixture
def keys(people: People) -> list[str]:
    """The commitments of one state."""
    return list(StateCommitment.objects.filter(state="KGZ").order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def full(people: People, keys: list[str]) -> tuple[Round, list[Vote]]:
    """A round whose results everybody may see, with many verdicts of every constituency."""
    one = round_of(states=["KGZ"])
    advance(COLLECTING)
    given = votes(crowd(5), keys[:-1], seed=20_26)
    write(one, given, state="published")
    Round.objects.filter(pk=one.pk).update(state="published", asked={"KGZ": [side.value for side in ASKED]})
    one.refresh_from_db()
    refresh_results(one)
    return one, given


def rows_of(one: Round) -> tuple[list[tuple], list[tuple]]:
    """Every row of a round, without its number."""
    positions = Position.objects.filter(round=one).order_by("state_commitment", "constituency")
    pairs = Divergence.objects.filter(round=one).order_by("state_commitment", "first", "second")
    return (
        [tuple(str(getattr(row, field.attname)) for field in row._meta.concrete_fields[1:]) for row in positions],
        [tuple(str(getattr(row, field.attname)) for field in row._meta.concrete_fields[1:]) for row in pairs],
    )


def test_the_rows_are_what_the_rules_find(full: tuple[Round, list[Vote]]) -> None:
    one, given = full
    found = find_positions(as_rules_see(given))
    rows = {(row.state_commitment_id, row.constituency): row for row in Position.objects.filter(round=one)}
    assert set(rows) == set(found)
    for key, position in found.items():
        row = rows[key]
        assert (row.level, row.lowest or None, row.highest or None) == (
            position.level,
            position.lowest,
            position.highest,
        )
        assert (row.n, row.n_unknown, row.is_split) == (position.n, position.n_unknown, position.is_split)
        assert row.organisations == list(position.organisations)
        joint = row.detail.get("joint_texts", [])
        assert [each["counted"] for each in joint] == [each.counted for each in position.joint_texts]
    expected = {
        (pair.state_commitment, *pair.sides): (pair.pair_class, pair.difference)
        for pairs in find_divergences(found, ASKED).values()
        for pair in pairs
    }
    pairs = Divergence.objects.filter(round=one)
    assert {(row.state_commitment_id, row.first, row.second): (row.pair_class, row.steps) for row in pairs} == expected


def test_one_commitment_refreshed_alone_gives_the_rows_of_the_whole(full: tuple[Round, list[Vote]]) -> None:
    one, given = full
    Assessment.objects.filter(round=one, organisation=given[0].organisation).update(level="IR", gap="")
    for key in sorted({vote.key for vote in given}):
        refresh_results(one, key)
    alone = rows_of(one)
    refresh_results(one)
    assert rows_of(one) == alone


def test_refreshing_one_commitment_asks_the_database_few_questions(full: tuple[Round, list[Vote]]) -> None:
    one, given = full
    with CaptureQueriesContext(connection) as asked:
        refresh_results(one, given[0].key)
    assert len(asked) <= 10


def test_invariant_11_an_organisation_counts_once_a_position(people: People, opened: Round) -> None:
    for code in ("clear-water", "mountain-voice", "open-steppe"):
        accepted(people, code, level="I2", narrative={"en": "One and the same text."})
    accepted(people, "ministry", level="I4")
    advance(REPLYING)
    society = opened.positions.get(constituency="CSO")
    assert (society.n, society.organisations) == (1, ["clear-water"])  # one text, one vote
    assert len(society.detail["joint_texts"][0]["verdicts"]) == 3
    for row in Position.objects.all():
        assert len(row.organisations) == len(set(row.organisations)) == row.n + row.n_unknown


def test_invariant_6_not_knowing_and_not_assessing_are_no_nought_anywhere(people: People, opened: Round) -> None:
    accepted(people, "clear-water", level="IU")
    accepted(people, "ministry", level="I0")
    advance(REPLYING)
    actor = people.actor("ministry")
    society = next(each for each in queries.positions_on(actor, KEY) if each.constituency == "CSO")
    assert (society.level, society.lowest, society.highest, society.n, society.n_unknown) == ("IU", None, None, 0, 1)
    pair = next(each for each in queries.divergences_on(actor, KEY) if (each.first, each.second) == ("STA", "CSO"))
    assert (pair.pair_class, pair.steps) == ("INFO_GAP", None)
    missing = next(each for each in queries.divergences_on(actor, KEY) if (each.first, each.second) == ("STA", "NHR"))
    assert (missing.pair_class, missing.steps) == ("MISSING", None)
    counted = queries.distributions(actor, Round.objects.get(pk=opened.pk), state="KGZ")
    in_scope = opened.scope.filter(state_commitment__state="KGZ").count()
    assert counted[Constituency.CIVIL_SOCIETY].counts[Level.INSUFFICIENT] == 1
    assert counted[Constituency.CIVIL_SOCIETY].counts[Level.NO_ACTION] == 0
    assert {side: one.in_scope for side, one in counted.items()} == dict.fromkeys(counted, in_scope)
    assert counted[Constituency.OMBUDSMAN].n_not_assessed == in_scope
    assert queries.differ_most(actor, Round.objects.get(pk=opened.pk)) == []


def test_distributions_are_those_of_the_rules_for_states_and_themes(
    full: tuple[Round, list[Vote]], keys: list[str]
) -> None:
    one, given = full
    found = find_positions(as_rules_see(given))
    assert queries.distributions(READER, one, state="KGZ") == distributions(VOICES, keys, found)
    of_theme = {"CEDAW-7@KGZ", "CEDAW-7-A@KGZ", "STMT-4@KGZ"}
    for theme in ("themes:equality", "themes:equality.gender"):
        assert queries.distributions(READER, one, theme=theme) == distributions(VOICES, of_theme, found)


def test_the_list_of_disputes_is_in_the_order_of_the_rules(full: tuple[Round, list[Vote]]) -> None:
    one, given = full
    pairs = [pair for found in find_divergences(find_positions(as_rules_see(given)), ASKED).values() for pair in found]
    wanted = where_sides_differ_most(pairs)
    shown = queries.differ_most(READER, one)
    assert [each.state_commitment for each in shown] == [each.state_commitment for each in wanted]
    assert [[(pair.first, pair.second) for pair in each.pairs] for each in shown] == [
        [pair.sides for pair in each.pairs] for each in wanted
    ]
    assert queries.differ_most(READER, one, limit=2) == shown[:2]
    assert queries.differ_most(READER, one, state="UZB") == []
    assert queries.tallies(READER, one) == tally_pairs(pairs)


def test_invariant_19_rounds_are_compared_on_what_both_looked_at(
    full: tuple[Round, list[Vote]], keys: list[str]
) -> None:
    later, given = full
    earlier = round_of("2025-2", calendar=shifted(-YEAR), states=["KGZ"], scope=keys[1:])
    Round.objects.filter(pk=earlier.pk).update(state="published")
    organisations = [vote.organisation for vote in given if vote.key == given[0].key]
    before = votes(organisations, keys[1:], seed=20_25)
    write(earlier, before, state="published")
    refresh_results(earlier)
    told = queries.changes_since(READER, later)
    assert told.earlier == earlier
    one, other = (
        RoundResult(
            code, order, later.implementation_scale, later.method, frozenset(scope), find_positions(as_rules_see(of))
        )
        for code, order, scope, of in (("2025-2", 1, keys[1:], before), (later.code, 2, keys, given))
    )
    assert {each.constituency for each in told.changes} == {
        key.constituency for key in {**one.positions, **other.positions}
    }
    for change in told.changes:
        assert {move.state_commitment for move in change.moves} == set(keys[1:])
        wanted = change_between(one, other, change.constituency)
        assert (change.counts, change.only_earlier, change.only_later) == (wanted.counts, 0, 1)
        assert (change.before, change.after) == (wanted.before, wanted.after)


def test_invariant_7_rounds_of_two_scales_or_methods_are_shown_apart(full: tuple[Round, list[Vote]]) -> None:
    later, given = full
    levels = dict(Assessment.objects.values_list("pk", "level"))
    earlier = round_of("2025-2", calendar=shifted(-YEAR), states=["KGZ"], scope=[given[0].key])
    Round.objects.filter(pk=earlier.pk).update(state="published", implementation_scale="implementation-levels@2024")
    Round.objects.filter(pk=earlier.pk).update(method="positions@2024")
    told = queries.changes_since(READER, later)
    assert told.changes == ()
    assert [one.code for one in told.unmet] == ["another-scale", "another-method"]
    assert dict(Assessment.objects.values_list("pk", "level")) == levels


def test_without_an_earlier_round_nothing_is_compared(full: tuple[Round, list[Vote]]) -> None:
    assert queries.changes_since(READER, full[0]).earlier is None


def test_what_is_not_open_to_all_counts_nowhere(people: People, opened: Round) -> None:
    submitted(people, "clear-water")
    accepted(people, "mountain-voice")
    refresh_results(opened)
    assert not Position.objects.exists()
    assert not Divergence.objects.exists()


def test_invariant_2_a_version_that_was_published_is_never_changed(people: People, opened: Round) -> None:
    one = accepted(people, "clear-water")
    advance(FROZEN)
    name_edition(actor=people.actor("editor"), code=opened.code, edition="7")
    advance(PUBLISHED)
    version = AssessmentVersion.objects.get(assessment=one, action="publish")
    row = AssessmentVersion.objects.filter(pk=version.pk)
    for attempt in (
        lambda: row.update(sha256="0" * 64),
        lambda: row.update(content={}),
        lambda: row._raw_delete("default"),
        lambda: connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE assessments_assessmentversion"),
    ):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            attempt()
    assert AssessmentVersion.objects.get(pk=version.pk).sha256 == version.sha256


def test_invariant_1_the_services_and_queries_compute_levels_by_the_rules_alone() -> None:
    """No module outside the rules adds, divides or compares levels: what they know of them is their codes."""
    folder = Path(assessments.__path__[0])
    told = {
        path.relative_to(folder).as_posix()
        for part in ("services", "queries")
        for path in (folder / part).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "ordinal"
    }
    assert told == set()


def test_results_that_were_there_before_learn_their_state(full: tuple[Round, list[Vote]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table changes while rows wait to be checked
    for target in ("0003_what_may_be_nameless_is_timeless", "0004_results_keep_their_state"):
        MigrationExecutor(connection).migrate([("assessments", target)])
    for model in (Position, Divergence):
        states = set(model._default_manager.values_list("state_id", "state_commitment__state_id"))
        assert states == {("KGZ", "KGZ")}, model
