"""The pieces that pages are made of, in one language: a fact with its source, an answer, a commitment in a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import get_template
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ubada.editions.report import links
from ubada.editions.report.book import Book
from ubada.languages.collation import sort_key
from ubada.languages.places import place_in_words
from ubada.register.shapes import Record
from ubada.register.words import word
from ubada.web.templatetags.ubada import partial_date, plain, translated

View = dict[str, Any]


class Parts:
    """Views of records for the templates. Built once for a language, inside that language; each piece is made once."""

    def __init__(self, book: Book, language: str) -> None:
        self.book = book
        self.found = book.found
        self.language = language
        self._facts: dict[str, View] = {}
        self._commitments: dict[str, View] = {}
        self._source = get_template("components/source_line.html")

    def source(self, title: str, url: str, *, as_of: str | None = None, confidence: str = "", fact: str = "") -> str:
        """The line under a value."""
        context = {"title": title, "url": url, "as_of": as_of, "confidence": confidence, "fact_url": fact}
        return SafeString(self._source.render(context).strip())

    def fact(self, key: str) -> View:
        """A fact: what it says, its date, its source, and what of it is withheld."""
        if key not in self._facts:
            fact = self.book.facts[key]
            place = links.fact_place(key, fact["state"])
            status = fact["detail"].get("status")
            self._facts[key] = {
                "key": key,
                "id": links.anchor(key),
                "kind": fact["kind"],
                "label": translated(fact["label"]),
                "plain": plain(fact["label"]),
                "value": translated(fact["value"]),
                "status": translated(status) if isinstance(status, Mapping) else "",
                "date": partial_date(fact["date"]),
                "source": self._line(fact),
                "cited": self._line(fact, place),
                "href": place,
                "missing": self.fields(fact["unverified_fields"]),
            }
        return self._facts[key]

    def _line(self, fact: Record, place: str = "") -> str:
        return self.source(
            fact["source_title"], fact["source_url"], as_of=fact["as_of"], confidence=fact["confidence"], fact=place
        )

    def fields(self, names: Iterable[str]) -> list[str]:
        """Names of fields in words."""
        return [word(name, "field") for name in names]

    def commitment(self, ref: str) -> View:
        """A commitment as it stands in a list."""
        if ref not in self._commitments:
            one = self.book.commitments[ref]
            self._commitments[ref] = {
                "ref": ref,
                "href": links.commitment_page(ref),
                "title": translated(one["title"]),
                "plain": plain(one["title"]),
                "text": translated(one["text"]),
                "from": self._source_of(one),
                "place": place_in_words(self.book.get("provision", one["provision"])["locator"]),
                "kind": word(one["kind"], "kind"),
                "is_checked": one["verification"] == "checked",
            }
        return self._commitments[ref]

    def _source_of(self, commitment: Record) -> str:
        """The name of the text in which a promise stands, short where it has a short one."""
        if commitment["instrument"] is not None:
            return plain(self.book.get("instrument", commitment["instrument"])["short_title"])
        document = self.book.get("document", commitment["document"])
        return document["symbol"] or plain(document["title"])

    def answer(self, test: str, state: str) -> View:
        """The answer of a test for a state, why, since when, and the facts it rests on."""
        result = self.book.result(test, state)
        return {
            "id": test,
            "question": translated(self.book.tests[test]["question"]),
            "caveat": translated(self.book.tests[test]["caveat"]),
            "answer": result["answer"],
            "reason": word(result["reason"], "reason"),
            "has_fact": bool(result["facts"]),
            "since": partial_date(result["since"]),
            "facts": [self.fact(key) for key in result["facts"]],
        }

    def answers(self, tests: Iterable[str], state: str) -> list[View]:
        """The answers of several tests for a state: yes and no first, then unknown."""
        order = {"yes": 0, "no": 1, "unknown": 2}
        found = [self.answer(test, state) for test in tests]
        return sorted(found, key=lambda one: (order[one["answer"]], not one["has_fact"], one["id"]))

    @cached_property
    def states(self) -> list[View]:
        """The states in their order."""
        return [
            {
                "code": state["code"],
                "name": plain(state["name"]),
                "href": links.state_page(state["code"]),
                "url": links.state_page(state["code"]),
            }
            for state in self.book.states
        ]

    def state_name(self, code: str | None) -> str:
        """The name of a state, or of all five together."""
        return _("All five states") if code is None else plain(self.book.get("state", code)["name"])

    def theme(self, key: str) -> View:
        """A first-level theme."""
        term = self.book.terms[key]
        return {
            "key": key,
            "id": links.anchor(term["code"]),
            "href": links.theme_page(key),
            "title": plain(term["label"]),
            "definition": translated(term["definition"]),
        }

    def conflict(self, conflict: Record) -> View:
        """Sources that disagree, side by side."""
        return {
            "id": links.anchor(conflict["key"]),
            "state": self.state_name(conflict["state"]),
            "subject": conflict["subject"],
            "settled_as": conflict["settled_as"],
            "is_open": conflict["handling"] == "flagged",
            "url": f"conflicts.html#{links.anchor(conflict['key'])}",
            "sides": [self._side(side) for side in conflict["sides"]],
        }

    def _side(self, side: Record) -> View:
        fact = self.book.facts.get(side["fact"] or "")
        return {
            **side,
            "as_of": fact["as_of"] if fact else None,
            "fact_url": links.fact_place(fact["key"], fact["state"]) if fact else "",
        }

    def task(self, task: Record) -> View:
        """Something to verify: what it is about, what is missing, where to look. Never its content."""
        source = self.source(task["source_title"], task["source_url"]) if task["source_title"] else ""
        return {
            "id": links.anchor(task["key"]),
            "about": self._about(task),
            "href": self._about_href(task),
            "reason": word(task["reason"], "task_reason"),
            "missing": self.fields(task["missing"]),
            "source": source,
            "state": task["state"],
        }

    def by_lack(self, tasks: Iterable[View]) -> list[View]:
        """Views of tasks by what is wrong with the record and what of it is missing, in the order of their first."""
        groups: dict[tuple[str, ...], View] = {}
        for task in tasks:
            lack = (task["reason"], *task["missing"])
            group = groups.setdefault(lack, {"reason": task["reason"], "missing": task["missing"], "tasks": []})
            group["tasks"].append(task)
        return list(groups.values())

    def _about(self, task: Record) -> str:
        for kind in ("commitment", "instrument", "document"):
            if task[kind] is not None:
                return translated(self.book.get(kind, task[kind])["title"])
        if task["fact"] in self.book.facts:
            return str(self.fact(task["fact"])["label"])
        topic = self._topic(task["kind"], task["topic"])
        return f"{word(task['kind'], 'fact_kind')}: {topic}" if topic else word(task["kind"], "fact_kind")

    def _about_href(self, task: Record) -> str:
        if task["commitment"] is not None:
            return links.commitment_page(task["commitment"])
        if task["fact"] in self.book.facts:
            return str(self.fact(task["fact"])["href"])
        return ""

    def _topic(self, kind: str, topic: str) -> str:
        if kind == "treaty" and topic in self.book.frozen.records["instrument"]:
            return plain(self.book.get("instrument", topic)["short_title"])
        vocabulary = "law-topics" if kind == "law" else "fact-kinds"
        term = self.book.terms.get(f"{vocabulary}:{topic}")
        return plain(term["label"]) if term else ""

    def terms(self, keys: Iterable[str]) -> list[str]:
        """Labels of terms."""
        return [plain(self.book.terms[key]["label"]) for key in keys]

    def sorted_by(self, views: Iterable[View], name: str) -> list[View]:
        """The views in the alphabetical order of the language."""
        return sorted(views, key=lambda view: sort_key(str(view[name]), self.language))
