"""Files of texts with labels: UPR Info's CSV and JSON Lines, read with what was found out about each file said.

Encoding and line ends are detected from the bytes, because exports of the same database came as Mac Roman with CR and
as UTF-8 with LF, and one of the wrong guesses raises no error but gives wrong letters.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ubada.kernel.errors import InvalidInput, Problem

TEXT_COLUMN: Final = "Text"
LABEL_COLUMNS: Final = {"action": "Action", "issues": "Issue", "themes": "Issue"}
"""The column of UPR Info that holds a task's labels; themes are reached from issues through the mappings."""

ACTIONS: Final = frozenset("12345")
_UNANSWERED: Final = frozenset({"", "-", "n/a", "N/A"})
_LONGEST_FILE: Final = 512 * 1024 * 1024
_MOST_PROBLEMS: Final = 50
_NOT_WORDS: Final = re.compile(r"[\W_]+")
# Signs that written text has in plenty; what they turn into under a wrong guess is rare.
_PLAUSIBLE: Final = re.compile(
    r"(?<=\w)[’‘](?=\w)|[“”](?=\w)|(?<=\w)[“”]|(?<=\s)[–—](?=\s)|[a-zA-Z][éèêëáàâäãåíìîïóòôöõúùûüçñ](?=[a-z]|\b)"
)
_IMPLAUSIBLE: Final = re.compile(
    r"[\x80-\x9f]|[ÕÒÓÔÐÑ¡¿](?=[a-z])|(?<=[a-z])[ÕÒÓÔÐÑŽŠŸ¹²³¼½¾‡†ˆ‰ƒ]|[√∂∫≈Ω◊ŒÂÃ](?=\W|[a-z])|[À-Þ](?<=[a-z].)"
)


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text with its labels, and where it comes from: the groups that a split must not cut through.

    No labels means that it was looked at and none of them holds: it teaches what a label is not.
    """

    text: str
    labels: tuple[str, ...]
    document: str
    state: str
    cycle: str

    @property
    def key(self) -> str:
        """Equal for verbatim repeats: letters and digits alone, without case."""
        return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", self.text).casefold()).strip()


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """What a file holds and how it was read. `encoding` and `line_ends` are those of a text file, else empty.

    `unlabelled` counts the rows of which nobody said what they are; `left_out` those that are no requests.
    """

    path: str
    format: str
    encoding: str
    line_ends: str
    texts: tuple[LabelledText, ...]
    unlabelled: int
    left_out: int = 0

    def described(self) -> str:
        """One line for people."""
        none_holds = sum(not one.labels for one in self.texts)
        parts = [self.format, self.encoding, f"{self.line_ends} line ends" if self.line_ends else ""]
        parts.append(
            f"{len(self.texts)} labelled texts" + (f" ({none_holds} with none of the labels)" * bool(none_holds))
        )
        parts.append(f"{self.unlabelled} without a label")
        parts.append(f"{self.left_out} that recommend nothing" if self.left_out else "")
        return f"{Path(self.path).name}: {', '.join(part for part in parts if part)}"


def detect_encoding(data: bytes) -> str:
    """The name Python gives to the encoding of `data`: utf-8-sig, utf-16, utf-8, cp1252 or mac_roman.

    UTF-8 is certain when it decodes. Between the two single-byte encodings, which decode nearly everything, the one
    decides under which the signs above 127 stand where written text has them.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    mac = _plausibility(data.decode("mac_roman"))
    try:
        windows = _plausibility(data.decode("cp1252"))
    except UnicodeDecodeError:
        return "mac_roman"
    if mac == windows:  # old Macintosh files are also those that end lines with CR alone
        return "mac_roman" if detect_line_ends(data) == "CR" else "cp1252"
    return "mac_roman" if mac > windows else "cp1252"


def _plausibility(text: str) -> int:
    foreign = "\n".join(line for line in re.split(r"[\r\n]", text) if not line.isascii())
    return len(_PLAUSIBLE.findall(foreign)) - 2 * len(_IMPLAUSIBLE.findall(foreign))


def detect_line_ends(data: bytes) -> str:
    """CRLF, LF or CR, whichever ends most lines; LF for a file without a line end."""
    both = data.count(b"\r\n")
    counts = {"LF": data.count(b"\n") - both, "CRLF": both, "CR": data.count(b"\r") - both}
    return max(counts, key=lambda name: counts[name])


