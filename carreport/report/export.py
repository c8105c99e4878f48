"""Make a report file: render it, prove that every answer is in it, and only then put it in place.

Until the new file is proved and on the disk, an old one of the same name stays as it was. The
same draft, template and date give the same bytes.
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
from carreport.report.templates.find_templates import ReportTemplate, find_template

ProgressCallback = Callable[[float, str], None]
"""Called with how much is done (0 to 1) and what is being done; it may raise to call the work off."""

PROVE = {".docx": prove_word, ".pdf": prove_pdf, ".html": prove_html}
"""The kinds of file that a report can be, each with what proves that it is whole."""

_SETTING = "Setting it out"
NAMED_LOSSES = 5


@dataclass(frozen=True, slots=True)
class ExportResult:
    """A report that is in its place, and the proof that it is whole."""

    path: Path
    proof: Proof


def export_report(  # noqa: PLR0917 - window and command line both call it so
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template_name: str,
    target: Path,
    today: date,
    progress: ProgressCallback | None = None,
) -> ExportResult:
    """Make the report at `target`: a Word file, a PDF or a web page, by its suffix.

    Raise `ReportWriteError` or `TemplateError` when that cannot be done; an old file at
    `target` is then untouched. It may run in any thread.
    """
    say = progress or _say_nothing
    _check_target(target)
    template = find_template(template_name)
    say(0.05, "Putting the report together")
    report = build(form, answers, pictures, template, today)
    say(0.3, _SETTING)
    data, unshown = _render(report, template, target, say)
    say(0.7, "Checking that every answer is in it")
    proof = PROVE[target.suffix.lower()](data, report, form, answers)
    if proof.missing and unshown:
        raise _missing_glyphs_error(target, unshown)
    if proof.missing:
        raise _incomplete_error(target, proof)
    say(0.9, "Putting it in its place")
    replace_file(target, data)
    say(1.0, "Done")
    return ExportResult(target, proof)


def _say_nothing(_share: float, _words: str) -> None:
    return


def _render(
    report: Report, template: ReportTemplate, target: Path, say: ProgressCallback
) -> tuple[bytes, str]:
    """Return the bytes of the report, and the letters for which it has no font."""
    suffix = target.suffix.lower()
    if suffix == ".docx":
        from carreport.report.word import render_word  # noqa: PLC0415 - Word is slow to load

        return render_word(report, template), ""
    if suffix == ".pdf":
        from carreport.report.pdf.typst_pool import TypstPool  # noqa: PLC0415 - only a PDF needs it

        with TypstPool() as press:
            printed = press.render(report, template, lambda: say(0.4, _SETTING))
        return printed.pdf, printed.missing_characters
    from carreport.report.html.render import render_html  # noqa: PLC0415 - a Word report needs none of it

    return render_html(report, template).encode("utf-8"), ""


def _check_target(target: Path) -> None:
    if target.suffix.lower() not in PROVE:
        raise ReportWriteError(
            "report-format",
            f"“{target.name}” does not say what kind of file to make.",
            why=f"It ends in “{target.suffix}”." if target.suffix else "It has no ending.",
            remedy="Give it a name that ends in .docx for Word, in .pdf, or in .html for a web page.",
        )
    if target.is_dir():
        raise ReportWriteError(
            "report-folder",
            f"“{target}” is a folder.",
            remedy="Give the report a name of its own in that folder.",
        )
    if not target.parent.is_dir():
        raise ReportWriteError(
            "report-folder-missing",
            f"The folder “{target.parent}” does not exist.",
            why="So the report has no place to go.",
            remedy="Make the folder, or choose another place.",
        )


def _missing_glyphs_error(target: Path, letters: str) -> ReportWriteError:
    named = ", ".join(
        f"“{letter}” (U+{ord(letter):04X}, {unicodedata.name(letter, 'without a name').lower()})"
        for letter in letters[:NAMED_LOSSES]
    )
    more = f" and {len(letters) - NAMED_LOSSES} more" if len(letters) > NAMED_LOSSES else ""
    return ReportWriteError(
        "report-letters",
        f"The report was not written to “{target.name}”, because some letters would be missing in it.",
        why=f"No font on this computer has {named}{more}.",
        remedy="Make a Word file or a web page of it, install a font that has them, or write them otherwise.",
    )


def _incomplete_error(target: Path, proof: Proof) -> ReportWriteError:
    lost = [f"  {each.label}: {each.text[:80]}" for each in proof.missing[:NAMED_LOSSES]]
    if len(proof.missing) > NAMED_LOSSES:
        lost.append(f"  and {len(proof.missing) - NAMED_LOSSES} more")
    return ReportWriteError(
        "report-incomplete",
        f"The report was not written to “{target.name}”, because something would be missing in it.",
        why=f"Found: {proof.sentence}. Not found:\n" + "\n".join(lost) + "\n",
        remedy="Try another template or the other kind of file; your answers are safe in the inquiry.",
    )
