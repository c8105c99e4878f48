"""The commands that read one draft: `show` and `check`."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import Any

from carreport.cli.console import align_columns, indent_lines, print_remark, print_result
from carreport.cli.open_draft import open_to_read
from carreport.form.answers import Answers, Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.progress import form_progress
from carreport.form.schema import Field, Form, Section
from carreport.report.proof.finding import ReportFinding, count_needed, in_reading_order


def show_draft(options: Namespace) -> int:
    """Print the answers, for people or as the JSON that `fill` reads."""
    with closing(open_to_read(options.draft)) as session:
        form, answers = session.form, session.shared_answers()
    if options.json:
        print_result(json.dumps(answers.to_json(form), indent=2, ensure_ascii=False))
        return 0
    for section, progress in zip(form.sections, form_progress(form, answers), strict=True):
        print_result(f"{section.title}  ({progress.label})")
        for lines in _section(section, answers):
            print_result(indent_lines(lines))
        print_result()
    return 0


def check_draft(options: Namespace) -> int:
    """List what to fix before the report is shared, with the path of each item."""
    from carreport.report.templates.find_templates import available_templates, find_template  # noqa: PLC0415 - only used here
    from carreport.review.inquiry_check import prepare_check  # noqa: PLC0415 - likewise

    with closing(open_to_read(options.draft)) as session:
        form, answers = session.form, session.shared_answers()
        template = find_template(options.template) if options.template else available_templates(form)[0]
        findings = prepare_check(session)(template.name)
    print_result(align_columns(_waiting(form, answers)))
    for lines in _findings_by_group(form, findings):
        print_result(lines)
    must = count_needed(findings)
    print_remark(f"{must} to fix before you share “{template.title}”." if must else "Nothing to fix.")
    return 1 if must else 0


def _findings_by_group(form: Form, findings: Sequence[ReportFinding]) -> Iterator[str]:
    """Yield the findings, each group under its heading: first those that must be fixed."""
    for heading, rows in groupby(in_reading_order(findings), key=lambda finding: finding.heading):
        yield f"\n{heading}"
        for row in rows:
            field = form.field(row.place)
            yield indent_lines(row.sentence)
            if row.place:
                yield indent_lines(row.place + (f" ({field.label})" if field else ""), 2)


def _waiting(form: Form, answers: Answers) -> Iterator[tuple[str, ...]]:
    for section, progress in zip(form.sections, form_progress(form, answers), strict=True):
        yield section.title, progress.count_text, progress.state.value


def _section(section: Section, answers: Answers) -> Iterator[str]:
    for field in (section.fellow_field, *section.fields):
        path = f"{section.id}.{field.id}"
        for version in answers.versions.get(path, ()):
            text = indent_lines(_format_answer(field, version.value))
            yield f"{field.label} ({version.author}'s version)\n{text}"
        if path not in answers.versions and not is_empty(field, answers.values.get(path)):
            yield f"{field.label}\n{indent_lines(_format_answer(field, answers.values[path]))}"


def _format_answer(field: Field, value: Any) -> str:  # noqa: ANN401 - a value is any JSON
    if not field.is_group:
        return kind_of(field).format_value(field, value)
    return "\n".join(f"{number}. {_item(field, item).lstrip()}" for number, item in enumerate(value, 1))


def _item(group: Field, item: Item) -> str:
    lines = []
    for field in group.fields:
        value = item.values.get(field.id)
        if not is_empty(field, value):
            text = _format_answer(field, value)
            label = field.label if field.label.endswith(("?", ":", ".")) else field.label + ":"
            lines.append(f"{label}\n{indent_lines(text)}" if "\n" in text else f"{label} {text}")
    return indent_lines("\n".join(lines))
