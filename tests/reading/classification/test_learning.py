"""Training: groups never leak, chances mean what they say, models abstain, come back from disk, and refuse damage."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.reading.classification.making import requests, topics
from ubada.kernel.errors import InvalidInput
from ubada.reading.classification import calibration, features, models
from ubada.reading.classification.concordance import Concordance
from ubada.reading.classification.installed import Installed, models_in
from ubada.reading.classification.labelled import LabelledText
from ubada.reading.classification.learning import LEAST_TO_MIX, folds, indicator, train, training_hash
from ubada.reading.classification.models import Model
from ubada.reading.classification.suggesting import suggest, suggest_all
from ubada.reading.classification.tasks import TASKS


@pytest.fixture(scope="module")
def action() -> Model:
    return train(TASKS["action"], requests())


@pytest.fixture(scope="module")
def issues() -> Model:
    return train(TASKS["issues"], topics())


@pytest.mark.parametrize("by", ["document", "state", "cycle", ""])
def test_no_group_is_learned_from_and_held_out(by: str) -> None:
    texts = requests()
    held: list[int] = []
    for learn, hold in folds(texts, by=by):
        group = by or "cycle"
        assert {getattr(texts[at], group) for at in learn}.isdisjoint({getattr(texts[at], group) for at in hold})
        assert sorted([*learn.tolist(), *hold.tolist()]) == list(range(len(texts)))
        held += hold.tolist()
    assert sorted(held) == list(range(len(texts)))


def test_one_document_alone_cannot_be_split() -> None:
    texts = [replace(one, document="only", cycle="1") for one in requests()]

    with pytest.raises(InvalidInput, match="one document, so none can be held out"):
        list(folds(texts))


def test_a_model_learns_what_opens_a_request(action: Model) -> None:
    answers = action.answers(["Ratify the treaty on lakes", "Consider the state of lakes", "Continue work on lakes"])

    assert [one[0].label for one in answers] == ["5", "3", "2"]
    assert all(0 < one[0].chance <= 1 for one in answers)


def many() -> list[LabelledText]:
    """1,800 requests in ten documents; of those on steps, people put about every third into another category."""
    chance = random.Random(3)
    found = [
        replace(one, text=f"{one.text} {number} by {2000 + number}", document=str(number), cycle="")
        for number in range(10)
        for one in requests()
    ]
    return [replace(one, labels=("5",)) if is_doubtful(one) and chance.random() < 1 / 3 else one for one in found]


def is_doubtful(one: LabelledText) -> bool:
    return one.text.startswith("Step up")


def test_what_each_machine_counts_for_is_learned_and_chances_are_those_of_texts_not_seen() -> None:
    texts = many()
    learned, asked = texts[:1260], texts[1260:]
    assert len(learned) >= LEAST_TO_MIX
    model = train(TASKS["action"], learned)

    answers = [given[0] for given in model.answers([one.text for one in asked])]
    right = [answer.label in one.labels for answer, one in zip(answers, asked, strict=True)]
    assert np.mean([answer.chance for answer in answers]) == pytest.approx(np.mean(right), abs=0.03)
    doubted = [answer for answer, one in zip(answers, asked, strict=True) if is_doubtful(one)]
    plain = [answer.chance for answer, one in zip(answers, asked, strict=True) if not is_doubtful(one)]
    assert {answer.label for answer in doubted} == {"4"}
    assert max(answer.chance for answer in doubted) < min(plain)


def test_a_category_of_one_document_alone_is_learned_among_many_texts() -> None:
    rare = [
        LabelledText(f"Ponder slowly the matter of {words}", ("9",), "rare", "Aland", "")
        for words in ("lakes", "hills", "wells", "towns")
    ]
    model = train(TASKS["action"], [*many(), *rare])

    assert "9" in model.labels
    assert model.answers(["Ratify the treaty on lakes 7 by 2007"])[0][0].label == "5"


def test_several_labels_are_given_where_several_hold(issues: Model) -> None:
    found = [{one.label for one in given} for given in issues.answers(["tap water now", "winter roads now"])]

    assert found == [{"Water"}, {"Roads", "Schools"}]


def test_texts_with_none_of_the_labels_teach_what_a_label_is_not() -> None:
    taught = [
        replace(one, text=f"{one.text} of the village", labels=()) for one in topics() if one.labels == ("Schools",)
    ]
    asked = ["Adopt a law on village schools in Aland of the village"]

    before, after = (train(TASKS["issues"], texts).answers(asked) for texts in (topics(), [*topics(), *taught]))

    assert [one.label for one in before[0]] == ["Schools"]
    assert after == [[]]


def test_repeats_count_once_and_the_hash_is_of_the_content(action: Model) -> None:
    texts = requests()

    twice = train(TASKS["action"], [*texts, *texts])

    assert twice.trained_on == action.trained_on == len(texts)
    assert twice.training_hash == action.training_hash == training_hash(list(reversed(texts)))
    assert training_hash(texts[1:]) != action.training_hash


def test_labels_with_too_few_texts_are_not_learned(action: Model) -> None:
    texts = [*requests(), replace(requests()[0], text="a lonely one", labels=("9",))]

    assert train(TASKS["action"], texts).labels == action.labels == ("1", "2", "3", "4", "5")


def test_training_on_one_label_is_refused() -> None:
    with pytest.raises(InvalidInput, match="at least two labels"):
        train(TASKS["action"], [one for one in requests() if one.labels == ("5",)])


def test_the_evidence_points_at_the_words(action: Model) -> None:
    text = "We say: Ratify the treaty on İstanbul lakes"

    words = [text[start:end] for start, end in action.evidence(text, "5")]

    assert "Ratify" in words
    assert not {"the", "on"} & set(words)


def test_a_model_that_is_unsure_says_nothing_and_the_cue_words_answer(action: Model) -> None:
    silent = replace(action, abstain=1.1)
    text = "Continue and strengthen work on lakes"

    ((suggestions, abstained),) = suggest_all("action", [text], "en", model=silent)

    assert abstained
    assert [(one.label, one.method, one.chance) for one in suggestions] == [("4", "cue", None)]


def test_a_model_is_not_asked_about_another_language(action: Model) -> None:
    ((suggestions, abstained),) = suggest_all("action", ["Ратифицировать договор"], "ru", model=action)

    assert not abstained
    assert [(one.label, one.method) for one in suggestions] == [("5", "cue")]


def test_all_layers_answer_together(action: Model) -> None:
    found = suggest("Ratify the treaty on prisons by 2027", "en", models={"action": action})

    assert [(one.label, one.method) for one in found.of("action")] == [("5", "model")]
    assert [one.label for one in found.of("persons")] == ["detained-persons"]
    assert "deadline" not in found.specificity.missing
    assert found.of("issues") == ()
    assert found.action is not None
    assert found.action.version == action.fingerprint


def test_without_any_model_the_cue_words_answer_every_question() -> None:
    text = "Снизить долю насилия в отношении женщин до 2027 года"
    table = Concordance(targets={"gbv": ("5.2",)})

    found = suggest(text, "ru", concordance=table)

    assert [(one.label, one.method, one.chance) for one in found.themes] == [("gbv", "cue", None)]
    assert [one.label for one in found.persons] == ["women-girls"]
    assert [(one.label, one.spans) for one in found.sdg_targets] == [("5.2", found.themes[0].spans)]
    assert [text[at.start : at.end] for at in found.themes[0].spans] == ["насилия в отношении женщин"]
    assert found.specificity.found["deadline"]
    assert found.abstained == ()
    assert suggest(text, "ru").sdg_targets == ()


def test_a_target_is_suggested_once_with_the_evidence_of_its_first_theme() -> None:
    table = Concordance(targets={"gbv": ("5.2",), "justice.torture": ("16.1", "5.2")})

    found = suggest("Prevent torture and domestic violence", "en", concordance=table)

    assert [(one.label, one.spans[0].start) for one in found.sdg_targets] == [("16.1", 8), ("5.2", 8)]


def test_the_fingerprint_names_the_training_and_nothing_else(
    action: Model, issues: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = train(TASKS["action"], list(reversed(requests())))
    other = train(TASKS["action"], requests()[1:])

    assert again.fingerprint == action.fingerprint
    names = {action.fingerprint, other.fingerprint, issues.fingerprint}
    monkeypatch.setattr(models, "METHOD", models.METHOD + 1)
    assert len({*names, action.fingerprint}) == 4


def test_installed_models_are_those_of_the_folder_and_a_damaged_one_is_named(
    action: Model, issues: Model, tmp_path: Path
) -> None:
    assert models_in(tmp_path / "none") == Installed()
    action.save(tmp_path)
    issues.save(tmp_path)
    (tmp_path / "issues.npz").write_bytes(b"\x80pickle")

    found = models_in(tmp_path)

    assert set(found.models) == {"action"}
    assert "not those it was saved with" in found.refused["issues"]


def test_a_model_trained_anew_is_noticed(action: Model, tmp_path: Path) -> None:
    action.save(tmp_path)
    before = models_in(tmp_path)
    newer = train(TASKS["action"], requests()[1:])
    newer.save(tmp_path)

    assert models_in(tmp_path).models["action"].fingerprint == newer.fingerprint
    assert before.models["action"].fingerprint == action.fingerprint
    assert models_in(tmp_path) is models_in(tmp_path)


@pytest.mark.parametrize("name", ["action", "issues"])
def test_a_saved_model_answers_the_same(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    model: Model = request.getfixturevalue(name)
    texts = [one.text for one in requests()]

    path = model.save(tmp_path / "models")
    again = Model.load(tmp_path / "models", name)

    assert again.answers(texts) == model.answers(texts)
    assert (again.labels, again.training_hash, again.abstain) == (model.labels, model.training_hash, model.abstain)
    assert {one.name for one in path.parent.iterdir()} == {f"{name}.json", f"{name}.npz"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": "something else"}, "is not a"),
        ({"labels": ["1", "2"]}, "shape"),
        ({"labels": ["1", "1", "2", "3", "4"]}, "labels are wrong"),
        ({"features": {"name": "action", "version": -1, "lexicon": ""}}, "other features"),
        ({"abstain": "high"}, "could not convert"),
        ({"kind": "triple"}, "kind"),
        ({"thresholds": [1]}, "thresholds have the shape"),
    ],
)
def test_a_model_whose_description_was_changed_is_refused(
    action: Model, tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    path = action.save(tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(InvalidInput, match=reason):
        Model.load(tmp_path, "action")


def test_a_model_with_one_changed_byte_is_refused(action: Model, tmp_path: Path) -> None:
    action.save(tmp_path)
    numbers = bytearray((tmp_path / "action.npz").read_bytes())
    numbers[len(numbers) // 2] ^= 1
    (tmp_path / "action.npz").write_bytes(numbers)

    with pytest.raises(InvalidInput, match="not those it was saved with"):
        Model.load(tmp_path, "action")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\x80pickle"])
def test_a_file_that_is_no_model_is_refused(action: Model, tmp_path: Path, content: bytes) -> None:
    action.save(tmp_path).write_bytes(content)

    with pytest.raises(InvalidInput, match="cannot be used"):
        Model.load(tmp_path, "action")


def test_a_number_that_is_none_is_refused(action: Model) -> None:
    with pytest.raises(ValueError, match="no number"):
        replace(action, offset=np.full(5, np.nan, dtype=np.float32)).check()


def test_no_model_at_all_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="ubada train --task action"):
        Model.load(tmp_path, "action")


def test_nothing_asked_gives_nothing_and_an_empty_text_an_answer(action: Model) -> None:
    assert action.answers([]) == []
    assert len(action.answers(["", "…"])) == 2


def test_the_temperature_makes_chances_as_large_as_the_share_that_is_right() -> None:
    generator = np.random.default_rng(3)
    truth = generator.integers(0, 2, 4000)
    leads = generator.random(4000) < 0.8  # right in eight cases of ten, always by the same margin of 5
    scores = np.zeros((4000, 2))
    scores[np.arange(4000), np.where(leads, truth, 1 - truth)] = 5.0

    chances = calibration.softmax(scores * calibration.fit_temperature(scores, truth))

    assert chances.max(axis=1).mean() == pytest.approx(float(leads.mean()), abs=0.005)


def test_the_threshold_is_the_lowest_that_keeps_its_promise() -> None:
    confidence = [0.9] * 30 + [0.5] * 10
    right = [True] * 30 + [False] * 10

    points = calibration.curve(confidence, right)

    assert [(one.threshold, one.answered, one.precision) for one in points] == [(0.9, 30, 1.0), (0.5, 40, 0.75)]
    assert calibration.abstention_threshold(points, 0.9) == 0.9
    assert calibration.abstention_threshold(points, 0.7) == 0.5
    assert calibration.abstention_threshold(calibration.curve([0.9] * 30, [False] * 30), 0.9) > 0.9


def test_thresholds_of_rare_labels_stay_near_the_common_one() -> None:
    scores = np.array([[0.4, -0.9], [0.3, -1.0], [-0.8, -1.0], [-0.9, -1.0]] * 20)
    truth = np.array([[True, True], [True, False], [False, False], [False, False]] * 20)

    thresholds = calibration.label_thresholds(scores, truth)

    assert ((scores > thresholds) == truth).all()


def test_labels_that_are_told_apart_without_fault_are_divided_where_the_machine_divides_them() -> None:
    scores = np.array([[0.9, -1.05], [-1.05, 0.9]] * 20)

    assert calibration.label_thresholds(scores, scores > 0).tolist() == [0.0, 0.0]


def test_preambles_are_passed_over_to_the_first_action() -> None:
    def opening(text: str) -> str:
        words = features.tokens(text)
        return words[features.first_action(words)]

    assert opening("Recommended that the Government adopt a law") == "adopt"
    assert opening("In line with its plans, continue the work") == "continue"
    assert opening("While noting progress, to consider a law") == "consider"
    assert opening("Ratify the treaty, with no reservation") == "ratify"


def test_a_label_that_no_training_text_has_gets_no_column() -> None:
    table = indicator(requests()[:2], ["1", "5"])

    assert table.tolist() == [[True, False], [True, False]]
