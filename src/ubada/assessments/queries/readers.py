"""What the public pages ask for many commitments at once: each is a fixed number of queries, however much there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.assessments.models import (
    Assessment,
    DateMoved,
    Divergence,
    Finding,
    GradeGiven,
    Measure,
    Position,
    Round,
    ScopedCommitment,
)
from ubada.assessments.policies import PUBLIC, ROUND_PUBLIC
from ubada.assessments.queries.figures import asked_of, may_see_results, within
from ubada.assessments.queries.results import DivergenceShown, divergence_shown
from ubada.assessments.queries.sayings import GradeShown, grade_shown
from ubada.assessments.rules.scale import Level
from ubada.assessments.rules.states import RoundState
from ubada.assessments.rules.verdicts import PLACE, Constituency
from ubada.assessments.showing import Stand, stand, stands
from ubada.kernel.text import TranslatedText
from ubada.register.models import Commitment, State, StateCommitment, Term
from ubada.register.queries.themes import THEMES

_LEVELS_GIVEN: Final = [one.value for one in Level if one is not Level.NOT_ASSESSED]


@dataclass(frozen=True, slots=True)
class Summary:
    """One state towards a commitment in the newest round of which this reader may see something.

    ``pairs`` are those of its sides that differ, gravest first; ``n_verdicts`` counts withdrawn ones too. ``earlier``
    are the rounds before, newest first. Without any round there are still the grades of others and measures claimed.
    """

    state: State
    key: str
    round: Round | None
    stands: tuple[Stand, ...]
    pairs: tuple[DivergenceShown, ...]
    n_verdicts: int
    n_findings: int
    earlier: tuple[Round, ...]
    grades: tuple[GradeShown, ...]
    n_measures: int

    @property
    def is_public(self) -> bool:
        """Whether everybody may read the round's results, or its parties alone."""
        return self.round is not None and self.round.state in ROUND_PUBLIC


