"""The world that other tests build on is itself sound."""

from __future__ import annotations

from tests.world import NEVER_SHOWN, World
from ubada.ledger import queries as ledger
from ubada.register.models import Fact, StructuralResult


def test_every_object_of_the_world_is_in_the_ledger(world: World) -> None:
    assert ledger.verify().faults == ()


def test_the_world_holds_each_value_that_must_never_be_shown(world: World) -> None:
    held = repr([(fact.label, fact.value, fact.withheld, fact.editor_note) for fact in Fact.objects.all()])

    assert [value for value in NEVER_SHOWN if value not in held] == []


def test_the_world_answers_yes_no_and_unknown(world: World) -> None:
    answers = {str(one.pk): one.answer for one in StructuralResult.objects.filter(test="party-c190")}

    assert answers == {
        "party-c190@KAZ": "no", "party-c190@KGZ": "yes", "party-c190@TJK": "yes", "party-c190@TKM": "unknown",
        "party-c190@UZB": "unknown",
    }  # fmt: skip
