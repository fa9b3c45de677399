from __future__ import annotations

from ubada.kernel.errors import InvalidInput, Problem, UbadaError


def test_problem_is_printed_with_its_place():
    assert str(Problem("facts.yaml", "KGZ-1", "date", "is missing")) == "facts.yaml: KGZ-1: date: is missing"


def test_problem_leaves_out_the_parts_it_has_not():
    assert str(Problem("", "", "title", "is empty")) == "title: is empty"


def test_error_ends_with_its_hint():
    assert str(UbadaError("No database.", hint="Set DATABASE_URL.")) == "No database. Set DATABASE_URL."
    assert str(UbadaError("No database.")) == "No database."


def test_invalid_input_names_every_problem():
    error = InvalidInput("Two faults.", problems=(Problem("a", "", "", "x"), Problem("b", "", "", "y")))
    assert str(error) == "Two faults.\na: x\nb: y"
    assert [problem.file for problem in error.problems] == ["a", "b"]
