"""Honest scores: texts held out by whole groups, repeats removed, simple guesses and a plain model beside the model."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ubada.kernel.errors import InvalidInput
from ubada.reading.classification import scoring
from ubada.reading.classification.calibration import curve, expected_error
from ubada.reading.classification.labelled import LabelledText, without_repeats
from ubada.reading.classification.learning import folds, indicator, learnable_labels, support_vectors, train
from ubada.reading.classification.models import Model
from ubada.reading.classification.tasks import Task
from ubada.reading.classification.vectors import Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.bool_]

COVERAGES: Final = (1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5)
_PLAIN_COST: Final = 0.3


@dataclass(frozen=True, slots=True)
class Split:
    """What is learned from and what is tested on, and what was left out on the way there."""

    train: list[LabelledText]
    test: list[LabelledText]
    left_out: dict[str, int]


def split_given(
    train_texts: Sequence[LabelledText], test_texts: Sequence[LabelledText], *, shared_documents: bool = False
) -> Split:
    """Two sets as handed in, without repeats and without test texts of documents that were learned from.

    With `shared_documents` such texts stay. Raises InvalidInput where nothing is left to test on.
    """
    learned = without_repeats(train_texts)
    known = {one.document for one in learned if one.document}
    apart = [one for one in test_texts if shared_documents or one.document not in known]
    tested = without_repeats(apart, known=learned)
    own = len(without_repeats(apart))
    if not tested:
        raise InvalidInput(
            "Nothing is left to test on: every test text repeats a training text or comes from one of its documents.",
            hint="--shared-documents keeps texts of documents that were trained on.",
        )
    return Split(
        learned,
        tested,
        {
            "repeats_in_train": len(train_texts) - len(learned),
            "of_trained_documents": len(test_texts) - len(apart),
            "repeats_in_test": len(apart) - own,
            "repeats_of_training": own - len(tested),
        },
    )


def splits_by(texts: Sequence[LabelledText], group: str) -> list[Split]:
    """Five splits in which each text is tested once and no `group` (document, state or cycle) is on both sides."""
    kept = without_repeats(texts)
    left_out = {"repeats": len(texts) - len(kept)}
    return [
        Split([kept[at] for at in learn], [kept[at] for at in hold], left_out if number == 0 else {})
        for number, (learn, hold) in enumerate(folds(kept, by=group))
    ]


def evaluate(
    task: Task, splits: Sequence[Split], *, guess: Callable[[str], str | None] | None = None
) -> dict[str, Any]:
    """Scores of the model on every split together, with baselines beside; plain numbers, ready for JSON.

    `guess` is the cue words' answer for a text, scored as a baseline of its own.
    """
    labels = sorted({label for one in splits for text in (*one.train, *one.test) for label in text.labels})
    parts = [_tested(task, one, labels) for one in splits]
    tested = [text for one in splits for text in one.test]
    groups = _groups(tested)
    truth = indicator(tested, labels)
    given = np.vstack([one.given for one in parts])
    counts = scoring.Counts.of(truth, given, groups)
    left_out: Counter[str] = Counter()
    for one in splits:
        left_out.update(one.left_out)
    confidence = np.concatenate([one.confidence for one in parts])
    right = np.concatenate([one.right for one in parts])
    certain = np.concatenate([one.certain for one in parts])
    report: dict[str, Any] = {
        "task": task.name,
        "n_train": sum(len(one.train) for one in splits) // len(splits),
        "n_test": len(tested),
        "n_groups": len(set(groups)),
        "left_out": dict(left_out),
        **scoring.summary(counts),
        "confidence_intervals": {name: list(pair) for name, pair in scoring.intervals(counts).items()},
        "per_class": scoring.per_class(counts, labels),
        "baselines": _baselines(task, splits, np.vstack([one.plain for one in parts]), labels, guess),
        "calibration_error": expected_error(confidence, right),
        "abstaining": {
            "threshold": float(np.mean([one.abstain for one in parts])),
            "target_precision": task.target_precision,
            "coverage": float(certain.mean()) if len(certain) else 0.0,
            "precision": float(right[certain].mean()) if certain.any() else None,
        },
        "coverage_precision": _curve(confidence, right),
        "seconds_to_train": round(sum(one.seconds for one in parts), 2),
        "texts_per_second": round(len(tested) / max(sum(one.seconds_to_answer for one in parts), 1e-9)),
    }
    if task.kind == "single":
        report["confusion"] = {
            "labels": labels,
            "rows_true_columns_given": scoring.confusion(truth.argmax(axis=1), given.argmax(axis=1), len(labels)),
        }
    return report


@dataclass(frozen=True, slots=True)
class _Tested:
    """The answers to one split: labels given, and for each suggestion its confidence and whether it is right."""

    given: Table
    plain: Table
    confidence: NDArray[np.float64]
    right: Table
    certain: Table
    abstain: float
    seconds: float
    seconds_to_answer: float


def _groups(texts: Sequence[LabelledText]) -> list[str]:
    """The document of each text, and a name of its own for a text without one."""
    return [one.document or f"text {position}" for position, one in enumerate(texts)]


def _tested(task: Task, split: Split, labels: Sequence[str]) -> _Tested:
    began = time.perf_counter()
    model = train(task, split.train)
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    scores = model.scores([one.text for one in split.test])
    chances, chosen = model.chances(scores), model.given(scores)
    answering = time.perf_counter() - began
    known = indicator(split.test, model.labels)
    confidence, right = chances[chosen], known[chosen]
    return _Tested(
        given=_widened(chosen, model.labels, labels),
        plain=_plain(task, split, labels),
        confidence=confidence,
        right=right,
        certain=confidence >= model.abstain,
        abstain=model.abstain,
        seconds=seconds,
        seconds_to_answer=answering,
    )


def _widened(table: Table, have: Sequence[str], want: Sequence[str]) -> Table:
    """The columns of `table` in the order of `want`; labels that were not learned are never given."""
    wide = np.zeros((len(table), len(want)), dtype=bool)
    wide[:, [want.index(label) for label in have]] = table
    return wide


def _plain(task: Task, split: Split, labels: Sequence[str]) -> Table:
    """What a plain linear model says: words and pairs of words, for one label a text also its first eight words."""
    learned = learnable_labels(split.train)
    truth = indicator(split.train, learned)
    vectors = Vectors.fit("plain", [one.text for one in split.train])
    rows, asked = vectors.rows([one.text for one in split.train]), vectors.rows([one.text for one in split.test])
    scores = np.full((len(split.test), len(learned)), -1.0)
    for column in range(len(learned)):
        weights, offset = support_vectors(rows, truth[:, column], _PLAIN_COST)
        scores[:, column] = asked @ weights + offset
    chosen = scores > 0
    if task.kind == "single":
        chosen = np.zeros(scores.shape, dtype=bool)
        chosen[np.arange(len(scores)), scores.argmax(axis=1)] = True
    return _widened(chosen, learned, labels)


def _baselines(
    task: Task, splits: Sequence[Split], plain: Table, labels: Sequence[str], guess: Callable[[str], str | None] | None
) -> dict[str, Any]:
    tested = [text for one in splits for text in one.test]
    truth, groups = indicator(tested, labels), _groups(tested)
    majority = np.zeros(truth.shape, dtype=bool)
    at = 0
    for split in splits:
        common = Counter(label for one in split.train for label in one.labels).most_common(1)[0][0]
        majority[at : at + len(split.test), labels.index(common)] = True
        at += len(split.test)
    tables = {
        "majority": majority,
        "always_true": np.ones(truth.shape, dtype=bool),
        "plain_linear": plain,
    }
    found: dict[str, Any] = {
        name: scoring.summary(scoring.Counts.of(truth, table, groups)) for name, table in tables.items()
    }
    if guess is not None and task.kind == "single":
        answers = [guess(one.text) for one in tested]
        table = np.asarray([[label == answer for label in labels] for answer in answers], dtype=bool)
        found["cue_words"] = scoring.summary(scoring.Counts.of(truth, table, groups))
        found["cue_words"]["coverage"] = sum(answer is not None for answer in answers) / len(answers)
    return found


def _curve(confidence: NDArray[np.float64], right: Table) -> list[dict[str, float]]:
    """Precision at the coverages of `COVERAGES`, or the nearest smaller ones that occur."""
    points = curve(confidence, right)
    found: list[dict[str, float]] = []
    for wanted in COVERAGES:
        reached = [point for point in points if point.coverage <= wanted + 1e-9]
        if reached:
            best = reached[-1]
            found.append({"threshold": best.threshold, "coverage": best.coverage, "precision": best.precision})
    return found


def describe_model(model: Model) -> dict[str, Any]:
    """What a trained model is, for people and programs."""
    return {
        "task": model.task,
        "kind": model.kind,
        "labels": list(model.labels),
        "features": len(model.vectors.column),
        "trained_on": model.trained_on,
        "training_hash": model.training_hash,
        "abstain": model.abstain,
        "target_precision": model.target_precision,
    }
