from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication

from carreport.form.kinds import KINDS
from carreport.form.richtext import Span, table, tidy
from carreport.ui.richtext.clipboard_text import (
    LONGEST_TEXT,
    LONGEST_WORD,
    MOST_SPANS,
    RICH_TEXT_MIME,
    paste_remarks,
    read_clipboard_text,
)
from tests.ui.driver.drafts import block_outline
from tests.ui.richtext.hostile_pastes import HOSTILE_COUNT, hostile_paste, lost_letters, paste

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {font-family:"Comic Sans MS";} --></style></head>
<body lang=EN-GB><!--StartFragment-->
<h2 style='color:#2F5496'><span style='font-family:"Comic Sans MS"'>What we did<o:p></o:p></span></h2>
<p class=MsoNormal>We met <b>twice a
month</b>,&nbsp; and <i>always</i> in the same room.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>\u00b7<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>First point<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp;</span></span></span><![endif]>Inner point</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span
style='font:7.0pt'>&nbsp;&nbsp;</span></span><![endif]>Numbered point</p>
<p class=MsoNormal>Kept <del cite="mailto:A" datetime="2016">taken out</del><ins cite="mailto:A">put in</ins>
words<span class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[AK1]</a></span>
<a href="https://example.org/plan">the plan</a> and <a href="file:///C:/secret.docx">a file</a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><img width=200 src="file:///C:/clip_image001.png"></p>
<!--EndFragment-->
<div style='mso-element:comment-list'><p>A remark that nobody should see</p></div>
</body></html>
"""  # noqa: E501 - as Word writes it

GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">'
    '<p dir="ltr"><span style="font-weight:700;color:#000">Strong</span><span style="font-weight:400"> plain '
    '</span><span style="font-style:italic">slanted</span></p><ul><li dir="ltr" aria-level="1"><p dir="ltr">'
    '<span>One</span></p></li><ul><li dir="ltr" aria-level="2"><p><span>Two</span></p></li></ul></ul>'
    '<br /><ol><li><p><a href="mailto:a@example.org"><span>Write</span></a></p></li></ol><a></a></b>'
)


def test_word_gives_its_words_and_lists_and_nothing_else() -> None:
    pasted = paste(WORD)
    assert block_outline(pasted.text) == [
        ("subheading", 0, "What we did"),
        ("paragraph", 0, "We met twice a month, and always in the same room."),
        ("bullet", 0, "First point"),
        ("bullet", 1, "Inner point"),
        ("number", 0, "Numbered point"),
        ("paragraph", 0, "Kept put in words the plan and a file."),
    ]
    assert pasted.remarks == {"struck": 1, "comments": 1, "links": 1, "pictures": 1}


def test_word_keeps_emphasis_and_only_links_that_lead_to_the_web() -> None:
    blocks = paste(WORD).text.blocks
    assert [span.text for span in blocks[1].spans if span.strong] == ["twice a month"]
    assert [span.text for span in blocks[1].spans if span.emphasis] == ["always"]
    assert [span.link for span in blocks[5].spans if span.link] == ["https://example.org/plan"]


def test_google_docs_is_not_bold_throughout() -> None:
    text = paste(GOOGLE).text
    assert text.blocks[0].spans == (
        Span("Strong", strong=True),
        Span(" plain "),
        Span("slanted", emphasis=True),
    )
    assert block_outline(text)[1:] == [("bullet", 0, "One"), ("bullet", 1, "Two"), ("number", 0, "Write")]
    assert text.blocks[3].spans[0].link == "mailto:a@example.org"


def test_a_table_stays_a_table_whose_header_is_not_bold_in_itself() -> None:
    head = "<tr><th>Statement</th><th>Agree</th></tr>"
    source = f"<table>{head}<tr><td><p>Clear</p></td><td><p>15</p></td></tr></table>"
    pasted = paste(source)
    assert pasted.text.blocks == (
        table([[(Span("Statement"),), (Span("Agree"),)], [(Span("Clear"),), (Span("15"),)]]),
    )
    assert pasted.remarks == {}


def test_a_table_keeps_its_empty_cells_and_the_lines_in_them() -> None:
    pasted = paste(
        "<table><tr><td></td><td>2015<td>2016</tr><tr><td>Visits<p>(a day)</td><td></td><td>14</table>"
    )
    assert pasted.text.plain_text == "\t2015\t2016\nVisits\n(a day)\t\t14"
    assert pasted.remarks == {}


def test_merged_cells_are_parted_and_it_is_said() -> None:
    head = "<tr><td rowspan=2>Year</td><td colspan=2>Visits</td></tr>"
    pasted = paste(f"<table>{head}<tr><td>1</td><td>2</td></tr></table>")
    assert pasted.text.plain_text == "Year\tVisits\t\n\t1\t2"
    assert pasted.remarks == {"merged": 1}


def test_a_table_in_a_table_and_a_table_too_wide_become_lines_and_it_is_said() -> None:
    inner = "<table><tr><td>i</td><td>j</td></tr></table>"
    nested = paste(f"<table><tr><td>{inner}</td><td>k</td></tr></table>")
    assert nested.text.plain_text == "i | j\tk"
    wide = paste(f"<table><tr>{'<td>x</td>' * 21}</tr></table>")
    assert [block.type for block in wide.text.blocks] == ["paragraph"]
    assert nested.remarks == wide.remarks == {"tables": 1}


def test_a_table_that_only_lays_out_an_email_is_no_table() -> None:
    pasted = paste("<table><tr><td><p>Dear all</p><ul><li>first</li></ul></td></tr></table>")
    assert block_outline(pasted.text) == [("paragraph", 0, "Dear all"), ("bullet", 0, "first")]
    assert pasted.remarks == {}


def test_even_rows_of_cells_copied_as_plain_text_are_a_table_and_others_lines() -> None:
    pasted = paste("", "School\t2015\nAlpha\t14\n")
    assert [block.type for block in pasted.text.blocks] == ["table"]
    ragged = paste("", "School\t2015\nAlpha\t14\t15\n")
    assert ragged.text.plain_text == "School | 2015\nAlpha | 14 | 15"
    assert ragged.remarks == {"tables": 1}


RAISED = {
    "10<sup>6</sup> people": "10⁶ people",
    'm<span style="vertical-align: super">2</span>': "m²",
    "x<sup>n+1</sup> and 10<sup>−3</sup>": "xⁿ⁺¹ and 10⁻³",
    "CO<sub>2</sub>": "CO₂",
    "the 1<sup>st</sup> of 3": "the 1st of 3",
    "a claim<sup>12</sup>": "a claim¹²",
    'in 2019<sup><a href="#n4">[4]</a></sup>': "in 2019[4]",
    "2<sup>6a</sup>": "2^(6a)",
    "5 <sup>1</sup>/<sub>2</sub>": "5 ¹/₂",
}


@pytest.mark.parametrize(("source", "text"), RAISED.items())
def test_digits_above_and_below_the_line_never_join_the_number_before_them(source: str, text: str) -> None:
    assert paste(f"<p>{source}</p>").text.plain_text == text


STRUCK = (
    "<s>old</s>",
    "<strike>old</strike>",
    "<del cite=a>old</del>",
    '<span style="color:red;text-decoration:underline line-through">old</span>',
    '<span style="text-decoration-line: line-through"><b>o</b>ld</span>',
)


@pytest.mark.parametrize("struck", STRUCK)
def test_struck_out_words_stay_out_and_that_is_said(struck: str) -> None:
    pasted = paste(f"<p>The {struck} new plan</p>", "The old new plan")
    assert pasted.text.plain_text == "The new plan"
    assert set(pasted.remarks) == {"struck"}


HIDDEN = (
    '<span style="display:none">x</span>',
    '<span style="mso-hide:all">x</span>',
    '<span style="visibility: hidden">x</span>',
    "<span hidden>x</span>",
    '<span style="font-size:0">x</span>',
    '<span style="opacity: 0">x</span>',
    '<span style="color:red;opacity:0.00">x</span>',
)


@pytest.mark.parametrize("style", ["opacity:0.5", "fill-opacity:0", "opacity: 1"])
def test_text_that_can_be_seen_through_is_kept(style: str) -> None:
    assert paste(f'<p>seen <span style="{style}">x</span></p>').text.plain_text == "seen x"


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_text_stays_out_and_that_is_said(hidden: str) -> None:
    pasted = paste(f"<p>seen{hidden}</p>")
    assert (pasted.text.plain_text, set(pasted.remarks)) == ("seen", {"hidden"})


LEFT_OUT = {
    "<button>Go</button>": {"controls": 1},
    "<select><option>a<option>b</select><textarea>c</textarea>": {"controls": 2},
    "<svg><text>drawn</text></svg><video>clip</video>": {"pictures": 2},
    '<a href="file:///C:/plan.docx">plan</a><a href="javascript:go()">go</a>': {"links": 2},
    '<a href="#note">in the page</a>': {},
    "<math><mi>x</mi><mo>=</mo><mn>2</mn></math>": {"formulas": 1},
    "<ul><li>1<ul><li>2<ul><li>3<ul><li>4</ul></ul></ul></ul>": {"levels": 1},
}


@pytest.mark.parametrize(("source", "remarks"), LEFT_OUT.items())
def test_whatever_is_left_out_or_changed_is_counted(source: str, remarks: dict[str, int]) -> None:
    assert paste(f"<p>words</p>{source}").remarks == remarks
    assert bool(paste_remarks(remarks)) is bool(remarks)


LOST = {
    "a marked section that ends parsers": ("<p>words</p><![<", "words and more"),
    "a comment that never ends": ("<p>words</p><!-- <p>and more</p>", "words and more"),
    "a tag that never ends": ("<p>words</p><p title='and more", "words and more"),
    "text in what pages do not show": ("<p>words</p><noscript>and more</noscript>", "words and more"),
    "text that only the plain version has": ("<p>words</p>", "words and more"),
    "tags within tags": ("<p>words</p>" + "<i>" * 300 + "and more", "words and more"),
    "a tag with very many attributes": ("<p>words</p><p " + "a=1 " * 300 + ">and more", "words and more"),
}


@pytest.mark.parametrize(("source", "plain"), LOST.values(), ids=LOST)
def test_plain_text_is_used_if_the_html_has_fewer_letters(source: str, plain: str) -> None:
    pasted = paste(source, plain)
    assert pasted.text.plain_text == plain
    assert pasted.remarks == {"formatting": 1}


FAITHFUL = {
    "numbers of a list": ("<ol><li>one<li>two</ol>", " 1. one\n 2. two\n"),
    "bullets": ("<ul><li>one</ul>", "•\tone"),
    "the address of a link": (
        '<a href="https://example.org/plan">plan</a>',
        "plan <https://example.org/plan>",
    ),
    "a description of a picture": ('<p>See</p><img src="cid:1" alt="The wall">', "See [The wall]"),
    "capitals of a style": ('<p style="text-transform:uppercase">heading</p>', "HEADING"),
    "ligatures": ("<p>o\ufb03ce</p>", "office"),
    "other spaces": ("<p>a&nbsp;b</p>", "a b"),
}


@pytest.mark.parametrize(("source", "plain"), FAITHFUL.values(), ids=FAITHFUL)
def test_what_only_a_plain_version_writes_does_not_cost_the_formatting(source: str, plain: str) -> None:
    assert "formatting" not in paste(source, plain).remarks


def test_ligatures_from_a_pdf_become_letters() -> None:
    assert (
        paste("", "the o\ufb03ce \ufb02oor, con\ufb01dential").text.plain_text
        == "the office floor, confidential"
    )


def test_text_beyond_the_limit_is_cut_and_counted() -> None:
    pasted = paste("", "word " * 100_000)
    assert len(pasted.text.plain_text) <= LONGEST_TEXT
    assert pasted.remarks["cut"] == len("word " * 100_000) - 1 - len(pasted.text.plain_text)


def test_a_word_that_could_not_be_laid_out_is_cut_short() -> None:
    pasted = paste("", f"before {'x' * 300_000} after")
    assert pasted.text.plain_text == f"before {'x' * LONGEST_WORD} after"
    assert pasted.remarks == {"words": 1}


def test_text_without_spaces_in_languages_that_have_none_stays() -> None:
    text = "\u4e2d\u6587" * 10_000
    assert paste("", text).text.plain_text == text


def test_our_own_format_from_a_hostile_program_falls_back_on_the_text() -> None:
    for data in (b"[" * 100_000, b'[{"type":"script"}]', b"\xff", b'{"a":1}', b"9" * 5_000):
        mime = QMimeData()
        mime.setData(RICH_TEXT_MIME, data)
        mime.setText("kept")
        assert read_clipboard_text(mime).text.plain_text == "kept"


def test_files_are_told_apart_from_pictures() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/nowhere/{name}") for name in ("a.jpg", "b.docx", "c")])
    assert read_clipboard_text(mime).remarks == {"pictures": 1, "files": 2}


@pytest.mark.parametrize("number", range(HOSTILE_COUNT))
def test_no_hostile_paste_loses_a_letter_in_silence(number: int, qapp: QApplication) -> None:  # noqa: ARG001
    source, plain = hostile_paste(number)
    pasted = paste(source, plain)
    assert pasted.remarks or lost_letters(pasted, source, plain) == 0


def test_quotations_and_line_breaks_of_a_web_page_stay() -> None:
    text = paste("<div>Before</div><blockquote><p>Said<br>so</p></blockquote>after").text
    assert block_outline(text) == [
        ("paragraph", 0, "Before"),
        ("quote", 0, "Said\nso"),
        ("paragraph", 0, "after"),
    ]


def test_blanks_are_closed_up_as_a_browser_does() -> None:
    text = paste("<p>  one\n\t two <b> three</b>\n</p>\n\n<p>four</p>").text
    assert [block.plain_text for block in text.blocks] == ["one two three", "four"]


def test_scripts_styles_and_hidden_words_stay_out() -> None:
    source = "<script>steal()</script><style>p{}</style><p>seen<span style='display: none'>unseen</span></p>"
    assert paste(source).text.plain_text == "seen"


def test_a_link_to_a_script_is_words() -> None:
    assert paste('<a href="javascript:alert(1)">press</a>').text.blocks[0].spans == (Span("press"),)


def test_several_paragraphs_in_an_entry_are_lines_of_it() -> None:
    assert block_outline(paste("<ul><li><p>one</p><p>two</p></li></ul>").text) == [("bullet", 0, "one\ntwo")]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=string.ascii_letters + "<>/=\"' !-&;", max_size=80))
def test_no_source_however_broken_stops_the_paste(source: str) -> None:
    text = paste(source).text
    assert text.blocks == tidy(text.blocks)


TAGS = "<p> </p> <ul> <li> </li> </ul> <b> </b> <table> <tr> <td> </td> </table> <br> <h1> </h1> word"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TAGS.split(" ")), max_size=40))
def test_no_word_is_lost_however_the_tags_nest(parts: list[str]) -> None:
    assert paste("".join(parts)).text.plain_text.count("word") == parts.count("word")


def test_a_draft_can_hold_the_longest_text_that_can_be_pasted() -> None:
    words, link = '"\\' * (LONGEST_TEXT // MOST_SPANS // 2 - 1) + " x", "https://a.example/" + "x" * 300
    marks = ({"strong": True}, {"strong": True, "emphasis": True, "link": link})
    spans = [{"text": words, **marks[number % 2]} for number in range(10)]
    blocks = [{"type": "number", "level": 2, "spans": spans}] * (MOST_SPANS // len(spans))
    copied = QMimeData()
    copied.setData(RICH_TEXT_MIME, json.dumps(blocks).encode())
    text = read_clipboard_text(copied).text
    assert len(text.plain_text) > LONGEST_TEXT * 0.95
    assert not KINDS["text"].is_too_long(text.to_json())


def test_links_with_more_addresses_than_a_draft_can_hold_become_plain_text_with_a_message() -> None:
    address = "https://a.example/" + "x" * 300
    minutes = "".join(f"<p><a href='{address}{number}'>item {number}</a> agreed</p>" for number in range(900))
    pasted = paste(minutes)
    linked = [span for block in pasted.text.blocks for span in block.spans if span.link]
    assert pasted.text.plain_text.count("item") == 900
    assert (len(linked), pasted.remarks["addresses"]) == (623, 277)
    assert "the last 277 links became plain text" in paste_remarks(pasted.remarks)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>10<span style='position:relative;top:-4pt;mso-text-raise:4.0pt'>6</span></p>", "10⁶"),
        ("<p>10<span style='vertical-align:0.4em'>6</span></p>", "10⁶"),
        ("<p>CO<span style='vertical-align:-3px'>2</span></p>", "CO₂"),
        ("<p>5<span style='vertical-align:-0.125em'>6</span></p>", "56"),
        ("<style>span.s1 {vertical-align: 4.0px}</style><p>10<span class='s1'>6</span></p>", "10⁶"),
        ("<p>10<sup>½</sup></p>", "10^(½)"),
        ("<p>e<sup>-x</sup> 3<sup>x+1</sup> 2<sup>k</sup></p>", "e^(-x) 3^(x+1) 2^(k)"),
        (
            "<p>word<sup>a</sup>, 2<sup>nd</sup>, M<sup>me</sup>, Name<sup>TM</sup></p>",
            "word^(a), 2nd, Mme, NameTM",
        ),
    ],
)
def test_exponents_are_recognised_from_styles_and_never_join_the_text_before(source: str, text: str) -> None:
    assert paste(source).text.plain_text == text


@pytest.mark.parametrize(
    ("sheet", "remark"),
    [
        (".xl65\n\t{mso-style-parent:style0;\n\ttext-decoration:line-through;}", "struck"),
        ("<!-- /* Fonts */ p.a, span.xl65 {text-decoration: underline line-through} -->", "struck"),
        ("@media print {.b {color:red}} .Xl65 {display:none}", "hidden"),
    ],
)
def test_text_struck_out_or_hidden_by_its_class_is_left_out(sheet: str, remark: str) -> None:
    source = f"<style>{sheet}</style><p>Was <span class='n xl65'>five</span> six</p>"
    pasted = paste(source, "Was five six")
    assert (pasted.text.plain_text, pasted.remarks) == ("Was six", {remark: 1})


def test_a_style_for_print_hides_nothing() -> None:
    pasted = paste("<style>@media print {.x {display:none}}</style><p class=x>Seen</p>", "Seen")
    assert (pasted.text.plain_text, pasted.remarks) == ("Seen", {})


@pytest.mark.parametrize("sheet", ["/*" * 200_000, "@{" * 200_000, "{" * 400_000, "@a{" + "x{}" * 100_000])
def test_no_style_sheet_however_broken_loses_text(sheet: str) -> None:
    assert paste(f"<style>{sheet}</style><p>Words</p>").text.plain_text == "Words"


def test_letters_of_a_symbol_font_are_reported() -> None:
    pasted = paste(
        "<p><span style='font-family:Wingdings'>J</span> and <font face='Segoe UI Symbol'>K</font></p>"
    )
    assert pasted.remarks == {"symbols": 1}
    assert "symbol font" in paste_remarks(pasted.remarks)


def test_emoji_that_are_pictures_stay_and_quotes_keep_their_marks() -> None:
    pasted = paste("<p><q>Well done</q> <img alt='\U0001f642' src='https://example.org/smile.png'></p>")
    assert (pasted.text.plain_text, pasted.remarks) == ("“Well done” \U0001f642", {})


@pytest.mark.parametrize(
    "marker", ["1.1.1\t", "aa. ", "①\t", "α) ", "б) ", "一、 ", "א. ", "[x] ", "xii. ", "(iii) "]
)
def test_no_marker_of_a_list_loses_the_formatting(marker: str) -> None:
    assert paste("<ul><li><b>Point</b></li></ul>", f"{marker}Point").remarks == {}


def test_a_line_whose_spaces_are_all_fixed_keeps_its_text() -> None:
    pasted = paste("<p>" + "word&nbsp;" * 2_000)
    assert (len(pasted.text.plain_text), pasted.remarks) == (9_999, {})
