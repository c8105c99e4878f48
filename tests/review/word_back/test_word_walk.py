"""What a Word file contains is read as values: paragraphs, runs, changes, bookmarks, comments and threads."""

from __future__ import annotations

from carreport.review.word_walk.document import ChangeKind, WordDocument
from carreport.review.word_walk.walk import walk_file
from tests.review.word_back.word_files import (
    BY,
    LATER,
    R,
    anchored,
    comment,
    deleted,
    ins,
    marked,
    p,
    r,
    word_file,
)

FORMS = "<mc:Choice Requires='wps'>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback>"
FALLBACK = f"<mc:AlternateContent>{FORMS}</mc:AlternateContent>"


def walk(body: str, **parts: str) -> WordDocument:
    return walk_file("review.docx", word_file(body, parts))


def texts(document: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_deletion_inside_an_insertion_keeps_both_in_order() -> None:
    document = walk(p(f'<w:ins w:id="1" {BY}>{deleted("gone", LATER)}</w:ins>'))
    (run,) = document.paragraphs[0].runs
    assert [document.changes[number].type for number in run.changes] == ["insertion", "deletion"]
    assert [document.changes[number].author for number in run.changes] == ["Ailsa", "Morag"]


def test_an_inserted_paragraph_mark_has_no_text_and_is_still_a_change() -> None:
    document = walk(p(r("First"), f'<w:rPr><w:ins w:id="1" {BY}/></w:rPr>') + p(r("Second")))
    assert [paragraph.mark_changes for paragraph in document.paragraphs] == [(0,), ()]


def test_a_bookmark_is_noted_in_each_paragraph_of_which_it_has_text() -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="_car_a_1"/>', '<w:bookmarkEnd w:id="1"/>'
    document = walk(p(r("One")) + p(start + r("Two")) + p(r("Three")) + p(end + r("Four")))
    assert [paragraph.bookmarks for paragraph in document.paragraphs] == [
        (),
        ("_car_a_1",),
        ("_car_a_1",),
        (),
    ]


def test_a_bookmark_whose_text_is_gone_is_kept_apart() -> None:
    document = walk(p(r("One") + anchored("", "_car_a_1", 1)))
    assert (document.paragraphs[0].bookmarks, document.paragraphs[0].empty_bookmarks) == ((), ("_car_a_1",))


def test_bold_is_content_and_a_colour_is_not() -> None:
    was = f"<w:rPrChange w:id='1' {BY}><w:rPr/></w:rPrChange>"
    document = walk(p(r("Bold", f"<w:b/>{was}") + r("Red", f'<w:color w:val="FF0000"/>{was}')))
    assert [change.is_content for change in document.changes] == [True, False]


def test_bold_from_a_character_style_is_bold() -> None:
    style = '<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>'
    document = walk(p(r("Loud", '<w:rStyle w:val="Strong"/>')), styles=style)
    assert document.paragraphs[0].runs[0].is_bold


def test_a_list_is_known_by_its_numbering() -> None:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
    numbering += '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    document = walk(
        p(r("Item"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'), numbering=numbering
    )
    assert document.paragraphs[0].look.list == "bullet"


def test_a_link_is_read_from_a_relationship_and_from_a_field() -> None:
    field = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    code = '<w:r><w:instrText> HYPERLINK "https://example.org/b" </w:instrText></w:r>'
    body = p('<w:hyperlink r:id="z">' + r("one") + "</w:hyperlink>" + field.format("begin") + code
             + field.format("separate") + r("two") + field.format("end") + r("three"))  # fmt: skip
    tie = f'<Relationship Id="z" Type="{R}/hyperlink" Target="https://example.org/a" TargetMode="External"/>'
    document = walk_file("a.docx", word_file(body, links=tie))
    links = [run.link for run in document.paragraphs[0].runs]
    assert links == ["https://example.org/a", "https://example.org/b", ""]


def test_a_text_box_that_is_written_twice_is_read_once() -> None:
    box = f"<w:txbxContent>{p(ins('In a box'))}</w:txbxContent>"
    document = walk(p(f"<w:r>{FALLBACK.format(f'<w:pict>{box}</w:pict>')}</w:r>"))
    assert texts(document) == ["\ufffc", "In a box"]
    assert (document.counts.changes, len(document.changes), document.paragraphs[1].host) == (1, 1, 0)


def test_a_footnote_belongs_to_the_paragraph_that_refers_to_it() -> None:
    reference = '<w:r><w:footnoteReference w:id="4"/></w:r>'
    note = f'<w:footnote w:id="4">{p(ins("See the minutes."))}</w:footnote>'
    document = walk(p(r("First")) + p(r("Second") + reference), footnotes=note)
    assert (document.paragraphs[2].place, document.paragraphs[2].host) == ("footnote", 1)


def test_an_inserted_row_makes_its_text_inserted() -> None:
    row = f"<w:tr><w:trPr><w:ins w:id='1' {BY}/></w:trPr><w:tc>{p(r('Cell'))}</w:tc></w:tr>"
    document = walk(f"<w:tbl>{row}</w:tbl>")
    assert [document.changes[number].type for number in document.paragraphs[0].runs[0].changes] == [
        "row-insertion"
    ]


def test_moves_have_the_name_that_joins_both_ends() -> None:
    ends = '<w:move{0}RangeStart w:id="{1}" w:name="move7"/>{2}<w:move{0}RangeEnd w:id="{1}"/>'
    away = ends.format("From", 1, f'<w:moveFrom w:id="2" {BY}>{r("Gone")}</w:moveFrom>')
    here = ends.format("To", 3, f'<w:moveTo w:id="4" {BY}>{r("Gone")}</w:moveTo>')
    document = walk(p(away) + p(here))
    assert [(change.type, change.move) for change in document.changes] == [
        ("move-from", "move7"),
        ("move-to", "move7"),
    ]


def test_changes_around_no_text_are_found_as_well() -> None:
    section = f'<w:sectPr><w:sectPrChange w:id="1" {BY}><w:sectPr/></w:sectPrChange></w:sectPr>'
    document = walk(p(r("Text"), f'<w:numPr><w:ins w:id="2" {BY}/></w:numPr>') + section)
    assert (len(document.changes), document.counts.changes) == (2, 2)
    assert {change.paragraph for change in document.changes} == {0}


def test_a_reply_and_its_state_come_from_the_list_of_threads() -> None:
    said = comment("Why?", "0", paragraph_id="0A") + comment("Because.", "1", LATER, paragraph_id="0B")
    ties = (
        '<w15:commentEx w15:paraId="0A" w15:done="1"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A"/>'
    )
    document = walk(p(marked(r("word"))), comments=said, commentsExtended=ties)
    assert [(found.parent, found.is_settled) for found in document.comments] == [(-1, True), (0, False)]


def test_comments_about_the_same_words_are_presumed_to_be_a_thread_if_the_file_names_none() -> None:
    said = comment("Because.", "1", LATER) + comment("Why?", "0")
    document = walk(p(marked(marked(r("word"), "0"), "1")), comments=said)
    assert [(found.parent, found.is_parent_presumed) for found in document.comments] == [
        (1, True),
        (-1, False),
    ]


def test_a_comment_is_about_words_in_the_order_of_the_file() -> None:
    document = walk(p(r("one ") + marked(r("two")) + r(" three")), comments=comment("Which?"))
    assert (document.comments[0].start, document.comments[0].end) == ((0, 4), (0, 7))


def test_a_time_without_sense_is_left_out() -> None:
    dates = ("9999-12-31T00:00:00Z", "0-00-00T00:00:00Z", "2026-02-30T10:00:00Z", "2026-03-04T10:30:00Z")
    body = "".join(ins(f"{number}", f'w:author="A" w:date="{date}"') for number, date in enumerate(dates))
    assert [change.when for change in walk(p(body)).changes] == ["", "", "", "2026-03-04T10:30:00"]


def test_control_and_bidi_characters_are_taken_out_of_names() -> None:
    document = walk(p(ins("x", 'w:author="Ail\u202esa\u200b&#9;B"')))
    assert document.changes[0].author == "Ailsa B"


def test_values_survive_the_way_through_json() -> None:
    document = walk(p(anchored(marked(r("a") + ins("b")), "_car_a_1", 1)), comments=comment("Why?"))
    assert WordDocument.from_json(document.to_json()) == document
    assert document.changes[0].type is ChangeKind.INSERTION
