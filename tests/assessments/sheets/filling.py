"""Taking a sheet, filling it in as a person would, and handing it in, all through the pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.assessments.people import People

PAGE = "/desk/rounds/2026-2/open-steppe/sheet/"


@dataclass
class Sheet:
    """A workbook in hand: cells by the reference of their row and the words above their column."""

    book: Workbook
    name: str = "Verdicts"

    @property
    def table(self) -> Worksheet:
        """The sheet with verdicts."""
        table = self.book[self.name]
        assert isinstance(table, Worksheet)
        return table

    def row(self, key: str) -> int:
        """The number of the row of a commitment of a state."""
        return next(n for n in range(2, self.table.max_row + 1) if f"|{key}|" in str(self.table.cell(n, 1).value))

    def column(self, title: str) -> int:
        """The number of the column under these words."""
        return next(
            n for n in range(1, self.table.max_column + 1) if self.table.cell(1, n).value == title
        )  # fmt: skip

    def get(self, key: str, title: str) -> Any:
        """What a cell holds."""
        return self.table.cell(self.row(key), self.column(title)).value

    def put(self, key: str, **texts: Any) -> None:
        """Fill in cells; ``Evidence_1__Place_in_it`` stands for “Evidence 1: Place in it”."""
        for name, text in texts.items():
            self.set(key, name.replace("__", ": ").replace("_", " "), text)

    def set(self, key: str, title: str, text: Any) -> None:
        """Fill in one cell as a spreadsheet does: text stays text unless it begins with an equals sign."""
        self.table.cell(self.row(key), self.column(title)).value = text

    def file(self, name: str = "sheet.xlsx") -> SimpleUploadedFile:
        """The workbook, saved."""
        out = io.BytesIO()
        self.book.save(out)
        return SimpleUploadedFile(name, out.getvalue())


def signed_in(people: People, name: str = "open-steppe.assessor") -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(people.accounts[name])
    return client


def taken(client: Client, page: str = PAGE, *, name: str = "Verdicts") -> Sheet:
    """The sheet as it comes from its page."""
    response = client.get(f"{page}verdicts.xlsx")
    assert response.status_code == 200
    return Sheet(load_workbook(io.BytesIO(response.content)), name)


def handed_in(client: Client, file: SimpleUploadedFile, page: str = PAGE) -> Any:
    """The page that follows when a file is handed in: what would change, or the form with what is wrong."""
    return client.post(page, {"file": file}, follow=True)


def shown(client: Client, sheet: Sheet, page: str = PAGE) -> Any:
    """What a sheet would change, as the page has it."""
    response = handed_in(client, sheet.file(), page)
    assert response.status_code == 200, response.content.decode()
    assert "fingerprint" in response.context, [str(one) for one in response.context["messages"]]
    return response


def kept(client: Client, response: Any) -> Any:
    """The page that follows when what is shown is kept."""
    address = response.redirect_chain[-1][0]
    return client.post(address, {"fingerprint": response.context["fingerprint"]}, follow=True)


def faults(response: Any) -> list[tuple[int, str, str]]:
    """The faults on a page: row, column, words."""
    return [(one.number, one.column, one.words) for one in response.context["faults"]]


def with_parts(sheet: Sheet, change: Callable[[dict[str, bytes]], None]) -> SimpleUploadedFile:
    """The workbook with its parts changed by hand, as no program would save it."""
    import zipfile  # noqa: PLC0415

    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(sheet.file().read())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return SimpleUploadedFile("sheet.xlsx", out.getvalue())
