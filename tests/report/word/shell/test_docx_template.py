from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carreport.errors import TemplateError
from carreport.report.model import Heading, Paragraph, ReportSection, TitleBlock, inline_text
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.xml_names import NS, w
from templates.build_word_shells import Line, shell_bytes

Shell = Callable[..., Path]
_SECTIONS = (
    Line("{%p for section in sections %}").xml
    + Line("{{ section.heading }}", "Heading1").xml
    + Line("{{p section.body }}").xml
    + Line("{%p endfor %}").xml
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1" w:right="1000" w:bottom="1" '
    'w:left="1000" w:header="1" w:footer="1" w:gutter="0"/></w:sectPr>'
)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    def make(body: str = "", sections: str = _SECTIONS) -> Path:
        (tmp_path / "report.docx").write_bytes(shell_bytes(body + sections + _PAGE))
        return tmp_path

    return make


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{{ title.title.format(title) }}",
        "{{ title.items() }}",
        "{{ 'x' * 100000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{% for n in range(1000000) %}{% endfor %}",
        "{% include 'x' %}",
        "{{ title|attr('__class__') }}",
        "{{ lipsum() }}",
        "{% set x = namespace() %}",
        "{{ sections.append(1) }}",
        "{% set s = title.title ~ title.title %}",
        "{{ title.title ~ title.title }}",
        "{% macro m() %}{% endmacro %}",
        "{{ 'x'|replace('x', 'xx') }}",
        "{% for a in sections %}" * 4 + "{% endfor %}" * 4,
    ],
)
def test_a_template_that_does_more_than_print_is_refused(shell: Shell, printed: Any, tag: str) -> None:
    with pytest.raises(TemplateError):
        printed(folder=shell(Line(tag).xml))


def test_a_misspelt_tag_names_itself_and_the_words_around_it(shell: Shell, printed: Any) -> None:
    with pytest.raises(TemplateError) as caught:
        printed(folder=shell(Line("Written for {{ title.titel }} only").xml))
    message = str(caught.value)
    assert "“Written for {{ title.titel }} only”" in message
    assert "'titel'" in message


def test_a_tag_that_is_not_closed_is_told_as_such(shell: Shell, printed: Any) -> None:
    with pytest.raises(TemplateError) as caught:
        printed(folder=shell(Line("{%p if title.title %}").xml))
    assert caught.value.code == "template-tag"


def test_a_file_that_is_no_word_document_is_refused(tmp_path: Path, printed: Any) -> None:
    (tmp_path / "report.docx").write_bytes(b"not a document")
    with pytest.raises(TemplateError) as caught:
        printed(folder=tmp_path)
    assert caught.value.code == "template-unreadable"


def test_the_body_may_be_asked_for_with_or_without_the_letter_p(shell: Shell, printed: Any) -> None:
    plain_tag = _SECTIONS.replace("{{p section.body }}", "{{ section.body }}")
    report = printed(Paragraph(inline_text("Said.")), folder=shell(sections=plain_tag))
    assert report.texts == ["Said."]
    assert word_faults(report.content) == []


def test_a_body_in_a_table_cell_leaves_the_cell_whole(shell: Shell, printed: Any) -> None:
    cell = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr><w:tc>'
        '<w:tcPr><w:tcW w:w="9000" w:type="dxa"/></w:tcPr>' + _SECTIONS + "</w:tc></w:tr></w:tbl><w:p/>"
    )
    report = printed(folder=shell(sections=cell))
    codes = {fault.code for fault in word_faults(report.content)}
    assert codes == {"header-row"}


def test_a_table_whose_rows_were_all_a_loop_with_nothing_in_it_goes(shell: Shell, printed: Any) -> None:
    def row(text: str) -> str:
        return f'<w:tr><w:tc><w:tcPr><w:tcW w:w="1" w:type="dxa"/></w:tcPr>{Line(text).xml}</w:tc></w:tr>'

    rows = row("{%tr for s in contents %}") + row("{{ s.text }}") + row("{%tr endfor %}")
    grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid>'
    report = printed(folder=shell(f"<w:tbl>{grid}{rows}</w:tbl>"), sections=())
    assert report.document.find(".//w:tbl", NS) is None


def test_a_bookmark_in_a_loop_is_set_once(shell: Shell, printed: Any) -> None:
    marked = _SECTIONS.replace("<w:r>", '<w:bookmarkStart w:id="7" w:name="mine"/><w:r>', 2).replace(
        "</w:p>", '<w:bookmarkEnd w:id="7"/></w:p>', 2
    )
    sections = (ReportSection("a", "1", "A", ()), ReportSection("b", "2", "B", ()))
    report = printed(folder=shell(sections=marked), sections=sections)
    assert word_faults(report.content) == []


def test_a_title_is_printed_as_it_is_even_if_it_looks_like_a_tag(printed: Any) -> None:
    title = "{{ 7*7 }} & <b> {% if %} {# note #} {_{ x }_} “R&D”"
    report = printed(title=TitleBlock(title=title))
    assert title in [text_of(element) for element in report.document.iter(w("p"))]
    header = next(tree for name, tree in report.opened.trees.items() if "header" in name)
    assert text_of(header) == title
    core = report.opened.trees["docProps/core.xml"]
    assert title in "".join(core.itertext())


def test_empty_fields_of_the_title_page_leave_no_empty_lines(printed: Any) -> None:
    paragraphs = list(printed().document[0].iterfind("w:p", NS))
    before_page_end = [text_of(paragraph) for paragraph in paragraphs[:2]]
    assert before_page_end == ["A report", ""]


def test_a_template_without_our_styles_is_given_them(tmp_path: Path, printed: Any) -> None:
    from docx import Document  # noqa: PLC0415 (a template as a stranger would make it)

    document = Document()
    for text in ("{%p for section in sections %}", "{{p section.body }}", "{%p endfor %}"):
        document.add_paragraph(text)
    document.core_properties.author = "Somebody"
    document.save(str(tmp_path / "report.docx"))
    report = printed(Heading(1, "", "Aims", "h"), Paragraph(inline_text("x"), style="lead"), folder=tmp_path)
    assert [fault for fault in word_faults(report.content) if fault.code != "contrast"] == []
    assert not any(b"Somebody" in part for part in _members(report.content))


def _members(content: bytes) -> list[bytes]:
    import io  # noqa: PLC0415 (only here)
    import zipfile  # noqa: PLC0415 (only here)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]
