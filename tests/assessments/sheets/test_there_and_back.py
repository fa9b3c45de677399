"""A sheet that is taken, filled in and handed in: what it holds, what it changes, and what it leaves alone."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.utils.translation import override
from openpyxl import load_workbook

from tests.assessments.people import CALENDAR, KEY, OTHER_KEY, People, advance, at, draft, item_of
from tests.assessments.sheets.filling import PAGE, faults, handed_in, kept, shown, signed_in, taken
from tests.world import FORMULA, both
from ubada.assessments.models import Assessment, Round
from ubada.assessments.services import save_draft, submit_assessment
from ubada.assessments.sheet_words import headings, title_of
from ubada.assessments.sheets.layout import fields
from ubada.assessments.sheets.reading import folded
from ubada.evidence.models import HeldFile
from ubada.evidence.services import withdraw_item
from ubada.files.models import StoredFile
from ubada.languages.table import BY_CODE, INTERFACE_LANGUAGES
from ubada.ledger.models import Entry

pytestmark = pytest.mark.django_db


def only(people: People, key: str = KEY) -> Assessment:
    """The verdict of the organisation on a commitment, as it is kept."""
    return Assessment.objects.get(organisation__code="open-steppe", state_commitment=key)


def told(response: object) -> str:
    """The page without its markup's line breaks."""
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_a_sheet_has_a_row_for_every_promise_with_what_is_written_so_far(people: People, opened: Round) -> None:
    item = item_of(people, "open-steppe", title=both("The budget of 2026"))
    one = draft(
        people, "open-steppe", is_name_protected=True, shared_draft="Coalition", narrative={"ky": "Жок", "en": "No"}
    )
    sheet = taken(signed_in(people))
    assert sheet.book.sheetnames == ["How to fill it in", "Verdicts", "Evidence", "Lists"]
    assert sheet.get(KEY, "Reference") == "CEDAW-7"
    assert sheet.get(KEY, "State") == "Kyrgyzstan"
    assert (
        sheet.get(KEY, "Promise")
        == "Give women an equal part in public life\nGive women an equal part in public life, fully."
    )
    assert sheet.get(KEY, "Stands at") == "draft"
    assert sheet.get(KEY, "Version seen") == str(one.version)
    assert sheet.get(KEY, "Level") == "Partially implemented"
    assert sheet.get(KEY, "Reasons [en]") == "No"
    assert sheet.get(KEY, "Joint text") == "Coalition"
    assert sheet.get(KEY, "Interests are declared") == "yes"
    assert sheet.get(KEY, "Protect our name") == "yes"
    assert sheet.get(KEY, "Evidence 1: Reliability of the source") == "B – usually reliable source"
    assert sheet.get(KEY, "Evidence 1: Place in it") == "page 4"
    assert sheet.get(OTHER_KEY, "Stands at") == "not begun"
    refs = {sheet.table.cell(n, 2).value for n in range(2, sheet.table.max_row + 1)}
    assert refs == {"CEDAW-7", "CEDAW-7-A", "C190-4", "STMT-3", "STMT-4", "STMT-5"}
    choices = [cell.value for cell in sheet.book["Evidence"]["A"]]
    assert f"The budget of 2026 [{item.uid}]" in choices


def test_it_speaks_the_language_of_its_page(people: People, opened: Round) -> None:
    draft(people, "open-steppe")
    response = signed_in(people).get(f"/ru{PAGE}verdicts.xlsx")
    book = load_workbook(io.BytesIO(response.content))
    values = {str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row}
    assert "Выполнено частично" in values
    assert "Дать женщинам равное участие\nДать женщинам равное участие, полностью." in values


def test_keys_are_locked_and_choices_are_lists(people: People, opened: Round) -> None:
    sheet = taken(signed_in(people))
    assert sheet.table.protection.sheet
    assert sheet.table.cell(2, 1).protection.locked
    assert not sheet.table.cell(2, sheet.column("Level")).protection.locked
    rules = {rule.formula1 for rule in sheet.table.data_validations.dataValidation}
    assert "'Lists'!$A$1:$A$7" in rules
    assert sheet.book["Lists"].sheet_state == "hidden"
    assert [cell.value for cell in sheet.book["Lists"]["A"]][:2] == ["Implemented", "Substantially implemented"]


