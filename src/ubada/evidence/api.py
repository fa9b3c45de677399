"""Pieces of evidence as programs read them: what is public of one, and not whose it is."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ubada.evidence import models as m
from ubada.resources.addresses import page
from ubada.resources.values import PartialDate, Record, TranslatedText, edtf, said, spoken, words


class Evidence(Record):
    """A piece of evidence. Who handed it in is not said: that could name an organisation whose name is protected."""

    uid: str = Field(description="The item's identifier.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1C"])
    kind: str = Field(description="What kind of thing it is.", examples=["document"])
    title: TranslatedText = Field(description="What it is called.")
    summary: TranslatedText | None = Field(description="What it holds.")
    source: str = Field(description="Who says or published it.", examples=["National Statistical Committee"])
    dated: PartialDate | None = Field(description="Of when it is.")
    captured_on: date = Field(description="When it was taken over.", examples=["2026-07-02"])
    language: str | None = Field(description="Code of the language it is in.", examples=["ru"])
    url: str | None = Field(description="Where it stands on the web.", examples=["https://stat.gov.kg/report.pdf"])
    file: str | None = Field(
        description="Address of the file without its metadata, if there is one.",
        examples=["/evidence/01KANB5D7TQ8W6Z3M9YV2R4X1C/copy/"],
    )


def evidence_record(item: m.EvidenceItem) -> Evidence:
    """The published record of an item that whoever asks may see."""
    return Evidence.model_validate(
        {
            "uid": item.uid,
            "kind": item.kind,
            "title": spoken(item.title),
            "summary": words(item.summary),
            "source": item.source,
            "dated": edtf(item.dated),
            "captured_on": item.captured_on,
            "language": said(item.language),
            "url": said(item.url),
            "file": page("evidence_copy", item.uid) if item.public_copy_id is not None else None,
        }
    )
