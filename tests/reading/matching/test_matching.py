"""Matching many texts: the same suggestions whatever the order, and every repeat among them."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.matching.adversarial import PAIRS, REPEATS
from ubada.reading.matching.candidates import MOST, candidate_pairs, minhashes
from ubada.reading.matching.matching import Match, Report, match
from ubada.reading.matching.relations import Type, relate
from ubada.reading.matching.signature import Item, signature

TEXTS = [(language, text) for language, pairs in PAIRS.items() for _, *pair in pairs for text in pair]
TEXTS += [(language, text) for language, repeats in REPEATS.items() for _, *pair in repeats for text in pair]


@st.composite
def some_items(draw: st.DrawFn) -> list[Item]:
    chosen = draw(st.lists(st.sampled_from(TEXTS), max_size=14))
    states = st.sampled_from([frozenset[str](), frozenset({"UZB"}), frozenset({"TJK"}), frozenset({"UZB", "KGZ"})])
    return [Item(f"k{at:02}", text, language, draw(states)) for at, (language, text) in enumerate(chosen)]


@given(some_items(), st.randoms(use_true_random=False))
def test_the_order_of_the_items_changes_nothing(items: list[Item], chance: random.Random) -> None:
    shuffled = chance.sample(items, len(items))

    assert list(match(items)) == list(match(shuffled))


@given(some_items())
def test_a_relation_read_backwards_is_its_inverse(items: list[Item]) -> None:
    read = [signature(one) for one in items]
    for first in read:
        for second in read:
            found, turned = relate(first, second), relate(second, first)
            assert found == (turned.inverse() if turned else None)


@given(some_items())
def test_suggestions_come_by_key_with_the_smaller_first_and_once(items: list[Item]) -> None:
    pairs = [(one.first, one.second) for one in match(items)]

    assert pairs == sorted(set(pairs))
    assert all(first < second for first, second in pairs)


@given(some_items())
def test_a_text_is_the_duplicate_of_itself(items: list[Item]) -> None:
    twice = [*items, *(replace(one, key=f"x{one.key}") for one in items)]

    duplicates = [one for one in match(twice) if one.relation.type is Type.DUPLICATE]

    assert connected(duplicates) >= {frozenset({one.key, f"x{one.key}"}) for one in items}


def connected(found: list[Match]) -> set[frozenset[str]]:
    """All pairs of keys that suggestions join, directly or by others."""
    groups: dict[str, set[str]] = {}
    for one in found:
        joined = groups.get(one.first, {one.first}) | groups.get(one.second, {one.second})
        for key in joined:
            groups[key] = joined
    return {frozenset({first, second}) for group in groups.values() for first in group for second in group}


def test_no_adversarial_pair_is_taken_for_the_same_among_all_of_them() -> None:
    items = [
        Item(f"{language}-{at:02}-{side}", text, language)
        for language, pairs in PAIRS.items()
        for at, (_, *pair) in enumerate(pairs)
        for side, text in zip("ab", pair, strict=True)
    ]

    same = [one for one in match(items) if one.relation.type in (Type.DUPLICATE, Type.REITERATES)]

    assert [one for one in same if one.first[:-1] == one.second[:-1]] == []


def test_repeats_are_found_among_many_other_texts() -> None:
    items = [Item(f"other-{at:03}", text, language) for at, (language, text) in enumerate(TEXTS)]
    items += [
        Item(f"repeat-{language}-{at}{side}", f"{text} (Norway)", language, frozenset({"KGZ"}))
        for language, repeats in REPEATS.items()
        for at, (_, *pair) in enumerate(repeats)
        for side, text in zip("ab", pair, strict=True)
    ]

    found = connected([one for one in match(items) if one.relation.type in (Type.DUPLICATE, Type.REITERATES)])

    wanted = {
        frozenset({f"repeat-{language}-{at}a", f"repeat-{language}-{at}b"})
        for language, repeats in REPEATS.items()
        for at in range(len(repeats))
    }
    assert wanted <= found


def test_two_items_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="two items have the key a"):
        list(match([Item("a", "Ratify CEDAW", "en"), Item("a", "Ratify CAT", "en")]))


def test_the_report_counts_what_was_done() -> None:
    seen: list[tuple[int, int]] = []
    report = Report(advance=lambda done, total: seen.append((done, total)))
    items = [Item(f"{at}", "Ratify the Rome Statute", "en", frozenset({"KGZ"})) for at in range(3)]

    found = list(match(items, report))

    assert (report.items, report.groups, report.suggested[Type.DUPLICATE]) == (3, 1, 2)
    assert [(one.first, one.second) for one in found] == [("0", "1"), ("0", "2")]
    assert seen[-1][0] <= seen[-1][1]


def test_minhashes_estimate_the_share_of_common_forms() -> None:
    chance = random.Random(7)
    words = [f"w{at}" for at in range(400)]
    close = 0
    for _ in range(60):
        first = frozenset(chance.sample(words, 60))
        second = frozenset([*chance.sample(sorted(first), 40), *chance.sample(words, 20)])
        share = len(first & second) / len(first | second)
        hashes = minhashes([first, second])
        close += abs(float((hashes[0] == hashes[1]).mean()) - share) < 0.25
    assert close >= 55


def test_a_text_has_no_more_later_partners_than_are_kept() -> None:
    blocks = [frozenset({"same", "few", f"own{at}"}) for at in range(60)]

    partners = list(candidate_pairs(blocks))

    assert max(sum(first == one for first, _ in partners) for one in range(60)) == MOST


def test_another_process_finds_the_same_candidates() -> None:
    code = (
        "from ubada.reading.matching.candidates import candidate_pairs as c;"
        "print(list(c([frozenset({'a', 'b', 'c', str(i % 7)}) for i in range(40)])))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1
    assert len(seen.pop()) > 100
