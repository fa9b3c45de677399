# ruff: noqa: E501 - the wording of a document under test stays on one line
"""Documents of our own wording in the forms that the reader meets, each with what it holds.

They differ from one another, and from the reports the reader was first tried on, in state, numbering, layout, language
and format.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

from tests.reading.making import LISTS, Pdf, docx, odt, para, table


@dataclass
class Expected:
    """One recommendation that a reader must find."""

    number: str
    text: str
    states: tuple[str, ...] = ()
    parent: str = ""
    footnotes: tuple[str, ...] = ()


@dataclass
class Sample:
    """A document with the profile it has and its recommendations in order."""

    name: str
    data: bytes
    profile: str
    language: str
    expected: list[Expected] = field(default_factory=list)


UPR_MODERN = [
    Expected("6.1", "Ratify the Second Optional Protocol to the International Covenant on Civil and Political Rights (Estonia) (Costa Rica);", ("EST", "CRI")),
    Expected("6.2", "Speed up the adoption of the law on the protection of human rights defenders (Iran (Islamic Republic of)) (Côte d’Ivoire);", ("IRN", "CIV")),
    Expected("6.3", "Bring its definition of torture into line with article 1 of the Convention against Torture (Netherlands (Kingdom of the));", ("NLD",), footnotes=("2",)),
    Expected("6.4", "Take further measures to improve road safety (Bosnia and Herzegovina);", ("BIH",)),
    Expected("6.5", "Adopt a strategy on the care of older persons that covers home care, day care and long-term care in all provinces, and set aside the money it needs (United Kingdom of Great Britain and Northern Ireland); Provide a budget for such a strategy (Türkiye);", ("GBR", "TUR")),
    Expected("6.6", "Take measures: (a) To register every birth, in remote districts too; (b) To issue documents without a fee (Bolivia (Plurinational State of));", ("BOL",)),
    Expected("6.6(a)", "To register every birth, in remote districts too;", ("BOL",), parent="6.6"),
    Expected("6.6(b)", "To issue documents without a fee (Bolivia (Plurinational State of));", ("BOL",), parent="6.6"),
    *[Expected(f"6.{n}", f"Continue the programme number {n} for schools in the herding districts of the country and report on its results (Lao People’s Democratic Republic, Viet Nam);", ("LAO", "VNM")) for n in range(7, 40)],
    Expected("7.1", "Decriminalize defamation (Germany).", ("DEU",)),
]  # fmt: skip


def upr_modern() -> Sample:
    """A working-group report: paragraph.item without a dot, brackets in brackets, a footnote, lettered parts."""
    made = Pdf(head="A/HRC/61/14", page_number="GE.25-01234 {}")
    made.paragraph("Report of the Working Group on the Universal Periodic Review*", bold=True)
    made.paragraph("Mongolia", bold=True, space=20)
    made.paragraph("I. Summary of the proceedings of the review process", bold=True, space=20)
    for number, state in enumerate(("Algeria", "Cuba", "France"), start=1):
        made.paragraph(
            f"{number}. {state} welcomed the steps taken since the last review and asked about the follow-up to them. It "
            f"recommended that the Government continue its work. It noted the resolution of 2019 (see para. 6.{number}) and "
            "made recommendations.",
            x=70,
        )
    made.paragraph(
        "4. In its answers, the delegation said that 2.5 per cent of the budget went to courts, and that in the year"
    )
    made.paragraph("2024 the law had been changed. Section 12 of the Act had been repealed.", space=0)
    made.turn()
    made.paragraph("II. Conclusions and/or recommendations", bold=True, space=20)
    made.paragraph(
        "6. The following recommendations have been examined by Mongolia and enjoy the support of Mongolia:",
        x=70,
        bold=True,
    )
    for one in UPR_MODERN:
        if one.parent:
            continue
        if one.number == "7.1":
            made.paragraph("7. The recommendation formulated below has been noted by Mongolia:", x=70, bold=True)
        if one.number == "6.6":
            made.paragraph("6.6 Take measures:", x=110, bold=True)
            made.paragraph("(a) To register every birth, in remote districts too;", x=130, bold=True)
            made.paragraph("(b) To issue documents without a fee (Bolivia (Plurinational State of));", x=130, bold=True)
            continue
        note = (
            ("2", "The recommendation as read out was: “Amend the definition of torture” (Netherlands).")
            if one.footnotes
            else None
        )
        made.paragraph(f"{one.number} {one.text}", x=110, bold=True, note=note)
    made.paragraph(
        "8. All conclusions and/or recommendations contained in the present report reflect the position of the submitting "
        "States and the State under review.",
        x=70,
    )
    made.turn().paragraph("Annex", bold=True).paragraph("Composition of the delegation", bold=True)
    made.paragraph("The delegation was headed by the Minister and was composed of the following members:", x=70)
    made.paragraph("• A. Person, Counsellor;").paragraph("• B. Person, Adviser.")
    return Sample("upr-modern.pdf", made.bytes(), "upr", "en", UPR_MODERN)


LETTERS = [
    Expected("60(a)", "To continue its efforts in the field of rural health care (Tunisia);", ("TUN",)),
    Expected("60(b)", "To consider acceding to the Rome Statute (Brazil, Mexico and Portugal);", ("BRA", "MEX", "PRT")),
    Expected("60(c)", "To establish a national human rights institution in line with the Paris Principles (Republic of Korea);", ("KOR",)),
    Expected("60(d)", "To extend a standing invitation to the special procedures (the Netherlands).", ("NLD",)),
    Expected("61(a)", "To abolish the death penalty (Holy See);", ("VAT",)),
    Expected("61(b)", "To lower the fees for the registration of associations (Switzerland).", ("CHE",)),
]  # fmt: skip


def wrapped(text: str) -> list[str]:
    """The text in short lines, set in."""
    return textwrap.wrap(text, 48, initial_indent="      ", subsequent_indent="      ")


def upr_letters() -> Sample:
    """An early report as plain text: lettered items under numbered paragraphs, in wrapped lines."""
    lines = [
        "A/HRC/8/99",
        "Page 14",
        "",
        "Universal Periodic Review",
        "",
        "Report of the Working Group",
        "",
        "Gabon",
        "",
    ]
    lines += [
        "59.   Tunisia commended Gabon and recommended that it (a) continue its efforts and (b) share",
        "its experience.",
        "",
    ]
    lines += ["         II.  CONCLUSIONS AND/OR RECOMMENDATIONS", ""]
    lines += [
        "60.   In the course of the discussion, the following recommendations were made to Gabon,",
        "which enjoy its support:",
        "",
    ]
    for one in LETTERS[:2]:
        lines += [*wrapped(f"({one.number[-2]})  {one.text}"), ""]
    lines += [
        "",
        "                                                          A/HRC/8/99",
        "                                                          Page 15",
        "",
    ]
    for one in LETTERS[2:4]:
        lines += [*wrapped(f"({one.number[-2]})  {one.text}"), ""]
    lines += ["61.   The following recommendations will be examined by Gabon:", ""]
    for one in LETTERS[4:]:
        lines += [f"      ({one.number[-2]})  {one.text}", ""]
    lines += ["62.   All conclusions reflect the position of the submitting States."]
    return Sample("upr-letters.txt", "\n".join(lines).encode(), "upr", "en", LETTERS)


RUSSIAN_UPR = [
    Expected("121.184", "Продолжать усилия по борьбе с торговлей людьми (Беларусь) (Российская Федерация);", ("BLR", "RUS")),
    Expected("121.185", "Принять всеобъемлющее законодательство о борьбе с дискриминацией (Нидерланды, Босния и Герцеговина);", ("NLD", "BIH")),
    Expected("121.186", "Ратифицировать Конвенцию МОТ № 190 (Соединенное Королевство Великобритании и Северной Ирландии);", ("GBR",)),
    Expected("121.187", "Обеспечить независимость судей в соответствии со статьей 14 Международного пакта о гражданских и политических правах (Иран (Исламская Республика));", ("IRN",)),
    *[Expected(f"121.{n}", f"Расширить доступ детей к дошкольному образованию в сельских районах, включая район номер {n} (Лаосская Народно-Демократическая Республика);", ("LAO",)) for n in range(188, 215)],
]  # fmt: skip


def upr_russian() -> Sample:
    """A working-group report in Russian, over several pages."""
    made = Pdf(head="A/HRC/57/8", page_number="{}", width=72)
    made.paragraph("Доклад Рабочей группы по универсальному периодическому обзору", bold=True)
    made.paragraph("Таджикистан", bold=True, space=20)
    made.paragraph("120. Куба с удовлетворением отметила достигнутый прогресс и вынесла рекомендации.", x=70)
    made.paragraph("II. Выводы и/или рекомендации", bold=True, space=20)
    made.paragraph(
        "121. Рекомендации, вынесенные в ходе интерактивного диалога и перечисленные ниже, были рассмотрены Таджикистаном и "
        "пользуются его поддержкой:",
        x=70,
    )
    for one in RUSSIAN_UPR:
        made.paragraph(f"{one.number} {one.text}", x=110)
    made.paragraph("122. Все выводы и рекомендации отражают позицию представивших их государств.", x=70)
    return Sample("upr-russian.pdf", made.bytes(), "upr", "ru", RUSSIAN_UPR)


COMMITTEE = [
    Expected("11", "In the light of its general recommendation No. 35 (2017), the Committee recommends that the State party:"),
    Expected("11(a)", "Amend the Criminal Code so that it names marital rape as an offence;", parent="11"),
    Expected("11(b)", "Open shelters in every region, with: (i) legal aid; and (ii) care for children;", parent="11"),
    Expected("11(c)", "Train judges and the police, and collect data by sex, age and place, so that the results can be seen by all who need them in good time.", parent="11"),
    Expected("12", "The Committee recommends that the State party ratify the Domestic Workers Convention, 2011 (No. 189)."),
    Expected("14", "The Committee urges the State party to raise the age of marriage to 18 for women and men, without exceptions."),
]  # fmt: skip


def committee() -> Sample:
    """Concluding observations: lettered concerns before lettered recommendations, one recommendation after a concern."""
    made = Pdf(head="CEDAW/C/ARM/CO/9", width=78)
    made.paragraph("Concluding observations on the ninth periodic report of Armenia*", bold=True)
    made.paragraph("A. Introduction", bold=True, space=20)
    made.paragraph("2. The Committee appreciates the submission by the State party of its ninth periodic report.", x=70)
    made.paragraph("B. Positive aspects", bold=True, space=20)
    made.paragraph("4. The Committee welcomes the adoption of the following legislative measures:", x=70)
    made.paragraph("(a) The Act on equal opportunities, in 2021;").paragraph("(b) The national strategy, in 2022.")
    made.paragraph("C. Principal areas of concern and recommendations", bold=True, space=20)
    made.paragraph("Gender-based violence against women", bold=True, space=14)
    made.paragraph("10. The Committee is concerned about:", x=70)
    made.paragraph("(a) The lack of shelters, which the Human Rights Committee had recommended in 2019;")
    made.paragraph("(b) The low number of convictions.")
    made.paragraph(f"11. {COMMITTEE[0].text}", x=70, bold=True)
    made.paragraph("(a) Amend the Criminal Code so that it names marital rape as an offence;", bold=True)
    made.paragraph("(b) Open shelters in every region, with: (i) legal aid; and (ii) care for children;", bold=True)
    made.top = 745.0
    made.paragraph(f"(c) {COMMITTEE[3].text}", bold=True)
    made.paragraph("Work", bold=True, space=14)
    made.paragraph(
        "12. The Committee notes with concern that domestic workers have no written contracts and that the labour "
        f"inspectorate may not enter homes. {COMMITTEE[4].text}",
        x=70,
    )
    made.paragraph("Marriage", bold=True, space=14)
    made.paragraph("13. The Committee is concerned that girls of 16 may marry with the consent of a court.", x=70)
    made.paragraph(f"14. {COMMITTEE[5].text}", x=70)
    return Sample("committee.pdf", made.bytes(), "treaty_body", "en", COMMITTEE)


RUSSIAN_COMMITTEE = [
    Expected("18", "Комитет рекомендует государству-участнику:"),
    Expected("18(a)", "принять закон о запрещении всех форм дискриминации;", parent="18"),
    Expected("18(b)", "создать механизм подачи жалоб, независимый от полиции.", parent="18"),
    Expected("20", "Государству-участнику следует обеспечить независимость адвокатов в соответствии со статьей 14 Пакта."),
    Expected("22", "Комитет настоятельно призывает государство-участник отменить смертную казнь и присоединиться ко второму Факультативному протоколу к Пакту."),
]  # fmt: skip


def committee_russian() -> Sample:
    """Concluding observations in Russian, as a DOCX that numbers its paragraphs itself."""
    levels = LISTS.replace(
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>',
        '<w:lvl w:ilvl="0"><w:start w:val="17"/><w:numFmt w:val="decimal"/>',
        1,
    )
    body = [
        para("Заключительные замечания по второму периодическому докладу Казахстана", bold=True),
        para("Недискриминация", bold=True),
        para(
            "Комитет обеспокоен тем, что закон не охватывает всех оснований дискриминации, несмотря на рекомендации:",
            list_=(1, 0),
        ),
        para("Комитета по ликвидации расовой дискриминации;", list_=(1, 1)),
        para("других органов.", list_=(1, 1)),
        para(RUSSIAN_COMMITTEE[0].text, list_=(1, 0)),
        para(RUSSIAN_COMMITTEE[1].text, list_=(1, 1)),
        para(RUSSIAN_COMMITTEE[2].text, list_=(1, 1)),
        para("Независимость адвокатов", bold=True),
        para("Комитет выражает обеспокоенность по поводу давления на адвокатов.", list_=(1, 0)),
        para(RUSSIAN_COMMITTEE[3].text, list_=(1, 0)),
        para("Комитет с удовлетворением отмечает мораторий на казни.", list_=(1, 0)),
        para(RUSSIAN_COMMITTEE[4].text, list_=(1, 0)),
    ]
    return Sample("committee-ru.docx", docx(body, numbering=levels), "treaty_body", "ru", RUSSIAN_COMMITTEE)


SHOULD = [
    Expected("9", "The State party should:"),
    Expected("9(a)", "Guarantee that no one is held in pretrial detention for longer than the law allows;", parent="9"),
    Expected("9(b)", "Ensure that lawyers are present from the first hour.", parent="9"),
    Expected("11", "The State party should take effective measures to protect journalists. It should also investigate every attack on them."),
    Expected("13", "Taking note of the statement of the delegation, the State party should abolish the offence of libel."),
]  # fmt: skip


def should() -> Sample:
    """Concluding observations of the kind in which the State party "should", as HTML."""
    html = """<!DOCTYPE html><html lang="en"><head><title>CCPR/C/GEO/CO/5</title></head><body><nav>Recommendations: see below</nav>
    <h1>Concluding observations on the fifth periodic report of Georgia</h1><h2>Liberty and security of person</h2>
    <p>8. The Committee is concerned that the State party has not done what it should have done: reports speak of long detention.</p>
    <p>9. The State party should:</p><p>(a) Guarantee that no one is held in pretrial detention for longer than the law allows;</p>
    <p>(b) Ensure that lawyers are present from the first hour.</p><h2>Freedom of expression</h2>
    <p>10. The Committee is concerned about attacks on journalists.</p>
    <p>11. The State party should take effective measures to protect journalists. It should also investigate every attack on them.</p>
    <p>12. The Committee notes that libel is an offence (arts. 17 and 19).</p>
    <p>13. Taking note of the statement of the delegation, the State party should abolish the offence of libel.</p></body></html>"""
    return Sample("should.html", html.encode(), "treaty_body", "en", SHOULD)


ODIHR = [
    Expected("1", "The Parliament should review the election law well before the next elections, in line with paragraph 5.8 of the 1990 OSCE Copenhagen Document."),
    Expected("2", "The Central Election Commission should publish results by polling station."),
    Expected("3", "To protect the secrecy of the vote, the authorities should end the practice of marking ballots, and the police should leave polling stations once order is restored there."),
    *[Expected(str(n), f"Consideration should be given to measure {n}, after public consultation and in good time before the vote takes place.") for n in range(4, 21)],
    Expected("21", "Media should be free to report on the campaign without fear of fines."),
]  # fmt: skip


def odihr() -> Sample:
    """An election observation report: priority and other recommendations, numbered through, under topics."""
    made = Pdf(head="ODIHR Election Observation Mission Final Report", page_number="Page: {}")
    made.paragraph("REPUBLIC OF KIRUNIA", bold=True).paragraph(
        "ODIHR Election Observation Mission Final Report", bold=True
    )
    made.paragraph("I. EXECUTIVE SUMMARY", bold=True, space=16)
    for _ in range(6):
        made.paragraph(
            "The elections should be seen against OSCE commitments. ODIHR recommended changes after the last elections.",
            x=70,
        )
    made.paragraph("1. The law was changed in 2023, and prior ODIHR recommendations were addressed in part.", x=70)
    made.paragraph("XV. RECOMMENDATIONS", bold=True, space=16)
    made.paragraph(
        "These recommendations, as contained throughout the text, are offered with a view to further bring elections into line "
        "with OSCE commitments. ODIHR stands ready to assist the authorities.",
        x=70,
    )
    made.paragraph("A. PRIORITY RECOMMENDATIONS", bold=True, space=16)
    for one in ODIHR[:4]:
        made.paragraph(f"{one.number}. {one.text}", x=90)
    made.paragraph("B. OTHER RECOMMENDATIONS", bold=True, space=16)
    made.paragraph("Election Administration", bold=True)
    for one in ODIHR[4:20]:
        made.paragraph(f"{one.number}. {one.text}", x=90)
    made.paragraph("Media", bold=True).paragraph(f"21. {ODIHR[20].text}", x=90)
    made.paragraph("ANNEX I: FINAL RESULTS", bold=True, space=16)
    made.paragraph("1. Party of the Hills 51 per cent.", x=90).paragraph("2. Party of the Plains 49 per cent.", x=90)
    return Sample("odihr.pdf", made.bytes(), "osce", "en", ODIHR)


APPEAL = [
    Expected("", "Repeal the law on foreign representatives;", footnotes=("1",)),
    Expected("", "Adopt a plan on the support of survivors of violence, including:"),
    Expected("", "a hotline that answers day and night;", parent="#1"),
    Expected("", "legal aid;", parent="#1"),
    Expected("", "Report to Parliament every year."),
    Expected("", "Tie budget support to progress in the independence of courts."),
]  # fmt: skip


def appeal() -> Sample:
    """A statement of civil society as a DOCX: real nested lists, footnotes, links that must not be followed."""
    body = [
        para("Joint appeal of human rights organizations", bold=True),
        para("We are worried about the new laws, and recommend that our partners read this text.", note=2),
        para("Recommendations to the Government of Kirunia:", bold=True),
        para(APPEAL[0].text, list_=(2, 0), note=1),
        para(APPEAL[1].text, list_=(2, 0)),
        para(APPEAL[2].text, list_=(2, 1)),
        para(APPEAL[3].text, list_=(2, 1)),
        para(APPEAL[4].text, list_=(2, 0)),
        para("To international partners:", bold=True),
        para(APPEAL[5].text, list_=(2, 0)),
        para("Signatories:", bold=True),
        para("Organization One", list_=(2, 0)),
        para("Organization Two", list_=(2, 0)),
    ]
    # Notes are numbered in the order of their marks, whatever their ids are.
    notes = {2: "Statistics of 2024.", 1: "https://law.example.org/2024/17 in its consolidated text."}
    expected = [Expected(**{**vars(APPEAL[0]), "footnotes": ("2",)}), *APPEAL[1:]]
    return Sample("appeal.docx", docx(body, numbering=LISTS, notes=notes), "statement", "en", expected)


RUSSIAN_APPEAL = [
    Expected("1", "Обеспечить свободу объединений и отменить избыточную отчётность общественных организаций."),
    Expected("2", "Подготовить план по предупреждению насилия, включая:"),
    Expected("", "создание кризисных центров;", parent="2"),
    Expected("", "открытие круглосуточной линии помощи;", parent="2"),
    Expected("3", "Ввести квоты для женщин (50%) в представительных органах[1]."),
    Expected("1", "Учитывать соблюдение прав человека при выделении помощи."),
]  # fmt: skip


def appeal_russian() -> Sample:
    """A statement in Russian as plain text in the encoding of old Windows: two addressees, each with a list of its own."""
    text = """Заявление участников встречи

