# ruff: noqa: E501
"""Small files that hide words from whoever looks at them, and honest ones that look much the same."""

from __future__ import annotations

import hashlib
import zlib

from tests.evidence.making import RELS, R, W
from tests.files.making import packed

SECRET = "Aizada Secret"
SENTENCE = f"BT /F1 18 Tf 20 100 Td (The law of {SECRET}) Tj ET "
BOX = "0 g 100 92 150 26 re f "
"""Black, over the name."""
SCAN = "q 300 0 0 200 0 0 cm /Im1 Do Q "
PATCH = "q 150 0 0 26 100 92 cm /Im1 Do Q "


def pdf(content: str, *, annotation: str = "", form: str = "", crop: str = "", trailer: bytes = b"") -> bytes:
    """One page with this content; ``/Im1`` is a grey picture, ``/Fm1`` a form with content of its own, ``/G1`` is half clear."""
    picture = zlib.compress(b"\x80")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]" + crop.encode() + b"/Contents 4 0 R/Resources 8 0 R"
        + (b"/Annots[9 0 R]" if annotation else b"") + b">>",
        _stream("", content.encode()),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        _stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", picture),
        _stream("/Type/XObject/Subtype/Form/BBox[0 0 300 200]/Matrix[1 0 0 1 50 0]/Resources 8 0 R", form.encode()),
        b"<</Font<</F1 5 0 R>>/XObject<</Im1 6 0 R/Fm1 7 0 R>>/ExtGState<</G1<</ca .3>>>>>>",
        f"<</Type/Annot/Rect[100 92 250 118]/F 4{annotation}>>".encode(),
    ]  # fmt: skip
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 10\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size 10/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, table)
    return bytes(out)


def _stream(head: str, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head.encode(), len(data), data)


