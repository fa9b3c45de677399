"""Themes lead to SDG targets, and other lists to our themes, by the table that editors keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from ubada.kernel.errors import InvalidInput
from ubada.reading.classification.concordance import read_concordance, sdg_targets

BASELINE = Path(__file__).resolve().parents[3] / "data" / "mappings.yaml"
TABLE = """
- {source: {vocabulary: themes, code: water}, target: {scheme: sdg-targets, code: '6.1'}, relation: closeMatch}
- {source: {vocabulary: themes, code: water}, target: {scheme: sdg-targets, code: '6.a'}, relation: broadMatch}
- {source: {vocabulary: themes, code: water.wells}, target: {scheme: upr-info, code: Wells}, relation: closeMatch}
- {source: {vocabulary: themes, code: water.rain}, target: {scheme: upr-info, code: Environment}, relation: broadMatch}
- {source: {vocabulary: themes, code: roads}, target: {scheme: sdg-targets, code: '9.1'}, relation: broadMatch}
"""


def test_close_targets_come_before_wide_ones_and_a_theme_falls_back_on_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "mappings.yaml"
    path.write_text(TABLE, encoding="utf-8")
    table = read_concordance(path)

    assert sdg_targets(["water.wells", "roads", "water", "unknown"], table) == ("6.1", "9.1")


def test_only_an_issue_that_means_the_same_leads_to_a_theme(tmp_path: Path) -> None:
    path = tmp_path / "mappings.yaml"
    path.write_text(TABLE, encoding="utf-8")

    assert read_concordance(path).themes == {"upr-info": {"Wells": ("water.wells",)}}


def test_faulty_records_are_named(tmp_path: Path) -> None:
    path = tmp_path / "mappings.yaml"
    path.write_text("- {source: {vocabulary: themes}}\n- nothing\n" + TABLE.replace("closeMatch", "likes"), "utf-8")

    with pytest.raises(InvalidInput) as caught:
        read_concordance(path)

    assert [one.record for one in caught.value.problems] == ["record 1", "record 2", "record 3", "record 5"]


def test_the_baseline_gives_targets_for_violence_against_women() -> None:
    assert "5.2" in sdg_targets(["gbv.services"], read_concordance(BASELINE))
