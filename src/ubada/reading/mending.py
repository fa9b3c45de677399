"""Text that came out wrong: letters shown as those of another alphabet are put right, senseless ones are told."""

from __future__ import annotations

import re
from typing import Final

from ubada.reading.language import detect
from ubada.reading.model import Extract

_SAMPLE: Final = 20_000
_LETTER: Final = re.compile(r"[^\W\d_]")
_ACCENTED: Final = re.compile(r"[\u00c0-\u00ff]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_VOWEL: Final = re.compile(r"[AEIOUYaeiouy]")
_ODD: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_PAGE_SAMPLE: Final = 3000
_FEWEST: Final = 60
_FEWEST_VOWELS: Final = 500
_MOSTLY: Final = 0.6
_SENSELESS: Final = 0.2
_VOWELS: Final = 0.2


def _cyrillic_table() -> dict[int, str]:
    """Each letter that a byte is in Western code pages, to the letter it is in the Cyrillic one."""
    table: dict[int, str] = {}
    for byte in range(0x80, 0x100):
        meant = bytes([byte]).decode("cp1251", errors="ignore")
        for code in ("latin-1", "cp1252"):
            shown = bytes([byte]).decode(code, errors="ignore")
            if meant and shown:
                table[ord(shown)] = meant
    return table


def mend(extract: Extract) -> None:
    """Puts right, in place, a text whose Cyrillic bytes were taken for Western ones: "Êîìèòåò" becomes «Комитет».

    Every letter stays in its place, so all offsets hold.
    """
    sample = extract.text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if letters < _FEWEST or len(_ACCENTED.findall(sample)) < _MOSTLY * letters:
        return
    table = _cyrillic_table()
    if detect(sample.translate(table), model=False)[1] != "Cyrl":
        return
    extract.text = extract.text.translate(table)
    extract.footnotes = {number: note.translate(table) for number, note in extract.footnotes.items()}
    extract.notes.append("The letters were Cyrillic ones shown as Western ones, and were put right.")


def is_senseless(text: str) -> bool:
    """Whether these are no words: control characters and places without a letter, or Latin words without vowels."""
    sample = text[:_PAGE_SAMPLE]
    if len(sample) < _FEWEST:
        return False
    if len(_ODD.findall(sample)) > _SENSELESS * len(sample):
        return True
    latin = len(_LATIN.findall(sample))
    is_latin = latin >= _FEWEST_VOWELS and latin > _MOSTLY * len(_LETTER.findall(sample))
    return is_latin and len(_VOWEL.findall(sample)) < _VOWELS * latin
