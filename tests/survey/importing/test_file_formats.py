"""Old encodings are recognised by their letters; what is hidden or merged in a sheet is reported."""

from __future__ import annotations

import base64
import re
import zipfile
import zlib
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from carreport.errors import ReplyFileError
from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.file_formats.text_encoding import EncodingError, decode_text
from carreport.survey.importing.headings import read_reply_table
from carreport.survey.importing.plan import plan_import
from carreport.survey.importing.spreadsheet import Worksheet, read_worksheet
from tests.survey.files import target

OLD_WORKBOOK = zlib.decompress(base64.b85decode(
    "c-rk)O=uHA6#iy6+x#@mPfdkZD4}50+KYJc(yo<i@nEc8Dk5moE>c<(iMc4K)taLqdQ!X;dht^A;tzVzn+Kty2SE^1J$e!<c"
    "xbb}d6|t#?V$lJTILJ$cIM6d=Dp0ko!!|t^YPNm!;S^4KtD{B-5{E3bb?CIYs5hPt}CnFH9*DH_^%KQ&_Xs@c-HdTFV|46_W"
    "}$&@Vz7ne5P^&XOYTfo#Z-VAIFduGKM~q0(VIhK|4p)%5s$DCYJZv@;S@Bthvszk8DfgIOgqC&mNV<$BZuSi$IS1m^mL<vkP"
    "r_CA0YQ4N<YRFpwWlPyU-7oxU(;LF+c;WSx9^vV;UJ;4HqoNnp{tQ(q*tetq=<r2kQ`_phSAW%z(8xTiS5i)h9tQ}&oRoOPB"
    "ccY|tIrQAF?Nb5Y}B+ocbfmo?r!LfjW(|O0Cq)3z1;P|<;YG$a6hU9k5w|A`W_HN;{50e~2l<RR${usGhy7%qvq0F#-k~LH8"
    "Tqc~rRv9Z?T#=0MMdlm0*&OA^0*nY-`cR1<=;0A|vb@S(ws5_JWr9+euHD0Js&ZhOZLV=|H~HPocxP{`sc)xx@#~Q%oy9Nq4"
    "yw-$EnG;<y|-u3MN>7#aSBYMSM-WIw<Vt1-c_hg<0H%V-!_nd5mT|d>S-6nGD2L9v#hk_Y>8^iP;)2QVg>t>5n^4OXI<J0W}"
    "DTPWcw7`s9`4++hBG`*;iJ|s<sR@vSgd9_%@jxQTAq?Z<E<FCHjq4Jd%!R+x&$PG&D3cG&D3cG&Uqe<#fR>hVoU^QilY;`mV"
    "D~rK~@bY*-vcj(!C?nC?fGu6dkqD1SD?65d#1jU4ZLp~MJz&tn1^j$@+X{G~&ksQo`{CdU5UE!3$0awBp6W&b|`l6TRK"
))  # fmt: skip
"""A sheet “One” with ID, We meet and Note, in which row 3 and column C are hidden."""
XML_WORKBOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="One"><Table>
<Column ss:Index="3" ss:Hidden="1"/>
<Row><Cell><Data ss:Type="String">ID</Data></Cell><Cell><Data ss:Type="String">We meet</Data></Cell>
<Cell><Data ss:Type="String">Note</Data></Cell></Row>
<Row><Cell><Data ss:Type="Number">1</Data></Cell><Cell><Data ss:Type="String">Agree</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="String">Disagree</Data></Cell></Row>
<Row><Cell><Data ss:Type="Number">3</Data></Cell><Cell><Data ss:Type="String">Agree</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-05-12T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"""
OPEN_DOCUMENT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="One"><table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse"/>ROWS</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def read(folder: Path, name: str, data: bytes) -> Worksheet:
    (folder / name).write_bytes(data)
    return read_worksheet(folder / name)


def open_document(folder: Path) -> Path:
    rows = ""
    for number, row in enumerate((["ID", "We meet", "Note"], ["1", "Agree", "a"], ["2", "Agree", "b"]), 1):
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        hidden = ' table:visibility="filter"' if number == 3 else ""
        rows += f"<table:table-row{hidden}>{cells}</table:table-row>"
    with zipfile.ZipFile(folder / "r.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", OPEN_DOCUMENT.replace("ROWS", rows))
    return folder / "r.ods"


def filtered(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (["ID", "We meet", "Note"], [1, "Agree", "a"], [2, "Disagree", "b"], [3, "Agree", "c"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(folder / "r.xlsx")
    return folder / "r.xlsx"


# Encodings


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("It cost £5 at the café", "cp850"),
        ("It cost £5 at the café", "cp437"),
        ("It cost £5 at the café", "mac_roman"),
        ("It cost €5 at the café", "iso8859-15"),
        ("Don’t know – “naïve”", "mac_roman"),
        ("Don’t know", "cp1252"),
        ("Zoë’s crèche, 20°C", "cp1252"),
        ("CAFÉ and crêpes for £3½", "cp850"),
        ("The café next door", "cp437"),
        ("Siân and José", "cp850"),
        ("a mixed blessing, £2", "cp850"),
        ("Übung für alle", "cp850"),
    ],
)
def test_an_old_encoding_is_recognised_by_its_letters(text: str, encoding: str) -> None:
    assert (
        decode_text(f"We meet,Why?\nAgree,{text}\n".encode(encoding)).text.splitlines()[1] == f"Agree,{text}"
    )


def test_letters_that_can_be_read_in_two_ways_are_asked_about(tmp_path: Path) -> None:
    data = "We meet,Who?\nAgree,Zoêk\n".encode("cp850")
    with pytest.raises(EncodingError) as caught:
        decode_text(data)
    assert {"cp850", "mac_roman"} <= set(caught.value.readings)
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(ReplyFileError) as told:
        read_worksheet(tmp_path / "r.csv")
    assert (told.value.code, "Zoêk" in str(told.value)) == ("replies-encoding-unclear", True)
    assert read_worksheet(tmp_path / "r.csv", encoding="cp850").rows[1][1] == "Zoêk"


# What is hidden and merged


def test_hidden_rows_and_columns_are_found_in_every_format(tmp_path: Path) -> None:
    sheets = [
        read_worksheet(filtered(tmp_path)),
        read(tmp_path, "r.xls", OLD_WORKBOOK),
        read(tmp_path, "x.xls", XML_WORKBOOK.encode()),
        read_worksheet(open_document(tmp_path)),
    ]
    assert [sheet.hidden_rows for sheet in sheets] == [frozenset({3})] * 4
    assert [sheet.hidden_columns for sheet in sheets] == [frozenset({2})] * 4
    assert all("column C" in " ".join(sheet.notes) for sheet in sheets)


def test_hidden_rows_and_columns_are_asked_about_and_can_be_decided(tmp_path: Path) -> None:
    table = read_reply_table(read_worksheet(filtered(tmp_path)))
    plan = plan_import(table, target())
    assert [(problem.code, problem.column) for problem in plan.problems] == [
        ("rows-hidden", ""), ("column-hidden", "C"),
    ]  # fmt: skip
    note = plan.mappings[2].column_type
    types = {2: note}
    without = plan_import(table, target(), Corrections(column_types=types, left_out_rows=frozenset({3})))
    counted = plan_import(table, target(), Corrections(column_types=types, counted_rows=frozenset({3})))
    assert [(one.is_ready, one.table.rows) for one in (without, counted)] == [
        (True, (2, 4)), (True, (2, 3, 4)),
    ]  # fmt: skip


def with_sizes(workbook: Path, replaced: dict[str, str]) -> Path:
    """Rewrite the sheet in a workbook, so that it has other sizes of rows and columns."""
    with zipfile.ZipFile(workbook) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    with zipfile.ZipFile(workbook, "w") as package:
        for name, text in parts.items():
            if name.endswith(("sheet1.xml", "content.xml")):
                assert all(old in text for old in replaced)
            pattern = "|".join(map(re.escape, replaced))
            package.writestr(name, re.sub(pattern, lambda found: replaced[found[0]], text))
    return workbook


@pytest.mark.parametrize("zero", ["0", "0.0", "0.00"])
def test_rows_without_height_and_columns_without_width_are_hidden_in_a_workbook(
    tmp_path: Path, zero: str
) -> None:
    row, column = f'ht="{zero}" customHeight="1"', f'width="{zero}"'
    sizes = {'<row r="3" hidden="1"': f'<row r="3" {row}', 'hidden="1" width="13"': column}
    sheet = read_worksheet(with_sizes(filtered(tmp_path), sizes))
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({3}), frozenset({2}))
    assert plan_import(read_reply_table(sheet), target()).problems[0].code == "rows-hidden"


@pytest.mark.parametrize(("zero", "is_hidden"), [("0cm", True), ("0.000in", True), ("0.45cm", False)])
def test_rows_without_height_are_hidden_in_an_open_document(
    tmp_path: Path, zero: str, *, is_hidden: bool
) -> None:
    styles = "".join(
        f'<style:style style:name="{name}"><style:{size}="{zero}"/></style:style>'
        for name, size in (
            ("ro2", "table-row-properties style:row-height"),
            ("co2", "table-column-properties style:column-width"),
        )
    )
    space = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    replaced = {
        "><office:body>": f" {space}><office:styles>{styles}</office:styles><office:body>",
        'table:visibility="filter"': 'table:style-name="ro2"',
        'table:visibility="collapse"': 'table:style-name="co2"',
    }
    sheet = read_worksheet(with_sizes(open_document(tmp_path), replaced))
    assert (sheet.hidden_rows, sheet.hidden_columns) == (
        (frozenset({3}), frozenset({2})) if is_hidden else (frozenset(), frozenset())
    )


def test_rows_without_height_are_hidden_in_an_xml_workbook(tmp_path: Path) -> None:
    text = XML_WORKBOOK.replace('<Row ss:Hidden="1">', '<Row ss:AutoFitHeight="0" ss:Height="0">')
    text = text.replace('ss:Hidden="1"/>', 'ss:Width="0"/>')
    sheet = read(tmp_path, "x.xls", text.encode())
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({3}), frozenset({2}))


def test_a_sheet_with_nothing_hidden_says_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["ID", "We meet"])
    book.active.append([1, "Agree"])
    book.save(tmp_path / "r.xlsx")
    assert read_worksheet(tmp_path / "r.xlsx").notes == ("Read from the sheet “Sheet”.",)


@pytest.mark.parametrize("merged", ["B1:C1", "A1:A2"])
def test_a_merged_heading_has_a_second_row_below_it(tmp_path: Path, merged: str) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["No.", "How far?", None, "Why?"],
        [None, "We meet", "We talk"],
        [None, "Agree", "Disagree", "So"],
        [2, "Agree", "Disagree", None],
    ):
        book.active.append(row)
    book.active.merge_cells(merged)
    book.save(tmp_path / "r.xlsx")
    table = read_reply_table(read_worksheet(tmp_path / "r.xlsx"))
    assert [column.question for column in table.columns] == ["No.", "We meet", "We talk", "Why?"]
    assert (table.headings, table.rows) == ((1, 2), (3, 4))


# Web pages


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<table><tr><th>ID<th>We meet<tr><td>1<td>Agree</table>", [["ID", "We meet"], ["1", "Agree"]]),
        (
            (
                "<html><body><table><tr><td>Menu</td></tr></table><table><tr><th>ID</th><th>Why?</th></tr>"
                "<tr><td>1</td><td>so  it<br>is &amp; was</td></tr></table></body></html>"
            ),
            [["ID", "Why?"], ["1", "so it\nis & was"]],
        ),
        (
            (
                "<table><tr><th rowspan=2>ID</th><th colspan=2>How far?</th></tr><tr><th>We meet</th><th>"
                "We talk</th></tr><tr><td>1</td><td>Agree</td><td></td></tr></table>"
            ),
            [["ID", "How far?", ""], ["", "We meet", "We talk"], ["1", "Agree", ""]],
        ),
        (
            (
                "<meta charset='windows-1252'><table><tr><th>ID</th><th>Why?</th></tr>"
                "<tr><td>1</td><td>Caf\xe9</td></tr></table>"
            ),
            [["ID", "Why?"], ["1", "Café"]],
        ),
    ],
)
def test_the_table_of_a_web_page_is_read(tmp_path: Path, page: str, rows: list[list[str]]) -> None:
    sheet = read(tmp_path, "r.xls", page.encode("latin-1"))
    assert [list(row) for row in sheet.rows] == rows
    assert "web page" in sheet.notes[0]


def test_hidden_rows_of_a_web_page_are_found(tmp_path: Path) -> None:
    page = b"<table><tr><th>We meet</th></tr><tr style='display: none'><td>Agree</td></tr></table>"
    assert read(tmp_path, "r.xls", page).hidden_rows == {2}


def test_a_web_page_with_an_entity_bomb_is_refused_in_the_limited_process(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><Workbook><a>&b;</a></Workbook>'
    with pytest.raises(ReplyFileError) as caught:
        read(tmp_path, "r.xls", bomb.encode())
    assert caught.value.code == "replies-web-page"
