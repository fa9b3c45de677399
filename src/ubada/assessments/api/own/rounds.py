"""What the rounds under way ask of the organisation."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.assessments.api.asking import KEY_MEANS, PRACTICE_MEANS
from ubada.assessments.api.own.acting import READ, acting_of, needs
from ubada.assessments.api.own.verdicts import STATUS_MEANS, StatusCode
from ubada.assessments.api.rounds import ROUND_STATE_MEANS, RoundStateCode
from ubada.assessments.queries import MyRound, Task, my_round, rounds_in_hand
from ubada.resources.lists import Asked, Listing, paged
from ubada.resources.values import Record, TranslatedText, said, spoken

router = Router(tags=["Own work"])


class OwnTask(Record):
    """A commitment in the round, and how far the organisation's verdict on it has come."""

    state_commitment: str = Field(description=KEY_MEANS, examples=["CEDAW-7@KGZ"])
    commitment: str = Field(description="Reference of the commitment.", examples=["CEDAW-7"])
    title: TranslatedText = Field(description="What is to be done.")
    state: str = Field(description="Code of the state.", examples=["KGZ"])
    uid: str | None = Field(
        description="The verdict's; null if none was begun.", examples=["01KANB5D7TQ8W6Z3M9YV2R4X1B"]
    )
    status: StatusCode | None = Field(description=STATUS_MEANS, examples=["draft"])
    version: int | None = Field(description="The verdict's version.", examples=[3])


class OwnRound(Record):
    """A round that is under way, as it stands for the organisation."""

    code: str = Field(description="The round's code.", examples=["2026-2"])
    title: TranslatedText = Field(description="What it is called.")
    state: RoundStateCode = Field(description=ROUND_STATE_MEANS, examples=["open"])
    closes: date = Field(description="The last day to hand a verdict in.", examples=["2026-08-31"])
    zone: str = Field(description="The time zone in which that day ends.", examples=["Asia/Almaty"])
    to_assess: list[OwnTask] = Field(description="On these no verdict was handed in yet.")
    returned: list[OwnTask] = Field(description="These a reviewer sent back; they can be mended and handed in again.")
    overdue: list[OwnTask] = Field(description="These can be handed in no more.")
    done: list[OwnTask] = Field(description="These were handed in.")
    is_practice: bool = Field(description=PRACTICE_MEANS, examples=[False])


def _task(one: Task) -> OwnTask:
    return OwnTask.model_validate(
        {
            "state_commitment": one.key,
            "commitment": one.ref,
            "title": spoken(one.title),
            "state": one.state_code,
            "uid": said(one.uid),
            "status": one.state,
            "version": one.version or None,
        }
    )


def _round(mine: MyRound) -> OwnRound:
    return OwnRound.model_validate(
        {
            "code": mine.round.code,
            "title": spoken(mine.round.title),
            "state": mine.round.state,
            "closes": mine.round.closes,
            "zone": mine.round.zone,
            **{
                name: [_task(one) for one in getattr(mine, name)]
                for name in ("to_assess", "returned", "overdue", "done")
            },
            "is_practice": mine.round.is_practice,
        }
    )


@router.get(
    "/own/rounds",
    response=Listing[OwnRound],
    summary="The rounds under way",
    url_name="own_rounds",
    openapi_extra=needs(READ),
)
def own_rounds(request: HttpRequest, asked: Query[Asked]) -> Listing[OwnRound]:
    """What each round under way asks of the organisation, newest first. Of others' verdicts nothing is said."""
    acting = acting_of(request, READ)
    found = rounds_in_hand(acting.actor, acting.organisation)
    return paged(
        request,
        len(found),
        lambda start, end: found[start:end],
        asked,
        lambda one: _round(my_round(acting.actor, acting.organisation, one)),
    )
