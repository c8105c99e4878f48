"""A file of replies is read correctly, or refused with the row: nothing is guessed."""

from __future__ import annotations

import itertools
import zipfile
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from carreport.errors import ReplyFileError
from carreport.form.wording import in_letters
from carreport.survey.importing.spreadsheet import read_worksheet
from tests.irregular_files import make_sparse_file

WORDS = [["Café", "Why, though?"], ["“naïve”", 'said "yes"\nand left']]


def opened(folder: Path, given: bytes, name: str = "r.csv", sheet: str = "") -> list[list[str]]:
    path = folder / name
    path.write_bytes(given)
    return [list(row) for row in read_worksheet(path, sheet).rows]


def refused(folder: Path, given: bytes, name: str = "r.csv") -> str:
    with pytest.raises(ReplyFileError) as told:
        opened(folder, given, name)
    assert told.value.remedy
    return f"{told.value.code}: {told.value}"


def workbook(path: Path, *sheets: tuple[str, list[list[object]]], hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == hidden:
            sheet.sheet_state = "hidden"
    del book["Sheet"]
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_and_separator_is_found(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in WORDS)
    assert opened(tmp_path, text.encode(encoding)) == WORDS


def test_a_first_line_that_names_the_separator_is_no_row(tmp_path: Path) -> None:
    assert opened(tmp_path, b"sep=;\r\na;b,c\r\n") == [["a", "b,c"]]


def test_lines_in_two_encodings_are_each_read_in_their_own_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes("a,b\ncafé,1\n".encode() + "thé,2\n".encode("cp1252"))
    sheet = read_worksheet(path)
    assert [row[0] for row in sheet.rows] == ["a", "café", "thé"]
    assert "Windows-1252" in sheet.notes[-1]
    assert "3" in sheet.notes[-1]


def test_a_quotation_mark_that_is_never_closed_names_its_row(tmp_path: Path) -> None:
    assert "row 3" in refused(tmp_path, b'a,b\n1,2\n3,"open\n4,5\n')


def test_what_is_neither_text_nor_a_workbook_is_refused(tmp_path: Path) -> None:
    assert "replies-not-text" in refused(tmp_path, b"\x01\x00\x02\xff" * 50)
    assert "replies-encoding" in refused(tmp_path, b"a,b\n\x81\x8d,1\n")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReplyFileError) as caught:
        read_worksheet(tmp_path / "none.csv")
    assert caught.value.code == "replies-missing"


def test_a_workbook_gives_texts_dates_and_whole_numbers_with_their_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", ("One", [[], ["ID", "When"], [1, "2016-06-01"], [2.0, True]]))
    assert [list(row) for row in read_worksheet(path).rows] == [
        ["", ""], ["ID", "When"], ["1", "2016-06-01"], ["2", "TRUE"],
    ]  # fmt: skip


def test_hidden_and_further_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [["a"], ["1"]]
    path = workbook(tmp_path / "r.xlsx", ("Old", rows), ("Now", rows), ("More", rows), hidden="Old")
    sheet = read_worksheet(path)
    assert (sheet.name, sheet.other_sheets) == ("Now", ("More",))
    assert any("“Old”" in note for note in sheet.notes)
    assert read_worksheet(path, "More").name == "More"


def test_a_formula_without_what_came_out_of_it_names_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", ("One", [["a", "b"], ["Agree", "=A2"]]))
    with pytest.raises(ReplyFileError, match="B2"):
        read_worksheet(path)


