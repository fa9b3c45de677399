"""The number separators of a language, as Vega wants them."""

from __future__ import annotations

from typing import Any

from ubada.languages import cldr


def vega_number_locale(language: str) -> dict[str, Any]:
    """A d3 format locale: CLDR's decimal sign and group separator for the language, groups of three, no currency."""
    symbols = cldr.locale_of(language).number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": ["", ""],
        "minus": symbols["minusSign"],
    }
