"""Endings of Kazakh, Kyrgyz, Uzbek and Turkmen nouns, written in folded letters.

Plural, possessive and case. The genitive needs no rule of its own: it is the accusative with a final n. A possessive
or accusative vowel comes off after a consonant; the n or s before it is then settled by the neutral rules, so that
отан, отаны (a root in n) and бала, баланы (a root in a vowel) both come out alike.
"""

from __future__ import annotations

from typing import Final

from ubada.search.normalise.stripping import Rule, Stripper

_VOWELS: Final = "аеёиоуыэюя"
_HARD: Final = "пткфсхцчшщбвгд"
"""Voiceless consonants, and the voiced finals of loan words, which are spoken voiceless."""
_SOFT: Final = "лрйузжмнь"
_CONSONANTS: Final = "бвгджзйклмнпрстфхцчшщуьъ"

_KYRGYZ_CONSONANTS: Final = _CONSONANTS.replace("у", "")

KAZAKH: Final = Stripper(
    vowels=_VOWELS,
    barred={"а": "еэ", "ы": "еэ", "е": "ы", "и": "ы"},
    voiceless={"б": "п", "г": "к"},
    rules=(
        Rule("лар лер", _VOWELS + "рйуь"),
        Rule("дар дер", "зжлмн"),
        Rule("тар тер", _HARD),
        Rule("ды ди", _SOFT),
        Rule("ты ти", _HARD),
        Rule("ны ни", "мн"),
        Rule("га ге да де дан ден дагы деги", _VOWELS + _SOFT),
        Rule("ка ке та те тан тен тагы теги", _HARD),
        Rule("нан нен", "мныи"),
        Rule("на", "ы"),
        Rule("не", "и"),
        Rule("мен", _VOWELS + "лрйумн", harmony=False),
        Rule("бен", "зж", harmony=False),
        Rule("пен", _HARD, harmony=False),
        Rule("ы и", _CONSONANTS),
        Rule("н", "ыи"),
        Rule("ымыз имиз ыныз иниз", _CONSONANTS),
        Rule("мыз миз ныз низ", _VOWELS),
        Rule("ым им ыма име", _CONSONANTS, keep=4),
    ),
    neutral=(Rule("н с", _VOWELS), Rule("ы и", _CONSONANTS), Rule("т", "пкфсхцчш"), Rule("д", "нлр")),
    protected="торага тулга пайда баска жакын алтын кайта тамга кагида сауда казына майдан онеге "
    "команда аренда пропаганда",
    irregular={"халк": "халык", "орн": "орын", "ерк": "ерик"},
)
"""Harmony of two vowels (а/е, ы/і); the first consonant of an ending follows the last of the stem."""

KYRGYZ: Final = Stripper(
    vowels=_VOWELS,
    barred={"а": "еэи", "ы": "еэи", "е": "аыя", "и": "аыя", "о": "аыеэия", "у": "аыеэия"},
    voiceless={"б": "п", "г": "к"},
    rules=(
        Rule("лар лер лор", _VOWELS + "рйь"),
        Rule("дар дер дор", "зжлмн"),
        Rule("тар тер тор", _HARD),
        Rule("ды ди ду", _SOFT),
        Rule("ты ти ту", _HARD),
        Rule("га ге го да де до дан ден дон дагы деги догу", _VOWELS + _SOFT),
        Rule("ка ке ко та те то тан тен тон тагы теги тогу", _HARD),
        Rule("нан нен нон", "ыиу"),
        Rule("на", "ыу"),
        Rule("не", "иу"),
        Rule("но", "у"),
        Rule("ы и у", _KYRGYZ_CONSONANTS),
        Rule("н", "ыиу"),
        Rule("ыбыз ибиз убуз ыныз иниз унуз", _CONSONANTS),
        Rule("быз биз буз ныз низ нуз", _VOWELS),
        Rule("ым им ум ыма име умо ума", _CONSONANTS, keep=4),
    ),
    neutral=(Rule("н с", _VOWELS), Rule("ы и у", _KYRGYZ_CONSONANTS), Rule("т", "пкфсхцчш"), Rule("д", "нлр")),
    protected="торага башка пайда соода майдан кагыйда казына команда аренда пропаганда",
)
"""Harmony of four vowels; ө and ү are folded, so о and у stand for two vowels each."""

_LATIN_CONSONANTS: Final = "bcdfghjklmnpqrstvwxyz"
_LATIN_VOWELS: Final = "aeiouö"

UZBEK: Final = Stripper(
    vowels=_LATIN_VOWELS,
    voiceless={"g": "k", "q": "k"},
    voiceless_keep=4,
    rules=(
        Rule("lar", _LATIN_VOWELS + _LATIN_CONSONANTS),
        Rule("ning ga da dan dagi gacha", _LATIN_VOWELS + _LATIN_CONSONANTS),
        Rule("ka", "k"),
        Rule("qa", "q"),
        Rule("ni", _LATIN_CONSONANTS),
        Rule("i", _LATIN_CONSONANTS),
        Rule("n", "i"),
        Rule("imiz ingiz", _LATIN_CONSONANTS),
        Rule("miz ngiz", _LATIN_VOWELS),
        Rule("im ing", _LATIN_CONSONANTS, keep=4),
        Rule("dir", _LATIN_VOWELS + _LATIN_CONSONANTS, keep=4),
        Rule("moq", _LATIN_VOWELS + _LATIN_CONSONANTS, keep=4),
    ),
    neutral=(Rule("n s", _LATIN_VOWELS), Rule("i", _LATIN_CONSONANTS)),
    protected="birga hamda boshqa iroda qoida modda foyda sovga banda komanda arenda propaganda",
    irregular={"shahr": "shahar", "örn": "örin", "ogz": "ogiz", "burn": "burun", "singl": "singil"},
)
"""No vowel harmony in spelling. Final k, q, g and gʻ are one letter, as k and q are voiced before a vowel."""

TURKMEN: Final = Stripper(
    vowels="aeiouy",
    barred={"a": "ei", "y": "ei"},
    voiceless={"b": "p", "d": "t", "g": "k", "j": "c"},
    rules=(
        Rule("lar ler", "aeiouy" + _LATIN_CONSONANTS),
        Rule("da de dan den daky daki", "aeiouy" + _LATIN_CONSONANTS),
        Rule("y i", _LATIN_CONSONANTS),
        Rule("u", _LATIN_CONSONANTS, keep=4),
        Rule("a e", _LATIN_CONSONANTS, keep=4),
        Rule("n", "yiu"),
        Rule("ymyz imiz umyz ynyz iniz", _LATIN_CONSONANTS),
        Rule("myz miz nyz niz", "aeiouy"),
        Rule("ym im um", _LATIN_CONSONANTS, keep=4),
        Rule("dyr dir", "yi", keep=4),
        Rule("mak mek", "aeiouy" + _LATIN_CONSONANTS, harmony=False),
    ),
    neutral=(Rule("n s", "aeiouy"), Rule("a e", _LATIN_CONSONANTS, keep=4), Rule("y i", _LATIN_CONSONANTS)),
    irregular={"yur": "yurt", "maks": "maksat", "orn": "orun", "ogl": "ogul", "burn": "burun"},
)
"""Harmony bars only back endings: e becomes ä before an ending and is folded to a. y is both y and ý."""
