"""Verdicts that are published, with what they rest on, what others answered, and the tombstones of those taken back."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.assessments.api.asking import (
    COOPERATION_MEANS,
    GAP_MEANS,
    KEY_MEANS,
    LEVEL_MEANS,
    PRACTICE_MEANS,
    ROUND_MEANS,
    VOICE_MEANS,
    CooperationCode,
    GapCode,
    GivenLevel,
    OfRounds,
    TrendCode,
    Voice,
    narrowed,
    reader_asking,
)
from ubada.assessments.queries import EvidenceShown, ReplyShown, VerdictShown, lists
from ubada.evidence.api import Evidence, evidence_record
from ubada.organisations.queries import organisations
from ubada.resources.addresses import page
from ubada.resources.lists import Listing, known, paged
from ubada.resources.values import Moment, Record, TranslatedText, said, spoken, words

router = Router(tags=["Verdicts"])


class RestsOn(Record):
    """A piece that a verdict rests on, and how far it can be relied on (Admiralty code)."""

    bearing: Literal["supports", "contradicts"] = Field(description="For or against.", examples=["supports"])
    pinpoint: str | None = Field(description="Where in it.", examples=["page 4"])
    reliability: Literal["A", "B", "C", "D", "E", "F"] = Field(
        description="Of the source: A completely reliable to E unreliable, F cannot be judged.", examples=["B"]
    )
    credibility: Literal["1", "2", "3", "4", "5", "6"] = Field(
        description="Of the piece: 1 confirmed by others to 5 improbable, 6 cannot be judged.", examples=["2"]
    )
    item: Evidence = Field(description="The piece.")


class Reply(Record):
    """A party's answer to a verdict, printed beside it."""

    uid: str = Field(description="The answer's identifier.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1D"])
    constituency: Voice = Field(description=f"Whose it is. {VOICE_MEANS}", examples=["STA"])
    organisation: str | None = Field(
        description="Code of the organisation; null where its name is protected.", examples=["ministry"]
    )
    text: TranslatedText = Field(description="The answer.")
    evidence: list[Evidence] = Field(description="What it rests on, as far as it is public.")
    received_at: Moment = Field(description="When it came.")


class Verdict(Record):
    """What one organisation found on one commitment of one state in one round; or that it was taken back.

    Of one that was taken back nothing is left but the group, the class of reason and the day: every other member is
    null or empty.
    """

    uid: str = Field(description="The verdict's identifier.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1B"])
    round: str = Field(description=ROUND_MEANS, examples=["2026-2"])
    state_commitment: str = Field(description=KEY_MEANS, examples=["CEDAW-7@KGZ"])
    commitment: str = Field(description="Reference of the commitment.", examples=["CEDAW-7"])
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    status: Literal["published", "corrected", "withdrawn"] = Field(
        description="published; corrected, with a correction beside it; withdrawn, taken back.", examples=["published"]
    )
    constituency: Voice = Field(description=VOICE_MEANS, examples=["CSO"])
    organisation: str | None = Field(
        description="Code of the organisation; null where its name is protected.", examples=["clear-water"]
    )
    is_name_protected: bool = Field(description="Whether its name is protected.", examples=[False])
    accreditation: Literal["A", "B", "none"] | None = Field(
        description="GANHRI status of an ombudsman institution on the day it gave the verdict.", examples=[None]
    )
    level: GivenLevel | None = Field(description=LEVEL_MEANS, examples=["I2"])
    gap: GapCode | None = Field(description=GAP_MEANS, examples=[None])
    cooperation: CooperationCode | None = Field(description=COOPERATION_MEANS, examples=["K2"])
    trend: TrendCode | None = Field(description="Where things are heading in its eyes.", examples=["unchanged"])
    reasons: TranslatedText | None = Field(description="Its reasons.")
    joint_text: str | None = Field(description="Name of the joint text it is part of.", examples=[None])
    interests: str | None = Field(description="The conflict of interest that was declared.", examples=[None])
    evidence: list[RestsOn] = Field(description="What it rests on, as far as it is public.")
    n_evidence_withdrawn: int = Field(description="Public pieces that were withdrawn since, a count.", examples=[0])
    measures: list[str] = Field(
        description="Identifiers of the measures that were weighed.", examples=[["01KANB5D7TQ8W6Z3M9YV2R4X1E"]]
    )
    facts: list[str] = Field(description="Keys of the facts that were weighed.", examples=[["law.KGZ.dv.2017"]])
    replies: list[Reply] = Field(description="What parties answered, in the order in which it came.")
    correction: TranslatedText | None = Field(description="What was wrong and why. The text itself stays as it was.")
    opened_at: Moment | None = Field(description="When all parties could read it, all at one moment.")
    published_at: Moment | None = Field(description="When it was published.")
    withdrawn_at: Moment | None = Field(description="When it was taken back.")
    withdrawal_reason: Literal["error", "security", "consent-withdrawn"] | None = Field(
        description="The class of reason, and nothing more.", examples=[None]
    )
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])
    page: str = Field(
        description="The page with all verdicts on the commitment in that state.",
        examples=["/commitments/CEDAW-7/KGZ/verdicts/"],
    )


