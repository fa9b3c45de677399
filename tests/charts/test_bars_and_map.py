"""The shapes that stand in rows, and the map."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from ubada.charts import distribution_bar, share_against_target, state_map

OUTLINES = {
    "viewbox": "0 0 100 100",
    "credit": "x",
    "states": {
        "UZB": {"path": "M0 0h9v9z", "label_x": 5, "label_y": 6},
        "KAZ": {"path": "M9 9h9v9z", "label_x": 12.5, "label_y": 14},
        "XXA": {"path": "M1 1h1v1z", "label_x": 1, "label_y": 1},
    },
}
NAMES = {"KAZ": {"en": "Kazakhstan", "kk": "Қазақстан"}, "UZB": {"en": 'Uzbekistan "x"', "ru": "Узбекистан"}}
LINKS = {"KAZ": "/states/KAZ/", "UZB": "/states/UZB/?a=1&b=2"}


def drawn(language="en", counts=None):
    return state_map(OUTLINES, names=NAMES, counts=counts or {"KAZ": 1040}, links=LINKS, language=language)


def test_bar_is_in_proportion_and_said_in_words():
    bar = distribution_bar(yes=5, no=3, unknown=12, language="en")
    assert [float(width) for width in re.findall(r' width="([\d.]+)"', bar)] == [25, 15, 60]
    assert 'aria-label="5 yes · 3 no · 12 unknown"' in bar.replace("\N{NO-BREAK SPACE}", " ")


def test_bar_without_anything_counted_is_all_unknown():
    bar = distribution_bar(yes=0, no=0, unknown=0, language="en")
    assert bar.count("<rect") == 1
    assert 'class="d-unknown"' in bar
    assert "0\N{NO-BREAK SPACE}yes" in bar


def test_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        distribution_bar(yes=-1, no=0, unknown=0, language="en")


def test_share_shows_where_the_target_is_and_its_figures():
    svg, rows = share_against_target(
        label="Women", share=Decimal("0.3333"), target=Decimal("0.5"), source="IPU", as_of="2025", language="en"
    )
    assert 'd="M50 -1v10"' in svg
    assert 'aria-label="Women: 33.3%; target 50%"' in svg
    assert [(row.label, str(row.value), row.unit) for row in rows] == [
        ("Women", "33.33", "%"),
        ("Women: target", "50", "%"),
    ]
    with pytest.raises(ValueError, match="between 0 and 1"):
        share_against_target(label="x", share=Decimal(33), target=Decimal(1), source="", as_of=None, language="en")


@pytest.mark.parametrize("svg", [distribution_bar(yes=1, no=1, unknown=1, language="en"), drawn()])
def test_shape_has_no_style_and_no_colour(svg):
    assert not re.search(r"style=|fill=|stroke=|#[0-9a-f]{3}", svg)


def test_map_links_every_state_with_its_name_and_count():
    root = ET.fromstring(drawn())
    links = {link.get("href"): link.get("aria-label") for link in root.iter("a")}
    assert links == {"/states/KAZ/": "Kazakhstan, 1,040", "/states/UZB/?a=1&b=2": 'Uzbekistan "x"'}


def test_map_names_states_in_the_readers_language_after_every_outline():
    svg = drawn("kk")
    assert svg.rindex("<path") < svg.index(">Қазақстан<")
    assert ">Узбекистан<" in svg


def test_map_says_that_boundaries_prejudge_nothing():
    description = ET.fromstring(drawn()).find("desc")
    assert description.text == "Boundaries are shown without prejudice to their status."


def test_outline_without_a_link_is_not_drawn():
    assert "M1 1h1v1z" not in drawn()
