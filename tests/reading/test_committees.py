# ruff: noqa: E501 - the wording of a document under test stays on one line
"""Concluding observations in English and Russian: who recommends, to whom, and what is only said to be of concern."""

from __future__ import annotations

import pytest

from ubada.reading.model import Recommendation
from ubada.reading.pipeline import read_source
from ubada.reading.profiles.asking import recommends_at
from ubada.reading.sources import source_of


def read(text: str) -> list[Recommendation]:
    return read_source(source_of("a.txt", text.encode())).recommendations


@pytest.mark.parametrize(
    "sentence",
    [
        "The Committee recommends that the State party open schools.",
        "The Committee also strongly urges the State party to open schools.",
        "Recalling its general recommendation No. 33, the Committee calls upon the State party to open schools.",
        "The Committee draws the attention of the State party to target 4.1 and recommends that it open schools.",
        "The Committee, recalling paragraph 5, encourages the State party to open schools.",
        "The State party should, in particular, open schools.",
        "In line with article 2, the State party should also open schools.",
        "The State party is strongly encouraged to open schools.",
        "The Committee considers that the State party should open schools.",
        "The Committee reiterates its previous recommendation that the State party open schools.",
        "The Special Rapporteur recommends to the Government to open schools.",
        "Комитет рекомендует государству-участнику открыть школы.",
        "Комитет настоятельно призывает государство-участник открыть школы.",
        "Ссылаясь на свою общую рекомендацию № 33, Комитет вновь рекомендует государству-участнику открыть школы.",
        "Комитет обращает внимание государства-участника на задачу 4.1 и рекомендует ему открыть школы.",
        "Комитет повторяет свою предыдущую рекомендацию и просит государство-участник открыть школы.",
        "Государству-участнику следует открыть школы.",
        "В соответствии со статьей 2 государству-участнику также надлежит открыть школы.",
        "Государство-участник должно открыть школы.",
        "Комитет предлагает государству-участнику открыть школы.",
        "Комитет далее рекомендует, чтобы государство-участник открыло школы.",
        "Кoмитет рекoмендует гoсударству-участнику oткрыть шкoлы.",
    ],
)
def test_a_body_that_asks_for_something_recommends(sentence: str) -> None:
    assert recommends_at(sentence) == 0
    assert recommends_at(f"{sentence[0]}. Dr. Smith left in 2019. {sentence}") is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "The Committee is concerned that the Ombudsman, who recommends changes, has no budget.",
        "The Committee regrets that its previous recommendations have not been put into effect.",
        "The Committee notes with concern that the law encourages parents to place children in homes.",
        "The Committee is concerned that schools should be open and are not.",
        "The Committee welcomes the request of the State party for help.",
        "The Committee considered the report at its meetings on 3 and 4 May 2023.",
        "Комитет обеспокоен тем, что Омбудсмен, который ежегодно рекомендует изменения, не имеет бюджета.",
        "Комитет сожалеет, что его предыдущие рекомендации не были выполнены.",
        "Комитет с обеспокоенностью отмечает, что государство-участник не просило о помощи.",
        "Комитет приветствует то, что государство-участник призывает родителей учить детей.",
        "Комитет рассмотрел доклад на своих заседаниях 3 и 4 мая 2023 года.",
    ],
)
def test_concern_praise_and_what_others_ask_for_are_none(sentence: str) -> None:
    assert recommends_at(sentence) is None


ENGLISH = (
    "CEDAW/C/MNG/CO/10\n\nConcluding observations on the tenth periodic report of Mongolia\n\nA. Introduction\n\n1. The Committee considered the report.\n\n"
    "Legal framework\n\n2. The Committee is concerned that:\n\n(a) Laws are old;\n\n(b) Judges are few.\n\n"
    "3. The State party should:\n\n(a) Amend its laws;\n\n(b) Appoint judges, with attention to:\n\n(i) Women;\n\n(ii) Remote districts.\n\n"
    "Schools\n\n4. The Committee notes that schools are far away (arts. 2 and 10). The Committee recommends that the State party build schools. It should also pay for buses.\n\n"
    "5. The Committee requests the State party to provide, within two years, written information on the steps taken.\n"
)
RUSSIAN = (
    "CEDAW/C/MNG/CO/10\n\nЗаключительные замечания по десятому периодическому докладу Монголии\n\nA.Введение\n\n1.Комитет рассмотрел доклад.\n\n"
    "Правовая основа\n\n2.Комитет обеспокоен тем, что:\n\na)законы устарели;\n\nb)судей мало.\n\n"
    "3.Государству-участнику следует:\n\na)изменить законы;\n\nb)назначить судей, уделяя внимание:\n\ni)женщинам;\n\nii)отдаленным районам.\n\n"
    "Школы\n\n4.Комитет отмечает, что школы далеко (статьи 2 и 10). Комитет рекомендует государству-участнику построить школы. Ему следует также оплатить автобусы.\n\n"
    "5.Комитет просит государство-участник представить в течение двух лет письменную информацию о принятых мерах.\n"
)


@pytest.mark.parametrize(("text", "state"), [(ENGLISH, "Mongolia"), (RUSSIAN, "Монголия")], ids=["English", "Russian"])
def test_both_levels_are_read_and_paragraphs_of_concern_are_not(text: str, state: str) -> None:
    found = read(text)
    assert [(one.number, one.parent) for one in found] == [
        ("3", None), ("3(a)", "3"), ("3(b)", "3"), ("3(b)(i)", "3(b)"), ("3(b)(ii)", "3(b)"), ("4", None), ("5", None),
    ]  # fmt: skip
    assert {one.duty_bearers for one in found} == {(state,)}
    four = found[5].text
    assert four.startswith(("The Committee recommends", "Комитет рекомендует"))
    assert four.endswith(("It should also pay for buses.", "Ему следует также оплатить автобусы."))
    assert any("follow-up" in reason for reason in found[6].needs_review)


def test_a_paragraph_that_goes_on_over_the_page_is_one_recommendation() -> None:
    found = read(
        "CAT/C/MNG/CO/3\n\nConcluding observations on the third periodic report of Mongolia\n\n8. The Committee is concerned about prisons.\n\n"
        "9. The Committee recommends that the State party close the old prison.\n\fCAT/C/MNG/CO/3\n2\n\nThe State party should also train all guards.\n\n"
        "Schools\n\n10. The State party should open schools.\n"
    )
    assert [(one.number, one.text) for one in found] == [
        ("9", "The Committee recommends that the State party close the old prison. The State party should also train all guards."),
        ("10", "The State party should open schools."),
    ]  # fmt: skip