Мы, участники встречи, обеспокоены сокращением гражданского пространства.

Рекомендации для правительств стран Центральной Азии:

1) Обеспечить свободу объединений и отменить избыточную отчётность
   общественных организаций.
2) Подготовить план по предупреждению насилия, включая:
   - создание кризисных центров;
   - открытие круглосуточной линии помощи;
3) Ввести квоты для женщин (50%) в представительных органах[1].

Рекомендации для донорских организаций:

1) Учитывать соблюдение прав человека при выделении помощи.

[1] https://example.org/kvoty
"""
    expected = [*RUSSIAN_APPEAL]
    expected[4] = Expected("3", "Ввести квоты для женщин (50%) в представительных органах.", footnotes=("1",))
    return Sample("appeal-ru.txt", text.encode("cp1251"), "statement", "ru", expected)


MATRIX = [
    Expected(
        "140.23", "Ratify the Convention on the Rights of Persons with Disabilities (Algeria) (Cuba);", ("DZA", "CUB")
    ),
    Expected("140.24", "Close the gap in wages between women and men (Micronesia (Federated States of));", ("FSM",)),
    Expected(
        "141.2",
        "Lift the state of emergency (United States of America); Release those held under it (Slovakia);",
        ("USA", "SVK"),
    ),
]


def matrix() -> Sample:
    """A thematic list as a DOCX: rows under themes, a recommendation that stands under two of them."""

    def row(one: Expected, position: str, source: str) -> list[str]:
        # Wordings of two states stand in two paragraphs of one cell.
        text = one.text.replace("; ", ";\n")
        return [f"{one.number} {text}\nSource of position: {source}", position, "- Theme", ""]

    first, second, third = MATRIX
    rows = [
        ["Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"],
        ["Theme: Acceptance of international norms", "", "", ""],
        row(first, "Supported", "A/HRC/40/5 - Para.140"),
        row(second, "Supported", "A/HRC/40/5 - Para.140"),
        ["Theme: Emergency", "", "", ""],
        row(third, "Noted", "A/HRC/40/5/Add.1 - Para.6"),
        row(first, "Supported", "A/HRC/40/5 - Para.140"),
    ]
    return Sample("matrix.docx", docx([para("UPR of Kirunia"), table(rows)]), "upr_matrix", "en", MATRIX)


GUIDE = [
    Expected("1", "Publish the budget of every school."),
    Expected("2", "Hold open meetings twice a year, and answer every question that parents hand in before them."),
    Expected("3", "Name one person who answers for the canteen."),
]


def generic_odt() -> Sample:
    """A report of no known form as ODT: a section of recommendations with a numbered list."""
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/></text:list-style>'
    )
    items = "".join(f"<text:list-item><text:p>{one.text}</text:p></text:list-item>" for one in GUIDE)
    body = (
        '<text:h text:outline-level="1">School meals</text:h><text:p>The audit looked at forty schools in three regions.</text:p>'
        '<text:h text:outline-level="1">Conclusions and recommendations</text:h><text:p>Schools should know what they spend:</text:p>'
        f'<text:list text:style-name="L1">{items}</text:list><text:h text:outline-level="1">Annex</text:h>'
        '<text:list text:style-name="L1"><text:list-item><text:p>School of the North</text:p></text:list-item></text:list>'
    )
    return Sample("guide.odt", odt(body, styles), "generic", "en", GUIDE)


RAPPORTEUR = [
    Expected("88", "The Special Rapporteur recommends that the Government of Kirunia:"),
    Expected("88(a)", "Open all places of detention to independent monitors;", parent="88"),
    Expected("88(b)", "Pay compensation to victims of torture.", parent="88"),
    Expected("89", "The Special Rapporteur calls upon the international community to support the fund for victims."),
    Expected("90", "The Special Rapporteur encourages donors to keep paying for legal aid."),
]


def rapporteur() -> Sample:
    """The report of a visit, as text with Windows line ends and quotation marks of a word processor."""
    text = (
        "Report of the Special Rapporteur on his mission to Kirunia\r\n\r\nVII. Conclusions and recommendations\r\n\r\n"
        "87. The Special Rapporteur is grateful for the invitation, and saw that the “old prison” was closed.\r\n\r\n"
        "88. The Special Rapporteur recommends that the Government of Kirunia:\r\n\r\n"
        "(a) Open all places of detention to independent monitors;\r\n\r\n(b) Pay compensation to victims of torture.\r\n\r\n"
        "89. The Special Rapporteur calls upon the international community to support the fund for victims.\r\n\r\n"
        "90. The Special Rapporteur encourages donors to keep paying for legal aid.\r\n"
    )
    return Sample("visit.txt", text.encode("cp1252"), "treaty_body", "en", RAPPORTEUR)


MAKERS = (
    upr_modern, upr_letters, upr_russian, committee, committee_russian, should, odihr, appeal, appeal_russian, matrix, generic_odt, rapporteur,
)  # fmt: skip
