"""The desk on which sides are brought together: joint findings with their votes, and why two groups differ."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ubada.access.actors import Actor
from ubada.access.engine import Action, Refused, can
from ubada.assessments import queries, services
from ubada.assessments.forms.findings import ExplainForm, ProposeForm, VoteForm
from ubada.assessments.forms.refusals import said, show
from ubada.assessments.models import Finding, Round
from ubada.assessments.policies import VOTING
from ubada.assessments.queries import DivergenceShown
from ubada.assessments.queries.answering import answering_for, explaining_for, voting_for
from ubada.assessments.queries.joining import findings_in, found_in_scope, scoped, takes_part
from ubada.assessments.rules.divergence import PairClass
from ubada.assessments.rules.verdicts import Constituency
from ubada.assessments.services.findings import SPEAKING
from ubada.assessments.showing import stands
from ubada.assessments.views.standing import round_or_404
from ubada.kernel.errors import UbadaError
from ubada.organisations.models import Organisation
from ubada.register.models import StateCommitment


@never_cache
@login_required
@require_safe
def finding_list(request: HttpRequest, code: str) -> HttpResponse:
    """What is voted on, where sides differ most, and what was found together; other commitments by a search."""
    actor, one = _round_of_party(request, code)
    states = sorted(one.states.all(), key=lambda each: each.order)
    state = request.GET.get("state", "")
    state = state if state in {each.code for each in states} else ""
    words = request.GET.get("q", "").strip()[:100]
    placed = [each for each in findings_in(actor, one) if state in ("", each.state_code)]
    context = {
        "round": one,
        "states": states,
        "state": state,
        "q": words,
        "found": found_in_scope(actor, one, words) if words else None,
        "voted_on": [each for each in placed if not each.finding.basis],
        "adopted": [each for each in placed if each.finding.basis],
        "disputes": queries.differ_most(actor, one, state=state or None),
        "is_speaking": one.stage in SPEAKING,
        "may_propose": can(actor, Action.CREATE, Finding),
    }
    return render(request, "assessments/joint/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One commitment: where each group stands, how they differ and why, and what they find together."""
    actor, one = _round_of_party(request, code)
    about = scoped(actor, one, key)
    if about is None:
        raise Http404
    desk = _Desk(request, actor, one, about)
    if request.method == "POST":
        answer = desk.act(request.POST.get("act", ""))
        if answer is not None:
            return answer
    return render(request, "assessments/joint/commitment.html", desk.context(), status=400 if desk.is_refused else 200)


