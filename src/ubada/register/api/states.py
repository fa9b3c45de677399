"""States, and what is followed for each."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.access.actors import Actor
from ubada.register import models as m
from ubada.register.api.commitments import (
    STANDING_MEANS,
    OfCommitments,
    StandingKind,
    narrowed,
)
from ubada.register.api.recommendations import Response, response_record
from ubada.register.api.structural import ANSWER_MEANS, AnswerGiven
from ubada.register.queries import lists
from ubada.register.queries.answers import Answer, answers_on
from ubada.register.queries.states import states_with_counts
from ubada.resources.addresses import here, page
from ubada.resources.lists import Asked, Listing, listed, paged, reader_of
from ubada.resources.values import PartialDate, Record, TranslatedText, edtf, said, spoken

router = Router(tags=["States"])


class State(Record):
    """A state whose promises are followed."""

    code: str = Field(description="ISO 3166-1 alpha-3, the state's key.", examples=["KGZ"])
    alpha2: str = Field(description="ISO 3166-1 alpha-2.", examples=["KG"])
    numeric: str = Field(description="ISO 3166-1 numeric.", examples=["417"])
    name: TranslatedText = Field(description="The short name.")
    endonym: TranslatedText | None = Field(description="The name in the state's own language.")
    order: int = Field(description="Its place in tables, by the alphabet of codes; no ranking.", examples=[2])
    is_practice: bool = Field(description="True for an invented state; never in an edition.", examples=[False])
    page: str = Field(description="The state's public page.", examples=["/states/KGZ/"])


class AnswerCounts(Record):
    """How many questions have each answer. No score: the questions are of unequal weight."""

    yes: int = Field(description="Answered yes, a count.", examples=[20])
    no: int = Field(description="Answered no, a count.", examples=[9])
    unknown: int = Field(description="Not answered by any published fact, a count.", examples=[9])


class StateInFull(State):
    """A state with what the register holds on it."""

    answers: AnswerCounts = Field(description="The answers of the structural tests.")
    commitments: int = Field(description="How many commitments are followed for it, a count.", examples=[198])
    facts: int = Field(description="How many facts on it alone are published, a count.", examples=[84])
    tasks: int = Field(description="How many things on it alone are still to be verified, a count.", examples=[20])
    links: dict[str, str] = Field(
        description="Addresses of its lists, by name.", examples=[{"facts": "/api/v1/facts?state=KGZ"}]
    )


class StateAnswer(Record):
    """The answer of one test for the state."""

    test: str = Field(description="Code of the test.", examples=["party-c190"])
    answer: AnswerGiven = Field(description=ANSWER_MEANS, examples=["yes"])
    reason: str | None = Field(description="Why, as a code of the rule.", examples=["party"])
    since: PartialDate | None = Field(description="Since when, where the facts say.")
    as_of: PartialDate | None = Field(description="The date the facts speak for.")


class StateCommitment(Record):
    """A commitment as it is followed for one state: the unit of assessment."""

    key: str = Field(description="Its key: commitment@state.", examples=["CEDAW-3@KGZ"])
    commitment: str = Field(description="Reference of the commitment.", examples=["CEDAW-3"])
    title: TranslatedText = Field(description="What is to be done.")
    state: str = Field(description="Code of the state (ISO 3166-1 alpha-3).", examples=["KGZ"])
    standing: StandingKind = Field(description=STANDING_MEANS, examples=["bound"])
    answers: list[StateAnswer] = Field(description="The answers of the tests that bear on it.")
    responses: list[Response] = Field(description="What the state answered to a recommendation, oldest first.")
    page: str = Field(description="The commitment's public page.", examples=["/commitments/CEDAW-3/"])


def _fields(row: m.State) -> dict[str, object]:
    return {
        "code": row.code,
        "alpha2": row.alpha2,
        "numeric": row.numeric,
        "name": spoken(row.name),
        "endonym": spoken(row.endonym) or None,
        "order": row.order,
        "is_practice": row.is_practice,
        "page": page("state", row.code),
    }


def _state(row: m.State) -> State:
    return State.model_validate(_fields(row))


class StateFilters(Asked):
    """What states are asked for."""

    practice: bool = Field(
        False, description="Whether practice states, which are invented, are listed too.", examples=[False]
    )


@router.get("/states", response=Listing[State], summary="States", url_name="states")
def states(request: HttpRequest, asked: Query[StateFilters]) -> Listing[State]:
    """The states whose promises are followed. Practice states, which are invented, only where they are asked for."""
    rows = lists.all_states(reader_of(request))
    return listed(request, rows if asked.practice else rows.filter(is_practice=False), asked, _state)


@router.get("/states/{code}", response=StateInFull, summary="One state", url_name="state")
def state(request: HttpRequest, code: str) -> StateInFull:
    """One state with counts of what the register holds on it. Counts are no score and are never compared."""
    actor = reader_of(request)
    row = lists.all_states(actor).get(code=code)
    return StateInFull.model_validate({**_fields(row), **_counts(actor, code)})


def _counts(actor: Actor, code: str) -> dict[str, object]:
    found = {one.state.code: one for one in states_with_counts(actor, "en")}.get(code)
    answers = found.answers if found else None
    return {
        "answers": {name: getattr(answers, name, 0) for name in ("yes", "no", "unknown")},
        "commitments": found.commitments if found else lists.state_commitments(actor, code).count(),
        "facts": found.facts if found else lists.facts(actor, code).filter(state=code).count(),
        "tasks": found.to_verify if found else lists.open_tasks(actor, code).count(),
        "links": {
            "commitments": here("states", code, "commitments"),
            **{
                name: f"{here(name)}?state={code}"
                for name in ("facts", "treaty-actions", "results", "tasks", "conflicts", "regions")
            },
        },
    }


@router.get(
    "/states/{code}/commitments",
    response=Listing[StateCommitment],
    summary="The commitments followed for a state",
    url_name="state_commitments",
)
def state_commitments(request: HttpRequest, code: str, asked: Query[OfCommitments]) -> Listing[StateCommitment]:
    """Each commitment as it is followed for one state: standing, answers of the tests, and the state's responses."""
    actor = reader_of(request)
    lists.all_states(actor).get(code=code)
    wanted = narrowed(actor, lists.commitments(actor), asked, code)
    rows = lists.state_commitments(actor, code).filter(commitment__in=wanted.order_by().values("pk")).order_by("pk")

    def part(start: int, end: int) -> list[tuple[m.StateCommitment, list[Answer]]]:
        found = list(rows[start:end])
        book = answers_on(actor, [row.commitment_id for row in found], [code])
        return [(row, book.of(row.commitment_id, code)) for row in found]

    return paged(request, rows.count(), part, asked, lambda one: _followed(*one))


def _followed(row: m.StateCommitment, answers: list[Answer]) -> StateCommitment:
    return StateCommitment.model_validate(
        {
            "key": row.key,
            "commitment": row.commitment_id,
            "title": spoken(row.commitment.title),
            "state": row.state_id,
            "standing": row.standing,
            "answers": [
                {
                    "test": one.test,
                    "answer": one.answer,
                    "reason": said(one.reason),
                    "since": edtf(one.since),
                    "as_of": edtf(one.as_of),
                }
                for one in answers
            ],
            "responses": [response_record(one) for one in row.responses.all()],
            "page": page("commitment", row.commitment_id),
        }
    )
