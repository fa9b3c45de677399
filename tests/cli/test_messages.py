from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from ubada.cli import main

HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: ky\n"
"Plural-Forms: nplurals=2; plural=n != 1;\n"

"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "with space" / "locale" / "ky" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        HEADER + 'msgid "Promise"\nmsgstr "Убада"\n\n'
        '#, python-format\nmsgid "%(n)s fact"\nmsgid_plural "%(n)s facts"\n'
        'msgstr[0] "%(n)s факт"\nmsgstr[1] "%(n)s факты"\n\n#, fuzzy\nmsgid "State"\nmsgstr "Балким"\n',
        encoding="utf-8",
    )
    return path


def test_a_catalogue_is_compiled_with_its_plural_forms_and_without_guesses(catalogue: Path, tmp_path: Path) -> None:
    assert main(["messages", "compile", "--root", str(tmp_path)]) == 0
    with catalogue.with_suffix(".mo").open("rb") as stream:
        translations = gettext.GNUTranslations(stream)
    assert translations.gettext("Promise") == "Убада"
    assert translations.ngettext("%(n)s fact", "%(n)s facts", 1) == "%(n)s факт"
    assert translations.ngettext("%(n)s fact", "%(n)s facts", 5) == "%(n)s факты"
    assert translations.gettext("State") == "State"


def test_only_what_is_newer_is_compiled(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["messages", "compile", "--root", str(tmp_path)]) == 0
    assert "1 of 1 compiled" in capsys.readouterr().err
    assert main(["messages", "compile", "--root", str(tmp_path)]) == 0
    assert "0 of 1 compiled" in capsys.readouterr().err
    later = catalogue.with_suffix(".mo").stat().st_mtime + 5
    os.utime(catalogue, (later, later))
    assert main(["messages", "compile", "--root", str(tmp_path)]) == 0
    assert "1 of 1 compiled" in capsys.readouterr().err


def test_a_translation_that_loses_a_placeholder_is_named_and_not_compiled(
    catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace('"%(n)s факты"', '"%(m)s факты"'), encoding="utf-8")
    assert main(["messages", "compile", "--root", str(tmp_path)]) == 1
    assert f"{catalogue}: line " in capsys.readouterr().err
    assert not catalogue.with_suffix(".mo").exists()


def test_a_file_that_is_no_catalogue_is_named(
    catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue.write_bytes(HEADER.encode() + b'msgid "Promise"\nmsgstr "\xff\xfe"\n')
    assert main(["messages", "compile", "--root", str(tmp_path)]) == 1
    assert f"{catalogue} cannot be read" in capsys.readouterr().err
    assert not catalogue.with_suffix(".mo").exists()
