"""Which commitments hang together by the relations that persons confirmed. Pure: nothing here touches a database."""

from __future__ import annotations

from collections.abc import Iterable

Edge = tuple[str, str]


def groups_of(edges: Iterable[Iterable[str]]) -> list[list[str]]:
    """The groups that are joined by these edges, each in order, in the order of their first.

    An edge joins whatever it names: two commitments as a rule, or all that are taken to be together beforehand.
    """
    group_of: dict[str, set[str]] = {}
    for edge in edges:
        ends = list(edge)
        joined = {ref for end in ends for ref in group_of.get(end, {end})}
        for ref in joined:
            group_of[ref] = joined
    return sorted({tuple(sorted(group)): sorted(group) for group in group_of.values()}.values())


def are_joined(refs: Iterable[str], edges: Iterable[Iterable[str]]) -> bool:
    """Whether all of these are in one group by edges among themselves alone."""
    wanted = set(refs)
    within = (edge for edge in map(set, edges) if edge <= wanted)
    return any(wanted == set(group) for group in groups_of([*within, *({ref} for ref in wanted)]))
