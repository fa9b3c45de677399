"""The documentation names everything there is, and nothing that there is not."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator

import pytest

from tests.docs.pages import ROOT, DocumentationPage, every_page
from ubada.cli import build_parser
from ubada.cli.reference_commands import all_parsers
from ubada.config import environment
from ubada.editions.rounds import ROUND_KINDS
from ubada.exchange.baseline.files import KINDS
from ubada.register.shapes import SHAPES
from ubada.register.structural import RULE_TYPES

PAGES = every_page()
WRITTEN = [page for page in PAGES if not page.is_generated]
NAMES = [page.name for page in PAGES]
_SETTING = re.compile(r"\bUBADA_[A-Z_]*[A-Z]\b")
_CALL = re.compile(r"(?:\S*\.venv/bin/ubada|^(?:\$ )?ubada)\s+(.*)$")


def documentation() -> str:
    """Everything under docs/."""
    return "\n".join(page.text for page in PAGES if page.name.startswith("docs/"))


def written_by_hand() -> str:
    """Everything under docs/ that is not made from the code."""
    return "\n".join(page.text for page in WRITTEN if page.name.startswith("docs/"))


def lines_of(block: str) -> Iterator[str]:
    """The lines of a code block, those that go on after a backslash joined."""
    yield from (line.strip() for line in re.sub(r"\\\n\s*", " ", block).splitlines())


def calls_in(block: str) -> Iterator[list[str]]:
    """The arguments of every call of ubada in a code block."""
    for line in lines_of(re.sub(r"\$\([^)]*\)", "NOW", block)):
        for command in re.split(r"&&|;|\|", line):
            called = _CALL.search(command.strip())
            if called:
                yield shlex.split(called[1], comments=True)


def read_by_tests() -> set[str]:
    """Variables that belong to the test suite and the measurements, and are no settings of an installation."""
    sources = [path for name in ("tests", "bench") for path in (ROOT / name).rglob("*.py")]
    return {found for path in sources for found in re.findall(r'"(UBADA_[A-Z_]+)"', path.read_text(encoding="utf-8"))}


def calls() -> list[tuple[str, list[str]]]:
    return [(page.name, call) for page in WRITTEN for block in page.code_blocks for call in calls_in(block)]


def commands() -> dict[str, argparse.ArgumentParser]:
    return dict(all_parsers("ubada", build_parser()))


def test_every_setting_is_explained() -> None:
    text = documentation()
    assert [name for name in environment.SETTINGS if not re.search(rf"\b{name}\b", text)] == []


def test_every_command_is_explained() -> None:
    text = documentation()
    assert [name for name in commands() if f"{name}\n" not in text and f"`{name}`" not in text] == []


def test_every_kind_of_file_and_every_rule_is_explained_by_hand() -> None:
    text = written_by_hand()
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []
    assert [rule for rule in RULE_TYPES if f"`{rule}`" not in text] == []


def test_every_kind_of_record_is_on_the_page_of_the_data_model() -> None:
    page = next(page for page in PAGES if page.name == "docs/explanation/data-model.md")
    kinds = [*(shape.name for shape in SHAPES), *ROUND_KINDS]
    assert [kind for kind in kinds if f"`{kind}`" not in page.text] == []


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_no_page_names_a_setting_that_does_not_exist(page: DocumentationPage) -> None:
    found = _SETTING.findall(page.text)
    named = {name if name in environment.SETTINGS else name.removesuffix("_FILE") for name in found}
    assert named - set(environment.SETTINGS) - read_by_tests() == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_within_the_repository_leads_somewhere(page: DocumentationPage) -> None:
    broken = []
    for link in page.links:
        path, _, anchor = link.partition("#")
        target = (page.path.parent / path).resolve() if path else page.path
        if not target.exists():
            broken.append(link)
            continue
        anchors = set() if not anchor else DocumentationPage(target, target.read_text(encoding="utf-8")).anchors
        if not target.is_relative_to(ROOT) or (anchor and anchor not in anchors):
            broken.append(link)
    assert broken == []


def test_every_command_that_is_shown_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    parser = build_parser()
    refused = []
    for name, call in calls():
        try:
            parser.parse_args(call)
        except SystemExit as stopped:
            if stopped.code != 0:
                refused.append((name, " ".join(call), capsys.readouterr().err.strip().splitlines()[-1]))
    assert refused == []


def test_the_search_for_commands_finds_them() -> None:
    block = (
        "$ A=b .venv/bin/ubada search query \\\n    x --in a=b  # why\nExecStart=/x/.venv/bin/ubada serve && ls ubada\n"
    )
    assert list(calls_in(block)) == [["search", "query", "x", "--in", "a=b"], ["serve"]]
    assert {words[0] for _, words in calls()} >= {"init", "import", "edition", "verify", "ledger", "account"}


def test_every_command_named_in_a_sentence_exists_with_its_options() -> None:
    known = commands()
    wrong = []
    for page in WRITTEN:
        for span in page.inline_code:
            if not re.match(r"(\.venv/bin/)?ubada [a-z]", span):
                continue
            words = shlex.split(span.partition("ubada ")[2])
            name = "ubada"
            for word in words:
                if f"{name} {word}" not in known:
                    break
                name = f"{name} {word}"
            options = {word.partition("=")[0] for word in words if word.startswith("--")}
            if name == "ubada" or options - set(known[name]._option_string_actions):
                wrong.append((page.name, span))
    assert wrong == []


def test_every_test_that_a_page_names_exists() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    existing = set(re.findall(r"^ *(?:async )?def (test_\w+)", sources, re.MULTILINE))
    named = {span for page in WRITTEN for span in page.inline_code if re.fullmatch(r"test_\w+", span)}
    assert len(named) > 15
    assert named - existing == set()
