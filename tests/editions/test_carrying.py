"""What an edition holds of a round, and what it never does."""

from __future__ import annotations

import json
import re

import frictionless
import pytest

from tests.assessments.people import KEY, OTHER_KEY, PUBLISHED, People, advance
from tests.editions.carried import CODE, HIDDEN, ON, PRACTICE_ROUND, frozen_round
from tests.editions.conftest import PRACTICE, Published
from ubada.access.actors import Actor
from ubada.assessments import queries
from ubada.assessments.models import Divergence, Position, Round
from ubada.assessments.services import name_edition, withdraw_assessment
from ubada.editions.freeze import freeze
from ubada.editions.package.columns import columns_of
from ubada.editions.rounds import ROUND_KINDS, Carried
from ubada.register.shapes import SHAPES

pytestmark = pytest.mark.django_db
READER = Actor.reader()
PLACE = f"{CODE}/{KEY}"


def _by_side(carried: Published, kind: str) -> dict[str, dict[str, object]]:
    return {one["constituency"]: one for one in carried.frozen.records[kind].values() if one["state_commitment"] == KEY}


def test_every_kind_of_a_round_is_there_beside_the_register(carried: Published) -> None:
    kinds = set(ROUND_KINDS) - {"verdict_correction"}
    assert set(carried.frozen.records) == {shape.name for shape in SHAPES} | kinds
    empty = {name for name in kinds if not carried.frozen.records[name]}
    assert empty == {"change", "tombstone"}  # there is no round before it, and nothing was taken back once published
    for name in kinds:
        for key, record in carried.frozen.records[name].items():
            assert list(record) == [field.name for field in ROUND_KINDS[name].fields] or set(record) == {
                field.name for field in ROUND_KINDS[name].fields
            }, name
            assert record[ROUND_KINDS[name].key] == key


def test_an_edition_without_a_round_has_no_kind_of_a_round(published: Published) -> None:
    assert not set(ROUND_KINDS) & set(published.frozen.records)
    assert published.frozen.is_before_verdicts


def test_no_protected_name_restricted_piece_draft_person_or_practice_stands_in_any_byte(carried: Published) -> None:
    for path in sorted(carried.folder.rglob("*")):
        if path.is_file() and path.suffix != ".woff2":
            data = path.read_bytes()
            for mark in HIDDEN:
                assert mark.encode() not in data, f"{mark} in {path.name}"
            assert re.search(rb"\bX(AA|A-A)\b", data) is None, path.name


def test_nothing_tells_when_or_by_whom_a_protected_verdict_was_begun(people: People) -> None:
    """Identifiers of what people write hold the moment of its beginning; two that lie close would tell whose it is."""
    made = frozen_round(people)
    records = freeze(number=1, title={"en": "A", "ru": "Б"}, on=ON, carried=Carried(CODE)).records
    written = json.dumps(records)
    for one in made.values():
        assert one.uid not in written
        for link in one.evidence_links.all():
            assert link.item_id not in written
    hidden = next(one for one in records["verdict"].values() if one["is_name_protected"])
    assert (hidden["organisation"], hidden["shared_draft"], hidden["conflict_of_interest"]) == (None, "", "")
    assert hidden["joint_draft"] == next(
        one["joint_draft"] for one in records["verdict"].values() if one["organisation"] == "open-steppe"
    )


def test_the_records_are_what_every_reader_sees_once_the_round_is_published(people: People) -> None:
    frozen_round(people)
    before = freeze(number=1, title={"en": "A", "ru": "Б"}, on=ON, carried=Carried(CODE)).records
    name_edition(actor=people.actor("editor"), code=CODE, edition="1")
    advance(PUBLISHED)
    after = freeze(number=1, title={"en": "A", "ru": "Б"}, on=ON, carried=Carried(CODE)).records
    assert {kind: before[kind] for kind in ROUND_KINDS if kind in before} == {
        kind: after[kind] for kind in ROUND_KINDS if kind in after
    }
    one = queries.round_or_none(READER, CODE)
    assert one is not None
    for key in (KEY, OTHER_KEY):
        shown = queries.assessments_on(READER, key, one)
        found = [each for each in before["verdict"].values() if each["state_commitment"] == key]
        assert sorted(
            (each.constituency, each.organisation.code if each.organisation else "", each.level, each.n_not_shown)
            for each in shown
            if not each.is_tombstone
        ) == sorted(
            (each["constituency"], each["organisation"] or "", each["level"], each["n_evidence_not_shown"])
            for each in found
        )
        said = sorted((reply.text.as_dict()["en"], len(reply.evidence)) for each in shown for reply in each.replies)
        keys = {each["key"] for each in found}
        replies = [each for each in before["reply"].values() if each["verdict"] in keys]
        assert said == sorted((each["text"]["en"], len(each["evidence"])) for each in replies)
    stones = [each for each in queries.assessments_on(READER, KEY, one) if each.is_tombstone]
    assert [each["reason"] for each in before["tombstone"].values()] == [each.withdrawal_reason for each in stones]


def test_positions_and_divergences_are_those_of_the_site(people: People) -> None:
    frozen_round(people)
    records = freeze(number=1, title={"en": "A", "ru": "Б"}, on=ON, carried=Carried(CODE)).records
    assert {
        (one["state_commitment"], one["constituency"]): (
            one["level"], one["lowest"] or "", one["highest"] or "", one["n"], one["n_unknown"], one["is_split"],
        )
        for one in records["position"].values()
    } == {
        (one.state_commitment_id, one.constituency): (
            one.level, one.lowest, one.highest, one.n, one.n_unknown, one.is_split,
        )
        for one in Position.objects.filter(round=CODE)
    }  # fmt: skip
    assert {
        (one["state_commitment"], one["first"], one["second"], one["pair_class"], one["steps"])
        for one in records["divergence"].values()
    } == set(
        Divergence.objects.filter(round=CODE).values_list(
            "state_commitment_id", "first", "second", "pair_class", "steps"
        )
    )


