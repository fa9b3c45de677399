"""The desk on which sides are brought together: who takes part, joint findings of a round, and its commitments."""

from __future__ import annotations

from dataclasses import dataclass

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Finding, Round, ScopedCommitment
from ubada.assessments.policies import IS_SECRETARIAT, ROUND_OPEN, party_states
from ubada.assessments.queries.sayings import FindingShown, finding_shown
from ubada.kernel.text import TranslatedText
from ubada.register.models import StateCommitment


@dataclass(frozen=True, slots=True)
class Placed:
    """A joint finding with the commitment of a state that it is on."""

    key: str
    ref: str
    title: TranslatedText
    state_code: str
    finding: FindingShown


@dataclass(frozen=True, slots=True)
class Scoped:
    """A commitment of a state in the scope of a round."""

    key: str
    ref: str
    title: TranslatedText
    state_code: str


def takes_part(actor: Actor, one: Round) -> bool:
    """Whether the actor reads what sides say in the round: its parties and the secretariat, once texts are open."""
    is_party = bool(party_states(actor) & {state.code for state in one.states.all()})
    return one.state in ROUND_OPEN and (is_party or IS_SECRETARIAT.test(actor))


def findings_in(actor: Actor, one: Round) -> list[Placed]:
    """The joint findings of the round, those that are still voted on first, then by reference."""
    rows = visible_to(actor, Finding.objects.filter(round=one))
    rows = rows.select_related("round", "state_commitment__commitment").prefetch_related("votes")
    placed = [
        Placed(
            each.state_commitment_id, each.state_commitment.commitment_id, each.state_commitment.commitment.title,
            each.state_commitment.state_id, finding_shown(each),
        )
        for each in rows
    ]  # fmt: skip
    return sorted(placed, key=lambda each: (each.finding.basis != "", each.key, each.finding.proposed_at))


def scoped(actor: Actor, one: Round, key: str) -> StateCommitment | None:
    """The commitment of a state, if it is in the round and the actor may see it."""
    in_scope = ScopedCommitment.objects.filter(round=one, state_commitment=key)
    asking = actor.asking_for_practice() if one.is_practice else actor
    rows = visible_to(asking, StateCommitment.objects.select_related("commitment", "state"))
    return rows.filter(in_rounds__in=visible_to(actor, in_scope)).first()


def found_in_scope(actor: Actor, one: Round, words: str, *, limit: int = 20) -> list[Scoped]:
    """The commitments of the round with these words in reference or title, by reference."""
    rows = visible_to(actor, ScopedCommitment.objects.filter(round=one))
    for word in words.replace("\x00", " ").split()[:10]:
        by_ref = rows.filter(state_commitment__key__icontains=word)
        by_title = rows.filter(state_commitment__commitment__title__icontains=word)
        rows = by_ref | by_title
    columns = (
        "state_commitment_id", "state_commitment__commitment_id", "state_commitment__commitment__title",
        "state_commitment__state_id",
    )  # fmt: skip
    return [Scoped(*row) for row in rows.order_by("state_commitment_id").values_list(*columns)[:limit]]
