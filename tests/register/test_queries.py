"""The reads of the register: narrowed to the actor, grouped as pages and the API need them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from tests.world import World, commitment, raw_world, write_baseline
from ubada import charts
from ubada.access.actors import Actor
from ubada.kernel.dates import PartialDate
from ubada.kernel.text import TranslatedText
from ubada.languages.collation import sort_key
from ubada.register.models import Fact, State
from ubada.register.queries.answers import answers_by_theme, answers_on, published_facts
from ubada.register.queries.commitments import commitment_page
from ubada.register.queries.comparison import comparable
from ubada.register.queries.facts import fact_page
from ubada.register.queries.figures import every_chart, figure_of
from ubada.register.queries.instruments import matrix
from ubada.register.queries.overview import newest_changes, newest_facts, tally
from ubada.register.queries.state_commitments import commitments_by_theme
from ubada.register.queries.state_page import state_page
from ubada.register.queries.states import Answers, in_reading_order, states, states_with_counts
from ubada.register.queries.themes import theme_tree
from ubada.register.queries.verification import task_rows, tasks
from ubada.register.views.answering import cell


def test_a_reader_counts_what_is_published_and_an_editor_gets_no_more_on_public_pages(
    world: World, reader: Actor
) -> None:
    editor = world.editor.as_actor()

    assert tally(reader) == tally(editor)
    assert published_facts(editor).count() == Fact.objects.filter(is_published=True).count()


def test_no_read_of_a_fact_loads_the_columns_for_editors(world: World, reader: Actor) -> None:
    fact = fact_page(reader, "service.KGZ.line").fact

    assert {"withheld", "editor_note"} <= fact.get_deferred_fields()
    assert all({"withheld", "editor_note"} <= one.get_deferred_fields() for one in published_facts(reader))


def test_a_reader_is_not_given_an_unpublished_fact(world: World, reader: Actor) -> None:
    with pytest.raises(Fact.DoesNotExist):
        fact_page(reader, "law.KGZ.unseen")

    assert not fact_page(world.editor.as_actor(), "law.KGZ.unseen").fact.is_published


def test_states_stand_in_the_alphabetical_order_of_the_reader_and_never_by_a_value(world: World, reader: Actor) -> None:
    english = [state.code for state in in_reading_order(states(reader), "en")]

    assert english == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    assert [row.state.code for row in states_with_counts(reader, "ru")] == english


def test_a_practice_state_is_in_no_list_but_has_its_page(world: World, reader: Actor) -> None:
    State.objects.create(
        code="XAA", alpha2="XA", numeric="900", name=TranslatedText.of({"en": "Practice"}), order=90, is_practice=True,
        endonym=TranslatedText.of({"en": "Practice"}),
    )  # fmt: skip

    assert "XAA" not in {row.state.code for row in states_with_counts(reader, "en")}
    assert state_page(reader, "XAA", "en").state.is_practice
    with pytest.raises(State.DoesNotExist):
        state_page(reader, "XBB", "en")


def test_answers_are_counted_by_question_and_not_by_commitment(world: World, reader: Actor) -> None:
    # both commitments under equality hang on one question, a third on another
    assert answers_by_theme(reader)["themes:equality"]["KGZ"] == Answers(yes=1, no=0, unknown=1)
    assert answers_by_theme(reader)["themes:labour"]["KAZ"] == Answers(yes=0, no=1, unknown=0)


def test_the_answers_on_commitments_come_with_their_questions_in_two_queries(
    world: World, reader: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        book = answers_on(reader, ["C190-4", "STMT-3", "STMT-5"], ["KGZ"])

    assert [answer.answer for answer in book.of("C190-4", "KGZ")] == ["yes"]
    assert book.of("STMT-5", "KGZ") == []
    assert book.of("C190-4", "KAZ") == []


def test_a_theme_lists_first_what_facts_can_answer_and_counts_all_of_it(world: World, reader: Actor) -> None:
    raw = raw_world()
    raw["commitment"] += [commitment(f"AAA-{n}", f"Promise {n}", None, "equality.gender") for n in range(1, 31)]
    write_baseline(raw)

    section = next(one for one in commitments_by_theme(reader, "KGZ", each=5) if one.theme.code == "equality")

    assert (section.total, len(section.promises), section.more) == (33, 5, 28)
    assert [one.commitment.ref for one in section.promises][:3] == ["CEDAW-7", "CEDAW-7-A", "STMT-4"]


def test_a_state_has_only_the_commitments_that_are_addressed_to_it(world: World, reader: Actor) -> None:
    def refs(state: str) -> set[str]:
        return {one.commitment.ref for theme in commitments_by_theme(reader, state) for one in theme.promises}

    assert refs("KGZ") - refs("KAZ") == {"STMT-4"}


def test_the_page_of_a_state_knows_its_share_its_rating_and_what_is_withheld(world: World, reader: Actor) -> None:
    page = state_page(reader, "KGZ", "en")

    assert [share.percent.quantize(Decimal("0.1")) for share in page.shares] == [Decimal("57.8"), Decimal("22.2")]
    assert [series.newest.key for series in page.ratings] == ["rating.KGZ.RSF.2026"]
    assert page.numbers_withheld == {"service.KGZ.line"}
    assert page.accreditation is not None
    assert {dispute.conflict.key for dispute in page.disputes} == {"conflict.KGZ.women-share"}


def test_a_commitment_brings_its_family_its_cluster_and_the_conflicts_on_its_facts(world: World, reader: Actor) -> None:
    part = commitment_page(reader, "CEDAW-7-A")

    assert part.parent is not None
    assert part.parent.ref == "CEDAW-7"
    assert [one.ref for one in commitment_page(reader, "CEDAW-7").parts] == ["CEDAW-7-A"]
    assert [one.ref for one in commitment_page(reader, "C190-4").elsewhere] == ["STMT-3"]
    assert [one.key for one in commitment_page(reader, "STMT-4").conflicts] == ["conflict.KGZ.women-share"]


def test_a_cell_of_the_matrix_is_an_action_a_task_or_nothing(world: World, reader: Actor) -> None:
    _, rows, others = matrix(reader)
    cells = {cell.state.code: cell for row in rows if row.instrument.code == "C190" for cell in row.cells}

    assert cells["KGZ"].action is not None
    assert cells["TKM"].action is None
    assert cells["TKM"].is_to_verify
    assert cells["TJK"].action is not None
    assert cells["TJK"].is_date_withheld
    assert [(one.code, n) for one, n in others] == [("A/RES/48/134", 0)]


def test_a_task_on_a_fact_carries_its_subject_and_none_of_its_words(world: World, reader: Actor) -> None:
    found = {task.subject: task for task in task_rows(tasks(reader))}

    assert found["law.KGZ.unseen"].title is None
    assert (found["law.KGZ.unseen"].kind, found["law.KGZ.unseen"].topic) == ("law", "domestic_violence")
    assert found["treaty.TKM.C190"].topic == "C190"
    assert found["STMT-3"].title is not None
    assert found["service.KGZ.line"].missing == ("number",)


def test_tasks_without_a_state_come_last(world: World, reader: Actor) -> None:
    order = [task.state for task in task_rows(tasks(reader))]

    assert order == sorted(order, key=lambda code: (code is None, code or ""))


def test_only_what_facts_can_answer_is_compared(world: World, reader: Actor) -> None:
    every = list(states(reader))

    assert "STMT-5" not in {one.ref for one in comparable(reader, every, [])}
    assert [one.ref for one in comparable(reader, every, ["labour"])] == ["C190-4", "STMT-3"]
    assert "STMT-4" not in {one.ref for one in comparable(reader, [s for s in every if s.code == "KAZ"], [])}


def test_the_newest_facts_are_of_the_past_and_ratings_do_not_crowd_them_out(world: World, reader: Actor) -> None:
    raw = raw_world()
    raw["fact"].append({**raw["fact"][10], "id": "law.KGZ.future", "date": "2999"})
    write_baseline(raw)

    found = newest_facts(reader)

    assert found[0].key == "treaty.KGZ.C190"
    assert not {"law.KGZ.future", "rating.KGZ.RSF.2026"} & {fact.key for fact in found}


def test_the_changes_of_the_register_are_counted_without_saying_who_made_them(world: World, reader: Actor) -> None:
    (change,) = newest_changes(reader)

    assert (change.action, change.commitments) == ("import_baseline", 6)
    assert change.facts == Fact.objects.count()


def test_a_theme_counts_each_commitment_once_by_its_first_theme(world: World, reader: Actor) -> None:
    assert {node.term.code: node.total for node in theme_tree(reader)} == {
        "civic-space": 1, "equality": 3, "labour": 2,
    }  # fmt: skip


def test_an_index_is_drawn_by_whatever_the_sources_give_for_more_years(world: World, reader: Actor) -> None:
    drawn = list(every_chart(reader, ["en", "ru"]))

    # three ranks against two scores for one state; one year alone, as for the other, is no line
    assert [chart.title for chart in drawn] == ["Press Freedom Index, rank", "Индекс свободы прессы, место"]
    assert [row.value for row in drawn[0].rows] == [72, None, 120, None, 146]
    assert drawn[0].rows[0].source == "Official register"


def test_a_chart_that_was_not_drawn_yet_leaves_its_table(world: World, reader: Actor, tmp_path: Path) -> None:
    series = state_page(reader, "KGZ", "en").ratings[0]
    figure = figure_of(series, "en", tmp_path)

    assert figure is not None
    assert figure.svg is None
    assert len(figure.rows) == 5


def test_the_order_of_names_is_that_of_each_language() -> None:
    def ordered(language: str, *names: str) -> list[str]:
        return sorted(names, key=lambda name: sort_key(name, language))

    assert ordered("kk", "Зат", "Әділет", "Бап", "Ақ") == ["Ақ", "Әділет", "Бап", "Зат"]
    assert ordered("tk", "Döwlet", "Çaga", "Derman", "Cemal", "Ýol", "Zat") == [
        "Cemal", "Çaga", "Derman", "Döwlet", "Ýol", "Zat",
    ]  # fmt: skip
    assert ordered("uz", "Shahar", "Zamon", "Oʻzbek", "Oila", "Ilm") == ["Ilm", "Oila", "Zamon", "Oʻzbek", "Shahar"]
    assert ordered("ru", "Ёлка", "Если", "Жизнь", "Ель") == ["Ёлка", "Ель", "Если", "Жизнь"]
    assert ordered("en", "zebra", "Apple", "apple pie") == ["Apple", "apple pie", "zebra"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""), (True, "true"), (7, "7"), ("-3.5", "-3.5"), ("-cmd", "'-cmd"), (" =1+1", "' =1+1"), ("@a", "'@a"),
        (["a", "b"], "a; b"), (PartialDate.parse("2010~"), "2010~"), (["=x"], "'=x"), ("\tx", "'\tx"),
    ],
)  # fmt: skip
def test_a_value_becomes_a_harmless_cell(value: object, written: str) -> None:
    assert cell(value) == written


def test_a_cell_says_a_text_in_the_language_of_the_file(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"

    assert cell(TranslatedText.of({"en": "law", "ru": "закон"})) == "law"


def test_charts_of_the_register_can_be_written_as_csv(world: World, reader: Actor) -> None:
    chart = next(every_chart(reader, ["en"]))

    line = charts.to_csv(chart.rows).splitlines()[1]
    assert line == f"2022,72,,Official register,{chart.rows[0].source_url},2022-05"
    assert chart.rows[0].source_url.startswith("https://")
