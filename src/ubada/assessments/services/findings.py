"""What constituencies say together, and why two of them differ: beside the positions, never in their place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.assessments.clock import moment
from ubada.assessments.models import Divergence, DivergenceNote, Finding, FindingVote, Round
from ubada.assessments.records import finding_change, note_change
from ubada.assessments.rules.scale import Level, scale_version
from ubada.assessments.rules.states import RoundState
from ubada.assessments.rules.verdicts import PLACE, Constituency
from ubada.assessments.services.input import choice, required_words, words, wrong
from ubada.kernel.errors import InvalidInput
from ubada.ledger.services import record
from ubada.organisations.models import Organisation

LONGEST: Final = 5000
SPEAKING: Final = (RoundState.REPLY, RoundState.RECONCILIATION)
"""The states of a round in which its sides can be brought together: texts are open to all and nothing is frozen."""
FEWEST: Final = 2
"""How many constituencies a joint finding is of at the least."""


def propose_finding(
    *,
    actor: Actor,
    round_code: str,
    state_commitment: str,
    text: Mapping[str, str],
    level: str = "",
    now: datetime | None = None,
) -> Finding:
    """Put a joint finding to the vote of the constituencies; a level is optional.

    Raises Refused, Round.DoesNotExist, InvalidInput: without words, a level that is none, a commitment not in the
    round, or a round whose texts are not open to all or that is frozen.
    """
    at = moment(now)
    require(actor, Action.CREATE, Finding)
    with transaction.atomic():
        one = _speaking(actor, round_code)
        if not one.scope.filter(state_commitment=state_commitment).exists():
            raise wrong("state_commitment", _("this commitment is not in the round"))
        codes = {code for code, _ordinal in scale_version(one.implementation_scale).terms} - {Level.NOT_ASSESSED}
        finding = Finding.objects.create(
            round=one,
            state_commitment_id=state_commitment,
            text=required_words(text, "text", LONGEST),
            level=choice(level, "level", codes),
            proposed_at=at,
        )
        record(actor=actor, action="propose_finding", subject=_subject(finding), changes=[finding_change(finding)])
    return finding


def vote_on_finding(
    *,
    actor: Actor,
    uid: str,
    organisation: str,
    agrees: bool,
    dissent: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> FindingVote:
    """The vote of a constituency, spoken by one of its organisations; it may be changed by the same until adoption.

    Raises Refused, Finding.DoesNotExist, Organisation.DoesNotExist, InvalidInput: dissent without words, another
    organisation has spoken for the constituency, a state on which it does not speak, or the vote is over.
    """
    at = moment(now)
    said = words(dissent, "dissent", LONGEST)
    if not agrees and not said:
        raise wrong("dissent", _("say what you see otherwise; it is printed"), record=uid)
    with transaction.atomic():
        finding = _voting(actor, uid)
        whose = Organisation.objects.get(code=organisation)
        require(actor, Action.CREATE, FindingVote(finding=finding, organisation=whose, agrees=agrees, given_at=at))
        if not whose.states.filter(pk=finding.state_commitment.state_id).exists():
            raise wrong("organisation", _("the organisation does not speak on this state"), record=uid)
        spoken = finding.votes.filter(constituency=whose.constituency).first()
        if spoken is not None and spoken.organisation_id != whose.pk:
            raise wrong("organisation", _("another organisation has spoken for this group"), record=uid)
        vote = spoken or FindingVote(finding=finding, constituency=whose.constituency, organisation=whose)
        vote.agrees, vote.dissent, vote.given_at = agrees, said, at
        vote.save()
        record(actor=actor, action="vote_on_finding", subject=_subject(finding), changes=[finding_change(finding)])
    return vote


def adopt_finding(*, actor: Actor, uid: str, now: datetime | None = None) -> Finding:
    """Adopt a finding on the basis that its votes give: consensus if nobody dissents, else a majority of those heard.

    Raises Refused, Finding.DoesNotExist, InvalidInput where fewer than two constituencies agree or no more than half.
    """
    at = moment(now)
    with transaction.atomic():
        finding = _voting(actor, uid)
        require(actor, Action.CHANGE, finding)
        votes = list(finding.votes.all())
        agreeing = [vote for vote in votes if vote.agrees]
        if len(agreeing) < FEWEST or 2 * len(agreeing) <= len(votes):
            raise InvalidInput(
                _("No majority of the groups that voted stands behind this finding."),
                hint=_("It stays a proposal, and their positions stand beside it."),
            )
        everybody = len(agreeing) == len(votes)
        finding.basis = Finding.Basis.CONSENSUS if everybody else Finding.Basis.MAJORITY
        finding.adopted_at = at
        finding.save()
        record(actor=actor, action="adopt_finding", subject=_subject(finding), changes=[finding_change(finding)])
    return finding


def explain_divergence(
    *,
    actor: Actor,
    round_code: str,
    state_commitment: str,
    sides: tuple[str, str],
    resolution: str,
    text: Mapping[str, str],
    organisation: str,
    now: datetime | None = None,
) -> DivergenceNote:
    """Why two constituencies differ, as an organisation of one of them explains it.

    Raises Refused, Round.DoesNotExist, Organisation.DoesNotExist, InvalidInput: without words, a resolution that is
    none, two sides that are no pair on this commitment, an organisation of neither, or a round that is frozen.
    """
    at = moment(now)
    said = required_words(text, "text", LONGEST)
    if resolution not in DivergenceNote.Resolution.values:
        raise wrong("resolution", _("choose from the list"))
    with transaction.atomic():
        one = _speaking(actor, round_code)
        whose = Organisation.objects.get(code=organisation)
        first, second = _in_order(sides)
        note = DivergenceNote(
            round=one,
            state_commitment_id=state_commitment,
            first=first,
            second=second,
            resolution=resolution,
            text=said,
            organisation=whose,
            made_at=at,
        )
        require(actor, Action.CREATE, note)
        pairs = Divergence.objects.filter(round=one, state_commitment=state_commitment, first=first, second=second)
        if not visible_to(actor, pairs).exists():
            raise wrong("sides", _("these two groups make no pair here"))
        if whose.constituency not in (first, second):
            raise wrong("organisation", _("only the two sides explain why they differ"))
        note.save(force_insert=True)
        record(
            actor=actor, action="explain_divergence", subject=f"divergence_note {note.uid}", changes=[note_change(note)]
        )
    return note


def _in_order(sides: tuple[str, str]) -> tuple[str, str]:
    try:
        first, second = sorted((Constituency(one) for one in sides), key=PLACE.__getitem__)
    except ValueError:
        raise wrong("sides", _("choose from the list")) from None
    return first.value, second.value


def _speaking(actor: Actor, code: str) -> Round:
    one = visible_to(actor, Round.objects.select_for_update(no_key=True)).get(pk=code)
    if one.stage not in SPEAKING:
        raise InvalidInput(_("Sides are brought together while a round is open for reply and until it is frozen."))
    return one


def _voting(actor: Actor, uid: str) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",)).select_related("state_commitment")
    finding = visible_to(actor, rows).get(uid=uid)
    _speaking(actor, finding.round_id)
    if finding.adopted_at is not None:
        raise InvalidInput(_("This finding is adopted already."))
    return finding


def _subject(finding: Finding) -> str:
    return f"finding {finding.uid}"
