"""What needs a token keeps to its description, whatever it is asked and whatever is sent to it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from tests.contracts.test_openapi import CHECKS, _in_the_transaction, _nodes
from ubada.api.own_openapi import own_openapi
from ubada.organisations.models import Account
from ubada.organisations.services import make_token
from ubada.organisations.tokens import new_name

pytestmark = pytest.mark.django_db
OPERATIONS = [(path, method) for path, methods in own_openapi()["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def described(published: None) -> Any:
    """The description as a program reads it, and the site behind it in this very process."""
    return schemathesis.openapi.from_wsgi("/api/v1/own/openapi.json", _in_the_transaction(get_wsgi_application()))


@pytest.fixture(scope="module")
def token(published: None) -> str:
    """A token of a member of an organisation that gave verdicts."""
    account = Account.objects.get(email="open-steppe.assessor@example.org")
    scopes = ["assessments:read", "assessments:write", "evidence:read"]
    made = make_token(
        actor=account.as_actor(), name=new_name(), organisation="open-steppe", label="x", scopes=scopes, days=30
    )
    return made.text


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_it_keeps_to_its_description_whatever_it_is_asked(
    described: Any, token: str, path: str, method: str, mode: GenerationMode
) -> None:
    operation = described[path][method.upper()]

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
        case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {token}"})

    holds()


def test_the_description_is_complete_and_the_same_every_time(published: None) -> None:
    first, second = (Client().get("/api/v1/own/openapi.json") for _ in range(2))
    document = first.json()

    assert first.content == second.content
    assert document == json.loads(json.dumps(own_openapi()))
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    named = {f"#/components/{kind}/{name}" for kind, found in document["components"].items() for name in found}
    used = {node["$ref"] for node in _nodes(document) if "$ref" in node}
    assert used <= named
    assert {name for name in named - used if "/schemas/" in name} == set()
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert one["summary"]
        assert {"401", "403", "413", "429", "500", "503"} <= set(one["responses"])
        assert not [name for name in one if name.startswith("x-")]
        for parameter in one["parameters"]:
            assert parameter["description"]
            assert parameter["schema"]["examples"]


def test_every_member_is_described_and_has_an_example() -> None:
    for name, shape in own_openapi()["components"]["schemas"].items():
        assert shape.get("description"), name
        for member, schema in shape.get("properties", {}).items():
            assert schema.get("description"), f"{name}.{member}"
            assert "examples" in schema or "$ref" in json.dumps(schema), f"{name}.{member}"
