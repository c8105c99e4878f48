"""Preview a report: the pages of the real PDF, which can be made and drawn in any thread.

    with TypstPool() as pool:
        preview = render_preview(pool, form, answers, pictures, "inquiry-report", today)
        picture = preview.render_page(0, scale=1.5)

The PDF has the same bytes as an exported one; printing uses the same pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from carreport.form.answers import Answers
from carreport.form.schema import Form
from carreport.report.build import PictureLike, build
from carreport.report.model import Report
from carreport.report.pdf.rasterise import (
    PageImage,
    PdfBookmark,
    page_sizes,
    page_texts,
    pdf_bookmarks,
    render_page,
)
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.proof.completeness import words_by_answer
from carreport.report.proof.normalise_text import AS_TYPESET
from carreport.report.templates.find_templates import find_template

__all__ = ["PageImage", "PdfBookmark", "ReportPreview", "TypstPool", "answer_pages", "render_preview"]

SHORTEST_MATCH = 8
"""The shortest text by which an answer is found; shorter ones, such as “Yes”, occur in many places."""
MATCH_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ReportPreview:
    """A finished PDF whose pages can be drawn one by one, from any thread.

    `sizes` are the page sizes in points (1/72 inch); `bookmarks` are the headings with their pages.
    `missing_characters` are in no font on this computer and appear as boxes.
    """

    report: Report
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    bookmarks: tuple[PdfBookmark, ...]
    missing_characters: str = ""

    def render_page(self, page: int, scale: float) -> PageImage:
        """Draw one page (from 0). At `scale` 1 a point is one pixel; printing at 300 dpi needs 300/72."""
        return render_page(self.pdf, page, scale)


def render_preview(  # noqa: PLR0917 - the same parameters as an export
    pool: TypstPool,
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template_name: str,
    today: date,
    waiting: Callable[[], None] | None = None,
) -> ReportPreview:
    """Return the report as pages; raise `TemplateError` or `ReportWriteError` if that fails.

    It may run in any thread. `waiting` is called repeatedly meanwhile; an exception that it raises
    cancels the work and is passed on.
    """
    template = find_template(template_name)
    report = build(form, answers, pictures, template, today)
    result = pool.render(report, template, waiting)
    return ReportPreview(
        report, result.pdf, page_sizes(result.pdf), pdf_bookmarks(result.pdf), result.missing_characters
    )


def answer_pages(preview: ReportPreview, form: Form, answers: Answers) -> dict[str, int]:
    """Return the page (from 0) on which each answer begins, by path, if its text can be found.

    `form` and `answers` are those of the preview. Short answers, such as “Yes”, are left out; use the
    bookmark of their section instead.
    """
    texts = [AS_TYPESET.searchable(text) for text in page_texts(preview.pdf)]
    pages: dict[str, int] = {}
    for path, words in words_by_answer(preview.report, form, answers):
        beginning = AS_TYPESET.searchable(words)[:MATCH_LENGTH]
        if len(beginning) >= SHORTEST_MATCH:
            page = next((number for number, text in enumerate(texts) if beginning in text), None)
            if page is not None:
                pages[path] = page
    return pages
