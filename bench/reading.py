"""How well and how fast documents are read, measured on real ones. Prints JSON.

    python bench/reading.py [FOLDER]

FOLDER holds ``data/`` and ``documents/`` as described in docs/explanation/what-the-reader-cannot-do.md; without it,
UBADA_SHARED_DIR or ``../shared`` is used. Recall and precision count numbered recommendations against an independent
list; a text is exact if it is the same but for white space and hyphens at line ends; states are exact if the set is.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2

from ubada.reading.model import Reading, Recommendation
from ubada.reading.pipeline import read_source
from ubada.reading.sources import load_source, source_of
from ubada.reading.states import recommending_states, state_code

ROOT = Path(__file__).resolve().parents[1]
UPR_INFO = {"kazakhstan": ("Kazakhstan", "7"), "kyrgy": ("Kyrgyzstan", "8"), "uzbekistan": ("Uzbekistan", "3")}
REPEATS = 3
LONG_PAGES = 480


def shared_folder() -> Path:
    """Where the real documents are."""
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("UBADA_SHARED_DIR") or ROOT.parent / "shared"
    return Path(given)


def bare(text: str) -> str:
    """The text without what the rule of white space and hyphens may change."""
    return re.sub(r"[\s\-\u00ad\u2010\u2011]+", "", text)


def upr_info(folder: Path) -> list[dict[str, str]]:
    """The rows of the human list."""
    rows = []
    for path in sorted((folder / "data/upr-info-uprs/raw-csv-macroman").glob("[16]-*.csv")):
        text = path.read_bytes().decode("mac_roman").replace("\r", "\n")
        rows += list(csv.DictReader(io.StringIO(text)))
    return rows


def by_regular_expression(text: str) -> dict[str, str]:
    """Numbered recommendations by the plainest possible means, as a second opinion on numbers and wording."""
    flat = re.sub(r"\s+", " ", re.sub(r"\n\s*(?:\d{1,3}\s*\n)?\s*A/[\w/.]+\s*(?:\n\s*\d{1,3}\s*\n)?", "\n", text))
    found = re.finditer(
        r"(?<![\d.])(\d{1,3}\.\d{1,3})\.? (?=[A-Z])(.*?\))[;.]?(?= \d{1,3}\.\d{1,3}\.? [A-Z]| \d{1,3}\. [A-Z]|$)", flat
    )
    return {one[1]: one[2] for one in found}


def against_numbers(found: list[Recommendation], truth: dict[str, str]) -> dict[str, Any]:
    """Recall, precision, exact wordings and exact states against a list by number."""
    top = {one.number: one for one in found if one.parent is None}
    right = [number for number in truth if number in top]
    exact = [n for n in right if bare(top[n].text).rstrip(";.") == bare(truth[n]).rstrip(";.")]
    states = [n for n in right if set(top[n].recommending_states) == set(recommending_states(truth[n])[0])]
    return {
        "expected": len(truth),
        "found": len(top),
        "recall": round(len(right) / len(truth), 4),
        "precision": round(len(right) / max(1, len(top)), 4),
        "text_exact": round(len(exact) / len(truth), 4),
        "states_exact": round(len(states) / len(truth), 4),
        "differing": [n for n in truth if n not in exact][:10],
    }


def against_people(found: list[Recommendation], rows: list[dict[str, str]]) -> dict[str, Any]:
    """The human list against what was read: its pairs of state and wording, found with enough words in common."""
    bags = [(set(one.recommending_states), Counter(words(one.text))) for one in found if one.parent is None]
    hits, misses = 0, []
    for row in rows:
        code, bag = state_code(row["From"]), Counter(words(row["Text"]))
        best = max((overlap(bag, other) for states, other in bags if code in states), default=0.0)
        if best >= 0.6:
            hits += 1
        else:
            misses.append(f"{row['From']}: {row['Text'][:70]} ({best:.2f})")
    pairs = sum(len(states) for states, _ in bags)
    return {
        "rows": len(rows),
        "pairs_read": pairs,
        "rows_found": round(hits / len(rows), 4),
        "missed": misses[:8],
    }


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]{3,}", text.lower())


def overlap(bag: Counter[str], other: Counter[str]) -> float:
    """The share of the row's words that the recommendation has too."""
    return sum((bag & other).values()) / max(1, sum(bag.values()))


