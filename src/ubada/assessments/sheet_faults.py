"""What can be wrong with a sheet that was handed in, in sentences for whoever filled it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ubada.assessments.sheet_words import title_of
from ubada.assessments.sheets.layout import CellFault
from ubada.assessments.sheets.reading import CannotRead
from ubada.kernel.errors import InvalidInput

Pair = tuple[Promise, Promise]

FILE: Final[Mapping[str, Pair]] = {
    "not-a-workbook": (
        _("This is no XLSX workbook."),
        _("Save the sheet as “Excel workbook (XLSX)” and hand that in."),
    ),
    "too-large": (
        _("The file is larger than %(detail)s MiB."),
        _("Hand in the sheet that you took from here, without pictures and other sheets."),
    ),
    "damaged": (
        _("The workbook is damaged or of a form that is not read here."),
        _("Open it, save it again as XLSX, and hand in the new file."),
    ),
    "too-much": (
        _("Reading this workbook takes too much time or memory."),
        _("Hand in the sheet that you took from here, without other sheets."),
    ),
    "reaches-out": (
        _("The workbook has links to other files or objects put into it."),
        _("Remove the links and objects, save it, and hand it in again."),
    ),
    "no-key-column": (
        _("No column of keys is in the workbook."),
        _("The first column of the sheet must stay. Take a new sheet and copy your words into it."),
    ),
    "column-twice": (
        _("A column stands twice: %(detail)s."),
        _("Delete one of the two."),
    ),
    "too-many-rows": (
        _("The sheet has more than %(detail)s rows with something in them."),
        _("Hand in the sheet that you took from here, with its own rows alone."),
    ),
    "no-rows": (
        _("There is no row in the sheet."),
        _("Take a new sheet, fill it in, save it, and hand it in."),
    ),
    "other-round": (
        _("This sheet is of another round (%(detail)s)."),
        _("Hand it in on the page of that round, or take a sheet of this one."),
    ),
    "other-organisation": (
        _("This sheet is of another organisation (%(detail)s)."),
        _("Hand it in on the page of that organisation, or take a sheet of this one."),
    ),
}  # fmt: skip
"""Of a workbook as a whole: what is wrong, and what to do."""
CELL: Final[Mapping[str, Pair]] = {
    "formula": (_("This is a formula."), _("Put in the words or the number itself.")),
    "error": (_("The spreadsheet shows an error here."), _("Put in the words themselves, or empty the cell.")),
    "date": (
        _("The spreadsheet made a date of what was typed."),
        _("Type an apostrophe first, then the text."),
    ),
    "no-text": (_("There are characters in it that are no text."), _("Type it anew.")),
    "merged": (_("Cells are merged here: %(detail)s."), _("Part them, so that each has its own text.")),
    "not-in-list": (_("“%(detail)s” is not on the list."), _("Choose from the list.")),
    "no-such-item": (
        _("This piece of evidence cannot be cited."),
        _("It was withdrawn, or is not for you to see. Choose another, or empty the cells."),
    ),
    "too-long": (_("This is longer than %(detail)s characters."), _("Make it shorter.")),
    "key-missing": (_("The key is missing."), _("Copy it from a new sheet, or delete the row.")),
    "key-changed": (_("The key was changed."), _("Copy it from a new sheet, or delete the row.")),
    "key-twice": (_("The same key stands in row %(detail)s."), _("Delete one of the two rows.")),
    "not-in-scope": (_("This promise is not among those that the round asks you about."), _("Delete the row.")),
    "moved": (
        _("The key beside it is that of %(detail)s."),
        _("Keys and rows came apart, perhaps in sorting. Take a new sheet and copy your words into it."),
    ),
    "evidence-without-item": (
        _("It is said how far a piece can be relied on, but not which."),
        _("Choose the piece, or empty the cells beside it."),
    ),
    "evidence-incomplete": (
        _("Something of this piece of evidence is missing."),
        _("Say whether it speaks for or against, and how far source and piece can be relied on."),
    ),
    "evidence-twice": (
        _("The same place of the same piece is cited twice."),
        _("Empty one of the two, or name another place."),
    ),
}  # fmt: skip
"""Of one cell: what is wrong, and what to do."""


def refused(error: CannotRead) -> InvalidInput:
    """The sentences for a workbook that cannot be taken."""
    what, remedy = FILE[error.code]
    detail = title_of(error.detail) if error.code == "column-twice" else _shown(error.detail)
    return InvalidInput(str(what) % {"detail": detail}, hint=str(remedy))


def fault_words(fault: CellFault) -> str:
    """What is wrong with a cell and what to do."""
    what, remedy = CELL[fault.code]
    return _now("%(what)s %(remedy)s") % {"what": str(what) % {"detail": _shown(fault.detail)}, "remedy": remedy}


def _shown(detail: str) -> str:
    return detail if len(detail) <= 80 else f"{detail[:79]}…"
