"""What is said when a request cannot be answered: problem details (RFC 9457), with nothing of our inside in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from ubada.kernel.errors import InvalidInput
from ubada.resources.addresses import ROOT
from ubada.resources.values import Record

PROBLEM_JSON: Final = "application/problem+json"


class ParameterProblem(Record):
    """What is wrong with one parameter, or one member of a body."""

    parameter: str = Field(description="Name of the parameter or member.", examples=["limit"])
    message: str = Field(description="What is wrong with it.", examples=["Input should be less than or equal to 500"])


class ProblemDetails(Record):
    """Why a request was not answered (RFC 9457)."""

    type: str = Field(description="Address that explains this kind of problem.", examples=["/api/v1/docs/#not-found"])
    title: str = Field(description="The kind of problem.", examples=["Not found"])
    status: int = Field(description="The status of the answer.", examples=[404])
    detail: str = Field(description="What is wrong with this request.", examples=["There is nothing at this address."])
    instance: str = Field(description="The address that was asked for.", examples=["/api/v1/facts/none"])
    errors: list[ParameterProblem] | None = Field(None, description="Every parameter at fault, where parameters are.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its name in addresses, its status, its title and what to do about it."""

    name: str
    status: int
    title: str
    advice: str


MALFORMED: Final = Kind(
    "malformed-request", 400, "Malformed request", "The address holds a zero byte or text that is not UTF-8."
)
INVALID_PARAMETER: Final = Kind(
    "invalid-parameter",
    400,
    "Invalid parameter",
    "A parameter has a value that it cannot have, or is given twice. The member errors names each one.",
)
UNKNOWN_PARAMETER: Final = Kind(
    "unknown-parameter",
    400,
    "Unknown parameter",
    "There is no such parameter here. It is refused, since the answer to a misspelt filter would be the whole list.",
)
NOT_FOUND: Final = Kind(
    "not-found", 404, "Not found", "There is nothing at this address, or nothing that is published."
)
METHOD_NOT_ALLOWED: Final = Kind(
    "method-not-allowed", 405, "Method not allowed", "The interface is read-only: GET, HEAD and OPTIONS."
)
NOT_ACCEPTABLE: Final = Kind(
    "not-acceptable", 406, "Not acceptable", "The resource does not come in any media type of the Accept header."
)
PRECONDITION_FAILED: Final = Kind(
    "precondition-failed", 412, "Precondition failed", "The resource has another entity tag than If-Match names."
)
TOO_LARGE: Final = Kind("too-large", 413, "Too large", "No address here takes a body.")
TOO_LONG: Final = Kind("too-long", 414, "Address too long", "The part after the question mark is longer than any here.")
SERVER_ERROR: Final = Kind("server-error", 500, "Server error", "The failure is ours; it has been recorded.")
UNAVAILABLE: Final = Kind(
    "unavailable", 503, "Unavailable", "The database or the search index is away. Try again after Retry-After seconds."
)
FAULTS: Final = {400: MALFORMED, 413: TOO_LARGE, 414: TOO_LONG}
"""By the status that the shell gives a request that cannot be read."""
KINDS: Final = (
    MALFORMED,
    INVALID_PARAMETER,
    UNKNOWN_PARAMETER,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    PRECONDITION_FAILED,
    TOO_LARGE,
    TOO_LONG,
    SERVER_ERROR,
    UNAVAILABLE,
)


def problem(
    request: HttpRequest,
    kind: Kind,
    detail: str = "",
    *,
    errors: Iterable[tuple[str, str]] = (),
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The answer that says what is wrong. ``errors`` are pairs of a parameter and what is wrong with it.

    ``more`` are members that this kind of problem has beside the usual ones.
    """
    given = [ParameterProblem(parameter=_shown(name), message=message) for name, message in errors]
    details = ProblemDetails(
        type=f"{ROOT}docs/#{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=detail or kind.advice,
        instance=_shown(request.path),
        errors=given or None,
    )
    response = HttpResponse(
        json.dumps({**details.model_dump(exclude_none=True), **(more or {})}, ensure_ascii=False),
        status=HTTPStatus(kind.status),
        content_type=PROBLEM_JSON,
    )
    response.headers["Cache-Control"] = "no-store"
    if kind is UNAVAILABLE:
        response.headers["Retry-After"] = "30"
    return response


def from_invalid_input(request: HttpRequest, error: InvalidInput) -> HttpResponse:
    """The problem of a parameter that has the right form and no meaning."""
    faults = [(fault.field, fault.message) for fault in error.problems]
    detail = " ".join(f"{name}: {message}" for name, message in faults) or error.message
    return problem(request, INVALID_PARAMETER, detail, errors=faults)


def from_validation(request: HttpRequest, errors: Iterable[dict[str, Any]]) -> HttpResponse:
    """The problem of parameters that do not have the right form; of each the last name is the parameter's."""
    faults = [(str(error["loc"][-1]), str(error["msg"])) for error in errors]
    return problem(request, INVALID_PARAMETER, " ".join(f"{name}: {text}." for name, text in faults), errors=faults)


def _shown(text: str, longest: int = 200) -> str:
    """Text of a request as it can be said back: no longer than needed, and in UTF-8."""
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "�")
    return clean if len(clean) <= longest else f"{clean[:longest]}…"
