"""Labels at the start of a line: what they look like, and when one really begins an item.

A wrapped line may begin with a figure that is no label ("article / 14. of", "2030. Ensure"), so a label counts only
where the line before has ended or where its number is the one due.
"""

from __future__ import annotations

import re
from typing import Final

from ubada.reading.model import Label

LABEL: Final = re.compile(
    r"""[\s\u00ad\u200b\u200e\u200f\u2060\ufeff]*(?:
      (?P<named>(?:Recommendation|Рекомендация)\s*(?:No\.?|№|\#)?\s*)(?P<named_n>\d{1,3})\s*[.:)–—-]
    | (?P<dotted>\d{1,3}(?:\.\d{1,3}){1,3})[.)]?(?=\s|$|[A-ZА-ЯЁ«“"(])
    | (?P<number>\d{1,3})\s?[.)](?=\s|$|[A-ZА-ЯЁ«“"(]|[a-zа-я]{2})
    | \((?P<parens>\d{1,3})\)(?=\s|$|[A-ZА-ЯЁ«“"])
    | \(?(?P<letter>[a-z]{1,2}|[а-я]{1,2})\)(?=\s|$|[A-ZА-ЯЁ«“"]|[а-яё]|(?<=\([a-h]\))[a-z])
    | \(?(?P<roman>[ivx]{3,5})\)(?=\s|$|[A-ZА-ЯЁ«“"])
    | (?P<upper>[A-ZА-Я]|[IVX]{1,5})\.(?=\s|[A-ZА-ЯЁ][\w\u00ad\u200b\ufeff]{2})
    | (?P<bullet>[•·▪◦●○■□▶►➢➤✓❖‣⁃∙\uf0b7\uf0a7\uf0d8](?=[^\W\d_]|\s)|[*–—-](?=\s)|o(?=\s+[A-ZА-ЯЁ]))
    )\s*""",
    re.VERBOSE,
)
_BROKEN_OFF: Final = re.compile(
    r"\W*(?:articles?|arts?|paragraphs?|paras?|sections?|nos?|targets?|goals?|and|or|the|of|to|by|in|see|rule|chapter"
    r"|annex|protocol|convention|resolution|стать[яиейю]+|ст|пункт\w*|п|и|или|от|из|в|на|глава|цел[иьея]+|задач\w*"
    r"|январ\w|феврал\w|март\w|апрел\w|ма[яй]|июн\w|июл\w|август\w|сентябр\w|октябр\w|ноябр\w|декабр\w)\.?",
    re.IGNORECASE,
)
_OPEN_ENDS: Final = frozenset(",(/–—-№")
_ENDS: Final = frozenset('.;:!?…)]»”"’')
_SCHEMES: Final = ("named_n", "dotted", "number", "parens", "letter", "roman", "upper", "bullet")
_DASHES: Final = frozenset("–—-")
_ITEM_ENDS: Final = frozenset(";:.!?")
_JOINING: Final = frozenset(("and", "or", "и", "или", "&"))
_SHORTENED: Final = re.compile(
    r"\W*(?:nos?|arts?|paras?|pars?|pp?|vols?|chs?|secs?|см|ст|стст|пп?|гл|ч|№|рез|док)\.", re.IGNORECASE
)
# A number that is the next one due, written otherwise than its list is: "4 Encourage", "125-15. Appoint".
_IRREGULAR: Final = re.compile(
    r"\s*(?:(?P<bare>\d{1,3})|(?P<group>\d{1,3})(?:\s?[.,]\s?|\s?[-–]\s?)(?P<item>\d{1,3}))\s?\.?\s*(?=[A-ZА-ЯЁ«“\"])"
)
_RUN_ON: Final = re.compile(r"(?<=[;.)])\s*(?=(\d{1,3}\.\d{1,3})\.?\s*[A-ZА-ЯЁ«“\"])")
_MAXIMUM_SKIPPED: Final = 3
_TAIL: Final = 40


def has_ended(line: str) -> bool:
    """Whether a line ends a sentence or an item; "No." and "art." end neither."""
    tail = line[-_TAIL:].rstrip()
    if tail[-1:] not in _ENDS:
        before, _, last = tail.rpartition(" ")
        if last.casefold() not in _JOINING or before.rstrip()[-1:] not in _ITEM_ENDS:
            return False
        tail = before.rstrip()
    return tail[-1:] in _ENDS and not (tail[-1] == "." and _SHORTENED.fullmatch(tail.rpartition(" ")[2]))


