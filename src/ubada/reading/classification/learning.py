"""Training: linear models on an installation's own labels, scored on texts held out by group before anything is tuned.

Two linear machines vote with equal weight: a support vector machine, and one whose features are first weighted by how
much more often a label's texts have them (the log-count ratio of Wang and Manning, 2012). Both are sums over features,
so that their vote is one table of numbers again.
"""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ubada.kernel.canonical import canonical_json, sha256_hex
from ubada.kernel.errors import InvalidInput
from ubada.reading.classification.calibration import (
    abstention_threshold,
    curve,
    fit_slopes,
    fit_temperature,
    label_thresholds,
    sigmoid,
    softmax,
)
from ubada.reading.classification.labelled import LabelledText, without_repeats
from ubada.reading.classification.models import Model
from ubada.reading.classification.tasks import Task
from ubada.reading.classification.vectors import Vectors, inverse_frequency

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

FOLDS: Final = 5
LEAST_OF_A_LABEL: Final = 3

_PLAIN_COST, _RATIO_COST, _TOPIC_COST = 0.2, 0.1, 0.5
_SMOOTHING: Final = 0.3
_SEED: Final = 20241127


def train(task: Task, texts: Sequence[LabelledText]) -> Model:
    """A calibrated model of `task` from labelled texts; verbatim repeats count once.

    Labels with fewer than three texts are left out; of a task with several labels a text, the texts that have none of
    those learned stay, since they teach what a label is not. Raises InvalidInput where fewer than two labels or two
    groups remain: nothing can be held out then.
    """
    kept = without_repeats(texts)
    labels = learnable_labels(kept)
    if task.kind == "single":
        kept = [one for one in kept if not set(one.labels).isdisjoint(labels)]
    truth = indicator(kept, labels)
    words = [one.text for one in kept]
    vectors = Vectors.fit(task.features, words)
    presence = vectors.presence(words)
    unseen = np.zeros(truth.shape)
    for learn, hold in folds(kept):
        documents = np.asarray(presence[learn].sum(axis=0), dtype=np.float64).ravel()
        frequency = inverse_frequency(documents, len(learn))
        weights, offset = _fit(task.kind, vectors.weighed(presence[learn], frequency), truth[learn])
        unseen[hold] = vectors.weighed(presence[hold], frequency) @ weights + offset
    weights, offset = _fit(task.kind, vectors.weighed(presence), truth)
    if task.kind == "single":
        answer = truth.argmax(axis=1)
        slopes = np.array([[fit_temperature(unseen, answer), 0.0]])
        chances = softmax(unseen * slopes[0, 0])
        points = curve(chances.max(axis=1), chances.argmax(axis=1) == answer)
        thresholds = np.full(len(labels), -np.inf)
        abstain = abstention_threshold(points, task.target_precision)
    else:
        slopes = fit_slopes(unseen, truth)
        thresholds = label_thresholds(unseen, truth)
        given = unseen > thresholds
        points = curve(sigmoid(unseen * slopes[:, 0] + slopes[:, 1])[given], truth[given])
        abstain = abstention_threshold(points, task.target_precision)
    return Model(
        task=task.name,
        kind=task.kind,
        language="en",
        labels=tuple(labels),
        vectors=vectors,
        weights=weights.astype(np.float32),
        offset=offset.astype(np.float32),
        slopes=slopes,
        thresholds=thresholds,
        abstain=abstain,
        target_precision=task.target_precision,
        trained_on=len(kept),
        training_hash=training_hash(kept),
    )


def learnable_labels(texts: Sequence[LabelledText]) -> list[str]:
    """The labels with enough texts, sorted; raises InvalidInput if fewer than two."""
    counts = Counter(label for one in texts for label in one.labels)
    labels = sorted(label for label, count in counts.items() if count >= LEAST_OF_A_LABEL)
    if len(labels) < 2:
        raise InvalidInput(
            f"Training needs at least two labels with {LEAST_OF_A_LABEL} different texts each; "
            f"there are {len(labels)} in {len(texts)} texts."
        )
    return labels


def indicator(texts: Sequence[LabelledText], labels: Sequence[str]) -> NDArray[np.bool_]:
    """One row a text and one column a label: whether the text has it."""
    place = {label: column for column, label in enumerate(labels)}
    table = np.zeros((len(texts), len(labels)), dtype=bool)
    for row, one in enumerate(texts):
        for label in one.labels:
            if label in place:
                table[row, place[label]] = True
    return table


def training_hash(texts: Sequence[LabelledText]) -> str:
    """SHA-256 over texts and labels in sorted order: the same for the same labels, whatever file they came from."""
    return sha256_hex(canonical_json(sorted([one.text, *one.labels] for one in texts)))


def folds(
    texts: Sequence[LabelledText], *, number: int = FOLDS, by: str = ""
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Positions to learn from and to hold out, so that no group is in both.

    `by` names the group: document, state or cycle. Left empty, cycles (sessions) are taken where every text has one
    and there are at least `number`, else documents. A text without a group is one of its own. Large groups are placed
    first, each into the smallest fold.
    """
    if not by:
        cycles = {one.cycle for one in texts}
        by = "cycle" if len(cycles) >= number and "" not in cycles else "document"
    groups: dict[str, list[int]] = defaultdict(list)
    for position, one in enumerate(texts):
        groups[getattr(one, by) or f"text {position}"].append(position)
    if len(groups) < 2:
        raise InvalidInput(f"All texts come from one {by}, so none can be held out.", hint=f"Add another {by}.")
    parts: list[list[int]] = [[] for _ in range(min(number, len(groups)))]
    for _, members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        min(parts, key=len).extend(members)
    everything = np.arange(len(texts))
    for part in parts:
        hold = np.asarray(sorted(part))
        yield np.setdiff1d(everything, hold), hold


def _fit(kind: str, rows: Any, truth: NDArray[np.bool_]) -> tuple[Scores, Scores]:
    """Weights (features by labels) and offsets of the vote; a label that never or always occurs is never chosen."""
    weights = np.zeros((rows.shape[1], truth.shape[1]))
    offset = np.full(truth.shape[1], -10.0)
    for label in range(truth.shape[1]):
        positive = truth[:, label]
        if not positive.any() or positive.all():
            continue
        if kind == "multi":
            weights[:, label], offset[label] = support_vectors(rows, positive, _TOPIC_COST)
        else:
            weights[:, label], offset[label] = _vote(rows, positive)
    if kind == "single":
        scores = rows @ weights + offset
        spread = float(scores.std()) or 1.0
        return weights / spread, offset / spread
    return weights, offset


def _vote(rows: Any, positive: NDArray[np.bool_]) -> tuple[Scores, float]:
    plain, plain_offset = support_vectors(rows, positive, _PLAIN_COST)
    present = np.asarray(rows[positive].sum(axis=0)).ravel() + _SMOOTHING
    absent = np.asarray(rows[~positive].sum(axis=0)).ravel() + _SMOOTHING
    ratio = np.abs(np.log(present / present.sum() / (absent / absent.sum())))
    weighted, weighted_offset = support_vectors(rows.multiply(ratio).tocsr(), positive, _RATIO_COST)
    return plain + weighted * ratio, plain_offset + weighted_offset


def support_vectors(rows: Any, positive: NDArray[np.bool_], cost: float) -> tuple[Scores, float]:
    """A linear support vector machine of one label against the rest: weights and offset."""
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - only training needs it
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    machine = LinearSVC(C=cost, random_state=_SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(rows, positive)
    return machine.coef_[0].astype(np.float64), float(machine.intercept_[0])
