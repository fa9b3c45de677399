"""Reading evidence, narrowed to what the actor may see. Whatever counts or lists items starts here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from rapidfuzz import fuzz

from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Action, can, visible_to
from ubada.evidence.addresses import key_of
from ubada.evidence.models import EvidenceItem
from ubada.evidence.policies import REACHES_BUT_FOR_WITHDRAWAL, own, works_for
from ubada.evidence.records import EVIDENCE
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.ledger.models import Touch
from ubada.ledger.queries import Happening
from ubada.organisations.models import Organisation

NEARLY_THE_SAME: Final = 90
"""Per cent of likeness of two titles, from which on they are shown as the same thing."""
MOST_ALIKE: Final = 10
_WITH = ("organisation", "file", "snapshot", "public_copy")


@dataclass(frozen=True, slots=True)
class Alike:
    """An item that may be the same thing: the very bytes, the same address, or nearly the same title and date."""

    item: EvidenceItem
    why: str


@dataclass(frozen=True, slots=True)
class Cited:
    """An item as a verdict cites it; without the item where it was withdrawn."""

    uid: str
    item: EvidenceItem | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether all there is to say is that something stood here."""
        return self.item is None


@dataclass(frozen=True, slots=True)
class Use:
    """A verdict that rests on the item and that the actor may read."""

    ref: str
    title: TranslatedText
    state: str
    round: TranslatedText
    organisation: TranslatedText | None
    """None where it is not for the actor to know whose verdict it is."""
    bearing: str
    pinpoint: str


def items(actor: Actor, *, kind: str = "", sensitivity: str = "", text: str = "") -> QuerySet[EvidenceItem]:
    """The items this actor may see, newest first; of one kind, for some readers, or with these words, if asked."""
    rows = visible_to(actor, EvidenceItem.objects.select_related(*_WITH))
    if kind:
        rows = rows.filter(kind=kind)
    if sensitivity:
        rows = rows.filter(sensitivity=sensitivity)
    for word in text.replace("\x00", " ").split()[:10]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(source__icontains=word) | Q(url__icontains=word)
        )
    return rows.order_by("-made_at", "uid")


def item(actor: Actor, uid: str) -> EvidenceItem:
    """One item. Raises EvidenceItem.DoesNotExist for what the actor may not see."""
    rows = EvidenceItem.objects.select_related(*_WITH, "made_by")
    return visible_to(actor, rows).get(uid=uid)


def items_of(actor: Actor, organisation: Organisation) -> QuerySet[EvidenceItem]:
    """The items of an organisation that this actor may see, newest first."""
    return items(actor).filter(organisation=organisation)


def choices_for(actor: Actor, organisation: Organisation) -> QuerySet[EvidenceItem]:
    """What a verdict of the organisation can cite: its own items first, then those of others that the actor may see."""
    first = Case(When(organisation=organisation, then=Value(0)), default=Value(1), output_field=IntegerField())
    return items(actor).filter(is_withdrawn=False).annotate(first=first).order_by("first", "-made_at", "uid")


def as_cited(actor: Actor, uids: Iterable[str]) -> dict[str, Cited]:
    """What a verdict's list of evidence shows this actor, by uid in the order given.

    A withdrawn item shows as such to whoever would have seen it, its own organisation included; what is not for the
    actor is left out, so that nothing tells how much there is.
    """
    wanted = list(dict.fromkeys(uids))
    rows = EvidenceItem.objects.filter(pk__in=wanted)
    living = {one.uid: one for one in visible_to(actor, rows.filter(is_withdrawn=False).select_related(*_WITH))}
    reached = rows.filter(is_withdrawn=True).filter(
        pk__in=EvidenceItem.objects.filter(REACHES_BUT_FOR_WITHDRAWAL.q(actor)).values("pk")
    )
    withdrawn = set(reached.values_list("pk", flat=True))
    return {uid: Cited(uid, living.get(uid)) for uid in wanted if uid in living or uid in withdrawn}


def find_duplicates(
    actor: Actor,
    *,
    sha256: str = "",
    url: str = "",
    title: TranslatedText | None = None,
    dated: PartialDate | None = None,
    but: str = "",
) -> list[Alike]:
    """The items this actor may see that may be the same thing, the surest first; ``but`` is left out."""
    rows = items(actor).filter(is_withdrawn=False).exclude(pk=but)
    found: dict[str, Alike] = {}
    if sha256:
        same = rows.filter(Q(file__sha256=sha256) | Q(snapshot__sha256=sha256))
        found |= {one.uid: Alike(one, "bytes") for one in same[:MOST_ALIKE]}
    if key := key_of(url):
        for one in rows.filter(url_key=key)[:MOST_ALIKE]:
            found.setdefault(one.uid, Alike(one, "address"))
    if title and dated is not None:
        for one in rows.filter(dated=dated)[:500]:
            if _likeness(title, one.title) >= NEARLY_THE_SAME:
                found.setdefault(one.uid, Alike(one, "title"))
    return list(found.values())[:MOST_ALIKE]


def _likeness(one: TranslatedText, other: TranslatedText) -> float:
    """Per cent, of the two titles that are most alike, whatever their language."""
    return max((fuzz.ratio(a.casefold(), b.casefold()) for a in one.values() for b in other.values()), default=0.0)


def uses(actor: Actor, one: EvidenceItem) -> list[Use]:
    """The verdicts that rest on the item, of those this actor may read; of others not even their number."""
    links = one.links.select_related("assessment__state_commitment__commitment", "assessment__round")
    found = []
    for link in links.select_related("assessment__organisation"):
        verdict = link.assessment
        if not can(actor, Action.VIEW, verdict):
            continue
        is_named = verdict.organisation_id in own(actor) or not verdict.is_name_protected
        commitment = verdict.state_commitment.commitment
        found.append(
            Use(
                ref=commitment.ref,
                title=commitment.title,
                state=verdict.state_commitment.state_id,
                round=verdict.round.title,
                organisation=verdict.organisation.name if is_named else None,
                bearing=link.bearing,
                pinpoint=link.pinpoint,
            )
        )
    return found


def history(actor: Actor, one: EvidenceItem) -> list[Happening]:
    """What was done to an item, newest first, for its own organisation alone; never who did it."""
    if not (actor.is_system or one.organisation_id in own(actor)):
        return []
    touched = Touch.objects.filter(type=EVIDENCE, key=one.uid).order_by("-entry_id")
    return [Happening(*row) for row in touched.values_list("entry__recorded_at", "entry__action")]


def is_own(actor: Actor, one: EvidenceItem) -> bool:
    """Whether the actor is of the organisation that keeps the item, and so may have the original."""
    return actor.is_system or one.organisation_id in own(actor)


def keeps_for(actor: Actor) -> list[Organisation]:
    """The organisations for which the actor may add items, by code."""
    return list(Organisation.objects.filter(pk__in=works_for(actor)).order_by("code"))


def takes_part(actor: Actor) -> bool:
    """Whether there is a page of evidence for this actor: members of organisations, and editors for what is public."""
    return bool(actor.memberships) or actor.has_role(PlatformRole.EDITOR)
