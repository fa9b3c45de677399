# ruff: noqa: E501 - the wording of a document under test stays on one line
"""Reports of reviews: what opens a list, what the state answered, what is cited by paragraph, and misprints."""

from __future__ import annotations

import pytest

from tests.reading.making import Pdf
from ubada.reading.model import Recommendation
from ubada.reading.pipeline import read_source
from ubada.reading.profiles.positions import position_of
from ubada.reading.sources import source_of

FRONT = "Report of the Working Group on the Universal Periodic Review\n\nFiji\n\n"


def read(text: str) -> list[Recommendation]:
    return read_source(source_of("a.txt", (FRONT + text).encode())).recommendations


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("The recommendations below have been examined by Fiji and enjoy the support of Fiji:", "supported"),
        (
            "The following recommendations enjoy the support of Fiji, which considers them implemented already:",
            "supported",
        ),
        ("The recommendations below did not enjoy the support of Fiji and would thus be noted:", "noted"),
        ("Fiji does not accept the following recommendations:", "noted"),
        ("The following recommendations will be examined by Fiji, which will respond in due time:", "pending"),
        ("The response of Fiji to the following recommendations will be included in the outcome report:", "pending"),
        ("The recommendations below have been noted by Fiji:", "noted"),
        ("In the course of the discussion the following recommendations were made to Fiji:", ""),
        ("Рекомендации, перечисленные ниже, были рассмотрены Фиджи и пользуются ее поддержкой:", "supported"),
        ("Нижеследующие рекомендации не пользуются поддержкой Фиджи:", "noted"),
        ("Следующие рекомендации были приняты Фиджи к сведению:", "noted"),
        ("Следующие рекомендации будут рассмотрены Фиджи, которая представит ответы не позднее мая:", "pending"),
    ],
)
def test_the_sentence_over_a_list_says_what_the_state_answered(sentence: str, position: str) -> None:
    assert position_of(sentence) == position
    found = read(
        f"II. Conclusions and/or recommendations\n\n7. {sentence}\n\n7.1 Open schools (Peru);\n\n7.2 Open roads (Cuba).\n"
    )
    assert {one.position for one in found} == {position}
    assert {one.position_text for one in found} == ({sentence} if position else {""})


def test_a_list_opens_after_a_paragraph_whatever_it_ends_in() -> None:
    found = read(
        "5. Peru spoke.\n\n6. The recommendations listed below enjoy the support of Fiji\n\n1. Open schools (Peru)\n\n2. Open roads (Cuba)\n\n"
        "7. The following recommendations will be examined by Fiji. The response will be in the report of the Council.\n\n1. Open ports (Chile);\n\n2. Open clinics (Ghana).\n"
    )
    assert [(one.number, one.position) for one in found] == [
        ("6.1", "supported"),
        ("6.2", "supported"),
        ("7.1", "pending"),
        ("7.2", "pending"),
    ]


def test_items_without_states_are_recommendations_if_the_paragraph_over_them_says_so() -> None:
    found = read(
        "5. In the discussion the following conclusions were drawn:\n\n1. Schools are open.\n\n2. Roads are open.\n\n3. Ports are open.\n\n"
        "6. The recommendations listed below enjoy the support of Fiji:\n\n1. Fiji is encouraged to open clinics.\n\n2. Fiji is commended and encouraged to go on.\n\n3. Fiji should share its experience.\n\n"
        "7. Taking into account the recommendations listed above, Fiji made voluntary commitments:\n\n(a) To plant trees;\n\n(b) To count birds;\n\n(c) To repair ships.\n"
    )
    assert [one.number for one in found] == ["6.1", "6.2", "6.3"]
    assert all("no recommending state was recognised" in one.needs_review for one in found)


