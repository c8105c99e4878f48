"""Each kind of block comes out as the tag that a screen reader knows it by, its words unaltered."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from carreport.errors import ReportWriteError
from carreport.form.richtext import Span
from carreport.report.model import (
    BlockQuote,
    Callout,
    Chart,
    CrossReference,
    FactList,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    PictureFile,
    Table,
    WritingLines,
    inline_text,
)
from carreport.report.pdf.tagged_content import picture_key
from tests.report.pdf.conftest import Print

HOSTILE = "#emph[x] $x^2$ *a* _b_ `c` @d <e> \\u{41} // f /* g */ [h] {i} \"j\" 'k' -- ... = l"


def a_table(**more: object) -> Table:
    given: dict[str, object] = {
        "anchor": "table-1",
        "number": 1,
        "caption": "Who was asked",
        "header": ("Who", "Asked"),
        "rows": ((inline_text("Partners"), inline_text("37")), (inline_text("Staff"), ())),
        "numeric_columns": (False, True),
        **more,
    }
    return Table(**given)  # type: ignore[arg-type]  # the test names what it changes


def test_a_paragraph_keeps_its_words_whatever_they_look_like(printed: Print) -> None:
    assert printed(Paragraph(inline_text(HOSTILE))).texts("P")[-1] == HOSTILE


def test_every_place_where_words_stand_takes_them_literally(printed: Print) -> None:
    bare = inline_text(HOSTILE)
    made = printed(
        Heading(2, "1.1", HOSTILE, "a"),
        ListBlock((ListItem(bare),)),
        BlockQuote((bare,), HOSTILE),
        Callout((bare,), HOSTILE),
        FactList(((HOSTILE, bare),)),
        a_table(caption=HOSTILE, header=(HOSTILE, HOSTILE), rows=((bare, bare),), note=HOSTILE),
    )
    said = ["".join(tag.text().split()) for tag in made.read.root.walk() if tag.text_by_index]
    literal = "".join(HOSTILE.split())
    assert sum(each.count(literal) for each in said) == 14


def test_a_line_break_starts_a_new_line(printed: Print) -> None:
    (said,) = [
        tag.text() for tag in printed(Paragraph(inline_text("one\ntwo"))).read.root.walk() if tag.type == "P"
    ][1:]
    assert said.split() == ["one", "two"]


def test_headings_go_down_one_level_at_a_time_and_into_the_outline(printed: Print) -> None:
    made = printed(
        Heading(2, "1.1", "First", "a"),
        Paragraph(inline_text("x")),
        Heading(3, "1.1.1", "Second", "b"),
        Paragraph(inline_text("x")),
    )
    assert made.texts("H1", "H2", "H3") == ["1 The section", "1.1 First", "1.1.1 Second"]
    assert made.read.bookmarks == ("1 The section", "1.1 First", "1.1.1 Second")


def test_a_heading_of_a_small_thing_stays_out_of_the_outline(printed: Print) -> None:
    made = printed(Heading(2, "", "A source", "a", is_numbered=False), Paragraph(inline_text("x")))
    assert made.texts("H2") == ["A source"]
    assert made.read.bookmarks == ("1 The section",)


def test_emphasis_and_links_come_out(printed: Print) -> None:
    said = (
        Span("plain "),
        Span("strong", strong=True),
        Span(" and "),
        Span("far", link="https://example.org/a?b=c#d"),
    )
    made = printed(Paragraph(said))
    assert made.texts("P")[-1] == "plain strong and far"
    links = [
        str(note.A.URI) for page in made.opened.pages for note in page.get("/Annots", []) if "/URI" in note.A
    ]
    assert links == ["https://example.org/a?b=c#d"]


def test_an_unsafe_link_is_no_link(printed: Print) -> None:
    made = printed(Paragraph((Span("far", link="file:///a"),)))
    assert not any("/Annots" in page for page in made.opened.pages)


def test_a_cross_reference_leads_to_its_table_and_one_that_leads_nowhere_is_words(printed: Print) -> None:
    said = (CrossReference("table-1", "Table 1"), Span(" and "), CrossReference("gone", "Table 9"))
    made = printed(Paragraph(said), a_table())
    assert "Table 1 and Table 9" in made.texts("P")
    assert made.texts("Link") == ["Table 1"]


def test_footnotes_are_notes_with_their_own_numbers(printed: Print) -> None:
    made = printed(
        Paragraph((*inline_text("First"), FootnoteReference(1))),
        Paragraph((*inline_text("Second"), FootnoteReference(2))),
        Paragraph((*inline_text("Again"), FootnoteReference(1))),
        footnotes=(Footnote(1, inline_text("Said where.")), Footnote(2, inline_text("Said elsewhere."))),
    )
    assert made.texts("Note") == ["Said where.", "Said elsewhere."]
    assert made.texts("P")[-3:] == ["First", "Second", "Again"]


def test_lists_in_lists_keep_their_depth_and_their_numbers(printed: Print) -> None:
    entries = (
        ListItem(inline_text("a"), 0, is_ordered=True),
        ListItem(inline_text("b"), 1),
        ListItem(inline_text("c"), 2),
        ListItem(inline_text("d"), 0, is_ordered=True),
        ListItem(inline_text("e"), 0),
    )
    made = printed(ListBlock(entries))
    assert made.texts("Lbl") == ["1.", "•", "–", "2.", "•"]
    assert [tag.type for tag in made.read.root.walk()].count("L") == 4


def test_a_table_has_header_cells_and_a_dash_in_what_is_empty(printed: Print) -> None:
    made = printed(a_table(note="Two groups."))
    assert made.texts("TH") == ["Who", "Asked", "Partners", "Staff"]
    assert made.texts("TD") == ["37", "–"]
    assert made.texts("Caption") == ["Table 1 Who was asked"]
    assert made.texts("P")[-1] == "Two groups."


def test_the_headers_of_rows_and_columns_say_which_they_are(printed: Print) -> None:
    with printed(a_table()).opened as pdf:
        cells = [
            cell for cell in pdf.objects if isinstance(cell, pikepdf.Dictionary) and cell.get("/S") == "/TH"
        ]
        scopes = [str(marks["/Scope"]) for cell in cells for marks in cell["/A"] if "/Scope" in marks]
    assert sorted(scopes) == ["/Column", "/Column", "/Row", "/Row"]


def test_a_table_without_headers_of_rows_beside_one_with_them_has_none(printed: Print) -> None:
    made = printed(a_table(), a_table(anchor="table-2", has_row_headers=False))
    assert made.texts("TH") == ["Who", "Asked", "Partners", "Staff", "Who", "Asked"]
    assert made.texts("TD") == ["37", "–", "Partners", "37", "Staff", "–"]


def test_the_pages_are_labelled_with_the_numbers_that_are_printed(printed: Print) -> None:
    with printed(WritingLines(60)).opened as pdf:
        labels = [str(page.label) for page in pdf.pages]
    assert labels[:2] == ["1", "2"]


def test_a_table_to_fill_in_has_empty_cells(printed: Print) -> None:
    rows = tag_rows(printed(a_table(is_blank_form=True)))
    assert rows == [["Who", "Asked"], ["Partners", "37"], ["Staff", ""]]


def tag_rows(made: object) -> list[list[str]]:
    root = made.read.root  # type: ignore[attr-defined]  # a Printed
    return [[cell.strip() for cell in tag.cells] for tag in root.walk() if tag.type == "TR"]


def test_a_row_that_goes_over_a_page_is_read_as_one(printed: Print) -> None:
    long = " ".join(f"word{number}" for number in range(2500))
    rows = tag_rows(printed(a_table(rows=((inline_text("A"), inline_text(long)),))))
    assert "".join(rows[-1][1].split()) == "".join(long.split())


def test_the_header_of_a_long_table_is_read_once(printed: Print) -> None:
    rows = tuple((inline_text(f"row {number}"), inline_text("1")) for number in range(120))
    made = printed(a_table(rows=rows))
    assert made.read.pages > 2
    assert made.texts("TH")[:3] == ["Who", "Asked", "row 0"]
    assert (len(made.texts("TH")), len(made.texts("TD"))) == (122, 120)


def test_a_photo_is_there_to_the_byte_with_its_alternative(printed: Print, photo: PictureFile) -> None:
    figure = Figure("figure-1", 1, "The wall", "p", "Notes on a wall", credit="Una Petrie")
    made = printed(figure, pictures={"p": photo})
    assert made.read.pictures == {picture_key(photo): 1}
    assert [tag.alt for tag in made.read.root.walk() if tag.alt] == ["Notes on a wall"]
    assert made.texts("Caption") == ["Figure 1 The wall"]
    assert made.texts("P")[-1] == "Picture: Una Petrie"


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_a_drawing_is_there_to_the_dot(printed: Print, mode: str) -> None:
    stream = io.BytesIO()
    Image.radial_gradient("L").resize((37, 23)).convert(mode).save(stream, "PNG")
    picture = PictureFile(stream.getvalue(), "image/png", 37, 23)
    made = printed(Figure("f", 1, "A", mode, "B"), pictures={mode: picture})
    assert made.read.pictures == {picture_key(picture): 1}


def test_a_picture_that_says_nothing_is_not_read_aloud(printed: Print, photo: PictureFile) -> None:
    made = printed(Figure("f", 1, "A", "p", "", is_decorative=True), pictures={"p": photo})
    assert "Figure" not in [tag.type for tag in made.read.root.walk()]
    assert made.read.pictures.total() == 1


def test_a_picture_that_is_not_in_the_draft_is_told(printed: Print) -> None:
    with pytest.raises(ReportWriteError, match="The wall"):
        printed(Figure("f", 1, "The wall", "gone", ""))


def test_ruled_lines_are_not_read_aloud(printed: Print) -> None:
    made = printed(Paragraph(inline_text("Write here:")), WritingLines(4))
    assert made.texts("P")[-1] == "Write here:"


def test_a_word_that_is_too_long_for_its_line_stays_on_the_page(printed: Print) -> None:
    long = "https://example.org/" + "abcdefghij" * 30
    made = printed(
        Paragraph(inline_text(long)),
        ListBlock((ListItem(inline_text(long)),)),
        a_table(rows=((inline_text(long), inline_text("1")),)),
    )
    found = ["".join(text.split()) for text in made.texts("P", "LBody", "TH")]
    assert found.count(long) == 3


def test_words_from_the_right_are_told_and_turned(printed: Print) -> None:
    made = printed(
        Paragraph(inline_text("שלום עולם")),
        Paragraph(inline_text("مرحبا بالعالم")),
        Paragraph(inline_text("Plain")),
    )
    assert {"he", "ar"} <= {element["/Lang"] for element in made.elements}


def test_a_chart_is_drawn_with_words_that_can_be_searched_and_an_alternative(printed: Print) -> None:
    label = '<text x="0" y="20" font-size="14">Most agreed</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40" width="90" height="40">{label}</svg>'
    made = printed(Chart("figure-1", 1, "How far", svg, b"", "Bar chart of nothing", 90, 40))
    figures = [tag for tag in made.read.root.walk() if tag.type == "Figure"]
    said = [("".join(tag.text().split()), tag.alt) for tag in figures]
    assert said == [("Mostagreed", "Bar chart of nothing")]
