"""The search page: what a reader sees, what no reader may see, and what no query string can do to it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, quote, urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from tests.search.world import RIGHTS, build_searched_world
from ubada.access.actors import Actor
from ubada.register.models import Commitment, Fact
from ubada.search.asking import Asked, ask
from ubada.search.engine import SearchIndex
from ubada.search.forms import SearchRequest, read_request
from ubada.search.queries import current_labels, search

HOSTILE = [
    "(", ")", "((((", "[", "]", "{", "}", '"', '""', '"""', '"a', 'a"b"c"', "«", "“”", "'", "*", "?", "~", "^", "\\",
    "a\\", "+", "-", "!", ":", "title:", "title:women", "word:*", "state:KGZ AND", "AND", "OR", "NOT", "AND OR NOT",
    "a AND (b OR", "women~2", "women^9", "/women/", "[a TO z]", "{* TO *}", "IN [a b]", "<b>",
    "<script>alert(1)</script>",
    "&lt;", "%", "%%", "${x}", "{{ 7 }}", "{% x %}", "'; DROP TABLE register_commitment; --", "../../etc/passwd",
    "\u202e\u200f", "\u0301" * 50, "ʻʻʻ", "\ufeff", "\ud7ff", "\U0001f600", "\U0010ffff",
    "𝔴𝔬𝔪𝔢𝔫", "ｗｏｍｅｎ", "١٢٣", "²³", "Ⅷ",
    "a" * 10_000, "a " * 5_000, "women " * 1_600, '"' * 10_000, "9" * 5_000, "/".join("a" * 3_000), "ы" * 10_000,
    "\t\n\r\v\f", "\x01\x02\x7f", ".", "...", "C190" * 500, "-".join("12345678901234567890"),
]  # fmt: skip


def test_no_question_breaks_the_page_or_the_register(world: SearchIndex, client: Client) -> None:
    before = Commitment.objects.count()
    for text in HOSTILE:
        response = client.get("/search/", {"q": text})
        assert response.status_code == (200 if len(quote(text)) < 4000 else 414), text[:80]
        assert "<script" not in response.content.decode()
        search(Actor.reader(), SearchRequest(text), language="en")
    assert Commitment.objects.count() == before
    assert search(Actor.reader(), SearchRequest("torture"), language="en").hits[0].key == "STMT-8"


BROKEN = ["q=%00", "q=%ff%fe", "q=%ED%A0%80", "q=a%00b", "state=%00", "page=%00", "state=%ff"]
ODD = [
    "q", "&&&", "=", "q=a&q=b", "state=", "state=NOWHERE", "state=KGZ&state=KGZ", "theme=../x", "sort=drop", "sort=",
    "page=", "page=0", "page=-3", "page=99999999999999999999", "page=" + "9" * 5000, "year=20x", "year=99999", "sdg=0",
    "sdg=99", "sdg=5.5.5", "kind=%27%22", "body=" + "x" * 9000, "result=maybe", "type=*", "unknown=1",
    "&".join(f"state=S{n}" for n in range(900)),
]  # fmt: skip


NO_NUMBERS = ["abc", "1.5", "1e3", "²", "١", "0x1", "1 OR 1=1", "--1", "NaN"]


def test_broken_bytes_in_the_address_are_a_bad_request(world: SearchIndex, client: Client) -> None:
    assert {query: client.get(f"/search/?{query}").status_code for query in BROKEN} == dict.fromkeys(BROKEN, 400)


def test_odd_parameters_are_ignored(world: SearchIndex, client: Client) -> None:
    expected = {query: 200 if len(query) < 4000 else 414 for query in ODD}
    assert {query: client.get(f"/search/?{query}").status_code for query in ODD} == expected


def test_a_page_that_is_no_number_is_not_found(world: SearchIndex, client: Client) -> None:
    found = {page: client.get("/search/", {"page": page}).status_code for page in NO_NUMBERS}
    assert found == dict.fromkeys(NO_NUMBERS, 404)


