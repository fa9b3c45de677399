"""Single letters as keys of the desk can be switched off, as WCAG 2.2 asks (2.1.4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.world import World, build_world
from ubada.access.actors import Actor
from ubada.organisations.models import Account
from ubada.organisations.services import create_account

pytestmark = pytest.mark.django_db
SCRIPT_WITHOUT_KEYS = 'data-keys="off"'


@pytest.fixture
def client() -> Client:
    """The browser of an editor, who has work on the desk."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    world: World = build_world()
    one = Client()
    one.force_login(Account.objects.get(pk=world.editor.pk))
    return one


def test_single_keys_are_on_until_somebody_switches_them_off_and_can_be_switched_on_again(client: Client) -> None:
    before = client.get("/desk/").content.decode()
    assert SCRIPT_WITHOUT_KEYS not in before
    assert "Switch single keys off" in before
    answer = client.post("/desk/keys/", {"keys": "off"}, follow=True)
    off = answer.content.decode()
    assert "Single keys are off in this browser." in off
    assert "Switch single keys on" in off
    assert SCRIPT_WITHOUT_KEYS in off
    assert SCRIPT_WITHOUT_KEYS in client.get("/desk/relations/").content.decode()
    assert SCRIPT_WITHOUT_KEYS in client.get("/ru/desk/classification/").content.decode()
    on = client.post("/desk/keys/", {"keys": "on"}, follow=True).content.decode()
    assert "Switch single keys off" in on
    assert SCRIPT_WITHOUT_KEYS not in client.get("/desk/relations/").content.decode()


def test_what_is_remembered_names_nobody_and_no_script_reads_it(client: Client) -> None:
    kept = client.post("/desk/keys/", {"keys": "off"}).cookies["ubada_keys"]
    assert kept.value == "off"
    assert kept["httponly"]
    assert kept["samesite"] == "Strict"


@pytest.mark.parametrize("value", ["", "ON", "<b>off</b>", "off\x00", "of"])
def test_anything_else_in_the_cookie_leaves_the_keys_on(client: Client, value: str) -> None:
    client.cookies["ubada_keys"] = value
    answer = client.get("/desk/relations/")
    assert answer.status_code in {200, 400}
    assert SCRIPT_WITHOUT_KEYS not in answer.content.decode()


def test_a_reader_has_no_switch_and_gets_no_cookie(client: Client) -> None:
    answer = Client().post("/desk/keys/", {"keys": "off"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]
    assert "ubada_keys" not in answer.cookies


def test_without_work_there_is_nothing_to_switch(client: Client) -> None:
    create_account(actor=Actor.system("test"), email="idle@example.org", name="Idle")
    idle = Client()
    idle.force_login(Account.objects.get(email="idle@example.org"))
    assert "single keys" not in idle.get("/desk/").content.decode()
