"""How right and how fast texts are classified. Prints JSON.

    python bench/classification.py [FOLDER]

FOLDER holds ``data/upr-info-uprs/`` with two exports of UPR Info's database, sessions 1-5 and 6-9; without it,
UBADA_SHARED_DIR or ``../shared`` is used. Where the exports are absent only speed is measured, on invented requests.
Speed is that of the best of three runs in one process, from text to labels with their chances.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ubada.exchange.labelling import read_labels
from ubada.reading.classification import cues
from ubada.reading.classification.concordance import Concordance, read_concordance
from ubada.reading.classification.evaluation import evaluate, split_given
from ubada.reading.classification.labelled import LabelledText, read_labelled
from ubada.reading.classification.learning import train
from ubada.reading.classification.models import Model
from ubada.reading.classification.tasks import TASKS

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 3
KEPT = (
    "n_train", "n_test", "n_groups", "left_out", "accuracy", "macro_f1", "micro_f1", "confidence_intervals",
    "baselines", "calibration_error", "abstaining", "coverage_precision", "seconds_to_train",
)  # fmt: skip

VERBS = {
    "1": ("seek", "share", "request"),
    "2": ("continue", "maintain", "pursue"),
    "3": ("consider", "examine", "review"),
    "4": ("strengthen", "promote", "improve"),
    "5": ("adopt", "ratify", "abolish"),
}
OBJECTS = ("the law on wells", "the code of roads", "care for bridges", "schools of the north", "rules for lakes")
ENDS = ("in every district", "by 2027, including by training officials", "with the people concerned", "without delay")


def invented() -> list[LabelledText]:
    """180 requests of our own, spread over ten documents."""
    every = itertools.product(VERBS.items(), OBJECTS, ENDS)
    return [
        LabelledText(f"{verb.capitalize()} {thing} {end}", (category,), str(number % 10), "", "")
        for number, ((category, verbs), thing, end) in enumerate(every)
        for verb in verbs
    ]


def shared_folder() -> Path:
    """Where the exports are."""
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("UBADA_SHARED_DIR") or ROOT.parent / "shared"
    return Path(given) / "data" / "upr-info-uprs" / "raw-csv-macroman"


def speed(run: Callable[[Sequence[str]], object], texts: Sequence[str]) -> dict[str, int]:
    """Texts a second by the clock, and by the processor's time, which other work on the machine moves less."""
    best_clock = best_processor = 0.0
    for _ in range(REPEATS):
        clock, processor = time.perf_counter(), time.process_time()
        run(texts)
        best_clock = max(best_clock, len(texts) / (time.perf_counter() - clock))
        best_processor = max(best_processor, len(texts) / (time.process_time() - processor))
    return {"texts_per_second": round(best_clock), "texts_per_processor_second": round(best_processor)}


def speeds(model: Model, texts: Sequence[str]) -> dict[str, Any]:
    """How fast a model answers, how fast cue words do, and how long a model takes to load."""
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder))
        began = time.perf_counter()
        Model.load(Path(folder), model.task)
        loading = time.perf_counter() - began
        size = sum(one.stat().st_size for one in Path(folder).iterdir())
    return {
        "texts": len(texts),
        "model": speed(model.answers, texts),
        "cue_words": speed(lambda many: [cues.action(text, "en") for text in many], texts[:2000]),
        "seconds_to_load": round(loading, 3),
        "bytes": size,
    }


def labels(path: Path, task: str, table: Concordance) -> Sequence[LabelledText]:
    """The labelled texts of an export, read as `ubada train` reads them."""
    if task == "persons":
        return read_labels(path, "upr-info", task, table).texts
    return read_labelled(path, task, themes_of_issue=table.themes["upr-info"]).texts


def cued(text: str) -> str | None:
    """The cue words' category."""
    found = cues.action(text, "en")
    return found.category if found else None


def main() -> None:
    folder = shared_folder()
    report: dict[str, Any] = {}
    if folder.is_dir():
        table = read_concordance(ROOT / "data" / "mappings.yaml")
        for task in ("action", "issues", "themes", "persons"):
            early, late = (labels(folder / name, task, table) for name in ("1-5.csv", "6-9.csv"))
            guess = cued if task == "action" else None
            scored = evaluate(TASKS[task], [split_given(early, late)], guess=guess)
            report[task] = {name: scored[name] for name in KEPT}
            report[task]["speed"] = speeds(train(TASKS[task], early), [one.text for one in late])
    else:
        texts = invented()
        report["note"] = f"{folder} is not here: speed alone, on invented requests"
        report["action"] = {"speed": speeds(train(TASKS["action"], texts), [one.text for one in texts] * 50)}
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
