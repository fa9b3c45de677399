# ruff: noqa: E501 - the wording of a document under test stays on one line
"""Lists in running text: what opens one, what belongs to it, and what looks like an item and is none."""

from __future__ import annotations

import textwrap

import pytest

from tests.reading.making import Pdf, Words
from ubada.reading.model import Recommendation
from ubada.reading.pipeline import read_source
from ubada.reading.sources import source_of

REVIEW = "Report of the Working Group on the Universal Periodic Review\n\nFiji\n\n"


def read(text: str, name: str = "a.txt") -> list[Recommendation]:
    return read_source(source_of(name, text.encode())).recommendations


def numbers(found: list[Recommendation]) -> list[str]:
    return [one.number for one in found]


def test_a_sentence_with_a_colon_opens_a_list_and_names_the_addressee() -> None:
    found = read(
        "Statement\n\nWe, the undersigned organizations, call on the Government of Kirunia to:\n\n- Withdraw the draft law;\n"
        "- Release all journalists who are\n  held for their work.\n\nWe also urge the European Union to:\n\n- raise these cases.\n\n"
        "The law was adopted in 2024. It says:\n\n- organizations must register;\n- they must report.\n"
    )
    assert [one.text for one in found] == [
        "Withdraw the draft law;",
        "Release all journalists who are held for their work.",
        "raise these cases.",
    ]
    assert [one.addressees for one in found] == [("Government of Kirunia",)] * 2 + [("European Union",)]


def test_a_russian_call_opens_a_list_too() -> None:
    found = read(
        "Заявление\n\nМы, участники встречи, призываем власти Казахстана:\n\n- освободить задержанных;\n- провести расследование.\n"
    )
    assert [one.text for one in found] == ["освободить задержанных;", "провести расследование."]
    assert found[0].addressees == ("власти Казахстана",)


def test_calling_on_others_leaves_the_duty_with_those_called_upon() -> None:
    found = read(
        "Recommendations to the OSCE:\n\n- Call on CA countries to respect trade unions;\n- Open two field offices.\n"
    )
    assert found[0].addressees == ("OSCE",)
    assert found[0].duty_bearers == ("CA countries",)
    assert found[1].duty_bearers == ("OSCE",)


def test_an_item_with_a_colon_takes_the_nominal_items_after_it_until_the_next_act() -> None:
    found = read(
        "Recommendations to donors:\n\n• Prepare a plan, including:\n• Establishment of centres.\n• Opening of hotlines.\n"
        "• Establish a fund.\n• Report on it.\n"
    )
    assert [one.parent for one in found] == [None, "r1", "r1", None, None]


def test_items_of_old_reports_go_on_where_paragraphs_have_the_same_numbers() -> None:
    items = "".join(f"{n}. Take measure {n} (Cuba);\n\n" for n in range(1, 13))
    found = read(
        f"{REVIEW}9. Cuba asked about schools.\n\nII. Conclusions and/or recommendations\n\n10. The recommendations below enjoy the support of Fiji:"
        f"\n\n{items}11. Fiji considers that recommendations 3 and 4 are implemented.\n\n12. The following will be examined by Fiji:\n\n"
        "1. Abolish the death penalty (Spain);\n\n2. Ratify the Covenant (Portugal).\n\n13. All conclusions reflect positions.\n"
    )
    assert numbers(found) == [f"10.{n}" for n in range(1, 13)] + ["12.1", "12.2"]


def test_a_text_without_line_ends_is_still_a_list() -> None:
    filler = "The delegation answered all questions. " * 60
    found = read(
        f"Universal Periodic Review {filler}II. Conclusions and/or recommendations 60. The recommendations below enjoy the support of "
        "Botswana: 1. Adopt a plan (Algeria, Cuba); 2. Ratify article 5 of the Convention (Egypt); 3. Extend help (France); "
        "61. The following will be examined: 1. Abolish the death penalty (Germany); 2. Set up a body (Mexico). 62. All conclusions "
        "reflect the position of the submitting State."
    )
    assert numbers(found) == ["60.1", "60.2", "60.3", "61.1", "61.2"]
    assert found[3].text == "Abolish the death penalty (Germany);"


