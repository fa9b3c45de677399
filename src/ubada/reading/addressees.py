"""Whom a recommendation addresses and who has the duty: in its heading, in its wording, and by its own words."""

from __future__ import annotations

import re
from typing import Final

# What may be addressed, in the words of documents. Longer names come first.
_WHO_EN: Final = (
    r"OSCE participating States|participating States|States? [Pp]art(?:y|ies)|member States|"
    r"(?:the )?(?:Government|Parliament|President|Cabinet of Ministers|Supreme Council"
    r"|Prosecutor General)(?:'s Office)?(?: of (?:the )?"
    r"(?:Republic of )?[A-Z][\w-]+(?: Republic)?)?|"
    r"(?:the )?Central Election Commission|(?:the )?CEC|(?:the )?(?:Central Asian|CA) (?:countries|states|governments)|"
    r"(?:the )?(?:national |local |relevant |competent |state )?authorities|(?:the )?Ministry of [A-Z][\w]+(?:(?:,"
    r"| and|,? of) [A-Z][\w]+)*|"
    r"(?:the )?(?:Ombudsman|Ombudsperson)(?: Institut\w+)?|international donors|donors|"
    r"international financial institutions|(?:the )?OSCE [Pp]artners|(?:the )?OSCE|(?:the )?European Union|(?:the )?EU|"
    r"civil society organi[sz]ations|employers|political parties|law enforcement (?:bodies|agencies|authorities)"
)
_WHO_RU: Final = (
    r"государств\w+-участник\w+(?: ОБСЕ)?|государств\w+-член\w+|"
    r"Правительств\w+(?: (?:Кыргызской Республики|Республики [А-Я]\w+|Российской Федерации|[А-Я]\w+стана))?|"
    r"Жогорку Кенеш\w*|Олий Мажлис\w*|Маджлиси Оли|Меджлис\w*|Парламент\w*|Президент\w*|Кабинет\w* [Мм]инистров|"
    r"Центральн\w+ избирательн\w+ комисси\w+|ЦИК|Министерств\w+ [а-я]+(?: [а-я]+)?|Генеральн\w+ прокуратур\w+|"
    r"орган\w* (?:государственной )?власти|властям?|властей|страна\w* Центральной Азии|партн[её]р\w* ОБСЕ|донор\w*"
    r"|омбудсмен\w*"
)
_WHO: Final = rf"(?:{_WHO_EN}|{_WHO_RU})"
# "We recommend that X …" addresses X; so does "X should …", where X is looked for before the verb.
_ADDRESSED: Final = (
    re.compile(
        rf"\b(?:recommends?|urges?|encourages?|invites?|requests?) (?:that |to )?(?P<who>{_WHO})", re.IGNORECASE
    ),
    re.compile(rf"(?:рекоменду\w+|призыва\w+|предлага\w+|прос\w+) (?P<who>{_WHO})", re.IGNORECASE),
)
_DUTY: Final = re.compile(
    r" (?:should|must|(?:are|is) (?:encouraged|urged|recommended|called upon)|следует|необходимо|долж\w+)\b",
    re.IGNORECASE,
)
_WHO_BEFORE: Final = re.compile(rf"(?P<who>\b(?:{_WHO}))$", re.IGNORECASE)
_REACH: Final = 90
# "Call on X to …": whoever is spoken to shall call, and X shall act.
_CALLED_UPON: Final = (
    re.compile(
        rf"\b(?:[Cc]all(?:s|ing)? (?:on|upon)|[Uu]rge|[Pp]ress|[Ee]ncourage|[Ee]nsure that|[Ss]upport"
        rf"|[Pp]romote in) (?P<who>{_WHO})"
    ),
    re.compile(rf"[Пп]ризвать (?P<who>{_WHO})"),
    re.compile(r"\b[Pp]romote in (?P<who>Central Asian countries|CA countries)"),
)
_TRIGGER: Final = re.compile(
    r"\bshould\b|\bmust\b|recommend|[Uu]rge|ncourage|[Ii]nvite|[Rr]equest|[Cc]all|[Pp]ress |nsure that|upport "
    r"|romote in|"
    r"рекоменду|ризыва|ризва|редлага|прос|следует|необходимо|долж"
)
_HEADING_WHO: Final = (
    re.compile(
        r"^(?:[A-Z0-9IVX]+[.)]\s*)?(?:(?:the|our|key|main|general|specific|priority|other"
        r"|further)\s+)*recommendations?\s+"
        r"(?:to|for|addressed to|directed to|towards)\s+(?P<who>.+?)\s*:?$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?:[A-Z0-9IVX]+[.)]\s*)?(?:to|for)\s+(?P<who>(?:the\s+)?.{2,100}?)\s*:?$", re.IGNORECASE),
    re.compile(
        r"^(?:[A-ZА-Я0-9IVX]+[.)]\s*)?рекомендаци\w+\s+(?:для|к|в адрес|в отношении)?\s*(?P<who>.+?)\s*:?$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?:для|к)\s+(?P<who>.+?)\s*:?$", re.IGNORECASE),
    re.compile(r"^(?:тавсия|пешниҳод)\w*\s+(?:ба|барои)\s+(?P<who>.+?)\s*:?$", re.IGNORECASE),
)
_LEAD_IN_WHO: Final = re.compile(
    r"\b(?:call(?:s|ing)? (?:up)?on|urge|appeal to|ask|request|encourage|invite|demand that|recommend (?:that"
    r"|to))\s+(?P<who>[^:]{3,160}?)"
    r"(?:,)?(?:\s+to)?\s*:$|(?:рекоменду\w+|призыва\w+|прос\w+|предлага\w+|требу\w+ от"
    r"|обраща\w+ к)\s+(?P<ru>[^:]{3,160}?)\s*:$",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(r"^the\s+", re.IGNORECASE)


def from_heading(heading: str) -> str:
    """Whom a heading addresses ("Recommendations to the authorities:" gives "authorities"), "" if nobody."""
    text = " ".join(heading.split())
    for pattern in _HEADING_WHO:
        found = pattern.match(text)
        if found:
            return _plain(found["who"])
    return ""


def from_lead_in(text: str) -> str:
    """Whom a sentence before a list addresses: "We call on the Government of X to:" gives "Government of X"."""
    found = _LEAD_IN_WHO.search(text)
    return _plain(found["who"] or found["ru"]) if found else ""


def from_text(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those addressed in the wording, and those who shall act where the addressee shall only call on them."""
    if not _TRIGGER.search(text):
        return (), ()
    addressed = [_plain(found["who"]) for pattern in _ADDRESSED for found in pattern.finditer(text)]
    for duty in _DUTY.finditer(text):
        before = _WHO_BEFORE.search(text[max(0, duty.start() - _REACH) : duty.start()])
        addressed += [_plain(before["who"])] if before else []
    bearers = [_plain(found["who"]) for pattern in _CALLED_UPON for found in pattern.finditer(text)]
    kept = [one for one in dict.fromkeys(addressed) if one not in bearers]
    return tuple(kept), tuple(dict.fromkeys(bearers))


def _plain(who: str) -> str:
    return _ARTICLE.sub("", " ".join(who.split())).strip(" :,.;")
