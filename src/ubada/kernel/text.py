"""Text that exists in several languages, and the rule for choosing one of them for a reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ubada.kernel.errors import InvalidInput, Problem

_CODE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z]{4})?")
NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no text holds: control characters but tab and line breaks, and halves of characters."""
RUSSIAN_SECOND: Final = frozenset({"kk", "ky", "tg", "tk", "uz", "kaa"})
"""Base languages whose readers are offered Russian before English."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """The text chosen for a reader, the language it is in, and whether that is another than the one asked for."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, repr=False)
class TranslatedText(Mapping[str, str]):
    """A text in one or more languages: an immutable, hashable mapping from language code to text.

    Codes are lower case (``uz``, ``uz-cyrl``); texts are NFC without white space around them, and blank ones are
    left out, so a language is present exactly where there is something to read. Build it with `of`.
    """

    _items: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, texts: Mapping[str, str] | None) -> TranslatedText:
        """The translated text of a plain mapping. Raises `InvalidInput` for a malformed code or a value not text."""
        if isinstance(texts, TranslatedText):
            return texts
        problems: list[Problem] = []
        clean: dict[str, str] = {}
        for given, text in (texts or {}).items():
            code = normal_code(given) if isinstance(given, str) else ""
            if not _CODE.fullmatch(code):
                problems.append(Problem("", "", str(given), "is not a language code such as ru or uz-cyrl"))
            elif not isinstance(text, str):
                problems.append(Problem("", "", code, f"must be text, not {type(text).__name__}"))
            elif code in clean:
                problems.append(Problem("", "", code, "is given twice"))
            elif stripped := unicodedata.normalize("NFC", text).strip():
                clean[code] = stripped
        if problems:
            raise InvalidInput("A translated text is malformed.", problems=problems)
        return cls(tuple(sorted(clean.items())))

    def best(self, language: str) -> Rendering:
        """The text for a reader of ``language``.

        Tried in turn: the language asked for; its base (``uz`` for ``uz-cyrl``); Russian for the languages of
        `RUSSIAN_SECOND`; English; the first by code. An empty text renders as an empty string, never as a fallback.
        """
        asked = normal_code(language)
        texts = self.as_dict()
        base = asked.partition("-")[0]
        order = [asked, base, *(["ru"] if base in RUSSIAN_SECOND else []), "en", *texts]
        for code in order:
            if code in texts:
                return Rendering(texts[code], code, is_fallback=code != asked)
        return Rendering("", asked, is_fallback=False)

    def as_dict(self) -> dict[str, str]:
        """A fresh plain dictionary, in the order of the codes, as stored in JSON."""
        return dict(self._items)

    def __getitem__(self, code: str) -> str:
        for known, text in self._items:
            if known == code:
                return text
        raise KeyError(code)

    def __iter__(self) -> Iterator[str]:
        return (code for code, _ in self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"TranslatedText.of({self.as_dict()!r})"


def normal_code(code: str) -> str:
    """The language code in the register's own spelling: lower case with hyphens (``uz_Cyrl`` is ``uz-cyrl``)."""
    return code.strip().replace("_", "-").lower()
