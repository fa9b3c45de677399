"""The register's objects as search documents, and as rows of a result list.

A commitment is one document whatever the number of states it is followed for. Of facts only the published ones have a
document, and no document holds what is withheld or an editor's note.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final
from urllib.parse import quote

from django.db.models import Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.register.models import (
    Commitment,
    Document,
    Fact,
    Instrument,
    State,
    StateCommitment,
    StateResponse,
    StructuralResult,
    Term,
)
from ubada.search.schema import NO_VALUE, PRACTICE, IndexDocument, Texts
from ubada.search.sources import Shown, Source, add_source

NOTHING: Final = TranslatedText()
SHOWN_OF_ORIGIN: Final = (
    "instrument__short_title", "instrument__adopted_on", "document__title", "document__adopted_on",
)  # fmt: skip


def joint_answer(answers: Iterable[str]) -> str:
    """What several structural tests say together: no if one says no, else unknown if one does, else yes."""
    given = set(answers)
    return next((answer for answer in ("no", "unknown", "yes") if answer in given), NO_VALUE)


def _texts(*values: TranslatedText) -> Texts:
    return tuple(chain.from_iterable(value.items() for value in values))


def _plain(*values: str) -> Texts:
    """Text of no stated language, read as Russian if it is written in Cyrillic and as English otherwise."""
    return tuple(
        ("ru" if any("\u0400" <= letter <= "\u04ff" for letter in value) else "en", value) for value in values if value
    )


def _year(value: PartialDate | None) -> tuple[str, ...]:
    return () if value is None else (f"{value.earliest.year:04d}",)


def _day(value: PartialDate | None) -> int:
    return 0 if value is None else int(f"{value.earliest:%Y%m%d}")


def _origin(commitment: Commitment) -> Instrument | Document | None:
    return commitment.instrument or commitment.document


# Commitments

_ANYONE: Final = Actor.reader().asking_for_practice()
"""What is invented is indexed apart from what is real, for whoever asks for it (`search.schema.PRACTICE`)."""


def _commitment_keys() -> Iterable[str]:
    return visible_to(_ANYONE, Commitment.objects.order_by("pk")).values_list("pk", flat=True)


def _commitments() -> QuerySet[Commitment]:
    rows = Commitment.objects.select_related("instrument__body", "document__body", "provision")
    return visible_to(_ANYONE, rows).prefetch_related("themes__parent", "persons", "sdg_targets")


def build_commitments(keys: Sequence[str]) -> list[IndexDocument]:
    """The documents of these commitments; a key of none is passed over."""
    answers = _answers(StructuralResult.objects.all(), keys)
    responses = _responses(keys)
    states: defaultdict[str, list[str]] = defaultdict(list)
    invented: set[str] = set()
    followed = StateCommitment.objects.filter(commitment__in=keys).order_by("state__order")
    for ref, state, is_practice in followed.values_list("commitment_id", "state_id", "state__is_practice"):
        if is_practice:
            invented.add(ref)
        else:
            states[ref].append(state)
    made = []
    for one in _commitments().filter(pk__in=keys).order_by("pk"):
        positions = [
            (state, answers.get((one.ref, state)), responses.get((one.ref, state))) for state in states[one.ref]
        ]
        document = _commitment_document(one, positions)
        made.append(document if positions or one.ref not in invented else _apart(document))
    return made


def _apart(document: IndexDocument) -> IndexDocument:
    """The document of what is invented: found where it is asked for, and narrowed by nothing that is invented."""
    facets = {name: values for name, values in document.facets.items() if name not in ("body", "instrument")}
    return replace(document, facets=facets, visibility=(PRACTICE,))


def _commitment_document(one: Commitment, positions: Sequence[tuple[str, str | None, str | None]]) -> IndexDocument:
    origin = _origin(one)
    themes = list(dict.fromkeys(chain.from_iterable((term.parent, term) for term in one.themes.all())))
    named = [term for term in themes if term is not None]
    return IndexDocument(
        type="commitment",
        key=one.ref,
        title=_texts(one.title),
        text=_texts(one.text),
        source=(
            *_origin_words(origin),
            *_plain(one.provision.locator),
            *_texts(one.addressee, *(term.label for term in (*named, *one.persons.all()))),
        ),
        symbols=(one.ref, *_origin_symbols(origin)),
        facets={
            "state": tuple(state for state, _, _ in positions),
            "result": _distinct(answer for _, answer, _ in positions),
            "response": _distinct(response for _, _, response in positions),
            "theme": _distinct(term.code for term in named),
            "kind": (one.kind,),
            "body": (origin.body_id,) if origin is not None else (),
            "instrument": (one.instrument_id,) if one.instrument_id else (),
            "persons": _distinct(term.code for term in one.persons.all()),
            "sdg": _distinct(chain.from_iterable(_sdg(term) for term in one.sdg_targets.all())),
            "year": _year(origin.adopted_on if origin is not None else None),
            "language": tuple(one.text),
        },
        positions=tuple(
            f"{state}:{answer or NO_VALUE}:{response or NO_VALUE}" for state, answer, response in positions
        ),
        day=_day(origin.adopted_on if origin is not None else None),
    )


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value is not None}))


def _sdg(target: Term) -> tuple[str, str]:
    return target.code.partition(".")[0], target.code


def _origin_words(origin: Instrument | Document | None) -> Texts:
    if origin is None:
        return ()
    short = (origin.short_title,) if isinstance(origin, Instrument) else ()
    return _texts(origin.title, *short, origin.body.name)


def _origin_symbols(origin: Instrument | Document | None) -> tuple[str, ...]:
    if origin is None:
        return ()
    return tuple(
        dict.fromkeys((origin.code, *((origin.symbol,) if isinstance(origin, Document) and origin.symbol else ())))
    )


def _answers(results: QuerySet[StructuralResult], refs: Sequence[str]) -> dict[tuple[str, str], str]:
    """The joint answer of the tests of each commitment for each state."""
    given: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    rows = results.filter(test__commitments__in=refs).values_list("test__commitments", "state_id", "answer").distinct()
    for ref, state, answer in rows:
        given[ref, state].append(answer)
    return {pair: joint_answer(answers) for pair, answers in given.items()}


def _responses(refs: Sequence[str]) -> dict[tuple[str, str], str]:
    """The official class of each state's newest answer to each commitment."""
    newest: dict[tuple[str, str], tuple[PartialDate, str]] = {}
    rows = StateResponse.objects.filter(state_commitment__commitment__in=refs)
    for ref, state, dated, official in rows.values_list(
        "state_commitment__commitment_id", "state_commitment__state_id", "dated", "official_class"
    ):
        newest[ref, state] = max(newest.get((ref, state), (dated, official)), (dated, official))
    return {pair: official for pair, (_, official) in newest.items()}


