"""All of a state's page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.kernel.text import TranslatedText
from ubada.languages.collation import sort_key
from ubada.register.models import Fact, RatingScale, State, TreatyAction
from ubada.register.queries.conflicts import Dispute, conflicts, disputes
from ubada.register.queries.facts import facts_on
from ubada.register.queries.instruments import TREATY_COLUMNS, treaty_actions
from ubada.register.queries.state_commitments import ThemeSection, commitments_by_theme
from ubada.register.queries.states import Answers, answers_by_state, state_with_code
from ubada.register.queries.verification import Task, task_rows, tasks
from ubada.register.queries.vocabulary import Labels, labels
from ubada.register.structural import share_of

TASKS_SHOWN = 12
PROMISED_SHARE = Decimal(50)
"""The share of women, in per cent, that the statement of 2024 asks for."""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one heading: a law topic, or a kind of fact."""

    code: str
    title: TranslatedText
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A measured share in per cent against the share that was promised."""

    fact: Fact
    measure: TranslatedText
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """One index for the state over its editions, oldest first."""

    scale: RatingScale
    facts: tuple[Fact, ...]

    @property
    def newest(self) -> Fact:
        """The last edition."""
        return self.facts[-1]


@dataclass(frozen=True, slots=True)
class StatePage:
    """A state with everything the register knows of it, grouped as a reader looks for it."""

    state: State
    answers: Answers
    commitments: int
    facts: int
    themes: tuple[ThemeSection, ...]
    treaties: tuple[TreatyAction, ...]
    institution: tuple[Group, ...]
    accreditation: Fact | None
    laws: tuple[Group, ...]
    ratings: tuple[Series, ...]
    shares: tuple[Share, ...]
    reviews: tuple[Fact, ...]
    services: tuple[Group, ...]
    osce: tuple[Fact, ...]
    projects: tuple[Fact, ...]
    disputes: tuple[Dispute, ...]
    tasks: tuple[Task, ...]
    to_verify: int
    numbers_withheld: frozenset[str]
    """Keys of the services whose telephone number nobody has rung yet."""
    named: dict[str, Labels]
    """Labels of law topics, kinds of fact and measures."""


def state_page(actor: Actor, code: str, language: str) -> StatePage:
    """All of one state's page. Raises State.DoesNotExist. The number of queries does not depend on the state."""
    state = state_with_code(actor, code)
    named = labels(actor, "law-topics", "fact-kinds", "measures")
    by_kind: dict[str, list[Fact]] = {}
    on_state = facts_on(actor, code).exclude(kind="treaty").exclude(kind="osce", state__isnull=True)
    for fact in on_state.order_by("key"):
        by_kind.setdefault(fact.kind, []).append(fact)
    treaties = tuple(
        treaty_actions(actor)
        .filter(state=code)
        .select_related("instrument")
        .only(*TREATY_COLUMNS, "instrument__short_title", "instrument__group", "instrument__order")
        .order_by("instrument__order")
    )
    sections = tuple(commitments_by_theme(actor, code))
    open_tasks = task_rows(tasks(actor, state=code))
    numbers = frozenset(task.subject for task in open_tasks if "number" in task.missing)
    graded = [fact for fact in by_kind.get("nhri", []) if "ganhri_class" in fact.detail]
    return StatePage(
        state=state,
        answers=answers_by_state(actor).get(code, Answers()),
        commitments=sum(section.total for section in sections),
        facts=sum(map(len, by_kind.values())) + len(treaties),
        themes=sections,
        treaties=treaties,
        institution=_grouped(by_kind.get("nhri", []), named["fact-kinds"], language),
        accreditation=_newest(graded),
        laws=_grouped(by_kind.get("law", []), named["law-topics"], language),
        ratings=ratings_of(actor, by_kind.get("rating", [])),
        shares=_shares(by_kind.get("law", []), named["measures"]),
        reviews=tuple(sorted(by_kind.get("review", []), key=_when, reverse=True)),
        services=_grouped(by_kind.get("service", []), named["fact-kinds"], language),
        osce=tuple(sorted(by_kind.get("osce", []), key=_when, reverse=True)),
        projects=tuple(by_kind.get("project", [])),
        disputes=tuple(disputes(actor, conflicts(actor, state=code))),
        tasks=tuple(open_tasks[:TASKS_SHOWN]),
        to_verify=len(open_tasks),
        numbers_withheld=numbers,
        named=named,
    )


def _when(fact: Fact) -> str:
    return str(fact.date or fact.as_of or "")


def _newest(facts: list[Fact]) -> Fact | None:
    return max(facts, key=lambda fact: (str(fact.as_of or ""), fact.key), default=None)


def _grouped(facts: list[Fact], titles: Labels, language: str) -> tuple[Group, ...]:
    topics: dict[str, list[Fact]] = {}
    for fact in facts:
        topics.setdefault(fact.topic, []).append(fact)
    groups = (
        Group(
            topic,
            titles.get(topic) or TranslatedText.of({"en": topic.replace("_", " ")}),
            tuple(sorted(own, key=_when, reverse=True)),
        )
        for topic, own in topics.items()
    )
    return tuple(sorted(groups, key=lambda group: sort_key(group.title.best(language).text, language)))


def ratings_of(actor: Actor, facts: list[Fact]) -> tuple[Series, ...]:
    """One series an index, in the order of the indices' codes; an index without a scale of its own is left out."""
    scales = visible_to(actor, RatingScale.objects.all())
    by_index: dict[str, list[Fact]] = {}
    for fact in facts:
        by_index.setdefault(str(fact.detail.get("index", "")), []).append(fact)
    return tuple(
        Series(scale, tuple(sorted(by_index[scale.code], key=lambda fact: int(fact.detail.get("year", 0)))))
        for scale in scales
        if scale.code in by_index
    )


def _shares(facts: list[Fact], measures: Labels) -> tuple[Share, ...]:
    found = []
    for fact in facts:
        measure = fact.detail.get("measure")
        if not measure or not str(measure.get("code", "")).startswith("women_") or "quota" in str(measure["code"]):
            continue
        percent = share_of(measure)
        if percent is not None:
            label = measures.get(str(measure["code"])) or fact.label
            found.append(Share(fact, label, percent))
    return tuple(sorted(found, key=lambda share: (str(share.fact.as_of or ""), share.fact.key), reverse=True))
