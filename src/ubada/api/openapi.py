"""The description of the interface: OpenAPI 3.1, complete with every way in which an operation can fail."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any, Final

from ninja.openapi.schema import REF_TEMPLATE

from ubada.api import problems
from ubada.api.mounting import api
from ubada.resources.addresses import JSON, ROOT, here

_ALWAYS: Final = (
    problems.NOT_ACCEPTABLE,
    problems.PRECONDITION_FAILED,
    problems.TOO_LARGE,
    problems.TOO_LONG,
    problems.SERVER_ERROR,
    problems.UNAVAILABLE,
)
_BAD: Final = (problems.INVALID_PARAMETER, problems.UNKNOWN_PARAMETER, problems.MALFORMED)
Node = dict[str, Any]


def openapi() -> Node:
    """The document, the same on every call; a copy that may be changed."""
    return deepcopy(_described())


@lru_cache(maxsize=1)
def _described() -> Node:
    generated = json.dumps(dict(api.get_openapi_schema(path_prefix=ROOT)))
    schema: Node = json.loads(re.sub(r"Listing_(\w+?)_\"", r'\1List"', generated))
    problem = problems.ProblemDetails.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    shapes = schema["components"]["schemas"] | problem.pop("$defs") | {"ProblemDetails": problem}
    for name, shape in shapes.items():
        shape.setdefault("description", f"One page of a list of records of the kind {name.removesuffix('List')}.")
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            operation["parameters"] = [_parameter(one, operation, shapes) for one in operation["parameters"]]
            _add_failures(operation, has_key="{" in path)
    components: Node = {
        "headers": {"ETag": {"description": "Tag of this very answer.", "schema": {"type": "string"}}},
        "responses": {
            **{kind.name: failure(f"{kind.title}. {kind.advice}", kind) for kind in problems.KINDS},
            "not-modified": {"description": "The answer is still the one whose tag was given."},
        },
    }
    components["schemas"] = in_use(shapes, json.dumps([schema["paths"], components]))
    schema["components"] = components
    schema["externalDocs"] = {"url": here("docs/"), "description": "The documentation for people."}
    untitled: Node = without_titles(schema)
    return untitled


def in_use(shapes: Node, described: str) -> Node:
    """The shapes that something refers to, by name; those of parameters alone are described with the parameters."""
    used: Node = {}
    waiting = {name for name in shapes if _refers(described, name)}
    while waiting:
        used |= {name: shapes[name] for name in waiting}
        inside = json.dumps([shapes[name] for name in waiting])
        waiting = {name for name in shapes if name not in used and _refers(inside, name)}
    return dict(sorted(used.items()))


def _refers(text: str, name: str) -> bool:
    return f'"{REF_TEMPLATE.format(model=name)}"' in text


def _parameter(generated: Node, operation: Node, shapes: Node) -> Node:
    """A parameter as OpenAPI has it: what may be left out is not null, and examples stand in its schema."""
    schema: Node = generated["schema"]
    alternatives = [one for one in schema.pop("anyOf", []) if one != {"type": "null"}]
    schema |= alternatives[0] if alternatives else {}
    if generated["in"] == "path":
        name = generated["name"]
        schema["examples"] = _key_examples(name, operation, shapes)
        generated["description"] = (
            f"Key of the object, as in the member {name} of its record. It may contain slashes, as they are or as %2F."
        )
    return {
        "name": generated["name"],
        "in": generated["in"],
        "required": generated["required"],
        "description": generated["description"],
        "schema": {key: value for key, value in schema.items() if key != "description"},
    }


def _key_examples(name: str, operation: Node, shapes: Node) -> list[str]:
    """The keys that the record of the answer gives as examples; for the lists of one state, the state's."""
    answered = operation["responses"]["200"]["content"][JSON]["schema"]["$ref"].rsplit("/", 1)[-1]
    members = shapes[answered]["properties"]
    return list((members[name] if name in members else shapes["State"]["properties"][name])["examples"])


def _add_failures(operation: Node, *, has_key: bool) -> None:
    """Add what every operation has in common: the tag of its answer, and how it fails."""
    ok = operation["responses"]["200"]
    ok["description"] = operation["summary"]
    ok["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
    ok["content"] = dict(sorted(ok["content"].items(), key=lambda one: one[0] != JSON))
    operation["responses"] = {
        "200": ok,
        "304": {"$ref": "#/components/responses/not-modified"},
        "400": failure("A parameter is unknown or invalid, or the address is malformed.", *_BAD),
        **({"404": {"$ref": f"#/components/responses/{problems.NOT_FOUND.name}"}} if has_key else {}),
        **{str(one.status): {"$ref": f"#/components/responses/{one.name}"} for one in _ALWAYS},
    }


def failure(description: str, *kinds: problems.Kind, record: str = "ProblemDetails") -> Node:
    """A way in which an operation fails, with an example of each kind of problem."""
    content = {
        "schema": {"$ref": REF_TEMPLATE.format(model=record)},
        "examples": {kind.name: {"summary": kind.title, "value": _example(kind)} for kind in kinds},
    }
    return {"description": description, "content": {problems.PROBLEM_JSON: content}}


def _example(kind: problems.Kind) -> Mapping[str, Any]:
    return {
        "type": f"{ROOT}docs/#{kind.name}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.advice,
        "instance": here("facts"),
    }


def without_titles(node: Any, *, inside: str = "") -> Any:
    """The document without the titles that are made from names; the members called title, and examples, stay."""
    if isinstance(node, list):
        return [without_titles(one, inside=inside) for one in node]
    if not isinstance(node, dict) or inside in ("examples", "example", "info"):
        return node
    return {
        name: without_titles(value, inside=name)
        for name, value in node.items()
        if not (name == "title" and isinstance(value, str))
    }