def is_broken_off(line: str) -> bool:
    """Whether a line ends in a word that must be followed by more: "article", "of", a comma."""
    tail = line[-_TAIL:].rstrip()
    return tail[-1:] in _OPEN_ENDS or _BROKEN_OFF.fullmatch(tail.rpartition(" ")[2]) is not None


def parse_label(text: str) -> tuple[Label, int] | None:
    """The label a line begins with and how many characters it takes up; ``None`` if it begins with none."""
    found = LABEL.match(text)
    if found is None:
        return None
    groups = found.groupdict()
    scheme = next(one for one in _SCHEMES if groups[one])
    value = groups[scheme]
    if scheme == "bullet":
        label = Label("bullet", "•", value)
    elif scheme in ("named_n", "parens"):
        label = Label("named", value) if scheme == "named_n" else Label("number", value, "(")
    elif scheme == "letter" and len(value) == 2 and value[0] != value[1]:
        if not set(value) <= set("ivx"):
            return None
        label = Label("roman", value)
    else:
        label = Label(scheme, value)
    return label, found.end()


class Labels:
    """Follows the labels of a document and says whether the next one on a wrapped line is one."""

    def __init__(self) -> None:
        self._last: dict[str, Label] = {}
        self._seen: set[tuple[str, str]] = set()

    def accepts(self, label: Label, before: str, *, gap: bool, opens: bool = False, early: bool = False) -> bool:
        """Whether ``label`` begins an item after the line ``before`` ("" at the start); remembers it if so.

        ``opens`` says that a capital letter follows the label, ``early`` that the line before ended although there was
        room for the next word, which says less than a ``gap`` does.
        """
        if self._plausible(label, before.rstrip(), gap=gap, opens=opens, early=early):
            self._last[self._key(label)] = label
            self._seen.add((label.scheme, label.value))
            return True
        return False

    def irregular(self, text: str, before: str) -> tuple[Label, int] | None:
        """The label of a line that begins with the very next number of its list, but in a form that is no label's."""
        found = _IRREGULAR.match(text)
        if found is None or not has_ended(before.rstrip()):
            return None
        if found["bare"]:
            label = Label("number", found["bare"])
        else:
            label = Label("dotted", f"{found['group']}.{found['item']}")
        last = self._last.get(self._key(label))
        return (label, found.end()) if last is not None and label.number == last.number + 1 else None

    def run_on(self, text: str) -> int:
        """Where the next item begins in the middle of a line, 0 if none does: "… (Spain);110.44. Take action"."""
        for found in _RUN_ON.finditer(text):
            label = Label("dotted", found[1])
            last = self._last.get(self._key(label))
            if last is not None and label.number == last.number + 1:
                return found.end()
        return 0

    def is_due(self, label: Label) -> bool:
        """Whether the label is the next of its kind, or nearly: lists skip a number now and then."""
        last = self._last.get(self._key(label))
        return last is not None and 0 < label.number - last.number <= _MAXIMUM_SKIPPED

    def _plausible(self, label: Label, before: str, *, gap: bool, opens: bool, early: bool) -> bool:
        if not before:
            return True
        ended = has_ended(before)
        broken_off = is_broken_off(before) and not ended
        if label.scheme == "bullet":
            # A dash may as well go on with a sentence; it begins an item only after the end of another.
            if label.style in _DASHES:
                return gap or (early and opens) or before[-1] in _ITEM_ENDS
            return gap or early or ended or (not broken_off and self._key(label) in self._last)
        if not opens and self._is_out_of_place(label, gap=gap):
            return False
        gap = gap or (early and (opens or label.scheme not in ("number", "dotted")))
        if self.is_due(label) or (label.scheme == "dotted" and opens):
            return gap or ended or not broken_off
        return gap or (ended and not broken_off)

    def _is_out_of_place(self, label: Label, *, gap: bool) -> bool:
        """Whether a number before a small letter is none of a list: used already, or in brackets and not due."""
        if label.scheme == "dotted":
            return not gap and (label.scheme, label.value) in self._seen
        return bool(label.style) and label.number > 1 and not self.is_due(label)

    @staticmethod
    def _key(label: Label) -> str:
        group = label.value.rpartition(".")[0] if label.scheme == "dotted" else label.style
        return f"{label.scheme} {group}"
