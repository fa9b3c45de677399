"""Verdicts, replies and versions as a given reader may see them.

Views get these and never rows: who wrote and who reviewed is in none of them but for the organisation's own, a
protected name is not there for those who must not know it, and an item of evidence is there only for who may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, Prefetch, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Assessment, AssessmentVersion, EvidenceLink, Measure, Reply, Round
from ubada.assessments.policies import is_official, knows_names
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.states import AssessmentState
from ubada.assessments.rules.verdicts import Constituency
from ubada.evidence.models import EvidenceItem
from ubada.kernel.text import TranslatedText
from ubada.organisations.models import Accreditation, Organisation
from ubada.register.models import Fact, StateCommitment

FOR_EDITORS: Final = ("withheld", "editor_note")
"""The columns of facts that no verdict brings along."""


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """A piece that a verdict rests on. ``item`` is None where this reader may not see it or it was withdrawn.

    ``key`` is that of the link: it names nothing of the piece.
    """

    key: int
    item: EvidenceItem | None
    bearing: str
    pinpoint: str
    reliability: str
    credibility: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class ReplyShown:
    """An answer to a verdict. ``organisation`` is None where the name is protected from this reader."""

    uid: str
    constituency: Constituency
    organisation: Organisation | None
    is_own: bool
    text: TranslatedText
    evidence: tuple[EvidenceItem, ...]
    n_not_shown: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class VerdictShown:
    """A verdict, or the tombstone of one: then nothing is said but the class of reason.

    ``organisation`` is None where the name is protected from this reader. ``author`` is the name of whoever wrote it,
    for the organisation's own alone. ``accreditation`` is the grade that an ombudsman institution had on the day on
    which it handed the verdict in, empty if it had none or is not named.
    """

    uid: str
    round: Round
    state_commitment: StateCommitment
    constituency: Constituency
    organisation: Organisation | None
    accreditation: str
    is_own: bool
    state: AssessmentState
    version: int
    level: Level | None
    gap: str
    cooperation: str
    trend: str
    narrative: TranslatedText
    shared_draft: str
    has_declared: bool
    conflict_of_interest: str
    is_name_protected: bool
    correction: TranslatedText
    evidence: tuple[EvidenceShown, ...]
    measures: tuple[Measure, ...]
    facts: tuple[Fact, ...]
    replies: tuple[ReplyShown, ...]
    author: str
    submitted_at: datetime | None
    opened_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str

    @property
    def is_tombstone(self) -> bool:
        """Whether it was taken back."""
        return self.state is AssessmentState.WITHDRAWN

    @property
    def n_not_shown(self) -> int:
        """How many pieces it rests on that this reader may not see."""
        return len([one for one in self.evidence if one.item is None and not one.is_withdrawn])


@dataclass(frozen=True, slots=True)
class VersionShown:
    """What a verdict said at a step. ``changed`` names the fields that differ from the version shown before it."""

    number: int
    action: str
    made_at: datetime
    content: Mapping[str, Any]
    sha256: str
    changed: tuple[str, ...]


def shown(actor: Actor, rows: QuerySet[Assessment]) -> list[VerdictShown]:
    """These verdicts, as far as the actor may see them, in the order of the rows."""
    found = _with_all(actor, rows)
    items = _items(actor, found)
    return [_verdict(actor, one, items) for one in found]


def shown_as_published(rows: QuerySet[Assessment], items: Mapping[str, EvidenceItem]) -> list[VerdictShown]:
    """These verdicts as every reader will see them once their round is published; ``items`` are those for readers.

    For whoever puts the publication together (`queries.publishing`); it asks nobody for leave.
    """
    everybody = Actor.reader()
    return [_verdict(everybody, one, items) for one in _with_all(Actor.system("publication"), rows)]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A verdict with what hangs on it. Lists of their own and not managers, of which each costs as much as a query."""

    row: Assessment
    links: list[EvidenceLink]
    measures: list[Measure]
    facts: list[Fact]
    replies: list[Reply]
    accreditations: list[Accreditation]


def _with_all(actor: Actor, rows: QuerySet[Assessment]) -> list[_Loaded]:
    parts = {
        "evidence_links": EvidenceLink.objects.select_related("item").order_by("pk"),
        "measures": Measure.objects.select_related("claimant"),
        "facts": Fact.objects.filter(is_published=True).defer(*FOR_EDITORS),
        "replies": Reply.objects.select_related("organisation").prefetch_related("evidence").order_by("received_at"),
    }
    found = (
        visible_to(actor, rows)
        .select_related("round", "organisation", "author", "state_commitment__commitment", "state_commitment__state")
        .prefetch_related(
            *(Prefetch(name, visible_to(actor, part), to_attr=f"shown_{name}") for name, part in parts.items()),
            Prefetch("organisation__accreditations", to_attr="shown_accreditations"),
        )
    )
    return [
        _Loaded(
            row=one,
            links=_beside(one, "evidence_links"),
            measures=_beside(one, "measures"),
            facts=_beside(one, "facts"),
            replies=_beside(one, "replies"),
            accreditations=_beside(one.organisation, "accreditations"),
        )
        for one in found
    ]


def _beside(one: Model, name: str) -> list[Any]:
    found: list[Any] = getattr(one, f"shown_{name}")
    return found


