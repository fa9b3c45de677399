"""The layers together: for one text what it asks for, whom it concerns and how checkable it is, each with its evidence.

A trained model speaks where there is one for the text's language; where it abstains, or there is none, the cue words
speak, and say that they do. All of it is a suggestion until a person confirms it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ubada.reading.classification import cues
from ubada.reading.classification.concordance import Concordance, sdg_targets
from ubada.reading.classification.cues import Span
from ubada.reading.classification.lexicon import lexicon_hash
from ubada.reading.classification.models import Model
from ubada.reading.classification.specificity import Specificity, specificity

SUGGESTED: Final = ("action", "themes", "persons", "issues")
CUE: Final = "cue"
MODEL: Final = "model"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One label of one task, with the reason for it.

    `task` is action, themes, persons, issues or sdg_targets. `label` is the code of a term in that vocabulary:
    "gbv.law", "women-girls", "5.2", "1" to "5" for the action category; for issues UPR Info's own string.
    """

    task: str
    label: str
    method: str
    """"model" or "cue"."""
    chance: float | None
    """The calibrated chance between 0 and 1 that a model is right; None for cue words, which have no measured one."""
    spans: tuple[Span, ...]
    """Where in the text the words stand that speak for the label: `text[start:end]`. In the order of the text."""
    reason: str
    """One line for people, in English."""
    version: str
    """What said it: the model's fingerprint, or the hash of the language's lexicon."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Everything suggested for one text; `abstained` names the tasks about which a model preferred to say nothing."""

    language: str
    suggestions: tuple[Suggestion, ...]
    specificity: Specificity
    """The features that make a request checkable: `.found` maps each to its spans, `.missing` names the others."""
    abstained: tuple[str, ...]

    def of(self, task: str) -> tuple[Suggestion, ...]:
        """The suggestions of one task."""
        return tuple(one for one in self.suggestions if one.task == task)

    @property
    def themes(self) -> tuple[Suggestion, ...]:
        """Codes of `themes`, the likeliest first if a model spoke, else in the order of the text."""
        return self.of("themes")

    @property
    def persons(self) -> tuple[Suggestion, ...]:
        """Codes of `affected-persons`; empty where the text singles nobody out."""
        return self.of("persons")

    @property
    def sdg_targets(self) -> tuple[Suggestion, ...]:
        """Codes of `sdg-targets`, looked up from the themes, with the evidence of the first theme that leads there."""
        return self.of("sdg_targets")

    @property
    def action(self) -> Suggestion | None:
        """The action category, "1" to "5"; None where no rule and no model can tell."""
        return next(iter(self.of("action")), None)


def suggest(
    text: str,
    language: str,
    models: Mapping[str, Model] | None = None,
    *,
    concordance: Concordance | None = None,
) -> Suggestions:
    """What the layers suggest for `text`: themes, persons, SDG targets, action category and specificity features.

    `models` are those of `installed.models_in`, by task; without any the cue words answer alone. `concordance` leads
    from themes to SDG targets; without one no target is suggested. Pure: nothing is read, written or remembered. Raises
    InvalidInput for a language that is not in `lexicon.LANGUAGES`.
    """
    found: list[Suggestion] = []
    abstained: list[str] = []
    for task in SUGGESTED:
        said, silent = suggest_all(task, [text], language, model=(models or {}).get(task))[0]
        found += said
        if silent:
            abstained.append(task)
    themes = [one for one in found if one.task == "themes"]
    return Suggestions(
        language=language,
        suggestions=(*found, *_targets(themes, concordance or Concordance())),
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
            Suggestion(
                task, one.label, MODEL, one.chance, _spans(model, text, one.label) if evidence else (), reason,
                model.fingerprint,
            )
            for one in answers
            if one.certain
        ]  # fmt: skip
        said.append((spoken or _from_cues(task, text, language), not spoken))
    return said


def _spans(model: Model, text: str, label: str) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in model.evidence(text, label))


def _from_cues(task: str, text: str, language: str) -> list[Suggestion]:
    version = lexicon_hash(language)
    if task == "action":
        cued = cues.action(text, language)
        return [] if cued is None else [Suggestion(task, cued.category, CUE, None, cued.spans, cued.rule, version)]
    if task not in {"themes", "persons"}:
        return []
    spans: dict[str, list[Span]] = {}
    for match in cues.find(text, language, task):
        spans.setdefault(match.label, []).append(match.span)
    labels: Sequence[str] = [one for one in spans if not any(other.startswith(f"{one}.") for other in spans)]
    return [Suggestion(task, one, CUE, None, tuple(spans[one]), "words of the lexicon", version) for one in labels]


def _targets(themes: Sequence[Suggestion], concordance: Concordance) -> list[Suggestion]:
    found: dict[str, Suggestion] = {}
    for theme in themes:
        for code in sdg_targets([theme.label], concordance):
            reason = f"follows from the theme {theme.label}"
            found.setdefault(code, replace(theme, task="sdg_targets", label=code, reason=reason))
    return list(found.values())
