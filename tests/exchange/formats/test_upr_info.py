"""UPR Info: rows become recommendations and recommendations by a state, and a faulty row stops all of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.formats import small_upr
from tests.exchange.formats.conftest import OPERATOR, SHARED, Importer
from tests.exchange.formats.small_upr import row
from ubada.exchange.engine.mapping import mapping_for
from ubada.exchange.services import undo_import
from ubada.ledger import queries as ledger
from ubada.register.models import (
    Commitment,
    CommitmentSource,
    RecommendedBy,
    StateCommitment,
    StateResponse,
    VerificationTask,
)

Problems = Callable[..., list[str]]
REAL = SHARED / "data" / "upr-info-uprs" / "raw-csv-macroman"


def imported(text: str) -> Commitment:
    return next(one for one in Commitment.objects.filter(ref__startswith="UPR-") if text in one.text.best("en").text)


def test_one_text_by_two_states_is_one_recommendation_by_two(bring: Importer, tmp_path: Path) -> None:
    bring("upr-info", small_upr.write(tmp_path))
    one = imported("shelter")
    by = RecommendedBy.objects.filter(commitment=one)
    assert sorted(by.values_list("recommending_state", "raw_name")) == [("CAN", "Canada"), ("NOR", "Norway")]
    assert list(StateCommitment.objects.filter(commitment=one).values_list("state_id", "standing")) == [
        ("KGZ", "addressed")
    ]
    assert one.ref.startswith("UPR-KGZ-8-")


def test_answer_claim_and_assessment_are_three_things(bring: Importer, tmp_path: Path) -> None:
    columns = (*small_upr.COLUMNS, "Comment")
    rows = [row() | {"Comment": "This is already implemented: every shelter has a budget."}]
    mapping = tmp_path / "own.yaml"
    session = "  session: [Session]"
    shipped = mapping_for("upr-info", None, None).text
    mapping.write_text(shipped.replace(session, f"{session}\n  comment: [Comment]"))
    path = tmp_path / "more.csv"
    path.write_bytes(small_upr.data_of(rows, columns=columns))
    bring("upr-info", path, mapping=str(mapping))
    answer = StateResponse.objects.get()
    assert (answer.official_class, answer.our_class, answer.claim) == ("supported", "accepted", "implemented")
    assert "already implemented" in answer.claim_wording["en"]
    assert "already implemented" not in imported("shelter").text["en"]


def test_what_the_file_does_not_say_is_not_made_up(bring: Importer, tmp_path: Path) -> None:
    bring("upr-info", small_upr.write(tmp_path))
    answer = StateResponse.objects.get(state_commitment__commitment=imported("Teach judges"))
    assert (answer.wording.as_dict(), answer.claim, str(answer.dated)) == ({}, "", "2010-05~")
    assert (answer.official_class, answer.our_class) == ("noted", "noted")
    one = imported("shelter")
    assert one.verification == "to_verify"
    assert VerificationTask.objects.filter(commitment=one, is_open=True).exists()
    source = CommitmentSource.objects.get(commitment=one)
    assert source.derived == ["locator", "title"]
    assert source.is_quoted


def test_letters_of_mac_roman_arrive_whole(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("upr-info", small_upr.write(tmp_path))
    assert imported("Teach judges").text["en"] == "Teach judges — all of them — “the law of equality”"
    assert outcome.files[0]["read_as"].startswith("mac_roman, CR line ends, comma between cells, 7 rows")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"encoding": "utf-8", "ends": "\n"}, "utf-8, LF line ends, comma"),
        ({"encoding": "utf-8-sig", "ends": "\r\n", "delimiter": ";"}, "utf-8-sig, CRLF line ends, semicolon"),
        ({"encoding": "cp1252", "ends": "\r\n", "delimiter": "\t"}, "cp1252, CRLF line ends, tab"),
        ({"encoding": "utf-16", "ends": "\n"}, "utf-16, LF line ends, comma"),
    ],
)
def test_the_same_rows_are_the_same_in_any_bytes(
    bring: Importer, tmp_path: Path, how: dict[str, str], words: str
) -> None:
    bring("upr-info", small_upr.write(tmp_path))
    path = small_upr.write(tmp_path, name="other.csv", **how)
    again = bring("upr-info", path)
    assert again.files[0]["read_as"].startswith(words)
    assert (again.written, again.number) == ((), None)


def test_states_outside_the_register_are_counted_and_passed_over(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("upr-info", small_upr.write(tmp_path))
    assert (outcome.drafts.read, outcome.drafts.used) == (7, 6)
    assert dict(outcome.drafts.skipped) == {"about a state that is not followed here": 1}
    assert not Commitment.objects.filter(ref__startswith="UPR-ALB").exists()


def test_themes_come_from_the_concordance_and_other_labels_are_kept_and_reported(
    bring: Importer, tmp_path: Path
) -> None:
    outcome = bring("upr-info", small_upr.write(tmp_path))
    assert "themes:equality.gender" in imported("shelter").themes.values_list("key", flat=True)
    assert list(imported("shelter").persons.values_list("key", flat=True)) == ["affected-persons:women-girls"]
    assert outcome.drafts.unmapped["themes: A label of nobody"] == 1
    labels = CommitmentSource.objects.get(commitment=imported("votes")).labels
    assert labels["themes"] == ["Elections", "A label of nobody"]


def test_labels_that_lead_nowhere_leave_the_theme_open(bring: Importer, tmp_path: Path) -> None:
    bring("upr-info", small_upr.write(tmp_path, [row(Issue="A label of nobody")]))
    assert imported("shelter").primary_theme_id == "themes:unclassified"


def test_a_pledge_is_nobody_s_recommendation_and_has_no_answer(bring: Importer, tmp_path: Path) -> None:
    bring("upr-info", small_upr.write(tmp_path))
    one = imported("build courts")
    assert (one.kind, one.recommended_by.count()) == ("pledge", 0)
    assert not StateResponse.objects.filter(state_commitment__commitment=one).exists()
    assert StateCommitment.objects.get(commitment=one).standing == "political"


def test_an_unknown_recommending_state_is_left_open(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("upr-info", small_upr.write(tmp_path))
    assert imported("votes").recommended_by.count() == 0
    assert outcome.drafts.notes["recommending state not known to the source"] == 1


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (("To", "Atlantis"), "'Atlantis' is not the name of a state"),
        (("From", ""), "is empty"),
        (("Text", "  "), "is empty"),
        (("Response", "Perhaps"), "'Perhaps' is none of"),
        (("Action", "6"), "'6' is not an action category from 1 to 5"),
        (("Session", "480"), "'480' is not a session from 1 to 50"),
    ],
)
def test_a_faulty_cell_is_named_by_file_row_and_field_and_nothing_is_written(
    problems_of: Problems, everything: Callable[[], object], tmp_path: Path, cell: tuple[str, str], said: str
) -> None:
    before = everything()
    field, value = cell
    found = problems_of("upr-info", small_upr.write(tmp_path, [row(), row(Session="7"), row(**{field: value})]))
    assert len(found) == 1
    assert found[0].startswith(f"6-9.csv: row 4: {field}: {said}")
    assert everything() == before


def test_one_bad_row_in_forty_thousand_is_found(problems_of: Problems, tmp_path: Path) -> None:
    rows = [row(Text=f"Open court number {number}", To="Albania") for number in range(40_000)]
    rows[31_415] |= {"Action": "five"}
    found = problems_of("upr-info", small_upr.write(tmp_path, rows))
    assert found == ["6-9.csv: row 31417: Action: 'five' is not an action category from 1 to 5"]


@pytest.mark.parametrize("order", [1, -1], ids=["as listed", "the other way round"])
def test_the_same_words_answered_in_two_ways_are_two_recommendations(
    bring: Importer, tmp_path: Path, order: int
) -> None:
    rows = [row(), row(From="Canada", Response="Noted"), row(From="Chile", Response="Noted")][::order]
    outcome = bring("upr-info", small_upr.write(tmp_path, rows))
    assert outcome.added["commitment"] == 2
    assert [note for note in outcome.drafts.notes if "two answers are two" in note] == [
        "the same words with two answers are two recommendations: "
        + ("'Noted' in 6-9.csv row 3, 'Accepted' in 6-9.csv row 2" if order == 1 else
           "'Noted' in 6-9.csv row 2, 'Accepted' in 6-9.csv row 4")
    ]  # fmt: skip
    by = {
        (
            answer.official_class,
            *sorted(RecommendedBy.objects.filter(commitment=one).values_list("raw_name", flat=True)),
        )
        for answer in StateResponse.objects.select_related("state_commitment__commitment")
        for one in [answer.state_commitment.commitment]
    }
    assert by == {("supported", "Norway"), ("noted", "Canada", "Chile")}
    again = bring("upr-info", small_upr.write(tmp_path, rows[::-1]))
    assert not sum(again.added.values())


def test_a_repeated_row_counts_once(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("upr-info", small_upr.write(tmp_path, [row(), row()]))
    assert outcome.drafts.notes["rows that repeat another word for word"] == 1
    assert outcome.added["commitment"] == outcome.added["recommended_by"] == 1


def test_a_missing_column_is_named_with_those_there_are(problems_of: Problems, tmp_path: Path) -> None:
    columns = [name for name in small_upr.COLUMNS if name != "Session"]
    path = tmp_path / "x.csv"
    path.write_bytes(small_upr.data_of([{name: small_upr.ROW[name] for name in columns}], columns=columns))
    found = problems_of("upr-info", path)
    assert len(found) == 1
    assert found[0].startswith("x.csv: row 1: Session: is missing; the columns are To,")


def test_a_column_of_a_newer_export_is_named_and_passed_over(bring: Importer, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(small_upr.data_of([row() | {"Cycle": "1"}], columns=(*small_upr.COLUMNS, "Cycle")))
    assert bring("upr-info", path).drafts.notes["column 'Cycle' is in no mapping and was not imported"] == 1


def test_a_file_cut_off_within_a_row_is_refused(problems_of: Problems, tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    whole = small_upr.data_of()
    path.write_bytes(whole[: whole.index(b"WEOG", 300)])
    assert "instead of 11" in problems_of("upr-info", path)[0]
    path.write_bytes(whole[: whole.index(b",Justice")])
    assert "may have been cut off" in problems_of("upr-info", path)[0]


def test_a_mixture_of_encodings_is_refused_by_line(problems_of: Problems, tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    second = small_upr.data_of([row(From="Côte d'Ivoire")], encoding="utf-8", ends="\n").split(b"\n", 1)[1]
    path.write_bytes(small_upr.data_of(encoding="cp1252", ends="\n") + second)
    assert problems_of("upr-info", path) == ["mixed.csv: line 9: is in UTF-8 while the rest of the file is in cp1252"]


def test_letters_lost_before_are_refused_by_line(problems_of: Problems, tmp_path: Path) -> None:
    path = small_upr.write(tmp_path, [row(Text="Give every sh\ufffdlter a budget")], encoding="utf-8", ends="\n")
    assert problems_of("upr-info", path)[0].startswith("6-9.csv: line 2: holds a letter that was lost")


def test_the_second_time_there_is_nothing_to_change(
    bring: Importer, everything: Callable[[], object], tmp_path: Path
) -> None:
    path = small_upr.write(tmp_path)
    bring("upr-info", path)
    before, head = everything(), ledger.head()
    again = bring("upr-info", path)
    assert (again.written, again.number) == ((), None)
    assert (everything(), ledger.head()) == (before, head)


def test_a_changed_answer_changes_that_record_alone(bring: Importer, tmp_path: Path) -> None:
    bring("upr-info", small_upr.write(tmp_path, [row(), row(Text="Open the archives")]))
    changed = bring("upr-info", small_upr.write(tmp_path, [row(Action="4"), row(Text="Open the archives")]))
    assert [(one.shape, one.fields) for one in changed.written] == [("commitment", ("specificity",))]


def test_a_dry_run_tells_all_and_changes_nothing(
    bring: Importer, everything: Callable[[], object], tmp_path: Path
) -> None:
    before = everything()
    outcome = bring("upr-info", small_upr.write(tmp_path), dry_run=True)
    assert outcome.added["commitment"] == 5
    assert everything() == before


def test_an_undone_import_leaves_no_trace_but_in_the_ledger(
    bring: Importer, everything: Callable[[], object], tmp_path: Path
) -> None:
    before = everything()
    outcome = bring("upr-info", small_upr.write(tmp_path))
    assert everything() != before
    undo_import(actor=OPERATOR, number=outcome.number or 0)
    assert everything() == before
    assert ledger.verify().faults == ()


def test_a_recommendation_is_under_the_ledger_s_eye(bring: Importer, tmp_path: Path) -> None:
    outcome = bring("upr-info", small_upr.write(tmp_path))
    assert ledger.verify().faults == ()
    last = ledger.entries(OPERATOR).last()
    assert last is not None
    assert last.subject == f"import {outcome.number} upr-info"
    assert ("import", str(outcome.number)) in last.after_states()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not here (UBADA_SHARED_DIR)")
def test_the_real_exports_are_read_whole(bring: Importer) -> None:
    outcome = bring("upr-info", *sorted(REAL.glob("*.csv")), dry_run=True)
    assert (outcome.drafts.read, outcome.drafts.used) == (15_384, 533)
    assert all(file["read_as"].startswith("mac_roman, CR line ends") for file in outcome.files)
