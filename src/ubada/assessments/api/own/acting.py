"""Who asks, what their token is for, and which version of a draft they saw."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from django.http import HttpRequest
from pydantic import AfterValidator, StringConstraints

from ubada.kernel.errors import UbadaError
from ubada.organisations.models import ApiToken
from ubada.organisations.services import Acting

READ: Final = ApiToken.Scope.ASSESSMENTS_READ.value
WRITE: Final = ApiToken.Scope.ASSESSMENTS_WRITE.value
EVIDENCE: Final = ApiToken.Scope.EVIDENCE_READ.value
_NOT_TEXT: Final = re.compile(r"[\x00-\x1f\x7f]")
_TAG: Final = re.compile(r'(?:W/)?"?(\d{1,9})"?')


class ScopeMissing(UbadaError):
    """The token is not for this."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"The token lacks the scope {scope}.", hint="Make one that has it.")
        self.scope = scope


class VersionMissing(UbadaError):
    """It is not said which version of the draft was seen."""

    def __init__(self) -> None:
        super().__init__(
            "Say which version you saw.",
            hint="Send its number as the header If-Match, or as the member version of the body.",
        )


def acting_of(request: HttpRequest, scope: str) -> Acting:
    """Who asks. Raises ScopeMissing."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    if scope not in acting.scopes:
        raise ScopeMissing(scope)
    return acting


def needs(scope: str, *, if_match: bool = False) -> dict[str, Any]:
    """What the description says of an address: the scope, and whether it looks at the version that was seen."""
    return {"security": [{"token": [scope]}], "x-if-match": if_match}


def seen_version(request: HttpRequest, version: int | None) -> int:
    """The version that whoever asks saw, from If-Match or else from the body. Raises VersionMissing."""
    seen = seen_version_or_none(request)
    if seen is None:
        seen = version
    if seen is None:
        raise VersionMissing
    return seen


def seen_version_or_none(request: HttpRequest) -> int | None:
    """The version in If-Match, None without one. Raises VersionMissing for a header that names no version."""
    if_match = request.headers.get("If-Match")
    if if_match is None:
        return None
    match = _TAG.fullmatch(if_match.strip())
    if match is None:
        raise VersionMissing
    return int(match[1])


def _is_text(value: str) -> str:
    if _NOT_TEXT.search(value):
        message = "holds characters that are no text"
        raise ValueError(message)
    return value


Key = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_is_text)]
"""A key or an identifier in a body."""
