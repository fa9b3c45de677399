"""How long positions and divergences of a whole round take, and those of one commitment after one change. Prints JSON.

    python bench/positions.py [--verdicts N] [--commitments N]

The round is made up: every organisation speaks for one constituency, one verdict in ten stands on a text that is handed
round. Seconds are those of the processor; memory is the peak of the whole process, the made-up round included.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections import Counter
from typing import Any

from ubada.assessments.rules.comparison import RoundResult, change_between
from ubada.assessments.rules.distribution import distributions
from ubada.assessments.rules.divergence import divergences_of, find_divergences, tally_pairs, where_sides_differ_most
from ubada.assessments.rules.positions import find_positions, position_of
from ubada.assessments.rules.scale import IMPLEMENTATION_SCALE, METHOD, Level
from ubada.assessments.rules.verdicts import VOICES, Constituency, PositionKey, Verdict
from ubada.kernel.canonical import sha256_hex

VERDICTS, COMMITMENTS, ORGANISATIONS = 120_000, 10_000, 40
LEVELS = [*Level] * 2 + [one for one in Level if one.is_graded] * 3


def made_up(verdicts: int, commitments: int) -> list[Verdict]:
    """As many verdicts of forty organisations, spread over the commitments of five states."""
    chance = random.Random(1)
    homes = [(f"organisation-{number:02}", VOICES[number % len(VOICES)]) for number in range(ORGANISATIONS)]
    states = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
    names = [f"C{number:05}@{state}" for number in range(commitments // len(states)) for state in states]
    handed_round = [sha256_hex(f"text {number}".encode()) for number in range(4)]
    places = chance.sample(range(len(names) * ORGANISATIONS), min(verdicts, len(names) * ORGANISATIONS))
    found = []
    for place in places:
        name, (organisation, side) = names[place // ORGANISATIONS], homes[place % ORGANISATIONS]
        text = chance.choice(handed_round) if chance.random() < 0.1 else sha256_hex(f"{place}".encode())
        found.append(Verdict(name, side, organisation, chance.choice(LEVELS), frozenset({text})))
    return found


class Stopwatch:
    """Seconds of the processor since it was last asked."""

    def __init__(self) -> None:
        self._last = time.process_time()

    def lap(self) -> float:
        """The seconds since the last lap."""
        now = time.process_time()
        passed, self._last = now - self._last, now
        return round(passed, 3)


def measure(verdicts: int, commitments: int) -> dict[str, Any]:
    """The whole round, what is made of it, and one change."""
    votes = made_up(verdicts, commitments)
    scope = frozenset(vote.state_commitment for vote in votes)
    watch = Stopwatch()
    positions = find_positions(votes)
    report: dict[str, Any] = {"verdicts": len(votes), "commitments": len(scope), "seconds_positions": watch.lap()}
    divergences = find_divergences(positions, VOICES)
    report["seconds_divergences"] = watch.lap()
    pairs = [pair for found in divergences.values() for pair in found]
    disputes = where_sides_differ_most(pairs)
    tally_pairs(pairs)
    report["seconds_disputes_and_tallies"] = watch.lap()
    distributions(VOICES, scope, positions)
    report["seconds_distributions"] = watch.lap()
    result = RoundResult("1", 1, IMPLEMENTATION_SCALE.id, METHOD, scope, positions)
    later = RoundResult("2", 2, IMPLEMENTATION_SCALE.id, METHOD, scope, positions)
    for side in VOICES:
        change_between(result, later, side)
    report["seconds_changes_between_two_rounds"] = watch.lap()
    report |= {"positions": len(positions), "pairs": len(pairs), "disputes": len(disputes)}
    report["seconds_one_change"] = one_change(votes)
    report["peak_megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return report


def one_change(votes: list[Verdict]) -> float:
    """The positions and pairs of the commitment with most verdicts, computed anew; the longest of a hundred times."""
    busiest = Counter(vote.state_commitment for vote in votes).most_common(1)[0][0]
    own: dict[Constituency, list[Verdict]] = {}
    for vote in votes:
        if vote.state_commitment == busiest:
            own.setdefault(vote.constituency, []).append(vote)
    longest = 0.0
    for _ in range(100):
        began = time.process_time()
        positions = {side: position_of(PositionKey(busiest, side), found) for side, found in own.items()}
        divergences_of(positions, busiest, VOICES)
        longest = max(longest, time.process_time() - began)
    return round(longest, 6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", type=int, default=VERDICTS)
    parser.add_argument("--commitments", type=int, default=COMMITMENTS)
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.verdicts, arguments.commitments), indent=2))


if __name__ == "__main__":
    main()
