"""A verdict belongs to whoever gave it: no code averages levels, and nothing is computed across constituencies.

The code is read, not run: every module of the assessments is parsed and looked through for means and for divisions of
sums, and every public rule for an answer that has lost its constituency.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

from ubada.assessments import rules
from ubada.assessments.rules.divergence import Divergence
from ubada.assessments.rules.positions import Position
from ubada.assessments.rules.scale import Level

ROOT = Path(__file__).resolve().parents[2]
ASSESSMENTS = ROOT / "src" / "ubada" / "assessments"
RULES = ASSESSMENTS / "rules"
MEANS = {
    "mean", "fmean", "nanmean", "geometric_mean", "harmonic_mean", "average", "avg", "median", "median_grouped",
    "median_high", "nanmedian", "quantile", "quantiles", "percentile", "stdev", "pstdev", "std", "stddev", "variance",
    "weighted_average", "score", "rank",
}  # fmt: skip
"""Names of functions that make one figure of many, or that put states in an order; compared without case."""
LIBRARIES = {"statistics", "numpy", "scipy", "pandas", "polars", "sklearn"}
_SQL_MEAN = re.compile(r"\b(avg|stddev\w*|percentile_\w+|regr_\w+)\s*\(", re.IGNORECASE)
ADDING = {"sum", "fsum", "Sum", "total", "accumulate", "reduce"}


def python_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def called(node: ast.AST) -> str:
    """The name of what is called, without what it is an attribute of."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def imported(node: ast.AST) -> set[str]:
    """The top-level libraries that an import brings in, and the names."""
    if isinstance(node, ast.Import):
        return {one.name.partition(".")[0] for one in node.names}
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return set()


def means_in(code: str) -> Iterator[str]:
    """What in a module makes, or could make, one figure of many levels."""
    tree = ast.parse(code)
    sums = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        and (isinstance(node, ast.AugAssign) or any(called(one) in ADDING for one in ast.walk(node)))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if imported(node) & LIBRARIES:
            yield f"line {node.lineno}: imports {', '.join(imported(node))}"  # type: ignore[attr-defined]
        if called(node).lower() in MEANS:
            yield f"line {node.lineno}: calls {called(node)}"  # type: ignore[attr-defined]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL_MEAN.search(node.value):
            yield f"line {node.lineno}: a mean in a query"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.FloorDiv):
            divided = {called(one) for one in ast.walk(node.left)} | {
                one.id for one in ast.walk(node.left) if isinstance(one, ast.Name) and one.id in sums
            }
            if divided & (ADDING | sums):
                yield f"line {node.lineno}: divides a sum"


@pytest.mark.parametrize("path", python_files(ASSESSMENTS), ids=lambda path: path.relative_to(ASSESSMENTS).as_posix())
def test_no_code_path_of_the_assessments_averages(path: Path) -> None:
    assert list(means_in(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        "from statistics import fmean",
        "import statistics",
        "import numpy as np",
        "from django.db.models import Avg\nrows.aggregate(Avg('level'))",
        "x = mean(levels)",
        "x = np.average(levels)",
        "x = sum(levels) / len(levels)",
        "x = sum(one.ordinal for one in votes) // len(votes)",
        "total = sum(levels)\nx = total / n",
        "total = 0\nfor one in levels:\n    total += one\nx = total / 4",
        "x = (sum(state) + sum(society)) / 2",
        "x = Counter(levels).total() / len(levels)",
        "x = functools.reduce(add, levels) / len(levels)",
        "x = rows.aggregate(Sum('level')) / 7",
        "x = country_score(levels) if False else score(levels)",
        "states.sort(key=rank(state))",
        "cursor.execute('SELECT state, AVG (level) FROM assessment GROUP BY state')",
    ],
)
def test_the_reader_of_code_finds_every_way_of_averaging_that_it_is_shown(code: str) -> None:
    assert list(means_in(code))


@pytest.mark.parametrize(
    "code",
    [
        "x = grades[(len(grades) - 1) // 2]",
        "n = sum(counts.values())",
        "x = folder / 'grades'",
        "place = places.index(milestone)",
    ],
)
def test_what_is_no_average_passes(code: str) -> None:
    assert list(means_in(code)) == []


