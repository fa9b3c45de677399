"""What the desk shows of documents that were read, narrowed to what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import Action, can, visible_to
from ubada.intake.layout import Part, parts_of
from ubada.intake.models import Passage, Reading
from ubada.reading import VERSION
from ubada.register.models import Commitment, IssuingBody, State, Term

ACTIVE = (Passage.State.WAITING, Passage.State.ACCEPTED, Passage.State.REJECTED)


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a reading has come."""

    waiting: int
    accepted: int
    rejected: int
    gone: int
    differing: int
    """Passages that wait and stood otherwise, or not at all, in the reading before."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A commitment that may be the same promise as a passage."""

    commitment: Commitment
    type: str
    is_sure: bool


def readings(actor: Actor) -> QuerySet[Reading]:
    """The newest reading of each document, newest first, with how many passages wait and are accepted."""
    rows = visible_to(actor, Reading.objects.filter(superseded_by=None)).defer("text", "blocks")
    return (
        rows.select_related("file")
        .order_by("-made_at", "uid")
        .annotate(
            waiting=Count("passages", filter=Q(passages__state="waiting")),
            accepted=Count("passages", filter=Q(passages__state="accepted")),
            decided=Count("passages", filter=Q(passages__state__in=["accepted", "rejected"])),
        )
    )


def reading(actor: Actor, uid: str) -> Reading:
    """One reading. Raises Reading.DoesNotExist for what the actor may not see."""
    return visible_to(actor, Reading.objects.select_related("file", "body")).get(uid=uid)


def later(actor: Actor, one: Reading) -> Reading | None:
    """The reading that stands in the place of this one, if there is one."""
    return visible_to(actor, Reading.objects.filter(supersedes=one)).first()


def passage(actor: Actor, reading_uid: str, uid: str) -> Passage:
    """One passage. Raises Passage.DoesNotExist for what the actor may not see."""
    rows = Passage.objects.select_related("reading", "earlier", "decided_by", "parent")
    return visible_to(actor, rows).get(reading=reading_uid, uid=uid)


def passages(actor: Actor, one: Reading) -> list[Passage]:
    """All passages of a reading in the order of the document."""
    rows = visible_to(actor, Passage.objects.filter(reading=one)).select_related("earlier", "decided_by")
    return list(rows)


def parts(one: Reading, found: Iterable[Passage]) -> list[Part]:
    """The document in parts that fit a page, each with its passages."""
    return parts_of(one.text, one.blocks, [each for each in found if each.state in (*ACTIVE, Passage.State.GONE)])


def tally(one: Reading, found: Iterable[Passage]) -> Tally:
    """How many passages are in which state."""
    states = [each.state for each in found]
    waiting = [each for each in found if each.state == Passage.State.WAITING]
    differing = sum(each.differs_from_before for each in waiting) if one.supersedes_id else 0
    return Tally(len(waiting), states.count("accepted"), states.count("rejected"), states.count("gone"), differing)


def entered(one: Reading, found: Iterable[Passage]) -> frozenset[str]:
    """References of accepted passages that stand in the register already."""
    refs = [each.ref for each in found if each.state == Passage.State.ACCEPTED]
    return frozenset(Commitment.objects.filter(ref__in=refs, document=one.code or None).values_list("ref", flat=True))


def alike(actor: Actor, found: Iterable[Passage]) -> dict[str, list[Alike]]:
    """For each passage by uid, the commitments of the register that may be the same promise."""
    wanted = {each["ref"] for one in found for each in one.alike}
    known = visible_to(actor, Commitment.objects.filter(ref__in=wanted)).select_related("document", "instrument")
    by_ref = {one.ref: one for one in known}
    return {
        one.uid: [
            Alike(by_ref[each["ref"]], each["type"], each["score"] >= 900)
            for each in one.alike
            if each["ref"] in by_ref
        ]
        for one in found
    }


def term_labels(actor: Actor, keys: Iterable[str]) -> dict[str, Any]:
    """The labels of terms by key."""
    rows = visible_to(actor, Term.objects.filter(key__in=set(keys)))
    return dict(rows.values_list("key", "label"))


def followed_states(actor: Actor) -> list[State]:
    """The states that recommendations can go to here."""
    return list(visible_to(actor, State.objects.filter(is_practice=False)).order_by("order"))


def bodies(actor: Actor) -> list[IssuingBody]:
    """Those that issue documents."""
    return list(visible_to(actor, IssuingBody.objects.all()))


def terms(actor: Actor, vocabulary: str) -> list[Term]:
    """The terms of a vocabulary in their order."""
    return list(visible_to(actor, Term.objects.filter(vocabulary=vocabulary)).order_by("order", "code"))


def waiting_for(actor: Actor) -> int | None:
    """How many passages wait for a decision by this person; None for someone who decides on none."""
    if not can(actor, Action.CHANGE, Passage):
        return None
    rows = Passage.objects.filter(state=Passage.State.WAITING, reading__superseded_by=None)
    return visible_to(actor, rows).count()


def is_outdated(one: Reading) -> bool:
    """Whether this installation reads with a newer version than the one that read this document."""
    return one.reader_version is not None and one.reader_version < VERSION