def test_what_is_filled_in_is_shown_and_then_kept_as_drafts(people: People, opened: Round) -> None:
    item = item_of(people, "open-steppe", title=both("The budget"))
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(
        KEY, Level="No action", Cooperation_of_the_state="No reply", Joint_text="", Interests_are_declared="yes",
        Evidence_1=f"The budget [{item.uid}]", Evidence_1__For_or_against="supports",
        Evidence_1__Reliability_of_the_source="B – usually reliable source",
        Evidence_1__Credibility_of_the_piece="2 – probably true", Evidence_1__Place_in_it="p. 4",
    )  # fmt: skip
    sheet.set(KEY, "Cooperation of the state", None)
    sheet.set(KEY, "Reasons [en]", "Nothing was done.\nNobody answered.")
    entries = Entry.objects.count()
    page = shown(client, sheet)
    assert not Assessment.objects.exists()
    assert Entry.objects.count() == entries + 1  # the file alone
    assert [(one.ref, one.number) for one in page.context["changes"]] == [("CEDAW-7", sheet.row(KEY))]
    differences = {one.field: (one.old, one.new) for one in page.context["changes"][0].differences}
    assert differences == {
        "Level": ("", "No action"),
        "Reasons [en]": ("", "Nothing was done.\nNobody answered."),
        "Interests are declared": ("no", "yes"),
        "Evidence": ("", "The budget (supports, B2): p. 4"),
    }
    assert "1 verdict would change" in told(page)
    after = kept(client, page)
    assert "1 verdict was begun, 0 drafts were changed." in told(after)
    one = only(people)
    assert (one.state, one.level, one.has_declared) == ("draft", "I0", True)
    assert one.narrative["en"] == "Nothing was done.\nNobody answered."
    link = one.evidence_links.get()
    assert (link.item_id, link.bearing, link.reliability, link.credibility, link.pinpoint) == (
        item.uid, "supports", "B", "2", "p. 4",
    )  # fmt: skip
    assert one.submitted_at is None
    assert not HeldFile.objects.exists()
    assert not StoredFile.objects.filter(name="sheet.xlsx").exists()


def test_a_sheet_handed_in_twice_changes_nothing_the_second_time(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="No action")
    kept(client, shown(client, sheet))
    before = only(people).version
    page = shown(client, sheet)
    assert page.context["changes"] == page.context["conflicts"] == []
    assert page.context["same"] == sheet.table.max_row - 1
    assert "Keep it as drafts" not in told(page)
    assert only(people).version == before


def test_a_sheet_that_nobody_touched_changes_nothing_whatever_was_saved_since(people: People, opened: Round) -> None:
    one = draft(people, "open-steppe")
    client = signed_in(people)
    sheet = taken(client)
    save_draft(actor=people.actor("open-steppe.coordinator"), uid=one.uid, seen_version=one.version, level="I0")
    page = shown(client, sheet)
    assert page.context["conflicts"] == page.context["changes"] == []


def test_what_somebody_saved_meanwhile_stays_and_is_shown_beside_it(people: People, opened: Round) -> None:
    one = draft(people, "open-steppe")
    client = signed_in(people)
    sheet = taken(client)
    save_draft(actor=people.actor("open-steppe.coordinator"), uid=one.uid, seen_version=one.version, level="I0")
    sheet.put(KEY, Level="Implemented")
    sheet.put(OTHER_KEY, Level="Implemented")
    page = shown(client, sheet)
    assert [one.ref for one in page.context["changes"]] == ["CEDAW-7-A"]
    assert [(d.field, d.old, d.new) for d in page.context["conflicts"][0].differences] == [
        ("Level", "No action", "Implemented")
    ]
    kept(client, page)
    assert only(people).level == "I0"
    assert only(people, OTHER_KEY).level == "I4"


