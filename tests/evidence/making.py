# ruff: noqa: E501
"""Small files with everything in them that must not leave: names, places, remarks, thumbnails."""

from __future__ import annotations

import io
import struct
import zlib

import pypdfium2

from tests.files.making import packed

TELLING = (b"Aizada Secret", b"Osh Flat 7", b"42.8746", b"C:\\Users\\aizada", b"draft remark 5519", b"Thumb of a face")
"""Nothing of this may be in a copy, packed or unpacked."""
NOISE = b" / ".join(TELLING)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_BASE = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb0043000503040404030504040405050506070c08070707070f0b0b090c110f1212"
    "110f111113161c1713141a1511111821181a1d1d1f1f1f13172224221e241c1e1f1effc0000b080008000801011100ffc4001f00000105"
    "01010101010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d010203000411051221"
    "31410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a43444546474849"
    "4a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5"
    "b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00a55f"
    "ffd9"
)
"""Eight by eight points of one grey."""


def chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png() -> bytes:
    """Two points, with a text, a time, EXIF, a profile's name, and more behind the picture."""
    rows = zlib.compress(b"\x00\x10\x20\x30\x40\x50\x60" + NOISE)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0)),
            chunk(b"tEXt", b"Author\x00" + NOISE),
            chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + NOISE),
            chunk(b"eXIf", NOISE),
            chunk(b"tIME", b"\x07\xe8\x01\x02\x03\x04\x05"),
            chunk(b"IDAT", rows),
            chunk(b"IEND", b""),
            NOISE,
        )
    )


def exif(turn: int = 6) -> bytes:
    """EXIF with a direction, an owner and a place."""
    entries = (
        struct.pack("<HHIHH", 0x0112, 3, 1, turn, 0),
        struct.pack("<HHII", 0x013B, 2, len(NOISE), 8 + 2 + 24 + 4),
    )
    tiff = b"II\x2a\x00\x08\x00\x00\x00" + struct.pack("<H", 2) + b"".join(entries) + b"\x00" * 4 + NOISE
    return b"Exif\x00\x00" + tiff


def jpeg() -> bytes:
    """A photograph with EXIF, XMP, IPTC, a remark, and a second picture behind its end."""

    def segment(marker: int, content: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content

    told = segment(0xE1, exif()) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + NOISE)
    told += segment(0xED, b"Photoshop 3.0\x00" + NOISE) + segment(0xFE, NOISE)
    return _BASE[:2] + told + _BASE[2:] + NOISE


def pdf(*, annotation: bool = True, layers: bool = False) -> bytes:
    """One page with a sentence and a photograph, properties, XMP, a remark with its author, an attachment, a script."""
    photo = jpeg()
    sentence = b"BT /F1 18 Tf 20 100 Td (The law was adopted) Tj ET q 40 0 0 40 20 20 cm /Im1 Do Q"
    extra = b"/OCProperties<</OCGs[11 0 R]/D<</OFF[11 0 R]>>>>" if layers else b""
    properties = b"/Properties<</L 11 0 R>>" if layers else b""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/Metadata 8 0 R/OpenAction<</S/JavaScript/JS(" + NOISE.replace(b"\\", b"/") + b")>>"
        b"/Names<</EmbeddedFiles<</Names[(a) 10 0 R]>>>>" + extra + b">>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject"
        b"<</Im1 6 0 R>>" + properties + b">>/Metadata 8 0 R/PieceInfo<</Word<</LastModified(D:2024)/Private 8 0 R>>>>"
        + (b"/Annots[7 0 R]" if annotation else b"") + b">>",
        4: _stream(b"", sentence),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        6: _stream(b"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray"
                   b"/Filter/DCTDecode/Metadata 8 0 R", photo),
        7: b"<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents(draft remark 5519)/T(Aizada Secret)>>",
        8: _stream(b"/Type/Metadata/Subtype/XML", b"<x:xmpmeta>" + NOISE + b"</x:xmpmeta>"),
        9: b"<</Author(Aizada Secret)/Title(Osh Flat 7)/Creator(C:/Users/aizada)>>",
        10: b"<</Type/Filespec/F(a)/EF<</F 8 0 R>>>>",
        11: b"<</Type/OCG/Name(Aizada Secret)>>",
    }  # fmt: skip
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in objects.items():
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 12\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size 12/Root 1 0 R/Info 9 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def _stream(head: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(data), data)


def text_of_pdf(data: bytes) -> str:
    """The words on the first page."""
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    words = page.get_textpage()
    said = str(words.get_text_range())
    for one in (words, page, document):
        one.close()
    return said


