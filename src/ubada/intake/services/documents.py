"""Taking a document in, saying what it is, and having it read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.files.models import StoredFile
from ubada.files.services import receive_file, remove_file
from ubada.intake.jobs import queue_reading
from ubada.intake.models import Reading
from ubada.intake.records import reading_change
from ubada.kernel.dates import InvalidDate, PartialDate
from ubada.kernel.errors import InvalidInput, Problem
from ubada.kernel.ids import slugify_ref
from ubada.ledger.services import record
from ubada.reading.profiles import PROFILES
from ubada.register.models import Document, IssuingBody, State, Term

DOCUMENT_KINDS = "document-kinds"


@dataclass(frozen=True, slots=True)
class Received:
    """The reading of a document, and whether these very bytes had been brought in before."""

    reading: Reading
    is_known: bool


def receive_document(*, actor: Actor, name: str, chunks: Iterable[bytes], profile: str = "") -> Received:
    """Take a document in and have it read. The same bytes a second time give the newest reading there is of them.

    Raises Refused, or InvalidInput for a file that is refused or a profile that does not exist.
    """
    require(actor, Action.CREATE, Reading)
    _check_profile(profile)
    file = receive_file(actor=actor, name=name, chunks=chunks)
    known = (
        visible_to(actor, Reading.objects.filter(file__sha256=file.sha256, superseded_by=None))
        .exclude(state=Reading.State.FAILED)
        .first()
    )
    if known is not None:
        remove_file(actor=actor, uid=file.uid)
        return Received(known, is_known=True)
    return Received(_new_reading(actor, file, profile, None), is_known=False)


def read_again(
    *, actor: Actor, uid: str, profile: str = "", name: str = "", chunks: Iterable[bytes] | None = None
) -> Reading:
    """Have a document read again, or a new version of it read in its place; only differences then wait for a person.

    Raises Refused, Reading.DoesNotExist, or InvalidInput where a later reading stands in its place already.
    """
    require(actor, Action.CREATE, Reading)
    _check_profile(profile)
    before = visible_to(actor, Reading.objects.select_related("file")).get(uid=uid)
    if Reading.objects.filter(supersedes=before).exists():
        raise InvalidInput(_("A later reading stands in the place of this one."), hint=_("Open the later one."))
    if before.state == Reading.State.WAITING:
        raise InvalidInput(_("This document is being read."), hint=_("Wait until it is done."))
    file = before.file if chunks is None else receive_file(actor=actor, name=name, chunks=chunks)
    return _new_reading(actor, file, profile, before)


def _new_reading(actor: Actor, file: StoredFile, profile: str, before: Reading | None) -> Reading:
    one = Reading(file=file, asked_profile=profile, supersedes=before, made_at=datetime.now(UTC))
    if before is not None:
        for field in ("code", "symbol", "title", "kind", "body", "adopted_on", "url", "states", "is_described"):
            setattr(one, field, getattr(before, field))
    with transaction.atomic():
        one.save(force_insert=True)
        record(actor=actor, action="receive_document", subject=f"reading {one.uid}", changes=[reading_change(one)])
        queue_reading(one.uid)
    return one


def describe_document(
    *,
    actor: Actor,
    uid: str,
    title: str,
    kind: str,
    body: str,
    states: Iterable[str],
    symbol: str = "",
    adopted_on: str = "",
    url: str = "",
) -> Reading:
    """Say what the document is: where its recommendations will stand in the register, and which states they go to.

    A document of the register with the same symbol is that document. Once something of it was accepted its code stays.
    Raises Refused, Reading.DoesNotExist, or InvalidInput naming each field.
    """
    require(actor, Action.CHANGE, Reading)
    with transaction.atomic():
        one = visible_to(actor, Reading.objects.select_for_update()).get(uid=uid)
        problems = _problems(title, kind, body, states := sorted(set(states)))
        one.title, one.symbol, one.kind, one.url = title.strip(), symbol.strip(), kind, url.strip()
        one.body_id, one.states = body, states
        try:
            one.adopted_on = PartialDate.parse(adopted_on.strip()) if adopted_on.strip() else None
        except InvalidDate as error:
            problems["adopted_on"] = str(error)
        if not problems and not (one.is_described and one.passages.filter(state="accepted").exists()):
            one.code = _code(one)
        one.is_described = True
        if not problems:
            problems = _faults(one)
        if problems:
            raise InvalidInput(
                _("The document is not described yet."),
                problems=[Problem("", uid, field, message) for field, message in problems.items()],
            )
        one.save()
        record(actor=actor, action="describe_document", subject=f"reading {uid}", changes=[reading_change(one)])
    return one


def _problems(title: str, kind: str, body: str, states: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if not title.strip():
        found["title"] = _("a document has a title")
    if not Term.objects.filter(vocabulary=DOCUMENT_KINDS, code=kind).exists():
        found["kind"] = _("is no kind of document")
    if not IssuingBody.objects.filter(pk=body).exists():
        found["body"] = _("is no body of the register")
    followed = set(State.objects.filter(is_practice=False).values_list("code", flat=True))
    if not states or not set(states) <= followed:
        found["states"] = _("name at least one state that is followed here")
    return found


def _faults(one: Reading) -> dict[str, str]:
    try:
        one.full_clean(exclude=["file", "supersedes", "blocks", "profile_reasons", "notes"])
    except ValidationError as error:
        return {field: "; ".join(messages) for field, messages in error.message_dict.items()}
    return {}


def _code(one: Reading) -> str:
    """The code of the register's document with this symbol or address, else one made of symbol or title."""
    folded = one.symbol.upper().replace(" ", "")
    for code, symbol, url in Document.objects.values_list("code", "symbol", "url"):
        if (folded and symbol.upper().replace(" ", "") == folded) or (one.url and url == one.url):
            return str(code)
    return slugify_ref(one.symbol or one.title)[:40].strip("-.")


def _check_profile(profile: str) -> None:
    if profile and profile not in PROFILES:
        raise InvalidInput(
            f"There is no profile {profile!r}.",
            problems=[Problem("", "", "profile", f"one of {', '.join(PROFILES)}, or none")],
        )
