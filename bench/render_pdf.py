"""Measure rendering a report as PDF, compared with Word and WeasyPrint, and the time to a preview.

Each round runs every route in a separate process, one after another, with the text, tables and photos of
`bench.render_word`: our PDF, our Word file, our PDF read back and checked by its tags, and our web page
printed by WeasyPrint, if a Python that has it is given. The peak is that of the largest process of a route.
The preview is of the supplied example, in a process that has started already.

    python -m bench.render_pdf [--rounds 5] [--weasyprint /path/to/python]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.render_word import SIZES, Run, make_content, read_content, report_of, timed, write_ours

TEMPLATE = "inquiry-report"
WEASYPRINT = (
    "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
)
REFRESHES = 7


def main() -> None:
    """Run the routes in turn and print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--weasyprint", help="a Python with WeasyPrint")
    parser.add_argument("--route", choices=list(ROUTES), help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.route:
        ROUTES[options.route](options.folder, options.size)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), options.rounds, options.weasyprint)
    measure_preview()


def measure(folder: Path, rounds: int, weasyprint: str | None) -> None:
    """Print the comparison of the routes at both sizes."""
    routes = [*ROUTES, *(["weasyprint"] if weasyprint else [])]
    for size in SIZES:
        print(f"{size}x: {make_content(folder, size)}")
        write_page(folder, size)
        runs: dict[str, list[Run]] = {route: [] for route in routes}
        for turn in range(rounds + 1):
            for route in routes:
                slow = route == "weasyprint" and size > 1
                if turn == 0 or not slow:
                    run = timed(command_of(route, size, folder, weasyprint), folder / f"{route}.out")
                    if turn or slow:
                        runs[route].append(run)
        floor = median(run.seconds for run in runs["word"])
        for route, measured in runs.items():
            seconds = median(run.seconds for run in measured)
            print(
                f"{size:>2}x {route:<10} {seconds:7.2f} s  {seconds / floor:6.1f} x Word  "
                f"peak {max(run.peak for run in measured):5.0f} MiB  {measured[0].written / 1e6:6.1f} MB"
            )


def command_of(route: str, size: int, folder: Path, weasyprint: str | None) -> list[str]:
    """Return the command that renders the content by a route."""
    if route == "weasyprint" and weasyprint:
        return [weasyprint, "-c", WEASYPRINT, str(folder / f"{size}.html"), str(folder / "weasyprint.out")]
    own = [sys.executable, "-m", "bench.render_pdf", "--route", route]
    return [*own, "--size", str(size), "--folder", str(folder)]


def write_word(folder: Path, size: int) -> None:
    """Render the content to Word."""
    write_ours(read_content(folder, size), folder / "word.out", TEMPLATE)


def pdf_bytes(folder: Path, size: int) -> bytes:
    """Return the content as PDF."""
    from carreport.report.pdf.typst_pool import TypstPool  # noqa: PLC0415 (kept out of the other routes)
    from carreport.report.templates.find_templates import find_template  # noqa: PLC0415 (likewise)

    with TypstPool() as typst_pool:
        return typst_pool.render(report_of(read_content(folder, size)), find_template(TEMPLATE)).pdf


def write_pdf(folder: Path, size: int) -> None:
    """Print the content as PDF."""
    (folder / "pdf.out").write_bytes(pdf_bytes(folder, size))


def write_proved(folder: Path, size: int) -> None:
    """Print the content as PDF and read it back, as an export does."""
    from carreport.report.proof.read_back import read_back_pdf  # noqa: PLC0415 (kept out of the other routes)

    made = pdf_bytes(folder, size)
    found = read_back_pdf(made)
    if found.pictures.total() < size:
        raise SystemExit(1)
    (folder / "proved.out").write_bytes(made)


def write_page(folder: Path, size: int) -> None:
    """Write the web page that WeasyPrint prints."""
    from carreport.report.html.render import render_html  # noqa: PLC0415 (kept out of the measured processes)
    from carreport.report.templates.find_templates import find_template  # noqa: PLC0415 (likewise)

    page = render_html(report_of(read_content(folder, size)), find_template(TEMPLATE))
    (folder / f"{size}.html").write_text(page, encoding="utf-8")


ROUTES: dict[str, Callable[[Path, int], None]] = {
    "word": write_word,
    "pdf": write_pdf,
    "proved": write_proved,
}


def measure_preview() -> None:
    """Print the time of the first preview of the example, of later ones, and of drawing a page."""
    from carreport.report.preview import TypstPool, render_preview  # noqa: PLC0415 (kept out of the measured processes)
    from tests.report.fixtures import example  # noqa: PLC0415 (likewise)

    form, answers, pictures = example()
    today = date(2026, 11, 21)
    times, drawing, pages = [], [], 0
    with TypstPool() as typst_pool:
        for turn in range(REFRESHES):
            changed = replace(answers, values={**answers.values, "about.title": f"A title for turn {turn}"})
            start = perf_counter()
            shown = render_preview(typst_pool, form, changed, pictures, TEMPLATE, today)
            times.append(perf_counter() - start)
            start = perf_counter()
            shown.render_page(turn, 1.5)
            drawing.append(perf_counter() - start)
            pages = len(shown.sizes)
    first, again, page = times[0], median(times[1:]), median(drawing)
    print(
        f"preview of {pages} pages: {first * 1000:.0f} ms for the first, {again * 1000:.0f} ms later; "
        f"drawing a page {page * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
