"""Who sees a verdict and when: one declaration, and every query keeps to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from tests.assessments.people import (
    COLLECTING,
    KEY,
    REPLYING,
    SECRET,
    People,
    accepted,
    advance,
    build_people,
    round_of,
    said_by,
)
from tests.assessments.rounds import (
    LAST_YEAR,
    NEXT,
    THIS_YEAR,
    Standing,
    collecting_round,
    published_round,
    replying_round,
)
from tests.world import build_world
from ubada.access.actors import Actor
from ubada.access.engine import Action, can, declared, visible_to
from ubada.assessments import models, queries
from ubada.assessments.models import (
    Assessment,
    AssessmentVersion,
    DivergenceNote,
    Finding,
    Position,
    Reply,
    Review,
    Round,
)
from ubada.evidence.models import EvidenceItem
from ubada.kernel.dates import PartialDate
from ubada.ledger.queries import verify
from ubada.organisations.models import Account
from ubada.organisations.services import begin_membership, record_accreditation

pytestmark = pytest.mark.django_db
PAST = ("published", "corrected", "tombstone", "protected", "never open", "withdrawn before")
NOW = ("open", "of the state", "protected and open", "taken back", "late")
SOON = ("draft", "draft of the state", "submitted", "in review", "returned", "accepted", "withdrawn draft")
ACTORS = (
    "reader", "system", "editor", "outsider", "ministry", "ministry.observer", "ministry-uzb", "clear-water",
    "clear-water.observer", "mountain-voice", "mountain-voice.reviewer", "open-steppe", "akyikatchy", "osce-office",
    "osce-office.reviewer", "law-faculty", "village-union", "fund",
)  # fmt: skip
PARTIES = (
    "ministry",
    "clear-water.observer",
    "open-steppe",
    "akyikatchy",
    "osce-office",
    "law-faculty",
    "village-union",
)


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[People, Standing]]:
    """Three rounds, built once for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = build_people(build_world())
        made = Standing({})
        for build in (published_round, replying_round, collecting_round):
            made.by_name |= build(people).by_name
        yield people, made
        transaction.set_rollback(True)


@pytest.fixture
def people(standing: tuple[People, Standing], db: None) -> People:
    return standing[0]


@pytest.fixture
def made(standing: tuple[People, Standing], db: None) -> Standing:
    return standing[1]


def seen(actor: Actor, made: Standing) -> set[str]:
    """The verdicts that a query gives, by name."""
    found = set()
    for name, one in made.by_name.items():
        try:
            queries.assessment(actor, one.uid)
        except Assessment.DoesNotExist:
            continue
        found.add(name)
    return found


def test_the_ledger_knows_all_that_was_done(people: People) -> None:
    assert verify().faults == ()


@pytest.mark.parametrize("name", ACTORS)
def test_what_may_be_done_to_a_row_is_what_the_list_shows(people: People, name: str) -> None:
    """The one declaration gives both answers, over rows in every state there is."""
    actor = people.actor(name)
    for action, model in declared():
        if model.__module__.startswith(models.__name__):
            keys = [row.pk for row in visible_to(actor, model._default_manager.all(), action)]
            assert len(keys) == len(set(keys)), f"{action} {model.__name__} lists a row twice"
            for row in model._default_manager.all():
                assert can(actor, action, row) == (row.pk in keys), f"{action} {model.__name__} {row} for {name}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reader", {"published", "corrected", "tombstone", "protected"}),
        ("outsider", {"published", "corrected", "tombstone", "protected"}),
        ("fund", {"published", "corrected", "tombstone", "protected"}),
        ("ministry-uzb", {"published", "corrected", "tombstone", "protected", *NOW} - {"late"}),
        ("ministry", {"published", "corrected", "tombstone", "protected", *NOW, "draft of the state"} - {"late"}),
        ("editor", {"published", "corrected", "tombstone", "protected", *NOW} - {"late"}),
        ("akyikatchy", {"published", "corrected", "tombstone", "protected", *NOW, "returned"} - {"late"}),
        (
            "osce-office.reviewer",
            {"published", "corrected", "tombstone", "protected", *NOW, "in review", "accepted"} - {"late"},
        ),
        ("osce-office.assessor", {"published", "corrected", "tombstone", "protected", *NOW, "accepted"} - {"late"}),
        ("system", {*PAST, *NOW, *SOON}),
    ],
)
def test_each_sees_what_it_may(people: People, made: Standing, name: str, expected: set[str]) -> None:
    assert seen(people.actor(name), made) == expected


