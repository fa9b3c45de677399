"""Grades that others have given, as they were given, and what they come nearest to on our scale.

A grade of others is never turned into one of our levels. It has, at most, a range of levels that it is close to, and it
is shown first. What nobody has verified is not mapped, though the counterpart that was proposed can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import yaml

from ubada.assessments.rules.scale import Cooperation, Level
from ubada.kernel.errors import InvalidInput, Problem
from ubada.kernel.text import TranslatedText

VERIFIED: Final = frozenset({"seen", "seen_secondary"})
"""The confidences with which a grade may be mapped: it was read in its source or in a copy."""


class Unmapped(StrEnum):
    """Why a grade has no counterpart on our scale."""

    TO_VERIFY = "to-verify"
    NO_COUNTERPART = "no-counterpart"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What one grade comes near to, never exactly: levels from the lowest upwards, or a degree of cooperation."""

    levels: tuple[Level, ...]
    cooperation: Cooperation | None
    relation: str


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of a grading by others. ``proposed`` is its counterpart, whether or not the grade has been verified."""

    code: str
    label: TranslatedText
    definition: TranslatedText
    confidence: str
    proposed: Crosswalk | None

    @property
    def unmapped(self) -> Unmapped | None:
        """Why the grade must not be mapped, None if it may be. What is not verified is that first."""
        if self.confidence not in VERIFIED:
            return Unmapped.TO_VERIFY
        return Unmapped.NO_COUNTERPART if self.proposed is None else None


@dataclass(frozen=True, slots=True)
class Grading:
    """How one body grades: its grades in the order in which they are printed, best first where they have an order."""

    id: str
    version: str
    body: str
    kind: str
    axis: str
    title: TranslatedText
    caution: TranslatedText
    source_title: str
    source_url: str
    to_verify: tuple[TranslatedText, ...]
    grades: Mapping[str, Grade]


@dataclass(frozen=True, slots=True)
class GivenGrade:
    """A grade as it was given: of which grading, where it is printed, and for which part of a recommendation.

    ``document`` and ``paragraph`` say where anybody can read it. ``part`` names the part of the recommendation where it
    was given more than one grade.
    """

    grading: str
    code: str
    document: str
    paragraph: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """A given grade, first as it was given, then what it comes near to, or why there is nothing of the kind.

    ``levels`` go from the lowest to the highest and are no verdict of anybody: they enter no position.
    """

    original: GivenGrade
    label: TranslatedText
    levels: tuple[Level, ...]
    cooperation: Cooperation | None
    relation: str
    unmapped: Unmapped | None

    @property
    def lowest(self) -> Level | None:
        """The lowest level that the grade comes near to."""
        return self.levels[0] if self.levels else None

    @property
    def highest(self) -> Level | None:
        """The highest level that the grade comes near to."""
        return self.levels[-1] if self.levels else None


def translate(given: Sequence[GivenGrade], gradings: Mapping[str, Grading]) -> tuple[Translation, ...]:
    """Each grade that one recommendation was given in one document, one by one; several are never made into one.

    Raises InvalidInput naming every grade of an unknown grading or code, without document or paragraph, and, where
    there are several, each without a part of its own.
    """
    problems = [problem for one in given for problem in _problems(one, gradings)]
    parts = Counter((one.grading, one.part.strip()) for one in given)
    problems += [
        Problem("", _shown(one), "part", "must name its own part of the recommendation, as there are several grades")
        for one in given
        if len(given) > 1 and (not one.part.strip() or parts[one.grading, one.part.strip()] > 1)
    ]
    if problems:
        raise InvalidInput("The grade cannot be taken over.", problems=problems)
    return tuple(_translated(one, gradings[one.grading].grades[one.code]) for one in given)


def grading_of(record: Mapping[str, Any]) -> Grading:
    """The grading that a record of the baseline describes, which fits its schema."""
    grades = [_grade(one, record["confidence"]) for one in record["grades"]]
    return Grading(
        record["id"], record["version"], record["body"], record["kind"], record["axis"],
        title=TranslatedText.of(record["title"]), caution=TranslatedText.of(record["caution"]),
        source_title=record["source_title"], source_url=record["source_url"],
        to_verify=tuple(TranslatedText.of(one) for one in record["to_verify"]),
        grades={one.code: one for one in grades},
    )  # fmt: skip


def read_gradings(folder: Path) -> dict[str, Grading]:
    """Every grading in a folder of YAML files, by id. The files fit their schema; another error is the file's own."""
    read = (grading_of(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.yaml")))
    return {one.id: one for one in read}


def _grade(raw: Mapping[str, Any], confidence: str) -> Grade:
    walk = raw["crosswalk"]
    return Grade(
        raw["code"], TranslatedText.of(raw["label"]), TranslatedText.of(raw["definition"]),
        raw.get("confidence", confidence),
        proposed=None if walk is None else Crosswalk(
            tuple(Level(one) for one in walk.get("levels", ())),
            Cooperation(walk["cooperation"]) if "cooperation" in walk else None,
            walk["relation"],
        ),
    )  # fmt: skip


def _translated(given: GivenGrade, grade: Grade) -> Translation:
    near = grade.proposed if grade.unmapped is None else None
    if near is None:
        return Translation(given, grade.label, (), None, "", grade.unmapped)
    return Translation(given, grade.label, near.levels, near.cooperation, near.relation, None)


def _problems(given: GivenGrade, gradings: Mapping[str, Grading]) -> list[Problem]:
    name = _shown(given)
    found = [
        Problem("", name, field, "is missing; a grade is taken over with the place where it is printed")
        for field in ("document", "paragraph")
        if not getattr(given, field).strip()
    ]
    grading = gradings.get(given.grading)
    if grading is None:
        found.append(Problem("", name, "grading", f"is unknown; there are {', '.join(gradings)}"))
    elif given.code not in grading.grades:
        known = ", ".join(grading.grades) or "no grades, only scores"
        found.append(Problem("", name, "code", f"is not one of {given.grading}: {known}"))
    return found


def _shown(given: GivenGrade) -> str:
    return f"{given.grading[:60]} {given.code[:60]}"