def test_two_on_one_joint_text_count_once_and_neither_is_named_by_it(carried: Published) -> None:
    position = _by_side(carried, "position")["CSO"]
    assert (position["n"], position["level"]) == (2, "I0")
    (text,) = position["joint_texts"]  # type: ignore[misc]
    assert [level for _voice, level in text["verdicts"]] in (["I0", "I2"], ["I2", "I0"])
    assert text["because"] == ["declared"]


def test_a_verdict_taken_back_before_anybody_could_read_it_leaves_no_trace(carried: Published) -> None:
    assert {one["constituency"] for one in carried.frozen.records["verdict"].values()} == {"STA", "CSO", "NHR"}
    voices = sorted(
        one["voice"] for one in carried.frozen.records["verdict"].values() if one["state_commitment"] == KEY
    )
    assert voices == [1, 2, 3, 4, 5]


def test_only_a_finding_that_was_adopted_is_in_it_with_every_vote(carried: Published) -> None:
    (finding,) = carried.frozen.records["finding"].values()
    assert {vote["constituency"]: vote["agrees"] for vote in finding["votes"]} == {
        "STA": False, "CSO": True, "NHR": True,
    }  # fmt: skip
    assert finding["votes"][0]["dissent"] == {"en": "We do not see it so."}


def test_a_side_whose_name_is_protected_explains_as_its_group_alone(carried: Published) -> None:
    (note,) = carried.frozen.records["note"].values()
    assert (note["said_by"], note["organisation"]) == ("CSO", None)


def test_a_measure_is_a_claim_of_its_claimant_and_a_grade_stands_as_it_was_given(carried: Published) -> None:
    (measure,) = carried.frozen.records["measure"].values()
    assert (measure["claimant"], measure["claimed_as"], measure["n_evidence_not_shown"]) == ("ministry", "STA", 1)
    (grade,) = carried.frozen.records["grade_given"].values()
    assert (grade["grading"], grade["grade"], grade["paragraph"]) == ("hrc-followup", "B", "para. 7")


def test_everything_that_is_named_is_in_the_edition(carried: Published) -> None:
    records = carried.frozen.records
    for name in sorted(set(ROUND_KINDS) & set(records)):
        for field in ROUND_KINDS[name].fields:
            if field.links:
                named = {one[field.name] for one in records[name].values()} - {None}
                assert named <= set(records[field.links]), f"{name}.{field.name}"
    cited = {link["evidence"] for one in records["verdict"].values() for link in one["evidence"]}
    assert cited | {key for one in records["reply"].values() for key in one["evidence"]} == set(records["evidence"])


def test_one_taken_back_once_published_is_a_tombstone_and_the_other_numbers_stay(people: People) -> None:
    made = frozen_round(people)
    title = {"en": "A", "ru": "Б"}
    name_edition(actor=people.actor("editor"), code=CODE, edition="1")
    advance(PUBLISHED)
    before = freeze(number=1, title=title, on=ON, carried=Carried(CODE)).records
    withdraw_assessment(
        actor=people.actor("clear-water.assessor"), uid=made["named"].uid, reason="error", now=PUBLISHED
    )
    after = freeze(number=1, title=title, on=ON, carried=Carried(CODE)).records
    (gone,) = set(before["verdict"]) - set(after["verdict"])
    assert before["verdict"][gone]["organisation"] == "clear-water"
    assert after["tombstone"] == {
        gone: {
            "key": gone, "round": CODE, "state_commitment": KEY, "voice": before["verdict"][gone]["voice"],
            "constituency": "CSO", "reason": "error", "withdrawn_on": "2026-11-27",
        }
    }  # fmt: skip
    assert after["verdict"] == {key: one for key, one in before["verdict"].items() if key != gone}
    assert not [one for one in after["reply"].values() if one["verdict"] == gone]


@pytest.mark.filterwarnings("ignore")
def test_frictionless_accepts_the_package_with_a_round(carried: Published) -> None:
    report = frictionless.validate(str(carried.folder / "datapackage.json"))
    assert report.valid, report.to_summary()


def test_every_column_of_a_round_is_described_and_every_field_has_one(carried: Published) -> None:
    for name in sorted(set(ROUND_KINDS) & set(carried.frozen.records)):
        columns = columns_of(carried.frozen, name)
        assert {column["source"]["field"] for column in columns} == {field.name for field in ROUND_KINDS[name].fields}
        assert all(column["description"] for column in columns)


def test_what_the_package_says_of_verdicts_is_true(carried: Published, published: Published) -> None:
    for name in ("README.md", "datapackage.json"):
        with_round, without = ((one.folder / name).read_text() for one in (carried, published))
        assert "No verdict has been given yet" not in with_round
        assert "No verdict has been given yet" in without
        assert f"the round {CODE} with 6 verdicts" in with_round


def test_practice_is_in_no_edition_whatever_is_asked(people: People) -> None:
    frozen_round(people)
    with pytest.raises(Round.DoesNotExist):
        freeze(number=1, title={"en": "A", "ru": "Б"}, on=ON, carried=Carried(PRACTICE_ROUND))
    records = freeze(number=1, title={"en": "A", "ru": "Б"}, on=ON, carried=Carried(CODE)).records
    assert PRACTICE not in json.dumps(records["scope"])
