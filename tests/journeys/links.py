"""Links of pages, and a walk along them that knows many pages of one kind from many kinds of page."""

from __future__ import annotations

import http.client
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

ALIKE: Final = 6
"""How many addresses are followed that differ only in what stands after the question mark, or lead to data."""
IN_RUSSIAN: Final = 25
"""How many pages under one heading are read in Russian: templates and records are those of the English ones."""


@dataclass(frozen=True)
class Link:
    """A link as it stands in a page."""

    href: str
    rel: frozenset[str]
    is_anchor: bool


@dataclass
class Document:
    """What a link can lead to."""

    status: int
    location: str = ""
    ids: frozenset[str] = frozenset()
    repeated_ids: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def document(status: int, html: str, location: str = "") -> Document:
    """A page by its markup."""
    tree = LexborHTMLParser(html)
    ids = [str(one.attributes["id"]) for one in tree.css("[id]")]
    links = [
        Link(str(one.attributes.get("href") or one.attributes.get("src") or one.attributes.get("action") or ""),
             frozenset((one.attributes.get("rel") or "").split()), one.tag == "a")
        for one in tree.css("a[href], link[href], img[src], script[src], form[action]")
    ]  # fmt: skip
    return Document(status, location, frozenset(ids), [one for one, times in Counter(ids).items() if times > 1], links)


def is_elsewhere(href: str) -> bool:
    """Whether the address names a server, or is no address of the web."""
    parts = urlsplit(href)
    return bool(parts.scheme or parts.netloc)


def external_faults(where: str, link: Link) -> Iterator[str]:
    """What is wrong with a link to another site."""
    parts = urlsplit(link.href)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or "." not in host or any(sign in link.href for sign in " <>\"'{}"):
        yield f"{where}: {link.href!r} is no address of the web"
    if link.is_anchor and not {"noopener", "noreferrer"} <= link.rel:
        yield f"{where}: {link.href} lacks rel"


class Walk:
    """Every page of a site that can be reached from the given ones, read one after the other."""

    def __init__(self, site: str, starts: Iterable[str]) -> None:
        self._site = urlsplit(site)
        self._connection = http.client.HTTPConnection(self._site.netloc, timeout=60)
        self._alike: Counter[str] = Counter()
        self._to_read = deque(starts)
        self.documents: dict[str, Document] = {}
        self.targets: dict[str, str] = {}
        """Every internal address linked to, with one page where it stands."""

    def read_all(self) -> None:
        """Follow every link, or the first few of those that are alike."""
        self.targets.update(dict.fromkeys(self._to_read, "the start"))
        while self._to_read:
            address = self._to_read.popleft()
            found = self.documents[address] = self._read(address)
            for link in found.links:
                target = self.resolve(address, link.href)
                if target and target not in self.targets:
                    self.targets[target] = address
                    if self._is_worth_reading(target):
                        self._to_read.append(target)
        self._connection.close()

    def resolve(self, page: str, href: str) -> str:
        """The address on this site that a link leads to, without its fragment; empty for one of another site."""
        address = urlsplit(urldefrag(urljoin(f"{self._site.geturl()}{page}", href)).url)
        if address.netloc != self._site.netloc:
            return ""
        return address.path + (f"?{address.query}" if address.query else "")

    def _is_worth_reading(self, address: str) -> bool:
        parts = urlsplit(address)
        if parts.path.startswith("/editions/") and "/files/" in parts.path and parts.path.endswith(".html"):
            kind, most = "a page of a frozen report, read in its folder", ALIKE
        elif parts.query:
            kind, most = f"{parts.path}?{'&'.join(sorted({name for name, _ in parse_qsl(parts.query)}))}", ALIKE
        elif parts.path.startswith("/ru/"):
            kind, most = "/".join(parts.path.split("/")[:3]), IN_RUSSIAN
        elif parts.path.startswith(("/api/v1/", "/static/")) or not parts.path.endswith("/"):
            kind, most = parts.path.rpartition("/")[0], ALIKE
        else:
            return True
        self._alike[kind] += 1
        return self._alike[kind] <= most

    def _read(self, address: str) -> Document:
        self._connection.request("GET", address, headers={"Host": self._site.netloc})
        answer = self._connection.getresponse()
        body = answer.read()
        if "text/html" not in (answer.getheader("Content-Type") or ""):
            return Document(answer.status, answer.getheader("Location") or "")
        return document(answer.status, body.decode("utf-8"), answer.getheader("Location") or "")


def fragment_of(href: str) -> str:
    """The name of the place within a page that a link leads to."""
    return unquote(urldefrag(href).fragment)
