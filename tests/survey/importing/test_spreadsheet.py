"""A file of replies is read correctly, or refused with the row: nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from carreport.errors import ReplyFileError
from carreport.survey.importing.spreadsheet import cell_name, read_worksheet

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
    assert cell_name(number) == name
