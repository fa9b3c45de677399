"""What a recommendation cites: instruments and their articles, documents by symbol, resolutions, ILO numbers, goals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from ubada.reading.model import Citation

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Found = tuple[int, int, str, str]

_ARTICLE: Final = re.compile(
    r"(?P<word>\b(?:articles?|arts?\.?|стать(?:и|я|е|ю|ей|ями|ях)|статей|ст\.)|\b(?:paragraphs?|paras?\.?|пункт\w*"
    r"|п\.))\s+"
    r"(?P<list>\d+(?:\.\d+)*(?:\s?(?:\([a-zа-я0-9]+\)))*(?:(?:,\s*(?:and\s)?|\s+(?:and|to|и|или|or)\s+"
    r"|[–-])\d+(?:\.\d+)*(?:\s?\([a-zа-я0-9]+\))*)*)"
    r"(?P<of>(?:,?\s*paragraphs?\s\d+,?)?\s+(?:(?:of|to|under|in|the|its)\s+)*)?",
    re.IGNORECASE,
)
_ARTICLE_AFTER: Final = re.compile(
    r",?\s*\(?(?:articles?|arts?\.|paras?\.?|par\.|paragraphs?|ст\.|п\."
    r"|пункт)\s+(?P<n>\d+(?:\.\d+)*(?:\([a-z0-9]+\))*)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*(?:\s?\([a-zа-я0-9]+\))*")
_ILO_NUMBERS: Final = (
    r"(?:No[s]?\.?\s*|№+\s*|N\s*)?\d{1,3}(?:(?:\s*,\s*|\s*(?:and|и|&|or)\s*|,\s*and\s*)(?:No\.?\s*|№\s*)?\d{1,3})*"
)
_ILO: Final = (
    re.compile(
        rf"\b(?:ILO|International Labou?r Organi[sz]ation(?:\s*\(ILO\))?)(?:['’]s)?\s+(?:fundamental\s+|core\s+)?"
        rf"(?:Conventions?|Protocols?|C)\s*(?P<n>{_ILO_NUMBERS})(?!\d|\s*(?:st|nd|rd|th)\b|/)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bConventions?\s+(?P<n>Nos?\.?\s*\d{1,3}(?:(?:,\s*|\s+and\s+)(?:No\.?\s*)?\d{1,3})*)"
        r"(?:\s+of\s+the\s+(?:ILO|International Labou?r Organi[sz]ation))?",
        re.IGNORECASE,
    ),
    re.compile(r"\bConvention,\s*(?:19|20)\d\d\s*\(\s*No\.\s*(?P<n>\d{1,3})\s*\)", re.IGNORECASE),
    re.compile(
        rf"\b(?:конвенци\w+|протокол\w*)\s+(?:МОТ|Международной организации труда)\s+(?P<n>{_ILO_NUMBERS})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bконвенци\w+\s+(?P<n>№\s*{_ILO_NUMBERS})(?:\s+(?:МОТ|Международной организации труда))?", re.IGNORECASE
    ),
    re.compile(r"\bILO\s*C(?P<n>\d{1,3})\b|\bC(?P<m>(?:87|98|29|105|100|111|138|182|190))\b"),
)
_GOALS: Final = re.compile(
    r"(?:\bSDGs?|\bSustainable Development Goals?|\bЦУР|\bЦел\w+ (?:в области )?устойчивого развития)\s*(?:No\.?\s*"
    r"|№\s*|target\s+|targets\s+)?"
    r"(?P<n>(?:1[0-7]|[1-9])(?:\.(?:\d{1,2}|[a-dа-г]))?(?:(?:\s*,\s*|\s*(?:and|и|&)\s*|,\s*and\s*)(?:1[0-7]"
    r"|[1-9])(?:\.(?:\d{1,2}|[a-d]))?)*)(?!\d|\s*per\b|\s*%)",
    re.IGNORECASE,
)
_TARGETS: Final = re.compile(
    r"\b(?:targets?|задач[аиуе]\w*)\s+(?P<n>(?:1[0-7]|[1-9])\.(?:\d{1,2}|[a-d])(?:(?:\s*,\s*|\s*(?:and"
    r"|и)\s*)(?:1[0-7]|[1-9])\.(?:\d{1,2}|[a-d]))*)",
    re.IGNORECASE,
)
_SECURITY_COUNCIL: Final = re.compile(
    r"\b(?:(?:UN\s+|United Nations\s+)?Security Council\s+[Rr]esolutions?|UNSCR|UNSC\s+[Rr]esolutions?"
    r"|резолюци\w+)\s*(?:№\s*|No\.?\s*)?(?P<n>\d{3,4})"
    r"(?:\s*\((?:19|20)\d\d\))?(?P<ru>\s+Совета Безопасности(?:\s+(?:ООН|Организации Объединенных Наций))?)?"
    r"|\b(?:localised|localized)?\s*[Rr]esolution\s+(?P<m>\d{3,4})\s*\((?:19|20)\d\d\)",
)
_RESOLUTION: Final = re.compile(
    r"\b(?P<body>General Assembly|Human Rights Council|Economic and Social Council|Council|Assembly"
    r"|Commission on Human Rights)?\s*"
    r"(?:resolutions?|decisions?)\s+(?P<n>(?:S-)?\d{1,4}/\d{1,4})(?P<of>\s+of the (?:General Assembly"
    r"|Human Rights Council))?"
    r"|\bрезолюци\w+\s+(?P<m>\d{1,4}/\d{1,4})\s+(?P<body_ru>Генеральной Ассамблеи|Совета по правам человека)",
    re.IGNORECASE,
)
_SYMBOL: Final = re.compile(
    r"(?<![\w/])(?:(?:CCPR|CEDAW|CAT|CERD|CRC|CMW|CRPD|CED|HRI)(?:/[A-Z0-9][\w.\-–]*)+|CAT/OP(?:/[\w.\-]+)+"
    r"|E/C\.12(?:/[\w.\-–]+)+"
    r"|[AES]/(?:[A-Z0-9][\w.\-–()]*)(?:/[\w.\-–]+)*|CDL-AD\(\d{4}\)\d+(?:rev\d?|-e)?)(?=[\s,.;:)\]»”]|$)"
)
_OSCE_DECISION: Final = re.compile(
    r"\b(?:MC|PC|CIO|FSC)\.(?:DEC|DOC|DEL|GAL|JOUR)/\d+(?:/\d{2})?(?:/(?:Corr|Rev|Add)\.\d+)?"
)
_MINISTERIAL: Final = re.compile(
    r"\bMinisterial Council Decisions?\s+(?:No\.?\s*)?(?P<n>\d{1,2}/\d{2})"
    r"|\bрешени\w+\s+(?:Совета министров\s+(?:ОБСЕ\s+)?)?№\s*(?P<m>\d{1,2}/\d{2})",
    re.IGNORECASE,
)
_GENERAL: Final = re.compile(
    r"\b(?:(?:joint\s+)?general\s+(?P<kind>comments?|recommendations?)\s+(?:No\.?\s*|№\s*)(?P<n>\d{1,3})"
    r"|(?P<kind_ru>замечани\w+ общего порядка|общ\w+ рекомендаци\w+)\s+№\s*(?P<m>\d{1,3}))",
    re.IGNORECASE,
)
_OSCE_LOCATED: Final = re.compile(
    r"\b(?P<place>Copenhagen|Moscow|Vienna|Helsinki|Paris|Budapest|Istanbul|Maastricht|Madrid)\s+(?P<year>19\d\d"
    r"|20\d\d)"
    r"(?:,?\s*\(?(?:para(?:graph)?s?|par)\.?\s*(?P<n>\d+(?:\.\d+)*))?"
)
_OSCE_KEYS: Final = {
    ("copenhagen", "1990"): "COP1990",
    ("moscow", "1991"): "MOS1991",
    ("vienna", "1989"): "VIE1989",
    ("helsinki", "1975"): "HFA1975",
    ("helsinki", "1992"): "HEL1992",
    ("paris", "1990"): "PAR1990",
    ("budapest", "1994"): "BUD1994",
    ("istanbul", "1999"): "IST1999",
    ("maastricht", "2003"): "MAA2003",
    ("madrid", "1983"): "MAD1983",
}
_BARE_OSCE: Final = re.compile(r"\([^()]*\b(?P<osce>OSCE|ОБСЕ)\b[^()]*\)")
_BODIES: Final = {"human rights council": "A/HRC/RES", "council": "A/HRC/RES", "совета по правам человека": "A/HRC/RES"}
_WORD_START: Final = re.compile(r"(?<![\w/-])[\w]")
# A text without any of these names no instrument; most texts have none, and looking for names takes longer.
_TRIGGER: Final = re.compile(
    r"onvention|ovenant|rotocol|rinciples|latform|tatute|greement|eclaration|harter|ocument|genda|Rules|Final Act"
    r"|Good Practice|"
    r"ommitments|OSCE|ОБСЕ|онвенц|акт|татут|оглашени|еклараци|арти[яиюе]|став|латформ|ринцип|окумент|равил|овестк"
    r"|бязательств|"
    r"Свод|[A-Z]{3}|[А-Я]{3}"
)
_OSCE_DOCUMENTS: Final = frozenset(_OSCE_KEYS.values())


@cache
def _entries() -> list[dict[str, Any]]:
    text = files("ubada.reading").joinpath("data/instruments.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, by its C name
    return entries


@cache
def _by_initial() -> dict[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    """For each first letter the names that can begin with it, as one pattern, and the codes of its groups."""
    names: dict[str, list[tuple[int, str, str]]] = {}
    for entry in _entries():
        for kind in ("names", "exact"):
            for name in entry.get(kind, ()):
                body = name.replace(" ", r"\s+")
                choice = (len(name), f"(?i:{body})" if kind == "names" else f"(?:{body})", entry["code"])
                for initial in _initials(name):
                    names.setdefault(initial.lower(), []).append(choice)
    table = {}
    for initial, choices in names.items():
        choices.sort(key=lambda one: -one[0])
        pattern = re.compile(rf"(?:{'|'.join(f'({body})' for _, body, _ in choices)})(?![\w/])")
        table[initial] = (pattern, tuple(code for _, _, code in choices))
    return table


def _initials(name: str) -> set[str]:
    """The letters that a match of this pattern can begin with: groups at its beginning may be optional."""
    if name.startswith("(?<"):
        return _initials(name[name.index(")") + 1 :])
    if name.startswith("["):
        return set(name[1 : name.index("]")])
    if not name.startswith("(?:"):
        return {name[0]}
    depth, end, parts, begin = 0, 0, [], 3
    for at, one in enumerate(name):
        depth += (one == "(") - (one == ")")
        if one == "|" and depth == 1:
            parts.append(name[begin:at])
            begin = at + 1
        if depth == 0:
            end = at
            break
    parts.append(name[begin:end])
    found = set().union(*(_initials(part) for part in parts))
    return found | _initials(name[end + 2 :]) if name[end + 1 : end + 2] == "?" else found


def _instruments_in(text: str) -> Iterator[tuple[int, int, str]]:
    """The instruments named in a text: start, end, code."""
    if not _TRIGGER.search(text):
        return
    table, position = _by_initial(), 0
    for word in _WORD_START.finditer(text):
        entry = table.get(word[0].lower())
        if entry is None or word.start() < position:
            continue
        found = entry[0].match(text, word.start())
        if found is not None and found.lastindex is not None:
            yield found.start(), found.end(), entry[1][found.lastindex - 1]
            position = found.end()


def register_code(code: str) -> str:
    """The register's code of an instrument cited: ``ILO-C087`` is C87, ``UNGP-BHR`` is UNGP; others are the same."""
    ilo = re.fullmatch(r"ILO-C0*(\d+)", code)
    return f"C{ilo[1]}" if ilo else next((one.get("register", code) for one in _entries() if one["code"] == code), code)


