"""What a newcomer finds in the practice state: everything that can happen in a round has happened, and more waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from tests.abuse.people import People
from tests.practice.world import EARLIER, MARKS, NOW, OPEN, PAST, REPLYING, SYSTEM, account, actor, organisation
from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import (
    Assessment,
    AssessmentVersion,
    Divergence,
    DivergenceNote,
    Finding,
    Measure,
    Position,
    Reply,
    Round,
)
from ubada.assessments.queries import my_round
from ubada.assessments.rules.verdicts import Constituency
from ubada.evidence.models import EvidenceItem
from ubada.exchange.practice import KNOWN_PASSWORD, make_practice, sign_ins
from ubada.exchange.practice.files import read_practice
from ubada.ledger.models import Entry
from ubada.organisations.models import Account, Accreditation, Organisation
from ubada.register.models import Commitment, Fact, StateCommitment

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction a test: the one of `made` is around them all."""


def key(ref: str) -> str:
    return f"PRACTICE-{ref}@XXA"


def texts_of(value: Any) -> Iterator[dict[str, str]]:
    """Every text of a file, in whatever languages it is."""
    if isinstance(value, dict):
        if value and set(value) <= {"en", "ru", "ky"}:
            yield value
        else:
            for inner in value.values():
                yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


def test_every_text_that_is_said_in_a_round_names_the_invented_state() -> None:
    texts = [text for one in read_practice().rounds.values() for each in texts_of(one) for text in each.values()]
    titles = [text for one in read_practice().rounds.values() for text in one["title"].values()]
    nameless = [text for text in texts if text not in titles and not any(mark in text for mark in MARKS)]
    assert len(texts) > 100
    assert nameless == []


def test_promises_come_from_several_texts_and_themes_and_some_have_a_deadline(made: People) -> None:
    rows = Commitment.objects.filter(state_commitments__state="XXA")
    assert 12 <= rows.count() <= 20
    assert set(rows.values_list("kind", flat=True)) == {"treaty-obligation", "recommendation", "pledge"}
    assert len(set(rows.values_list("primary_theme", flat=True))) == rows.count()
    assert rows.exclude(due_on=None).count() >= 4
    assert all({"en", "ru"} <= set(one.text) for one in rows)
    standings = StateCommitment.objects.filter(commitment__in=rows)
    assert set(standings.values_list("state", flat=True)) == {"XXA"}
    assert standings.filter(standing="bound").count() == 6
    assert Fact.objects.filter(state="XXA", is_published=True).count() == 4


def test_every_constituency_takes_part_and_says_that_it_is_practice(made: People) -> None:
    rows = Organisation.objects.filter(code__startswith="practice-")
    assert set(rows.values_list("constituency", flat=True)) == set(Constituency)
    for one in rows:
        assert one.is_practice
        assert "(practice)" in one.name["en"]
        assert "(учебн" in one.name["ru"]
    assert Accreditation.objects.get(organisation__code="practice-ombudsman").grade == "B"
    assert {one.role for one in sign_ins()} == {"coordinator", "assessor", "reviewer", "observer"}


def test_whoever_is_listed_signs_in_with_the_one_password(made: People) -> None:
    people = [Account.objects.get(email=one.email) for one in sign_ins()]
    assert all(one.check_password(KNOWN_PASSWORD) for one in people)


def test_the_past_rounds_are_published_in_no_edition(made: People) -> None:
    for code in (EARLIER, PAST):
        one = Round.objects.get(pk=code)
        assert (one.state, one.edition, one.is_practice) == ("published", "practice", True)


@pytest.mark.parametrize(
    ("ref", "sides", "pair_class"),
    [
        ("R15", ("STA", "CSO"), "CONCUR"),
        ("R2", ("STA", "NHR"), "MINOR"),
        ("R2", ("STA", "CSO"), "MAJOR"),
        ("T7", ("STA", "CSO"), "OPPOSED"),
        ("T5", ("STA", "CSO"), "INFO_GAP"),
        ("R4", ("CSO", "NHR"), "BOTH_UNKNOWN"),
        ("R12", ("STA", "CSO"), "MISSING"),
    ],
)
def test_every_way_to_differ_has_happened(made: People, ref: str, sides: tuple[str, str], pair_class: str) -> None:
    first, second = sides
    one = Divergence.objects.get(round=PAST, state_commitment=key(ref), first=first, second=second)
    assert one.pair_class == pair_class


