"""Clusters: one person's act over what persons confirmed, never a merge, and no verdict on a member."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.register.related import CONTRARY, TEXTS, add, answer, cluster_of, join, put_into
from tests.world import TODAY, World
from ubada.access.actors import Actor
from ubada.access.engine import Refused
from ubada.kernel.errors import InvalidInput
from ubada.languages.models import Translation
from ubada.ledger import queries as ledger
from ubada.ledger.models import Entry
from ubada.register.models import Cluster, Commitment, StateResponse, StructuralResult
from ubada.register.services.clusters import (
    describe_cluster,
    dissolve_cluster,
    grow_cluster,
    make_cluster,
    move_to_cluster,
    take_out_of_cluster,
)
from ubada.register.services.relations import confirm_relation, suggest_relations
from ubada.register.shapes import CLUSTER, COMMITMENT, RELATION, RESPONSE, STATE_COMMITMENT

SYSTEM = Actor.system("matching")
QUOTAS = ["QUOTA-A", "QUOTA-B", "QUOTA-D"]
TITLE = {"en": "Seats for women", "ru": "Места для женщин"}
SUMMARY = {"en": "Asked for three times.", "ru": "Просили трижды."}
OLD = "harassment-at-work"


@pytest.fixture
def editor(world: World) -> Actor:
    return Actor.of(world.editor)


@pytest.fixture
def suggested(world: World) -> World:
    add(TEXTS)
    suggest_relations(actor=SYSTEM)
    return world


@pytest.fixture
def joined(suggested: World, editor: Actor) -> World:
    """Three commitments that an editor said are one promise, and no cluster of them."""
    join(editor, ("QUOTA-A", "QUOTA-B"), ("QUOTA-A", "QUOTA-D"))
    return suggested


def made(editor: Actor) -> Cluster:
    return make_cluster(actor=editor, members=QUOTAS, title=TITLE, summary=SUMMARY)


def last() -> Entry:
    return Entry.objects.order_by("-sequence")[0]


@pytest.mark.django_db
def test_nothing_is_clustered_before_a_person_confirms(suggested: World, editor: Actor) -> None:
    with pytest.raises(InvalidInput, match="do not join"):
        made(editor)
    assert cluster_of(*QUOTAS) == [None, None, None]


@pytest.mark.django_db
def test_confirming_joins_nothing_by_itself(joined: World) -> None:
    assert cluster_of(*QUOTAS) == [None, None, None]


@pytest.mark.django_db
def test_confirmed_repeats_are_joined_by_a_persons_act(joined: World, editor: Actor) -> None:
    cluster = made(editor)

    assert (cluster.code, cluster.title.as_dict(), cluster.summary.as_dict()) == ("same-as-quota-a", TITLE, SUMMARY)
    assert cluster_of(*QUOTAS) == [cluster.code] * 3
    assert (last().action, last().actor) == ("cluster_commitments", editor.label)
    assert {change["key"] for change in last().changes} == {cluster.code, *QUOTAS}


@pytest.mark.django_db
def test_only_the_group_that_was_asked_for_is_written(joined: World, editor: Actor) -> None:
    join(editor, ("AGENT-A", "QUOTA-C"))

    made(editor)

    assert cluster_of("AGENT-A", "QUOTA-C") == [None, None]


@pytest.mark.django_db
def test_what_contradicts_or_asks_for_more_is_another_promise(suggested: World, editor: Actor) -> None:
    confirm_relation(actor=editor, key=CONTRARY, on=TODAY)
    confirm_relation(actor=editor, key="QUOTA-A~QUOTA-B:duplicate", on=TODAY, as_type="narrower")

    for members in (["AGENT-A", "AGENT-B"], ["QUOTA-A", "QUOTA-B"]):
        with pytest.raises(InvalidInput, match="do not join"):
            make_cluster(actor=editor, members=members, title=TITLE, summary={})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("members", "title", "said"),
    [
        (["QUOTA-A"], TITLE, "two members"),
        (["QUOTA-B", "QUOTA-D"], TITLE, "do not join"),
        (QUOTAS, {"en": " "}, "title"),
    ],
)
def test_a_cluster_is_made_of_joined_commitments_under_a_title(
    joined: World, editor: Actor, members: list[str], title: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        make_cluster(actor=editor, members=members, title=title, summary={})
    assert cluster_of(*QUOTAS) == [None, None, None]


@pytest.mark.django_db
def test_a_cluster_of_what_is_not_there_is_not_made(joined: World, editor: Actor) -> None:
    with pytest.raises(Commitment.DoesNotExist, match="NOWHERE"):
        make_cluster(actor=editor, members=[*QUOTAS, "NOWHERE"], title=TITLE, summary={})


@pytest.mark.django_db
def test_clustering_writes_no_answer_and_no_result(joined: World, editor: Actor) -> None:
    answer("QUOTA-A", "supported", "2021")
    before = dict(RESPONSE.all()), dict(STATE_COMMITMENT.all()), StructuralResult.objects.count()
    commitments = {ref: {**one, "cluster": ""} for ref, one in COMMITMENT.all()}

    made(editor)

    assert (dict(RESPONSE.all()), dict(STATE_COMMITMENT.all()), StructuralResult.objects.count()) == before
    assert {ref: {**one, "cluster": ""} for ref, one in COMMITMENT.all()} == commitments
    assert not StateResponse.objects.filter(state_commitment__commitment="QUOTA-B").exists()


@pytest.mark.django_db
def test_a_new_repeat_joins_the_cluster_that_is_there(joined: World, editor: Actor) -> None:
    put_into(OLD, "QUOTA-B")

    grow_cluster(actor=editor, code=OLD, members=["QUOTA-A", "QUOTA-D"])

    assert cluster_of(*QUOTAS) == [OLD] * 3
    assert (last().action, last().subject) == ("grow_cluster", OLD)


@pytest.mark.django_db
def test_a_cluster_takes_no_stranger_and_nobody_elses_member(joined: World, editor: Actor) -> None:
    with pytest.raises(InvalidInput, match="do not join"):
        grow_cluster(actor=editor, code=OLD, members=["QUOTA-A"])
    code = made(editor).code
    join(editor, ("QUOTA-B", "STMT-3"))
    with pytest.raises(InvalidInput, match="in a cluster already"):
        grow_cluster(actor=editor, code=OLD, members=["QUOTA-B"])

    assert cluster_of(*QUOTAS) == [code] * 3


@pytest.mark.django_db
def test_two_clusters_are_never_merged(joined: World, editor: Actor) -> None:
    put_into(OLD, "QUOTA-A")

    with pytest.raises(InvalidInput, match="in a cluster already"):
        made(editor)
    assert cluster_of(*QUOTAS) == [OLD, None, None]


@pytest.mark.django_db
def test_a_commitment_is_moved_to_a_cluster_it_is_joined_to(joined: World, editor: Actor) -> None:
    code = made(editor).code
    with pytest.raises(InvalidInput, match="do not join"):
        move_to_cluster(actor=editor, ref="QUOTA-B", code=OLD)
    join(editor, ("QUOTA-B", "STMT-3"))

    move_to_cluster(actor=editor, ref="QUOTA-B", code=OLD)

    assert cluster_of(*QUOTAS) == [code, OLD, code]
    with pytest.raises(InvalidInput, match="no other cluster"):
        move_to_cluster(actor=editor, ref="QUOTA-B", code=OLD)


@pytest.mark.django_db
def test_a_cluster_goes_with_its_last_member(joined: World, editor: Actor) -> None:
    code = made(editor).code
    for ref in QUOTAS:
        assert Cluster.objects.filter(code=code).exists()
        take_out_of_cluster(actor=editor, ref=ref)

    assert not Cluster.objects.filter(code=code).exists()
    assert {"type": "cluster", "key": code, "hash": None} in last().changes
    assert not Translation.objects.filter(record_type="cluster", record_key=code).exists()
    with pytest.raises(InvalidInput, match="no cluster"):
        take_out_of_cluster(actor=editor, ref="QUOTA-A")
    assert not [one for one in ledger.verify().faults if code in one.where]


@pytest.mark.django_db
def test_a_cluster_is_renamed_and_keeps_its_words_in_other_languages(world: World, editor: Actor) -> None:
    describe_cluster(actor=editor, code=OLD, title={"kk": "Еңбек"}, summary={})
    describe_cluster(actor=editor, code=OLD, title={"en": "Work without harassment"}, summary={"en": ""})

    one = Cluster.objects.get(code=OLD)
    assert one.title.as_dict() == {"en": "Work without harassment", "ru": "Труд без домогательств", "kk": "Еңбек"}
    assert list(one.summary.as_dict()) == ["ru"]
    assert (last().action, [change["key"] for change in last().changes]) == ("describe_cluster", [OLD])
    entries = Entry.objects.count()
    describe_cluster(actor=editor, code=OLD, title={}, summary={})
    assert Entry.objects.count() == entries
    with pytest.raises(InvalidInput, match="title"):
        describe_cluster(actor=editor, code=OLD, title={"en": "", "ru": "", "kk": " "}, summary={})


@pytest.mark.django_db
def test_a_dissolved_cluster_leaves_members_and_relations_as_they_are(joined: World, editor: Actor) -> None:
    before = dict(RELATION.all())
    code = made(editor).code

    dissolve_cluster(actor=editor, code=code)

    assert cluster_of(*QUOTAS) == [None, None, None]
    assert dict(RELATION.all()) == before
    assert (last().action, last().subject) == ("dissolve_cluster", code)


@pytest.mark.django_db
def test_the_address_of_a_dissolved_cluster_is_given_to_no_other(joined: World, editor: Actor) -> None:
    codes = []
    for _ in range(2):
        codes.append(made(editor).code)
        dissolve_cluster(actor=editor, code=codes[-1])

    assert codes == ["same-as-quota-a", "same-as-quota-a-2"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    [
        made,
        lambda actor: grow_cluster(actor=actor, code=OLD, members=["QUOTA-C"]),
        lambda actor: move_to_cluster(actor=actor, ref="C190-4", code="quotas"),
        lambda actor: take_out_of_cluster(actor=actor, ref="C190-4"),
        lambda actor: describe_cluster(actor=actor, code=OLD, title={"en": "Other"}, summary={}),
        lambda actor: dissolve_cluster(actor=actor, code=OLD),
    ],
    ids=["make", "grow", "move", "take out", "describe", "dissolve"],
)
def test_only_an_editor_in_person_clusters(joined: World, editor: Actor, act: Callable[[Actor], object]) -> None:
    Cluster.objects.create(code="quotas", title={"en": "Quotas"}, summary={})
    put_into("quotas", "AGENT-A")
    join(editor, ("AGENT-A", "C190-4"), ("QUOTA-C", "STMT-3"))
    before = dict(CLUSTER.all()), dict(COMMITMENT.all())

    for actor in (Actor.reader(), Actor.of(joined.assessor), SYSTEM):
        with pytest.raises(Refused):
            act(actor)
    assert (dict(CLUSTER.all()), dict(COMMITMENT.all())) == before
    act(editor)
    assert (dict(CLUSTER.all()), dict(COMMITMENT.all())) != before
