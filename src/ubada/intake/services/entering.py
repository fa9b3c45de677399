"""What people accepted enters the register, all at once, as one import that can be listed and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.exchange.engine.drafts import Drafts
from ubada.exchange.engine.mapping import SourceMapping
from ubada.exchange.engine.recommendations import Answer, Origin, Recommendation, draft_recommendation
from ubada.exchange.queries import known_register
from ubada.exchange.services import commit_drafts
from ubada.intake.models import Passage, Reading
from ubada.kernel.errors import InvalidInput, Problem
from ubada.reading.states import names

FORMAT: Final = "reading"
ACTION: Final = "enter_recommendations"
NO_ADDRESS: Final = {
    "en": "A link to the document, so that anyone can compare the wording.",
    "ru": "Ссылка на документ, по которой каждый может сверить текст.",
}


@dataclass(frozen=True, slots=True)
class Entered:
    """What entering did: the number of the import, commitments added and changed, and those that were left alone."""

    number: int | None
    added: int
    changed: int
    kept: tuple[str, ...]
    """References of commitments that others wrote or changed since, and that stay as they are."""


def enter_accepted(*, actor: Actor, uid: str) -> Entered:
    """Write every accepted passage of a reading to the register, with its document, states and answers.

    What stands there already in the same form stays; what this desk wrote before is brought up to date; what others
    wrote is left alone and named. Raises Refused, Reading.DoesNotExist, or InvalidInput: nothing is accepted, or an
    answer has no date to speak for.
    """
    require(actor, Action.IMPORT, Reading)
    one = visible_to(actor, Reading.objects.select_related("file", "body")).get(uid=uid)
    accepted = list(one.passages.filter(state=Passage.State.ACCEPTED))
    if not accepted:
        raise InvalidInput(_("Nothing is accepted yet."))
    if one.adopted_on is None and any(each.answer for each in accepted):
        problem = Problem("", uid, "adopted_on", _("the answers of states need a date"))
        raise InvalidInput(_("Say when the document was adopted."), problems=[problem])
    drafts = Drafts(read=len(accepted), used=len(accepted))
    known = known_register(actor)
    mapping = _mapping(one)
    for each in accepted:
        draft_recommendation(_recommendation(one, each), drafts, known, mapping)
    read_as = f"profile {one.profile}, reader {one.reader_version}"
    outcome = commit_drafts(
        actor=actor,
        format=FORMAT,
        mapping=one.profile or FORMAT,
        mapping_sha256=mapping.sha256,
        files=({"name": one.symbol or one.title, "sha256": one.file.sha256, "read_as": read_as},),
        drafts=drafts,
        started=datetime.now(UTC),
        action=ACTION,
    )
    kept = tuple(sorted(key for shape, key, _fields in outcome.kept if shape == "commitment"))
    return Entered(outcome.number, outcome.added["commitment"], outcome.changed["commitment"], kept)


def _mapping(one: Reading) -> SourceMapping:
    return SourceMapping(
        name=FORMAT,
        format=FORMAT,
        text=f"reader {one.reader_version}, profile {one.profile}",
        title=one.symbol or one.title,
        url=one.url,
        official=bool(one.url),
        options={"database": f"{FORMAT}:{one.code}"[:40]},
    )


def _recommendation(one: Reading, each: Passage) -> Recommendation:
    answer = None
    if each.answer and len(each.states) == 1:
        answer = Answer(official=each.answer, given_as=each.answer, dated=str(one.adopted_on))
    language = each.language or one.language or "en"
    names_by_code = _names_by_code()
    return Recommendation(
        ref=each.ref,
        source_key=each.tag,
        states=tuple(each.states),
        text=each.text,
        origin=_origin(one),
        locator=each.locator,
        action=each.specificity,
        terms={"themes": each.themes, "persons": each.persons, "sdg": each.sdg_targets},
        addressee={language: each.addressee} if each.addressee else {},
        recommended_by=[(code, names_by_code.get(code, code)) for code in sorted(each.recommending_states)],
        answer=answer,
        missing=NO_ADDRESS,
    )


def _origin(one: Reading) -> Origin:
    assert one.body is not None  # noqa: S101 - nothing is accepted before the document is described
    return Origin(
        code=one.code,
        symbol=one.symbol,
        title={one.language or "en": one.title},
        kind=one.kind,
        body=one.body.code,
        body_name=one.body.name.best("en").text,
        adopted_on=str(one.adopted_on) if one.adopted_on is not None else None,
        body_kind=one.body.kind,
        url=one.url,
        unverified=() if one.url else ("url",),
    )


def _names_by_code() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, code in names().items():
        found.setdefault(code, name.title())
    return found
