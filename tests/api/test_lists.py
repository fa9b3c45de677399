"""Lists: pages, filters, and what is refused."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.published_world import PRACTICE, PRACTICE_WORDS
from ubada.api.openapi import openapi

pytestmark = pytest.mark.django_db

LISTS = sorted(
    path
    for path, methods in openapi()["paths"].items()
    if "{" not in path and any(one["name"] == "limit" for one in methods["get"]["parameters"])
)


def get(api: Client, address: str) -> dict:
    answer = api.get(address)
    assert answer.status_code == 200, (address, answer.content[:400])
    return answer.json()


def keys(items: list[dict]) -> list[str]:
    """What names each item, whatever kind it is."""
    names = ("uid", "key", "ref", "code", "fact", "number")
    return [str(next(item[name] for name in names if name in item)) for item in items]


def test_there_is_a_list_for_every_kind_of_public_object() -> None:
    names = {path.rsplit("/", 1)[-1] for path in LISTS}

    assert names == {
        "bodies", "changes", "clusters", "commitments", "conflicts", "distributions", "divergences", "documents",
        "editions", "facts", "findings", "grades", "instruments", "measures", "organisations", "positions",
        "rating-scales", "regions", "results", "rounds", "search", "states", "tasks", "tests", "themes",
        "treaty-actions", "verdicts", "vocabularies",
    }  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_a_list_answers_count_next_previous_and_items(api: Client, path: str) -> None:
    found = get(api, path)

    assert list(found) == ["count", "next", "previous", "items"]
    assert found["count"] >= 1, "the world has something of every kind"
    assert len(found["items"]) == min(50, found["count"])
    assert found["previous"] is None


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", [1, 7])
def test_the_pages_together_are_the_whole_list_without_repeats(api: Client, path: str, limit: int) -> None:
    whole = keys(get(api, f"{path}?limit=500")["items"])
    if limit == 1 and len(whole) > 40:
        limit = 3
    seen: list[str] = []
    address: str | None = f"{path}?limit={limit}"
    while address:
        page = get(api, address)
        assert page["count"] == len(whole)
        seen += keys(page["items"])
        address = page["next"]

    assert seen == whole
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("path", ["/api/v1/commitments", "/api/v1/facts", "/api/v1/search"])
def test_walking_back_from_anywhere_gives_what_comes_before(api: Client, path: str) -> None:
    whole = keys(get(api, f"{path}?limit=500")["items"])
    page = get(api, f"{path}?limit=4&offset=9")
    before: list[str] = []
    while page["previous"]:
        page = get(api, page["previous"])
        before = keys(page["items"]) + before

    assert before == whole[:9]


def test_any_window_of_a_list_is_that_part_of_the_whole(api: Client) -> None:
    whole = {path: keys(get(api, f"{path}?limit=500")["items"]) for path in ("/api/v1/commitments", "/api/v1/search")}

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(path=st.sampled_from(sorted(whole)), limit=st.integers(1, 60), offset=st.integers(0, 60))
    def holds(path: str, limit: int, offset: int) -> None:
        page = get(api, f"{path}?limit={limit}&offset={offset}")
        assert keys(page["items"]) == whole[path][offset : offset + limit]
        assert (page["next"] is None) == (offset + limit >= len(whole[path]))
        assert (page["previous"] is None) == (offset == 0)

    holds()


def test_the_next_page_keeps_the_filters(api: Client) -> None:
    page = get(api, "/api/v1/commitments?state=KGZ&kind=recommendation&limit=2")

    assert page["next"] == "/api/v1/commitments?state=KGZ&kind=recommendation&limit=2&offset=2"
    assert all(item["kind"] == "recommendation" for item in get(api, page["next"])["items"])


def test_an_offset_beyond_the_end_answers_an_empty_page_and_the_way_back(api: Client) -> None:
    page = get(api, "/api/v1/states?offset=2147483647&limit=2")

    assert page["items"] == []
    assert page["next"] is None
    assert keys(get(api, page["previous"])["items"]) == ["TKM", "UZB"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"), ("limit=501", "limit"), ("limit=-1", "limit"), ("limit=ten", "limit"),
        ("limit=", "limit"), ("limit=1.5", "limit"), ("offset=-1", "offset"), ("offset=x", "offset"),
        ("offset=99999999999999999999", "offset"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/v1/facts", "/api/v1/search", "/api/v1/states/KGZ/commitments"])
def test_a_limit_or_offset_out_of_bounds_is_refused_by_name(api: Client, path: str, query: str, parameter: str) -> None:
    answer = api.get(f"{path}?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [one["parameter"] for one in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize("path", LISTS)
def test_a_parameter_that_does_not_exist_is_refused_by_name(api: Client, path: str) -> None:
    answer = api.get(f"{path}?limit=5&sate=KGZ")

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("#unknown-parameter")
    assert answer.json()["errors"] == [{"parameter": "sate", "message": "There is no such parameter here."}]


def test_a_filter_given_twice_is_refused(api: Client) -> None:
    answer = api.get("/api/v1/facts?state=KGZ&state=KAZ")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "state"


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("facts?state=ZZZ", "state"), ("facts?state=kgz", "state"), ("facts?topic=none", "topic"),
        ("facts?instrument=NONE", "instrument"), ("facts?as_of_from=2024-13", "as_of_from"),
        ("facts?as_of_to=yesterday", "as_of_to"), ("facts?kind=rumour", "kind"), ("commitments?theme=none", "theme"),
        ("commitments?body=NONE", "body"), ("commitments?person=none", "person"), ("commitments?sdg=99.9", "sdg"),
        ("commitments?specificity=6", "specificity"), ("commitments?cluster=none", "cluster"),
        ("commitments?answer=yes", "answer"), ("commitments?document=NONE", "document"), ("commitments?q=.", "q"),
        ("results?test=none", "test"), ("tests?commitment=NONE", "commitment"), ("documents?body=NONE", "body"),
        ("instruments?group=none", "group"), ("regions?state=ZZZ", "state"), ("search?theme=none", "theme"),
        ("search?offset=2000", "offset"), ("organisations?constituency=ALL", "constituency"),
    ],
)  # fmt: skip
def test_a_filter_with_a_value_that_does_not_exist_is_refused_by_name(
    api: Client, address: str, parameter: str
) -> None:
    answer = api.get(f"/api/v1/{address}")

    assert answer.status_code == 400, answer.content
    assert [one["parameter"] for one in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("commitments?theme=labour&limit=500", {"C190-4", "STMT-3", "STMT-7"}),
        ("commitments?theme=themes:labour.harassment", {"C190-4", "STMT-3", "STMT-7"}),
        ("commitments?instrument=C190", {"C190-4"}),
        ("commitments?document=SEMINAR-2024&verification=to_verify", {"STMT-3"}),
        ("commitments?body=ILO", {"C190-4"}),
        ("commitments?person=women-girls", {"STMT-4", "STMT-7"}),
        ("commitments?sdg=8.8", {"C190-4"}),
        ("commitments?specificity=1", {"STMT-5"}),
        ("commitments?cluster=harassment-at-work", {"C190-4", "STMT-3"}),
        ("commitments?state=UZB&answer=no", {"STMT-4"}),
        ("commitments?state=KAZ&answer=no", {"C190-4", "STMT-3"}),
        ("commitments?q=torture", {"STMT-8"}),
        ("commitments?q=%D0%BF%D1%8B%D1%82%D0%BA%D0%B0%D1%85", {"STMT-8"}),
        ("facts?kind=treaty&state=KGZ", {"treaty.KGZ.CEDAW", "treaty.KGZ.C190"}),
        ("facts?instrument=C190&state=UZB", {"treaty.UZB.C190"}),
        ("facts?topic=gender_quota&as_of_to=2023", {"law.KGZ.women.2023"}),
        ("facts?topic=gender_quota&as_of_from=2024-06-15", {"law.KGZ.women.2024", "law.UZB.women.2024"}),
        ("treaty-actions?instrument=C190&status=party", {"treaty.KGZ.C190", "treaty.TJK.C190"}),
        ("results?test=party-c190&answer=yes", {"party-c190@KGZ", "party-c190@TJK"}),
        ("conflicts?handling=flagged", {"conflict.KGZ.women-share"}),
        ("conflicts?state=TKM", {"conflict.TKM.cedaw-year"}),
        ("tests?commitment=STMT-4", {"half-women"}),
        ("organisations?constituency=CSO", {"open-steppe"}),
        ("search?q=torture&type=commitment", {"STMT-8"}),
        ("search?instrument=C190&type=commitment", {"C190-4"}),
    ],
)  # fmt: skip
def test_filters_give_exactly_what_they_name(api: Client, address: str, expected: set[str]) -> None:
    assert set(keys(get(api, f"/api/v1/{address}")["items"])) == expected


def test_several_values_of_one_search_filter_widen_it(api: Client) -> None:
    one = get(api, "/api/v1/search?instrument=C190&type=commitment")["count"]
    two = get(api, "/api/v1/search?instrument=C190&instrument=CEDAW&type=commitment")["count"]

    assert two > one


@pytest.mark.parametrize("path", [path for path in LISTS if path != "/api/v1/search"])
def test_a_practice_state_is_in_no_list_unless_it_is_asked_for(api: Client, path: str) -> None:
    text = api.get(f"{path}?limit=500").content.decode()

    assert PRACTICE not in text
    assert PRACTICE_WORDS not in text


def test_a_practice_state_is_there_for_who_asks_for_it(api: Client) -> None:
    assert PRACTICE in keys(get(api, "/api/v1/states?practice=true")["items"])
    assert "law.XAA.practice" in keys(get(api, f"/api/v1/facts?state={PRACTICE}")["items"])
    assert keys(get(api, f"/api/v1/regions?state={PRACTICE}")["items"]) == ["XA-A"]


@pytest.mark.parametrize("path", LISTS)
def test_the_number_of_queries_does_not_depend_on_the_length_of_the_page(api: Client, path: str) -> None:
    api.get(f"{path}?limit=2")
    with CaptureQueriesContext(connection) as few:
        api.get(f"{path}?limit=2")
    with CaptureQueriesContext(connection) as many:
        api.get(f"{path}?limit=500")

    assert len(many) <= len(few) + 2, "a short page may hold nothing of one or two kinds"
    assert len(many) <= 12, "a verdict has most beside it"


HOSTILE = [
    "' OR 1=1 --", '"; DROP TABLE register_fact; --', "%00", "%ff%fe", "%c3%28", "%ed%a0%80", "a" * 3000, "../../etc",
    "{{7*7}}", "<script>", "𝕏" * 60, "%F0%9F%92%A9", "\\x00", "-1", "1e400", "nan", "null", "[]", "%25", "%0a%0d",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("where", ["facts?topic=", "commitments?q=", "commitments?theme=", "search?q=", "search?year="])
def test_hostile_values_are_answered_or_refused_never_failed(api: Client, where: str, hostile: str) -> None:
    value = hostile if hostile.startswith("%") else quote(hostile)
    answer = api.get(f"/api/v1/{where}{value}")

    assert answer.status_code in (200, 400, 414)
    if answer.status_code != 200:
        assert answer["Content-Type"] == "application/problem+json"
        assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("where", ["facts/", "states/", "commitments/", "editions/", "vocabularies/", ""])
def test_hostile_keys_are_not_found(api: Client, where: str, hostile: str) -> None:
    value = hostile if hostile.startswith("%") else quote(hostile)
    answer = api.get(f"/api/v1/{where}{value}")

    assert answer.status_code in (400, 404)
    assert answer["Content-Type"] == "application/problem+json"
