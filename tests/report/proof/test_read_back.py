"""Everything that a reader may find in a finished file is read back, even if no page shows it."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from carreport.report.proof.read_back import read_back_html, read_back_word

IN_PAGE = {
    "title": "<title>Zqa</title>", "meta": '<meta name="author" content="Zqa">', "comment": "<!-- Zqa -->",
    "style": '<style>p::before { content: "Zqa" }</style>', "data": '<p data-who="Zqa">x</p>',
    "raised": "<p>x<sup>Zqa</sup></p>",
    "field": '<input placeholder="Zqa">', "header": "<header>Zqa</header>",
    "alt text": '<img alt="Zqa" src="data:image/png;base64,AAAA">', "download": '<a download="Zqa.pdf">x</a>',
    "table": '<table summary="Zqa"><tr><td>x</td></tr></table>', "anchor": '<h2 id="Zqa">x</h2>',
    "drawing": "<svg><title>x</title><text>Zqa</text></svg>",
    "source": '<blockquote cite="Zqa">x</blockquote>',
}  # fmt: skip


@pytest.mark.parametrize("place", IN_PAGE)
def test_a_word_is_read_wherever_it_is_in_a_page(place: str) -> None:
    page = f"<!doctype html><html><body><p>first</p>{IN_PAGE[place]}</body></html>"
    assert "Zqa" in "\n".join(read_back_html(page.encode()).lines)


def test_the_bytes_of_a_picture_are_not_read_as_words() -> None:
    page = '<html><body><img alt="A" src="data:image/png;base64,BrownBrownBr"></body></html>'
    assert not re.search("Brown", "\n".join(read_back_html(page.encode()).lines))


IN_WORD = {
    "text": ("word/document.xml", "<w:p><w:r><w:t>Zqa</w:t></w:r></w:p>"),
    "field": ("word/document.xml", "<w:p><w:r><w:instrText>HYPERLINK mailto:Zqa</w:instrText></w:r></w:p>"),
    "change": ("word/document.xml", '<w:p><w:ins w:author="Zqa"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'),
    "deleted text": ("word/document.xml", "<w:p><w:del><w:r><w:delText>Zqa</w:delText></w:r></w:del></w:p>"),
    "control": ("word/document.xml", '<w:sdt><w:sdtPr><w:alias w:val="Zqa"/></w:sdtPr></w:sdt>'),
    "table": ("word/document.xml", '<w:tbl><w:tblPr><w:tblCaption w:val="Zqa"/></w:tblPr></w:tbl>'),
    "header": ("word/header1.xml", "<w:p><w:r><w:t>Zqa</w:t></w:r></w:p>"),
    "picture": ("word/header1.xml", '<w:p><w:r><docPr descr="x" title="Zqa"/></w:r></w:p>'),
    "variable": ("word/settings.xml", '<w:docVar w:name="x" w:val="Zqa"/>'),
    "comment": ("word/comments.xml", '<w:comment w:author="Zqa"/>'),
    "property": ("docProps/app.xml", "<Manager>Zqa</Manager>"),
    "other file": ("customXml/item1.xml", "<a>Zqa</a>"),
}


@pytest.mark.parametrize("place", IN_WORD)
def test_a_word_is_read_wherever_it_is_in_a_word_file(place: str) -> None:
    part, content = IN_WORD[place]
    start = '<w:root xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    raw = BytesIO()
    with ZipFile(raw, "w") as package:
        package.writestr(part, f"{start}{content}</w:root>")
    assert "Zqa" in "\n".join(read_back_word(raw.getvalue()).lines)
