"""The stylesheets: contrast from the tokens themselves, nothing from elsewhere, small, calm where asked to be."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import ubada.web

CSS = Path(ubada.web.__file__).parent / "static" / "ubada" / "css"
SHEETS = sorted(CSS.glob("*.css"))
TEMPLATES = sorted((CSS.parents[2] / "templates").rglob("*.html"))


def scheme(name: str) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", (CSS / "ubada.css").read_text(encoding="utf-8"), re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks[:2])
    return light if name == "light" else {**light, **dark}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised", "sunk", "tile-wash", "madder-wash", "saffron-wash"])
@pytest.mark.parametrize("text", ["ink", "ink-2", "ink-3", "tile", "madder", "saffron"])
def test_every_text_colour_reads_on_every_ground(name, ground, text):
    tokens = scheme(name)
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("fill", ["ink", "tile", "madder"])
def test_paper_coloured_words_read_on_filled_tags_and_buttons(name, fill):
    tokens = scheme(name)
    assert contrast(tokens["paper"], tokens[fill]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised", "sunk"])
@pytest.mark.parametrize("shape", ["edge", "saffron", "tile", "tile-2", "madder"])
def test_borders_of_controls_focus_and_shapes_stand_out(name, ground, shape):
    tokens = scheme(name)
    assert contrast(tokens[shape], tokens[ground]) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "ink-2"])
def test_names_and_counts_read_on_the_map(name, text):
    tokens = scheme(name)
    assert contrast(tokens[text], tokens["map"]) >= 4.5
    assert contrast(tokens["ink"], tokens["tile-wash"]) >= 4.5


def test_dark_scheme_redefines_every_colour():
    blocks = re.findall(r":root \{(.*?)\}", (CSS / "ubada.css").read_text(encoding="utf-8"), re.DOTALL)
    light, dark, forced = (set(re.findall(r"--([\w-]+): (?:#|[A-Z])", block)) for block in blocks[:3])
    assert light == dark
    assert light - forced == {"tile-wash", "madder-wash", "saffron-wash"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_stylesheet_loads_nothing(sheet):
    text = sheet.read_text(encoding="utf-8")
    assert not re.search(r"@import|url\(|https?:|//", text)
    assert text.count("{") == text.count("}")


def test_what_a_page_loads_of_styles_crosses_a_slow_line_in_under_8_kilobytes():
    loaded = [(CSS / name).read_bytes() for name in ("ubada.css", "components.css", "print.css")]
    assert sum(len(gzip.compress(sheet, 9)) for sheet in loaded) < 8_000


def test_colours_are_named_in_tokens_only():
    for sheet in SHEETS:
        text = sheet.read_text(encoding="utf-8")
        outside = re.sub(r":root \{.*?\}", "", text, flags=re.DOTALL)
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", outside), sheet.name


def test_every_variable_used_is_defined():
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    defined = set(re.findall(r"(--[\w-]+):", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) == defined


def test_motion_is_only_for_readers_who_did_not_decline_it():
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    calm = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{.*?\} \}", "", text, flags=re.DOTALL)
    assert not re.search(r"transition|animation|scroll-behavior", calm)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_template_has_nothing_inline_and_nothing_from_elsewhere(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=|javascript:", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


COMPONENTS = [template for template in TEMPLATES if template.parent.name == "components"]


@pytest.mark.parametrize("template", COMPONENTS, ids=lambda template: template.stem)
def test_component_states_its_parameters_on_the_first_line(template):
    assert re.match(r"\{# .+? #\}", template.read_text(encoding="utf-8").splitlines()[0])
