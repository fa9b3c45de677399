"""What a fact says beyond its words, kind by kind. Units and meanings are those of the baseline's schema of facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from ubada.resources.values import PartialDate, Record, TranslatedText

_WITHHELD = "null also where it is withheld; then its name is in unverified_fields."


class Measure(Record):
    """A counted or measured share."""

    code: str = Field(description="What is measured: a term of measures.", examples=["women_lower_house"])
    numerator: int | None = Field(None, description="How many of them, a count.", examples=[20])
    denominator: int | None = Field(None, description="Of how many, a count.", examples=[90])
    percent: str | None = Field(None, description="The share in per cent, an exact decimal as text.", examples=["22.2"])
    legal_percent: str | None = Field(
        None, description="The share in per cent that the law asks for, at least.", examples=["30"]
    )
    legal_percent_max: str | None = Field(
        None, description="The share in per cent that the law allows one sex at most.", examples=["70"]
    )


class LawDetail(Record):
    """What a fact of the kind law says."""

    status: TranslatedText | None = Field(description="The state of the law in a few words.")
    law_class: (
        Literal["in_force", "adopted", "draft", "vetoed", "not_adopted", "expired", "none_found", "unclear"] | None
    ) = Field(
        description="The state of the law the topic asks about; none_found is no proof that there is none.",
        examples=["in_force"],
    )
    offence: Literal["separate_offence", "general_offences", "administrative_only", "none_found"] | None = Field(
        description="How the act is punishable.", examples=["separate_offence"]
    )
    protection_orders: bool | None = Field(
        description="True where the law knows protection orders; null says nothing.", examples=[True]
    )
    foreign_funding_register: bool | None = Field(
        description="True where organisations with foreign money must register as such; null says nothing.",
        examples=[None],
    )
    assembly_regime: Literal["notification", "authorisation"] | None = Field(
        description="Whether assemblies are held on notice or need permission.", examples=["notification"]
    )
    comprehensive: bool | None = Field(
        description="Whether the record is about a comprehensive law against discrimination.", examples=[None]
    )
    period_from: str | None = Field(description="First year of a plan or programme.", examples=["2022"])
    period_to: str | None = Field(description="Last year of a plan or programme.", examples=["2024"])
    measure: Measure | None = Field(description="The share that the law asks for or that was counted.")


class InstitutionDetail(Record):
    """What a fact of the kind nhri (national human rights institution) says."""

    ganhri_class: Literal["A", "B", "none"] | None = Field(
        description="Class given by the Global Alliance of National Human Rights Institutions.", examples=["B"]
    )


class PresenceDetail(Record):
    """What a fact of the kind osce says."""

    document: str | None = Field(description="Code of the document with the commitment.", examples=["COP1990"])
    locator: TranslatedText | None = Field(description="The place in the document.")
    themes: list[str] | None = Field(description="Codes of themes.", examples=[["civic-space.association"]])
    operation: Literal["programme_office", "centre", "project_coordinator"] | None = Field(
        description="The kind of field presence.", examples=["programme_office"]
    )


class ProjectDetail(Record):
    """What a fact of the kind project says."""

    institutions: list[str] | None = Field(description="Codes of the lending bodies.", examples=[["WB"]])
    project_number: str | None = Field(description="The lender's own number. " + _WITHHELD, examples=["P151363"])
    es_category: str | None = Field(
        description="The lender's own category of environmental and social risk.", examples=["A"]
    )
    es_policy: str | None = Field(description="The policy under which the category was given.", examples=[None])
    complaint: TranslatedText | None = Field(description="A complaint to the lender's own mechanism, in a few words.")


class RatingDetail(Record):
    """What a fact of the kind rating says. How it is to be read is at /rating-scales; scales are never compared."""

    index: str | None = Field(description="Code of the index.", examples=["RSF"])
    year: int | None = Field(description="Year of the edition.", examples=[2026])
    rank: int | None = Field(description="Place in the edition's ranking.", examples=[146])
    out_of: int | None = Field(description="How many countries the ranking holds.", examples=[180])
    score: str | None = Field(
        description="Score on the index's own scale, an exact decimal as text.", examples=["37.46"]
    )
    political_rights: int | None = Field(description="Sub-score of the index, in points.", examples=[None])
    civil_liberties: int | None = Field(description="Sub-score of the index, in points.", examples=[None])
    category: Literal["open", "narrowed", "obstructed", "repressed", "closed"] | None = Field(
        description="The index's own category.", examples=[None]
    )
    status: Literal["free", "partly_free", "not_free"] | None = Field(
        description="The index's own class.", examples=[None]
    )


class IndicatorDetail(Record):
    """What a fact of the kind indicator says: one number for a state and a period, as its publisher gives it."""

    indicator: str = Field(description="Code of the series.", examples=["hdr-women-parliament"])
    year: int | None = Field(description="The year it speaks of.", examples=[2023])
    value: str | None = Field(description="The value, an exact decimal as text.", examples=["20"])
    unit: TranslatedText | None = Field(description="What is counted.")
    parts: dict[str, str] | None = Field(
        description="What part of the series it is, by the source's own columns.", examples=[{"group": "Female"}]
    )
    standard_error: str | None = Field(description="Standard error of the value.", examples=[None])
    lower: str | None = Field(description="Lower end of the band.", examples=[None])
    upper: str | None = Field(description="Upper end of the band.", examples=[None])
    percentile: str | None = Field(description="Percentile among all states.", examples=[None])
    sources: int | None = Field(description="How many sources the value rests on.", examples=[None])
    status: str | None = Field(description="The publisher's mark on the value.", examples=[None])
    comment: TranslatedText | None = Field(description="The publisher's remark on the value.")


class ReviewDetail(Record):
    """What a fact of the kind review says."""

    cycle: int | None = Field(description="Cycle of the Universal Periodic Review.", examples=[3])
    committee: str | None = Field(description="Code of the treaty whose committee reviewed.", examples=["CEDAW"])
    body: str | None = Field(description="Code of the reviewing body.", examples=["CEDAW"])
    document: str | None = Field(
        description="Symbol of the document that came out of the review. " + _WITHHELD, examples=["CEDAW/C/KGZ/CO/5"]
    )
    considered: PartialDate | None = Field(description="Days of the dialogue. " + _WITHHELD)
    recommendations_received: int | None = Field(
        description="How many recommendations were made. " + _WITHHELD, examples=[232]
    )
    recommendations_supported: int | None = Field(
        description="How many of them the state supported. " + _WITHHELD, examples=[193]
    )


class NumberCheck(Record):
    """Who opened a telephone number, and when."""

    on: str = Field(description="The day of the check (EDTF).", examples=["2026-11-20"])
    how: Literal["rang", "official_page"] = Field(
        description="rang: someone rang the line. official_page: it stands on a page of the service or the state.",
        examples=["rang"],
    )


class ServiceDetail(Record):
    """What a fact of the kind service says."""

    number: list[str] | None = Field(
        description="Telephone numbers; withheld until someone has rung them, whatever the source.", examples=[None]
    )
    number_checked: NumberCheck | None = Field(
        description="The check that opened the number.", examples=[{"on": "2026-11-20", "how": "rang"}]
    )
    hours: TranslatedText | None = Field(description="Hours of work. " + _WITHHELD)
    round_the_clock: bool | None = Field(
        description="True only where the hours say so now; null where it is not known.", examples=[None]
    )


class TreatyDetail(Record):
    """What a fact of the kind treaty says."""

    instrument: str | None = Field(description="Code of the treaty.", examples=["CEDAW"])
    status: str | None = Field(description="Where the state stands towards the treaty.", examples=["party"])
    action: str | None = Field(description="What the state did.", examples=["accession"])
    signature_date: PartialDate | None = Field(description="When the state signed. " + _WITHHELD)
    date_precision: Literal["year", "month", "day"] | None = Field(
        description="How precisely the date of the action is known.", examples=["day"]
    )
    date_basis: Literal["deposit", "national_law", "derived"] | None = Field(
        description="What the date is, where it is not simply the date of the action.", examples=[None]
    )
    date_basis_note: TranslatedText | None = Field(description="The basis of the date in words.")
    evidence: Literal["absent_from_source"] | None = Field(
        description="absent_from_source: no action, resting on a missing row in a table, as of the as-of date.",
        examples=[None],
    )
    in_matrix: bool | None = Field(
        description="False for a record kept beside a first one because sources conflict.", examples=[None]
    )


Detail = (
    IndicatorDetail
    | LawDetail
    | InstitutionDetail
    | PresenceDetail
    | ProjectDetail
    | RatingDetail
    | ReviewDetail
    | ServiceDetail
    | TreatyDetail
)
DETAILS: dict[str, type[Detail]] = {
    "indicator": IndicatorDetail,
    "law": LawDetail,
    "nhri": InstitutionDetail,
    "osce": PresenceDetail,
    "project": ProjectDetail,
    "rating": RatingDetail,
    "review": ReviewDetail,
    "service": ServiceDetail,
    "treaty": TreatyDetail,
}


def detail_of(kind: str, detail: Mapping[str, Any]) -> Detail:
    """The fields of a fact of this kind; what the baseline's schema does not name is not published."""
    shape = DETAILS[kind]
    return shape.model_validate({name: detail.get(name) for name in shape.model_fields})
