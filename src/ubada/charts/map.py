"""The map of the states, drawn on the server: each outline a link with its name and a count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict
from xml.sax.saxutils import escape

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
    drawn = [_state(states[code], name, counts.get(code), links[code], language) for code, name in shown.items()]
    return SafeString(
        f'<svg class="map" viewBox="{escape(str(outlines["viewbox"]))}" role="group" aria-labelledby="map-t map-d">'
        f'<title id="map-t">{escape(title)}</title><desc id="map-d">{escape(described)}</desc>{"".join(drawn)}</svg>'
    )


def _state(outline: Outline, name: str, count: int | None, link: str, language: str) -> str:
    x, y = outline["label_x"], outline["label_y"]
    shown = "" if count is None else cldr.number(count, language)
    second = f'<text class="n" x="{x}" y="{y}" dy="1.25em">{escape(shown)}</text>' if shown else ""
    label = escape(f"{name}, {shown}" if shown else name, {'"': "&quot;"})
    return (
        f'<a href="{escape(link, {chr(34): "&quot;"})}" aria-label="{label}"><path d="{escape(outline["path"])}"/>'
        f'<text x="{x}" y="{y}">{escape(name)}</text>{second}</a>'
    )
