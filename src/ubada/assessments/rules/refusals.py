"""Everything that the rules can find wanting, so that each code has its words in every language."""

from __future__ import annotations

from typing import Final

from ubada.assessments.rules import calendar, comparison, divergence, positions
from ubada.assessments.rules.lifecycle import commitment
from ubada.assessments.rules.lifecycle.assessment import ASSESSMENT
from ubada.assessments.rules.lifecycle.commitment import COMMITMENT
from ubada.assessments.rules.lifecycle.evidence import EVIDENCE
from ubada.assessments.rules.lifecycle.machine import WRONG_STATE
from ubada.assessments.rules.lifecycle.round import ROUND
from ubada.assessments.rules.refusal import Unmet

EVERY_UNMET: Final[frozenset[Unmet]] = frozenset(
    {
        WRONG_STATE,
        *(guard.unmet for machine in (ASSESSMENT, COMMITMENT, EVIDENCE, ROUND) for guard in machine.guards),
        *(commitment.REGRESSION_SEEN, commitment.REGRESSION_RECORDED, commitment.NO_LONGER_AT_THE_TOP),
        *(positions.SECOND_VOTE, positions.OTHER_BALLOT, positions.GRADES_NOTHING),
        *(divergence.TWO_COMMITMENTS, divergence.ONE_CONSTITUENCY, divergence.BOTH_SILENT),
        *(comparison.NOT_LATER, comparison.ANOTHER_SCALE, comparison.ANOTHER_METHOD, comparison.NOTHING_IN_COMMON),
        *calendar.EVERY_UNMET,
    }
)
"""Every condition that can fail, with what would mend it."""
