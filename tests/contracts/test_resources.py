"""What each resource says about the world, and what none of them ever says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.world import NEVER_SHOWN
from ubada.api.openapi import openapi
from ubada.register.models import Fact

pytestmark = pytest.mark.django_db


def get(api: Client, address: str) -> Any:
    answer = api.get(f"/api/v1/{address}")
    assert answer.status_code == 200, (address, answer.content[:300])
    return answer.json()


def everything(api: Client) -> Iterator[tuple[str, str]]:
    """Every answer that a program can get: all lists whole, and each of their items by its key."""
    for path in openapi()["paths"]:
        if "{" in path or path == "/api/v1/":
            continue
        page = api.get(f"{path}?limit=500")
        yield path, page.content.decode()
        one = any(other.startswith(f"{path}/{{") and other.count("/") == 4 for other in openapi()["paths"])
        for item in page.json()["items"] if one else ():
            key = next(item[name] for name in ("uid", "key", "ref", "code", "number") if name in item)
            address = f"{path}/{key}"
            yield address, api.get(address).content.decode()
    for state in ("KGZ", "UZB"):
        address = f"/api/v1/states/{state}/commitments?limit=500"
        yield address, api.get(address).content.decode()


def test_what_is_withheld_is_in_no_answer_at_all(api: Client) -> None:
    seen = 0
    for address, text in everything(api):
        seen += 1
        assert not [value for value in NEVER_SHOWN if value in text], address
        assert "editor_note" not in text
    assert seen > 100


def test_every_item_of_a_list_has_its_own_address(api: Client) -> None:
    for address, text in everything(api):
        assert '"status": 404' not in text, address


def test_the_index_lists_every_resource_with_its_count(api: Client) -> None:
    index = get(api, "")

    assert {one["name"] for one in index["resources"]} == {
        path.rsplit("/", 1)[-1] for path in openapi()["paths"] if path.count("/") == 3 and not path.endswith("/")
    } - {"search"}
    for one in index["resources"]:
        assert api.get(f"{one['address']}?limit=1").json()["count"] == one["count"], one


def test_a_fact_carries_source_link_date_and_confidence_wherever_it_is_shown(api: Client) -> None:
    facts = [
        *get(api, "facts?limit=500")["items"], get(api, "facts/treaty.KGZ.CEDAW"),
        *get(api, "commitments/CEDAW-7")["facts"], *get(api, "treaty-actions?limit=500")["items"],
        *get(api, "instruments/C190")["treaty_actions"],
    ]  # fmt: skip

    assert len(facts) > 30
    for fact in facts:
        assert fact["source_title"]
        assert fact["source_url"].startswith("https://")
        assert fact["as_of"]
        assert fact["confidence"] in ("seen", "seen_secondary")


def test_a_fact_is_published_with_the_fields_of_its_kind(api: Client) -> None:
    fact = get(api, "facts/rating.KGZ.RSF.2024")

    assert fact["detail"] == {
        "index": "RSF", "year": 2024, "rank": 120, "out_of": 180, "score": "49.11", "political_rights": None,
        "civil_liberties": None, "category": None, "status": None,
    }  # fmt: skip
    assert (fact["date"], fact["as_of"], fact["state"]) == ("2024", "2024-05", "KGZ")
    assert fact["label"] == {"en": "Press Freedom Index 2024", "ru": "Press Freedom Index 2024 (по-русски)"}
    assert fact["page"] == "/facts/rating.KGZ.RSF.2024/"


def test_a_withheld_field_is_null_and_named(api: Client) -> None:
    date = get(api, "facts/treaty.TJK.C190")
    number = get(api, "facts/service.KGZ.line")

    assert (date["date"], date["unverified_fields"], date["withheld"]) == (None, ["date"], ["date"])
    assert (number["detail"]["number"], number["withheld"]) == (None, ["number"])
    action = next(one for one in get(api, "treaty-actions?state=TJK")["items"] if one["instrument"] == "C190")
    assert action["action_date"] is None


def test_exactly_the_published_facts_are_listed(api: Client) -> None:
    listed = {one["key"] for one in get(api, "facts?limit=500")["items"]}
    published = Fact.objects.filter(is_published=True).exclude(state__is_practice=True)

    assert listed == set(published.values_list("key", flat=True))


def test_a_commitment_says_everything_its_page_shows(api: Client) -> None:
    one = get(api, "commitments/STMT-3")

    assert one["document"] == "SEMINAR-2024"
    assert (one["provision"], one["locator"]) == ("SEMINAR-2024:item 3", "item 3")
    assert (one["due_on"], one["due_basis"]) == ("2026", {"en": "the statement", "ru": "текст"})
    assert one["verification_missing"] == {"en": "the wording of item 3", "ru": "слова пункта 3"}
    assert one["task"]["reason"] == "paragraph"
    assert [standing["state"] for standing in one["standings"]] == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    assert {standing["standing"] for standing in one["standings"]} == {"addressed"}
    assert (one["cluster"], one["elsewhere"]) == ("harassment-at-work", ["C190-4"])
    assert [test["code"] for test in one["tests"]] == ["party-c190"]
    answers = {result["state"]: result["answer"] for result in one["results"]}
    assert answers == {"KAZ": "no", "KGZ": "yes", "TJK": "yes", "TKM": "unknown", "UZB": "unknown"}
    used = {key for result in one["results"] for key in result["facts"]}
    assert used == {fact["key"] for fact in one["facts"]}
    assert one["title"] == {"en": "End harassment at work"}, "a language without text is not there"
    assert one["history"][0]["action"] == "import_baseline"


def test_a_part_and_its_whole_name_each_other(api: Client) -> None:
    assert get(api, "commitments/CEDAW-7-A")["parent"] == "CEDAW-7"
    assert get(api, "commitments/CEDAW-7")["parts"] == ["CEDAW-7-A"]


def test_a_disputed_fact_comes_with_the_conflict(api: Client) -> None:
    one = get(api, "commitments/STMT-4")
    [conflict] = one["conflicts"]

    assert conflict["key"] == "conflict.KGZ.women-share"
    assert [side["fact"] for side in conflict["sides"]] == ["law.KGZ.women.2024", None]
    assert [standing["state"] for standing in one["standings"]] == ["KGZ", "UZB"]
    assert "conflict.KGZ.women-share" in get(api, "facts/law.KGZ.women.2024")["conflicts"]


def test_the_commitments_of_a_state_have_its_standing_and_its_answers(api: Client) -> None:
    page = get(api, "states/KGZ/commitments?limit=500")
    by_ref = {one["commitment"]: one for one in page["items"]}

    assert by_ref["C190-4"]["standing"] == "bound"
    assert [answer["answer"] for answer in by_ref["C190-4"]["answers"]] == ["yes"]
    assert by_ref["STMT-4"]["answers"][0]["reason"] == "sources_conflict"
    assert {one["commitment"] for one in get(api, "states/UZB/commitments?answer=no")["items"]} == {"STMT-4"}


def test_a_state_comes_with_counts_that_its_lists_bear_out(api: Client) -> None:
    state = get(api, "states/KGZ")

    assert state["commitments"] == get(api, "states/KGZ/commitments?limit=1")["count"]
    assert sum(state["answers"].values()) == get(api, "results?state=KGZ&limit=1")["count"]
    assert state["tasks"] == get(api, "tasks?state=KGZ&limit=1")["count"]
    for address in state["links"].values():
        assert get(api, address.removeprefix("/api/v1/"))["count"] >= 0


def test_a_task_says_what_is_missing_and_never_what_was_said(api: Client) -> None:
    tasks = {one["subject"]: one for one in get(api, "tasks?limit=500")["items"]}
    unseen = tasks["law.KGZ.unseen"]

    assert (unseen["reason"], unseen["is_published"], unseen["title"]) == ("unverified", False, None)
    assert tasks["STMT-3"]["title"] == {"en": "End harassment at work"}
    assert tasks["SEMINAR-2024"]["missing"] == ["url"]
    assert get(api, "documents/SEMINAR-2024")["url"] is None


def test_keys_with_slashes_are_addresses_written_either_way(api: Client) -> None:
    plain = get(api, "instruments/A/RES/48/134")

    assert plain["code"] == "A/RES/48/134"
    assert get(api, "instruments/A%2FRES%2F48%2F134") == plain
    assert api.get(plain["page"]).status_code == 200


def test_a_test_and_its_results_hold_together(api: Client) -> None:
    test = get(api, "tests/party-c190")

    assert test["rule"] == {"type": "treaty_party", "instrument": "C190"}
    assert test["commitments"] == ["C190-4", "STMT-3"]
    assert test["results"] == get(api, "results?test=party-c190")["items"]


def test_only_approved_organisations_are_listed_with_their_accreditations(api: Client) -> None:
    by_code = {one["code"]: one for one in get(api, "organisations")["items"]}

    assert set(by_code) == {"akyikatchy", "institution", "open-steppe"}
    assert by_code["akyikatchy"]["constituency"] == "NHR"
    [accreditation] = by_code["akyikatchy"]["accreditations"]
    assert (accreditation["grade"], accreditation["valid_from"]) == ("B", "2012-03")
    assert "@" not in api.get("/api/v1/organisations").content.decode(), "no address of a person"


def test_only_published_editions_are_listed_with_their_corrections(api: Client) -> None:
    assert [one["number"] for one in get(api, "editions")["items"]] == [1]
    edition = get(api, "editions/1")
    assert edition["root_hash"] == "a" * 64
    assert edition["corrections"][0]["what"] == {"en": "A date was wrong", "ru": "Дата неверна"}


def test_search_finds_across_languages_and_marks_what_it_found(api: Client) -> None:
    [hit] = get(api, "search?q=%D0%BF%D1%8B%D1%82%D0%BA%D0%B0%D1%85&prefer=ru")["items"]

    assert (hit["type"], hit["key"], hit["page"]) == ("commitment", "STMT-8", "/commitments/STMT-8/")
    assert hit["title"]["language"] == "ru"
    assert any(piece["is_hit"] for piece in hit["title"]["fragments"] + hit["snippet"]["fragments"])


def test_every_page_that_a_record_names_is_there(api: Client) -> None:
    pages = {
        item["page"]
        for path in (
            "states",
            "commitments?limit=10",
            "instruments",
            "facts?limit=500",
            "themes",
            "clusters",
            "editions",
        )
        for item in get(api, path)["items"]
    }

    assert len(pages) > 40
    assert [page for page in pages if api.get(page).status_code != 200] == []
