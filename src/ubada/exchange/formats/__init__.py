"""One module a format: from the bytes of a file to drafts of records. Pure: nothing here touches a database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from ubada.exchange.engine.drafts import Drafts
from ubada.exchange.engine.faults import Faults
from ubada.exchange.engine.files import Advance, InputFile
from ubada.exchange.engine.known import Known
from ubada.exchange.engine.mapping import SourceMapping
from ubada.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Context:
    """What a format is given besides the file: the mapping, the register as it stands, and a place for its results."""

    mapping: SourceMapping
    known: Known
    drafts: Drafts
    faults: Faults
    advance: Advance
    shared: dict[str, Any] = field(default_factory=dict)
    """What one file of an import leaves for the next."""


Read = Callable[[InputFile, Context], str]
"""Reads one file into the drafts and says how it was read. Called for each file of an import in turn."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the name of its command; ``finish`` is called once after the last file."""

    name: str
    summary: str
    read: Read
    finish: Callable[[Context], None]


_MODULES: Final = {
    "upr-info": "upr_info",
    "uhri-json": "uhri_json",
    "uhri-xlsx": "uhri_xlsx",
    "upr-matrix": "upr_matrix",
    "ogp": "ogp",
    "impactoss": "impactoss",
    "treaties": "treaties",
    "indicators": "indicators",
    "sdmx": "sdmx",
}
"""Name of the command, and the module in this package."""

NAMES: Final = tuple(_MODULES)


def summaries() -> dict[str, str]:
    """What each format is, in a line."""
    return {name: format_named(name).summary for name in NAMES}


def format_named(name: str) -> Format:
    """The format of this name. Raises InvalidInput for an unknown one."""
    if name not in _MODULES:
        raise InvalidInput(f"There is no format {name!r}.", hint=f"There are: {', '.join(NAMES)}.")
    module = import_module(f"ubada.exchange.formats.{_MODULES[name]}")
    return Format(name, module.SUMMARY, module.read, module.finish)
