"""The desk on which an editor makes clusters of what was confirmed, sorts groups out, and mends clusters."""

from __future__ import annotations

from collections import Counter
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ubada.kernel.errors import UbadaError
from ubada.languages.table import COMPLETE_LANGUAGES
from ubada.register.forms import ClusterForm
from ubada.register.models import Cluster, Commitment
from ubada.register.queries.groups import Case, Detailed, clusters_with_sizes, detailed, members_of, open_groups
from ubada.register.queries.relations import confirmed_among
from ubada.register.queries.themes import cluster_with_code
from ubada.register.services.clusters import (
    describe_cluster,
    dissolve_cluster,
    grow_cluster,
    make_cluster,
    move_to_cluster,
    take_out_of_cluster,
)
from ubada.register.views.answering import actor_of, language_of, page_of
from ubada.register.views.desk import back_to, for_editors, tell

GROUPS_A_PAGE: Final = 8
CLUSTERS_A_PAGE: Final = 50
ALL: Final = "all"


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def cluster_desk(request: HttpRequest) -> HttpResponse:
    """The groups of one case, each with what can be done about it; or every cluster there is. Makes one cluster."""
    actor = actor_of(request)
    faulty: dict[str, ClusterForm] = {}
    if request.method == "POST":
        form = ClusterForm(request.POST, prefix=request.POST.get("group", ""))
        if form.is_valid():
            _make(request, form)
            return back_to(reverse("desk_clusters"), request.GET.urlencode(), page="")
        faulty[request.POST.get("group", "")] = form
    groups = open_groups(actor)
    waiting = Counter(one.case for one in groups)
    cases = [(case, waiting[case]) for case in Case]
    first = next((case for case, count in cases if count), ALL)
    show = request.GET.get("show", first)
    if show not in {*Case, ALL}:
        raise Http404
    own = [one for one in groups if one.case == show]
    page = page_of(request, clusters_with_sizes(actor) if show == ALL else own, _size(show))
    shown = [] if show == ALL else detailed(actor, page.object_list)
    return render(
        request,
        "register/desk_clusters.html",
        {
            "cases": cases,
            "show": show,
            "page": page,
            "groups": [(one, faulty.get(one.key) or _form_for(one)) for one in shown],
            "total": clusters_with_sizes(actor).count(),
            "crumbs": [{"title": _("Your desk"), "url": reverse("desk")}, {"title": _("Clusters")}],
        },
        status=400 if faulty else 200,
    )


@for_editors
@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """One commitment, or the newcomers of one group, into a cluster, into another one, or out of it."""
    actor, act = actor_of(request), request.POST.get("act", "")
    members, code = request.POST.getlist("member"), request.POST.get("cluster", "")
    if act not in {"grow", "move", "take_out"} or not members:
        raise Http404
    try:
        if act == "grow":
            grow_cluster(actor=actor, code=code, members=members)
            count = len(members)
            words = ngettext(
                "%(count)d commitment was added to the cluster.",
                "%(count)d commitments were added to the cluster.",
                count,
            ) % {"count": count}
        elif act == "move":
            move_to_cluster(actor=actor, ref=members[0], code=code)
            words = _("The commitment was moved to the other cluster.")
        else:
            take_out_of_cluster(actor=actor, ref=members[0])
            words = _("The commitment was taken out of its cluster.")
    except (Cluster.DoesNotExist, Commitment.DoesNotExist) as error:
        raise Http404 from error
    except UbadaError as error:
        tell(request, error)
    else:
        messages.success(request, words)
    try:
        back, _members = cluster_with_code(actor, request.POST.get("back", ""))
    except Cluster.DoesNotExist:  # one came from the groups, or the cluster went with its last member
        return back_to(reverse("desk_clusters"), request.POST.get("query", ""))
    return back_to(reverse("desk_cluster", args=[back.code]), "")


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def edit_cluster(request: HttpRequest, code: str) -> HttpResponse:
    """One cluster: its words, its members and what joins them; it can be dissolved."""
    actor = actor_of(request)
    try:
        one, _members = cluster_with_code(actor, code)
    except Cluster.DoesNotExist as error:
        raise Http404 from error
    form = ClusterForm(initial=_words(one.title.as_dict(), one.summary.as_dict()))
    if request.method == "POST" and request.POST.get("act") == "dissolve":
        dissolve_cluster(actor=actor, code=code)
        messages.success(request, _("The cluster was dissolved. Its members and their relations are as they were."))
        return back_to(reverse("desk_clusters"), "")
    if request.method == "POST":
        form = ClusterForm(request.POST)
        if form.is_valid():
            describe_cluster(actor=actor, code=code, title=form.words("title"), summary=form.words("summary"))
            messages.success(request, _("Saved."))
            return back_to(reverse("desk_cluster", args=[code]), "")
    members = members_of(actor, one)
    return render(
        request,
        "register/desk_cluster.html",
        {
            "one": one,
            "form": form,
            "members": members,
            "relations": confirmed_among(actor, [each.time.commitment.ref for each in members]),
            "crumbs": [
                {"title": _("Your desk"), "url": reverse("desk")},
                {"title": _("Clusters"), "url": reverse("desk_clusters")},
                {"title": one.title},
            ],
        },
        status=400 if form.errors else 200,
    )


def _make(request: HttpRequest, form: ClusterForm) -> None:
    """Make the cluster of the members that were shown, or tell why not: someone may have placed one meanwhile."""
    try:
        made = make_cluster(
            actor=actor_of(request),
            members=request.POST.getlist("member"),
            title=form.words("title"),
            summary=form.words("summary"),
        )
    except Commitment.DoesNotExist as error:
        raise Http404 from error
    except UbadaError as error:
        tell(request, error)
    else:
        title = made.title.best(language_of()).text
        messages.success(request, _("The cluster was made: %(title)s") % {"title": title})


def _size(show: str) -> int:
    return CLUSTERS_A_PAGE if show == ALL else GROUPS_A_PAGE


def _form_for(group: Detailed) -> ClusterForm | None:
    """The form of a new cluster, with the title of its earliest member and words that say what it is."""
    if group.case != Case.NEW:
        return None
    summary = {}
    for language in COMPLETE_LANGUAGES:
        with translation.override(language.django_code):
            summary[language.code] = _(
                "One promise that several documents make, as an editor confirmed by comparing them."
            )
    title = group.members[0].time.commitment.title.as_dict()
    return ClusterForm(prefix=group.key, initial=_words(title, summary))


def _words(title: dict[str, str], summary: dict[str, str]) -> dict[str, str]:
    return {
        f"{name}_{language.code}": words.get(language.code, "")
        for name, words in (("title", title), ("summary", summary))
        for language in COMPLETE_LANGUAGES
    }
