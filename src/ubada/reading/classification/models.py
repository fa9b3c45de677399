"""A trained model: what it scores, how sure it is, when it says nothing, and its two files.

A model is `<task>.json` (what it is, with thresholds) beside `<task>.npz` (its numbers), both plain data: loading one
runs no code from it, and checks hash, shapes and values first.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ubada.kernel.canonical import record_hash, sha256_hex
from ubada.kernel.errors import InvalidInput
from ubada.reading.classification import features
from ubada.reading.classification.calibration import sigmoid, softmax
from ubada.reading.classification.lexicon import english_hash
from ubada.reading.classification.vectors import Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT: Final = "ubada-classifier-1"
METHOD: Final = 2
"""Goes up when the same labels train another model."""
_LARGEST: Final = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """A label with the chance that it is right; `certain` is False where the model abstains from suggesting it."""

    label: str
    chance: float
    certain: bool


@dataclass(frozen=True, slots=True)
class Model:
    """A linear classifier. `kind` "single" gives one label a text, "multi" any number of them.

    `slopes` turn scores into chances: one temperature for "single", slope and offset of each label for "multi".
    `thresholds` are the scores above which a label of "multi" is given. Answers less likely than `abstain` are not
    suggestions. `language` is the one language whose texts it was trained on.
    """

    task: str
    kind: str
    language: str
    labels: tuple[str, ...]
    vectors: Vectors
    weights: NDArray[np.float32]
    offset: NDArray[np.float32]
    slopes: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    abstain: float
    target_precision: float
    trained_on: int
    training_hash: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 that names the model: what it was trained on and how. The same training gives the same."""
        made_of: dict[str, Any] = {
            "task": self.task,
            "language": self.language,
            "features": [self.vectors.name, features.VERSION, english_hash()],
            "method": METHOD,
            "training": self.training_hash,
            "target_precision": repr(self.target_precision),
        }
        return record_hash(made_of)

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """One row a text, one column a label."""
        return np.asarray(self.vectors.rows(texts) @ self.weights + self.offset, dtype=np.float64)

    def chances(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Calibrated chances of scores."""
        if self.kind == "single":
            return softmax(scores * self.slopes[0, 0])
        return sigmoid(scores * self.slopes[:, 0] + self.slopes[:, 1])

    def given(self, scores: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which labels each text gets, before abstention."""
        if self.kind == "single":
            chosen = np.zeros(scores.shape, dtype=bool)
            chosen[np.arange(len(scores)), scores.argmax(axis=1)] = True
            return chosen
        return scores > self.thresholds

    def answers(self, texts: Sequence[str]) -> list[list[Answer]]:
        """For each text its labels, likeliest first."""
        if not texts:
            return []
        scores = self.scores(texts)
        chances, given = self.chances(scores), self.given(scores)
        found: list[list[Answer]] = [[] for _ in texts]
        for row, column in np.argwhere(given).tolist():
            chance = float(chances[row, column])
            found[row].append(Answer(self.labels[column], chance, chance >= self.abstain))
        for one in found:
            one.sort(key=lambda answer: -answer.chance)
        return found

    def evidence(self, text: str, label: str, most: int = 3) -> list[tuple[int, int]]:
        """Where in `text` stand the words that speak most for `label`: up to `most` spans, in order.

        A word's weight is its own and half of the pairs it is in. Words that speak against the label are left out, and
        so are articles, prepositions and the like, which say nothing to a reader.
        """
        spans = features.word_spans(text)
        stems = [features.stem(word) for _, _, word in spans]
        column = self.labels.index(label)
        weight = np.zeros(len(stems))
        for position, one in enumerate(stems):
            weight[position] += self._weight(one, column)
        for position, pair in enumerate(pairwise(stems)):
            weight[position : position + 2] += self._weight(pair, column) / 2
        weight[[word in features.EMPTY_WORDS for _, _, word in spans]] = 0.0
        best = [at for at in np.argsort(-weight, kind="stable").tolist()[:most] if weight[at] > 0]
        return [spans[at][:2] for at in sorted(best)]

    def _weight(self, feature: features.Feature, column: int) -> float:
        at = self.vectors.column.get(feature)
        return 0.0 if at is None else float(self.weights[at, column] * self.vectors.frequency[at])

    def save(self, folder: Path) -> Path:
        """Writes both files, the numbers first, each whole or not at all; gives the path of the JSON file."""
        folder.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            features=self.vectors.written(),
            frequency=self.vectors.frequency,
            block=self.vectors.block,
            weights=self.weights,
            offset=self.offset,
            slopes=self.slopes,
        )
        numbers = buffer.getvalue()
        described = {
            "format": FORMAT,
            "task": self.task,
            "kind": self.kind,
            "language": self.language,
            "features": {"name": self.vectors.name, "version": features.VERSION, "lexicon": english_hash()},
            "labels": list(self.labels),
            "thresholds": [None if math.isinf(one) else one for one in self.thresholds.tolist()],
            "abstain": self.abstain,
            "target_precision": self.target_precision,
            "trained_on": self.trained_on,
            "training_hash": self.training_hash,
            "numbers": {"file": f"{self.task}.npz", "sha256": sha256_hex(numbers)},
        }
        _write(folder / f"{self.task}.npz", numbers)
        path = folder / f"{self.task}.json"
        _write(path, json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n")
        return path

    @classmethod
    def load(cls, folder: Path, task: str) -> Model:
        """The model of `task` in `folder`; raises InvalidInput if it is absent, damaged or of another version."""
        path = folder / f"{task}.json"
        if not path.is_file():
            raise InvalidInput(
                f"There is no model for {task} in {folder}.", hint=f"Make one: ubada train --task {task} FILE"
            )
        try:
            described = json.loads(_read(path))
            if described["format"] != FORMAT or described["task"] != task:
                raise ValueError(f"it is not a {FORMAT} model of {task}")
            made_with = described["features"]
            if made_with["version"] != features.VERSION or made_with["lexicon"] != english_hash():
                raise ValueError("it was made with other features than this version of Ubada has")
            numbers = _read(folder / f"{task}.npz")
            if sha256_hex(numbers) != described["numbers"]["sha256"]:
                raise ValueError("its numbers are not those it was saved with")
            with np.load(io.BytesIO(numbers), allow_pickle=False) as arrays:
                return cls._of(described, {name: arrays[name] for name in arrays.files})
        except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile, AttributeError) as error:
            raise InvalidInput(
                f"The model {path} cannot be used: {error}.", hint=f"Make it anew: ubada train --task {task} FILE"
            ) from error

    @classmethod
    def _of(cls, described: dict[str, Any], arrays: dict[str, Any]) -> Model:
        made_with, labels = described["features"], tuple(described["labels"])
        vectors = Vectors.read(made_with["name"], arrays["features"], arrays["frequency"], arrays["block"])
        thresholds = np.asarray([-np.inf if one is None else float(one) for one in described["thresholds"]])
        model = cls(
            task=described["task"],
            kind=described["kind"],
            language=described["language"],
            labels=labels,
            vectors=vectors,
            weights=arrays["weights"],
            offset=arrays["offset"],
            slopes=arrays["slopes"],
            thresholds=thresholds,
            abstain=float(described["abstain"]),
            target_precision=float(described["target_precision"]),
            trained_on=int(described["trained_on"]),
            training_hash=str(described["training_hash"]),
        )
        model.check()
        return model

    def check(self) -> None:
        """Raises ValueError where parts do not fit together or a number is none."""
        labels = len(self.labels)
        expected: dict[str, tuple[NDArray[Any], tuple[int, ...]]] = {
            "weights": (self.weights, (len(self.vectors.column), labels)),
            "offset": (self.offset, (labels,)),
            "slopes": (self.slopes, (1 if self.kind == "single" else labels, 2)),
            "thresholds": (self.thresholds, (labels,)),
        }
        if self.kind not in {"single", "multi"} or labels < 2 or len(set(self.labels)) != labels:
            raise ValueError("its kind or its labels are wrong")
        for name, (array, shape) in expected.items():
            if array.shape != shape:
                raise ValueError(f"its {name} have the shape {array.shape} instead of {shape}")
            if name != "thresholds" and not np.isfinite(array).all():
                raise ValueError(f"its {name} hold something that is no number")
        if not all(isinstance(one, str) for one in self.labels) or math.isnan(self.abstain):
            raise ValueError("its labels or its threshold are wrong")


def _read(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"{path.name} is too large")
    return path.read_bytes()


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(data)
    partial.replace(path)
