"""A light suffix stripper driven by rules, for languages that have no Snowball stemmer.

A rule names an ending, the letters it can follow, and how many letters must be left. The longest ending that applies
comes off, again and again. Voiced finals then become voiceless, since a suffix voices them (китеп, китеби). What a
bare root and its inflected form could still differ in is settled last by the ``neutral`` rules, once each: after a
vowel, a final n or s may belong to the root or to the ending, so it is dropped in both, and so is a vowel before it.

Vowel harmony bars a suffix whose vowel cannot follow the last vowel of what would be left. It is judged on folded
letters, hence only where folding leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

_Entry = tuple[frozenset[str], int, frozenset[str]]
LEAST: Final = 3
"""Letters that every stripped word keeps; rules for doubtful endings ask for more. Shorter words are never touched."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Endings that come off after one of the letters ``after``, leaving at least ``keep`` letters.

    ``harmony`` is False for endings whose vowel never changes.
    """

    endings: str
    after: str
    keep: int = LEAST
    harmony: bool = True


@dataclass(frozen=True, slots=True)
class Stripper:
    """The rules of one language over folded words.

    ``barred`` gives for a suffix vowel the last vowels it cannot follow; ``voiceless`` the final letters that change;
    ``protected`` roots, with spaces between, that look inflected and are left alone; ``irregular`` stems whose vowel
    falls out or that no rule reaches, and what they stand for.
    """

    rules: Iterable[Rule]
    neutral: Iterable[Rule]
    vowels: str
    barred: Mapping[str, str] = field(default_factory=dict)
    voiceless: Mapping[str, str] = field(default_factory=dict)
    voiceless_keep: int = LEAST
    protected: str = ""
    irregular: Mapping[str, str] = field(default_factory=dict)
    _protected: frozenset[str] = field(init=False, default=frozenset())
    _table: dict[str, _Entry] = field(init=False, default_factory=dict)
    _neutral: list[dict[str, _Entry]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_protected", frozenset(self.protected.split()))
        for rule in self.rules:
            entries = self._entries(rule)
            if repeated := entries.keys() & self._table.keys():
                raise ValueError(f"two rules for {', '.join(sorted(repeated))}")
            self._table.update(entries)
        self._neutral.extend(self._entries(rule) for rule in self.neutral)

    def strip(self, word: str) -> str:
        """The stem of a folded word. Stripping a stem again may shorten it; equal words always get equal stems."""
        word = self.irregular.get(word, word)
        while word not in self._protected:
            shorter = self._without_ending(word, self._table)
            if shorter == word:
                # A voiced final can hide an ending: Turkmen -magy is -mak with a possessive.
                shorter = self._without_ending(self._voiceless(word), self._table)
                if len(shorter) == len(word):
                    break
            word = self.irregular.get(shorter, shorter)
        else:
            return word
        for entries in self._neutral:
            word = self._without_ending(word, entries)
        return self._voiceless(word)

    def _entries(self, rule: Rule) -> dict[str, _Entry]:
        after = frozenset(rule.after)
        return {
            ending: (after, rule.keep, frozenset(self._barred_before(ending)) if rule.harmony else frozenset())
            for ending in rule.endings.split()
        }

    def _barred_before(self, ending: str) -> str:
        return self.barred.get(next((letter for letter in ending if letter in self.vowels), ""), "")

    def _without_ending(self, word: str, table: Mapping[str, _Entry]) -> str:
        for length in range(min(len(word) - LEAST, 5), 0, -1):
            entry = table.get(word[-length:])
            if entry is None:
                continue
            after, keep, barred = entry
            rest = word[:-length]
            if len(rest) >= keep and rest[-1] in after and not (barred and self._last_vowel(rest) in barred):
                return rest
        return word

    def _last_vowel(self, word: str) -> str:
        return next((letter for letter in reversed(word) if letter in self.vowels), "")

    def _voiceless(self, word: str) -> str:
        changed = self.voiceless.get(word[-1:])
        return word[:-1] + changed if changed and len(word) >= self.voiceless_keep else word
