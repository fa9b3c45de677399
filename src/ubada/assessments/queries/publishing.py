"""A round as everybody will read it once it is published: what an edition is made of, before and after the day.

Only for whoever may publish. What is given is what a reader will see: a protected name is not in it, nor a piece of
evidence that is not public, a draft, an author or a reviewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.assessments.models import (
    Assessment,
    AssessmentVersion,
    DivergenceNote,
    Finding,
    GradeGiven,
    Measure,
    Round,
)
from ubada.assessments.policies import OPEN, PUBLIC
from ubada.assessments.queries.sayings import FindingShown, NoteShown, finding_shown, note_shown
from ubada.assessments.queries.showing import VerdictShown, shown_as_published
from ubada.assessments.rules.lifecycle.assessment import AssessmentAction
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.states import AssessmentState
from ubada.assessments.rules.verdicts import Constituency
from ubada.evidence.models import EvidenceItem
from ubada.register.models import StateCommitment

AT_ONCE: Final = 500
"""How many commitments of states are read together, so that a large round needs no large memory."""
STANDING: Final = Q(state__in=sorted(OPEN)) | Q(state=AssessmentState.WITHDRAWN.value, published_at__isnull=False)
"""What readers find of a round: its verdicts, and the tombstones of those that they could read before."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A verdict without its organisation, as far as positions depend on it.

    ``number`` counts the verdicts on one commitment of a state, from 1, in the order of the hashes that they had when
    they were opened: once published it stays, and it says nothing of who spoke or when. ``joint_draft`` numbers the
    joint texts that organisations declared on that commitment; None where there is none.
    """

    uid: str
    state_commitment: str
    constituency: Constituency
    number: int
    level: Level | None
    fingerprints: tuple[str, ...]
    joint_draft: int | None
    is_tombstone: bool


def voices(actor: Actor, one: Round) -> list[Voice]:
    """Every verdict of a round that readers find, tombstones too, by commitment and number. Raises Refused."""
    require(actor, Action.PUBLISH, one)
    rows = Assessment.objects.filter(STANDING, round=one)
    opening = AssessmentVersion.objects.filter(
        assessment__round=one, action=AssessmentAction.OPEN_FOR_REPLY.value
    ).order_by()
    hashes = dict(opening.values_list("assessment_id", "sha256"))
    columns = ("state_commitment_id", "uid", "constituency", "level", "fingerprints", "shared_draft", "state")
    found = sorted(rows.order_by().values_list(*columns), key=lambda row: (row[0], hashes.get(row[1], ""), row[1]))
    return [
        voice
        for _key, group in groupby(found, key=lambda row: row[0])
        for voice in _numbered(list(group))
    ]  # fmt: skip


def _numbered(rows: Sequence[tuple[str, str, str, str, list[str], str, str]]) -> Iterator[Voice]:
    drafts: dict[str, int] = {}
    for number, (key, uid, side, level, marks, shared, state) in enumerate(rows, start=1):
        joint = drafts.setdefault(shared, len(drafts) + 1) if shared else None
        yield Voice(
            uid, key, Constituency(side), number, Level(level) if level else None, tuple(sorted(marks)), joint,
            state == AssessmentState.WITHDRAWN,
        )  # fmt: skip


def verdicts_to_publish(actor: Actor, one: Round) -> Iterator[VerdictShown]:
    """The verdicts of a round and its tombstones, by commitment. Raises Refused."""
    require(actor, Action.PUBLISH, one)
    keys = list(one.scope.order_by("state_commitment").values_list("state_commitment_id", flat=True))
    rows = Assessment.objects.filter(STANDING, round=one)
    for start in range(0, len(keys), AT_ONCE):
        some = rows.filter(state_commitment__in=keys[start : start + AT_ONCE]).order_by("state_commitment", "pk")
        cited = EvidenceItem.objects.filter(Q(links__assessment__in=some) | Q(in_replies__assessment__in=some))
        yield from shown_as_published(some, _for_readers(one, cited))


def corrected_verdicts(actor: Actor, uids: Iterable[str] | None = None) -> list[VerdictShown]:
    """Published verdicts with a correction beside them: those that wait for their next edition, or the ones named.

    Practice has none. Raises Refused.
    """
    require(actor, Action.PUBLISH, Round)
    rows = Assessment.objects.filter(round__is_practice=False, published_at__isnull=False)
    if uids is None:
        rows = rows.filter(state=AssessmentState.CORRECTED.value)
    else:
        rows = rows.filter(uid__in=list(uids), state__in=sorted(PUBLIC))
    return shown_as_published(rows.order_by("round", "state_commitment", "pk"), {})


def findings_to_publish(actor: Actor, one: Round) -> list[tuple[str, FindingShown]]:
    """The joint findings that were adopted, with the commitment of a state that each is on. Raises Refused."""
    require(actor, Action.PUBLISH, one)
    rows = Finding.objects.filter(round=one, adopted_at__isnull=False).select_related("round")
    found = rows.prefetch_related("votes").order_by("pk")
    return [(each.state_commitment_id, finding_shown(each)) for each in found]


def notes_to_publish(actor: Actor, one: Round) -> list[tuple[str, NoteShown]]:
    """Why two sides differ, with the commitment of a state that each is on. Raises Refused."""
    require(actor, Action.PUBLISH, one)
    protected = Assessment.objects.filter(round=one, state__in=sorted(OPEN), is_name_protected=True)
    hidden: dict[str, set[tuple[str, str]]] = {}
    for key, code in protected.values_list("state_commitment_id", "organisation__code"):
        hidden.setdefault(key, set()).add((one.pk, code))
    rows = DivergenceNote.objects.filter(round=one).select_related("round", "organisation").order_by("pk")
    return [(each.state_commitment_id, note_shown(each, hidden.get(each.state_commitment_id, set()))) for each in rows]


def measures_to_publish(actor: Actor, one: Round, *, until: date) -> list[tuple[Measure, tuple[EvidenceItem, ...]]]:
    """What was said by the end of the day to have been done about commitments in scope, with public evidence."""
    require(actor, Action.PUBLISH, one)
    in_scope = one.scope.values("state_commitment")
    made = Measure.objects.filter(Q(state_commitments__in=in_scope) | Q(weighed_in__round=one))
    rows = Measure.objects.filter(pk__in=made.values("pk")).select_related("claimant").order_by("pk")
    scoped = StateCommitment.objects.filter(in_rounds__round=one)
    found = [
        each
        for each in rows.prefetch_related("evidence", Prefetch("state_commitments", scoped.order_by("pk")))
        if one.calendar.day_of(each.made_at) <= until
    ]
    items = _for_readers(one, EvidenceItem.objects.filter(measures__in=[each.pk for each in found]))
    return [(each, tuple(items[item.pk] for item in each.evidence.all() if item.pk in items)) for each in found]


def grades_to_publish(actor: Actor, one: Round) -> QuerySet[GradeGiven]:
    """The grades that bodies gave elsewhere on commitments in scope. Raises Refused."""
    require(actor, Action.PUBLISH, one)
    return visible_to(actor, GradeGiven.objects.filter(state_commitment__in_rounds__round=one).order_by("key"))


def _for_readers(one: Round, cited: QuerySet[EvidenceItem]) -> dict[str, EvidenceItem]:
    """The items among these that every reader may see once the round is published (`evidence.policies`)."""
    public = Q(sensitivity=EvidenceItem.Sensitivity.PUBLIC, is_withdrawn=False)
    public_already = Q(links__assessment__state__in=sorted(PUBLIC)) | Q(
        in_replies__assessment__state__in=sorted(PUBLIC)
    )
    rests = public_already | Q(links__assessment__round=one, links__assessment__state__in=sorted(OPEN))
    rests |= Q(in_replies__assessment__round=one, in_replies__assessment__state__in=sorted(OPEN))
    shown = EvidenceItem.objects.filter(rests).values("pk")
    rows = EvidenceItem.objects.filter(public, pk__in=cited.order_by().values("pk")).filter(pk__in=shown)
    return {item.pk: item for item in rows.select_related("public_copy")}
