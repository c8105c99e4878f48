"""Try a template by rendering a full and an empty report with it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from carreport.errors import Mistake, TemplateError
from carreport.form.richtext import Span
from carreport.report.model import (
    Block,
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
    Report,
    ReportSection,
    Table,
    TitleBlock,
    inline_text,
)
from carreport.report.word.document import assemble_document, document_context
from carreport.report.word.proof import accessibility, validity
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.proof.docx_parts import WordFault, read_word_file
from carreport.report.word.shell.docx_template import render_shell
from carreport.report.word.xml_names import w

_FULL, _EMPTY = "full trial report", "empty trial report"
_SECTIONS = 4
_TITLE_FIELDS = ("title", "subtitle", "author", "affiliation", "coproducers", "series")
_REMEDY_SECTION = "Put {{p section.body }} in the loop over sections, without a condition."


def trial_render(
    content: bytes, name: str, printed_fields: frozenset[tuple[str, ...]]
) -> tuple[list[Mistake], list[Mistake]]:
    """Return the mistakes in the two rendered reports, and warnings such as accessibility faults."""
    mistakes: list[Mistake] = []
    warnings = list(_unprinted_field_remarks(printed_fields))
    for label, report in ((_FULL, full_report()), (_EMPTY, empty_report())):
        try:
            output = assemble_document(report, render_shell(content, name, document_context(report)))
        except TemplateError as problem:
            message = f"{problem.what} {problem.why}".strip()
            mistakes.append(Mistake(label, problem.code, message, problem.remedy))
            continue
        word_file = read_word_file(output)
        validity.check_validity(word_file)
        mistakes += _faults_to_mistakes(label, word_file.faults)
        word_file.faults.clear()
        accessibility.check_accessibility(word_file)
        warnings += _faults_to_mistakes(label, _template_faults(report, word_file.faults))
        if word_file.document is not None:
            text = "\n".join(text_of(paragraph) for paragraph in word_file.document.iter(w("p")))
            mistakes += _missing_text_mistakes(label, report, text)
    return list(dict.fromkeys(mistakes)), list(dict.fromkeys(warnings))


def _faults_to_mistakes(label: str, faults: Iterable[WordFault]) -> Iterator[Mistake]:
    for fault in faults:
        yield Mistake(f"{label}, {fault.part}", fault.code, fault.sentence)


def _template_faults(report: Report, faults: Iterable[WordFault]) -> Iterator[WordFault]:
    """Return the faults, apart from missing headings in a report without sections."""
    return (fault for fault in faults if report.sections or fault.code != "heading-none")


def _unprinted_field_remarks(printed_fields: frozenset[tuple[str, ...]]) -> Iterator[Mistake]:
    for name in _TITLE_FIELDS:
        if ("title", name) not in printed_fields:
            message = (
                f"The template does not print title.{name}, so inquiries with that answer cannot use it."
            )
            remedy = f"Write {{%p if title.{name} %}}, {{{{ title.{name} }}}} and {{%p endif %}}."
            yield Mistake("document", "never-printed", message, remedy)


def _missing_text_mistakes(label: str, report: Report, text: str) -> Iterator[Mistake]:
    for section in report.sections:
        if f"Opening words of {section.heading}" not in text:
            message = f"The text of the section “{section.heading}” is missing."
            yield Mistake(label, "section-lost", message, _REMEDY_SECTION)


def empty_report() -> Report:
    """Return a report with only a title, as from an inquiry without answers."""
    return Report(TitleBlock(title="Report"), ())


def full_report() -> Report:
    """Return a report with every field of the title block and almost every kind of block."""
    sections = [_section(number) for number in range(_SECTIONS)]
    return Report(
        title=TitleBlock(
            kind="Kind & kind", title="A title <of> “words” & {{ more }}", subtitle="Subtitle",
            author="Morag Sinclair and Ewan Baird", affiliation="Analyst, a council", coproducers="The group",
            series="Series", date="21 November 2026",
        ),
        sections=tuple(sections),
        footnotes=tuple(
            Footnote(number, inline_text(f"Note {number} & more")) for number in range(1, _SECTIONS + 1)
        ),
        pictures={"picture": PictureFile(_DOT, "image/png", 40, 30)},
    )  # fmt: skip


def _section(number: int) -> ReportSection:
    numbered = number > 0
    heading = f"Section {number} & more"
    body: list[Block] = [Paragraph(inline_text(f"Opening words of {heading}, and what follows."))]
    body += _blocks(number)
    return ReportSection(f"section-{number}", str(number) if numbered else "", heading, tuple(body))


def _blocks(number: int) -> Iterator[Block]:
    table, figure, chart = (f"{kind}-{number}" for kind in ("table", "figure", "chart"))
    yield Paragraph(
        (
            Span("Strong", strong=True), Span(" and slanted", emphasis=True), FootnoteReference(number + 1),
            Span("a page", link="https://example.org/a?b=c&d=e"),
            CrossReference(table, f"Table {number + 1}"),
        )
    )  # fmt: skip
    yield Heading(2, f"{number}.1", f"A heading in section {number}", f"heading-{number}")
    yield from (Paragraph(inline_text(f"{style} {number}"), style) for style in ("lead", "label", "small"))
    yield ListBlock(tuple(ListItem(inline_text(f"Entry {at}"), at % 3, is_ordered=at > 2) for at in range(6)))
    yield BlockQuote((inline_text("Said so"), inline_text("and so")), "Respondent 3")
    yield Callout((inline_text("How can we?"),), "Our question")
    yield FactList((("Place", inline_text("Glen Ard")), ("Dates", inline_text("May to June"))))
    rows = ((inline_text("a) Statement"), inline_text("15")), (inline_text("b)"), ()))
    yield Table(table, number + 1, f"Replies {number}", ("Said", "n"), rows, (False, True), note="A note.")
    yield Heading(3, "", "A small heading", f"small-{number}", is_numbered=False)
    yield Figure(figure, 2 * number + 1, f"The wall {number}", "picture", "A paper wall", credit="The group")
    yield Chart(chart, 2 * number + 2, f"Agreement {number}", _SVG, _DOT, "Most people agreed", 60, 20)
    yield Paragraph(inline_text("نص من اليمين"))


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"/>'


def _png() -> bytes:
    """Return a PNG with a single white pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + kind + content + check

    head = (1).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff"))
        + chunk(b"IEND", b"")
    )


_DOT = _png()