@pytest.mark.django_db
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80) | st.text(alphabet='a"«»*()~^:[]{}\\/-+!&|ʻ 1Ж.', max_size=60))
def test_any_text_whatever_can_be_asked(text: str, world: SearchIndex) -> None:
    answer = ask(world.snapshot(), Asked(text))
    assert answer.total >= len(answer.hits)


def test_unknown_values_are_named_in_a_notice(world: SearchIndex, client: Client) -> None:
    page = client.get("/search/?state=NOWHERE&sort=worst").content.decode()
    assert "state=NOWHERE" in page
    assert "sort=worst" in page
    assert "ignored" in page


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["relevance", "newest", "reference"])
@pytest.mark.parametrize("text", ["", "orchard"])
def test_the_pages_together_are_all_hits_each_once(index: SearchIndex, sort: str, text: str) -> None:
    build_searched_world(more=90)
    actor = Actor.reader()
    request = SearchRequest(text, {"type": ("commitment",)}, sort)  # type: ignore[arg-type]
    first = search(actor, request, language="en")
    seen = [
        hit.key
        for number in range(1, first.pages + 1)
        for hit in search(actor, request.with_page(number), language="en").hits
    ]
    assert len(seen) == len(set(seen)) == first.total
    whole = search(actor, request, language="en", per_page=500)
    assert [hit.key for hit in whole.hits] == seen
    if sort == "reference":
        numbers = [int(key.removeprefix("MANY-")) for key in seen if key.startswith("MANY-")]
        assert numbers == list(range(1, 91))


def test_a_page_beyond_the_last_is_the_last(world: SearchIndex) -> None:
    last = search(Actor.reader(), SearchRequest(page=2), language="en")
    beyond = search(Actor.reader(), SearchRequest(page=10**6), language="en")
    assert beyond.request.page == 2
    assert [hit.key for hit in beyond.hits] == [hit.key for hit in last.hits]


def test_what_was_withdrawn_but_is_still_in_the_index_is_not_shown(world: SearchIndex, client: Client) -> None:
    before = search(Actor.reader(), SearchRequest("protection orders"), language="en")
    Fact.objects.filter(pk="law.KGZ.dv.2017").update(is_published=False)
    after = search(Actor.reader(), SearchRequest("protection orders"), language="en")
    assert "law.KGZ.dv.2017" in {hit.key for hit in before.hits}
    assert "law.KGZ.dv.2017" not in {hit.key for hit in after.hits}
    assert (after.total, after.held_back) == (before.total - 1, 1)
    page = client.get("/search/?q=protection+orders").content.decode()
    assert "law.KGZ.dv.2017" not in page
    assert "no longer public" in page


def test_a_page_takes_few_queries(
    world: SearchIndex, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):  # four for the results, four for the names, which are then kept
        client.get("/search/")
    with django_assert_max_num_queries(4):
        client.get("/search/?q=women&state=KGZ&theme=equality&result=yes&sdg=5")


def test_a_page_carries_no_script_no_inline_style_and_its_canonical_address(world: SearchIndex, client: Client) -> None:
    page = client.get("/search/?page=2&theme=labour&theme=equality&junk=1&q=").content.decode()
    assert "<script" not in page
    assert "style=" not in page
    assert '<link rel="canonical" href="/search/?theme=equality&amp;theme=labour"' in page


def test_results_link_on_to_the_next_page_and_back(world: SearchIndex, client: Client) -> None:
    first, second = (client.get(f"/search/?sort=reference&page={n}").content.decode() for n in (1, 2))
    assert '<link rel="next" href="/search/?sort=reference&amp;page=2">' in first
    assert 'rel="prev"' not in first
    assert '<link rel="prev" href="/search/?sort=reference">' in second


