"""What DOCX and ODT share: parts of an archive read within limits, XML without remarks, pictures cleaned."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from ubada.evidence.copies.pictures import JPEG_START, PNG_START, clean_jpeg, clean_png, placeholder_png
from ubada.evidence.copies.refusing import NoCopy, Why

MOST_UNPACKED: Final = 256 * 1024 * 1024
ALWAYS: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every part of a copy; when it was saved is nobody's business."""
_PATH_LIKE: Final = re.compile(r"[\\/@]|\.(?:jpe?g|png|gif|tiff?|heic|bmp)\b", re.IGNORECASE)

Element = Any
"""An element of lxml, which has no types of its own."""


class Package:
    """The parts of an archive, each unpacked when it is asked for, all together within a limit."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile:
            raise NoCopy(Why.DAMAGED) from None
        self._left = MOST_UNPACKED
        self.names = frozenset(self._archive.namelist())

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises `NoCopy` if it is missing, broken or too large."""
        try:
            with self._archive.open(name) as stream:
                content = stream.read(self._left + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            raise NoCopy(Why.DAMAGED) from None
        self._left -= len(content)
        if self._left < 0:
            raise NoCopy(Why.TOO_MUCH)
        return content

    def tree(self, name: str) -> Element:
        """A part as XML, without remarks and instructions, and without anything from elsewhere."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self.part(name), parser)
        except etree.XMLSyntaxError:
            raise NoCopy(Why.DAMAGED) from None
        if root.getroottree().docinfo.doctype:
            raise NoCopy(Why.DAMAGED)
        return root


def packed(parts: Iterable[tuple[str, bytes]], *, plain: frozenset[str] = frozenset()) -> bytes:
    """An archive of these parts in this order, those in ``plain`` not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, ALWAYS)
            entry.compress_type = zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def xml(root: Element) -> bytes:
    """An element as a part."""
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return out


def clean_picture(data: bytes) -> tuple[str, bytes]:
    """Ending and bytes of a cleaned picture; an empty one in place of a kind of which no copy is made."""
    try:
        if data.startswith(PNG_START):
            return "png", clean_png(data)
        if data.startswith(JPEG_START):
            return "jpeg", clean_jpeg(data)
    except NoCopy as refusal:
        if refusal.why is not Why.DAMAGED:
            raise
    return "png", placeholder_png()


def is_telling(words: str) -> bool:
    """Whether a description looks like the path, name or address of something on somebody's computer."""
    return bool(_PATH_LIKE.search(words))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def namespace(element: Element) -> str:
    """The namespace of an element."""
    return str(etree.QName(element).namespace or "")


def take_out(element: Element) -> None:
    """The element is gone with all in it; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    _keep_tail(element, parent)
    parent.remove(element)


def unwrap(element: Element) -> None:
    """The element is gone and what was in it stands in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    before = parent[place - 1] if place else None
    if element.text:
        if before is not None:
            before.tail = (before.tail or "") + element.text
        else:
            parent.text = (parent.text or "") + element.text
    children = list(element)
    if children and element.tail:
        children[-1].tail = (children[-1].tail or "") + element.tail
        element.tail = None
    for offset, child in enumerate(children):
        parent.insert(place + offset, child)
    take_out(element)


def _keep_tail(element: Element, parent: Element) -> None:
    if not element.tail:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + element.tail
    else:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
