"""What cites an item, and who keeps it, as far as a given reader may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from ubada.access.actors import Actor
from ubada.access.engine import Action, can, visible_to
from ubada.evidence.models import EvidenceItem
from ubada.evidence.policies import ANSWER, LINK, REACHES_BUT_FOR_WITHDRAWAL, own
from ubada.evidence.queries.reading import WITH, is_own
from ubada.kernel.text import TranslatedText
from ubada.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Cited:
    """An item as a verdict cites it; without the item where it was withdrawn."""

    uid: str
    item: EvidenceItem | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether all there is to say is that something stood here."""
        return self.item is None


@dataclass(frozen=True, slots=True)
class Use:
    """A verdict, or the answer to one, that rests on the item and that the actor may read."""

    ref: str
    title: TranslatedText
    state: str
    round: TranslatedText
    organisation: TranslatedText | None
    """None where it is not for the actor to know whose verdict or answer it is."""
    bearing: str
    """Empty for an answer, which says it in its words."""
    pinpoint: str
    is_answer: bool


def as_cited(actor: Actor, uids: Iterable[str]) -> dict[str, Cited]:
    """What a verdict's list of evidence shows this actor, by uid in the order given.

    A withdrawn item shows as such to whoever would have seen it, its own organisation included; what is not for the
    actor is left out, so that nothing tells how much there is.
    """
    wanted = list(dict.fromkeys(uids))
    rows = EvidenceItem.objects.filter(pk__in=wanted)
    living = {one.uid: one for one in visible_to(actor, rows.filter(is_withdrawn=False).select_related(*WITH))}
    reached = rows.filter(is_withdrawn=True).filter(
        pk__in=EvidenceItem.objects.filter(REACHES_BUT_FOR_WITHDRAWAL.q(actor)).values("pk")
    )
    withdrawn = set(reached.values_list("pk", flat=True))
    return {uid: Cited(uid, living.get(uid)) for uid in wanted if uid in living or uid in withdrawn}


def uses(actor: Actor, one: EvidenceItem) -> list[Use]:
    """The verdicts and answers that rest on the item, of those this actor may read; of others not even their number."""
    links = one.links.select_related("assessment__state_commitment__commitment", "assessment__round")
    found = [
        _use(actor, link.assessment, link.assessment, link.bearing, link.pinpoint)
        for link in links.select_related("assessment__organisation")
        if can(actor, Action.VIEW, link.assessment)
    ]
    answers = one.in_replies.select_related(
        "organisation", "assessment__state_commitment__commitment", "assessment__round"
    )
    return found + [_use(actor, each, each.assessment) for each in answers if can(actor, Action.VIEW, each)]


def _use(actor: Actor, said: Any, verdict: Any, bearing: str = "", pinpoint: str = "") -> Use:
    is_named = said.organisation_id in own(actor) or not said.is_name_protected
    commitment = verdict.state_commitment.commitment
    return Use(
        ref=commitment.ref,
        title=commitment.title,
        state=verdict.state_commitment.state_id,
        round=verdict.round.title,
        organisation=said.organisation.name if is_named else None,
        bearing=bearing,
        pinpoint=pinpoint,
        is_answer=said is not verdict,
    )


def keepers(actor: Actor, items: Iterable[EvidenceItem]) -> dict[str, Organisation]:
    """By uid the organisation that keeps an item, where this actor may know it; the others are left out.

    Members know of their own. Everybody else learns it from a verdict or answer of that organisation that cites the
    item, that they may read and that bears its name; and not at all once one with a protected name cites it as well.
    An item that nothing cites yet names nobody: what is said today in a list could name tomorrow's verdict.
    """
    every = list(items)
    uids = [one.uid for one in every if not is_own(actor, one)]
    links = LINK.objects.filter(item__in=uids)
    answers = ANSWER.objects.filter(evidence__in=uids)
    own_answers = ANSWER.objects.filter(evidence__in=uids, organisation=F("evidence__organisation"))
    own_links = links.filter(assessment__organisation=F("item__organisation"))
    known = _named(visible_to(actor, own_links), "item") | _named(visible_to(actor, own_answers), "evidence")
    known -= _named(links.filter(assessment__is_name_protected=True), "item")
    known -= _named(answers.filter(is_name_protected=True), "evidence")
    return {one.uid: one.organisation for one in every if one.uid in known or one.uid not in uids}


def _named(rows: Any, column: str) -> set[str]:
    return set(rows.values_list(column, flat=True))
