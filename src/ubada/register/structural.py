"""What facts alone can answer: pure functions from a rule and one state's published facts to yes, no or unknown.

Rules are data (see the structural-test schema of the baseline). Where no published fact answers, the answer is unknown;
the absence of a fact is never a no.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ubada.kernel.dates import PartialDate

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True)
class KnownFact:
    """A published fact as the rules read it."""

    key: str
    kind: str
    topic: str
    date: PartialDate | None
    as_of: PartialDate | None
    detail: dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """The answer for one state: why, since when, the facts used, and the date they speak for."""

    answer: str
    reason: str
    facts: tuple[str, ...] = ()
    since: PartialDate | None = None
    as_of: PartialDate | None = None


@dataclass(frozen=True)
class Evidence:
    """All published facts of one state, the keys of those in a conflict that is not settled, and the day of asking."""

    facts: Sequence[KnownFact]
    disputed: frozenset[str] = field(default_factory=frozenset)
    on: date = field(default_factory=date.today)

    def of(self, kind: str, topic: str | None = None) -> list[KnownFact]:
        """The facts of a kind (and topic), oldest first by the date they speak for."""
        chosen = [one for one in self.facts if one.kind == kind and topic in (None, one.topic)]
        return sorted(chosen, key=lambda one: (one.as_of.latest if one.as_of else date.min, one.key))


Rule = dict[str, Any]


def evaluate(rule: Rule, evidence: Evidence) -> Finding:
    """The answer of a rule over one state's facts. Raises ValueError for a rule type that does not exist."""
    answer = _RULES.get(rule["type"])
    if answer is None:
        message = f"there is no rule of type {rule['type']}"
        raise ValueError(message)
    return answer(rule, evidence)


def _finding(answer: str, reason: str, *facts: KnownFact, since: PartialDate | None = None) -> Finding:
    dates = [one.as_of for one in facts if one.as_of is not None]
    return Finding(
        answer, reason, tuple(one.key for one in facts), since, min(dates, key=lambda one: one.latest, default=None)
    )


def _treaty_party(rule: Rule, evidence: Evidence) -> Finding:
    for fact in reversed(evidence.of("treaty")):
        if fact.detail.get("instrument") != rule["instrument"] or fact.detail.get("in_matrix") is False:
            continue
        status = fact.detail["status"]
        if status == "party":
            return _finding(YES, "party", fact, since=fact.date)
        if status == "no_action_found":
            return _finding(UNKNOWN, "no_action_found", fact)
        return _finding(NO, status, fact)
    return Finding(UNKNOWN, "no_fact")


def _nhri_class(rule: Rule, evidence: Evidence) -> Finding:
    graded = [one for one in evidence.of("nhri") if "ganhri_class" in one.detail]
    if not graded:
        return Finding(UNKNOWN, "no_fact")
    fact = graded[-1]
    grade = fact.detail["ganhri_class"]
    reached = grade == "A" or (grade == "B" and rule["at_least"] == "B")
    return _finding(YES if reached else NO, f"class_{grade}".lower(), fact, since=fact.date if reached else None)


def _classified(name: str) -> Callable[[Rule, Evidence], Finding]:
    """A rule over the newest law fact of a topic that carries the class named."""

    def answer(rule: Rule, evidence: Evidence) -> Finding:
        carrying = [one for one in evidence.of("law", rule["topic"]) if name in one.detail]
        if not carrying:
            return Finding(UNKNOWN, "no_fact")
        fact = carrying[-1]
        found = fact.detail[name]
        if fact.key in evidence.disputed:
            return _finding(UNKNOWN, "sources_conflict", fact)
        if found in rule["yes"]:
            return _finding(YES, found, fact, since=fact.date)
        return _finding(NO if found in rule["no"] else UNKNOWN, found, fact)

    return answer


def _law_flag(rule: Rule, evidence: Evidence) -> Finding:
    """A flag can only be read where it stands: a fact without it says nothing, so the opposite answer never comes."""
    flagged = [one for one in evidence.of("law", rule["topic"]) if one.detail.get(rule["flag"]) is True]
    if not flagged:
        return Finding(UNKNOWN, "no_fact")
    fact = flagged[-1]
    if fact.key in evidence.disputed:
        return _finding(UNKNOWN, "sources_conflict", fact)
    return _finding(rule["when_true"], rule["flag"], fact, since=fact.date)


