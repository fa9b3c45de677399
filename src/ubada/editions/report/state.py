"""The page of a state: for each theme what was promised, what the facts say, what conflicts, what nobody verified."""

from __future__ import annotations

from typing import Any

from ubada.editions.report import links
from ubada.editions.report.parts import Parts, View
from ubada.register.words import word


def state_context(parts: Parts, code: str) -> dict[str, Any]:
    """What the page of a state shows."""
    book = parts.book
    conflicts = [(book.themes_of_conflict(one), parts.conflict(one)) for one in book.conflicts_in(code)]
    tasks = [(book.themes_of_task(one), parts.task(one)) for one in book.tasks_in(code)]
    followed = [ref for ref in book.commitments if (ref, code) in book.standing]
    return {
        "state": next(one for one in parts.states if one["code"] == code),
        "facts_href": links.facts_page(code),
        "shared_facts_href": links.facts_page(None),
        "commitment_count": len(followed),
        "fact_count": len(book.facts_of(code)),
        "conflict_count": len(conflicts),
        "task_count": len(tasks),
        "answers": book.count(code, book.tests),
        "sections": [_section(parts, code, theme["key"], conflicts, tasks) for theme in book.themes],
        "other_conflicts": [view for themes, view in conflicts if not themes],
        "other_tasks": [view for themes, view in tasks if not themes],
    }


def _section(
    parts: Parts, code: str, theme: str, conflicts: list[tuple[set[str], View]], tasks: list[tuple[set[str], View]]
) -> View:
    book = parts.book
    tests = book.tests_by_theme.get(theme, [])
    answers = parts.answers(tests, code)
    promised = book.promised(code, book.refs_by_theme[theme])
    refs = [ref for found in promised.values() for ref in found]
    asked = {ref for test in tests for ref in book.tests[test]["commitments"]}
    return {
        **parts.theme(theme),
        "answers": book.count(code, tests),
        "promised": [
            {
                "standing": standing,
                "title": word(standing, "standing"),
                "rows": [parts.commitment(ref) for ref in found],
            }
            for standing, found in promised.items()
        ],
        "promise_count": len(refs),
        "not_asked": sum(ref not in asked for ref in refs),
        "known": [one for one in answers if one["has_fact"]],
        "silent": [one for one in answers if not one["has_fact"]],
        "conflicts": [view for themes, view in conflicts if theme in themes],
        "tasks": [view for themes, view in tasks if theme in themes],
    }
