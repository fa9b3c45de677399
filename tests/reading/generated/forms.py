# ruff: noqa: E501 - wording stays on one line
"""Documents of each form as lists of parts, with what a reader must find in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.reading.generated.wording import Speaker


@dataclass
class Part:
    """A paragraph: its printed label, its wording, how deep it stands, and the footnote whose mark it ends with."""

    text: str
    label: str = ""
    kind: str = "paragraph"
    level: int = 0
    note: str = ""
    bold: bool = False


@dataclass
class Wanted:
    """A recommendation that must be found."""

    number: str
    text: str
    states: tuple[str, ...] = ()
    parent: str = ""
    notes: tuple[str, ...] = ()
    position: str = ""


@dataclass
class Table:
    """A table: its rows of cells; a row of one cell spans them all. A line end in a cell begins a paragraph."""

    rows: list[list[str]]


@dataclass
class Made:
    """A document: its parts, its recommendations, its profile and language, its symbol for running heads."""

    parts: list[Part]
    wanted: list[Wanted]
    profile: str
    language: str
    symbol: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    table: Table | None = None


_OPENERS = {
    "en": {
        "supported": "The recommendations listed below have been examined by Fiji and enjoy the support of Fiji:",
        "noted": "The following recommendations have been noted by Fiji:",
        "pending": "The following recommendations will be examined by Fiji, which will provide responses in due time, but no later than the fiftieth session of the Human Rights Council:",
    },
    "ru": {
        "supported": "Рекомендации, перечисленные ниже, были рассмотрены Таджикистаном и пользуются его поддержкой:",
        "noted": "Следующие рекомендации были приняты Таджикистаном к сведению:",
        "pending": "Следующие рекомендации будут рассмотрены Таджикистаном, который представит ответы в установленные сроки, но не позднее пятидесятой сессии Совета по правам человека:",
    },
}
_FRONT = {
    "en": (
        "Report of the Working Group on the Universal Periodic Review*",
        "Fiji",
        "Introduction",
        "Conclusions and/or recommendations",
        "Interactive dialogue",
        "All conclusions and/or recommendations contained in the present report reflect the position of the submitting States and of the State under review. They should not be construed as endorsed by the Working Group as a whole.",
        "Composition of the delegation",
    ),
    "ru": (
        "Доклад Рабочей группы по универсальному периодическому обзору*",
        "Таджикистан",
        "Введение",
        "Выводы и/или рекомендации",
        "Интерактивный диалог",
        "Все выводы и/или рекомендации, содержащиеся в настоящем докладе, отражают позицию представивших их государств и государства – объекта обзора.",
        "Состав делегации",
    ),
}
_THEMES = {"en": "Bridges and orchards", "ru": "Мосты и сады"}
STYLES = ("dotted", "dotted.", "number", "letter", "roman", "bullet", "named")
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]


def _label(style: str, paragraph: int, item: int) -> tuple[str, str]:
    """The label as printed and the number as it is to be found."""
    if style.startswith("dotted"):
        return f"{paragraph}.{item}{style.removeprefix('dotted')}", f"{paragraph}.{item}"
    if style == "number":
        return f"{item}.", f"{paragraph}.{item}"
    if style == "bullet":
        return "•", ""
    if style == "named":
        return f"Recommendation {paragraph % 2 * 30 + item}:", str(paragraph % 2 * 30 + item)
    mark = "abcdefghijklmnopqrstuvwxyz"[item - 1] if style == "letter" else _ROMAN[item - 1]
    return f"({mark})", f"{paragraph}({mark})"


def review(seed: int, language: str, style: str, *, items: int = 24, notes: bool = True) -> Made:
    """A report of the Working Group: some lists, each under a paragraph that says what the state answered."""
    rng = Random(seed)
    say = Speaker(rng, language)
    title, state, opening, conclusions, dialogue, closing, annex = _FRONT[language]
    made = Made([], [], "upr", language, f"A/HRC/{rng.randint(40, 60)}/{rng.randint(2, 20)}")
    add = made.parts.append
    add(Part(title, kind="title", bold=True))
    add(Part(state, kind="title", bold=True))
    add(Part(opening, kind="heading", bold=True))
    paragraph = 1
    for _ in range(2):
        add(Part(say.talk(3), f"{paragraph}."))
        paragraph += 1
    add(Part(dialogue, "B.", kind="heading", bold=True))
    paragraph = rng.choice([6, 60, 121])
    for name, _ in say.states(3):
        asked = (
            "recommended that (a) bridges be built and (b) roads be widened"
            if language == "en"
            else "рекомендовала строить мосты"
        )
        add(Part(f"{name} {asked}. {say.talk(2)}", f"{paragraph}."))
        paragraph += 1
    add(Part(conclusions, "II.", kind="heading", bold=True))
    bold = rng.random() < 0.5
    positions = rng.sample(["supported", "noted", "pending"], 2)
    longest = {"letter": 12, "roman": 12}.get(style, items)
    for position in positions:
        add(Part(_OPENERS[language][position], f"{paragraph}."))
        for item in range(1, min(items, longest) // 2 + 1):
            label, number = _label(style, paragraph, item)
            clauses, states = [], []
            for _ in range(rng.choice([1, 1, 1, 2])):
                named = say.states(3)
                clauses.append(f"{say.act()} {say.bracketed(named)}")
                states += [code for _, code in named]
            text = "; ".join(clauses) + rng.choice([";", ";", ".", ""])
            if rng.random() < 0.08:
                add(Part(_THEMES[language], kind="heading", bold=True))
            note = f"{len(made.notes) + 1}" if notes and rng.random() < 0.1 else ""
            if note:
                made.notes[note] = (
                    f"{'The recommendation as read out was' if language == 'en' else 'Рекомендация была зачитана так'}: “{say.act()}”."
                )
            add(Part(text, label, kind="item", level=1, note=note, bold=bold))
            made.wanted.append(
                Wanted(number, text, tuple(dict.fromkeys(states)), notes=(note,) if note else (), position=position)
            )
        paragraph += 1
    add(Part(closing, f"{paragraph}."))
    add(Part(annex, kind="heading", bold=True))
    for _ in range(3):
        add(Part("A. Person, Counsellor;" if language == "en" else "А. Человек, советник;", "•", kind="item", level=1))
    return made


_COMMITTEE = {
    "en": {
        "title": "Concluding observations on the seventh periodic report of Mongolia*",
        "praise": ["The Committee welcomes the adoption of the following legislative measures:", "The Committee notes with appreciation the adoption of:"],
        "worry": ["The Committee is concerned about reports that:", "While noting the steps taken, the Committee remains concerned that:", "The Committee notes with concern that:"],
        "worried": ["The Committee regrets that its previous recommendations on {0} have not been put into effect.", "The Committee is concerned that the Ombudsman, who recommends changes every year, has no budget.", "The Committee notes with concern the absence of data on {0}, and that the State party has not requested help."],
        "single": ["The Committee recommends that the State party {0}.", "The State party should {0}.", "Recalling its general recommendation No. 33 (2015), the Committee urges the State party to {0}.", "The Committee calls upon the State party to {0}.", "The Committee reiterates its previous recommendation (CAT/C/MNG/CO/2, para. 11) and encourages the State party to {0}.", "Bearing in mind the views of the Ombudsman, the Committee also recommends that the State party {0}.", "The Committee draws the attention of the State party to its general comment No. 4 and recommends that it {0}."],
        "list": ["The Committee recommends that the State party:", "The State party should:", "In line with article 2 of the Convention, the Committee urges the State party:", "The Committee, recalling its general comment No. 36 (2018), calls upon the State party to:", "With reference to its general recommendation No. 35, the Committee recommends that the State party take the following measures:"],
        "more": ["The State party should also publish the results.", "It should do so within one year.", "The Committee further recommends that the figures be made public."],
        "headings": ["National machinery", "Orchards and bridges", "Children and young persons", "Rural schools"],
        "parts": ("Introduction", "Positive aspects", "Principal areas of concern and recommendations"),
        "and": "and",
    },
    "ru": {
        "title": "Заключительные замечания по седьмому периодическому докладу Монголии*",
        "praise": ["Комитет приветствует принятие следующих законодательных мер:", "Комитет с удовлетворением отмечает принятие:"],
        "worry": ["Комитет обеспокоен сообщениями о том, что:", "Отмечая принятые меры, Комитет по-прежнему обеспокоен тем, что:", "Комитет с обеспокоенностью отмечает, что:"],
        "worried": ["Комитет сожалеет, что его предыдущие рекомендации в отношении {0} не были выполнены.", "Комитет обеспокоен тем, что у Омбудсмена, который ежегодно рекомендует внести изменения, нет бюджета.", "Комитет с обеспокоенностью отмечает отсутствие данных в отношении {0} и то, что государство-участник не просило о помощи."],
        "single": ["Комитет рекомендует государству-участнику {0}.", "Государству-участнику следует {0}.", "Ссылаясь на свою общую рекомендацию № 33 (2015), Комитет настоятельно призывает государство-участник {0}.", "Комитет призывает государство-участник {0}.", "Комитет подтверждает свою предыдущую рекомендацию (CAT/C/MNG/CO/2, пункт 11) и предлагает государству-участнику {0}.", "С учетом мнения Омбудсмена Комитет также рекомендует государству-участнику {0}.", "Комитет обращает внимание государства-участника на свое замечание общего порядка № 4 и рекомендует ему {0}."],
        "list": ["Комитет рекомендует государству-участнику:", "Государству-участнику следует:", "В соответствии со статьей 2 Конвенции Комитет настоятельно призывает государство-участник:", "Комитет, ссылаясь на свое замечание общего порядка № 36 (2018), призывает государство-участник:", "Со ссылкой на свою общую рекомендацию № 35 Комитет рекомендует государству-участнику принять следующие меры:"],
        "more": ["Государству-участнику следует также опубликовать результаты.", "Ему следует сделать это в течение года.", "Комитет далее рекомендует обнародовать данные."],
        "headings": ["Национальный механизм", "Сады и мосты", "Дети и молодежь", "Сельские школы"],
        "parts": ("Введение", "Позитивные аспекты", "Основные вопросы, вызывающие обеспокоенность, и рекомендации"),
        "and": "и",
    },
}  # fmt: skip


def _letters(rng: Random, say: Speaker, count: int, language: str) -> Iterator[tuple[str, str]]:
    """Lettered parts of one sentence: (letter, wording with its end mark)."""
    small = rng.random() < 0.4
    for place in range(count):
        act = say.small_act() if small else say.act()
        end = (
            "."
            if place == count - 1
            else f"; {_COMMITTEE[language]['and']}"
            if place == count - 2 and rng.random() < 0.3
            else ";"
        )
        yield "abcdefgh"[place], act + end


def observations(seed: int, language: str, *, topics: int = 6) -> Made:
    """Concluding observations in today's form: a paragraph of concern, then one of recommendations, under a heading."""
    rng = Random(seed)
    say = Speaker(rng, language)
    words = _COMMITTEE[language]
    made = Made([], [], "treaty_body", language, f"{rng.choice(['CEDAW', 'CAT', 'CRC', 'CCPR', 'CERD'])}/C/MNG/CO/7")
    brackets = ("(", ")") if language == "en" else ("", ")")
    add = made.parts.append
    add(Part(words["title"], kind="title", bold=True))
    number = 1
    introduction, positive, principal = words["parts"]
    for mark, heading in (("A.", introduction), ("B.", positive)):
        add(Part(heading, mark, kind="heading", bold=True))
        if mark == "A.":
            add(Part(say.talk(2), f"{number}."))
        else:
            add(Part(rng.choice(words["praise"]), f"{number}."))
            for letter, text in _letters(rng, say, 3, language):
                add(Part(text, f"{brackets[0]}{letter}{brackets[1]}", kind="item", level=1))
        number += 1
    add(Part(principal, "C.", kind="heading", bold=True))
    for _ in range(topics):
        add(Part(rng.choice(words["headings"]), kind="heading", bold=True))
        if rng.random() < 0.6:
            add(Part(rng.choice(words["worry"]), f"{number}."))
            for letter, text in _letters(rng, say, rng.randint(2, 4), language):
                add(Part(text, f"{brackets[0]}{letter}{brackets[1]}", kind="item", level=1))
        else:
            add(Part(rng.choice(words["worried"]).format("садов" if language == "ru" else "orchards"), f"{number}."))
        number += 1
        if rng.random() < 0.6:
            lead = rng.choice(words["list"])
            add(Part(lead, f"{number}.", bold=True))
            made.wanted.append(Wanted(str(number), lead))
            for letter, text in _letters(rng, say, rng.randint(2, 6), language):
                add(Part(text, f"{brackets[0]}{letter}{brackets[1]}", kind="item", level=1, bold=True))
                made.wanted.append(Wanted(f"{number}({letter})", text, parent=str(number)))
        else:
            text = rng.choice(words["single"]).format(say.small_act())
            if rng.random() < 0.3:
                text += " " + rng.choice(words["more"])
            add(Part(text, f"{number}.", bold=True))
            made.wanted.append(Wanted(str(number), text))
        number += 1
    return made


