"""What enters an edition, and what never does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.editions.conftest import DAY, PRACTICE, PRACTICE_WORDS, Published
from tests.world import NEVER_SHOWN
from ubada.editions.freeze import answers, freeze
from ubada.kernel.canonical import merkle_root, record_hash
from ubada.register.models import StructuralResult
from ubada.register.shapes import RESULT, SHAPES

pytestmark = pytest.mark.django_db  # the edition is made from a database

TITLE = {"en": "A", "ru": "Б"}


def _every_byte(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]


def test_what_is_withheld_or_unpublished_stands_in_no_byte_of_the_folder(published: Published) -> None:
    for name, data in _every_byte(published.folder):
        for secret in NEVER_SHOWN:
            assert secret.encode() not in data, f"{secret} in {name}"


def test_a_practice_state_stands_in_no_byte_of_the_folder(published: Published) -> None:
    for name, data in _every_byte(published.folder):
        if name.endswith(".woff2"):
            continue
        assert PRACTICE_WORDS.encode() not in data, name
        assert re.search(rb"\bX(AA|A-A)\b", data) is None, name
        assert b"PRACTICE-1" not in data, name


def test_a_shared_commitment_stays_for_the_other_states_without_the_practice_state(published: Published) -> None:
    assert published.frozen.records["commitment"]["CEDAW-7"]["duty_bearers"] == ["STATES"]
    assert "CEDAW-7@KGZ" in published.frozen.records["state_commitment"]
    assert f"CEDAW-7@{PRACTICE}" not in published.frozen.records["state_commitment"]


def test_every_kind_of_record_is_there_without_the_columns_kept_inside(published: Published) -> None:
    assert set(published.frozen.records) == {shape.name for shape in SHAPES}
    for fact in published.frozen.records["fact"].values():
        assert fact["is_published"] is True
        assert not {"withheld", "editor_note"} & set(fact)


def test_a_task_on_an_unpublished_fact_says_where_to_look_and_nothing_else(published: Published) -> None:
    task = published.frozen.records["task"]["verify.fact.law.KGZ.unseen"]
    assert (task["kind"], task["topic"], task["missing"]) == ("law", "domestic_violence", ["all"])
    assert "law.KGZ.unseen" not in published.frozen.records["fact"]


def test_no_record_names_a_record_that_is_not_in_the_edition(published: Published) -> None:
    records = published.frozen.records
    for conflict in records["conflict"].values():
        assert set(conflict["facts"]) <= set(records["fact"])
    for result in records["result"].values():
        assert set(result["facts"]) <= set(records["fact"])
    for test in records["test"].values():
        assert set(test["commitments"]) <= set(records["commitment"])
    for action in records["treaty_action"].values():
        assert action["fact"] in records["fact"]


def test_answers_are_those_of_the_register_when_the_day_is_the_same(world: Path) -> None:
    frozen = freeze(number=0, title=TITLE, on=DAY)
    assert frozen.records["result"] == dict(RESULT.all())


def test_answers_are_worked_out_for_the_day_and_not_copied(world: Path) -> None:
    StructuralResult.objects.update(answer="unknown", reason="no_fact")
    frozen = freeze(number=0, title=TITLE, on=DAY)
    assert frozen.records["result"]["party-cedaw@KGZ"]["answer"] == "yes"


def test_a_fact_that_speaks_for_a_later_day_is_absent_with_all_that_hangs_on_it(world: Path) -> None:
    early = freeze(number=0, title=TITLE, on=date(2023, 12, 31)).records
    assert "law.KGZ.women.2023" in early["fact"]
    assert "law.KGZ.women.2024" not in early["fact"]
    assert "conflict.KGZ.women-share" not in early["conflict"]
    assert early["treaty_action"] == {}
    assert early["result"]["party-cedaw@KGZ"]["answer"] == "unknown"
    assert early["result"]["half-women@KGZ"]["answer"] == "no"


@pytest.mark.parametrize("kind", ["commitment", "fact", "result"])
def test_hashes_and_roots_are_those_of_the_kernel(published: Published, kind: str) -> None:
    own = published.frozen.records[kind]
    assert list(own) == sorted(own)
    assert published.frozen.hashes[kind] == {key: record_hash(record) for key, record in own.items()}
    every = [digest for name in sorted(published.frozen.hashes) for digest in published.frozen.hashes[name].values()]
    assert published.frozen.records_root == merkle_root(every)


def test_a_flagged_conflict_makes_an_answer_unknown(published: Published) -> None:
    found = answers(dict(published.frozen.records), DAY)["half-women@KGZ"]
    assert (found["answer"], found["reason"]) == ("unknown", "sources_conflict")