class Step(Record):
    """A step that was taken in public."""

    step: Literal["publish", "correct", "publish-again"] = Field(
        description="publish; correct; publish-again, with its correction in an edition.", examples=["publish"]
    )
    taken_at: Moment = Field(description="When.")


class VerdictInFull(Verdict):
    """A verdict with the steps that were taken in public."""

    steps: list[Step] = Field(description="When it was published and corrected, oldest first.")


class VerdictFilters(OfRounds):
    """What verdicts are asked for."""

    constituency: Voice | None = Field(None, description=VOICE_MEANS, examples=["CSO"])
    organisation: str | None = Field(
        None,
        min_length=1,
        max_length=60,
        description="Code of an organisation: the verdicts that bear its name.",
        examples=["clear-water"],
    )
    level: GivenLevel | None = Field(None, description=LEVEL_MEANS, examples=["IR"])
    status: Literal["published", "corrected", "withdrawn"] | None = Field(
        None, description="How it stands.", examples=["corrected"]
    )


def _evidence(one: EvidenceShown) -> dict[str, object] | None:
    if one.item is None:
        return None
    return {
        "bearing": one.bearing,
        "pinpoint": said(one.pinpoint),
        "reliability": one.reliability,
        "credibility": one.credibility,
        "item": evidence_record(one.item),
    }


def _reply(one: ReplyShown) -> dict[str, object]:
    return {
        "uid": one.uid,
        "constituency": one.constituency,
        "organisation": one.organisation.code if one.organisation is not None else None,
        "text": spoken(one.text),
        "evidence": [evidence_record(item) for item in one.evidence],
        "received_at": one.received_at,
    }


def verdict_fields(one: VerdictShown, n_withdrawn: int) -> dict[str, object]:
    """What is public of a verdict, by the names of `Verdict`. A tombstone names no organisation."""
    named = one.organisation if not one.is_tombstone else None
    return {
        "uid": one.uid,
        "round": one.round.code,
        "state_commitment": one.state_commitment.key,
        "commitment": one.state_commitment.commitment_id,
        "state": one.state_commitment.state_id,
        "status": one.state,
        "constituency": one.constituency,
        "organisation": named.code if named is not None else None,
        "is_name_protected": one.is_name_protected,
        "accreditation": said(one.accreditation) if named is not None else None,
        "level": one.level,
        "gap": said(one.gap),
        "cooperation": said(one.cooperation),
        "trend": said(one.trend),
        "reasons": words(one.narrative),
        "joint_text": said(one.shared_draft),
        "interests": said(one.conflict_of_interest),
        "evidence": [shown for each in one.evidence if (shown := _evidence(each)) is not None],
        "n_evidence_withdrawn": n_withdrawn,
        "measures": sorted(each.pk for each in one.measures),
        "facts": sorted(each.key for each in one.facts),
        "replies": [_reply(each) for each in one.replies],
        "correction": words(one.correction),
        "opened_at": one.opened_at,
        "published_at": one.published_at,
        "withdrawn_at": one.withdrawn_at,
        "withdrawal_reason": said(one.withdrawal_reason),
        "is_practice": one.round.is_practice,
        "page": page("verdicts", one.state_commitment.commitment_id, one.state_commitment.state_id),
    }


def verdict_record(one: tuple[VerdictShown, int]) -> Verdict:
    """The public record of a verdict, given with the number of pieces under it that were withdrawn since."""
    return Verdict.model_validate(verdict_fields(*one))


@router.get("/verdicts", response=Listing[Verdict], summary="Verdicts", url_name="verdicts")
def verdicts(request: HttpRequest, asked: Query[VerdictFilters]) -> Listing[Verdict]:
    """The published verdicts with reasons, evidence, replies and corrections; of those taken back, that they were."""
    actor = reader_asking(request, practice=asked.practice)
    known(organisations(actor), "organisation", asked.organisation, code=asked.organisation)
    rows = narrowed(actor, lists.verdicts(actor, practice=asked.practice), asked)
    for name, column in (("constituency", "constituency"), ("level", "level"), ("status", "state")):
        value = getattr(asked, name)
        rows = rows.filter(**{column: value}) if value is not None else rows
    if asked.organisation is not None:
        rows = lists.with_name(rows, asked.organisation)
    in_order = rows.order_by("pk")

    def part(start: int, end: int) -> list[tuple[VerdictShown, int]]:
        found = lists.verdicts_part(actor, in_order, start, end)
        gone = lists.evidence_taken_back(actor, [one.uid for one in found])
        return [(one, gone[one.uid]) for one in found]

    return paged(request, in_order.count(), part, asked, verdict_record)


@router.get("/verdicts/{uid}", response=VerdictInFull, summary="One verdict", url_name="verdict")
def verdict(request: HttpRequest, uid: str) -> VerdictInFull:
    """One published verdict, or the tombstone of one that was taken back; also one for practice."""
    actor = reader_asking(request, practice=True)
    one = lists.verdict(actor, uid)
    steps = [{"step": each.step, "taken_at": each.taken_at} for each in lists.public_steps(actor, uid)]
    gone = lists.evidence_taken_back(actor, [uid])
    return VerdictInFull.model_validate({**verdict_fields(one, gone[uid]), "steps": steps})