_MATRIX = {
    "en": ("Recommendation", "Recommending State", "Position of Fiji", "Full list of themes", "Theme: Bridges", "Supported", "Noted", "Source of Position: A/HRC/50/9/Add.1 - Para.3"),
    "ru": ("Рекомендация", "Рекомендующее государство", "Позиция Таджикистана", "Темы", "Тема: мосты", "Поддержано", "Принято к сведению", "Источник позиции: A/HRC/50/9/Add.1 – пункт 3"),
}  # fmt: skip


def matrix(seed: int, language: str) -> Made:
    """A thematic list: numbers in the wording or beside it, states in the wording or beside it, themes between rows."""
    rng = Random(seed)
    say = Speaker(rng, language)
    words = _MATRIX[language]
    made = Made([], [], "upr_matrix", language)
    made.parts.append(Part(_FRONT[language][0], kind="title"))
    made.parts.append(Part(_FRONT[language][1], kind="title"))
    apart, beside, sourced = rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.5
    header = [
        *(["№" if language == "ru" else "No."] if apart else []),
        words[0],
        *([words[1]] if beside else []),
        words[2],
        words[3],
    ]
    rows = [header]
    for item in range(1, 15):
        if item % 5 == 1:
            rows.append([words[4]])
        states = say.states(3)
        text = say.act() + ("" if beside else f" {say.bracketed(states)};")
        number = f"121.{item}"
        position = rng.choice(["supported", "noted"])
        cell = (text if apart else f"{number} {text}") + (f"\n{words[7]}" if sourced else "")
        names = ", ".join(name for name, _ in states)
        rows.append(
            [
                *([number] if apart else []),
                cell,
                *([names] if beside else []),
                words[5 if position == "supported" else 6],
                f"- {say.talk(1)[:20]}\n- {words[4]}",
            ]
        )
        made.wanted.append(Wanted(number, text, tuple(code for _, code in states), position=position))
    rows += [list(row) for row in rows[3:5]]
    made.table = Table(rows)
    return made