def test_a_figure_at_the_start_of_a_line_is_no_item() -> None:
    found = read(
        f"{REVIEW}II. Conclusions and/or recommendations\n\n7. The following enjoy the support of Fiji:\n\n7.1 Meet the goals of Agenda\n"
        "2030. Also apply article\n14. of the law, and target\n16.2 of the Goals (Peru);\n\n7.2 Ratify the Covenant (Chile).\n"
    )
    assert numbers(found) == ["7.1", "7.2"]


def test_a_number_used_twice_is_kept_and_flagged() -> None:
    found = read(
        f"{REVIEW}7. The following enjoy the support of Fiji:\n\n7.1 Open schools (Peru);\n\n7.2 Open clinics (Chile);\n\n7.2 Open roads (Cuba);\n"
    )
    assert numbers(found) == ["7.1", "7.2", "7.2"]
    assert len({one.id for one in found}) == 3
    assert all(any("more than once" in reason for reason in one.needs_review) for one in found[1:])


def test_a_number_left_out_by_the_document_costs_only_itself() -> None:
    found = read(
        f"{REVIEW}7. The following enjoy the support of Fiji:\n\n7.1 Open schools (Peru);\n\n7.3 Open clinics (Chile);\n\n7.4 Open roads (Cuba);\n"
    )
    assert numbers(found) == ["7.1", "7.3", "7.4"]


def test_an_item_without_a_known_state_is_kept_for_review() -> None:
    found = read(
        f"{REVIEW}7. The following enjoy the support of Fiji:\n\n7.1 Open schools (Peru);\n\n7.2 Open clinics (Ruritania);\n\n7.3 Open roads (Cuba);\n"
    )
    assert found[1].recommending_states == ()
    assert "no recommending state was recognised" in found[1].needs_review
    assert found[1].confidence < 0.8


def test_voluntary_pledges_and_lists_of_people_are_no_recommendations() -> None:
    found = read(
        f"{REVIEW}7. The following enjoy the support of Fiji:\n\n7.1 Open schools (Peru);\n\n7.2 Open roads (Cuba);\n\n7.3 Open ports (Mali).\n\n"
        "III. Voluntary pledges\n\n8. Fiji pledges:\n\n(a) To open clinics;\n\n(b) To plant trees.\n\nAnnex\n\nMembers of the delegation:\n\n"
        "- A. Person (Minister);\n- B. Person.\n"
    )
    assert numbers(found) == ["7.1", "7.2", "7.3"]


def test_the_answers_of_an_addendum_are_no_recommendations() -> None:
    text = (
        "A/HRC/50/9/Add.1\n\nUniversal Periodic Review\n\nFiji\n\nAddendum\n\n1. Fiji accepts 122.1, 122.3 and 122.5.\n\n122.1\n\n"
        "The work has started.\n\n122.3\n\nFiji considers this implemented (see the law of 2019).\n\n122.5\n\nFiji agrees.\n"
    )
    assert read(text) == []


@pytest.mark.parametrize(
    "title",
    [
        "National report submitted in accordance with Human Rights Council resolutions 5/1 and 16/21",
        "Compilation of information prepared by the Office of the High Commissioner",
        "Summary of stakeholders’ submissions on Fiji",
        "Национальный доклад, представленный в соответствии с резолюцией 5/1",
        "General comment No. 99 (2031) on the right to rest",
        "General recommendation No. 77 on rural schools",
        "Замечание общего порядка № 55 (2030) о праве на отдых",
    ],
)
def test_documents_that_make_no_recommendation_to_one_state_yield_none(title: str) -> None:
    body = "1. The Committee recommends that States parties rest.\n\nRecommendations\n\n2. Open schools (Peru);\n\n3. Open clinics (Cuba);\n"
    reading = read_source(source_of("a.txt", f"{title}\n\n{body}".encode()))
    assert reading.recommendations == []
    assert any("No recommendations were taken" in note for note in reading.document.notes)


