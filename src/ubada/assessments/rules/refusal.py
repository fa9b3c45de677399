"""How a rule says no: a code for the program and its words, and a sentence for whoever reads a log."""

from __future__ import annotations

from dataclasses import dataclass

from ubada.kernel.errors import UbadaError


@dataclass(frozen=True, slots=True)
class Unmet:
    """One condition that does not hold: the code of what is wrong, and the code of what would mend it.

    Codes are put into the reader's words elsewhere.
    """

    code: str
    remedy: str


class RuleBroken(UbadaError, ValueError):
    """A rule of assessment does not allow this; ``unmet`` names every condition that fails, in the rule's order."""

    def __init__(self, message: str, *unmet: Unmet) -> None:
        super().__init__(f"{message}: {', '.join(one.code for one in unmet)}.")
        self.unmet = unmet

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what is wrong."""
        return tuple(one.code for one in self.unmet)
