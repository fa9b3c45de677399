"""How a body of experts says that a state should do something, in English and Russian.

What counts is who speaks. A sentence recommends if the body itself does ("the Committee recommends", "Комитет
призывает"), or if it says what the State party should do. That others recommend, or did in the past, does not count.
"""

from __future__ import annotations

import re
from typing import Final

from ubada.reading.folding import unmixed

_BODY: Final = re.compile(
    r"\b(?:Committee|Subcommittee|Special Rapporteur|Working Group|Independent Expert|Rapporteur|Commission|Mission"
    r"|Commissioner|Venice Commission|CPT|Group of Experts)\b"
    r"|^(?:It|He|She)\b(?=(?: also| further| strongly| therefore| specifically| additionally)* (?:recommend|urge"
    r"|call|encourage|request|invite))"
)
_VERB: Final = re.compile(
    r"\b(?:recommends?|urges?|calls? (?:up)?on|encourages?|requests?|invites?|advises?|exhorts?|asks|suggests? that"
    r"|expects|appeals to|reiterates? (?:its|the|his|her|their)(?: \w+){0,4} (?:recommendations?|requests?|calls?))\b"
)
# What may stand between the body and its verb when the body itself is the one that recommends.
_DIRECT: Final = re.compile(
    r"(?:\s*\([^)]*\))?(?:,[^.;]*,)?\s*(?:(?:also|further|furthermore|strongly|therefore|again|once|once again|and"
    r"|in particular|specifically|thus|hereby|urgently|respectfully|nevertheless|moreover|additionally|accordingly"
    r"|earnestly|in addition|reiterates its concern|\w+ly),?\s+)*"
)
_OBJECT: Final = re.compile(
    r"(?:,[^.;]*,)?\s*(?:that |to |upon )?(?:the )?(?:State [Pp]arty|States? [Pp]arties|Government|authorities)\b"
)
_JOINED: Final = re.compile(r"(?:\band|,)\s+(?:also\s+|further\s+|\w+ly\s+)?$")
_IT: Final = re.compile(r"\s+(?:that |to |upon )?(?:it|he|she|they)\b")
_STATE_SHOULD: Final = re.compile(
    r"^(?:[^.;:]{0,200},\s)?[Tt]he State [Pp]arty(?: \w+ly|,[^,.;:]{0,120},)? (?:\w+ ){0,2}?"
    r"(?:should|must|shall|ought to|needs to"
    r"|is (?:\w+ )?(?:urged|encouraged|requested|invited|called upon|recommended))\b"
    r"|\b(?:considers?|is of the (?:view|opinion)|believes?|stresses|emphasi[sz]es) that the State [Pp]arty"
    r" (?:\w+ ){0,2}?(?:should|must)\b"
)
_BODY_RU: Final = re.compile(
    r"\b(?:Комитет|Подкомитет|Специальн\w+ докладчик|Рабочая группа|Независим\w+ эксперт|Миссия|Комиссия)\b"
    r"|^(?:Он|Она)\b",
)
_VERB_RU: Final = re.compile(
    r"\b(?:рекомендует|призывает|предлагает|просит|настаивает|поощряет|побуждает|советует|ожидает"
    r"|(?:повторяет|подтверждает|вновь высказывает)\s+сво\w+(?:\s\w+){0,3}\s(?:рекомендаци|призыв|просьб)\w*)\b"
)
_DIRECT_RU: Final = re.compile(
    r"(?:\s*\([^)]*\))?(?:,[^.;]*,)?\s*(?:(?:также|далее|вновь|ещ[её] раз|настоятельно|поэтому|кроме того|особо|и"
    r"|в этой связи|в связи с этим|соответственно|в частности|убедительно|решительно|дополнительно|с учетом этого)"
    r",?\s+)*"
)
_OBJECT_RU: Final = re.compile(
    r"(?:,[^.;]*,)?\s+(?:к\s+)?(?:государств\w*-участник\w*|правительств\w+|власт\w+|ему|ей|его|е[её]|чтобы)\b",
    re.IGNORECASE,
)
_WHICH_RU: Final = re.compile(r"\bкотор\w+\s+(?:\w+\s+){0,2}$")
_STATE_SHOULD_RU: Final = re.compile(
    r"(?<![\w-])(?:государству-участнику|(?:^|(?<=,\s))ему)\s+(?:\w+\s+){0,3}?"
    r"(?:следует|необходимо|надлежит|(?:настоятельно\s+)?рекомендуется|предлагается)\b"
    r"|^(?:[^.;:]{0,200},\s)?государство-участник\s+(?:\w+\s+){0,2}?(?:должно|обязано)\b"
    r"|(?<![\w-])следует\s+государству-участнику\b",
    re.IGNORECASE,
)
_WORRY_RU: Final = re.compile(r"обеспокоен|сожале|озабочен|приветству|встревожен|отмечает", re.IGNORECASE)
_CUE: Final = re.compile(
    r"recommend|urge|call|encourag|request|invite|advise|exhort|suggest|should|must|shall|asks|expects|appeals|ought|needs"
    r"|рекоменд|призыва|предлага|прос|настаива|поощря|побужда|советует|ожидает|подтвержда|повторя|следует|необходимо|надлежит"
    r"|должно|обязано"
)
_SENTENCE: Final = re.compile(r"(?<=[.!?])[)»”\"]?\s+(?=[A-ZА-ЯЁ«“\"])")
_NOT_AN_END: Final = re.compile(
    r"\b(?:No|Nos|arts?|paras?|Mr|Ms|Dr|St|vs|cf|ст|пп?|г|гг|им|см|т\.\s?[дпе])\.$", re.IGNORECASE
)
_PRAISE: Final = re.compile(
    r"^(?:[Tt]he Committee|Комитет) (?:also |further |также )*(?:welcomes|notes with (?:appreciation|satisfaction)"
    r"|приветствует)"
)


