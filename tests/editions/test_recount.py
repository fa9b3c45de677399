"""What is published can be worked out again: the verifier finds every position and divergence that does not follow."""

from __future__ import annotations

import copy as copying
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessments.people import KEY
from tests.editions.carried import CODE
from tests.editions.conftest import Published
from ubada.assessments.rules.divergence import find_divergences
from ubada.assessments.rules.drafting import fingerprint as fingerprint_of_the_site
from ubada.assessments.rules.positions import find_positions
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import VOICES, Constituency, Verdict
from ubada.editions.assets import verifier
from ubada.editions.freeze import Frozen
from ubada.editions.manifest import manifest_of, with_manifest
from ubada.editions.package import package_files
from ubada.editions.recount import fingerprint, recount
from ubada.editions.verify import check

pytestmark = pytest.mark.django_db  # the edition is made from a database

Records = dict[str, dict[str, dict[str, Any]]]
GIVEN = [level for level in Level if level is not Level.NOT_ASSESSED]
ON = "R/C@KGZ"
VOTES = st.lists(
    st.tuples(
        st.sampled_from(VOICES), st.sampled_from(GIVEN), st.sets(st.sampled_from("abcd"), max_size=2),
        st.none() | st.integers(1, 2),
    ),
    max_size=14,
)  # fmt: skip


@given(votes=VOTES, asked=st.sets(st.sampled_from(VOICES)))
def test_the_verifier_and_the_site_find_the_same(votes: list[Any], asked: set[Constituency]) -> None:
    rows = {
        f"{ON}/{number}": {
            "round": "R", "state_commitment": "C@KGZ", "voice": number, "constituency": side.value,
            "level": level.value, "fingerprints": sorted(marks), "joint_draft": joint,
        }
        for number, (side, level, marks, joint) in enumerate(votes, start=1)
    }  # fmt: skip
    kinds = {
        "verdict": rows,
        "round": {"R": {"asked": {"KGZ": [side.value for side in asked]}}},
        "state_commitment": {"C@KGZ": {"state": "KGZ"}},
    }
    spoken = [
        Verdict("C@KGZ", side, f"{number:05}", level, frozenset(marks), "" if joint is None else str(joint))
        for number, (side, level, marks, joint) in enumerate(votes, start=1)
    ]
    positions = find_positions(spoken)
    found = recount(kinds)
    for (_key, side), position in positions.items():
        mine = found["position"][f"{ON}/{side.value}"]
        assert (mine["level"], mine["lowest"], mine["highest"]) == (
            position.level, position.lowest, position.highest,
        )  # fmt: skip
        assert (mine["n"], mine["n_unknown"], mine["is_split"]) == (position.n, position.n_unknown, position.is_split)
        assert mine["voices"] == [int(voice) for voice in position.organisations]
        assert mine["joint_texts"] == [
            {
                "counted": int(text.counted),
                "verdicts": [[int(voice), level.value] for voice, level in text.verdicts],
                "because": sorted(ground.value for ground in text.because),
            }
            for text in position.joint_texts
        ]
    assert len(found["position"]) == len(positions)
    pairs = [pair for own in find_divergences(positions, asked).values() for pair in own]
    assert {(one["first"], one["second"], one["pair_class"], one["steps"]) for one in found["divergence"].values()} == {
        (*(side.value for side in pair.sides), pair.pair_class.value, pair.difference) for pair in pairs
    }


@given(st.text())
def test_a_text_has_one_fingerprint(text: str) -> None:
    assert fingerprint(text) == fingerprint_of_the_site(text)


def test_an_edition_with_a_round_is_whole_and_says_that_its_results_follow(carried: Published) -> None:
    outcome = check(str(carried.folder), expect=carried.root_hash)
    assert outcome.ok, outcome.faults
    records = carried.frozen.records
    assert outcome.computed == len(records["position"]) + len(records["divergence"]) > 0
    assert f"{outcome.computed} positions and divergences follow from its verdicts" in outcome.text("text")


def test_the_copy_inside_works_out_everything_with_nothing_but_python(carried: Published, tmp_path: Path) -> None:
    command = [sys.executable, "-S", "-I", str(carried.folder / "verify.py"), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env={}, check=False)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["ok"]) == (0, True), answer["faults"]
    assert answer["computed"] > 0


def test_the_verifier_is_one_file_that_imports_nothing_of_ours() -> None:
    source = verifier()
    assert "import ubada" not in source
    assert "from ubada" not in source
    assert source.count("from __future__") == 1
    compile(source, "verify.py", "exec")


