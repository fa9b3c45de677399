"""Narrowing: counts, several values of one facet, and what is said of one state."""

from __future__ import annotations

import pytest

from ubada.access.actors import Actor
from ubada.register.models import Commitment, Fact, StructuralResult
from ubada.search.forms import SearchRequest
from ubada.search.queries import SearchPage, search

pytestmark = pytest.mark.usefixtures("world")


def found(text: str = "", **chosen: tuple[str, ...]) -> SearchPage:
    return search(Actor.reader(), SearchRequest(text, chosen), language="en", per_page=200)


def counts(page: SearchPage, facet: str) -> dict[str, int]:
    (one,) = [each for each in page.facets if each.name == facet]
    return {option.value: option.count for option in one.options}


def keys(page: SearchPage) -> set[str]:
    return {hit.key for hit in page.hits}


@pytest.mark.parametrize(
    "facet", ["type", "state", "result", "theme", "kind", "body", "instrument", "persons", "sdg", "year", "language"]
)
def test_every_count_is_the_number_of_hits_that_choosing_it_gives(facet: str) -> None:
    offered = counts(found(), facet)
    assert offered
    for value, count in offered.items():
        assert found(**{facet: (value,)}).total == count


def test_a_chosen_facet_still_counts_its_other_values() -> None:
    before = counts(found(), "theme")
    after = counts(found(theme=("labour",)), "theme")
    assert after == before
    narrowed = counts(found(theme=("labour",)), "kind")
    assert sum(narrowed.values()) == found(theme=("labour",)).total


def test_two_values_of_a_facet_widen_and_two_facets_narrow() -> None:
    labour, equality = keys(found(theme=("labour",))), keys(found(theme=("equality",)))
    assert keys(found(theme=("labour", "equality"))) == labour | equality
    women = keys(found(persons=("women-girls",)))
    assert keys(found(theme=("labour",), persons=("women-girls",))) == labour & women


def test_a_theme_counts_what_its_parts_hold() -> None:
    offered = counts(found(), "theme")
    assert offered["labour"] == offered["labour.harassment"] == 3


def answers() -> dict[str, dict[str, str]]:
    """Commitment to state to answer, read from the tables the plain way; each is under one test here."""
    given: dict[str, dict[str, str]] = {}
    for result in StructuralResult.objects.all():
        for ref in Commitment.objects.filter(tests=result.test).values_list("pk", flat=True):
            given.setdefault(ref, {})[result.state_id] = result.answer
    return given


@pytest.mark.parametrize("states", [("KGZ",), ("KAZ", "UZB"), ("TKM",)])
@pytest.mark.parametrize("results", [("yes",), ("no",), ("unknown", "no")])
def test_a_state_and_an_answer_must_hold_together(states: tuple[str, ...], results: tuple[str, ...]) -> None:
    expected = {ref for ref, by in answers().items() if any(by.get(state) in results for state in states)}
    followed = set(Commitment.objects.filter(states__in=states).values_list("pk", flat=True))
    assert keys(found(state=states, result=results)) == expected & followed


def test_answers_are_counted_for_the_chosen_states_alone() -> None:
    page = found(state=("KGZ",))
    here = {ref: by["KGZ"] for ref, by in answers().items() if "KGZ" in by}
    expected = {answer: list(here.values()).count(answer) for answer in set(here.values())}
    assert counts(page, "result") == expected
    two = counts(found(state=("KGZ", "KAZ")), "result")
    for answer, count in two.items():
        assert found(state=("KGZ", "KAZ"), result=(answer,)).total == count


def test_states_are_counted_for_the_chosen_answers_alone() -> None:
    for state, count in counts(found(result=("no",)), "state").items():
        assert found(state=(state,), result=("no",)).total == count


def test_the_year_is_of_the_source_for_commitments_and_of_the_date_for_facts() -> None:
    assert {"C190-4", "C190"} <= keys(found(year=("2019",)))
    dated = set(Fact.objects.filter(is_published=True, date="2012-03").values_list("pk", flat=True))
    assert dated
    assert dated <= keys(found(year=("2012",)))


def test_languages_are_those_a_text_exists_in() -> None:
    assert keys(found(language=("tg",))) == {"STMT-7"}
    assert "STMT-3" not in keys(found(language=("ru",), type=("commitment",)))


def test_names_come_from_the_vocabularies_and_parts_stand_under_their_theme() -> None:
    (theme,) = [one for one in found().facets if one.name == "theme"]
    names = [(option.value, str(option.name["ru"]), option.is_part) for option in theme.options]  # type: ignore[index]
    place = names.index(("labour", "Труд", False))
    assert names[place + 1] == ("labour.harassment", "Домогательства на работе", True)


def test_newest_first_and_by_reference() -> None:
    request = SearchRequest("", {"type": ("commitment",)}, "newest")
    newest = [hit.key for hit in search(Actor.reader(), request, language="en").hits]
    assert newest[0].startswith("STMT-")
    assert newest.index("C190-4") < newest.index("CEDAW-7")
    request = SearchRequest("", {"type": ("commitment",)}, "reference")
    by_reference = [hit.key for hit in search(Actor.reader(), request, language="en").hits]
    assert by_reference == ["C190-4", "CEDAW-7", "CEDAW-7-A", "STMT-3", "STMT-4", "STMT-5", "STMT-7", "STMT-8"]
