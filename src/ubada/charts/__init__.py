"""Charts as SVG that takes its colours from the page, with the table and the CSV they were drawn from.

A builder turns figures into a `Chart`: a Vega-Lite specification, a text alternative and the rows of its table.
`render_all` draws many charts in one child process and keeps them by the hash of their content; `cached` only looks.
The small shapes that stand in rows (`distribution_bar`, `share_against_target`, `state_map`) are written directly.
Nothing here knows the database.
"""

from __future__ import annotations

from ubada.charts.bars import distribution_bar, distribution_words, share_against_target
from ubada.charts.builders import Point, Scale, line_series, small_multiples
from ubada.charts.map import Outline, state_map
from ubada.charts.model import Chart, Row, to_csv
from ubada.charts.rendering import RenderingFailed, cached, render_all

__all__ = [
    "Chart",
    "Outline",
    "Point",
    "RenderingFailed",
    "Row",
    "Scale",
    "cached",
    "distribution_bar",
    "distribution_words",
    "line_series",
    "render_all",
    "share_against_target",
    "small_multiples",
    "state_map",
    "to_csv",
]
