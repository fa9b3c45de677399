"""Groups of commitments by the edges between them."""

from __future__ import annotations

import pytest

from ubada.register.joining import are_joined, groups_of


def test_groups_are_what_hangs_together_in_the_order_of_their_first() -> None:
    assert groups_of([("E", "D"), ("A", "C"), ("C", "B"), ("X", "Y", "D")]) == [["A", "B", "C"], ["D", "E", "X", "Y"]]


@pytest.mark.parametrize(
    ("refs", "edges", "joined"),
    [
        (["A", "B", "C"], [("A", "B"), ("B", "C")], True),
        (["A", "C"], [("A", "B"), ("B", "C")], False),
        (["A", "B", "C"], [("A", "B")], False),
        (["A", "B", "C"], [{"A", "B"}, ("B", "C")], True),
        (["A"], [], True),
        ([], [], False),
    ],
)
def test_all_are_joined_only_by_edges_among_themselves(
    refs: list[str], edges: list[tuple[str, str]], *, joined: bool
) -> None:
    assert are_joined(refs, edges) is joined
