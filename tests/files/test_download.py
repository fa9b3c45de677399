"""Giving a file back: to whom, under which name, and never as a page of this site."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.test import Client

from tests.files import making
from tests.files.conftest import SYSTEM, account
from tests.world import TODAY, build_world
from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Action, can, visible_to
from ubada.files import storage
from ubada.files.kinds import Kind
from ubada.files.models import StoredFile
from ubada.files.queries import BytesMissing, open_stored, stored_path
from ubada.files.services import receive_file
from ubada.files.views import TYPES
from ubada.kernel.errors import InvalidInput
from ubada.kernel.ids import new_uid
from ubada.ledger.models import Entry
from ubada.organisations.models import Account
from ubada.organisations.services import begin_membership, create_organisation

pytestmark = pytest.mark.django_db

SignIn = Callable[[Account], Client]
EDITOR = PlatformRole.EDITOR


def test_the_bytes_come_back_to_be_saved_and_nothing_else(
    paper: StoredFile, editor: Account, signed_in: SignIn
) -> None:
    response = signed_in(editor).get(f"/files/{paper.uid}/")
    assert response.status_code == 200
    assert response.getvalue() == making.PAPER
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="paper.pdf"'
    assert response.headers["Content-Length"] == str(len(making.PAPER))
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'; ")
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "ETag" not in response.headers


def test_a_page_that_someone_handed_in_is_never_given_back_as_a_page(editor: Account, signed_in: SignIn) -> None:
    stored = receive_file(actor=SYSTEM, name="run.exe", chunks=[b"<html><script>alert(1)</script>"])
    response = signed_in(editor).get(f"/files/{stored.uid}/")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="run.exe.html"'
    assert "text/html" not in TYPES.values()
    assert set(TYPES) == set(Kind)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Обещание ӯзбек.pdf", "Обещание ӯзбек.pdf"),
        ('a";x="b.pdf', 'a\\";x=\\"b.pdf'),
        ("a\r\nSet-Cookie: x=y", "a Set-Cookie: x=y.pdf"),
        ("xfdp\u202e.exe", "xfdp.exe.pdf"),
    ],
)
def test_a_hostile_name_puts_nothing_into_the_answer(editor: Account, signed_in: SignIn, name: str, shown: str) -> None:
    stored = receive_file(actor=SYSTEM, name=name, chunks=[making.PAPER])
    response = signed_in(editor).get(f"/files/{stored.uid}/")
    disposition = unquote(response.headers["Content-Disposition"])
    assert disposition in {f'attachment; filename="{shown}"', f"attachment; filename*=utf-8''{shown}"}
    assert "Set-Cookie" not in response.headers


def test_every_kind_of_actor_gets_the_file_or_the_same_page_as_for_none(signed_in: SignIn) -> None:
    world = build_world()
    paper = receive_file(actor=Actor.of(world.editor), name="paper.pdf", chunks=[making.PAPER])
    nhri = create_organisation(actor=SYSTEM, code="o", name={"en": "O"}, constituency="NHR", states=["UZB"])
    people = {"outsider": account("outsider"), "assessor": world.assessor, "editor": account("other", EDITOR)}
    people |= {role.value: account(role.value, role) for role in (PlatformRole.ADMIN, PlatformRole.AUDITOR)}
    for role in ("coordinator", "reviewer", "observer"):
        people[role] = account(role)
        begin_membership(actor=SYSTEM, account=people[role], organisation=nhri, role=role, began_on=TODAY)
    none = new_uid()
    for name, person in people.items():
        browser = signed_in(person)
        found, unknown = browser.get(f"/files/{paper.uid}/"), browser.get(f"/files/{none}/")
        assert unknown.status_code == 404
        if name == "editor":
            assert found.getvalue() == making.PAPER
        else:
            assert found.status_code == 404, name
            assert found.content.decode().replace(paper.uid, none) == unknown.content.decode(), name
    for uid in (paper.uid, none):
        response = Client().get(f"/files/{uid}/")
        assert (response.status_code, response.headers["Location"].partition("?")[0]) == (302, "/accounts/login/")


def test_who_handed_a_file_in_has_it_back_even_without_a_role(
    paper: StoredFile, editor: Account, signed_in: SignIn
) -> None:
    editor.platform_role = ""
    editor.save()
    assert signed_in(editor).get(f"/files/{paper.uid}/").getvalue() == making.PAPER


def test_an_account_that_was_switched_off_gets_nothing(paper: StoredFile, editor: Account, signed_in: SignIn) -> None:
    browser = signed_in(editor)
    editor.is_active = False
    editor.save()
    assert browser.get(f"/files/{paper.uid}/").status_code == 302


def test_a_refused_file_is_as_if_it_were_not_there(editor: Account, signed_in: SignIn) -> None:
    with pytest.raises(InvalidInput):
        receive_file(actor=Actor.of(editor), name="x", chunks=[b"MZ\x90\x00"])
    refused = StoredFile.objects.get()
    assert signed_in(editor).get(f"/files/{refused.uid}/").status_code == 404


@pytest.mark.parametrize("uid", ["..", "%2e%2e%2fsecret-key", "x" * 3000, "%D0%B0", "' OR 1=1"])
def test_a_wild_identifier_is_not_found(editor: Account, signed_in: SignIn, uid: str) -> None:
    assert signed_in(editor).get(f"/files/{uid}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_method_but_reading_is_taken(paper: StoredFile, editor: Account, signed_in: SignIn, method: str) -> None:
    before = Entry.objects.count()
    for browser in (Client(), signed_in(editor)):
        assert getattr(browser, method)(f"/files/{paper.uid}/").status_code == 405
    assert Entry.objects.count() == before
    assert signed_in(editor).head(f"/files/{paper.uid}/").status_code == 200


def test_bytes_that_are_missing_are_said_to_be(paper: StoredFile, editor: Account, signed_in: SignIn) -> None:
    storage.path_of(paper.sha256).unlink()
    with pytest.raises(BytesMissing, match=r"Run `ubada doctor`"):
        stored_path(SYSTEM, paper.uid)
    assert signed_in(editor).get(f"/files/{paper.uid}/").status_code == 500


def test_what_may_be_done_to_a_file_is_what_the_list_shows(paper: StoredFile, editor: Account) -> None:
    theirs = account("receiver")
    StoredFile.objects.filter(pk=paper.pk).update(received_by=theirs)
    receive_file(actor=SYSTEM, name="x.pdf", chunks=[making.PAPER])
    people = [theirs, editor, account("outsider"), account("admin", PlatformRole.ADMIN)]
    for actor in (Actor.reader(), SYSTEM, *map(Actor.of, people)):
        for action in (Action.VIEW, Action.CHANGE):
            shown = set(visible_to(actor, StoredFile.objects.all(), action))
            assert shown == {one for one in StoredFile.objects.all() if can(actor, action, one)}, actor.label
        if not can(actor, Action.VIEW, StoredFile.objects.get(pk=paper.pk)):
            with pytest.raises(StoredFile.DoesNotExist):
                open_stored(actor, paper.uid)
    assert set(visible_to(Actor.of(theirs), StoredFile.objects.all())) == {paper}