def versions_shown(actor: Actor, one: Assessment) -> list[VersionShown]:
    """The versions of a verdict that the actor may see, newest first."""
    rows = list(visible_to(actor, AssessmentVersion.objects.filter(assessment=one)).order_by("number"))
    named = {each["item"] for row in rows for each in row.content["evidence"]}
    known = set(visible_to(actor, EvidenceItem.objects.filter(pk__in=named)).values_list("pk", flat=True))
    hidden = _is_hidden(actor, one)
    out: list[VersionShown] = []
    before: dict[str, Any] = {}
    for row in rows:
        content = _narrowed(row.content, known, hidden=hidden)
        changed = tuple(sorted(name for name in content if content[name] != before.get(name, content[name])))
        out.append(VersionShown(row.number, row.action, row.made_at, content, row.sha256, changed))
        before = content
    return out[::-1]


def replies_shown(actor: Actor, rows: QuerySet[Reply]) -> list[ReplyShown]:
    """These answers, as far as the actor may see them, in the order in which they came."""
    found = list(
        visible_to(actor, rows).order_by("received_at").select_related("organisation").prefetch_related("evidence")
    )
    wanted = {item.pk for one in found for item in one.evidence.all()}
    items = _known(actor, wanted)
    return [_reply(actor, one, items) for one in found]


def is_own(actor: Actor, organisation_id: int) -> bool:
    """Whether what the organisation works on is the actor's own work; an official's own is the state's alone."""
    return any(
        one.organisation_id == organisation_id and (not is_official(actor) or one.constituency == Constituency.STATE)
        for one in actor.memberships
    )


def _verdict(actor: Actor, loaded: _Loaded, items: Mapping[str, EvidenceItem]) -> VerdictShown:
    one = loaded.row
    own = is_own(actor, one.organisation_id)
    hidden = _is_hidden(actor, one)
    return VerdictShown(
        uid=one.uid,
        round=one.round,
        state_commitment=one.state_commitment,
        constituency=Constituency(one.constituency),
        organisation=None if hidden else one.organisation,
        accreditation="" if hidden else _accreditation(loaded),
        is_own=own,
        state=AssessmentState(one.state),
        version=one.version,
        level=Level(one.level) if one.level else None,
        gap=one.gap,
        cooperation=one.cooperation,
        trend=one.trend,
        narrative=one.narrative,
        shared_draft="" if hidden else one.shared_draft,
        has_declared=one.has_declared,
        conflict_of_interest="" if hidden and one.state != AssessmentState.IN_REVIEW else one.conflict_of_interest,
        is_name_protected=one.is_name_protected,
        correction=one.correction,
        evidence=tuple(_evidence(each, items) for each in loaded.links),
        measures=tuple(loaded.measures),
        facts=tuple(loaded.facts),
        replies=tuple(_reply(actor, each, items) for each in loaded.replies),
        author=one.author.name if own and one.author is not None else "",
        submitted_at=one.submitted_at if own or actor.is_system else None,
        opened_at=one.opened_at,
        published_at=one.published_at,
        withdrawn_at=one.withdrawn_at,
        withdrawal_reason=one.withdrawal_reason,
    )


def _evidence(link: EvidenceLink, items: Mapping[str, EvidenceItem]) -> EvidenceShown:
    is_withdrawn = link.item.is_withdrawn
    item = None if is_withdrawn else items.get(link.item_id)
    pinpoint = link.pinpoint if item is not None else ""
    return EvidenceShown(link.pk, item, link.bearing, pinpoint, link.reliability, link.credibility, is_withdrawn)


def _reply(actor: Actor, one: Reply, items: Mapping[str, EvidenceItem]) -> ReplyShown:
    own = is_own(actor, one.organisation_id)
    hidden = one.is_name_protected and not own and not knows_names(actor)
    cited = [item for item in one.evidence.all() if not item.is_withdrawn]
    known = tuple(items[item.pk] for item in cited if item.pk in items)
    return ReplyShown(
        one.uid,
        Constituency(one.constituency),
        None if hidden else one.organisation,
        own,
        one.text,
        known,
        len(cited) - len(known),
        one.received_at,
    )


def _accreditation(loaded: _Loaded) -> str:
    one = loaded.row
    if one.constituency != Constituency.OMBUDSMAN or one.submitted_at is None:
        return ""
    day = one.round.calendar.day_of(one.submitted_at)
    in_force = [each for each in loaded.accreditations if each.in_force_on(day)]
    newest = max(in_force, key=lambda each: each.valid_from.latest, default=None)
    return newest.grade if newest is not None else ""


def _is_hidden(actor: Actor, one: Assessment) -> bool:
    return one.is_name_protected and not is_own(actor, one.organisation_id) and not knows_names(actor)


def _items(actor: Actor, found: Iterable[_Loaded]) -> dict[str, EvidenceItem]:
    wanted = {link.item_id for one in found for link in one.links}
    wanted |= {item.pk for one in found for reply in one.replies for item in reply.evidence.all()}
    return _known(actor, wanted)


def _known(actor: Actor, wanted: set[str]) -> dict[str, EvidenceItem]:
    if not wanted:
        return {}
    return {item.pk: item for item in visible_to(actor, EvidenceItem.objects.filter(pk__in=wanted))}


def _narrowed(content: Mapping[str, Any], known: set[str], *, hidden: bool) -> dict[str, Any]:
    kept = {**content, "evidence": [each for each in content["evidence"] if each["item"] in known]}
    return {**kept, "shared_draft": "", "conflict_of_interest": ""} if hidden else kept
