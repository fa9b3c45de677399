"""What every answer carries, and how whatever cannot be answered is answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.test.client import FakePayload, RequestFactory
from django.urls import path

from tests.world import World, build_world
from ubada.config import urls
from ubada.search.services import rebuild_index
from ubada.web.middleware import CONTENT_SECURITY_POLICY, HEADERS, LONGEST_QUERY, STRICT_TRANSPORT

pytestmark = pytest.mark.django_db

SECRET_IN_A_FAULT = "person@example.org asked for /facts/hidden?q=words from 192.0.2.77"
READER_PAGES = (
    "/", "/states/", "/states/KGZ/", "/commitments/CEDAW-7/", "/instruments/", "/instruments/CEDAW/",
    "/facts/law.KGZ.dv.2017/", "/themes/", "/themes/equality.gender/", "/to-verify/", "/conflicts/", "/compare/",
    "/search/", "/data/", "/method/", "/help/", "/organisations/", "/data/fact.csv", "/api/v1/states",
)  # fmt: skip


def broken(request, words):
    raise ValueError(SECRET_IN_A_FAULT)


def suspicious(request):
    raise SuspiciousOperation(SECRET_IN_A_FAULT)


def database_away(request):
    raise OperationalError(SECRET_IN_A_FAULT)


def redirecting(request):
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [
    path("broken/<str:words>/", broken),
    path("suspicious/", suspicious),
    path("away/", database_away),
    path("redirecting/", redirecting),
    *urls.urlpatterns,
]
handler400 = "ubada.api.views.bad_request"
handler403 = "ubada.web.errors.forbidden"
handler404 = "ubada.web.errors.not_found"
handler429 = "ubada.web.errors.too_many_attempts"
handler500 = "ubada.api.views.server_error"


@pytest.fixture(autouse=True)
def _folder_of_a_first_start(settings) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def world(settings, tmp_path) -> World:
    """The register of the tests with a search index of its own."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    made = build_world()
    rebuild_index()
    return made


