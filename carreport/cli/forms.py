"""The form commands: `forms`, `form-check` and `blank`."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date
from pathlib import Path

from carreport.assets import form_files
from carreport.cli.console import align_columns, indent_lines, print_remark, print_result
from carreport.errors import FormFileError, UsageError, did_you_mean
from carreport.form.answers import Answers, blank_answers
from carreport.form.loader import load_form
from carreport.form.schema import Field, Form
from carreport.form.wording import format_count
from carreport.language.messages import words_remark


def find_form(name: str) -> Form:
    """Return the form with this name: the id of a shipped form, or the path of a form file."""
    if name.endswith(".toml"):
        return load_form(Path(name))
    shipped = {path.stem: path for path in form_files()}
    if name in shipped:
        return load_form(shipped[name])
    raise UsageError(
        "no-such-form",
        f"There is no form called “{name}”.",
        why=did_you_mean(name, shipped),
        remedy=f"Use one of these forms: {', '.join(shipped)}. The path of your own form file must "
        "end in .toml.",
    )


def list_forms(_: Namespace) -> int:
    """List the forms that come with carreport."""
    forms = [load_form(path) for path in form_files()]
    print_result(align_columns((form.id, form.title, form.purpose.partition("\n")[0]) for form in forms))
    return 0


def check_form(options: Namespace) -> int:
    """List every mistake in a form file."""
    path = Path(options.form)
    try:
        form = load_form(path)
    except FormFileError as error:
        if error.mistakes[0].code == "form-unreadable":
            raise
        print_result("\n".join(str(mistake) for mistake in error.mistakes))
        print_remark(error.what + " " + error.remedy)
        return 1
    asked = sum(len(section.fields) for section in form.sections)
    sections, questions = format_count(len(form.sections), "section"), format_count(asked, "question")
    print_result(f"{form.title}: {sections}, {questions}, no mistakes.")
    if remark := words_remark(form.language):
        print_remark(remark)
    return 0


def show_blank(options: Namespace) -> int:
    """Write an empty answers file, list the questions, or write a form to fill in by hand."""
    form = find_form(options.form)
    if options.json:
        print_result(json.dumps(blank_answers(form), indent=2, ensure_ascii=False))
        return 0
    if options.output:
        return _write_blank(form, Path(options.output))
    print_result(form.title)
    for section in form.sections:
        print_result(f"\n{section.title}")
        for field in section.fields:
            print_result(indent_lines(_question(field)))
    return 0


def _write_blank(form: Form, target: Path) -> int:
    """Write the empty form with its guidance and space to write by hand."""
    from carreport.report.export import export_report  # noqa: PLC0415 - only used here

    today = date.today()  # noqa: DTZ011 - the local date of the user
    exported = export_report(form, Answers(), {}, "blank", target, today)
    print_result(f"{exported.path}: empty form “{form.title}”.")
    return 0


def _question(field: Field) -> str:
    lines = [field.label]
    if field.why:
        lines.append(indent_lines(field.why))
    lines.extend(indent_lines(f"- {inner.label}") for inner in field.fields)
    lines.extend(indent_lines(f"( ) {choice.label}") for choice in field.choices)
    return "\n".join(lines)
