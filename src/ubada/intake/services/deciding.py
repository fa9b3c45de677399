"""What a person decides on one passage: accept it, reject it, mend it, or take a decision back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.intake.models import MENDABLE, Passage
from ubada.intake.records import passage_change
from ubada.intake.suggesting import VOCABULARIES
from ubada.kernel.errors import InvalidInput, Problem
from ubada.kernel.ids import slugify_ref
from ubada.ledger.services import Change, record
from ubada.reading.locating import locate
from ubada.reading.states import names
from ubada.register.models import Commitment, State, Term

REPLACED: Final = (Passage.State.DIVIDED, Passage.State.JOINED)
LONGEST_TEXT: Final = 10_000
"""Characters of one recommendation; the longest seen in a report of the United Nations has under 4,000."""


def accept_passage(*, actor: Actor, uid: str, changes: Mapping[str, Any] | None = None) -> Passage:
    """The person takes the passage for a recommendation to these states, about these things, in this wording.

    It enters the register only with `enter_accepted`. ``changes`` mend it in the same step. Raises Refused,
    Passage.DoesNotExist, or InvalidInput: the document is not described, the passage was decided on, a field is wrong.
    """
    with transaction.atomic():
        one = held(actor, uid)
        if not one.reading.is_described:
            raise InvalidInput(_("Say first what document this is."))
        _must_wait(one)
        _mend(one, changes or {})
        states = one.states or one.reading.states
        if not states:
            raise _wrong(one, "states", _("name the state it goes to"))
        one.states = sorted(states)
        if not one.locator:
            raise _wrong(one, "locator", _("say where in the document it stands"))
        one.ref = reference(one)
        settle(one, actor, Passage.State.ACCEPTED)
        record(actor=actor, action="accept_passage", subject=f"passage {uid}", changes=[passage_change(one)])
    return one


def reject_passage(*, actor: Actor, uid: str, reason: str) -> Passage:
    """The person says that this is no recommendation for the register, and why.

    Raises Refused, Passage.DoesNotExist, or InvalidInput for an unknown reason or a passage that was decided on.
    """
    with transaction.atomic():
        one = held(actor, uid)
        _must_wait(one)
        if reason not in Passage.Reason.values:
            raise _wrong(one, "reason", _("choose why it is none"))
        one.reason = reason
        settle(one, actor, Passage.State.REJECTED)
        record(actor=actor, action="reject_passage", subject=f"passage {uid}", changes=[passage_change(one)])
    return one


def mend_passage(*, actor: Actor, uid: str, changes: Mapping[str, Any]) -> Passage:
    """Change wording, number, place, states or classification of a passage that waits or is accepted.

    Raises Refused, Passage.DoesNotExist, or InvalidInput that names the field.
    """
    with transaction.atomic():
        one = held(actor, uid)
        if one.state not in (Passage.State.WAITING, Passage.State.ACCEPTED):
            raise InvalidInput(_("Take the decision back before you mend this."))
        before = one.contents()
        _mend(one, changes)
        if one.state == Passage.State.ACCEPTED and not (one.states and one.locator):
            raise _wrong(one, "states", _("an accepted recommendation has a state and a place in the document"))
        if one.contents() != before:
            one.save()
            record(actor=actor, action="mend_passage", subject=f"passage {uid}", changes=[passage_change(one)])
    return one


def reopen_passage(*, actor: Actor, uid: str) -> Passage:
    """Take a decision back, so that the passage waits again.

    Parts of one that was divided, or a whole that was joined, go if nothing was decided on them; what they were made
    from waits again. Raises Refused, Passage.DoesNotExist, or InvalidInput where it entered the register already.
    """
    with transaction.atomic():
        one = held(actor, uid)
        if one.state == Passage.State.WAITING:
            raise InvalidInput(_("Nothing is decided on this yet."))
        if one.state == Passage.State.ACCEPTED and is_entered(one):
            raise InvalidInput(
                _("This stands in the register already."), hint=_("An import can be taken back as a whole.")
            )
        reopened, removed = _unmade(one) if one.state in REPLACED else ([one], [])
        for each in reopened:
            each.state, each.reason, each.ref = Passage.State.WAITING, "", ""
            each.decided_at, each.decided_by_id = None, None
            each.save()
        notes = [*(passage_change(each) for each in reopened), *(Change("passage", key, None) for key in removed)]
        record(actor=actor, action="reopen_passage", subject=f"passage {uid}", changes=notes)
    return one


def _unmade(one: Passage) -> tuple[list[Passage], list[str]]:
    """What waits again when parts or a whole go, and the keys of what went."""
    made = list(one.made_into.all())
    if any(each.state != Passage.State.WAITING for each in made):
        raise InvalidInput(_("Take back first what was decided on what stands in its place."))
    reopened = {one.uid: one}
    for each in made:
        reopened |= {source.uid: source for source in each.made_from.exclude(uid=one.uid)}
    removed = [each.uid for each in made]
    Passage.objects.filter(uid__in=removed).delete()
    return list(reopened.values()), removed


def held(actor: Actor, uid: str) -> Passage:
    """The passage, locked until the transaction ends. Raises Refused, Passage.DoesNotExist."""
    require(actor, Action.CHANGE, Passage)
    rows = Passage.objects.select_for_update(of=("self",)).select_related("reading")
    return visible_to(actor, rows).get(uid=uid)


def settle(one: Passage, actor: Actor, state: Passage.State) -> None:
    """Write what was decided, by whom and when."""
    one.state, one.decided_at, one.decided_by_id = state, datetime.now(UTC), actor.account_id
    one.save()


def reference(one: Passage) -> str:
    """The reference it has in the register, or will have: the one that stands at its place in the document, if any."""
    key = f"{one.reading.code}:{one.locator}"
    there = Commitment.objects.filter(provision=key).values_list("ref", flat=True).first()
    wanted = there or slugify_ref(f"{one.reading.code}-{one.tag}")[:60].strip("-.")
    others = Passage.objects.filter(reading=one.reading_id, state=Passage.State.ACCEPTED, ref=wanted)
    if others.exclude(uid=one.uid).exists():
        raise _wrong(one, "locator", _("another accepted recommendation has this place in the document"))
    return wanted


def is_entered(one: Passage) -> bool:
    """Whether a commitment with its reference and its place in the document stands in the register."""
    key = f"{one.reading.code}:{one.locator}"
    return bool(one.ref) and Commitment.objects.filter(ref=one.ref, provision=key).exists()


def _must_wait(one: Passage) -> None:
    if one.state != Passage.State.WAITING:
        raise InvalidInput(_("This was decided on already, perhaps by somebody else just now."))


def _mend(one: Passage, changes: Mapping[str, Any]) -> None:
    """Set the fields named. Raises InvalidInput with every fault by field."""
    problems: list[Problem] = []
    for name, value in changes.items():
        if name not in MENDABLE:
            message = f"{name} is no field that can be mended"
            raise KeyError(message)
        if isinstance(value, str):
            value = " ".join(value.split())  # noqa: PLW2901 - white space means nothing in any of them
        if fault := _fault(name, value):
            problems.append(Problem("", one.uid, name, fault))
        setattr(one, name, value)
    if problems:
        raise InvalidInput(_("This cannot be kept like that."), problems=problems)
    if "text" in changes:
        _find_again(one)


def _fault(name: str, value: Any) -> str:
    """What is wrong with a value, "" if nothing is."""
    if name in VOCABULARIES:
        terms = Term.objects.filter(vocabulary=VOCABULARIES[name], key__in=value)
        return "" if terms.count() == len(set(value)) else _("choose from the list")
    if name == "text" and not value:
        return _("a recommendation has a wording")
    if name in _LONGEST:
        return "" if len(value) <= _LONGEST[name] else _("is too long")
    return "" if _is_right(name, value) else str(_WRONG[name])


def _is_right(name: str, value: Any) -> bool:
    if name == "states":
        return set(value) <= set(State.objects.filter(is_practice=False).values_list("code", flat=True))
    if name == "recommending_states":
        return set(value) <= set(names().values())
    if name == "answer":
        return value in ("", "supported", "noted")
    return value is None or value in range(1, 6)


_LONGEST: Final = {"text": LONGEST_TEXT, "number": 40, "locator": 80, "addressee": 300}
_WRONG: Final = {
    "states": gettext_lazy("name states that are followed here"),
    "recommending_states": gettext_lazy("name states by their three-letter codes"),
    "answer": gettext_lazy("choose one of the answers"),
    "specificity": gettext_lazy("is a number from 1 to 5"),
}


def _find_again(one: Passage) -> None:
    """Where a changed wording stands in the document: in its own place, else in the first, else nowhere."""
    found = locate(one.reading.text, one.text, one.spans) or locate(one.reading.text, one.text)
    one.differs = not found
    if found:
        one.segments = [list(span) for span in found]


def _wrong(one: Passage, field: str, message: str) -> InvalidInput:
    return InvalidInput(message[:1].upper() + message[1:] + ".", problems=[Problem("", one.uid, field, message)])
