"""The steps of a verdict that its own organisation takes, and what it rests on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from ubada.assessments.api.own.acting import WRITE, Key, acting_of, needs, seen_version_or_none
from ubada.assessments.api.own.verdicts import OwnVerdictInFull, in_full
from ubada.assessments.queries.own import own_verdict
from ubada.assessments.services import (
    link_evidence,
    revise_assessment,
    submit_assessment,
    unlink_evidence,
    withdraw_assessment,
)
from ubada.organisations.services import Acting
from ubada.resources.values import Record

router = Router(tags=["Own work"])


class Withdrawal(Record):
    """Why a verdict is taken back."""

    reason: Key = Field(description="error, security or consent-withdrawn: all that will be shown.", examples=["error"])


class Link(Record):
    """A piece of evidence to rest the draft on."""

    item: Key = Field(description="The item's identifier.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1C"])
    bearing: Key = Field(description="supports or contradicts.", examples=["supports"])
    reliability: Key = Field(description="Of the source, A to F.", examples=["B"])
    credibility: Key = Field(description="Of the piece, 1 to 6.", examples=["2"])
    pinpoint: str = Field("", max_length=400, description="Where in it.", examples=["page 4"])


class Unlink(Record):
    """Which place of a piece."""

    pinpoint: str | None = Field(
        None, max_length=200, description="At this place alone; without it at all.", examples=["page 4"]
    )


@router.post(
    "/own/assessments/{uid}/submit",
    response=OwnVerdictInFull,
    summary="Hand a draft in",
    url_name="own_submit",
    openapi_extra=needs(WRITE, if_match=True),
)
def submit(
    request: HttpRequest,
    response: HttpResponse,
    uid: str,
) -> OwnVerdictInFull:
    """Hand it in for review. If something is missing, the answer names all of it."""
    acting = _own(request, uid)
    submit_assessment(actor=acting.actor, uid=uid, seen_version=seen_version_or_none(request))
    return in_full(acting, uid, response)


@router.post(
    "/own/assessments/{uid}/revise",
    response=OwnVerdictInFull,
    summary="Take up what was sent back",
    url_name="own_revise",
    openapi_extra=needs(WRITE, if_match=True),
)
def revise(request: HttpRequest, response: HttpResponse, uid: str) -> OwnVerdictInFull:
    """What a reviewer sent back becomes a draft again."""
    acting = _own(request, uid)
    revise_assessment(actor=acting.actor, uid=uid, seen_version=seen_version_or_none(request))
    return in_full(acting, uid, response)


@router.post(
    "/own/assessments/{uid}/withdraw",
    response=OwnVerdictInFull,
    summary="Take a verdict back",
    url_name="own_withdraw",
    openapi_extra=needs(WRITE, if_match=True),
)
def withdraw(request: HttpRequest, response: HttpResponse, uid: str, why: Withdrawal) -> OwnVerdictInFull:
    """Take it back for good. What others could read leaves a tombstone with the class of reason."""
    acting = _own(request, uid)
    seen = seen_version_or_none(request)
    withdraw_assessment(actor=acting.actor, uid=uid, reason=why.reason, seen_version=seen)
    return in_full(acting, uid, response)


@router.post(
    "/own/assessments/{uid}/evidence",
    response=OwnVerdictInFull,
    summary="Rest a draft on evidence",
    url_name="own_links",
    openapi_extra=needs(WRITE, if_match=True),
)
def link(
    request: HttpRequest,
    response: HttpResponse,
    uid: str,
    piece: Link,
) -> OwnVerdictInFull:
    """Rest it on a piece; the same place of the same piece again changes the rest."""
    acting = _own(request, uid)
    seen = seen_version_or_none(request)
    link_evidence(actor=acting.actor, uid=uid, seen_version=seen, **piece.model_dump())
    return in_full(acting, uid, response)


@router.delete(
    "/own/assessments/{uid}/evidence/{item}",
    response=OwnVerdictInFull,
    summary="Take evidence from under a draft",
    url_name="own_link",
    openapi_extra=needs(WRITE, if_match=True),
)
def unlink(
    request: HttpRequest,
    response: HttpResponse,
    uid: str,
    item: str,
    where: Query[Unlink],
) -> OwnVerdictInFull:
    """Take a piece from under it. 404 if it does not rest on it."""
    acting = _own(request, uid)
    seen = seen_version_or_none(request)
    if not unlink_evidence(actor=acting.actor, uid=uid, item=item, pinpoint=where.pinpoint, seen_version=seen):
        raise Http404
    return in_full(acting, uid, response)


def _own(request: HttpRequest, uid: str) -> Acting:
    """Who asks, about a verdict of their organisation. Raises ScopeMissing, and DoesNotExist for any other verdict."""
    acting = acting_of(request, WRITE)
    own_verdict(acting.actor, acting.organisation, uid)
    return acting
