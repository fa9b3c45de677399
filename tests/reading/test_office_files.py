# ruff: noqa: E501 - markup stays on one line
"""What office files and pages hold besides plain paragraphs: counted lists, tables, boxes, changes, what is hidden."""

from __future__ import annotations

import pytest

from tests.reading.making import LISTS, W, docx, odt, para, table
from ubada.reading.model import Reading
from ubada.reading.pipeline import parse, read_source
from ubada.reading.sources import source_of

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HEAD = para("Recommendations to the Government:", bold=True)
THREE = ["Publish the budget.", "Answer letters.", "Open the archive."]


def texts(data: bytes, name: str) -> list[str]:
    return [one.text for one in read_source(source_of(name, data)).recommendations]


def read(data: bytes, name: str) -> Reading:
    return read_source(source_of(name, data))


def test_a_text_box_is_read_once_though_two_forms_of_it_are_stored() -> None:
    box = f"<w:txbxContent>{''.join(para(one, list_=(2, 0)) for one in THREE)}</w:txbxContent>"
    shown = (
        f'<w:p xmlns:mc="{MC}" xmlns:v="urn:v"><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(docx([HEAD, shown], numbering=LISTS), "box.docx") == THREE


def test_a_list_of_two_levels_counts_paragraph_and_item() -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="121"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = [
        para("Report of the Working Group on the Universal Periodic Review"),
        para("The following recommendations enjoy the support of Fiji:", list_=(7, 0)),
        *(para(f"Open school {n} (Peru);", list_=(7, 1)) for n in range(1, 4)),
        para("The following recommendations have been noted by Fiji:", list_=(7, 0)),
        *(para(f"Open road {n} (Cuba);", list_=(7, 1)) for n in range(1, 4)),
    ]
    found = read(docx(body, numbering=levels), "levels.docx").recommendations
    assert [one.number for one in found] == ["121.1", "121.2", "121.3", "122.1", "122.2", "122.3"]
    assert [one.position for one in found] == ["supported"] * 3 + ["noted"] * 3


def test_deleted_and_hidden_words_are_not_read_and_deleted_items_not_counted() -> None:
    gone = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2"><w:r><w:delText>Burn it.</w:delText></w:r></w:del></w:p>'
    hidden = para("Answer letters.", list_=(1, 0)).replace(
        "</w:p>", "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secretly</w:t></w:r></w:p>"
    )
    data = docx([HEAD, para("Publish the budget.", list_=(1, 0)), gone, hidden], numbering=LISTS)
    assert [(one.number, one.text) for one in read(data, "changes.docx").recommendations] == [
        ("1", "Publish the budget."),
        ("2", "Answer letters."),
    ]


def test_cells_in_controls_and_tables_in_tables_are_read_once() -> None:
    inner = table([["Inner one", "Inner two"]])
    cell = f"<w:tc>{para('Outer')}{inner}</w:tc>"
    data = docx(
        [f"<w:tbl><w:tr><w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt><w:tc>{para('Beside')}</w:tc></w:tr></w:tbl>"]
    )
    blocks = parse(source_of("nested.docx", data)).blocks
    assert [(one.text, one.cell) for one in blocks] == [
        ("Outer", (0, 0, 0)), ("Inner one", (0, 0, 0)), ("Inner two", (0, 0, 0)), ("Beside", (0, 0, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["strict", "transitional"])
def test_strict_office_open_xml_is_read_like_the_other(kind: str) -> None:
    body = docx([HEAD, *(para(one, list_=(2, 0)) for one in THREE)], numbering=LISTS)
    if kind == "strict":
        import io  # noqa: PLC0415
        import zipfile  # noqa: PLC0415

        from tests.reading.making import archive  # noqa: PLC0415

        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = archive(
                {
                    name: parts.read(name).decode().replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
                    for name in parts.namelist()
                }
            )
    assert texts(body, "strict.docx") == THREE


@pytest.mark.parametrize(
    "inner",
    [
        "<ol><li>Publish the budget.</li><li><p>Answer letters.</p></li><li>Open the archive.</li></ol>",
        "<ol><li>Publish the budget.<li>Answer letters.<li>Open the archive.</ol>",
        "<p>1. Publish the budget.<br>2. Answer letters.<br/>3. Open the archive.</p>",
        "<p>1) Publish the budget.</p><p>2) Answer letters.</p><p>3) Open the archive.</p>",
        "<ul><li>Publish the budget.</li><li>Answer letters.</li></ul><ul><li>Open the archive.</li></ul>",
        "<div>&bull;&nbsp;Publish the&shy; budget.</div><div>&#8226; Answer let&#8203;ters.</div><div>• Open the archive.</div>",
        "<table><tr><td><ol><li>Publish the budget.</li></ol></td></tr></table><ol><li>Publish the budget.</li><li>Answer letters.</li><li>Open the archive.</li></ol>",
    ],
)
def test_lists_of_a_page_are_read_however_they_are_marked_up(inner: str) -> None:
    assert (
        texts(f"<html><body><h2>Recommendations to the Government</h2>{inner}</body></html>".encode(), "page.html")
        == THREE
    )


def test_cells_that_span_rows_and_columns_keep_the_others_in_their_places() -> None:
    page = (
        "<html><body><table><tr><th rowspan=2>No.</th><th colspan=2>Recommendation</th></tr><tr><td>B</td><td>C</td></tr>"
        "<tr><td>D</td><td rowspan='x'>E</td><td>F</td></tr></table></body></html>"
    )
    cells = {one.text: one.cell for one in parse(source_of("page.html", page.encode())).blocks}
    assert cells == {
        "No.": (0, 0, 0), "Recommendation": (0, 0, 1), "B": (0, 1, 1), "C": (0, 1, 2), "D": (0, 2, 0), "E": (0, 2, 1), "F": (0, 2, 2),
    }  # fmt: skip


def test_lists_of_an_odt_count_on_where_they_say_so() -> None:
    styles = '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>'
    body = (
        "<text:h>Recommendations to the Government</text:h>"
        f'<text:list text:style-name="L1"><text:list-item><text:p>{THREE[0]}</text:p></text:list-item></text:list>'
        "<text:p>Letters</text:p>"
        f'<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>{THREE[1]}</text:p></text:list-item>'
        f"<text:list-item><text:p>{THREE[2]}</text:p></text:list-item></text:list>"
    )
    assert [(one.number, one.text) for one in read(odt(body, styles), "lists.odt").recommendations] == [
        (str(number), text) for number, text in enumerate(THREE, start=1)
    ]
