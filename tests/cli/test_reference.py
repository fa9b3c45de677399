from __future__ import annotations

from pathlib import Path

import pytest

from ubada.cli import build_parser, main
from ubada.cli.reference_commands import all_parsers
from ubada.config import environment


def test_the_pages_name_every_setting_and_every_command(tmp_path: Path) -> None:
    assert main(["reference", str(tmp_path / "docs")]) == 0
    settings = (tmp_path / "docs" / "settings.md").read_text(encoding="utf-8")
    commands = (tmp_path / "docs" / "commands.md").read_text(encoding="utf-8")
    assert all(f"## {name}\n" in settings for name in environment.SETTINGS)
    assert all(f"## {name}\n" in commands for name, _ in all_parsers("ubada", build_parser()))


def test_a_page_that_is_out_of_date_fails_the_check_and_is_not_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reference", str(tmp_path)]) == 0
    capsys.readouterr()
    assert main(["reference", "--check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"All {len(list(tmp_path.iterdir()))} pages are up to date.\n"
    page = tmp_path / "settings.md"
    page.write_text("old", encoding="utf-8")
    assert main(["reference", "--check", str(tmp_path)]) == 1
    assert f"Out of date: {page}." in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "old"
