"""The baseline: all or nothing, the same the second time, and every fault named by file, record and field."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.exchange import small_baseline
from ubada.access.actors import Actor
from ubada.access.engine import Refused, visible_to
from ubada.exchange.baseline import import_baseline, read_baseline
from ubada.exchange.baseline.convert import convert
from ubada.kernel.errors import InvalidInput
from ubada.languages.models import Translation
from ubada.ledger import queries as ledger
from ubada.ledger.models import Entry
from ubada.register.models import (
    Commitment,
    Conflict,
    Fact,
    StateCommitment,
    StructuralResult,
    TreatyAction,
    VerificationTask,
)
from ubada.search.models import Outbox

OPERATOR = Actor.system("test")


@pytest.fixture
def content() -> dict[str, Any]:
    return copy.deepcopy(small_baseline.files())


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        convert(read_baseline(folder))
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.django_db
class TestImport:
    def test_everything_is_written_in_one_act(self, tmp_path: Path) -> None:
        outcome = import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path))
        assert outcome.added["commitment"] == 2
        assert Commitment.objects.get(ref="C87-2").title["ru"] == "Не мешать создавать профсоюзы"
        assert Commitment.objects.get(ref="C87-2").cluster_id == "unions"
        assert Entry.objects.count() == 1
        assert ledger.verify().faults == ()

    def test_a_second_import_changes_nothing(self, tmp_path: Path) -> None:
        folder = small_baseline.write(tmp_path)
        import_baseline(actor=OPERATOR, folder=folder)
        Outbox.objects.all().delete()
        outcome = import_baseline(actor=OPERATOR, folder=folder)
        assert (outcome.written, outcome.removed) == ((), ())
        assert Entry.objects.count() == 1
        assert Outbox.objects.count() == 0

    def test_a_changed_field_changes_that_record_alone(self, tmp_path: Path, content: dict[str, Any]) -> None:
        import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path))
        content["commitments/c87.yaml"][0]["specificity"] = 4
        outcome = import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path, content))
        assert [(one.shape, one.key, one.fields) for one in outcome.written] == [
            ("commitment", "C87-2", ("specificity",))
        ]
        assert Outbox.objects.order_by("-pk").values_list("kind", "key").first() == ("commitment", "C87-2")

    def test_a_dry_run_tells_and_changes_nothing(self, tmp_path: Path) -> None:
        outcome = import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path), dry_run=True)
        assert outcome.added["fact"] == 5
        assert not Fact.objects.exists()
        assert not Entry.objects.exists()

    def test_a_reader_may_not_import(self, tmp_path: Path) -> None:
        with pytest.raises(Refused):
            import_baseline(actor=Actor.reader(), folder=small_baseline.write(tmp_path))

    def test_one_bad_record_stops_all_of_it(self, tmp_path: Path, content: dict[str, Any]) -> None:
        content["facts/laws.yaml"][1]["state"] = "FRA"
        with pytest.raises(InvalidInput):
            import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path, content))
        assert not Fact.objects.exists()
        assert not Entry.objects.exists()

    def test_a_translation_whose_source_changed_is_stale(self, tmp_path: Path, content: dict[str, Any]) -> None:
        import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path))
        assert Translation.objects.get(key="commitment:C87-2:ru").status == "draft"
        content["commitments/c87.yaml"][0]["title"]["en"] = "Let workers organise freely"
        import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path, content))
        assert Translation.objects.get(key="commitment:C87-2:ru").status == "stale"


@pytest.mark.django_db
class TestWhatFollows:
    """What the register computes from the files."""

    @pytest.fixture(autouse=True)
    def _loaded(self, tmp_path: Path) -> None:
        import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path))

    def test_what_nobody_verified_is_a_task_and_not_content(self) -> None:
        readers = visible_to(Actor.reader(), Fact.objects.all())
        assert not readers.filter(key="law.UZB.rumour").exists()
        task = VerificationTask.objects.get(fact="law.UZB.rumour")
        assert (task.reason, task.missing, task.state_id) == ("unverified", ["all"], "UZB")

    def test_an_unverified_field_is_withheld_from_a_published_fact(self) -> None:
        fact = Fact.objects.get(key="law.UZB.dated")
        assert fact.is_published
        assert fact.date is None
        assert fact.withheld == {"date": "2020"}
        assert VerificationTask.objects.get(fact=fact).missing == ["date"]

    def test_a_telephone_number_is_withheld_until_someone_has_rung_it(self) -> None:
        line = Fact.objects.get(key="service.KGZ.line")
        assert line.is_published
        assert "number" not in line.detail
        assert VerificationTask.objects.get(fact=line).reason == "number"

    def test_a_number_that_someone_has_rung_is_shown(self, tmp_path: Path, content: dict[str, Any]) -> None:
        content["facts/services.yaml"][0]["number_checked"] = {"on": "2026-11-20", "how": "rang"}
        import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path, content))
        line = Fact.objects.get(key="service.KGZ.line")
        assert line.detail["number"] == ["0000"]
        assert not VerificationTask.objects.filter(fact=line).exists()
        page = Client().get("/states/KGZ/").content.decode()
        assert "0000" in page
        assert "rung on 20 November 2026" in page

    def test_a_record_that_the_files_no_longer_name_stays_and_is_said(
        self, tmp_path: Path, content: dict[str, Any]
    ) -> None:
        del content["facts/laws.yaml"][0]
        outcome = import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path, content))
        assert outcome.left == (("fact", "law.UZB.rumour"),)
        assert Fact.objects.filter(key="law.UZB.rumour").exists()

    def test_a_commitment_not_read_in_its_text_is_a_task(self) -> None:
        assert VerificationTask.objects.get(commitment="DOC-1-A").reason == "paragraph"

    def test_being_bound_follows_from_the_treaty_facts(self) -> None:
        standing = dict(StateCommitment.objects.values_list("key", "standing"))
        assert standing["C87-2@KGZ"] == "bound"
        assert standing["C87-2@UZB"] == "not_bound"
        assert standing["DOC-1-A@KGZ"] == "addressed"

    def test_answers_carry_their_facts_and_the_date_they_speak_for(self) -> None:
        answers = {result.state_id: result for result in StructuralResult.objects.filter(test="party-c87")}
        assert (answers["KGZ"].answer, str(answers["KGZ"].since), str(answers["KGZ"].as_of)) == (
            "yes",
            "1992-03-31",
            "2021-05",
        )
        assert [fact.key for fact in answers["UZB"].facts.all()] == ["treaty.UZB.C87"]
        assert answers["UZB"].answer == "no"

    def test_a_treaty_fact_that_lost_its_confidence_takes_its_consequences_back(
        self, tmp_path: Path, content: dict[str, Any]
    ) -> None:
        content["facts/treaties.yaml"][0]["confidence"] = "unverified"
        outcome = import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path, content))
        assert not TreatyAction.objects.filter(state="KGZ").exists()
        assert StateCommitment.objects.get(key="C87-2@KGZ").standing == "unknown"
        assert StructuralResult.objects.get(key="party-c87@KGZ").answer == "unknown"
        assert ("treaty_action", "treaty.KGZ.C87") in [(one.type, one.key) for one in outcome.removed]
        assert ledger.verify().faults == ()

    def test_a_conflict_keeps_both_sides(self) -> None:
        sides = Conflict.objects.get(key="conflict.UZB.date-of-law").sides
        assert [side["claim"]["en"] for side in sides] == ["2020", "2021"]


BAD: list[tuple[str, Any, str]] = [
    ("an unknown state", ("facts/laws.yaml", 0, "state", "FRA"), "facts/laws.yaml: law.UZB.rumour: state: 'FRA'"),
    (
        "a day that is in no calendar",
        ("facts/laws.yaml", 0, "date", "2023-02-30"),
        "facts/laws.yaml: law.UZB.rumour: date: ",
    ),
    (
        "a source without a link",
        ("facts/laws.yaml", 1, "source_url", None),
        "facts/laws.yaml: law.UZB.dated: source_url: ",
    ),
    (
        "a field that does not exist",
        ("commitments/c87.yaml", 0, "colour", "blue"),
        "commitments/c87.yaml: C87-2: (the record): ",
    ),
    (
        "a theme that is in no vocabulary",
        ("commitments/c87.yaml", 0, "themes", ["weather"]),
        "commitments/c87.yaml: C87-2: themes: there is no term 'themes:weather'",
    ),
    (
        "a conflict about a fact that is not there",
        ("conflicts.yaml", 0, "facts", ["law.UZB.lost"]),
        "conflicts.yaml: conflict.UZB.date-of-law: facts: there is no fact 'law.UZB.lost'",
    ),
    (
        "a test of an instrument that is not there",
        ("tests.yaml", 0, "rule", {"type": "treaty_party", "instrument": "C999"}),
        "tests.yaml: party-c87: rule.instrument: there is no instrument 'C999'",
    ),
]


@pytest.mark.parametrize(("change", "message"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_fault_is_named_by_file_record_and_field(
    tmp_path: Path, content: dict[str, Any], change: tuple[str, int, str, Any], message: str
) -> None:
    file, position, name, value = change
    content[file][position][name] = value
    found = problems_of(small_baseline.write(tmp_path, content))
    assert any(problem.startswith(message) for problem in found), found


def test_one_wrong_field_is_one_fault(tmp_path: Path, content: dict[str, Any]) -> None:
    content["facts/treaties.yaml"][0]["status"] = "maybe"
    content["facts/laws.yaml"][0]["date"] = "2023-02-30x"
    assert len(problems_of(small_baseline.write(tmp_path, content))) == 2


def test_an_id_used_twice_is_named_with_the_other_place(tmp_path: Path, content: dict[str, Any]) -> None:
    content["facts/other.yaml"] = [content["facts/laws.yaml"][0]]
    assert problems_of(small_baseline.write(tmp_path, content)) == [
        "facts/other.yaml: law.UZB.rumour: id: stands twice; it is also in facts/laws.yaml"
    ]


@pytest.mark.parametrize(
    ("name", "broken", "message"),
    [
        ("cut off in the middle", b"- id: law.UZB.x\n  state: 'UZ", "facts/laws.yaml: is not YAML: line "),
        ("not UTF-8", b"- id: law.UZB.\xff\n", "facts/laws.yaml: is not UTF-8 text (byte 14)"),
        ("empty", b"", "facts/laws.yaml: must be a list of records"),
        ("a mapping", b"id: law.UZB.x\n", "facts/laws.yaml: must be a list of records"),
        ("a list of words", b"- one\n- two\n", "facts/laws.yaml: record 1: "),
        ("a key twice", b"- id: a\n  id: b\n", "facts/laws.yaml: is not YAML: line 2"),
        ("a tag that would run code", b"- !!python/object/apply:os.system ['true']\n", "facts/laws.yaml: is not YAML"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_a_damaged_file_is_named(
    tmp_path: Path, content: dict[str, Any], name: str, broken: bytes, message: str
) -> None:
    content["facts/laws.yaml"] = broken
    found = problems_of(small_baseline.write(tmp_path, content))
    assert any(problem.startswith(message) for problem in found), found


def test_a_half_copied_baseline_is_refused(tmp_path: Path, content: dict[str, Any]) -> None:
    del content["tests.yaml"]
    assert problems_of(small_baseline.write(tmp_path, content)) == [
        "tests.yaml: is missing; the baseline is not complete"
    ]


def test_a_missing_schema_is_said(tmp_path: Path) -> None:
    folder = small_baseline.write(tmp_path)
    (folder / "schema" / "fact.schema.json").unlink()
    assert problems_of(folder)[0].startswith("schema/fact.schema.json: ")


def test_every_fault_is_listed_at_once(tmp_path: Path, content: dict[str, Any]) -> None:
    content["facts/laws.yaml"][0]["state"] = "FRA"
    content["commitments/c87.yaml"][0]["specificity"] = 9
    assert len(problems_of(small_baseline.write(tmp_path, content))) == 2


@pytest.mark.django_db
def test_the_shipped_baseline_loads_whole_and_holds() -> None:
    outcome = import_baseline(actor=OPERATOR)
    assert outcome.added["fact"] == 526
    assert outcome.added["commitment"] >= 120
    assert ledger.verify().faults == ()
    assert not Fact.objects.filter(is_published=True, source_url="").exists()
    assert import_baseline(actor=OPERATOR).written == ()
