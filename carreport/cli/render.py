"""The report commands: `render` and `templates`."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from carreport.assets import template_folders
from carreport.cli.console import align_columns, indent_lines, print_remark, print_result
from carreport.cli.open_draft import open_to_read
from carreport.errors import TemplateError, UsageError
from carreport.form.paths import split_path
from carreport.form.schema import Form, Share
from carreport.language.messages import words_remark

FORMATS = (".docx", ".pdf", ".html")


def render_report(options: Namespace) -> int:
    """Make a report, check that every answer is in it, and save it."""
    from carreport.report.export import export_report  # noqa: PLC0415 - only used here

    target = Path(options.output)
    if target.suffix.lower() not in FORMATS:
        raise UsageError(
            "unknown-format",
            f"A report cannot be saved as {target.name}.",
            remedy="Use a file name that ends in .docx (Word), .pdf or .html (web page).",
        )
    with closing(open_to_read(options.draft)) as session:
        answers = session.shared_answers()
        exported = export_report(
            session.form,
            answers,
            session.shared_pictures(answers),
            options.template or _default_template(session.form),
            target,
            date.today(),  # noqa: DTZ011 - the title page has the user's local date
        )
    kept_back = exported.proof.withheld
    print_result(f"{exported.path}: {exported.proof.sentence}")
    if remark := words_remark(session.form.language):
        print_remark(remark)
    for item in exported.proof.unreadable:
        print_remark(
            f"Not in the report: “{item.label}”{f' ({item.path})' if item.path else ''} is {item.text}."
        )
    for place in exported.proof.names:
        where = f" ({place.path})" if place.path else ""
        print_remark(f"{place.name} {place.why}, but the report names them: “{place.hit.words}”{where}.")
    if kept_back and not options.verbose:
        print_remark(f"{len(kept_back)} left out on purpose. Use -v to see which, and why.")
    if options.verbose:
        print_result("\n".join(_withheld_lines(kept_back)))
    return 0


def _withheld_lines(kept_back: Mapping[str, str]) -> Iterator[str]:
    """Yield each reason with the questions it applies to; repeats in the entries of a list are counted."""
    reasons: dict[str, Counter[str]] = {}
    for path, why in kept_back.items():
        where = split_path(path)
        question = "/".join([f"{where.section}.{where.field}", *(inner for _, inner in where.steps if inner)])
        reasons.setdefault(why, Counter())[question] += 1
    for why, questions in reasons.items():
        yield f"Left out: {why}"
        for question, count in questions.items():
            yield indent_lines(question + (f" ({count} times)" if count > 1 else ""))


def _default_template(form: Form) -> str:
    """Return the first template made for this form."""
    from carreport.report.templates.find_templates import available_templates  # noqa: PLC0415 - only used here

    return available_templates(form)[0].name


def list_templates(_: Namespace) -> int:
    """List the shipped templates and the user's own."""
    from carreport.report.templates.find_templates import find_template, own_template_folders  # noqa: PLC0415 - only used here

    rows = []
    for folder in (*template_folders(), *own_template_folders()):
        try:
            template = find_template(folder.name)
        except TemplateError as problem:
            rows.append((folder.name, "", "cannot be used", problem.what))
        else:
            audience = "for the team" if template.audience is Share.TEAM else "for everyone"
            rows.append((template.name, audience, template.title, template.purpose))
    print_result(align_columns(rows))
    return 0
