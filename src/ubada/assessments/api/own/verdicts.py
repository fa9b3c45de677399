"""The organisation's verdicts: read them, begin one, write its draft."""

from __future__ import annotations

from typing import Literal

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StrictBool

from ubada.assessments.api.asking import (
    COOPERATION_MEANS,
    GAP_MEANS,
    KEY_MEANS,
    LEVEL_MEANS,
    PRACTICE_MEANS,
    ROUND_MEANS,
)
from ubada.assessments.api.own.acting import EVIDENCE, READ, WRITE, Key, acting_of, needs, seen_version
from ubada.assessments.clock import moment
from ubada.assessments.queries import reviews_of
from ubada.assessments.queries.own import OwnLink, own_part, own_verdict, own_verdicts
from ubada.assessments.queries.own import OwnVerdict as Found
from ubada.assessments.services import begin_assessment, save_draft
from ubada.assessments.services.input import wrong
from ubada.evidence.api import Evidence, evidence_record
from ubada.organisations.services import Acting
from ubada.resources.addresses import here
from ubada.resources.lists import LONGEST_VALUE, Asked, Listing, paged
from ubada.resources.values import LanguageCode, Moment, Record, TranslatedText, said, words

router = Router(tags=["Own work"])

StatusCode = Literal[
    "draft", "submitted", "in-review", "returned", "accepted", "open-for-reply", "replied", "reply-lapsed", "final",
    "published", "corrected", "withdrawn",
]  # fmt: skip
STATUS_MEANS = (
    "How far it has come: draft (the only one that can be written), submitted, in-review, returned (take it up with "
    "…/revise), accepted, open-for-reply, replied, reply-lapsed, final, published, corrected, withdrawn."
)


class OwnEvidence(Record):
    """A piece that the verdict rests on."""

    item: str = Field(description="The item's identifier.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1C"])
    bearing: Literal["supports", "contradicts"] = Field(description="For or against.", examples=["supports"])
    pinpoint: str | None = Field(description="Where in it.", examples=["page 4"])
    reliability: str = Field(description="Of the source, A to F.", examples=["B"])
    credibility: str = Field(description="Of the piece, 1 to 6.", examples=["2"])
    is_withdrawn: bool = Field(description="Whether it was withdrawn; then it counts for nothing.", examples=[False])
    piece: Evidence | None = Field(description="The piece, for a token that may read evidence.")


class OwnReview(Record):
    """What a reviewer decided. Who it was is not said."""

    version: int = Field(description="The version that was reviewed.", examples=[4])
    decision: Literal["accepted", "returned"] | None = Field(
        description="Null while it goes on.", examples=["returned"]
    )
    comments: str | None = Field(description="What the reviewer asks for.", examples=["Say when."])
    decided_at: Moment | None = Field(description="When.")


class OwnVerdict(Record):
    """A verdict of the organisation itself, in whatever state."""

    uid: str = Field(description="The verdict's identifier.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1B"])
    round: str = Field(description=ROUND_MEANS, examples=["2026-2"])
    state_commitment: str = Field(description=KEY_MEANS, examples=["CEDAW-7@KGZ"])
    commitment: str = Field(description="Reference of the commitment.", examples=["CEDAW-7"])
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    status: StatusCode = Field(description=STATUS_MEANS, examples=["draft"])
    version: int = Field(description="Goes up with every change; also the entity tag.", examples=[3])
    level: str | None = Field(description=LEVEL_MEANS, examples=["I2"])
    gap: str | None = Field(description=GAP_MEANS, examples=[None])
    cooperation: str | None = Field(description=COOPERATION_MEANS, examples=["K2"])
    trend: str | None = Field(description="improving, unchanged, worsening or first.", examples=["unchanged"])
    narrative: TranslatedText | None = Field(description="The reasons.")
    shared_draft: str | None = Field(description="Name of the joint text it is part of.", examples=[None])
    has_declared: bool = Field(description="Whether interests were declared, or that there are none.", examples=[True])
    conflict_of_interest: str | None = Field(description="The interests declared.", examples=[None])
    is_name_protected: bool = Field(description="Whether others see the group alone.", examples=[False])
    measures: list[str] = Field(
        description="Identifiers of the measures weighed.", examples=[["01KANB5D7TQ8W6Z3M9YV2R4X1E"]]
    )
    facts: list[str] = Field(description="Keys of the facts weighed.", examples=[["law.KGZ.dv.2017"]])
    evidence: list[OwnEvidence] = Field(description="What it rests on.")
    correction: TranslatedText | None = Field(description="What was corrected after publication.")
    submitted_at: Moment | None = Field(description="When it was handed in.")
    published_at: Moment | None = Field(description="When it was published.")
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])


