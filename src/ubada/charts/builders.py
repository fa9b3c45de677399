"""Figures turned into charts: one index over the years, for one state or for several beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from ubada.charts.colours import EDGE, INK, LINE, SOFT, TILE
from ubada.charts.model import Chart, Row
from ubada.languages import cldr


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The size of a drawing and the room around its plot, in pixels at which its text has its natural size."""

    width: int
    height: int
    left: int
    right: int
    top: int = 24
    bottom: int = 28
    years_between: bool = True
    point: int = 30


WIDE: Final = _Sheet(480, 220, left=40, right=24)
SMALL: Final = _Sheet(150, 120, left=32, right=18, years_between=False, point=14)


@dataclass(frozen=True, slots=True)
class Point:
    """The value of an index in one edition year; None where the source gives none."""

    year: int
    value: Decimal | int | None
    source: str = ""
    as_of: str | None = None
    source_url: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole scale of an index, its unit, and which end is the better one; None where the index does not say."""

    low: int
    high: int
    unit: str = ""
    better: Literal["higher", "lower"] | None = None

    def in_words(self, language: str) -> str:
        """The scale, its unit and its direction, in the language given."""
        with translation.override(language):
            bounds = {"low": cldr.number(self.low, language), "high": cldr.number(self.high, language)}
            said = [_("Scale from %(low)s to %(high)s.") % bounds]
            if self.unit:
                said.append(_("Unit: %(unit)s.") % {"unit": self.unit})
            if self.better == "higher":
                said.append(_("A higher value is better."))
            elif self.better == "lower":
                said.append(_("A lower value is better; the axis is turned, so that up is better."))
        return " ".join(said)


def line_series(*, title: str, points: Iterable[Point], scale: Scale, language: str) -> Chart:
    """One index of one state over the years, on the whole scale of the index.

    Every year between the first and the last has its place; a year without a value breaks the line.
    Raises `ValueError` where there is no point, or two points for one year.
    """
    return _line(title, _every_year(points), scale, language, WIDE)


def small_multiples(
    *, title: str, series: Mapping[str, Sequence[Point]], scale: Scale, language: str
) -> tuple[Chart, ...]:
    """The same index for several states on the same axes, one small chart each, in the order of their names.

    ``series`` holds the points by the name of the state in the reader's language. The order never follows a value.
    """
    years = [point.year for points in series.values() for point in points]
    if not years:
        raise ValueError("There is no point to draw.")
    span = (min(years), max(years))
    return tuple(
        _line(f"{title}: {name}", _every_year(series[name], span), scale, language, SMALL)
        for name in sorted(series, key=str.casefold)
    )


def _every_year(points: Iterable[Point], span: tuple[int, int] | None = None) -> list[Point]:
    by_year: dict[int, Point] = {}
    for point in points:
        if point.year in by_year:
            raise ValueError(f"Two values are given for {point.year}.")
        by_year[point.year] = point
    if not by_year and span is None:
        raise ValueError("There is no point to draw.")
    first, last = span or (min(by_year), max(by_year))
    return [by_year.get(year, Point(year, None)) for year in range(first, last + 1)]


def _line(title: str, points: list[Point], scale: Scale, language: str, sheet: _Sheet) -> Chart:
    note = scale.in_words(language)
    with translation.override(language):
        missing = _("no figure")
        said = [
            f"{point.year}: {missing if point.value is None else cldr.number(point.value, language)}"
            for point in points
        ]
    rows = tuple(Row(str(p.year), p.value, scale.unit, p.source, p.as_of, p.source_url, p.fact) for p in points)
    return Chart(
        title=title,
        description=f"{note} {'; '.join(said)}.",
        note=note,
        spec=_line_spec(points, scale, language, sheet),
        rows=rows,
        language=language,
    )


def _line_spec(points: list[Point], scale: Scale, language: str, sheet: _Sheet) -> dict[str, Any]:
    values = [{"x": p.year, "y": None if p.value is None else _plain(p.value)} for p in points]
    known = [(p.year, p.value) for p in points if p.value is not None]
    labels = [
        {"x": year, "y": _plain(value), "t": cldr.number(value, language), "a": side}
        for (year, value), side in zip(known[:1] + known[1:][-1:], ("left", "right"), strict=False)
    ]
    first, last = points[0].year, points[-1].year
    years = {"field": "x", "type": "quantitative", "scale": {"domain": [first, max(last, first + 1)], "nice": False}}
    height = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.high], "nice": False, "reverse": scale.better == "lower"},
    }
    x_axis = {
        "format": "d",
        "values": _few(first, last, between=sheet.years_between),
        "grid": False,
        "tickSize": 4,
        "title": None,
    }
    y_axis = {"values": [scale.low, (scale.low + scale.high) // 2, scale.high], "title": None, "ticks": False}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "autosize": "none",
        "padding": {"left": sheet.left, "right": sheet.right, "top": sheet.top, "bottom": sheet.bottom},
        "width": sheet.width - sheet.left - sheet.right,
        "height": sheet.height - sheet.top - sheet.bottom,
        "config": _config(),
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "line", "color": TILE, "strokeWidth": 2, "invalid": "break-paths-filter-domains"},
                "encoding": {"x": {**years, "axis": x_axis}, "y": {**height, "axis": y_axis}},
            },
            {
                "transform": [{"filter": "isValid(datum.y)"}],
                "mark": {"type": "point", "filled": True, "size": sheet.point, "color": TILE, "opacity": 1},
                "encoding": {"x": years, "y": height},
            },
            {
                "data": {"values": labels},
                "mark": {
                    "type": "text",
                    "dy": -12,
                    "dx": {"expr": "datum.a == 'left' ? 4 : 0"},
                    "align": {"expr": "datum.a"},
                    "fontWeight": "bold",
                    "color": INK,
                },
                "encoding": {"x": years, "y": height, "text": {"field": "t", "type": "nominal"}},
            },
        ],
    }


def _plain(value: Decimal | int) -> int | float:
    return value if isinstance(value, int) else float(value)


def _few(first: int, last: int, *, between: bool) -> list[int]:
    """The first and the last year, and the one in the middle where there is room for it."""
    return sorted({first, (first + last) // 2, last} if between and last - first >= 6 else {first, last})


def _config() -> dict[str, Any]:
    axis = {
        "labelColor": SOFT,
        "domainColor": EDGE,
        "tickColor": EDGE,
        "gridColor": LINE,
        "labelFont": "Noto Sans",
        "labelFontSize": 12,
        "labelOverlap": False,
        "labelFlush": False,
        "labelPadding": 5,
    }
    return {"font": "Noto Sans", "axis": axis, "axisY": {"domain": False}, "view": {"stroke": None}}
