"""Every address of the site as every kind of actor: who gets what status, and what is in nobody's page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.abuse.addresses import FILE, Address, matrix, routes
from tests.abuse.people import (
    ACTORS,
    PRACTICE_ORGANISATION,
    SUSPENDED_ORGANISATION,
    People,
    email_of,
)
from tests.editions.conftest import PRACTICE_WORDS
from tests.world import NEVER_SHOWN
from ubada.ledger.models import Entry
from ubada.organisations.models import Account, Membership, Organisation
from ubada.register.models import Fact

pytestmark = pytest.mark.django_db

MAY_SEE_THE_UNPUBLISHED = {"editor"}
MAY_SEE_EXERCISES = {"editor", "practice"}
MAY_SEE_PRACTICE_ORGANISATION = {"practice", "editor", "admin"}
MAY_SEE_SUSPENDED_ORGANISATION = {"suspended", "editor", "admin"}
EDITORS_ALONE = ("+999 555 0142", "editors-only remark 7731", "1987-06-05")
"""A withheld value, an editor's note and an unverified date: in no page at all, not even an editor's."""


def test_every_address_is_in_the_matrix_and_the_matrix_has_no_other() -> None:
    known = {one.route for one in matrix()}
    here = set(routes())
    assert here - known == set(), f"put these into {FILE.name}, with what each kind of actor gets"
    assert known - here == set(), f"these are in {FILE.name} and lead nowhere"


@pytest.mark.parametrize("actor", ACTORS)
def test_every_actor_gets_what_the_matrix_says_and_sees_nothing_that_is_not_theirs(people: People, actor: str) -> None:
    client = people.client(actor)
    wrong = []
    for one in matrix():
        status, texts = _fetch(client, one.path)
        if status != one.expected(actor):
            wrong.append(f"{one.path}: {status} and not {one.expected(actor)}")
        wrong += [
            f"{one.path}: holds {words!r}" for words in _hidden_from(actor, one) if any(words in text for text in texts)
        ]
    assert not wrong, "\n".join(wrong)


def test_every_page_answers_alike_in_russian(people: People) -> None:
    in_languages = routes()
    wrong = []
    for actor in ("reader", "editor"):
        client = people.client(actor)
        for one in matrix():
            if in_languages[one.route]:
                status, texts = _fetch(client, f"/ru{one.path}")
                if status != one.expected(actor):
                    wrong.append(f"/ru{one.path}: {status} and not {one.expected(actor)} for {actor}")
                wrong += [
                    f"/ru{one.path}: {words}" for words in _hidden_from(actor, one) if any(words in t for t in texts)
                ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("actor", ["reader", "outsider", "cso_kgz", "coordinator", "editor", "admin", "disabled"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_method_but_reading_changes_what_is_for_reading(people: People, actor: str, method: str) -> None:
    client = people.client(actor)
    before = _state()
    wrong = []
    for one in matrix():
        if one.route.startswith(("accounts/", "account/")):
            continue
        response = getattr(client, method)(one.path, {"name": "x"}, content_type="application/json")
        # A desk shows the door to those outside, and gives a form back that lacks what it asks for.
        refused = {405, 404, 302, 400, 422} if one.route.startswith("desk/") else {405, 404}
        if one.route.startswith("api/v1/own/"):
            refused = {401, 405}  # who brings no token is told so, whatever they ask for
        if response.status_code not in refused:
            wrong.append(f"{method} {one.path}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert _state() == before


@pytest.mark.parametrize("actor", ["reader", "outsider", "suspended", "disabled"])
def test_no_form_is_taken_without_the_token_that_ties_it_to_this_site(people: People, actor: str) -> None:
    client = people.client(actor)
    client.handler.enforce_csrf_checks = True
    before = _state()
    for one in matrix():
        if one.route.startswith("api/"):
            continue  # it reads and nothing else, whatever is sent
        response = client.post(one.path, {"name": "x", "language": "en", "password": "x"})
        assert response.status_code in {302, 403, 404}, f"{one.path}: {response.status_code}"
        if response.status_code == 302:
            assert "/accounts/login/" in response.headers["Location"], one.path
    assert _state() == before


@pytest.mark.parametrize(
    "name", ["next", "redirect", "url", "return", "format", "callback", "debug", "as", "actor", "role"]
)
def test_no_parameter_makes_more_visible_or_leads_away(people: People, name: str) -> None:
    client = people.client("reader")
    for value in ("https://evil.example/", "editor", "admin", "1"):
        for path in ("/facts/law.KGZ.unseen/", "/editions/1/", "/account/", "/states/KGZ/", "/accounts/login/"):
            response = client.get(path, {name: value})
            assert response.status_code == client.get(path).status_code, (path, name, value)
            assert "evil.example" not in response.headers.get("Location", "").partition("?")[0]
            body = response.content.decode()
            assert not [words for words in NEVER_SHOWN if words in body]


def _hidden_from(actor: str, one: Address) -> Iterator[str]:
    """What this actor may find in no body of this address."""
    yield from EDITORS_ALONE
    if actor not in MAY_SEE_THE_UNPUBLISHED:
        yield from (words for words in NEVER_SHOWN if words not in EDITORS_ALONE)
    if not one.is_asked_for and actor not in MAY_SEE_EXERCISES:
        yield PRACTICE_WORDS
    if actor not in MAY_SEE_PRACTICE_ORGANISATION:
        yield PRACTICE_ORGANISATION
    if actor not in MAY_SEE_SUSPENDED_ORGANISATION:
        yield SUSPENDED_ORGANISATION
    # The coordinator may know who is in the organisation; no page of this floor says so yet.
    yield from (email_of(other) for other in ACTORS if other != actor)
    yield from (f"Person {other}<" for other in ACTORS if other != actor)


def _fetch(client: Client, path: str) -> tuple[int, list[str]]:
    """The status and everything that can be read in the body, a packed one unpacked."""
    response = client.get(path)
    body = response.getvalue() if response.streaming else response.content  # a stream is closed once it is read
    texts = [body.decode("utf-8", "replace"), *(f"{name}: {value}" for name, value in response.headers.items())]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            texts += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    return response.status_code, texts


def _state() -> tuple[int, ...]:
    """How much there is of what could be changed."""
    return (
        *(model.objects.count() for model in (Entry, Account, Membership, Organisation, Fact)),
        Account.objects.filter(is_active=True).count(),
        Fact.objects.filter(is_published=True).count(),
    )