def recommends_at(text: str) -> int | None:
    """Where the first sentence begins in which a body recommends, ``None`` if there is none."""
    text = unmixed(text)
    if not _CUE.search(text):
        return None
    for start, sentence in _sentences(text):
        if _recommends(sentence) and not _PRAISE.match(sentence):
            return start
    return None


def _recommends(sentence: str) -> bool:
    """Whether in this sentence a body recommends, or a State party "should"; that others recommend does not count."""
    should = _STATE_SHOULD_RU.search(sentence)
    if _STATE_SHOULD.search(sentence) or (should is not None and not _WORRY_RU.search(sentence, 0, should.start())):
        return True
    return _body_recommends(sentence) or _body_recommends_ru(sentence)


def _body_recommends(sentence: str) -> bool:
    for verb in _VERB.finditer(sentence):
        bodies = list(_BODY.finditer(sentence, 0, verb.start()))
        if not bodies:
            continue
        before = sentence[: verb.start()]
        if _DIRECT.fullmatch(sentence, bodies[-1].end(), verb.start()):
            return True
        if _OBJECT.match(sentence, verb.end()) and not before.rstrip().endswith(("which", "that", "who")):
            return True
        if _IT.match(sentence, verb.end()) and _JOINED.search(before):
            return True
    return False


def _body_recommends_ru(sentence: str) -> bool:
    for verb in _VERB_RU.finditer(sentence):
        bodies = list(_BODY_RU.finditer(sentence, 0, verb.start()))
        if not bodies or _WHICH_RU.search(sentence[: verb.start()]):
            continue
        if _DIRECT_RU.fullmatch(sentence, bodies[-1].end(), verb.start()) or _OBJECT_RU.match(sentence, verb.end()):
            return True
    return False


def _sentences(text: str) -> list[tuple[int, str]]:
    found = [
        one for one in _SENTENCE.finditer(text) if not _NOT_AN_END.search(text[max(0, one.start() - 12) : one.start()])
    ]
    cuts = [0, *(one.end() for one in found)]
    return [(start, text[start:end]) for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
