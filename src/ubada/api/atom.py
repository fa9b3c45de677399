"""Atom feeds (RFC 4287), built as XML so that no text can break out of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.etree import ElementTree as ET

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml"
BEFORE_ALL: Final = datetime(2024, 11, 27, tzinfo=UTC)
"""The day of the joint statement that the register answers; what a feed without entries says of its age."""
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a feed or an entry."""

    href: str
    rel: str = "alternate"
    type: str = "text/html"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``id`` never changes; ``content`` is HTML, with everything in it escaped already."""

    id: str
    title: str
    updated: datetime
    links: Sequence[Link]
    content: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. ``language`` is a BCP 47 tag."""

    id: str
    title: str
    subtitle: str
    language: str
    links: Sequence[Link]
    entries: Sequence[Entry]


def tag_uri(host: str, day: str, name: str) -> str:
    """A name that is never given to anything else (RFC 4151): who named it, when, and what."""
    return f"tag:{host.partition(':')[0]},{day}:{name}"


def written(feed: Feed) -> bytes:
    """The feed as XML in UTF-8."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(max((one.updated for one in feed.entries), default=BEFORE_ALL)))
    _text(ET.SubElement(root, _name("author")), "name", "Ubada")
    _links(root, feed.links)
    for one in feed.entries:
        entry = ET.SubElement(root, _name("entry"))
        _text(entry, "id", one.id)
        _text(entry, "title", one.title)
        _text(entry, "updated", _moment(one.updated))
        if one.published is not None:
            _text(entry, "published", _moment(one.published))
        _links(entry, one.links)
        if one.content:
            _text(entry, "content", one.content).set("type", "html")
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _name(name))
    element.text = _NOT_XML.sub("", text)
    return element


def _links(parent: ET.Element, links: Sequence[Link]) -> None:
    for link in links:
        attributes = {"rel": link.rel, "type": link.type, "href": link.href}
        ET.SubElement(
            parent, _name("link"), attributes | ({"title": _NOT_XML.sub("", link.title)} if link.title else {})
        )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