@pytest.mark.parametrize("name", ACTORS)
def test_nobody_reads_a_draft_of_another_anywhere(people: People, made: Standing, name: str) -> None:
    """Every query, and everything in what it gives, is searched for the words of verdicts that are not open."""
    actor = people.actor(name)
    own = {one.organisation_id for one in actor.memberships}
    reviewed = set(
        Review.objects.filter(reviewer=actor.account_id or 0, decision="").values_list("assessment", flat=True)
    )
    closed = [
        said_by(one.organisation.code, one.state_commitment_id, one.round_id)
        for one in Assessment.objects.filter(opened_at=None).select_related("organisation")
        if one.organisation_id not in own and one.pk not in reviewed
    ]
    told = repr(list(everything(actor, people)))
    assert closed or actor.is_system
    for text in closed if not actor.is_system else ():
        assert text not in told


def everything(actor: Actor, people: People) -> Iterator[Any]:
    """What every query gives this actor, as plain values."""
    for code in (LAST_YEAR, THIS_YEAR, NEXT):
        one = queries.round_or_none(actor, code)
        assert one is not None
        yield from map(plain, queries.assessments_on(actor, KEY, one))
        yield from map(plain, queries.positions_on(actor, KEY, one))
        yield from map(plain, queries.findings_on(actor, KEY, one))
        yield from map(plain, queries.notes_on(actor, KEY, one))
        yield from map(plain, queries.progress(actor, one))
        yield from map(plain, queries.may_take_for_review(actor, one))
        for organisation in people.organisations.values():
            if organisation.pk in actor.organisation_ids:
                yield plain(queries.my_round(actor, organisation, one))
    for each in Assessment.objects.all():
        yield from map(plain, queries.replies_to(actor, each.uid))
        yield from map(plain, queries.reviews_of(actor, each.uid))
        try:
            yield plain(queries.assessment(actor, each.uid))
            yield from map(plain, queries.versions_of(actor, each.uid))
        except Assessment.DoesNotExist:
            continue


def plain(value: Any) -> Any:
    """A value with all that is in it; a row is what its columns hold."""
    if is_dataclass(value) and not isinstance(value, type) and hasattr(value, "__slots__"):
        names = [field.name for field in fields(value)]
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Model):
        return {field.attname: str(value.__dict__.get(field.attname)) for field in value._meta.concrete_fields}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return str(value)


@pytest.mark.parametrize("name", [one for one in ACTORS if one != "system"])
def test_nobody_learns_who_wrote_or_reviewed_but_the_organisation_s_own(people: People, name: str) -> None:
    """Invariant 14 as far as pages go: no query gives a person, save the author to the organisation's own."""
    actor = people.actor(name)
    told = repr(list(everything(actor, people)))
    accounts = {code: account for code, account in people.accounts.items() if "." in code}
    for code, account in accounts.items():
        assert account.uid not in told
        assert account.email not in told
        if people.organisations[code.partition(".")[0]].pk not in actor.organisation_ids:
            assert account.name not in told


@pytest.mark.parametrize("name", ["reader", "outsider", "fund", *PARTIES])
def test_a_protected_name_is_the_constituency_alone(people: People, made: Standing, name: str) -> None:
    actor = people.actor(name)
    one = queries.assessment(actor, made["protected"].uid)
    assert (one.organisation, one.shared_draft, one.conflict_of_interest) == (None, "", "")
    assert one.constituency == "CSO"
    versions = queries.versions_of(actor, made["protected"].uid)
    assert versions
    assert {version.content["shared_draft"] for version in versions} == {""}
    positions = queries.positions_on(actor, KEY, Round.objects.get(pk=LAST_YEAR))
    society = next(position for position in positions if position.constituency == "CSO")
    assert [each.code for each in society.organisations] == ["clear-water"]
    assert society.n_protected == 1
    notes = queries.notes_on(actor, KEY, Round.objects.get(pk=LAST_YEAR))
    assert [(note.organisation, note.said_by) for note in notes] == [(None, "CSO")]
    reply = queries.replies_to(actor, made["open"].uid)
    assert [each.organisation for each in reply] == ([people.organisations["akyikatchy"]] if name == "akyikatchy" else
                                                     [None] if name in PARTIES else [])  # fmt: skip


