"""What can be learned: the tasks, how many labels a text of each has, and which features they look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Task:
    """A task. `kind` is "single" (one label a text) or "multi"; `features` names a set of `features.EXTRACTORS`.

    Abstention is set so that `target_precision` of the suggestions made was right in cross-validation.
    """

    name: str
    kind: str
    features: str
    target_precision: float
    summary: str

    def aiming_at(self, precision: float | None) -> Task:
        """The task with another target precision, or itself for None."""
        return self if precision is None else replace(self, target_precision=precision)


TASKS: Final[dict[str, Task]] = {
    one.name: one
    for one in (
        Task("action", "single", "action", 0.95, "action category from 1 to 5 (McMahon)"),
        Task("issues", "multi", "topic", 0.9, "issues as UPR Info lists them"),
        Task("themes", "multi", "topic", 0.9, "themes of our own tree"),
        Task("persons", "multi", "topic", 0.9, "persons affected"),
    )
}
