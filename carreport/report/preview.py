"""Preview a report as pages of the real PDF, which can be made and drawn in any thread.

    with TypstPool() as pool:
        preview = render_preview(pool, form, answers, pictures, "inquiry-report", today)
        picture = preview.render_page(0, scale=1.5)

The PDF is byte-for-byte what an export saves, and printing uses the same pages.
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
"""The shortest text to search for; shorter answers, such as “Yes”, occur in many places."""
MATCH_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ReportPreview:
    """A finished PDF whose pages can be drawn one by one, from any thread.

    `sizes` are the page sizes in points (1/72 inch); `bookmarks` are the headings with their page
    indexes. `missing_characters` are in no font on this computer, so boxes are printed instead.
    """

    report: Report
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    bookmarks: tuple[PdfBookmark, ...]
    missing_characters: str = ""

    def render_page(self, page: int, scale: float) -> PageImage:
        """Draw one page (counting from 0); at `scale` 1 a point is one pixel, so 300 dpi needs 300/72."""
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
    """Return a preview of the report; raise `TemplateError` or `ReportWriteError` if that fails.

    This may run in any thread. `waiting` is called repeatedly while Typst works; if it raises an
    exception, the work is cancelled and the exception is passed on.
    """
    template = find_template(template_name)
    report = build(form, answers, pictures, template, today)
    result = pool.render(report, template, waiting, has_row_headers=False)
    return ReportPreview(
        report, result.pdf, page_sizes(result.pdf), pdf_bookmarks(result.pdf), result.missing_characters
    )


def answer_pages(preview: ReportPreview, form: Form, answers: Answers) -> dict[str, int]:
    """Return the page (counting from 0) on which each answer begins, by path.

    `form` and `answers` must be those used for the preview. Answers that cannot be found, or are too
    short to search for, such as “Yes”, are left out; use the bookmark for their section instead.
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
