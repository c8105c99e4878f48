from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carreport.form.richtext import LIGATURES, Span, clean
from carreport.report.model import (
    Block,
    BlockQuote,
    Callout,
    FactList,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    InlineText,
    ListBlock,
    ListItem,
    Paragraph,
    PictureFile,
    ReportSection,
    Table,
    TitleBlock,
    inline_text,
)
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.xml_names import WP, w

_NASTY = [
    "&", "<", ">", '"', "'", "{{", "}}", "{%", "%}", "{#", "{_{", "}_}", "{_%", "&amp;", "<w:p>", "]]>",
    "<?carreport 0?>", "\x00", "\x0b", "\x0c", "\x1f", "\x07", "\t", "\n", "\r\n", "\ud800", "\ufffe",
    "🎉", "\U0001f469\u200d\U0001f3eb", "שלום", "مرحبا", "\u202e", "\u200f", "é", "e\u0301", "“", " ",
    "\u00a0", "\u00ad",
]  # fmt: skip
_PIECES = st.one_of(st.sampled_from(_NASTY), st.text(max_size=12))
_TEXTS = st.lists(_PIECES, min_size=1, max_size=12).map(lambda pieces: "".join(pieces).translate(LIGATURES))
_MAKERS: dict[str, Callable[[str, InlineText], Block]] = {
    "paragraph": lambda _, running: Paragraph(running),
    "small": lambda _, running: Paragraph(running, style="small"),
    "heading": lambda text, _: Heading(2, "1.1", text, "h"),
    "entry": lambda _, running: ListBlock((ListItem(running), ListItem(running, 1, is_ordered=True))),
    "quotation": lambda text, running: BlockQuote((running,), text),
    "callout": lambda text, running: Callout((running,), text),
    "fact": lambda text, running: FactList(((text, running),)),
    "table": lambda text, running: Table(
        "t", 1, text, (text, "n"), ((running, running),), (False, True), note=text
    ),
    "figure": lambda text, _: Figure("f", 1, text, "abc", text, credit=""),
}
_PREFIX = {"heading": "1.1\u2002", "table": "Table 1\u2002", "figure": "Figure 1\u2002"}


def _said(report: Any, name: str) -> set[str]:
    shown = "".join(report.texts) if name == "fact" else None
    prefix = _PREFIX.get(name, "")
    return {shown} if shown is not None else {text.removeprefix(prefix) for text in report.texts}


@pytest.mark.parametrize("name", _MAKERS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_TEXTS, link=st.sampled_from(["", "https://example.org/"]))
def test_any_text_comes_back_from_every_block(
    printed: Any, photo: PictureFile, name: str, text: str, link: str
) -> None:
    running = (Span(text, link=link),)
    report = printed(_MAKERS[name](text, running), pictures={"abc": photo})
    expected = clean(text)
    if expected.strip():
        wanted = {expected + "\t" + expected, expected * 2} if name == "fact" else {expected}
        assert wanted & _said(report, name)
    if name == "figure" and expected:
        assert next(report.document.iter(f"{{{WP}}}docPr")).get("descr") == expected
    assert [fault for fault in word_faults(report.content) if fault.code not in _OF_THE_WRITER] == []


_OF_THE_WRITER = {
    "link-empty", "link-vague", "heading-empty", "header-empty", "alt-missing", "alt-file-name", "list-typed",
}  # fmt: skip
"""What a checker says about the words themselves."""


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_TEXTS)
def test_any_text_comes_back_from_the_title_page_the_headings_and_the_notes(printed: Any, text: str) -> None:
    title = TitleBlock(*[text] * 8)
    body = (Paragraph((Span("x"), FootnoteReference(1))),)
    report = printed(
        title=title,
        sections=(ReportSection("s", "1", text, body),),
        footnotes=(Footnote(1, inline_text(text)),),
    )
    expected = clean(text)
    shown = [text_of(element) for element in report.document.iter(w("p"))]
    assert shown.count(expected) >= (8 if expected.strip() else 0)
    assert f"1\u2002{expected}" in shown
    assert expected in "".join(text_of(report.opened.related_tree("footnotes")))


def test_a_line_of_ten_thousand_letters_is_kept_whole_everywhere(printed: Any, photo: PictureFile) -> None:
    text = "unbroken" * 1250
    for name, make in _MAKERS.items():
        report = printed(make(text, inline_text(text)), pictures={"abc": photo})
        assert any(text in each for each in report.texts), name


def test_halves_of_emoji_and_control_characters_go_and_take_nothing_with_them(printed: Any) -> None:
    report = printed(Paragraph(inline_text("a\ud83d b\x00c\x0bd")), Paragraph(inline_text("after")))
    assert report.texts == ["a bc\nd", "after"]