class OwnVerdictInFull(OwnVerdict):
    """A verdict with what reviewers decided."""

    reviews: list[OwnReview] = Field(description="Newest first.")


class Begin(Record):
    """Which verdict to begin."""

    round: Key = Field(description=ROUND_MEANS, examples=["2026-2"])
    state_commitment: Key = Field(description=KEY_MEANS, examples=["CEDAW-7@KGZ"])


class Draft(Record):
    """What a draft says. PUT writes all of it, and what is left out is emptied; PATCH writes the members given."""

    version: int | None = Field(None, ge=1, description="The version that you saw, without If-Match.", examples=[3])
    level: str | None = Field(None, max_length=20, description=LEVEL_MEANS, examples=["I2"])
    gap: str | None = Field(None, max_length=20, description=GAP_MEANS, examples=["not-published"])
    cooperation: str | None = Field(None, max_length=20, description=COOPERATION_MEANS, examples=["K2"])
    trend: str | None = Field(None, max_length=20, description="Where things are heading.", examples=["unchanged"])
    narrative: dict[LanguageCode, str] | None = Field(
        None,
        description="The reasons by language: plain text, markup stays as it is.",
        examples=[{"en": "The law was passed."}],
    )
    shared_draft: str | None = Field(
        None, max_length=200, description="Name of a joint text.", examples=["Our joint text"]
    )
    has_declared: StrictBool = Field(False, description="That interests, or none, are declared.", examples=[True])
    conflict_of_interest: str | None = Field(
        None, max_length=2000, description="Which.", examples=["A member works there."]
    )
    is_name_protected: StrictBool = Field(False, description="Whether others see the group alone.", examples=[False])
    measures: list[Key] = Field(
        default_factory=list, max_length=200, description="Measures weighed.", examples=[["01KANB5D7TQ8W6Z3M9YV2R4X1E"]]
    )
    facts: list[Key] = Field(
        default_factory=list, max_length=200, description="Facts weighed.", examples=[["law.KGZ.dv.2017"]]
    )


class OwnFilters(Asked):
    """Which of its own verdicts are asked for."""

    round: str | None = Field(None, min_length=1, max_length=40, description=ROUND_MEANS, examples=["2026-2"])
    state: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Code of a state.", examples=["KGZ"])
    status: StatusCode | None = Field(None, description=STATUS_MEANS, examples=["returned"])
    commitment: str | None = Field(
        None, min_length=1, max_length=LONGEST_VALUE, description="Reference of a commitment.", examples=["CEDAW-7"]
    )