def locked_pdf(*, opens_for_everyone: bool = False) -> bytes:
    """A PDF that asks for a password; or one that asks for it only before it is changed (ISO 32000-1, 7.6.3.4)."""
    padding = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    owner, name = b"o" * 32, b"i" * 16
    key = hashlib.md5(padding + owner + (-4).to_bytes(4, "little", signed=True) + name, usedforsecurity=False).digest()[
        :5
    ]
    user = _rc4(key, padding) if opens_for_everyone else b"u" * 32
    said = b"/ID[<%s><%s>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % tuple(
        part.hex().encode() for part in (name, name, owner, user)
    )
    return pdf(SENTENCE, trailer=said)


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for each in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(each ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


HIDING = {
    "a black box over a name": pdf(SENTENCE + BOX),
    "a white box over a name": pdf(SENTENCE + "1 g 100 92 150 26 re f "),
    "a box with round corners": pdf(SENTENCE + "0 g 104 92 m 246 92 l 250 92 250 92 250 96 c 250 118 l 100 118 l 100 92 l h f "),
    "a box within a form": pdf(SENTENCE + "/Fm1 Do ", form="0 g 50 92 150 26 re f "),
    "a name within a form, under a box": pdf("/Fm1 Do " + BOX, form=SENTENCE),
    "a picture over a name": pdf(SENTENCE + PATCH),
    "a name that is not drawn": pdf(SENTENCE + f"BT 3 Tr /F1 9 Tf 20 20 Td ({SECRET}) Tj ET"),
    "a name beside the page": pdf(SENTENCE + f"BT /F1 9 Tf 20 600 Td ({SECRET}) Tj ET"),
    "a page that was cut to hide it": pdf(f"BT /F1 9 Tf 20 150 Td ({SECRET}) Tj ET", crop="/CropBox[0 0 300 100]"),
    "a box as a remark": pdf(SENTENCE, annotation="/Subtype/Square/C[0 0 0]/IC[0 0 0]"),
    "a mark to blacken that was never carried out": pdf(SENTENCE, annotation="/Subtype/Redact/QuadPoints[100 118 250 118 100 92 250 92]"),
    "a black marker": pdf(SENTENCE, annotation="/Subtype/Highlight/C[0 0 0]/QuadPoints[100 118 250 118 100 92 250 92]"),
    "a broad pen": pdf(SENTENCE, annotation="/Subtype/Ink/C[0 0 0]/Border[0 0 20]/InkList[[100 105 250 105]]"),
    "a box as a remark over a scan": pdf(SCAN, annotation="/Subtype/Square/IC[0 0 0]"),
    "a black box over a scan": pdf(SCAN + BOX),
}  # fmt: skip
HONEST = {
    "a box under the words": pdf("0.9 g 0 0 300 200 re f 0 g " + SENTENCE),
    "a black band with white words": pdf(BOX + "1 g " + SENTENCE),
    "a line under the words": pdf(SENTENCE + "0 g 20 96 230 1 re f "),
    "a line through the words": pdf(SENTENCE + "0 g 20 105 230 2 re f "),
    "a box elsewhere": pdf(SENTENCE + "0 g 100 20 150 26 re f "),
    "a frame around the words": pdf(SENTENCE + "0 g 10 80 280 60 re 12 82 276 56 re f* "),
    "a yellow marker": pdf(SENTENCE + "/G1 gs 1 1 0 rg 100 92 150 26 re f "),
    "an outline": pdf(SENTENCE + "1 0 0 RG 100 92 150 26 re S "),
    "a scan with the words that were read from it": pdf(SCAN + f"BT 3 Tr /F1 18 Tf 20 100 Td ({SECRET}) Tj ET "),
    "a scan over the words that were read from it": pdf(SENTENCE + SCAN),
    "a caption on a picture": pdf(SCAN + BOX + "1 g " + SENTENCE),
    "a remark that frames": pdf(SENTENCE, annotation="/Subtype/Square/C[1 0 0]"),
    "a yellow highlight": pdf(SENTENCE, annotation="/Subtype/Highlight/C[1 1 0]/QuadPoints[100 118 250 118 100 92 250 92]"),
    "a note": pdf(SENTENCE, annotation="/Subtype/Text/Contents(x)"),
    "a box as a remark over nothing": pdf("BT /F1 9 Tf 20 20 Td (x) Tj ET", annotation="/Subtype/Square/IC[0 0 0]"),
}  # fmt: skip


def docx(*, styles: str, run: str = "", paragraph: str = "", table: str = "") -> bytes:
    """A document with a sentence that is shown and a name in a run, a paragraph or a table of these styles."""
    body = f"""<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>The law was adopted.</w:t></w:r></w:p>
      {table}<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{SECRET}</w:t></w:r></w:p></w:body></w:document>"""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return packed(
        [
            ("[Content_Types].xml", f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/></Types>'),
            ("_rels/.rels", f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'),
            ("word/document.xml", body), ("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>'),
            ("word/_rels/document.xml.rels", f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="{R}/styles" Target="styles.xml"/></Relationships>'),
        ]
    )  # fmt: skip


_HIDDEN = '<w:style w:type="{}" w:styleId="H"{}><w:rPr><w:vanish/></w:rPr></w:style>'
_RESTS = '<w:style w:type="{}" w:styleId="S"><w:basedOn w:val="H"/></w:style>'
DOCX_HIDING = {
    "by the style of a run": docx(styles=_HIDDEN.format("character", ""), run='<w:rStyle w:val="H"/>'),
    "by a style that another rests on": docx(
        styles=_HIDDEN.format("character", "") + _RESTS.format("character"), run='<w:rStyle w:val="S"/>'
    ),
    "by the style of a paragraph": docx(styles=_HIDDEN.format("paragraph", ""), paragraph='<w:pStyle w:val="H"/>'),
    "by itself": docx(styles="", run="<w:vanish/>"),
    "by the style of a table": docx(
        styles=_HIDDEN.format("table", ""), run="<w:vanish/>",
        table=f'<w:tbl><w:tblPr><w:tblStyle w:val="H"/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
    ),
}  # fmt: skip
DOCX_SHOWN = docx(styles=_HIDDEN.format("character", ""), run='<w:rStyle w:val="H"/><w:vanish w:val="0"/>')
"""A run that says of itself that it is shown, whatever its style."""


def odt() -> bytes:
    """A text whose styles hide a span and, through the one it rests on, a paragraph."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("style", "style"))
    )
    content = f"""<?xml version="1.0"?><office:document-content{names}><office:automatic-styles>
      <style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
      <style:style style:name="P1" style:family="paragraph" style:parent-style-name="H"/></office:automatic-styles>
      <office:body><office:text><text:p>The law was <text:span text:style-name="T1">{SECRET}</text:span>adopted.</text:p>
      <text:p text:style-name="P1">{SECRET}</text:p></office:text></office:body></office:document-content>"""
    styles = f"""<?xml version="1.0"?><office:document-styles{names}><office:styles>
      <style:style style:name="H" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
      </office:styles></office:document-styles>"""
    return packed(
        [
            ("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<manifest/>"),
            ("content.xml", content), ("styles.xml", styles),
        ]
    )  # fmt: skip