def _published_anew(carried: Published, target: Path, change: Callable[[Records], None]) -> Path:
    """The edition as a publisher would make it who seals whatever he likes, with a manifest in order."""
    records: Records = copying.deepcopy({kind: dict(own) for kind, own in carried.frozen.records.items()})
    change(records)
    ordered = {kind: dict(sorted(own.items())) for kind, own in sorted(records.items())}
    frozen = Frozen(1, carried.frozen.title, carried.frozen.on, ordered)
    files = package_files(frozen)
    files["verify.py"] = verifier().encode()
    files = with_manifest(files, manifest_of(frozen, files, languages=("en",)))
    for name, data in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)
    return target


def _first(records: Records, kind: str, **wanted: Any) -> str:
    on = {"state_commitment": KEY, **wanted}
    return next(key for key, one in records[kind].items() if on.items() <= one.items())


def _raise_position(records: Records) -> None:
    records["position"][_first(records, "position", constituency="CSO")]["level"] = "I4"


def _soften_pair(records: Records) -> None:
    records["divergence"][_first(records, "divergence", pair_class="OPPOSED")] |= {"pair_class": "MINOR", "steps": 1}


def _drop_position(records: Records) -> None:
    del records["position"][_first(records, "position", constituency="NHR")]


def _invent_position(records: Records) -> None:
    one = records["position"][_first(records, "position", constituency="CSO")]
    key = f"{one['round']}/{one['state_commitment']}/EXP"
    records["position"][key] = {**one, "key": key, "constituency": "EXP"}


def _change_verdict(records: Records) -> None:
    records["verdict"][_first(records, "verdict", constituency="STA")]["level"] = "I0"


def _copy_a_voice(records: Records) -> None:
    one = records["verdict"][_first(records, "verdict", constituency="STA")]
    key = f"{one['round']}/{one['state_commitment']}/99"
    records["verdict"][key] = {**one, "key": key, "voice": 99, "fingerprints": ["0" * 64]}


def _ask_nobody(records: Records) -> None:
    records["round"][CODE]["asked"] = {}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_raise_position, f"position {CODE}/CEDAW-7@KGZ/CSO"),
        (_soften_pair, f"divergence {CODE}/CEDAW-7@KGZ/STA-CSO"),
        (_drop_position, f"position {CODE}/CEDAW-7@KGZ/NHR"),
        (_invent_position, f"position {CODE}/CEDAW-7@KGZ/EXP"),
        (_change_verdict, f"position {CODE}/CEDAW-7@KGZ/STA"),
        (_copy_a_voice, f"verdict {CODE}/CEDAW-7@KGZ/99"),
        (_ask_nobody, f"divergence {CODE}/CEDAW-7@KGZ/STA-IGO"),
    ],
)
def test_a_publisher_who_changes_a_result_and_seals_it_is_found_out(
    carried: Published, tmp_path: Path, change: Callable[[Records], None], named: str
) -> None:
    folder = _published_anew(carried, tmp_path / "edition", change)
    outcome = check(str(folder))
    assert named in {fault.name for fault in outcome.faults}
    assert {fault.subject for fault in outcome.faults} == {"record"}
    inside = subprocess.run(
        [sys.executable, "-S", "-I", str(folder / "verify.py")], capture_output=True, text=True, check=False
    )
    assert inside.returncode == 1
    assert named in inside.stdout


def test_an_edition_sealed_anew_without_a_change_holds(carried: Published, tmp_path: Path) -> None:
    assert check(str(_published_anew(carried, tmp_path / "edition", lambda _records: None))).ok


def test_an_unknown_method_is_said_and_not_guessed(carried: Published, tmp_path: Path) -> None:
    def change(records: Records) -> None:
        records["round"][CODE]["method"] = "positions@2031-01"

    faults = check(str(_published_anew(carried, tmp_path / "edition", change))).faults
    assert [fault.name for fault in faults] == [f"round {CODE}"]
    assert "take a newer one" in faults[0].what


def test_a_changed_verdict_is_named_and_nothing_is_guessed_from_the_rest(carried: Published, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(carried.folder, tmp_path / "edition"))
    lines = folder / "records" / "verdict.jsonl"
    lines.write_bytes(lines.read_bytes().replace(b'"level":"I4"', b'"level":"I0"', 1))
    faults = check(str(folder)).faults
    assert {fault.name.partition(" ")[0] for fault in faults if fault.subject == "record"} == {"verdict"}
