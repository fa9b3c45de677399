"""ODT documents as they read with all changes accepted: no properties, remarks, authors, revisions, hidden text."""

from __future__ import annotations

from typing import Final

from lxml import etree

from ubada.evidence.copies.packages import (
    Element,
    Package,
    clean_picture,
    is_telling,
    local,
    packed,
    take_out,
    unwrap,
    xml,
)
from ubada.evidence.copies.refusing import NoCopy, Why

_MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"
_MANIFEST: Final = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_PARTS: Final = ("content.xml", "styles.xml")
_GONE: Final = frozenset(
    {
        "annotation", "annotation-end", "tracked-changes", "change", "change-start", "change-end", "scripts",
        "event-listeners", "forms", "object", "object-ole", "applet", "plugin", "hidden-text", "hidden-paragraph",
        "creator", "initial-creator", "printed-by", "author-name", "author-initials", "sender-firstname",
        "sender-lastname", "sender-initials", "sender-title", "sender-position", "sender-email", "sender-phone-private",
        "sender-fax", "sender-company", "sender-phone-work", "sender-street", "sender-city", "sender-postal-code",
        "sender-country", "sender-state-or-province", "file-name", "template-name", "user-defined", "description",
        "subject", "keywords", "creation-date", "creation-time", "modification-date", "modification-time",
        "print-date", "print-time", "editing-cycles", "editing-duration", "meta", "user-field-decls", "dde-connection",
        "dde-connection-decls", "dde-connection-decl", "document-statistic", "settings", "font-face-src",
    }
)  # fmt: skip
_OPENED: Final = frozenset({"meta-field"})
_ATTRIBUTES: Final = ("rsid", "paragraph-rsid", "author", "initials", "meta-creation-date")
_PICTURES: Final = "Pictures/"


def clean_odt(data: bytes) -> bytes:
    """The text and its form alone. Raises `NoCopy` for what is damaged or unpacks to too much."""
    source = Package(data)
    if "content.xml" not in source.names:
        raise NoCopy(Why.DAMAGED)
    trees = {name: source.tree(name) for name in _PARTS if name in source.names}
    pictures: dict[str, str] = {}
    parts: dict[str, bytes] = {}
    for root in trees.values():
        _clean(root)
        for element in [one for one in root.iter(etree.Element) if one.get(_HREF) is not None]:
            _keep_or_cut(source, element, pictures, parts)
    written = [*((name, xml(root)) for name, root in trees.items()), *parts.items()]
    head = [("mimetype", _MEDIA_TYPE.encode()), ("META-INF/manifest.xml", _manifest([name for name, _ in written]))]
    return packed([*head, *written], plain=frozenset({"mimetype"}))


def _manifest(names: list[str]) -> bytes:
    root = etree.Element(f"{{{_MANIFEST}}}manifest", nsmap={"manifest": _MANIFEST})
    root.set(f"{{{_MANIFEST}}}version", "1.2")
    types = {"xml": "text/xml", "png": "image/png", "jpeg": "image/jpeg"}
    for name, kind in [("/", _MEDIA_TYPE), *((one, types[one.rpartition(".")[2]]) for one in names)]:
        entry = etree.SubElement(root, f"{{{_MANIFEST}}}file-entry")
        entry.set(f"{{{_MANIFEST}}}full-path", name)
        entry.set(f"{{{_MANIFEST}}}media-type", kind)
    return xml(root)


def _clean(root: Element) -> None:
    for element in list(root.iter(etree.Element)):
        if element is not root and (local(element) in _GONE or _is_hidden(element)):
            take_out(element)
    for element in list(root.iter(etree.Element)):
        if element is not root and local(element) in _OPENED:
            unwrap(element)
    for element in root.iter(etree.Element):
        for key in list(element.attrib):
            if etree.QName(key).localname in _ATTRIBUTES:
                del element.attrib[key]
        if local(element) in ("title", "desc") and element.text and is_telling(element.text):
            element.text = ""
        if local(element) == "frame":
            for key in [one for one in element.attrib if etree.QName(one).localname == "name"]:
                element.set(key, "image")


def _is_hidden(element: Element) -> bool:
    """A section or paragraph that is not displayed."""
    return any(
        (etree.QName(key).localname == "display" and value == "none" and local(element) == "section")
        or (etree.QName(key).localname == "is-hidden" and value == "true")
        for key, value in element.attrib.items()
    )


def _keep_or_cut(source: Package, element: Element, pictures: dict[str, str], parts: dict[str, bytes]) -> None:
    """A picture is cleaned and gets a name that says nothing; a link leads to the web or to nowhere."""
    target = element.get(_HREF)
    if target.startswith("./"):
        target = target[2:]
    if local(element) == "image" or local(element) == "background-image" or local(element) == "fill-image":
        if target not in source.names:
            take_out(element)
            return
        if target not in pictures:
            ending, content = clean_picture(source.part(target))
            pictures[target] = f"{_PICTURES}image{len(pictures) + 1}.{ending}"
            parts[pictures[target]] = content
        element.set(_HREF, pictures[target])
    elif local(element) == "a":
        if not target.lower().startswith(("http://", "https://", "#")):
            unwrap(element)
    elif not target.startswith("#"):
        del element.attrib[_HREF]


__all__ = ["clean_odt"]
