"""When the sessions of the UPR Working Group were held."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _months() -> dict[int, str]:
    text = (files("ubada.exchange") / "data" / "upr-sessions.yaml").read_text(encoding="utf-8")
    loaded: dict[int, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - gives nothing but text
    return {int(number): str(month) for number, month in loaded.items()}


def month_of(session: int) -> str | None:
    """The month in which a session began (EDTF); None for a session that is not in the table."""
    return _months().get(session)


def last_session() -> int:
    """The last session in the table."""
    return max(_months())
