"""Instruments, and where each state stands towards them."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.register import models as m
from ubada.register.api.facts import CONFIDENCE_MEANS, Confidence
from ubada.register.queries import lists
from ubada.resources.addresses import page
from ubada.resources.lists import LONGEST_VALUE, Asked, Listing, known, listed, reader_of
from ubada.resources.values import PartialDate, Record, TranslatedText, edtf, keys_of, said, spoken

router = Router(tags=["Instruments"])

Binding = Literal["legal", "political", "standard"]
BINDING_MEANS = "In which way it binds: legal, political, or as a standard to be measured by."
TreatyStatus = Literal["party", "signatory", "invited_to_accede", "not_party", "no_action", "no_action_found"]


class Instrument(Record):
    """A treaty, a political document or a body of principles that states are held to."""

    code: str = Field(description="The instrument's code.", examples=["CEDAW", "MC.DEC/14/04"])
    title: TranslatedText = Field(description="The full title.")
    short_title: TranslatedText = Field(description="The title in short.")
    kind: str = Field(
        description="treaty, protocol, ilo-convention, political-document, resolution or principles.",
        examples=["treaty"],
    )
    binding: Binding = Field(description=BINDING_MEANS, examples=["legal"])
    group: str = Field(description="The group it is shown in.", examples=["core"])
    order: int = Field(description="Its place in the order of the matrix.", examples=[40])
    body: str = Field(description="Code of the body that adopted it.", examples=["UNGA"])
    document: str | None = Field(description="Code of the document with its text.", examples=[None])
    monitored_by: list[str] = Field(description="Codes of the bodies that watch over it.", examples=[["CEDAW-C"]])
    adopted_on: PartialDate | None = Field(description="When it was adopted; null also where that is not verified.")
    in_force_on: PartialDate | None = Field(description="When it entered into force.")
    url: str | None = Field(description="Where its text can be read.", examples=["https://www.ohchr.org"])
    unverified_fields: list[str] = Field(description="Fields nobody has verified yet; withheld.", examples=[[]])
    commitments: int = Field(description="How many commitments the register draws from it, a count.", examples=[9])
    page: str = Field(description="The instrument's public page.", examples=["/instruments/CEDAW/"])


class TreatyAction(Record):
    """The position of one state towards one treaty, resting on one published fact."""

    fact: str = Field(description="Key of the fact it rests on, and of the action.", examples=["treaty.KGZ.CEDAW"])
    state: str = Field(description="Code of the state (ISO 3166-1 alpha-3).", examples=["KGZ"])
    instrument: str = Field(description="Code of the instrument.", examples=["CEDAW"])
    status: TreatyStatus = Field(
        description="Where the state stands; no_action_found says only that none was found.", examples=["party"]
    )
    action: str | None = Field(description="What the state did.", examples=["accession"])
    action_date: PartialDate | None = Field(description="When; null also where the date is withheld as unverified.")
    date_basis: str | None = Field(
        description="What the date is, where it is not simply that of the action: deposit, national_law or derived.",
        examples=[None],
    )
    signature_date: PartialDate | None = Field(description="When the state signed.")
    absent_from_source: bool = Field(
        description="True where no action rests on a missing row in a table, as of the as-of date.", examples=[False]
    )
    as_of: PartialDate = Field(description="The date the source speaks for.")
    source_title: str = Field(description="The source, by its name.", examples=["OHCHR treaty body database"])
    source_url: str = Field(description="Where the source can be read.", examples=["https://tbinternet.ohchr.org"])
    confidence: Confidence = Field(description=CONFIDENCE_MEANS, examples=["seen"])
    page: str = Field(description="The public page of the fact.", examples=["/facts/treaty.KGZ.CEDAW/"])


class Place(Record):
    """An article or paragraph that the register speaks of."""

    key: str = Field(description="The key of the place.", examples=["CEDAW:art. 3"])
    locator: str = Field(description="The place as printed.", examples=["art. 3"])


class InstrumentInFull(Instrument):
    """An instrument with its places and each state's position."""

    provisions: list[Place] = Field(description="The places the register speaks of, by their keys.")
    treaty_actions: list[TreatyAction] = Field(description="The position of each state of which one is known.")