def citations(text: str) -> tuple[Citation, ...]:
    """Everything a text cites, in its order, each code once. An article goes with the instrument it is named with."""
    found = [one for finder in _FINDERS for one in finder(text)]
    found.sort(key=lambda one: (one[0], -one[1]))
    kept: list[Found] = []
    for one in found:
        if not any(_covers(other, one) for other in kept[-4:]):
            kept.append(one)
    seen: dict[str, Citation] = {}
    for start, end, code, kind in kept:
        seen.setdefault(code, Citation(code, kind, " ".join(text[start:end].split())))
    return tuple(seen.values())


def _covers(other: Found, one: Found) -> bool:
    """Whether a longer find already stands for this one; a provision does not stand for its instrument."""
    same = other[:2] == one[:2]
    return other[0] <= one[0] and one[1] <= other[1] and not same and other[3] != "provision"


def _named(text: str) -> Iterator[Found]:
    for start, end, code in _instruments_in(text):
        kind = "osce" if code in _OSCE_DOCUMENTS or code.startswith("OSCE") else "instrument"
        yield start, end, code, kind
        prefix = "OSCE:" if code in _OSCE_DOCUMENTS else ""
        before = next(_articles_before(text, start), None)
        if before is not None:
            for number in _NUMBER.findall(before["list"]):
                yield before.start(), end, f"{prefix}{code}:{_locator(number)}", "provision"
        elif after := _ARTICLE_AFTER.match(text, end):
            yield start, after.end(), f"{prefix}{code}:{_locator(after['n'])}", "provision"