def show_commitments(actor: Actor, keys: Sequence[str]) -> dict[str, Shown]:
    """Commitments as the actor may see them, with the answers of the facts."""
    rows = (
        visible_to(actor, Commitment.objects.filter(pk__in=keys))
        .select_related("instrument", "document", "provision")
        .only("title", "text", "provision__locator", *SHOWN_OF_ORIGIN)
    )
    found = {one.ref: one for one in rows}
    answers = _answers(visible_to(actor, StructuralResult.objects.all()), list(found)) if found else {}
    by_ref: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for (ref, state), answer in answers.items():
        by_ref[ref].append((state, answer))
    return {ref: _shown_commitment(one, by_ref[ref]) for ref, one in found.items()}


def _shown_commitment(one: Commitment, answers: Sequence[tuple[str, str]]) -> Shown:
    origin = _origin(one)
    return Shown(
        type="commitment",
        key=one.ref,
        url=f"/commitments/{quote(one.ref)}/",
        title=one.title,
        texts=(one.text,),
        source=_origin_title(origin),
        place=one.provision.locator,
        answers=tuple(sorted(answers)),
        date=origin.adopted_on if origin is not None else None,
    )


def _origin_title(origin: Instrument | Document | None) -> TranslatedText:
    if origin is None:
        return NOTHING
    title: TranslatedText = origin.short_title if isinstance(origin, Instrument) else origin.title
    return title


def _by_origin(lookup: Q) -> Iterable[str]:
    return Commitment.objects.filter(lookup).values_list("pk", flat=True).distinct()


COMMITMENTS: Final = Source(
    type="commitment",
    keys=_commitment_keys,
    build=build_commitments,
    show=show_commitments,
    affected={
        "commitment": lambda keys: keys,
        "response": lambda keys: _by_origin(Q(state_commitments__responses__in=keys)),
        "instrument": lambda keys: _by_origin(Q(instrument__in=keys)),
        "document": lambda keys: _by_origin(Q(document__in=keys)),
        "body": lambda keys: _by_origin(Q(instrument__body__in=keys) | Q(document__body__in=keys)),
        "term": lambda keys: _by_origin(
            Q(themes__in=keys) | Q(themes__parent__in=keys) | Q(persons__in=keys) | Q(sdg_targets__in=keys)
        ),
    },
)


