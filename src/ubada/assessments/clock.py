"""The moment of an act."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(now: datetime | None) -> datetime:
    """The moment in UTC; the present one where none is given. Raises ValueError for one without a time zone."""
    if now is None:
        return datetime.now(UTC)
    if now.tzinfo is None:
        message = "a moment without a time zone is none"
        raise ValueError(message)
    return now.astimezone(UTC)
