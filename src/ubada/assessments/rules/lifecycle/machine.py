"""A state machine whose steps are guarded by pure predicates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from ubada.assessments.rules.refusal import RuleBroken, Unmet

ActionT = TypeVar("ActionT", bound=StrEnum)
StateT = TypeVar("StateT", bound=StrEnum)
CaseT = TypeVar("CaseT")

WRONG_STATE: Final = Unmet("wrong-state", "look-where-it-stands-now")


class TransitionRefused(RuleBroken):
    """The step may not be taken now; ``unmet`` names every condition that fails, not only the first."""

    def __init__(self, action: StrEnum, state: StrEnum, *unmet: Unmet) -> None:
        super().__init__(f"{action.value} from {state.value}", *unmet)
        self.action = action
        self.state = state


@dataclass(frozen=True)
class Guard(Generic[CaseT]):
    """A condition that must hold before a step, the code of its absence and the code of what would mend it."""

    code: str
    remedy: str
    holds: Callable[[CaseT], bool]

    @property
    def unmet(self) -> Unmet:
        """What is said where the condition does not hold."""
        return Unmet(self.code, self.remedy)


@dataclass(frozen=True)
class Transition(Generic[ActionT, StateT, CaseT]):
    """A step: from which states, to which, and under which conditions."""

    action: ActionT
    sources: frozenset[StateT]
    target: StateT
    guards: tuple[Guard[CaseT], ...] = ()


@dataclass(frozen=True)
class Machine(Generic[ActionT, StateT, CaseT]):
    """All steps of one kind of object. An action leads to one state from wherever it may begin.

    Raises ValueError if an action is described twice.
    """

    initial: StateT
    transitions: tuple[Transition[ActionT, StateT, CaseT], ...]

    def __post_init__(self) -> None:
        if len({one.action for one in self.transitions}) != len(self.transitions):
            message = "an action is described twice"
            raise ValueError(message)

    def of(self, action: ActionT) -> Transition[ActionT, StateT, CaseT]:
        """The step of an action. Raises KeyError for an action this machine does not have."""
        for one in self.transitions:
            if one.action == action:
                return one
        raise KeyError(action)

    def unmet(self, state: StateT, action: ActionT, case: CaseT) -> tuple[Unmet, ...]:
        """Why the step may not be taken now; empty if it may. From a wrong state nothing else is looked at."""
        step = self.of(action)
        if state not in step.sources:
            return (WRONG_STATE,)
        return tuple(guard.unmet for guard in step.guards if not guard.holds(case))

    def advance(self, state: StateT, action: ActionT, case: CaseT) -> StateT:
        """The state after the step. Raises `TransitionRefused`, and then nothing has happened."""
        unmet = self.unmet(state, action, case)
        if unmet:
            raise TransitionRefused(action, state, *unmet)
        return self.of(action).target

    def actions_from(self, state: StateT) -> tuple[ActionT, ...]:
        """The steps that begin in a state, whether or not their conditions hold."""
        return tuple(one.action for one in self.transitions if state in one.sources)

    def open_actions(self, state: StateT, case: CaseT) -> tuple[ActionT, ...]:
        """The steps that may be taken now."""
        return tuple(one for one in self.actions_from(state) if not self.unmet(state, one, case))

    @property
    def guards(self) -> tuple[Guard[CaseT], ...]:
        """Every guard once, in the order of the steps: what needs words in every language."""
        return tuple({guard.code: guard for step in self.transitions for guard in step.guards}.values())
