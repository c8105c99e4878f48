"""Try a template by rendering reports with it: a full one, an empty one, and one with unusual text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carreport.errors import Mistake, TemplateError
from carreport.report.model import Report
from carreport.report.templates.placeholders import TITLE_ANSWERS
from carreport.report.templates.trial_reports import trial_reports
from carreport.report.word.document import assemble_document, document_context
from carreport.report.word.proof import accessibility, validity
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.proof.docx_parts import WordFault, WordFile, read_word_file
from carreport.report.word.shell.docx_template import render_shell
from carreport.report.word.untrusted.hidden_text import hidden_styles
from carreport.report.word.xml_names import w

_REMEDY_SECTION = "Put {{p section.body }} in the loop over sections, without a condition."


def trial_render(
    content: bytes, name: str, printed_fields: frozenset[tuple[str, ...]]
) -> tuple[list[Mistake], list[Mistake]]:
    """Return the mistakes in the rendered reports, and warnings such as accessibility faults."""
    mistakes: list[Mistake] = []
    warnings = list(_unprinted_field_remarks(printed_fields))
    own_text = _text_of(read_word_file(content))
    for label, report in trial_reports().items():
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
            text = _text_of(word_file)
            mistakes += _missing_text_mistakes(label, report, text)
            if report.sections and not mistakes:
                mistakes += hidden_styles(word_file, own_text)
    return list(dict.fromkeys(mistakes)), list(dict.fromkeys(warnings))


def _text_of(word_file: WordFile) -> str:
    document = word_file.document
    paragraphs = document.iter(w("p")) if document is not None else ()
    return "\n".join(text_of(paragraph) for paragraph in paragraphs)


def _faults_to_mistakes(label: str, faults: Iterable[WordFault]) -> Iterator[Mistake]:
    for fault in faults:
        yield Mistake(f"{label}, {fault.part}", fault.code, fault.sentence)


def _template_faults(report: Report, faults: Iterable[WordFault]) -> Iterator[WordFault]:
    """Return the faults, apart from missing headings in a report without sections."""
    return (fault for fault in faults if report.sections or fault.code != "heading-none")


def _unprinted_field_remarks(printed_fields: frozenset[tuple[str, ...]]) -> Iterator[Mistake]:
    for name in TITLE_ANSWERS:
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
