"""The description of the interface is complete, and the interface keeps to it whatever it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ubada.api.openapi import openapi
from ubada.register.api.details import DETAILS

pytestmark = pytest.mark.django_db

Application = Callable[[dict[str, Any], Any], Any]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = sorted(openapi()["paths"])
ASKED = [
    (path, mode)
    for path in OPERATIONS
    for mode in GenerationMode
    # an address without parameters cannot be asked wrongly
    if mode is GenerationMode.POSITIVE
    or any(one["in"] == "query" for one in openapi()["paths"][path]["get"]["parameters"])
]
FACT_SCHEMA = Path(__file__).resolve().parents[2] / "data" / "schema" / "fact.schema.json"


@pytest.fixture(scope="module")
def described(published: None) -> Any:
    """The description as a program reads it, and the site behind it in this very process."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _in_the_transaction(get_wsgi_application()))


def _in_the_transaction(site: Application) -> Application:
    """The site without its habit of closing the connection after a request, which would end the test's transaction."""

    def answer(environ: dict[str, Any], start: Any) -> list[bytes]:
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            response = site(environ, start)
            body = list(response)
            response.close()
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)
        return body

    return answer


@pytest.mark.parametrize(("path", "mode"), ASKED)
def test_the_interface_keeps_to_its_description_whatever_it_is_asked(
    described: Any, path: str, mode: GenerationMode
) -> None:
    """Positive cases are of the described form; negative ones break it in one place or another."""
    operation = described[path]["GET"]

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    holds()


@pytest.mark.parametrize("path", OPERATIONS)
def test_the_examples_of_every_operation_are_answered_as_described(described: Any, path: str) -> None:
    operation = described[path]["GET"]
    keys = {one.name: one.definition["schema"]["examples"][0] for one in operation.path_parameters}
    operation.Case(path_parameters=keys).call_and_validate(checks=CHECKS)


def test_the_description_is_openapi_3_1_and_the_same_every_time(published: None) -> None:
    first, second = (Client().get("/api/v1/openapi.json") for _ in range(2))
    document = first.json()

    assert first.content == second.content
    assert document["openapi"] == "3.1.0"
    assert {"title", "version", "description"} <= set(document["info"])
    assert document == json.loads(json.dumps(openapi()))


def test_every_reference_within_the_description_leads_somewhere_and_nothing_is_left_over() -> None:
    document = openapi()
    named = {f"#/components/{kind}/{name}" for kind, found in document["components"].items() for name in found}
    used = {node["$ref"] for node in _nodes(document) if "$ref" in node}

    assert used <= named
    assert {name for name in named - used if "/schemas/" in name} == set()


def test_every_operation_has_a_name_a_summary_a_description_and_every_way_to_fail() -> None:
    names = []
    for path, methods in openapi()["paths"].items():
        assert list(methods) == ["get"], path
        operation = methods["get"]
        names.append(operation["operationId"])
        assert operation["summary"]
        assert len(operation["description"]) > 10
        assert {"200", "304", "400", "406", "412", "413", "414", "500", "503"} <= set(operation["responses"])
        assert ("404" in operation["responses"]) == ("{" in path)
        for parameter in operation["parameters"]:
            assert parameter["description"], (path, parameter["name"])
            assert parameter["schema"]["examples"], (path, parameter["name"])
            assert "null" not in json.dumps(parameter["schema"].get("type", ""))
    assert len(set(names)) == len(names)


def test_every_field_of_every_record_is_described_and_has_an_example() -> None:
    shapes = openapi()["components"]["schemas"]
    undescribed, without_example = [], []
    for name, shape in shapes.items():
        assert shape.get("description"), name
        for field, schema in shape.get("properties", {}).items():
            if not schema.get("description"):
                undescribed.append(f"{name}.{field}")
            if "examples" not in schema and "$ref" not in json.dumps(schema):
                without_example.append(f"{name}.{field}")
    assert undescribed == []
    assert without_example == []


def test_the_detail_of_a_fact_publishes_exactly_the_fields_of_the_baseline_schema() -> None:
    schema = json.loads(FACT_SCHEMA.read_text(encoding="utf-8"))

    for kind, shape in DETAILS.items():
        assert set(shape.model_fields) == set(schema["$defs"][kind]["properties"]), kind
    assert set(DETAILS) == set(schema["properties"]["kind"]["enum"])


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(one)
