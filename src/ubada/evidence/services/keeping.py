"""Adding an item and saying what it is. Nothing is fetched: an address is kept as it was given."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, Refused, require, visible_to
from ubada.evidence.addresses import has_credentials, is_inside, key_of
from ubada.evidence.jobs import queue_copy
from ubada.evidence.models import EvidenceItem
from ubada.evidence.policies import works_for
from ubada.evidence.records import evidence_change, shown_change
from ubada.evidence.services.holding import use_held
from ubada.files.fitness import Kind
from ubada.files.models import StoredFile
from ubada.kernel.dates import PartialDate
from ubada.kernel.errors import InvalidInput, Problem
from ubada.kernel.text import TranslatedText
from ubada.languages.table import BY_CODE
from ubada.ledger.services import record
from ubada.organisations.models import Organisation

LONGEST_TITLE: Final = 300
LONGEST_SUMMARY: Final = 4000
CLASSIFIED: Final = "classified"
"""Hashed and checked on its way in, and with a class of readers from the first moment."""
SNAPSHOTS: Final = frozenset({Kind.WARC.value, Kind.PDF.value})
_DESCRIBED: Final = ("kind", "title", "summary", "source", "dated", "captured_on", "language", "url", "consent")
_SEEN: Final = frozenset("\n\t")
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that turn the direction of text: with them a name reads as another."""


def add_item(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    title: Mapping[str, str],
    source: str,
    captured_on: date,
    summary: Mapping[str, str] | None = None,
    dated: PartialDate | None = None,
    language: str = "",
    url: str = "",
    file: str = "",
    snapshot: str = "",
    sensitivity: str = EvidenceItem.Sensitivity.ORGANISATION,
    consent: str = EvidenceItem.Consent.NOT_NEEDED,
) -> EvidenceItem:
    """Keep an item for an organisation: a file, an address, a summary, or several of these.

    ``file`` and ``snapshot`` are uids of files that the actor handed in (`hold_file`). What may be the same thing is
    for the caller to show before (`queries.find_duplicates`); nothing is ever merged. Raises Refused, or InvalidInput
    naming each field.
    """
    _require_keeper(actor, organisation)
    item = EvidenceItem(organisation=organisation, sensitivity=sensitivity, state=CLASSIFIED, made_at=datetime.now(UTC))
    item.made_by_id = actor.account_id
    _describe(
        item, kind=kind, title=title, summary=summary or {}, source=source, dated=dated, captured_on=captured_on,
        language=language, url=url, consent=consent,
    )  # fmt: skip
    with transaction.atomic():
        if file:
            item.file = use_held(actor, file, "file")
        if snapshot:
            item.snapshot = use_held(actor, snapshot, "snapshot")
        _require_whole(item)
        item.save(force_insert=True)
        record(actor=actor, action="add_evidence", subject=f"evidence {item.uid}", changes=[evidence_change(item)])
        if item.copied_from is not None:
            queue_copy(item.uid)
    return item


def describe_item(*, actor: Actor, uid: str, **fields: Any) -> EvidenceItem:
    """Say anew what an item is, in the fields that are given; titles and summaries in other languages stay.

    Raises Refused, EvidenceItem.DoesNotExist, or InvalidInput naming each field.
    """
    with transaction.atomic():
        item = changeable(actor, uid)
        now = {name: getattr(item, name) for name in _DESCRIBED} | fields
        for name in ("title", "summary"):
            now[name] = getattr(item, name).as_dict() | dict(fields.get(name) or {})
        _describe(item, **now)
        _require_whole(item)
        item.save()
        record_change(actor, "describe_evidence", item)
    return item


def attach_snapshot(*, actor: Actor, uid: str, file: str) -> EvidenceItem:
    """Add what stood at the item's address on the day of capture: a WARC or PDF that the actor handed in.

    Raises Refused, EvidenceItem.DoesNotExist, or InvalidInput: no address, one there already, a file of another kind.
    """
    with transaction.atomic():
        item = changeable(actor, uid)
        if item.snapshot is not None:
            raise _unfit("snapshot", _("there is an archived copy already, and it is never replaced"))
        item.snapshot = use_held(actor, file, "snapshot")
        _require_whole(item)
        if item.file is None:
            item.copy_refusal = ""
            if item.copied_from is not None:
                queue_copy(uid)
        item.save()
        record_change(actor, "attach_snapshot", item)
    return item


