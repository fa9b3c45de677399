"""The public pages of the register, as a reader's browser gets them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.world import FORMULA, NEVER_SHOWN, World, commitment, raw_world, write_baseline
from ubada.register.shapes import SHAPES
from ubada.register.views import answering
from ubada.register.views.states import FILES

PAGES = {
    "/": "What five states promised",
    "/states/": "Kyrgyzstan",
    "/states/KGZ/": "No verdict has been given yet.",
    "/states/KAZ/": "Let women vote and stand",
    "/commitments/C190-4/": "Ban harassment at work, fully.",
    "/commitments/STMT-3/": "the wording of item 3",
    "/commitments/STMT-5/": "It names no act.",
    "/instruments/": "Core human rights treaties",
    "/instruments/C190/": "Violence and Harassment Convention",
    "/instruments/A/RES/48/134/": "Principles on national institutions",
    "/facts/treaty.KGZ.CEDAW/": "Is the state bound by the convention?",
    "/themes/": "Freedom of association",
    "/themes/equality/": "Let women vote and stand",
    "/themes/equality.gender/": "Let women vote and stand",
    "/clusters/harassment-at-work/": "End harassment at work",
    "/to-verify/": "The telephone number has not been rung",
    "/conflicts/": "52 of 90",
    "/compare/?state=KGZ&state=UZB&theme=labour": "Is C190 ratified?",
    "/data/": "Tasks of verification",
    "/method/": "Reply, not veto.",
    "/help/": "no cookies for readers",
}
FILE_PAGES = [
    *(f"/states/KGZ/{what}.csv" for what in FILES),
    *(f"/data/{shape.name}.{kind}" for shape in SHAPES for kind in ("csv", "json")),
    "/instruments/matrix.csv",
]


def body_of(client: Client, path: str) -> str:
    """The whole answer, which must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def rows_of(client: Client, path: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(body_of(client, path).removeprefix("\ufeff"))))


@pytest.mark.parametrize(("path", "words"), PAGES.items())
def test_each_page_says_what_it_is_for(site: Client, path: str, words: str) -> None:
    assert words in body_of(site, path)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_exists_in_russian_with_its_language_named(site: Client, path: str) -> None:
    assert '<html lang="ru"' in body_of(site, f"/ru{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/states/XYZ/", "/states/kgz/", "/states/KGZ/nothing.csv", "/states/XYZ/laws.csv", "/commitments/NONE/",
        "/instruments/NONE/", "/facts/none/", "/themes/none/", "/clusters/none/", "/data/none.csv", "/data/none.json",
        "/to-verify/?page=99", "/themes/equality/?page=0", "/compare/?page=x",
    ],
)  # fmt: skip
def test_what_is_not_there_answers_404(site: Client, path: str) -> None:
    assert site.get(path).status_code == 404


def test_an_unpublished_fact_is_for_a_reader_as_if_it_were_not_there(site: Client) -> None:
    unknown = site.get("/facts/law.KGZ.nothing/")
    hidden = site.get("/facts/law.KGZ.unseen/")

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content.replace(b"law.KGZ.nothing", b"law.KGZ.unseen")


def test_an_editor_sees_an_unpublished_fact_marked_as_such_without_the_editors_note(site: Client, world: World) -> None:
    site.force_login(world.editor)

    page = body_of(site, "/facts/law.KGZ.unseen/")

    assert "Editors alone see this page" in page
    assert "editors-only remark" not in page


@pytest.mark.parametrize("who", ["reader", "editor"])
def test_no_page_and_no_file_shows_a_withheld_value(site: Client, world: World, who: str) -> None:
    if who == "editor":
        site.force_login(world.editor)
    # an editor's own downloads hold the records that did not pass the gate, but neither withheld fields nor notes
    never = [value for value in NEVER_SHOWN if who == "reader" or not value.startswith(("unseen", "hearsay"))]

    for path in (*PAGES, *(f"/ru{page}" for page in PAGES), *FILE_PAGES, "/facts/service.KGZ.line/"):
        text = body_of(site, path)
        assert [value for value in never if value in text] == [], path