def test_that_others_recommend_or_encourage_makes_no_recommendation_of_the_committee() -> None:
    found = read(
        "Concluding observations on the third periodic report of Fiji\n\n5. The Committee notes with concern that the law encourages "
        "parents to place children in homes, and that the Ombudsman recommends changes.\n\n6. The Committee recommends that the State "
        "party change the law.\n\n7. The Committee regrets that no steps were taken, as recommended by the Committee against Torture.\n\n"
        "8. Noting the draft, the Committee encourages the State party to adopt it.\n\n9. The Committee welcomes the plan and "
        "encourages the State party to go on.\n\n10. The State party should report on this. It should publish the report.\n"
    )
    assert numbers(found) == ["6", "8", "10"]


def test_parts_of_parts_stand_under_their_letter() -> None:
    found = read(
        "Concluding observations on the third periodic report of Fiji\n\n7. The Committee urges the State party:\n\n(a) To plan;\n\n"
        "(b) To set up lines for children:\n\n(i) With disabilities;\n\n(ii) In homes;\n\n(c) To audit.\n\n8. The Committee recommends that "
        "the State party rest.\n\n9. The Committee invites the State party to submit its sixth periodic report by 4 May 2028.\n"
    )
    assert [(one.number, one.parent) for one in found] == [
        ("7", None), ("7(a)", "7"), ("7(b)", "7"), ("7(b)(i)", "7(b)"), ("7(b)(ii)", "7(b)"), ("7(c)", "7"), ("8", None), ("9", None),
    ]  # fmt: skip
    assert found[-1].needs_review


def test_columns_that_come_row_by_row_are_read_one_after_the_other() -> None:
    columns = (
        (
            60,
            [
                "Close the old prison at the river and move its inmates to places that meet the rules.",
                "Train all guards, also in first aid.",
            ],
        ),
        (
            320,
            [
                "Let families visit every week without a fee, also where the inmate waits for a sentence.",
                "Publish every report.",
            ],
        ),
    )
    words = [Words(60, 80, "Recommendations", bold=True), Words(320, 80, "(continued in this column)")]
    number = 0
    for x, items in columns:
        top = 100.0
        for item in items:
            number += 1
            for line in textwrap.wrap(f"{number}. {item}", 24):
                words.append(Words(x, top, line))
                top += 13
            top += 8
    made = Pdf()
    made.pages[-1] = sorted(words, key=lambda one: (one.top, one.x))
    found = read_source(source_of("columns.pdf", made.bytes())).recommendations
    assert [one.text for one in found] == [*columns[0][1], *columns[1][1]]
    assert [one.parent for one in found] == [None] * 4


def test_a_word_broken_at_the_end_of_a_line_is_joined_as_the_document_writes_it() -> None:
    made = Pdf(width=200)
    made.paragraph("Recommendations to the Government:", bold=True)
    made.paragraph("The Ombudsperson acts for the zero-tolerance policy. An interministerial body met.", x=70)
    broken = ("• Give the Ombuds-", "person a budget;"), ("• Adopt a zero-", "tolerance approach;")
    for lines in (*broken, ("• Fund the Inter-", "Ministerial Group.")):
        made.top += 8
        for line in lines:
            made.pages[-1].append(Words(90, made.top, line))
            made.top += 13
    found = read_source(source_of("hyphens.pdf", made.bytes())).recommendations
    assert [one.text for one in found] == [
        "Give the Ombudsperson a budget;", "Adopt a zero-tolerance approach;", "Fund the Inter-Ministerial Group.",
    ]  # fmt: skip


def test_an_opinion_letters_its_recommendations() -> None:
    found = read(
        "OSCE/ODIHR Opinion on the draft law of Kirunia\n\nODIHR was asked to review the law. OSCE commitments apply.\n\nODIHR welcomes the draft.\n\n"
        "ODIHR notes the OSCE Copenhagen Document.\n\nODIHR makes the following key recommendations to improve the law:\n\n"
        "A. to replace the permission by a notification that is free and quick; [par. 25]\n\n"
        "B. to repeal the ban in the capital and to name places for assemblies; [par. 30]\n\n"
        "C. to lower the fines, which are out of proportion to the offences. [par. 40]\n\n"
        "These and additional recommendations are included throughout the text.\n\nI. INTRODUCTION\n\n1. The Speaker sent a request.\n"
    )
    assert numbers(found) == ["A", "B", "C"]


