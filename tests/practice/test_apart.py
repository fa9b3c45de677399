"""What is invented and what is real are kept apart: no organisation, person or piece of evidence reaches across."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tests.abuse.people import People
from tests.practice.world import NOW, OPEN, SYSTEM, account, actor, organisation
from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Action, Refused, can, visible_to
from ubada.assessments import services
from ubada.assessments.models import Assessment, Round
from ubada.assessments.rules.calendar import RoundCalendar
from ubada.evidence.models import EvidenceItem
from ubada.evidence.services import add_item
from ubada.exchange.practice.running import ZONE
from ubada.kernel.errors import InvalidInput
from ubada.organisations.models import Account, Membership, Organisation
from ubada.organisations.services import begin_membership, create_organisation, set_platform_role
from ubada.register.models import Commitment

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 5)


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction a test: the one of `made` is around them all."""


def taken_back(act: Callable[[], Any]) -> None:
    """What a test does, undone at its end: the world is shared."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def signed_in(people: People, name: str) -> Actor:
    return Actor.of(Account.objects.get(pk=people.accounts[name].pk))


def test_no_practice_organisation_speaks_on_a_real_state_nor_the_other_way_round(made: People) -> None:
    with pytest.raises(InvalidInput, match="never mixed"):
        create_organisation(actor=SYSTEM, code="both", name={"en": "Both"}, constituency="CSO", states=["XXA", "KGZ"])
    assert set(Organisation.objects.filter(states="XXA").values_list("is_practice", flat=True)) == {True}
    assert not Organisation.objects.filter(is_practice=True, states__is_practice=False).exists()


def test_no_round_has_real_states_and_the_practice_state(made: People) -> None:
    days = [date(2027, month, 1) for month in range(1, 9)]
    with pytest.raises(InvalidInput, match="never mixed"):
        services.plan_round(
            actor=SYSTEM, code="both", title={"en": "Both"}, period=(days[0], days[7]),
            calendar=RoundCalendar(*days, zone=ZONE), states=["KGZ", "XXA"],
        )  # fmt: skip


def test_a_real_organisation_writes_no_verdict_in_a_practice_round(made: People) -> None:
    with pytest.raises(InvalidInput, match="cannot be kept"):
        services.begin_assessment(
            actor=signed_in(made, "cso_kgz"), round_code=OPEN, state_commitment="PRACTICE-T3@XXA",
            organisation="cso-kgz", now=NOW,
        )  # fmt: skip


def test_a_practice_organisation_writes_no_verdict_in_a_real_round(made: People) -> None:
    def act() -> None:
        days = [date(2026, 11, day) for day in (2, 26, 27, 28, 29)]
        calendar = RoundCalendar(*days, date(2026, 12, 29), date(2027, 1, 9), date(2027, 1, 20), zone=ZONE)
        services.plan_round(
            actor=SYSTEM, code="real", title={"en": "Real"}, period=(days[0], days[1]), calendar=calendar,
            states=["KGZ"], now=NOW,
        )  # fmt: skip
        services.open_round(actor=SYSTEM, code="real", now=NOW)
        assert set(Round.objects.get(pk="real").asked["KGZ"]) >= {"CSO"}
        with pytest.raises(InvalidInput, match="cannot be kept"):
            services.begin_assessment(
                actor=actor("clear-spring.assessor"), round_code="real", state_commitment="CEDAW-7@KGZ",
                organisation="practice-clear-spring", now=NOW,
            )  # fmt: skip
        with pytest.raises(Refused):
            services.begin_assessment(
                actor=actor("clear-spring.assessor"), round_code="real", state_commitment="CEDAW-7@KGZ",
                organisation="cso-kgz", now=NOW,
            )  # fmt: skip

    taken_back(act)


def test_nobody_real_is_offered_a_practice_verdict_to_review_but_those_who_steer(made: People) -> None:
    waiting = Assessment.objects.filter(round=OPEN, state="submitted")
    assert waiting.count() == 3
    for name in ("cso_kgz", "nhr_kgz", "igo_uzb", "exp_kgz", "coordinator", "outsider"):
        assert not visible_to(signed_in(made, name), waiting, Action.REVIEW).exists(), name
        assert not visible_to(signed_in(made, name), waiting).exists(), name
    assert visible_to(actor("open-road.reviewer"), waiting, Action.REVIEW).count() == 3


def test_evidence_for_partners_stays_among_those_who_are_real_or_among_those_who_are_not(made: People) -> None:
    invented = EvidenceItem.objects.filter(organisation__is_practice=True, sensitivity="partners")
    assert invented.count() == 1
    assert visible_to(actor("ombudsman.reviewer"), invented).exists()
    for name in ("cso_kgz", "nhr_uzb", "coordinator"):
        assert not visible_to(signed_in(made, name), invented).exists(), name

    def act() -> None:
        real = add_item(
            actor=signed_in(made, "cso_kgz"), organisation=Organisation.objects.get(code="cso-kgz"), kind="letter",
            title={"en": "For partners"}, source="A partner", captured_on=DAY, summary={"en": "Not for everybody."},
            sensitivity="partners",
        )  # fmt: skip
        rows = EvidenceItem.objects.filter(pk=real.pk)
        assert visible_to(signed_in(made, "nhr_uzb"), rows).exists()
        for key in ("clear-spring.coordinator", "ombudsman.reviewer", "mission.coordinator", "institute.assessor"):
            assert not visible_to(actor(key), rows).exists(), key

    taken_back(act)


def test_one_account_is_never_in_both(made: People) -> None:
    invented, real = organisation("clear-spring"), Organisation.objects.get(code="cso-kgz")
    for person, place in (
        (account("open-road.reviewer"), real),
        (made.accounts["cso_kgz"], invented),
        (made.accounts["editor"], invented),
        (made.accounts["admin"], invented),
    ):
        with pytest.raises(InvalidInput) as refused:
            begin_membership(actor=SYSTEM, account=person, organisation=place, role="observer", began_on=DAY)
        assert "accounts of their own" in str(refused.value)
    # Also where the earlier place has ended.
    assert not Membership.objects.filter(account=made.accounts["cso_kgz"], organisation=invented).exists()


@pytest.mark.parametrize("role", list(PlatformRole))
def test_nobody_who_is_invented_gets_a_role_on_the_platform(made: People, role: PlatformRole) -> None:
    with pytest.raises(InvalidInput, match="cannot be saved"):
        set_platform_role(actor=SYSTEM, account=account("clear-spring.coordinator"), role=role)
    assert account("clear-spring.coordinator").platform_role == ""


def test_nobody_who_is_invented_may_change_the_register_or_steer_a_round(made: People) -> None:
    for person in Account.objects.filter(email__endswith="practistan.example"):
        one = Actor.of(person)
        assert one.is_practising
        assert one.roles == frozenset()
        assert not can(one, Action.CREATE, Round)
        assert not can(one, Action.CHANGE, Round.objects.get(pk=OPEN))
        assert not can(one, Action.IMPORT, Commitment)