_ODIHR = {
    "en": ("ODIHR Election Observation Mission Final Report", "Kirunia, Parliamentary Elections", "RECOMMENDATIONS", "PRIORITY RECOMMENDATIONS", "OTHER RECOMMENDATIONS", ["Election Administration", "Voter Registration", "Media"], "To {0}, the authorities should {1}.", "{2}. [12]", "ANNEX I: FINAL RESULTS"),
    "ru": ("Итоговый отчет Миссии БДИПЧ по наблюдению за выборами", "Кируния, парламентские выборы", "РЕКОМЕНДАЦИИ", "ПРИОРИТЕТНЫЕ РЕКОМЕНДАЦИИ", "ДРУГИЕ РЕКОМЕНДАЦИИ", ["Избирательная администрация", "Регистрация избирателей", "Средства массовой информации"], "Чтобы {0}, властям следует {1}.", "{2}.", "ПРИЛОЖЕНИЕ I: ИТОГИ"),
}  # fmt: skip


def election(seed: int, language: str) -> Made:
    """An election report: numbered recommendations, some of them first, the others under subjects."""
    rng = Random(seed)
    say = Speaker(rng, language)
    words = _ODIHR[language]
    made = Made([], [], "osce", language, "")
    add = made.parts.append
    add(Part(words[0], kind="title", bold=True))
    add(Part(words[1], kind="title", bold=True))
    house = "ODIHR and the OSCE were invited." if language == "en" else "БДИПЧ и ОБСЕ получили приглашение."
    for _ in range(5):
        add(Part(f"{house} {say.talk(2)}"))
    add(Part(words[2], "VIII.", kind="heading", bold=True))
    add(Part(say.talk(2)))
    number = 0
    for place, heading in enumerate(words[3:5]):
        add(Part(heading, "AB"[place] + ".", kind="heading", bold=True))
        for subject in words[5] if place else [""]:
            if subject:
                add(Part(subject, kind="heading", level=rng.choice([0, 1]), bold=True))
            for _ in range(rng.randint(2, 4)):
                number += 1
                text = rng.choice(words[6:8]).format(say.small_act(), say.small_act(), say.act())
                add(Part(text, f"{number}.", kind="item"))
                made.wanted.append(Wanted(str(number), text))
    add(Part(words[8], kind="heading", bold=True))
    for mark in (1, 2, 3):
        add(Part(say.talk(1), f"{mark}.", kind="item"))
    return made


