"""Small shapes that stand in a row of text, written as SVG directly."""

from __future__ import annotations

from decimal import Decimal
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ubada.charts.model import Row
from ubada.languages import cldr


def distribution_words(*, yes: int, no: int, unknown: int, language: str) -> str:
    """The three counts in words, none left out for being zero; a line breaks between them, never within one."""
    with translation.override(language):
        counts = {"yes": yes, "no": no, "unknown": unknown}
        shown = {name: cldr.number(count, language) for name, count in counts.items()}
        words = _("%(yes)s yes · %(no)s no · %(unknown)s unknown") % shown
    return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in words.split(" · "))


def distribution_bar(*, yes: int, no: int, unknown: int, language: str, wide: bool = False) -> SafeString:
    """A bar of yes, no and unknown in proportion; unknown is a dashed outline, not empty space.

    Raises `ValueError` for a negative count. Without anything to count the whole bar is unknown.
    """
    counts = (("yes", yes), ("no", no), ("unknown", unknown))
    if min(yes, no, unknown) < 0:
        raise ValueError("A count cannot be negative.")
    total = yes + no + unknown
    words = distribution_words(yes=yes, no=no, unknown=unknown, language=language)
    parts: list[str] = []
    left = Decimal(0)
    for name, count in counts:
        width = Decimal(100 * count) / total if total else Decimal(100 if name == "unknown" else 0)
        if width:
            parts.append(f'<rect class="d-{name}" x="{_short(left)}" y=".5" width="{_short(width)}" height="7"/>')
        left += width
    return SafeString(
        f'<svg class="dist{" wide" if wide else ""}" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(words)}">{"".join(parts)}</svg>'
    )


def share_against_target(
    *,
    label: str,
    share: Decimal,
    target: Decimal,
    source: str,
    as_of: str | None,
    language: str,
    source_url: str = "",
    fact: str = "",
) -> tuple[SafeString, tuple[Row, ...]]:
    """A share of one as a bar, with a line where the target is, and the rows of its table in per cent.

    Raises `ValueError` for a share or a target outside 0 to 1.
    """
    if not (0 <= share <= 1 and 0 <= target <= 1):
        raise ValueError("A share and its target lie between 0 and 1.")
    with translation.override(language):
        values = {"label": label, "share": cldr.percent(share, language), "target": cldr.percent(target, language)}
        words = _("%(label)s: %(share)s; target %(target)s") % values
        goal = _("target")
    svg = SafeString(
        f'<svg class="dist wide" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label='
        f'"{escape(words, {chr(34): "&quot;"})}"><rect class="d-unknown" x=".2" y=".5" width="99.6" height="7"/>'
        f'<rect class="d-yes" y=".5" width="{_short(share * 100)}" height="7"/>'
        f'<path class="d-target" d="M{_short(target * 100)} -1v10"/></svg>'
    )
    rows = (
        Row(label, _hundredths(share), "%", source, as_of, source_url, fact),
        Row(f"{label}: {goal}", _hundredths(target), "%"),
    )
    return svg, rows


def _hundredths(share: Decimal) -> Decimal:
    """The share in per cent, without zeros that nobody measured."""
    return Decimal(f"{(share * 100).normalize():f}")


def _short(value: Decimal) -> str:
    return f"{value:.1f}".removesuffix(".0")
