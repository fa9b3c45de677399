"""Where the reader drew the borders wrong: one passage into several, several into one, one that it missed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.intake.models import Passage, Reading
from ubada.intake.records import passage_change
from ubada.intake.services.deciding import LONGEST_TEXT, held, settle
from ubada.intake.suggesting import suggest_for
from ubada.kernel.errors import InvalidInput
from ubada.ledger.services import record
from ubada.reading.locating import divide, locate

MOST_PARTS: Final = 26
_SHARED: Final = ("page", "language", "addressee", "duty_bearers", "recommending_states", "states", "answer")


def divide_passage(*, actor: Actor, uid: str, parts: Sequence[str]) -> list[Passage]:
    """Cut a passage that waits into parts, which then wait in its place. Together they are its whole wording.

    The invariant of the domain model (13.6, 8): the children of a split recommendation cover the parent's text.
    Raises Refused, Passage.DoesNotExist, or InvalidInput where they do not, or where there are fewer than two.
    """
    with transaction.atomic():
        one = _waiting(held(actor, uid))
        wordings = [" ".join(part.split()) for part in parts if part.strip()]
        if not 2 <= len(wordings) <= MOST_PARTS:
            raise InvalidInput(_("Cut it into two parts at least."))
        # A wording that a person changed has no places of its own any more; its parts share those of the whole.
        covered = divide(one.text, ((0, len(one.text)),), wordings)
        if covered is None:
            raise InvalidInput(
                _("The parts do not make up the whole wording."), hint=_("Change nothing but where it is cut.")
            )
        places = divide(one.reading.text, one.spans, wordings) or [one.spans] * len(wordings)
        made = [_part(one, index, *part) for index, part in enumerate(zip(wordings, places, strict=True))]
        for each in made:
            suggest_for(actor, each)
            each.save(force_insert=True)
            each.made_from.set([one])
        settle(one, actor, Passage.State.DIVIDED)
        notes = [passage_change(each) for each in (one, *made)]
        record(actor=actor, action="divide_passage", subject=f"passage {uid}", changes=notes)
    return made


def join_passages(*, actor: Actor, uids: Sequence[str]) -> Passage:
    """Put passages of one reading that wait together into one, in the order of the document, which then waits.

    Raises Refused, Passage.DoesNotExist, or InvalidInput for fewer than two, or of several readings.
    """
    with transaction.atomic():
        chosen = sorted((_waiting(held(actor, uid)) for uid in dict.fromkeys(uids)), key=lambda one: one.place)
        if len(chosen) < 2:
            raise InvalidInput(_("Choose two at least."))
        if len({one.reading_id for one in chosen}) > 1:
            raise InvalidInput(_("They stand in different documents."))
        first = chosen[0]
        text = " ".join(one.text for one in chosen)
        if len(text) > LONGEST_TEXT:
            raise InvalidInput(_("Together they are too long for one recommendation."))
        whole = Passage(
            reading=first.reading,
            place=_between(first),
            tag=_free_tag(first.reading, f"{first.tag}+"),
            origin=Passage.Origin.JOINED,
            number=first.number,
            locator=first.locator,
            text=text,
            segments=[span for one in chosen for span in one.segments],
            footnotes=_all(chosen, "footnotes"),
            citations=_all(chosen, "citations"),
            parent=first.parent,
            differs=any(one.differs for one in chosen),
            **{name: getattr(first, name) for name in _SHARED},
        )
        whole.recommending_states = _all(chosen, "recommending_states")
        suggest_for(actor, whole)
        whole.save(force_insert=True)
        whole.made_from.set(chosen)
        for one in chosen:
            settle(one, actor, Passage.State.JOINED)
        notes = [passage_change(each) for each in (*chosen, whole)]
        record(actor=actor, action="join_passages", subject=f"passage {whole.uid}", changes=notes)
    return whole


def add_passage(*, actor: Actor, reading: str, text: str, number: str = "", locator: str = "") -> Passage:
    """Add a recommendation that the reader missed; its wording stands in the document.

    Raises Refused, Reading.DoesNotExist, or InvalidInput where the wording is empty, too long or not in the document.
    """
    require(actor, Action.CHANGE, Passage)
    with transaction.atomic():
        one = visible_to(actor, Reading.objects.select_for_update()).get(uid=reading)
        wording = " ".join(text.split())
        if not wording or len(wording) > LONGEST_TEXT:
            raise InvalidInput(_("Give the wording of one recommendation."))
        spans = locate(one.text, wording)
        if not spans:
            raise InvalidInput(_("This wording does not stand in the document."), hint=_("Copy it from the document."))
        page = next((block["page"] for block in reversed(one.blocks) if block["start"] <= spans[0][0]), 1)
        added = Passage(
            reading=one,
            place=_place_at(one, spans[0][0]),
            tag=_free_tag(one, number.strip() or "added"),
            origin=Passage.Origin.PERSON,
            number=number.strip()[:40],
            locator=(locator.strip() or (f"para. {number.strip()}" if number.strip() else ""))[:80],
            text=wording,
            segments=[list(span) for span in spans],
            page=page,
            language=one.language,
        )
        suggest_for(actor, added)
        added.save(force_insert=True)
        record(actor=actor, action="add_passage", subject=f"passage {added.uid}", changes=[passage_change(added)])
    return added


def _waiting(one: Passage) -> Passage:
    if one.state != Passage.State.WAITING:
        raise InvalidInput(_("This was decided on already, perhaps by somebody else just now."))
    return one


def _part(one: Passage, index: int, wording: str, spans: tuple[tuple[int, int], ...]) -> Passage:
    letter = chr(ord("a") + index)
    return Passage(
        reading=one.reading,
        place=one.place + (index + 1) * (_between(one) - one.place) / (MOST_PARTS + 2),
        tag=_free_tag(one.reading, f"{one.tag}-{letter}"),
        origin=Passage.Origin.DIVIDED,
        number=one.number,
        locator=f"{one.locator[:75]} ({letter})",
        text=wording,
        segments=[list(span) for span in spans],
        footnotes=one.footnotes,
        parent=one.parent,
        differs=one.differs,
        **{name: getattr(one, name) for name in _SHARED},
    )


def _between(one: Passage) -> float:
    """A place after this passage and before the next."""
    following = Passage.objects.filter(reading=one.reading_id, place__gt=one.place).order_by("place").first()
    return (one.place + following.place) / 2 if following is not None else one.place + 500.0


def _place_at(reading: Reading, start: int) -> float:
    """The place in the list of a passage that begins at this offset."""
    before = [one for one in reading.passages.all() if one.segments and one.start <= start]
    if before:
        return _between(before[-1])
    first = reading.passages.order_by("place").first()
    return first.place / 2 if first is not None else 1000.0


def _free_tag(reading: Reading, wanted: str) -> str:
    taken = set(reading.passages.values_list("tag", flat=True))
    tag, again = wanted[:36], 1
    while tag in taken:
        again += 1
        tag = f"{wanted[:36]}~{again}"
    return tag


def _all(chosen: Sequence[Passage], name: str) -> list[Any]:
    """The lists of all, each member once, in order."""
    kept: list[Any] = []
    for one in chosen:
        kept += [each for each in getattr(one, name) if each not in kept]
    return kept
