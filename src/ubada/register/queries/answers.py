"""What the structural tests found: the questions of a commitment, and the answers by theme and state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.register.models import Fact, State, StructuralResult, StructuralTest
from ubada.register.queries.states import Answers


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer for one state: of which test, since when, and the date its facts speak for."""

    test: str
    state: str
    answer: str
    reason: str
    since: PartialDate | None
    as_of: PartialDate | None


@dataclass(frozen=True, slots=True)
class Line:
    """One question on a commitment and its answers, in the order of the states asked for."""

    test: str
    question: TranslatedText
    answers: tuple[tuple[State, Answer], ...]


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """The questions on some commitments and every answer to them."""

    questions: dict[str, TranslatedText]
    tests_of: dict[str, list[str]]
    by_test: dict[str, dict[str, Answer]]

    def of(self, ref: str, state: str) -> list[Answer]:
        """The answers of a commitment's tests for one state, in the order of the tests."""
        return [self.by_test[test][state] for test in self.tests_of.get(ref, []) if state in self.by_test[test]]

    def lines(self, ref: str, states: Sequence[State]) -> list[Line]:
        """The questions on a commitment, each with the answers for some states in their order."""
        return [
            Line(
                test,
                self.questions[test],
                tuple((one, self.by_test[test][one.code]) for one in states if one.code in self.by_test[test]),
            )
            for test in self.tests_of.get(ref, [])
        ]


def published_facts(actor: Actor) -> QuerySet[Fact]:
    """Facts for a public page: what passed the gate, without the columns that are for editors only."""
    rows = Fact.objects.filter(is_published=True).defer("withheld", "editor_note")
    return visible_to(actor, rows)


def answers_on(actor: Actor, refs: Iterable[str], states: Iterable[str] | None = None) -> AnswerBook:
    """The questions on the commitments named and their answers, for some states or for all: in two queries."""
    wanted = list(refs)
    link = StructuralTest.commitments.through._default_manager.filter(commitment__in=wanted)
    tests_of: dict[str, list[str]] = {}
    questions: dict[str, TranslatedText] = {}
    rows = link.order_by("structuraltest_id").values_list(
        "commitment_id", "structuraltest_id", "structuraltest__question"
    )
    for ref, test, question in rows:
        tests_of.setdefault(ref, []).append(test)
        questions[test] = question
    by_test: dict[str, dict[str, Answer]] = {test: {} for test in questions}
    results = visible_to(actor, StructuralResult.objects.filter(test__in=list(questions)))
    if states is not None:
        results = results.filter(state__in=list(states))
    for row in results.order_by().values_list("test_id", "state_id", "answer", "reason", "since", "as_of"):
        by_test[row[0]][row[1]] = Answer(*row)
    return AnswerBook(questions, tests_of, by_test)


def results_of_tests(actor: Actor, tests: Iterable[str]) -> QuerySet[StructuralResult]:
    """Full results with the facts they rest on, those the actor may see."""
    facts = Prefetch("facts", queryset=published_facts(actor).select_related("state"))
    return visible_to(actor, StructuralResult.objects.filter(test__in=list(tests))).prefetch_related(facts)


def answers_by_theme(actor: Actor) -> dict[str, dict[str, Answers]]:
    """For each top theme and state the counts of the distinct questions that bear on its commitments."""
    pairs = (
        StructuralTest.commitments.through._default_manager.order_by()
        .values_list(
            "structuraltest_id", "commitment__primary_theme__parent_id", "commitment__primary_theme_id"
        )
        .distinct()
    )  # fmt: skip
    themes: dict[str, set[str]] = {}
    for test, parent, theme in pairs:
        themes.setdefault(parent or theme, set()).add(test)
    answers: dict[str, dict[str, str]] = {}
    results = visible_to(actor, StructuralResult.objects.filter(state__is_practice=False))
    for test, state, answer in results.order_by().values_list("test_id", "state_id", "answer"):
        answers.setdefault(state, {})[test] = answer
    return {
        theme: {state: Answers.of(given[test] for test in tests if test in given) for state, given in answers.items()}
        for theme, tests in themes.items()
    }
