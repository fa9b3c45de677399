"""Why a file is not taken, in sentences for the person who handed it in."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ubada.files.fitness import Reason

REFUSALS: Final[dict[Reason, tuple[str | Promise, str | Promise]]] = {
    Reason.EMPTY: (_("The file is empty."), ""),
    Reason.UNKNOWN: (
        _("This is not a kind of file that is taken here."),
        _("Hand in a PDF, DOCX, ODT, XLSX, ODS, HTML, CSV, JSON, plain text, PNG, JPEG or WARC file."),
    ),
    Reason.DAMAGED: (_("The file is damaged or cut short."), _("Open it, save it again, and hand in the new file.")),
    Reason.ENCRYPTED: (_("The file is protected by a password."), _("Save it without the password.")),
    Reason.MACROS: (
        _("The document holds macros or other parts that run as a program."),
        _("Save it as a PDF, or as a DOCX or XLSX file without macros."),
    ),
    Reason.PROGRAM: (_("The file is a program."), ""),
    Reason.OLD_FORMAT: (
        _("This is an old document format (such as DOC, XLS or RTF)."),
        _("Save it as DOCX, XLSX or PDF."),
    ),
    Reason.ARCHIVE: (_("This is an archive of files."), _("Unpack it and hand in the files themselves.")),
    Reason.BOMB: (_("The file unpacks to far more than a document holds."), ""),
}
"""For each reason what is wrong, and what to do about it."""
