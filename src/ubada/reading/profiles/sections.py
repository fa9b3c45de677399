"""Sections headed "Recommendations …" and the list items in them, with the form of their wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ubada.reading import addressees
from ubada.reading.blocks import is_heading
from ubada.reading.model import Block, Document, Label

_WORD: Final = (
    r"(?:recommendations?|рекомендаци[ияй]\w*|ұсын(?:ыс|ым)\w*|сунуш\w*|tavsiya\w*|тавсия\w*|teklip\w*|maslahat\w*"
    r"|пешниҳод\w*)"
)
_BEFORE: Final = (
    r"(?:(?:the|our|key|main|general|specific|priority|other|final|policy|further|additional|summary of|list of"
    r"|conclusions?|findings|"
    r"and|&|свод\w*|перечень|основные|общие|приоритетные|другие|прочие|ключевые|выводы|заключение|наши|и)\s*,?\s+)*"
)
_HEADING: Final = re.compile(
    rf"^(?:(?:[IVX]+|[A-ZА-Я]|\d{{1,2}}(?:\.\d+)*)[.)]?\s+)?{_BEFORE}{_WORD}\b(?P<rest>.*)$", re.IGNORECASE
)
# Turkic languages put those addressed first: «Үкіметке ұсыныстар», "Hukumatga tavsiyalar".
_TURKIC_HEADING: Final = re.compile(
    r"^(?:(?:[IVX]+|\d{1,2})[.)]?\s+)?(?P<who>[^\W\d_][\w ,ʻʼ’'()-]{2,90}?)\s+"
    r"(?:үчүн|учун|uchun|үшін|üçin|арналған|каратылган|niyetlenen)?\s*"
    r"(?:ұсын(?:ыс|ым)|сунуш|tavsiya|тавсия|teklip|maslahat)\w*\s*:?$",
    re.IGNORECASE,
)
# "We call on the Government to:" opens a list too. Who speaks must be those who sign: bodies of experts have a profile.
_SPEAKERS: Final = (
    r"(?:we|the (?:participants|signatories|undersigned|signatory organi[sz]ations)|(?:our"
    r"|the undersigned) organi[sz]ations|"
    r"мы|участники|нижеподписавши\w+|наши организации|подписавши\w+)"
)
_LEAD_IN: Final = re.compile(
    rf"\b{_SPEAKERS}\b[^.]{{0,200}}?\b(?:recommend|urge|call (?:up)?on|call for|appeal to|ask|request|demand|propose"
    rf"|encourage|invite|"
    r"рекоменду\w+|призыва\w+|требу\w+|прос\w+|предлага\w+|обраща\w+)\b(?P<rest>.*):$"
    r"|\b(?:makes?|offers?|puts? forward|with|following|дает|вносит|следующие)\b[^.:]{0,80}\b(?:recommendations"
    r"|рекомендаци\w+)\b[^.]*:$",
    re.IGNORECASE,
)
_OTHER_BODY: Final = re.compile(
    r"\b(?:previous|prior|earlier|past|past|implementation of|follow-up to|status of|made by|submitted by|received"
    r"|stakeholders?|accepted|"
    r"предыдущ\w+|прошл\w+|выполнени\w+|ранее|реализаци\w+)\b",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"^(?:annex|appendix|about|notes?|footnotes|endnotes|references|signatories|signed|list of|glossary|acknowledg"
    r"|contacts?|bibliography|"
    r"background|приложени|сноски|примечани|подпис|список|контакт|источники|об? (?:организации|авторах))",
    re.IGNORECASE,
)
_DOTS: Final = re.compile(r"\.{4,}|…{2,}|\s\d{1,3}$")
_LEAD_WIDTH: Final = 600
_END_WIDTH: Final = 60
_AHEAD: Final = 6
_ADDRESSEE_WIDTH: Final = 110
_ADDRESSEE_LINE: Final = re.compile(r"(?:To|For|Для|К) [^\W\d_][\w ,’'()/-]{2,100}:?$")
ITEM_SCHEMES: Final = frozenset({"number", "bullet", "letter", "roman", "dotted", "named"})
_NOMINAL_EN: Final = re.compile(r"(?:ing|ment|tion|sion|ance|ence|ity|ness|ship|ism)s?$")
_VERBS_EN_TEXT: Final = """
implement complement supplement document experiment augment comment mention question position commission finance
enhance advance balance influence reference commence bring envision provision sanction function caution condition
petition evidence experience silence ration station champion transition partition audit edit exit visit limit permit
commit submit solicit
"""
_VERBS_EN: Final = frozenset(_VERBS_EN_TEXT.split())
_VERB_RU: Final = re.compile(r"(?:ть|ти|чь|ться|тись|йте|ите|йтесь|итесь)$")
_NOMINAL_RU: Final = re.compile(r"(?:ние|ния|тие|ция|сия|ство|ость|зация|ка|мен|ие|ия)$")
_NO_VERBS_TEXT: Final = """
the a an this these that those it its in on at for with we our they there all most some many no both several despite
while although however as since when during under after before i he she his her their
"""
_NO_VERBS: Final = frozenset(_NO_VERBS_TEXT.split())
_ADVERBS: Final = re.compile(r"^(?:\w+ly|also|further|to|not|не|также|далее)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Section:
    """A heading of recommendations with what stands under it; ``addressee`` is whom the heading names, or "".

    ``by_lead_in`` says that the heading is a sentence with a colon, whose list ends at the next paragraph.
    """

    heading: Block
    addressee: str
    blocks: list[Block] = field(default_factory=list)
    by_lead_in: bool = False

    @property
    def items(self) -> list[Block]:
        """The list items of the section."""
        return [block for block in self.blocks if is_item(block)]


def is_item(block: Block) -> bool:
    """Whether a block is a list item with wording of its own."""
    label = block.label
    if label is None or not block.text or block.kind == "heading":
        return False
    if _names_addressee(block):
        return False
    if label.scheme == "upper":
        return len(block.text) > 60 and not block.text.isupper()
    return label.scheme in ITEM_SCHEMES


def heading_rest(block: Block) -> str | None:
    """What follows the word "recommendations" in the heading of a section; ``None`` if the block is no such heading."""
    text = block.text
    if (
        len(text) > 160
        or text.endswith((".", ";", ","))
        or (block.label is not None and block.label.scheme == "bullet")
    ):
        return None
    turkic = _TURKIC_HEADING.match(text)
    if turkic is not None and is_heading(block) and not _OTHER_BODY.search(text):
        return turkic["who"]
    found = _HEADING.match(text)
    if found is None or _OTHER_BODY.search(text) or _DOTS.search(text):
        return None
    if not is_heading(block) and not re.fullmatch(r"\s*|\s*(?:to|for|для|к)\b.*", found["rest"], re.IGNORECASE):
        return None
    return found["rest"].strip(" :")


def sections(document: Document) -> Iterator[Section]:
    """The sections of recommendations, a new one for each heading that names addressees inside one."""
    current: Section | None = None
    counted: Label | None = None
    for place, block in enumerate(document.blocks):
        if block.cell is not None:
            continue
        opened = _opened(block, current)
        if opened is None and current is not None and _is_subheading(block):
            if _ends(current, block) and not _counts_on(counted, document.blocks[place + 1 :]):
                yield current
                current = None
                continue
            named = addressees.from_heading(block.text) or _russian_dative(block.text)
            opened = Section(block, named) if named else None
        if opened is not None:
            if current is not None:
                yield current
            current = opened
        elif current is not None and (_ends_lead_in(current, block) or _is_end_matter(block)):
            yield current
            current = None
        elif current is not None:
            current.blocks.append(block)
            counted = block.label if is_item(block) else counted
    if current is not None:
        yield current


def _opened(block: Block, current: Section | None) -> Section | None:
    """The section that this block is the heading or the lead-in of, if it is one."""
    lead = _lead_in(block)
    if heading_rest(block) is not None or (lead is not None and not (current is not None and not current.items)):
        named = addressees.from_lead_in(block.text) if lead else _named_in(block.text)
        return Section(block, named, by_lead_in=lead is not None)
    return None


def _ends_lead_in(section: Section, block: Block) -> bool:
    """Whether a list that a sentence opened is over: the next block is neither an item nor the rest of one."""
    return section.by_lead_in and bool(section.items) and not is_item(block) and not block.text[:1].islower()


def _named_in(heading: str) -> str:
    """Whom a heading names, in the order of words of any language."""
    turkic = _TURKIC_HEADING.match(heading)
    return turkic["who"] if turkic else addressees.from_heading(heading)


def _lead_in(block: Block) -> re.Match[str] | None:
    """The sentence with a colon by which those who sign, or a report, open a list of what they recommend."""
    if is_item(block) or len(block.text) > _LEAD_WIDTH or not block.text.endswith(":"):
        return None
    found = _LEAD_IN.search(block.text)
    return None if found is None or _OTHER_BODY.search(block.text) else found


def _is_subheading(block: Block) -> bool:
    if block.label is not None and block.label.scheme in ITEM_SCHEMES and block.kind != "heading":
        return _names_addressee(block)
    return is_heading(block) or _names_addressee(block)


def _names_addressee(block: Block) -> bool:
    """Whether a line does nothing but say whom the next items are for: "To the Government of X", "1. For donors:"."""
    text = block.text
    if len(text) > _ADDRESSEE_WIDTH or text[-1:] in (".", ";", ",") or not _ADDRESSEE_LINE.match(text):
        return False
    return text.endswith(":") or block.label is None


def _is_end_matter(block: Block) -> bool:
    """Whether a short line heads what comes after the recommendations: signatures, annexes, sources."""
    text = block.text
    short = block.label is None and len(text) <= _END_WIDTH and text[-1:] not in (".", ";", ",", ":")
    return short and _CLOSING.match(text) is not None


def _counts_on(last: Label | None, following: Sequence[Block]) -> bool:
    """Whether the numbers go on under a heading of the section's rank: then that heading is one inside the section."""
    if last is None or last.scheme not in ("number", "dotted", "named"):
        return False
    after = next((block.label for block in following[:_AHEAD] if block.label is not None), None)
    return after is not None and after.scheme == last.scheme and after.number == last.number + 1


