"""`ubada search`: made anew, checked and asked from the command line."""

from __future__ import annotations

import json

import pytest

from tests.search.world import build_searched_world
from ubada.cli import main
from ubada.register.models import Commitment
from ubada.search.engine import SearchIndex

pytestmark = pytest.mark.django_db(transaction=True)


def test_rebuild_verify_and_query(index: SearchIndex, capsys: pytest.CaptureFixture[str]) -> None:
    build_searched_world()

    assert main(["search", "rebuild", "--format", "json"]) == 0
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert main(["search", "verify", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"documents": documents, "waiting": 0, "differences": []}

    assert main(["search", "query", "torture", "--in", "state=KGZ", "--format", "json", "--language", "ru"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [hit["key"] for hit in found["hits"]] == ["STMT-8"]
    assert found["hits"][0]["title"] == "Расследовать каждое сообщение о пытках"
    assert {"value": "KGZ", "name": "Кыргызстан", "count": 1, "chosen": True} in found["facets"]["state"]

    Commitment.objects.filter(pk="STMT-8").update(title={"en": "Changed behind the register's back"})
    assert main(["search", "verify"]) == 1
    assert capsys.readouterr().out.splitlines() == ["outdated: commitment:STMT-8"]


def test_without_an_index_verify_fails_with_one_line_that_says_what_to_do(
    index: SearchIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "verify"]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == "ubada: There is no search index. `ubada search rebuild` makes a new one."


def test_an_unknown_facet_value_is_named(index: SearchIndex, capsys: pytest.CaptureFixture[str]) -> None:
    build_searched_world()
    assert main(["search", "query", "--in", "state=ATLANTIS"]) == 1
    assert "state=ATLANTIS" in capsys.readouterr().err
