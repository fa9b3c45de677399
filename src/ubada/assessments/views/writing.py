"""The page on which an organisation writes its verdict on one promise: everything on one screen, nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.assessments import queries, services
from ubada.assessments.clock import moment
from ubada.assessments.forms.drafting import DraftForm, values_of
from ubada.assessments.forms.refusals import show
from ubada.assessments.models import Assessment, Round
from ubada.assessments.queries import VerdictShown
from ubada.assessments.queries import writing as writing_queries
from ubada.assessments.queries.reviewing import scale_tests
from ubada.assessments.rules.refusal import RuleBroken
from ubada.assessments.rules.states import AssessmentState
from ubada.assessments.services import EditConflict
from ubada.assessments.services.drafting import IN_HAND
from ubada.assessments.views.conflicts import Compared, compared, is_said_by, written
from ubada.assessments.views.standing import asked_or_404
from ubada.assessments.views.surroundings import surroundings
from ubada.kernel.errors import UbadaError
from ubada.organisations.models import Organisation
from ubada.register.models import StateCommitment

KEPT_BY_SCRIPT: Final = "keep"
"""The act with which the script of the page saves what was typed."""


@dataclass
class Desk:
    """One promise in one round for one organisation, as the person at the desk has it before them."""

    actor: Actor
    round: Round
    organisation: Organisation
    about: StateCommitment
    verdict: VerdictShown | None
    may_write: bool
    path: str = field(init=False)

    def __post_init__(self) -> None:
        self.path = reverse("desk_verdict", args=[self.round.code, self.organisation.code, self.about.pk])

    @cached_property
    def before(self) -> VerdictShown | None:
        """What the organisation said on it in the round before."""
        return writing_queries.last_verdict(self.actor, self.round, self.organisation, self.about.pk)

    @property
    def is_written(self) -> bool:
        """Whether it is a draft that can be written on now, or that can be begun."""
        state = None if self.verdict is None else self.verdict.state
        if not self.may_write or state not in (None, AssessmentState.DRAFT):
            return False
        return self.round.stage in IN_HAND if state is not None else self.round.state == "open"

    def begun(self) -> str:
        """The draft's uid; the draft is begun if there is none."""
        if self.verdict is not None:
            return self.verdict.uid
        begun = services.begin_assessment(
            actor=self.actor,
            round_code=self.round.code,
            state_commitment=self.about.pk,
            organisation=self.organisation.code,
        )
        return begun.uid

    def form(self, data: Any = None, **begun: Any) -> DraftForm:
        """The form with what it offers: bound to what was sent, or with the draft as it stands and what was begun."""
        form = DraftForm(data) if data is not None else DraftForm(initial=values_of(self.verdict) | begun)
        form.offer(self.actor, self.round, self.organisation, self.about)
        return form


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, code: str, organisation: str, key: str) -> HttpResponse:
    """The promise, what stands around it, and the verdict: as a form while it is a draft, to read afterwards."""
    desk = desk_or_404(request, code, organisation, key)
    if request.method != "POST":
        return _page(request, desk, desk.form(**_begun(request, desk)))
    act, _sep, argument = request.POST.get("act", "save").partition(":")
    if act == "revise":
        return _revise(request, desk)
    if act == "find" and desk.is_written:
        return _page(request, desk, _unjudged(desk, request))
    form = desk.form(request.POST)
    done = _done(request, desk, form, act, argument) if form.is_valid() else None
    return done or _refused(request, desk_again(request, desk), form, act)


def _done(request: HttpRequest, desk: Desk, form: DraftForm, act: str, argument: str) -> HttpResponse | None:
    """The answer to an act that was done, or to a conflict; None where something is wrong, which the form then says."""
    try:
        return ACTS.get(act, _save)(request, desk, form, argument)
    except EditConflict as error:
        return _conflict(request, desk, form, error, act)
    except RuleBroken as error:
        form.show_missing(error)
    except (Assessment.DoesNotExist, Refused):
        raise Http404 from None
    except UbadaError as error:
        show(form, error)
    return None


def desk_or_404(request: HttpRequest, code: str, organisation: str, key: str) -> Desk:
    """What the address names, for a member of the organisation; nobody else learns whether it is there."""
    actor, one, mine = asked_or_404(request, code, organisation)
    try:
        about = writing_queries.scoped(actor, one, mine, key)
    except StateCommitment.DoesNotExist:
        raise Http404 from None
    own = writing_queries.verdict_on(actor, one, mine, key)
    return Desk(actor, one, mine, about, own, writing_queries.may_write(actor, mine))


