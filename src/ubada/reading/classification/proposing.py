"""Which suggestions are worth a person's time: those that add to what a commitment is classified as, or contradict it.

Where nobody has classified a field yet, or a rule filled it, every suggestion that differs counts. Where a person or a
source has spoken, only a model may contradict, only where it is all but certain, and only about recommendations and
pledges, which are what models learn from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ubada.kernel.canonical import record_hash
from ubada.reading.classification.concordance import Concordance, sdg_targets
from ubada.reading.classification.suggesting import MODEL, Suggestion
from ubada.reading.classification.vocabulary import NO_THEME

MAPPING: Final = "mapping"
"""The method of what is looked up in the table from themes to SDG targets."""
CONFIDENT: Final = 0.95
"""The chance from which a model may contradict what a person or a source has said."""
LEAST: Final = 0.5
"""The chance below which a model's label is not worth asking about: it is more likely wrong than right."""
TASKS: Final = {"themes": "themes", "persons": "persons", "specificity": "action"}
"""The fields of a commitment that the layers speak about, and the task of each. SDG targets follow from themes."""

UNCLASSIFIED: Final = "unclassified"
DERIVED: Final = "derived"
DISAGREEMENT: Final = "disagreement"


@dataclass(frozen=True, slots=True)
class Classified:
    """What a commitment is classified as: codes by field, "1" to "5" for specificity.

    `derived` names the fields that a rule filled; `is_imported` says that it came from another database, where empty
    means "not said"; `is_request` that it is a recommendation or a pledge.
    """

    terms: Mapping[str, Collection[str]]
    derived: frozenset[str]
    is_imported: bool
    is_request: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """One term for one field of a commitment. `occasion` is why to ask: unclassified, derived or disagreement.

    `basis` is what the method rests on: the number of texts a model learned from, the rule by which cue words decide on
    an action, the theme that a target follows from; "" for other cue words.
    """

    field: str
    code: str
    occasion: str
    method: str
    chance: float | None
    spans: tuple[tuple[int, int], ...]
    basis: str
    version: str


def proposals(
    one: Classified,
    said: Mapping[str, Sequence[Suggestion]],
    concordance: Concordance,
    *,
    trained_on: Mapping[str, int] | None = None,
) -> list[Proposal]:
    """The proposals for a commitment; `said` has the suggestions of each task, `trained_on` each model's training."""
    found: list[Proposal] = []
    for name, task in TASKS.items():
        present = set(one.terms.get(name, ()))
        open_because = _open(name, present, one)
        for each in said.get(task, ()):
            if _is_covered(each.label, present) or (each.chance is not None and each.chance < LEAST):
                continue
            occasion = open_because or _contradicts(each, one)
            if occasion:
                spans = tuple((span.start, span.end) for span in each.spans)
                basis = str((trained_on or {}).get(task, "")) if each.method == MODEL else _rule(each)
                found.append(Proposal(name, each.label, occasion, each.method, each.chance, spans, basis, each.version))
    return [*found, *_targets(one, found, concordance)]


def _open(name: str, present: set[str], one: Classified) -> str:
    """Why a field is open to every suggestion; "" where somebody has filled it."""
    if name == "themes" and present <= {NO_THEME}:
        return UNCLASSIFIED
    return DERIVED if name in one.derived else ""


def _is_covered(code: str, present: set[str]) -> bool:
    """Whether the commitment has the term, or a narrower one below it."""
    return any(each == code or each.startswith(f"{code}.") for each in present)


def _contradicts(each: Suggestion, one: Classified) -> str:
    is_sure = each.method == MODEL and each.chance is not None and each.chance >= CONFIDENT
    return DISAGREEMENT if is_sure and one.is_request else ""


def _rule(each: Suggestion) -> str:
    return each.reason if each.task == "action" else ""


def _targets(one: Classified, found: Iterable[Proposal], concordance: Concordance) -> Iterator[Proposal]:
    """Targets for an imported commitment without any: those of its themes, then those of the themes proposed for it."""
    if one.terms.get("sdg_targets") or not one.is_imported:
        return
    version = record_hash({theme: list(targets) for theme, targets in concordance.targets.items()})
    seen: set[str] = set()
    for theme in sorted(set(one.terms.get("themes", ())) - {NO_THEME}):
        for code in sdg_targets([theme], concordance):
            if code not in seen:
                seen.add(code)
                yield Proposal("sdg_targets", code, UNCLASSIFIED, MAPPING, None, (), theme, version)
    for theme_proposed in [each for each in found if each.field == "themes"]:
        for code in sdg_targets([theme_proposed.code], concordance):
            if code not in seen:
                seen.add(code)
                yield Proposal(
                    "sdg_targets", code, UNCLASSIFIED, MAPPING, theme_proposed.chance, theme_proposed.spans,
                    theme_proposed.code, version,
                )  # fmt: skip
