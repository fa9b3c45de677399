"""Clusters written over what persons confirmed: a person's act, and never one that joins two clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require
from ubada.kernel.ids import slugify_ref
from ubada.languages.table import COMPLETE_LANGUAGES
from ubada.ledger.services import record
from ubada.register.models import Cluster, Commitment, Relation
from ubada.register.services.records import Applied, write_records
from ubada.register.shapes import CLUSTER, COMMITMENT, Record

JOINING: Final = frozenset({Relation.Type.DUPLICATE, Relation.Type.REITERATES})
"""Relations that make two commitments one promise. A narrower one is another promise."""
_LONGEST_CODE: Final = 80


@dataclass(frozen=True, slots=True)
class Clustered:
    """What was written, and groups of commitments that were left because they lie in several clusters already."""

    written: tuple[Applied, ...]
    left: tuple[frozenset[str], ...]


def clusters_from_confirmed(*, actor: Actor) -> Clustered:
    """Every group joined by confirmed duplicates and reiterations is a cluster, or part of one, afterwards.

    Members of one cluster bring the others into it; a group without a cluster gets a new one, named after its first
    member. A group whose members lie in two clusters is left for the editor to sort out by hand: it comes back in
    ``left``. No commitment is taken out of a cluster. Raises Refused.
    """
    require(actor, Action.CHANGE, Cluster)
    with transaction.atomic():
        groups = _groups()
        rows = Commitment.objects.filter(pk__in=sorted(set().union(*groups))).prefetch_related(*COMMITMENT.many)
        members = {one.ref: one for one in rows}
        clusters: dict[str, Record] = {}
        commitments: dict[str, Record] = {}
        left: list[frozenset[str]] = []
        for group in groups:
            present = {code for ref in group if (code := members[ref].cluster_id) is not None}
            if len(present) > 1:
                left.append(frozenset(group))
                continue
            code = present.pop() if present else _code(group[0])
            if not Cluster.objects.filter(code=code).exists():
                clusters[code] = _new_cluster(code, members[group[0]])
            for ref in group:
                commitments[ref] = COMMITMENT.record_of(members[ref]) | {"cluster": code}
        written = [*write_records(CLUSTER, clusters), *write_records(COMMITMENT, commitments)]
        if written:
            record(
                actor=actor,
                action="cluster_commitments",
                subject=f"{len(groups) - len(left)} groups",
                changes=[one.change for one in written],
            )
    return Clustered(tuple(written), tuple(left))


def _groups() -> list[list[str]]:
    """The connected commitments, each group by reference, in the order of their first."""
    edges = Relation.objects.filter(state=Relation.State.CONFIRMED, type__in=JOINING)
    group_of: dict[str, set[str]] = {}
    for first, second in edges.order_by("key").values_list("commitment_a_id", "commitment_b_id"):
        joined = group_of.get(first, {first}) | group_of.get(second, {second})
        for ref in joined:
            group_of[ref] = joined
    return sorted({tuple(sorted(group)): sorted(group) for group in group_of.values()}.values())


def _code(ref: str) -> str:
    return f"same-as-{slugify_ref(ref)}".lower().replace(".", "-")[:_LONGEST_CODE]


def _new_cluster(code: str, first: Commitment) -> Record:
    summary = {}
    for language in COMPLETE_LANGUAGES:
        with translation.override(language.django_code):
            summary[language.code] = _(
                "One promise that several documents make, as an editor confirmed by comparing them."
            )
    return {"code": code, "title": first.title.as_dict(), "summary": summary}
