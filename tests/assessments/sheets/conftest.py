"""A round that is open, in a register that has the scales of verdicts in words."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.assessments.people import COLLECTING, People, advance, round_of
from tests.world import write_baseline
from ubada.assessments.models import Round
from ubada.exchange.baseline.files import default_folder, read_baseline

SCALES = ("implementation-levels", "information-gaps", "cooperation-levels", "trends")


@cache
def scales() -> list[dict[str, Any]]:
    """The vocabularies of the scales as they come with Ubada."""
    baseline = read_baseline(default_folder())
    return [one.content for one in baseline.of("vocabulary") if one.name in SCALES]


@pytest.fixture
def opened(people: People) -> Round:
    """A round that collects verdicts, with levels that have names."""
    write_baseline({"vocabulary": scales()})
    one = round_of()
    advance(COLLECTING)
    one.refresh_from_db()
    return one