def test_what_the_state_says_of_recommendations_is_none() -> None:
    found = read(
        "6. The following enjoy the support of Fiji:\n\n1. Open schools (Peru);\n\n2. Open roads (Cuba).\n\n"
        "7. On the recommendations that did not enjoy the support of Fiji it said:\n\n1. With regard to the recommendation to open ports (Chile), there are none (Ghana).\n\n"
        "2. Regarding recommendations on clinics (Mali), they are open.\n"
    )
    assert [one.number for one in found] == ["6.1", "6.2"]


def test_recommendations_cited_by_paragraph_are_those_of_the_dialogue() -> None:
    found = read(
        "3. Chile welcomed the schools. It recommended that Fiji (a) open clinics for all; (b) close the old mine, if need be; and (c) count the birds. It thanked the delegation.\n\n"
        "4. Underlining the role of ports, Belgium asked about ships. It recommended that Fiji repair them. It had no questions.\n\n"
        "5. Ghana recommended (a) that roads be widened. Ghana also recommended (b) planting trees along them.\n\n"
        "6. The following enjoy the support of Fiji:\n\n1. Open schools (Peru);\n\n2. Open roads (Cuba).\n\n"
        "7. The recommendations in paragraphs 3 (a), (b), 4 and 5(b) did not enjoy the support of Fiji.\n"
    )
    cited = [one for one in found if one.position == "noted"]
    assert [(one.number, one.text, one.recommending_states) for one in cited] == [
        ("3(a)", "open clinics for all", ("CHL",)),
        ("3(b)", "close the old mine, if need be", ("CHL",)),
        ("4", "It recommended that Fiji repair them.", ("BEL",)),
        ("5(b)", "planting trees along them", ("GHA",)),
    ]
    assert all("by paragraph" in one.needs_review[0] and one.confidence < 0.8 for one in cited)
    assert [one.number for one in found if one.position == "supported"] == ["6.1", "6.2"]


def cited(answer: str, *dialogue: str) -> list[tuple[str, str]]:
    """What a report on Fiji refers to by paragraph: numbers and wordings."""
    paragraphs = "\n\n".join(dialogue)
    listed = "6. The following enjoy the support of Fiji:\n\n1. Open schools (Peru);\n\n2. Open roads (Cuba)."
    found = read(f"{paragraphs}\n\n{listed}\n\n7. {answer}\n")
    return [(one.number, one.text) for one in found if "by paragraph" in " ".join(one.needs_review)]


SCHOOLS = "3. Chile welcomed the schools. It recommended that Fiji open clinics. It further recommended counting birds."
LETTERS_BELOW = "4. Mali praised the roads. Mali recommended to Fiji to:\n\n(a) plant trees;\n\n(b) mend the old bridge; and\n\n(c) dig wells. It wished Fiji well."
MIXED = "5. Ghana recommended (a) that roads be widened; Ghana also recommended that Fiji (b) plant trees along them, and that it (c)paint the gates."


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ("Recommendations noted in the report in paragraphs 3 (last sentence), 4 (a) and (c) above did not enjoy the support of Fiji.", ["3", "4(a)", "4(c)"]),
        ("Other recommendations noted in paragraph 3, last sentence, and 5 (b) did not enjoy the support of Fiji.", ["3", "5(b)"]),
        ("The recommendations noted in paragraph 4 (b) and paragraph 5 (a), (c) did not enjoy the support of Fiji.", ["4(b)", "5(a)", "5(c)"]),
        ("The recommendations in the following paragraphs did not enjoy the support of Fiji: paragraphs 4(a) (b); 5(a).", ["4(a)", "4(b)", "5(a)"]),
        ("Fiji cannot accept the recommendations in paragraphs 5 (a) and 3.", ["3", "5(a)"]),
        ("The recommendations in paragraphs 4 (b) (Mali) and 5 (a) (Ghana) are rejected by Fiji.", ["4(b)", "5(a)"]),
    ],
    ids=["last sentence", "comma", "paragraph again", "after a colon", "at the end", "with names"],
)  # fmt: skip
def test_what_is_cited_by_paragraph_is_found_however_the_list_is_written(answer: str, numbers: list[str]) -> None:
    assert [number for number, _ in cited(answer, SCHOOLS, LETTERS_BELOW, MIXED)] == numbers


