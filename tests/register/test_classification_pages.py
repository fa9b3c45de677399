"""The desk on which an editor decides on suggested terms, as a browser without scripts gets it."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.register.classifying import (
    CATEGORY,
    HARASSMENT,
    TARGET,
    THEME,
    UNCLASSIFIED,
    add,
    add_vocabularies,
    put,
    record_of,
    states,
    suggest,
    themes_model,
)
from tests.world import TODAY, World
from ubada.access.actors import Actor
from ubada.register.models import Commitment
from ubada.register.services.classification import reject_suggestion, standing_of

LIST = "/desk/classification/"
ONE = "/desk/classification/IN-1/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(world: World) -> World:
    add_vocabularies()
    add("IN-1", HARASSMENT, derived=["specificity", "title"])
    add("IN-2", "Protect women <b>now</b>", derived=["persons"], database="ogp", specificity=4,
        themes=["themes:equality"], primary_theme="themes:equality", sdg_targets=["sdg-targets:5.5"])  # fmt: skip
    suggest()
    return world


@pytest.fixture
def desk(suggested: World, site: Client) -> Client:
    site.force_login(suggested.editor)
    return site


def shown(client: Client, path: str, status: int = 200) -> str:
    """The page's words as a reader sees them, markup left in, runs of white space made one."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return " ".join(html.unescape(answer.content.decode()).split())


def card(page: str, ref: str) -> str:
    return next(one for one in page.split("<article")[1:] if ref in one)


def form_of(ref: str, *confirmed: str, **more: object) -> dict[str, object]:
    """What the browser sends from the card of a commitment with these boxes ticked."""
    seen = [key for key, state in states().items() if key.startswith(f"{ref}:") and state == "suggested"]
    stood = standing_of(Commitment.objects.get(ref=ref))
    return {"ref": ref, "stood": stood, "seen": seen, "confirm": confirmed, "act": "ticked"} | more


def test_the_text_is_shown_with_its_evidence_and_each_term_with_its_reason(desk: Client) -> None:
    page = card(shown(desk, LIST), "IN-1")

    assert "against <mark>sexual harassment</mark> by" in page
    assert "Harassment at work" in page
    assert "listed words: “sexual harassment”" in page
    assert "the first verb: “Adopt”" in page
    assert "follows from the theme “Harassment at work”" in page
    assert "Now: Not classified yet" in page
    assert "Now: 4 of 5: a general action" in page
    assert "filled by a rule" in page
    assert page.count('type="checkbox"') == 3
    assert "checked" not in page.replace("checkable", "")


def test_what_makes_it_checkable_is_told_found_and_missing(desk: Client) -> None:
    page = card(shown(desk, LIST), "IN-1")

    assert re.search(r"By when</dt> ?<dd>“by 2027”", page)
    assert re.search(r"Not found</dt> ?<dd>how much, under which instrument, which body acts", page)


def test_a_model_says_how_sure_it_is_in_words_and_from_how_many_texts_it_learned(desk: Client) -> None:
    model = themes_model()
    add("IN-3", "Look into bullying at the mill number 3")
    suggest("IN-3", models={"themes": model})

    page = card(shown(desk, LIST), "IN-3")

    assert f"all but certain, says a model that learned from {model.trained_on} texts: “" in page
    assert "%" not in re.sub(r"<[^>]+>", "", page)


def test_a_text_with_markup_is_shown_as_text(desk: Client) -> None:
    answer = desk.get(LIST).content.decode()

    assert "&lt;b&gt;now&lt;/b&gt;" in answer
    assert "<b>now</b>" not in answer


def test_one_form_confirms_what_is_ticked_and_rejects_the_rest_and_comes_back(desk: Client) -> None:
    answer = desk.post(f"{LIST}?field=themes&page=1", form_of("IN-1", THEME, TARGET))

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LIST}?field=themes")
    decided = states()
    assert (decided[THEME], decided[TARGET], decided[CATEGORY]) == ("confirmed", "confirmed", "rejected")
    assert record_of("IN-1")["sdg_targets"] == ["sdg-targets:8.8"]
    assert record_of("IN-1")["specificity"] == 4
    page = shown(desk, LIST)
    assert "IN-1: 2 suggestions confirmed, 1 suggestion rejected" in page
    assert f'href="{ONE}"' in page
    assert "<article" in page
    assert HARASSMENT not in page


@pytest.mark.parametrize(("act", "state"), [("all", "confirmed"), ("none", "rejected")])
def test_everything_is_decided_with_one_button(desk: Client, act: str, state: str) -> None:
    desk.post(LIST, form_of("IN-1", act=act))

    assert {states()[key] for key in (THEME, TARGET, CATEGORY)} == {state}


def test_terms_that_are_there_stay_when_a_suggestion_is_confirmed(desk: Client) -> None:
    put("IN-1", themes=["themes:equality"], primary_theme="themes:equality")

    desk.post(LIST, form_of("IN-1", THEME))

    assert record_of("IN-1")["themes"] == ["themes:equality", "themes:labour.harassment"]


