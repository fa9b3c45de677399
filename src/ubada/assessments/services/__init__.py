"""Every write to rounds, verdicts, reviews, replies and what is said on them."""

from ubada.assessments.services.claiming import claim_measure
from ubada.assessments.services.drafting import (
    begin_assessment,
    copy_evidence_of_last_round,
    link_evidence,
    revise_assessment,
    save_draft,
    unlink_evidence,
)
from ubada.assessments.services.findings import adopt_finding, explain_divergence, propose_finding, vote_on_finding
from ubada.assessments.services.grading import GradeRow, Recorded, record_grades
from ubada.assessments.services.input import EditConflict
from ubada.assessments.services.reminding import send_reminders
from ubada.assessments.services.replying import reply_to_assessment
from ubada.assessments.services.results import refresh_results
from ubada.assessments.services.reviewing import CHECKLIST, begin_review, decide_review, reassign_review
from ubada.assessments.services.rounds import (
    advance_rounds,
    archive_round,
    move_round_date,
    name_edition,
    open_round,
    plan_round,
)
from ubada.assessments.services.submitting import (
    correct_assessment,
    publish_correction,
    submit_assessment,
    withdraw_assessment,
)

__all__ = [
    "CHECKLIST",
    "EditConflict",
    "GradeRow",
    "Recorded",
    "adopt_finding",
    "advance_rounds",
    "archive_round",
    "begin_assessment",
    "begin_review",
    "claim_measure",
    "copy_evidence_of_last_round",
    "correct_assessment",
    "decide_review",
    "explain_divergence",
    "link_evidence",
    "move_round_date",
    "name_edition",
    "open_round",
    "plan_round",
    "propose_finding",
    "publish_correction",
    "reassign_review",
    "record_grades",
    "refresh_results",
    "reply_to_assessment",
    "revise_assessment",
    "save_draft",
    "send_reminders",
    "submit_assessment",
    "unlink_evidence",
    "vote_on_finding",
    "withdraw_assessment",
]