def _articles_before(text: str, start: int) -> Iterator[re.Match[str]]:
    """The article list that ends where an instrument's name begins."""
    for found in _ARTICLE.finditer(text, max(0, start - 120), start):
        if not text[found.end() : start].strip(' \n\t«“"'):
            yield found


def _locator(number: str) -> str:
    return re.sub(r"\s+", "", number)


def _ilo(text: str) -> Iterator[Found]:
    for pattern in _ILO:
        for found in pattern.finditer(text):
            groups = found.groupdict()
            for number in re.findall(r"\d{1,3}", groups.get("n") or groups.get("m") or ""):
                if 1 <= int(number) <= 195:
                    yield found.start(), found.end(), f"ILO-C{int(number):03d}", "ilo-convention"


def _goals(text: str) -> Iterator[Found]:
    for pattern in (_GOALS, _TARGETS):
        for found in pattern.finditer(text):
            for number in re.findall(r"(?:1[0-7]|[1-9])(?:\.(?:\d{1,2}|[a-d]))?", found["n"]):
                yield found.start(), found.end(), f"SDG-{number}", "sdg-target" if "." in number else "sdg-goal"


def _resolutions(text: str) -> Iterator[Found]:
    for found in _SECURITY_COUNCIL.finditer(text):
        is_russian = found[0].lower().startswith("резолюц")
        if not is_russian or found["ru"] or (found["n"] and int(found["n"]) in (1325, 2250)):
            yield found.start(), found.end(), f"UNSCR-{found['n'] or found['m']}", "resolution"
    for found in _RESOLUTION.finditer(text):
        body = (found["body"] or found["body_ru"] or (found["of"] or "").replace(" of the ", "")).strip().lower()
        number = found["n"] or found["m"]
        session = int(number.removeprefix("S-").split("/")[0])
        # Without a body's name the session tells: the Council is below its hundredth, the Assembly near its eightieth.
        prefix = _BODIES.get(body) or ("A/RES" if body or session > 60 else "A/HRC/RES")
        yield found.start(), found.end(), f"{prefix}/{number}", "resolution"