class _Desk:
    """The forms of one commitment's page: each is offered to those who may send it, and shows again what it refused."""

    def __init__(self, request: HttpRequest, actor: Actor, one: Round, about: StateCommitment) -> None:
        self.request, self.actor, self.one, self.about = request, actor, one, about
        self.is_refused = False
        self.findings = queries.findings_on(actor, about.pk, one)
        self.pairs = queries.divergences_on(actor, about.pk, one)
        is_speaking = one.stage in SPEAKING
        self.is_speaking = is_speaking
        self.voters = self._here(voting_for(actor, one, VOTING)) if is_speaking else []
        self.explainers = self._here(explaining_for(actor, one)) if is_speaking else []
        self.own_pairs = [
            each for each in self.pairs if self._is_own(each) and each.pair_class is not PairClass.MISSING
        ]
        self.propose = ProposeForm(one, prefix="new") if is_speaking and can(actor, Action.CREATE, Finding) else None
        self.explain = self._explain_form() if self.explainers and self.own_pairs else None
        self.votes = {
            each.uid: VoteForm(self.voters, prefix=each.uid, initial=self._given(each))
            for each in self.findings
            if self._may_vote(each)
        }

    def act(self, name: str) -> HttpResponse | None:
        """Does what was asked; gives nothing where the page is shown again with what is wrong."""
        acts = {"propose": self._propose, "vote": self._vote, "adopt": self._adopt, "explain": self._explain}
        if name not in acts:
            self.is_refused = True
            messages.error(self.request, _("Choose what to do."))
            return None
        try:
            return acts[name]()
        except (Finding.DoesNotExist, Refused):
            raise Http404 from None

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        asked = [Constituency(side) for side in self.one.asked.get(self.about.state_id, [])]
        adopts = self.is_speaking and can(self.actor, Action.CREATE, Finding)
        return {
            "round": self.one,
            "commitment": self.about.commitment,
            "state": self.about.state,
            "stands": stands(queries.positions_on(self.actor, self.about.pk, self.one), asked),
            "pairs": [each for each in self.pairs if each.pair_class is not PairClass.MISSING],
            "missing": [each for each in self.pairs if each.pair_class is PairClass.MISSING],
            "notes": queries.notes_on(self.actor, self.about.pk, self.one),
            "verdicts": queries.assessments_on(self.actor, self.about.pk, self.one),
            "answers": bool(self._here(answering_for(self.actor, self.one))),
            "findings": [(each, self.votes.get(each.uid)) for each in self.findings],
            "adopts": adopts,
            "propose": self.propose,
            "explain": self.explain,
            "is_speaking": self.is_speaking,
            "steers": can(self.actor, Action.CREATE, Finding),
        }

    def _propose(self) -> HttpResponse | None:
        if self.propose is None:
            raise Http404
        self.propose = form = ProposeForm(self.one, self.request.POST, prefix="new")
        return self._sent(
            form,
            lambda: services.propose_finding(
                actor=self.actor, round_code=self.one.code, state_commitment=self.about.pk,
                text=form.cleaned_data["text"], level=form.cleaned_data["level"],
            ),
            _("Put to the vote. The coordinators of each group can vote until the round is frozen."),
        )  # fmt: skip

    def _vote(self) -> HttpResponse | None:
        uid = self.request.POST.get("finding", "")
        if uid not in self.votes:
            raise Http404
        self.votes[uid] = form = VoteForm(self.voters, self.request.POST, prefix=uid)
        return self._sent(
            form,
            lambda: services.vote_on_finding(
                actor=self.actor, uid=uid, organisation=form.cleaned_data["organisation"],
                agrees=form.cleaned_data["agrees"] == "yes", dissent=form.cleaned_data["dissent"],
            ),
            _("The vote of your group is written down. You can change it until the finding is adopted."),
        )  # fmt: skip

    def _explain(self) -> HttpResponse | None:
        if self.explain is None:
            raise Http404
        self.explain = form = self._explain_form(self.request.POST)
        return self._sent(
            form,
            lambda: services.explain_divergence(
                actor=self.actor, round_code=self.one.code, state_commitment=self.about.pk, sides=form.pair(),
                resolution=form.cleaned_data["resolution"], text=form.cleaned_data["text"],
                organisation=form.cleaned_data["organisation"],
            ),
            _("Your explanation stands beside the difference."),
        )  # fmt: skip

    def _adopt(self) -> HttpResponse | None:
        try:
            services.adopt_finding(actor=self.actor, uid=self.request.POST.get("finding", ""))
        except Refused:
            raise
        except UbadaError as error:
            messages.error(self.request, said(error))
        else:
            messages.success(self.request, _("Adopted. It is published with the round, and any dissent beside it."))
        return self._back()

    def _sent(self, form: forms.Form, act: Any, done: str) -> HttpResponse | None:
        if form.is_valid():
            try:
                act()
            except Refused:
                raise
            except UbadaError as error:
                show(form, error)
            else:
                messages.success(self.request, done)
                return self._back()
        self.is_refused = True
        return None

    def _back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("desk_finding", args=[self.one.code, self.about.pk]))

    def _here(self, organisations: list[Organisation]) -> list[Organisation]:
        return [one for one in organisations if self.about.state_id in {each.code for each in one.states.all()}]

    def _is_own(self, pair: DivergenceShown) -> bool:
        return any(one.constituency in (pair.first, pair.second) for one in self.explainers)

    def _may_vote(self, finding: queries.FindingShown) -> bool:
        return bool(self.voters) and not finding.basis

    def _given(self, finding: queries.FindingShown) -> dict[str, Any]:
        """The vote that the group has given already, for whoever may change it."""
        sides = {one.constituency for one in self.voters}
        given = next((vote for vote in finding.votes if vote.constituency in sides), None)
        return {} if given is None else {"agrees": "yes" if given.agrees else "no", "dissent": given.dissent}

    def _explain_form(self, data: Any = None) -> ExplainForm:
        return ExplainForm(self.explainers, self.own_pairs, data, prefix="why")


def _round_of_party(request: HttpRequest, code: str) -> tuple[Actor, Round]:
    actor, one = round_or_404(request, code)
    if not takes_part(actor, one):
        raise Http404
    return actor, one