def test_a_sheet_that_is_not_there_lists_those_that_are(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", ("One", [["a"]]))
    with pytest.raises(ReplyFileError, match="One") as caught:
        read_worksheet(path, "Two")
    assert caught.value.code == "workbook-no-sheet"


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "w.xlsx", ("One", [["a"]])).read_bytes()
    assert "workbook-" in refused(tmp_path, whole[: len(whole) // 2], "r.xlsx")


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_spreadsheets_name_them(number: int, name: str) -> None:
    assert in_letters(number) == name


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        (b"a" * (30 << 20), "replies-too-large"),
        (b"," * (30 << 20), "replies-too-large"),
        (b"\n" * (30 << 20), "replies-too-large"),
        (b"\r" * (30 << 20), "replies-too-large"),
        (b"a,b\n" * (5 << 20), "replies-too-large"),
        (b"\xe9,b\n" * (5 << 20), "replies-too-large"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "replies-cell-too-long"),
        (b'a,b\n1,"' + b"x,\n" * (600_000), "replies-cell-too-long"),
        (b"a" + b";a" * 2_500 + b"\n", "replies-too-large"),
        ("a\tb\n".encode("utf-16") * 1 + "\n".encode("utf-16-le") * 3_000_000, "replies-too-large"),
        (b"<html><table><tr><td>Q</td></tr></table>", "replies-web-page"),
        (b'<?xml version="1.0"?>\n<?mso-application?><Workbook>', "replies-web-page"),
        (b"\xef\xbb\xbf\n<META charset=utf-8><TABLE>", "replies-web-page"),
    ],
)
def test_a_file_that_no_survey_gives_is_refused_in_little_memory(
    tmp_path: Path, contents: bytes, code: str
) -> None:
    resource = pytest.importorskip("resource")
    (tmp_path / "replies.xls").write_bytes(contents)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ReplyFileError) as refused:
        read_worksheet(tmp_path / "replies.xls")
    assert refused.value.code == code
    assert refused.value.remedy
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 << 10


def test_a_file_of_5_gb_is_not_read(tmp_path: Path) -> None:
    make_sparse_file(tmp_path / "replies.csv", 5 << 30)
    with pytest.raises(ReplyFileError) as refused:
        read_worksheet(tmp_path / "replies.csv")
    assert refused.value.code == "replies-too-large"


def test_lines_end_as_programs_end_them(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes('a,b\r"1\r\n2",x\u2028y\n3,\x0b\r\n'.encode())
    assert read_worksheet(tmp_path / "r.csv").rows == (("a", "b"), ("1\r\n2", "x\u2028y"), ("3", "\x0b"))


def _sheet(path: Path, sheet: str, strings: str = "") -> Path:
    """Write a workbook by hand whose parts are these texts."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    first = f'<Relationship Id="r1" Type="{office}/{{}}" Target="{{}}"/>'
    link = f'<Relationships xmlns="{packages}/relationships">{first}{{}}</Relationships>'
    more = f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{packages}/content-types"/>')
        package.writestr("_rels/.rels", link.format("officeDocument", "xl/workbook.xml", ""))
        package.writestr(
            "xl/_rels/workbook.xml.rels", link.format("worksheet", "worksheets/sheet1.xml", more)
        )
        sheets = '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
        book = f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>'
        package.writestr("xl/workbook.xml", book)
        package.writestr("xl/worksheets/sheet1.xml", f"{sheet.replace('MAIN', main)}")
        package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{strings}</sst>')
    return path


CELLS = '<worksheet xmlns="MAIN"><sheetData>{}</sheetData></worksheet>'
WORD = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>Yes</t></is></c></row>'
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in itertools.pairwise("abcdefghij")
)


@pytest.mark.parametrize(
    ("sheet", "strings", "refused"),
    [
        (CELLS.format("".join(f'<row r="{row}"/>' for row in range(1, 1_000_000))), "", False),
        (CELLS.format(WORD.format(1) + WORD.format(1_048_576)), "", True),
        (CELLS.format(f"<row>{'<c><v>1</v></c>' * 16_384}</row>"), "", True),
        (
            CELLS.format("".join('<row><c t="s"><v>0</v></c></row>' for _ in range(2_500))),
            f"<si><t>{'x' * (1 << 20)}</t></si>",
            True,
        ),
        (LAUGHS + "]>" + CELLS.format("<row><c t='inlineStr'><is><t>&j;</t></is></c></row>"), "", True),
        (CELLS.format("<a>" * 500_000 + "</a>" * 500_000), "", False),
    ],
    ids=["empty rows", "a far cell", "columns", "shared strings", "entities", "nested"],
)
def test_a_workbook_bomb_goes_off_in_the_limited_process(
    tmp_path: Path, sheet: str, strings: str, *, refused: bool
) -> None:
    bomb = _sheet(tmp_path / "bomb.xlsx", sheet, strings)
    if refused:
        with pytest.raises(ReplyFileError) as told:
            read_worksheet(bomb)
        assert told.value.remedy
    else:
        assert len(read_worksheet(bomb).rows) <= 1