_APPEAL = {
    "en": ("Joint statement of civil society organizations", "Recommendations to the {0}:", ["authorities of Kirunia", "OSCE participating States", "European Union"], "We, the undersigned organizations, met on 3 May 2023.", "including:", "Signatories", "the creation of a working group on"),
    "ru": ("Совместное заявление организаций гражданского общества", "Рекомендации для {0}:", ["властей Кирунии", "государств-участников ОБСЕ", "доноров"], "Мы, нижеподписавшиеся организации, встретились 3 мая 2023 года.", "включая:", "Подписи", "создание рабочей группы по вопросам"),
}  # fmt: skip
_SUBJECTS = {"en": ["bridges", "orchards", "bus stops", "bakeries"], "ru": ["мостов", "садов", "остановок", "пекарен"]}


def appeal(seed: int, language: str) -> Made:
    """A statement: bullets or numbers under headings that say whom they are for, some with a list of their own."""
    rng = Random(seed)
    say = Speaker(rng, language)
    title, heading, whom, opening, including, closing, nominal = _APPEAL[language]
    made = Made([], [], "statement", language)
    add = made.parts.append
    add(Part(title, kind="title", bold=True))
    add(Part(opening))
    add(Part(say.talk(3)))
    bullet = rng.choice(["•", "–", "1."])
    for addressee in rng.sample(whom, rng.randint(2, 3)):
        add(Part(heading.format(addressee), kind="heading", bold=True))
        for number in range(1, rng.randint(3, 6)):
            mark = f"{number}." if bullet == "1." else bullet
            counted = str(number) if bullet == "1." else ""
            note = f"{len(made.notes) + 1}" if rng.random() < 0.2 else ""
            if note:
                made.notes[note] = f"{say.talk(1)} https://example.org/{note}/page"
            nested = rng.random() < 0.25 and not note
            text = f"{say.act()}, {including}" if nested else f"{say.act()}."
            add(Part(text, mark, kind="item", level=1, note=note))
            made.wanted.append(Wanted(counted, text, notes=(note,) if note else ()))
            above = len(made.wanted) - 1
            for place in range(3 if nested else 0):
                inner = f"{nominal} {rng.choice(_SUBJECTS[language])}{'.' if place == 2 else ';'}"
                letter = "abc"[place]
                inner_mark = f"({letter})" if bullet == "1." else "•" if bullet == "–" else "–"
                add(Part(inner, inner_mark, kind="item", level=2))
                made.wanted.append(Wanted(f"{counted}({letter})" if counted else "", inner, parent=f"#{above}"))
    add(Part(closing, kind="heading", bold=True))
    for name in ("A. Group", "B. Group"):
        add(Part(name, "•", kind="item", level=1))
    return made


