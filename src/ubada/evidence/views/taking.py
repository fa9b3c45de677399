"""Taking a file in from a form: what is wrong with it is said in words, and nothing else on the form is lost."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.evidence import services
from ubada.files.models import StoredFile
from ubada.files.storage import NoRoom
from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.web.problems import said


class NotTaken(Exception):
    """The file was not taken; the message says why and what to do."""


def take(actor: Actor, file: UploadedFile[bytes]) -> StoredFile:
    """Hold a file for this person. Raises `NotTaken`."""
    try:
        return services.hold_file(actor=actor, file=services.Incoming(file.name or "", file.chunks()))
    except InvalidInput as error:
        raise NotTaken(said(error)) from None
    except NoRoom:
        raise NotTaken(
            _("There is no room left for the file on this site; nothing of it was kept. Tell the people who run it.")
        ) from None
    except UbadaError:
        raise NotTaken(
            _("The file could not be stored, and nothing of it was kept. Tell the people who run this site.")
        ) from None
