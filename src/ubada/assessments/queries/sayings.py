"""What is said around verdicts: reviews, joint findings, explanations, measures claimed, and grades of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import Action, visible_to
from ubada.assessments.gradings import gradings
from ubada.assessments.models import Assessment, DivergenceNote, Finding, GradeGiven, Measure, Review, Round
from ubada.assessments.policies import knows_names
from ubada.assessments.queries.results import names_protected_from
from ubada.assessments.rules.crosswalk import GivenGrade, Grading, Translation, translate
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.states import AssessmentState
from ubada.assessments.rules.verdicts import PLACE, Constituency
from ubada.evidence.models import EvidenceItem
from ubada.kernel.text import TranslatedText
from ubada.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A review as those may see it whom it concerns. ``organisation`` is the reviewer's, for the secretariat alone."""

    pk: int
    version: int
    is_mine: bool
    organisation: Organisation | None
    checklist: Mapping[str, bool]
    decision: str
    comments: str
    began_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class VoteShown:
    """How a constituency stands towards a joint finding."""

    constituency: Constituency
    agrees: bool
    dissent: TranslatedText


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A joint finding with every vote. ``basis`` is empty while it is a proposal."""

    uid: str
    round: Round
    state_commitment: str
    text: TranslatedText
    level: Level | None
    basis: str
    votes: tuple[VoteShown, ...]
    proposed_at: datetime
    adopted_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoteShown:
    """Why two sides differ, as one of them explains it. A name that is protected on the verdict is so here."""

    uid: str
    round: Round
    first: Constituency
    second: Constituency
    resolution: str
    text: TranslatedText
    said_by: Constituency
    organisation: Organisation | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """What somebody says was done, with the pieces of evidence that this reader may see."""

    measure: Measure
    claimed_as: Constituency
    evidence: tuple[EvidenceItem, ...]


@dataclass(frozen=True, slots=True)
class GradeShown:
    """A grade that a body gave elsewhere: first as given, then what the cross-walk says of it."""

    grade: GradeGiven
    grading: Grading
    translation: Translation


@dataclass(frozen=True, slots=True)
class Progress:
    """That there is a verdict and how far it has come: all that the secretariat knows before texts are open."""

    uid: str
    organisation: Organisation
    state_commitment: str
    state: AssessmentState
    submitted_at: datetime | None


def reviews_of(actor: Actor, uid: str) -> list[ReviewShown]:
    """The reviews of a verdict that the actor may see, newest first."""
    rows = visible_to(actor, Review.objects.filter(assessment=uid)).select_related("organisation")
    named = knows_names(actor)
    return [
        ReviewShown(
            one.pk, one.version, one.reviewer_id == actor.account_id, one.organisation if named else None,
            one.checklist, one.decision, one.comments, one.began_at, one.decided_at,
        )
        for one in rows.order_by("-began_at", "-pk")
    ]  # fmt: skip


def progress(actor: Actor, one: Round) -> list[Progress]:
    """Every verdict of a round by organisation, for the secretariat; nobody else gets any."""
    rows = visible_to(actor, Assessment.objects.filter(round=one), Action.VIEW_EDITORIAL)
    rows = rows.select_related("organisation").only("uid", "organisation", "state_commitment", "state", "submitted_at")
    return [
        Progress(each.uid, each.organisation, each.state_commitment_id, AssessmentState(each.state), each.submitted_at)
        for each in rows.order_by("organisation__code", "state_commitment")
    ]


def progress_counts(actor: Actor, one: Round) -> dict[tuple[str, AssessmentState], int]:
    """How many verdicts of each organisation (by code) are in which state, for the secretariat alone."""
    rows = visible_to(actor, Assessment.objects.filter(round=one), Action.VIEW_EDITORIAL).order_by()
    counted = rows.values_list("organisation__code", "state").annotate(count=Count("pk"))
    return {(code, AssessmentState(state)): count for code, state, count in counted}


def findings_on(actor: Actor, state_commitment: str, in_round: Round | None = None) -> list[FindingShown]:
    """The joint findings on a commitment of a state, newest round first."""
    rows = Finding.objects.filter(state_commitment=state_commitment)
    if in_round is not None:
        rows = rows.filter(round=in_round)
    found = visible_to(actor, rows.select_related("round").prefetch_related("votes"))
    return [finding_shown(one) for one in found.order_by("-round__opens", "proposed_at")]


def finding(actor: Actor, uid: str) -> FindingShown:
    """One joint finding. Raises Finding.DoesNotExist for what the actor may not see."""
    rows = Finding.objects.select_related("round").prefetch_related("votes")
    return finding_shown(visible_to(actor, rows).get(uid=uid))


def notes_on(actor: Actor, state_commitment: str, in_round: Round | None = None) -> list[NoteShown]:
    """Why sides differ on a commitment of a state, as each explains it, newest round first."""
    rows = DivergenceNote.objects.filter(state_commitment=state_commitment)
    if in_round is not None:
        rows = rows.filter(round=in_round)
    found = visible_to(actor, rows.select_related("round", "organisation")).order_by("-round__opens", "made_at")
    hidden = names_protected_from(actor, state_commitment)
    return [note_shown(one, hidden) for one in found]


def measures_on(actor: Actor, state_commitment: str) -> list[MeasureShown]:
    """What was said to have been done about a commitment of a state, newest claim first."""
    return measures_shown(actor, visible_to(actor, Measure.objects.filter(state_commitments=state_commitment)))


def measures_shown(actor: Actor, rows: QuerySet[Measure]) -> list[MeasureShown]:
    """These claims, which the actor may see, in the order of the rows."""
    found = list(rows.select_related("claimant", "state").prefetch_related("evidence"))
    wanted = {item.pk for one in found for item in one.evidence.all()}
    known = {item.pk: item for item in visible_to(actor, EvidenceItem.objects.filter(pk__in=wanted))}
    return [
        MeasureShown(
            one, Constituency(one.claimed_as), tuple(known[each.pk] for each in one.evidence.all() if each.pk in known)
        )
        for one in found
    ]


def grades_on(actor: Actor, state_commitment: str) -> list[GradeShown]:
    """The grades that bodies gave elsewhere on a commitment of a state, newest first."""
    rows = visible_to(actor, GradeGiven.objects.filter(state_commitment=state_commitment))
    return [grade_shown(one) for one in rows.select_related("document").order_by("-given_on", "grading", "paragraph")]


def finding_shown(one: Finding) -> FindingShown:
    """The row as a value, with its votes in the order of constituencies."""
    votes = [VoteShown(Constituency(vote.constituency), vote.agrees, vote.dissent) for vote in one.votes.all()]
    votes.sort(key=lambda vote: PLACE[vote.constituency])
    level = Level(one.level) if one.level else None
    return FindingShown(
        one.uid, one.round, one.state_commitment_id, one.text, level, one.basis, tuple(votes), one.proposed_at,
        one.adopted_at,
    )  # fmt: skip


def note_shown(one: DivergenceNote, hidden: set[tuple[str, str]]) -> NoteShown:
    """The row as a value; ``hidden`` are the rounds and codes of those whose name is protected from the reader."""
    sides = Constituency(one.first), Constituency(one.second)
    is_hidden = (one.round_id, one.organisation.code) in hidden
    # An organisation that was moved since spoke for the side it was on, which is the one that is left.
    said_by = sides[1] if one.organisation.constituency == one.second else sides[0]
    return NoteShown(
        one.uid, one.round, *sides, one.resolution, one.text, said_by, None if is_hidden else one.organisation,
        one.made_at,
    )  # fmt: skip


def grade_shown(one: GradeGiven) -> GradeShown:
    """The row as a value, with what the published cross-walk says of it."""
    printed = GivenGrade(one.grading, one.grade, one.document_id or one.source_title, one.paragraph)
    known = gradings()
    return GradeShown(one, known[one.grading], translate([printed], known)[0])
