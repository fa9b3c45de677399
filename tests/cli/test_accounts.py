"""`ubada account` and `ubada organisation`, against the database of the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.world import raw_world, write_baseline
from ubada.cli import account_commands, main
from ubada.ledger.models import Entry
from ubada.organisations.models import Account, Membership, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _database_of_the_tests(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)

    @contextmanager
    def open_already() -> Iterator[None]:
        yield

    monkeypatch.setattr(account_commands, "database", open_already)


@pytest.fixture
def steppe(db: None) -> Organisation:
    write_baseline({name: raw_world()[name] for name in ("state",)})
    given = ("--name", "Steppe", "--name-ru", "Степь", "--constituency", "CSO", "--state", "KGZ", "--state", "KAZ")
    assert main(["organisation", "create", "steppe", *given]) == 0
    return Organisation.objects.get(code="steppe")


def test_an_organisation_is_entered_and_suspended(steppe: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    given = ("--name", "Second", "--constituency", "NHR", "--state", "KGZ")
    assert main(["organisation", "create", "second", *given]) == 0
    assert "second is entered as NHR for KGZ." in capsys.readouterr().out
    assert main(["organisation", "create", "second", *given]) == 1
    assert "already exists" in capsys.readouterr().err
    assert sorted(state.code for state in steppe.states.all()) == ["KAZ", "KGZ"]
    assert main(["organisation", "status", "steppe", "suspended"]) == 0
    steppe.refresh_from_db()
    assert steppe.status == "suspended"
    assert main(["organisation", "status", "none", "closed"]) == 1
    assert "There is no organisation 'none'." in capsys.readouterr().err


def test_an_account_is_made_with_a_link_that_sets_its_password(
    steppe: Organisation, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    place = ("--organisation", "steppe", "--role", "assessor")
    assert main(["account", "create", "aigul@example.org", "--name", "Aigul", *place]) == 0
    (address,) = re.findall(r"https?://[^/]+(/\S+)", capsys.readouterr().out)
    assert Membership.objects.get().role == "assessor"
    form = client.get(address, follow=True)
    password = {"password1": "a long pass phrase 3", "password2": "a long pass phrase 3"}
    client.post(form.request["PATH_INFO"], password)
    assert Account.objects.get().check_password("a long pass phrase 3")
    assert "aigul" not in " ".join(f"{one.subject} {one.actor} {one.changes}" for one in Entry.objects.all())


def test_a_link_whose_beginning_is_guessed_says_so(
    steppe: Organisation, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    said = (
        "In place of http://localhost:8000 the link must begin with the address at which the person reaches the site."
    )
    assert main(["account", "create", "aigul@example.org", "--name", "Aigul"]) == 0
    assert said in capsys.readouterr().out
    assert main(["account", "link", "aigul@example.org"]) == 0
    assert said in capsys.readouterr().out
    settings.PUBLIC_URL = "https://ubada.example"
    assert main(["account", "link", "aigul@example.org"]) == 0
    output = capsys.readouterr().out
    assert "\nhttps://ubada.example/" in output
    assert "the link must begin" not in output


def test_nothing_is_left_of_an_account_for_an_organisation_that_is_not_there(
    capsys: pytest.CaptureFixture[str], db: None
) -> None:
    assert main(["account", "create", "a@example.org", "--name", "A", "--organisation", "none"]) == 1
    assert "Enter it first" in capsys.readouterr().err
    assert not Account.objects.exists()
    assert not Entry.objects.exists()


def test_an_account_is_listed_given_a_role_and_switched_off(
    steppe: Organisation, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    main(["account", "create", "aigul@example.org", "--name", "Aigul", "--organisation", "steppe"])
    client.force_login(Account.objects.get())
    assert main(["account", "role", "AIGUL@example.org", "editor"]) == 0
    capsys.readouterr()
    assert main(["account", "list"]) == 0
    assert re.search(r"aigul@example.org +Aigul +editor +steppe \(observer\) +on", capsys.readouterr().out)
    assert main(["account", "disable", "aigul@example.org"]) == 0
    assert "sessions ended: 1" in capsys.readouterr().out
    assert client.get("/account/").status_code == 302
    assert main(["account", "enable", "aigul@example.org"]) == 0
    assert main(["account", "role", "aigul@example.org", "none"]) == 0
    account = Account.objects.get()
    assert (account.is_active, account.platform_role) == (True, "")
    actions = list(Entry.objects.values_list("action", flat=True))
    assert actions[-4:] == ["set_platform_role", "disable_account", "enable_account", "set_platform_role"]
    assert main(["account", "link", "nobody@example.org"]) == 1
    assert "No account signs in with this address." in capsys.readouterr().err
