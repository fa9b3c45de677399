"""Groups that confirmed relations make: new ones, ones that would grow a cluster, and ones between clusters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.register.joining import groups_of
from ubada.register.models import Cluster, Commitment, Relation
from ubada.register.models.relations import JOINING
from ubada.register.queries.clusters import Time, times_of, when


class Case(StrEnum):
    """What an editor can do about a group."""

    BETWEEN = "between"
    NEW = "new"
    GROWS = "grows"


@dataclass(frozen=True, slots=True)
class Group:
    """Commitments that confirmed relations join, and the cluster that each of them lies in, if any."""

    clusters: dict[str, str | None]

    @property
    def codes(self) -> list[str]:
        """The clusters that members lie in."""
        return sorted({code for code in self.clusters.values() if code is not None})

    @property
    def case(self) -> Case | None:
        """What can be done; None where all members lie in one cluster and nothing is to do."""
        if len(self.codes) > 1:
            return Case.BETWEEN
        if not self.codes:
            return Case.NEW
        return Case.GROWS if None in self.clusters.values() else None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a group: where it was made, the cluster it lies in, and those that a relation joins it to."""

    time: Time
    cluster: Cluster | None
    destinations: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True)
class Detailed:
    """A group with what an editor needs to see: its members by date, and the relations that join them."""

    case: Case
    members: tuple[Member, ...]
    relations: tuple[Relation, ...]

    @property
    def key(self) -> str:
        """Names the group on a page: the reference that comes first."""
        return min(one.time.commitment.ref for one in self.members)

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """The clusters that members lie in."""
        found = {one.cluster.code: one.cluster for one in self.members if one.cluster is not None}
        return tuple(found[code] for code in sorted(found))

    @property
    def newcomers(self) -> tuple[Member, ...]:
        """The members that lie in no cluster."""
        return tuple(one for one in self.members if one.cluster is None)


def open_groups(actor: Actor) -> list[Group]:
    """The groups that something is to be done about, those between clusters first."""
    groups = groups_of(_joining(actor).values_list("commitment_a_id", "commitment_b_id"))
    members = visible_to(actor, Commitment.objects.filter(pk__in={ref for group in groups for ref in group}))
    clusters: dict[str, str | None] = dict(members.values_list("ref", "cluster"))
    found = [Group({ref: clusters[ref] for ref in group if ref in clusters}) for group in groups]
    order = list(Case)
    waiting = [(order.index(one.case), one) for one in found if one.case is not None]
    return [one for _, one in sorted(waiting, key=lambda each: (each[0], min(each[1].clusters)))]


def detailed(actor: Actor, groups: Iterable[Group]) -> list[Detailed]:
    """These groups with their members and relations. The number of queries does not depend on how many there are."""
    listed = list(groups)
    refs = {ref for group in listed for ref in group.clusters}
    times = times_of(actor, Commitment.objects.filter(pk__in=refs))
    clusters = visible_to(actor, Cluster.objects.all()).in_bulk({code for group in listed for code in group.codes})
    edges = list(_joining(actor).filter(commitment_a__in=refs, commitment_b__in=refs).order_by("key"))
    return [_detailed(group, times, clusters, edges) for group in listed]


def clusters_with_sizes(actor: Actor) -> QuerySet[Cluster]:
    """Every cluster with the number of its members as ``size``, by code."""
    return visible_to(actor, Cluster.objects.annotate(size=Count("commitments")).order_by("code"))


def members_of(actor: Actor, cluster: Cluster) -> list[Member]:
    """The members of a cluster by date."""
    times = times_of(actor, Commitment.objects.filter(cluster=cluster))
    return [Member(one, cluster, ()) for one in sorted(times.values(), key=when)]


def _joining(actor: Actor) -> QuerySet[Relation]:
    rows = Relation.objects.filter(state=Relation.State.CONFIRMED, type__in=JOINING)
    return visible_to(actor, rows).order_by("key")


def _detailed(group: Group, times: dict[str, Time], clusters: dict[str, Cluster], edges: list[Relation]) -> Detailed:
    own = [one for one in edges if one.commitment_a_id in group.clusters]
    members = []
    for ref, code in group.clusters.items():
        others = {one.commitment_b_id if one.commitment_a_id == ref else one.commitment_a_id
                  for one in own if ref in (one.commitment_a_id, one.commitment_b_id)}  # fmt: skip
        codes = {group.clusters[other] for other in others} - {None, code}
        destinations = tuple(clusters[each] for each in sorted(each for each in codes if each is not None))
        members.append(Member(times[ref], clusters[code] if code is not None else None, destinations))
    assert group.case is not None  # noqa: S101 - settled groups are never shown
    return Detailed(group.case, tuple(sorted(members, key=lambda one: when(one.time))), tuple(own))
