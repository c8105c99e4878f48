from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from carreport.form.richtext import Span, tidy
from carreport.ui.richtext.paste import parse_pasted_html
from tests.ui.driver.drafts import block_outline

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
    pasted = parse_pasted_html(WORD)
    assert block_outline(pasted.text) == [
        ("subheading", 0, "What we did"),
        ("paragraph", 0, "We met twice a month, and always in the same room."),
        ("bullet", 0, "First point"),
        ("bullet", 1, "Inner point"),
        ("number", 0, "Numbered point"),
        ("paragraph", 0, "Kept put in words the plan and a file."),
    ]
    assert pasted.dropped_pictures == 1


def test_word_keeps_emphasis_and_only_links_that_lead_to_the_web() -> None:
    blocks = parse_pasted_html(WORD).text.blocks
    assert [span.text for span in blocks[1].spans if span.strong] == ["twice a month"]
    assert [span.text for span in blocks[1].spans if span.emphasis] == ["always"]
    assert [span.link for span in blocks[5].spans if span.link] == ["https://example.org/plan"]


def test_google_docs_is_not_bold_throughout() -> None:
    text = parse_pasted_html(GOOGLE).text
    assert text.blocks[0].spans == (
        Span("Strong", strong=True),
        Span(" plain "),
        Span("slanted", emphasis=True),
    )
    assert block_outline(text)[1:] == [("bullet", 0, "One"), ("bullet", 1, "Two"), ("number", 0, "Write")]
    assert text.blocks[3].spans[0].link == "mailto:a@example.org"


def test_tables_become_lines() -> None:
    head = "<tr><th>Statement</th><th>Agree</th></tr>"
    source = f"<table>{head}<tr><td><p>Clear</p></td><td><p>15</p></td></tr></table>"
    assert [block.plain_text for block in parse_pasted_html(source).text.blocks] == [
        "Statement · Agree",
        "Clear · 15",
    ]


def test_quotations_and_line_breaks_of_a_web_page_stay() -> None:
    text = parse_pasted_html("<div>Before</div><blockquote><p>Said<br>so</p></blockquote>after").text
    assert block_outline(text) == [
        ("paragraph", 0, "Before"),
        ("quote", 0, "Said\nso"),
        ("paragraph", 0, "after"),
    ]


def test_blanks_are_closed_up_as_a_browser_does() -> None:
    text = parse_pasted_html("<p>  one\n\t two <b> three</b>\n</p>\n\n<p>four</p>").text
    assert [block.plain_text for block in text.blocks] == ["one two three", "four"]


def test_scripts_styles_and_hidden_words_stay_out() -> None:
    source = "<script>steal()</script><style>p{}</style><p>seen<span style='display: none'>unseen</span></p>"
    assert parse_pasted_html(source).text.plain_text == "seen"


def test_a_link_to_a_script_is_words() -> None:
    assert parse_pasted_html('<a href="javascript:alert(1)">press</a>').text.blocks[0].spans == (
        Span("press"),
    )


def test_several_paragraphs_in_an_entry_are_lines_of_it() -> None:
    assert block_outline(parse_pasted_html("<ul><li><p>one</p><p>two</p></li></ul>").text) == [
        ("bullet", 0, "one\ntwo")
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=string.ascii_letters + "<>/=\"' !-&;", max_size=80))
def test_no_source_however_broken_stops_the_paste(source: str) -> None:
    text = parse_pasted_html(source).text
    assert text.blocks == tidy(text.blocks)


TAGS = "<p> </p> <ul> <li> </li> </ul> <b> </b> <table> <tr> <td> </td> </table> <br> <h1> </h1> word"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TAGS.split(" ")), max_size=40))
def test_no_word_is_lost_however_the_tags_nest(parts: list[str]) -> None:
    assert parse_pasted_html("".join(parts)).text.plain_text.count("word") == parts.count("word")