@pytest.mark.parametrize("name", ["editor", "system", "mountain-voice.observer"])
def test_a_protected_name_is_known_to_the_secretariat_and_to_its_own(people: People, made: Standing, name: str) -> None:
    one = queries.assessment(people.actor(name), made["protected"].uid)
    assert one.organisation == people.organisations["mountain-voice"]
    assert one.shared_draft


def test_an_editor_sees_that_a_verdict_exists_and_how_far_it_is_and_nothing_of_what_it_says(
    people: People, made: Standing
) -> None:
    editor = people.actor("editor")
    rows = queries.progress(editor, Round.objects.get(pk=NEXT))
    assert {one.uid for one in rows} == {made[name].uid for name in SOON}
    assert {one.state for one in rows} == {
        "draft", "submitted", "in-review", "returned", "accepted", "withdrawn",
    }  # fmt: skip
    assert SECRET not in repr([plain(one) for one in rows])
    assert sum(queries.progress_counts(editor, Round.objects.get(pk=NEXT)).values()) == len(SOON)
    for name in ("reader", "ministry", "clear-water", "fund"):
        assert queries.progress(people.actor(name), Round.objects.get(pk=NEXT)) == []
        assert queries.progress_counts(people.actor(name), Round.objects.get(pk=NEXT)) == {}


def test_a_tombstone_says_that_there_was_a_verdict_and_the_class_of_reason(people: People, made: Standing) -> None:
    for name in ("reader", "ministry", "clear-water"):
        one = queries.assessment(people.actor(name), made["tombstone"].uid)
        assert (one.is_tombstone, one.withdrawal_reason, one.level, dict(one.narrative)) == (True, "security", None, {})
        assert one.evidence == ()
        assert queries.versions_of(people.actor(name), made["tombstone"].uid) == []
    own = queries.versions_of(people.actor("akyikatchy"), made["tombstone"].uid)
    assert SECRET in own[-1].content["narrative"]["en"]


def test_invariant_4_the_accreditation_shown_is_the_one_of_the_day_on_which_it_was_handed_in(
    people: People, made: Standing
) -> None:
    record_accreditation(
        actor=people.actor("system"), organisation=people.organisations["akyikatchy"], grade="A",
        valid_from=PartialDate.parse("2026-08-01"), source_title="Chart", source_url="https://example.org/chart",
    )  # fmt: skip
    assert made["returned"].submitted_at.date().isoformat() == "2026-07-15"
    assert queries.assessment(people.actor("akyikatchy"), made["returned"].uid).accreditation == "B"
    Assessment.objects.filter(pk=made["returned"].pk).update(submitted_at=REPLYING)
    assert queries.assessment(people.actor("akyikatchy"), made["returned"].uid).accreditation == "A"
    assert queries.assessment(people.actor("reader"), made["published"].uid).accreditation == ""


def test_a_reviewer_judges_the_declared_interests_also_of_a_protected_name(people: People, made: Standing) -> None:
    Assessment.objects.filter(pk=made["in review"].pk).update(is_name_protected=True, conflict_of_interest="a grant")
    one = queries.assessment(people.actor("osce-office.reviewer"), made["in review"].uid)
    assert (one.organisation, one.conflict_of_interest) == (None, "a grant")


def test_answers_go_with_the_verdict_they_answer(people: People, made: Standing) -> None:
    reader = people.actor("reader")
    assert [str(one.text.best("en")) for one in queries.replies_to(reader, made["published"].uid)] == ["Much was done."]
    assert queries.replies_to(reader, made["open"].uid) == []
    assert Reply.objects.filter(assessment=made["open"]).exists()


