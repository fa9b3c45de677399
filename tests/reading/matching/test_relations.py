"""How two texts stand to each other: what looks alike and differs is never called the same."""

from __future__ import annotations

import itertools

import pytest

from tests.reading.matching.adversarial import OPPOSITES, PAIRS, REPEATS
from ubada.reading.matching.relations import Relation, Type, Verdict, relate
from ubada.reading.matching.signature import Item, signature

SAME = {Type.DUPLICATE, Type.REITERATES}
EVERY = [(language, *pair) for language, pairs in PAIRS.items() for pair in pairs]


def related(language: str, first: str, second: str, *, states: tuple[str, str] = ("", "")) -> Relation | None:
    """The relation of two texts, each addressed to the states whose codes are given."""
    mine, others = (
        signature(Item(key, text, language, frozenset(addressed.split())))
        for key, text, addressed in (("a", first, states[0]), ("b", second, states[1]))
    )
    return relate(mine, others)


def verdicts(relation: Relation | None) -> dict[str, Verdict]:
    return {one.kind: one.verdict for one in relation.reasons} if relation else {}


@pytest.mark.parametrize(("language", "what", "first", "second"), EVERY)
def test_texts_that_differ_in_one_symbol_are_never_called_the_same(
    language: str, what: str, first: str, second: str
) -> None:
    for relation in (related(language, first, second), related(language, second, first)):
        assert relation is None or relation.type not in SAME


@pytest.mark.parametrize(("language", "what", "first", "second"), [one for one in EVERY if one[1] in OPPOSITES])
def test_doing_and_undoing_the_same_conflict(language: str, what: str, first: str, second: str) -> None:
    found = related(language, first, second)

    assert found is not None
    assert found.type is Type.CONFLICTS


@pytest.mark.parametrize("language", sorted(PAIRS))
def test_the_formulations_of_a_language_are_not_taken_for_each_other(language: str) -> None:
    texts = sorted({text for _, *pair in PAIRS[language] for text in pair})

    for first, second in itertools.combinations(texts, 2):
        found = related(language, first, second)
        assert found is None or found.type is not Type.DUPLICATE, (first, second)


@pytest.mark.parametrize(
    ("language", "expected", "first", "second"),
    [(language, *one) for language, repeats in REPEATS.items() for one in repeats],
)
def test_a_repeat_is_found(language: str, expected: str, first: str, second: str) -> None:
    found = related(language, first, second)

    assert found is not None
    assert found.type == expected


@pytest.mark.parametrize("language", sorted(PAIRS))
def test_the_same_words_to_another_state_are_no_duplicate(language: str) -> None:
    text = PAIRS[language][0][1]

    apart = related(language, text, text, states=("UZB", "TJK"))
    together = related(language, text, text, states=("UZB", "UZB"))

    assert apart is not None
    assert together is not None
    assert (apart.type, verdicts(apart)["addressees"]) == (Type.SAME_TOPIC, Verdict.DIFFERENT)
    assert together.type is Type.DUPLICATE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ratify OPCAT and establish a national preventive mechanism", "Ratify OPCAT"),
        ("Ratify OPCAT", "Consider ratifying OPCAT"),
        ("Implement article 2 of CEDAW in the family code", "Implement CEDAW in the family code"),
        ("Open shelters for women and children in every region by 2027", "Open shelters for women in every region"),
    ],
)
def test_what_asks_the_same_and_more_is_narrower(first: str, second: str) -> None:
    found, turned = related("en", first, second), related("en", second, first)

    assert found is not None
    assert turned is not None
    assert (found.type, turned.type) == (Type.NARROWER, Type.BROADER)


def test_the_reasons_name_what_agrees_and_what_differs() -> None:
    found = related("en", "Reserve 30 % of seats for women", "Reserve 50 % of seats for women")

    assert found is not None
    numbers = next(one for one in found.reasons if one.kind == "numbers")
    persons = next(one for one in found.reasons if one.kind == "persons")
    assert (numbers.verdict, numbers.only_first, numbers.only_second) == (Verdict.DIFFERENT, ("30",), ("50",))
    assert (persons.verdict, persons.both) == (Verdict.SAME, ("women-girls",))


def test_evidence_stands_where_the_text_says_it() -> None:
    first = "Ratify ILO Convention No. 190 and protect women"
    found = related("en", first, "Protect women and ratify ILO Convention No. 190")

    assert found is not None
    shown = [first[one.start : one.end] for one in found.first_spans]
    assert shown == ["Ratify", "ILO Convention No. 190", "women"]


def test_who_recommended_it_is_no_part_of_what_is_asked() -> None:
    found = related("en", "Ratify the Rome Statute (Norway; Sweden)", "Ratify the Rome Statute (Uzbekistan)")

    assert found is not None
    assert found.type is Type.DUPLICATE


def test_texts_in_two_languages_are_not_compared() -> None:
    mine = signature(Item("a", "Ratify CEDAW", "en"))
    others = signature(Item("b", "Ratify CEDAW", "ru"))

    assert relate(mine, others) is None


def test_without_a_lexicon_only_the_very_same_words_are_called_the_same() -> None:
    same = related("uz-cyrl", "Қонунни қабул қилиш", "Қонунни қабул қилиш.")
    other = related("uz-cyrl", "Аёлларга квота киритиш зарур", "Аёлларга квотани киритиш зарур")

    assert same is not None
    assert same.type is Type.DUPLICATE
    assert other is None or other.type is Type.SAME_TOPIC


def test_ending_a_ban_is_not_ending_what_it_bans() -> None:
    found = related(
        "en", "Repeal provisions which criminalize defamation in the media", "Decriminalize defamation in the media"
    )

    assert found is None or found.type is not Type.CONFLICTS
