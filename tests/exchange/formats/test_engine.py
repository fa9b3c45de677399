"""What every import shares: all or nothing, nobody's work overwritten, and a way back that breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.formats import small_upr
from tests.exchange.formats.conftest import OPERATOR, Importer
from tests.exchange.formats.small_upr import row
from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.exchange.engine.columns import match_columns
from ubada.exchange.engine.decoding import decode
from ubada.exchange.engine.faults import KEPT, Faults
from ubada.exchange.engine.files import open_file
from ubada.exchange.engine.tables import delimiter_of
from ubada.exchange.engine.wording import LONGEST_TITLE, claim_in, short_title, without_markup
from ubada.exchange.models import Import, ImportedRecord
from ubada.exchange.queries import imports
from ubada.exchange.services import import_files, undo_import
from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.languages.models import Translation
from ubada.ledger.models import Entry
from ubada.ledger.services import record
from ubada.register.models import Commitment, Document
from ubada.register.services import write_records
from ubada.register.shapes import COMMITMENT
from ubada.search.models import Outbox

Everything = Callable[[], dict[tuple[str, str], str]]


def edit(ref: str, **changes: object) -> None:
    """A change by someone else, as any service makes it."""
    one = Commitment.objects.get(ref=ref)
    with transaction.atomic():
        written = write_records(COMMITMENT, {ref: COMMITMENT.record_of(one) | changes})
        record(actor=OPERATOR, action="edit", subject=ref, changes=[each.change for each in written])


def ref_of(text: str) -> str:
    return next(one.ref for one in Commitment.objects.filter(ref__startswith="UPR-") if text in one.text["en"])


class TestAllOrNothing:
    def test_an_import_is_one_entry_of_the_ledger(self, bring: Importer, tmp_path: Path) -> None:
        before = Entry.objects.count()
        bring("upr-info", small_upr.write(tmp_path))
        assert Entry.objects.count() == before + 1

    def test_one_faulty_file_of_two_stops_both(self, bring: Importer, everything: Everything, tmp_path: Path) -> None:
        before = everything()
        good = small_upr.write(tmp_path, name="good.csv")
        bad = small_upr.write(tmp_path, [row(Action="9")], name="bad.csv")
        with pytest.raises(InvalidInput) as caught:
            bring("upr-info", good, bad)
        assert [problem.file for problem in caught.value.problems] == ["bad.csv"]
        assert everything() == before

    def test_a_failure_while_writing_leaves_nothing(
        self, bring: Importer, everything: Everything, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = everything()
        monkeypatch.setattr("ubada.exchange.services.committing.refresh_derived", _fail)
        with pytest.raises(RuntimeError):
            bring("upr-info", small_upr.write(tmp_path))
        assert everything() == before
        assert not Import.objects.exists()

    def test_search_is_told_of_what_came_and_what_went(self, bring: Importer, tmp_path: Path) -> None:
        outcome = bring("upr-info", small_upr.write(tmp_path))
        ref = ref_of("shelter")
        assert Outbox.objects.filter(kind="commitment", key=ref).exists()
        Outbox.objects.all().delete()
        undo_import(actor=OPERATOR, number=outcome.number or 0)
        assert Outbox.objects.filter(kind="commitment", key=ref).exists()
        assert not Translation.objects.filter(record_key=ref).exists()

    def test_readers_import_nothing_and_see_no_imports(self, bring: Importer, tmp_path: Path) -> None:
        path = small_upr.write(tmp_path)
        outcome = bring("upr-info", path)
        with pytest.raises(Refused):
            import_files(actor=Actor.reader(), format_name="upr-info", paths=[path])
        with pytest.raises(Refused):
            undo_import(actor=Actor.reader(), number=outcome.number or 0)
        assert (imports(Actor.reader()).count(), imports(OPERATOR).count()) == (0, 1)

    def test_many_faults_are_counted_though_only_the_first_are_kept(self, bring: Importer, tmp_path: Path) -> None:
        rows = [row(Text=f"Open court {number}", Action="9") for number in range(KEPT + 200)]
        with pytest.raises(InvalidInput, match=f"{KEPT + 200} problems") as caught:
            bring("upr-info", small_upr.write(tmp_path, rows))
        assert len(caught.value.problems) == KEPT


class TestTheWorkOfOthers:
    def test_what_an_editor_changed_is_not_overwritten(self, bring: Importer, tmp_path: Path) -> None:
        bring("upr-info", small_upr.write(tmp_path, [row(), row(Text="Open the archives")]))
        ref = ref_of("shelter")
        edit(ref, title={"en": "Fund the shelters"})
        rows = [row(Action="4"), row(Text="Open the archives", Action="4")]
        again = bring("upr-info", small_upr.write(tmp_path, rows))
        assert Commitment.objects.get(ref=ref).title["en"] == "Fund the shelters"
        assert [(kind, key) for kind, key, _ in again.kept] == [("commitment", ref)]
        assert [one.key for one in again.written] == [ref_of("archives")]

    def test_documents_that_are_there_stay_as_they_are(self, bring: Importer, tmp_path: Path) -> None:
        bring("upr-info", small_upr.write(tmp_path))
        Document.objects.filter(code="UPR-KGZ-8").update(symbol="A/HRC/15/2")
        again = bring("upr-info", small_upr.write(tmp_path))
        assert (again.written, again.kept) == ((), ())


class TestTheWayBack:
    def test_a_changed_record_is_restored_as_it_was(
        self, bring: Importer, everything: Everything, tmp_path: Path
    ) -> None:
        bring("upr-info", small_upr.write(tmp_path))
        before = everything()
        rows = [row(Action="4"), row(From="Canada", Action="4"), row(Text="New one")]
        second = bring("upr-info", small_upr.write(tmp_path, rows))
        done = undo_import(actor=OPERATOR, number=second.number or 0)
        assert done.restored == 1
        assert everything() == before

    def test_an_import_is_not_taken_back_over_someone_s_change(
        self, bring: Importer, everything: Everything, tmp_path: Path
    ) -> None:
        outcome = bring("upr-info", small_upr.write(tmp_path))
        edit(ref_of("shelter"), title={"en": "Fund the shelters"})
        before = everything()
        with pytest.raises(InvalidInput) as caught:
            undo_import(actor=OPERATOR, number=outcome.number or 0)
        assert [str(one) for one in caught.value.problems] == [
            f"commitment {ref_of('shelter')}: was changed since by someone else"
        ]
        assert everything() == before

    def test_a_later_import_is_named_and_goes_first(
        self, bring: Importer, everything: Everything, tmp_path: Path
    ) -> None:
        before = everything()
        first = bring("upr-info", small_upr.write(tmp_path, [row()]))
        second = bring("upr-info", small_upr.write(tmp_path, [row(Action="4")]))
        with pytest.raises(InvalidInput, match=f"was changed since by import {second.number}"):
            undo_import(actor=OPERATOR, number=first.number or 0)
        undo_import(actor=OPERATOR, number=second.number or 0)
        undo_import(actor=OPERATOR, number=first.number or 0)
        assert everything() == before

    def test_what_others_rest_on_does_not_go(self, bring: Importer, everything: Everything, tmp_path: Path) -> None:
        outcome = bring("upr-info", small_upr.write(tmp_path))
        parent = ref_of("shelter")
        child = COMMITMENT.record_of(Commitment.objects.get(ref=parent)) | {"ref": "PART-1", "parent": parent}
        with transaction.atomic():
            written = write_records(COMMITMENT, {"PART-1": child})
            record(actor=OPERATOR, action="edit", subject="PART-1", changes=[one.change for one in written])
        before = everything()
        with pytest.raises(InvalidInput, match="other records rest on what it brought"):
            undo_import(actor=OPERATOR, number=outcome.number or 0)
        assert everything() == before

    def test_it_can_be_brought_in_again(self, bring: Importer, everything: Everything, tmp_path: Path) -> None:
        path = small_upr.write(tmp_path)
        first = bring("upr-info", path)
        there = everything()
        undo_import(actor=OPERATOR, number=first.number or 0)
        second = bring("upr-info", path)
        assert (everything(), second.number) == (there, (first.number or 0) + 1)

    def test_what_is_not_there_cannot_be_taken_back(self, bring: Importer, tmp_path: Path) -> None:
        with pytest.raises(UbadaError, match="There is no import 77"):
            undo_import(actor=OPERATOR, number=77)
        outcome = bring("upr-info", small_upr.write(tmp_path))
        undo_import(actor=OPERATOR, number=outcome.number or 0)
        with pytest.raises(UbadaError, match="was taken back already"):
            undo_import(actor=OPERATOR, number=outcome.number or 0)

    def test_how_each_record_stood_is_kept_with_its_hash(self, bring: Importer, tmp_path: Path) -> None:
        bring("upr-info", small_upr.write(tmp_path, [row()]))
        bring("upr-info", small_upr.write(tmp_path, [row(Action="4")]))
        first, second = ImportedRecord.objects.filter(type="commitment").order_by("of_import")
        assert (first.before, first.hash_before) == (None, "")
        assert second.before["specificity"] == 5
        assert second.hash_before == first.hash_after != second.hash_after


ROWS = st.lists(
    st.builds(
        lambda text, by, action, issue: row(Text=text, From=by, Action=action, Issue=issue),
        st.sampled_from(["Open the courts", "Feed the hungry; now", "Train — the “police”"]),
        st.sampled_from(["Norway", "Canada", "Côte d'Ivoire", "Kazakhstan"]),
        st.sampled_from("12345"),
        st.sampled_from(["Justice", "Women's rights,Justice", "Nothing of ours", ""]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_any_rows_come_in_once_and_go_out_whole(
    bring: Importer, everything: Everything, tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    before = everything()
    path = small_upr.write(tmp_path, rows)
    outcome = bring("upr-info", path)
    assert bring("upr-info", path).number is None
    undo_import(actor=OPERATOR, number=outcome.number or 0)
    assert everything() == before


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "is empty"),
            (b"\x1f\x8b\x08\0\0\0\0\0", "is compressed (gzip); unpack it first"),
            (None, "no such file"),
        ],
    )
    def test_a_file_that_cannot_be_one_is_refused(self, tmp_path: Path, content: bytes | None, said: str) -> None:
        path = tmp_path / "x.csv"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(InvalidInput, match=said.replace("(", r"\(").replace(")", r"\)")):
            open_file(path)

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput, match="is not a file"):
            open_file(tmp_path)

    @pytest.mark.parametrize(
        ("text", "encoding", "found"),
        [
            ("Права человека; равенство всех", "utf-8", "utf-8"),
            ("Права человека; равенство всех", "cp1251", "cp1251"),
            ("L’État s’engage à protéger", "cp1252", "cp1252"),
            ("L’État s’engage — à protéger", "mac_roman", "mac_roman"),
            ("plain", "ascii", "utf-8"),
        ],
    )
    def test_the_encoding_is_found_out(self, text: str, encoding: str, found: str) -> None:
        faults = Faults("x")
        decoded = decode(f"{text}\n{text}\n".encode(encoding), faults)
        assert (decoded.encoding, decoded.text.splitlines()[0], faults.count) == (found, text, 0)

    def test_a_control_character_is_named_by_line(self) -> None:
        faults = Faults("x")
        decode(b"a,b\nc\x00,d\n", faults)
        assert [str(one) for one in faults.problems] == ["x: line 2: holds the control character U+0000"]

    @pytest.mark.parametrize(
        ("line", "sign"), [("a;b;c", ";"), ('"a;b",c', ","), ("a\tb", "\t"), ("a", ","), ("", ",")]
    )
    def test_the_delimiter_is_the_sign_outside_quotes(self, line: str, sign: str) -> None:
        assert delimiter_of(line) == sign

    def test_a_column_that_is_there_twice_is_a_fault(self) -> None:
        faults = Faults("x")
        match_columns(["Text", "text "], {"text": ["Text"]}, faults)
        assert [str(one) for one in faults.problems] == ["x: row 1: Text: is the name of two columns"]


class TestWording:
    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("Ratify the protocol; open prisons.", "Ratify the protocol…"),
            ("Ratify the protocol.", "Ratify the protocol"),
            ("12.4 Open the courts (Norway)", "Open the courts (Norway)"),
            ("Courts for all\n7. The Committee recommends that courts open.", "Courts for all"),
            ("Adopt " + "a very long law " * 10, f"Adopt {'a very long law ' * 5}a…"),
            (f"Adopt {'a very long law ' * 3}, and {'another ' * 9}", f"Adopt {('a very long law ' * 3).strip()}…"),
        ],
    )  # fmt: skip
    def test_a_title_is_the_first_clause(self, text: str, title: str) -> None:
        assert short_title(text) == title

    @given(st.text(min_size=1))
    def test_no_title_is_longer_than_it_may_be(self, text: str) -> None:
        assert len(short_title(text)) <= LONGEST_TITLE

    def test_markup_goes_and_paragraphs_stay(self) -> None:
        assert without_markup("<p>Open&nbsp;the <b>courts</b></p><p>a &lt; b</p>") == "Open the courts\na < b"

    @pytest.mark.parametrize(
        ("words", "claim"),
        [
            ("This has been implemented.", "implemented"),
            ("Already in place since 2017", "implemented"),
            ("Рекомендация уже выполнена", "implemented"),
            ("It is in the process of implementation", "under_way"),
            ("Находится в стадии реализации", "under_way"),
            ("Accepted", ""),
            ("We will implement it", ""),
        ],
    )
    def test_a_claim_is_told_from_an_answer(self, words: str, claim: str) -> None:
        assert claim_in(words) == claim


def _fail(**_: object) -> None:
    raise RuntimeError
