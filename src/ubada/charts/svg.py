"""A drawing of Vega's, dressed for a page: classes for colours, a text alternative, nothing that is not seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET  # only reads what the renderer of this package wrote
from xml.sax.saxutils import escape, quoteattr

from ubada.charts.colours import CLASS_OF

_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
_GEOMETRY: Final = ("d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "transform")
_KEPT: Final = frozenset(
    (
        *_GEOMETRY,
        "id",
        "clip-path",
        "text-anchor",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "opacity",
        "font-weight",
    )
)
_LONG_DECIMAL: Final = re.compile(r"-?\d+\.\d{2,}")
_NOWHERE: Final = re.compile(r"translate\(0(?:\.5)?,0(?:\.5)?\)")
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")


def dress(raw: str, *, title: str, description: str, prefix: str) -> str:
    """The SVG for a page: no colour, font or size of its own, ids under ``prefix``, ``<title>`` and ``<desc>``.

    Raises `ValueError` for a colour that is not one of `ubada.charts.colours`.
    """
    root = ET.fromstring(raw)  # noqa: S314  # the renderer's own output, never a reader's
    body = "".join(_element(child, prefix) for child in root)
    return (
        f'<svg class="chart" viewBox={quoteattr(root.get("viewBox", ""))} role="img" '
        f'aria-labelledby="{prefix}-t {prefix}-d"><title id="{prefix}-t">{escape(title)}</title>'
        f'<desc id="{prefix}-d">{escape(description)}</desc>{body}</svg>'
    )


def _element(element: ET.Element, prefix: str) -> str:
    name = element.tag.removeprefix(_NAMESPACE)
    if _is_unseen(element, name):
        return ""
    inside = escape((element.text or "").strip()) + "".join(_element(child, prefix) for child in element)
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in _attributes(element, name, prefix))
    if name == "g" and (not attributes or not inside):
        return inside
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _is_unseen(element: ET.Element, name: str) -> bool:
    if element.get("display") == "none" or element.get("opacity") == "0":
        return True
    if name == "path":
        painted = [element.get(paint) for paint in ("fill", "stroke")]
        frame = element.get("class") in ("background", "foreground")
        return not element.get("d") or (frame and not any(colour in CLASS_OF for colour in painted))
    return False


def _attributes(element: ET.Element, name: str, prefix: str) -> Iterator[tuple[str, str]]:
    classes: list[str] = []
    for key, value in element.attrib.items():
        if key not in _KEPT or (key == "opacity" and value == "1"):
            continue
        if key in ("fill", "stroke"):
            classes += _paint(key, value)
        elif key == "font-weight":
            classes.append("strong")
        elif key == "id":
            yield key, f"{prefix}-{value}"
        elif key == "transform" and _NOWHERE.fullmatch(value):
            continue
        else:
            yield key, _REFERENCE.sub(rf"url(#{prefix}-\1)", _LONG_DECIMAL.sub(_shorter, value))
    if name == "path" and element.get("stroke") and not element.get("fill"):
        classes.append("f-none")
    if classes:
        yield "class", " ".join(classes)


def _paint(key: str, value: str) -> list[str]:
    if value in ("none", "transparent"):
        return ["f-none"] if key == "fill" else []
    if value not in CLASS_OF:
        raise ValueError(f"The chart uses the colour {value}, which no class stands for.")
    return [f"{key[0]}-{CLASS_OF[value]}"]


def _shorter(found: re.Match[str]) -> str:
    shorter = f"{float(found.group()):.1f}".removesuffix(".0")
    return "0" if shorter == "-0" else shorter
