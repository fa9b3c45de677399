"""Signing in, out, and everything about one's own password and address; what it shows and what it never tells."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.organisations.conftest import PASSWORD
from ubada.access.actors import Actor
from ubada.ledger.models import Entry
from ubada.organisations import services
from ubada.organisations.models import Account

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
NEW_PASSWORD = "a quite different phrase"


def sign_in(client: Client, email: str, password: str = PASSWORD, address: str = LOGIN):
    return client.post(address, {"login": email, "password": password})


def link_in(message) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def change_address(client: Client, email: str):
    """Ask for a new address; the password is asked for once more before anything happens."""
    asked = client.post("/accounts/email/", {"email": email, "action_add": ""})
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not mail.outbox
    return client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)


def set_password(client: Client, link: str, password: str = NEW_PASSWORD):
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def test_a_person_signs_in_and_sees_the_page_of_their_account(client, person) -> None:
    answer = client.post(LOGIN, {"login": "person@EXAMPLE.org", "password": PASSWORD}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/account/", 302)]
    assert "Aigul" in page
    assert person.uid not in page


@pytest.mark.parametrize("address", ["/accounts/login/", "/ru/accounts/login/"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person, address) -> None:
    answers = []
    for email in ("person@example.org", "nobody@example.org"):
        page = sign_in(client, email, "wrong wrong wrong", address).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        answers.append(page.replace(email, "EMAIL"))
    assert answers[0] == answers[1]


def test_asking_for_a_new_password_answers_alike_for_every_address(client, person) -> None:
    answers = []
    for email in ("person@example.org", "nobody@example.org"):
        answer = client.post("/accounts/password/reset/", {"email": email})
        answers.append((answer.status_code, answer.headers["Location"]))
    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [["person@example.org"], ["nobody@example.org"]]


def test_a_disabled_account_is_told_so_only_after_the_right_password(client, person) -> None:
    services.set_account_active(actor=Actor.system("test"), account=person, is_active=False)
    assert sign_in(client, "person@example.org", "wrong wrong wrong").status_code == 200
    assert sign_in(client, "person@example.org").headers["Location"] == "/accounts/inactive/"
    assert "sessionid" not in client.cookies
    assert "Aigul" not in client.get("/account/", follow=True).content.decode()


def test_attempts_at_one_address_are_limited_whoever_makes_them(person) -> None:
    for number in range(5):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(LOGIN, {"login": "person@example.org", "password": "wrong"})
    late = Client(REMOTE_ADDR="192.0.2.99").post(LOGIN, {"login": "person@example.org", "password": PASSWORD})
    assert late.status_code == 200
    assert "Too many failed login attempts" in late.content.decode()


def test_too_many_attempts_from_one_place_get_a_page_that_says_when_to_come_back(person) -> None:
    answers = [
        Client(REMOTE_ADDR="192.0.2.7").post(LOGIN, {"login": f"n{number}@example.org", "password": "x"})
        for number in range(31)
    ]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "300"
    assert "Please try again in five minutes" in answers[-1].content.decode()
    other = Client(REMOTE_ADDR="192.0.2.8").post(LOGIN, {"login": "n@example.org", "password": "x"})
    assert other.status_code == 200


def test_addresses_are_counted_without_being_kept(person, monkeypatch) -> None:
    from django.core.cache import cache  # noqa: PLC0415

    seen: list[str] = []
    add = cache.add
    monkeypatch.setattr(
        type(cache._connections[cache._alias]), "add", lambda self, key, *rest, **more: seen.append(key) or True
    )
    sign_in(Client(REMOTE_ADDR="192.0.2.55"), "person@example.org", "wrong")
    assert add is not None
    assert seen
    assert not [key for key in seen if "192.0.2.55" in key or "person@example.org" in key]


def test_signing_out_needs_a_form_and_leaves_no_cookie(signed_in, person) -> None:
    client = signed_in(person)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/account/").status_code == 200
    answer = client.post("/accounts/logout/")
    assert answer.headers["Location"] == "/"
    assert client.cookies["ubada_session"].value == ""
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ("Ubada: a new password", "it works once")), ("ru", ("Ubada: новый пароль", "сработает один раз"))],
)
def test_a_forgotten_password_is_set_anew_through_a_mail_in_the_persons_language(
    client, person, settings, language, expected
) -> None:
    subject, words = expected
    settings.PUBLIC_URL = "https://ubada.example"
    Account.objects.update(language=language)
    client.post("/accounts/password/reset/", {"email": "person@example.org"})
    (message,) = mail.outbox
    assert message.subject == subject
    assert words in message.body
    assert message.alternatives == []
    assert message.content_subtype == "plain"
    assert re.findall(r"https?://[^/\s]+", message.body) == ["https://ubada.example", "https://ubada.example"]
    assert "Aigul" not in message.body
    set_password(client, link_in(message))
    assert sign_in(Client(), "person@example.org", NEW_PASSWORD).status_code == 302
    assert "invalid" in client.get(link_in(message), follow=True).content.decode()  # it works once


def test_the_link_that_the_operator_hands_out_sets_a_first_password(client) -> None:
    actor = Actor.system("test")
    account = services.create_account(actor=actor, email="new@example.org", name="New")
    assert sign_in(client, "new@example.org", "").status_code == 200
    link = services.password_link(actor=actor, account=account)
    set_password(client, re.search(r"https?://[^/]+(.+)", link)[1])
    assert sign_in(Client(), "new@example.org", NEW_PASSWORD).status_code == 302
    assert Entry.objects.filter(action="reset_password", actor=f"account:{account.uid}").count() == 1


def test_a_weak_password_is_refused(signed_in, person) -> None:
    client = signed_in(person)
    change = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert client.post("/accounts/password/change/", change).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_changing_the_password_ends_the_other_sessions_and_tells_the_owner(client, person) -> None:
    other = Client()
    other.force_login(person)
    client.force_login(person)
    change = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", change).status_code == 302
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    (message,) = mail.outbox
    assert message.to == ["person@example.org"]
    assert not re.search(r"127\.0\.0\.1|Mozilla|IP", message.body)
    assert Entry.objects.filter(action="change_password", actor=f"account:{person.uid}").count() == 1


def test_an_address_changes_only_once_the_new_one_is_confirmed(client, person) -> None:
    sign_in(client, "person@example.org")
    change_address(client, "later@example.org")
    (message,) = mail.outbox
    assert message.to == ["later@example.org"]
    person.refresh_from_db()
    assert person.email.lower() == "person@example.org"
    page = client.get("/accounts/email/").content.decode()
    assert "later@example.org" in page
    client.post(link_in(message))
    person.refresh_from_db()
    assert person.email == "later@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("later@example.org", True)]
    assert mail.outbox[-1].to == ["person@example.org"]  # the old address is told
    assert Entry.objects.filter(action="change_email").count() == 1


def test_a_change_to_someone_elses_address_tells_nothing_and_changes_nothing(client, person) -> None:
    other = services.create_account(actor=Actor.system("test"), email="other@example.org", name="O", password=PASSWORD)
    sign_in(client, "person@example.org")
    taken = change_address(client, "other@example.org")
    assert "already" not in taken.content.decode()
    assert "already" not in client.get("/accounts/email/").content.decode()
    for message in mail.outbox:
        Client().post(link_in(message))
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.email.lower(), other.email) == ("person@example.org", "other@example.org")


def test_registration_is_closed_and_says_how_to_get_an_account(client, db) -> None:
    before = Account.objects.count()
    page = client.get("/accounts/signup/").content.decode()
    assert "ask its coordinator" in page
    client.post("/accounts/signup/", {"email": "x@example.org", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert Account.objects.count() == before


def test_the_way_back_after_signing_in_stays_on_this_site(client, person) -> None:
    for target in ("https://evil.example/", "//evil.example/", "https:evil.example", "/\\evil.example"):
        answer = client.post(LOGIN, {"login": "person@example.org", "password": PASSWORD, "next": target})
        assert answer.headers["Location"] == "/account/", target
        client.logout()
    answer = client.post(LOGIN, {"login": "person@example.org", "password": PASSWORD, "next": "/states/"})
    assert answer.headers["Location"] == "/states/"


def test_every_page_of_signing_in_has_a_russian_form(client, person) -> None:
    for name in ("account_login", "account_reset_password", "account_signup", "account_inactive"):
        page = client.get(f"/ru{reverse(name)}").content.decode()
        (heading,) = re.findall(r"<h1>\s*(.+?)\s*</h1>", page)
        assert re.match("[А-Яа-яё]", heading), (name, heading)


def test_the_head_of_a_page_names_the_person_and_their_organisations(world, signed_in) -> None:
    page = signed_in(world.assessor).get("/").content.decode()
    head = page[page.index("<header") : page.index("</header")]
    assert "Assessor" in head
    assert "Open Steppe" in head
    assert "assessor</span>" in head
    assert "/accounts/logout/" in head
    assert "/accounts/login/" not in head
    assert "Open Steppe" not in Client().get("/").content.decode()


def test_seeds_lie_encrypted_under_a_key_that_is_not_in_the_database(person, settings) -> None:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415
    from allauth.mfa.utils import decrypt  # noqa: PLC0415
    from cryptography.fernet import InvalidToken  # noqa: PLC0415

    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    kept = Authenticator.objects.get().data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert decrypt(kept) == "JBSWY3DPEHPK3PXP"
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key of this installation"
    with pytest.raises(InvalidToken):
        decrypt(kept)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_a_password_is_kept_as_an_argon2_digest(person) -> None:
    person.refresh_from_db()
    assert person.password.startswith("argon2$argon2id$")
    assert PASSWORD not in person.password