def test_what_is_saved_between_looking_and_keeping_is_looked_at_again(people: People, opened: Round) -> None:
    one = draft(people, "open-steppe")
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="Implemented")
    sheet.put(OTHER_KEY, Level="Implemented")
    page = shown(client, sheet)
    save_draft(actor=people.actor("open-steppe.coordinator"), uid=one.uid, seen_version=one.version, level="I0")
    again = kept(client, page)
    assert "Somebody saved a verdict in between." in told(again)
    assert not Assessment.objects.filter(state_commitment=OTHER_KEY).exists()
    assert [one.ref for one in again.context["conflicts"]] == ["CEDAW-7"]
    kept(client, again)
    assert only(people, OTHER_KEY).level == "I4"
    assert only(people).level == "I0"


def test_a_verdict_that_was_handed_in_meanwhile_is_left_alone_and_said(people: People, opened: Round) -> None:
    one = draft(people, "open-steppe")
    client = signed_in(people)
    sheet = taken(client)
    submit_assessment(actor=people.actor("open-steppe.assessor"), uid=one.uid, now=at(CALENDAR.opens))
    sheet.put(KEY, Level="Implemented")
    sheet.put(OTHER_KEY, Level="Implemented")
    page = shown(client, sheet)
    assert [(one.ref, one.stage) for one in page.context["locked"]] == [("CEDAW-7", "handed in, waits for review")]
    assert "No drafts any more" in told(page)
    kept(client, page)
    assert only(people).level == "I2"
    assert only(people, OTHER_KEY).level == "I4"


def test_words_in_another_language_than_the_page_are_understood(people: People, opened: Round) -> None:
    from ubada.assessments.queries.sheets import sheet_labels  # noqa: PLC0415

    label = sheet_labels(people.actor("open-steppe"))["implementation-levels"]["I0"]
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level=label["ru"].upper())
    sheet.put(OTHER_KEY, Level="i4", Interests_are_declared="TRUE")
    page = shown(client, sheet)
    kept(client, page)
    assert only(people).level == "I0"
    assert (only(people, OTHER_KEY).level, only(people, OTHER_KEY).has_declared) == ("I4", True)


def test_columns_may_change_places_and_a_deleted_one_changes_nothing(people: People, opened: Round) -> None:
    draft(people, "open-steppe", shared_draft="Coalition")
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="Implemented")
    sheet.table.delete_cols(sheet.column("Joint text"))
    rows = [[cell.value for cell in row][::-1] for row in sheet.table.iter_rows()]
    turned = sheet.book.create_sheet("Turned", 0)
    for row in rows:
        turned.append(row)
    del sheet.book["Verdicts"]
    page = shown(client, sheet)
    assert [(d.field, d.new) for one in page.context["changes"] for d in one.differences] == [("Level", "Implemented")]
    kept(client, page)
    assert (only(people).level, only(people).shared_draft) == ("I4", "Coalition")


def test_rows_may_be_sorted_deleted_and_left_blank(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="Implemented")
    rows = [[cell.value for cell in row] for row in sheet.table.iter_rows(min_row=2)]
    rows = [row for row in rows if f"|{KEY}|" in row[0]] + [[None] * len(rows[0])] * 40 + rows[:1]
    sheet.table.delete_rows(2, sheet.table.max_row)
    for row in rows:
        sheet.table.append(row)
    page = shown(client, sheet)
    assert [one.number for one in page.context["changes"]] == [2]
    assert page.context["same"] == 1


