"""From one recommendation of any source to the canonical records that make it up in the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ubada.exchange.engine.drafts import Drafts, Record
from ubada.exchange.engine.known import Known
from ubada.exchange.engine.mapping import SourceMapping
from ubada.exchange.engine.wording import clean_label, folded_label, language_of, short_title
from ubada.reading.classification import cues
from ubada.reading.classification.lexicon import LANGUAGES as LANGUAGES_WITH_CUES

UNCLASSIFIED: Final = "themes:unclassified"
EVERYONE: Final = "affected-persons:general"
"""Where a source singles out no group of persons."""
_WHOLE_GOAL: Final = re.compile(r"\d{1,2} ")
"""A goal as a whole, such as "16 - PEACE …": our vocabulary has targets alone."""
GENERAL_ACTION: Final = 4
"""The class of an action that no rule can tell more of (McMahon: action with a general element)."""
MISSING_PARAGRAPH: Final = {
    "en": "The paragraph in the original report; the source gives none.",
    "ru": "Номер пункта в исходном докладе: источник его не указывает.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the state answered: the official class, the source's own word for it, and its wording and claim if given."""

    official: str
    given_as: str
    dated: str
    wording: str = ""
    claim: str = ""
    claim_wording: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The document a recommendation stands in."""

    code: str
    symbol: str
    title: Mapping[str, str]
    kind: str
    body: str
    body_name: str
    adopted_on: str | None
    body_kind: str = "un-organ"
    url: str = ""
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation as its source gives it, to one state or, rarely, to several at once."""

    ref: str
    source_key: str
    states: tuple[str, ...]
    text: str
    origin: Origin
    locator: str
    kind: str = "recommendation"
    binding: str = "political"
    action: int | None = None
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The source's labels by what they are about: ``themes``, ``persons``, ``sdg`` and any other it has."""
    terms: Mapping[str, Sequence[str]] | None = None
    """Keys of our own terms where a person chose them: ``themes``, ``persons`` and ``sdg``. Labels then count not."""
    addressee: Mapping[str, str] = field(default_factory=dict)
    """Whom the document addresses, in its words; nothing where that is the states by name."""
    recommended_by: Sequence[tuple[str, str]] = ()
    """Alpha-3 and the name as the source writes it."""
    answer: Answer | None = None
    """Only of a recommendation to one state."""
    title: str = ""
    """The source's own title; without one a rule makes it."""
    derived: tuple[str, ...] = ()
    source_url: str = ""
    missing: Mapping[str, str] = field(default_factory=lambda: MISSING_PARAGRAPH)
    """What is still to be checked if the source is no official one."""


def draft_recommendation(one: Recommendation, drafts: Drafts, known: Known, mapping: SourceMapping) -> None:
    """Add everything the register keeps of a recommendation to the drafts."""
    language = language_of(one.text)
    themes, persons, targets = _terms(one, drafts, known, mapping)
    action = one.action or _action(one.text, language)
    derived = {*one.derived}
    derived |= {"title"} if not one.title else set()
    derived |= {"specificity"} if one.action is None else set()
    derived |= {"persons"} if not persons else set()
    official = mapping.official and "locator" not in derived
    provision = f"{one.origin.code}:{one.locator}"
    drafts.refer_to(
        "body", one.origin.body,
        {"code": one.origin.body, "name": {"en": one.origin.body_name}, "kind": one.origin.body_kind, "url": ""},
    )  # fmt: skip
    drafts.refer_to("document", one.origin.code, _document(one.origin, language))
    drafts.refer_to(
        "provision", provision,
        {"key": provision, "instrument": None, "document": one.origin.code, "locator": one.locator},
    )  # fmt: skip
    drafts.add(
        "commitment", one.ref,
        {
            "ref": one.ref, "title": {language: one.title or short_title(one.text)}, "text": {language: one.text},
            "kind": one.kind, "binding": one.binding, "instrument": None, "document": one.origin.code,
            "provision": provision, "duty_bearers": list(one.states),
            "addressee": dict(one.addressee) or _addressee(one.states, known),
            "primary_theme": themes[0], "themes": sorted(themes),
            "persons": sorted(persons or {EVERYONE} & known.terms),
            "sdg_targets": sorted(targets), "specificity": action, "is_verifiable": True, "verifiable_reason": {},
            "due_on": None, "due_basis": {}, "parent": None, "cluster": None,
            "verification": "checked" if official else "to_verify",
            "verification_missing": {} if official else dict(one.missing),
            "checked_source_title": mapping.title if official else "",
            "checked_source_url": (one.source_url or mapping.url) if official else "",
        },
    )  # fmt: skip
    drafts.scope.setdefault(one.ref, set()).update(one.states)
    database = str(mapping.options.get("database", mapping.name))
    drafts.add(
        "commitment_source", f"{one.ref}|{database}",
        {
            "key": f"{one.ref}|{database}", "commitment": one.ref, "database": database, "source_key": one.source_key,
            "source_title": mapping.title, "source_url": one.source_url or mapping.url, "is_quoted": True,
            "labels": {name: list(labels) for name, labels in one.labels.items() if labels},
            "derived": sorted(derived),
        },
    )  # fmt: skip
    for code, raw in one.recommended_by:
        key = f"{one.ref}|{code}"
        drafts.add(
            "recommended_by", key,
            {"key": key, "commitment": one.ref, "recommending_state": code, "raw_name": raw},
        )  # fmt: skip
    if one.answer is not None:
        _draft_answer(one, one.answer, language, drafts, mapping)


