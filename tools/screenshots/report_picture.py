"""Make the picture of a finished report that the start page shows.

    python -m tools.screenshots.report_picture

It has two pages of the report made from the example inquiry: the first, and the one with the chart.
"""

from __future__ import annotations

import io
import os
import tempfile
from datetime import date
from pathlib import Path
from unittest.mock import patch

from PIL import Image, ImageDraw

from carreport.assets import resource_path
from carreport.report.pdf.rasterise import page_texts
from carreport.report.preview import ReportPreview, TypstPool, render_preview
from carreport.settings import HOME_VARIABLE
from carreport.ui.library import local_drafts

PICTURE = resource_path("pictures", "finished-report.png")
CHART_CAPTION = "Figure 1"
PAGE_WIDTH = 380
OFFSET = (322, 62)
"""Where the page with the chart is, from the corner of the first page."""
EDGE = "#B9B5AB"


def main() -> None:
    """Make the picture, and say where it is."""
    with tempfile.TemporaryDirectory() as home, patch.dict(os.environ, {HOME_VARIABLE: home}):
        preview = _preview_example()
    chart = max(number for number, text in enumerate(page_texts(preview.pdf)) if CHART_CAPTION in text)
    first, second = (_draw_page(preview, number) for number in (0, chart))
    size = (first.width + OFFSET[0], second.height + OFFSET[1])
    picture = Image.new("RGBA", size)
    picture.paste(first, (0, 0))
    picture.paste(second, OFFSET)
    picture.quantize(64, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(Path.cwd())}: {PICTURE.stat().st_size} bytes")


def _preview_example() -> ReportPreview:
    session = local_drafts.open_example("Ailsa Kerr")
    answers = session.shared_answers()
    pictures = session.shared_pictures(answers)
    with TypstPool() as pool:
        today = date(2017, 1, 16)
        preview = render_preview(pool, session.form, answers, pictures, "inquiry-report", today)
    session.close()
    return preview


def _draw_page(preview: ReportPreview, number: int) -> Image.Image:
    drawn = preview.render_page(number, 2 * PAGE_WIDTH / preview.sizes[number][0])
    large = Image.open(io.BytesIO(drawn.to_png()))
    height = round(PAGE_WIDTH * large.height / large.width)
    page = large.convert("RGB").resize((PAGE_WIDTH, height), Image.Resampling.LANCZOS)
    ImageDraw.Draw(page).rectangle((0, 0, page.width - 1, page.height - 1), outline=EDGE)
    return page


if __name__ == "__main__":
    main()
