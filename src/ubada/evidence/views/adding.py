"""Adding an item. What may be the same thing is shown before; a file that was taken need not be sent again."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ubada.access.actors import Actor
from ubada.evidence import queries, services
from ubada.evidence.forms import NewForm
from ubada.evidence.models import EvidenceItem
from ubada.evidence.views.finding import way_back, with_item
from ubada.evidence.views.taking import NotTaken, take
from ubada.files.models import StoredFile
from ubada.kernel.errors import InvalidInput
from ubada.kernel.text import TranslatedText
from ubada.organisations.models import Organisation
from ubada.register.views.answering import actor_of
from ubada.web.problems import show_problems

HELD: Final = "held"
"""The field with the uid of the file that was taken before."""
WHOLE: Final = "whole"
"""The last field of the form: where it is missing, the form was cut off on its way."""
KEEP_BOTH: Final = "keep"
"""The field with the uids of items that are known to be others."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A form for an item; when it is saved, the way leads back to where the person came from, or to the item."""
    actor = actor_of(request)
    organisations = queries.keeps_for(actor)
    if not organisations:
        raise Http404
    way = way_back(request)
    if request.method != "POST":
        return _answer(request, NewForm(organisations), way)
    stored, fault = _file_of(actor, request)
    form = NewForm(organisations, _sent(request.POST, stored))
    form.full_clean()
    _say_what_is_wrong(form, request.POST, fault)
    if form.is_valid():
        alike = _others(actor, form, stored, request.POST)
        if alike:
            return _answer(request, form, way, stored, alike)
        one = _add(actor, form, organisations, stored)
        if one is not None:
            messages.success(request, _("Added to your evidence."))
            return HttpResponseRedirect(with_item(way, one.uid) if way else one.get_absolute_url())
    return _answer(request, form, way, stored)


def _answer(
    request: HttpRequest, form: NewForm, way: str, stored: StoredFile | None = None, alike: Any = ()
) -> HttpResponse:
    found = [(one, with_item(way, one.item.uid) if way else one.item.get_absolute_url()) for one in alike]
    context = {
        "form": form,
        "way": way,
        "stored": stored,
        "alike": found,
        "known": " ".join([*request.POST.get(KEEP_BOTH, "").split(), *(one.item.uid for one in alike)]),
        "crumbs": [
            {"title": _("Your desk"), "url": reverse("desk")},
            {"title": _("Evidence"), "url": reverse("desk_evidence")},
            {"title": _("Add evidence"), "url": ""},
        ],
    }
    return render(request, "evidence/new.html", context, status=400 if form.errors else 200)


def _file_of(actor: Actor, request: HttpRequest) -> tuple[StoredFile | None, str]:
    """The file of the form, sent now or taken before, and what is wrong with the one sent now."""
    uid = request.POST.get(HELD, "")
    before = services.held(actor, uid) if uid else None
    sent = request.FILES.get("file")
    if sent is not None:
        try:
            stored = take(actor, sent)
        except NotTaken as refusal:
            return before, str(refusal)
        services.release_file(actor=actor, uid=uid)
        return stored, ""
    if request.POST.get("without_file"):
        services.release_file(actor=actor, uid=uid)
        return None, ""
    return before, _("The file is not here any more; choose it again.") if uid and before is None else ""


def _sent(data: QueryDict, stored: StoredFile | None) -> QueryDict:
    sent = data.copy()
    sent[HELD] = stored.uid if stored is not None else ""
    return sent


def _say_what_is_wrong(form: NewForm, data: QueryDict, fault: str) -> None:
    """Puts what is wrong with the file, or with the form as a whole, onto the form."""
    if fault:
        form.add_error("file", fault)
    if WHOLE not in data:
        form.add_error(None, _("Not all of the form arrived here. Nothing was saved; send it again."))


def _others(actor: Actor, form: NewForm, stored: StoredFile | None, data: QueryDict) -> list[queries.Alike]:
    """The items that may be the same thing and that the person has not yet called others."""
    said = form.described()
    known = set(data.get(KEEP_BOTH, "").split()) if data.get("act") == "keep" else set()
    found = queries.find_duplicates(
        actor,
        sha256=stored.sha256 if stored is not None else "",
        url=said["url"],
        title=TranslatedText.of(said["title"]),
        dated=said["dated"],
    )
    return [one for one in found if one.item.uid not in known]


def _add(
    actor: Actor, form: NewForm, organisations: list[Organisation], stored: StoredFile | None
) -> EvidenceItem | None:
    """The item, saved; none where the form now says what is wrong."""
    whose = next(one for one in organisations if one.code == form.cleaned_data["organisation"])
    try:
        return services.add_item(
            actor=actor,
            organisation=whose,
            file=stored.uid if stored is not None else "",
            sensitivity=form.cleaned_data["sensitivity"],
            **form.described(),
        )
    except InvalidInput as error:
        show_problems(form, error)
        return None
