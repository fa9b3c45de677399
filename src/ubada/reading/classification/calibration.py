"""From a score to a chance of being right, and to the decision to say nothing.

Everything here is fitted on scores of texts that the scoring model had not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEAST_ANSWERED: Final = 20
_GRID: Final = np.round(np.arange(-1.2, 0.81, 0.05), 2)
_PULL: Final = 0.1


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of scores as rows of chances that add up to one."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def sigmoid(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each score as a chance of its own."""
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(scores, -60, 60)))
    return chances


def fit_temperature(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """The factor before `softmax` under which the true labels are likeliest. It never changes which label leads."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - only training needs it

    rows = np.arange(len(truth))

    def surprise(log_factor: float) -> float:
        return float(-np.log(softmax(scores * np.exp(log_factor))[rows, truth] + 1e-12).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4.0, 4.0), method="bounded").x))


def fit_slopes(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    """One logistic curve a label (Platt): two numbers each, slope and offset.

    The targets are Platt's smoothed ones, so that a label with few examples is never certain.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - only training needs it

    fitted = np.zeros((scores.shape[1], 2))
    for label in range(scores.shape[1]):
        column, positive = scores[:, label], truth[:, label]
        yes, no = int(positive.sum()), int((~positive).sum())
        target = np.where(positive, (yes + 1) / (yes + 2), 1 / (no + 2))

        def surprise(
            curve: NDArray[np.float64], x: NDArray[np.float64] = column, y: NDArray[np.float64] = target
        ) -> float:
            z = curve[0] * x + curve[1]
            return float((np.logaddexp(0, z) - y * z).mean())

        fitted[label] = minimize(surprise, x0=np.array([3.0, 0.0]), method="L-BFGS-B", bounds=[(0.01, 50), (-50, 50)]).x
    return fitted


@dataclass(frozen=True, slots=True)
class Operating:
    """What answering from `threshold` up gives: how many answers, which share that is, and the share that is right."""

    threshold: float
    answered: int
    coverage: float
    precision: float


def curve(
    confidence: Sequence[float] | NDArray[np.float64], right: Sequence[bool] | NDArray[np.bool_]
) -> list[Operating]:
    """Coverage against precision, one point for each confidence that occurs, from the surest down."""
    order = np.argsort(-np.asarray(confidence, dtype=np.float64), kind="stable")
    sorted_confidence = np.asarray(confidence, dtype=np.float64)[order]
    hits = np.cumsum(np.asarray(right, dtype=np.int64)[order])
    last = np.flatnonzero(np.append(np.diff(sorted_confidence) != 0, True)) if len(order) else np.array([], dtype=int)
    return [
        Operating(float(sorted_confidence[at]), at + 1, (at + 1) / len(order), float(hits[at]) / (at + 1))
        for at in last.tolist()
    ]


def abstention_threshold(points: Sequence[Operating], precision: float) -> float:
    """The lowest confidence at which answers reach `precision`; above all confidences if none does.

    Points that rest on fewer than twenty answers decide nothing unless there are no others.
    """
    if not points:
        return 1.0
    steady = [point for point in points if point.answered >= _LEAST_ANSWERED] or list(points)
    reached = [point.threshold for point in steady if point.precision >= precision]
    return min(reached) if reached else float(np.nextafter(max(point.threshold for point in points), np.inf))


def label_thresholds(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The score above which a label is given: first the best for all labels together, then each label's own.

    Each label's F1 is weighed against its distance from the common threshold, so that few examples move it little. Of
    thresholds that are equally good the one next to the machine's own boundary, nought, is taken.
    """
    common = float(max(_GRID, key=lambda one: (_f1(scores > one, truth), -abs(one))))
    return np.asarray(
        [
            max(_GRID, key=lambda one, at=label: _f1(scores[:, at] > one, truth[:, at]) - _PULL * abs(one - common))  # type: ignore[misc]
            for label in range(scores.shape[1])
        ]
    )


def _f1(given: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    hits = int((given & truth).sum())
    total = int(given.sum()) + int(truth.sum())
    return 2 * hits / total if total else 0.0


def expected_error(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """How far stated confidence lies from the share that is right, averaged over `bins` equal steps of confidence."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = 0.0
    for one in range(bins):
        chosen = place == one
        if chosen.any():
            gap += float(chosen.mean()) * abs(float(confidence[chosen].mean()) - float(right[chosen].mean()))
    return gap
