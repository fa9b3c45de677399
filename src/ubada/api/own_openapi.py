"""The description of what needs a token: OpenAPI 3.1, with the scope of each address and every way to fail."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import lru_cache
from typing import Any, Final

from ninja.openapi.schema import REF_TEMPLATE

from ubada.api import own_problems as kinds
from ubada.api import problems
from ubada.api.mounting import own_api
from ubada.api.openapi import failure, in_use, without_titles
from ubada.assessments.api.own.acting import EVIDENCE, READ, WRITE
from ubada.resources.addresses import JSON, ROOT, here

Node = dict[str, Any]
_ALWAYS: Final = (
    kinds.TOKEN_MISSING,
    problems.NOT_ACCEPTABLE,
    kinds.TOO_LARGE,
    problems.TOO_LONG,
    kinds.TOO_MANY_ATTEMPTS,
    problems.SERVER_ERROR,
    problems.UNAVAILABLE,
)
_BAD: Final = (problems.INVALID_PARAMETER, problems.UNKNOWN_PARAMETER, problems.MALFORMED, kinds.MALFORMED_BODY)
_SCOPES: Final = {
    READ: "Read the organisation's own rounds and verdicts.",
    WRITE: "Write its drafts, hand them in, take verdicts back; to read as well.",
    EVIDENCE: "Read its evidence.",
}
_EXAMPLE: Final = "01KANB5D7TQ8W6Z3M9YV2R4X1B"
_TOKEN: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token that a member makes under Your account. Scopes: "
    + " ".join(f"{name}: {meaning}" for name, meaning in _SCOPES.items()),
}


def own_openapi() -> Node:
    """The document, the same on every call; a copy that may be changed."""
    return deepcopy(_described())


@lru_cache(maxsize=1)
def _described() -> Node:
    generated = json.dumps(dict(own_api.get_openapi_schema(path_prefix=ROOT)))
    schema: Node = json.loads(re.sub(r"Listing_(\w+?)_\"", r'\1List"', generated))
    problem = kinds.OwnProblemDetails.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    shapes = schema["components"]["schemas"] | problem.pop("$defs") | {"OwnProblemDetails": problem}
    for name, shape in shapes.items():
        shape.setdefault("description", f"One page of a list of records of the kind {name.removesuffix('List')}.")
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)
    components: Node = {"securitySchemes": {"token": _TOKEN}}
    components["schemas"] = in_use(shapes, json.dumps([schema["paths"], components]))
    schema["components"] = components
    schema["externalDocs"] = {"url": here("docs/"), "description": "The documentation for people."}
    untitled: Node = without_titles(schema)
    return untitled


def _complete(path: str, method: str, operation: Node) -> None:
    [scope] = operation["security"][0]["token"]
    operation["description"] = f"{operation['description']} Scope: {scope}."
    operation["parameters"] = [_parameter(one) for one in operation["parameters"]]
    looks_at_version = operation.pop("x-if-match", False)
    if looks_at_version:
        operation["parameters"].append(_if_match())
    answers = {code: _answer(one, operation, has_tag="{" in path) for code, one in operation["responses"].items()}
    failures = [*_ALWAYS, kinds.SCOPE_MISSING]
    if "{" in path:
        failures.append(problems.NOT_FOUND)
    if method != "get":
        failures.append(kinds.INVALID_VALUE)
    if method in ("post", "put", "patch"):
        failures.append(kinds.NOT_JSON)
    if looks_at_version:
        failures += [kinds.CHANGED_SINCE, kinds.VERSION_MISSING]
    elif "{" in path and method == "get":
        failures.append(problems.PRECONDITION_FAILED)
    several: dict[str, tuple[str, tuple[problems.Kind, ...]]] = {
        "400": ("A parameter is unknown or invalid, the body is no JSON object, or the address is malformed.", _BAD),
    }
    if method != "get":
        several["403"] = ("The token is not for this, or its owner may not.", (kinds.SCOPE_MISSING, kinds.NOT_ALLOWED))
        several["409"] = ("This cannot be done now, or somebody changed it.", (kinds.NOT_NOW, kinds.EDIT_CONFLICT))
    described = {code: failure(words, *given, record="OwnProblemDetails") for code, (words, given) in several.items()}
    for kind in failures:
        described.setdefault(
            str(kind.status), failure(f"{kind.title}. {kind.advice}", kind, record="OwnProblemDetails")
        )
    if "{" in path and method == "get":
        described["304"] = {"description": "The answer is still the one whose tag was given."}
    operation["responses"] = {**answers, **dict(sorted(described.items()))}


def _answer(one: Node, operation: Node, *, has_tag: bool) -> Node:
    headers = {"ETag": {"description": "The version of the verdict.", "schema": {"type": "string"}}} if has_tag else {}
    return {
        "description": operation["summary"],
        "content": {JSON: one["content"][JSON]},
        **({"headers": headers} if headers else {}),
    }


def _parameter(generated: Node) -> Node:
    schema: Node = generated["schema"]
    alternatives = [one for one in schema.pop("anyOf", []) if one != {"type": "null"}]
    schema |= alternatives[0] if alternatives else {}
    if generated["in"] == "path":
        schema["examples"] = [_EXAMPLE]
    return {
        "name": generated["name"],
        "in": generated["in"],
        "required": generated["required"],
        "description": generated.get("description") or "Identifier, as in the member of its record.",
        "schema": {key: value for key, value in schema.items() if key != "description"},
    }


def _if_match() -> Node:
    return {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The version that you saw, as the entity tag of an answer gave it.",
        "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$', "examples": ['"3"']},
    }
