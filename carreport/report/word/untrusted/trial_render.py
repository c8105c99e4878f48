"""Print a report with everything in it and one with nothing, to see that a template can carry both."""

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

_FULL, _EMPTY = "a report with everything in it", "a report with nothing in it"
_SECTIONS = 4
_TITLE_FIELDS = ("title", "subtitle", "author", "affiliation", "coproducers", "series")
_REMEDY_SECTION = "See that {{p section.body }} stands in the loop over sections, under no condition."


def trial_render(
    content: bytes, name: str, printed: frozenset[tuple[str, ...]]
) -> tuple[list[Mistake], list[Mistake]]:
    """Return the mistakes that show only in print, and remarks about what some readers will miss."""
    mistakes: list[Mistake] = []
    remarks = list(_unprinted_field_remarks(printed))
    for label, report in ((_FULL, full_report()), (_EMPTY, empty_report())):
        try:
            made = assemble_document(report, render_shell(content, name, document_context(report)))
        except TemplateError as problem:
            said = f"{problem.what} {problem.why}".strip()
            mistakes.append(Mistake(label, problem.code, said, problem.remedy))
            continue
        opened = read_word_file(made)
        validity.check_validity(opened)
        mistakes += _faults_to_mistakes(label, opened.faults)
        opened.faults.clear()
        accessibility.check_accessibility(opened)
        remarks += _faults_to_mistakes(label, _template_faults(report, opened.faults))
        if opened.document is not None:
            text = "\n".join(text_of(each) for each in opened.document.iter(w("p")))
            mistakes += _missing_text_mistakes(label, report, text)
    return list(dict.fromkeys(mistakes)), list(dict.fromkeys(remarks))


def _faults_to_mistakes(label: str, faults: Iterable[WordFault]) -> Iterator[Mistake]:
    for fault in faults:
        message = fault.message[:1].upper() + fault.message[1:]
        yield Mistake(f"{label}, {fault.part}", fault.code, f"{message}.")


def _template_faults(report: Report, faults: Iterable[WordFault]) -> Iterator[WordFault]:
    """Leave out that an empty report has no headings: there is nothing to head."""
    return (each for each in faults if report.sections or each.code != "heading-none")


def _unprinted_field_remarks(printed: frozenset[tuple[str, ...]]) -> Iterator[Mistake]:
    for name in _TITLE_FIELDS:
        if ("title", name) not in printed:
            said = f"The template never prints title.{name}; an inquiry that has it makes no report with it."
            remedy = f"Write {{%p if title.{name} %}}, {{{{ title.{name} }}}} and {{%p endif %}}."
            yield Mistake("document", "never-printed", said, remedy)


def _missing_text_mistakes(label: str, report: Report, text: str) -> Iterator[Mistake]:
    for section in report.sections:
        if f"Opening words of {section.heading}" not in text:
            said = f"The words of the section “{section.heading}” are not in it."
            yield Mistake(label, "section-lost", said, _REMEDY_SECTION)


def empty_report() -> Report:
    """Return what an inquiry without any answers makes: a title, and nothing else."""
    return Report(TitleBlock(title="Report"), ())


def full_report() -> Report:
    """Return a report in which every kind of block and every field of the title occurs."""
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
    """Return a white picture of one dot."""

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
