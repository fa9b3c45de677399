"""Who is signed in, for the head of every page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from ubada.organisations import queries
from ubada.organisations.words import PLATFORM_ROLES, ROLES

register = template.Library()


@register.inclusion_tag("account/head.html", takes_context=True)
def signed_in_person(context: template.Context) -> dict[str, Any]:
    """The name, organisations and roles of the person signed in, or a way to sign in; nothing on an error page."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    if request is None or actor is None:
        return {"known": False}
    if not actor.is_account:
        return {"known": True, "person": None}
    places = [(one.organisation.name, ROLES[one.role]) for one in queries.own_memberships(actor)]
    return {
        "known": True,
        "person": request.user,
        "places": places,
        "platform_role": PLATFORM_ROLES.get(request.user.platform_role, ""),
    }


@register.simple_tag
def drawn(svg: str) -> SafeString:
    """An SVG that we made ourselves, set into the page without its XML head, so that no data: address is needed."""
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308 - made by the QR library from our own address