def docx() -> bytes:
    """A document with properties, remarks, changes, hidden text, fields that print names, and a photograph."""
    noise = "Aizada Secret / Osh Flat 7 / 42.8746 / draft remark 5519"
    body = f"""<?xml version="1.0"?><!-- {noise} --><w:document xmlns:w="{W}" xmlns:r="{R}"
      xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
      xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
      xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
      xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:body>
      <w:p w:rsidR="00AA11BB" w14:paraId="1A2B3C4D"><w:r><w:t xml:space="preserve">The law was </w:t></w:r>
        <w:ins w:id="1" w:author="Aizada Secret" w:date="2024-01-02T03:04:05Z"><w:r><w:t>adopted</w:t></w:r></w:ins>
        <w:del w:id="2" w:author="Aizada Secret" w:date="2024-01-02T03:04:05Z"><w:r><w:delText>{noise}</w:delText></w:r></w:del>
        <w:commentRangeStart w:id="0"/><w:r><w:t> in May.</w:t></w:r><w:commentRangeEnd w:id="0"/>
        <w:r><w:commentReference w:id="0"/></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>{noise}</w:t></w:r></w:p>
      <w:p><w:fldSimple w:instr=" AUTHOR "><w:r><w:t>Aizada Secret</w:t></w:r></w:fldSimple>
        <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> FILENAME \\p </w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>C:\\Users\\aizada\\x.docx</w:t></w:r>
        <w:r><w:fldChar w:fldCharType="end"/></w:r>
        <w:hyperlink r:id="rId7"><w:r><w:t>a mail</w:t></w:r></w:hyperlink></w:p>
      <w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Aizada Secret.jpg" descr="C:\\Users\\aizada\\p.jpg"/>
        <a:graphic><a:graphicData uri="p"><pic:pic><pic:blipFill><a:blip r:embed="rId5"/></pic:blipFill></pic:pic>
        </a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>"""
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("word/document.xml", f"{WORD}.document.main+xml"), ("word/comments.xml", f"{WORD}.comments+xml"),
        )
    )  # fmt: skip
    relations = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"{more}/>'
        for key, kind, target, more in (
            ("rId1", "comments", "comments.xml", ""), ("rId5", "image", "media/Aizada Secret.jpg", ""),
            ("rId6", "attachedTemplate", "file:///C:\\Users\\aizada\\t.dotx", ' TargetMode="External"'),
            ("rId7", "hyperlink", "mailto:Aizada Secret", ' TargetMode="External"'),
        )
    )  # fmt: skip
    return packed(
        [
            ("[Content_Types].xml", f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{kinds}</Types>'),
            ("_rels/.rels", f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'),
            ("docProps/core.xml", f"<cp>{noise}</cp>"), ("docProps/thumbnail.jpeg", b"Thumb of a face"),
            ("word/document.xml", body), ("word/comments.xml", f"<c>{noise}</c>"), ("word/people.xml", f"<p>{noise}</p>"),
            ("word/_rels/document.xml.rels", f'<Relationships xmlns="{RELS}">{relations}</Relationships>'),
            ("word/media/Aizada Secret.jpg", jpeg()), ("customXml/item1.xml", f"<x>{noise}</x>"),
        ]
    )  # fmt: skip


def odt() -> bytes:
    """A text with properties, a remark, a change, a name in a field, hidden text and a photograph."""
    noise = "Aizada Secret / Osh Flat 7 / 42.8746 / draft remark 5519"
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    content = f"""<?xml version="1.0"?><office:document-content{names} xmlns:dc="http://purl.org/dc/elements/1.1/"
      xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:o="http://openoffice.org/2009/office"><!-- {noise} -->
      <office:body><office:text><text:tracked-changes><text:changed-region><text:deletion>
      <text:p>{noise}</text:p></text:deletion></text:changed-region></text:tracked-changes>
      <text:p o:rsid="00AA11BB">The law was <office:annotation><dc:creator>Aizada Secret</dc:creator><text:p>draft remark 5519</text:p>
      </office:annotation>adopted in May.<text:author-name>Aizada Secret</text:author-name>
      <text:hidden-text text:string-value="{noise}">{noise}</text:hidden-text>
      <text:a xlink:href="mailto:Aizada Secret">a mail</text:a>
      <draw:frame draw:name="Aizada Secret"><draw:image xlink:href="Pictures/Aizada Secret.jpg"/></draw:frame></text:p>
      </office:text></office:body></office:document-content>"""
    return packed(
        [
            ("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<manifest/>"),
            ("content.xml", content), ("meta.xml", f"<m>{noise}</m>"), ("settings.xml", f"<s>{noise}</s>"),
            ("Thumbnails/thumbnail.png", b"Thumb of a face"), ("Pictures/Aizada Secret.jpg", jpeg()),
        ]
    )  # fmt: skip


def page() -> bytes:
    """A page of the web with names in its head, a remark, a script and hidden words."""
    noise = NOISE.decode()
    return f"""<!doctype html><html><head><meta charset="utf-8"><meta name="author" content="{noise}"><title>x</title>
      </head><body><!-- {noise} --><script>var a = "{noise}"</script><p hidden>{noise}</p>
      <p style="display:none">{noise}</p><h1>Закон</h1><p>The law was <b>adopted</b>.</p>
      <input type="hidden" value="{noise}"></body></html>""".encode()


def warc() -> bytes:
    """One record of what stood at an address."""
    return b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"


def everything_in(data: bytes) -> bytes:
    """The bytes of a file and of every part packed in it, so that nothing hides by being compressed."""
    import re  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    found = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found += [one.filename.encode() for one in archive.infolist()]
            found += [archive.read(one) for one in archive.infolist()]
    for part in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(part.group(1)))
        except zlib.error:
            continue
    return b"\n".join(found)
