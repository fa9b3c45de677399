"""Pages and texts as the words that a reader sees: no head, remark, script or form, in UTF-8."""

from __future__ import annotations

import codecs
import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from ubada.evidence.copies.refusing import NoCopy, Why

_UNSEEN: Final = "head, script, style, template, noscript, iframe, object, svg, input, select, textarea, [hidden]"
_BLOCKS: Final = (
    "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "table", "ul", "ol",
    "blockquote", "pre", "dt", "dd", "header", "footer", "figure", "figcaption", "hr", "td", "th",
)  # fmt: skip
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BREAK: Final = "\ue000"


def text_of(data: bytes) -> bytes:
    """A text in UTF-8 without the mark of its encoding."""
    return _decoded(data).replace("\x00", "").encode()


def text_of_page(data: bytes) -> bytes:
    """What stands on a page, block by block. Raises `NoCopy` for one on which nothing stands."""
    declared = _CHARSET.search(data[:4096])
    tree = LexborHTMLParser(_decoded(data, declared.group(1).decode("ascii") if declared else ""))
    for node in tree.css(_UNSEEN):
        node.decompose()
    for node in tree.css("[style]"):
        if _HIDDEN.search(node.attributes.get("style") or ""):
            node.decompose()
    body = tree.body
    if body is None:
        raise NoCopy(Why.DAMAGED)
    for node in body.css(", ".join(_BLOCKS)):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    blocks = (" ".join(block.split()) for block in body.text().split(_BREAK))
    words = "\n\n".join(block for block in blocks if block)
    if not words:
        raise NoCopy(Why.DAMAGED)
    return f"{words}\n".encode()


def _decoded(data: bytes, declared: str = "") -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(declared or "cp1251", "replace")
    except LookupError:
        return data.decode("cp1251", "replace")
