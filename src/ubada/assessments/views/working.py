"""The desk of those who take part in rounds: which there are, and what each asks of one's organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.assessments import queries, services
from ubada.assessments.clock import moment
from ubada.assessments.forms.refusals import said
from ubada.assessments.models import Assessment, Round
from ubada.assessments.queries import MyRound, Task
from ubada.assessments.queries.narrowing import Subjects, keys_about, subjects_of
from ubada.assessments.queries.writing import may_write, past_rounds, writing_for
from ubada.assessments.rules.calendar import Milestone
from ubada.assessments.rules.lifecycle.assessment import WithdrawalReason
from ubada.assessments.views.history import changes_by_version
from ubada.assessments.views.standing import ROWS_A_PAGE, asked_or_404
from ubada.kernel.errors import UbadaError
from ubada.organisations.models import Organisation
from ubada.register.views.answering import actor_of, page_of

GROUPS: Final[Mapping[str, Promise]] = {
    "to_assess": gettext_lazy("To assess"),
    "returned": gettext_lazy("Sent back"),
    "to_review": gettext_lazy("To review"),
    "reviewing": gettext_lazy("You review"),
    "to_reply": gettext_lazy("To answer"),
    "overdue": gettext_lazy("Not handed in"),
    "done": gettext_lazy("Handed in"),
}
"""The lists of a round for an organisation, in the order in which they are worked through."""
PAGE_OF: Final[Mapping[str, str]] = {
    "to_review": "desk_review", "reviewing": "desk_review", "to_reply": "desk_reply",
}  # fmt: skip
"""The page on which a list is worked; the others are the organisation's own verdicts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A round and one of the person's organisations that it asks: what waits, and the date that comes next."""

    round: Round
    organisation: Organisation
    waiting: int
    milestone: str
    day: Any
    days_left: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, and where it leads."""

    task: Task
    url: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the lists of a round are narrowed by, what they could be, and the keys that are left of subjects."""

    q: str
    state: str
    theme: str
    text: str
    subjects: Subjects
    keys: set[str] | None

    def __bool__(self) -> bool:
        return bool(self.q or self.state or self.theme or self.text)

    def matches(self, task: Task) -> bool:
        """Whether a commitment is left."""
        if self.state not in ("", task.state_code) or not (self.keys is None or task.key in self.keys):
            return False
        words = self.q.casefold().split()
        text = f"{task.ref} {' '.join(task.title.values())}".casefold() if words else ""
        return all(word in text for word in words)


@never_cache
@login_required
@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds that ask something of the person's organisations, and those that are over."""
    actor = actor_of(request)
    organisations = writing_for(actor)
    if not organisations:
        raise Http404
    asked = [
        _asked(queries.my_round(actor, each, one))
        for each in organisations
        for one in queries.rounds_in_hand(actor, each)
    ]
    context = {"asked": asked, "organisations": organisations, "past": past_rounds(actor, organisations)}
    return render(request, "assessments/desk/rounds.html", context)


