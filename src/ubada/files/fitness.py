"""The kinds of file that are taken, and the reasons for which one is not."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a file's bytes are."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    XLSX = "xlsx"
    ODS = "ods"
    HTML = "html"
    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    PNG = "png"
    JPEG = "jpeg"
    WARC = "warc"
    """What stood at addresses of the web, as an archiving tool wrote it down (ISO 28500)."""


class Reason(StrEnum):
    """Why a file is not taken, in one word; `files.words` has the sentences."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    PROGRAM = "program"
    OLD_FORMAT = "old_format"
    ARCHIVE = "archive"
    BOMB = "bomb"


class Unfit(Exception):
    """The bytes are of no kind that is taken. It carries the reason and nothing of the file."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
