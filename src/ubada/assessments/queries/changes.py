"""What changed since the round before, as counts: worked out where the rows are, with no text and no name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Round, ScopedCommitment
from ubada.assessments.queries.figures import may_see_results, round_before, within
from ubada.assessments.rules.comparison import MoveKind, RoundResult, kind_of, reasons_against
from ubada.assessments.rules.refusal import Unmet
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.verdicts import PLACE, Constituency


@dataclass(frozen=True, slots=True)
class SideChanged:
    """How many positions of one constituency moved which way, and how many of them with other voices than before."""

    constituency: Constituency
    counts: Mapping[MoveKind, int]
    n_other_voices: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed on the commitments in scope of both rounds. ``unmet`` says why nothing is compared."""

    earlier: Round | None
    later: Round
    in_common: int
    only_earlier: int
    only_later: int
    sides: tuple[SideChanged, ...]
    unmet: tuple[Unmet, ...]


def changes_counted(actor: Actor, one: Round, *, state: str | None = None) -> Changed:
    """The counts of `queries.changes_since`: the same rules, without a row for every position."""
    before = round_before(actor, one)
    if before is None or not may_see_results(actor, one) or not may_see_results(actor, before):
        return Changed(None, one, 0, 0, 0, (), ())
    older, newer = (_scope(actor, each, state) for each in (before, one))
    unmet = tuple(
        reasons_against(
            RoundResult(before.code, 1, before.implementation_scale, before.method, older, {}),
            RoundResult(one.code, 2, one.implementation_scale, one.method, newer, {}),
        )
    )
    common = older & newer
    sides = () if unmet else tuple(_sides(before, one, len(common), state))
    return Changed(before, one, len(common), len(older - common), len(newer - common), sides, unmet)


def _scope(actor: Actor, one: Round, state: str | None) -> frozenset[str]:
    rows = visible_to(actor, within(ScopedCommitment.objects.filter(round=one), state, None))
    return frozenset(rows.order_by().values_list("state_commitment_id", flat=True))


def _sides(before: Round, one: Round, in_common: int, state: str | None) -> Iterator[SideChanged]:
    counted: dict[Constituency, Counter[MoveKind]] = {}
    other_voices: Counter[Constituency] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, {"before": before.pk, "after": one.pk, "state": state or ""})
        for code, old, new, same_voices, count in cursor.fetchall():
            side = Constituency(code)
            counted.setdefault(side, Counter())[kind_of(Level(old), Level(new))] += count
            if not same_voices:
                other_voices[side] += count
    for side in sorted(counted, key=PLACE.__getitem__):
        counts = counted[side]
        counts[MoveKind.STILL_SILENT] += in_common - counts.total()
        yield SideChanged(side, {kind: counts[kind] for kind in MoveKind}, other_voices[side])


_MOVES: Final = """
WITH common AS (
    SELECT later.state_commitment_id AS key FROM assessments_scopedcommitment AS later
    JOIN assessments_scopedcommitment AS earlier
        ON earlier.state_commitment_id = later.state_commitment_id AND earlier.round_id = %(before)s
    JOIN register_statecommitment AS followed ON followed.key = later.state_commitment_id
    WHERE later.round_id = %(after)s AND (%(state)s = '' OR followed.state_id = %(state)s)
), old AS (
    SELECT position.* FROM assessments_position AS position JOIN common ON common.key = position.state_commitment_id
    WHERE position.round_id = %(before)s
), new AS (
    SELECT position.* FROM assessments_position AS position JOIN common ON common.key = position.state_commitment_id
    WHERE position.round_id = %(after)s
)
SELECT
    COALESCE(old.constituency, new.constituency), COALESCE(old.level, 'IN'), COALESCE(new.level, 'IN'),
    COALESCE(old.organisations, '[]'::jsonb) = COALESCE(new.organisations, '[]'::jsonb), COUNT(*)
FROM old FULL JOIN new
    ON new.state_commitment_id = old.state_commitment_id AND new.constituency = old.constituency
GROUP BY 1, 2, 3, 4
"""
"""How many positions went from which level to which, by constituency, and whether the same organisations spoke."""
