"""The frozen records as a report reads them: what belongs to which state and theme. Knows nothing of languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from ubada.editions.freeze import Frozen
from ubada.editions.report.found import Found
from ubada.register.shapes import Record

ANSWERS: Final = ("yes", "no", "unknown")
STANDINGS: Final = ("bound", "political", "addressed", "standard", "not_bound", "unknown")
"""In the order in which a report lists them: what was promised first."""
RULES_ON_LAWS: Final = frozenset({"law", "offence", "assembly_regime", "law_flag"})
THEMES: Final = "themes"


class Book:
    """Everything a page asks of the frozen records, worked out once."""

    def __init__(self, frozen: Frozen) -> None:
        self.frozen = frozen
        self.states = sorted(frozen.records["state"].values(), key=lambda state: state["order"])
        self.commitments = frozen.records["commitment"]
        self.facts = frozen.records["fact"]
        self.tests = frozen.records["test"]
        self.terms = frozen.records["term"]
        self.standing = {
            (one["commitment"], one["state"]): one["standing"] for one in frozen.records["state_commitment"].values()
        }

    @cached_property
    def found(self) -> Found:
        """What the round of the edition found."""
        return Found(self.frozen)

    def of(self, kind: str) -> list[Record]:
        """All records of a kind, by key."""
        return list(self.frozen.records[kind].values())

    def get(self, kind: str, key: str) -> Record:
        """One record. Raises KeyError."""
        return self.frozen.records[kind][key]

    @cached_property
    def responses_of(self) -> dict[str, list[Record]]:
        """The answers of states by state commitment."""
        return self._grouped("response", "state_commitment")

    @cached_property
    def recommended_by(self) -> dict[str, list[Record]]:
        """The recommending states of each commitment."""
        return self._grouped("recommended_by", "commitment")

    @cached_property
    def sources_of(self) -> dict[str, list[Record]]:
        """The databases each commitment was imported from."""
        return self._grouped("commitment_source", "commitment")

    def _grouped(self, kind: str, link: str) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for one in self.of(kind):
            found.setdefault(one[link], []).append(one)
        return found

    def result(self, test: str, state: str) -> Record:
        """The answer of a test for a state."""
        return self.frozen.records["result"][f"{test}@{state}"]

    @cached_property
    def themes(self) -> list[Record]:
        """The themes of the first level that have a commitment, in their own order."""
        used = {self.theme_of(ref) for ref in self.commitments}
        tops = [term for term in self.terms.values() if term["vocabulary"] == THEMES and term["key"] in used]
        return sorted(tops, key=lambda term: (term["order"], term["key"]))

    def theme_of(self, ref: str) -> str:
        """The first-level theme under which a commitment is reported: that of its first theme."""
        return self._top(self.commitments[ref]["primary_theme"])

    def _top(self, term: str) -> str:
        return self.terms[term]["parent"] or term

    @cached_property
    def refs_by_theme(self) -> dict[str, list[str]]:
        """The commitments of each first-level theme, by reference."""
        found: dict[str, list[str]] = {}
        for ref in self.commitments:
            found.setdefault(self.theme_of(ref), []).append(ref)
        return found

    @cached_property
    def tests_of(self) -> dict[str, list[str]]:
        """The tests that bear on each commitment."""
        found: dict[str, list[str]] = {}
        for code, test in self.tests.items():
            for ref in test["commitments"]:
                found.setdefault(ref, []).append(code)
        return found

    @cached_property
    def tests_by_theme(self) -> dict[str, list[str]]:
        """The distinct tests that bear on the commitments of each first-level theme."""
        found: dict[str, list[str]] = {}
        for code, test in self.tests.items():
            for theme in sorted({self.theme_of(ref) for ref in test["commitments"]}):
                found.setdefault(theme, []).append(code)
        return found

    def count(self, state: str, tests: Iterable[str]) -> dict[str, int]:
        """How many of these questions the facts answer for a state with yes, with no, and not at all."""
        counted = Counter(self.result(test, state)["answer"] for test in tests)
        return {answer: counted[answer] for answer in ANSWERS}

    def promised(self, state: str, refs: Iterable[str]) -> dict[str, list[str]]:
        """The commitments among these that are followed for the state, by standing; empty standings left out."""
        by_standing: dict[str, list[str]] = {standing: [] for standing in STANDINGS}
        for ref in refs:
            standing = self.standing.get((ref, state))
            if standing is not None:
                by_standing[standing].append(ref)
        return {standing: found for standing, found in by_standing.items() if found}

    def facts_of(self, state: str | None) -> list[Record]:
        """The facts on a state, or (None) those on each of the five alike, by key."""
        return [fact for fact in self.facts.values() if fact["state"] == state]

    @cached_property
    def themes_of_topic(self) -> dict[tuple[str, str], set[str]]:
        """Which themes a kind of fact on a topic bears on, as the tests and the commitments tie them together."""
        found: dict[tuple[str, str], set[str]] = {}
        for test in self.tests.values():
            themes = {self.theme_of(ref) for ref in test["commitments"]}
            for topic in _topics(test["rule"]):
                found.setdefault(topic, set()).update(themes)
        for ref, commitment in self.commitments.items():
            if commitment["instrument"] is not None:
                found.setdefault(("treaty", commitment["instrument"]), set()).add(self.theme_of(ref))
        return found

    def themes_of_fact(self, key: str) -> set[str]:
        """The themes a published fact bears on."""
        fact = self.facts[key]
        detail = fact["detail"]
        measure = detail.get("measure", {}).get("code", "")
        topics = [fact["topic"], detail.get("instrument", ""), detail.get("committee", ""), measure]
        return self._themes(fact["kind"], topics)

    def themes_of_task(self, task: Record) -> set[str]:
        """The themes of something to verify."""
        if task["commitment"] is not None:
            return {self.theme_of(task["commitment"])}
        if task["fact"] is None:
            return set()
        return self._themes(task["kind"], [task["topic"]])

    def _themes(self, kind: str, topics: Iterable[str]) -> set[str]:
        asked = [(kind, topic) for topic in topics if topic] + [(kind, "")]
        return set().union(*(self.themes_of_topic.get(one, set()) for one in asked))

    def themes_of_conflict(self, conflict: Record) -> set[str]:
        """The themes of the facts that disagree."""
        return set().union(*(self.themes_of_fact(key) for key in conflict["facts"]))

    def conflicts_on(self, facts: set[str]) -> list[Record]:
        """The conflicts in which any of these facts takes part."""
        return [one for one in self.of("conflict") if facts & set(one["facts"])]

    def conflicts_in(self, state: str) -> list[Record]:
        """The conflicts on a state, and those on each of the five alike."""
        return [one for one in self.of("conflict") if one["state"] in (state, None)]

    def tasks_in(self, state: str) -> list[Record]:
        """What is to be verified on a state: its own facts, facts on all five, and commitments followed for it."""
        return [
            one
            for one in self.of("task")
            if one["state"] == state
            or (one["state"] is None and one["fact"] is not None)
            or (one["commitment"] is not None and (one["commitment"], state) in self.standing)
        ]

    def members(self, cluster: str) -> list[str]:
        """The commitments of a cluster."""
        return [ref for ref, one in self.commitments.items() if one["cluster"] == cluster]

    def parts(self, ref: str) -> list[str]:
        """The commitments that are parts of this one."""
        return [other for other, one in self.commitments.items() if one["parent"] == ref]


def _topics(rule: Record) -> Iterator[tuple[str, str]]:
    """The kinds and topics of the facts that a rule looks at."""
    if rule["type"] in RULES_ON_LAWS:
        yield "law", rule["topic"]
    elif rule["type"] == "share_at_least":  # measures stand in facts about laws
        yield "law", rule["measure"]
    elif rule["type"] == "treaty_party":
        yield "treaty", rule["instrument"]
    elif rule["type"] == "nhri_class":
        yield "nhri", ""
    elif rule["type"] == "reviewed_by":
        yield "review", rule["committee"]
    elif rule["type"] == "service":
        yield from (("service", kind) for kind in rule["kinds"])
    elif rule["type"] == "osce_presence":
        yield "osce", "field_operation"