def _draft_answer(one: Recommendation, answer: Answer, language: str, drafts: Drafts, mapping: SourceMapping) -> None:
    pair = f"{one.ref}@{one.states[0]}"
    key = f"{pair}@{answer.dated}"
    drafts.add(
        "response", key,
        {
            "key": key, "state_commitment": pair, "wording": _said(answer.wording, language),
            "official_class": answer.official, "our_class": answer.given_as.casefold()[:24], "dated": answer.dated,
            "claim": answer.claim, "claim_wording": _said(answer.claim_wording, language),
            "source_title": mapping.title, "source_url": one.source_url or mapping.url,
        },
    )  # fmt: skip


def _addressee(states: Sequence[str], known: Known) -> Record:
    languages = set.intersection(*(set(known.states[state]) for state in states))
    return {language: ", ".join(known.states[state][language] for state in states) for language in sorted(languages)}


def _said(words: str, expected: str) -> Record:
    return {language_of(words, expected): words} if words else {}


def _document(origin: Origin, language: str) -> Record:
    return {
        "code": origin.code, "symbol": origin.symbol, "title": dict(origin.title), "kind": origin.kind,
        "body": origin.body, "adopted_on": origin.adopted_on, "url": origin.url, "languages": [language],
        "unverified_fields": sorted(origin.unverified),
    }  # fmt: skip


def _terms(
    one: Recommendation, drafts: Drafts, known: Known, mapping: SourceMapping
) -> tuple[list[str], list[str], list[str]]:
    """Our themes (never none), persons and targets for the labels; what leads nowhere is counted."""
    if one.terms is not None:
        themes, persons, chosen = (
            [key for key in one.terms.get(name, ()) if key in known.terms] for name in ("themes", "persons", "sdg")
        )
        return themes or [UNCLASSIFIED], persons, chosen
    themes = _mapped("themes", one.labels.get("themes", ()), drafts, known, mapping)
    persons = _mapped("affected-persons", one.labels.get("persons", ()), drafts, known, mapping)
    targets: dict[str, None] = {}
    for label in one.labels.get("sdg", ()):
        key = f"sdg-targets:{label.partition(' ')[0].casefold()}"
        if key in known.terms:
            targets[key] = None
        elif not _WHOLE_GOAL.match(label):
            drafts.unmapped[f"sdg: {label}"] += 1
    return themes or [UNCLASSIFIED], persons, list(targets)


def _mapped(vocabulary: str, labels: Iterable[str], drafts: Drafts, known: Known, mapping: SourceMapping) -> list[str]:
    table = mapping.labels.get(vocabulary, {})
    scheme = str(mapping.options.get("scheme", mapping.options.get("database", mapping.name)))
    concordance = known.concordance.get(scheme, {}) if vocabulary == "themes" else {}
    found: dict[str, None] = {}
    for label in labels:
        folded = folded_label(label)
        if folded in table:
            codes = [f"{vocabulary}:{code}" for code in table[folded]]
        else:
            codes = list(concordance.get(folded, ()))
        kept = [code for code in codes if code in known.terms]
        found.update(dict.fromkeys(kept))
        if not kept and folded not in table and vocabulary == "themes":
            drafts.unmapped[f"{vocabulary}: {clean_label(label)}"] += 1
    return list(found)


def _action(text: str, language: str) -> int:
    """The action category by the published coding rules, for a source that gives none."""
    if language not in LANGUAGES_WITH_CUES:
        return GENERAL_ACTION
    cued = cues.action(text, language)
    return int(cued.category) if cued is not None else GENERAL_ACTION