def statement(folder: Path) -> dict[str, Any]:
    """The statement against its annotation: items, parents, footnotes."""
    gold = json.loads((folder / "documents/almaty-statement-2024.gold.json").read_text())["recommendations"]
    found = read_source(load_source(folder / "documents/almaty-statement-2024.txt")).recommendations
    ids = {one["id"]: made.id for one, made in zip(gold, found, strict=False)}
    pairs = list(zip(gold, found, strict=False))
    return {
        "expected": len(gold),
        "found": len(found),
        "text": sum(made.text.startswith(one["text_start"].rstrip(".")) for one, made in pairs),
        "parents": sum(made.parent == (ids[one["parent"]] if one["parent"] else None) for one, made in pairs),
        "footnotes": sum([int(note.number) for note in made.footnotes] == one["footnotes"] for one, made in pairs),
        "instruments": sum(
            {c.code for c in made.citations if c.kind != "provision"} == set(one["instruments"]) for one, made in pairs
        ),
    }


def speed(paths: list[Path]) -> dict[str, Any]:
    """Pages a second of processor time on one core: each file again and again, and all of them as one long file."""
    for path in paths:
        read_source(load_source(path))
    pages, spent = 0, 0.0
    for _ in range(REPEATS):
        for path in paths:
            source = load_source(path)
            begin = time.process_time()
            pages += read_source(source).document.pages
            spent += time.process_time() - begin
    long = joined(paths, LONG_PAGES)
    begin = time.process_time()
    count = read_source(source_of("joined.pdf", long)).document.pages
    return {
        "pages_per_second": round(pages / spent, 1),
        "pages": pages,
        "long_file_pages": count,
        "long_file_pages_per_second": round(count / (time.process_time() - begin), 1),
    }


def joined(paths: list[Path], pages: int) -> bytes:
    """A PDF of many pages, put together from these."""
    document = pypdfium2.PdfDocument.new()
    while len(document) < pages:
        for path in paths:
            document.import_pages(pypdfium2.PdfDocument(path))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def main() -> None:
    """Measures and prints."""
    folder = shared_folder()
    reports = sorted((folder / "data/upr-wg-reports").glob("*/*"))
    modern = folder / "data/upr-modern-format-slovenia"
    rows = upr_info(folder)
    readings: dict[str, Reading] = {}
    files: dict[str, Any] = {}
    for path in [*reports, *sorted(modern.iterdir()), folder / "data/un-general-comments/record_0011.json"]:
        source = load_source(path)
        if path.suffix == ".json":
            text = json.loads(path.read_text())["text"]
            source = source_of(path.name, text.encode())
        reading = readings[path.name] = read_source(source)
        files[path.name] = {"profile": reading.profile, "recommendations": len(reading.recommendations)}
        for start, (state, session) in UPR_INFO.items():
            if path.name.startswith(start):
                mine = [row for row in rows if row["To"] == state and row["Session"] == session]
                files[path.name] |= against_people(reading.recommendations, mine)
    matrix = {
        one.number: one.text for one in readings[next(n for n in readings if n.endswith(".docx"))].recommendations
    }
    for path in modern.iterdir():
        if "Working_Group_Report" in path.name or "Thematic" in path.name or "1934994" in path.name:
            files[path.name]["against_thematic_list"] = against_numbers(readings[path.name].recommendations, matrix)
    for path in reports:
        if path.name.startswith("kyrgy"):
            flat = by_regular_expression(readings[path.name].document.text)
            files[path.name]["against_regular_expression"] = against_numbers(readings[path.name].recommendations, flat)
    pdfs = [path for path in [*reports, *modern.iterdir()] if path.suffix == ".pdf"]
    print(
        json.dumps({"files": files, "statement": statement(folder), "speed": speed(pdfs)}, ensure_ascii=False, indent=2)
    )


if __name__ == "__main__":
    main()
