"""How every address answers: tags, methods, media types, other origins, problems, and to whom."""

from __future__ import annotations

import json

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.published_world import EDITOR_PASSWORD
from tests.world import NEVER_SHOWN
from ubada.api.openapi import openapi
from ubada.register.queries import lists
from ubada.search.engine import IndexTrouble
from ubada.web.middleware import CONTENT_SECURITY_POLICY, SecurityHeaders, share_with_other_origins

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "", "states", "states/KGZ", "states/KGZ/commitments", "commitments", "commitments/STMT-3", "facts",
    "facts/treaty.KGZ.CEDAW", "instruments/A/RES/48/134", "search", "vocabularies/themes", "editions/1", "openapi.json",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_carries_a_tag_and_is_304_to_who_has_it(api: Client, address: str) -> None:
    first = api.get(f"/api/v1/{address}")
    tag = first["ETag"]
    again = api.get(f"/api/v1/{address}", HTTP_IF_NONE_MATCH=tag)
    other = api.get(f"/api/v1/{address}", HTTP_IF_NONE_MATCH='"another"')

    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=300"
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Access-Control-Allow-Origin"] == "*"
    assert (other.status_code, other.content) == (200, first.content)


def test_a_tag_changes_with_the_content(api: Client) -> None:
    assert api.get("/api/v1/states?limit=1")["ETag"] != api.get("/api/v1/states?limit=2")["ETag"]


def test_a_precondition_that_does_not_hold_is_a_problem(api: Client) -> None:
    answer = api.get("/api/v1/states", HTTP_IF_MATCH='"another"')

    assert answer.status_code == 412
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", [*ADDRESSES, "facts/none"])
def test_head_answers_as_get_does_without_a_body(api: Client, address: str) -> None:
    got, head = api.get(f"/api/v1/{address}"), api.head(f"/api/v1/{address}")

    assert head.status_code == got.status_code
    assert head.content == b""
    assert head["Content-Length"] == str(len(got.content))
    for name in ("Content-Type", "ETag", "Access-Control-Allow-Origin"):
        assert head.get(name) == got.get(name)


@pytest.mark.parametrize("address", ADDRESSES)
def test_options_says_what_is_allowed(api: Client, address: str) -> None:
    answer = api.options(f"/api/v1/{address}")

    assert answer.status_code == 204
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.content == b""


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", [*ADDRESSES, "no-such-thing"])
def test_every_other_method_is_refused_with_what_is_allowed(api: Client, method: str, address: str) -> None:
    answer = getattr(api, method)(f"/api/v1/{address}")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["text/csv", "text/html;q=0.9, image/*", "application/json;q=0"])
def test_a_media_type_that_there_is_not_is_refused(api: Client, accept: str) -> None:
    for address in ("states", "openapi.json"):
        answer = api.get(f"/api/v1/{address}", HTTP_ACCEPT=accept)
        assert answer.status_code == 406
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "accept", ["", "*/*", "application/*", "text/html,application/xhtml+xml,*/*;q=0.8", "nonsense, application/json"]
)
def test_whoever_takes_json_gets_it(api: Client, accept: str) -> None:
    answer = api.get("/api/v1/states", HTTP_ACCEPT=accept)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")


def test_a_vocabulary_comes_as_skos_to_who_asks_for_linked_data(api: Client) -> None:
    asked = api.get("/api/v1/vocabularies/themes", HTTP_ACCEPT="application/ld+json")
    named = api.get("/api/v1/vocabularies/themes?format=jsonld")
    plain = api.get("/api/v1/vocabularies/themes?format=json", HTTP_ACCEPT="application/ld+json")

    assert asked["Content-Type"] == named["Content-Type"] == "application/ld+json"
    assert asked.content == named.content
    assert "Accept" in asked["Vary"]
    scheme, *concepts = json.loads(asked.content)["@graph"]
    assert scheme["type"] == "skos:ConceptScheme"
    assert scheme["id"] == "http://testserver/api/v1/vocabularies/themes"
    gender = next(one for one in concepts if one["notation"] == "equality.gender")
    assert gender["prefLabel"] == {"en": "Women and men", "ru": "Женщины и мужчины"}
    assert gender["broader"] == "http://testserver/api/v1/vocabularies/themes#equality"
    assert {one["inScheme"] for one in concepts} == {scheme["id"]}
    assert set(scheme["hasTopConcept"]) == {one["id"] for one in concepts if "broader" not in one}
    assert plain["Content-Type"].startswith("application/json")


def test_a_slash_at_the_end_names_the_same_resource(api: Client) -> None:
    for address in ("states", "states/KGZ", "instruments/A/RES/48/134", "states/KGZ/commitments"):
        assert api.get(f"/api/v1/{address}/").content == api.get(f"/api/v1/{address}").content
    page = api.get("/api/v1/facts/?limit=2").json()
    assert page["next"] == "/api/v1/facts?limit=2&offset=2"
    assert api.get("/api/v1/nothing/").status_code == 404


