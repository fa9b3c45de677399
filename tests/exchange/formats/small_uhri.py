"""A small export of UHRI in both shapes, with sentences of our own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADINGS = (
    "Text", "Countries Concerned", "Reccomending Body", "Document Symbol", "Themes", "Affected Persons", "Sdgs",
    "Document Publication Date", "UPR Reccomending States", "UPR Position", "Type", "OHCHR Annotation Id",
    "UPR Session", "Regions Concerned", "Recommending Regions", "Date of publication on UHRI",
)  # fmt: skip
LETTERS = "0123456789abcdef"


def key_of(number: int) -> str:
    """An identifier of an annotation."""
    return f"{number:08x}-0000-4000-8000-{number:012x}"


def annotation(number: int = 1, **fields: Any) -> dict[str, Any]:
    """An annotation of the bulk export that is right but for the fields given."""
    return {
        "AnnotationId": key_of(number),
        "Text": "<p>Courts for all</p><p>7. The Committee recommends that the State party open its courts &amp; "
                "files, as said before; and report on it.</p>",
        "PublicationDate": "2024-05-13T00:00:00Z", "Symbol": "E/C.12/KGZ/CO/9", "AnnotationType": "Recommendations",
        "Body": "CESCR", "Countries": ["Kyrgyzstan"], "Regions": ["Asia-Pacific"],
        "Themes": [" Access to justice & remedy\u00a0", "A theme of nobody"],
        "Sdgs": ["16.3 - Rule of law", "16 - PEACE"], "AffectedPersons": ["Women & girls"], "UprCycle": None,
        "UprRecommendingCountry": [], **fields,
    }  # fmt: skip


def write_json(path: Path, annotations: Iterable[Mapping[str, Any]]) -> Path:
    """The bulk export: one list."""
    path.write_text(json.dumps(list(annotations), ensure_ascii=False), encoding="utf-8")
    return path


def row(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A row of the workbook that is right but for the fields given, by their letters alone."""
    values = {
        "Text": "12.4 Open the courts to the press (Norway)", "Countries Concerned": "- Kyrgyzstan",
        "Reccomending Body": "- UPR", "Document Symbol": "A/HRC/99/4",
        "Themes": "- Access to justice & remedy\n- Other",
        "Affected Persons": "- Civil society", "Sdgs": "- 16.3 - Rule of law", "Document Publication Date": 45425,
        "UPR Reccomending States": "- Norway\n- Canada", "UPR Position": "- Supported", "Type": "- Recommendations",
        "OHCHR Annotation Id": key_of(number), "UPR Session": "48 Session", "Regions Concerned": "- Asia",
        "Recommending Regions": "", "Date of publication on UHRI": 46125.4996,
    }  # fmt: skip
    return values | {name.replace("_", " "): value for name, value in fields.items()}


def write_xlsx(path: Path, rows: Iterable[Mapping[str, Any]], headings: Iterable[str] = HEADINGS) -> Path:
    """The workbook."""
    book = Workbook()
    sheet = book.active
    names = list(headings)
    sheet.append(names)
    for one in rows:
        sheet.append([one.get(name) for name in names])
    book.save(path)
    return path
