"""ODT documents as they read with all changes accepted: no properties, remarks, authors, revisions, hidden text."""

from __future__ import annotations

from collections.abc import Iterable
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
_WORDS: Final = frozenset({"p", "h", "span", "a"})
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
    hiding = _hiding_styles(trees.values())
    for root in trees.values():
        _clean(root, hiding)
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


def _clean(root: Element, hiding: frozenset[str]) -> None:
    for element in list(root.iter(etree.Element)):
        if element is not root and (local(element) in _GONE or _is_hidden(element, hiding)):
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


def _hiding_styles(trees: Iterable[Element]) -> frozenset[str]:
    """The names of the styles whose words are not displayed, those that rest on one included."""
    own: dict[str, bool] = {}
    base: dict[str, str] = {}
    for style in (one for root in trees for one in root.iter(etree.Element) if local(one) == "style"):
        name = _attribute(style, "name")
        base[name] = _attribute(style, "parent-style-name")
        said = [_attribute(one, "display") for one in style if local(one) == "text-properties"]
        if any(said):
            own[name] = "none" in said
    found = set()
    for name in base:
        seen, now = set(), name
        while now and now not in seen and now not in own:
            seen.add(now)
            now = base.get(now, "")
        if own.get(now):
            found.add(name)
    return frozenset(found)


def _attribute(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def _is_hidden(element: Element, hiding: frozenset[str]) -> bool:
    """A section or paragraph that is not displayed, or words of a style that is not."""
    if local(element) in _WORDS and _attribute(element, "style-name") in hiding:
        return True
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
