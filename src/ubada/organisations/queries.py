"""Reading organisations and their people, narrowed to what the actor may see."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.organisations.models import Accreditation, Membership, Organisation


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations this actor may see."""
    return visible_to(actor, Organisation.objects.prefetch_related("states"))


def memberships(actor: Actor) -> QuerySet[Membership]:
    """The memberships this actor may see: their own, and those of organisations they coordinate."""
    return visible_to(actor, Membership.objects.select_related("organisation", "account"))


def accreditation_on(actor: Actor, organisation: Organisation, day: date) -> Accreditation | None:
    """The GANHRI standing of the organisation on that day, or None if it had none or it is not known."""
    history = visible_to(actor, Accreditation.objects.filter(organisation=organisation))
    in_force = [one for one in history if one.in_force_on(day)]
    return in_force[-1] if in_force else None