def test_lines_that_only_name_an_addressee_head_the_items_after_them() -> None:
    found = read(
        "Report on schools\n\nRecommendations\n\nTo the Ministry of Education\n\n1. Publish the budget of every school.\n\n2. Pay teachers on time.\n\n"
        "To international donors\n\n1. Pay for school buses.\n\n2. For each bus, train a driver.\n"
    )
    assert [(one.number, one.addressees) for one in found] == [
        ("1", ("Ministry of Education",)),
        ("2", ("Ministry of Education",)),
        ("1", ("international donors",)),
        ("2", ("international donors",)),
    ]


def test_numbered_lines_that_name_an_addressee_are_no_items() -> None:
    found = read(
        "Appeal\n\nRecommendations:\n\n1. To the Government:\n\n- Repeal the law.\n\n- Pay damages.\n\n2. To the OSCE:\n\n- Open an office.\n"
    )
    assert [(one.text, one.addressees) for one in found] == [
        ("Repeal the law.", ("Government",)),
        ("Pay damages.", ("Government",)),
        ("Open an office.", ("OSCE",)),
    ]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        (
            "Мәлімдеме\n\nБіз алаңдаулымыз.\n\nҮкіметке ұсыныстар:\n\n• Заңды қабылдау керек;\n• Жедел желі ашу керек.\n",
            "Үкіметке",
        ),
        ("Билдирүү\n\nӨкмөт үчүн сунуштар:\n\n• Мыйзамды кабыл алуу;\n• Ишеним телефонун ачуу.\n", "Өкмөт"),
        (
            "Bayonot\n\nHukumatga tavsiyalar:\n\n1. Qonun qabul qilinsin.\n2. Ayollar uchun kvota boʻlsin.\n",
            "Hukumatga",
        ),
        ("Изҳорот\n\nТавсияҳо ба Ҳукумат:\n\n1. Қонун қабул карда шавад.\n2. Хатти боварӣ кушода шавад.\n", "Ҳукумат"),
    ],
)
def test_headings_of_the_region_name_addressees_in_their_order_of_words(text: str, addressee: str) -> None:
    found = read(text)
    assert len(found) == 2
    assert {one.addressees for one in found} == {(addressee,)}


OLD_LIST = [
    f"{n}. Take measure {n} in schools, clinics and courts, and report on it to the Human Rights Council in good time (Lao People’s Democratic Republic, Cuba);"
    for n in range(1, 31)
]


def old_report(*, page_break: str, line_end: str, width: int) -> str:
    """An older report as programs for conversion give it: wrapped, with running heads where pages begin."""
    lines = ["Universal Periodic Review", "Report of the Working Group", "Fiji"]
    for number, state in enumerate(("Peru", "Chile", "Ghana"), start=9):
        lines += textwrap.wrap(
            f"{number}. {state} asked about schools, and about the courts that hear such cases. It made recommendations.",
            width,
        )
    lines += [
        "II. Conclusions and/or recommendations",
        *textwrap.wrap(
            "12. The recommendations formulated during the dialogue and listed below enjoy the support of Fiji:", width
        ),
    ]
    pages = [lines]
    for place, item in enumerate(OLD_LIST):
        if place % 10 == 5:
            pages.append([f"A/HRC/14/77{' ' * 4}", f"{len(pages) + 14} "])
        pages[-1] += textwrap.wrap(item, width)
    pages[-1] += textwrap.wrap("13. Fiji considers that recommendations Nos. 3, 4 and 13 above are implemented.", width)
    return page_break.join(line_end.join(page) + line_end for page in pages)


@pytest.mark.parametrize(
    ("page_break", "line_end", "width"),
    [("\f", "\r\n", 80), ("", "\n", 80), ("\n\n", "\n", 66), ("", "\n\n", 80), ("", " ", 80)],
    ids=[
        "form feeds",
        "no page breaks",
        "blank lines between pages",
        "a blank line after each line",
        "one line in all",
    ],
)
def test_an_older_report_is_read_from_every_kind_of_typed_text(page_break: str, line_end: str, width: int) -> None:
    found = read(old_report(page_break=page_break, line_end=line_end, width=width))
    assert numbers(found) == [f"12.{n}" for n in range(1, 31)]
    assert [one.text for one in found] == [item.partition(" ")[2] for item in OLD_LIST]
    assert {one.recommending_states for one in found} == {("LAO", "CUB")}
