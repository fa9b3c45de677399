"""Questions that facts alone can answer, and the answers."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.register import models as m
from ubada.register.queries import lists
from ubada.resources.lists import LONGEST_VALUE, Asked, Listing, known, listed, reader_of
from ubada.resources.values import PartialDate, Record, TranslatedText, edtf, keys_of, said, spoken

router = Router(tags=["Tests and results"])

AnswerGiven = Literal["yes", "no", "unknown"]
ANSWER_MEANS = "What the facts say. unknown is an answer: no published fact says yes or no."


class Test(Record):
    """A question answered by a rule over the published facts of one state; yes is what was promised."""

    code: str = Field(description="The test's code.", examples=["party-c190"])
    question: TranslatedText = Field(description="The question, about one state.")
    caveat: TranslatedText = Field(description="What a yes does not prove.")
    rule: dict[str, Any] = Field(
        description="The rule, as data: its type and what it looks at. The method page says what each type means.",
        examples=[{"type": "treaty_party", "instrument": "C190"}],
    )
    commitments: list[str] = Field(
        description="References of the commitments on which the answer bears.", examples=[["C190-4"]]
    )


class Result(Record):
    """The answer of one test for one state, computed from published facts and never edited."""

    key: str = Field(description="Key of the answer: test@state.", examples=["party-c190@KGZ"])
    test: str = Field(description="Code of the test.", examples=["party-c190"])
    state: str = Field(description="Code of the state (ISO 3166-1 alpha-3).", examples=["KGZ"])
    answer: AnswerGiven = Field(description=ANSWER_MEANS, examples=["yes"])
    reason: str | None = Field(description="Why, as a code of the rule.", examples=["party"])
    since: PartialDate | None = Field(description="Since when it has been so, where the facts say.")
    as_of: PartialDate | None = Field(
        description="The date the facts speak for; null only where there is no fact to speak."
    )
    facts: list[str] = Field(description="Keys of the facts it rests on.", examples=[["treaty.KGZ.C190"]])


class TestInFull(Test):
    """A test with its answer for each state."""

    results: list[Result] = Field(description="The answers, in the order of the states.")


def _test_fields(row: m.StructuralTest) -> dict[str, object]:
    return {
        "code": row.code,
        "question": spoken(row.question),
        "caveat": spoken(row.caveat),
        "rule": row.rule,
        "commitments": keys_of(row.commitments.all()),
    }


def test_record(row: m.StructuralTest) -> Test:
    """The published record of a test."""
    return Test.model_validate(_test_fields(row))


def result_record(row: m.StructuralResult) -> Result:
    """The published record of an answer."""
    return Result.model_validate(
        {
            "key": row.key,
            "test": row.test_id,
            "state": row.state_id,
            "answer": row.answer,
            "reason": said(row.reason),
            "since": edtf(row.since),
            "as_of": edtf(row.as_of),
            "facts": keys_of(row.facts.all()),
        }
    )


class TestFilters(Asked):
    """What tests are asked for."""

    commitment: str | None = Field(
        None, min_length=1, max_length=60, description="Reference of a commitment.", examples=["C190-4"]
    )


@router.get("/tests", response=Listing[Test], summary="Structural tests", url_name="tests")
def tests(request: HttpRequest, asked: Query[TestFilters]) -> Listing[Test]:
    """The questions, what a yes does not prove, and the commitments each bears on."""
    actor = reader_of(request)
    rows = lists.tests(actor)
    if asked.commitment is not None:
        known(lists.commitments(actor), "commitment", asked.commitment, ref=asked.commitment)
        rows = rows.filter(commitments=asked.commitment)
    return listed(request, rows, asked, test_record)


@router.get("/tests/{key:code}", response=TestInFull, summary="One structural test", url_name="test")
def test(request: HttpRequest, code: str) -> TestInFull:
    """One test with its answer for each state and the facts used."""
    actor = reader_of(request)
    row = lists.tests(actor).get(code=code)
    answers = lists.results(actor).filter(test=code).order_by("state__order")
    return TestInFull.model_validate({**_test_fields(row), "results": [result_record(one) for one in answers]})


class ResultFilters(Asked):
    """What answers are asked for."""

    state: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Code of a state.", examples=["KGZ"])
    test: str | None = Field(
        None, min_length=1, max_length=LONGEST_VALUE, description="Code of a test.", examples=["party-c190"]
    )
    answer: AnswerGiven | None = Field(None, description=ANSWER_MEANS, examples=["unknown"])


@router.get("/results", response=Listing[Result], summary="Answers of the tests", url_name="results")
def results(request: HttpRequest, asked: Query[ResultFilters]) -> Listing[Result]:
    """The answer of each test for each state. Counts of them are no score: the questions are of unequal weight."""
    actor = reader_of(request)
    rows = lists.results(actor, asked.state)
    known(lists.all_states(actor), "state", asked.state, code=asked.state)
    known(lists.tests(actor), "test", asked.test, code=asked.test)
    for name in ("test", "answer"):
        value = getattr(asked, name)
        rows = rows.filter(**{name: value}) if value is not None else rows
    return listed(request, rows, asked, result_record)
