"""DOCX documents as they read with all changes accepted: no properties, remarks, authors, revisions, hidden text.

Only the parts that the text needs are carried over: the document, notes, headers, footers, styles, lists, fonts and
pictures. Everything else an archive may hold (properties, remarks, people, embedded objects, data, a thumbnail, the
template's address) has no way into the copy.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final

from lxml import etree

from ubada.evidence.copies.packages import (
    Element,
    Package,
    clean_picture,
    is_telling,
    local,
    namespace,
    packed,
    take_out,
    unwrap,
    xml,
)
from ubada.evidence.copies.refusing import NoCopy, Why

_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORDS: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_LINKS: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_KEPT_PARTS: Final = frozenset(
    {"styles", "numbering", "fontTable", "theme", "header", "footer", "footnotes", "endnotes", "image"}
)
_GONE: Final = frozenset(
    {
        "del", "moveFrom", "delText", "delInstrText", "commentRangeStart", "commentRangeEnd", "commentReference",
        "annotationRef", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange",
        "tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellMerge", "moveFromRangeStart",
        "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "proofErr", "permStart", "permEnd", "sdtPr",
        "sdtEndPr", "object", "altChunk", "smartTagPr", "customXmlPr", "lastRenderedPageBreak", "control", "subDoc",
        "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart",
        "customXmlMoveToRangeEnd", "rsids", "embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "divId",
        "ffData", "fldData",
    }
)  # fmt: skip
_OPENED: Final = frozenset({"ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent"})
_ATTRIBUTES: Final = frozenset(
    {
        "author",
        "initials",
        "date",
        "dateUtc",
        "paraId",
        "textId",
        "editId",
        "anchorId",
        "durableId",
        "title",
        "fullDate",
    }
)
_DESCRIPTIONS: Final = frozenset({"descr", "alt"})
_FIELDS: Final = re.compile(
    r"\s*(AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|TEMPLATE|DOCPROPERTY|DOCVARIABLE|COMMENTS|"
    r"KEYWORDS|SUBJECT|INFO|EDITTIME|SAVEDATE|PRINTDATE|CREATEDATE|REVNUM|INCLUDETEXT|INCLUDEPICTURE|LINK|DDE|DDEAUTO)\b",
    re.IGNORECASE,
)
_FALSE: Final = frozenset({"0", "false", "off"})
_FRAMES: Final = frozenset({"drawing", "pict", "AlternateContent"})


def clean_docx(data: bytes) -> bytes:
    """The text and its form alone. Raises `NoCopy` for what is damaged or unpacks to too much."""
    return _Writer(Package(data)).write()


class _Writer:
    """Carries a document over part by part, from the main one to what it needs."""

    def __init__(self, source: Package) -> None:
        self.source = source
        self.types = _content_types(source)
        self.hiding = _Hiding(())
        self.parts: dict[str, bytes] = {}
        self.overrides: dict[str, str] = {}
        self.pictures: dict[str, str] = {}

    def write(self) -> bytes:
        main = self._main_part()
        self.hiding = _Hiding(self._styles_of(main))
        self._carry(main)
        relations = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        _relation(relations, "rId1", f"{_LINKS[0]}/officeDocument", main)
        head = [("[Content_Types].xml", self._types()), ("_rels/.rels", xml(relations))]
        return packed([*head, *self.parts.items()])

    def _main_part(self) -> str:
        for one in self.source.tree("_rels/.rels"):
            if one.get("Type", "").rpartition("/")[2] == "officeDocument":
                return str(one.get("Target", "")).lstrip("/")
        raise NoCopy(Why.DAMAGED)

    def _styles_of(self, main: str) -> Element:
        """The styles of the document; none if it has none."""
        folder, base = posixpath.split(main)
        place = posixpath.join(folder, "_rels", f"{base}.rels")
        for one in self.source.tree(place) if place in self.source.names else ():
            part = _part_of(folder, one.get("Target", ""))
            if one.get("Type", "").rpartition("/")[2] == "styles" and part in self.source.names:
                return self.source.tree(part)
        return ()

    def _types(self) -> bytes:
        root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
        for ending, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"),
            ("png", "image/png"), ("jpeg", "image/jpeg"),
        ):  # fmt: skip
            etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=ending, ContentType=kind)
        for name, kind in self.overrides.items():
            etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=kind)
        return xml(root)

    def _carry(self, name: str) -> None:
        """Puts a part into the copy, and before it what it needs."""
        if name in self.overrides:
            return
        self.overrides[name] = self.types.get(f"/{name}".lower(), "application/xml")
        kept = self._carry_relations(name)
        root = self.source.tree(name)
        _clean(root, kept, self.hiding)
        self.parts[name] = xml(root)

    def _carry_relations(self, name: str) -> frozenset[str]:
        folder, base = posixpath.split(name)
        place = posixpath.join(folder, "_rels", f"{base}.rels")
        if place not in self.source.names:
            return frozenset()
        root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        kept = set()
        for one in self.source.tree(place):
            key, kind, target = one.get("Id", ""), one.get("Type", ""), one.get("Target", "")
            short = kind.rpartition("/")[2]
            if one.get("TargetMode") == "External":
                if short == "hyperlink" and target.lower().startswith(("http://", "https://")):
                    _relation(root, key, kind, target, is_outside=True)
                    kept.add(key)
                continue
            part = _part_of(folder, target)
            if short not in _KEPT_PARTS or part not in self.source.names:
                continue
            if short == "image":
                part = self._carry_picture(part)
            else:
                self._carry(part)
            _relation(root, key, kind, f"/{part}")
            kept.add(key)
        if kept:
            self.parts[place] = xml(root)
        return frozenset(kept)

    def _carry_picture(self, part: str) -> str:
        """The name of the picture in the copy, which says nothing."""
        if part not in self.pictures:
            ending, content = clean_picture(self.source.part(part))
            self.pictures[part] = f"word/media/image{len(self.pictures) + 1}.{ending}"
            self.parts[self.pictures[part]] = content
        return self.pictures[part]


class _Hiding:
    """The styles of a document whose words are not shown: by their names, those that a style rests on included."""

    def __init__(self, styles: Element) -> None:
        self._own: dict[str, bool | None] = {}
        self._base: dict[str, str] = {}
        self._usual = ""
        self._by_default = False
        for one in styles:
            if local(one) == "docDefaults":
                marks = [_mark(each) for each in one.iter(etree.Element) if local(each) == "rPr"]
                self._by_default = any(marks)
            elif local(one) == "style":
                name = _attribute(one, "styleId")
                self._own[name] = next((_mark(each) for each in one if local(each) == "rPr"), None)
                self._base[name] = next((_value(each) for each in one if local(each) == "basedOn"), "")
                if _attribute(one, "type") == "paragraph" and _attribute(one, "default") not in ("", *_FALSE):
                    self._usual = name

    def hides(self, run: Element) -> bool:
        """Whether the words of a run are not shown: by its own mark, or else by any style that it stands in."""
        own = next((_mark(each) for each in run if local(each) == "rPr"), None)
        if own is not None:
            return own
        named = [_style(run, "rPr", "rStyle")]
        for one in run.iterancestors():
            if local(one) == "p":
                named.append(_style(one, "pPr", "pStyle") or self._usual)
            elif local(one) == "tbl":
                named.append(_style(one, "tblPr", "tblStyle"))
        marks = [self._mark_of(name) for name in named if name]
        return any(marks) or (self._by_default and all(mark is None for mark in marks))

    def _mark_of(self, name: str) -> bool | None:
        seen: set[str] = set()
        while name and name not in seen:
            if self._own.get(name) is not None:
                return self._own[name]
            seen.add(name)
            name = self._base.get(name, "")
        return None


def _mark(properties: Element) -> bool | None:
    """Whether properties say that words are not shown; None where they say nothing of it."""
    return next((_value(one) not in _FALSE for one in properties if local(one) == "vanish"), None)


def _style(element: Element, properties: str, mark: str) -> str:
    for child in element:
        if local(child) == properties:
            return next((_value(one) for one in child if local(one) == mark), "")
    return ""


def _part_of(folder: str, target: str) -> str:
    """The part that a relation names."""
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _content_types(source: Package) -> dict[str, str]:
    return {
        str(one.get("PartName", "")).lower(): str(one.get("ContentType", ""))
        for one in source.tree("[Content_Types].xml")
        if local(one) == "Override"
    }


def _relation(root: Element, key: str, kind: str, target: str, *, is_outside: bool = False) -> None:
    one = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=key, Type=kind, Target=target)
    if is_outside:
        one.set("TargetMode", "External")


def _clean(root: Element, kept: frozenset[str], hiding: _Hiding) -> None:
    _take_out_fields(root)
    for element in list(root.iter(etree.Element)):
        if element is not root and _is_gone(element, hiding):
            take_out(element)
    for element in list(root.iter(etree.Element)):
        if element is not root and namespace(element) in _WORDS and local(element) in _OPENED:
            unwrap(element)
    for element in list(root.iter(etree.Element)):
        _clean_attributes(element, kept)


def _is_gone(element: Element, hiding: _Hiding) -> bool:
    if namespace(element) not in _WORDS:
        return False
    name = local(element)
    if name in _GONE:
        return True
    if name == "r":
        return hiding.hides(element)
    return (name == "tr" and _has(element, "trPr", "del")) or (name == "tc" and _has(element, "tcPr", "cellDel"))


def _has(element: Element, properties: str, mark: str) -> bool:
    for child in element:
        if local(child) == properties:
            return any(local(one) == mark and _value(one) not in _FALSE for one in child)
    return False


def _value(element: Element) -> str:
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == "val"), "")


def _take_out_fields(root: Element) -> None:
    """Fields that print who wrote, saved or named the document, with what they printed."""
    for element in [one for one in root.iter(etree.Element) if local(one) == "fldSimple"]:
        if _FIELDS.match(_attribute(element, "instr")):
            take_out(element)
    open_fields: list[list[Element]] = []
    told: list[str] = []
    for run in [one for one in root.iter(etree.Element) if local(one) == "r" and namespace(one) in _WORDS]:
        marks = [_attribute(one, "fldCharType") for one in run if local(one) == "fldChar"]
        if "begin" in marks:
            open_fields.append([])
            told.append("")
        for runs in open_fields:
            runs.append(run)
        if open_fields:
            told[-1] += "".join(one.text or "" for one in run if local(one) == "instrText")
        if "end" in marks and open_fields:
            runs, instruction = open_fields.pop(), told.pop()
            if _FIELDS.match(instruction):
                for one in runs:
                    take_out(one)


def _attribute(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def _clean_attributes(element: Element, kept: frozenset[str]) -> None:
    for key in list(element.attrib):
        name = etree.QName(key)
        if name.namespace in _LINKS:
            if element.get(key) not in kept:
                _without(element, key)
        elif name.localname in _ATTRIBUTES or name.localname.startswith("rsid"):
            del element.attrib[key]
        elif name.localname in _DESCRIPTIONS and is_telling(element.get(key)):
            element.set(key, "")
        elif name.localname == "name" and local(element) in ("docPr", "cNvPr"):
            element.set(key, "image")


def _without(element: Element, key: str) -> None:
    """Something that is not carried over is named here: a link loses its address, a frame goes as a whole."""
    if local(element) == "hyperlink":
        del element.attrib[key]
        return
    frames = [one for one in element.iterancestors() if local(one) in _FRAMES]
    if frames:
        take_out(frames[-1])
    elif element.getparent() is not None:
        take_out(element)
    else:
        del element.attrib[key]
