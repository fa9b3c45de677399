"""Tokens for programs: made by a member, shown once, kept as a hash, ended by many things."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.organisations.conftest import PASSWORD
from tests.world import TODAY, World, both
from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.ledger.queries import verify
from ubada.organisations import services, tokens
from ubada.organisations.models import Account, ApiToken, Membership, Organisation

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
NEW = "/account/tokens/new/"
LIST = "/account/tokens/"


def token_for(account: Account, organisation: str = "open-steppe", **more: object) -> services.Made:
    given = {"label": "our spreadsheet", "scopes": ["assessments:read"], "days": 90, "name": tokens.new_name()}
    return services.make_token(actor=Actor.of(account), organisation=organisation, **(given | more))  # type: ignore[arg-type]


def joined(account: Account, organisation: Organisation, role: str) -> Membership:
    return services.begin_membership(
        actor=SYSTEM, account=account, organisation=organisation, role=role, began_on=TODAY
    )


def another(name: str) -> Account:
    return services.create_account(actor=SYSTEM, email=f"{name}@example.org", name=f"Person {name}")


def test_a_token_is_kept_as_a_hash_of_256_bits_and_shown_by_nothing(world: World) -> None:
    made = token_for(world.assessor)
    secret = made.text.rpartition(made.token.name + "_")[2]

    assert re.fullmatch(r"uba_[a-z2-9]{10}_[A-Za-z0-9_-]{43}", made.text)
    kept = ApiToken.objects.get()
    assert kept.sha256 == tokens.digest(secret)
    assert secret not in repr(made)
    columns = ApiToken.objects.values_list().get()
    assert not [value for value in columns if secret in str(value)]
    assert len({token_for(world.assessor).text for _ in range(5)}) == 5


def test_a_token_acts_as_its_owner_in_that_organisation_alone(world: World) -> None:
    joined(world.assessor, world.ombudsman, "coordinator")
    acting = services.act_through(token_for(world.assessor).text)

    assert acting is not None
    assert acting.actor.label == f"account:{world.assessor.uid}"
    assert acting.actor.organisation_ids == {world.civil_society.pk}
    assert [one.role for one in acting.actor.memberships] == ["assessor"]
    assert acting.organisation == world.civil_society


def test_what_an_account_may_do_on_the_platform_no_token_may(world: World) -> None:
    joined(world.editor, world.civil_society, "assessor")
    acting = services.act_through(token_for(world.editor).text)

    assert acting is not None
    assert acting.actor.roles == frozenset()


def test_to_write_means_to_read_as_well(world: World) -> None:
    made = token_for(world.assessor, scopes=["assessments:write"])

    assert made.token.scopes == ["assessments:read", "assessments:write"]


@pytest.mark.parametrize(
    "change",
    ["the last sign", "the first sign", "another name", "no secret", "spaces", "other letters", "empty", "a novel"],
)
def test_what_is_nearly_a_token_opens_nothing(world: World, change: str) -> None:
    text = token_for(world.assessor).text
    other = "B" if text[-1] == "A" else "A"
    changed = {
        "the last sign": text[:-1] + other, "the first sign": "U" + text[1:],
        "another name": text.replace(text[4:14], tokens.new_name()), "no secret": text[:15], "spaces": f" {text}",
        "other letters": text[:-1] + "й", "empty": "", "a novel": text + "x" * 100_000,
    }  # fmt: skip
    assert services.act_through(text) is not None
    assert services.act_through(changed[change]) is None


def test_a_token_that_was_revoked_opens_nothing_for_good(world: World) -> None:
    made = token_for(world.assessor)
    services.revoke_token(actor=Actor.of(world.assessor), name=made.token.name)
    services.revoke_token(actor=Actor.of(world.assessor), name=made.token.name)

    assert services.act_through(made.text) is None
    assert Entry.objects.filter(action="revoke_token").count() == 1


def test_a_token_that_has_run_out_opens_nothing(world: World) -> None:
    made = token_for(world.assessor, days=30)
    end = made.token.expires_at

    assert end - made.token.made_at == timedelta(days=30)
    assert services.act_through(made.text, now=end - timedelta(seconds=1)) is not None
    assert services.act_through(made.text, now=end) is None


def test_a_token_ends_with_the_membership_and_does_not_come_back_with_a_new_one(world: World) -> None:
    made = token_for(world.assessor)
    membership = Membership.objects.get(account=world.assessor)
    services.end_membership(actor=SYSTEM, membership=membership, ended_on=TODAY)
    assert services.act_through(made.text) is None
    joined(world.assessor, world.civil_society, "coordinator")
    assert services.act_through(made.text) is None


def test_a_token_ends_when_the_account_is_switched_off_and_does_not_come_back_with_it(world: World) -> None:
    made = token_for(world.assessor)
    services.set_account_active(actor=SYSTEM, account=world.assessor, is_active=False)
    assert services.act_through(made.text) is None
    services.set_account_active(actor=SYSTEM, account=world.assessor, is_active=True)
    assert services.act_through(made.text) is None
    assert verify().faults == ()


def test_a_token_rests_while_the_organisation_is_suspended(world: World) -> None:
    made = token_for(world.assessor)
    for status, works in ((Organisation.Status.SUSPENDED, False), (Organisation.Status.APPROVED, True)):
        services.change_status(actor=SYSTEM, organisation=world.civil_society, status=status)
        world.civil_society.refresh_from_db()
        assert (services.act_through(made.text) is not None) == works


def test_who_comes_to_speak_for_a_state_works_for_no_other_organisation_through_a_token(world: World) -> None:
    made = token_for(world.assessor)
    ministry = services.create_organisation(
        actor=SYSTEM, code="ministry", name=both("Ministry"), constituency="STA", states=["KGZ"]
    )
    place = joined(world.assessor, ministry, "observer")
    assert services.act_through(made.text) is None
    assert services.act_through(token_for(world.assessor, "ministry").text) is not None
    services.end_membership(actor=SYSTEM, membership=place, ended_on=TODAY)
    assert services.act_through(made.text) is not None


def test_the_day_of_use_is_noted_and_nothing_more(world: World) -> None:
    made = token_for(world.assessor)
    moment = datetime.now(UTC)
    entries = Entry.objects.count()
    assert ApiToken.objects.get().last_used_on is None
    services.act_through(made.text, now=moment)
    assert ApiToken.objects.get().last_used_on == moment.date()
    services.act_through(made.text, now=moment + timedelta(days=2))
    assert ApiToken.objects.get().last_used_on == (moment + timedelta(days=2)).date()
    assert Entry.objects.count() == entries


def test_the_ledger_knows_of_a_token_and_not_its_secret(world: World) -> None:
    made = token_for(world.assessor, label="label 8815")
    entry = Entry.objects.get(action="make_token")

    assert entry.subject == f"token {made.token.name}"
    assert entry.actor == f"account:{world.assessor.uid}"
    written = str(list(Entry.objects.values_list("subject", "changes")))
    for hidden in (made.text[-43:], made.token.sha256, "label 8815"):
        assert hidden not in written


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"organisation": "akyikatchy"}, "organisation"), ({"organisation": "none"}, "organisation"),
        ({"label": "  "}, "label"), ({"label": "x" * 81}, "label"), ({"scopes": []}, "scopes"),
        ({"scopes": ["assessments:all"]}, "scopes"), ({"days": 366}, "days"), ({"days": -1}, "days"),
        ({"name": "short"}, "name"), ({"name": "../../etc/"}, "name"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_name_and_nothing_is_made(world: World, more: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        token_for(world.assessor, **more)
    assert [one.field for one in caught.value.problems] == [field]
    assert not ApiToken.objects.exists()


def test_nobody_makes_a_token_without_a_place_in_an_organisation(world: World) -> None:
    for actor in (Actor.reader(), SYSTEM, Actor.of(world.editor)):
        with pytest.raises((InvalidInput, Refused)):
            services.make_token(
                actor=actor, name=tokens.new_name(), organisation="open-steppe", label="x",
                scopes=["assessments:read"], days=30,
            )  # fmt: skip


def test_there_are_not_more_than_anyone_could_look_after(world: World) -> None:
    for _ in range(20):
        made = token_for(world.assessor)
    with pytest.raises(InvalidInput, match="too many"):
        token_for(world.assessor)
    services.revoke_token(actor=Actor.of(world.assessor), name=made.token.name)
    assert token_for(world.assessor)


def test_the_database_takes_no_token_for_longer_than_a_year_and_no_scope_of_its_own(world: World) -> None:
    made = token_for(world.assessor)
    for change in ({"expires_at": made.token.made_at + timedelta(days=400)}, {"scopes": ["everything"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.update(**change)


def fill(client: Client, **more: object) -> dict[str, object]:
    form = client.get(NEW).content.decode()
    name = re.search(r'name="name" value="([a-z2-9]{10})"', form)
    assert name
    given = {"name": name[1], "label": "our spreadsheet", "organisation": "open-steppe", "days": "90"}
    return given | {"scopes": ["assessments:read", "evidence:read"]} | more


@pytest.fixture
def at_home(world: World, client: Client) -> Client:
    """The browser of a coordinator who has just signed in with a password."""
    chief = services.create_account(actor=SYSTEM, email="chief@example.org", name="Chief", password=PASSWORD)
    joined(chief, world.civil_society, "coordinator")
    client.post("/accounts/login/", {"login": "chief@example.org", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_a_password_is_asked_for_before_a_token_is_made(world: World, signed_in: Callable[[Account], Client]) -> None:
    client = signed_in(world.assessor)
    asked = client.get(NEW)
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    given = {"name": tokens.new_name(), "label": "x", "organisation": "open-steppe", "days": "30",
             "scopes": "assessments:read"}  # fmt: skip
    assert client.post(NEW, given).headers["Location"].startswith("/accounts/reauthenticate/")
    assert not ApiToken.objects.exists()


def test_the_page_shows_the_token_once_and_the_list_never(at_home: Client) -> None:
    page = at_home.post(NEW, fill(at_home))
    text = re.search(r"uba_[a-z2-9]{10}_[A-Za-z0-9_-]{43}", page.content.decode())

    assert page.status_code == 200
    assert text
    assert services.act_through(text[0]) is not None
    assert "no-store" in page.headers["Cache-Control"]
    listed = at_home.get(LIST).content.decode()
    assert "our spreadsheet" in listed
    assert f"uba_{ApiToken.objects.get().name}_…" in listed
    assert text[0][-43:] not in listed
    assert text[0][-43:] not in str(dict(at_home.session))


def test_a_form_that_is_sent_twice_makes_one_token(at_home: Client) -> None:
    given = fill(at_home)
    at_home.post(NEW, given)
    again = at_home.post(NEW, given, follow=True)

    assert again.redirect_chain == [(LIST, 302)]
    assert "sent already" in again.content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"label": ""}, "What it is for"), ({"scopes": []}, "What it may do"), ({"days": "400"}, "It works for"),
        ({"organisation": "akyikatchy"}, "For which organisation"), ({"scopes": ["all"]}, "What it may do"),
    ],
)  # fmt: skip
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(at_home: Client, more: dict, words: str) -> None:
    page = at_home.post(NEW, fill(at_home) | {"label": "kept 7719"} | more)

    assert page.status_code == 400
    assert f"{words}:" in page.content.decode()
    assert "label" in more or "kept 7719" in page.content.decode()
    assert not ApiToken.objects.exists()


def test_html_in_a_label_stays_text(at_home: Client) -> None:
    at_home.post(NEW, fill(at_home, label="<script>alert(1)</script>"))

    assert "<script>alert" not in at_home.get(LIST).content.decode()
    assert "&lt;script&gt;alert" in at_home.get(LIST).content.decode()


def test_a_coordinator_sees_and_revokes_every_token_of_the_organisation(world: World, at_home: Client) -> None:
    made = token_for(world.assessor, label="theirs")
    page = at_home.get(LIST).content.decode()

    assert "Of others in your organisation" in page
    assert "Assessor" in page
    answer = at_home.post(f"{LIST}{made.token.name}/revoke/", follow=True)
    assert "opens nothing any more" in answer.content.decode()
    assert services.act_through(made.text) is None


def test_nobody_else_sees_or_revokes_a_token(world: World, signed_in: Callable[[Account], Client]) -> None:
    made = token_for(world.assessor, label="theirs 4410")
    member, stranger, chief = another("member"), another("stranger"), another("chief")
    joined(member, world.civil_society, "reviewer")
    joined(chief, world.ombudsman, "coordinator")
    for account in (member, stranger, chief, world.editor):
        client = signed_in(account)
        assert "theirs 4410" not in client.get(LIST).content.decode()
        assert client.post(f"{LIST}{made.token.name}/revoke/").status_code == 404
    assert services.act_through(made.text) is not None
    assert Client().get(LIST).status_code == 302


def test_who_belongs_nowhere_reads_that_tokens_are_for_members(world: World, at_home: Client) -> None:
    Membership.objects.filter(account__email="chief@example.org").update(ended_on=TODAY)

    assert "Tokens are for members" in at_home.get(LIST).content.decode()
    assert at_home.get(NEW).status_code == 404


def test_the_pages_are_there_in_russian(at_home: Client) -> None:
    for address in (LIST, NEW):
        assert at_home.get(f"/ru{address}").status_code == 200
