"""The states, and what the facts answer for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.languages.collation import sort_key
from ubada.register.models import Fact, State, StateCommitment, StructuralResult, VerificationTask


@dataclass(frozen=True, slots=True)
class Answers:
    """How many questions the facts answer yes, no, and not at all. Not a score: the questions are of unequal weight."""

    yes: int = 0
    no: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """How many questions there are."""
        return self.yes + self.no + self.unknown

    @classmethod
    def of(cls, answers: Iterable[str]) -> Answers:
        """The counts of a list of answers."""
        given = list(answers)
        return cls(given.count("yes"), given.count("no"), given.count("unknown"))


@dataclass(frozen=True, slots=True)
class StateCounts:
    """A state and what the register holds on it."""

    state: State
    answers: Answers
    commitments: int
    facts: int
    to_verify: int


def states(actor: Actor, *, practice: bool = False) -> QuerySet[State]:
    """The states followed. Practice states, which are invented, only where they are asked for."""
    rows = visible_to(actor, State.objects.all())
    return rows if practice else rows.filter(is_practice=False)


def state_with_code(actor: Actor, code: str) -> State:
    """One state, practice states among them. Raises State.DoesNotExist."""
    return states(actor, practice=True).get(code=code)


def in_reading_order(rows: Iterable[State], language: str) -> list[State]:
    """The states in the alphabetical order of their names in a language; never by a value."""
    return sorted(rows, key=lambda state: sort_key(state.name.best(language).text, language))


def answers_by_state(actor: Actor) -> dict[str, Answers]:
    """For each state the counts of its answers."""
    rows = visible_to(actor, StructuralResult.objects.all()).values_list("state_id", "answer").annotate(n=Count("pk"))
    counts: dict[str, dict[str, int]] = {}
    for state, answer, n in rows.order_by():
        counts.setdefault(state, {})[answer] = n
    return {state: Answers(**given) for state, given in counts.items()}


def states_with_counts(actor: Actor, language: str) -> list[StateCounts]:
    """Every state with its counts, in the alphabetical order of the language."""
    answers = answers_by_state(actor)
    commitments = _per_state(visible_to(actor, StateCommitment.objects.all()))
    facts = _per_state(visible_to(actor, Fact.objects.filter(is_published=True)))
    tasks = _per_state(visible_to(actor, VerificationTask.objects.filter(is_open=True)))
    return [
        StateCounts(
            state, answers.get(state.code, Answers()), commitments.get(state.code, 0), facts.get(state.code, 0),
            tasks.get(state.code, 0),
        )
        for state in in_reading_order(states(actor), language)
    ]  # fmt: skip


def _per_state(
    rows: QuerySet[StateCommitment] | QuerySet[Fact] | QuerySet[VerificationTask],
) -> dict[str | None, int]:
    return dict(rows.order_by().values_list("state_id").annotate(n=Count("pk")))