@pytest.fixture
def browser(settings) -> Client:
    """A reader who gets the pages an operator's readers would get, also for faults."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def assert_protected(response) -> None:
    for name, value in HEADERS.items():
        assert response.headers[name] == value, name
    assert response.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}


def assert_plain(response, status: int) -> None:
    assert response.status_code == status
    body = response.content.decode()
    assert "<h1>" in body
    assert "Traceback" not in body
    assert SECRET_IN_A_FAULT not in body
    assert django_settings.SECRET_KEY not in body
    assert "/src/ubada/" not in body
    assert_protected(response)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200), ("/ru/", 200), ("/robots.txt", 200), ("/accounts/login/", 200), ("/account/", 302),
        ("/states", 301),
        ("/none/", 404), ("/broken/x/", 500), ("/suspicious/", 400), ("/away/", 503), ("/redirecting/", 302),
        ("/a%00b/", 400), ("/api/v1/states", 200), ("/api/v1/none", 404),
    ],
)  # fmt: skip
def test_every_kind_of_answer_is_protected(browser, world, address, status) -> None:
    response = browser.get(address)
    assert response.status_code == status
    assert_protected(response) if not address.startswith("/api/") else None
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_static_files_and_answers_without_body_are_protected(browser, settings) -> None:
    folder = Path(settings.STATIC_ROOT)
    (folder / "probe.css").write_text("p{}")
    served = WSGIHandler()

    def ask(address: str, **headers: str):
        found: dict = {}
        environ = RequestFactory().get(address, **headers).environ
        body = served(environ, lambda status, fields: found.update(status=status, fields=dict(fields)))
        list(body)
        body.close()
        return found

    first = ask("/static/probe.css")
    assert first["status"].startswith("200")
    again = ask("/static/probe.css", HTTP_IF_MODIFIED_SINCE=first["fields"]["Last-Modified"])
    assert again["status"].startswith("304")
    for answer in (first, again):
        for name, value in HEADERS.items():
            assert answer["fields"][name] == value


def test_a_page_that_has_not_changed_is_304_with_the_same_protection(browser, world) -> None:
    first = browser.get("/help/")
    assert first.headers.get("ETag")
    again = browser.get("/help/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert_protected(again)


@pytest.mark.parametrize(
    ("host", "secure", "expected"),
    [("ubada.example", True, STRICT_TRANSPORT), ("ubada.example", False, None), ("abcdefghijklmnop.onion", True, None)],
)
def test_strict_transport_is_for_encrypted_names_of_the_open_web(browser, settings, host, secure, expected) -> None:
    settings.MODE = "server"
    settings.ALLOWED_HOSTS = ["ubada.example", ".onion"]
    response = browser.get("/robots.txt", secure=secure, headers={"Host": host})
    assert response.headers.get("Strict-Transport-Security") == expected


def test_the_policy_lets_nothing_inline_and_no_one_else_in() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


def test_a_page_with_a_form_lets_the_browser_say_where_the_form_came_from(browser) -> None:
    assert browser.get("/accounts/login/").headers["Referrer-Policy"] == "same-origin"
    assert Client().get("/robots.txt").headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("page", READER_PAGES)
def test_a_reader_gets_no_cookie_and_no_session_is_kept(world, page) -> None:
    response = Client().get(page, follow=True)
    assert response.status_code == 200, page
    assert not response.cookies
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


# What cannot be read

MALFORMED = [
    ("/states/\x00/", 400), ("/states/%00/", 400), ("/search/?q=%00", 400), ("/search/?%00=q", 400),
    ("/search/?q=%FF%FE", 400), ("/search/?q=\udcff", None), ("/states/%FF/", 404), ("/%C0%AF/", 404),
    ("/..%2f..%2fetc/passwd", 404), ("/states/%0d%0aSet-Cookie:%20a=b/", 404),
    ("/" + "a/" * 3000, 404), ("/search/?" + "&".join(f"a{number}=b" for number in range(600)), None),
    ("/search/?" + "q=" + "a" * 50_000, 414), ("/search/?page=99999999999999999999", None), ("/search/?page=-1", None),
    ("/facts/" + "x" * 3000 + "/", 404), ("/facts/'%3B DROP TABLE/", 404), ("/themes/../", None),
    ("/states/KGZ/%2e%2e%2f.csv", 404), ("/accounts/password/reset/key/zzz-zzz/", 200),
    ("/accounts/password/reset/key/%00-x/", 400), ("/accounts/confirm-email/" + "a:" * 500 + "/", 200),
]  # fmt: skip


@pytest.mark.parametrize(("address", "status"), MALFORMED, ids=lambda value: ascii(value)[:40])
def test_a_malformed_address_is_refused_and_never_a_fault(browser, world, address, status) -> None:
    where, _, query = address.partition("?")
    environ = {"PATH_INFO": where if "%" not in where else None, "QUERY_STRING": query}
    response = (
        browser.get(where, **{key: value for key, value in environ.items() if value is not None and key != "PATH_INFO"})
        if "\udcff" not in address
        else browser.get(where, QUERY_STRING=query.encode("utf-8", "surrogateescape").decode("latin-1"))
    )
    assert response.status_code < 500
    if status is not None:
        assert response.status_code == status
    assert not response.cookies or "accounts" in address
    assert_protected(response)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:99999999", "a b", "", "[::1", "localhost\r\nX: y", "ы.example"]
)
def test_a_name_that_is_not_ours_is_refused(browser, host, settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    for mode in ("testing", "server"):
        settings.MODE = mode
        response = browser.get("/", HTTP_HOST=host)
        assert_plain(response, 400)
        assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "FOO"])
def test_a_page_for_reading_takes_no_other_method(browser, world, method) -> None:
    before = _ledger()
    for page in ("/", "/states/KGZ/", "/facts/law.KGZ.dv.2017/", "/organisations/"):
        response = browser.generic(method, page)
        assert_plain(response, 405)
        assert "GET" in response.headers["Allow"]
        without_token = Client(enforce_csrf_checks=True).generic(method, page)
        assert without_token.status_code == (405 if method == "TRACE" else 403)
    assert _ledger() == before


def test_a_form_without_its_token_is_refused_in_our_own_words(world) -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org", "password": "b"})
    assert_plain(response, 403)
    assert "token that ties it to this site" in response.content.decode()


def test_a_body_that_is_too_large_is_refused_before_it_is_read(browser) -> None:
    response = browser.generic("POST", "/accounts/login/", b"x" * 3_000_000, "application/x-www-form-urlencoded")
    assert_plain(response, 413)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"login=%FF%00&password=%00", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=b" % number for number in range(2000)), "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
        (b"nonsense", "multipart/form-data; boundary=" + "\u00ff"),
        (b"\xff\xfe", "application/json; charset=none-such"),
        (b"login=a", "application/x-www-form-urlencoded; charset=none-such"),
    ],
)
def test_a_malformed_form_is_never_a_fault(browser, body, kind) -> None:
    for client in (browser, Client(raise_request_exception=False, enforce_csrf_checks=True)):
        response = client.generic("POST", "/accounts/login/", body, kind)
        assert response.status_code in {200, 400, 403, 415}, response.status_code
        assert_protected(response)


def test_a_length_that_is_no_number_is_never_a_fault(browser) -> None:
    response = browser.get("/robots.txt", CONTENT_LENGTH="many", **{"wsgi.input": FakePayload(b"")})
    assert response.status_code == 200


@pytest.mark.parametrize("value", ["a\x00b", '"\\000"', "\u00ff", "x" * 3000, "../../etc", "'; --"])
def test_a_forged_cookie_is_never_a_fault(browser, world, value) -> None:
    for name in ("ubada_session", "ubada_csrf", "django_language"):
        response = browser.get("/account/", HTTP_COOKIE=f"{name}={value}")
        assert response.status_code in {302, 400}
        assert browser.get("/", HTTP_COOKIE=f"{name}={value}").status_code in {200, 400}


@pytest.mark.parametrize("language", ["xx", "../..", "ru;q=abc", "a" * 5000, "ru-\x00", "*;q=0"])
def test_a_wild_language_is_never_a_fault(browser, world, language) -> None:
    assert browser.get("/help/", HTTP_ACCEPT_LANGUAGE=language).status_code == 200


def test_no_header_can_be_put_into_an_answer(browser, world) -> None:
    for address in ("/states/%0d%0aX-Injected:%20yes", "/accounts/login/?next=%0d%0aX-Injected:%20yes"):
        response = browser.get(address)
        assert "X-Injected" not in response.headers
        assert "\n" not in response.headers.get("Location", "")


# The database away


@pytest.fixture
def dead_database(monkeypatch):
    """The connection leads to a socket where nobody listens, as when the server has gone."""

    def gone(*args, **kwargs):
        raise OperationalError('connection to server at "127.0.0.1", port 9 failed: Connection refused')

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "chunked_cursor", gone)
    monkeypatch.setattr(connection, "connect", gone)


@pytest.mark.parametrize("cookie", ["", "ubada_session=abcdefghijklmnopqrstuvwxyz012345"], ids=["reader", "signed in"])
@pytest.mark.parametrize("prefix", ["", "/ru"])
def test_every_page_says_503_while_the_database_is_away(browser, world, dead_database, cookie, prefix) -> None:
    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()
    for page in READER_PAGES:
        if page.startswith("/api/"):
            continue
        response = browser.get(prefix + page, HTTP_COOKIE=cookie)
        if response.status_code == 200:
            assert page in {"/method/", "/help/", "/data/"}, page
            continue
        assert_plain(response, 503)
        assert response.headers["Retry-After"] == "30"
    response = browser.get(f"{prefix}/account/", HTTP_COOKIE="ubada_session=abcdefghijklmnopqrstuvwxyz012345")
    assert_plain(response, 503)
    response = browser.post(f"{prefix}/accounts/login/", {"login": "a@example.org", "password": "b"})
    assert_plain(response, 503)


@pytest.mark.django_db(transaction=True)
def test_an_unreachable_server_is_noticed_through_a_real_socket(browser, monkeypatch) -> None:
    wrapper = connections["default"]
    dead = {**wrapper.get_connection_params(), "host": "127.0.0.1", "port": 9}
    wrapper.close()
    with monkeypatch.context() as patch:
        patch.setattr(wrapper, "get_connection_params", lambda: dead)
        response = browser.get("/organisations/")
        wrapper.close()
    assert_plain(response, 503)
    assert browser.get("/organisations/").status_code == 200


def test_the_api_says_503_in_its_own_form(browser, world, dead_database) -> None:
    response = browser.get("/api/v1/states")
    assert response.status_code == 503
    assert json.loads(response.content)["status"] == 503


def test_the_page_for_a_fault_needs_no_template_and_no_context(browser, monkeypatch) -> None:
    def none(*args, **kwargs):
        raise RuntimeError(SECRET_IN_A_FAULT)

    monkeypatch.setattr("ubada.web.errors.get_template", none)
    assert_plain(browser.get("/broken/x/"), 500)
    assert_plain(browser.get("/away/"), 503)


def _ledger() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        return int(cursor.fetchone()[0])


def test_the_longest_question_is_still_answered(browser, world) -> None:
    assert browser.get("/help/", {"q": "a" * (LONGEST_QUERY - 2)}).status_code == 200
    assert browser.get("/help/", {"q": "a" * (LONGEST_QUERY - 1)}).status_code == 414
