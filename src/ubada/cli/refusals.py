"""How a command says that what it was handed breaks a rule."""

from __future__ import annotations

from ubada.cli.output import Output
from ubada.kernel.errors import InvalidInput, UbadaError

SHOWN_PROBLEMS = 20


def refused(output: Output, error: InvalidInput) -> int:
    """Gives 1 after every problem was printed as JSON; raises UbadaError with the first ones for people."""
    if output.quiet:
        fields = ("file", "record", "field", "message")
        problems = [{name: getattr(one, name) for name in fields} for one in error.problems]
        output.json({"error": error.message, "hint": error.hint, "problems": problems})
        return 1
    raise UbadaError(_listed(error)) from None


def _listed(error: InvalidInput) -> str:
    shown = [f"  {problem}" for problem in error.problems[:SHOWN_PROBLEMS]]
    more = len(error.problems) - SHOWN_PROBLEMS
    tail = [f"  … and {more} more; --format json lists every one"] if more > 0 else []
    hint = [error.hint] if error.hint else []
    return "\n".join([error.message, *shown, *tail, *hint])
