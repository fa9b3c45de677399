"""Database fields for the two values that Django has no field for: translated text and partial dates."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from ubada.kernel.dates import InvalidDate, PartialDate
from ubada.kernel.text import TranslatedText

if TYPE_CHECKING:
    _Characters = models.CharField[Any, Any]
else:
    _Characters = models.CharField


@lru_cache(maxsize=1 << 13)
def _read_text(stored: str) -> TranslatedText:
    """The text as stored. The same few thousand texts are read on page after page, and the value is immutable."""
    return TranslatedText.of(json.loads(stored))


@lru_cache(maxsize=1 << 12)
def _read_date(stored: str) -> PartialDate:
    return PartialDate.parse(stored)


class TranslatedField(models.JSONField):
    """Text in one or more languages, kept as one JSON object from language code to text."""

    _pyi_private_set_type: TranslatedText | dict[str, str]
    _pyi_private_get_type: TranslatedText

    description = _("Text in several languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        if isinstance(value, str) and value.startswith("{"):
            return _read_text(value)
        loaded = super().from_db_value(value, expression, connection)
        return TranslatedText.of(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:
        return TranslatedText.of(value) if isinstance(value, dict) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.as_dict() if isinstance(value, TranslatedText) else value)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value.as_dict() if isinstance(value, TranslatedText) else value, model_instance)


class PartialDateField(_Characters):
    """A date known to the year, month or day, or as an interval, written in EDTF."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    description = _("Partial date (EDTF)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 24)
        super().__init__(*args, **kwargs)

    def from_db_value(
        self,
        value: str | None,
        expression: Any,  # noqa: ARG002
        connection: BaseDatabaseWrapper,  # noqa: ARG002
    ) -> PartialDate | None:
        return _read_date(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value))
        except InvalidDate as error:
            raise ValidationError(str(error), code="invalid_date") from error

    def get_prep_value(self, value: Any) -> str | None:
        return str(value) if value else None

    def run_validators(self, value: Any) -> None:
        super().run_validators(str(value) if value else value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"max_length": self.max_length, **kwargs})


EDTF = r"^[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?(/(\.\.|[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?))?$"
"""The shape of the EDTF subset in use; the database checks the shape, the application the calendar."""


def dated(*names: str, table: str) -> list[models.BaseConstraint]:
    """Database constraints that hold the named partial-date columns to the shape of EDTF."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__regex": EDTF}),
            name=f"{table}_{name}_is_edtf",
        )
        for name in names
    ]


def worded(*names: str, table: str) -> list[models.BaseConstraint]:
    """Database constraints that a translated column holds text in at least one language."""
    return [
        models.CheckConstraint(condition=~models.Q(**{name: {}}), name=f"{table}_{name}_has_words") for name in names
    ]