def test_a_page_for_an_editor_lists_published_facts_only(site: Client, world: World) -> None:
    site.force_login(world.editor)

    assert "hearsay value 8810" not in body_of(site, "/states/KGZ/")


def test_a_withheld_number_is_said_to_be_withheld_and_why(site: Client) -> None:
    assert "nobody has rung it yet" in body_of(site, "/states/KGZ/")
    assert "telephone number" in body_of(site, "/facts/service.KGZ.line/")


def test_a_task_on_an_unverified_fact_names_its_subject_and_what_is_missing_but_not_its_words(site: Client) -> None:
    page = body_of(site, "/to-verify/?state=KGZ&reason=unverified")

    assert "Law or policy: Domestic violence" in page
    assert "law.KGZ.unseen" in page
    assert 'href="/facts/law.KGZ.unseen/"' not in page


def test_tasks_can_be_narrowed_to_those_of_no_single_state(site: Client) -> None:
    page = body_of(site, "/to-verify/?state=ALL")

    assert "osce.ALL.paragraph" in page
    assert "service.KGZ.line" not in page


def test_unknown_is_an_answer_with_a_word_of_its_own(site: Client) -> None:
    page = body_of(site, "/commitments/C190-4/")

    assert '<span class="tag unknown">unknown</span>' in page
    assert '<span class="tag no">no</span>' in page
    assert '<span class="tag yes">yes</span>' in page


def test_a_disputed_share_answers_unknown_and_shows_both_claims(site: Client) -> None:
    page = body_of(site, "/commitments/STMT-4/")

    assert "sources conflict" in page
    assert "20 of 90" in page
    assert "52 of 90" in page


def test_a_text_without_a_translation_carries_its_language_and_a_label(site: Client) -> None:
    page = body_of(site, "/ru/commitments/STMT-3/")

    assert '<span lang="en">End harassment at work, fully.</span>' in page
    assert '<span class="in-lang" lang="en">English</span>' in page


def test_a_translation_that_nobody_reviewed_is_called_a_draft(site: Client) -> None:
    assert "черновик перевода" in body_of(site, "/ru/commitments/C190-4/")
    assert "draft translation" not in body_of(site, "/commitments/C190-4/")


def test_the_history_of_a_commitment_names_the_act_and_not_who_did_it(site: Client) -> None:
    page = body_of(site, "/commitments/C190-4/")

    assert "Records were brought in line with the reviewed baseline" in page
    assert "test world" not in page


def test_a_commitment_can_be_cited_by_its_permanent_address_in_every_language(site: Client) -> None:
    address = '<a href="https://register.example/commitments/C190-4/">'

    assert address in body_of(site, "/commitments/C190-4/")
    assert address in body_of(site, "/ru/commitments/C190-4/")


def test_a_commitment_names_its_record_in_the_api(site: Client) -> None:
    link = '<link rel="alternate" type="application/json" href="/api/v1/commitments/C190-4">'

    assert link in body_of(site, "/commitments/C190-4/")


def test_comparing_keeps_the_alphabetical_order_whatever_was_asked(site: Client) -> None:
    page = body_of(site, "/ru/compare/?state=UZB&state=KGZ&state=TJK")
    heading = page[page.index("<thead>") : page.index("</thead>")]

    assert heading.index("Кыргызстан") < heading.index("Таджикистан") < heading.index("Узбекистан")
    assert "Казахстан" not in heading


def test_the_page_of_a_state_is_kept_for_readers_until_the_register_changes(
    site: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cache.clear()
    first = body_of(site, "/states/KGZ/")
    with django_assert_max_num_queries(3):
        assert body_of(site, "/states/KGZ/") == first

    raw = raw_world()
    raw["commitment"][0]["title"] = {"en": "Give women half of public life"}
    write_baseline(raw)

    assert "Give women half of public life" in body_of(site, "/states/KGZ/")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/states/KGZ/", 20), ("/commitments/CEDAW-7-A/", 29), ("/instruments/", 8), ("/instruments/CEDAW/", 13),
        ("/facts/treaty.KGZ.CEDAW/", 12), ("/themes/", 7), ("/themes/equality/", 11), ("/to-verify/", 8),
        ("/conflicts/", 7), ("/compare/", 9), ("/", 17), ("/states/", 8),
    ],
)  # fmt: skip
def test_the_number_of_queries_of_a_page_does_not_grow_with_the_register(
    site: Client, django_assert_max_num_queries: DjangoAssertNumQueries, path: str, most: int
) -> None:
    raw = raw_world()
    raw["commitment"] += [
        commitment(f"SYN-{n}", f"Promise {n}", f"Обещание {n}", "equality.gender") for n in range(1, 160)
    ]
    raw["structural-test"][0]["commitments"] += [f"SYN-{n}" for n in range(1, 160)]
    write_baseline(raw)
    cache.clear()

    with django_assert_max_num_queries(most):
        assert site.get(path).status_code == 200


