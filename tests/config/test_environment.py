from __future__ import annotations

from pathlib import Path

import pytest

from ubada.config import environment
from ubada.kernel.errors import UbadaError


def test_an_unset_variable_gives_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert environment.integer("PORT") == 8000


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UBADA_HOST", "  ")
    assert environment.text("UBADA_HOST") == "127.0.0.1"


@pytest.mark.parametrize("value", ["80a", "1.5", "0x50"])
def test_a_port_that_is_no_whole_number_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(UbadaError, match=r"^PORT is .* whole number"):
        environment.integer("PORT")


@pytest.mark.parametrize("value", ["0", "65536", "-1"])
def test_a_port_outside_its_range_is_refused_with_the_range(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(UbadaError, match=r"PORT is .* between 1 and 65535"):
        environment.integer("PORT")


@pytest.mark.parametrize(
    ("value", "meaning"), [("Yes", True), ("ON", True), ("1", True), ("false", False), ("0", False)]
)
def test_booleans_are_read_in_any_letter_case(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("UBADA_DEBUG", value)
    assert environment.boolean("UBADA_DEBUG") is meaning


def test_a_word_that_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UBADA_DEBUG", "maybe")
    with pytest.raises(UbadaError, match="UBADA_DEBUG is 'maybe'"):
        environment.boolean("UBADA_DEBUG")


def test_an_unknown_mode_is_refused_with_the_possible_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UBADA_MODE", "production")
    with pytest.raises(UbadaError, match="embedded, server, testing"):
        environment.choice("UBADA_MODE")


def test_a_list_loses_its_empty_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UBADA_ALLOWED_HOSTS", " a.example, ,b.example,")
    assert environment.items("UBADA_ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_a_relative_path_starts_at_the_working_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UBADA_DATA_DIR", "a b/../c")
    assert environment.path("UBADA_DATA_DIR") == tmp_path / "c"


def test_a_secret_is_read_from_the_first_line_of_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from a file\nsecond line\n", encoding="utf-8")
    monkeypatch.delenv("UBADA_SECRET_KEY", raising=False)
    monkeypatch.setenv("UBADA_SECRET_KEY_FILE", str(file))
    assert environment.secret("UBADA_SECRET_KEY") == "from a file"


def test_a_secret_given_twice_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UBADA_SECRET_KEY", "the value itself")
    monkeypatch.setenv("UBADA_SECRET_KEY_FILE", str(tmp_path))
    with pytest.raises(UbadaError) as caught:
        environment.secret("UBADA_SECRET_KEY")
    assert "UBADA_SECRET_KEY_FILE" in str(caught.value)
    assert "the value itself" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe\n"])
def test_a_secret_file_that_gives_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.delenv("UBADA_SECRET_KEY", raising=False)
    monkeypatch.setenv("UBADA_SECRET_KEY_FILE", str(file))
    with pytest.raises(UbadaError, match="UBADA_SECRET_KEY_FILE names"):
        environment.secret("UBADA_SECRET_KEY")


def test_a_setting_that_nobody_declared_cannot_be_read() -> None:
    with pytest.raises(UbadaError, match="UBADA_SURPRISE is not a declared setting"):
        environment.text("UBADA_SURPRISE")


def test_a_setting_cannot_be_read_as_another_kind() -> None:
    with pytest.raises(UbadaError, match="UBADA_SECRET_KEY is declared as secret"):
        environment.text("UBADA_SECRET_KEY")


def test_every_default_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = {
        "text": environment.text,
        "list": environment.items,
        "boolean": environment.boolean,
        "integer": environment.integer,
        "path": environment.path,
        "secret": environment.secret,
        "choice": environment.choice,
    }
    for name, setting in environment.SETTINGS.items():
        monkeypatch.delenv(name, raising=False)
        readers[setting.kind](name)
        assert setting.meaning.endswith("."), name
