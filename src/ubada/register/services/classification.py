"""What a person decides about the terms of a commitment: suggestions confirmed or rejected, or other terms picked.

A decision, what it does to the commitment and the ledger's entry stand or fall together. A field that a person has
decided on is no longer one that a rule filled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.kernel.canonical import record_hash, sha256_hex
from ubada.kernel.errors import InvalidInput, Problem
from ubada.kernel.text import TranslatedText
from ubada.ledger.models import Touch
from ubada.ledger.services import record
from ubada.reading.classification.vocabulary import NONE_NAMED, VOCABULARY
from ubada.register.models import ClassificationSuggestion, Commitment, Term
from ubada.register.services.records import Applied, write_records
from ubada.register.shapes import CLASSIFICATION_SUGGESTION, COMMITMENT, COMMITMENT_SOURCE, Record

State = ClassificationSuggestion.State
OPEN: Final = (State.SUGGESTED, State.STALE)
"""The states in which nobody has decided."""

FIELDS: Final = ("themes", "primary_theme", "persons", "sdg_targets", "specificity")
"""The fields of a commitment that a person decides on."""
ACTION: Final = "classify_commitment"
"""What the ledger calls a decision that may change a commitment."""

Terms = Mapping[str, Sequence[str]]
"""Codes by field of a commitment: themes, persons, sdg_targets, and one digit for specificity."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision did: the fields of the commitment that it changed, and the suggestions it settled, by key."""

    changed: tuple[str, ...]
    confirmed: tuple[str, ...]
    rejected: tuple[str, ...]


def confirm_suggestion(*, actor: Actor, key: str, on: date) -> Decision:
    """The person agrees: the commitment has the term afterwards. Other suggestions for it stay open.

    Raises Refused, ClassificationSuggestion.DoesNotExist, and InvalidInput for one that is decided or whose text has
    changed.
    """
    require(actor, Action.CHANGE, ClassificationSuggestion)
    with transaction.atomic():
        one = _open_suggestion(actor, key)
        commitment = _locked(actor, one.commitment_id)
        wanted = _terms_of(commitment)[one.field]
        code = one.term_id.partition(":")[2]
        terms = {one.field: [code] if one.field == "specificity" else [*wanted, code]}
        return _decide(actor, commitment, terms, [one], on)


def reject_suggestion(*, actor: Actor, key: str, on: date) -> Decision:
    """The person disagrees: the term is not suggested again while the text stays as it is. Changes no commitment.

    Raises Refused, ClassificationSuggestion.DoesNotExist, and InvalidInput for one that is decided or whose text has
    changed.
    """
    require(actor, Action.CHANGE, ClassificationSuggestion)
    with transaction.atomic():
        one = _open_suggestion(actor, key)
        _refuse_changed_text(_locked(actor, one.commitment_id), [one])
        written = write_records(CLASSIFICATION_SUGGESTION, {key: _decided(one, State.REJECTED, on)})
        record(actor=actor, action="reject_suggestion", subject=key, changes=[each.change for each in written])
    return Decision((), (), (key,))


def classify_commitment(
    *,
    actor: Actor,
    ref: str,
    terms: Terms,
    on: date,
    primary: str = "",
    seen: Collection[str] = (),
    stood: str = "",
) -> Decision:
    """The commitment has exactly these terms in the fields named; other fields stay as they are.

    ``seen`` are the keys of the open suggestions that the person looked at: those among the terms are confirmed, the
    others rejected, and what was decided on these fields before follows. ``primary`` is the theme that leads, if it is
    among them; else the one that led, or the first. ``stood`` is the `standing_of` the commitment when the person
    looked; if it is another by now, nothing is written. Raises Refused, Commitment.DoesNotExist, and InvalidInput that
    names every fault.
    """
    require(actor, Action.CHANGE, ClassificationSuggestion)
    with transaction.atomic():
        commitment = _locked(actor, ref)
        if stood and stood != standing_of(commitment):
            raise InvalidInput(
                _("Someone has changed this commitment since the page was opened."), hint=_("Look at it again.")
            )
        wanted = [f"{VOCABULARY[name]}:{code}" for name, codes in terms.items() for code in codes]
        rows = commitment.suggestions.select_for_update().filter(field__in=list(terms))
        rows = rows.filter(
            Q(state=State.SUGGESTED, key__in=seen) | Q(state=State.SUGGESTED, term__in=wanted) | _SETTLED
        )
        if "themes" in terms:
            leads = [code for code in (primary, commitment.primary_theme.code) if code in terms["themes"]]
            terms = {**terms, "themes": [*leads, *terms["themes"]]}
        return _decide(actor, commitment, terms, list(rows), on)


