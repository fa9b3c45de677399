"""Work offline: a sheet to take along, and the sheet that comes back, looked at before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ubada.assessments.models import Round
from ubada.assessments.queries.workbooks import verdict_workbook
from ubada.assessments.queries.writing import may_write
from ubada.assessments.rules.states import RoundState
from ubada.assessments.services.sheets import (
    HeldSheet,
    SheetOutdated,
    held_sheet,
    hold_sheet,
    let_go_of_sheet,
    write_sheet,
)
from ubada.assessments.sheet_faults import fault_words
from ubada.assessments.sheet_words import TITLES, TRUTH, title_of
from ubada.assessments.sheets.layout import ITEM, list_of
from ubada.assessments.sheets.planning import Link, Outcome, RowPlan, links_of
from ubada.assessments.templatetags.assessment_words import cooperation_word, gap_word, level_word, trend_word
from ubada.assessments.views.standing import asked_or_404
from ubada.assessments.words import ASSESSMENT_STATE, BEARING
from ubada.files.models import StoredFile
from ubada.kernel.errors import InvalidInput
from ubada.kernel.text import TranslatedText
from ubada.organisations.models import Organisation
from ubada.register.views.answering import actor_of, language_of
from ubada.web.problems import said

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "level": level_word,
    "gap": gap_word,
    "cooperation": cooperation_word,
    "trend": trend_word,
    "truth": lambda code: str(TRUTH[code]),
}


class SheetForm(forms.Form):
    """A sheet that comes back."""

    file = forms.FileField(
        label=gettext_lazy("Filled-in sheet"),
        help_text=gettext_lazy("XLSX, at most 10 MiB. Nothing is kept before you have seen what would change."),
        max_length=400,
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A field as the site has it and as the sheet has it, in words."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the sheet on its page."""

    number: int
    key: str
    ref: str
    title: TranslatedText | None
    state: TranslatedText | None
    stage: str
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class FaultShown:
    """A cell that cannot be taken."""

    number: int
    column: str
    field: str
    words: str


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str, organisation: str) -> HttpResponse:
    """The page on which a sheet is taken and handed in."""
    _actor, one, whose = asked_or_404(request, code, organisation)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST":
        if not may_write(actor_of(request), whose):
            raise Http404
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                held = hold_sheet(actor=actor_of(request), organisation=whose, name=file.name, chunks=file.chunks())
                return HttpResponseRedirect(reverse("desk_sheet_held", args=[code, organisation, held.uid]))
            except InvalidInput as error:
                form.add_error("file", said(error))
    context = {
        "round": one,
        "organisation": whose,
        "form": form,
        "is_open": one.stage in (RoundState.OPEN, RoundState.CLOSED, RoundState.REVIEW),
        "may_write": may_write(actor_of(request), whose),
        "is_practice": one.is_practice,
    }
    return render(request, "assessments/desk/sheet.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_safe
def sheet_file(request: HttpRequest, code: str, organisation: str) -> HttpResponse:
    """The sheet itself."""
    _actor, one, whose = asked_or_404(request, code, organisation)
    day = one.calendar.day_of(datetime.now(UTC))
    data = verdict_workbook(actor_of(request), one, whose, language_of(), today=day)
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{code}-{organisation}.xlsx"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_held(request: HttpRequest, code: str, organisation: str, uid: str) -> HttpResponse:
    """What a sheet that was handed in would change, and the button that keeps it."""
    _actor, one, whose = asked_or_404(request, code, organisation)
    back = HttpResponseRedirect(reverse("desk_sheet", args=[code, organisation]))
    if not may_write(actor_of(request), whose):
        raise Http404
    if request.method == "POST" and "drop" in request.POST:
        let_go_of_sheet(actor=actor_of(request), uid=uid)
        messages.success(request, _("The sheet was thrown away. Nothing was changed."))
        return back
    try:
        if request.method == "POST":
            return _kept(request, one, whose, uid) or HttpResponseRedirect(request.path)
        held = held_sheet(actor_of(request), one, whose, uid)
    except InvalidInput as error:
        let_go_of_sheet(actor=actor_of(request), uid=uid)
        messages.error(request, said(error))
        return back
    if held is None:
        messages.error(request, _("This sheet is not here any more. Hand it in again."))
        return back
    return render(request, "assessments/desk/sheet_held.html", _shown(one, whose, held))


def _kept(request: HttpRequest, one: Round, whose: Organisation, uid: str) -> HttpResponse | None:
    """The way on after the sheet was kept; None if it has to be looked at again."""
    try:
        done = write_sheet(
            actor=actor_of(request), round_code=one.code, organisation=whose, uid=uid,
            fingerprint=request.POST.get("fingerprint", ""),
        )  # fmt: skip
    except SheetOutdated as error:
        messages.warning(request, said(error))
        return None
    except StoredFile.DoesNotExist:
        return None
    begun = ngettext("%(count)d verdict was begun", "%(count)d verdicts were begun", done.begun) % {"count": done.begun}
    changed = ngettext("%(count)d draft was changed", "%(count)d drafts were changed", done.changed) % {
        "count": done.changed
    }
    messages.success(request, f"{begun}, {changed}. " + _("Take a new sheet before you go on offline."))
    return HttpResponseRedirect(reverse("desk_sheet", args=[one.code, whose.code]))


def _shown(one: Round, whose: Organisation, held: HeldSheet) -> dict[str, object]:
    plan = held.plan
    changes = plan.of(Outcome.CHANGES, Outcome.BEGINS)
    return {
        "round": one,
        "organisation": whose,
        "file": held.file,
        "fingerprint": plan.fingerprint,
        "faults": list(_faults(plan.of(Outcome.FAULTY))),
        "faulty": len(plan.of(Outcome.FAULTY)),
        "changes": [_row(held, row) for row in changes],
        "conflicts": [_row(held, row) for row in plan.of(Outcome.CONFLICT)],
        "locked": [_row(held, row) for row in plan.of(Outcome.LOCKED)],
        "same": len(plan.of(Outcome.SAME)),
        "is_practice": one.is_practice,
    }


def _faults(rows: Iterable[RowPlan]) -> Iterable[FaultShown]:
    for row in rows:
        for fault in row.faults:
            yield FaultShown(row.number, fault.column, title_of(fault.field), fault_words(fault))


def _row(held: HeldSheet, row: RowPlan) -> RowShown:
    now = row.now
    standing = held.standings.get(now.commitment) if now else None
    differences = [
        Difference(title_of(one.field), _value(one.field, one.old), _value(one.field, one.new)) for one in row.changes
    ]
    evidence = str(TITLES[ITEM])
    before = {link.place: link for link in links_of(now.values)} if now else {}
    differences += [Difference(evidence, _link(held, before.get(one.place)), _link(held, one)) for one in row.put]
    differences += [Difference(evidence, _link(held, one), "") for one in row.taken]
    return RowShown(
        row.number,
        now.commitment if now else "",
        now.ref if now else "",
        standing.commitment.title if standing else None,
        standing.state_name if standing else None,
        str(ASSESSMENT_STATE[now.stage]) if now and now.stage else "",
        differences,
    )


def _value(field: str, value: str) -> str:
    words = _WORDS.get(list_of(field))
    return words(value) if words is not None and value else value


def _link(held: HeldSheet, link: Link | None) -> str:
    if link is None:
        return ""
    item = held.items.get(link.item)
    title = item.title.best(language_of()).text if item else link.item
    told = f"{title} ({BEARING[link.bearing]}, {link.reliability}{link.credibility})"
    return f"{told}: {link.pinpoint}" if link.pinpoint else told