def _saved(desk: Desk, form: DraftForm) -> Assessment:
    """The draft with what was typed kept, which the form has then seen. One that is begun by this begins at 1.

    Raises EditConflict where somebody else changed it; not where it says by now what was typed, as after a colleague
    linked evidence, or after the page saved it on a line so slow that the answer was still on its way.
    """
    uid = desk.begun()
    drafted = form.drafted()
    seen = form.cleaned_data["version"] or 1
    try:
        one = services.save_draft(actor=desk.actor, uid=uid, seen_version=seen, **drafted)
    except EditConflict as error:
        if not is_said_by(drafted, error.theirs):
            raise
        one = services.save_draft(actor=desk.actor, uid=uid, seen_version=error.version, **drafted)
    form.has_seen(one.version)
    return one


def _save(request: HttpRequest, desk: Desk, form: DraftForm, _argument: str) -> HttpResponse:
    _saved(desk, form)
    messages.success(request, _("Saved. Nobody outside your organisation can read it."))
    return HttpResponseRedirect(desk.path)


def _keep(_request: HttpRequest, desk: Desk, form: DraftForm, _argument: str) -> HttpResponse:
    one = _saved(desk, form)
    at = moment(None).astimezone(desk.round.calendar.zone)
    return JsonResponse({"version": one.version, "said": _("Saved at %(time)s") % {"time": f"{at:%H:%M}"}})


def _hand_in(request: HttpRequest, desk: Desk, form: DraftForm, _argument: str) -> HttpResponse:
    one = _saved(desk, form)
    services.submit_assessment(actor=desk.actor, uid=one.uid, seen_version=one.version)
    messages.success(
        request, _("Handed in. Somebody of another organisation looks it over before anybody else reads it.")
    )
    return HttpResponseRedirect(desk.path)


def _link(request: HttpRequest, desk: Desk, form: DraftForm, _argument: str) -> HttpResponse:
    one = _saved(desk, form)
    given = form.cleaned_data
    if not given["item"]:
        form.add_error("item", _("Choose the piece first."))
        return _refused(request, desk_again(request, desk), form, "link")
    services.link_evidence(
        actor=desk.actor,
        uid=one.uid,
        item=given["item"],
        bearing=given["bearing"],
        pinpoint=given["pinpoint"],
        reliability=given["reliability"],
        credibility=given["credibility"],
        seen_version=one.version,
    )
    messages.success(request, _("Linked, and your draft is saved."))
    return HttpResponseRedirect(f"{desk.path}#evidence")


def _unlink(request: HttpRequest, desk: Desk, form: DraftForm, argument: str) -> HttpResponse:
    one = _saved(desk, form)
    if argument.isascii() and argument.isdigit():
        services.unlink_evidence(actor=desk.actor, uid=one.uid, link=int(argument[:18]), seen_version=one.version)
        messages.success(request, _("Not linked any more. The piece itself is kept."))
    return HttpResponseRedirect(f"{desk.path}#evidence")


def _copy(request: HttpRequest, desk: Desk, form: DraftForm, _argument: str) -> HttpResponse:
    one = _saved(desk, form)
    count = services.copy_evidence_of_last_round(actor=desk.actor, uid=one.uid, seen_version=one.version)
    said = ngettext("%(count)d piece was linked.", "%(count)d pieces were linked.", count) % {"count": count}
    messages.success(request, said if count else _("There was nothing to copy that is not linked already."))
    return HttpResponseRedirect(f"{desk.path}#evidence")


def _new_piece(_request: HttpRequest, desk: Desk, form: DraftForm, _argument: str) -> HttpResponse:
    """Leads to where a piece is added, and that page leads back; nothing that was typed is lost on the way."""
    _saved(desk, form)
    return HttpResponseRedirect(f"{reverse('desk_evidence_new')}?{urlencode({'return': f'{desk.path}#evidence'})}")


ACTS: Final[dict[str, Callable[[HttpRequest, Desk, DraftForm, str], HttpResponse]]] = {
    "save": _save,
    KEPT_BY_SCRIPT: _keep,
    "hand-in": _hand_in,
    "link": _link,
    "unlink": _unlink,
    "copy": _copy,
    "new-piece": _new_piece,
}