def test_each_chosen_value_is_a_tag_that_takes_itself_away(world: SearchIndex, client: Client) -> None:
    page = client.get("/search/?q=women&state=KGZ&result=yes&sort=newest").content.decode()
    tags = [parse_qs(unescape(one)) for one in re.findall(r'<a class="tag" href="\?([^"]*)"', page)]
    assert {"q": ["women"], "result": ["yes"], "sort": ["newest"]} in tags
    assert {"q": ["women"], "state": ["KGZ"], "sort": ["newest"]} in tags
    assert 'name="state" value="KGZ" checked' in page
    assert '<option value="newest" selected>' in page


def test_a_found_word_is_marked_and_every_answer_has_a_word(world: SearchIndex, client: Client) -> None:
    page = client.get("/search/?q=harassing").content.decode()
    assert "<mark>harassment</mark>" in page
    assert re.search(r'<abbr title="Kyrgyzstan">KGZ</abbr>\s+yes', page)


def test_a_page_is_in_the_readers_language(world: SearchIndex, client: Client) -> None:
    page = client.get("/ru/search/", {"q": RIGHTS["tg"], "state": "KGZ"}).content.decode()
    assert RIGHTS["ru"] in page
    assert 'lang="tg"' in page
    assert "Кыргызстан" in page
    assert 'href="/ru/commitments/STMT-7/"' in page


def test_nothing_found_is_said_with_hints(world: SearchIndex, client: Client) -> None:
    page = client.get("/search/?q=xylophone&state=KGZ").content.decode()
    assert "Nothing was found" in page
    assert 'href="?q=xylophone"' in page


@pytest.mark.django_db
def test_without_an_index_the_page_says_so_offers_other_ways_and_has_it_made(
    index: SearchIndex, client: Client
) -> None:
    response = client.get("/search/?q=torture")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    page = response.content.decode()
    assert 'href="/states/"' in page
    assert 'value="torture"' in page
    client.get("/search/")
    assert [job.status for job in ProcrastinateJob.objects.filter(task_name="search.keep_index")] == ["todo"]


def test_a_damaged_index_is_said_and_mended(world: SearchIndex, client: Client) -> None:
    from ubada.search.services import keep_index  # noqa: PLC0415 - as the worker does, later

    assert client.get("/search/?q=torture").status_code == 200
    for path in world.root.glob("g-*/*.idx"):
        path.write_bytes(b"not an index")
    assert client.get("/search/?q=torture").status_code == 503
    assert keep_index() == "rebuilt"
    assert client.get("/search/?q=torture").status_code == 200


CHOICES = {
    "state": ("KGZ", "KAZ"),
    "result": ("yes", "no"),
    "theme": ("labour", "equality.gender"),
    "sdg": ("5", "8.8"),
}


@pytest.mark.django_db
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.sampled_from(["", "women", "права женщин", 'a "b c"', "a&b=c", "50%"]),
    chosen=st.fixed_dictionaries({name: st.sets(st.sampled_from(values)) for name, values in CHOICES.items()}),
    sort=st.sampled_from(["relevance", "newest", "reference"]),
    page=st.integers(1, 9),
)
def test_an_address_says_the_search_and_the_search_its_address(
    text: str, chosen: dict[str, set[str]], sort: str, page: int, world: SearchIndex
) -> None:
    kept = {name: tuple(sorted(values)) for name, values in chosen.items() if values}
    request = SearchRequest(text, kept, sort, page)  # type: ignore[arg-type]
    again, ignored = read_request(QueryDict(request.query_string()), current_labels())
    assert again.query_string() == request.query_string()
    assert ignored == ()


def test_addresses_of_results_are_safe_to_share(world: SearchIndex, client: Client) -> None:
    asked = urlencode({"q": 'rights "of women" & <men>', "instrument": "A/RES/48/134"})
    page = client.get(f"/search/?{asked}").content.decode()
    canonical = unescape(re.findall(r'<link rel="canonical" href="([^"]*)"', page)[0])
    assert parse_qs(canonical.partition("?")[2]) == parse_qs(asked)
    assert quote("<men>") in canonical
