"""How fast recommendations are matched, in how much memory, and how many known repeats are found. Prints JSON.

    python bench/matching.py [FOLDER] [--items N]

FOLDER holds ``data/upr-info-uprs/`` with two exports of UPR Info's database; without it, UBADA_SHARED_DIR or
``../shared`` is used, and where the exports are absent invented requests alone are matched. To the texts come repeats
whose pairs are known: word for word, with other punctuation, with a number in words, reordered, and with a few words
added. Seconds are those of the clock and of the processor; memory is the peak of the whole process.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from ubada.reading.classification.labelled import detect_encoding
from ubada.reading.matching.matching import Match, Report, match
from ubada.reading.matching.relations import Type
from ubada.reading.matching.signature import Item
from ubada.reading.states import state_code

ROOT = Path(__file__).resolve().parents[1]
SIZE = 40_000
REPEATS = 400
STATES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")

ACTS = ("Adopt", "Repeal", "Amend", "Strengthen", "Review", "Publish", "Implement", "Establish", "Abolish", "Introduce")
OBJECTS = (
    "the law on domestic violence", "the national action plan on children", "the quota for women in parliament",
    "a national preventive mechanism", "the register of associations", "rules on peaceful assembly",
    "the code of criminal procedure", "a system of free legal aid", "shelters for survivors", "the media law",
    "the labour inspectorate", "a hotline for victims of trafficking", "the death penalty", "training of judges",
)  # fmt: skip
MEANS = (
    "in line with international standards", "in every region", "with civil society", "in line with CEDAW",
    "in accordance with the Paris Principles", "with a budget of its own", "for persons with disabilities",
    "for rural women", "for children", "for migrant workers", "in the official languages", "without delay",
)  # fmt: skip
SHARE, YEAR = (10, 20, 30, 40, 50), range(2010, 2031)


def exported() -> list[Item]:
    """Rows of the exports, each once, with the state they are addressed to."""
    given = os.environ.get("UBADA_SHARED_DIR") or ROOT.parent / "shared"
    folder = Path(ARGUMENTS.folder or given) / "data" / "upr-info-uprs" / "raw-csv-macroman"
    items = []
    for path in sorted(folder.glob("[0-9]*.csv")):
        data = path.read_bytes()
        for number, row in enumerate(csv.DictReader(io.StringIO(data.decode(detect_encoding(data)), newline=""))):
            items.append(
                Item(f"{path.stem}:{number:05}", row["Text"], "en", frozenset({state_code(row["To"]) or row["To"]}))
            )
    return items


def invented(count: int, chance: random.Random) -> list[Item]:
    """Requests of our own in many combinations, to five states."""
    items = []
    for number in range(count):
        words = [chance.choice(ACTS), chance.choice(OBJECTS), *chance.sample(MEANS, chance.choice((1, 1, 2)))]
        if chance.random() < 0.3:
            words.append(f"for at least {chance.choice(SHARE)} % of those concerned")
        if chance.random() < 0.3:
            words.append(f"by {chance.choice(YEAR)}")
        items.append(Item(f"own:{number:06}", " ".join(words), "en", frozenset({chance.choice(STATES)})))
    return items


def repeated(items: list[Item], chance: random.Random) -> tuple[list[Item], dict[str, list[tuple[str, str]]]]:
    """Repeats of some of the items, and which pairs they are, by how they were made."""
    ways = {
        "word for word": lambda text: text,
        "other punctuation and case": lambda text: f"{text[:1].lower()}{text[1:]}".rstrip(". ") + " .",
        "with who recommends it": lambda text: f"{text.rstrip('. ')} (Norway, Chile)",
        "some words added": lambda text: f"{text.rstrip('. ')}, as recommended earlier",
    }
    long_enough = [one for one in items if len(one.text.split()) >= 8]
    made, pairs = [], dict[str, list[tuple[str, str]]]()
    for name, change in ways.items():
        for one in chance.sample(long_enough, REPEATS // len(ways)):
            again = replace(one, key=f"zz:{len(made):05}", text=change(one.text))
            made.append(again)
            pairs.setdefault(name, []).append((one.key, again.key))
    return made, pairs


def recall(found: list[Match], pairs: dict[str, list[tuple[str, str]]]) -> dict[str, float]:
    """Share of the known pairs that suggestions of one promise join, directly or through others."""
    group: dict[str, str] = {}

    def leader(key: str) -> str:
        while group.setdefault(key, key) != key:
            group[key] = group[group[key]]
            key = group[key]
        return key

    for one in found:
        if one.relation.type in (Type.DUPLICATE, Type.REITERATES, Type.NARROWER, Type.BROADER):
            group[leader(one.first)] = leader(one.second)
    return {
        name: round(sum(leader(first) == leader(second) for first, second in known) / len(known), 3)
        for name, known in pairs.items()
    }


def main() -> int:
    """Match and say how it went."""
    chance = random.Random(1)
    real = exported()
    items = real[: ARGUMENTS.items - REPEATS]
    items += invented(ARGUMENTS.items - REPEATS - len(items), chance)
    again, pairs = repeated(items, chance)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock, processor = time.perf_counter(), time.process_time()
    report, found, counts = Report(), list[Match](), Counter[str]()
    for one in match([*items, *again], report):
        counts[str(one.relation.type)] += 1
        if one.relation.type is not Type.SAME_TOPIC:
            found.append(one)
    seconds, cpu = time.perf_counter() - clock, time.process_time() - processor
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    result: dict[str, Any] = {
        "items": report.items,
        "of_them_real": len(real),
        "groups": report.groups,
        "pairs_compared": report.compared,
        "seconds": round(seconds, 1),
        "processor_seconds": round(cpu, 1),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit),
        "megabytes_before": round(before / unit),
        "suggestions": dict(sorted(counts.items())),
        "recall": recall(found, pairs),
    }
    print(json.dumps(result, ensure_ascii=False, indent=2))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--items", type=int, default=SIZE)
    return parser.parse_args()


ARGUMENTS = _arguments()
if __name__ == "__main__":
    sys.exit(main())
