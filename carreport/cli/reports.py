"""The commands about reports: `render` and `templates`."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from datetime import date
from pathlib import Path

from carreport.assets import template_folders
from carreport.cli.console import columns, indented, remark, result
from carreport.cli.reading import open_to_read
from carreport.errors import UsageError
from carreport.form.schema import Form

FORMATS = (".docx", ".html")


def render_report(given: Namespace) -> int:
    """Make a report, prove that every answer is in it, and put it in its place."""
    from carreport.report.export import export_report  # noqa: PLC0415 - only this command needs it

    target = Path(given.output)
    if target.suffix.lower() not in FORMATS:
        raise UsageError(
            "unknown-format",
            f"A report cannot be written as {target.name}.",
            remedy="End its name in .docx for Word or in .html for a web page.",
        )
    with closing(open_to_read(given.draft)) as session:
        made = export_report(
            session.form,
            session.answers(),
            session.pictures(),
            given.template or _usual_template(session.form),
            target,
            date.today(),  # noqa: DTZ011 - the day on the title page is the writer's own
        )
    result(f"{made.path}: {made.proof.sentence}")
    if given.verbose:
        for path, why in made.proof.kept_back.items():
            result(indented(f"kept back: {path} ({why})"))
    for missing in made.proof.missing:
        remark(f"Not found in the report: {missing.path} ({missing.label})")
    return 1 if made.proof.missing else 0


def _usual_template(form: Form) -> str:
    """Return the first template that is made for this form."""
    from carreport.report.template import available_templates  # noqa: PLC0415 - only this command needs it

    return available_templates(form)[0].name


def list_templates(_: Namespace) -> int:
    """List the templates that ship with the program."""
    from carreport.report.template import find_template  # noqa: PLC0415 - only this command needs it

    templates = [find_template(folder.name) for folder in template_folders()]
    result(columns((each.name, each.title, each.purpose) for each in templates))
    return 0