_SETTLED: Final = Q(state__in=[State.CONFIRMED, State.REJECTED])


def standing_of(commitment: Commitment) -> str:
    """The hash of the commitment as it stands, by which a form knows that nobody changed it meanwhile."""
    return record_hash(COMMITMENT.record_of(commitment))


def classified_by_editors(refs: Collection[str]) -> dict[str, Record]:
    """Of these commitments the ones whose terms a person decided on, each with its fields of terms as they stand."""
    touched = Touch.objects.filter(entry__action=ACTION, type=COMMITMENT.name, key__in=list(refs)).values("key")
    rows = Commitment.objects.filter(pk__in=touched).prefetch_related(*COMMITMENT.many)
    return {one.ref: {name: COMMITMENT.record_of(one)[name] for name in FIELDS} for one in rows}


def restated_suggestions(among: QuerySet[ClassificationSuggestion]) -> dict[str, Record]:
    """The open suggestions whose text has changed, as stale; those whose text is what it was again, as suggested."""
    rows = among.filter(state__in=OPEN)
    states: dict[str, str] = {}
    for key, state, language, text_hash, text in rows.values_list(
        "key", "state", "language", "text_hash", "commitment__text"
    ).iterator(chunk_size=2000):
        wanted = State.SUGGESTED if _is_that_text(text, language, text_hash) else State.STALE
        if wanted != state:
            states[key] = str(wanted)
    changed = ClassificationSuggestion.objects.in_bulk(list(states))
    return {key: CLASSIFICATION_SUGGESTION.record_of(one) | {"state": states[key]} for key, one in changed.items()}


def _open_suggestion(actor: Actor, key: str) -> ClassificationSuggestion:
    one = visible_to(actor, ClassificationSuggestion.objects.select_for_update()).get(key=key)
    if one.state in (State.CONFIRMED, State.REJECTED):
        raise InvalidInput(
            _("This suggestion has been decided on already."), problems=[Problem("", key, "state", one.state)]
        )
    return one


def _locked(actor: Actor, ref: str) -> Commitment:
    return visible_to(actor, Commitment.objects.select_for_update()).get(ref=ref)


def _terms_of(commitment: Commitment) -> dict[str, list[str]]:
    """The codes of each field as they stand, the primary theme first."""
    themes = [term.code for term in commitment.themes.all()]
    primary = commitment.primary_theme.code
    return {
        "themes": sorted(themes, key=lambda code: code != primary),
        "persons": [term.code for term in commitment.persons.all()],
        "sdg_targets": [term.code for term in commitment.sdg_targets.all()],
        "specificity": [str(commitment.specificity)],
    }