def test_what_a_spreadsheet_would_run_is_text_on_the_way_out_and_on_the_way_back(people: People, opened: Round) -> None:
    item_of(people, "open-steppe", title=both(FORMULA))
    nasty = "=1+1\n- a list\n@SUM(A1)"
    draft(people, "open-steppe", narrative=both(nasty), shared_draft="+cmd|' /C calc'!A0")
    client = signed_in(people)
    sheet = taken(client)
    cells = [cell for page in sheet.book.worksheets for row in page.iter_rows() for cell in row if cell.value]
    assert not [
        cell.coordinate for cell in cells if cell.data_type == "f" or str(cell.value).startswith(("=", "+", "@"))
    ]
    assert shown(client, sheet).context["changes"] == []
    sheet.put(OTHER_KEY, Joint_text="'=2+2")
    kept(client, shown(client, sheet))
    assert only(people).narrative["en"] == nasty
    assert only(people).shared_draft == "+cmd|' /C calc'!A0"
    assert only(people, OTHER_KEY).shared_draft == "=2+2"


def test_an_empty_cell_empties_a_field_but_no_answer_with_yes_or_no(people: People, opened: Round) -> None:
    draft(people, "open-steppe", shared_draft="Coalition", is_name_protected=True, conflict_of_interest="None at all")
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Joint_text=None, Protect_our_name=None, Level=None)
    kept(client, shown(client, sheet))
    one = only(people)
    assert (one.level, one.shared_draft, one.is_name_protected) == ("", "", True)
    assert one.conflict_of_interest == "None at all"


def test_reasons_in_a_language_without_a_column_stay(people: People, opened: Round) -> None:
    draft(people, "open-steppe", narrative={"en": "No", "tg": "Не"})
    client = signed_in(people)
    sheet = taken(client)
    sheet.set(KEY, "Reasons [ru]", "Нет")
    kept(client, shown(client, sheet))
    assert dict(only(people).narrative) == {"en": "No", "ru": "Нет", "tg": "Не"}


def test_why_there_is_too_little_information_goes_with_that_level_alone(people: People, opened: Round) -> None:
    draft(people, "open-steppe", level="IU")
    client = signed_in(people)
    sheet = taken(client)
    assert sheet.get(KEY, "Why there is not enough information")
    sheet.put(KEY, Level="No action")
    kept(client, shown(client, sheet))
    assert (only(people).level, only(people).gap) == ("I0", "")


def test_evidence_is_added_changed_and_taken_away(people: People, opened: Round) -> None:
    first = draft(people, "open-steppe").evidence_links.get().item_id
    second = item_of(people, "open-steppe", title=both("A second"))
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(
        KEY, Evidence_1__Credibility_of_the_piece=5, Evidence_2=second.uid, Evidence_2__For_or_against="contradicts",
        Evidence_2__Reliability_of_the_source="a", Evidence_2__Credibility_of_the_piece="1",
    )  # fmt: skip
    kept(client, shown(client, sheet))
    links = {
        link.item_id: (link.bearing, link.reliability, link.credibility) for link in only(people).evidence_links.all()
    }
    assert links == {first: ("supports", "B", "5"), second.uid: ("contradicts", "A", "1")}
    sheet = taken(client)
    for part in ("", ": For or against", ": Reliability of the source", ": Credibility of the piece", ": Place in it"):
        sheet.set(KEY, f"Evidence 1{part}", None)
    page = shown(client, sheet)
    assert [(d.field, d.new) for d in page.context["changes"][0].differences] == [("Evidence", "")]
    kept(client, page)
    assert [link.item_id for link in only(people).evidence_links.all()] == [second.uid]


def test_a_piece_that_was_withdrawn_meanwhile_is_said_where_the_row_was_touched(people: People, opened: Round) -> None:
    item = draft(people, "open-steppe").evidence_links.get().item
    client = signed_in(people)
    sheet = taken(client)
    withdraw_item(actor=people.actor("open-steppe.coordinator"), uid=item.uid, reason="error")
    assert shown(client, sheet).context["faults"] == []
    sheet.put(KEY, Level="Implemented")
    page = shown(client, sheet)
    assert [number for number, _column, _words in faults(page)] == [sheet.row(KEY)]
    assert "This piece of evidence cannot be cited. It was withdrawn," in told(page)


