"""The static report: complete in both languages, readable from a disk, nothing that runs or loads from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.utils import translation
from django.utils.translation import gettext
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from tests.editions.conftest import Published
from ubada.editions.report import LANGUAGES, report_files
from ubada.editions.report.links import safe

pytestmark = pytest.mark.django_db  # the edition is made from a database


@pytest.fixture(params=[False, True], ids=["register", "round"])
def published(published: Published, carried: Published, request: pytest.FixtureRequest) -> Published:
    """The edition of the register alone, and the one that carries a round."""
    return carried if request.param else published


LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}


def _pages(folder: Path) -> Iterator[tuple[str, HTMLParser]]:
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), HTMLParser(path.read_bytes())


def test_every_relative_link_leads_to_a_file_and_a_place_in_it(published: Published) -> None:
    pages = dict(_pages(published.folder))
    ids = {name: {node.attributes["id"] for node in page.css("[id]")} for name, page in pages.items()}
    checked = 0
    for name, page in pages.items():
        for node in page.css("[href], [src]"):
            target = urlsplit(node.attributes.get("href") or node.attributes.get("src") or "")
            if target.scheme:
                continue
            path = (Path("/") / name).parent / unquote(target.path) if target.path else Path("/") / name
            found = Path(str(path.resolve())).relative_to("/").as_posix()
            assert (published.folder / found).is_file(), f"{name} links {target.path}"
            if target.fragment:
                assert target.fragment in ids[found], f"{name} links {target.geturl()}"
            checked += 1
    assert checked > 1000


def test_no_id_stands_twice_on_a_page(published: Published) -> None:
    for name, page in _pages(published.folder):
        found = [node.attributes["id"] for node in page.css("[id]")]
        assert len(found) == len(set(found)), name


def test_only_sources_lead_out_of_the_folder(published: Published) -> None:
    for name, page in _pages(published.folder):
        for node in page.css("[href]"):
            if urlsplit(node.attributes["href"] or "").scheme:
                assert node.tag == "a", name
                assert {"external", "noopener", "noreferrer"} <= set((node.attributes.get("rel") or "").split()), name


def test_nothing_runs_and_nothing_is_loaded_from_elsewhere(published: Published) -> None:
    for name, page in _pages(published.folder):
        assert page.css("script, style, iframe, object, embed, form, base") == [], name
        assert page.css("[style], [onclick], [onload], [onerror]") == [], name
        for tag, attribute in LOADED.items():
            for node in page.css(tag):
                assert not urlsplit(node.attributes.get(attribute) or "").scheme, name
        policy = page.css_first('meta[http-equiv="Content-Security-Policy"]')
        assert policy is not None
        assert (policy.attributes["content"] or "").startswith("default-src 'none'"), name
    for path in published.folder.rglob("*.css"):
        for address in re.findall(r"url\(\"?([^)\"]+)", path.read_text()):
            assert (path.parent / address).resolve().is_file(), f"{path.name} loads {address}"


def test_each_page_has_one_heading_of_the_first_level_its_language_and_a_title(published: Published) -> None:
    for name, page in _pages(published.folder):
        assert len(page.css("h1")) == 1, name
        assert page.css_first("main") is not None, name
        language = page.css_first("html").attributes["lang"]
        assert language == (name.partition("/")[0] if "/" in name else "en"), name
        assert page.css_first("title").text().strip(), name


def test_headings_leave_out_no_level(published: Published) -> None:
    for name, page in _pages(published.folder):
        levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4, h5")]
        for before, after in pairwise(levels):
            assert after <= before + 1, f"{name}: h{after} after h{before}"


def test_every_page_exists_in_every_language_and_links_the_others(published: Published) -> None:
    names = {language: {path.name for path in (published.folder / language).glob("*.html")} for language in LANGUAGES}
    assert names["en"] == names["ru"]
    for name, page in _pages(published.folder):
        hrefs = {node.attributes["href"] for node in page.css('link[rel="alternate"]')}
        own = name.rpartition("/")[2]
        prefix = "../" if "/" in name else ""
        assert hrefs == {f"{prefix}{language}/{own}" for language in LANGUAGES}, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_state_has_a_page_and_a_list_of_facts_and_a_commitment_has_a_page(
    published: Published, language: str
) -> None:
    there = {path.name for path in (published.folder / language).glob("*.html")}
    for code in published.frozen.records["state"]:
        assert {f"state-{code}.html", f"facts-{code}.html"} <= there
    for ref in published.frozen.records["commitment"]:
        assert f"commitment-{ref}.html" in there


def test_every_page_says_that_there_is_no_verdict_exactly_where_that_is_so(published: Published) -> None:
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = gettext("No verdict has been given yet")
    for name, page in _pages(published.folder):
        language = name.partition("/")[0] if "/" in name else "en"
        assert (words[language] in page.text()) is published.frozen.is_before_verdicts, name


def _section(page: HTMLParser, theme: str) -> str:
    heading = page.css_first(f"h2#{theme.replace('.', chr(92) + '.')}")
    assert heading is not None
    assert heading.parent is not None
    return re.sub(r"\s+", " ", heading.parent.text())


def test_a_state_page_says_what_was_promised_what_facts_say_what_conflicts_and_what_nobody_verified(
    published: Published,
) -> None:
    page = HTMLParser((published.folder / "en" / "state-KGZ.html").read_bytes())
    section = _section(page, "equality")
    for part in ("What was promised", "What the facts say", "What conflicts", "What nobody has verified"):
        assert part in section
    assert "Let women vote and stand" in section
    assert "Is the state bound by the convention?" in section
    assert "52 of 90 seats" in section
    assert "52 из 90" not in section
    assert "Sources conflict: Women in parliament" in section
    labour = _section(page, "labour")
    assert "Is C190 ratified?" in labour
    assert "End harassment at work" in labour[labour.index("What nobody has verified") :]


def test_what_bears_on_several_themes_stands_in_full_under_the_first_and_leads_there_from_the_others(
    published: Published,
) -> None:
    every = {
        code: {**test, "commitments": ["CEDAW-7-A", "C190-4"]}
        for code, test in published.frozen.records["test"].items()
    }
    frozen = replace(published.frozen, records={**published.frozen.records, "test": every})
    page = HTMLParser(report_files(frozen)["en/state-KGZ.html"])
    first, other = _section(page, "equality"), _section(page, "labour")
    for test in every.values():
        question = str(test["question"]["en"])
        assert question in first
        assert f"{question} in full under Equality" in other
    assert "in full under" not in first
    assert page.css_first('section[aria-labelledby="labour"] .answers a[href="#equality"]') is not None
    assert page.css('section[aria-labelledby="labour"] .fact') == []


def test_a_text_is_named_once_above_what_it_promises(published: Published) -> None:
    page = HTMLParser((published.folder / "en" / "theme-equality.html").read_bytes())
    names = [node.text() for node in page.css(".promises > li > b")]
    assert names
    assert len(names) == len(set(names))


def test_what_a_state_never_joined_is_not_listed_as_its_promise(published: Published) -> None:
    page = HTMLParser((published.folder / "en" / "state-KAZ.html").read_bytes())
    labour = _section(page, "labour")
    assert "Not bound by it (1)" in labour
    assert "These are no promises of this state" in labour


def test_an_unverified_fact_is_named_by_its_kind_alone(published: Published) -> None:
    page = HTMLParser((published.folder / "en" / "to-verify.html").read_bytes())
    assert "Law or policy: Domestic violence" in page.text()
    assert "Missing: everything" in re.sub(r"\s+", " ", page.text())


def test_a_fact_carries_its_source_its_date_and_what_of_it_is_withheld(published: Published) -> None:
    page = HTMLParser((published.folder / "en" / "facts-TJK.html").read_bytes())
    item = page.css_first(f"#{safe('treaty.TJK.C190').replace('.', chr(92) + '.')}")
    assert item is not None
    text = re.sub(r"\s+", " ", item.text())
    assert "Official register" in text
    assert "as of June 2024" in text
    assert "Withheld until verified: date" in text


def test_texts_without_a_translation_are_marked_with_their_language(published: Published) -> None:
    page = HTMLParser((published.folder / "ru" / "commitment-STMT-3.html").read_bytes())
    heading = page.css_first("h1")
    assert heading is not None
    marked = heading.css_first('[lang="en"]')
    assert marked is not None
    assert marked.text() == "End harassment at work"


def test_two_names_never_become_one_file() -> None:
    names = ["A/1", "A~1", "A~2f~1", "a b", "a_b", "Б"]
    assert len({safe(name) for name in names}) == len(names)


def test_the_pages_of_a_round_tell_what_each_group_found_and_stay_light(carried: Published) -> None:
    heard = {
        "commitment-CEDAW-7.html": ("Where each group stands", "Found together.", "They look at 2023.", "para. 7"),
        "verdicts-CEDAW-7~40~KGZ.html": ("Found by one group: I4", "We were told so on the market place.",
                                         "the name is protected", "Nothing was done here.", "Much was done."),
        "differences.html": ("Where the sides differ most", "4 steps apart"),
        "round.html": ("How each group sees what was promised", "does not agree", "We do not see it so."),
        "state-KGZ.html": ("How each group sees what was promised", "Where the sides differ most"),
        "index.html": ("What organisations found",),
    }  # fmt: skip
    for name, texts in heard.items():
        text = re.sub(r"\s+", " ", HTMLParser((carried.folder / "en" / name).read_bytes()).text())
        for one in texts:
            assert one in text, f"{one} in {name}"
    for path in carried.folder.rglob("*.html"):
        assert path.stat().st_size < 150_000, path.name


def test_a_verdict_is_told_of_its_own_commitment_and_state_alone(carried: Published) -> None:
    for name, page in _pages(carried.folder):
        if "commitment-" in name and "CEDAW-7" not in name:
            assert not page.css(".bell"), name


def test_texts_that_are_too_long_for_a_page_go_on_over_several(carried: Published) -> None:
    records = {kind: dict(own) for kind, own in carried.frozen.records.items()}
    long = {"en": "Long reasons. " * 2500, "ru": "Долгие доводы. " * 2500}
    records["verdict"] = {key: {**one, "narrative": long} for key, one in records["verdict"].items()}
    files = report_files(replace(carried.frozen, records=records))
    pages = {name: data for name, data in files.items() if name.startswith("ru/verdicts-CEDAW-7~40~KGZ")}
    assert len(pages) > 1
    assert all(len(data) < 150_000 for data in files.values())
    joined = b"".join(pages.values())
    assert joined.count(b'class="level"') == len(
        [one for one in records["verdict"].values() if one["state_commitment"] == "CEDAW-7@KGZ"]
    )
    first = HTMLParser(pages["ru/verdicts-CEDAW-7~40~KGZ.html"])
    assert [node.attributes["href"] for node in first.css(".pages a")][1] == "verdicts-CEDAW-7~40~KGZ-part-2.html"