@pytest.mark.parametrize("address", [*ADDRESSES, "facts/none", "facts?limit=0", "facts?x=1", "nothing", "facts?q=%00"])
def test_other_origins_may_read_every_answer_but_never_with_credentials(api: Client, address: str) -> None:
    answer = api.get(f"/api/v1/{address}", HTTP_ORIGIN="https://elsewhere.example")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/api/v1/docs/", "/feeds/changes.atom", "/sitemap.xml", "/accounts/login/"])
def test_nothing_else_is_open_to_other_origins(api: Client, path: str) -> None:
    answer = api.get(path, HTTP_ORIGIN="https://elsewhere.example")

    assert "Access-Control-Allow-Origin" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_only_a_request_that_was_marked_is_answered_to_other_origins() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        if request.path == "/shared":
            share_with_other_origins(request)
        return HttpResponse()

    answers = {}
    for path in ("/shared", "/other"):
        request = HttpRequest()
        request.path, request.META["HTTP_HOST"] = path, "testserver"
        answers[path] = SecurityHeaders(view)(request)

    assert answers["/shared"]["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answers["/other"]["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answers["/other"]


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("nothing", 404, "not-found"), ("facts/none", 404, "not-found"), ("states/kgz", 404, "not-found"),
        ("facts/law.KGZ.unseen", 404, "not-found"), ("editions/2", 404, "not-found"),
        ("editions/one", 404, "not-found"), ("organisations/not-yet-approved", 404, "not-found"),
        ("states/ZZZ/commitments", 404, "not-found"), ("facts?limit=x", 400, "invalid-parameter"),
        ("facts?x=1", 400, "unknown-parameter"), ("openapi.json?x=1", 400, "unknown-parameter"),
        ("facts?topic=%00", 400, "malformed-request"), ("facts?topic=%ff", 400, "malformed-request"),
        ("facts/%00", 400, "malformed-request"), (f"facts?topic={'a' * 5000}", 414, "too-long"),
    ],
)  # fmt: skip
def test_every_error_is_a_problem_with_all_members(api: Client, address: str, status: int, kind: str) -> None:
    answer = api.get(f"/api/v1/{address}")
    problem = answer.json()

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert {"type", "title", "status", "detail", "instance"} <= set(problem)
    assert problem["status"] == status
    assert problem["type"] == f"/api/v1/docs/#{kind}"
    assert problem["instance"].startswith("/api/v1/")


def test_every_kind_of_problem_is_explained_where_its_type_points(api: Client) -> None:
    page = api.get("/api/v1/docs/").content.decode()
    for name in openapi()["components"]["responses"]:
        assert f'id="{name}"' in page or name == "not-modified"


def test_a_missing_database_is_said_with_when_to_come_back(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: object) -> None:
        raise OperationalError("host 10.0.0.7 refused the secret password")

    monkeypatch.setattr(lists, "bodies", away)
    answer = api.get("/api/v1/bodies")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Content-Type"] == "application/problem+json"
    assert "10.0.0.7" not in answer.content.decode()


def test_a_broken_search_index_is_said_with_when_to_come_back(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise IndexTrouble("damaged")

    monkeypatch.setattr("ubada.search.api.current_labels", broken)
    answer = api.get("/api/v1/search?q=torture")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_a_failure_of_ours_says_nothing_of_our_inside(
    api: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def fails(_: object) -> None:
        raise KeyError("inner_secret_name")

    monkeypatch.setattr(lists, "bodies", fails)
    for debug in (False, True):
        settings.DEBUG = debug
        answer = api.get("/api/v1/bodies")
        assert answer.status_code == 500
        assert answer["Content-Type"] == "application/problem+json"
        assert "inner_secret_name" not in answer.content.decode()
        assert "Traceback" not in answer.content.decode()


def test_a_request_to_a_host_that_is_not_ours_is_a_problem(api: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["register.example"]
    answer = api.get("/api/v1/states", HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert "evil.example" not in answer.content.decode()


def test_a_signed_in_editor_is_answered_as_any_reader(api: Client) -> None:
    editor = Client()
    assert editor.login(email="editor@example.org", username="editor@example.org", password=EDITOR_PASSWORD)
    assert editor.get("/facts/law.KGZ.unseen/").status_code == 200, "an editor sees it on the page"

    for address in (*ADDRESSES, "facts?limit=500", "tasks?limit=500"):
        theirs, anyone = editor.get(f"/api/v1/{address}"), api.get(f"/api/v1/{address}")
        assert theirs.content == anyone.content
        assert theirs["Cache-Control"] == "public, max-age=300"
        assert "Cookie" not in theirs.get("Vary", "")
        assert not [value for value in NEVER_SHOWN if value in theirs.content.decode()]
    assert editor.get("/api/v1/facts/law.KGZ.unseen").status_code == 404
    assert editor.get("/api/v1/editions/2").status_code == 404


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_answers_do_not_depend_on_the_language_of_who_asks(api: Client, language: str) -> None:
    for address in ("commitments/STMT-3", "facts?limit=5", "facts/none"):
        plain = api.get(f"/api/v1/{address}")
        api.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
        theirs = api.get(f"/api/v1/{address}", HTTP_ACCEPT_LANGUAGE=language)
        assert theirs.content == plain.content
        assert theirs["Content-Language"] == "en"
