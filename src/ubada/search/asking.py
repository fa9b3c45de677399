"""From what a reader typed to a query of the engine, and from the engine's answer to keys and counts. No database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, Literal

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from ubada.search.engine import Snapshot
from ubada.search.normalise import fold, query_forms, tokens
from ubada.search.normalise.alphabets import languages_of
from ubada.search.normalise.folding import compose
from ubada.search.schema import FACETS, NO_VALUE, OF_ONE_STATE, PUBLIC, SCHEMA

LONGEST: Final = 400
"""Characters of a question that are read; the rest is left out, and the reader told."""
MOST_WORDS: Final = 16
LITTLE: Final = 3
"""With fewer hits than this, words like those asked for are looked for too."""
MOST_LIKE_WORDS: Final = 12
PREFIX_LETTERS: Final = 3
MOST_COMPLETIONS: Final = 40

# A match in a title tells more than one in the text, and that more than one in what surrounds it.
_FIELDS: Final = (("title", 4.0), ("text", 1.5), ("source", 0.6), ("parts", 0.5), ("symbol", 9.0))
_WORD_BOOST: Final = 0.4
_REGEX_SIGNS: Final = frozenset("\\.+*?()|[]{}^$#&-~")
_QUOTES: Final = re.compile('["“”„‟«»]')

Sort = Literal["relevance", "newest", "reference"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word or code asked for: its index forms, its folded spellings (none for a code), and words like it.

    ``completions`` are words that begin so, ``alike`` words that differ by a letter or two; both with their endings.
    """

    forms: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    completions: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """The words and quoted phrases of a question, and whether some of it was too long to be read."""

    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[Word, ...], ...] = ()
    was_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can be looked for."""
        return not self.words and not self.phrases


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine is asked: the text, the values chosen in each facet, the order, and which hits are wanted."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    visibility: tuple[str, ...] = (PUBLIC,)


@dataclass(frozen=True, slots=True)
class Answer:
    """The engine's answer: (type, key) of the hits wanted, how many there are in all, and counts in each facet.

    ``matched`` says whether all words or any of them were asked for; ``forms`` are the index forms to highlight;
    ``alike`` the words that were looked for besides, for want of hits.
    """

    hits: tuple[tuple[str, str], ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    matched: Literal["all", "any"]
    forms: frozenset[str]
    alike: tuple[str, ...]
    question: Question


def read_question(text: str) -> Question:
    """The words and phrases of a text as typed; any text whatever can be read. An odd quotation mark is ignored."""
    cut = text[:LONGEST]
    pieces = _QUOTES.split(cut)
    quoted = range(1, len(pieces) - 1, 2)
    words: list[Word] = []
    phrases: list[tuple[Word, ...]] = []
    for number, piece in enumerate(pieces):
        found = _words_of(piece)
        if number in quoted and len(found) > 1:
            phrases.append(tuple(found))
        else:
            words += found
    kept, kept_phrases = tuple(words[:MOST_WORDS]), tuple(phrase[:MOST_WORDS] for phrase in phrases[:4])
    was_cut = len(text) > LONGEST or len(words) > MOST_WORDS or kept_phrases != tuple(phrases)
    return Question(kept, kept_phrases, was_cut)


def _words_of(text: str) -> list[Word]:
    words: list[Word] = []
    for run in text.split():
        asked = query_forms(run)
        spans = [(start, end) for _, start, end in tokens(run, "en")]
        if any(letter.isdecimal() for letter in run) or len(spans) != len(asked):
            words += [Word(tuple(forms)) for forms in asked]
            continue
        for forms, (start, end) in zip(asked, spans, strict=True):
            composed = compose(run[start:end])
            spellings = dict.fromkeys(fold(composed, language) for language in languages_of(composed))
            words.append(Word(tuple(forms), tuple(spellings)))
    return words


def ask(snapshot: Snapshot, asked: Asked) -> Answer:
    """The answer to what is asked. First every word exactly; with little found, words alike; then any of the words."""
    question = _with_completions(snapshot, read_question(asked.text), asked.text)
    filters = _Filters(snapshot, asked)
    matched: Literal["all", "any"] = "all"
    text = _all_of(snapshot, question)
    if text is not None and _count(snapshot, filters.query(text)) < LITTLE:
        before = _count(snapshot, filters.visible(text))
        if before < LITTLE:
            wider = _with_words_alike(snapshot, question)
            wider_text = _all_of(snapshot, wider)
            found = _count(snapshot, filters.visible(wider_text))
            if found > before:
                question, text = wider, wider_text
            elif not found:
                question, text, matched = wider, _any_of(snapshot, wider), "any"
    hits, total = _hits(snapshot, filters.query(text), asked, ranked=text is not None)
    return Answer(
        hits=hits,
        total=total,
        counts=filters.counts(text),
        matched=matched,
        forms=frozenset(_forms_to_mark(question)),
        alike=tuple(dict.fromkeys(chain.from_iterable(word.alike for word in question.words))),
        question=question,
    )


def _hits(snapshot: Snapshot, query: Query, asked: Asked, *, ranked: bool) -> tuple[tuple[tuple[str, str], ...], int]:
    order = {"newest": "by_date", "reference": "by_reference"}.get(asked.sort) or (None if ranked else "by_reference")
    direction = tantivy.Order.Asc if order else tantivy.Order.Desc
    found = snapshot.searcher.search(
        query, limit=asked.limit, offset=asked.offset, order_by_field=order, order=direction
    )
    ids = (str(snapshot.searcher.doc(address).get_first("id")) for _, address in found.hits)
    return tuple((kind, key) for kind, _, key in (one.partition(":") for one in ids)), _total(found)


def _count(snapshot: Snapshot, query: Query) -> int:
    return _total(snapshot.searcher.search(query, limit=1))


def _total(found: tantivy.SearchResult) -> int:
    return int(getattr(found, "count", None) or 0)


def _with_completions(snapshot: Snapshot, question: Question, text: str) -> Question:
    """The question with the words that its last one can be the beginning of."""
    if not question.words or text[-1:].isspace() or _QUOTES.match(text[-1:]):
        return question
    last = question.words[-1]
    wanted = [one for one in last.spellings if len(one) >= PREFIX_LETTERS]
    found = chain.from_iterable(
        snapshot.searcher.terms_with_prefix("word", one, limit=MOST_COMPLETIONS) for one in wanted
    )
    completions = tuple(dict.fromkeys(term for term, _ in found if term not in last.spellings))
    return replace(question, words=(*question.words[:-1], replace(last, completions=completions)))


def _with_words_alike(snapshot: Snapshot, question: Question) -> Question:
    return replace(question, words=tuple(replace(word, alike=_alike(snapshot, word)) for word in question.words))


def _alike(snapshot: Snapshot, word: Word) -> tuple[str, ...]:
    """Words of the index that differ from this one by one letter (four to seven letters) or two (longer ones)."""
    found: dict[str, tuple[int, int]] = {}
    for spelling in word.spellings:
        distance = 0 if len(spelling) < 4 else 1 if len(spelling) < 8 else 2
        if not distance:
            continue
        for term, apart, _ in process.extract(
            spelling, snapshot.vocabulary.keys(), scorer=OSA.distance, score_cutoff=distance, limit=50
        ):
            if apart and not {form for forms in query_forms(term) for form in forms} & set(word.forms):
                best = found.get(term, (apart, 0))[0]
                found[term] = (min(best, int(apart)), -snapshot.vocabulary[term])
    return tuple(sorted(found, key=lambda term: (*found[term], term))[:MOST_LIKE_WORDS])


def _forms_to_mark(question: Question) -> Iterator[str]:
    for word in chain(question.words, *question.phrases):
        yield from word.forms
        for whole in (*word.completions, *word.alike):
            yield from chain.from_iterable(query_forms(whole))


def _all_of(snapshot: Snapshot, question: Question) -> Query | None:
    parts = [_word_query(snapshot, word) for word in question.words]
    parts += [_phrase_query(phrase) for phrase in question.phrases]
    return _joined(Occur.Must, parts)


def _any_of(snapshot: Snapshot, question: Question) -> Query | None:
    parts = [_word_query(snapshot, word) for word in question.words]
    parts += [_word_query(snapshot, word) for phrase in question.phrases for word in phrase]
    return _joined(Occur.Should, parts)


def _joined(occur: Occur, parts: Sequence[Query]) -> Query | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Query.boolean_query([(occur, part) for part in parts])


def _word_query(snapshot: Snapshot, word: Word) -> Query:
    """Documents that hold the word in some form, scored by where. Forms that no document holds are left out."""
    found = [
        (Occur.Should, Query.boost_query(Query.term_query(SCHEMA, name, form), boost))
        for name, boost in _FIELDS
        for form in word.forms
        if snapshot.searcher.doc_freq(name, form)
    ]
    found += [
        (Occur.Should, Query.boost_query(Query.term_query(SCHEMA, "word", whole), _WORD_BOOST))
        for whole in (*word.completions, *word.alike)
    ]
    return Query.boolean_query(found) if found else Query.empty_query()


def _phrase_query(phrase: Sequence[Word]) -> Query:
    patterns: list[str | tuple[int, str]] = ["|".join(map(_literal, word.forms)) for word in phrase]
    return Query.boolean_query(
        [
            (Occur.Should, Query.boost_query(Query.regex_phrase_query(SCHEMA, name, patterns), boost))
            for name, boost in _FIELDS[:3]
        ]
    )


def _literal(form: str) -> str:
    return "".join(f"\\{letter}" if letter in _REGEX_SIGNS else letter for letter in form)


class _Filters:
    """The chosen facet values and the visibility as queries that take no part in the ranking."""

    def __init__(self, snapshot: Snapshot, asked: Asked) -> None:
        self.snapshot = snapshot
        self.chosen = {facet: asked.chosen[facet] for facet in FACETS if asked.chosen.get(facet)}
        self._visible = _terms("visibility", asked.visibility)
        self._fitting: dict[str, tuple[str, ...] | None] = {}
        self._own = {facet: _terms(facet, values) for facet, values in self.chosen.items() if facet not in OF_ONE_STATE}

    def visible(self, text: Query | None) -> Query:
        """What matches the text and may be seen."""
        return self._with([self._visible], text)

    def query(self, text: Query | None, *, without: str = "") -> Query:
        """What matches the text and every choice, or every choice but those of one facet."""
        return self._at(text, self._positions(without if without in OF_ONE_STATE else ""), without=without)

    def _at(self, text: Query | None, positions: Sequence[str] | None, *, without: str = "") -> Query:
        """What matches the text, the choices that are not of one state, and any of the positions (None: whatever)."""
        parts = [self._visible, *(query for facet, query in self._own.items() if facet != without)]
        if positions is not None:
            parts.append(_terms("position", positions))
        return self._with(parts, text)

    @staticmethod
    def _with(filters: Sequence[Query], text: Query | None) -> Query:
        clauses = [(Occur.Must, Query.const_score_query(one, 0.0)) for one in filters]
        return Query.boolean_query([*clauses, (Occur.Must, text)] if text is not None else clauses)

    def _positions(self, without: str = "") -> tuple[str, ...] | None:
        """The positions of one state that fit all that is chosen of it but for one facet; None where nothing is."""
        if without not in self._fitting:
            self._fitting[without] = self._find_positions(without)
        return self._fitting[without]

    def _find_positions(self, without: str) -> tuple[str, ...] | None:
        wanted = [
            (place, self.chosen[facet])
            for place, facet in enumerate(OF_ONE_STATE)
            if facet in self.chosen and facet != without
        ]
        if not wanted:
            return None
        return tuple(
            position
            for position, parts in self.snapshot.positions.items()
            if all(parts[place] in allowed for place, allowed in wanted)
        )

    def counts(self, text: Query | None) -> dict[str, dict[str, int]]:
        """How many hits each value of each facet would have, were it chosen beside what is chosen elsewhere."""
        counts: dict[str, dict[str, int]] = {}
        bound = [
            facet for facet in OF_ONE_STATE if any(other in self.chosen for other in OF_ONE_STATE if other != facet)
        ]
        free = [facet for facet in FACETS if facet not in self.chosen and facet not in bound]
        self._aggregate(counts, self.query(text), free)
        for facet in self.chosen:
            if facet not in bound:
                self._aggregate(counts, self.query(text, without=facet), [facet])
        if bound:
            held: dict[str, dict[str, int]] = {}
            self._aggregate(held, self._at(text, None), ["position"])
            counts |= {facet: self._count_bound(text, facet, held["position"]) for facet in bound}
        return counts

    def _count_bound(self, text: Query | None, facet: str, held: Mapping[str, int]) -> dict[str, int]:
        """Counts of a facet beside which another one of the same state is chosen.

        ``held`` counts the hits that hold each position. A hit has one position for each state, so those numbers can
        be added up as long as all of them are of one state, or each state is counted by itself.
        """
        place = OF_ONE_STATE.index(facet)
        by_value: dict[str, list[str]] = {}
        for position in self._positions(facet) or ():
            value = self.snapshot.positions[position][place]
            if value != NO_VALUE and held.get(position):
                by_value.setdefault(value, []).append(position)
        if facet == "state" or len(self.chosen.get("state", ())) == 1:
            return {value: sum(held[one] for one in positions) for value, positions in by_value.items()}
        return {value: _count(self.snapshot, self._at(text, positions)) for value, positions in by_value.items()}

    def _aggregate(self, counts: dict[str, dict[str, int]], query: Query, facets: Sequence[str]) -> None:
        if not facets:
            return
        wanted = {facet: {"terms": {"field": facet, "size": 2000}} for facet in facets}
        answer = self.snapshot.searcher.aggregate(query, wanted)
        for facet in facets:
            counts[facet] = {str(one["key"]): int(one["doc_count"]) for one in answer[facet]["buckets"]}


def _terms(name: str, values: Sequence[str]) -> Query:
    if not values:
        return Query.empty_query()
    if len(values) == 1:
        return Query.term_query(SCHEMA, name, values[0], index_option="basic")
    return Query.term_set_query(SCHEMA, name, list(values))