def test_a_sheet_can_be_thrown_away(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="Implemented")
    page = shown(client, sheet)
    address = page.redirect_chain[-1][0]
    assert "Nothing was changed." in told(client.post(address, {"drop": "1"}, follow=True))
    assert not HeldFile.objects.exists()
    assert "Hand it in again." in told(client.get(address, follow=True))
    assert "Hand it in again." in told(client.post(address, {"fingerprint": "x"}, follow=True))
    assert not Assessment.objects.exists()


def test_nobody_else_sees_or_keeps_a_sheet_that_is_held(people: People, opened: Round) -> None:
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="Implemented")
    address = shown(client, sheet).redirect_chain[-1][0]
    for name in ("open-steppe.coordinator",):
        other = signed_in(people, name)
        assert "Hand it in again." in told(other.get(address, follow=True))
        other.post(address, {"drop": "1"})
    assert HeldFile.objects.count() == 1
    for name in ("open-steppe.observer", "clear-water.assessor", "editor", "outsider"):
        assert signed_in(people, name).get(address).status_code == 404
        assert signed_in(people, name).post(address, {"drop": "1"}).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("open-steppe.coordinator", 200), ("open-steppe.assessor", 200), ("open-steppe.reviewer", 200),
        ("open-steppe.observer", 200), ("clear-water.assessor", 404), ("editor", 404), ("outsider", 404),
    ],
)  # fmt: skip
def test_a_sheet_is_for_the_people_of_its_organisation(people: People, opened: Round, name: str, status: int) -> None:
    client = signed_in(people, name)
    assert client.get(PAGE).status_code == status
    assert client.get(f"{PAGE}verdicts.xlsx").status_code == status


def test_readers_get_no_drafts_of_others_and_donors_no_sheet(people: People, opened: Round) -> None:
    draft(people, "clear-water", narrative=both("private words 77120"))
    sheet = taken(signed_in(people))
    values = {str(cell.value) for page in sheet.book.worksheets for row in page.iter_rows() for cell in row}
    assert not [text for text in values if "private words" in text]
    assert signed_in(people, "fund.coordinator").get("/desk/rounds/2026-2/fund/sheet/").status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_observers_hand_in_nothing(people: People, opened: Round) -> None:
    sheet = taken(signed_in(people))
    assert handed_in(signed_in(people, "open-steppe.observer"), sheet.file()).status_code == 404


def test_a_round_that_is_over_takes_no_sheet(people: People, opened: Round) -> None:
    draft(people, "open-steppe")
    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="Implemented")
    sheet.put(OTHER_KEY, Level="Implemented")
    advance(at(CALENDAR.reply_from))
    assert "This round takes no drafts now" in told(client.get(PAGE))
    page = shown(client, sheet)
    assert page.context["changes"] == []
    assert [one.ref for one in page.context["locked"]] == ["CEDAW-7", "CEDAW-7-A"]


def test_the_whole_sheet_is_written_or_nothing_of_it(
    people: People, opened: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ubada.assessments.services import sheets  # noqa: PLC0415

    client = signed_in(people)
    sheet = taken(client)
    sheet.put(KEY, Level="Implemented")
    sheet.put(OTHER_KEY, Level="Implemented")
    page = shown(client, sheet)
    honest, calls = sheets.save_draft, []

    def breaking(**more: object) -> Assessment:
        calls.append(more)
        if len(calls) == 2:
            raise OSError
        return honest(**more)  # type: ignore[arg-type]

    monkeypatch.setattr(sheets, "save_draft", breaking)
    client.raise_request_exception = False
    assert kept(client, page).status_code == 500
    assert not Assessment.objects.exists()
    assert HeldFile.objects.exists()


def test_no_two_columns_have_the_same_words_above_them_in_any_language() -> None:
    for language in INTERFACE_LANGUAGES:
        with override(language.django_code):
            titles = [folded(title_of(name)) for name in fields(list(BY_CODE))]
            assert len(set(titles)) == len(titles), language.code
            assert all(headings()[folded(title_of(name))] == name for name in fields(list(BY_CODE)))
