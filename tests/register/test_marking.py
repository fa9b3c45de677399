"""Two texts in pieces: what both ask, what only one says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ubada.reading.matching.signature import Item
from ubada.register.marking import compare

WORDS = (
    "Ratify", "the", "Convention on the Rights of Persons with Disabilities", "C190", "30 %", "thirty per cent",
    "of", "seats", "for women", "(France)", "and", "repeal", "the law;", "«закон»", "not", "\n", "  ", "consider",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def marked(first: str, second: str, language: str = "en") -> tuple[str, str]:
    """Both texts with what both ask in [] and what only one says in {}."""
    found = compare(*(Item(name, text, language) for name, text in (("a", first), ("b", second))))
    forms = {"": "%s", "shared": "[%s]", "differs": "{%s}"}
    first_marked, second_marked = (
        "".join(forms[piece.mark] % piece.text for piece in pieces) for pieces in (found.first, found.second)
    )
    return first_marked, second_marked


def test_a_number_in_figures_and_in_words_is_shared() -> None:
    assert marked("Reserve 30 % of seats for women", "Reserve thirty per cent of seats for women") == (
        "Reserve [30] % of seats for [women]",
        "Reserve [thirty] per cent of seats for [women]",
    )


def test_opposite_acts_and_other_instruments_differ() -> None:
    assert marked("Adopt the law under C190", "Repeal the law under C87") == (
        "{Adopt} the law under {C190}",
        "{Repeal} the law under {C87}",
    )


def test_who_recommends_it_is_no_difference() -> None:
    assert marked("Open the archives (Norway)", "Open the archives (Chile)") == (
        "Open the archives (Norway)",
        "Open the archives (Chile)",
    )


def test_neighbouring_words_are_marked_as_one_stretch() -> None:
    assert marked("Open the archives", "Open the archives without further delay")[1] == (
        "Open the archives {without further delay}"
    )


def test_what_rules_would_say_today_comes_with_the_pieces() -> None:
    found = compare(Item("a", "Adopt the law", "en"), Item("b", "Repeal the law", "en"))
    assert next((one.kind, str(one.verdict)) for one in found.reasons) == ("acts", "different")
    assert compare(Item("a", "Adopt the law", "en"), Item("b", "Feed the hungry", "en")).reasons == ()


@given(TEXTS, TEXTS)
def test_the_pieces_are_the_text_again(first: str, second: str) -> None:
    found = compare(Item("a", first, "en"), Item("b", second, "en"))
    assert "".join(piece.text for piece in found.first) == first
    assert "".join(piece.text for piece in found.second) == second
    assert all(piece.text for piece in (*found.first, *found.second))