def read_labelled(path: Path, task: str, *, themes_of_issue: Mapping[str, Sequence[str]] | None = None) -> LabelledFile:
    """The labelled texts of one file; the form is told from the content.

    JSON Lines has one object a line: `text`, `label` or `labels` (or the task's own name), and any of `document`,
    `state`, `cycle`; `"labels": []` says that none holds. `themes_of_issue` gives our themes for an issue of UPR Info;
    a text whose issues lead to no theme has none. Raises InvalidInput that names every
    faulty row with its column, and for a file that cannot be read.
    """
    data = _bytes_of(path)
    encoding, line_ends = detect_encoding(data), detect_line_ends(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is not text in {encoding}: byte {error.start} does not fit.") from error
    problems: list[Problem] = []
    if text.lstrip()[:1] == "{":
        form, rows = "JSON Lines", _json_rows(text, path.name, task, problems)
    else:
        form, rows = "UPR Info CSV", _csv_rows(text, path.name, task, problems)
    read = list(rows)
    if problems:
        shown = problems[:_MOST_PROBLEMS]
        more = f" The first {_MOST_PROBLEMS} follow." if len(problems) > _MOST_PROBLEMS else ""
        raise InvalidInput(f"{path} has {len(problems)} faulty rows.{more}", problems=shown)
    texts = tuple(one.text for one in read if one.is_labelled)
    if task == "themes" and form == "UPR Info CSV":
        texts = tuple(_as_themes(one, themes_of_issue or {}) for one in texts)
    return LabelledFile(str(path), form, encoding, line_ends, texts, len(read) - len(texts))


def read_texts(path: Path) -> list[str]:
    """The texts of a file whose labels do not matter: JSON Lines, CSV with a column `Text`, or one text a line.

    Raises InvalidInput for a file that cannot be read or whose rows are faulty.
    """
    data = _bytes_of(path)
    text = data.decode(detect_encoding(data), errors="replace")
    if text.lstrip()[:1] != "{" and TEXT_COLUMN not in next(csv.reader([re.split(r"[\r\n]", text, maxsplit=1)[0]]), []):
        return [line.strip() for line in text.splitlines() if line.strip()]
    problems: list[Problem] = []
    if text.lstrip()[:1] == "{":
        texts = [one.text.text for one in _json_rows(text, path.name, "", problems)]
    else:
        rows = csv.DictReader(io.StringIO(text, newline=""))
        texts = [row[TEXT_COLUMN].strip() for row in rows if (row[TEXT_COLUMN] or "").strip()]
    if problems:
        raise InvalidInput(f"{path} has {len(problems)} faulty rows.", problems=problems[:_MOST_PROBLEMS])
    return texts


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LONGEST_FILE:
            raise InvalidInput(f"{path} is larger than {_LONGEST_FILE // 2**20} MB.", hint="Split it into parts.")
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error


def _as_themes(one: LabelledText, themes_of_issue: Mapping[str, Sequence[str]]) -> LabelledText:
    return replace(
        one, labels=tuple(sorted({theme for issue in one.labels for theme in themes_of_issue.get(issue, ())}))
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A text as its row has it, and whether the row says anything about its labels."""

    text: LabelledText
    is_labelled: bool


def _csv_rows(text: str, name: str, task: str, problems: list[Problem]) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        column = LABEL_COLUMNS.get(task, "")
        missing = [one for one in (TEXT_COLUMN, column) if one and one not in header]
        if missing or not column:
            wanted = (
                f"has no column {' and no column '.join(missing)}"
                if missing
                else f"of UPR Info holds no labels for {task}"
            )
            problems.append(Problem(name, "row 1", "", f"{wanted}; it has {', '.join(header[:12]) or 'nothing'}"))
            return
        for number, cells in enumerate(reader, start=2):
            if not any(cells):
                continue
            row = f"row {number}"
            if len(cells) != len(header):
                problems.append(Problem(name, row, "", f"has {len(cells)} cells instead of {len(header)}"))
                continue
            record = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            yield from _csv_text(record, name, row, task, problems)
    except csv.Error as error:  # a quotation mark that never closes, a NUL byte
        problems.append(Problem(name, f"line {reader.line_num}", "", f"is not CSV: {error}"))


def _csv_text(record: Mapping[str, str], name: str, row: str, task: str, problems: list[Problem]) -> Iterator[_Row]:
    column = LABEL_COLUMNS[task]
    value = record[column]
    if not record[TEXT_COLUMN]:
        problems.append(Problem(name, row, TEXT_COLUMN, "is empty"))
        return
    labels = () if value in _UNANSWERED else (value,) if task == "action" else _listed(value.split(","))
    if task == "action" and labels and value not in ACTIONS:
        problems.append(Problem(name, row, column, f"“{value[:40]}” is not an action category from 1 to 5"))
        return
    state, session = record.get("To", ""), record.get("Session", "")
    yield _Row(LabelledText(record[TEXT_COLUMN], labels, f"{state} {session}".strip(), state, session), bool(labels))


def _json_rows(text: str, name: str, task: str, problems: list[Problem]) -> Iterator[_Row]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        row = f"row {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            problems.append(Problem(name, row, "", "is not JSON"))
            continue
        if not isinstance(record, dict):
            problems.append(Problem(name, row, "", "is not a JSON object"))
            continue
        if not isinstance(record.get("text"), str) or not record["text"].strip():
            problems.append(Problem(name, row, "text", "is missing or empty"))
            continue
        labels = _json_labels(record, task)
        if labels is None:
            problems.append(Problem(name, row, "labels", "is neither a text nor a list of texts"))
        elif task == "action" and (len(labels) > 1 or not set(labels) <= ACTIONS):
            problems.append(
                Problem(name, row, "labels", f"{', '.join(labels)[:40]} is not one action category from 1 to 5")
            )
        else:
            document, state, cycle = (str(record.get(field) or "") for field in ("document", "state", "cycle"))
            says_none = task != "action" and [] in (record.get("labels"), record.get(task))
            yield _Row(LabelledText(record["text"].strip(), labels, document, state, cycle), bool(labels) or says_none)


def _json_labels(record: Mapping[str, Any], task: str) -> tuple[str, ...] | None:
    value: Any = next((record[field] for field in ("labels", "label", task) if record.get(field) is not None), [])
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in listed):
        return None
    return _listed(map(str, listed))


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    """Sorted, once each, with white space (also non-breaking) made single and taken off the ends."""
    cleaned = {" ".join(unicodedata.normalize("NFKC", value).split()) for value in values}
    return tuple(sorted(cleaned - {""}))


def without_repeats(texts: Iterable[LabelledText], *, known: Iterable[LabelledText] = ()) -> list[LabelledText]:
    """The first of every verbatim repeat; none that is a repeat of a text in `known`."""
    seen = {one.key for one in known}
    kept: list[LabelledText] = []
    for one in texts:
        if one.key not in seen:
            seen.add(one.key)
            kept.append(one)
    return kept