def test_a_cited_part_is_found_wherever_it_stands_under_its_paragraph() -> None:
    answer = "Recommendations in paragraphs 3 (last sentence), 4 (b), (c) and 5 (a), (b), (c) did not enjoy the support of Fiji."
    assert [text for _, text in cited(answer, SCHOOLS, LETTERS_BELOW, MIXED)] == [
        "It further recommended counting birds.",
        "mend the old bridge",
        "dig wells",
        "that roads be widened",
        "plant trees along them",
        "paint the gates",
    ]


def test_a_part_that_the_paragraph_lacks_gives_all_that_is_recommended_there_and_says_so() -> None:
    found = read(
        f"{SCHOOLS}\n\n6. The following enjoy the support of Fiji:\n\n1. Open schools (Peru);\n\n2. Open roads (Cuba).\n\n"
        "7. The recommendation noted in paragraph 3 (d) did not enjoy the support of Fiji.\n"
    )
    assert found[0].number == "3(d)"
    assert found[0].text == "It recommended that Fiji open clinics. It further recommended counting birds."
    assert any("has no part (d)" in reason for reason in found[0].needs_review)


def test_a_clause_of_marks_without_end_and_a_sentence_said_thousands_of_times_are_read() -> None:
    """Both once took the square or the cube of their length, which a hostile file would use."""
    said = f"3. Chile recommended (a) that roads be widened{', ;' * 20_000} (b) planting trees."
    answer = (
        "Fiji rejects the recommendations in paragraph 3 (z). " * 4_000
        + "It rejects the recommendation in paragraph 3 (a)."
    )
    assert cited(answer, said)[1:] == [("3(a)", "that roads be widened")]


def test_what_the_state_answered_is_the_sentence_that_names_the_paragraph() -> None:
    found = read(
        f"{SCHOOLS}\n\n6. The following enjoy the support of Fiji:\n\n1. Open schools (Peru);\n\n2. Open roads (Cuba).\n\n"
        "7. Fiji thanks all who spoke. Fiji cannot accept the recommendation in paragraph 3 above. It will say why.\n"
    )
    assert found[0].position_text == "Fiji cannot accept the recommendation in paragraph 3 above."


def test_a_softer_word_counts_where_nothing_stronger_is_said() -> None:
    answer = "The recommendation noted in paragraph 3 above will be examined by Fiji, which will respond in due time."
    invited = "3. Latvia noted the schools, and invited Fiji to consider a standing invitation. It had no questions."
    assert cited(answer, invited) == [
        ("3", "Latvia noted the schools, and invited Fiji to consider a standing invitation.")
    ]


def test_a_sentence_that_only_comments_gives_no_answer() -> None:
    found = read(
        f"{SCHOOLS}\n\n7. The recommendations listed below enjoy the support of Fiji. Fiji has submitted its views on "
        "recommendations noted in the report in paragraph 3:\n\n1. Open schools (Peru);\n\n2. Open roads (Cuba).\n"
    )
    assert [(one.number, one.position) for one in found] == [("3", ""), ("7.1", "supported"), ("7.2", "supported")]


@pytest.mark.parametrize(
    "answer",
    [
        "Algeria recommended that Fiji reject the recommendation in paragraph 3 of the summary by OHCHR.",
        "The answer to the recommendations in paragraph 6 will be provided in due course.",
        "Norway asked about the recommendations in paragraph 3.",
    ],
    ids=["of another document", "of a list", "in passing"],
)
def test_a_paragraph_that_is_not_answered_is_not_cited(answer: str) -> None:
    assert cited(answer, SCHOOLS) == []


