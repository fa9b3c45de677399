"""The kinds of value that every published record is made of, documented once.

Texts are objects from language to text, dates are EDTF, and what is not known is null: never an empty text, never
nought. A record lists every field it has; nothing reaches a reader that is not written down in one of these classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import TypeAliasType

from ubada.kernel import dates, text


class Record(BaseModel):
    """The base of every record that is published: each field is named, typed and described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z]{4})?$")]

TranslatedText = TypeAliasType(
    "TranslatedText",
    Annotated[
        dict[LanguageCode, str],
        Field(
            description=(
                "The same text in one or more languages, by language code: en, ru, kk, ky, tg, tk, uz (Latin script), "
                "uz-cyrl, kaa. A language that is missing has no text yet."
            ),
            examples=[{"en": "Let women vote and stand", "ru": "Дать женщинам избирать и быть избранными"}],
        ),
    ],
)

PartialDate = TypeAliasType(
    "PartialDate",
    Annotated[
        str,
        Field(
            description=(
                "A date as well as the source knows it, in EDTF (ISO 8601-2): a year, a month, a day or an interval of "
                "two of them; ? marks an uncertain and ~ an approximate date."
            ),
            examples=["2024", "2024-06", "2024-06-03", "2010~", "2019/2021"],
        ),
    ],
)

Moment = TypeAliasType(
    "Moment",
    Annotated[datetime, Field(description="A moment in UTC, ISO 8601.", examples=["2026-11-24T06:30:00Z"])],
)


def words(value: text.TranslatedText | Mapping[str, str] | None) -> dict[str, str] | None:
    """A translated text for a record: null where there is none in any language."""
    return (dict(value) or None) if value is not None else None


def spoken(value: text.TranslatedText | Mapping[str, str]) -> dict[str, str]:
    """A translated text of a column that is never empty."""
    return dict(value)


def edtf(value: dates.PartialDate | None) -> str | None:
    """A partial date for a record."""
    return None if value is None else str(value)


def said(value: str) -> str | None:
    """A text column for a record: null where it is empty."""
    return value or None


def keys_of(rows: Any) -> list[str]:
    """The keys of related rows that are already loaded, in their own order."""
    return sorted(str(row.pk) for row in rows)
