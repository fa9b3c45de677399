"""What suggesting terms needs from the register, and the commitments whose suggested terms a person can decide on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.db.models import Prefetch, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.kernel.canonical import sha256_hex
from ubada.reading.classification.concordance import Concordance, concordance_of
from ubada.reading.classification.cues import Span
from ubada.reading.classification.lexicon import LANGUAGES as LANGUAGES_WITH_CUES
from ubada.reading.classification.specificity import FEATURES, specificity
from ubada.reading.classification.vocabulary import NONE_NAMED, VOCABULARY
from ubada.register.models import (
    ClassificationSuggestion,
    Commitment,
    CommitmentSource,
    StateCommitment,
    Term,
    TermMapping,
)

State = ClassificationSuggestion.State
_MANY: Final = ("themes", "persons", "sdg_targets")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether it is evidence for a suggestion."""

    text: str
    is_evidence: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A suggestion with the words of the text that speak for it, and the theme it follows from, if any.

    ``place`` counts the suggestions of a commitment from 1, over all its fields.
    """

    suggestion: ClassificationSuggestion
    place: int
    words: tuple[str, ...]
    theme: Term | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a commitment: the terms it has, whether a rule filled it, and the suggestions for it."""

    name: str
    present: tuple[Term, ...]
    is_derived: bool
    offered: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that makes a request checkable, with the words that say it; without words the text does not say it."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A commitment as a person decides on its terms."""

    commitment: Commitment
    language: str
    pieces: tuple[Piece, ...]
    fields: tuple[Field, ...]
    features: tuple[Feature, ...]
    missing: tuple[str, ...]

    @property
    def offered(self) -> tuple[Offered, ...]:
        """The suggestions of every field."""
        return tuple(one for field in self.fields for one in field.offered)


def concordance(actor: Actor) -> Concordance:
    """The mappings of our themes as the register has them now, for `reading.classification.suggesting.suggest`."""
    rows = visible_to(actor, TermMapping.objects.filter(term__vocabulary="themes")).order_by("term__order", "pk")
    return concordance_of(rows.values_list("term__code", "scheme", "target", "relation"))


def suggested_commitments(
    actor: Actor, *, state: str = State.SUGGESTED, field: str = "", database: str = ""
) -> QuerySet[Commitment]:
    """The commitments with suggestions in a state, for a field and from a database if these are named; by reference."""
    rows = ClassificationSuggestion.objects.filter(state=state)
    if field:
        rows = rows.filter(field=field)
    found = Commitment.objects.filter(pk__in=visible_to(actor, rows).values("commitment"))
    if database:
        sources = CommitmentSource.objects.filter(database=database)
        found = found.filter(pk__in=visible_to(actor, sources).values("commitment"))
    return visible_to(actor, found).order_by("ref")


def suggestion_counts(actor: Actor) -> dict[str, int]:
    """How many commitments have suggestions in each state."""
    return {str(state): suggested_commitments(actor, state=state).count() for state in State}


def source_databases(actor: Actor) -> dict[str, str]:
    """The databases that commitments with suggestions came from: code and title, by code."""
    suggested = visible_to(actor, ClassificationSuggestion.objects.all()).values("commitment")
    rows = visible_to(actor, CommitmentSource.objects.filter(commitment__in=suggested)).order_by("database")
    return dict(rows.values_list("database", "source_title").distinct())


def cases(actor: Actor, commitments: QuerySet[Commitment] | Sequence[Commitment], state: str) -> list[Case]:
    """The commitments with what a person needs to decide. The number of queries does not depend on how many there are.

    ``state`` chooses the suggestions that are shown.
    """
    refs = [one.ref for one in commitments]
    rows = visible_to(actor, Commitment.objects.filter(pk__in=refs)).select_related(
        "primary_theme", "document", "instrument", "provision"
    )
    followed = StateCommitment.objects.select_related("state").order_by("state__order")
    terms = Term.objects.order_by("order", "code")
    offered = (
        ClassificationSuggestion.objects.filter(state=state).select_related("term").order_by("-score", "term__order")
    )
    loaded = rows.prefetch_related(
        *(Prefetch(name, queryset=visible_to(actor, terms)) for name in _MANY),
        Prefetch("state_commitments", queryset=visible_to(actor, followed)),
        Prefetch("sources", queryset=visible_to(actor, CommitmentSource.objects.order_by("database"))),
        Prefetch("suggestions", queryset=visible_to(actor, offered)),
    )
    known = {one.key: one for one in visible_to(actor, terms.filter(vocabulary__in=["themes", "action-category"]))}
    return [_case(one, known) for one in sorted(loaded, key=lambda one: refs.index(one.ref))]


