"""Check before you send: one list of what stands between an inquiry and its report.

Each row says in a sentence what it is and names the place that mends it: the path of an answer,
or a file of the template (`template/…`). Nothing here stops anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from carreport.errors import TemplateError
from carreport.form.answers import Answers, answer_problems, is_asked, is_empty, siblings_of
from carreport.form.kinds import kind_of
from carreport.form.quotations import quotation_problems
from carreport.form.schema import Form
from carreport.form.wording import format_count
from carreport.report.build import PictureLike, build
from carreport.report.citations import unlisted_citations
from carreport.report.model import Report
from carreport.report.printable import printable_answers
from carreport.report.proof.consent import missing_consents
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.report.quotations import GONE, QuotationPolicy, template_parts, withheld_quotations
from carreport.report.templates.template import HTML_SHELL, WORD_SHELL, ReportTemplate
from carreport.survey.checks import WITHOUT_EVIDENCE, WITHOUT_POINT, survey_problems

__all__ = ["FindingGroup", "ReportFinding", "readiness"]

_NAMED = 3
SetAsidePlace = tuple[str, str]
"""The path of an edit in a removed entry, and who wrote it."""


def readiness(
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template: ReportTemplate,
    today: date,
    *,
    set_aside: Iterable[SetAsidePlace] = (),
) -> tuple[ReportFinding, ...]:
    """Return everything that somebody may want to mend before the report of `template` goes out."""
    if template.is_blank:
        return ()
    report = build(form, answers, pictures, template, today)
    return (
        *_unanswered(form, answers, template),
        *_answer_problems(form, answers),
        *_conflicts(form, answers, set_aside),
        *_points_without_evidence(form, answers, template),
        *_pictures_without_alt(form, answers, template),
        *_quotation_problems(form, answers, template),
        *_missing_references(form, answers, template),
        *missing_consents(form, answers, template),
        *_faults(report, template),
        *_withheld_answers(form, report),
    )


def _unanswered(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    """Yield what the template needs and, for a whole report, what the form calls essential."""
    for path, question in form.questions():
        is_essential = question.is_essential and (not template.is_sheet or _is_printed(path, template))
        if not (is_essential or path in template.needs) or not is_empty(question, answers.get(path)):
            continue
        if is_asked(question, siblings_of(answers, path)):
            said = f"“{question.label}” has no answer yet."
            yield ReportFinding(FindingGroup.UNANSWERED, "essential-unanswered", said, path)


def _answer_problems(form: Form, answers: Answers) -> Iterator[ReportFinding]:
    for problem in answer_problems(form, answers):
        yield ReportFinding(FindingGroup.ANSWERS, problem.code, problem.message, problem.path)
    for problem in survey_problems(form, answers):
        if problem.code != WITHOUT_EVIDENCE:  # `_unshown` names those that the template prints
            must = problem.code != WITHOUT_POINT
            yield ReportFinding(
                FindingGroup.ANSWERS, problem.code, problem.message, problem.path, is_required=must
            )


def _conflicts(form: Form, answers: Answers, set_aside: Iterable[SetAsidePlace]) -> Iterator[ReportFinding]:
    for path, found in answers.versions.items():
        question = form.field(path)
        authors = " and ".join(sorted({each.author for each in found if each.author}))
        label = question.label if question else path
        said = f"“{label}” has {len(found)} versions{f', by {authors}' if authors else ''}. Choose one."
        yield ReportFinding(FindingGroup.VERSIONS, "two-versions", said, path)
    for path, author in set_aside:
        question = form.field(path)
        said = f"What {author or 'somebody'} wrote in a removed entry is set aside" + (
            f": “{question.label}”." if question else "."
        )
        yield ReportFinding(FindingGroup.VERSIONS, "set-aside", said, path, is_required=False)


def _points_without_evidence(
    form: Form, answers: Answers, template: ReportTemplate
) -> Iterator[ReportFinding]:
    """Yield the learning points that nothing shows."""
    for part in template_parts(template):
        if part.presentation not in ("learning_points", "points"):
            continue
        for path in part.answers:
            group = form.field(path)
            shown = group.inner_field(part.role("shown")) if group else None
            for item in answers.items(path) if shown else ():
                if shown and is_empty(shown, item.get(shown.id)):
                    name = item.get(part.role("label")) or item.get(part.role("statement"))
                    said = f"Nothing shows the learning point{f' “{name}”' if name else ''}."
                    yield ReportFinding(
                        FindingGroup.EVIDENCE, "point-unshown", said, f"{path}/{item.id}/{shown.id}"
                    )


def _pictures_without_alt(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    """Yield the pictures that have no words for those who do not see them."""
    for path, group in form.questions():
        if not kind_of(group).holds_photos or not _is_printed(path, template):
            continue
        for item in answers.items(path):
            if item.get("picture") and item.get("decorative") is not True and not item.get("alt"):
                caption = f" “{item.get('caption')}”" if item.get("caption") else ""
                said = f"The picture{caption} has no words for readers who do not see it."
                yield ReportFinding(FindingGroup.PICTURES, "alt-missing", said, f"{path}/{item.id}/alt")


def _quotation_problems(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    _, kept_back = printable_answers(form, answers, template)
    quoting = QuotationPolicy(form, answers, template, kept_back)
    for problem in quotation_problems(form, answers, quoting.texts):
        yield ReportFinding(FindingGroup.QUOTATIONS, problem.code, problem.message, problem.path)
    for each, why in withheld_quotations(quoting, answers):
        if why != GONE:
            source = form.field(each.source)
            said = f"{why} It is from “{source.label}”." if source else why
            yield ReportFinding(FindingGroup.QUOTATIONS, "quotation-refused", said, each.path)


def _missing_references(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    for path, cited in unlisted_citations(form, answers, template):
        said = f"“{cited.text}” is cited, and the references have no such work."
        yield ReportFinding(FindingGroup.REFERENCES, "cited-not-listed", said, path)


def _faults(report: Report, template: ReportTemplate) -> Iterator[ReportFinding]:
    """Yield what the finished files would have that keeps somebody from reading them."""
    if template.html_shell.is_file():
        yield from _in_page(report, template)
    if template.word_shell.is_file():
        yield from _in_word(report, template)


def _in_page(report: Report, template: ReportTemplate) -> Iterator[ReportFinding]:
    from carreport.report.html.html_proof import html_faults  # noqa: PLC0415 - likewise
    from carreport.report.html.render import render_html  # noqa: PLC0415 - jinja2 and lxml start slowly

    place = f"template/{HTML_SHELL}"
    without = {name: replace(file, data=b"") for name, file in report.pictures.items()}  # they may be large
    try:
        page = render_html(replace(report, pictures=without), template).encode("utf-8")
    except TemplateError as problem:
        yield ReportFinding(
            FindingGroup.ACCESSIBILITY, "template-shell", str(problem).partition("\n")[0], place
        )
        return
    for fault in html_faults(page):
        yield ReportFinding(FindingGroup.ACCESSIBILITY, fault.code, f"Web page: {fault.message}", place)


def _in_word(report: Report, template: ReportTemplate) -> Iterator[ReportFinding]:
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


def _withheld_answers(form: Form, report: Report) -> Iterator[ReportFinding]:
    """Yield each reason for which answers stay out, with how many they are and to which questions."""
    reasons: dict[str, list[str]] = {}
    for path, why in report.withheld.items():
        if path not in report.used_answers:
            reasons.setdefault(why, []).append(path)
    for why, found in reasons.items():
        labels = dict.fromkeys(f"“{question.label}”" for path in found if (question := form.field(path)))
        named = ", ".join([*list(labels)[:_NAMED], *(["…"] if len(labels) > _NAMED else [])])
        stay = "stays" if len(found) == 1 else "stay"
        said = f"{format_count(len(found), 'answer')} {stay} out ({named}). {why}"
        yield ReportFinding(FindingGroup.WITHHELD, "kept-back", said, found[0], is_required=False)


def _is_printed(path: str, template: ReportTemplate) -> bool:
    return template.follows_form or path in set(template.paths())
