from __future__ import annotations

from pathlib import Path
from typing import Any

from carreport.assets import shipped_folder
from carreport.form.richtext import RichText
from carreport.report.model import Table, inline_text
from carreport.report.prose import text_to_blocks
from carreport.report.word.xml_names import NS, w
from tests.report.word.strangers import members, packed


def _table(rows: int = 2, said: str = "We know whom to ring", **more: Any) -> Table:
    body = tuple((inline_text(said), inline_text(str(n)), inline_text("")) for n in range(rows))
    given = {"note": "Of 19 people.", **more}
    return Table("t", 4, "Replies", ("Statement", "Agree", "Remark"), body, (False, True, False), **given)


def test_the_caption_stands_above_with_a_number_that_word_counts(printed: Any) -> None:
    caption, table, note = printed(_table()).body
    assert caption.findtext(".//w:instrText", namespaces=NS) == " SEQ Table \\* ARABIC "
    assert "".join(caption.itertext(w("t"))) == "Table 4\u2002Replies"
    assert (table.tag, "".join(note.itertext(w("t")))) == (w("tbl"), "Of 19 people.")


def test_the_header_row_is_repeated_and_no_row_is_split(printed: Any) -> None:
    rows = printed(_table()).body[1].findall("w:tr", NS)
    assert [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows] == [True, False, False]
    assert all(row.find("w:trPr/w:cantSplit", NS) is not None for row in rows)


def test_figures_and_their_header_stand_to_the_right(printed: Any) -> None:
    header, first, _ = printed(_table()).body[1].findall("w:tr", NS)
    heads = [cell.find("w:p/w:pPr/w:jc", NS) is not None for cell in header.findall("w:tc", NS)]
    styles = [cell.find("w:p/w:pPr/w:pStyle", NS).get(w("val")) for cell in first.findall("w:tc", NS)]
    assert heads == [False, True, False]
    assert styles == ["TableText", "TableFigures", "TableText"]


def test_an_empty_cell_shows_that_it_is_meant(printed: Any) -> None:
    cells = printed(_table(1)).body[1].findall("w:tr", NS)[1].findall("w:tc", NS)
    assert ["".join(cell.itertext(w("t"))) for cell in cells] == ["We know whom to ring", "0", "–"]


def test_a_row_with_too_few_cells_is_filled_up(printed: Any) -> None:
    short = Table("t", 1, "Short", ("A", "B"), ((inline_text("x"),),), (False, False))
    row = printed(short).body[1].findall("w:tr", NS)[1]
    assert ["".join(cell.itertext(w("t"))) for cell in row.findall("w:tc", NS)] == ["x", "–"]


def test_a_short_table_stays_on_one_page_with_its_note_and_a_long_one_leaves_no_row_alone(
    printed: Any,
) -> None:
    def kept(table: Table) -> list[bool]:
        rows = printed(table).body[1].findall("w:tr", NS)[1:]
        return [row.find("w:tc/w:p/w:pPr/w:keepNext", NS) is not None for row in rows]

    assert kept(_table(3)) == [True, True, True]
    assert kept(_table(3, note="")) == [True, True, False]
    assert [row for row, is_kept in enumerate(kept(_table(40))) if is_kept] == [0, 38, 39]
    tall = _table(7, said="We know whom to ring and we do ring them " * 8)
    assert [row for row, is_kept in enumerate(kept(tall)) if is_kept] == [5, 6]


def test_many_columns_are_set_smaller_and_stay_in_the_text(printed: Any) -> None:
    header = (
        "Statement",
        "n",
        *(f"% {text}" for text in ("agree", "neither", "disagree")),
        "Don’t know",
        "Agree",
    )
    said = inline_text("When I leave a message, somebody rings me back within the week")
    row = (said, *(inline_text("19") for _ in header[1:]))
    table = Table("t", 1, "Replies", header, (row,), (False, *(True for _ in header[1:])))
    made = printed(table).body[1]
    styles = {element.get(w("val")) for element in made.iter(w("pStyle"))}
    assert styles == {"SmallTableHeading", "SmallTableText", "SmallTableFigures"}
    assert sum(int(element.get(w("w"))) for element in made.iter(w("gridCol"))) == 8390


def test_larger_letters_in_the_styles_of_a_template_are_reckoned_with(printed: Any, tmp_path: Path) -> None:
    parts = members((shipped_folder() / "templates" / "inquiry-report" / "report.docx").read_bytes())
    styles = parts["word/styles.xml"]
    assert styles.count(b'<w:sz w:val="22"/>') >= 1
    at = styles.index(b'w:styleId="TableText"')
    larger = styles[:at] + styles[at:].replace(b'<w:sz w:val="22"/>', b'<w:sz w:val="32"/>', 1)
    (tmp_path / "report.docx").write_bytes(packed({**parts, "word/styles.xml": larger}))
    row = (
        inline_text("Draft a remit for the group " * 4),
        inline_text("Fiona Rankine"),
        inline_text("Two people said yes " * 6),
    )
    table = Table("t", 1, "Actions", ("What", "Who", "Result"), (row,), (False,) * 3)

    def widths(report: Any) -> list[int]:
        return [int(element.get(w("w"))) for element in report.body[1].iter(w("gridCol"))]

    usual, large = widths(printed(table)), widths(printed(table, folder=tmp_path))
    assert sum(usual) == sum(large)
    assert large[1] > 1.3 * usual[1]


def test_two_tables_in_a_text_stay_two_tables_in_word(printed: Any) -> None:
    text = RichText.from_json([{"type": "table", "rows": [["Week", ""], ["1", "19"]]}] * 2)
    body = printed(*text_to_blocks(text, str)).body
    assert [block.tag for block in body][:3] == [w("tbl"), w("p"), w("tbl")]
    assert body[0].find("w:tr/w:trPr/w:tblHeader", NS) is not None