def test_the_rules_never_divide_but_for_the_place_in_the_middle() -> None:
    """Stricter than above: in the rules there is one division, by two, and no fraction."""
    found = [
        (path.stem, ast.unparse(node))
        for path in python_files(RULES)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div | ast.FloorDiv))
        or called(node) in ("Fraction", "Decimal", "float", "divmod", "sum")
    ]
    assert found == [("positions", "(len(grades) - 1) // 2")]


MANY_VOICES = {"Verdict", "Position", "Divergence", "Dispute", "RoundResult", "RoundStanding", "CommitmentCase"}
"""What holds the voices of more than one constituency, or does so when there are several of it."""
ONE_LEVEL = {"Level", "int", "float", "Decimal", "Fraction"}
EXCEPT = {
    ".positions._grades": "the grades of one ballot, for the median and the ends of the range",
    ".lifecycle.commitment._last_level": "the last level of one side, which it is told",
    ".divergence.Divergence.order": "sorts disagreements; a class and a distance, and no level",
}
"""What may read several voices and give levels or numbers, and why that joins no two constituencies."""


def rules_with_types() -> Iterator[tuple[str, set[str], set[str]]]:
    """Every function and method of the rules: its name, the types that it reads, and those that it gives."""
    for module in modules():
        prefix = module.__name__.removeprefix(rules.__name__)
        for name, one in vars(module).items():
            if inspect.isfunction(one) and one.__module__ == module.__name__:
                yield f"{prefix}.{name}", *read_and_given(one)
            if not (inspect.isclass(one) and one.__module__ == module.__name__):
                continue
            for own, member in vars(one).items():
                method = member.fget if isinstance(member, property) else member
                if inspect.isfunction(method) and not own.startswith("__"):
                    read, given = read_and_given(method)
                    yield f"{prefix}.{name}.{own}", read | ({name} - {"Verdict", "Position"}), given


def modules() -> list[ModuleType]:
    return [importlib.import_module(one.name) for one in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.")]


def read_and_given(function: FunctionType) -> tuple[set[str], set[str]]:
    notes = dict(function.__annotations__)
    given = types_named(notes.pop("return", "None"))
    return {name for one in notes.values() for name in types_named(one)}, given


def types_named(annotation: Any) -> set[str]:
    """The names in an annotation as it is written."""
    return {node.id for node in ast.walk(ast.parse(str(annotation), mode="eval")) if isinstance(node, ast.Name)}


def test_no_rule_takes_the_voices_of_several_and_gives_one_level() -> None:
    found = {name for name, read, given in rules_with_types() if read & MANY_VOICES and given & ONE_LEVEL}
    assert found == set(EXCEPT)


def test_a_level_computed_from_several_verdicts_always_names_its_constituency() -> None:
    """Each value of the rules that holds a level says whose it is, or holds whole positions that do."""
    levelled = {
        name: {field.name: types_named(field.type) for field in fields(one)}
        for module in modules()
        for name, one in vars(module).items()
        if is_dataclass(one) and inspect.isclass(one) and one.__module__ == module.__name__
        if any("Level" in types_named(field.type) for field in fields(one))
    }
    # one text of one ballot; the grade of another body; one organisation's own verdict
    given_by_one = {"JointText", "Crosswalk", "Translation", "AssessmentCase"}
    assert {"Position", "Verdict", "Distribution"} <= set(levelled)
    for name, named in levelled.items():
        assert name in given_by_one or "Constituency" in named["constituency"], name


def test_a_divergence_has_two_sides_and_no_level_of_its_own() -> None:
    assert {field.name: field.type for field in fields(Divergence)} == {
        "first": "Position", "second": "Position", "pair_class": "PairClass", "difference": "int | None",
    }  # fmt: skip
    own = [name for name, one in vars(Divergence).items() if isinstance(one, property)]
    assert set(own) == {"state_commitment", "sides", "silent", "order"}


def test_a_position_cannot_be_made_without_its_constituency() -> None:
    with pytest.raises(TypeError, match="constituency"):
        Position(  # type: ignore[call-arg]
            state_commitment="CAT-12@KGZ", level=Level.PARTIAL, lowest=None, highest=None, n=0, n_unknown=0,
            n_not_assessed=0, organisations=(),
        )  # fmt: skip
