"""What is drawn: every year has its place, the scale is whole, nobody is ranked, and the table is the same figures."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from ubada.charts import Point, Row, Scale, line_series, small_multiples, to_csv

PRESS = Scale(1, 180, "rank", "lower")
FREEDOM = Scale(0, 100, "", "higher")


def points(*pairs):
    return [Point(year, value, "RSF", str(year)) for year, value in pairs]


def test_year_without_a_value_keeps_its_place_and_breaks_the_line():
    chart = line_series(title="Press", points=points((2015, 88), (2018, 90), (2019, None)), scale=PRESS, language="en")
    assert [row.label for row in chart.rows] == ["2015", "2016", "2017", "2018", "2019"]
    assert [row.value for row in chart.rows] == [88, None, None, 90, None]
    assert [value["y"] for value in chart.spec["data"]["values"]] == [88, None, None, 90, None]
    assert "2016: no figure" in chart.description


def test_scale_is_whole_and_its_direction_said():
    chart = line_series(title="Press", points=points((2020, 82)), scale=PRESS, language="en")
    scale = chart.spec["layer"][0]["encoding"]["y"]["scale"]
    assert scale == {"domain": [1, 180], "nice": False, "reverse": True}
    assert chart.note == (
        "Scale from 1 to 180. Unit: rank. A lower value is better; the axis is turned, so that up is better."
    )
    assert chart.description.startswith(chart.note)


def test_index_without_a_better_end_claims_none():
    assert "better" not in Scale(0, 10).in_words("en")


def test_two_values_for_one_year_are_refused():
    with pytest.raises(ValueError, match="2020"):
        line_series(title="x", points=points((2020, 1), (2020, 2)), scale=FREEDOM, language="en")


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="no point"):
        line_series(title="x", points=[], scale=FREEDOM, language="en")
    with pytest.raises(ValueError, match="no point"):
        small_multiples(title="x", series={"Kazakhstan": []}, scale=FREEDOM, language="en")


def test_states_stand_in_the_order_of_their_names_whatever_their_values():
    series = {"Uzbekistan": points((2024, 90)), "Kazakhstan": points((2024, 2)), "Tajikistan": points((2023, 50))}
    charts = small_multiples(title="Freedom", series=series, scale=FREEDOM, language="en")
    assert [chart.title for chart in charts] == ["Freedom: Kazakhstan", "Freedom: Tajikistan", "Freedom: Uzbekistan"]


def test_states_share_both_axes():
    series = {"Kazakhstan": points((2012, 2)), "Tajikistan": points((2024, 50))}
    one, two = small_multiples(title="x", series=series, scale=FREEDOM, language="en")
    for axis in ("x", "y"):
        assert one.spec["layer"][0]["encoding"][axis]["scale"] == two.spec["layer"][0]["encoding"][axis]["scale"]
    assert len(one.rows) == len(two.rows) == 13


def test_text_alternative_uses_the_readers_numbers():
    given = points((2020, Decimal("12.5")))
    assert "2020: 12,5" in line_series(title="x", points=given, scale=FREEDOM, language="ru").description


def test_key_changes_with_what_is_shown_and_with_nothing_else():
    def key(**change):
        given = {"title": "x", "points": points((2020, 1)), "scale": FREEDOM, "language": "en", **change}
        return line_series(**given).key

    assert key() == key()
    keys = {key(), key(title="y"), key(points=points((2020, 2))), key(scale=PRESS), key(language="ru")}
    assert len(keys) == 5


def test_csv_holds_the_rows_and_no_formula():
    rows = [Row("=1+1", Decimal("1E+2"), "%", "a, b", "2024", "https://example.org/"), Row("2021", None)]
    read = list(csv.reader(io.StringIO(to_csv(rows))))
    assert read == [
        ["label", "value", "unit", "source", "source_url", "as_of"],
        ["'=1+1", "100", "%", "a, b", "https://example.org/", "2024"],
        ["2021", "", "", "", "", ""],
    ]