def _instrument_fields(row: m.Instrument) -> dict[str, object]:
    return {
        "code": row.code,
        "title": spoken(row.title),
        "short_title": spoken(row.short_title),
        "kind": row.kind,
        "binding": row.binding,
        "group": row.group,
        "order": row.order,
        "body": row.body_id,
        "document": row.document_id,
        "monitored_by": keys_of(row.monitored_by.all()),
        "adopted_on": edtf(row.adopted_on),
        "in_force_on": edtf(row.in_force_on),
        "url": said(row.url),
        "unverified_fields": row.unverified_fields,
        "commitments": row.commitment_count,  # type: ignore[attr-defined]
        "page": page("instrument", row.code),
    }


def _instrument(row: m.Instrument) -> Instrument:
    return Instrument.model_validate(_instrument_fields(row))


def treaty_action_record(row: m.TreatyAction) -> TreatyAction:
    """The published record of a treaty action, with the source of its fact."""
    return TreatyAction.model_validate(
        {
            "fact": row.fact_id,
            "state": row.state_id,
            "instrument": row.instrument_id,
            "status": row.status,
            "action": said(row.action),
            "action_date": edtf(row.action_date),
            "date_basis": said(row.date_basis),
            "signature_date": edtf(row.signature_date),
            "absent_from_source": row.absent_from_source,
            "as_of": edtf(row.fact.as_of),
            "source_title": row.fact.source_title,
            "source_url": row.fact.source_url,
            "confidence": row.fact.confidence,
            "page": page("fact", row.fact_id),
        }
    )


class InstrumentFilters(Asked):
    """What instruments are asked for."""

    kind: str | None = Field(None, min_length=1, max_length=40, description="The kind.", examples=["treaty"])
    binding: Binding | None = Field(None, description=BINDING_MEANS, examples=["legal"])
    group: str | None = Field(None, min_length=1, max_length=60, description="The group.", examples=["core"])
    body: str | None = Field(
        None, min_length=1, max_length=40, description="Code of the body that adopted it.", examples=["ILO"]
    )


@router.get("/instruments", response=Listing[Instrument], summary="Instruments", url_name="instruments")
def instruments(request: HttpRequest, asked: Query[InstrumentFilters]) -> Listing[Instrument]:
    """Treaties, political documents and bodies of principles, with the bodies that adopted and watch over them."""
    actor = reader_of(request)
    rows = lists.instruments(actor)
    known(lists.bodies(actor), "body", asked.body, code=asked.body)
    for name in ("kind", "group"):
        known(lists.instruments(actor), name, getattr(asked, name), **{name: getattr(asked, name)})
    for name in ("kind", "binding", "group", "body"):
        value = getattr(asked, name)
        rows = rows.filter(**{name: value}) if value is not None else rows
    return listed(request, rows, asked, _instrument)


@router.get("/instruments/{key:code}", response=InstrumentInFull, summary="One instrument", url_name="instrument")
def instrument(request: HttpRequest, code: str) -> InstrumentInFull:
    """One instrument with its places and the position of each state. A code may contain slashes: MC.DEC/14/04."""
    actor = reader_of(request)
    row = lists.instruments(actor).get(code=code)
    actions = lists.treaty_actions(actor).filter(instrument=code).order_by("state__order")
    return InstrumentInFull.model_validate(
        {
            **_instrument_fields(row),
            "provisions": [Place(key=one.key, locator=one.locator) for one in lists.provisions_of(actor, code)],
            "treaty_actions": [treaty_action_record(one) for one in actions],
        }
    )


class TreatyActionFilters(Asked):
    """What treaty actions are asked for."""

    state: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Code of a state.", examples=["KGZ"])
    instrument: str | None = Field(
        None, min_length=1, max_length=LONGEST_VALUE, description="Code of an instrument.", examples=["C190"]
    )
    status: TreatyStatus | None = Field(None, description="Where the state stands.", examples=["party"])


@router.get("/treaty-actions", response=Listing[TreatyAction], summary="Treaty actions", url_name="treaty_actions")
def treaty_actions(request: HttpRequest, asked: Query[TreatyActionFilters]) -> Listing[TreatyAction]:
    """Where each state stands towards each treaty. A pair that is missing is not known, which is not a no."""
    actor = reader_of(request)
    rows = lists.treaty_actions(actor, asked.state)
    known(lists.all_states(actor), "state", asked.state, code=asked.state)
    known(lists.instruments(actor), "instrument", asked.instrument, code=asked.instrument)
    for name in ("instrument", "status"):
        value = getattr(asked, name)
        rows = rows.filter(**{name: value}) if value is not None else rows
    return listed(request, rows, asked, treaty_action_record)
