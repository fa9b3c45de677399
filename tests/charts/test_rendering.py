"""What reaches the page: the same bytes for the same figures, classes for colours, words for who cannot see it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import ubada.web
from ubada.charts import Chart, Point, RenderingFailed, Scale, cached, line_series, render_all, small_multiples
from ubada.charts.svg import dress

YEARS = [(2012, 108), (2013, 106), (2015, 88), (2016, 85), (2020, 82), (2026, 146)]
CSS = Path(ubada.web.__file__).parent / "static" / "ubada" / "css" / "components.css"


def press(language: str = "en", title: str = "Press freedom & the law") -> Chart:
    given = [Point(year, value, "RSF", str(year)) for year, value in YEARS]
    return line_series(title=title, points=given, scale=Scale(1, 1800, "rank", "lower"), language=language)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("charts")


@pytest.fixture(scope="module")
def drawn(folder):
    return render_all([press(), press("ru")], folder)


@pytest.fixture(scope="module")
def svg(drawn):
    return drawn[press().key]


def test_same_input_gives_the_same_bytes(svg, tmp_path):
    assert render_all([press()], tmp_path)[press().key] == svg


def test_what_was_drawn_is_found_again_without_drawing(drawn, folder, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a child process was started")

    monkeypatch.setattr(subprocess, "run", refuse)
    assert render_all([press()], folder) == {press().key: drawn[press().key]}
    assert cached(press(), folder) == drawn[press().key]
    assert cached(press(title="another"), folder) is None


def test_parent_process_never_loads_the_renderer():
    code = "import sys, ubada.charts; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_drawing_is_small_scales_and_has_a_text_alternative(svg):
    root = ET.fromstring(svg)
    assert len(svg.encode()) < 12_000
    assert root.get("viewBox")
    assert root.get("width") is root.get("height") is None
    assert root.get("role") == "img"
    title, description = root.get("aria-labelledby").split()
    texts = {element.get("id"): element.text for element in root if element.get("id")}
    assert texts[title] == "Press freedom & the law"
    assert "2012: 108" in texts[description]


def test_drawing_has_no_style_colour_font_or_address(svg):
    bare = svg.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"style=|#[0-9a-fA-F]{3,8}\b|rgb\(|(?:fill|stroke)=|font-|http|<style|href", bare)


def test_every_class_of_the_drawing_is_in_the_stylesheet(svg):
    used = {name for names in re.findall(r'class="([^"]+)"', svg) for name in names.split()}
    assert {"chart", "f-ink", "s-tile", "s-line"} <= used
    sheet = CSS.read_text(encoding="utf-8")
    assert {name for name in used if not re.search(rf"\.{name}\b", sheet)} == set()
    for name in used - {"chart", "strong", "f-none"}:
        assert re.search(rf"\.{name}\b[^}}]*var\(--", sheet), f"{name} does not follow the colour scheme"


def test_line_has_a_gap_for_every_run_of_missing_years(svg):
    line = re.search(r'<path d="(M[^"]+)"[^>]*class="s-tile f-none"', svg)
    assert line is not None
    # 2012-2013, 2015-2016, 2020, 2026: four runs of known years, so four separate strokes.
    assert line.group(1).count("M") == 4
    assert svg.count('class="f-tile"') == len(YEARS)


def test_axis_numbers_are_in_the_readers_language(drawn):
    english, russian = drawn[press().key], drawn[press("ru").key]
    assert ">1,800<" in english
    assert ">1\N{NO-BREAK SPACE}800<" in russian
    assert ">2012<" in english
    assert ">2012<" in russian


def test_ids_of_two_charts_on_one_page_never_meet(tmp_path):
    series = {name: [Point(2020, n), Point(2022, n)] for n, name in enumerate(["Kazakhstan", "Tajikistan"])}
    charts = small_multiples(title="x", series=series, scale=Scale(0, 100), language="en")
    ids = [name for svg in render_all(charts, tmp_path).values() for name in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids)) == 4


def test_unnamed_colour_is_refused():
    raw = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0,0" fill="#ff0000"/></svg>'
    with pytest.raises(ValueError, match="#ff0000"):
        dress(raw, title="x", description="x", prefix="c")


def test_clip_paths_are_renamed_with_their_references():
    raw = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><defs><clipPath id="clip0"><rect width="1.23456" '
        'height="1"/></clipPath></defs><g clip-path="url(#clip0)"><path d="M0,0L1,1" stroke="#010101"/></g></svg>'
    )
    svg = dress(raw, title="a<b", description="x", prefix="c1")
    assert 'id="c1-clip0"' in svg
    assert "url(#c1-clip0)" in svg
    assert 'width="1.2"' in svg
    assert "a&lt;b" in svg


def test_failed_drawing_says_why_and_keeps_nothing(tmp_path):
    chart = Chart(title="x", description="x", note="", spec={"mark": {}}, rows=(), language="en")
    with pytest.raises(RenderingFailed, match="Drawing 1 charts failed: "):
        render_all([chart], tmp_path)
    assert list(tmp_path.iterdir()) == []
