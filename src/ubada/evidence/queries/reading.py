"""Items one by one, in lists and in counts; their history and their copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Action, can, visible_to
from ubada.evidence.models import EvidenceItem
from ubada.evidence.policies import own, works_for
from ubada.evidence.records import EVIDENCE
from ubada.files.queries import stored_path
from ubada.ledger.models import Touch
from ubada.ledger.queries import Happening
from ubada.organisations.models import Organisation

WITH: Final = ("organisation", "file", "snapshot", "public_copy")
MINE: Final = "own"
OTHERS: Final = "others"
NO_COPY: Final = "no-copy"
"""Others may see the item, and there is no copy that they could be given."""
WITHDRAWN: Final = "withdrawn"
_MOST_WORDS: Final = 10


@dataclass(frozen=True, slots=True)
class CopyToGive:
    """A copy without metadata as it may be given out."""

    name: str
    media_type: str
    path: Path
    is_public: bool
    """Whether everybody may have it at this moment."""


def items(
    actor: Actor, *, kind: str = "", sensitivity: str = "", text: str = "", whose: str = "", state: str = ""
) -> QuerySet[EvidenceItem]:
    """The items this actor may see, newest first; of one kind, for some readers, or with these words, if asked.

    ``whose`` is `MINE` or `OTHERS`, ``state`` is `NO_COPY` or `WITHDRAWN`; what is empty narrows nothing.
    """
    rows = visible_to(actor, EvidenceItem.objects.select_related(*WITH))
    mine = Q(organisation__in=own(actor))
    if kind:
        rows = rows.filter(kind=kind)
    if sensitivity:
        rows = rows.filter(sensitivity=sensitivity)
    if whose:
        rows = rows.filter(mine if whose == MINE else ~mine)
    if state == NO_COPY:
        rows = rows.filter(mine & ~Q(sensitivity=EvidenceItem.Sensitivity.ORGANISATION), is_withdrawn=False)
        rows = rows.exclude(copy_refusal="")
    elif state == WITHDRAWN:
        rows = rows.filter(is_withdrawn=True)
    for word in text.replace("\x00", " ").split()[:_MOST_WORDS]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(source__icontains=word) | Q(url__icontains=word)
        )
    return rows.order_by("-made_at", "uid")


def tally(actor: Actor, **wanted: str) -> Mapping[str, Mapping[str, int]]:
    """For each narrowing of `items` how many items each of its values would list, the other narrowings as they are."""
    found: dict[str, dict[str, int]] = {}
    for field in ("kind", "sensitivity"):
        rows = items(actor, **{**wanted, field: ""}).order_by()
        found[field] = dict(rows.values_list(field).annotate(count=Count("pk")))
    for field, values in (("whose", (MINE, OTHERS)), ("state", (NO_COPY, WITHDRAWN))):
        found[field] = {each: items(actor, **{**wanted, field: each}).count() for each in values}
    return found


def item(actor: Actor, uid: str) -> EvidenceItem:
    """One item. Raises EvidenceItem.DoesNotExist for what the actor may not see."""
    rows = EvidenceItem.objects.select_related(*WITH, "made_by")
    return visible_to(actor, rows).get(uid=uid)


def items_of(actor: Actor, organisation: Organisation) -> QuerySet[EvidenceItem]:
    """The items of an organisation that this actor may see, newest first."""
    return items(actor).filter(organisation=organisation)


def choices_for(actor: Actor, organisation: Organisation) -> QuerySet[EvidenceItem]:
    """What a verdict of the organisation can cite: its own items first, then those of others that the actor may see."""
    first = Case(When(organisation=organisation, then=Value(0)), default=Value(1), output_field=IntegerField())
    return items(actor).filter(is_withdrawn=False).annotate(first=first).order_by("first", "-made_at", "uid")


def copy_of(actor: Actor, uid: str) -> CopyToGive:
    """The copy without metadata of an item that the actor may see.

    Raises EvidenceItem.DoesNotExist for what the actor may not see and where there is no copy (yet), and BytesMissing.
    """
    one = item(actor, uid)
    if one.public_copy is None:
        raise EvidenceItem.DoesNotExist
    path = stored_path(Actor.system("evidence"), one.public_copy.uid)
    return CopyToGive(one.public_copy.name, one.public_copy.media_type, path, is_for_everyone(one))


def is_for_everyone(one: EvidenceItem) -> bool:
    """Whether any reader may see the item at this moment."""
    return can(Actor.reader(), Action.VIEW, one)


def history(actor: Actor, one: EvidenceItem) -> list[Happening]:
    """What was done to an item, newest first, for its own organisation alone; never who did it."""
    if not is_own(actor, one):
        return []
    touched = Touch.objects.filter(type=EVIDENCE, key=one.uid).order_by("-entry_id")
    return [Happening(*row) for row in touched.values_list("entry__recorded_at", "entry__action")]


def is_own(actor: Actor, one: EvidenceItem) -> bool:
    """Whether the actor is of the organisation that keeps the item, and so may have the original."""
    return actor.is_system or one.organisation_id in own(actor)


def keeps_for(actor: Actor) -> list[Organisation]:
    """The organisations for which the actor may add items, by code."""
    return list(Organisation.objects.filter(pk__in=works_for(actor)).order_by("code"))


def waiting_for(actor: Actor) -> int:
    """How many of the items that the actor keeps for others to see have no copy that could be given to them."""
    return items(actor, state=NO_COPY).filter(organisation__in=works_for(actor)).count()


def takes_part(actor: Actor) -> bool:
    """Whether there is a page of evidence for this actor: members of organisations, and editors for what is public."""
    return bool(actor.memberships) or actor.has_role(PlatformRole.EDITOR)
