"""Organisations that take part, for programs. People never appear here."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.organisations import models as m
from ubada.organisations import queries
from ubada.resources.lists import Asked, Listing, listed, reader_of
from ubada.resources.values import PartialDate, Record, TranslatedText, edtf, keys_of, said, spoken

router = Router(tags=["Organisations"])

ConstituencyCode = Literal["STA", "CSO", "NHR", "IGO", "COM", "EXP", "DON"]
CONSTITUENCY_MEANS = (
    "The group it speaks in: STA state, CSO civil society, NHR ombudsman or national human rights institution, IGO "
    "international organisation, COM affected community, EXP experts, DON donors."
)


class Accreditation(Record):
    """The standing of an ombudsman institution with GANHRI over a period."""

    grade: Literal["A", "B", "none"] = Field(description="The class given.", examples=["B"])
    valid_from: PartialDate = Field(description="Since when.")
    valid_to: PartialDate | None = Field(description="Until when; null while it holds.")
    source_title: str = Field(description="The source, by its name.", examples=["Chart of accredited institutions"])
    source_url: str = Field(description="Where the source can be read.", examples=["https://ganhri.org"])


class Organisation(Record):
    """A body that takes part, in exactly one constituency."""

    code: str = Field(description="The organisation's code.", examples=["akyikatchy"])
    name: TranslatedText = Field(description="The name.")
    constituency: ConstituencyCode = Field(description=CONSTITUENCY_MEANS, examples=["NHR"])
    states: list[str] = Field(description="Codes of the states it may speak on.", examples=[["KGZ"]])
    homepage: str | None = Field(description="Its site.", examples=["https://ombudsman.kg"])
    accreditations: list[Accreditation] = Field(description="Its standing with GANHRI, oldest first.", examples=[[]])


class OrganisationFilters(Asked):
    """What organisations are asked for."""

    constituency: ConstituencyCode | None = Field(None, description=CONSTITUENCY_MEANS, examples=["CSO"])


def _organisation(row: m.Organisation) -> Organisation:
    return Organisation.model_validate(
        {
            "code": row.code,
            "name": spoken(row.name),
            "constituency": row.constituency,
            "states": keys_of(row.states.all()),
            "homepage": said(row.homepage),
            "accreditations": [
                {
                    "grade": one.grade,
                    "valid_from": edtf(one.valid_from),
                    "valid_to": edtf(one.valid_to),
                    "source_title": one.source_title,
                    "source_url": one.source_url,
                }
                for one in row.accreditations.all()
            ],
        }
    )


@router.get("/organisations", response=Listing[Organisation], summary="Organisations", url_name="organisations")
def organisations(request: HttpRequest, asked: Query[OrganisationFilters]) -> Listing[Organisation]:
    """The approved organisations with their constituencies; ombudsman institutions with their accreditations."""
    rows = queries.organisations_with_accreditations(reader_of(request))
    if asked.constituency is not None:
        rows = rows.filter(constituency=asked.constituency)
    return listed(request, rows.order_by("code"), asked, _organisation, ordered=True)


@router.get("/organisations/{key:code}", response=Organisation, summary="One organisation", url_name="organisation")
def organisation(request: HttpRequest, code: str) -> Organisation:
    """One approved organisation."""
    return _organisation(queries.organisations_with_accreditations(reader_of(request)).get(code=code))
