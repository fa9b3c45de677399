# ruff: noqa: E501 - markup stays on one line
"""Parts of a document in every format, with the accidents that files have."""

from __future__ import annotations

import html as html_escape
import textwrap
from itertools import pairwise
from random import Random
from xml.sax.saxutils import escape

from tests.reading.generated.forms import Made, Part, Table
from tests.reading.making import Pdf, W, archive, odt

_NBSP = "\u00a0"
_UNSEEN = ["\u00ad", "\u200b", "\ufeff"]


def roughen(rng: Random, text: str) -> str:
    """The same wording with some spaces that do not break, and some characters that are not seen."""
    out = []
    for one, after in pairwise(f"{text} "):
        out.append(_NBSP if one == " " and rng.random() < 0.05 else one)
        if one.isalpha() and after.isalpha() and rng.random() < 0.03:
            out.append(rng.choice(_UNSEEN))
    return "".join(out)


def as_text(made: Made, seed: int) -> bytes:
    """Typed text: wrapped at some width or in long lines, with running heads, form feeds or blank lines at pages."""
    rng = Random(seed)
    width = rng.choice([0, 66, 80, 92])
    head = rng.choice(["", "symbol", "feed"]) if width else ""
    gap = rng.choice(["\n", "\n\n"]) if not width else "\n\n"
    lines = [made.symbol, ""] if made.symbol else []
    since, page = 0, 2
    unseen = rng.random() < 0.3
    for part in made.parts:
        marked = f"{part.label} {roughen(rng, part.text) if unseen else part.text}{f'[{part.note}]' if part.note else ''}".strip()
        straight = made.profile == "statement" or rng.random() < 0.9
        indent = " " * (6 * part.level if straight else 0)
        block = textwrap.wrap(marked, width, initial_indent=indent, subsequent_indent=indent) if width else [marked]
        for line in block:
            if head and since > 44:
                mark = (
                    [f"{' ' * 50}{made.symbol}", f"{' ' * 50}Page {page}"]
                    if rng.random() < 0.5
                    else [made.symbol, str(page)]
                )
                lines += [f"\f{mark[0]}", mark[1], ""] if head == "feed" else ["", "", *mark, "", ""]
                since, page = 0, page + 1
            lines.append(line)
            since += 1
        if width or gap == "\n\n":
            lines.append("")
    if made.notes:
        lines += ["", *(f"[{number}] {text}" for number, text in made.notes.items())]
    ending = rng.choice(["\n", "\r\n"])
    return ending.join(lines).encode(rng.choice(["utf-8", "utf-8-sig", "utf-16"]))


def as_html(made: Made, seed: int) -> bytes:
    """A page of paragraphs with typed labels, or of lists; in it a script, a comment, and marks that link to notes."""
    rng = Random(seed)
    tag = rng.choice(["p", "div"])
    out = [
        f'<!DOCTYPE html><html lang="{made.language}"><head><meta charset="utf-8"><title>x</title><style>p{{}}</style></head><body>'
    ]
    out.append("<script>var recommendations = ['1. Open schools (Spain);'];</script><!-- 6.9 Hidden (Spain); -->")
    glue = rng.choice([" ", "&nbsp;", "\n   ", "&#8195;", ""])
    for part in made.parts:
        words = html_escape.escape(roughen(rng, part.text), quote=False)
        words = words.replace(" ", "\n", 1) if rng.random() < 0.3 else words
        note = f'<sup><a href="#fn{part.note}">{part.note}</a></sup>' if part.note else ""
        between = " " if part.label == "–" else glue
        body = f"{part.label}{between}{words}" if part.label else words
        if rng.random() < 0.4:
            body = (
                f"<span>{body[: len(body) // 2]}</span>{body[len(body) // 2 :]}"
                if "&" not in body
                else f"<b>{body}</b>"
            )
        if part.kind in ("title", "heading"):
            depth = 1 if part.kind == "title" else 2 + part.level
            out.append(f"<h{depth}>{body}</h{depth}>")
        else:
            out.append(f"<{tag}>{body}{note}</{tag}>")
    if made.table:
        wide = max(len(row) for row in made.table.rows)
        out.append("<table>")
        for place, row in enumerate(made.table.rows):
            cell = "th" if place == 0 else "td"
            span = f' colspan="{wide}"' if len(row) == 1 else ""
            cells = ("".join(f"<p>{html_escape.escape(line)}</p>" for line in one.split("\n")) for one in row)
            out.append("<tr>" + "".join(f"<{cell}{span}>{one}</{cell}>" for one in cells) + "</tr>")
        out.append("</table>")
    for number, text in made.notes.items():
        out.append(f'<p id="fn{number}">{number}. {html_escape.escape(text)}</p>')
    return ("\n".join(out) + "</body></html>").encode()