@never_cache
@login_required
@require_safe
def my_round(request: HttpRequest, code: str, organisation: str) -> HttpResponse:
    """What a round asks of an organisation: a list at a time, with what was searched for."""
    actor, one, mine = asked_or_404(request, code, organisation)
    found = queries.my_round(actor, mine, one)
    counts = {name: len(getattr(found, name)) for name in GROUPS}
    chosen = request.GET.get("show", "")
    if chosen not in GROUPS:
        chosen = next((name for name, count in counts.items() if count), "to_assess")
    narrowed = _asked_for(request, actor, one, mine)
    page = page_of(request, [task for task in getattr(found, chosen) if narrowed.matches(task)], ROWS_A_PAGE)
    context = {
        "round": one,
        "organisation": mine,
        "may_write": may_write(actor, mine),
        "groups": [(name, GROUPS[name], counts[name]) for name in GROUPS if counts[name] or name == chosen],
        "chosen": chosen,
        "page": page,
        "rows": [Row(task, _url(one, mine, chosen, task)) for task in page],
        "states": sorted(mine.states.all(), key=lambda each: each.order),
        "narrowed": narrowed,
        "asked": _asked(found),
        "dates": [(milestone.value, one.calendar.on(milestone)) for milestone in Milestone],
        "today": one.calendar.day_of(moment(None)),
        "is_practice": one.is_practice,
    }
    return render(request, "assessments/desk/round.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    """Taking a verdict back: what that means, and for which class of reason."""
    actor = actor_of(request)
    try:
        verdict = queries.assessment(actor, uid)
    except Assessment.DoesNotExist:
        raise Http404 from None
    if not verdict.is_own or not queries.may_change(actor, uid) or verdict.is_tombstone:
        raise Http404
    if request.method == "POST":
        try:
            services.withdraw_assessment(actor=actor, uid=uid, reason=request.POST.get("reason", ""))
        except (Assessment.DoesNotExist, Refused):
            raise Http404 from None
        except UbadaError as error:
            messages.error(request, said(error))
            return HttpResponseRedirect(reverse("desk_withdraw", args=[uid]))
        messages.success(request, _("Taken back. Nothing of what it said is left for others to read."))
        assert verdict.organisation is not None  # noqa: S101 - one's own is always named
        return HttpResponseRedirect(reverse("desk_round", args=[verdict.round.code, verdict.organisation.code]))
    context = {
        "verdict": verdict,
        "round": verdict.round,
        "commitment": verdict.state_commitment.commitment,
        "reasons": [one.value for one in WithdrawalReason],
        "is_practice": verdict.round.is_practice,
    }
    return render(request, "assessments/desk/withdraw.html", context)


@never_cache
@login_required
@require_safe
def versions(request: HttpRequest, uid: str) -> HttpResponse:
    """Every version of a verdict that the person may read, newest first, each against the one before it."""
    actor = actor_of(request)
    try:
        verdict = queries.assessment(actor, uid)
        found = queries.versions_of(actor, uid)
    except Assessment.DoesNotExist:
        raise Http404 from None
    context = {
        "verdict": verdict,
        "round": verdict.round,
        "commitment": verdict.state_commitment.commitment,
        "state": verdict.state_commitment.state,
        "versions": changes_by_version(found, actor),
        "is_practice": verdict.round.is_practice,
    }
    return render(request, "assessments/desk/versions.html", context)


def _asked(found: MyRound) -> Asked:
    one = found.round
    today = one.calendar.day_of(moment(None))
    ahead = [(milestone, one.calendar.on(milestone)) for milestone in Milestone if one.calendar.on(milestone) >= today]
    milestone, day = ahead[0] if ahead else (Milestone.PUBLISHES, one.publishes)
    return Asked(one, found.organisation, found.n_waiting, milestone.value, day, (day - today).days)


def _asked_for(request: HttpRequest, actor: Actor, one: Round, mine: Organisation) -> Narrowed:
    """What the address narrows the lists by; what is none of the round's subjects narrows nothing."""
    subjects = subjects_of(actor, one, mine)
    theme, text = request.GET.get("theme", ""), request.GET.get("text", "")
    theme = theme if theme in {each.pk for each in subjects.themes} else ""
    text = text if text in {each.pk for each in (*subjects.instruments, *subjects.documents)} else ""
    keys = keys_about(actor, one, mine, theme=theme, text=text) if theme or text else None
    return Narrowed(request.GET.get("q", "").strip()[:100], request.GET.get("state", ""), theme, text, subjects, keys)


def _url(one: Round, mine: Organisation, group: str, task: Task) -> str:
    if group not in PAGE_OF:
        return reverse("desk_verdict", args=[one.code, mine.code, task.key])
    path = reverse(PAGE_OF[group], args=[task.uid])
    return f"{path}?as={mine.code}" if group == "to_reply" else path