def test_the_page_of_a_state_with_many_commitments_stays_light_and_leads_on_to_the_rest(site: Client) -> None:
    raw = raw_world()
    raw["commitment"] += [
        commitment(f"SYN-{theme}-{n}", f"A promise with a title of a usual length, number {n}", None, theme)
        for n in range(1, 60)
        for theme in ("equality.gender", "labour.harassment", "civic-space.association")
    ]
    write_baseline(raw)

    page = body_of(site, "/states/KGZ/")

    assert len(page.encode()) < 150_000
    assert "/search/?state=KGZ&amp;theme=equality" in page
    assert "54 more in search" in page


def test_every_file_of_a_state_names_the_source_of_each_row(site: Client) -> None:
    for what in FILES:
        rows = rows_of(site, f"/states/KGZ/{what}.csv")
        assert rows, what
        assert {"source_title", "source_url"} <= set(rows[0]), what


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(site: Client) -> None:
    cells = [row["source_title"] for row in rows_of(site, "/states/UZB/laws.csv")]
    records = [row["source_title"] for row in rows_of(site, "/data/fact.csv")]

    assert f"'{FORMULA}" in cells
    assert f"'{FORMULA}" in records
    assert FORMULA not in cells + records


def test_the_records_as_json_are_the_public_ones_and_hold_no_column_for_editors(site: Client) -> None:
    facts = json.loads(body_of(site, "/data/fact.json"))

    assert "treaty.KGZ.CEDAW" in {fact["key"] for fact in facts}
    assert "law.KGZ.unseen" not in {fact["key"] for fact in facts}
    assert all("withheld" not in fact and "editor_note" not in fact for fact in facts)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_only_a_few_whole_lists_are_put_together_at_once_and_others_are_told_when_to_come_back(
    site: Client, kind: str
) -> None:
    underway = [site.get(f"/data/fact.{kind}") for _ in range(answering.WHOLE_LISTS_AT_ONCE)]

    refused = site.get(f"/data/commitment.{kind}", headers={"accept-language": "en"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert "Others are taking lists away just now" in refused.content.decode()
    assert "Полные списки составляются" in site.get(f"/ru/data/commitment.{kind}").content.decode()
    assert site.get("/data/").status_code == 200

    for answer in underway:
        b"".join(answer.streaming_content)
    assert body_of(site, f"/data/commitment.{kind}")


def test_whoever_goes_away_in_the_middle_of_a_list_leaves_room_for_others() -> None:
    underway = [answering.one_of_few(range(9)) for _ in range(answering.WHOLE_LISTS_AT_ONCE)]
    assert [next(one) for one in underway] == [0] * len(underway)
    with pytest.raises(answering.Busy):
        next(answering.one_of_few(range(9)))
    underway[0].close()
    assert list(answering.one_of_few(range(9))) == list(range(9))
    underway[1].close()


def test_the_matrix_file_tells_absent_from_the_list_and_still_to_be_verified_apart(site: Client) -> None:
    rows = {row["state"]: row for row in rows_of(site, "/instruments/matrix.csv") if row["instrument"] == "C190"}

    assert rows["KAZ"]["absent_from_source"] == "true"
    assert rows["TKM"]["to_verify"] == "true"
    assert rows["TKM"]["status"] == ""
    assert rows["TJK"]["action_date"] == ""


def test_pages_refuse_to_be_posted_to(site: Client) -> None:
    assert site.post("/compare/", {"state": "KGZ"}).status_code == 405
