"""From one vocabulary to another by the table that editors keep: themes to SDG targets, other lists to our themes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from ubada.kernel.errors import InvalidInput, Problem

RELATIONS: Final = ("exactMatch", "closeMatch", "narrowMatch", "broadMatch")
_SURE: Final = frozenset({"exactMatch", "closeMatch"})


@dataclass(frozen=True, slots=True)
class Concordance:
    """The mapping table. Every list keeps the table's order, close matches before wider ones."""

    targets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Theme code to SDG targets: the close ones, or the wider ones where none is close."""
    themes: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    """Other list, its string, our themes. Only matches that mean about the same: a wider string implies no theme."""


def read_concordance(path: Path) -> Concordance:
    """The table in a file like `data/mappings.yaml`; raises InvalidInput that names every faulty record."""
    try:
        rows: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} is not YAML.") from error
    problems: list[Problem] = []
    good: list[tuple[str, str, str, str]] = []
    for number, row in enumerate(rows if isinstance(rows, list) else [None], start=1):
        try:
            source, target, relation = row["source"], row["target"], row["relation"]
            if relation not in RELATIONS:
                raise ValueError(f"“{relation}” is none of {', '.join(RELATIONS)}")
            if source["vocabulary"] == "themes":
                good.append((str(source["code"]), str(target["scheme"]), str(target["code"]), str(relation)))
        except (TypeError, KeyError, ValueError) as error:
            problems.append(Problem(path.name, f"record {number}", "", f"is no mapping: {error}"))
    if problems:
        raise InvalidInput(f"{path} has faulty records.", problems=problems)
    return concordance_of(good)


def concordance_of(rows: Iterable[tuple[str, str, str, str]]) -> Concordance:
    """The table that rows of theme code, other list, its string or code, and relation make; order is kept."""
    close: dict[str, list[str]] = defaultdict(list)
    wide: dict[str, list[str]] = defaultdict(list)
    themes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for theme, scheme, code, relation in rows:
        if scheme == "sdg-targets":
            (close if relation in _SURE else wide)[theme].append(code)
        elif relation in _SURE:
            themes[scheme][code].append(theme)
    targets = {theme: tuple(close.get(theme) or wide[theme]) for theme in {**wide, **close}}
    return Concordance(targets, {scheme: {code: tuple(t) for code, t in by.items()} for scheme, by in themes.items()})


def sdg_targets(themes: Iterable[str], concordance: Concordance) -> tuple[str, ...]:
    """The SDG targets of themes, once each, in the order of the themes; a theme without any takes its parent's."""
    found: dict[str, None] = {}
    for theme in themes:
        targets = concordance.targets.get(theme) or concordance.targets.get(theme.partition(".")[0], ())
        found.update(dict.fromkeys(targets))
    return tuple(found)