def _symbols(text: str) -> Iterator[Found]:
    for found in _SYMBOL.finditer(text):
        code = found[0].rstrip(".-–")
        if "/" in code or code.startswith("CDL"):
            yield found.start(), found.start() + len(code), code.upper().replace("–", "-"), "un-document"
    for found in _OSCE_DECISION.finditer(text):
        yield found.start(), found.end(), found[0], "osce"
    for found in _MINISTERIAL.finditer(text):
        yield found.start(), found.end(), f"MC.DEC/{found['n'] or found['m']}", "osce"


def _others(text: str) -> Iterator[Found]:
    for found in _GENERAL.finditer(text):
        kind = (found["kind"] or found["kind_ru"]).lower()
        word = "GC" if kind.startswith(("comment", "замеч")) else "GR"
        yield found.start(), found.end(), f"{word}-{found['n'] or found['m']}", "general-comment"
    for found in _OSCE_LOCATED.finditer(text):
        key = _OSCE_KEYS.get((found["place"].lower(), found["year"]))
        if key:
            code = f"OSCE:{key}:{found['n']}" if found["n"] else key
            yield found.start(), found.end(), code, "provision" if found["n"] else "osce"
    for found in _BARE_OSCE.finditer(text):
        if any(True for _ in _instruments_in(found[0])):
            yield found.start("osce"), found.end("osce"), "OSCE", "osce"


_FINDERS: Final[tuple[Callable[[str], Iterator[Found]], ...]] = (_named, _ilo, _goals, _resolutions, _symbols, _others)
