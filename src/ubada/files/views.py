"""Giving a file back: always to be saved, never shown in the browser as if it were a page of ours."""

from __future__ import annotations

from typing import BinaryIO, Final

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.files import queries
from ubada.files.kinds import ENDINGS, Kind
from ubada.files.models import LONGEST_NAME, StoredFile
from ubada.files.names import with_ending

TYPES: Final[dict[Kind, str]] = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.HTML: "application/octet-stream",  # a page of someone else's must not be taken for one of this site
    Kind.TEXT: "text/plain",
    Kind.CSV: "text/csv",
    Kind.JSON: "application/json",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WARC: "application/warc",
}


@require_safe
@login_required
def download(request: HttpRequest, uid: str) -> FileResponse:
    """The bytes of a file, to be saved under its name; 404 for what is not there and what is not for this reader."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        stored = queries.accepted(actor, uid)
    except StoredFile.DoesNotExist:
        raise Http404 from None
    return given_back(queries.open_stored(actor, uid), stored.name, stored.media_type)


def given_back(content: BinaryIO, name: str, media_type: str) -> FileResponse:
    """The answer with a file in it: to be saved under its name, run by nothing, kept by no cache."""
    kind = Kind(media_type)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=with_ending(name, ENDINGS[kind], LONGEST_NAME),
        content_type=TYPES[kind],
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response
