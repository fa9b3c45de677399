"""The arithmetic of scores against numbers worked out by hand, and splits that keep apart what belongs together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.reading.classification.making import requests, topics
from ubada.kernel.errors import InvalidInput
from ubada.reading.classification import scoring
from ubada.reading.classification.calibration import expected_error
from ubada.reading.classification.evaluation import evaluate, split_given, splits_by
from ubada.reading.classification.labelled import LabelledText
from ubada.reading.classification.tasks import TASKS


def one_hot(labels: list[int], size: int = 3) -> np.ndarray:
    return np.eye(size, dtype=bool)[labels]


def test_scores_of_one_label_a_text_are_those_worked_out_by_hand() -> None:
    # Truth 0 0 0 1 1 2 against 0 0 1 1 2 2: F1 of the labels 4/5, 1/2, 2/3.
    counts = scoring.Counts.of(one_hot([0, 0, 0, 1, 1, 2]), one_hot([0, 0, 1, 1, 2, 2]), ["a", "a", "b", "b", "c", "c"])

    summary = scoring.summary(counts)

    assert summary["accuracy"] == pytest.approx(4 / 6)
    assert summary["micro_f1"] == pytest.approx(4 / 6)
    assert summary["macro_f1"] == pytest.approx((4 / 5 + 1 / 2 + 2 / 3) / 3)
    assert scoring.per_class(counts, ["a", "b", "c"])["a"] == {
        "n": 3, "given": 2, "precision": 1.0, "recall": pytest.approx(2 / 3), "f1": pytest.approx(0.8),
    }  # fmt: skip


def test_scores_of_several_labels_a_text_are_those_worked_out_by_hand() -> None:
    truth = np.array([[1, 1, 0], [0, 1, 0], [1, 0, 0]], dtype=bool)
    given = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0]], dtype=bool)

    summary = scoring.summary(scoring.Counts.of(truth, given, ["a", "b", "c"]))

    # Hits 3, one surplus, one missed; label 3 neither occurs nor is given and counts nowhere.
    assert summary == pytest.approx({"accuracy": 1 / 3, "micro_f1": 6 / 8, "macro_f1": (1.0 + 0.5) / 2})


def test_a_label_that_is_never_right_has_no_invented_precision() -> None:
    counts = scoring.Counts.of(one_hot([0, 0]), one_hot([0, 0]), ["a", "b"])

    assert scoring.per_class(counts, ["a", "b", "c"])["b"] == {
        "n": 0, "given": 0, "precision": None, "recall": None, "f1": 0.0,
    }  # fmt: skip


def test_intervals_hold_the_score_and_come_from_groups() -> None:
    generator = np.random.default_rng(5)
    truth = generator.integers(0, 3, 600)
    wrong = generator.random(600) < 0.2
    given = np.where(wrong, (truth + 1) % 3, truth)
    alone = scoring.Counts.of(one_hot(truth.tolist()), one_hot(given.tolist()), [str(at) for at in range(600)])
    # The same errors heaped in few groups leave more doubt.
    order = np.argsort(wrong, kind="stable")
    heaped = scoring.Counts.of(
        one_hot(truth[order].tolist()), one_hot(given[order].tolist()), [str(at // 60) for at in range(600)]
    )

    low, high = scoring.intervals(alone)["accuracy"]
    wide_low, wide_high = scoring.intervals(heaped)["accuracy"]

    assert low < scoring.summary(alone)["accuracy"] < high
    assert high - low == pytest.approx(4 * np.sqrt(0.8 * 0.2 / 600), abs=0.015)
    assert wide_high - wide_low > 3 * (high - low)


def test_confusion_has_true_labels_in_rows() -> None:
    assert scoring.confusion(np.array([0, 0, 1]), np.array([0, 1, 1]), 2) == [[1, 1], [0, 1]]


def test_the_calibration_error_is_the_gap_between_stated_and_true() -> None:
    confidence = np.array([0.95] * 10 + [0.55] * 10)
    right = np.array([True] * 9 + [False] + [True] * 3 + [False] * 7)

    assert expected_error(confidence, right) == pytest.approx(0.5 * 0.05 + 0.5 * 0.25)


def test_a_given_split_loses_repeats_and_shared_documents() -> None:
    def text(words: str, document: str) -> LabelledText:
        return LabelledText(words, ("5",), document, "", "")

    train = [text("one", "A"), text("One!", "B"), text("two", "B")]
    test = [text("two.", "C"), text("three", "B"), text("four", "C"), text("FOUR", "D")]

    split = split_given(train, test)

    assert [one.text for one in split.train] == ["one", "two"]
    assert [one.text for one in split.test] == ["four"]
    assert split.left_out == {
        "repeats_in_train": 1, "of_trained_documents": 1, "repeats_in_test": 1, "repeats_of_training": 1,
    }  # fmt: skip
    assert [one.text for one in split_given(train, test, shared_documents=True).test] == ["three", "four"]


def test_a_split_with_nothing_to_test_is_refused() -> None:
    texts = requests()

    with pytest.raises(InvalidInput, match="Nothing is left to test on"):
        split_given(texts, texts)


@pytest.mark.parametrize("group", ["document", "state", "cycle"])
def test_own_splits_keep_groups_apart_and_test_each_text_once(group: str) -> None:
    texts = [*requests(), requests()[0]]

    splits = splits_by(texts, group)

    for one in splits:
        assert {getattr(text, group) for text in one.train}.isdisjoint({getattr(text, group) for text in one.test})
    tested = [text.text for one in splits for text in one.test]
    assert sorted(tested) == sorted(text.text for text in requests())
    assert sum(one.left_out.get("repeats", 0) for one in splits) == 1


def test_a_report_has_scores_intervals_baselines_and_the_cost_of_silence() -> None:
    texts = requests()
    train = [one for one in texts if one.state in {"Aland", "Bland", "Cland", "Dland"}]
    test = [one for one in texts if one.state in {"Eland", "Fland"}]

    report = evaluate(TASKS["action"], [split_given(train, test)], guess=lambda text: "5" if "Rat" in text else None)

    assert (report["n_train"], report["n_test"], report["n_groups"]) == (len(train), len(test), 2)
    assert report["accuracy"] == report["micro_f1"] > 0.9
    assert report["confidence_intervals"]["accuracy"][0] <= report["accuracy"]
    assert set(report["baselines"]) == {"majority", "always_true", "plain_linear", "cue_words"}
    common = max("12345", key=lambda label: sum(one.labels == (label,) for one in train))
    share_of_common = sum(one.labels == (common,) for one in test) / len(test)
    assert report["baselines"]["majority"]["accuracy"] == pytest.approx(share_of_common)
    assert report["baselines"]["always_true"]["micro_f1"] == pytest.approx(2 / 6)
    share = sum("Rat" in one.text for one in test) / len(test)
    assert report["baselines"]["cue_words"]["coverage"] == pytest.approx(share)
    assert report["baselines"]["cue_words"]["accuracy"] == pytest.approx(share)
    assert sum(one["n"] for one in report["per_class"].values()) == len(test)
    assert report["coverage_precision"][0]["coverage"] == 1.0
    assert report["coverage_precision"][0]["precision"] == pytest.approx(report["accuracy"])
    assert sum(map(sum, report["confusion"]["rows_true_columns_given"])) == len(test)


def test_a_label_unknown_to_training_counts_as_missed() -> None:
    texts = requests()
    train = [one for one in texts if one.state != "Fland"]
    test = [replace(one, labels=("6",)) if one.labels == ("5",) else one for one in texts if one.state == "Fland"]

    report = evaluate(TASKS["action"], [split_given(train, test)])

    assert report["per_class"]["6"]["recall"] == 0.0
    assert report["accuracy"] <= 1 - report["per_class"]["6"]["n"] / len(test)


def test_several_labels_are_scored_by_own_splits() -> None:
    report = evaluate(TASKS["issues"], splits_by(topics(), "state"))

    assert report["n_test"] == len(topics())
    assert report["micro_f1"] > 0.9
    assert "confusion" not in report
