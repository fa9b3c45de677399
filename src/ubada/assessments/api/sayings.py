"""What stands beside verdicts: joint findings, what was said to have been done, and the grades that others gave."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.assessments.api.asking import (
    COOPERATION_MEANS,
    KEY_MEANS,
    LEVEL_MEANS,
    PRACTICE_MEANS,
    ROUND_MEANS,
    VOICE_MEANS,
    CooperationCode,
    GivenLevel,
    LevelCode,
    OfPractice,
    OfRounds,
    Voice,
    narrowed,
    parts_of,
    reader_asking,
    require_commitment,
    require_state,
)
from ubada.assessments.gradings import gradings
from ubada.assessments.queries import FindingShown, GradeShown, MeasureShown, lists
from ubada.assessments.queries.sayings import finding_shown, grade_shown
from ubada.evidence.api import Evidence, evidence_record
from ubada.resources.lists import LONGEST_VALUE, Listing, listed, paged, refuse
from ubada.resources.values import Moment, PartialDate, Record, TranslatedText, edtf, keys_of, said, spoken, words

router = Router(tags=["Beside verdicts"])

MeasureKind = Literal["law", "policy", "budget", "institution", "training", "practice", "remedy"]


class Vote(Record):
    """How a group stands towards a joint finding."""

    constituency: Voice = Field(description=VOICE_MEANS, examples=["STA"])
    agrees: bool = Field(description="Whether it agrees.", examples=[False])
    dissent: TranslatedText | None = Field(description="Why it does not.")


class Finding(Record):
    """What groups found together, with the dissent. It stands beside the positions and never in their place."""

    uid: str = Field(description="The finding's identifier.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1F"])
    round: str = Field(description=ROUND_MEANS, examples=["2026-2"])
    state_commitment: str = Field(description=KEY_MEANS, examples=["CEDAW-7@KGZ"])
    commitment: str = Field(description="Reference of the commitment.", examples=["CEDAW-7"])
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    text: TranslatedText = Field(description="What they found.")
    level: GivenLevel | None = Field(description=f"The level they agree on, if any. {LEVEL_MEANS}", examples=["I1"])
    basis: Literal["consensus", "majority"] = Field(
        description="Of the groups that voted: all, or more than half.", examples=["majority"]
    )
    votes: list[Vote] = Field(description="Every vote, one a group.")
    proposed_at: Moment = Field(description="When it was put to the vote.")
    adopted_at: Moment = Field(description="When it was adopted.")
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])


class ClaimedMeasure(Record):
    """What somebody says was done: a claim of whoever makes it, until verdicts weigh it."""

    uid: str = Field(description="The measure's identifier.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1E"])
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    kind: MeasureKind = Field(description="What kind of thing was done.", examples=["law"])
    title: TranslatedText = Field(description="What was done.")
    summary: TranslatedText | None = Field(description="More about it.")
    dated: PartialDate | None = Field(description="When, as the claimant says.")
    body: str | None = Field(description="Who did it, as the claimant says.", examples=["Ministry of Labour"])
    claimant: str = Field(description="Code of the organisation that says so.", examples=["ministry"])
    claimed_as: str = Field(description="The claimant's group at the time, by code.", examples=["STA"])
    state_commitments: list[str] = Field(description="What it is about.", examples=[["CEDAW-7@KGZ"]])
    evidence: list[Evidence] = Field(description="What it rests on, as far as it is public.")
    made_at: Moment = Field(description="When it was said.")
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])


class Nearest(Record):
    """What a grade of others is close to on our scale: a range, never one level and never "the same"."""

    lowest: LevelCode | None = Field(description="The lowest level it is close to.", examples=["I1"])
    highest: LevelCode | None = Field(description="The highest level it is close to.", examples=["I2"])
    cooperation: CooperationCode | None = Field(description=COOPERATION_MEANS, examples=[None])
    relation: str = Field(description="How the two relate, in the words of SKOS.", examples=["closeMatch"])


class Grade(Record):
    """A grade that a body gave elsewhere, first as it was given. It enters no position."""

    key: str = Field(description="The source's own key.", examples=["hrc/2025/kgz/1"])
    grading: str = Field(description="How that body grades, by its code.", examples=["hrc-followup"])
    grading_title: TranslatedText = Field(description="What that grading is called.")
    grade: str = Field(description="The grade, exactly as given.", examples=["B"])
    grade_label: TranslatedText = Field(description="What the body calls it.")
    state_commitment: str = Field(description=KEY_MEANS, examples=["CEDAW-7@KGZ"])
    commitment: str = Field(description="Reference of the commitment.", examples=["CEDAW-7"])
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    given_on: PartialDate = Field(description="When it was given.")
    document: str | None = Field(description="Code of the document, if the register has it.", examples=[None])
    paragraph: str = Field(description="Where in it.", examples=["para. 12"])
    source_title: str = Field(description="The source, by its name.", examples=["Report on follow-up, 2025"])
    source_url: str = Field(description="Where it can be read.", examples=["https://tbinternet.ohchr.org"])
    nearest: Nearest | None = Field(description="What it is close to; null where it is not mapped.")
    not_mapped: Literal["to-verify", "no-counterpart"] | None = Field(
        description="to-verify: not yet read in its source; no-counterpart: nothing comes near it.", examples=[None]
    )
    caution: TranslatedText = Field(description="What to keep in mind when reading the two side by side.")
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])


class OfStates(OfPractice):
    """The filters of lists that belong to no round."""

    state: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Code of a state.", examples=["KGZ"])
    commitment: str | None = Field(
        None, min_length=1, max_length=LONGEST_VALUE, description="Reference of a commitment.", examples=["CEDAW-7"]
    )


class MeasureFilters(OfStates):
    """What measures are asked for."""

    kind: MeasureKind | None = Field(None, description="What kind of thing was done.", examples=["law"])


class GradeFilters(OfStates):
    """What grades are asked for."""

    grading: str | None = Field(
        None, min_length=1, max_length=40, description="Code of a grading.", examples=["hrc-followup"]
    )


def _finding(one: FindingShown) -> Finding:
    ref, state = parts_of(one.state_commitment)
    return Finding.model_validate(
        {
            "uid": one.uid,
            "round": one.round.code,
            "state_commitment": one.state_commitment,
            "commitment": ref,
            "state": state,
            "text": spoken(one.text),
            "level": one.level,
            "basis": one.basis,
            "votes": [
                {"constituency": vote.constituency, "agrees": vote.agrees, "dissent": words(vote.dissent)}
                for vote in one.votes
            ],
            "proposed_at": one.proposed_at,
            "adopted_at": one.adopted_at,
            "is_practice": one.round.is_practice,
        }
    )


def _measure(one: MeasureShown) -> ClaimedMeasure:
    row = one.measure
    return ClaimedMeasure.model_validate(
        {
            "uid": row.uid,
            "state": row.state_id,
            "kind": row.kind,
            "title": spoken(row.title),
            "summary": words(row.summary),
            "dated": edtf(row.dated),
            "body": said(row.body),
            "claimant": row.claimant.code,
            "claimed_as": one.claimed_as,
            "state_commitments": keys_of(row.state_commitments.all()),
            "evidence": [evidence_record(item) for item in one.evidence],
            "made_at": row.made_at,
            "is_practice": row.state.is_practice,
        }
    )


def _grade(one: GradeShown) -> Grade:
    row, near = one.grade, one.translation
    ref, state = parts_of(row.state_commitment_id)
    return Grade.model_validate(
        {
            "key": row.key,
            "grading": row.grading,
            "grading_title": spoken(one.grading.title),
            "grade": row.grade,
            "grade_label": spoken(near.label),
            "state_commitment": row.state_commitment_id,
            "commitment": ref,
            "state": state,
            "given_on": edtf(row.given_on),
            "document": row.document_id,
            "paragraph": row.paragraph,
            "source_title": row.source_title,
            "source_url": row.source_url,
            "nearest": None
            if near.unmapped is not None
            else {
                "lowest": near.lowest,
                "highest": near.highest,
                "cooperation": near.cooperation,
                "relation": near.relation,
            },
            "not_mapped": near.unmapped,
            "caution": spoken(one.grading.caution),
            "is_practice": row.state_commitment.state.is_practice,
        }
    )


@router.get("/findings", response=Listing[Finding], summary="Joint findings", url_name="findings")
def findings(request: HttpRequest, asked: Query[OfRounds]) -> Listing[Finding]:
    """The joint findings that were adopted, with every vote and every dissent."""
    actor = reader_asking(request, practice=asked.practice)
    rows = narrowed(actor, lists.findings(actor, practice=asked.practice), asked)
    return listed(request, rows, asked, lambda row: _finding(finding_shown(row)))


@router.get("/measures", response=Listing[ClaimedMeasure], summary="Measures", url_name="measures")
def measures(request: HttpRequest, asked: Query[MeasureFilters]) -> Listing[ClaimedMeasure]:
    """What organisations, states' own among them, say was done. Each is a claim and not a verdict."""
    actor = reader_asking(request, practice=asked.practice)
    require_state(actor, asked)
    require_commitment(actor, asked.commitment)
    rows = lists.measures(actor, practice=asked.practice)
    for name in ("state", "kind"):
        value = getattr(asked, name)
        rows = rows.filter(**{name: value}) if value is not None else rows
    if asked.commitment is not None:
        rows = rows.filter(pk__in=rows.filter(state_commitments__commitment=asked.commitment).values("pk"))
    in_order = rows.order_by("pk")
    return paged(
        request, in_order.count(), lambda start, end: lists.measures_part(actor, in_order, start, end), asked, _measure
    )


@router.get("/grades", response=Listing[Grade], summary="Grades that others gave", url_name="grades")
def grades(request: HttpRequest, asked: Query[GradeFilters]) -> Listing[Grade]:
    """Grades of treaty bodies and others: first as given, then the range of our scale they are close to."""
    actor = reader_asking(request, practice=asked.practice)
    require_state(actor, asked)
    require_commitment(actor, asked.commitment)
    rows = lists.about(
        lists.grades(actor, practice=asked.practice), state=asked.state, theme=None, commitment=asked.commitment
    )
    if asked.grading is not None:
        if asked.grading not in gradings():
            refuse("grading", f"There is no grading with the code {asked.grading}.")
        rows = rows.filter(grading=asked.grading)
    return listed(request, rows.order_by("key"), asked, lambda row: _grade(grade_shown(row)), ordered=True)