def case_of(actor: Actor, ref: str, state: str = State.SUGGESTED) -> Case:
    """One commitment to decide on, with or without suggestions. Raises Commitment.DoesNotExist."""
    one = visible_to(actor, Commitment.objects.all()).get(ref=ref)
    return cases(actor, [one], state)[0]


def choices(actor: Actor) -> dict[str, list[Term]]:
    """The terms in use of every field, in the order of their vocabularies, without those that stand for none."""
    rows = visible_to(actor, Term.objects.filter(vocabulary__in=VOCABULARY.values())).order_by("order", "code")
    by_vocabulary: defaultdict[str, list[Term]] = defaultdict(list)
    for one in rows:
        by_vocabulary[one.vocabulary_id].append(one)
    return {
        name: [one for one in by_vocabulary[vocabulary] if one.valid_to is None and one.code != NONE_NAMED.get(name)]
        for name, vocabulary in VOCABULARY.items()
    }


def _case(one: Commitment, known: Mapping[str, Term]) -> Case:
    suggestions = list(one.suggestions.all())
    read = _text_read(one, suggestions)
    found = specificity(read.text, read.language) if read.language in LANGUAGES_WITH_CUES else None
    derived = {name for source in one.sources.all() for name in source.derived}
    in_order = sorted(suggestions, key=lambda each: list(VOCABULARY).index(each.field))
    offered = [_offered(each, place, read, known) for place, each in enumerate(in_order, start=1)]
    return Case(
        commitment=one,
        language=read.language,
        pieces=_pieces(read.text, [span for each in suggestions for span in read.spans_of(each)]),
        fields=tuple(
            Field(
                name=name,
                present=_present(one, name, known),
                is_derived=name in derived,
                offered=tuple(each for each in offered if each.suggestion.field == name),
            )
            for name in VOCABULARY
        ),
        features=tuple(Feature(name, read.words(found.found[name])) for name in FEATURES) if found else (),
        missing=found.missing if found else (),
    )


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a commitment that suggestions were made from, in its language."""

    text: str
    language: str

    def spans_of(self, suggestion: ClassificationSuggestion) -> list[Span]:
        """Where the suggestion's evidence stands; nowhere if it was made from another text."""
        is_from_here = suggestion.text_hash == sha256_hex(self.text.encode())
        return [Span(start, end) for start, end in suggestion.spans] if is_from_here else []

    def words(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """The words at these places, each once."""
        return tuple(dict.fromkeys(self.text[span.start : span.end] for span in spans))


def _text_read(one: Commitment, suggestions: Sequence[ClassificationSuggestion]) -> _Text:
    texts = one.text.as_dict()
    read = suggestions[0].language if suggestions else ""
    language = next((code for code in (read, *LANGUAGES_WITH_CUES) if code in texts), None)
    if language is not None:
        return _Text(texts[language], language)
    rendering = one.text.best("en")
    return _Text(rendering.text, rendering.language)


def _present(one: Commitment, name: str, known: Mapping[str, Term]) -> tuple[Term, ...]:
    if name in _MANY:
        return tuple(getattr(one, name).all())
    category = known.get(f"{VOCABULARY[name]}:{one.specificity}")
    return (category,) if category is not None else ()


def _offered(one: ClassificationSuggestion, place: int, read: _Text, known: Mapping[str, Term]) -> Offered:
    follows = one.method == ClassificationSuggestion.Method.MAPPING
    theme = known.get(f"themes:{one.basis}") if follows else None
    return Offered(one, place, read.words(read.spans_of(one)), theme)


def _pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text in pieces that are evidence and pieces that are not. Put together they are the text."""
    marks = [False] * len(text)
    for span in spans:
        marks[span.start : span.end] = [True] * (span.end - span.start)
    edges = [0, *(at for at in range(1, len(text)) if marks[at] != marks[at - 1]), len(text)]
    return tuple(Piece(text[start:end], marks[start]) for start, end in pairwise(edges) if start < end)
