"""The charts of the register: which there are, and what of each was drawn already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ubada import charts
from ubada.access.actors import Actor
from ubada.register.models import Fact
from ubada.register.queries.facts import facts_on
from ubada.register.queries.state_page import PROMISED_SHARE, Series, Share, ratings_of
from ubada.register.queries.states import states


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as the page shows it: its picture if it was drawn, its note, and the rows of its table."""

    title: str
    note: str
    svg: SafeString | None
    rows: tuple[charts.Row, ...]


def chart_of(series: Series, language: str) -> charts.Chart | None:
    """The chart of an index over the years, by score or by rank, whichever the sources give for more years.

    None where fewer than two years have a figure: a point is no line.
    """
    by_score, by_rank = _points(series, "score"), _points(series, "rank")
    name = "score" if len(by_score) >= len(by_rank) else "rank"
    points = by_score if name == "score" else by_rank
    if len(points) < 2:
        return None
    title = series.scale.title.best(language).text
    with translation.override(language):
        title = _("%(index)s, rank") % {"index": title} if name == "rank" else _("%(index)s, score") % {"index": title}
    return charts.line_series(title=title, points=points, scale=_scale(series, name), language=language)


def _points(series: Series, name: str) -> list[charts.Point]:
    spec: dict[str, Any] | None = getattr(series.scale, name)
    if not spec:
        return []
    first = spec.get("valid_from", 0)
    by_year = {
        int(fact.detail["year"]): charts.Point(
            int(fact.detail["year"]),
            _exact(fact.detail[name]),
            fact.source_title,
            str(fact.as_of) if fact.as_of else None,
            fact.source_url,
            fact.key,
        )
        for fact in series.facts
        if fact.detail.get(name) is not None and int(fact.detail["year"]) >= first
    }
    return list(by_year.values())


def _exact(value: Any) -> Decimal | int:
    return value if isinstance(value, int) else Decimal(str(value))


def _scale(series: Series, name: str) -> charts.Scale:
    spec: dict[str, Any] = getattr(series.scale, name)
    better: Literal["higher", "lower"] = "higher" if spec["higher_is"] == "better" else "lower"
    if name == "score":
        low, high = (int(Decimal(spec[bound])) for bound in ("scale_min", "scale_max"))
        return charts.Scale(low, high, better=better)
    longest = max(int(fact.detail.get("out_of") or fact.detail.get("rank") or 1) for fact in series.facts)
    return charts.Scale(1, longest, better=better)


def figure_of(series: Series, language: str, cache_dir: Path) -> Figure | None:
    """The figure of an index for a page. A chart not drawn yet comes without its picture."""
    chart = chart_of(series, language)
    if chart is None:
        return None
    svg = charts.cached(chart, cache_dir)
    note = f"{chart.note} {series.scale.note.best(language).text}"
    return Figure(chart.title, note, SafeString(svg) if svg else None, chart.rows)


def share_figure(share: Share, language: str) -> Figure:
    """A measured share against the share that was promised."""
    label = share.measure.best(language).text
    svg, rows = charts.share_against_target(
        label=label,
        share=(share.percent / 100).quantize(Decimal("0.001")),  # a count of seats divided knows no more than this
        target=PROMISED_SHARE / 100,
        source=share.fact.source_title,
        as_of=str(share.fact.as_of) if share.fact.as_of else None,
        source_url=share.fact.source_url,
        fact=share.fact.key,
        language=language,
    )
    return Figure(label, "", svg, rows)


def every_chart(actor: Actor, languages: Iterable[str]) -> Iterator[charts.Chart]:
    """Every chart that a page of the register shows, to be drawn before readers come."""
    spoken = list(languages)
    for state in states(actor):
        facts: list[Fact] = list(facts_on(actor, state.code, "rating"))
        for series in ratings_of(actor, facts):
            for language in spoken:
                chart = chart_of(series, language)
                if chart is not None:
                    yield chart