def changeable(actor: Actor, uid: str) -> EvidenceItem:
    """The item, held until the transaction ends. Raises DoesNotExist, Refused, InvalidInput for a withdrawn one."""
    rows = EvidenceItem.objects.select_for_update(of=("self",))
    item = visible_to(actor, rows.select_related("organisation", "file", "snapshot", "public_copy", "made_by")).get(
        pk=uid
    )
    require(actor, Action.CHANGE, item)
    if item.is_withdrawn:
        raise InvalidInput(_("This item was withdrawn. Nothing about it changes any more."))
    return item


def record_change(actor: Actor, action: str, item: EvidenceItem) -> None:
    """One entry for one act; where readers may see the item, pages kept for them are made anew."""
    changes = [evidence_change(item)]
    if item.links.exists() or item.in_replies.exists():
        changes.append(shown_change(item))
    record(actor=actor, action=action, subject=f"evidence {item.uid}", changes=changes)


def _require_keeper(actor: Actor, organisation: Organisation) -> None:
    require(actor, Action.CREATE, EvidenceItem)
    if not actor.is_system and organisation.pk not in works_for(actor):
        raise Refused(Action.CREATE)


def _describe(item: EvidenceItem, **fields: Any) -> None:
    """Writes the fields onto the item. Raises InvalidInput naming each that does not hold."""
    problems: dict[str, str] = {}
    for name in ("title", "summary"):
        try:
            setattr(item, name, TranslatedText.of({key: _plain(text) for key, text in fields[name].items()}))
        except InvalidInput as error:
            problems[name] = str(error)
    for name in ("source", "url"):
        setattr(item, name, _plain(fields[name]).strip())
    for name in ("kind", "dated", "captured_on", "language", "consent"):
        setattr(item, name, fields[name])
    problems |= _faults(item)
    if problems:
        raise InvalidInput(
            _("The item was not saved."), problems=[Problem("", "", field, said) for field, said in problems.items()]
        )
    item.url_key = key_of(item.url)


def _faults(item: EvidenceItem) -> dict[str, str]:
    found: dict[str, str] = {}
    if not item.title:
        found["title"] = _("an item has a title")
    for name, longest in (("title", LONGEST_TITLE), ("summary", LONGEST_SUMMARY)):
        if any(len(text) > longest for text in getattr(item, name).values()):
            found[name] = _("at most %(longest)d characters") % {"longest": longest}
    if not item.source:
        found["source"] = _("say who says or published it")
    if item.captured_on > datetime.now(UTC).date():
        found["captured_on"] = _("a day that has not come yet")
    if item.dated is not None and item.dated.earliest > datetime.now(UTC).date():
        found["dated"] = _("a day that has not come yet")
    if item.language and item.language not in BY_CODE:
        found["language"] = _("is no language of the register")
    if item.consent not in (EvidenceItem.Consent.GIVEN, EvidenceItem.Consent.NOT_NEEDED):
        found["consent"] = _("say whether whoever it concerns agreed")
    if item.url and (fault := _fault_of_address(item.url)):
        found["url"] = fault
    try:
        item.clean_fields(exclude=["organisation", "file", "snapshot", "public_copy", "made_by", "title", "summary"])
    except ValidationError as error:
        found = {field: "; ".join(said) for field, said in error.message_dict.items()} | found
    return found


def _fault_of_address(url: str) -> str:
    if not url.lower().startswith(("http://", "https://")):
        return _("an address begins with https:// or http://")
    if has_credentials(url):
        return _("leave the name and password out of the address: everyone who sees it could use them")
    if is_inside(url):
        return _("this address leads into your own network, where no reader can follow; give the public one")
    return ""


def _require_whole(item: EvidenceItem) -> None:
    if not (item.url or item.file or item.summary):
        raise _unfit("file", _("add a file, an address or a summary: something of it must be here"))
    if item.snapshot is not None and not item.url:
        raise _unfit("url", _("an archived copy goes with the address it was taken from"))
    if item.snapshot is not None and item.snapshot.media_type not in SNAPSHOTS:
        raise _unfit("snapshot", _("an archived copy of an address is a WARC or a PDF file"))
    if _kind_of(item.file) == Kind.WARC:
        raise _unfit("file", _("a WARC file is the archived copy of an address; add it there"))


def _kind_of(file: StoredFile | None) -> str:
    return file.media_type if file is not None else ""


def _plain(text: str) -> str:
    """The text without characters that are not seen; angle brackets are only characters here, and stay."""
    return "".join(one for one in text.replace("\r\n", "\n") if one in _SEEN or _is_seen(one))


def _is_seen(one: str) -> bool:
    return one not in _TURNING and unicodedata.category(one) not in {"Cc", "Cs"}


def _unfit(field: str, message: str) -> InvalidInput:
    return InvalidInput(_("The item was not saved."), problems=[Problem("", "", field, message)])
