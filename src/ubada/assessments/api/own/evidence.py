"""The organisation's own evidence, to be linked to its drafts."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.assessments.api.own.acting import EVIDENCE, acting_of, needs
from ubada.evidence.api import Evidence, evidence_record
from ubada.evidence.models import EvidenceItem
from ubada.evidence.queries import items_of
from ubada.resources.lists import Asked, Listing, listed
from ubada.resources.values import Record

router = Router(tags=["Own work"])


class OwnItem(Record):
    """A piece of the organisation's evidence."""

    uid: str = Field(description="The item's identifier.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1C"])
    sensitivity: Literal["organisation", "partners", "public"] = Field(
        description="Who may see that there is such a piece.", examples=["partners"]
    )
    is_withdrawn: bool = Field(description="Whether it was withdrawn; then it counts for nothing.", examples=[False])
    piece: Evidence = Field(description="The piece.")


class OwnItemFilters(Asked):
    """Which pieces are asked for."""

    sensitivity: Literal["organisation", "partners", "public"] | None = Field(
        None, description="Who may see it.", examples=["public"]
    )


def _item(row: EvidenceItem) -> OwnItem:
    return OwnItem.model_validate(
        {
            "uid": row.uid,
            "sensitivity": row.sensitivity,
            "is_withdrawn": row.is_withdrawn,
            "piece": evidence_record(row),
        }
    )


@router.get(
    "/own/evidence",
    response=Listing[OwnItem],
    summary="The organisation's evidence",
    url_name="own_evidence",
    openapi_extra=needs(EVIDENCE),
)
def own_evidence(request: HttpRequest, asked: Query[OwnItemFilters]) -> Listing[OwnItem]:
    """Its own pieces, whoever may see them; files are handed in and had back at the desk alone."""
    acting = acting_of(request, EVIDENCE)
    rows = items_of(acting.actor, acting.organisation)
    if asked.sensitivity is not None:
        rows = rows.filter(sensitivity=asked.sensitivity)
    return listed(request, rows, asked, _item)
