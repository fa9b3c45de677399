"""Sheets that cannot be taken as they are: told by file, or by row and column, with what to do; nothing is changed."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.assessments.people import COLLECTING, KEY, OTHER_KEY, People, advance, item_of, round_of
from tests.assessments.sheets.filling import PAGE, faults, handed_in, kept, shown, signed_in, taken, with_parts
from ubada.assessments.models import Assessment, Round, ScopedCommitment
from ubada.evidence.models import HeldFile
from ubada.evidence.services import let_go_of_files
from ubada.kernel.apart import Limits
from ubada.organisations.services import begin_membership

pytestmark = pytest.mark.django_db


def refused(people: People, file: SimpleUploadedFile, words: str, *, page: str = PAGE) -> None:
    """The file is not taken, for a reason that is said; nothing is changed and nothing is held."""
    response = handed_in(signed_in(people), file, page)
    assert words in " ".join(response.content.decode().split())
    assert not Assessment.objects.exists()
    assert not HeldFile.objects.exists()


def one_fault(people: People, response: object) -> tuple[str, str]:
    """The one fault on a page, its column and its words; a sheet with a fault offers nothing to keep."""
    found = faults(response)
    assert len(found) == 1, found
    assert "Keep it as drafts" not in response.content.decode()  # type: ignore[attr-defined]
    kept(signed_in(people), response)
    assert not Assessment.objects.exists()
    return found[0][1:]


def test_a_key_that_was_changed_is_found(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    key = str(sheet.table.cell(2, 1).value)
    changed = (
        key.replace("|0|", "|7|"),
        key[:-1],
        f"{key}0",
        "nonsense",
        "|||||",
        "2026-2",
        key.replace("C190", "CEDAW"),
    )
    for number, text in enumerate(changed, start=2):
        sheet.table.cell(number, 1).value = text
    page = shown(client, sheet)
    words = "The key was changed. Copy it from a new sheet, or delete the row."
    assert faults(page) == [(number, "A", words) for number in range(2, 2 + len(changed))]


def test_a_row_without_its_key_and_a_key_that_stands_twice(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    sheet.table.cell(3, 1).value = None
    assert one_fault(people, shown(client, sheet))[1].startswith("The key is missing.")
    sheet = taken(client)
    for column in range(1, 7):
        sheet.table.cell(3, column).value = sheet.table.cell(2, column).value
    assert one_fault(people, shown(client, sheet))[1].startswith("The same key stands in row 2.")


def test_keys_that_were_sorted_away_from_their_rows(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    first, second = sheet.row(KEY), sheet.row(OTHER_KEY)
    keys = [sheet.table.cell(row, 1).value for row in (first, second)]
    sheet.table.cell(first, 1).value, sheet.table.cell(second, 1).value = keys[::-1]
    words = {one[2] for one in faults(shown(client, sheet))}
    assert words == {
        f"The key beside it is that of {ref}. Keys and rows came apart, perhaps in sorting. Take a new sheet and copy"
        " your words into it."
        for ref in ("CEDAW-7", "CEDAW-7-A")
    }


def test_a_promise_that_is_not_in_the_round(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="Implemented")
    ScopedCommitment.objects.filter(state_commitment=KEY).delete()
    assert one_fault(people, shown(client, sheet))[1].startswith("This promise is not among those that the round asks")


def test_the_column_of_keys_must_stay(people: People, opened: Round) -> None:
    sheet = taken(signed_in(people))
    sheet.table.delete_cols(1)
    refused(people, sheet.file(), "No column of keys is in the workbook. The first column of the sheet must stay.")


def test_a_column_that_stands_twice(people: People, opened: Round) -> None:
    sheet = taken(signed_in(people))
    sheet.table.cell(1, sheet.table.max_column + 1).value = "Level"
    refused(people, sheet.file(), "A column stands twice: Level.")


def test_merged_cells(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    row, column = sheet.row(KEY), sheet.column("Level")
    sheet.put(KEY, Level="Implemented")
    sheet.table.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)
    assert one_fault(people, shown(client, sheet)) == (
        "G", f"Cells are merged here: G{row}:H{row}. Part them, so that each has its own text.",
    )  # fmt: skip


def test_a_formula_is_told_and_not_worked_out(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    formulas = ("=1+1", '=HYPERLINK("https://evil.example","x")', "=Lists!A1", "=SUM(A1:A9)")
    for number, formula in enumerate(formulas, start=2):
        sheet.table.cell(number, sheet.column("Joint text")).value = formula
    words = "This is a formula. Put in the words or the number itself."
    assert faults(shown(client, sheet)) == [(number, "N", words) for number in range(2, 6)]


def test_what_a_spreadsheet_made_a_date_of(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    day = datetime(2026, 4, 5, 10)  # noqa: DTZ001 - a spreadsheet knows no zones
    for number, (value, form) in enumerate(
        ((day.date(), "yyyy-mm-dd"), (day, "d/m/yy h:mm"), (timedelta(hours=3), "[h]:mm:ss")), start=2
    ):
        cell = sheet.table.cell(number, sheet.column("Joint text"))
        cell.value, cell.number_format = value, form
    words = "The spreadsheet made a date of what was typed. Type an apostrophe first, then the text."
    assert [(number, told) for number, _column, told in faults(shown(client, sheet))] == [
        (number, words) for number in (2, 3, 4)
    ]


def test_numbers_are_what_they_are_and_a_decimal_comma_stays(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    sheet.set(KEY, "Joint text", "12,5")
    sheet.set(KEY, "Reasons [en]", 12)
    sheet.set(OTHER_KEY, "Joint text", 12.5)
    kept(client, shown(client, sheet))
    one, other = (Assessment.objects.get(state_commitment=key) for key in (KEY, OTHER_KEY))
    assert (one.shared_draft, one.narrative["en"], other.shared_draft) == ("12,5", "12", "12.5")


def test_cells_that_cannot_be_taken_are_told_by_row_and_column(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    wrong = (
        ("Level", "Fulfilled", "“Fulfilled” is not on the list. Choose from the list."),
        ("Level", "IN", "“IN” is not on the list. Choose from the list."),
        ("Trend", "x" * 500, f"“{'x' * 79}…” is not on the list. Choose from the list."),
        ("Protect our name", "perhaps", "“perhaps” is not on the list. Choose from the list."),
        ("Joint text", "x" * 81, "This is longer than 80 characters. Make it shorter."),
        ("Reasons [en]", "x" * 20_001, "This is longer than 20000 characters. Make it shorter."),
        ("Joint text", "a\x7fb", "There are characters in it that are no text. Type it anew."),
        ("Joint text", "#REF!", "The spreadsheet shows an error here. Put in the words themselves, or empty the cell."),
        ("Evidence 1", "A report", "“A report” is not on the list. Choose from the list."),
        ("Evidence 1", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "This piece of evidence cannot be cited."),
        ("Evidence 2: Place in it", "p. 3", "It is said how far a piece can be relied on, but not which."),
    )
    for number, (title, text, _words) in enumerate(wrong, start=2):
        sheet.table.cell(number, sheet.column(title)).value = text
    page = shown(client, sheet)
    first = {fault.number: fault for fault in reversed(page.context["faults"])}
    for number, (title, _text, words) in enumerate(wrong, start=2):
        assert words in first[number].words
        assert title.startswith(first[number].field)


def test_evidence_that_is_half_said_or_said_twice(people: People, opened: Round) -> None:
    item = item_of(people, "open-steppe")
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Evidence_1=item.uid, Evidence_1__For_or_against="supports")
    column, words = one_fault(people, shown(client, sheet))
    assert column == "T"
    assert words.startswith("Something of this piece of evidence is missing. Say whether it speaks for or against,")
    sheet = taken(client)
    for number in (1, 2):
        sheet.set(KEY, f"Evidence {number}", item.uid)
        for title, text in (
            ("For or against", "supports"),
            ("Reliability of the source", "A"),
            ("Credibility of the piece", "1"),
        ):
            sheet.set(KEY, f"Evidence {number}: {title}", text)
    assert one_fault(people, shown(client, sheet))[1].startswith("The same place of the same piece is cited twice.")


def test_a_sheet_of_another_round_or_another_organisation(people: People, opened: Round) -> None:
    round_of("2027-1")
    advance(COLLECTING)
    begin_membership(
        actor=people.actor("system"), account=people.accounts["open-steppe.assessor"],
        organisation=people.organisations["clear-water"], role="assessor", began_on=date(2026, 1, 1),
    )  # fmt: skip
    client = signed_in(people)
    other = taken(client, PAGE.replace("2026-2", "2027-1"))
    refused(people, other.file(), "This sheet is of another round (2027-1).")
    theirs = taken(client, PAGE.replace("open-steppe", "clear-water"))
    refused(people, theirs.file(), "This sheet is of another organisation (clear-water).")


def test_rows_of_another_sheet_among_ones_own(people: People, opened: Round) -> None:
    round_of("2027-1")
    advance(COLLECTING)
    client = signed_in(people)
    sheet, other = taken(client), taken(client, PAGE.replace("2026-2", "2027-1"))
    sheet.table.cell(2, 1).value = other.table.cell(2, 1).value
    assert one_fault(people, shown(client, sheet))[1].startswith("The key was changed.")


def test_fifty_thousand_rows(people: People, opened: Round) -> None:
    sheet = taken(signed_in(people))
    book = Workbook(write_only=True)
    table = book.create_sheet("Verdicts")
    for row in sheet.table.iter_rows(values_only=True):
        table.append(row)
    for number in range(50_000):
        table.append([f"key {number}"])
    sheet.book = book
    refused(people, sheet.file(), "The sheet has more than 10000 rows with something in them.")


def test_a_workbook_that_unpacks_without_end(people: People, opened: Round) -> None:
    def swell(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet2.xml"] = b"<worksheet>" + b" " * 300_000_000

    refused(people, with_parts(taken(signed_in(people)), swell), "The file unpacks to far more than a document holds.")


def test_entities_in_a_part(people: People, opened: Round) -> None:
    def declare(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet2.xml"
        parts[name] = b'<!DOCTYPE x [<!ENTITY a "lol">]>' + parts[name]

    refused(
        people, with_parts(taken(signed_in(people)), declare), "The workbook is damaged or of a form that is not read"
    )


@pytest.mark.parametrize("part", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/embeddings/a.bin"])
def test_a_workbook_that_leads_out_of_itself(people: People, opened: Round, part: str) -> None:
    file = with_parts(taken(signed_in(people)), lambda parts: parts.update({part: b"<x/>"}))
    refused(people, file, "The workbook has links to other files or objects put into it.")


def test_macros(people: People, opened: Round) -> None:
    file = with_parts(taken(signed_in(people)), lambda parts: parts.update({"xl/vbaProject.bin": b"\xd0\xcf"}))
    file.name = "sheet.xlsm"
    refused(people, file, "The document holds macros or other parts that run as a program.")


def test_a_password(people: People, opened: Round) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 4096
    response = handed_in(signed_in(people), SimpleUploadedFile("sheet.xlsx", head))
    assert response.status_code == 400
    assert not HeldFile.objects.exists()


def test_csv_pdf_and_nothing_at_all(people: People, opened: Round) -> None:
    sheet = taken(signed_in(people))
    out = io.StringIO()
    csv.writer(out).writerows(sheet.table.iter_rows(values_only=True))
    refused(
        people, SimpleUploadedFile("sheet.csv", out.getvalue().encode()), "This is no XLSX workbook. Save the sheet as"
    )
    refused(people, SimpleUploadedFile("sheet.xlsx", b"%PDF-1.7\n" + b"x" * 2000), "This is no XLSX workbook.")
    refused(people, SimpleUploadedFile("sheet.xlsx", b""), "The submitted file is empty.")
    assert signed_in(people).post(PAGE).status_code == 400


def test_a_workbook_that_is_cut_off_or_holds_no_rows(people: People, opened: Round) -> None:
    sheet = taken(signed_in(people))
    data = sheet.file().read()
    refused(people, SimpleUploadedFile("sheet.xlsx", data[: len(data) // 2]), "The file is damaged or cut short.")
    broken = with_parts(sheet, lambda parts: parts.update({"xl/worksheets/sheet2.xml": b"<worksheet><sheetData><row"}))
    refused(people, broken, "The workbook is damaged or of a form that is not read here.")
    sheet.table.delete_rows(2, 100)
    refused(people, sheet.file(), "There is no row in the sheet.")


def test_a_workbook_of_something_else(people: People, opened: Round) -> None:
    book = Workbook()
    book.active.append(["Name", "Telephone"])  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    refused(people, SimpleUploadedFile("sheet.xlsx", out.getvalue()), "No column of keys is in the workbook.")


def test_a_file_past_the_limit(people: People, opened: Round, settings: Any) -> None:
    out = io.BytesIO(taken(signed_in(people)).file().read())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as package:
        package.writestr("xl/media/image1.png", bytes(range(256)) * 48_000)
    refused(people, SimpleUploadedFile("sheet.xlsx", out.getvalue()), "The file is larger than 10 MiB.")
    settings.LARGEST_FILE = 1000
    refused(people, taken(signed_in(people)).file(), "The file is larger than 1000 bytes.")


def test_reading_is_held_to_its_limits(people: People, opened: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    from ubada.assessments.services import sheets  # noqa: PLC0415
    from ubada.assessments.sheets.child import read_file  # noqa: PLC0415

    tight = Limits(memory_bytes=1, cpu_seconds=1, wall_seconds=5.0, result_bytes=10)
    monkeypatch.setattr(sheets, "read_file", lambda path, headings: read_file(path, headings, tight))
    response = handed_in(signed_in(people), taken(signed_in(people)).file())
    assert "The workbook is damaged" in response.content.decode() or "too much time" in response.content.decode()
    assert not HeldFile.objects.exists()


def test_what_is_held_is_gone_in_a_day(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="Implemented")
    address = shown(client, sheet).redirect_chain[-1][0]
    HeldFile.objects.update(held_at=HeldFile.objects.get().held_at - timedelta(days=1, minutes=1))
    assert let_go_of_files() == 1
    assert "This sheet is not here any more." in client.get(address, follow=True).content.decode()
