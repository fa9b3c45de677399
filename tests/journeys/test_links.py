"""Every link leads somewhere: on the whole site, and in the folder of an edition that was taken away."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from tests.journeys.links import Document, Walk, document, external_faults, fragment_of, is_elsewhere
from tests.journeys.observing import lines

REDIRECTS = {
    "/editions/0/files/": "/editions/0/files/index.html",
    "/ru/editions/0/files/": "/editions/0/files/index.html",
    "/account/tokens/": "/accounts/login/?next=/account/tokens/",
    "/ru/account/tokens/": "/ru/accounts/login/?next=/ru/account/tokens/",
}
"""The only addresses that lead on to another one."""


@pytest.fixture(scope="module")
def walk(site: str) -> Walk:
    """The site, walked once."""
    walk = Walk(site, ["/", "/ru/"])
    walk.read_all()
    return walk


@pytest.fixture(scope="module")
def folder_pages(edition_folder: Path) -> dict[Path, Document]:
    """Every page of the edition by its file."""
    pages = {path: document(200, path.read_text(encoding="utf-8")) for path in edition_folder.rglob("*.html")}
    assert len(pages) > 400
    return pages


def test_the_walk_comes_everywhere(walk: Walk) -> None:
    read = set(walk.documents)
    some = {"/facts/": 350, "/commitments/": 150, "/instruments/": 50, "/themes/": 40, "/states/": 6}
    for kind, least in some.items():
        assert len([one for one in read if one.startswith(kind)]) >= least, kind
    assert {"/compare/", "/help/", "/editions/0/", "/ru/states/KGZ/", "/organisations/", "/api/v1/docs/"} <= read


def test_every_internal_link_leads_to_a_page(walk: Walk) -> None:
    faults = [
        f"{one.status} {one.location}: {address} on {walk.targets[address]}"
        for address, one in walk.documents.items()
        if one.status != 200 and REDIRECTS.get(address) != one.location
    ]
    assert faults == [], lines(faults)


def test_what_is_linked_in_russian_exists_in_english(walk: Walk) -> None:
    faults = [
        f"{target} on {page}"
        for target, page in walk.targets.items()
        if target.startswith("/ru/")
        and not urlsplit(target).query
        and "/files/" not in target  # pages of the report, read in their folder below
        and (target.removeprefix("/ru") not in walk.targets)
    ]
    assert faults == [], lines(faults)


def test_every_place_within_a_page_that_is_linked_to_is_there(walk: Walk) -> None:
    faults = []
    for address, page in walk.documents.items():
        for link in page.links:
            target = walk.documents.get(walk.resolve(address, link.href))
            if (name := fragment_of(link.href)) and target is not None and name not in target.ids:
                faults.append(f"{address}: {link.href}")
    assert faults == [], lines(sorted(set(faults)))


def test_no_page_uses_an_id_twice(walk: Walk) -> None:
    faults = [f"{address}: {page.repeated_ids}" for address, page in walk.documents.items() if page.repeated_ids]
    assert faults == [], lines(faults)


def test_links_to_other_sites_are_well_formed_and_tell_them_nothing(walk: Walk) -> None:
    faults = {
        fault
        for address, page in walk.documents.items()
        for link in page.links
        if is_elsewhere(link.href) and not walk.resolve(address, link.href)
        for fault in external_faults(address, link)
    }
    assert faults == set(), lines(sorted(faults))


def test_every_link_of_a_taken_edition_leads_to_a_file_and_place_in_its_folder(
    edition_folder: Path, folder_pages: dict[Path, Document]
) -> None:
    faults = []
    for path, page in folder_pages.items():
        for link in page.links:
            if is_elsewhere(link.href):
                continue
            target = (path.parent / unquote(urldefrag(link.href).url.partition("?")[0])).resolve()
            target = path if link.href.startswith("#") else target
            name = fragment_of(link.href)
            if link.href.startswith("/") or not target.is_file() or not target.is_relative_to(edition_folder.resolve()):
                faults.append(f"{path.name}: {link.href} is no file of the edition")
            elif name and name not in folder_pages[target].ids:
                faults.append(f"{path.name}: {link.href}: no such place")
    assert faults == [], lines(sorted(set(faults))[:40])


def test_a_taken_edition_repeats_no_id_and_links_to_other_sites_with_care(folder_pages: dict[Path, Document]) -> None:
    faults = {f"{path.name}: {page.repeated_ids}" for path, page in folder_pages.items() if page.repeated_ids}
    for path, page in folder_pages.items():
        faults |= {
            fault for link in page.links if is_elsewhere(link.href) for fault in external_faults(path.name, link)
        }
    assert faults == set(), lines(sorted(faults)[:40])