def as_odt(made: Made, seed: int) -> bytes:
    """Paragraphs with typed labels in spans, page breaks inside them, and notes."""
    rng = Random(seed)
    body = [
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>6.9 Gone (Spain);</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    ]
    for part in made.parts:
        words = roughen(rng, part.text)
        cut = rng.randrange(len(words))
        inner = f"<text:span>{escape(words[:cut])}</text:span>"
        inner += rng.choice(["", "<text:soft-page-break/>"]) + escape(words[cut:])
        note = (
            f"<text:note><text:note-citation>{part.note}</text:note-citation><text:note-body><text:p>"
            f"{escape(made.notes[part.note])}</text:p></text:note-body></text:note>"
            if part.note
            else ""
        )
        label = f"{part.label}{rng.choice(['<text:tab/>', ' '])}" if part.label else ""
        if part.kind == "heading":
            body.append(f'<text:h text:outline-level="{1 + part.level}">{label}{inner}</text:h>')
        else:
            body.append(f"<text:p>{label}{inner}{note}</text:p>")
    if made.table:
        rows = []
        for place, row in enumerate(made.table.rows):
            cells = "".join(
                "<table:table-cell>"
                + "".join(f"<text:p>{escape(line)}</text:p>" for line in one.split("\n"))
                + "</table:table-cell>"
                for one in row
            )
            line = f"<table:table-row>{cells}</table:table-row>"
            rows.append(f"<table:table-header-rows>{line}</table:table-header-rows>" if place == 0 else line)
        body.append(f"<table:table>{''.join(rows)}</table:table>")
    return odt("".join(body))