@dataclass(frozen=True, slots=True)
class OnCommitment:
    """All that the page of a commitment says of verdicts. ``rounds`` are all that look at it, the next to come last."""

    summaries: tuple[Summary, ...]
    rounds: tuple[Round, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One commitment of a list behind a count: where the constituency stands on it."""

    key: str
    ref: str
    title: TranslatedText
    state_code: str
    stand: Stand


@dataclass(frozen=True, slots=True)
class Scope:
    """How many commitments of each state a round looks at."""

    state: State
    commitments: int


def on_commitment(actor: Actor, ref: str) -> OnCommitment:
    """Every state towards a commitment: its newest round of verdicts, and what others say of it.

    A commitment of real states says nothing of the practice state, and neither of a practice round.
    """
    rows = visible_to(actor, StateCommitment.objects.filter(commitment=ref)).select_related("state")
    found = sorted(rows, key=lambda one: one.state.order)
    is_practice = bool(found) and all(one.state.is_practice for one in found)
    found = [one for one in found if one.state.is_practice == is_practice]
    keys = [one.key for one in found]
    book = _Book(actor, keys, is_practice=is_practice)
    summaries = tuple(book.summary(one) for one in found)
    return OnCommitment(summaries, tuple(rounds_on(actor, found, is_practice=is_practice)))


def followed(actor: Actor, ref: str, state: str) -> StateCommitment | None:
    """A commitment of one state with both of them, None for what the actor may not see."""
    rows = visible_to(actor, StateCommitment.objects.filter(commitment=ref, state=state))
    return rows.select_related("state", "commitment__primary_theme").first()


def rounds_with_verdicts(actor: Actor, one: StateCommitment) -> list[Round]:
    """The rounds in which the actor may read something on a commitment of a state, newest first."""
    given = visible_to(actor, Assessment.objects.filter(state_commitment=one, opened_at__isnull=False))
    found = visible_to(actor, Finding.objects.filter(state_commitment=one))
    rows = Round.objects.filter(is_practice=one.state.is_practice).filter(
        Q(pk__in=given.order_by().values("round")) | Q(pk__in=found.order_by().values("round"))
    )
    return list(visible_to(actor, rows).order_by("-opens", "code"))


def rounds_on(actor: Actor, among: Collection[StateCommitment], *, is_practice: bool) -> QuerySet[Round]:
    """The rounds that look at any of these commitments of states, the oldest first.

    A planned round that names no commitments will look at all that its states have when it opens.
    """
    in_scope = ScopedCommitment.objects.filter(round=OuterRef("pk"))
    named = Exists(in_scope.filter(state_commitment__in=[one.pk for one in among]))
    of_states = Round.states.through._default_manager.filter(
        round=OuterRef("pk"), state__in=[one.state_id for one in among]
    )
    to_be_named = Q(state=RoundState.PLANNED.value) & ~Exists(in_scope) & Exists(of_states)
    rows = Round.objects.filter(named | to_be_named, is_practice=is_practice)
    return visible_to(actor, rows).order_by("publishes", "code")


class _Book:
    """What there is on some commitments of states, read once for all of them."""

    def __init__(self, actor: Actor, keys: Collection[str], *, is_practice: bool) -> None:
        of_kind = {"state_commitment__in": keys, "round__is_practice": is_practice}
        self.positions: dict[tuple[str, str], list[Position]] = {}
        self.rounds: dict[str, dict[str, Round]] = {key: {} for key in keys}
        rows = Position.objects.filter(**of_kind).select_related("round").defer("detail", "organisations")
        for one in visible_to(actor, rows):
            self.positions.setdefault((one.state_commitment_id, one.round_id), []).append(one)
            self.rounds[one.state_commitment_id][one.round_id] = one.round
        self.pairs: dict[tuple[str, str], list[Divergence]] = {}
        apart = Divergence.objects.filter(**of_kind, gravity__gt=0).select_related("round")
        for pair in visible_to(actor, apart):
            self.pairs.setdefault((pair.state_commitment_id, pair.round_id), []).append(pair)
        given = visible_to(actor, Assessment.objects.filter(**of_kind, opened_at__isnull=False)).order_by()
        self.verdicts = _counts(given.values_list("state_commitment", "round").annotate(n=Count("pk", distinct=True)))
        self._add_rounds(actor, self.verdicts)
        adopted = visible_to(actor, Finding.objects.filter(**of_kind, adopted_at__isnull=False)).order_by()
        self.findings = _counts(adopted.values_list("state_commitment", "round").annotate(n=Count("pk", distinct=True)))
        self.grades: dict[str, list[GradeShown]] = {}
        elsewhere = visible_to(actor, GradeGiven.objects.filter(state_commitment__in=keys)).select_related("document")
        for grade in elsewhere.order_by("-given_on", "grading", "paragraph"):
            self.grades.setdefault(grade.state_commitment_id, []).append(grade_shown(grade))
        claimed = visible_to(actor, Measure.objects.filter(state_commitments__in=keys)).order_by()
        self.measures: dict[str, int] = dict(
            claimed.values_list("state_commitments").annotate(n=Count("pk", distinct=True))
        )

    def _add_rounds(self, actor: Actor, counted: Mapping[tuple[str, str], int]) -> None:
        """Of a verdict that was taken back there is no position any more, and its tombstone stays."""
        known = {code for rounds in self.rounds.values() for code in rounds}
        missing = {code for _key, code in counted} - known
        rest = {one.code: one for one in visible_to(actor, Round.objects.filter(pk__in=missing))} if missing else {}
        for key, code in counted:
            if code in rest:
                self.rounds[key][code] = rest[code]

    def summary(self, one: StateCommitment) -> Summary:
        newest_first = sorted(self.rounds[one.key].values(), key=lambda each: (-each.opens.toordinal(), each.code))
        newest = newest_first[0] if newest_first else None
        at = (one.key, newest.code) if newest is not None else ("", "")
        expected = asked_of(newest, one.state_id) if newest is not None else ()
        pairs = sorted(self.pairs.get(at, ()), key=_gravest)
        return Summary(
            one.state, one.key, newest, tuple(stands(self.positions.get(at, ()), expected)),
            tuple(divergence_shown(pair) for pair in pairs), self.verdicts.get(at, 0), self.findings.get(at, 0),
            tuple(newest_first[1:]), tuple(self.grades.get(one.key, ())), self.measures.get(one.key, 0),
        )  # fmt: skip


def rounds_of_state(actor: Actor, state: State) -> list[Round]:
    """The rounds that look at a state, the oldest first."""
    rows = Round.objects.filter(states=state, is_practice=state.is_practice).order_by("publishes", "code")
    return list(visible_to(actor, rows))


def newest_with_results(actor: Actor, rounds: Iterable[Round]) -> Round | None:
    """Of these rounds the newest whose results this actor may see."""
    newest_first = sorted(rounds, key=lambda one: (-one.opens.toordinal(), one.code))
    return next((one for one in newest_first if may_see_results(actor, one)), None)


def newest_and_next(actor: Actor) -> tuple[Round | None, Round | None]:
    """The newest real round that everybody may read, and the one that is under way or comes next."""
    rows = list(visible_to(actor, Round.objects.filter(is_practice=False)).order_by("publishes", "code"))
    out = [one for one in rows if one.state in ROUND_PUBLIC]
    coming = [one for one in rows if one.state not in ROUND_PUBLIC]
    return out[-1] if out else None, coming[0] if coming else None


def published_rounds(actor: Actor) -> QuerySet[Round]:
    """The real rounds that everybody may read, the newest first."""
    rows = Round.objects.filter(is_practice=False, state__in=sorted(ROUND_PUBLIC))
    return visible_to(actor, rows).order_by("-publishes", "-opens")


def n_published(actor: Actor) -> int:
    """How many verdicts of real rounds are published."""
    rows = Assessment.objects.filter(state__in=sorted(PUBLIC), round__is_practice=False)
    return visible_to(actor, rows).count()


def rounds_published(actor: Actor) -> list[tuple[Round, datetime]]:
    """The real rounds that everybody may read, each with the moment at which its verdicts were published."""
    found = list(published_rounds(actor))
    rows = visible_to(actor, Assessment.objects.filter(round__in=found, published_at__isnull=False)).order_by()
    moments = dict(rows.values_list("round").annotate(at=Max("published_at")))
    return [(one, moments[one.pk]) for one in found if one.pk in moments]


def moves_of(actor: Actor, one: Round) -> list[DateMoved]:
    """The dates of the round that were moved, oldest first."""
    return list(visible_to(actor, DateMoved.objects.filter(round=one)).order_by("moved_at", "pk"))


def scope_of(actor: Actor, one: Round) -> list[Scope]:
    """The round's states in the order of the register, each with how many of its commitments are looked at."""
    rows = visible_to(actor, ScopedCommitment.objects.filter(round=one)).order_by()
    counts = dict(rows.values_list("state_commitment__state").annotate(n=Count("pk")))
    among = sorted(visible_to(actor, one.states.all()), key=lambda state: state.order)
    return [Scope(state, counts.get(state.code, 0)) for state in among]


def counted_at(
    actor: Actor, one: Round, *, state: str, side: Constituency, level: Level, theme: str | None = None
) -> QuerySet[ScopedCommitment]:
    """The commitments behind one count of a distribution, by reference. None if the results are not for the actor."""
    rows = within(ScopedCommitment.objects.filter(round=one), state, theme)
    if not may_see_results(actor, one):
        return rows.none()
    stood = visible_to(
        actor,
        Position.objects.filter(round=one, state_commitment=OuterRef("state_commitment"), constituency=side.value),
    )
    if level is Level.NOT_ASSESSED:
        return rows.exclude(Exists(stood.filter(level__in=_LEVELS_GIVEN))).order_by("state_commitment")
    return rows.filter(Exists(stood.filter(level=level.value))).order_by("state_commitment")


def stands_in(actor: Actor, one: Round, side: Constituency, rows: Iterable[ScopedCommitment]) -> list[Counted]:
    """These commitments in scope with where one constituency stands on each."""
    listed = list(rows)
    keys = [each.state_commitment_id for each in listed]
    positions = visible_to(
        actor, Position.objects.filter(round=one, constituency=side.value, state_commitment__in=keys)
    )
    known = {each.state_commitment_id: each for each in positions}
    named = StateCommitment.objects.filter(pk__in=keys).select_related(None)
    columns = ("pk", "commitment_id", "commitment__title", "state_id")
    about = {row[0]: row for row in named.values_list(*columns)}
    return [
        Counted(key, ref, title, state, stand(side, known.get(key)))
        for key, ref, title, state in (about[key] for key in keys if key in about)
    ]


def themes_in(actor: Actor, one: Round, state: str) -> list[tuple[Term, list[Term]]]:
    """The themes that commitments of the state in scope have, or parts of which they have, each with those parts."""
    rows = visible_to(actor, ScopedCommitment.objects.filter(round=one, state_commitment__state=state))
    refs = rows.values("state_commitment__commitment")
    having = Commitment.themes.through._default_manager.filter(commitment__in=refs)
    keys = set(having.values_list("term_id", flat=True).distinct())
    themes, parts = [], defaultdict(list)
    for term in visible_to(actor, Term.objects.filter(vocabulary=THEMES)).order_by("order", "code"):
        if term.parent_id is None:
            themes.append(term)
        elif term.key in keys:
            parts[term.parent_id].append(term)
    return [(term, parts[term.key]) for term in themes if term.key in keys or parts[term.key]]


def _counts(rows: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    return {(key, code): count for key, code, count in rows}


def _gravest(one: Divergence) -> tuple[int, int, int, int]:
    sides = PLACE[Constituency(one.first)], PLACE[Constituency(one.second)]
    return -one.gravity, -(one.steps or 0), *sides
