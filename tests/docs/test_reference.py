"""The reference pages that are committed are those that the code gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from ubada.cli import main
from ubada.cli.reference_commands import PAGES
from ubada.register.shapes import SHAPES
from ubada.register.structural import RULE_TYPES

FOLDER = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_a_committed_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def test_there_is_no_page_that_nothing_makes() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(PAGES)


def test_every_kind_of_record_and_every_rule_has_its_place() -> None:
    records, rules = PAGES["records.md"](), PAGES["rules.md"]()
    assert [shape.name for shape in SHAPES if f"\n## {shape.name}\n" not in records] == []
    assert [rule for rule in RULE_TYPES if f"\n## {rule}\n" not in rules] == []


def test_fields_for_editors_are_said_to_stay_inside() -> None:
    page = PAGES["records.md"]()
    for shape in SHAPES:
        for name in shape.kept_inside:
            assert f"| `{name}` |" in page
            assert (
                next(line for line in page.splitlines() if line.startswith(f"| `{name}` |")).count("editors only") == 1
            )


def test_a_folder_is_filled_with_every_page(tmp_path: Path) -> None:
    assert main(["reference", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(PAGES)
    assert main(["reference", "--check", str(tmp_path)]) == 0
