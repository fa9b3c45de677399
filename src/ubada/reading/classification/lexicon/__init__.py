"""The cue words of seven languages: one YAML file each, which anybody can read and correct."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from ubada.kernel.canonical import sha256_hex
from ubada.kernel.errors import InvalidInput, Problem

LANGUAGES: Final = ("en", "ru", "kk", "ky", "tg", "tk", "uz")


@cache
def lexicon(language: str) -> dict[str, Any]:
    """The lexicon of a language; raises InvalidInput for a language without one."""
    if language not in LANGUAGES:
        raise InvalidInput(
            f"There are no cue words for the language “{language}”.",
            problems=[Problem("", "", "language", f"is one of {', '.join(LANGUAGES)}")],
        )
    loaded: dict[str, Any] = yaml.safe_load(_source(language))
    return loaded


def _source(language: str) -> str:
    return (files(__package__) / f"{language}.yaml").read_text(encoding="utf-8")


@cache
def lexicon_hash(language: str) -> str:
    """SHA-256 of the file with a language's cue words: which list it was that said something."""
    return sha256_hex(_source(language).encode())


@cache
def english_hash() -> str:
    """SHA-256 of the English lexicon's action part: a model that uses its classes belongs to this very list."""
    words = lexicon("en")
    return sha256_hex(repr((words["action"], words["objects"])).encode())


@cache
def english_classes(stem: Callable[[str], str]) -> tuple[dict[str, str], dict[str, str]]:
    """Stems of single English verbs with their action category, and of objects: S specific, G general."""
    words = lexicon("en")
    verbs: dict[str, str] = {}
    for category, listed in words["action"].items():
        for word in listed:
            if " " not in word:
                verbs.setdefault(stem(word), category)
    objects = {stem(word): "G" for word in words["objects"]["general"]}
    objects |= {stem(word): "S" for word in words["objects"]["specific"]}
    return verbs, objects
