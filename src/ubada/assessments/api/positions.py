"""Where each group stands, and how two of them differ. Nothing here joins two groups into one figure."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.assessments import models as m
from ubada.assessments.api.asking import (
    KEY_MEANS,
    LEVEL_MEANS,
    PAIR_MEANS,
    PRACTICE_MEANS,
    ROUND_MEANS,
    VOICE_MEANS,
    GivenLevel,
    GradedLevel,
    LevelCode,
    OfRounds,
    PairClassCode,
    Voice,
    narrowed,
    parts_of,
    reader_asking,
)
from ubada.assessments.queries import PositionShown, lists
from ubada.resources.lists import Listing, listed, paged
from ubada.resources.values import Record

router = Router(tags=["Positions"])


class JointText(Record):
    """Several organisations on one text, which counts once."""

    organisations: list[str] = Field(description="Codes of those that are named.", examples=[["clear-water"]])
    n_protected: int = Field(description="How many more are not named, a count.", examples=[0])
    because: list[Literal["same-text", "declared"]] = Field(
        description="Why they count once: same-text, the reasons are the same; declared, they say so.",
        examples=[["same-text"]],
    )


class Position(Record):
    """Where one group stands on one commitment of one state in one round: the low median of its own verdicts."""

    key: str = Field(description="round:commitment@state:group.", examples=["2026-2:CEDAW-7@KGZ:CSO"])
    round: str = Field(description=ROUND_MEANS, examples=["2026-2"])
    state_commitment: str = Field(description=KEY_MEANS, examples=["CEDAW-7@KGZ"])
    commitment: str = Field(description="Reference of the commitment.", examples=["CEDAW-7"])
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    constituency: Voice = Field(description=VOICE_MEANS, examples=["CSO"])
    level: LevelCode = Field(
        description=f"The position, always a level that somebody gave. {LEVEL_MEANS}", examples=["I2"]
    )
    lowest: GradedLevel | None = Field(description="The lowest level given; null without a grade.", examples=["I0"])
    highest: GradedLevel | None = Field(description="The highest level given; null without a grade.", examples=["I4"])
    n: int = Field(description="How many gave a grade, joint texts once, a count.", examples=[3])
    n_unknown: int = Field(description="How many found too little for one, a count.", examples=[0])
    is_divided: bool = Field(description="Whether lowest and highest are three steps or more apart.", examples=[True])
    organisations: list[str] = Field(description="Codes of those counted that are named.", examples=[["clear-water"]])
    n_protected: int = Field(description="How many of those counted are not named, a count.", examples=[0])
    joint_texts: list[JointText] = Field(description="Texts that count once, with everyone who gave them.")
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])


class Divergence(Record):
    """How two groups differ on one commitment of one state in one round."""

    key: str = Field(description="round:commitment@state:first-second.", examples=["2026-2:CEDAW-7@KGZ:STA-CSO"])
    round: str = Field(description=ROUND_MEANS, examples=["2026-2"])
    state_commitment: str = Field(description=KEY_MEANS, examples=["CEDAW-7@KGZ"])
    commitment: str = Field(description="Reference of the commitment.", examples=["CEDAW-7"])
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    first: Voice = Field(description=VOICE_MEANS, examples=["STA"])
    second: Voice = Field(description="The other group.", examples=["CSO"])
    pair_class: PairClassCode = Field(description=PAIR_MEANS, examples=["OPPOSED"])
    steps: int | None = Field(description="How many steps apart; null unless both have a level.", examples=[4])
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])


class PositionFilters(OfRounds):
    """What positions are asked for."""

    constituency: Voice | None = Field(None, description=VOICE_MEANS, examples=["CSO"])
    level: GivenLevel | None = Field(None, description=LEVEL_MEANS, examples=["I2"])


class DivergenceFilters(OfRounds):
    """What divergences are asked for."""

    pair_class: PairClassCode | None = Field(None, description=PAIR_MEANS, examples=["OPPOSED"])
    min_steps: int | None = Field(None, ge=0, le=5, description="At least so many steps apart.", examples=[2])
    order: Literal["key", "gravest"] = Field(
        "key",
        description=(
            "key: by round, commitment and groups; gravest: by class, then by distance, then by key. It is an order of "
            "commitments; states are never ranked."
        ),
        examples=["gravest"],
    )


def position_record(one: PositionShown) -> Position:
    ref, state = parts_of(one.state_commitment)
    return Position.model_validate(
        {
            "key": f"{one.round.code}:{one.state_commitment}:{one.constituency}",
            "round": one.round.code,
            "state_commitment": one.state_commitment,
            "commitment": ref,
            "state": state,
            "constituency": one.constituency,
            "level": one.level,
            "lowest": one.lowest,
            "highest": one.highest,
            "n": one.n,
            "n_unknown": one.n_unknown,
            "is_divided": one.is_split,
            "organisations": [each.code for each in one.organisations],
            "n_protected": one.n_protected,
            "joint_texts": [
                {
                    "organisations": [each.code for each in text.organisations],
                    "n_protected": text.n_protected,
                    "because": [ground.value for ground in text.because],
                }
                for text in one.joint_texts
            ],
            "is_practice": one.round.is_practice,
        }
    )


def divergence_record(row: m.Divergence) -> Divergence:
    ref, state = parts_of(row.state_commitment_id)
    return Divergence.model_validate(
        {
            "key": f"{row.round_id}:{row.state_commitment_id}:{row.first}-{row.second}",
            "round": row.round_id,
            "state_commitment": row.state_commitment_id,
            "commitment": ref,
            "state": state,
            "first": row.first,
            "second": row.second,
            "pair_class": row.pair_class,
            "steps": row.steps,
            "is_practice": row.round.is_practice,
        }
    )


@router.get("/positions", response=Listing[Position], summary="Positions", url_name="positions")
def positions(request: HttpRequest, asked: Query[PositionFilters]) -> Listing[Position]:
    """Where each group stands in the rounds that are published. Groups are never added up into one figure."""
    actor = reader_asking(request, practice=asked.practice)
    rows = narrowed(actor, lists.positions(actor, practice=asked.practice), asked)
    for name in ("constituency", "level"):
        value = getattr(asked, name)
        rows = rows.filter(**{name: value}) if value is not None else rows
    in_order = lists.by_key(rows, "constituency")
    return paged(
        request,
        in_order.count(),
        lambda start, end: lists.positions_part(actor, in_order, start, end),
        asked,
        position_record,
    )


@router.get("/divergences", response=Listing[Divergence], summary="Divergences", url_name="divergences")
def divergences(request: HttpRequest, asked: Query[DivergenceFilters]) -> Listing[Divergence]:
    """How every two groups differ, commitment by commitment. Computed from the positions and never edited."""
    actor = reader_asking(request, practice=asked.practice)
    rows = narrowed(actor, lists.divergences(actor, practice=asked.practice), asked)
    if asked.pair_class is not None:
        rows = rows.filter(pair_class=asked.pair_class)
    if asked.min_steps is not None:
        rows = rows.filter(steps__gte=asked.min_steps)
    in_order = lists.gravest_first(rows) if asked.order == "gravest" else lists.by_key(rows, "first", "second")
    return listed(request, in_order, asked, divergence_record, ordered=True)
