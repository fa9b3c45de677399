"""Verdicts and what was said on them, narrowed to what the actor may see."""

from __future__ import annotations

from ubada.access.actors import Actor
from ubada.access.engine import Action, visible_to
from ubada.assessments.models import (
    Assessment,
    Reply,
    Round,
)
from ubada.assessments.queries.showing import (
    ReplyShown,
    VerdictShown,
    VersionShown,
    replies_shown,
    shown,
    versions_shown,
)
from ubada.assessments.rules.verdicts import PLACE


def assessment(actor: Actor, uid: str) -> VerdictShown:
    """One verdict. Raises Assessment.DoesNotExist for what the actor may not see."""
    found = shown(actor, Assessment.objects.filter(uid=uid))
    if not found:
        raise Assessment.DoesNotExist
    return found[0]


def assessments_on(actor: Actor, state_commitment: str, in_round: Round | None = None) -> list[VerdictShown]:
    """The verdicts on a commitment of a state that were ever open to all, newest round first, then by constituency.

    Drafts are not among them, not even the actor's own: those are on the desk.
    """
    rows = Assessment.objects.filter(state_commitment=state_commitment, opened_at__isnull=False)
    if in_round is not None:
        rows = rows.filter(round=in_round)
    found = shown(actor, rows.order_by("-round__opens", "round", "pk"))
    return sorted(found, key=lambda one: (-one.round.opens.toordinal(), one.round.code, PLACE[one.constituency]))


def corrected_in(actor: Actor, code: str) -> list[VerdictShown]:
    """The verdicts of a round with a correction beside them that the actor may see, by commitment."""
    rows = Assessment.objects.filter(round=code, published_at__isnull=False).exclude(correction={})
    return [one for one in shown(actor, rows.order_by("state_commitment", "pk")) if not one.is_tombstone]


def replies_to(actor: Actor, uid: str) -> list[ReplyShown]:
    """The answers to a verdict, in the order in which they came."""
    return replies_shown(actor, Reply.objects.filter(assessment=uid))


def versions_of(actor: Actor, uid: str) -> list[VersionShown]:
    """What a verdict said at each step, as far as the actor may read it, newest first.

    Raises Assessment.DoesNotExist for what the actor may not see.
    """
    return versions_shown(actor, visible_to(actor, Assessment.objects.all()).get(uid=uid))


def may_change(actor: Actor, uid: str) -> bool:
    """Whether the verdict is of an organisation for which the actor writes."""
    return visible_to(actor, Assessment.objects.filter(uid=uid), Action.CHANGE).exists()
