"""The data package: valid for others' tools, the same records in each form, no formula that runs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.editions.conftest import Published
from tests.world import FORMULA
from ubada.editions.package.columns import columns_of
from ubada.editions.package.descriptions import TABLES
from ubada.editions.rounds import ROUND_KINDS
from ubada.editions.verify import cell_of
from ubada.register.shapes import SHAPES

pytestmark = pytest.mark.django_db  # the edition is made from a database

TEXT = {"field": "x", "form": "text"}
LIST = {"field": "x", "form": "list"}


def _rows(folder: Path, kind: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{kind}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_nothing_wrong(published: Published) -> None:
    report = frictionless.validate(str(published.folder / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert len(report.tasks) == 2 * len(SHAPES)


@pytest.mark.filterwarnings("ignore")
def test_frictionless_notices_a_changed_row(copy: Path) -> None:
    table = copy / "data" / "state.csv"
    table.write_bytes(table.read_bytes().replace(b"KGZ", b"KGX", 1))
    assert not frictionless.validate(str(copy / "datapackage.json")).valid


def test_every_table_has_types_descriptions_keys_and_missing_values(published: Published) -> None:
    package = json.loads((published.folder / "datapackage.json").read_text())
    tables = {one["name"]: one for one in package["resources"] if one.get("type") == "table"}
    assert set(tables) == {shape.name.replace("_", "-") for shape in SHAPES}
    for table in tables.values():
        schema = table["schema"]
        assert schema["missingValues"] == [""]
        assert len(schema["primaryKey"]) == 1
        assert table["description"]
        for column in schema["fields"]:
            assert column["description"], column
            assert column["type"] in {"string", "integer", "boolean", "object", "array"}
    keys = {(key["fields"][0], key["reference"]["resource"]) for key in tables["fact"]["schema"]["foreignKeys"]}
    assert keys == {("state", "state")}


def test_every_kind_of_record_is_described(published: Published) -> None:
    assert set(TABLES) == set(published.frozen.records) | set(ROUND_KINDS)


def test_translated_columns_stand_one_a_language(published: Published) -> None:
    names = [column["name"] for column in columns_of(published.frozen, "state")]
    assert {"name_en", "name_ru", "endonym_ky"} <= set(names)
    row = next(row for row in _rows(published.folder, "state") if row["code"] == "KGZ")
    assert (row["name_en"], row["name_ru"]) == ("Kyrgyzstan", "Кыргызстан")


def test_json_and_json_lines_hold_the_frozen_records(published: Published) -> None:
    for kind, own in published.frozen.records.items():
        lines = (published.folder / "records" / f"{kind}.jsonl").read_text().splitlines()
        assert [json.loads(line) for line in lines] == list(own.values())
        assert json.loads((published.folder / "data" / f"{kind}.json").read_text()) == list(own.values())
        assert len(_rows(published.folder, kind)) == len(own)


def test_a_cell_that_a_spreadsheet_would_run_is_guarded(published: Published) -> None:
    titles = [row["source_title"] for row in _rows(published.folder, "fact")]
    assert f"'{FORMULA}" in titles
    assert not any(title.startswith(("=", "+", "-", "@")) for title in titles)


@given(st.text())
def test_a_guarded_cell_gives_its_value_back(value: str) -> None:
    cell = cell_of({"x": value}, TEXT)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (cell[1:] if cell.startswith("'") else cell) == value


@given(st.lists(st.text(alphabet="ab;\\", min_size=1)))
def test_a_joined_list_can_be_taken_apart_again(items: list[str]) -> None:
    joined = cell_of({"x": items}, LIST)
    found, item, escaped = [], "", False
    for letter in joined:
        if escaped or letter not in ";\\":
            item, escaped = item + letter, False
        elif letter == "\\":
            escaped = True
        else:
            found.append(item)
            item = ""
    assert [*found, item] == (items or [""])
