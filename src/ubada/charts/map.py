"""The map of the states, drawn on the server: each outline a link with its name and a count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict
from xml.sax.saxutils import escape, quoteattr

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ubada.kernel.text import TranslatedText
from ubada.languages import cldr


class Outline(TypedDict):
    """The outline of one state in the units of the map's view box, and where its name stands."""

    path: str
    label_x: float
    label_y: float


def state_map(
    outlines: Mapping[str, Any],
    *,
    names: Mapping[str, TranslatedText | Mapping[str, str]],
    counts: Mapping[str, int],
    links: Mapping[str, str],
    language: str,
) -> SafeString:
    """The map as SVG. ``outlines`` is the content of the map file: ``viewbox`` and ``states`` by alpha-3 code.

    Every state that has an outline and a link is drawn, in the order of its code, with its name in ``language`` and
    its count where there is one. Raises `KeyError` where a linked state has no name.
    """
    with translation.override(language):
        title = _("Map of the five states")
        described = _("Boundaries are shown without prejudice to their status.")
    states: Mapping[str, Outline] = outlines["states"]
    shown = {code: TranslatedText.of(names[code]).best(language).text for code in sorted(states) if code in links}
    numbers = {code: cldr.number(counts[code], language) for code in shown if code in counts}
    shapes = [_shape(states[code], name, numbers.get(code), links[code]) for code, name in shown.items()]
    # All names after all shapes: a neighbour drawn later would cover the end of a long name.
    labels = [_label(states[code], name, numbers.get(code)) for code, name in shown.items()]
    return SafeString(
        f'<svg class="map" viewBox="{escape(str(outlines["viewbox"]))}" role="group" aria-labelledby="map-t map-d">'
        f'<title id="map-t">{escape(title)}</title><desc id="map-d">{escape(described)}</desc>{"".join(shapes)}'
        f'<g aria-hidden="true">{"".join(labels)}</g></svg>'
    )


def _shape(outline: Outline, name: str, count: str | None, link: str) -> str:
    label = f"{name}, {count}" if count else name
    return f"<a href={quoteattr(link)} aria-label={quoteattr(label)}><path d={quoteattr(outline['path'])}/></a>"


def _label(outline: Outline, name: str, count: str | None) -> str:
    place = f'x="{outline["label_x"]}" y="{outline["label_y"]}"'
    second = f'<text class="n" {place} dy="1.4em">{escape(count)}</text>' if count else ""
    return f"<text {place}>{escape(name)}</text>{second}"
