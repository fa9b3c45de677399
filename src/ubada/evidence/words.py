"""The codes of evidence in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ubada.evidence.copies.refusing import Why

Words = Mapping[str, Promise]

KINDS: Final[Words] = {
    "document": pgettext_lazy("evidence", "Document"),
    "law": pgettext_lazy("evidence", "Law or decision"),
    "statistics": pgettext_lazy("evidence", "Statistics"),
    "news": pgettext_lazy("evidence", "News"),
    "web-page": pgettext_lazy("evidence", "Page on the web"),
    "letter": pgettext_lazy("evidence", "Letter"),
    "interview-notes": pgettext_lazy("evidence", "Notes of an interview"),
    "image": pgettext_lazy("evidence", "Picture"),
    "other": pgettext_lazy("evidence", "Something else"),
}
WHO_SEES: Final[Words] = {
    "organisation": _("My organisation alone"),
    "partners": _("Partners"),
    "public": _("Everyone"),
}
WHO_SEES_AT_LENGTH: Final[Words] = {
    "organisation": _("Members of your organisation see it. Nobody else learns that it exists, editors included."),
    "partners": _(
        "Members of all organisations that take part see it, except state bodies and donors; they learn that it is "
        "yours only from a verdict that cites it under your name."
    ),
    "public": _(
        "Everyone sees it once a published verdict, or an answer to one, cites it; before that, whoever may read that "
        "verdict or answer."
    ),
}
CONSENT: Final[Words] = {
    "not-needed": _("It concerns no person, such as a law or official figures"),
    "given": _("Whoever it concerns agreed to this use"),
}
CONSENT_NOW: Final[Words] = {**CONSENT, "withdrawn": _("Whoever it concerns withdrew their consent")}
SHOWS: Final[Words] = {
    "no-copy": _("without a copy for others"),
    "withdrawn": _("withdrawn"),
}
WHOSE: Final[Words] = {
    "own": _("my organisation's"),
    "others": _("others'"),
}
REASONS: Final[Words] = {
    "consent": _("Whoever it concerns withdrew their consent"),
    "error": _("It proved wrong, or should not be here"),
}
ALIKE: Final[Words] = {
    "bytes": _("the very same file"),
    "address": _("the same address"),
    "title": _("nearly the same title and the same date"),
}
COPY_REFUSALS: Final[Words] = {
    Why.KIND: _("No copy is made of files of this kind. Hand in a PDF, DOCX, ODT, HTML, CSV, text, PNG or JPEG file."),
    Why.DAMAGED: _("The file is damaged or of an unusual form. Open it, save it again as a PDF, and add that."),
    Why.LAYERS: _(
        "The file hides something that a copy would hand on: words under a box or beside the page, or a layer. Take "
        "the words out of the original, or make pictures of the pages, and add that."
    ),
    Why.TOO_MUCH: _("The file is too large for a copy. Add the pages that matter as a file of their own."),
}
HAPPENED: Final[Words] = {
    "add_evidence": _("Added"),
    "describe_evidence": _("Described anew"),
    "attach_snapshot": _("An archived copy of the address was added"),
    "copy_evidence": _("A copy without metadata was made"),
    "refuse_copy": _("No copy without metadata could be made"),
    "widen_evidence": _("Opened to more people"),
    "narrow_evidence": _("Closed to more people"),
    "withdraw_evidence": _("Withdrawn"),
    "read_original": _("The original was downloaded"),
}
