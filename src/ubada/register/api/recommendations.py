"""What belongs to a recommendation: the states that made it, what the addressed state answered, where it came from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ubada.register import models as m
from ubada.resources.values import PartialDate, Record, TranslatedText, edtf, said, words


class Response(Record):
    """What a state answered to a recommendation, with the official class, ours, and what it claims kept apart."""

    key: str = Field(description="Key of the answer.", examples=["UPR-KGZ-4-142.3@KGZ@2025-09-29"])
    state: str = Field(description="Code of the state (ISO 3166-1 alpha-3).", examples=["KGZ"])
    wording: TranslatedText | None = Field(
        description="The state's own words; null where the source gives the class alone."
    )
    official_class: Literal["supported", "noted", "none"] = Field(
        description="The class under Human Rights Council resolution 5/1.", examples=["supported"]
    )
    our_class: str | None = Field(description="The register's own class.", examples=["partly"])
    claim: Literal["implemented", "under_way"] | None = Field(
        description="What the state says it has done already. No assessment: nobody has verified it.", examples=[None]
    )
    claim_wording: TranslatedText | None = Field(description="The claim in the state's own words.")
    dated: PartialDate = Field(description="When it was given.")
    source_title: str = Field(description="The source, by its name.", examples=["A/HRC/60/9/Add.1"])
    source_url: str = Field(description="Where it can be read.", examples=["https://undocs.org/A/HRC/60/9/Add.1"])


class Recommender(Record):
    """That a state made the recommendation."""

    state: str = Field(description="Code of the recommending state (ISO 3166-1 alpha-3).", examples=["NOR"])
    raw_name: str = Field(description="Its name as the source writes it.", examples=["Norway"])


class CommitmentSource(Record):
    """A database that the commitment was imported from."""

    database: str = Field(description="The database.", examples=["upr-info"])
    source_key: str = Field(description="Key of the record there.", examples=["UPR-KGZ-8-5f0c2a9b1e"])
    source_title: str = Field(description="The source, by its name.", examples=["UPR Info"])
    source_url: str = Field(description="Where it can be read.", examples=["https://www.upr-info.org"])
    labels: dict[str, list[str]] = Field(
        description="The words by which the source sorts it, by column.", examples=[{"issues": ["Justice"]}]
    )
    derived: list[str] = Field(
        description="Fields of the commitment that a rule filled because the source has none.", examples=[["title"]]
    )
    is_quoted: bool = Field(description="Whether the text is the source's own.", examples=[True])


def response_record(row: m.StateResponse) -> Response:
    """The published record of what a state answered."""
    return Response.model_validate(
        {
            "key": row.key,
            "state": row.state_commitment.state_id,
            "wording": words(row.wording),
            "official_class": row.official_class,
            "our_class": said(row.our_class),
            "claim": said(row.claim),
            "claim_wording": words(row.claim_wording),
            "dated": edtf(row.dated),
            "source_title": row.source_title,
            "source_url": row.source_url,
        }
    )


def recommender_record(row: m.RecommendedBy) -> Recommender:
    """The published record of who recommended it."""
    return Recommender(state=row.recommending_state, raw_name=row.raw_name)


def source_record(row: m.CommitmentSource) -> CommitmentSource:
    """The published record of a database it was imported from."""
    return CommitmentSource.model_validate({name: getattr(row, name) for name in CommitmentSource.model_fields})
