"""The commands for your own templates: `template-check`, `template-add` and `template-start`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from carreport.cli.console import print_remark, print_result
from carreport.errors import Mistake
from carreport.form.wording import format_count


def check(options: Namespace) -> int:
    """List every mistake in a template, and advice about it."""
    from carreport.report.install_template import check_template  # noqa: PLC0415 - only used by these commands

    path = Path(options.template)
    checked = check_template(path)
    _print_mistakes(checked.mistakes)
    if not checked.mistakes:
        _print_warnings(checked.warnings)
    if checked.mistakes:
        print_remark(
            f"{path.name} has {format_count(len(checked.mistakes), 'mistake')}. "
            "docs/templates.md lists every tag."
        )
        return 1
    print_result(f"{path.name}: no mistakes. Reports were made with it: full, empty, and with unusual text.")
    return 0


def add(options: Namespace) -> int:
    """Add a template to the user's own, if it has no mistakes."""
    from carreport.report.install_template import (  # noqa: PLC0415 - only used by these commands
        TemplateNotAdded,
        add_template,
        check_template,
    )

    path = Path(options.template)
    try:
        checked = check_template(path)
        added = add_template(
            path, options.name or path.stem, like=options.like, replace=options.replace, checked=checked
        )
    except TemplateNotAdded as refused:
        _print_mistakes(refused.mistakes)
        print_remark(f"{refused.what} {refused.remedy}")
        return 1
    _print_warnings(checked.warnings)
    print_result(f"Added “{added.title}”. Use it with --template {added.name}.")
    return 0


def start(options: Namespace) -> int:
    """Write a Word document to restyle."""
    from carreport.report.install_template import write_starter_document  # noqa: PLC0415 - only used here

    write_starter_document(Path(options.output), options.like)
    print_result(
        f"Wrote {options.output}. Restyle it in Word, then run `carreport template-check {options.output}`."
    )
    return 0


def _print_warnings(warnings: Sequence[Mistake]) -> None:
    if warnings:
        print_remark("You can use this template. You may also want to know:")
        print_remark("\n".join(map(str, warnings)))


def _print_mistakes(mistakes: Sequence[Mistake]) -> None:
    if mistakes:
        print_result("\n".join(map(str, mistakes)))
