"""Terms for the commitments of the register, suggested by models, cue words and tables. Nothing here classifies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.db import transaction

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.kernel.canonical import sha256_hex
from ubada.kernel.errors import InvalidInput, Problem
from ubada.ledger.services import Change, record
from ubada.reading.classification.concordance import Concordance
from ubada.reading.classification.lexicon import LANGUAGES as LANGUAGES_WITH_CUES
from ubada.reading.classification.models import Model
from ubada.reading.classification.proposing import TASKS, Classified, Proposal, proposals
from ubada.reading.classification.suggesting import Suggestion, suggest_all
from ubada.reading.classification.vocabulary import VOCABULARY
from ubada.register.models import ClassificationSuggestion, Commitment, Term
from ubada.register.services.classification import OPEN
from ubada.register.services.records import Applied, remove_records, write_records
from ubada.register.shapes import CLASSIFICATION_SUGGESTION, Record

_REQUESTS: Final = frozenset({Commitment.Kind.RECOMMENDATION, Commitment.Kind.PLEDGE})
_BATCH: Final = 1000
_FOR_GOOD: Final = "confirmed"

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SuggestedTerms:
    """What a run found and wrote, or would write."""

    read: int
    unread: int
    """Commitments without a text in a language that has cue words."""
    suggestions: tuple[Record, ...]
    """Every suggestion that stands open after the run for the commitments it looked at."""
    written: tuple[Applied, ...]
    withdrawn: tuple[Change, ...]
    """Open suggestions that no longer follow."""
    is_dry_run: bool

    @property
    def found(self) -> Counter[str]:
        """The open suggestions counted by field."""
        return Counter(str(one["field"]) for one in self.suggestions)


@dataclass(frozen=True, slots=True)
class _Read:
    """A commitment as the layers see it."""

    ref: str
    text: str
    language: str
    classified: Classified

    @property
    def text_hash(self) -> str:
        return sha256_hex(self.text.encode())


def suggest_classification(
    *,
    actor: Actor,
    models: Mapping[str, Model],
    concordance: Concordance,
    refs: Collection[str] | None = None,
    dry_run: bool = False,
    advance: Advance = lambda _done, _total: None,
) -> SuggestedTerms:
    """Bring the open suggestions of commitments (all of them, or those named) to what the layers say of them today.

    No commitment is changed. What a person decided stays decided: a confirmed term is left alone, and a rejected one is
    suggested again only if the text has changed since. Raises Refused, and InvalidInput that names every reference that
    does not exist.
    """
    require(actor, Action.CREATE, ClassificationSuggestion)
    with transaction.atomic():
        rows = _rows(actor, refs)
        readable = [one for one in map(_as_read, rows) if one is not None]
        decided = _decided()
        terms = frozenset(Term.objects.values_list("key", flat=True))
        wanted: dict[str, Record] = {}
        for one, said in _said(readable, models, advance):
            for each in proposals(one.classified, said, concordance, trained_on=_trained_on(models)):
                suggestion = _record(one, each)
                if suggestion["term"] in terms and decided.get(suggestion["key"]) not in (_FOR_GOOD, one.text_hash):
                    wanted[suggestion["key"]] = suggestion
        withdrawn = remove_records(CLASSIFICATION_SUGGESTION, _no_longer_suggested(wanted, refs))
        written = write_records(CLASSIFICATION_SUGGESTION, wanted)
        changes = [*(one.change for one in written), *withdrawn]
        if changes:
            record(actor=actor, action="suggest_classification", subject=f"{len(rows)} commitments", changes=changes)
        if dry_run:
            transaction.set_rollback(True)
    return SuggestedTerms(
        len(readable), len(rows) - len(readable), tuple(wanted.values()), tuple(written), tuple(withdrawn), dry_run
    )


def _rows(actor: Actor, refs: Collection[str] | None) -> list[Commitment]:
    rows = visible_to(actor, Commitment.objects.order_by("ref"))
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    found = list(rows.prefetch_related("themes", "persons", "sdg_targets", "sources"))
    unknown = sorted(set(refs or ()) - {one.ref for one in found})
    if unknown:
        problems = [Problem("", ref, "", "is the reference of no commitment") for ref in unknown]
        raise InvalidInput("Not every commitment named exists.", problems=problems)
    return found


def _as_read(one: Commitment) -> _Read | None:
    """The commitment with the text that is read: English if there is one, since models know it, else the next best."""
    texts = one.text.as_dict()
    language = next((code for code in LANGUAGES_WITH_CUES if code in texts), None)
    if language is None:
        return None
    sources = list(one.sources.all())
    classified = Classified(
        terms={
            "themes": [term.code for term in one.themes.all()],
            "persons": [term.code for term in one.persons.all()],
            "sdg_targets": [term.code for term in one.sdg_targets.all()],
            "specificity": [str(one.specificity)],
        },
        derived=frozenset(name for source in sources for name in source.derived),
        is_imported=bool(sources),
        is_request=one.kind in _REQUESTS,
    )
    return _Read(one.ref, texts[language], language, classified)


def _decided() -> dict[str, str]:
    """What was decided, by key: the hash of the text for which a term was rejected, or that it is confirmed."""
    rows = ClassificationSuggestion.objects.exclude(state__in=OPEN).values_list("key", "state", "text_hash")
    return {
        key: _FOR_GOOD if state == ClassificationSuggestion.State.CONFIRMED else text_hash
        for key, state, text_hash in rows
    }


def _said(
    readable: Sequence[_Read], models: Mapping[str, Model], advance: Advance
) -> Iterator[tuple[_Read, dict[str, list[Suggestion]]]]:
    """Each commitment with the suggestions of each task, many texts of a language at once."""
    done = 0
    for language, group in groupby(sorted(readable, key=lambda one: one.language), key=lambda one: one.language):
        members = list(group)
        for start in range(0, len(members), _BATCH):
            batch = members[start : start + _BATCH]
            texts = [one.text for one in batch]
            said = {task: suggest_all(task, texts, language, model=models.get(task)) for task in TASKS.values()}
            for position, one in enumerate(batch):
                yield one, {task: answers[position][0] for task, answers in said.items()}
            done += len(batch)
            advance(done, len(readable))


def _trained_on(models: Mapping[str, Model]) -> dict[str, int]:
    return {task: model.trained_on for task, model in models.items()}


def _record(one: _Read, each: Proposal) -> Record:
    return {
        "key": f"{one.ref}:{each.field}:{each.code}",
        "commitment": one.ref,
        "field": each.field,
        "term": f"{VOCABULARY[each.field]}:{each.code}",
        "state": str(ClassificationSuggestion.State.SUGGESTED),
        "method": each.method,
        "occasion": each.occasion,
        "score": None if each.chance is None else round(100 * each.chance),
        "version": each.version,
        "basis": each.basis,
        "language": one.language,
        "text_hash": one.text_hash,
        "spans": [list(span) for span in each.spans],
        "decided_on": None,
    }


def _no_longer_suggested(wanted: Mapping[str, Record], refs: Collection[str] | None) -> list[str]:
    still_open = ClassificationSuggestion.objects.filter(state__in=OPEN)
    if refs is not None:
        still_open = still_open.filter(commitment__in=refs)
    return sorted(set(still_open.values_list("key", flat=True)) - wanted.keys())