def tag_of(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def _link(one: OwnLink, *, with_piece: bool) -> dict[str, object]:
    return {
        "item": one.uid,
        "bearing": one.bearing,
        "pinpoint": said(one.pinpoint),
        "reliability": one.reliability,
        "credibility": one.credibility,
        "is_withdrawn": one.is_withdrawn,
        "piece": evidence_record(one.item) if with_piece and one.item is not None else None,
    }


def _fields(found: Found, acting: Acting) -> dict[str, object]:
    one = found.verdict
    return {
        "uid": one.uid,
        "round": one.round.code,
        "state_commitment": one.state_commitment.key,
        "commitment": one.state_commitment.commitment_id,
        "state": one.state_commitment.state_id,
        "status": one.state,
        "version": one.version,
        **{name: said(getattr(one, name) or "") for name in ("level", "gap", "cooperation", "trend", "shared_draft")},
        "narrative": words(one.narrative),
        "has_declared": one.has_declared,
        "conflict_of_interest": said(one.conflict_of_interest),
        "is_name_protected": one.is_name_protected,
        "measures": sorted(each.pk for each in one.measures),
        "facts": sorted(each.key for each in one.facts),
        "evidence": [_link(each, with_piece=EVIDENCE in acting.scopes) for each in found.links],
        "correction": words(one.correction),
        "submitted_at": one.submitted_at,
        "published_at": one.published_at,
        "is_practice": one.round.is_practice,
    }


def in_full(acting: Acting, uid: str, response: HttpResponse) -> OwnVerdictInFull:
    """One verdict of the organisation as it stands now. Raises Assessment.DoesNotExist for any other."""
    found = own_verdict(acting.actor, acting.organisation, uid)
    response.headers["ETag"] = tag_of(found.verdict.version)
    reviews = [
        {
            "version": one.version,
            "decision": said(one.decision),
            "comments": said(one.comments),
            "decided_at": one.decided_at,
        }
        for one in reviews_of(acting.actor, uid)
    ]
    return OwnVerdictInFull.model_validate({**_fields(found, acting), "reviews": reviews})


@router.get(
    "/own/assessments",
    response=Listing[OwnVerdict],
    summary="The organisation's verdicts",
    url_name="own_assessments",
    openapi_extra=needs(READ),
)
def own_assessments(request: HttpRequest, asked: Query[OwnFilters]) -> Listing[OwnVerdict]:
    """Its verdicts in whatever state, drafts among them, and never one of anybody else."""
    acting = acting_of(request, READ)
    rows = own_verdicts(acting.actor, acting.organisation)
    columns = {
        "round": "round",
        "state": "state_commitment__state",
        "status": "state",
        "commitment": "state_commitment__commitment",
    }
    wanted = {column: getattr(asked, name) for name, column in columns.items() if getattr(asked, name) is not None}
    in_order = rows.filter(**wanted).order_by("pk")
    return paged(
        request,
        in_order.count(),
        lambda start, end: own_part(acting.actor, in_order, start, end),
        asked,
        lambda one: OwnVerdict.model_validate(_fields(one, acting)),
    )


@router.post(
    "/own/assessments",
    response={200: OwnVerdictInFull, 201: OwnVerdictInFull},
    summary="Begin a verdict",
    url_name="own_assessments",
    openapi_extra=needs(WRITE),
)
def begin(request: HttpRequest, response: HttpResponse, wanted: Begin) -> Status[OwnVerdictInFull]:
    """Begin a draft, 201; or give the one that there is, 200: an organisation has one verdict on each commitment."""
    acting = acting_of(request, WRITE)
    at = moment(None)
    try:
        one = begin_assessment(
            actor=acting.actor, round_code=wanted.round, state_commitment=wanted.state_commitment,
            organisation=acting.organisation.code, now=at,
        )  # fmt: skip
    except ObjectDoesNotExist:
        raise wrong("round", "there is no such round") from None
    response.headers["Location"] = here("own", "assessments", one.uid)
    return Status(201 if one.began_at == at else 200, in_full(acting, one.uid, response))


@router.get(
    "/own/assessments/{uid}",
    response=OwnVerdictInFull,
    summary="One verdict",
    url_name="own_assessment",
    openapi_extra=needs(READ),
)
def own_assessment(request: HttpRequest, response: HttpResponse, uid: str) -> OwnVerdictInFull:
    """One of its verdicts, with what reviewers decided. The entity tag is its version."""
    return in_full(acting_of(request, READ), uid, response)


@router.put(
    "/own/assessments/{uid}",
    response=OwnVerdictInFull,
    summary="Write a draft",
    url_name="own_assessment",
    openapi_extra=needs(WRITE, if_match=True),
)
def write(
    request: HttpRequest,
    response: HttpResponse,
    uid: str,
    draft: Draft,
) -> OwnVerdictInFull:
    """Write the whole draft; what is left out is emptied. Evidence has addresses of its own and stays."""
    return _save(request, response, uid, draft, whole=True)


@router.patch(
    "/own/assessments/{uid}",
    response=OwnVerdictInFull,
    summary="Change a draft",
    url_name="own_assessment",
    openapi_extra=needs(WRITE, if_match=True),
)
def change(
    request: HttpRequest,
    response: HttpResponse,
    uid: str,
    draft: Draft,
) -> OwnVerdictInFull:
    """Write the members given and leave the others. Of two who saw one version only the first is taken."""
    return _save(request, response, uid, draft, whole=False)


def _save(request: HttpRequest, response: HttpResponse, uid: str, draft: Draft, *, whole: bool) -> OwnVerdictInFull:
    acting = acting_of(request, WRITE)
    own_verdict(acting.actor, acting.organisation, uid)
    fields = draft.model_dump(exclude={"version"}, exclude_unset=not whole)
    save_draft(actor=acting.actor, uid=uid, seen_version=seen_version(request, draft.version), **fields)
    return in_full(acting, uid, response)