def test_one_joint_text_counts_once_and_one_group_is_divided_in_itself(made: People) -> None:
    joint = Position.objects.get(round=PAST, state_commitment=key("R9"), constituency="CSO")
    assert (joint.n, len(joint.detail["joint_texts"])) == (2, 1)
    divided = Position.objects.get(round=PAST, state_commitment=key("R12"), constituency="CSO")
    assert divided.is_split
    # Regression is seen by civil society alone.
    levels = Position.objects.filter(round=PAST, level="IR").values_list("state_commitment", "constituency")
    assert list(levels) == [(key("T7"), "CSO")]


def test_everything_that_can_befall_a_verdict_has(made: People) -> None:
    rows = Assessment.objects.filter(round=PAST)
    assert rows.get(state="corrected").correction
    gone = rows.get(state="withdrawn")
    assert gone.published_at is not None
    assert (gone.withdrawal_reason, gone.narrative.as_dict()) == ("error", {})
    assert rows.get(is_name_protected=True).organisation.code == "practice-open-road"
    assert AssessmentVersion.objects.filter(assessment__round=PAST, action="return").count() == 1
    assert Reply.objects.filter(assessment__round=PAST).count() == 3
    assert set(EvidenceItem.objects.filter(links__assessment__round=PAST).values_list("sensitivity", flat=True)) == {
        "public", "partners", "organisation",
    }  # fmt: skip
    assert {tuple(one.narrative) for one in rows.exclude(pk=gone.pk)} == {("en", "ru"), ("en",), ("ky",)}
    assert Measure.objects.filter(claimant__code="practice-ministry", weighed_in__round=PAST).distinct().count() == 2
    finding = Finding.objects.get(round=PAST)
    assert (finding.basis, finding.votes.get(agrees=False).constituency) == ("majority", "STA")
    assert DivergenceNote.objects.get(round=PAST).resolution == "period"


def test_a_reader_does_not_learn_whose_name_is_protected_nor_what_is_not_public(made: People) -> None:
    reader = Actor.reader()
    items = EvidenceItem.objects.filter(organisation__is_practice=True)
    assert set(visible_to(reader, items).values_list("sensitivity", flat=True)) == {"public"}


def test_something_waits_in_every_list_of_a_newcomer(made: People) -> None:
    spring = organisation("clear-spring")
    now_open, answering = Round.objects.get(pk=OPEN), Round.objects.get(pk=REPLYING)
    mine = my_round(actor("clear-spring.assessor"), spring, now_open, now=NOW)
    assert len(mine.to_assess) >= 10
    assert [one.ref for one in mine.returned] == ["PRACTICE-T7"]
    assert mine.done
    second = my_round(actor("clear-spring.reviewer"), spring, now_open, now=NOW)
    assert {one.ref for one in second.to_review} == {"PRACTICE-T11", "PRACTICE-R9"}
    assert [one.ref for one in second.reviewing] == ["PRACTICE-R12"]
    third = my_round(actor("ministry.coordinator"), organisation("ministry"), answering, now=NOW)
    assert len(third.to_reply) == 5


def test_making_it_again_changes_nothing(made: People) -> None:
    before = Entry.objects.count()
    again = make_practice(actor=SYSTEM, password=KNOWN_PASSWORD, now=NOW + timedelta(days=3))
    assert again.is_nothing
    assert Entry.objects.count() == before


def test_a_new_round_begins_only_when_the_open_one_is_over(made: People) -> None:
    with transaction.atomic():
        later = make_practice(actor=SYSTEM, password=None, now=NOW + timedelta(days=50))
        assert later.rounds == ("practice-2027-1-replies", "practice-2027-1")
        assert (later.records, later.accounts) == (0, 0)
        assert Round.objects.get(pk=OPEN).state == "open"  # its own days are for the calendar to go through
        transaction.set_rollback(True)


def test_nobody_has_a_password_where_none_was_given(made: People) -> None:
    with transaction.atomic():
        person = account("fund.observer")
        EmailAddress.objects.filter(user=person).delete()
        Account.objects.filter(pk=person.pk).update(email="gone@example.org")
        make_practice(actor=SYSTEM, password=None, now=NOW)
        assert not account("fund.observer").has_usable_password()
        transaction.set_rollback(True)
