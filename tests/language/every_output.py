"""Look for faults in reports in other languages: `python -m tests.language.every_output [MODULES]`.

Each template is printed for each fixture as Word, PDF and a web page: in Welsh, and in a language without a
catalogue. Every answer must be found. Our checker looks at the Word files, page-validation at the PDFs
(PDF/UA-1), and axe-core at the web pages if Chromium is here; for MODULES see `tests.report.axe`.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import page

from carreport.assets import template_folders
from carreport.report.build import build
from carreport.report.html.render import render_html
from carreport.report.model import Report
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.proof.completeness import Proof, prove_html, prove_pdf, prove_word
from carreport.report.templates.loader import load_template
from carreport.report.templates.template import ReportTemplate
from carreport.report.word import render_word
from carreport.report.word.proof.docx_faults import word_faults
from tests.report.axe import looked_at, told
from tests.report.fixtures import CASES, Case

TODAY = date(2026, 11, 21)
LANGUAGES = ("cy", "pl")


def outputs(folder: Path, pool: TypstPool) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each report with its faults, and leave its files in `folder`."""
    for language in LANGUAGES:
        for template in map(load_template, template_folders()):
            for name, make_case in CASES.items():
                form, answers, pictures = make_case()
                case = Case(replace(form, language=language), answers, pictures)
                report = build(*case, template, TODAY)
                stem = folder / f"{language}-{template.name}-{name}"
                yield stem.name, list(_faults(report, case, template, stem, pool))


def _faults(
    report: Report, case: Case, template: ReportTemplate, stem: Path, pool: TypstPool
) -> Iterator[str]:
    word = render_word(report, template)
    stem.with_suffix(".docx").write_bytes(word)
    yield from (f"Word: {fault}" for fault in word_faults(word))
    yield from _missing("Word", prove_word(word, report, case.form, case.answers))
    web = render_html(report, template).encode()
    stem.with_suffix(".html").write_bytes(web)
    yield from _missing("HTML", prove_html(web, report, case.form, case.answers))
    result = pool.render(report, template)
    pdf = stem.with_suffix(".pdf")
    pdf.write_bytes(result.pdf)
    if not result.missing_characters:
        yield from _missing("PDF", prove_pdf(result.pdf, report, case.form, case.answers))
    verdict = str(page.validate_pdf(str(pdf), profile="ua1"))
    yield from () if "no failures" in verdict else (f"PDF: {verdict}",)


def _missing(output: str, proof: Proof) -> Iterator[str]:
    yield from (f"{output}: {item.path} {item.text[:60]!r} is missing" for item in proof.missing)


def main() -> int:
    """Print the faults of every output, and return 1 if there are any."""
    count = wrong = 0
    with TemporaryDirectory() as temporary, TypstPool() as pool:
        folder = Path(temporary)
        for name, faults in outputs(folder, pool):
            count, wrong = count + 1, wrong + len(faults)
            for fault in faults:
                sys.stdout.write(f"{name}: {fault}\n")
        sys.stdout.write(f"{count} reports in three outputs: {wrong} faults\n")
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if chromium is None or len(sys.argv) < 2:
            return 1 if wrong else 0
        return told(looked_at(Path(sys.argv[1]), chromium, sorted(folder.glob("*.html")))) or int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
