"""Who may see an item of evidence and who may change it; the same rules everywhere an item could show.

Of an item for the organisation, its members alone; for partners, the members of approved organisations that are neither
a state's nor a donor's (those invented to learn on are partners of each other alone); a public one, everyone once a
published verdict or the answer to one cites it, and before that whoever may read the verdict or the answer that does.
Withdrawn, it is for its organisation alone.
"""

from __future__ import annotations

from typing import Any, Final

from ubada.access.actors import Actor, PlatformRole
from ubada.access.engine import Action, declare
from ubada.access.rules import Has, IfActor, Rule, Where
from ubada.evidence.models import EvidenceItem, HeldFile
from ubada.files.policies import HAND_IN, HANDS_IN

STATE: Final = "STA"
DONOR: Final = "DON"
PUBLISHED: Final = frozenset({"published", "corrected"})
OPEN_TO_PARTIES: Final = PUBLISHED | {"open-for-reply", "replied", "reply-lapsed", "final"}
"""States of a verdict; a later stage has their machine, and a test holds these to it."""


def is_official(actor: Actor) -> bool:
    """Whether the actor speaks for a state, whatever else they belong to."""
    return any(standing.constituency == STATE for standing in actor.memberships)


def own(actor: Actor) -> frozenset[int]:
    """The organisations whose evidence is the actor's own; an official's are those of the state alone."""
    official = is_official(actor)
    return frozenset(one.organisation_id for one in actor.memberships if not official or one.constituency == STATE)


def works_for(actor: Actor) -> frozenset[int]:
    """The organisations whose evidence the actor keeps."""
    mine = own(actor)
    return frozenset(one.organisation_id for one in actor.memberships if one.role in HAND_IN) & mine


def _is_partner(actor: Actor) -> bool:
    return not is_official(actor) and any(one.constituency != DONOR for one in actor.memberships)


def _party_states(actor: Actor) -> frozenset[str]:
    return frozenset(state for one in actor.memberships if one.constituency != DONOR for state in one.states)


def _account(actor: Actor) -> int | frozenset[int]:
    return actor.account_id if actor.account_id is not None else frozenset()


def _reviewer(actor: Actor) -> int | frozenset[int]:
    return frozenset() if is_official(actor) else _account(actor)


# Verdicts, their reviews and the answers to them belong to a later stage, which refers to this one: they are found by
# the way back.
LINK: Final[Any] = EvidenceItem._meta.get_field("links").related_model
ANSWER: Final[Any] = EvidenceItem._meta.get_field("in_replies").related_model
_VERDICT: Any = LINK._meta.get_field("assessment").related_model
_REVIEW: Any = _VERDICT._meta.get_field("reviews").related_model
_CITED_IN_ANSWER: Any = EvidenceItem._meta.get_field("in_replies").through

IS_SYSTEM = IfActor(lambda actor: actor.is_system)
IS_EDITOR = IfActor(lambda actor: actor.has_role(PlatformRole.EDITOR))
IS_SECRETARIAT = IfActor(lambda actor: actor.has_role(PlatformRole.EDITOR) and not is_official(actor))
OWN = Where("organisation_id", own)
KEPT = Where("organisation_id", works_for)
LIVING = Where("is_withdrawn", value=False)
FOR_ALL = Where("sensitivity", EvidenceItem.Sensitivity.PUBLIC.value)


def _open_to_the_party(path: str) -> Rule:
    """Whether the verdict at ``path`` is open and the actor takes part in its round, or is of the secretariat."""
    states = Where(f"{path}__round__states", _party_states, crosses_many=True)
    return Where(f"{path}__state", OPEN_TO_PARTIES) & (states | IS_SECRETARIAT)


SHOWN_TO_READERS: Rule = FOR_ALL & (
    Has(LINK, "item", Where("assessment__state", PUBLISHED))
    | Has(_CITED_IN_ANSWER, "evidenceitem", Where("reply__assessment__state", PUBLISHED))
)
_OPEN_TO_THE_PARTY = Has(LINK, "item", _open_to_the_party("assessment"))
# An answer goes with the verdict it answers, and both organisations have read it from the moment it came.
_ANSWER_TO_READ = Has(
    _CITED_IN_ANSWER,
    "evidenceitem",
    _open_to_the_party("reply__assessment")
    | Where("reply__assessment__organisation_id", own)
    | Where("reply__organisation_id", own),
)
_REVIEWED = Has(_REVIEW, "assessment__evidence_links__item", Where("reviewer_id", _reviewer) & Where("decision", ""))
_REACHES: Rule = (
    (
        Where("sensitivity", EvidenceItem.Sensitivity.PARTNERS.value)
        & IfActor(_is_partner)
        & Where("organisation__is_practice", lambda actor: actor.is_practising)
    )
    | SHOWN_TO_READERS
    | (FOR_ALL & (_OPEN_TO_THE_PARTY | _ANSWER_TO_READ | _REVIEWED))
)
REACHES_BUT_FOR_WITHDRAWAL: Rule = IS_SYSTEM | OWN | _REACHES
"""Who would see an item if it had not been withdrawn: they may be told that it was."""

declare(Action.VIEW, EvidenceItem, IS_SYSTEM | OWN | (LIVING & _REACHES))
declare(Action.CREATE, EvidenceItem, IS_SYSTEM | HANDS_IN)
declare(Action.CHANGE, EvidenceItem, IS_SYSTEM | KEPT)
# What proves to be too much for the public, an editor can take back at once; nobody but its owner can widen it.
declare(Action.VIEW_EDITORIAL, EvidenceItem, IS_SYSTEM | KEPT | (IS_EDITOR & LIVING & SHOWN_TO_READERS))
declare(Action.CHANGE, HeldFile, IS_SYSTEM | Where("file__received_by_id", _account))
