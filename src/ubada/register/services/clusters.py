"""Clusters written over what persons confirmed: a person's act each time, and never one that joins two clusters.

A commitment comes into a cluster only where a confirmed duplicate or reiteration joins it to another member. None of
these acts writes anything but a commitment's cluster and the cluster's own words: no answer, no result, no verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.kernel.errors import InvalidInput, Problem
from ubada.kernel.ids import slugify_ref
from ubada.languages.services import forget_translations
from ubada.ledger.models import Touch
from ubada.ledger.services import Change, record
from ubada.register.joining import are_joined
from ubada.register.models import Cluster, Commitment, Relation
from ubada.register.models.relations import JOINING
from ubada.register.services.records import remove_records, write_records
from ubada.register.shapes import CLUSTER, COMMITMENT, Record

Words = Mapping[str, str]
"""Text by language; an empty one takes that language away."""
ACTS: Final = frozenset(
    {"cluster_commitments", "grow_cluster", "move_to_cluster", "take_out_of_cluster", "describe_cluster",
     "dissolve_cluster"}
)  # fmt: skip
"""The acts by which persons decide on clusters. The baseline leaves alone what one of them touched."""
_LONGEST_CODE: Final = 80
_FEWEST: Final = 2


def make_cluster(*, actor: Actor, members: Iterable[str], title: Words, summary: Words) -> Cluster:
    """These commitments, and no others, are a new cluster, named after the first of them.

    Raises Refused, Commitment.DoesNotExist, and InvalidInput if one lies in a cluster already, or if confirmed
    relations among them do not join them all.
    """
    require(actor, Action.CHANGE, Cluster)
    with transaction.atomic():
        rows = _held(actor, members)
        _refuse_if_clustered(rows)
        if len(rows) < _FEWEST:
            raise InvalidInput(_("A cluster has at least two members."))
        _refuse_if_not_joined(rows, rows)
        code = _free_code(min(rows))
        changes = _describe({"code": code, "title": {}, "summary": {}}, title, summary)
        changes += _place(rows, code)
        record(actor=actor, action="cluster_commitments", subject=code, changes=changes)
    return Cluster.objects.get(code=code)


def grow_cluster(*, actor: Actor, code: str, members: Iterable[str]) -> Cluster:
    """These commitments, which lie in no cluster yet, are in this one afterwards.

    Raises Refused, Cluster.DoesNotExist, Commitment.DoesNotExist, and InvalidInput if one lies in a cluster already,
    or if no confirmed relation joins it to the others.
    """
    require(actor, Action.CHANGE, Cluster)
    with transaction.atomic():
        cluster = _cluster(actor, code)
        rows = _held(actor, members)
        _refuse_if_clustered(rows)
        _refuse_if_not_joined(rows, {*rows, *_members(code)}, _members(code))
        record(actor=actor, action="grow_cluster", subject=code, changes=_place(rows, code))
    return cluster


def move_to_cluster(*, actor: Actor, ref: str, code: str) -> Cluster:
    """The commitment is in this cluster and no longer in its own. One that is empty then is gone.

    Raises Refused, Cluster.DoesNotExist, Commitment.DoesNotExist, and InvalidInput if it lies in this cluster or in
    none, or if no confirmed relation joins it to a member of this one.
    """
    require(actor, Action.CHANGE, Cluster)
    with transaction.atomic():
        cluster = _cluster(actor, code)
        rows = _held(actor, [ref])
        before = rows[ref].cluster_id
        if before in (None, code):
            raise InvalidInput(
                _("The commitment lies in no other cluster."), problems=[Problem("", ref, "cluster", "")]
            )
        _refuse_if_not_joined(rows, {ref, *_members(code)}, _members(code))
        changes = [*_place(rows, code), *_gone_if_empty(before)]
        record(actor=actor, action="move_to_cluster", subject=f"{ref} {before} {code}", changes=changes)
    return cluster


def take_out_of_cluster(*, actor: Actor, ref: str) -> None:
    """The commitment is in no cluster. A cluster that is empty then is gone.

    Raises Refused, Commitment.DoesNotExist, and InvalidInput if it is in none.
    """
    require(actor, Action.CHANGE, Cluster)
    with transaction.atomic():
        rows = _held(actor, [ref])
        before = rows[ref].cluster_id
        if before is None:
            raise InvalidInput(_("The commitment lies in no cluster."), problems=[Problem("", ref, "cluster", "")])
        changes = [*_place(rows, None), *_gone_if_empty(before)]
        record(actor=actor, action="take_out_of_cluster", subject=f"{ref} {before}", changes=changes)


def describe_cluster(*, actor: Actor, code: str, title: Words, summary: Words) -> Cluster:
    """The cluster has this title and summary in the languages named; other languages keep theirs.

    Raises Refused, Cluster.DoesNotExist, and InvalidInput if no title is left. Writes nothing if nothing differs.
    """
    require(actor, Action.CHANGE, Cluster)
    with transaction.atomic():
        cluster = _cluster(actor, code)
        changes = _describe(CLUSTER.record_of(cluster), title, summary)
        if changes:
            record(actor=actor, action="describe_cluster", subject=code, changes=changes)
    return Cluster.objects.get(code=code)


def dissolve_cluster(*, actor: Actor, code: str) -> None:
    """The cluster is gone and its members are in none. Relations stay as they are. Raises Refused, DoesNotExist."""
    require(actor, Action.CHANGE, Cluster)
    with transaction.atomic():
        _cluster(actor, code)
        changes = [*_place(_held(actor, _members(code)), None), *_gone_if_empty(code)]
        record(actor=actor, action="dissolve_cluster", subject=code, changes=changes)


def placed_by_editors(refs: Collection[str]) -> set[str]:
    """Those of these commitments whose cluster a person decided on, whatever it is today."""
    touched = Touch.objects.filter(entry__action__in=ACTS, type=COMMITMENT.name, key__in=list(refs))
    return set(touched.values_list("key", flat=True))


def decided_by_editors() -> set[str]:
    """The codes of the clusters that a person made, renamed or dissolved."""
    return set(Touch.objects.filter(entry__action__in=ACTS, type=CLUSTER.name).values_list("key", flat=True))


def _held(actor: Actor, refs: Iterable[str]) -> dict[str, Commitment]:
    """The commitments by reference, in order; until the end of the transaction no one else places them."""
    wanted = sorted(set(refs))
    rows = visible_to(actor, Commitment.objects.select_for_update(no_key=True)).filter(pk__in=wanted).order_by("pk")
    found = {one.ref: one for one in rows.prefetch_related(*COMMITMENT.many)}
    missing = [ref for ref in wanted if ref not in found]
    if missing:
        raise Commitment.DoesNotExist(", ".join(missing))
    return found


def _cluster(actor: Actor, code: str) -> Cluster:
    return visible_to(actor, Cluster.objects.select_for_update(no_key=True)).get(code=code)


def _members(code: str) -> set[str]:
    return set(Commitment.objects.filter(cluster=code).values_list("ref", flat=True))


def _refuse_if_clustered(rows: Mapping[str, Commitment]) -> None:
    problems = [Problem("", ref, "cluster", one.cluster_id) for ref, one in rows.items() if one.cluster_id is not None]
    if problems:
        raise InvalidInput(_("One of these commitments lies in a cluster already."), problems=problems)


def _refuse_if_not_joined(
    rows: Mapping[str, Commitment], within: Collection[str], together: Collection[str] = frozenset()
) -> None:
    """``together`` are taken to be joined as they are."""
    edges = Relation.objects.filter(
        state=Relation.State.CONFIRMED, type__in=JOINING, commitment_a__in=within, commitment_b__in=within
    ).values_list("commitment_a_id", "commitment_b_id")
    if not are_joined(within, [together, *edges]):
        raise InvalidInput(
            _("Confirmed relations do not join all of these commitments."),
            problems=[Problem("", ref, "cluster", "") for ref in rows],
        )


def _place(rows: Mapping[str, Commitment], code: str | None) -> list[Change]:
    records = {ref: COMMITMENT.record_of(one) | {"cluster": code} for ref, one in rows.items()}
    return [one.change for one in write_records(COMMITMENT, records)]


def _gone_if_empty(code: str | None) -> list[Change]:
    if code is None or _members(code):
        return []
    forget_translations(CLUSTER.name, [code])
    return remove_records(CLUSTER, [code])


def _describe(before: Record, title: Words, summary: Words) -> list[Change]:
    wanted = {
        "code": before["code"],
        "title": _merged(before["title"], title),
        "summary": _merged(before["summary"], summary),
    }
    if not wanted["title"]:
        raise InvalidInput(_("A cluster has a title."), problems=[Problem("", before["code"], "title", "")])
    return [one.change for one in write_records(CLUSTER, {before["code"]: wanted})]


def _merged(before: Words, words: Words) -> dict[str, str]:
    return {language: text for language, text in {**before, **words}.items() if text.strip()}


def _free_code(ref: str) -> str:
    """A code that no cluster has, and none had: an address that led somewhere once leads nowhere else."""
    code = f"same-as-{slugify_ref(ref)}".lower().replace(".", "-")[: _LONGEST_CODE - 4]
    taken = set(Cluster.objects.filter(code__startswith=code).values_list("code", flat=True))
    taken |= set(Touch.objects.filter(type=CLUSTER.name, key__startswith=code).values_list("key", flat=True))
    number = 1
    while (free := code if number == 1 else f"{code}-{number}") in taken:
        number += 1
    return free
