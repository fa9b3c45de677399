"""The languages of the register, in the order of offer; every other list of languages comes from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Script = Literal["Latn", "Cyrl"]
Interface = Literal["complete", "in preparation", "content only"]

_ONE_OTHER: Final = "nplurals=2; plural=(n != 1);"
_OTHER: Final = "nplurals=1; plural=0;"
# CLDR's fourth Russian category, "other", holds fractions only; gettext counts whole things, so three forms cover it.
_ONE_FEW_MANY: Final = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)


@dataclass(frozen=True, slots=True)
class Language:
    """A language in one script.

    ``code`` is the register's key in translated texts and addresses; ``bcp47`` goes into ``lang`` attributes;
    ``endonym`` is the name in the language itself; ``script`` is ISO 15924. ``plural_forms`` is the gettext header
    for the cardinal plural rules of CLDR, in CLDR's order of categories. ``babel_locale`` is the CLDR locale and
    ``django_code`` Django's, empty where the interface is not offered. ``interface`` says whether it is: "complete",
    "in preparation" (chosen with a notice, untranslated strings in the fallback language), or "content only".
    """

    code: str
    bcp47: str
    endonym: str
    english: str
    script: Script
    plural_forms: str
    babel_locale: str
    django_code: str
    interface: Interface

    @property
    def base(self) -> str:
        """The code without its script: ``uz`` for ``uz-cyrl``."""
        return self.code.partition("-")[0]


LANGUAGES: Final[tuple[Language, ...]] = (
    Language("en", "en", "English", "English", "Latn", _ONE_OTHER, "en", "en", "complete"),
    Language("ru", "ru", "Русский", "Russian", "Cyrl", _ONE_FEW_MANY, "ru", "ru", "complete"),
    Language("kk", "kk", "Қазақша", "Kazakh", "Cyrl", _ONE_OTHER, "kk", "kk", "in preparation"),
    Language("ky", "ky", "Кыргызча", "Kyrgyz", "Cyrl", _ONE_OTHER, "ky", "ky", "in preparation"),
    Language("tg", "tg", "Тоҷикӣ", "Tajik", "Cyrl", _OTHER, "tg", "tg", "in preparation"),
    Language("tk", "tk", "Türkmençe", "Turkmen", "Latn", _ONE_OTHER, "tk", "tk", "in preparation"),
    Language("uz", "uz-Latn", "Oʻzbekcha", "Uzbek", "Latn", _ONE_OTHER, "uz", "uz", "in preparation"),
    Language("uz-cyrl", "uz-Cyrl", "Ўзбекча", "Uzbek (Cyrillic)", "Cyrl", _ONE_OTHER, "uz_Cyrl", "", "content only"),
    Language("kaa", "kaa", "Қарақалпақша", "Karakalpak", "Cyrl", _OTHER, "kaa", "", "content only"),
)
BY_CODE: Final[Mapping[str, Language]] = MappingProxyType({language.code: language for language in LANGUAGES})
INTERFACE_LANGUAGES: Final[tuple[Language, ...]] = tuple(one for one in LANGUAGES if one.interface != "content only")
COMPLETE_LANGUAGES: Final[tuple[Language, ...]] = tuple(one for one in LANGUAGES if one.interface == "complete")
"""Languages that readers are offered, because every string of the interface is there."""
