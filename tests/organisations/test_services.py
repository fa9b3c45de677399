"""Organisations, accreditations and memberships: what the services let happen and what they and the database refuse."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client

from tests.organisations.conftest import PASSWORD
from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Refused
from ubada.kernel.dates import PartialDate
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.ledger.queries import verify
from ubada.organisations import queries, services
from ubada.organisations.models import Account, Accreditation, Membership, Organisation
from ubada.register.models import State

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def _states(db) -> None:
    for order, (code, alpha2, numeric) in enumerate((("KAZ", "KZ", "398"), ("KGZ", "KG", "417"), ("XXA", "XA", "900"))):
        State.objects.create(
            code=code, alpha2=alpha2, numeric=numeric, name={"en": code}, order=order, is_practice=code == "XXA"
        )


def organisation(code: str = "steppe", constituency: str = "CSO", states: tuple[str, ...] = ("KGZ",)) -> Organisation:
    return services.create_organisation(
        actor=SYSTEM, code=code, name={"en": code}, constituency=constituency, states=states
    )


def account(number: int = 1, **more) -> Account:
    return services.create_account(actor=SYSTEM, email=f"p{number}@example.org", name=f"Person {number}", **more)


def refused_field(error: pytest.ExceptionInfo[InvalidInput]) -> str:
    return error.value.problems[0].field


@pytest.mark.parametrize("constituency", ["STA", "NHR"])
def test_a_state_body_and_an_ombudsman_speak_on_exactly_one_state(constituency) -> None:
    with pytest.raises(InvalidInput, match="cannot be saved") as error:
        organisation(constituency=constituency, states=("KAZ", "KGZ"))
    assert refused_field(error) == "states"
    assert organisation(constituency=constituency).states.count() == 1


@pytest.mark.parametrize("constituency", ["CSO", "IGO", "COM", "EXP", "DON"])
def test_the_other_constituencies_may_speak_on_several_states(constituency) -> None:
    assert organisation(constituency=constituency, states=("KAZ", "KGZ", "KAZ")).states.count() == 2


@pytest.mark.parametrize(
    ("states", "constituency", "field"),
    [
        ((), "CSO", "states"),
        (("KGZ", "FRA"), "CSO", "states"),
        (("KGZ", "XXA"), "CSO", "states"),
        (("KGZ",), "???", "constituency"),
    ],
    ids=["none", "unknown", "practice beside real", "unknown constituency"],
)
def test_an_organisation_with_a_wrong_scope_is_refused_whole(states, constituency, field) -> None:
    with pytest.raises(InvalidInput) as error:
        organisation(states=states, constituency=constituency)
    assert refused_field(error) == field
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


def test_an_organisation_of_the_practice_state_is_practice_and_seen_by_no_reader() -> None:
    practice, real = organisation("pretend", "NHR", ("XXA",)), organisation("real", "NHR")
    for one in (practice, real):
        services.record_accreditation(
            actor=SYSTEM, organisation=one, grade="A", valid_from=PartialDate.parse("2020"),
            source_title="Chart", source_url="https://example.org/",
        )  # fmt: skip
    assert (practice.is_practice, real.is_practice) == (True, False)
    reader = Actor.reader()
    assert list(queries.organisations(reader)) == [real]
    assert queries.accreditation_on(reader, practice, TODAY) is None
    assert queries.accreditation_on(reader, real, TODAY) is not None
    assert [one.organisation for one in queries.directory(SYSTEM, TODAY)] == [real]


@pytest.mark.parametrize(
    ("periods", "day", "grade"),
    [
        ([("A", "2012-03-10", None)], date(2012, 3, 9), None),
        ([("A", "2012-03-10", None)], date(2012, 3, 10), "A"),
        ([("B", "2012", None)], date(2012, 6, 1), None),  # it may have begun later that year
        ([("B", "2012", None)], date(2012, 12, 31), "B"),
        ([("B", "2012-03", None)], date(2012, 3, 30), None),
        ([("B", "2012-03", None)], date(2012, 3, 31), "B"),
        ([("A", "2010", "2015")], date(2015, 7, 1), "A"),  # it has not ended for certain
        ([("A", "2010", "2015")], date(2016, 1, 1), None),
        ([("A", "2010", "2015-03-10"), ("B", "2015-03-10", None)], date(2015, 3, 10), "B"),
        ([("A", "2010", "2015"), ("B", "2015", None)], date(2015, 6, 1), "A"),
        ([("A", "2010", "2015"), ("B", "2015", None)], date(2016, 6, 1), "B"),
        ([("A", "201X", None)], date(2015, 6, 1), None),
        ([("A", "2010~", None), ("none", "2020-01-01", None)], date(2026, 1, 1), "none"),
    ],
)
def test_the_accreditation_on_a_day_is_what_had_begun_and_not_ended_for_certain(periods, day, grade) -> None:
    ombudsman = organisation(constituency="NHR")
    for one, begin, end in periods:
        services.record_accreditation(
            actor=SYSTEM, organisation=ombudsman, grade=one, valid_from=PartialDate.parse(begin),
            valid_to=PartialDate.parse(end) if end else None, source_title="Chart", source_url="https://example.org/",
        )  # fmt: skip
    found = queries.accreditation_on(Actor.reader(), ombudsman, day)
    assert (found.grade if found else None) == grade
    (listed,) = queries.directory(Actor.reader(), day)
    assert listed.accreditation == found


def test_only_an_ombudsman_institution_is_accredited() -> None:
    with pytest.raises(InvalidInput) as error:
        services.record_accreditation(
            actor=SYSTEM, organisation=organisation(), grade="A", valid_from=PartialDate.parse("2020"),
            source_title="x", source_url="https://example.org/",
        )  # fmt: skip
    assert refused_field(error) == "organisation"


def test_a_history_of_accreditation_has_one_period_a_beginning() -> None:
    ombudsman = organisation(constituency="NHR")
    period = {"organisation": ombudsman, "valid_from": "2020", "source_title": "x", "source_url": "https://e.org/"}
    Accreditation.objects.create(grade="A", **period)
    with pytest.raises(IntegrityError), transaction.atomic():
        Accreditation.objects.create(grade="B", **period)


def test_a_person_is_in_an_organisation_once_at_a_time() -> None:
    place, person = organisation(), account()
    first = services.begin_membership(
        actor=SYSTEM, account=person, organisation=place, role="observer", began_on=date(2025, 1, 1)
    )
    again = {"actor": SYSTEM, "account": person, "organisation": place, "role": "assessor"}
    with pytest.raises(InvalidInput):
        services.begin_membership(**again, began_on=date(2025, 2, 1))
    services.end_membership(actor=SYSTEM, membership=first, ended_on=date(2025, 6, 1))
    with pytest.raises(InvalidInput):
        services.begin_membership(**again, began_on=date(2025, 5, 1))  # it would overlap what has ended
    assert services.begin_membership(**again, began_on=date(2025, 6, 1)).role == "assessor"
    assert Membership.objects.count() == 2


def test_a_membership_ends_once_and_never_before_it_began_or_in_time_to_come() -> None:
    place, person = organisation(), account()
    tomorrow = TODAY + timedelta(days=1)
    joining = {"actor": SYSTEM, "account": person, "organisation": place, "role": "observer"}
    with pytest.raises(InvalidInput):
        services.begin_membership(**joining, began_on=tomorrow)
    membership = services.begin_membership(**joining, began_on=date(2025, 1, 2))
    for day in (date(2025, 1, 1), tomorrow):
        with pytest.raises(InvalidInput):
            services.end_membership(actor=SYSTEM, membership=membership, ended_on=day)
    membership.refresh_from_db()
    assert membership.ended_on is None
    services.end_membership(actor=SYSTEM, membership=membership, ended_on=date(2025, 3, 1))
    with pytest.raises(InvalidInput):
        services.end_membership(actor=SYSTEM, membership=membership, ended_on=date(2025, 4, 1))
    assert Membership.objects.get().ended_on == date(2025, 3, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"role": "king"}, {"began_on": date(2025, 2, 1), "ended_on": date(2025, 1, 1)}],
    ids=["unknown role", "ends before it began"],
)
def test_the_database_itself_refuses_a_wrong_membership(wrong) -> None:
    row = {"account": account(), "organisation": organisation(), "role": "observer", "began_on": date(2025, 1, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(**{**row, **wrong})


@pytest.mark.parametrize("status", ["suspended", "closed", "applied"])
def test_members_have_no_voice_while_their_organisation_is_not_approved(status) -> None:
    place, person = organisation(), account()
    services.begin_membership(actor=SYSTEM, account=person, organisation=place, role="coordinator", began_on=TODAY)
    assert Actor.of(person).organisation_ids == {place.pk}
    services.change_status(actor=SYSTEM, organisation=place, status=Organisation.Status(status))
    assert Actor.of(person).memberships == ()
    assert list(queries.organisations(Actor.of(person))) == []
    services.change_status(actor=SYSTEM, organisation=place, status=Organisation.Status.APPROVED)
    assert Actor.of(person).organisation_ids == {place.pk}


def test_a_coordinator_places_people_in_their_own_organisation_alone() -> None:
    own, other, person, newcomer = organisation("own"), organisation("other"), account(1), account(2)
    services.begin_membership(actor=SYSTEM, account=person, organisation=own, role="coordinator", began_on=TODAY)
    coordinator = Actor.of(person)
    joining = {"actor": coordinator, "account": newcomer, "role": "assessor", "began_on": TODAY}
    with pytest.raises(Refused):
        services.begin_membership(**joining, organisation=other)
    services.begin_membership(**joining, organisation=own)
    with pytest.raises(Refused):
        services.begin_membership(**{**joining, "actor": Actor.of(newcomer)}, organisation=own)
    assert {one.uid for one in queries.accounts(coordinator)} == {person.uid, newcomer.uid}


@pytest.mark.parametrize("role", [None, PlatformRole.EDITOR, PlatformRole.AUDITOR])
def test_only_an_administrator_changes_accounts_and_organisations(role) -> None:
    actor, victim, place = Actor.of(account(1, platform_role=role)), account(2), organisation()
    before = Entry.objects.count()
    for act in (
        lambda: services.set_account_active(actor=actor, account=victim, is_active=False),
        lambda: services.set_platform_role(actor=actor, account=victim, role=PlatformRole.ADMIN),
        lambda: services.password_link(actor=actor, account=victim),
        lambda: services.change_status(actor=actor, organisation=place, status=Organisation.Status.CLOSED),
        lambda: services.create_account(actor=actor, email="x@example.org", name="x"),
        lambda: services.create_organisation(
            actor=actor, code="y", name={"en": "y"}, constituency="CSO", states=["KGZ"]
        ),
    ):
        with pytest.raises(Refused):
            act()
    assert Entry.objects.count() == before


def test_switching_an_account_off_ends_its_sessions_for_good() -> None:
    person, other = account(1), account(2)
    clients = []
    for one in (person, person, other):
        clients.append(Client())
        clients[-1].force_login(one)
    assert services.set_account_active(actor=SYSTEM, account=person, is_active=False) == 2
    assert Session.objects.count() == 1
    services.set_account_active(actor=SYSTEM, account=person, is_active=True)
    assert [client.get("/account/").status_code for client in clients] == [302, 302, 200]
    assert Actor.of(Account.objects.get(pk=person.pk)).is_account


def test_an_address_has_one_account_whatever_its_case() -> None:
    account(1)
    with pytest.raises(InvalidInput):
        services.create_account(actor=SYSTEM, email="P1@Example.org", name="again")


def test_a_person_describes_nobody_but_themselves() -> None:
    person = account(1)
    services.describe_oneself(actor=Actor.of(person), name="Новое имя", language="ky")
    person.refresh_from_db()
    assert (person.name, person.language) == ("Новое имя", "ky")
    for actor in (Actor.reader(), SYSTEM):
        with pytest.raises(Refused):
            services.describe_oneself(actor=actor, name="x", language="en")
    with pytest.raises(InvalidInput):
        services.describe_oneself(actor=Actor.of(person), name="x", language="tlh")


def test_every_write_is_in_the_ledger_and_says_nothing_of_the_person() -> None:
    person, place = account(1, password=PASSWORD), organisation()
    membership = services.begin_membership(
        actor=SYSTEM, account=person, organisation=place, role="observer", began_on=TODAY
    )
    services.end_membership(actor=SYSTEM, membership=membership, ended_on=TODAY)
    services.set_platform_role(actor=SYSTEM, account=person, role=PlatformRole.AUDITOR)
    services.set_account_active(actor=SYSTEM, account=person, is_active=False)
    services.change_status(actor=SYSTEM, organisation=place, status=Organisation.Status.CLOSED)
    faults = [str(one) for one in verify().faults]
    assert not [one for one in faults if not one.startswith("state ")], faults  # the states were put in by hand
    written = " ".join(f"{one.actor} {one.action} {one.subject} {one.changes}" for one in Entry.objects.all())
    assert "example.org" not in written
    assert person.name not in written


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["membership", "organisation", "account"])
def test_two_at_once_make_one_and_the_other_is_told(what) -> None:
    place, person = organisation("place"), account(1)
    acts = {
        "membership": lambda: services.begin_membership(
            actor=SYSTEM, account=person, organisation=place, role="observer", began_on=TODAY
        ),
        "organisation": lambda: organisation("new"),
        "account": lambda: account(7),
    }
    start, outcomes = threading.Barrier(4), []

    def run() -> None:
        start.wait()
        try:
            acts[what]()
            outcomes.append("made")
        except InvalidInput:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "told", "told", "told"]
    assert not [one for one in verify().faults if not str(one).startswith("state ")]
