"""What the two exports of OHCHR's Universal Human Rights Index share: an annotation, and what the register makes of it.

An annotation is a paragraph of a document. Those that recommend something to a state that is followed become
commitments under their own identifier; concerns and observations ask for nothing and are counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ubada.exchange.engine.recommendations import Answer, Origin, Recommendation, draft_recommendation
from ubada.exchange.engine.sessions import month_of
from ubada.exchange.engine.wording import claim_in, clean_label, folded_label, paragraph_number, without_markup
from ubada.exchange.formats import Context
from ubada.kernel.ids import slugify_ref
from ubada.reading.states import state_code

LONGEST_TEXT: Final = 60_000
NO_PARAGRAPH: Final = "no paragraph given"
_KEY: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PROCEDURE: Final = re.compile(r"(?:SR|WG|IE)\b")
_RECOMMENDS: Final = "recommendations"
_NUMBER: Final = re.compile(r"\d+")
_LONGEST_CODE: Final = 40
_POSITIONS: Final[Mapping[str, str]] = {"supported": "supported", "accepted": "supported", "noted": "noted"}


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation as either export gives it, labels still as written. ``where`` names it in messages."""

    where: int | str
    key: str
    text: str
    published: str
    symbol: str
    kind: str
    body: str
    countries: tuple[str, ...]
    themes: tuple[str, ...]
    persons: tuple[str, ...]
    sdgs: tuple[str, ...]
    recommending: tuple[str, ...]
    position: str = ""
    session: str = ""


def take(one: Annotation, context: Context) -> None:
    """Check an annotation, and draft it if it recommends something to a state that is followed."""
    drafts, faults = context.drafts, context.faults
    drafts.read += 1
    before = faults.count
    if not _KEY.fullmatch(one.key.strip()):
        faults.add(one.where, "AnnotationId", f"{one.key[:50]!r} is no identifier of an annotation" if one.key else
                   "is empty")  # fmt: skip
    text = without_markup(one.text)
    if not text:
        faults.add(one.where, "Text", "is empty")
    elif len(text) > LONGEST_TEXT:
        faults.add(one.where, "Text", f"has {len(text)} characters; no paragraph has over {LONGEST_TEXT}")
    _check_date(one, context)
    if not one.symbol.strip():
        faults.add(one.where, "Symbol", "is empty")
    states = _states(one, context)
    if faults.count > before:
        return
    if folded_label(one.kind) != _RECOMMENDS:
        drafts.skipped[f"not recommendations but: {clean_label(one.kind) or 'no type'}"] += 1
    elif not states:
        drafts.skipped["about states that are not followed here"] += 1
    else:
        drafts.used += 1
        recommendation = _recommendation(one, text, states, context)
        if recommendation is not None:
            draft_recommendation(recommendation, drafts, context.known, context.mapping)


def _check_date(one: Annotation, context: Context) -> None:
    try:
        published = date.fromisoformat(one.published[:10]) if one.published else None
    except ValueError:
        context.faults.add(one.where, "PublicationDate", f"{one.published[:30]!r} is no date")
        return
    if published is None:
        context.faults.add(one.where, "PublicationDate", "is empty")
    elif not 1945 <= published.year <= 2100:
        context.faults.add(one.where, "PublicationDate", f"{published.isoformat()} cannot be the date of a document")


def _states(one: Annotation, context: Context) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in one.countries:
        code = _code_of(name, context)
        if not code:
            context.drafts.notes[f"country {clean_label(name)!r} is the name of no state"] += 1
        elif code in context.known.states:
            found[code] = None
    return tuple(found)


def _code_of(name: str, context: Context) -> str:
    known = context.mapping.states.get(folded_label(name))
    return known if known is not None else state_code(clean_label(name))


def _recommendation(one: Annotation, text: str, states: tuple[str, ...], context: Context) -> Recommendation | None:
    body = clean_label(one.body)
    is_review = body.upper() == "UPR" or folded_label(body).startswith("universal periodic review")
    number = paragraph_number(text)
    by: list[tuple[str, str]] = []
    for name in one.recommending:
        code = _code_of(name, context)
        if code:
            by.append((code, clean_label(name)))
        else:
            context.drafts.notes[f"recommending state {clean_label(name)!r} is the name of no state"] += 1
    answer = None
    if one.position:
        answer = _answer(one, context)
        if answer is None:
            return None
    return Recommendation(
        ref=f"UHRI-{one.key.strip().lower()}", source_key=one.key.strip().lower(), states=states, text=text,
        origin=_origin(one, body, context, is_review=is_review),
        locator=f"para. {number}" if number else NO_PARAGRAPH,
        binding="political" if is_review else "standard",
        labels={"themes": _labels(one.themes), "persons": _labels(one.persons), "sdg": _labels(one.sdgs)},
        recommended_by=sorted(dict(by).items()), answer=answer if len(states) == 1 else None,
        derived=() if number else ("locator",),
    )  # fmt: skip


def _labels(labels: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(cleaned for label in labels if (cleaned := clean_label(label))))


def _answer(one: Annotation, context: Context) -> Answer | None:
    given = clean_label(one.position)
    official = context.mapping.value("position", given) or _POSITIONS.get(folded_label(given))
    if official is None:
        context.faults.add(one.where, "UPR Position", f"{given[:40]!r} is neither Supported nor Noted")
        return None
    session = _NUMBER.search(one.session)
    month = month_of(int(session[0])) if session else None
    claim = claim_in(given)
    return Answer(
        official=official, given_as=given, dated=f"{month or one.published[:7]}~", claim=claim,
        claim_wording=given if claim else "",
    )  # fmt: skip


def _origin(one: Annotation, body: str, context: Context, *, is_review: bool) -> Origin:
    symbol = unicodedata.normalize("NFKC", one.symbol).replace("–", "-").strip(" -")
    code = context.known.documents.get(symbol.upper().replace(" ", "")) or slugify_ref(symbol)[:60].rstrip("-.")
    if is_review:
        kind, words = "upr-report", ("Report of the Working Group on the UPR", "Доклад Рабочей группы по УПО")
    elif "/CO/" in symbol:
        kind, words = "concluding-observations", ("Concluding observations", "Заключительные замечания")
    else:
        kind, words = "report", ("Report", "Доклад")
    is_procedure = bool(_PROCEDURE.match(body))
    name = context.known.bodies.get(body.upper(), body)
    return Origin(
        code=code, symbol=symbol[:80], title={"en": f"{words[0]}, {symbol}", "ru": f"{words[1]}, {symbol}"}, kind=kind,
        body="UPR" if is_review else _body_code(body, context), body_name=name,
        body_kind="expert-mechanism" if is_procedure else "treaty-body",
        # The index has the day a document was published; it was adopted about then.
        adopted_on=f"{one.published[:7]}~", url=f"https://undocs.org/{symbol.replace(' ', '')}",
    )  # fmt: skip


def _body_code(body: str, context: Context) -> str:
    upper = body.upper()
    return upper if upper in context.known.bodies else slugify_ref(body or "unknown body").upper()[:_LONGEST_CODE]