# Facts


def _facts(keys: Sequence[str] | None = None) -> QuerySet[Fact]:
    published = Fact.objects.filter(is_published=True).exclude(state__is_practice=True).order_by("pk")
    return published if keys is None else published.filter(pk__in=keys)


def build_facts(keys: Sequence[str]) -> list[IndexDocument]:
    """The documents of those of these facts that are published."""
    everywhere = tuple(State.objects.filter(is_practice=False).values_list("code", flat=True))
    return [_fact_document(one, everywhere) for one in _facts(keys)]


def _fact_document(one: Fact, everywhere: Sequence[str]) -> IndexDocument:
    states = (one.state_id,) if one.state_id else tuple(everywhere)
    instrument, symbol = one.detail.get("instrument"), one.detail.get("document")
    return IndexDocument(
        type="fact",
        key=one.key,
        title=_texts(one.label),
        text=_texts(one.value),
        source=_plain(one.source_title, one.topic.replace("_", " ")),
        symbols=(one.key, symbol) if isinstance(symbol, str) else (one.key,),
        facets={
            "state": states,
            "kind": (one.kind,),
            "instrument": (instrument,) if isinstance(instrument, str) else (),
            "year": _year(one.date),
            "language": tuple(one.label),
        },
        positions=tuple(f"{state}:{NO_VALUE}:{NO_VALUE}" for state in states),
        day=_day(one.date),
    )


def show_facts(actor: Actor, keys: Sequence[str]) -> dict[str, Shown]:
    """Facts as the actor may see them."""
    return {
        one.key: Shown(
            type="fact",
            key=one.key,
            url=f"/facts/{quote(one.key)}/",
            title=one.label,
            texts=(one.value,),
            source=TranslatedText.of({_plain(one.source_title)[0][0]: one.source_title})
            if one.source_title
            else NOTHING,
            states=(one.state_id,) if one.state_id else (),
            date=one.date,
        )
        for one in visible_to(actor, Fact.objects.filter(pk__in=keys))
    }


FACTS: Final = Source(
    type="fact",
    keys=lambda: _facts().values_list("pk", flat=True),
    build=build_facts,
    show=show_facts,
    affected={"fact": lambda keys: keys},
)


# Instruments


def _instruments() -> QuerySet[Instrument]:
    return visible_to(Actor.reader(), Instrument.objects.order_by("pk"))


def build_instruments(keys: Sequence[str]) -> list[IndexDocument]:
    """The documents of these instruments; a key of none is passed over."""
    rows = _instruments().filter(pk__in=keys).select_related("body", "document")
    return [_instrument_document(one) for one in rows]


def _instrument_document(one: Instrument) -> IndexDocument:
    symbols = (one.code, one.document.symbol) if one.document and one.document.symbol else (one.code,)
    return IndexDocument(
        type="instrument",
        key=one.code,
        title=_texts(one.short_title),
        text=_texts(one.title),
        source=_texts(one.body.name),
        symbols=symbols,
        facets={
            "body": (one.body_id,),
            "instrument": (one.code,),
            "year": _year(one.adopted_on),
            "language": tuple(one.title),
        },
        day=_day(one.adopted_on),
    )


def show_instruments(actor: Actor, keys: Sequence[str]) -> dict[str, Shown]:
    """Instruments as the actor may see them."""
    return {
        one.code: Shown(
            type="instrument",
            key=one.code,
            url=f"/instruments/{quote(one.code)}/",
            title=one.short_title,
            texts=(one.title,),
            source=one.body.name,
            date=one.adopted_on,
        )
        for one in visible_to(actor, Instrument.objects.filter(pk__in=keys)).select_related("body")
    }


INSTRUMENTS: Final = Source(
    type="instrument",
    keys=lambda: _instruments().values_list("pk", flat=True),
    build=build_instruments,
    show=show_instruments,
    affected={
        "instrument": lambda keys: keys,
        "document": lambda keys: Instrument.objects.filter(document__in=keys).values_list("pk", flat=True),
        "body": lambda keys: Instrument.objects.filter(body__in=keys).values_list("pk", flat=True),
    },
)

for _source in (COMMITMENTS, FACTS, INSTRUMENTS):
    add_source(_source)
