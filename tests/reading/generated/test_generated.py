"""Documents made at random in every form, language and format are read whole: numbers, wording, states, notes, parents.

The wording is invented. Each case is the same in every run; how many there are is bounded, so that all take seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.reading.generated.forms import STYLES, Made, appeal, election, matrix, observations, review, study
from tests.reading.generated.rendering import RENDERERS
from ubada.reading.pipeline import read_source
from ubada.reading.sources import source_of

MAKERS: dict[str, Callable[[int, str], Made]] = {
    **{f"review {style}": partial(review, style=style) for style in STYLES},
    "observations": observations,
    "election": election,
    "appeal": appeal,
    "study": study,
    "matrix": matrix,
}
TABLES = ("html", "odt", "docx")
SEEDS = range(6)


def cases() -> Iterator[tuple[str, str]]:
    for form in MAKERS:
        for rendering in RENDERERS:
            if form != "matrix" or rendering in TABLES:
                yield form, rendering


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("form", "rendering"), list(cases()))
def test_every_form_is_read_whole_in_every_format(form: str, rendering: str, language: str) -> None:
    for seed in SEEDS:
        made = MAKERS[form](seed, language)
        reading = read_source(source_of(f"made.{rendering}", RENDERERS[rendering](made, seed)))
        found = reading.recommendations
        assert reading.profile == made.profile, (seed, reading.reasons)
        assert reading.document.language == language
        assert [(one.number, one.text) for one in found] == [(one.number, one.text) for one in made.wanted], seed
        by_id = {one.id: one for one in found}
        for one, wanted in zip(found, made.wanted, strict=True):
            assert one.recommending_states == wanted.states, (seed, one.text)
            assert tuple(note.number for note in one.footnotes) == wanted.notes, (seed, one.text)
            assert all(note.text == made.notes[note.number] for note in one.footnotes), (seed, one.text)
            assert one.position == wanted.position, (seed, one.text)
            parent = by_id[one.parent] if one.parent else None
            if wanted.parent.startswith("#"):
                assert parent is found[int(wanted.parent[1:])], (seed, one.text)
            else:
                assert (parent.number if parent else "") == wanted.parent, (seed, one.text)
