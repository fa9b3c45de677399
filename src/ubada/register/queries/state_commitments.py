"""What one state promised, by theme, with what the facts answer: a first few of each theme, never all at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.register.models import Commitment, StateCommitment, StructuralTest, Term
from ubada.register.queries.answers import Answer, answers_on
from ubada.register.queries.commitments import listed
from ubada.register.queries.states import Answers
from ubada.register.queries.themes import THEMES


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment in a list: its standing for the state and the answers of its questions."""

    commitment: Commitment
    standing: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """A top theme: how many commitments the state has under it, and the first of them."""

    theme: Term
    total: int
    answers: Answers
    """Of the questions on the commitments listed, each question once."""
    promises: tuple[Promise, ...]

    @property
    def more(self) -> int:
        """How many commitments are not listed."""
        return self.total - len(self.promises)


def commitments_by_theme(actor: Actor, state: str, *, each: int = 8) -> list[ThemeSection]:
    """The themes a state has commitments under, each with the first few: those that facts can answer come first."""
    asked = StructuralTest.commitments.through._default_manager.filter(commitment=OuterRef("commitment_id"))
    theme = Coalesce(F("commitment__primary_theme__parent"), F("commitment__primary_theme"))
    rows = (
        visible_to(actor, StateCommitment.objects.filter(state=state))
        .annotate(theme=theme, is_asked=Exists(asked))
        .annotate(
            place=Window(RowNumber(), partition_by=F("theme"), order_by=(F("is_asked").desc(), F("commitment"))),
            total=Window(Count("pk"), partition_by=F("theme")),
        )
        .filter(place__lte=each)
        .order_by("theme", "place")
        .values_list("theme", "total", "commitment_id", "standing")
    )
    chosen = list(rows)
    refs = [ref for _, _, ref, _ in chosen]
    found = listed(actor).in_bulk(refs)
    book = answers_on(actor, refs, [state])
    themes = visible_to(actor, Term.objects.filter(vocabulary=THEMES, parent__isnull=True)).order_by("order", "code")
    sections = []
    for term in themes:
        own = [(total, ref, standing) for key, total, ref, standing in chosen if key == term.key]
        if not own:
            continue
        promises = tuple(Promise(found[ref], standing, tuple(book.of(ref, state))) for _, ref, standing in own)
        distinct = {answer.test: answer.answer for one in promises for answer in one.answers}
        sections.append(ThemeSection(term, own[0][0], Answers.of(distinct.values()), promises))
    return sections


def state_commitments(actor: Actor, state: str) -> QuerySet[StateCommitment]:
    """Every commitment of a state with its text, for a download."""
    rows = visible_to(actor, StateCommitment.objects.filter(state=state))
    return rows.select_related(
        "commitment__instrument", "commitment__document", "commitment__provision", "commitment__primary_theme"
    ).order_by("commitment")