def _ends(section: Section, block: Block) -> bool:
    """Whether a heading closes the section: a part of the same rank, or the end matter of a document."""
    if _CLOSING.match(block.text):
        return True
    first = section.heading
    if block.kind == "heading" and first.kind == "heading":
        return block.level <= first.level and not addressees.from_heading(block.text)
    same = first.label is not None and block.label is not None and first.label.scheme == block.label.scheme
    return same and bool(section.items) and not addressees.from_heading(block.text)


_DATIVE: Final = re.compile(
    r"^(?:Правительству|Парламенту|Президенту|Органам|Министерств(?:у|ам)|Жогорку Кенешу|Олий Мажлису|Властям"
    r"|Государств(?:у|ам)|"
    r"Партн[её]рам|Донорам|Международным|Центральной избирательной комиссии|ЦИК|Омбудсмену|Гражданскому обществу"
    r"|ОБСЕ|ООН)\b.*$"
)


def _russian_dative(text: str) -> str:
    """Whom a Russian heading in the dative addresses: «Правительству Кыргызской Республики:»."""
    found = _DATIVE.match(text)
    return text.rstrip(" :") if found and len(text) < 120 else ""


def form_of(text: str) -> str:
    """How an item begins: "verb" (asks for an act), "noun" (names it), "fragment" (goes on from above) or "other"."""
    words = _ADVERBS.sub("", text.strip())
    found = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*", words)
    if not found:
        return "other"
    first, small = found[0], found[0].lower()
    form = _russian_form(small) if re.match(r"[а-яё]", small) else _english_form(small)
    # An infinitive is an act in small letters too; any other word in small letters goes on from the line above.
    if form in ("", "other") or (form == "verb" and small not in _VERBS_EN and not re.match(r"[а-яё]", small)):
        return "fragment" if first[0].islower() and text.strip() == words else form or "other"
    return form


def _russian_form(word: str) -> str:
    return "verb" if _VERB_RU.search(word) else "noun" if _NOMINAL_RU.search(word) else ""


def _english_form(word: str) -> str:
    if word in _NO_VERBS:
        return "other"
    if word in _VERBS_EN:
        return "verb"
    if _NOMINAL_EN.search(word) and len(word) > 4:
        return "noun"
    return "verb" if re.match(r"[a-z]", word) else ""
