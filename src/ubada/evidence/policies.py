"""Who may see an item of evidence and who may change it; the same rules everywhere an item could show.

Of an item for the organisation, its members alone; for partners, the members of approved organisations that are neither
a state's nor a donor's (those invented to learn on are partners of each other alone); a public one, everyone once a
published verdict cites it, and before that the parties who may read a verdict that does. Withdrawn, it is for its
organisation alone.
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


# Verdicts and their reviews belong to a later stage, which refers to this one: they are found by the way back.
_LINK: Any = EvidenceItem._meta.get_field("links").related_model
_VERDICT: Any = _LINK._meta.get_field("assessment").related_model
_REVIEW: Any = _VERDICT._meta.get_field("reviews").related_model

IS_SYSTEM = IfActor(lambda actor: actor.is_system)
IS_EDITOR = IfActor(lambda actor: actor.has_role(PlatformRole.EDITOR))
OWN = Where("organisation_id", own)
KEPT = Where("organisation_id", works_for)
LIVING = Where("is_withdrawn", value=False)
FOR_ALL = Where("sensitivity", EvidenceItem.Sensitivity.PUBLIC.value)
SHOWN_TO_READERS: Rule = FOR_ALL & Has(_LINK, "item", Where("assessment__state", PUBLISHED))
_OPEN_TO_THE_PARTY = Has(
    _LINK,
    "item",
    Where("assessment__state", OPEN_TO_PARTIES) & Where("assessment__round__states", _party_states, crosses_many=True),
)
_REVIEWED = Has(_REVIEW, "assessment__evidence_links__item", Where("reviewer_id", _reviewer) & Where("decision", ""))
_REACHES: Rule = (
    (
        Where("sensitivity", EvidenceItem.Sensitivity.PARTNERS.value)
        & IfActor(_is_partner)
        & Where("organisation__is_practice", lambda actor: actor.is_practising)
    )
    | SHOWN_TO_READERS
    | (FOR_ALL & (_OPEN_TO_THE_PARTY | _REVIEWED))
)
REACHES_BUT_FOR_WITHDRAWAL: Rule = IS_SYSTEM | OWN | _REACHES
"""Who would see an item if it had not been withdrawn: they may be told that it was."""

declare(Action.VIEW, EvidenceItem, IS_SYSTEM | OWN | (LIVING & _REACHES))
declare(Action.CREATE, EvidenceItem, IS_SYSTEM | HANDS_IN)
declare(Action.CHANGE, EvidenceItem, IS_SYSTEM | KEPT)
# What proves to be too much for the public, an editor can take back at once; nobody but its owner can widen it.
declare(Action.VIEW_EDITORIAL, EvidenceItem, IS_SYSTEM | KEPT | (IS_EDITOR & LIVING & SHOWN_TO_READERS))
declare(Action.CHANGE, HeldFile, IS_SYSTEM | Where("file__received_by_id", _account))