def as_docx(made: Made, seed: int) -> bytes:
    """Paragraphs in broken runs, with typed labels or counted ones, tracked changes, fields, controls and text boxes."""
    rng = Random(seed)
    counted = rng.random() < 0.5
    lists = _Lists()
    body: list[str] = []
    for place, part in enumerate(made.parts):
        properties = ""
        label = part.label
        if counted and part.kind in ("item", "paragraph") and label and label != "•":
            number = lists.number_for(made.parts, place)
            if number:
                properties = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
                label = ""
        if part.kind == "heading":
            properties += f'<w:outlineLvl w:val="{part.level}"/>'
        runs = _runs(rng, roughen(rng, part.text), bold=part.bold)
        if rng.random() < 0.2:
            runs += '<w:del w:id="1" w:author="x"><w:r><w:delText> (Spain); removed</w:delText></w:r></w:del>'
        if part.note:
            runs += f'<w:r><w:footnoteReference w:id="{part.note}"/></w:r>'
        between = rng.choice(["<w:tab/>", '<w:t xml:space="preserve"> </w:t>'])
        before = f"<w:r><w:t>{escape(label)}</w:t></w:r><w:r>{between}</w:r>" if label else ""
        paragraph = f"<w:p><w:pPr>{properties}</w:pPr>{before}{runs}</w:p>"
        body.append(f"<w:sdt><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>" if rng.random() < 0.1 else paragraph)
    if made.table:
        body.append(_docx_table(rng, made.table))
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}<w:sectPr/></w:body></w:document>',
    }
    if lists.defined:
        parts["word/numbering.xml"] = lists.xml()
    if made.notes:
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            for number, text in made.notes.items()
        )
        parts["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>'
    return archive(parts)


def _docx_table(rng: Random, table: Table) -> str:
    """A table whose rows and cells may stand in content controls."""
    wide = max(len(row) for row in table.rows)
    rows = []
    for row in table.rows:
        span = f'<w:tcPr><w:gridSpan w:val="{wide}"/></w:tcPr>' if len(row) == 1 else ""
        cells = []
        for one in row:
            inner = "".join(f"<w:p>{_runs(rng, line, bold=False)}</w:p>" for line in one.split("\n"))
            cell = f"<w:tc>{span}{inner}</w:tc>"
            cells.append(f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>" if rng.random() < 0.1 else cell)
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def _runs(rng: Random, text: str, *, bold: bool) -> str:
    """The text in runs that are cut anywhere, some of them inserted later, linked, or the result of a field."""
    out = []
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    while text:
        cut = rng.randint(1, max(1, len(text)))
        piece, text = text[:cut], text[cut:]
        run = f'<w:r>{weight}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        way = rng.random()
        if way < 0.15:
            run = f'<w:ins w:id="2" w:author="x">{run}</w:ins>'
        elif way < 0.25:
            run = f"<w:hyperlink>{run}</w:hyperlink>"
        elif way < 0.35:
            run = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        elif way < 0.4:
            run += "<w:r><w:softHyphen/></w:r>" if text[:1].isalpha() and piece[-1:].isalpha() else ""
        elif way < 0.5:
            run = f"<w:smartTag>{run}</w:smartTag>"
        out.append(run)
    return "".join(out)


class _Lists:
    """Counted lists: one for each series of labels that run on."""

    def __init__(self) -> None:
        self.defined: list[tuple[str, str, int]] = []
        self.last: dict[str, tuple[int, int]] = {}

    def number_for(self, parts: list[Part], place: int) -> str:
        label = parts[place].label
        kind, pattern, value, series = _shape(label)
        if not kind:
            return ""
        known = self.last.get(series)
        if known is not None and known[1] + 1 == value:
            self.last[series] = (known[0], value)
        else:
            self.defined.append((kind, pattern, value))
            self.last[series] = (len(self.defined), value)
        return str(self.last[series][0])

    def xml(self) -> str:
        bases = "".join(
            f'<w:abstractNum w:abstractNumId="{key}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
            for key, (kind, pattern, start) in enumerate(self.defined, start=1)
        )
        nums = "".join(
            f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
            for key in range(1, len(self.defined) + 1)
        )
        return f'<w:numbering xmlns:w="{W}">{bases}{nums}</w:numbering>'


def _shape(label: str) -> tuple[str, str, int, str]:
    """How a label is counted: format, pattern, value, and the series it belongs to."""
    bare = label.strip("().")
    if "." in bare:
        group, _, item = bare.rpartition(".")
        return "decimal", f"{group}.%1{'.' if label.endswith('.') else ''}", int(item), f"dotted {group}"
    if bare.isdigit():
        return "decimal", label.replace(bare, "%1"), int(bare), "paragraph"
    if len(bare) == 1 and bare.isalpha():
        return "lowerLetter", label.replace(bare, "%1"), ord(bare) - ord("a") + 1, "letter"
    return "", "", 0, ""


def as_pdf(made: Made, seed: int) -> bytes:
    """Pages with running heads, page numbers, footnotes at their feet, and lines of some width."""
    rng = Random(seed)
    pdf = Pdf(
        head=made.symbol,
        points=rng.choice([330.0, 380.0, 420.0]),
        bottom=690.0,
        page_number=rng.choice(["{}", "GE.25-01234 {}", "Page {}"]),
    )
    space = rng.choice([4.0, 7.0, 10.0])
    for part in made.parts:
        words = f"{part.label} {part.text}".strip()
        note = (part.note, made.notes[part.note]) if part.note else None
        pdf.paragraph(
            words, x=70 + 30 * part.level, bold=part.bold, note=note, space=space + (8 if part.kind == "heading" else 0)
        )
    # A note may run over to the foot of the next page.
    for here, after in pairwise(pdf.notes):
        number, text = here[-1] if here else ("", "")
        if rng.random() < 0.5 and len(text) > 140:
            cut = text.index(" ", 100)
            here[-1] = (number, text[:cut])
            after.insert(0, ("", text[cut + 1 :]))
    return pdf.bytes()


RENDERERS = {"text": as_text, "html": as_html, "odt": as_odt, "docx": as_docx, "pdf": as_pdf}
