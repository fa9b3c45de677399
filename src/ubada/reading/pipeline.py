"""One document from bytes to recommendations, in this process. `child` does the same under limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from ubada.kernel.errors import InvalidInput
from ubada.reading import blocks
from ubada.reading.language import detect
from ubada.reading.mending import mend
from ubada.reading.model import Document, Extract, Reading
from ubada.reading.profiles import PROFILES
from ubada.reading.profiles.base import Fit
from ubada.reading.profiles.gate import addresses_no_single_state
from ubada.reading.recommendations import assemble
from ubada.reading.sources import DEFAULT_LIMITS, CannotRead, Limits, Source

_FORMATS: Final[Mapping[str, str]] = {
    kind: f"ubada.reading.formats.{kind}" for kind in ("pdf", "docx", "odt", "html", "text")
}
_LANGUAGE_SAMPLE: Final = 4000
_BEYOND_DOUBT: Final = 0.95


def read_source(source: Source, *, profile: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """The recommendations of a document, read with the profile named or else the one that fits its structure best.

    Raises `CannotRead` for a document that cannot be read, `InvalidInput` for a profile that does not exist.
    """
    if profile is not None and profile not in PROFILES:
        raise InvalidInput(f"There is no profile {profile!r}.", hint=f"Profiles: {', '.join(PROFILES)}.")
    return read_document(parse(source, limits), profile=profile)


def parse(source: Source, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document with its blocks and language."""
    reader: Callable[[Source, Limits], Extract] = import_module(_FORMATS[source.kind]).extract
    extract = reader(source, limits)
    mend(extract)
    if not extract.text.strip():
        raise CannotRead(source.file, "the document holds no text.")
    document = blocks.build(source.file, source.sha256, source.kind, extract)
    document.language, document.script = detect(_sample(extract.text))
    if extract.language and not document.language:
        document.language = extract.language
    return document


def read_document(document: Document, *, profile: str | None = None) -> Reading:
    """The recommendations of a document that is already in blocks."""
    reason = addresses_no_single_state(document)
    if reason and profile is None:
        document.notes.append(f"No recommendations were taken: {reason}.")
        return Reading(document, "none", (reason,), [])
    name, fit = (profile, Fit(1.0, ("chosen by the caller",))) if profile else choose(document)
    chosen = PROFILES[name]
    certainty = chosen.fit(document).score if profile else fit.score
    found = assemble(document, chosen.read(document), certainty=certainty)
    return Reading(document, name, fit.reasons, found)


def choose(document: Document) -> tuple[str, Fit]:
    """The profile whose structure the document has, with the reasons; of equals the first in the list."""
    best, fit = "", Fit(-1.0)
    for name, one in PROFILES.items():
        found = one.fit(document)
        if found.score > fit.score:
            best, fit = name, found
        if fit.score >= _BEYOND_DOUBT:
            break
    return best, fit


def _sample(text: str) -> str:
    """Text from the beginning, the middle and the end: title pages are often in several languages."""
    middle = len(text) // 2
    return " ".join((text[:_LANGUAGE_SAMPLE], text[middle : middle + 2 * _LANGUAGE_SAMPLE], text[-_LANGUAGE_SAMPLE:]))