@pytest.mark.parametrize("misprint", ["9.2", "7.02", "8.2", "7.22"])
def test_a_misprinted_number_is_kept_as_printed_and_flagged(misprint: str) -> None:
    found = read(
        f"7. The following enjoy the support of Fiji:\n\n7.1 Open schools (Peru);\n\n{misprint} Open roads (Cuba);\n\n7.3 Open ports (Mali).\n\n"
        "8. The following enjoy the support of Fiji:\n\n8.1 Open clinics (Peru);\n\n8.2 Open mines (Cuba);\n\n8.3 Open shops (Mali).\n"
    )
    assert [one.number for one in found] == ["7.1", misprint, "7.3", "8.1", "8.2", "8.3"]
    flagged = [one.text for one in found if any("7.2 was due" in reason for reason in one.needs_review)]
    assert flagged == ["Open roads (Cuba);"]


def test_the_next_number_counts_even_if_it_is_written_otherwise_than_the_others() -> None:
    found = read(
        "7. The following enjoy the support of Fiji:\n\n7.1 Open schools (Peru);\n\n7-2. Open roads (Cuba);7.3. Open ports (Mali);\n\n7. 4 Open clinics (Chile).\n"
    )
    assert [(one.number, one.text) for one in found] == [
        ("7.1", "Open schools (Peru);"), ("7.2", "Open roads (Cuba);"), ("7.3", "Open ports (Mali);"), ("7.4", "Open clinics (Chile)."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bracket", "codes", "doubt"),
    [
        ("(Lichtenstein)", ("LIE",), "misspelt"),
        ("(New Zeeland, Azerbeijan)", ("NZL", "AZE"), "misspelt"),
        ("(United States of Americas)", ("USA",), "misspelt"),
        ("(Democratic Republic of Congo)", ("COD",), ""),
        ("(Venezuela(Bolivarian Republic of))", ("VEN",), ""),
        ("(Iran (Islamic Republic of ))", ("IRN",), ""),
        ("(Democratic People‟s Republic of Korea)", ("PRK",), ""),
        ("Ghana)", ("GHA",), "not closed"),
        ("(Ruritania)", (), "no recommending state"),
        ("(Georgian wine)", (), "no recommending state"),
    ],
)
def test_names_of_states_are_read_with_their_usual_slips(bracket: str, codes: tuple[str, ...], doubt: str) -> None:
    found = read(
        f"7. The following enjoy the support of Fiji:\n\n7.1 Open schools {bracket};\n\n7.2 Open roads (Cuba);\n\n7.3 Open ports (Mali).\n"
    )
    assert found[0].recommending_states == codes
    assert any(doubt in reason for reason in found[0].needs_review) if doubt else not found[0].needs_review


def test_a_footnote_that_runs_over_two_pages_stays_out_of_both() -> None:
    made = Pdf(head="A/HRC/50/9", points=400.0, bottom=690.0)
    made.paragraph("Report of the Working Group on the Universal Periodic Review", bold=True).paragraph(
        "Fiji", bold=True
    )
    made.paragraph("7. The following recommendations enjoy the support of Fiji:", x=70)
    for number in range(1, 45):
        note = ("1", "The recommendation as read out was: “Open all schools, and") if number == 20 else None
        made.paragraph(f"7.{number} Open school number {number}, and repair its roof (Peru);", note=note)
    here = next(place for place, notes in enumerate(made.notes) if notes)
    made.notes[here + 1].insert(0, ("", "12 roofs, before the end of the year” (Chile)."))
    found = read_source(source_of("a.pdf", made.bytes())).recommendations
    assert [one.text for one in found] == [f"Open school number {n}, and repair its roof (Peru);" for n in range(1, 45)]
    (note,) = found[19].footnotes
    assert (
        note.text
        == "The recommendation as read out was: “Open all schools, and 12 roofs, before the end of the year” (Chile)."
    )


def test_an_addendum_with_answers_makes_no_recommendation() -> None:
    text = (
        "Addendum\n\nViews on conclusions and/or recommendations, voluntary commitments and replies presented by the State under review\n\n"
        "1. The answers of Fiji to the recommendations listed in the report are the following:\n\n1. Fiji accepts it.\n\n2. Fiji cannot say.\n\n3. Fiji notes it.\n"
    )
    assert read(text) == []
