"""Set-ups that a site which others can reach must not have."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import ERROR, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from ubada.config.mail import mail_settings
from ubada.kernel.errors import UbadaError

SAFE = {
    "MODE": "server",
    "DEBUG": False,
    "SECRET_KEY": "k9f2-Zq7x_Lw3mP8vN5tR1yB6cD4gH0jS-aEuIoQWXz2M7nTpVr",
    "ALLOWED_HOSTS": ["ubada.example"],
    "PUBLIC_URL": "https://ubada.example",
    "EMAIL_HOST": "mail.example",
}


@pytest.fixture
def server(settings, tmp_path: Path):
    """The settings of a site behind a proxy that has nothing unsafe."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    for name, value in {**SAFE, "DATA_DIR": folder}.items():
        setattr(settings, name, value)
    return settings


def found(**more) -> dict[str, int]:
    return {one.id: one.level for one in run_checks(**more) if one.id.startswith("ubada.")}


def test_a_safe_set_up_has_no_fault(server) -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("DEBUG", True, "ubada.E001"),
        ("SECRET_KEY", "short", "ubada.E002"),
        ("SECRET_KEY", "ab" * 40, "ubada.E002"),
        ("ALLOWED_HOSTS", ["*"], "ubada.E003"),
        ("ALLOWED_HOSTS", ["ubada.example", "*.example"], "ubada.E003"),
        ("ALLOWED_HOSTS", [], "ubada.E003"),
        ("PUBLIC_URL", "", "ubada.E004"),
        ("PUBLIC_URL", "http://ubada.example", "ubada.E004"),
        ("PUBLIC_URL", "ubada.example", "ubada.E004"),
    ],
)
def test_each_unsafe_setting_is_refused_where_others_can_reach_the_site(server, name, value, fault) -> None:
    setattr(server, name, value)
    assert found() == {fault: ERROR}
    with pytest.raises(SystemCheckError) as refusal:
        call_command("check", fail_level="ERROR")
    assert server.SECRET_KEY not in str(refusal.value)
    server.MODE = "embedded"
    assert found() == {}


def test_an_onion_address_needs_no_certificate(server) -> None:
    server.PUBLIC_URL = "http://abcdefghijklmnop.onion"
    assert found() == {}


@pytest.mark.parametrize("mode", [0o701, 0o704, 0o755, 0o777])
def test_a_data_folder_open_to_every_account_is_refused(server, mode: int) -> None:
    server.DATA_DIR.chmod(mode)
    assert found() == {"ubada.E005": ERROR}


def test_a_site_without_a_mail_server_is_warned(server) -> None:
    server.EMAIL_HOST = ""
    assert found()["ubada.W006"] < ERROR


@pytest.mark.django_db
def test_a_superuser_of_the_database_is_refused_and_an_ordinary_account_is_not(server) -> None:
    server.USES_EMBEDDED_DATABASE = False
    assert found(databases=["default"]) == {}
    with connection.cursor() as cursor:
        # The account of the tests has no such rights to give, so the server's own table of accounts is stood in for.
        cursor.execute("CREATE TEMPORARY VIEW pg_roles AS SELECT current_user AS rolname, true AS rolsuper")
        cursor.execute("SET LOCAL search_path = pg_temp, pg_catalog, public")
    assert found(databases=["default"]) == {"ubada.E007": ERROR}
    server.USES_EMBEDDED_DATABASE = True
    assert found(databases=["default"]) == {}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://a%40b:p%2Fq@mail.example", ("mail.example", 587, "a@b", "p/q", True, False)),
        ("smtps://mail.example:2465", ("mail.example", 2465, "", "", False, True)),
    ],
)
def test_mail_goes_encrypted_to_the_server_that_is_named(monkeypatch, tmp_path: Path, url: str, expected) -> None:
    monkeypatch.setenv("UBADA_MAIL_URL", url)
    given = mail_settings(tmp_path)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(given[f"EMAIL_{name}"] for name in names) == expected


@pytest.mark.parametrize("url", ["http://user:secret@mail", "smtp://", "secret", "smtp://user:secret@host:many"])
def test_a_wrong_mail_address_is_refused_without_being_repeated(monkeypatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("UBADA_MAIL_URL", url)
    with pytest.raises(UbadaError) as refusal:
        mail_settings(tmp_path)
    assert "secret" not in str(refusal.value)


def test_without_a_mail_server_no_mail_reaches_a_log(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv("UBADA_MAIL_URL", raising=False)
    given = mail_settings(tmp_path)
    assert given["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert given["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
