"""Endings of Tajik, written in folded letters: plural, izofat, object marker, possessive and personal endings."""

from __future__ import annotations

from typing import Final

from ubada.search.normalise.stripping import Rule, Stripper

_VOWELS: Final = "аеиоуэюя"
_CONSONANTS: Final = "бвгдзклмнпрстфхцчш"
_ALL: Final = _VOWELS + _CONSONANTS

TAJIK: Final = Stripper(
    vowels=_VOWELS,
    rules=(
        Rule("хо ро и", _ALL),
        Rule("он", _CONSONANTS, keep=4),
        Rule("гон", "ая"),
        Rule("ен", "и"),
        Rule("е", _CONSONANTS + "а", keep=4),
        Rule("у", _CONSONANTS, keep=4),
        Rule("ю", "иоу", keep=4),
        Rule("яш ям яшон ямон яд янд", "аоиу"),
        Rule("ам аш амон ашон ад анд", _CONSONANTS, keep=4),
        Rule("тар тарин", _ALL, keep=4),
    ),
    neutral=(),
    protected="танхо фарзанд шахрванд хешованд самарканд донишманд максад",
    irregular={"занон": "зан"},
)
"""The enclitic -ат has no rule: давлат, миллат, адолат and hundreds of other nouns end so themselves."""
