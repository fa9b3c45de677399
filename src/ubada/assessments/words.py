"""The codes of rounds and verdicts in words for people, but for what a vocabulary of the register names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ubada.assessments.rules.refusal import RuleBroken

Words = Mapping[str, Promise]

ROUND_STATE: Final[Words] = {
    "planned": pgettext_lazy("state of a round", "planned"),
    "open": pgettext_lazy("state of a round", "verdicts are collected"),
    "closed": pgettext_lazy("state of a round", "collecting is over"),
    "review": pgettext_lazy("state of a round", "verdicts are reviewed"),
    "reply": pgettext_lazy("state of a round", "open for reply"),
    "reconciliation": pgettext_lazy("state of a round", "sides are brought together"),
    "edition-frozen": pgettext_lazy("state of a round", "frozen"),
    "published": pgettext_lazy("state of a round", "published"),
    "archived": pgettext_lazy("state of a round", "in the archive"),
}
ASSESSMENT_STATE: Final[Words] = {
    "draft": pgettext_lazy("state of a verdict", "draft"),
    "submitted": pgettext_lazy("state of a verdict", "handed in, waits for review"),
    "in-review": pgettext_lazy("state of a verdict", "in review"),
    "returned": pgettext_lazy("state of a verdict", "sent back"),
    "accepted": pgettext_lazy("state of a verdict", "accepted"),
    "open-for-reply": pgettext_lazy("state of a verdict", "open for reply"),
    "replied": pgettext_lazy("state of a verdict", "answered"),
    "reply-lapsed": pgettext_lazy("state of a verdict", "not answered in time"),
    "final": pgettext_lazy("state of a verdict", "final"),
    "published": pgettext_lazy("state of a verdict", "published"),
    "corrected": pgettext_lazy("state of a verdict", "corrected"),
    "withdrawn": pgettext_lazy("state of a verdict", "withdrawn"),
}
STEP: Final[Words] = {
    "submit": pgettext_lazy("step of a verdict", "handed in"),
    "begin-review": pgettext_lazy("step of a verdict", "taken up for review"),
    "return": pgettext_lazy("step of a verdict", "sent back by the reviewer"),
    "revise": pgettext_lazy("step of a verdict", "taken up again by its author"),
    "accept": pgettext_lazy("step of a verdict", "accepted by the reviewer"),
    "open-for-reply": pgettext_lazy("step of a verdict", "opened to all parties"),
    "receive-reply": pgettext_lazy("step of a verdict", "answered by a party"),
    "let-reply-lapse": pgettext_lazy("step of a verdict", "the time to answer ended"),
    "finalise": pgettext_lazy("step of a verdict", "made final"),
    "publish": pgettext_lazy("step of a verdict", "published"),
    "correct": pgettext_lazy("step of a verdict", "corrected in public"),
    "publish-again": pgettext_lazy("step of a verdict", "published again"),
    "withdraw": pgettext_lazy("step of a verdict", "withdrawn"),
}
"""The steps after which a version of a verdict is kept."""
MILESTONE: Final[Words] = {
    "opens": _("The round opens"),
    "closes": _("Last day to hand in verdicts"),
    "review_from": _("Review begins"),
    "review_until": _("Last day of review"),
    "reply_from": _("Texts open to all parties; the time to reply begins"),
    "reply_until": _("Last day to reply"),
    "freezes": _("The edition is frozen"),
    "publishes": _("The round is published"),
}
MOVE_REASON: Final[Words] = {
    "planning": _("better planning"),
    "holiday": _("a public holiday"),
    "security": _("the safety of those who take part"),
    "technical": _("a technical failure"),
}
FIELD: Final[Words] = {
    "constituency": _("group"),
    "level": _("level"),
    "gap": _("why there is not enough information"),
    "cooperation": _("cooperation of the state"),
    "trend": _("trend"),
    "narrative": _("reasons"),
    "shared_draft": _("joint text"),
    "measures": _("measures considered"),
    "facts": _("facts considered"),
    "evidence": _("evidence"),
    "has_declared": _("declaration of interests"),
    "conflict_of_interest": _("conflict of interest"),
    "is_name_protected": _("protected name"),
    "correction": _("correction"),
}
"""What a version of a verdict holds."""
CHECKLIST: Final[Words] = {
    "level_fits_test": _("The level passes its test: what it asks for is shown"),
    "reasons_name_facts": _("The reasons name facts, dates and places in documents"),
    "evidence_supports": _("The evidence bears out what the reasons say"),
    "no_person_at_risk": _("Nobody can be identified who could come to harm"),
    "interest_clear": _("The declared interests leave no doubt about the verdict"),
}
CHECKLIST_HELP: Final[Words] = {
    "level_fits_test": _(
        "Read the test of the level, above. A higher or a lower level must not fit what is shown better."
    ),
    "reasons_name_facts": _(
        "Somebody who knows nothing of the matter could look each of them up: what happened, when, and where that"
        " is written."
    ),
    "evidence_supports": _(
        "Open what is linked. It says what the reasons take from it, and what speaks against them is not left out."
    ),
    "no_person_at_risk": _(
        "Look for names, places, dates and details that together lead to one person, in the texts and in the files."
    ),
    "interest_clear": _("What is declared, or that nothing is, fits what you know of the organisation and the matter."),
}
"""What each point asks a reviewer to do."""
DECISION: Final[Words] = {
    "accepted": pgettext_lazy("decision of a review", "accepted"),
    "returned": pgettext_lazy("decision of a review", "sent back"),
}
BEARING: Final[Words] = {
    "supports": pgettext_lazy("evidence", "supports"),
    "contradicts": pgettext_lazy("evidence", "contradicts"),
}
RELIABILITY: Final[Words] = {
    "A": _("completely reliable source"),
    "B": _("usually reliable source"),
    "C": _("fairly reliable source"),
    "D": _("source not usually reliable"),
    "E": _("unreliable source"),
    "F": _("reliability cannot be judged"),
}
CREDIBILITY: Final[Words] = {
    "1": _("confirmed by other sources"),
    "2": _("probably true"),
    "3": _("possibly true"),
    "4": _("doubtful"),
    "5": _("improbable"),
    "6": _("truth cannot be judged"),
}
RESOLUTION: Final[Words] = {
    "period": _("they look at different periods"),
    "scope": _("they look at different things"),
    "evidence": _("they rest on different evidence"),
    "definition": _("they use words differently"),
    "unresolved": _("not explained"),
}
BASIS: Final[Words] = {
    "": _("put to the vote"),
    "consensus": _("by consensus of the groups that voted"),
    "majority": _("by a majority of the groups that voted, with the dissent beside it"),
}
MEASURE_KIND: Final[Words] = {
    "law": pgettext_lazy("kind of measure", "law"),
    "policy": pgettext_lazy("kind of measure", "policy"),
    "budget": pgettext_lazy("kind of measure", "budget"),
    "institution": pgettext_lazy("kind of measure", "institution"),
    "training": pgettext_lazy("kind of measure", "training"),
    "practice": pgettext_lazy("kind of measure", "practice"),
    "remedy": pgettext_lazy("kind of measure", "remedy"),
}
MOVE: Final[Words] = {
    "up": _("moved up"),
    "same": _("the same"),
    "down": _("moved down"),
    "became-known": _("became known"),
    "became-unknown": _("not known any more"),
    "still-unknown": _("still not known"),
    "first-heard": _("spoke for the first time"),
    "fell-silent": _("did not speak any more"),
    "still-silent": _("still did not speak"),
}
SHARED_BECAUSE: Final[Words] = {
    "same-text": _("the texts are the same"),
    "declared": _("they say that it is a joint text"),
}
UNMAPPED: Final[Words] = {
    "to-verify": _("not yet read in its source, so not compared"),
    "no-counterpart": _("nothing on our scale comes near it"),
}

AUDIENCE: Final[Words] = {
    "assessors": _("organisations with verdicts left to give"),
    "coordinators": _("coordinators of organisations"),
    "reviewers": _("organisations that can review"),
    "parties": _("organisations with verdicts left to answer"),
    "editors": _("the secretariat"),
}
"""Whom a reminder goes to, as far as something is left for them to do."""
REMINDER: Final[Words] = {
    "opens:before:coordinators": _(
        "The round “%(round)s” opens on %(date)s. Please see who of your organisation will write verdicts."
    ),
    "opens:on:assessors": _("The round “%(round)s” is open: verdicts can be written and handed in."),
    "closes:before:assessors": _(
        "Verdicts of the round “%(round)s” can be handed in until the end of %(date)s. Your organisation"
        " has some left to give."
    ),
    "closes:after:coordinators": _(
        "Verdicts of the round “%(round)s” could be handed in until the end of %(date)s. What was not"
        " stays a draft of yours."
    ),
    "review_from:on:reviewers": _("Verdicts of the round “%(round)s” wait for a reviewer of another organisation."),
    "review_until:before:reviewers": _(
        "Verdicts of the round “%(round)s” can be reviewed until the end of %(date)s, and some still"
        " wait for a reviewer."
    ),
    "review_until:after:editors": _(
        "Review in the round “%(round)s” ended on %(date)s. Verdicts that were not accepted are not opened."
    ),
    "reply_from:on:parties": _(
        "Verdicts of the round “%(round)s” are open to all parties from %(date)s on, to all at the same moment."
    ),
    "reply_until:before:parties": _(
        "You can reply to verdicts of the round “%(round)s” until the end of %(date)s. A later reply is not taken."
    ),
    "reply_until:after:editors": _("The time to reply in the round “%(round)s” ended on %(date)s."),
    "freezes:before:editors": _("The round “%(round)s” is frozen on %(date)s."),
    "freezes:on:editors": _(
        "The round “%(round)s” is frozen from %(date)s on: its verdicts are final. Build the edition that carries it."
    ),
    "publishes:before:editors": _(
        "The round “%(round)s” is published on %(date)s, and no edition carries it yet. Build its edition."
    ),
    "publishes:after:editors": _(
        "The round “%(round)s” should have been published on %(date)s and is not: its edition is not ready."
        " The command “ubada doctor” says what is in the way."
    ),
    "publishes:on:coordinators": _("The round “%(round)s” is published on this day, %(date)s."),
}
"""What a reminder says, by milestone, place in time and audience. No word of any verdict is in it."""

UNMET: Final[Words] = {
    "wrong-state": _("It does not stand where this step could be taken."),
    "constituency-grades-nothing": _("This group grades nothing."),
    "round-takes-no-verdicts": _("The round takes no verdicts now."),
    "level-missing": _("No level is chosen."),
    "information-gap-missing": _("It is not said why there is not enough information."),
    "reasons-missing": _("There are no reasons."),
    "evidence-missing": _("No evidence is linked."),
    "interest-not-declared": _("Interests are not declared."),
    "reviewer-missing": _("No reviewer is named."),
    "reviewer-is-the-author": _("The reviewer wrote the verdict."),
    "reviewer-without-organisation": _("The reviewer belongs to no organisation."),
    "reviewer-of-the-same-organisation": _(
        "The reviewer belongs, or belonged since the review began, to the organisation whose verdict it is."
    ),
    "reviewer-of-a-constituency-that-does-not-review": _("The reviewer belongs to a group that does not review."),
    "round-not-open-for-reply": _("The round is not open for reply."),
    "not-the-moment-of-all": _("Texts are opened to all parties at one moment, and this is not it."),
    "reply-too-early": _("The time to reply has not begun."),
    "reply-too-late": _("The time to reply is over."),
    "reply-of-nobody": _("It is not said who replies."),
    "party-has-replied": _("This party has replied already."),
    "reply-window-still-open": _("The time to reply is not over."),
    "no-edition": _("There is no edition that it is published in."),
    "correction-unexplained": _("It is not said what is corrected."),
    "withdrawal-unexplained": _("No class of reason is chosen."),
    "scope-empty": _("The round has no commitments."),
    "scale-not-in-use": _("The scale is not in use any more."),
    "method-unknown": _("The method is not known."),
    "not-yet-opening": _("The day of opening has not come."),
    "not-yet-closing": _("The last day to hand in verdicts is not over."),
    "not-yet-review": _("The first day of review has not come."),
    "not-yet-reply": _("The first day to reply has not come."),
    "not-yet-frozen": _("The day of freezing has not come."),
    "not-yet-published": _("The day of publication has not come."),
    "nothing-moves": _("The date stays where it is."),
    "date-has-come": _("The date has come already."),
    "date-beyond-the-calendar": _("The calendar does not reach so far."),
    "date-in-the-past": _("A date would lie in the past."),
    "reply-window-shortened": _("The time to reply would be shorter than announced."),
    "collecting-shortened": _("Verdicts would be collected for a shorter time than announced."),
    "edition-put-off": _("Publication would be put off while parties may reply."),
    "closes-not-after-opens": _("Collecting would end before it begins."),
    "review-from-not-after-closes": _("Review would begin before collecting is over."),
    "review-until-not-after-review-from": _("Review would end before it begins."),
    "reply-from-not-after-review-until": _("The time to reply would begin before review is over."),
    "reply-until-not-after-reply-from": _("The time to reply would end before it begins."),
    "freezes-not-after-reply-until": _("The edition would be frozen before the time to reply is over."),
    "publishes-not-after-freezes": _("The edition would be published before it is frozen."),
    "second-vote": _("An organisation has two verdicts on one commitment."),
    "other-ballot": _("A verdict is on another commitment or of another group."),
    "two-commitments": _("The two positions are on different commitments."),
    "one-constituency": _("Both positions are of one group."),
    "both-silent": _("Neither side said anything."),
    "not-later": _("The second round is not later than the first."),
    "another-scale": _("The two rounds use different scales."),
    "another-method": _("The two rounds use different methods."),
    "nothing-in-common": _("The two rounds have no commitment in common."),
    "no-response-expected": _("The state is not asked for a response."),
    "response-pending": _("The response of the state is still due."),
    "nobody-claims-it": _("Nobody says that it is kept."),
    "closing-rule-holds": _("The last two rounds say that it is kept."),
    "no-two-rounds-in-a-row": _("There are no two rounds in a row."),
    "no-two-constituencies-at-the-top": _("No two groups stood at the highest level in both rounds."),
    "yardstick-changed": _("The two rounds use different scales or methods."),
    "regression-seen": _("A group sees regression."),
    "regression-recorded": _("An event that leads away from it is recorded."),
    "no-longer-implemented": _("A group has left the highest level."),
    "no-regression": _("There is no sign of regression."),
    "successor-missing": _("It is not said what replaces it."),
    "not-past-its-date": _("Its date has not passed."),
    "file-empty": _("The file is empty."),
    "hash-missing": _("The fingerprint of the file is missing."),
    "not-found-safe": _("The file was not found to be safe."),
    "consent-missing": _("There is no consent."),
    "access-class-missing": _("It is not said who may see it."),
    "verification-not-written-down": _("No step of verification is written down."),
    "linked-to-nothing": _("It is linked to nothing."),
    "clean-copy-missing": _("There is no copy without metadata."),
    "not-public": _("It is not for the public."),
    "not-to-be-sealed": _("It is not to be sealed."),
    "no-sealed-zone": _("This installation has no sealed zone."),
    "still-to-be-kept": _("It is still to be kept."),
    "certificate-missing": _("There is no certificate of its destruction."),
}
"""What a rule found wanting, by the code of `rules.refusal.Unmet`."""
REMEDY: Final[Words] = {
    "look-where-it-stands-now": _("Look where it stands now; somebody else may have taken a step."),
    "leave-these-verdicts-out": _("Leave these verdicts out."),
    "write-criteria-instead": _("Write criteria instead."),
    "wait-for-the-next-round": _("Wait for the next round."),
    "choose-a-level": _("Choose a level, or say that there is not enough information."),
    "say-why-it-is-not-enough": _("Say why it is not enough."),
    "write-reasons-in-one-language": _("Write your reasons in at least one language."),
    "link-evidence-or-say-insufficient-information": _(
        "Link at least one piece of evidence, or choose “insufficient information” and say why."
    ),
    "declare-interests-or-that-there-are-none": _("Declare your interests, or that there are none."),
    "name-a-reviewer": _("Name a reviewer."),
    "name-another-reviewer": _("Have somebody of another organisation review it."),
    "wait-until-the-round-opens-replies": _("Wait until texts are open to all parties."),
    "open-it-with-the-round-or-leave-it-for-the-next": _("Leave it for the next round."),
    "wait-until-texts-are-open-to-all": _("Wait until texts are open to all parties."),
    "reply-in-the-next-round-or-ask-for-a-correction": _("Reply in the next round, or ask for a correction."),
    "say-who-replies": _("Say for which organisation you reply."),
    "one-reply-a-party-and-round": _("Each party has one reply."),
    "wait-until-the-window-ends": _("Wait until the time to reply is over."),
    "publish-it-in-an-edition": _("Name the edition."),
    "freeze-an-edition": _("Freeze an edition and name it."),
    "say-what-is-corrected-and-why": _("Say what is corrected and why; everybody can read it."),
    "choose-the-class-of-reason": _("Choose the class of reason; it is all that will be shown."),
    "choose-states-and-commitments": _("Choose states and commitments."),
    "choose-a-scale-in-use": _("Choose a scale that is in use."),
    "choose-a-method-in-use": _("Choose a method that is in use."),
    "wait-for-the-day": _("Wait for the day, or move the date."),
    "name-another-day": _("Name another day."),
    "move-a-later-date": _("Move a later date."),
    "name-an-earlier-day": _("Name an earlier day."),
    "name-a-day-to-come": _("Name a day that is still to come."),
    "move-the-end-of-reply-too": _("Move the end of the time to reply as well."),
    "keep-the-day-announced-or-a-later-one": _("Keep the day that was announced, or name a later one."),
    "publish-on-the-day-announced": _("Publish on the day announced: a party that is silent puts nothing off."),
    "put-the-dates-in-order": _("Put the dates in order."),
    "keep-one-verdict-an-organisation": _("Keep one verdict of each organisation."),
    "give-verdicts-of-one-constituency-on-one-commitment": _("Give verdicts of one group on one commitment."),
    "compare-positions-on-one-commitment": _("Compare positions on one commitment."),
    "compare-two-constituencies": _("Compare two groups."),
    "leave-this-pair-out": _("Leave this pair out."),
    "name-the-earlier-round-first": _("Name the earlier round first."),
    "show-the-rounds-apart": _("Show each round by itself."),
    "open-it-at-once": _("Open it at once."),
    "record-the-response-or-wait-until-it-is-due": _("Record the response, or wait until it is due."),
    "record-the-claim-with-its-claimant": _("Record the claim and who makes it."),
    "close-it-as-implemented": _("Close it as implemented."),
    "wait-for-two-rounds-of-one-method": _("Wait for two rounds of one scale and method."),
    "look-into-the-regression": _("Look into the regression."),
    "open-it-again": _("Open it again."),
    "leave-it-closed": _("Leave it closed."),
    "name-the-commitment-that-replaces-it": _("Name the commitment that replaces it."),
    "wait-for-the-date": _("Wait for the date."),
    "hand-in-the-file-again": _("Hand the file in again."),
    "compute-the-hash-of-the-original": _("Compute the fingerprint of the file as it came."),
    "look-into-the-file-or-retire-it": _("Look into the file, or let it go."),
    "record-consent-or-that-none-is-needed": _("Record the consent, or that none is needed."),
    "say-who-may-see-it": _("Say who may see it."),
    "write-down-what-was-done": _("Write down what was done."),
    "link-it-to-what-it-supports-or-contradicts": _("Link it to what it supports or contradicts."),
    "make-a-copy-without-metadata": _("Make a copy without metadata."),
    "leave-it-with-those-who-may-see-it": _("Leave it with those who may see it."),
    "classify-it-as-sealed": _("Classify it as sealed."),
    "keep-it-with-its-holder": _("Leave it with whoever holds it."),
    "certify-the-destruction": _("Certify the destruction."),
}
"""What would mend it, by the code of its remedy."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One condition that does not hold, in words: what is wrong and what to do."""

    code: str
    what: str
    remedy: str


def explain(error: RuleBroken) -> list[Explained]:
    """Everything that a rule found wanting, in the language of the moment, in the rule's order."""
    return [Explained(one.code, str(UNMET[one.code]), str(REMEDY[one.remedy])) for one in error.unmet]
