"""The check before you send: what to look at in an inquiry before its report is sent.

Each finding is a sentence and the place to fix it: the path of an answer, or a file in the template
(`template/…`). The report can be made without fixing anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from carreport.errors import TemplateError
from carreport.form import paths
from carreport.form.answers import (
    DAMAGED,
    SET_ASIDE,
    Answers,
    answer_problems,
    is_asked,
    is_empty,
    siblings_of,
)
from carreport.form.kinds import kind_of
from carreport.form.kinds.groups import PHOTO_WITHOUT_ALT
from carreport.form.kinds.simple import APPROXIMATE
from carreport.form.quotations import quotation_problems
from carreport.form.schema import Form
from carreport.form.wording import format_count, format_list
from carreport.language.messages import words_remark
from carreport.report.build import PictureLike, build
from carreport.report.citations import unlisted_citations
from carreport.report.model import Report
from carreport.report.printable import printable_answers
from carreport.report.proof.consent import ReleaseNote, missing_consents, private_entry_findings
from carreport.report.proof.date_findings import date_findings
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.report.proof.names import PrintedNames, differing_wishes, name_findings
from carreport.report.proof.read_back import ReportContent, read_back_html, read_back_word
from carreport.report.quotations import GONE, QuotationPolicy, withheld_quotations
from carreport.report.templates.template import HTML_SHELL, WORD_SHELL, ReportTemplate, template_parts
from carreport.survey.checks import WITHOUT_EVIDENCE, WITHOUT_POINT, survey_problems

__all__ = ["FindingGroup", "ReportFinding", "readiness"]

DATE_CODES = ("date-not-read", "period-ends-first")
_NAMED = 3
_UNREADABLE = {
    DAMAGED: "is damaged in the file, so the report does not show its latest version. Restore it from a "
    "backup or a copy.",
    SET_ASIDE: "cannot be shown and has been set aside, so it is not in the report. Restore an earlier "
    "version of it, or answer it again.",
}
SetAsidePlace = tuple[str, str]
"""The path of an edit to a removed entry, and its author."""


def readiness(
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template: ReportTemplate,
    today: date,
    *,
    set_aside: Iterable[SetAsidePlace] = (),
    release_notes: Iterable[ReleaseNote] = (),
    with_files: bool = True,
) -> tuple[ReportFinding, ...]:
    """Return the findings to look at before sending the report that `template` makes.

    `answers` are those that everyone may read; `release_notes` say which entries they leave out. Without
    files, the finished Word file and web page are not checked, which takes most of the time.
    """
    if template.is_blank:
        return ()
    report = build(form, answers, pictures, template, today)
    names = PrintedNames(report, form, answers)
    return (
        *_unreadable(form, answers, pictures),
        *_unanswered(form, answers, template),
        *_answer_problems(form, answers),
        *_conflicts(form, answers, set_aside),
        *_points_without_evidence(form, answers, template),
        *date_findings(form, answers, template),
        *_pictures_without_alt(form, answers, template),
        *_quotation_problems(form, answers, template),
        *_missing_references(form, answers, template),
        *name_findings(names.places),
        *differing_wishes(report, form, answers),
        *missing_consents(form, answers, template),
        *private_entry_findings(form, release_notes),
        *_english_words(form),
        *(_in_files(report, template, names) if with_files else ()),
        *_withheld_answers(form, report, names),
    )


def _english_words(form: Form) -> Iterator[ReportFinding]:
    """Yield a finding if the words of the report are in English and its answers are not."""
    sentence = words_remark(form.language)
    if sentence:
        yield ReportFinding(FindingGroup.ACCESSIBILITY, "words-in-english", sentence, "", is_required=False)


def _unreadable(form: Form, answers: Answers, pictures: Mapping[str, PictureLike]) -> Iterator[ReportFinding]:
    """Yield a finding for each answer or picture that the draft has lost or set aside."""
    for path, state in answers.unreadable.items():
        question = form.field(path) if path else None
        name = (
            f"“{question.label}”" if question else f"“{path}”" if path else "An answer that cannot be named"
        )
        sentence = f"{name} {_UNREADABLE[state]}"
        yield ReportFinding(FindingGroup.UNREADABLE, f"answer-{state.replace(' ', '-')}", sentence, path)
    for answer in answers.answered_fields(form):
        if kind_of(answer.field).is_picture and answer.value.get("sha256") not in pictures:
            sentence = f"“{answer.field.label}” {_UNREADABLE[DAMAGED]}"
            yield ReportFinding(FindingGroup.UNREADABLE, "picture-damaged", sentence, answer.path)


def _unanswered(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    """Yield a finding for each unanswered question that is essential or that the template needs."""
    for path, question in form.questions():
        is_essential = question.is_essential and (not template.is_sheet or _is_printed(path, template))
        if not (is_essential or path in template.needs) or not is_empty(question, answers.get(path)):
            continue
        if is_asked(question, siblings_of(answers, path)):
            sentence = f"“{question.label}” has no answer yet."
            yield ReportFinding(FindingGroup.UNANSWERED, "essential-unanswered", sentence, path)


def _answer_problems(form: Form, answers: Answers) -> Iterator[ReportFinding]:
    for problem in answer_problems(form, answers):
        if problem.code == PHOTO_WITHOUT_ALT:  # see `_pictures_without_alt`
            continue
        must = problem.code != APPROXIMATE or _is_added_up(form, problem.path)
        group = FindingGroup.DATES if problem.code in DATE_CODES else FindingGroup.ANSWERS
        yield ReportFinding(group, problem.code, problem.message, problem.path, is_required=must)
    for problem in survey_problems(form, answers):
        if problem.code != WITHOUT_EVIDENCE:  # see `_points_without_evidence`
            must = problem.code != WITHOUT_POINT
            yield ReportFinding(
                FindingGroup.ANSWERS, problem.code, problem.message, problem.path, is_required=must
            )


def _is_added_up(form: Form, path: str) -> bool:
    """Say whether a number is a count for a statement or the votes for a note, which have totals."""
    group = form.field(paths.group_path(paths.parent_item_path(path)))
    return group is not None and (kind_of(group).holds_statements or kind_of(group).holds_notes)


def _conflicts(form: Form, answers: Answers, set_aside: Iterable[SetAsidePlace]) -> Iterator[ReportFinding]:
    for path, versions in answers.versions.items():
        question = form.field(path)
        authors = format_list(sorted({version.author for version in versions if version.author}))
        label = question.label if question else path
        sentence = (
            f"“{label}” has {len(versions)} versions{f', by {authors}' if authors else ''}. Choose one."
        )
        yield ReportFinding(FindingGroup.VERSIONS, "two-versions", sentence, path)
    for path, author in set_aside:
        question = form.field(path)
        sentence = f"An edit{f' by {author}' if author else ''} to a removed entry has been set aside" + (
            f": “{question.label}”." if question else "."
        )
        yield ReportFinding(FindingGroup.VERSIONS, "set-aside", sentence, path, is_required=False)


def _points_without_evidence(
    form: Form, answers: Answers, template: ReportTemplate
) -> Iterator[ReportFinding]:
    """Yield a finding for each learning point without evidence."""
    for part in template_parts(template):
        if part.presentation not in ("learning_points", "points"):
            continue
        for path in part.answers:
            group = form.field(path)
            evidence = group.inner_field(part.role("shown")) if group else None
            for item in answers.items(path) if evidence else ():
                if evidence and is_empty(evidence, item.get(evidence.id)):
                    name = item.get(part.role("label")) or item.get(part.role("statement"))
                    sentence = (
                        f"{f'The learning point “{name}”' if name else 'A learning point'} has no evidence."
                    )
                    yield ReportFinding(
                        FindingGroup.EVIDENCE, "point-unshown", sentence, f"{path}/{item.id}/{evidence.id}"
                    )


def _pictures_without_alt(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    """Yield a finding for each printed, non-decorative picture that has no alt text."""
    for path, group in form.questions():
        if not kind_of(group).holds_photos or not _is_printed(path, template):
            continue
        for item in answers.items(path):
            if item.get("picture") and item.get("decorative") is not True and not item.get("alt"):
                caption = f" “{item.get('caption')}”" if item.get("caption") else ""
                sentence = f"The picture{caption} has no description for people who cannot see it."
                yield ReportFinding(FindingGroup.PICTURES, "alt-missing", sentence, f"{path}/{item.id}/alt")


def _quotation_problems(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    _, withheld = printable_answers(form, answers, template)
    policy = QuotationPolicy(form, answers, template, withheld)
    for problem in quotation_problems(form, answers, policy.texts):
        yield ReportFinding(FindingGroup.QUOTATIONS, problem.code, problem.message, problem.path)
    for quotation, why in withheld_quotations(policy, answers):
        if why != GONE:
            source = form.field(quotation.source)
            sentence = f"{why} It is from “{source.label}”." if source else why
            yield ReportFinding(FindingGroup.QUOTATIONS, "quotation-refused", sentence, quotation.path)


def _missing_references(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    for path, cited in unlisted_citations(form, answers, template):
        sentence = f"“{cited.text}” is cited but is not in the references."
        yield ReportFinding(FindingGroup.REFERENCES, "cited-not-listed", sentence, path)


def _in_files(report: Report, template: ReportTemplate, names: PrintedNames) -> Iterator[ReportFinding]:
    """Yield the faults in the finished web page and Word file, and the names that come from the template."""
    if template.html_shell.is_file():
        yield from _in_page(report, template, names)
    if template.word_shell.is_file():
        yield from _in_word(report, template, names)


def _in_page(report: Report, template: ReportTemplate, names: PrintedNames) -> Iterator[ReportFinding]:
    from carreport.report.html.html_proof import html_faults  # noqa: PLC0415 - likewise
    from carreport.report.html.render import render_html  # noqa: PLC0415 - jinja2 and lxml start slowly

    place = f"template/{HTML_SHELL}"
    # Picture bytes may be large and are not needed here.
    without_data = {name: replace(file, data=b"") for name, file in report.pictures.items()}
    try:
        page = render_html(replace(report, pictures=without_data), template).encode("utf-8")
    except TemplateError as problem:
        yield ReportFinding(
            FindingGroup.ACCESSIBILITY, "template-shell", str(problem).partition("\n")[0], place
        )
        return
    for fault in html_faults(page):
        yield ReportFinding(FindingGroup.ACCESSIBILITY, fault.code, f"Web page: {fault.message}", place)
    yield from _stray_names(names, read_back_html, page, place)


def _in_word(report: Report, template: ReportTemplate, names: PrintedNames) -> Iterator[ReportFinding]:
    from carreport.report.word import render_word  # noqa: PLC0415 - docx and lxml start slowly
    from carreport.report.word.proof.docx_faults import word_faults  # noqa: PLC0415 - likewise

    place = f"template/{WORD_SHELL}"
    try:
        content = render_word(report, template)
    except TemplateError as problem:
        yield ReportFinding(
            FindingGroup.ACCESSIBILITY, "template-shell", str(problem).partition("\n")[0], place
        )
        return
    for fault in word_faults(content):
        yield ReportFinding(FindingGroup.ACCESSIBILITY, fault.code, f"Word: {fault.message}.", place)
    yield from _stray_names(names, read_back_word, content, place)


def _stray_names(
    names: PrintedNames, read_back: Callable[[bytes], ReportContent], data: bytes, place: str
) -> Iterator[ReportFinding]:
    if names.is_needed:
        for finding in name_findings(names.stray_places(read_back(data).lines)):
            yield replace(finding, place=place)


def _withheld_answers(form: Form, report: Report, names: PrintedNames) -> Iterator[ReportFinding]:
    """Yield a finding for each reason that answers are left out, with their number and labels."""
    reasons: dict[str, list[str]] = {}
    for path, why in names.true_reasons(report.withheld).items():
        if path not in report.used_answers:
            reasons.setdefault(why, []).append(path)
    for why, answer_paths in reasons.items():
        labels = dict.fromkeys(
            f"“{question.label}”" for path in answer_paths if (question := form.field(path))
        )
        questions = ", ".join([*list(labels)[:_NAMED], *(["…"] if len(labels) > _NAMED else [])])
        verb = "is" if len(answer_paths) == 1 else "are"
        sentence = f"{format_count(len(answer_paths), 'answer')} {verb} left out ({questions}). {why}"
        yield ReportFinding(FindingGroup.WITHHELD, "kept-back", sentence, answer_paths[0], is_required=False)


def _is_printed(path: str, template: ReportTemplate) -> bool:
    return template.follows_form or path in set(template.paths())
