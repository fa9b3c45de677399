"""The front of a document tells symbol, title, date and state, as far as it says them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ubada.reading.describing import front_of
from ubada.reading.pipeline import parse
from ubada.reading.sources import load_source

UPR = """United Nations A/HRC/59/12
General Assembly Distr.: General

23 March 2025
Original: English
Human Rights Council

Report of the Working Group on the Universal Periodic Review*

Tajikistan

1. The review was held at the fourth meeting, with a delegation headed by a minister.
"""
RUSSIAN = """CEDAW/C/KGZ/CO/6

29 ноября 2024 года

Заключительные замечания по шестому докладу Кыргызстана

1. Комитет рассмотрел доклад на своих заседаниях.
"""


def front(folder: Path, text: str) -> dict[str, object]:
    path = folder / "document.txt"
    path.write_text(text, encoding="utf-8")
    return front_of(parse(load_source(path))).as_dict()


def test_a_working_group_report_names_itself(tmp_path: Path) -> None:
    assert front(tmp_path, UPR) == {
        "symbol": "A/HRC/59/12",
        "title": "Report of the Working Group on the Universal Periodic Review",
        "dated": "2025-03-23",
        "states": ["TJK"],
    }


def test_a_russian_document_names_itself(tmp_path: Path) -> None:
    found = front(tmp_path, RUSSIAN)
    assert (found["symbol"], found["dated"], found["states"]) == ("CEDAW/C/KGZ/CO/6", "2024-11-29", ["KGZ"])
    assert str(found["title"]).startswith("Заключительные замечания")


@pytest.mark.parametrize("text", ["Words and nothing else here.\n", "31 February\nSome words of no date.\n"])
def test_what_the_front_does_not_say_stays_empty(tmp_path: Path, text: str) -> None:
    found = front(tmp_path, text)
    assert (found["symbol"], found["dated"], found["states"]) == ("", "", [])