def test_what_someone_decided_meanwhile_is_not_decided_over(desk: Client, suggested: World) -> None:
    form = form_of("IN-1", THEME)
    reject_suggestion(actor=Actor.of(suggested.editor), key=THEME, on=TODAY)

    answer = desk.post(LIST, form)

    assert answer.status_code == 422
    assert "decided on these suggestions meanwhile" in answer.content.decode()
    assert states()[TARGET] == "suggested"


def test_a_commitment_that_someone_changed_meanwhile_is_not_written_over(desk: Client) -> None:
    form = form_of("IN-1", THEME)
    put("IN-1", specificity=3)

    answer = desk.post(LIST, form)

    assert answer.status_code == 422
    assert "Nothing was saved" in answer.content.decode()
    assert record_of("IN-1")["themes"] == [UNCLASSIFIED]


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"IN-1", "IN-2"}),
        ("?field=persons", {"IN-2"}),
        ("?field=specificity", {"IN-1"}),
        ("?source=uhri", {"IN-1"}),
        ("?source=ogp&field=themes", set()),
        ("?source=nobody", set()),
        ("?state=confirmed", set()),
        ("?state=stale", {"IN-2"}),
    ],
)
def test_the_list_is_narrowed_by_state_field_and_source(desk: Client, query: str, seen: set[str]) -> None:
    if "stale" in query:
        put("IN-2", text={"en": "Something else"})

    page = shown(desk, f"{LIST}{query}")

    assert {ref for ref in ("IN-1", "IN-2") if f'value="{ref}"' in page} == seen


@pytest.mark.parametrize("query", ["?state=maybe", "?field=title", "?page=99"])
def test_a_list_that_cannot_be_is_not_there(desk: Client, query: str) -> None:
    shown(desk, f"{LIST}{query}", 404)


def test_what_was_decided_is_shown_with_its_day_and_nothing_to_tick(desk: Client) -> None:
    desk.post(LIST, form_of("IN-1", THEME))

    page = card(shown(desk, f"{LIST}?state=confirmed"), "IN-1")

    assert "confirmed, " in page
    assert "checkbox" not in page
    assert f'href="{ONE}"' in page


def test_all_terms_are_offered_with_what_is_suggested_marked(desk: Client) -> None:
    page = shown(desk, ONE)

    assert page.count("checkbox") == 8 + 1 + 2
    assert page.count('type="radio"') == 5
    assert page.count(">suggested<") == 3
    assert re.search(r'value="4" checked', page)


def test_other_terms_are_picked_and_one_theme_leads(desk: Client) -> None:
    form = form_of("IN-1") | {
        "themes": ["equality", "labour"], "primary": "labour", "persons": ["women-girls"], "sdg_targets": [],
        "specificity": "3",
    }  # fmt: skip

    answer = desk.post(ONE, form)

    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    after = record_of("IN-1")
    assert (after["themes"], after["primary_theme"]) == (["themes:equality", "themes:labour"], "themes:labour")
    assert (after["persons"], after["specificity"]) == (["affected-persons:women-girls"], 3)
    assert {states()[key] for key in (THEME, TARGET, CATEGORY)} == {"rejected"}


def test_a_pick_that_cannot_be_saved_keeps_what_was_ticked(desk: Client) -> None:
    answer = desk.post(ONE, form_of("IN-1") | {"themes": ["labour"], "primary": "labour"})

    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "Choose one of the five categories" in page
    assert re.search(r'name="themes" value="labour" checked', page)
    assert re.search(r'<option value="labour" selected>', page)
    assert record_of("IN-1")["themes"] == [UNCLASSIFIED]


def test_any_commitment_can_be_classified_anew(desk: Client) -> None:
    page = shown(desk, "/desk/classification/CEDAW-7/")

    assert re.search(r'value="equality.gender" checked', page)
    shown(desk, "/desk/classification/NO-SUCH/", 404)


def test_there_is_no_such_desk_for_those_who_do_not_edit(suggested: World, site: Client) -> None:
    for path in (LIST, ONE, "/desk/classification/NO-SUCH/"):
        assert site.get(path).status_code == 302
        assert "/accounts/login/" in site.get(path).headers["Location"]
    site.force_login(suggested.assessor)
    for path in (LIST, ONE, "/desk/classification/NO-SUCH/"):
        shown(site, path, 404)
    assert site.post(LIST, form_of("IN-1", THEME)).status_code == 404
    assert site.post(ONE, form_of("IN-1") | {"specificity": "3"}).status_code == 404
    assert set(states().values()) == {"suggested"}


def test_the_desk_tells_an_editor_how_many_commitments_wait(desk: Client, suggested: World) -> None:
    assert re.search(r'href="/desk/classification/">Suggested terms</a>.*? 2 wait', shown(desk, "/desk/"))

    desk.force_login(suggested.assessor)
    assert "Suggested terms" not in shown(desk, "/desk/")


def test_the_number_of_queries_does_not_depend_on_how_many_are_shown(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            shown(desk, LIST)
        return len(captured)

    queries()
    few = queries()
    for number in range(3, 9):
        add(f"IN-{number}", HARASSMENT, derived=["specificity"])
    suggest()

    assert queries() == few


def test_a_language_other_than_english_reads_its_own_words(desk: Client) -> None:
    page = desk.get(f"/ru{LIST}")

    assert page.status_code == 200
    assert 'lang="en"' in page.content.decode()
