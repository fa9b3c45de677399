"""The page of a state: for each theme what was promised, what the facts say, what conflicts, what nobody verified.

A question, a conflict or a thing to verify that bears on several themes stands in full under the first of them. Under
the others it is named, and leads there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from ubada.editions.report import links
from ubada.editions.report.found import ON
from ubada.editions.report.parts import Parts, View
from ubada.editions.report.verdicts import change_rows, dispute, distribution_rows
from ubada.register.words import word
from ubada.web.templatetags.ubada import translated

MOST_DISPUTES: Final = 12
"""How many commitments on which sides differ a state's page names; the list of all of them is a page of its own."""


def state_context(parts: Parts, code: str) -> dict[str, Any]:
    """What the page of a state shows."""
    book = parts.book
    conflicts = [(book.themes_of_conflict(one), parts.conflict(one)) for one in book.conflicts_in(code)]
    tasks = [(book.themes_of_task(one), parts.task(one)) for one in book.tasks_in(code)]
    followed = [ref for ref in book.commitments if (ref, code) in book.standing]
    page = _Page(parts, code, conflicts, tasks)
    return {
        "state": next(one for one in parts.states if one["code"] == code),
        "facts_href": links.facts_page(code),
        "shared_facts_href": links.facts_page(None),
        "commitment_count": len(followed),
        "fact_count": len(book.facts_of(code)),
        "conflict_count": len(conflicts),
        "task_count": len(tasks),
        "answers": book.count(code, book.tests),
        "verdict_count": len([one for one in parts.found.of("verdict") if parts.found.state_of(one[ON]) == code]),
        "levels": distribution_rows(parts.found, code) if parts.found.scope_of(code) else [],
        "disputes": [dispute(parts, one) for one in parts.found.disputes_in(code)[:MOST_DISPUTES]],
        "changes": change_rows(parts.found, code),
        "sections": [page.section(theme["key"]) for theme in book.themes],
        "other_conflicts": [view for themes, view in conflicts if not themes],
        "other_tasks": parts.by_lack(view for themes, view in tasks if not themes),
    }


@dataclass
class _Page:
    """A page of a state while it is put together: what belongs to which themes, and what stands in full already."""

    parts: Parts
    code: str
    conflicts: list[tuple[set[str], View]]
    tasks: list[tuple[set[str], View]]
    told_under: dict[tuple[str, str], View] = field(default_factory=dict)

    def section(self, key: str) -> View:
        """One theme."""
        parts, book = self.parts, self.parts.book
        theme = parts.theme(key)
        tests = book.tests_by_theme.get(key, [])
        promised = book.promised(self.code, book.refs_by_theme[key])
        refs = [ref for found in promised.values() for ref in found]
        asked = {ref for test in tests for ref in book.tests[test]["commitments"]}
        answers, answers_again = self._once("answer", parts.answers(tests, self.code), theme)
        conflicts, conflicts_again = self._once("conflict", (one for on, one in self.conflicts if key in on), theme)
        tasks, tasks_again = self._once("task", (one for on, one in self.tasks if key in on), theme)
        return {
            **theme,
            "answers": book.count(self.code, tests),
            "promised": [
                {
                    "standing": standing,
                    "title": word(standing, "standing"),
                    "rows": [parts.commitment(ref) for ref in found],
                }
                for standing, found in promised.items()
            ],
            "not_asked": sum(ref not in asked for ref in refs),
            "question_count": len(tests),
            "known": [one for one in answers if one["has_fact"]],
            "silent": [one for one in answers if not one["has_fact"]],
            "answers_again": [{**one, "title": one["question"]} for one in answers_again],
            "conflicts": conflicts,
            "conflicts_again": [{**one, "title": translated(one["subject"])} for one in conflicts_again],
            "tasks": parts.by_lack(tasks),
            "tasks_again": [{**one, "title": one["about"]} for one in tasks_again],
        }

    def _once(self, kind: str, views: Iterable[View], theme: View) -> tuple[list[View], list[View]]:
        """Those that are told here first, and those told before, each with the theme it stands under."""
        first, again = [], []
        for view in views:
            under = self.told_under.setdefault((kind, view["id"]), theme)
            if under is theme:
                first.append(view)
            else:
                again.append({**view, "under": under})
        return first, again
