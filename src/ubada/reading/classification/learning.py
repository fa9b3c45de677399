"""Training: linear models on an installation's own labels, scored on texts held out by group before anything is tuned.

Two linear machines are heard where a text has one label: a support vector machine, and one whose features are first
weighted by how much more often a label's texts have them (the log-count ratio of Wang and Manning, 2012). How much each
counts for which label is learned from what the two said of texts they had not seen (stacking; Wolpert, 1992). Where
texts are few, both count the same. All are sums over features, so that the whole is one table of numbers again.
"""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
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
    _Mix = Callable[[Scores, NDArray[np.int64], int], tuple[Scores, Scores]]
    _Part = tuple[NDArray[np.int64], NDArray[np.int64]]

FOLDS: Final = 5
LEAST_OF_A_LABEL: Final = 3

_PLAIN_COST, _RATIO_COST, _TOPIC_COST = 0.2, 0.1, 0.5
_SMOOTHING: Final = 0.3
_NEVER: Final = -50.0
LEAST_TO_MIX: Final = 1000
"""Texts from which on learned weights of the two machines did better than equal ones; with 500 they did not always."""
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
    parts = list(folds(kept))
    unseen = _unseen(task.kind, vectors, presence, truth, parts)
    weights, offset = _fit(task.kind, vectors.weighed(presence), truth)
    if task.kind == "single":
        answer = truth.argmax(axis=1)
        mix = _mixture if len(kept) >= LEAST_TO_MIX else _equal_parts
        mixing, mixing_offset = mix(unseen, answer, len(labels))
        weights, offset = weights @ mixing, offset @ mixing + mixing_offset
        unseen = _unseen_mixtures(mix, unseen, answer, len(labels), parts)
        slopes = np.array([[fit_temperature(unseen, answer), 0.0]])
        chances = softmax(unseen * slopes[0, 0])
        points = curve(chances.max(axis=1), chances.argmax(axis=1) == answer)
        thresholds = np.full(len(labels), -np.inf)
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


def _unseen(kind: str, vectors: Vectors, presence: Any, truth: NDArray[np.bool_], parts: Sequence[_Part]) -> Scores:
    """What the machines say of each text when they have not seen its part."""
    found = np.zeros((len(truth), truth.shape[1] * (len(_MACHINES) if kind == "single" else 1)))
    for learn, hold in parts:
        documents = np.asarray(presence[learn].sum(axis=0), dtype=np.float64).ravel()
        frequency = inverse_frequency(documents, len(learn))
        weights, offset = _fit(kind, vectors.weighed(presence[learn], frequency), truth[learn])
        found[hold] = vectors.weighed(presence[hold], frequency) @ weights + offset
    return found


def _fit(kind: str, rows: Any, truth: NDArray[np.bool_]) -> tuple[Scores, Scores]:
    """Weights (features by labels) and offsets; of several machines side by side where a text has one label.

    A label that never or always occurs is never chosen.
    """
    machines = _MACHINES if kind == "single" else (_topics,)
    weights = np.zeros((rows.shape[1], truth.shape[1] * len(machines)))
    offset = np.full(truth.shape[1] * len(machines), -10.0)
    for label in range(truth.shape[1]):
        positive = truth[:, label]
        if not positive.any() or positive.all():
            continue
        for number, machine in enumerate(machines):
            column = number * truth.shape[1] + label
            weights[:, column], offset[column] = machine(rows, positive)
    return weights, offset


def _topics(rows: Any, positive: NDArray[np.bool_]) -> tuple[Scores, float]:
    return support_vectors(rows, positive, _TOPIC_COST)


def _plain(rows: Any, positive: NDArray[np.bool_]) -> tuple[Scores, float]:
    return support_vectors(rows, positive, _PLAIN_COST)


def _by_ratio(rows: Any, positive: NDArray[np.bool_]) -> tuple[Scores, float]:
    present = np.asarray(rows[positive].sum(axis=0)).ravel() + _SMOOTHING
    absent = np.asarray(rows[~positive].sum(axis=0)).ravel() + _SMOOTHING
    ratio = np.abs(np.log(present / present.sum() / (absent / absent.sum())))
    weights, offset = support_vectors(rows.multiply(ratio).tocsr(), positive, _RATIO_COST)
    return weights * ratio, offset


_MACHINES: Final = (_plain, _by_ratio)


def _equal_parts(_scores: Scores, _answer: NDArray[np.int64], labels: int) -> tuple[Scores, Scores]:
    """The mixture in which both machines count the same."""
    return np.tile(np.eye(labels), (len(_MACHINES), 1)), np.zeros(labels)


def _mixture(scores: Scores, answer: NDArray[np.int64], labels: int) -> tuple[Scores, Scores]:
    """How much each score counts for each label (scores by labels), and an offset of each label.

    A label that no answer has is never chosen.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only training needs it

    spread = np.maximum(scores.std(axis=0), 1e-9)
    mixing, offset = np.zeros((scores.shape[1], labels)), np.full(labels, _NEVER)
    present = np.unique(answer)
    if len(present) == 1:
        offset[present] = 0.0
        return mixing, offset
    machine = LogisticRegression(C=1.0, max_iter=1000).fit(scores / spread, answer)
    if len(present) == 2:  # scikit-learn then keeps one row, for the second
        mixing[:, present[1]], offset[present] = machine.coef_[0] / spread, (0.0, machine.intercept_[0])
    else:
        mixing[:, present], offset[present] = (machine.coef_ / spread).T, machine.intercept_
    return mixing, offset


def _unseen_mixtures(
    mix: _Mix, scores: Scores, answer: NDArray[np.int64], labels: int, parts: Sequence[_Part]
) -> Scores:
    """What the whole says of each text when neither the machines nor the mixture have seen its part."""
    found = np.zeros((len(scores), labels))
    for learn, hold in parts:
        mixing, offset = mix(scores[learn], answer[learn], labels)
        found[hold] = scores[hold] @ mixing + offset
    return found


def support_vectors(rows: Any, positive: NDArray[np.bool_], cost: float) -> tuple[Scores, float]:
    """A linear support vector machine of one label against the rest: weights and offset."""
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - only training needs it
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    machine = LinearSVC(C=cost, random_state=_SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(rows, positive)
    return machine.coef_[0].astype(np.float64), float(machine.intercept_[0])
