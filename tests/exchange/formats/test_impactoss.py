"""IMPACT OSS, both ways: what goes out comes back, by reference, and no cell is run by a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.formats.conftest import OPERATOR, Importer
from ubada.access.actors import Actor
from ubada.exchange.engine.drafts import Drafts
from ubada.exchange.engine.faults import Faults
from ubada.exchange.engine.files import open_file, silent
from ubada.exchange.engine.known import Known
from ubada.exchange.engine.mapping import SourceMapping, mapping_for, parse_mapping
from ubada.exchange.formats import Context, format_named
from ubada.exchange.formats.impactoss import HINTS, Line, written
from ubada.exchange.queries import impactoss_lines
from ubada.exchange.services import undo_import
from ubada.kernel.cells import guarded, unguarded
from ubada.register.models import Commitment, CommitmentSource, StateResponse

Problems = Callable[..., list[str]]
READER = Actor.reader()
LINE = Line("1", "R 12", "Open the courts", "Open every court to the press.", "Accepted, and already implemented.", "2",
            "2024-05-13", ("justice",))  # fmt: skip
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)
LINES = st.builds(
    Line,
    framework=st.sampled_from(["", "1", "2"]),
    reference=st.from_regex(r"[A-Za-z0-9]{1,12}", fullmatch=True),
    title=WORDS.map(lambda text: " ".join(text.split()) or "title"),
    description=WORDS.map(str.strip),
    response=WORDS.map(str.strip),
    support=st.sampled_from(["", "0", "1", "2"]),
    updated=st.dates().map(lambda day: day.isoformat()),
    categories=st.just(()),
)


def mapping_text(state: str = "KGZ") -> str:
    return mapping_for("impactoss", None, None).text.replace("options: {}", f"options: {{state: {state}}}")


@pytest.fixture
def mapping(tmp_path: Path) -> str:
    path = tmp_path / "impactoss-kgz.yaml"
    path.write_text(mapping_text())
    return str(path)


def file(folder: Path, *lines: Line, name: str = "r.csv", hints: bool = True) -> Path:
    path = folder / name
    path.write_text("".join(written(lines, hints=hints)), encoding="utf-8", newline="")
    return path


def test_a_row_is_a_recommendation_with_response_and_claim(bring: Importer, tmp_path: Path, mapping: str) -> None:
    outcome = bring("impactoss", file(tmp_path, LINE), mapping=mapping)
    one = Commitment.objects.get(ref="IMPACT-KGZ-R-12")
    assert (one.title["en"], one.text["en"]) == ("Open the courts", "Open every court to the press.")
    answer = StateResponse.objects.get(state_commitment__commitment=one)
    assert (answer.official_class, answer.our_class, answer.claim) == ("supported", "supported", "implemented")
    assert answer.wording["en"] == "Accepted, and already implemented."
    assert outcome.drafts.notes["the row of hints was passed over"] == 1


def test_support_in_part_is_noted_by_the_rules_and_kept_as_given(bring: Importer, tmp_path: Path, mapping: str) -> None:
    line = Line("", "R1", "Open the courts", "", "", "1", "2024-05-13", ())
    bring("impactoss", file(tmp_path, line), mapping=mapping)
    answer = StateResponse.objects.get(state_commitment__commitment="IMPACT-KGZ-R1")
    assert (answer.official_class, answer.our_class) == ("noted", "supported in part")


def test_what_was_imported_goes_out_as_it_came(bring: Importer, tmp_path: Path, mapping: str) -> None:
    other = Line("", "=2+5", "Answer @ once", "-", "", "", "", ("a", "b"))
    bring("impactoss", file(tmp_path, LINE, other), mapping=mapping)
    ours = set(CommitmentSource.objects.filter(database="impactoss").values_list("source_key", flat=True))
    lines = [line for line in impactoss_lines(READER, "KGZ") if line.reference in ours]
    assert sorted(lines, key=lambda one: one.reference) == sorted((LINE, other), key=lambda one: one.reference)


def test_the_whole_export_comes_back_without_a_change(
    bring: Importer, everything: Callable[[], object], tmp_path: Path, mapping: str
) -> None:
    bring("impactoss", file(tmp_path, LINE), mapping=mapping)
    before = everything()
    back = bring("impactoss", file(tmp_path, *impactoss_lines(READER, "KGZ"), name="out.csv"), mapping=mapping)
    assert (back.number, back.drafts.used) == (None, 1)
    assert back.drafts.skipped["come from this register itself"] > 1
    assert everything() == before


def test_a_changed_row_updates_by_reference(bring: Importer, tmp_path: Path, mapping: str) -> None:
    bring("impactoss", file(tmp_path, LINE), mapping=mapping)
    changed = Line(**{name: getattr(LINE, name) for name in Line.__dataclass_fields__} | {"title": "Open all courts"})
    outcome = bring("impactoss", file(tmp_path, changed), mapping=mapping)
    assert [(one.shape, one.fields) for one in outcome.written] == [("commitment", ("title",))]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reference": ""}, "row 3: reference: is empty"),
        ({"title": ""}, "row 3: title: is empty"),
        ({"support": "3"}, "row 3: support_level: '3' is none of 0, 1, 2 and null"),
        ({"updated": "yesterday"}, "row 3: updated_at: 'yesterday' is no date"),
        ({"updated": ""}, "row 3: updated_at: is empty, and the mapping has no as_of"),
    ],
)
def test_a_faulty_row_is_named(
    problems_of: Problems, tmp_path: Path, mapping: str, fields: dict[str, str], said: str
) -> None:
    line = Line(**{name: getattr(LINE, name) for name in Line.__dataclass_fields__} | fields)
    found = problems_of("impactoss", file(tmp_path, line), mapping=mapping)
    assert len(found) == 1
    assert found[0].startswith(f"r.csv: {said}")


def test_a_reference_that_comes_twice_is_refused(problems_of: Problems, tmp_path: Path, mapping: str) -> None:
    found = problems_of("impactoss", file(tmp_path, LINE, LINE), mapping=mapping)
    assert found == ["r.csv: row 4: reference: 'R 12' is in row 3 too"]


def test_the_state_must_be_named(problems_of: Problems, tmp_path: Path) -> None:
    assert "say which state the file is of" in problems_of("impactoss", file(tmp_path, LINE))[0]


def test_actions_are_not_taken_for_recommendations(problems_of: Problems, tmp_path: Path, mapping: str) -> None:
    path = tmp_path / "actions.csv"
    path.write_text("Reference [database:reference],Title [database:title],Due [database:target_date]\n1,2,3\n")
    assert "the register keeps recommendations alone" in problems_of("impactoss", path, mapping=mapping)[0]


def test_undoing_leaves_no_trace(
    bring: Importer, everything: Callable[[], object], tmp_path: Path, mapping: str
) -> None:
    before = everything()
    outcome = bring("impactoss", file(tmp_path, LINE), mapping=mapping)
    undo_import(actor=OPERATOR, number=outcome.number or 0)
    assert everything() == before


@given(st.text())
def test_a_guarded_cell_is_not_run_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, min_size=1, max_size=5, unique_by=lambda line: line.reference.casefold()))
def test_any_lines_written_are_the_lines_read(tmp_path: Path, lines: list[Line]) -> None:
    drafts = _read(file(tmp_path, *lines), parse_mapping("m.yaml", mapping_text()))
    sources = {one["source_key"]: one for one in drafts.records["commitment_source"].values()}
    assert set(sources) == {line.reference for line in lines}
    for line in lines:
        commitment = drafts.records["commitment"][sources[line.reference]["commitment"]]
        assert list(commitment["title"].values()) == [line.title]
        assert list(commitment["text"].values()) == [line.description or line.title]


def test_the_hints_are_those_of_the_export() -> None:
    rows = list(csv.reader(io.StringIO("".join(written([LINE])))))
    assert (rows[1], rows[2][1]) == (list(HINTS), "R 12")


def _read(path: Path, mapping: SourceMapping) -> Drafts:
    opened = open_file(path)
    known = Known(states={"KGZ": {"en": "Kyrgyzstan"}})
    context = Context(mapping, known, Drafts(), Faults(opened.name), silent)
    format_named("impactoss").read(opened, context)
    context.faults.stop_if_any()
    return context.drafts
