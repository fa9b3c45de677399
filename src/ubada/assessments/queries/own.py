"""An organisation's own verdicts, for a program that works in a member's name for it, and for nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Assessment, EvidenceLink
from ubada.assessments.policies import organisations_of
from ubada.assessments.queries.showing import VerdictShown, shown
from ubada.evidence.models import EvidenceItem
from ubada.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A piece that one's own verdict rests on. ``item`` is None where it was withdrawn or is not for the actor."""

    uid: str
    item: EvidenceItem | None
    bearing: str
    pinpoint: str
    reliability: str
    credibility: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class OwnVerdict:
    """A verdict of one's own organisation with what it rests on."""

    verdict: VerdictShown
    links: tuple[OwnLink, ...]


def own_verdicts(actor: Actor, organisation: Organisation) -> QuerySet[Assessment]:
    """The verdicts of an organisation for which the actor works, whatever their state; none of any other."""
    if organisation.pk not in organisations_of()(actor):
        return Assessment.objects.none()
    return visible_to(actor, Assessment.objects.filter(organisation=organisation))


def own_part(actor: Actor, rows: QuerySet[Assessment], start: int, end: int) -> list[OwnVerdict]:
    """A part of these rows, in full."""
    keys = list(rows.values_list("pk", flat=True)[start:end])
    found = {one.uid: one for one in shown(actor, Assessment.objects.filter(pk__in=keys))}
    links = _links(actor, keys)
    return [OwnVerdict(found[key], tuple(links[key])) for key in keys if key in found]


def own_verdict(actor: Actor, organisation: Organisation, uid: str) -> OwnVerdict:
    """One verdict of the organisation. Raises Assessment.DoesNotExist for any that is not its own."""
    found = own_part(actor, own_verdicts(actor, organisation).filter(pk=uid).order_by("pk"), 0, 1)
    if not found:
        raise Assessment.DoesNotExist
    return found[0]


def _links(actor: Actor, uids: Collection[str]) -> dict[str, list[OwnLink]]:
    rows = list(visible_to(actor, EvidenceLink.objects.filter(assessment__in=uids).select_related("item")))
    seen = visible_to(actor, EvidenceItem.objects.filter(pk__in={row.item_id for row in rows}, is_withdrawn=False))
    items = {item.pk: item for item in seen}
    links: dict[str, list[OwnLink]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.pk):
        links[row.assessment_id].append(
            OwnLink(
                row.item_id, items.get(row.item_id), row.bearing, row.pinpoint, row.reliability, row.credibility,
                row.item.is_withdrawn,
            )
        )  # fmt: skip
    return links
