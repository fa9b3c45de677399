"""How a line of the log is written: what failed and where in the code, never who asked, for what, or with which words.

Django and the web server name the address in their lines, and a fault's own text can hold what a person typed. Both are
left out: the pattern of the address, the kinds of the faults and the places in the code are enough to mend it.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Final, TypeAlias

Fault: TypeAlias = "tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]"

SPEAKS_OF_REQUESTS: Final = ("django.request", "django.security", "django.server", "gunicorn")
"""Loggers whose messages repeat the address, the host or the reader's own address."""


class LeanFormatter(logging.Formatter):
    """One line for the event, and for a fault one line a frame; no message of a fault and no address."""

    def format(self, record: logging.LogRecord) -> str:
        about_request = getattr(record, "request", None) is not None or record.name.startswith(SPEAKS_OF_REQUESTS)
        if not about_request and record.exc_info is None:
            return super().format(record)
        lean = logging.makeLogRecord(record.__dict__)
        lean.exc_text = None
        if about_request:
            lean.msg, lean.args = _event(record), ()
        return super().format(lean)

    def formatException(self, ei: Fault) -> str:  # noqa: N802 - the name is logging's
        lines: list[str] = []
        fault: BaseException | None = ei[1]
        while fault is not None:
            lines += [
                f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(fault.__traceback__)
            ]
            lines.append(f"{type(fault).__module__}.{type(fault).__qualname__}")
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n".join(lines)


def _event(record: logging.LogRecord) -> str:
    """The status and the pattern of the address, or else the kind of event."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    route = match.route if match is not None else "no such address"
    status = getattr(record, "status_code", None)
    return f"{status} {route}" if status else record.name.rpartition(".")[2]
