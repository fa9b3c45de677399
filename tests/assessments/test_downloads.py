"""What rounds found, taken away whole: the same records as the interface gives, and nothing besides."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from tests.assessments.people import SECRET, People
from tests.assessments.rounds import LAST_YEAR, collecting_round, published_round, replying_round
from tests.assessments.seeing import client_of, words
from ubada.assessments.models import Round
from ubada.register.datasets import Dataset, offer, offered

pytestmark = pytest.mark.django_db
NAMES = ("position", "divergence", "verdict")


def body(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def through_the_interface(name: str) -> list[Any]:
    answer = Client().get(f"/api/v1/{name}s?limit=500").json()
    assert answer["next"] is None
    return list(answer["items"])


@pytest.mark.parametrize("name", NAMES)
def test_the_records_are_those_of_the_interface(people: People, name: str) -> None:
    published_round(people)
    items = through_the_interface(name)
    assert items
    assert json.loads(body(f"/data/{name}.json")) == items
    rows = list(csv.DictReader(io.StringIO(body(f"/data/{name}.csv"))))
    assert [row["round"] for row in rows] == [LAST_YEAR] * len(items)
    assert list(rows[0]) == list(items[0])
    assert [row["level"] for row in rows] == [one["level"] or "" for one in items] if name != "divergence" else rows


def test_the_page_of_data_counts_them(people: People) -> None:
    published_round(people)
    text = words("/data/")
    for name, title in zip(NAMES, ("Positions", "Divergences", "Verdicts"), strict=True):
        assert f"{title} {len(through_the_interface(name))} CSV · JSON" in text


@pytest.mark.parametrize("name", NAMES)
def test_before_publication_there_is_nothing_for_anybody(people: People, name: str) -> None:
    replying_round(people)
    collecting_round(people)
    for who in (None, "clear-water.assessor", "ministry.coordinator", "editor"):
        client = None if who is None else client_of(people, who)
        assert json.loads(body(f"/data/{name}.json", client)) == []
        assert SECRET not in body(f"/data/{name}.csv", client)


def test_a_protected_name_and_practice_are_in_none_of_them(people: People) -> None:
    published_round(people)
    verdicts = json.loads(body("/data/verdict.json"))
    assert {one["organisation"] for one in verdicts if one["is_name_protected"]} == {None}
    named = {code for one in json.loads(body("/data/position.json")) for code in one["organisations"]}
    assert named == {one["organisation"] for one in verdicts if one["organisation"] and one["level"]}
    assert "mountain-voice" not in named
    for who in ("editor", "mountain-voice.assessor", "ministry.coordinator"):  # files are handed on, by whomever
        for name in NAMES:
            assert body(f"/data/{name}.csv", client_of(people, who)) == body(f"/data/{name}.csv"), (who, name)
    Round.objects.update(is_practice=True)
    assert [json.loads(body(f"/data/{name}.json")) for name in NAMES] == [[], [], []]


def test_many_records_are_read_in_portions(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    published_round(people)
    whole = {name: body(f"/data/{name}.json") for name in NAMES}
    monkeypatch.setattr("ubada.assessments.queries.lists.PORTION", 2)
    assert {name: body(f"/data/{name}.json") for name in NAMES} == whole


@pytest.mark.parametrize("name", ["fact", "position"])
def test_no_two_kinds_of_record_have_one_name(name: str) -> None:
    one = offered()[0]
    with pytest.raises(ValueError, match=name):
        offer(Dataset(name, one.title, one.columns, one.count, one.records))
