"""How a file that a browser sends reaches the disk, and at which addresses any may be sent at all."""

from __future__ import annotations

import shutil
import tempfile
from typing import IO, Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from ubada.access.actors import Actor
from ubada.access.engine import Action, can
from ubada.files import storage
from ubada.files.models import StoredFile

REST_OF_THE_FORM: Final = 1024 * 1024
"""Bytes beside the file itself: the other fields, and what parts one from the next."""

MOST_TIMES_READ_PAST: Final = 4


def most_bytes(request: HttpRequest) -> int:
    """The longest body that this request may have: more than a plain form's where files are handed in."""
    return settings.LARGEST_FILE + REST_OF_THE_FORM if takes_files(request) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def takes_files(request: HttpRequest) -> bool:
    """True for a form sent to an address at which files are handed in, whatever the language in it."""
    if request.method != "POST":
        return False
    path = request.path_info
    language, slash, rest = path[1:].partition("/")
    if language in dict(settings.LANGUAGES):
        path = f"{slash}{rest}"
    return path.startswith(settings.UPLOAD_ADDRESSES)


def has_room_for(request: HttpRequest, length: int) -> bool:
    """Whether the disk has room for a body of that many bytes, which lies there twice while it is received."""
    return not takes_files(request) or shutil.disk_usage(settings.DATA_DIR).free > 2 * length


def read_past(request: HttpRequest) -> None:
    """Takes what a browser goes on sending to where files are handed in, so that it comes to read the answer.

    Without this it would say that the connection broke. From more than a few times the largest file the rest is left.
    """
    left = MOST_TIMES_READ_PAST * settings.LARGEST_FILE if takes_files(request) else 0
    while left > 0 and (piece := request.read(UploadHandler.chunk_size)):
        left -= len(piece)


class UploadHandler(FileUploadHandler):
    """Writes what is sent to a file without a name in the data folder, which is gone once the answer is given.

    Only from someone who may hand in files and only where files are taken: every other file is read past, because the
    form is read before the page is asked whether it wants it.
    """

    file: IO[bytes]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Opens the file. Raises SkipFile where none is taken."""
        super().new_file(*args, **kwargs)
        request = self.request
        actor: Actor = getattr(request, "actor", Actor.reader())
        if request is None or not takes_files(request) or not can(actor, Action.CREATE, StoredFile):
            raise SkipFile
        with storage.told_plainly():
            self.file = tempfile.TemporaryFile(dir=storage.passing_folder())  # noqa: SIM115 - the request closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Writes the piece, and hands nothing on to another handler. Raises `storage.NoRoom`, UbadaError."""
        with storage.told_plainly():
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """The whole file, from its beginning."""
        file = self.file
        del self.file
        with storage.told_plainly():
            file.seek(0)
        return UploadedFile(file=file, name=self.file_name, size=file_size)

    def upload_interrupted(self) -> None:
        """The browser went away: nothing is left of what it sent."""
        if hasattr(self, "file"):
            self.file.close()
