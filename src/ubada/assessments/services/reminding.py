"""Reminding organisations and editors of the dates of a round by mail, in each person's language, once.

A mail names the round and a date. No word of any verdict is in it, nor how many there are or whose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ubada.access.actors import Actor, PlatformRole
from ubada.assessments.clock import moment
from ubada.assessments.models import Assessment, ReminderSent, Reply, Round, ScopedCommitment
from ubada.assessments.policies import OPEN, REPLYING, REVIEWING, WRITING
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.rules.reminders import Audience, Reminder, reminders_due
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.rules.verdicts import VOICES, Constituency
from ubada.assessments.words import REMINDER
from ubada.kernel.dates import PartialDate
from ubada.languages.cldr import date_in_words
from ubada.languages.table import BY_CODE
from ubada.ledger.services import record
from ubada.organisations.models import Account, Membership, Organisation

COORDINATING: Final = frozenset({Membership.Role.COORDINATOR.value})
_WAITING: Final = (AssessmentState.SUBMITTED.value, AssessmentState.IN_REVIEW.value)
_UNFINISHED: Final = (AssessmentState.DRAFT.value, AssessmentState.RETURNED.value)


def send_reminders(*, actor: Actor | None = None, now: datetime | None = None) -> int:
    """Send every reminder that is due to all whom it concerns and who have something left to do; gives how many mails.

    None goes twice to an organisation, or to the editors, however often this runs and wherever it breaks off: what is
    due is marked before it is sent, and only once the mail server has answered. Practice rounds remind nobody.
    """
    at = moment(now)
    whoever = actor or Actor.system("calendar")
    rows = Round.objects.exclude(state=RoundState.ARCHIVED.value).filter(is_practice=False)
    return sum(_remind_of(whoever, one, at) for one in rows.order_by("opens", "code"))


def _remind_of(actor: Actor, one: Round, now: datetime) -> int:
    today = one.calendar.day_of(now)
    due = reminders_due(one.calendar, after=one.reminded_on, until=today)
    count = 0
    if due:
        with get_connection() as server:
            for reminder in due:
                for organisation in _concerned(one, reminder):
                    people = list(_people(reminder, organisation))
                    if people and _mark(actor, one, reminder, organisation, now):
                        count += server.send_messages([_mail(one, reminder, person) for person in people]) or 0
    if today > one.reminded_on:
        Round.objects.filter(pk=one.pk, reminded_on__lt=today).update(reminded_on=today)
    return count


def _mark(actor: Actor, one: Round, reminder: Reminder, organisation: Organisation | None, now: datetime) -> bool:
    """Note that the reminder goes out. False if it went before."""
    with transaction.atomic():
        _row, is_new = ReminderSent.objects.get_or_create(
            round=one, key=reminder.key, organisation=organisation, defaults={"sent_at": now}
        )
        if is_new:
            record(actor=actor, action="send_reminder", subject=f"round {one.code}")
        return is_new


def _concerned(one: Round, reminder: Reminder) -> Iterable[Organisation | None]:
    """The organisations that a reminder goes to; None stands for the editors."""
    if reminder.audience is Audience.EDITORS:
        return [] if _is_settled(one, reminder) else [None]
    approved = Organisation.objects.filter(
        status=Organisation.Status.APPROVED, is_practice=one.is_practice, states__in=one.states.all()
    )
    return _LEFT_TO_DO[reminder.audience](one, approved).order_by("code").distinct()


def _is_settled(one: Round, reminder: Reminder) -> bool:
    """Whether editors have nothing left to do: a round that waits has its edition, one that is due is published."""
    if reminder.milestone is not Milestone.PUBLISHES:
        return False
    if one.stage in (RoundState.PUBLISHED, RoundState.ARCHIVED):
        return True
    return reminder.days < 0 and bool(one.edition)


def _taking_part(one: Round, rows: QuerySet[Organisation]) -> QuerySet[Organisation]:  # noqa: ARG001
    return rows.filter(constituency__in=[side.value for side in VOICES])


def _assessing(one: Round, rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those that have a commitment of their states without a verdict handed in."""
    handed_in = Assessment.objects.filter(
        round=one, organisation=OuterRef(OuterRef("pk")), state_commitment=OuterRef("state_commitment")
    ).exclude(state__in=_UNFINISHED)
    left = ScopedCommitment.objects.filter(
        ~Exists(handed_in), round=one, state_commitment__state__organisations=OuterRef("pk")
    )
    return _taking_part(one, rows).filter(Exists(left))


def _reviewing(one: Round, rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those whose people could review a verdict that waits."""
    waiting = Assessment.objects.filter(
        round=one, state__in=_WAITING, state_commitment__state__organisations=OuterRef("pk")
    ).exclude(organisation=OuterRef("pk"))
    sides = [side.value for side in Constituency if side.may_review]
    return rows.filter(Exists(waiting), constituency__in=sides)


def _replying(one: Round, rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those that could answer a verdict and have not."""
    answered = Reply.objects.filter(assessment=OuterRef("pk"), organisation=OuterRef(OuterRef("pk")))
    left = Assessment.objects.filter(
        ~Exists(answered),
        round=one,
        state__in=sorted(OPEN),
        state_commitment__state__organisations=OuterRef("pk"),
    ).exclude(organisation=OuterRef("pk"))
    return rows.filter(Exists(left), constituency__in=[side.value for side in REPLYING])


_LEFT_TO_DO: Final[Mapping[Audience, Callable[[Round, QuerySet[Organisation]], QuerySet[Organisation]]]] = {
    Audience.ASSESSORS: _assessing,
    Audience.COORDINATORS: _taking_part,
    Audience.REVIEWERS: _reviewing,
    Audience.PARTIES: _replying,
}
_ROLES: Final[Mapping[Audience, frozenset[str]]] = {
    Audience.ASSESSORS: WRITING,
    Audience.COORDINATORS: COORDINATING,
    Audience.REVIEWERS: REVIEWING,
    Audience.PARTIES: WRITING,
}


def _people(reminder: Reminder, organisation: Organisation | None) -> Iterator[Account]:
    rows = Account.objects.filter(is_active=True).order_by("pk")
    if organisation is None:
        yield from rows.filter(platform_role=PlatformRole.EDITOR)
        return
    yield from rows.filter(
        memberships__organisation=organisation,
        memberships__ended_on=None,
        memberships__role__in=_ROLES[reminder.audience],
    ).distinct()


def _mail(one: Round, reminder: Reminder, person: Account) -> EmailMessage:
    """One mail for one person, who learns from it of no other."""
    language = person.language
    with translation.override(BY_CODE[language].django_code or "en"):
        day = date_in_words(PartialDate.parse(reminder.milestone_on.isoformat()), language, in_phrase=True)
        title = one.title.best(language).text
        # A date may end in an abbreviation ("2026 г."), whose full stop then ends the sentence too.
        said = (str(REMINDER[_key(reminder)]) % {"round": title, "date": day}).replace("..", ".")
        lines = (
            said,
            _("Days end at midnight in the time zone %(zone)s.") % {"zone": one.zone},
            f"{settings.PUBLIC_URL or settings.LOCAL_URL}{reverse('desk')}",
            _("Ubada sends no text of any verdict by mail."),
        )
        return EmailMessage(f"Ubada: {title}", "\n\n".join(lines), None, [person.email])


def _key(reminder: Reminder) -> str:
    place = "on" if reminder.days == 0 else "before" if reminder.days < 0 else "after"
    return f"{reminder.milestone.value}:{place}:{reminder.audience.value}"