def _decide(
    actor: Actor, commitment: Commitment, terms: Terms, suggestions: Sequence[ClassificationSuggestion], on: date
) -> Decision:
    _refuse_changed_text(commitment, suggestions)
    cleaned = {name: _cleaned(name, codes) for name, codes in terms.items()}
    _refuse_unknown(commitment, cleaned)
    keys = {f"{VOCABULARY[name]}:{code}" for name, codes in cleaned.items() for code in codes}
    settled = {
        one.key: _decided(one, State.CONFIRMED if one.term_id in keys else State.REJECTED, on) for one in suggestions
    }
    sources = {
        one.key: COMMITMENT_SOURCE.record_of(one) | {"derived": [name for name in one.derived if name not in terms]}
        for one in commitment.sources.all()
    }
    of_commitment = write_records(COMMITMENT, {commitment.ref: _classified(commitment, cleaned)})
    of_suggestions = write_records(CLASSIFICATION_SUGGESTION, settled)
    written = [*of_commitment, *write_records(COMMITMENT_SOURCE, sources), *of_suggestions]
    if written:
        changes = [one.change for one in written]
        record(actor=actor, action=ACTION, subject=commitment.ref, changes=changes)
    return Decision(
        tuple(name for one in of_commitment for name in one.fields),
        _keys_in(State.CONFIRMED, of_suggestions, settled),
        _keys_in(State.REJECTED, of_suggestions, settled),
    )


def _keys_in(state: str, written: Sequence[Applied], records: Mapping[str, Record]) -> tuple[str, ...]:
    return tuple(one.key for one in written if records[one.key]["state"] == state)


def _cleaned(name: str, codes: Sequence[str]) -> list[str]:
    """Each code once, in order; what stands for "none named" stands alone, and where nothing else does."""
    none_named = NONE_NAMED.get(name)
    kept = [code for code in dict.fromkeys(codes) if code != none_named]
    return kept if kept or none_named is None else [none_named]


def _refuse_unknown(commitment: Commitment, terms: Terms) -> None:
    """Raises InvalidInput for a code that is none, for one that is out of use and new here, and for no one category."""
    present = {f"{VOCABULARY[name]}:{code}" for name, codes in _terms_of(commitment).items() for code in codes}
    wanted = {f"{VOCABULARY[name]}:{code}": name for name, codes in terms.items() for code in codes}
    known = dict(Term.objects.filter(key__in=wanted).values_list("key", "valid_to"))
    problems = [
        Problem("", commitment.ref, name, (_("“%s” is out of use") if key in known else _("“%s” is no term")) % key)
        for key, name in wanted.items()
        if key not in known or (known[key] is not None and key not in present)
    ]
    if len(terms.get("specificity", ["one"])) != 1:
        problems.append(Problem("", commitment.ref, "specificity", _("Choose one of the five categories.")))
    if problems:
        raise InvalidInput(_("These terms cannot be given."), problems=problems)


def _classified(commitment: Commitment, terms: Terms) -> Record:
    classified = COMMITMENT.record_of(commitment)
    for name in ("themes", "persons", "sdg_targets"):
        if name in terms:
            classified[name] = sorted(f"{VOCABULARY[name]}:{code}" for code in terms[name])
    if "themes" in terms:
        classified["primary_theme"] = f"{VOCABULARY['themes']}:{terms['themes'][0]}"
    if "specificity" in terms:
        classified["specificity"] = int(terms["specificity"][0])
    return classified


def _decided(one: ClassificationSuggestion, state: str, on: date) -> Record:
    found = CLASSIFICATION_SUGGESTION.record_of(one)
    decision: dict[str, Any] = {"state": str(state), "decided_on": on.isoformat()}
    return found if found["state"] == state else found | decision


def _refuse_changed_text(commitment: Commitment, suggestions: Sequence[ClassificationSuggestion]) -> None:
    changed = [
        one
        for one in suggestions
        if one.state in OPEN and not _is_that_text(commitment.text, one.language, one.text_hash)
    ]
    if changed:
        raise InvalidInput(
            _("The text has changed since these terms were suggested."),
            problems=[Problem("", one.key, "", _("was suggested for another text")) for one in changed],
            hint=_("They are suggested anew with the command “ubada classify --store”."),
        )


def _is_that_text(text: TranslatedText, language: str, text_hash: str) -> bool:
    words = text.as_dict().get(language)
    return words is not None and sha256_hex(words.encode()) == text_hash
