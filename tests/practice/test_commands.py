"""`ubada practice` and the step of the demo: who gets practice accounts, with which password, and who does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.practice.world import SYSTEM, account
from ubada.cli import main, practice_commands
from ubada.cli.doctor_checks import _WITH_DATABASE
from ubada.cli.output import Output, Step
from ubada.exchange.baseline import import_baseline
from ubada.exchange.practice import KNOWN_PASSWORD, sign_ins
from ubada.ledger.models import Entry
from ubada.organisations.models import Account
from ubada.organisations.services import create_account, set_account_active
from ubada.register.models import State

pytestmark = pytest.mark.django_db
HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.fixture(autouse=True)
def _database_of_the_tests(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.PASSWORD_HASHERS = [HASHER]

    @contextmanager
    def open_already() -> Iterator[None]:
        yield

    monkeypatch.setattr(practice_commands, "database", open_already)


def step() -> Step:
    return Step("Practice state", terminal=False, quiet=True)


def test_it_is_refused_where_no_demo_made_it_and_nobody_asks_for_a_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["practice"]) == 1
    assert "`ubada practice --generate-password`" in capsys.readouterr().err
    assert not Account.objects.exists()
    assert not State.objects.filter(is_practice=True).exists()
    assert not Entry.objects.exists()


def test_a_password_of_its_own_is_printed_once(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    import_baseline(actor=SYSTEM)
    create_account(actor=SYSTEM, email="real@example.org", name="Real")
    assert main(["practice", "--generate-password"]) == 0
    printed = capsys.readouterr().out
    (password,) = re.findall(r"The password of each: (\S+)", printed)
    assert len(password) >= 20
    assert all(one.email in printed for one in sign_ins())
    assert KNOWN_PASSWORD not in printed
    signed_in = client.post("/accounts/login/", {"login": sign_ins()[0].email, "password": password})
    assert signed_in.status_code == 302
    for again in (["practice"], ["practice", "--generate-password"]):
        assert main(again) == 0
        later = capsys.readouterr().out
        assert "the one that was printed when they were made" in later
        assert password not in later
    assert account("fund.observer").check_password(password)


def test_the_demo_makes_them_with_the_password_that_everybody_knows(capsys: pytest.CaptureFixture[str]) -> None:
    import_baseline(actor=SYSTEM)
    assert practice_commands.practice_step(step()).endswith("15 accounts, 4 rounds")
    assert practice_commands.practice_step(step()) == "up to date"
    assert practice_commands.known_password() == KNOWN_PASSWORD
    practice_commands.print_sign_ins(Output(), KNOWN_PASSWORD, "http://localhost:8123")
    printed = capsys.readouterr().out
    assert f"The password of each: {KNOWN_PASSWORD}" in printed
    assert "http://localhost:8123/desk/" in printed


@pytest.mark.parametrize("why", ["a server", "real people"])
def test_the_demo_leaves_them_out_where_it_is_no_demo(why: str, settings: Settings) -> None:
    if why == "a server":
        settings.MODE = "server"
    else:
        create_account(actor=SYSTEM, email="real@example.org", name="Real")
    before = Account.objects.count()
    assert practice_commands.practice_step(step()).startswith("left out")
    assert Account.objects.count() == before
    assert not State.objects.filter(is_practice=True).exists()


def test_the_doctor_names_whoever_is_invented_where_real_people_sign_in(settings: Settings) -> None:
    check = _WITH_DATABASE["practice"]
    assert check("practice").status == "ok"
    import_baseline(actor=SYSTEM)
    practice_commands.practice_step(step())
    assert check("practice").status == "ok"
    assert "demo" in check("practice").message
    settings.MODE = "server"
    found = check("practice")
    assert found.status == "failed"
    assert "assessor@clear-spring.practistan.example" in found.message
    assert json.dumps(found.hint).count("ubada account disable") == 1
    for one in Account.objects.filter(email__endswith="practistan.example"):
        set_account_active(actor=SYSTEM, account=one, is_active=False)
    assert check("practice").status == "ok"
