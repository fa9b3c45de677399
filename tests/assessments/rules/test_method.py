"""The rule by which positions and divergences are found has a version, and a version never changes its results."""

from __future__ import annotations

from random import Random

from ubada.assessments.rules.divergence import find_divergences
from ubada.assessments.rules.positions import find_positions
from ubada.assessments.rules.scale import METHOD, METHODS, Level
from ubada.assessments.rules.verdicts import VOICES, Verdict
from ubada.kernel.canonical import record_hash


def results_of_a_fixed_round():
    chance = Random(20261124)
    homes = {f"org-{number:02}": VOICES[number % len(VOICES)] for number in range(30)}
    votes = [
        Verdict(
            f"C{commitment:03}@KGZ", side, organisation, chance.choice(list(Level)),
            frozenset({f"text {chance.randrange(12)}"}), chance.choice(["", "", "", "joint"]),
        )
        for commitment in range(120)
        for organisation, side in homes.items()
        if chance.random() < 0.6
    ]  # fmt: skip
    positions = find_positions(votes)
    stands = [
        [*key, one.level, one.lowest, one.highest, one.n, one.n_unknown, one.n_not_assessed, one.is_split,
         list(one.organisations), [list(text.organisations) for text in one.joint_texts]]
        for key, one in sorted(positions.items())
    ]  # fmt: skip
    pairs = [
        [pair.state_commitment, *pair.sides, pair.pair_class, pair.difference]
        for _, found in sorted(find_divergences(positions, VOICES).items())
        for pair in found
    ]
    return record_hash([stands, pairs])


def test_a_method_that_was_in_use_gives_the_same_results_for_ever():
    """Where this fails, the rule was changed: give it a new version, so that nobody compares across the change."""
    assert {METHOD: results_of_a_fixed_round()} == {
        "positions@2026-11": "54cc421206459ae960d2e8b1d6e3d577c846b411119efc221d2cb4ed11e65dda"
    }
    assert METHOD in METHODS
