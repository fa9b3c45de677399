"""What the commitments that a round asks an organisation about can be narrowed by, and which are left."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import Round, ScopedCommitment
from ubada.assessments.queries.figures import within
from ubada.organisations.models import Organisation
from ubada.register.models import Document, Instrument, Term


@dataclass(frozen=True, slots=True)
class Subjects:
    """What is in the round for an organisation: main themes, instruments, and documents that are no instrument."""

    themes: tuple[Term, ...]
    instruments: tuple[Instrument, ...]
    documents: tuple[Document, ...]


def subjects_of(actor: Actor, one: Round, organisation: Organisation) -> Subjects:
    """The subjects of the commitments that the round asks the organisation about, each in its own order."""
    refs = _asked(actor, one, organisation).values("state_commitment__commitment")
    themes = Q(commitments_by_theme__in=refs) | Q(children__commitments_by_theme__in=refs)
    return Subjects(
        tuple(visible_to(actor, Term.objects.filter(themes, parent=None)).distinct().order_by("order", "code")),
        tuple(visible_to(actor, Instrument.objects.filter(commitments__in=refs)).distinct().order_by("order")),
        tuple(
            visible_to(actor, Document.objects.filter(commitments__in=refs, commitments__instrument=None))
            .distinct()
            .order_by("code")
        ),
    )


def keys_about(actor: Actor, one: Round, organisation: Organisation, *, theme: str = "", text: str = "") -> set[str]:
    """The keys of commitments with the theme or one of its parts, or in the text: an instrument or a document."""
    rows = within(_asked(actor, one, organisation), None, theme or None)
    if text:
        rows = rows.filter(
            Q(state_commitment__commitment__instrument=text) | Q(state_commitment__commitment__document=text)
        )
    return set(rows.values_list("state_commitment", flat=True))


def _asked(actor: Actor, one: Round, organisation: Organisation) -> QuerySet[ScopedCommitment]:
    rows = ScopedCommitment.objects.filter(round=one, state_commitment__state__in=organisation.states.all())
    return visible_to(actor, rows).order_by()