def desk_again(request: HttpRequest, desk: Desk) -> Desk:
    """The same desk with the draft as it stands now."""
    return desk_or_404(request, desk.round.code, desk.organisation.code, desk.about.pk)


def _revise(request: HttpRequest, desk: Desk) -> HttpResponse:
    if desk.verdict is None:
        raise Http404
    try:
        services.revise_assessment(actor=desk.actor, uid=desk.verdict.uid)
    except (Assessment.DoesNotExist, Refused):
        raise Http404 from None
    except UbadaError:
        messages.error(request, _("It does not stand where it could be taken up again."))
    return HttpResponseRedirect(desk.path)


def _begun(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """What the address puts into the form: a piece just added, and the words of the last verdict where none are yet.

    Never a level.
    """
    begun: dict[str, Any] = {"item": request.GET.get("evidence", "")}
    has_words = desk.verdict is not None and bool(desk.verdict.narrative)
    if "start-from-last" in request.GET and desk.is_written and desk.before is not None and not has_words:
        begun["narrative"] = dict(desk.before.narrative)
    return begun


def _unjudged(desk: Desk, request: HttpRequest) -> DraftForm:
    """The form with all that was typed and no mistakes shown: a search hands nothing in."""
    sent = DraftForm(request.POST)
    form = DraftForm(initial={name: sent[name].value() for name in sent.fields})
    form.offer(desk.actor, desk.round, desk.organisation, desk.about)
    return form


def _conflict(request: HttpRequest, desk: Desk, form: DraftForm, error: EditConflict, act: str) -> HttpResponse:
    if act == KEPT_BY_SCRIPT:
        said = _("Not saved: somebody else changed this draft. Press “Save” to compare both.")
        return JsonResponse({"said": said}, status=409)
    fresh = desk_again(request, desk)
    form.has_seen(error.version)
    rows = compared(form, fresh.form()) if fresh.is_written else ()
    return _page(request, fresh, form, status=409, rows=rows)


def _refused(request: HttpRequest, desk: Desk, form: DraftForm, act: str) -> HttpResponse:
    if act == KEPT_BY_SCRIPT:
        said = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return JsonResponse({"said": _("Not saved: %(why)s") % {"why": said}}, status=400)
    return _page(request, desk, form, status=400)


def _page(
    request: HttpRequest, desk: Desk, form: DraftForm, *, status: int = 200, rows: Sequence[Compared] = ()
) -> HttpResponse:
    is_kept_apart = bool(form.is_bound and not desk.is_written)
    context = {
        "desk": desk,
        "round": desk.round,
        "organisation": desk.organisation,
        "commitment": desk.about.commitment,
        "state": desk.about.state,
        "verdict": desk.verdict,
        "form": form,
        "rows": rows,
        "tests": scale_tests(desk.actor, "implementation-levels"),
        "copyable": _copyable(desk),
        "voices": writing_queries.voices_beside(desk.organisation, desk.about.state_id),
        "kept": written(form) if is_kept_apart else [],
        "is_practice": desk.round.is_practice,
        **_standing(desk),
        **surroundings(desk.actor, desk.round, desk.about, desk.before),
    }
    return render(request, "assessments/desk/verdict.html", context, status=status)


def _copyable(desk: Desk) -> list[Any]:
    if not desk.is_written:
        return []
    if desk.verdict is not None:
        return writing_queries.evidence_to_copy(desk.actor, desk.verdict.uid)
    return [each for each in desk.before.evidence if each.item is not None] if desk.before is not None else []


def _standing(desk: Desk) -> dict[str, Any]:
    """Where the verdict stands, and what can be done with it."""
    one = desk.verdict
    state = None if one is None else one.state
    today = desk.round.calendar.day_of(moment(None))
    return {
        "reviews": queries.reviews_of(desk.actor, one.uid) if one is not None else [],
        "may_revise": desk.may_write and state is AssessmentState.RETURNED and desk.round.stage in IN_HAND,
        "may_withdraw": desk.may_write and state not in (None, AssessmentState.DRAFT, AssessmentState.WITHDRAWN),
        "may_correct": desk.may_write and state is AssessmentState.PUBLISHED,
        "days_left": (desk.round.closes - today).days if desk.round.state == "open" else None,
    }
