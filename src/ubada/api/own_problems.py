"""What can go wrong where a token is needed, beside what can go wrong everywhere."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from ubada.api import problems
from ubada.api.problems import Kind, ProblemDetails
from ubada.resources.values import Record

MALFORMED_BODY: Final = Kind("malformed-body", 400, "Malformed body", "The body is no JSON object.")
TOKEN_MISSING: Final = Kind(
    "token-missing",
    401,
    "Token missing",
    "Send a token that works as Authorization: Bearer. It may have been revoked, have run out, or rest with its owner.",
)
SCOPE_MISSING: Final = Kind("scope-missing", 403, "Scope missing", "The token is not for this. Make one that is.")
NOT_ALLOWED: Final = Kind(
    "not-allowed", 403, "Not allowed", "Your role in the organisation does not include this, with a token or without."
)
METHOD_NOT_ALLOWED: Final = Kind(
    "method-not-taken", 405, "Method not allowed", "The header Allow names the methods of this address."
)
NOT_NOW: Final = Kind(
    "not-now", 409, "Not now", "It does not stand where this could be done. The member unmet says what is missing."
)
EDIT_CONFLICT: Final = Kind(
    "edit-conflict",
    409,
    "Changed since",
    "Somebody else changed the draft after you read it. Both texts are here; nothing was overwritten.",
)
CHANGED_SINCE: Final = Kind(
    "changed-since",
    412,
    "Changed since",
    "The draft has another version than If-Match names. Both texts are here; nothing was overwritten.",
)
TOO_LARGE: Final = Kind("body-too-large", 413, "Too large", "No draft needs a body that large.")
NOT_JSON: Final = Kind("unsupported-media-type", 415, "Unsupported media type", "A body is application/json.")
INVALID_VALUE: Final = Kind(
    "invalid-value",
    422,
    "Invalid value",
    "A member of the body cannot be kept like that. The member errors names each.",
)
VERSION_MISSING: Final = Kind(
    "version-missing",
    428,
    "Version missing",
    "Say which version of the draft you saw: If-Match, or version in the body.",
)
TOO_MANY_ATTEMPTS: Final = Kind(
    "too-many-attempts", 429, "Too many attempts", "Too many tokens that do not work came from your address."
)
OWN_KINDS: Final = (
    MALFORMED_BODY,
    TOKEN_MISSING,
    SCOPE_MISSING,
    NOT_ALLOWED,
    METHOD_NOT_ALLOWED,
    NOT_NOW,
    EDIT_CONFLICT,
    CHANGED_SINCE,
    TOO_LARGE,
    NOT_JSON,
    INVALID_VALUE,
    VERSION_MISSING,
    TOO_MANY_ATTEMPTS,
)
FAULTS: Final = {400: problems.MALFORMED, 413: TOO_LARGE, 414: problems.TOO_LONG}
"""By the status that the shell gives a request that cannot be read."""


class UnmetCondition(Record):
    """One thing that is missing."""

    code: str = Field(description="What is missing.", examples=["evidence-missing"])
    what: str = Field(description="The same in words.", examples=["No evidence is linked."])
    remedy: str = Field(description="What to do.", examples=["Link at least one piece of evidence."])


class OwnProblemDetails(ProblemDetails):
    """Why a request that came with a token was not answered (RFC 9457)."""

    unmet: list[UnmetCondition] | None = Field(None, description="With not-now: everything that is missing.")
    yours: dict[str, Any] | None = Field(
        None, description="With a conflict: what you sent.", examples=[{"level": "I2"}]
    )
    theirs: dict[str, Any] | None = Field(
        None, description="With a conflict: the draft as it stands.", examples=[{"level": "I1"}]
    )
    version: int | None = Field(None, description="With a conflict: the version of the draft now.", examples=[4])
