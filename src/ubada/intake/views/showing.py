"""What the pages of the desk share: finding what the address names, and a passage as a card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from ubada.access.actors import Actor
from ubada.access.engine import Action, can
from ubada.intake import queries
from ubada.intake.models import Passage, Reading
from ubada.intake.suggesting import VOCABULARIES
from ubada.intake.words import FEATURES, RELATIONS, STATES, chance, doubt
from ubada.kernel.differences import word_changes
from ubada.register.views.answering import actor_of

_TERM_FIELDS = tuple(VOCABULARIES)


@dataclass(frozen=True, slots=True)
class Named:
    """A term as a tag: the number of a target, its label, why it was suggested ("" if a person chose it)."""

    number: str
    label: Any
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """A passage with everything its card shows."""

    passage: Passage
    state: Any
    doubts: list[str]
    terms: list[Named]
    features: list[Any]
    missing: list[Any]
    alike: list[tuple[queries.Alike, Any]]
    is_entered: bool
    can_join: bool
    changes: list[tuple[str, str]]
    """The wording now against the one before: "same", "out" or "in", and the words."""
    error: str = ""


def worker_on(request: HttpRequest) -> Actor:
    """The person at the desk. Raises Http404 for anyone who has no work here."""
    actor = actor_of(request)
    if not can(actor, Action.CHANGE, Reading):
        raise Http404
    return actor


def reading_or_404(actor: Actor, uid: str) -> Reading:
    """The reading of the address."""
    try:
        return queries.reading(actor, uid)
    except Reading.DoesNotExist:
        raise Http404 from None


def passage_or_404(actor: Actor, reading: str, uid: str) -> Passage:
    """The passage of the address."""
    try:
        return queries.passage(actor, reading, uid)
    except Passage.DoesNotExist:
        raise Http404 from None


def cards(actor: Actor, one: Reading, shown: Sequence[Passage], every: Sequence[Passage]) -> list[Card]:
    """The passages that are shown, as cards. ``every`` is all of the reading, to know what could be joined."""
    labels = queries.term_labels(actor, _keys(shown))
    alike = queries.alike(actor, shown)
    entered = queries.entered(one, shown)
    open_ones = [each for each in every if each.state in queries.ACTIVE]
    following = {each.uid: after for each, after in pairwise(open_ones)}
    return [
        Card(
            passage=each,
            state=STATES[each.state],
            doubts=[doubt(words) for words in each.needs_review],
            terms=[*_terms(each, labels)],
            features=[FEATURES[name] for name, spans in each.suggested.get("features", {}).items() if spans],
            missing=[FEATURES[name] for name in each.suggested.get("missing", []) if name in FEATURES],
            alike=[(found, RELATIONS.get(found.type, found.type)) for found in alike[each.uid]],
            is_entered=each.ref in entered,
            can_join=each.state == Passage.State.WAITING
            and each.uid in following
            and following[each.uid].state == Passage.State.WAITING,
            changes=changes(each) if one.supersedes_id else [],
        )
        for each in shown
    ]


def _keys(shown: Iterable[Passage]) -> list[str]:
    return [key for each in shown for field in _TERM_FIELDS for key in getattr(each, field)]


def _terms(one: Passage, labels: dict[str, Any]) -> Iterable[Named]:
    for field in _TERM_FIELDS:
        why = {each["label"]: chance(each["method"], each["chance"]) for each in one.suggested.get(field, [])}
        for key in getattr(one, field):
            if key in labels:
                number = key.partition(":")[2] if field == "sdg_targets" else ""
                yield Named(number, labels[key], why.get(key, ""))


def changes(one: Passage) -> list[tuple[str, str]]:
    """The wording against that of the reading before, word by word; nothing where it is the same or is new."""
    if one.earlier is None or one.earlier.text == one.text:
        return []
    return word_changes(one.earlier.text, one.text)


def place_of(one: Passage) -> str:
    """The address of the part of the document in which a passage stands, at its card."""
    return f"{reverse('reading', args=[one.reading_id])}?at={one.uid}#p-{one.uid}"
