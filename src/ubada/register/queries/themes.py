"""Themes, what is promised under each, and clusters: one promise across documents."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.register.models import Cluster, Commitment, Term, TermMapping
from ubada.register.queries.commitments import listed

THEMES = "themes"


@dataclass(slots=True)
class ThemeNode:
    """A theme with its sub-themes and how many commitments have it first."""

    term: Term
    commitments: int
    parts: list[ThemeNode] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Commitments of the theme and of its parts."""
        return self.commitments + sum(part.total for part in self.parts)


def theme_tree(actor: Actor) -> list[ThemeNode]:
    """The themes in their own order, each with its parts, and the counts of commitments by their first theme."""
    counts: dict[str, int] = dict(
        visible_to(actor, Commitment.objects.all()).order_by().values_list("primary_theme").annotate(n=Count("pk"))
    )
    terms = visible_to(actor, Term.objects.filter(vocabulary=THEMES)).order_by("order", "code")
    nodes = {term.key: ThemeNode(term, counts.get(term.key, 0)) for term in terms}
    for node in nodes.values():
        if node.term.parent_id in nodes:
            nodes[node.term.parent_id].parts.append(node)
    return [node for node in nodes.values() if node.term.parent_id is None]


def theme_with_code(actor: Actor, code: str) -> Term:
    """One theme with its parent. Raises Term.DoesNotExist."""
    return visible_to(actor, Term.objects.filter(vocabulary=THEMES)).select_related("parent").get(code=code)


def parts_of(actor: Actor, theme: Term) -> QuerySet[Term]:
    """The sub-themes of a theme."""
    return visible_to(actor, Term.objects.filter(parent=theme)).order_by("order", "code")


def commitments_under(actor: Actor, theme: Term) -> QuerySet[Commitment]:
    """Commitments that have the theme, or a part of it, among their themes, by reference."""
    through = Commitment.themes.through._default_manager
    having = through.filter(Q(term=theme) | Q(term__parent=theme)).values("commitment_id")
    return listed(actor).filter(pk__in=having).order_by("ref")


def mappings_of(actor: Actor, theme: Term) -> QuerySet[TermMapping]:
    """What the theme is close to in the vocabularies of others."""
    return visible_to(actor, TermMapping.objects.filter(term=theme))


def cluster_with_code(actor: Actor, code: str) -> tuple[Cluster, list[Commitment]]:
    """One promise, and every commitment that makes it. Raises Cluster.DoesNotExist."""
    cluster = visible_to(actor, Cluster.objects.all()).get(code=code)
    return cluster, list(listed(actor).filter(cluster=code))
