"""The layers together: for one text what it asks for, whom it concerns and how checkable it is, each with its evidence.

A trained model speaks where there is one for the text's language; where it abstains, or there is none, the cue words
speak, and say that they do. All of it is a suggestion until a person confirms it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ubada.reading.classification import cues
from ubada.reading.classification.concordance import Concordance, sdg_targets
from ubada.reading.classification.cues import Span
from ubada.reading.classification.models import Model
from ubada.reading.classification.specificity import Specificity, specificity

SUGGESTED: Final = ("action", "themes", "persons", "issues")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One label. `source` is "model" or "cues"; `chance` is the calibrated chance of a model and None for cue words."""

    task: str
    label: str
    source: str
    chance: float | None
    spans: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Everything suggested for one text; `abstained` names the tasks about which a model preferred to say nothing."""

    language: str
    suggestions: tuple[Suggestion, ...]
    sdg_targets: tuple[str, ...]
    specificity: Specificity
    abstained: tuple[str, ...]

    def of(self, task: str) -> tuple[Suggestion, ...]:
        """The suggestions of one task."""
        return tuple(one for one in self.suggestions if one.task == task)


def suggest(
    text: str, language: str, *, models: Mapping[str, Model], concordance: Concordance | None = None
) -> Suggestions:
    """What the layers suggest for `text`; raises InvalidInput for a language without cue words."""
    found: list[Suggestion] = []
    abstained: list[str] = []
    for task in SUGGESTED:
        said, silent = suggest_all(task, [text], language, model=models.get(task))[0]
        found += said
        if silent:
            abstained.append(task)
    themes = [one.label for one in found if one.task == "themes"]
    return Suggestions(
        language=language,
        suggestions=tuple(found),
        sdg_targets=sdg_targets(themes, concordance or Concordance()),
        specificity=specificity(text, language),
        abstained=tuple(abstained),
    )


def suggest_all(
    task: str, texts: Sequence[str], language: str, *, model: Model | None, evidence: bool = True
) -> list[tuple[list[Suggestion], bool]]:
    """For each text the suggestions of one task, and whether a model was asked and abstained.

    Without `evidence` the model's answers carry no spans, which many texts need for speed.
    """
    if model is None or model.language != language:
        return [(_from_cues(task, text, language), False) for text in texts]
    reason = f"learned from {model.trained_on} labelled texts"
    said: list[tuple[list[Suggestion], bool]] = []
    for text, answers in zip(texts, model.answers(texts), strict=True):
        spoken = [
            Suggestion(task, one.label, "model", one.chance, _spans(model, text, one.label) if evidence else (), reason)
            for one in answers
            if one.certain
        ]
        said.append((spoken or _from_cues(task, text, language), not spoken))
    return said


def _spans(model: Model, text: str, label: str) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in model.evidence(text, label))


def _from_cues(task: str, text: str, language: str) -> list[Suggestion]:
    if task == "action":
        cued = cues.action(text, language)
        return [] if cued is None else [Suggestion(task, cued.category, "cues", None, cued.spans, cued.rule)]
    if task not in {"themes", "persons"}:
        return []
    spans: dict[str, list[Span]] = {}
    for match in cues.find(text, language, task):
        spans.setdefault(match.label, []).append(match.span)
    labels: Sequence[str] = [one for one in spans if not any(other.startswith(f"{one}.") for other in spans)]
    return [Suggestion(task, one, "cues", None, tuple(spans[one]), "words of the lexicon") for one in labels]
