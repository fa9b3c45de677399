"""Labels in the files of other databases, for training and scoring: what an import would give, of every state.

The same readers, mappings and concordance that an import uses say what a text is labelled with. What a rule derives is
no label: a category that the cue words gave would teach a model the cue words. Touches no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ubada.exchange.engine.drafts import Drafts, Record
from ubada.exchange.engine.faults import Faults
from ubada.exchange.engine.files import Advance, open_file, silent
from ubada.exchange.engine.known import Known
from ubada.exchange.engine.mapping import SourceMapping, mapping_for
from ubada.exchange.engine.recommendations import EVERYONE, UNCLASSIFIED
from ubada.exchange.engine.wording import folded_label
from ubada.exchange.formats import Context, format_named
from ubada.kernel.errors import InvalidInput
from ubada.reading.classification.concordance import Concordance
from ubada.reading.classification.labelled import LabelledFile, LabelledText
from ubada.reading.states import names

FORMATS: Final = ("upr-info", "uhri-json", "uhri-xlsx", "upr-matrix", "ogp", "impactoss")
"""The formats of `ubada import` that hold recommendations or promises with labels."""
_VOCABULARY: Final = {"themes": "themes", "persons": "affected-persons", "action": "action-category"}
_HEAD: Final = 64 * 1024
_ZIP: Final = b"PK\x03\x04"
_SAID: Final = {"themes": "themes", "persons": "persons"}
"""For a task the source's list of labels; where it has entries that lead to none of ours, none of ours holds."""


def format_of(path: Path, task: str) -> str:
    """The import format that a file's first bytes tell; "" for what `reading.classification.labelled` reads itself.

    That is JSON Lines of one's own, and UPR Info's CSV, of which persons alone need the mapping of an import. Of other
    CSV formats none is guessed. Raises InvalidInput for a file that cannot be read.
    """
    try:
        with path.open("rb") as handle:
            head = handle.read(_HEAD)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error
    if head.startswith(_ZIP):
        return "upr-matrix" if b"word/" in head else "uhri-xlsx"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_annotation = start.startswith(b"{") and (b'"AnnotationId"' in start or b'"annotation_type"' in start)
    if start.startswith(b"[") or is_annotation:
        return "uhri-json"
    return "upr-info" if task == "persons" and not start.startswith(b"{") else ""


def read_labels(
    path: Path, format_name: str, task: str, concordance: Concordance, *, advance: Advance = silent
) -> LabelledFile:
    """The labelled texts of a file of an import format, about whichever state.

    Raises InvalidInput that names every faulty row, and for a task that no source has labels for.
    """
    if task not in _VOCABULARY:
        raise InvalidInput(f"Labels for {task} are read from UPR Info's CSV or JSON Lines.")
    mapping = mapping_for(format_name, None, None)
    drafts = _Labels(task=task)
    file = open_file(path)
    context = Context(mapping, _every_state(mapping, concordance), drafts, Faults(file.name), advance)
    form = format_named(format_name)
    try:
        how = form.read(file, context)
        form.finish(context)
        context.faults.stop_if_any()
    except InvalidInput as error:
        message = f"{path} cannot be read as {format_name}: {max(1, context.faults.count)} problems."
        raise InvalidInput(message, problems=error.problems, hint=error.hint) from error
    return LabelledFile(
        str(path), f"{format_name} ({how})", "", "", tuple(drafts.texts), drafts.unlabelled, drafts.skipped.total()
    )


def _every_state(mapping: SourceMapping, concordance: Concordance) -> Known:
    """A register that follows every state there is, and knows every term that a mapping leads to."""
    themes = {
        scheme: {folded_label(label): tuple(f"themes:{code}" for code in codes) for label, codes in listed.items()}
        for scheme, listed in concordance.themes.items()
    }
    terms = {UNCLASSIFIED, EVERYONE}
    terms |= {key for listed in themes.values() for keys in listed.values() for key in keys}
    terms |= {
        f"{vocabulary}:{code}"
        for vocabulary, listed in mapping.labels.items()
        for codes in listed.values()
        for code in codes
    }
    states = set(names().values())
    return Known(states={code: {"en": code} for code in states}, terms=frozenset(terms), concordance=themes)


@dataclass
class _Labels(Drafts):
    """Drafts of which nothing is kept but texts and labels, so that memory does not grow with the file."""

    task: str = ""
    texts: list[LabelledText] = field(default_factory=list)
    unlabelled: int = 0
    commitment: Record = field(default_factory=dict)

    def add(self, shape: str, key: str, record: Record) -> None:  # noqa: ARG002
        """Hold a commitment until its source comes, which says what of it was derived."""
        if shape == "commitment":
            self.commitment = record
        elif shape == "commitment_source":
            self._take(self.commitment, record)

    def refer_to(self, shape: str, key: str, record: Record) -> None:
        """Bodies, documents and places teach nothing."""

    def _take(self, one: Record, source: Record) -> None:
        text: Mapping[str, str] = one["text"]
        labels = self._labels(one, source["derived"])
        if "en" not in text or (not labels and not source["labels"].get(_SAID.get(self.task, ""))):
            self.unlabelled += 1
            return
        states = " ".join(one["duty_bearers"])
        self.texts.append(LabelledText(text["en"], labels, str(one["document"]), states, ""))

    def _labels(self, one: Record, derived: Any) -> tuple[str, ...]:
        if self.task == "action":
            return () if "specificity" in derived else (str(one["specificity"]),)
        terms = set(one[self.task]) - {UNCLASSIFIED, EVERYONE}
        return tuple(sorted(term.partition(":")[2] for term in terms)) if self.task not in derived else ()
