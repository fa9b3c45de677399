"""Words, spellings, phrases, references and mistakes: what a reader types and what is found."""

from __future__ import annotations

import pytest

from tests.search.world import RIGHTS
from ubada.access.actors import Actor
from ubada.search.engine import SearchIndex
from ubada.search.forms import SearchRequest
from ubada.search.queries import SearchPage, search

pytestmark = pytest.mark.usefixtures("world")


def found(text: str, *, language: str = "en", **chosen: tuple[str, ...]) -> SearchPage:
    return search(Actor.reader(), SearchRequest(text, chosen), language=language)


def keys(page: SearchPage) -> list[str]:
    return [hit.key for hit in page.hits]


@pytest.mark.parametrize(
    "typed",
    [
        "right of woman worker",
        "право работающей женщины",
        "құқық әйелдер",
        "кукык айелдер",  # without the Kazakh keys
        "аялдарга укугу",
        "ҳуқуқи зан",
        "хукуки занон",  # without the Tajik keys
        "zenanlar hukuk",
        "zenanlaryn hukuklary",
        "ayollar huquqi",
        "аёллар ҳуқуқлари",  # Uzbek in Cyrillic
    ],
)
def test_a_commitment_is_found_by_its_words_in_seven_languages_whatever_spelling_and_ending(typed: str) -> None:
    page = found(typed)
    assert page.matched == "all"
    assert keys(page)[0] == "STMT-7"


@pytest.mark.parametrize("language", sorted(RIGHTS))
def test_a_text_finds_itself_and_is_marked_in_the_readers_language(language: str) -> None:
    page = found(RIGHTS[language], language=language)
    hit = page.hits[0]
    assert hit.key == "STMT-7"
    assert hit.title.text == RIGHTS[language]
    assert not hit.title.is_fallback
    marked = [piece for piece, is_hit in hit.title.fragments if is_hit]
    assert len(marked) >= len(RIGHTS[language].split()) - 1


def test_a_hit_in_another_language_than_the_readers_is_shown_where_it_is() -> None:
    hit = found("ҳуқуқҳои занони", language="ru").hits[0]
    assert hit.title.text == RIGHTS["ru"]
    assert hit.snippet.text == RIGHTS["tg"]
    assert hit.snippet.is_fallback
    assert hit.snippet.bcp47 == "tg"
    assert [piece for piece, is_hit in hit.snippet.fragments if is_hit] == ["ҳуқуқҳои", "занони"]


@pytest.mark.parametrize("typed", ["tortrue", "torturre", "tourture", "investgate", "alegation"])
def test_a_mistyped_word_finds_what_was_meant_and_says_so(typed: str) -> None:
    page = found(typed)
    assert "STMT-8" in keys(page)
    assert page.alike
    assert page.matched == "all"


def test_words_alike_are_not_looked_for_where_the_exact_one_is_found_often() -> None:
    page = found("harassment")
    assert page.total >= 3
    assert page.alike == ()


def test_three_letters_are_enough_to_find_the_word_they_begin() -> None:
    assert "STMT-8" in keys(found("tor"))
    assert "STMT-8" in keys(found("расслед"))
    assert "STMT-8" not in keys(found("to"))


def test_a_phrase_in_quotes_is_found_only_as_it_stands() -> None:
    assert keys(found('"women vote and stand"')) == ["CEDAW-7-A"]
    assert keys(found("«избирать и избираться»")) == ["CEDAW-7-A"]
    page = found('"vote women"')
    assert page.matched == "any"


def test_all_words_must_match_and_if_none_does_any_of_them_with_a_notice() -> None:
    both = found("torture allegation")
    assert (keys(both), both.matched) == (["STMT-8"], "all")
    either = found("torture xylophones")
    assert (keys(either), either.matched) == (["STMT-8"], "any")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("CEDAW-7-A", "CEDAW-7-A"),
        ("cedaw-7-a", "CEDAW-7-A"),
        ("C190", "C190"),
        ("с190", "C190"),  # the first letter is Cyrillic
        ("CEDAW/C/KGZ/CO/5", "review.KGZ.CEDAW"),
        ("A/RES/48/134", "A/RES/48/134"),
        ("STMT-7", "STMT-7"),
    ],
)
def test_an_exact_reference_comes_first(typed: str, first: str) -> None:
    assert keys(found(typed))[0] == first


def test_a_match_in_the_title_comes_before_one_in_the_words_around() -> None:
    hits = keys(found("harassment work", type=("commitment",)))
    assert set(hits[:2]) == {"C190-4", "STMT-3"}
    assert "STMT-7" in hits[2:]  # by the name of its theme alone


def test_facts_are_found_but_nothing_unpublished_is(world: SearchIndex) -> None:
    assert keys(found("protection orders", type=("fact",))) == ["law.KGZ.dv.2017"]
    assert found('"unseen claim 4402"').matched == "any"
    for secret in ("4402", "8810", "7731", "0142"):
        assert not keys(found(secret))
    files = [path for path in world.root.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert not any(secret in content for secret in (b"4402", b"7731", b"hearsay"))


def test_an_empty_question_lists_everything_commitments_first() -> None:
    page = found("")
    assert page.total > 20
    assert page.hits[0].type == "commitment"
    assert page.pages == 2


def test_answers_of_the_facts_stand_beside_each_commitment_in_the_order_of_states() -> None:
    (hit,) = [one for one in found("C190-4").hits if one.key == "C190-4"]
    assert [(one.code, one.answer) for one in hit.answers] == [
        ("KAZ", "no"), ("KGZ", "yes"), ("TJK", "yes"), ("TKM", "unknown"), ("UZB", "unknown"),
    ]  # fmt: skip
