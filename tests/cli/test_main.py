from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

import ubada
from ubada.cli import COMMAND_MODULES, build_parser, main
from ubada.cli.reference_commands import all_parsers
from ubada.kernel.errors import UbadaError

PARSERS = dict(all_parsers("ubada", build_parser()))


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*name.split()[1:], "--help"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: {name}")


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_every_option_of_every_command_is_explained(name: str) -> None:
    for action in PARSERS[name]._actions:
        assert action.help or isinstance(action, argparse._SubParsersAction), f"{name} {action.dest}"


def test_the_version_is_the_packages() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "ubada.cli", "--version"], capture_output=True, text=True, check=True
    )
    assert answer.stdout == f"ubada {ubada.__version__}\n"


def test_help_needs_neither_django_nor_a_database_nor_what_reads_files() -> None:
    large = {"django", "psycopg", "rich", "openpyxl", "numpy", "jsonschema"}
    code = f"import sys, ubada.cli; ubada.cli.build_parser(); print({large} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "set()\n"


def test_every_command_module_is_named_once() -> None:
    assert len(set(COMMAND_MODULES)) == len(COMMAND_MODULES)


def test_an_unknown_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["dance"])
    assert caught.value.code == 2
    assert "dance" in capsys.readouterr().err


def run_raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    def fail(_arguments: argparse.Namespace) -> int:
        raise error

    parser = argparse.ArgumentParser()
    parser.set_defaults(run=fail, data_dir=None)
    monkeypatch.setattr("ubada.cli.build_parser", lambda: parser)
    return main([])


def test_a_failure_is_one_line_with_its_hint_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_raising(monkeypatch, UbadaError("The door is shut.", hint="Knock.")) == 1
    captured = capsys.readouterr()
    assert captured.err == "ubada: The door is shut. Knock.\n"
    assert captured.out == ""


def test_an_unexpected_failure_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("UBADA_DEBUG", raising=False)
    assert run_raising(monkeypatch, ZeroDivisionError("division by zero\nmore")) == 1
    error = capsys.readouterr().err
    assert error.startswith("ubada: unexpected ZeroDivisionError: division by zero (")
    assert error.count("\n") == 1


def test_an_unexpected_failure_shows_where_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UBADA_DEBUG", "yes")
    assert run_raising(monkeypatch, ZeroDivisionError("division by zero")) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_has_a_status_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_raising(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "ubada: interrupted.\n"


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    command = f"'{sys.executable}' -m ubada.cli --help | true; '{sys.executable}' -m ubada.cli doctor | head -c 1"
    answer = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in answer.stderr
    assert "BrokenPipe" not in answer.stderr


@pytest.mark.parametrize("order", [["--data-dir", "DIR", "doctor"], ["doctor", "--data-dir", "DIR"]])
def test_the_data_folder_may_stand_before_and_after_the_command(order: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "not there"
    arguments = [str(folder) if word == "DIR" else word for word in order]
    answer = subprocess.run(
        [sys.executable, "-m", "ubada.cli", *arguments], capture_output=True, text=True, check=False
    )
    assert f"{folder} does not exist" in answer.stdout
    assert answer.returncode == 1
    assert not folder.exists()
