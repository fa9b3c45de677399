"""One declaration, two answers: what `can` says of each row is what `visible_to` gives."""

from __future__ import annotations

from datetime import date

from django.utils.functional import SimpleLazyObject
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ubada.access.actors import Actor, ActorKind, PlatformRole, Standing
from ubada.access.engine import can, declared, visible_to
from ubada.access.rules import All, Anyone, Has, IfActor, Not, Rule, Some, Where
from ubada.organisations.models import Account, Constituency, Membership, Organisation
from ubada.register.models import Fact, State

STATES = (("KAZ", "KZ", "398"), ("KGZ", "KG", "417"), ("XXA", "XA", "900"))


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, list[int]]:
    """Numbers from which a small world of organisations, people and facts is made."""
    organisations = draw(st.integers(1, 4))
    accounts = draw(st.integers(1, 4))
    pairs = draw(
        st.lists(
            st.tuples(
                st.integers(0, accounts - 1),
                st.integers(0, organisations - 1),
                st.sampled_from([role.value for role in Membership.Role]),
                st.booleans(),
            ),
            max_size=8,
            unique_by=lambda pair: pair[:2],
        )
    )
    return {
        "statuses": draw(
            st.lists(
                st.sampled_from([one.value for one in Organisation.Status]),
                min_size=organisations,
                max_size=organisations,
            )
        ),
        "practice": draw(st.lists(st.booleans(), min_size=organisations, max_size=organisations)),
        "roles": draw(
            st.lists(st.sampled_from(["", "editor", "admin", "auditor"]), min_size=accounts, max_size=accounts)
        ),
        "pairs": pairs,
        "published": draw(st.lists(st.booleans(), max_size=4)),
    }


def build(world: dict) -> list[Actor]:
    """Write the world down and give every actor there is in it."""
    for order, (code, alpha2, numeric) in enumerate(STATES):
        State.objects.create(
            code=code, alpha2=alpha2, numeric=numeric, name={"en": code}, order=order, is_practice=code == "XXA"
        )
    organisations = [
        Organisation.objects.create(
            code=f"organisation-{number}",
            name={"en": f"Organisation {number}"},
            constituency=Constituency.CIVIL_SOCIETY,
            status=status,
            is_practice=practice,
        )
        for number, (status, practice) in enumerate(zip(world["statuses"], world["practice"], strict=True))
    ]
    accounts = [
        Account.objects.create(email=f"person{number}@example.org", name=f"Person {number}", platform_role=role)
        for number, role in enumerate(world["roles"])
    ]
    for account, organisation, role, has_ended in world["pairs"]:
        Membership.objects.create(
            account=accounts[account],
            organisation=organisations[organisation],
            role=role,
            began_on=date(2025, 1, 1),
            ended_on=date(2025, 6, 1) if has_ended else None,
        )
    for number, is_published in enumerate(world["published"]):
        Fact.objects.create(
            key=f"fact.{number}",
            kind="law",
            state_id="KGZ",
            label={"en": "A law"},
            source_title="Gazette",
            source_url="https://example.org/",
            as_of="2025",
            confidence="seen" if is_published else "unverified",
            is_published=is_published,
        )
    return [Actor.reader(), Actor.system("test"), *(Actor.of(account) for account in accounts)]


class Agreement(TestCase):
    """The property, over every declaration the applications make."""

    @settings(max_examples=40, deadline=None)
    @given(world=worlds())
    def test_what_may_be_done_to_a_row_is_what_the_list_shows(self, world: dict) -> None:
        actors = build(world)
        for action, model in declared():
            rows = list(model._default_manager.all())
            for actor in actors:
                shown = visible_to(actor, model._default_manager.all(), action)
                keys = [row.pk for row in shown]
                assert len(keys) == len(set(keys)), f"{action} {model.__name__} lists a row twice"
                for row in rows:
                    assert can(actor, action, row) == (row.pk in keys), f"{action} {row!r} for {actor.label}"

    @settings(max_examples=80, deadline=None)
    @given(data=st.data(), world=worlds())
    def test_every_combination_of_rules_means_the_same_in_python_and_in_sql(
        self, data: st.DataObject, world: dict
    ) -> None:
        actors = build(world)
        rule = data.draw(rules())
        for actor in actors:
            narrowed = rule.q(actor)
            chosen = set(Organisation.objects.filter(narrowed).values_list("pk", flat=True))
            for row in Organisation.objects.all():
                assert rule.holds(actor, row) == (row.pk in chosen)


def rules() -> st.SearchStrategy[Rule]:
    """Rules over organisations, nested."""
    leaves: st.SearchStrategy[Rule] = st.one_of(
        st.just(Anyone()),
        st.sampled_from([one.value for one in Organisation.Status]).map(lambda value: Where("status", value)),
        st.booleans().map(lambda value: Where("is_practice", value)),
        st.frozensets(st.sampled_from([one.value for one in Organisation.Status])).map(
            lambda value: Where("status", value)
        ),
        st.just(Where("pk", lambda actor: actor.organisation_ids)),
        memberships().map(lambda rule: Has(Membership, "organisation", rule)),
        st.just(IfActor(lambda actor: actor.has_role(PlatformRole.ADMIN))),
        st.just(IfActor(lambda actor: actor.is_account)),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(All),
            st.lists(inner, min_size=1, max_size=3).map(Some),
            inner.map(Not),
        ),
        max_leaves=6,
    )


def memberships() -> st.SearchStrategy[Rule]:
    """Rules over memberships, to be asked of one row as a whole."""
    mine = Where("account", lambda actor: frozenset() if actor.account_id is None else actor.account_id)
    roles = st.sampled_from([one.value for one in Membership.Role]).map(lambda value: Where("role", value))
    ended = st.booleans().map(lambda ended: ~Where("ended_on", None) if ended else Where("ended_on", None))
    leaves = st.one_of(st.just(mine), roles, ended, roles.map(Not), st.just(Anyone()))
    return st.lists(leaves, min_size=1, max_size=3).map(All)


class DefaultDeny(TestCase):
    """What nobody declared is refused to everybody."""

    def test_an_undeclared_action_is_refused_even_to_an_administrator(self) -> None:
        build({"statuses": ["approved"], "practice": [False], "roles": ["admin"], "pairs": [], "published": []})
        admin = Actor(ActorKind.ACCOUNT, "account:x", roles=frozenset({PlatformRole.ADMIN}))
        row = Organisation.objects.get()
        assert not can(admin, "burn", row)
        assert not can(admin, "burn", Organisation)
        assert not visible_to(admin, Organisation.objects.all(), "burn").exists()

    def test_a_standing_in_an_organisation_opens_no_other_organisation(self) -> None:
        build(
            {
                "statuses": ["applied", "applied"],
                "practice": [False, False],
                "roles": [""],
                "pairs": [(0, 0, "coordinator", False)],
                "published": [],
            }
        )
        mine, other = Organisation.objects.order_by("pk")
        member = Actor(
            ActorKind.ACCOUNT, "account:x", memberships=(Standing(mine.pk, "CSO", "coordinator", frozenset()),)
        )
        assert list(visible_to(member, Organisation.objects.all())) == [mine]
        assert not can(member, "view", other)

    def test_a_lazy_row_is_judged_as_the_row_it_stands_for(self) -> None:
        build({"statuses": ["approved"], "practice": [False], "roles": [], "pairs": [], "published": []})
        row = Organisation.objects.get()
        assert can(Actor.reader(), "view", SimpleLazyObject(lambda: row))
