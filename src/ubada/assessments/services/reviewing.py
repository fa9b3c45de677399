"""A second pair of eyes from another organisation: taken up or assigned, and decided with a checklist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, Refused, require, visible_to
from ubada.assessments.clock import moment
from ubada.assessments.models import Assessment, Review
from ubada.assessments.policies import IS_SECRETARIAT, REVIEWING
from ubada.assessments.records import assessment_changes, review_change
from ubada.assessments.rules.lifecycle.assessment import ASSESSMENT, AssessmentAction, Reviewer
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.rules.verdicts import Constituency
from ubada.assessments.services.input import paragraphs, wrong
from ubada.assessments.services.steps import advance, case_of, hold_round_of, keep
from ubada.kernel.errors import InvalidInput, Problem
from ubada.ledger.services import Change, record
from ubada.organisations.models import Account, Membership, Organisation

CHECKLIST: Final = ("level_fits_test", "reasons_name_facts", "evidence_supports", "no_person_at_risk", "interest_clear")
"""What a reviewer answers: whether the level passes its test, the reasons name facts, the evidence bears them out,
nobody is put at risk, and the declared interests leave no doubt."""
LONGEST_COMMENTS: Final = 10_000
REVIEWED_IN: Final = (RoundState.OPEN, RoundState.CLOSED, RoundState.REVIEW)


def begin_review(*, actor: Actor, uid: str, reviewer: Account | None = None, now: datetime | None = None) -> Review:
    """Take a verdict for review, or, as an editor, give it to a reviewer.

    Raises Assessment.DoesNotExist for what the actor may not review, Refused, InvalidInput if the round's review is
    over, TransitionRefused if the reviewer is of the author's organisation or of a constituency that does not review.
    """
    at = moment(now)
    with transaction.atomic():
        one = _locked(uid, actor, Action.REVIEW)
        _require_review_time(one)
        person = _person(actor, reviewer)
        standing = _organisations(person, since=at.date())
        advance(one, AssessmentAction.BEGIN_REVIEW, case_of(one, reviewer=_as_seen(person, standing)))
        keep(one, AssessmentAction.BEGIN_REVIEW, actor=actor, now=at)
        review = _write(one, person, standing, at)
        record(actor=actor, action="begin_review", subject=_subject(one), changes=_changes(one, review))
    return review


def reassign_review(*, actor: Actor, uid: str, reviewer: Account, now: datetime | None = None) -> Review:
    """Give a review that is under way to another person, as where the first may not decide any more.

    Raises Refused for anyone but the secretariat, Assessment.DoesNotExist, Review.DoesNotExist if none is under way,
    TransitionRefused as `begin_review` does.
    """
    at = moment(now)
    if not IS_SECRETARIAT.test(actor):
        raise Refused(Action.REVIEW)
    with transaction.atomic():
        one = _locked(uid)
        before = Review.objects.get(assessment=one, decision="")
        _require_review_time(one)
        standing = _organisations(reviewer, since=at.date())
        # Whoever takes over meets the same guards as whoever begins; the verdict stays where it is.
        case = case_of(one, reviewer=_as_seen(reviewer, standing))
        ASSESSMENT.advance(AssessmentState.SUBMITTED, AssessmentAction.BEGIN_REVIEW, case)
        gone = Change("review", str(before.pk), None)
        before.delete()
        review = _write(one, reviewer, standing, at)
        record(actor=actor, action="reassign_review", subject=_subject(one), changes=[gone, review_change(review)])
    return review


def decide_review(
    *,
    actor: Actor,
    uid: str,
    decision: str,
    checklist: Mapping[str, bool],
    comments: str = "",
    now: datetime | None = None,
) -> Review:
    """Accept the verdict, or send it back with what is to be mended.

    Raises Assessment.DoesNotExist unless the actor reviews it, Refused, InvalidInput (no decision, a point of the
    checklist left out or, on accepting, not met, no comments on sending back, the review of the round is over), and
    TransitionRefused, above all where the reviewer has joined the author's organisation since the review began.
    """
    at = moment(now)
    if decision not in Review.Decision.values:
        raise wrong("decision", _("choose from the list"), record=uid)
    answers = _answers(checklist, accepted=decision == Review.Decision.ACCEPTED)
    said = paragraphs(comments, "comments", LONGEST_COMMENTS)
    if decision == Review.Decision.RETURNED and not said:
        raise wrong("comments", _("say what is to be mended"), record=uid)
    with transaction.atomic():
        one = _locked(uid, actor)
        review = Review.objects.select_related("reviewer").filter(assessment=one, decision="").first()
        if review is None or review.reviewer_id != actor.account_id:
            raise Assessment.DoesNotExist
        require(actor, Action.CHANGE, review)
        _require_review_time(one)
        joined = _organisations(review.reviewer, since=review.began_at.date())
        known = Organisation.objects.filter(code__in={*review.organisations, *(each.code for each in joined)})
        action = AssessmentAction.ACCEPT if decision == Review.Decision.ACCEPTED else AssessmentAction.RETURN
        advance(one, action, case_of(one, reviewer=_as_seen(review.reviewer, known)))
        keep(one, action, actor=actor, now=at)
        review.organisations = sorted(each.code for each in known)
        review.checklist, review.comments, review.decision, review.decided_at = answers, said, decision, at
        review.save()
        record(actor=actor, action=f"review_{decision}", subject=_subject(one), changes=_changes(one, review))
    return review


def _locked(uid: str, actor: Actor | None = None, action: Action = Action.VIEW) -> Assessment:
    """The verdict, and before it its round, held. Raises Assessment.DoesNotExist for what the actor may not act on."""
    hold_round_of(uid)
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("round", "organisation", "author")
    return (rows if actor is None else visible_to(actor, rows, action)).get(uid=uid)


def _person(actor: Actor, named: Account | None) -> Account:
    """Who reviews: whoever the secretariat names; otherwise the actor, and nobody else. Raises Refused."""
    if named is not None and IS_SECRETARIAT.test(actor):
        return named
    if actor.account_id is None or (named is not None and named.pk != actor.account_id):
        raise Refused(Action.REVIEW)
    return Account.objects.get(pk=actor.account_id)


def _organisations(person: Account, *, since: date) -> list[Organisation]:
    """Every organisation the person has been in at any time since the day, whatever its standing."""
    rows = Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=since), account=person)
    return [one.organisation for one in rows.select_related("organisation")]


def _as_seen(person: Account, organisations: Iterable[Organisation]) -> Reviewer:
    known = list(organisations)
    return Reviewer(
        person.uid,
        frozenset(one.code for one in known),
        frozenset(Constituency(one.constituency) for one in known),
    )


def _write(one: Assessment, person: Account, standing: list[Organisation], at: datetime) -> Review:
    living = Membership.objects.filter(
        account=person, ended_on=None, role__in=REVIEWING, organisation__status=Organisation.Status.APPROVED
    ).select_related("organisation")
    speaks_for = next((each.organisation for each in living), None)
    if speaks_for is None or not person.is_active:
        raise wrong("reviewer", _("this person reviews for no organisation"), record=one.uid)
    return Review.objects.create(
        assessment=one, version=one.version, reviewer=person, organisation=speaks_for,
        organisations=sorted(each.code for each in standing), began_at=at,
    )  # fmt: skip


def _answers(checklist: Mapping[str, bool], *, accepted: bool) -> dict[str, bool]:
    """An answer to every point. Raises InvalidInput."""
    problems = [
        Problem("", "", point, _("answer this point") if checklist.get(point) is None else _("not met: send it back"))
        for point in CHECKLIST
        if checklist.get(point) is None or (accepted and not checklist[point])
    ]
    problems += [Problem("", "", point, _("is no point of the checklist")) for point in checklist.keys() - {*CHECKLIST}]
    if problems:
        raise InvalidInput(_("The checklist is not filled in."), problems=problems)
    return {point: bool(checklist[point]) for point in CHECKLIST}


def _require_review_time(one: Assessment) -> None:
    if one.round.stage not in REVIEWED_IN:
        raise InvalidInput(_("The time of review in this round is over."))


def _changes(one: Assessment, review: Review) -> list[Change]:
    return [*assessment_changes(one), review_change(review)]


def _subject(one: Assessment) -> str:
    return f"assessment {one.uid}"
