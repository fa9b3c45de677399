"""Relations between commitments: what waits for a decision, what was decided, and both texts side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.reading.matching.signature import Item
from ubada.register.marking import Compared, Piece, compare
from ubada.register.models import Commitment, Relation, StateCommitment
from ubada.register.models.relations import INVERSE
from ubada.register.queries.clusters import Time, times_of

State, Type = Relation.State, Relation.Type
Ranked = QuerySet[Any]
"""Relations with their place in the order: ``rank`` of the type and ``score``."""
SUREST_FIRST: Final = (
    Type.DUPLICATE, Type.REITERATES, Type.NARROWER, Type.BROADER, Type.CONFLICTS, Type.SAME_TOPIC,
)  # fmt: skip
"""The types by how far the rules can be relied on: the same words are the same; opposites are a sign to look."""
_WORDING: Final = "en"
"""The language that both texts are shown in where the rules named none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which relations are asked for. Empty text asks for all; ``score`` is per mille of likeness at least."""

    decided: str = State.SUGGESTED
    type: str = ""
    state: str = ""
    theme: str = ""
    score: int = 0
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two commitments: when and by whom it was made, its text in pieces, and how each state answered."""

    time: Time
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """How one kind of symbol compares: what both have and what only one has, in the codes of the matching."""

    kind: str
    verdict: str
    both: tuple[str, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A relation with both sides.

    ``leads`` are the leading verbs as written, by symbol. ``is_outdated``: today's texts would not give the reasons for
    which it was suggested.
    """

    relation: Relation
    a: Side
    b: Side
    why: tuple[Why, ...]
    leads: dict[str, str]
    is_outdated: bool

    @property
    def likeness(self) -> int | None:
        """Likeness of the wording in per cent; None where rules said nothing."""
        score = self.relation.reasons.get("score")
        return round(score / 10) if score is not None else None


@dataclass(frozen=True, slots=True)
class Related:
    """A commitment and what it is to the one that was asked about; ``type`` is read from that one to this."""

    type: str
    commitment: Commitment


def relations(actor: Actor, wanted: Wanted) -> Ranked:
    """The relations asked for: those that wait with the surest first, decided ones with the latest first."""
    rows = _ranked(visible_to(actor, Relation.objects.filter(state=wanted.decided)))
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    if wanted.score:
        rows = rows.filter(score__gte=wanted.score)
    if wanted.ref:
        rows = rows.filter(Q(commitment_a=wanted.ref) | Q(commitment_b=wanted.ref))
    if wanted.state:
        rows = _either(rows, StateCommitment.objects.filter(state=wanted.state))
    if wanted.theme:
        through = Commitment.themes.through._default_manager
        rows = _either(rows, through.filter(Q(term=wanted.theme) | Q(term__parent=wanted.theme)))
    if wanted.decided == State.SUGGESTED:
        return rows.order_by("rank", "-score", "key")
    return rows.order_by("-decided_on", "key")


def counts(actor: Actor) -> Counter[str]:
    """How many relations there are in each state."""
    return Counter(visible_to(actor, Relation.objects.order_by()).values_list("state", flat=True))


def relation_with_key(actor: Actor, key: str) -> Any | None:
    """One relation with what its place in the order depends on; None if there is none that the actor may see."""
    return _ranked(visible_to(actor, Relation.objects.filter(key=key))).first()


def said_of_pair(actor: Actor, one: Relation) -> Relation:
    """What is confirmed of the two commitments of a relation; the relation itself where nothing is."""
    pair = visible_to(
        actor, Relation.objects.filter(commitment_a=one.commitment_a_id, commitment_b=one.commitment_b_id)
    )
    return pair.filter(state=State.CONFIRMED).first() or one


def place_of(rows: Ranked, one: Any) -> int:
    """How many of the waiting relations come before this one, whether or not it still waits."""
    rank, score = one.rank, one.score
    return rows.filter(
        Q(rank__lt=rank) | Q(rank=rank, score__gt=score) | Q(rank=rank, score=score, key__lt=one.key)
    ).count()


def pairs(actor: Actor, rows: Iterable[Relation]) -> list[Pair]:
    """Both sides of each relation. The number of queries does not depend on how many there are."""
    listed = list(rows)
    refs = {ref for one in listed for ref in (one.commitment_a_id, one.commitment_b_id)}
    times = times_of(actor, Commitment.objects.filter(pk__in=refs))
    return [_pair(one, times[one.commitment_a_id], times[one.commitment_b_id]) for one in listed]


def side_by_side(actor: Actor, first: str, second: str) -> tuple[Side, Side]:
    """Two commitments, compared. Raises Commitment.DoesNotExist if one cannot be seen."""
    times = times_of(actor, Commitment.objects.filter(pk__in=(first, second)))
    for ref in (first, second):
        if ref not in times:
            raise Commitment.DoesNotExist(ref)
    return _compared(times[first], times[second], _WORDING)[1]


def related_to(actor: Actor, ref: str) -> list[Related]:
    """What persons confirmed of this commitment and others, read from it to them."""
    listed = Commitment.objects.select_related("instrument", "document", "provision")
    found = visible_to(actor, Relation.objects.filter(state=State.CONFIRMED)).order_by("key")
    rows = list(found.filter(Q(commitment_a=ref) | Q(commitment_b=ref)))
    others = {one.commitment_b_id if one.commitment_a_id == ref else one.commitment_a_id for one in rows}
    seen = visible_to(actor, listed).in_bulk(others) if others else {}
    related = [
        Related(one.type, seen[one.commitment_b_id])
        if one.commitment_a_id == ref
        else Related(INVERSE.get(Type(one.type), one.type), seen[one.commitment_a_id])
        for one in rows
    ]
    return sorted(related, key=lambda one: (SUREST_FIRST.index(Type(one.type)), one.commitment.ref))


def confirmed_among(actor: Actor, refs: Iterable[str]) -> list[Relation]:
    """The confirmed relations that these commitments have among themselves."""
    own = list(refs)
    rows = Relation.objects.filter(state=State.CONFIRMED, commitment_a__in=own, commitment_b__in=own)
    return list(visible_to(actor, rows).order_by("key"))


def confirmed_of_earlier(actor: Actor, times: Iterable[Time]) -> dict[str, list[tuple[str, list[Time]]]]:
    """What persons confirmed of these times and earlier ones: by reference, then by type as it reads to those."""
    order = {one.commitment.ref: (at, one) for at, one in enumerate(times)}
    found: dict[str, dict[str, list[Time]]] = {}
    for one in confirmed_among(actor, order):
        later, earlier, said = one.commitment_a_id, one.commitment_b_id, one.type
        if order[later][0] < order[earlier][0]:
            later, earlier, said = earlier, later, INVERSE.get(Type(one.type), one.type)
        found.setdefault(later, {}).setdefault(said, []).append(order[earlier][1])
    return {ref: list(by_type.items()) for ref, by_type in found.items()}


def _ranked(rows: QuerySet[Relation]) -> Ranked:
    rank = Case(*(When(type=one, then=Value(at)) for at, one in enumerate(SUREST_FIRST)), output_field=IntegerField())
    score = Coalesce(Cast(KeyTextTransform("score", "reasons"), IntegerField()), Value(0))
    return rows.annotate(rank=rank, score=score)


def _either(rows: Ranked, having: QuerySet[Any]) -> Ranked:
    """The relations of which one side or the other is a commitment that these rows name."""
    first, second = (Exists(having.filter(commitment=OuterRef(name))) for name in ("commitment_a", "commitment_b"))
    return rows.filter(first | second)


def _pair(one: Relation, a: Time, b: Time) -> Pair:
    language = str(one.reasons.get("language") or _WORDING)
    compared, (left, right) = _compared(a, b, language)
    symbols = one.reasons.get("symbols", [])
    is_outdated = one.state == State.SUGGESTED and symbols != [each.as_dict() for each in compared.reasons]
    why = [
        Why(each["kind"], each["verdict"], tuple(each["both"]), tuple(each["only_first"]), tuple(each["only_second"]))
        for each in symbols
    ]
    return Pair(one, left, right, tuple(why), compared.leads, is_outdated)


def _compared(a: Time, b: Time, language: str) -> tuple[Compared, tuple[Side, Side]]:
    items = [_item(one, language) for one in (a, b)]
    found = compare(*items)
    return found, (Side(a, items[0].language, found.first), Side(b, items[1].language, found.second))


def _item(one: Time, language: str) -> Item:
    wording = one.commitment.text.best(language)
    states = frozenset(given.standing.state_id for given in one.given)
    return Item(one.commitment.ref, wording.text, wording.language, states)