_STUDY = {
    "en": ("A study of rural schools", "Findings", "Conclusions and recommendations", "The table shows what was found:", "Annex: schools visited"),
    "ru": ("Исследование сельских школ", "Результаты", "Выводы и рекомендации", "В таблице показаны результаты:", "Приложение: посещенные школы"),
}  # fmt: skip


def study(seed: int, language: str) -> Made:
    """A report of no known form: numbered findings, then numbered recommendations under a heading."""
    rng = Random(seed)
    say = Speaker(rng, language)
    title, findings, heading, shown, annex = _STUDY[language]
    made = Made([], [], "generic", language)
    add = made.parts.append
    add(Part(title, kind="title", bold=True))
    add(Part(findings, kind="heading", bold=True))
    add(Part(shown))
    for number in (1, 2, 3):
        add(Part(say.talk(1), f"{number}.", kind="item"))
    add(Part(heading, kind="heading", bold=True))
    add(Part(say.talk(2)))
    for number in range(1, rng.randint(4, 9)):
        text = f"{say.act()}."
        add(Part(text, f"{number}.", kind="item"))
        made.wanted.append(Wanted(str(number), text))
    add(Part(annex, kind="heading", bold=True))
    for number in (1, 2):
        add(Part(say.talk(1), f"{number}.", kind="item"))
    return made
