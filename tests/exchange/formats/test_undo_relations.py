"""Imports and what editors said of their records: suggestions go with them, a person's word does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.exchange.formats import small_upr
from tests.exchange.formats.conftest import OPERATOR, Importer
from tests.exchange.formats.small_upr import row
from tests.world import TODAY
from ubada.access.actors import Actor, PlatformRole
from ubada.exchange.services import undo_import
from ubada.kernel.errors import InvalidInput
from ubada.ledger.models import Entry
from ubada.organisations.services import create_account
from ubada.register.models import Cluster, Commitment, Relation
from ubada.register.services.clusters import make_cluster, take_out_of_cluster
from ubada.register.services.relations import (
    confirm_relation,
    reject_relation,
    relate_commitments,
    reopen_relation,
    suggest_relations,
)

Everything = Callable[[], dict[tuple[str, str], str]]
FIRST, SECOND = "Give every shelter a safe budget", "Give every shelter a safe budget without delay"


@pytest.fixture
def editor(register: None) -> Actor:
    return Actor.of(
        create_account(
            actor=OPERATOR, email="editor@example.org", name="Editor", password="a long pass phrase 1",
            platform_role=PlatformRole.EDITOR,
        )
    )  # fmt: skip


@pytest.fixture
def number(bring: Importer, tmp_path: Path) -> int:
    """An import of two recommendations that rules take for one, made again; the number of it."""
    outcome = bring("upr-info", small_upr.write(tmp_path, [row(Text=FIRST), row(Text=SECOND)]))
    assert outcome.number is not None
    return outcome.number


def suggestion() -> Relation:
    """What rules suggest of the two."""
    suggest_relations(actor=OPERATOR)
    return Relation.objects.get(commitment_a__ref__startswith="UPR-", commitment_b__ref__startswith="UPR-")


def test_suggestions_on_the_records_that_go_go_first(
    register: None, everything: Everything, bring: Importer, tmp_path: Path
) -> None:
    before = everything()
    outcome = bring("upr-info", small_upr.write(tmp_path, [row(Text=FIRST), row(Text=SECOND)]))
    key = suggestion().key

    undo_import(actor=OPERATOR, number=outcome.number or 0)

    assert everything() == before
    assert {"type": "relation", "key": key, "hash": None} in Entry.objects.order_by("-sequence")[0].changes


def test_what_an_editor_rejected_goes_too(number: int, editor: Actor) -> None:
    reject_relation(actor=editor, key=suggestion().key, on=TODAY)

    undo_import(actor=OPERATOR, number=number)

    assert not Relation.objects.exists()


def test_suggestions_on_other_records_stay(number: int, editor: Actor) -> None:
    key = relate_commitments(actor=editor, first="C190-4", second="C190-5", relation="same_topic", on=TODAY).key
    suggestion()

    undo_import(actor=OPERATOR, number=number)

    assert [one.key for one in Relation.objects.all()] == [key]


def test_what_an_editor_confirmed_is_the_reason_why_not_and_where_to_go(
    number: int, editor: Actor, everything: Everything, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://register.example"
    one = confirm_relation(actor=editor, key=suggestion().key, on=TODAY)
    before = everything()

    with pytest.raises(InvalidInput, match="an editor confirmed") as caught:
        undo_import(actor=OPERATOR, number=number)

    place = f"https://register.example/desk/relations/?decided=confirmed&ref={one.commitment_a_id}"
    assert [str(problem) for problem in caught.value.problems] == [
        f"relation {one.key}: was confirmed by an editor; to take that back: {place}"
    ]
    assert everything() == before
    reopen_relation(actor=editor, key=one.key)
    undo_import(actor=OPERATOR, number=number)
    assert not Commitment.objects.filter(ref=one.commitment_a_id).exists()


def test_a_commitment_in_a_cluster_says_so_and_where_to_go(number: int, editor: Actor) -> None:
    one = confirm_relation(actor=editor, key=suggestion().key, on=TODAY)
    members = [one.commitment_a_id, one.commitment_b_id]
    code = make_cluster(actor=editor, members=members, title={"en": "Shelters"}, summary={}).code

    with pytest.raises(InvalidInput) as caught:
        undo_import(actor=OPERATOR, number=number)

    assert sorted(str(problem) for problem in caught.value.problems) == [
        f"commitment {ref}: an editor put it into a cluster; to take it out: /desk/clusters/{code}/" for ref in members
    ]
    for ref in members:
        take_out_of_cluster(actor=editor, ref=ref)
    reopen_relation(actor=editor, key=one.key)
    undo_import(actor=OPERATOR, number=number)
    assert not Commitment.objects.filter(ref__in=members).exists()
    assert not Cluster.objects.filter(code=code).exists()


def test_an_import_again_leaves_a_commitment_in_its_cluster_and_changes_what_is_new(
    number: int, editor: Actor, bring: Importer, tmp_path: Path
) -> None:
    one = confirm_relation(actor=editor, key=suggestion().key, on=TODAY)
    members = [one.commitment_a_id, one.commitment_b_id]
    code = make_cluster(actor=editor, members=members, title={"en": "Shelters"}, summary={}).code

    same = bring("upr-info", small_upr.write(tmp_path, [row(Text=FIRST), row(Text=SECOND)]))
    assert (same.written, same.kept) == ((), ())
    other = bring("upr-info", small_upr.write(tmp_path, [row(Text=FIRST, Action="4"), row(Text=SECOND)]))

    assert [(each.shape, each.fields) for each in other.written if not each.is_new] == [
        ("commitment", ("specificity",))
    ]
    assert other.kept == ()
    assert list(Commitment.objects.filter(pk__in=members).values_list("cluster", flat=True)) == [code, code]
