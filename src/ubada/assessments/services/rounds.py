"""Planning a round, what is in it, moving its dates in public, and the steps that its calendar takes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.assessments.clock import moment
from ubada.assessments.models import Assessment, AssessmentVersion, DateMoved, Round, ScopedCommitment
from ubada.assessments.records import round_change, verdict_known
from ubada.assessments.rules.calendar import Milestone, MoveReason, RoundCalendar, move_date
from ubada.assessments.rules.lifecycle.assessment import AssessmentAction
from ubada.assessments.rules.lifecycle.round import ROUND, RoundAction, RoundCase, steps_due
from ubada.assessments.rules.scale import COOPERATION_SCALE, IMPLEMENTATION_SCALE, METHOD, TREND_SCALE
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.rules.verdicts import VOICES
from ubada.assessments.services.input import required_words, rows_named, wrong
from ubada.assessments.services.results import refresh_results
from ubada.assessments.services.steps import advance_all
from ubada.kernel.canonical import record_hash
from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.kernel.ids import slugify_ref
from ubada.ledger.services import Change, record
from ubada.organisations.models import Organisation
from ubada.register.models import State, StateCommitment

AS_MANY_AT_ONCE: Final = 2000
NO_EDITION: Final = "practice"
"""What a practice round names in place of an edition: it is published on its date and in no edition."""


_log = logging.getLogger(__name__)
_AT_PUBLICATION: Final[list[Callable[[Round, datetime], None]]] = []


def at_publication(act: Callable[[Round, datetime], None]) -> None:
    """Have this done in the transaction in which a round is published, after its verdicts are.

    If it raises UbadaError, the round is not published; the calendar tries again and goes on with other rounds.
    """
    _AT_PUBLICATION.append(act)


class HeldBack(UbadaError):
    """What belongs to the publication of a round is not ready."""


@dataclass(frozen=True, slots=True)
class Advanced:
    """A step that a round took, and how many verdicts took one with it."""

    round_code: str
    action: RoundAction
    verdicts: int


def plan_round(
    *,
    actor: Actor,
    code: str,
    title: Mapping[str, str],
    period: tuple[date, date],
    calendar: RoundCalendar,
    states: Iterable[str],
    scope: Iterable[str] | None = None,
    now: datetime | None = None,
) -> Round:
    """Plan a round. Without a ``scope`` (keys of commitments of states) it is all that its states have when it opens.

    A round of a practice state is a practice round. Raises Refused, and InvalidInput naming the field: a code that is
    taken or none, no state or an unknown one, practice beside real states, a period that ends before it begins, a
    commitment of another state.
    """
    require(actor, Action.CREATE, Round)
    at = moment(now)
    among = sorted(rows_named(State.objects.all(), states, "states"), key=lambda state: state.order)
    if not among:
        raise wrong("states", _("a round has at least one state"))
    if len({state.is_practice for state in among}) > 1:
        raise wrong("states", _("the practice state is never mixed with real states"))
    if not code or slugify_ref(code) != code or len(code) > 40:
        raise wrong("code", _("letters, digits and hyphens alone, at most 40"))
    if period[1] < period[0]:
        raise wrong("period", _("the period ends before it begins"))
    one = Round(
        code=code, title=required_words(title, "title", 200), period_from=period[0], period_to=period[1],
        zone=calendar.zone.key, implementation_scale=IMPLEMENTATION_SCALE.id, cooperation_scale=COOPERATION_SCALE.id,
        trend_scale=TREND_SCALE.id, method=METHOD, is_practice=among[0].is_practice,
        reminded_on=calendar.day_of(at) - timedelta(days=1),
        **{milestone.value: calendar.on(milestone) for milestone in Milestone},
    )  # fmt: skip
    with transaction.atomic():
        try:
            with transaction.atomic():
                one.save(force_insert=True)
        except IntegrityError:
            raise wrong("code", _("the same exists already")) from None
        one.states.set(among)
        if scope is not None:
            followed = StateCommitment.objects.filter(state__in=among)
            _scope(one, [each.pk for each in rows_named(followed, scope, "scope")])
        record(actor=actor, action="plan_round", subject=f"round {code}", changes=[round_change(one)])
    return one


def open_round(*, actor: Actor, code: str, now: datetime | None = None) -> Round:
    """Open a planned round on or after its day: scope, whom it asks, and the versions of scales are frozen.

    The calendar does it by itself; this is for whoever does not want to wait a minute. Raises Refused,
    Round.DoesNotExist, TransitionRefused.
    """
    at = moment(now)
    with transaction.atomic():
        one = _held(actor, code, Action.CHANGE)
        _take(one, RoundAction.OPEN, actor=actor, now=at)
    return one


def archive_round(*, actor: Actor, code: str, now: datetime | None = None) -> Round:
    """Put a published round into the archive, where it stays public. Raises as `open_round` does."""
    at = moment(now)
    with transaction.atomic():
        one = _held(actor, code, Action.CHANGE)
        _take(one, RoundAction.ARCHIVE, actor=actor, now=at)
    return one


def name_edition(*, actor: Actor, code: str, edition: str) -> Round:
    """Say in which edition a round that is frozen is published. The calendar publishes it on its date.

    Raises Refused, Round.DoesNotExist, InvalidInput: the round is not frozen, is a practice round, or was published.
    """
    with transaction.atomic():
        one = _held(actor, code, Action.PUBLISH)
        if one.stage is not RoundState.EDITION_FROZEN or one.is_practice or not edition.strip():
            raise InvalidInput(_("A round is named an edition between its freezing and its publication."))
        one.edition = edition.strip()[:20]
        one.save(update_fields=["edition"])
        record(actor=actor, action="name_edition", subject=f"round {code}", changes=[round_change(one)])
    return one


def move_round_date(
    *,
    actor: Actor,
    code: str,
    milestone: str,
    to: date,
    reason: str,
    and_later: bool = False,
    now: datetime | None = None,
) -> Round:
    """Move a date of a round, alone or with all later ones, for everybody to read.

    Raises Refused, Round.DoesNotExist, InvalidInput for a name or reason that is none, DatesRefused as the rules do.
    """
    at = moment(now)
    with transaction.atomic():
        one = _held(actor, code, Action.CHANGE)
        try:
            which, why = Milestone(milestone), MoveReason(reason)
        except ValueError:
            raise wrong("milestone", _("choose from the list")) from None
        today = one.calendar.day_of(at)
        moved = move_date(one.calendar, which, to, today=today, reason=why, and_later=and_later)
        for changed, _before, after in moved.changes:
            setattr(one, changed.value, after)
        one.save()
        DateMoved.objects.bulk_create(
            DateMoved(round=one, milestone=changed.value, before=before, after=after, reason=why.value, moved_at=at)
            for changed, before, after in moved.changes
        )
        record(actor=actor, action="move_round_date", subject=f"round {code}", changes=[round_change(one)])
    return one


def advance_rounds(
    *, actor: Actor | None = None, now: datetime | None = None, only: Collection[str] | None = None
) -> list[Advanced]:
    """Take every step that the calendars ask for by now, each round on its own, in order, one transaction a step.

    Running it again does nothing, nor does a clock that went back; after a gap every state is passed through. A round
    whose publication is held back stays frozen, and the others go on. ``only`` names the rounds to look at, as where a
    practice round is led through its days in the past.
    """
    at = moment(now)
    whoever = actor or Actor.system("calendar")
    over = (RoundState.PUBLISHED.value, RoundState.ARCHIVED.value)
    taken: list[Advanced] = []
    rows = Round.objects.exclude(state__in=over)
    if only is not None:
        rows = rows.filter(pk__in=only)
    for code in rows.order_by("opens", "code").values_list("code", flat=True):
        try:
            while (step := _take_next(whoever, code, at)) is not None:
                taken.append(step)
        except HeldBack as reason:
            _log.error("The round %s is not published: %s", code, reason.message)
    return taken


def _take_next(actor: Actor, code: str, now: datetime) -> Advanced | None:
    with transaction.atomic():
        one = _held(actor, code, Action.CHANGE)
        due = steps_due(one.stage, _case(one, now))
        return _take(one, due[0], actor=actor, now=now) if due else None


def _take(one: Round, action: RoundAction, *, actor: Actor, now: datetime) -> Advanced:
    case = _case(one, now)
    one.state = ROUND.advance(one.stage, action, case).value
    one.edition = case.edition if action is RoundAction.PUBLISH else one.edition
    effect = _EFFECTS.get(action)
    count = 0 if effect is None else effect(one, now)
    one.save()
    changes = [round_change(one), *(_published(one) if action is RoundAction.PUBLISH else ())]
    record(actor=actor, action=f"round_{action.value}", subject=f"round {one.code}", changes=changes)
    return Advanced(one.code, action, count)


def _case(one: Round, now: datetime) -> RoundCase:
    in_scope = one.scope.count()
    if one.stage is RoundState.PLANNED and not in_scope:
        in_scope = StateCommitment.objects.filter(state__in=one.states.all()).count()
    return RoundCase(
        calendar=one.calendar,
        today=one.calendar.day_of(now),
        scale=one.implementation_scale,
        method=one.method,
        states=frozenset(state.code for state in one.states.all()),
        in_scope=in_scope,
        edition=one.edition or (NO_EDITION if one.is_practice else ""),
    )


def _freeze_scope(one: Round, now: datetime) -> int:  # noqa: ARG001 - every step's effect takes the moment
    """What is assessed and who is asked stand from here on, whatever the register and the organisations do."""
    if not one.scope.exists():
        _scope(one, StateCommitment.objects.filter(state__in=one.states.all()).order_by().values_list("pk", flat=True))
    place = {side.value: order for order, side in enumerate(VOICES)}
    approved = Organisation.objects.filter(status=Organisation.Status.APPROVED, is_practice=one.is_practice)
    asked: dict[str, set[str]] = {state.code: set() for state in one.states.all()}
    for state, side in approved.filter(states__in=asked).values_list("states__code", "constituency"):
        if state in asked and side in place:
            asked[state].add(side)
    one.asked = {state: sorted(sides, key=place.__getitem__) for state, sides in sorted(asked.items())}
    return 0


def _open_replies(one: Round, now: datetime) -> int:  # noqa: ARG001
    """One moment for all: the one at which the window begins, however late the clock was looked at."""
    opens = one.calendar.reply_window.opens
    count = advance_all(one, AssessmentAction.OPEN_FOR_REPLY, now=opens, opened_at=opens)
    refresh_results(one)
    return count


def _let_lapse(one: Round, now: datetime) -> int:
    return advance_all(one, AssessmentAction.LET_REPLY_LAPSE, now=now)


def _finalise(one: Round, now: datetime) -> int:
    return advance_all(one, AssessmentAction.FINALISE, now=now, finished_at=now)


def _publish(one: Round, now: datetime) -> int:
    count = advance_all(one, AssessmentAction.PUBLISH, now=now, edition=one.edition, published_at=now)
    refresh_results(one)
    for act in _AT_PUBLICATION:
        try:
            act(one, now)
        except UbadaError as reason:
            raise HeldBack(reason.message, hint=reason.hint) from reason
    return count


_EFFECTS: Final[Mapping[RoundAction, Callable[[Round, datetime], int]]] = {
    RoundAction.OPEN: _freeze_scope,
    RoundAction.OPEN_REPLIES: _open_replies,
    RoundAction.BEGIN_RECONCILIATION: _let_lapse,
    RoundAction.FREEZE_EDITION: _finalise,
    RoundAction.PUBLISH: _publish,
}


def _published(one: Round) -> list[Change]:
    """The ledger's notes of every verdict of the round; each has just been kept as a version, with its hash."""
    kept = AssessmentVersion.objects.filter(assessment__round=one, action=AssessmentAction.PUBLISH)
    hashes = dict(kept.order_by().values_list("assessment_id", "sha256"))
    rows = Assessment.objects.filter(round=one, state=AssessmentState.PUBLISHED).order_by()
    columns = ("uid", "state_commitment_id", "constituency", "organisation__code", "is_name_protected")
    known = (
        verdict_known(
            uid=uid, round_code=one.code, state_commitment=key, constituency=side,
            organisation=None if is_protected else code, content_sha256=hashes[uid],
        )
        for uid, key, side, code, is_protected in rows.values_list(*columns)
    )  # fmt: skip
    return [Change("verdict", each["uid"], record_hash(each)) for each in known]


def _scope(one: Round, keys: Iterable[str]) -> None:
    ScopedCommitment.objects.bulk_create(
        (ScopedCommitment(round=one, state_commitment_id=key) for key in keys), batch_size=AS_MANY_AT_ONCE
    )


def _held(actor: Actor, code: str, action: Action) -> Round:
    one = visible_to(actor, Round.objects.select_for_update(no_key=True)).get(pk=code)
    require(actor, action, one)
    return one