def test_a_proposed_finding_is_for_the_parties_and_an_adopted_one_for_everybody_once_published(people: People) -> None:
    told = {
        name: {str(one.text.best("en")) for one in queries.findings_on(people.actor(name), KEY)}
        for name in ("reader", "fund", "ministry", "editor")
    }
    assert told["reader"] == told["fund"] == {"Adopted 1184."}
    assert told["ministry"] == told["editor"] == {"Adopted 1184.", "Only proposed 9023.", "Proposal 4471."}
    votes = queries.findings_on(people.actor("reader"), KEY)[0].votes
    assert [(one.constituency, one.agrees) for one in votes] == [("STA", False), ("CSO", True), ("NHR", True)]
    assert str(votes[0].dissent.best("en")) == "We do not see it so."
    assert Finding.objects.get(basis="majority").level == "I1"


def test_results_of_a_round_are_for_its_parties_from_reply_on_and_for_everybody_once_published(people: People) -> None:
    this_year = Round.objects.get(pk=THIS_YEAR)
    assert Position.objects.filter(round=this_year).exists()
    for name in ("reader", "fund", "outsider"):
        assert queries.positions_on(people.actor(name), KEY, this_year) == []
        assert queries.distributions(people.actor(name), this_year) == {}
        assert queries.differ_most(people.actor(name), this_year) == []
        assert queries.tallies(people.actor(name), this_year) == []
    for name in ("ministry", "clear-water", "editor"):
        assert queries.positions_on(people.actor(name), KEY, this_year)
        assert queries.distributions(people.actor(name), this_year)


def test_an_official_who_also_works_for_another_organisation_sees_none_of_its_drafts(
    people: People, made: Standing
) -> None:
    official = people.accounts["ministry.observer"]
    begin_membership(
        actor=people.actor("system"), account=official, organisation=people.organisations["clear-water"],
        role="coordinator", began_on=made["draft"].began_at.date(),
    )  # fmt: skip
    actor = people.actor("ministry.observer")
    assert "draft" not in seen(actor, made)
    assert "draft of the state" in seen(actor, made)
    assert queries.may_take_for_review(actor, Round.objects.get(pk=NEXT)) == []
    assert not can(actor, Action.CHANGE, made["draft"])


def test_an_official_with_a_role_on_the_platform_stays_an_official(people: People, made: Standing) -> None:
    Account.objects.filter(pk=people.accounts["ministry.observer"].pk).update(platform_role="editor")
    actor = people.actor("ministry.observer")
    assert queries.progress(actor, Round.objects.get(pk=NEXT)) == []
    assert queries.assessment(actor, made["protected"].uid).organisation is None
    assert not {"draft", "submitted", "in review"} & seen(actor, made)


def test_versions_for_others_begin_with_what_was_opened_to_all(people: People, made: Standing) -> None:
    actions = {
        name: [one.action for one in queries.versions_of(people.actor(name), made["corrected"].uid)]
        for name in ("reader", "clear-water", "ministry")
    }
    assert actions["reader"] == ["correct", "publish"]
    assert actions["clear-water"] == ["correct", "publish", "finalise", "open-for-reply"]
    assert actions["ministry"][-1] == "submit"
    assert AssessmentVersion.objects.filter(assessment=made["corrected"]).count() == len(actions["ministry"])
    latest = queries.versions_of(people.actor("reader"), made["corrected"].uid)[0]
    assert latest.changed == ("correction",)


def test_a_suspended_organisation_is_no_party(people: People, made: Standing) -> None:
    people.organisations["village-union"].__class__.objects.filter(code="village-union").update(status="suspended")
    assert seen(people.actor("village-union"), made) == {"published", "corrected", "tombstone", "protected"}


def test_an_organisation_of_other_states_is_no_party_of_a_round_without_them(
    people: People, opened_in_kgz: Round
) -> None:
    assert queries.assessments_on(people.actor("clear-water"), KEY, opened_in_kgz)
    assert queries.assessments_on(people.actor("ministry-uzb"), KEY, opened_in_kgz) == []


@pytest.fixture
def opened_in_kgz(people: People) -> Round:
    """A round of one state, open for reply."""
    one = round_of("kgz-alone", states=["KGZ"])
    advance(COLLECTING)
    accepted(people, "clear-water", round_code="kgz-alone")
    advance(REPLYING)
    return one


@pytest.mark.parametrize("model", [Assessment, Reply, DivergenceNote, EvidenceItem])
def test_the_identifier_of_what_may_be_nameless_does_not_say_when_it_was_begun(model: type[Model]) -> None:
    assert len({str(model().pk)[:3] for _ in range(100)}) > 75
