"""What an organisation's sheet of a round is made of, and how its commitments stand when the sheet comes back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch
from django.utils.crypto import salted_hmac

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Assessment, EvidenceLink, Round, ScopedCommitment
from ubada.assessments.queries.rounds import OVER
from ubada.assessments.rules.states import AssessmentState, RoundState
from ubada.assessments.sheet_words import VOCABULARIES, Labels
from ubada.assessments.sheets.layout import (
    CHOICES,
    LANGUAGES_A_SHEET,
    LINES,
    LINK_PARTS,
    LINKS_A_ROW,
    NO,
    TRUTHS,
    YES,
    Values,
    link_field,
    narrative_field,
)
from ubada.assessments.sheets.planning import Now
from ubada.evidence.models import EvidenceItem
from ubada.evidence.queries import choices_for
from ubada.kernel.text import TranslatedText
from ubada.languages.table import BY_CODE
from ubada.organisations.models import Organisation
from ubada.register.models import Commitment
from ubada.register.queries.vocabulary import labels

MOST_ITEMS: Final = 2000
_FIRST: Final = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Standing:
    """A commitment in a sheet: how it stands, what was promised, and the reasons in all their languages."""

    now: Now
    commitment: Commitment
    state_name: TranslatedText
    narrative: TranslatedText


def standings(
    actor: Actor, one: Round, organisation: Organisation, items: Collection[str], languages: Sequence[str]
) -> dict[str, Standing]:
    """Every commitment that the round asks the organisation about, by key, state by state.

    ``items`` are the pieces of evidence that may be cited: a link to any other is not in the sheet and stays as it is.
    """
    scope = ScopedCommitment.objects.filter(round=one, state_commitment__state__in=organisation.states.all())
    scope = scope.select_related("state_commitment__commitment", "state_commitment__state")
    mine = visible_to(actor, Assessment.objects.filter(round=one, organisation=organisation)).prefetch_related(
        Prefetch("evidence_links", EvidenceLink.objects.order_by("pk"))
    )
    verdicts = {each.state_commitment_id: each for each in mine}
    found = {}
    for scoped in visible_to(actor, scope).order_by("state_commitment__state__order", "state_commitment__commitment"):
        about = scoped.state_commitment
        verdict = verdicts.get(about.pk)
        found[about.pk] = Standing(
            now=Now(
                commitment=about.pk,
                ref=about.commitment_id,
                uid=verdict.uid if verdict else "",
                stage=verdict.state if verdict else "",
                is_open=_is_open(one, verdict),
                version=verdict.version if verdict else 0,
                values=_values(verdict, items, languages),
            ),
            commitment=about.commitment,
            state_name=about.state.name,
            narrative=verdict.narrative if verdict else TranslatedText(),
        )
    return found


def citable(actor: Actor, organisation: Organisation) -> list[EvidenceItem]:
    """The pieces of evidence that a verdict of the organisation can cite, its own first."""
    return list(choices_for(actor, organisation)[:MOST_ITEMS])


def languages_of(one: Organisation, spoken: str) -> list[str]:
    """The languages in which a sheet asks for reasons: the page's, English, Russian, and the first state's own."""
    own = [code for state in one.states.order_by("order") for code in state.endonym if code in BY_CODE]
    return list(dict.fromkeys([spoken, *_FIRST, *own]))[:LANGUAGES_A_SHEET]


def sheet_labels(actor: Actor) -> Labels:
    """The labels of every list that the register names."""
    return labels(actor, *VOCABULARIES.values())


def sign(text: str) -> str:
    """The signature of a key; only this installation can make it."""
    return salted_hmac("ubada.assessments.sheets", text, algorithm="sha256").hexdigest()


def _is_open(one: Round, verdict: Assessment | None) -> bool:
    if verdict is None:
        return one.stage is RoundState.OPEN
    return one.stage not in OVER and AssessmentState(verdict.state).is_editable


def _values(one: Assessment | None, items: Collection[str], languages: Iterable[str]) -> Values:
    """What a verdict says, by field of a sheet."""
    if one is None:
        return dict.fromkeys(TRUTHS, NO)
    values = {name: str(getattr(one, name)) for name in (*CHOICES, *LINES)}
    values |= {name: YES if getattr(one, name) else NO for name in TRUTHS}
    values |= {narrative_field(code): one.narrative.get(code, "") for code in languages}
    links = [link for link in one.evidence_links.all() if link.item_id in items]
    for number, link in enumerate(links[:LINKS_A_ROW], start=1):
        said = (link.item_id, link.bearing, link.reliability, link.credibility, link.pinpoint)
        values |= {link_field(number, part): text for part, text in zip(LINK_PARTS, said, strict=True)}
    return values