def _share_at_least(rule: Rule, evidence: Evidence) -> Finding:
    measured = [
        (one, share)
        for one in evidence.facts
        if one.detail.get("measure", {}).get("code") == rule["measure"]
        and (share := share_of(one.detail["measure"])) is not None
    ]
    if not measured:
        return Finding(UNKNOWN, "no_fact")
    measured.sort(key=lambda pair: (pair[0].as_of.latest if pair[0].as_of else date.min, pair[0].key))
    threshold = Decimal(rule["percent"])
    newest, share = measured[-1]
    used = [newest]
    if newest.key in evidence.disputed:
        rivals = [pair for pair in measured[:-1] if pair[0].key in evidence.disputed]
        used = [*(fact for fact, _ in rivals), newest]
        if any((value >= threshold) != (share >= threshold) for _, value in rivals):
            return _finding(UNKNOWN, "sources_conflict", *used)
    reached = share >= threshold
    return _finding(YES if reached else NO, "share_reached" if reached else "share_below", *used)


def share_of(measure: dict[str, Any]) -> Decimal | None:
    """The share in per cent that a measure states, from its count if it has one; None if it states none."""
    try:
        if "numerator" in measure and "denominator" in measure:
            return Decimal(measure["numerator"]) * 100 / Decimal(measure["denominator"])
        return Decimal(measure["percent"]) if "percent" in measure else None
    except (InvalidOperation, ZeroDivisionError):
        return None


def _reviewed_by(rule: Rule, evidence: Evidence) -> Finding:
    reviews = [one for one in evidence.of("review") if one.detail.get("committee") == rule["committee"] and one.date]
    if not reviews:
        return Finding(UNKNOWN, "no_fact")
    fact = max(reviews, key=lambda one: one.date.latest if one.date else date.min)
    assert fact.date is not None  # noqa: S101 - narrowed above; for the type checker
    try:
        limit = evidence.on.replace(year=evidence.on.year - rule["within_years"])
    except ValueError:  # 29 February
        limit = evidence.on.replace(year=evidence.on.year - rule["within_years"], day=28)
    if fact.date.earliest >= limit:
        return _finding(YES, "reviewed", fact, since=fact.date)
    # an old source cannot know of a review held after it: only one that speaks from within the window can say no
    speaks_of_the_window = fact.as_of is not None and fact.as_of.earliest >= limit
    if fact.date.latest < limit and speaks_of_the_window:
        return _finding(NO, "review_older", fact)
    return _finding(UNKNOWN, "review_older_than_the_window", fact)


def _service(rule: Rule, evidence: Evidence) -> Finding:
    found = [one for one in evidence.of("service") if one.topic in rule["kinds"]]
    if not found:
        return Finding(UNKNOWN, "no_fact")
    if not rule.get("round_the_clock"):
        return _finding(YES, "service_listed", *found)
    around = [one for one in found if one.detail.get("round_the_clock") is True]
    if around:
        return _finding(YES, "round_the_clock", *around)
    if all(one.detail.get("round_the_clock") is False for one in found):
        return _finding(NO, "not_round_the_clock", *found)
    return _finding(UNKNOWN, "hours_not_known", *found)


def _osce_presence(rule: Rule, evidence: Evidence) -> Finding:
    present = [one for one in evidence.of("osce") if one.detail.get("operation") in rule["kinds"]]
    if not present:
        return Finding(UNKNOWN, "no_fact")
    return _finding(YES, "present", present[-1], since=present[-1].date)


_RULES: dict[str, Callable[[Rule, Evidence], Finding]] = {
    "treaty_party": _treaty_party,
    "nhri_class": _nhri_class,
    "law": _classified("law_class"),
    "offence": _classified("offence"),
    "assembly_regime": _classified("assembly_regime"),
    "law_flag": _law_flag,
    "share_at_least": _share_at_least,
    "reviewed_by": _reviewed_by,
    "service": _service,
    "osce_presence": _osce_presence,
}
RULE_TYPES = tuple(_RULES)
