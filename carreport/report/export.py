"""Make a report file: render it, check that every answer is in it, and only then save it.

An existing file with the same name is replaced only once the new one has passed the check and been
written to disk. The same draft, template and date give the same bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from carreport.atomic_write import replace_file
from carreport.errors import ReportWriteError
from carreport.form.answers import Answers
from carreport.form.schema import Form
from carreport.report.build import PictureLike, build
from carreport.report.model import Report
from carreport.report.proof.completeness import Proof, prove_html, prove_pdf, prove_word
from carreport.report.proof.names import PrintedNames
from carreport.report.templates.find_templates import ReportTemplate, find_template

ProgressCallback = Callable[[float, str], None]
"""Called with the progress (0 to 1) and what is being done; it may raise an exception to cancel."""

PROVE = {".docx": prove_word, ".pdf": prove_pdf, ".html": prove_html}
"""The proof for each report file type."""

_SETTING = "Laying out the report"
NAMED_LOSSES = 5


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The path of a saved report, and its proof."""

    path: Path
    proof: Proof


def export_report(  # noqa: PLR0917 - the window and the command line both call it
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template_name: str,
    target: Path,
    today: date,
    progress: ProgressCallback | None = None,
) -> ExportResult:
    """Save the report as `target`: a Word file, a PDF or a web page, by its suffix.

    Raise `ReportWriteError` or `TemplateError` if that fails; an existing file at `target` is then
    left as it was. This may run in any thread.
    """
    say = progress or _say_nothing
    _check_target(target)
    template = find_template(template_name)
    say(0.05, "Building the report")
    report = build(form, answers, pictures, template, today)
    say(0.3, _SETTING)
    data, unshown = _render(report, template, target, say)
    say(0.7, "Checking that every answer is included")
    proof = PROVE[target.suffix.lower()](data, report, form, answers)
    if proof.missing and unshown:
        raise _missing_glyphs_error(target, unshown)
    if proof.missing:
        raise _incomplete_error(target, proof)
    say(0.9, "Saving the report")
    replace_file(target, data)
    say(1.0, "Done")
    return ExportResult(target, proof)


def names_printed(
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template_name: str,
    today: date,
) -> int:
    """Return how many places of a report would name people who do not want to be named."""
    report = build(form, answers, pictures, find_template(template_name), today)
    return sum(place.is_certain for place in PrintedNames(report, form, answers).places)


def _say_nothing(_share: float, _words: str) -> None:
    return


def _render(
    report: Report, template: ReportTemplate, target: Path, say: ProgressCallback
) -> tuple[bytes, str]:
    """Return the bytes of the report, and any characters that are in no font (PDF only)."""
    suffix = target.suffix.lower()
    if suffix == ".docx":
        from carreport.report.word import render_word  # noqa: PLC0415 - slow to import

        return render_word(report, template), ""
    if suffix == ".pdf":
        from carreport.report.pdf.typst_pool import TypstPool  # noqa: PLC0415 - only for PDFs

        with TypstPool() as pool:
            result = pool.render(report, template, lambda: say(0.4, _SETTING))
        return result.pdf, result.missing_characters
    from carreport.report.html.render import render_html  # noqa: PLC0415 - only for web pages

    return render_html(report, template).encode("utf-8"), ""


def _check_target(target: Path) -> None:
    if target.suffix.lower() not in PROVE:
        raise ReportWriteError(
            "report-format",
            f"“{target.name}” is not a Word file, a PDF or a web page.",
            why=f"Its name ends in “{target.suffix}”."
            if target.suffix
            else "Its name has no file extension.",
            remedy="Choose a name that ends in .docx, .pdf or .html (for a web page).",
        )
    if target.is_dir():
        raise ReportWriteError(
            "report-folder",
            f"“{target}” is a folder.",
            remedy="Add a file name for the report, such as report.docx.",
        )
    if not target.parent.is_dir():
        raise ReportWriteError(
            "report-folder-missing",
            f"The folder “{target.parent}” does not exist.",
            remedy="Create the folder, or choose another one.",
        )


def _missing_glyphs_error(target: Path, letters: str) -> ReportWriteError:
    names = ", ".join(
        f"“{letter}” (U+{ord(letter):04X}, {unicodedata.name(letter, 'no name').lower()})"
        for letter in letters[:NAMED_LOSSES]
    )
    more = f" and {len(letters) - NAMED_LOSSES} more" if len(letters) > NAMED_LOSSES else ""
    return ReportWriteError(
        "report-letters",
        f"The report was not saved as “{target.name}” because some characters would be missing.",
        why=f"No font on this computer has {names}{more}.",
        remedy="Make a Word file or a web page instead, install a font that has them,"
        " or replace them in your answers.",
    )


def _incomplete_error(target: Path, proof: Proof) -> ReportWriteError:
    lines = [f"  {item.label}: {item.text[:80]}" for item in proof.missing[:NAMED_LOSSES]]
    if len(proof.missing) > NAMED_LOSSES:
        lines.append(f"  and {len(proof.missing) - NAMED_LOSSES} more")
    return ReportWriteError(
        "report-incomplete",
        f"The report was not saved as “{target.name}” because some of its content would be missing.",
        why=f"Found: {proof.sentence}. Missing:\n" + "\n".join(lines) + "\n",
        remedy="Try another template or file type. Your answers are safe in the inquiry.",
    )
