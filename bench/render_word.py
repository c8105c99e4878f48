"""Measure rendering a report to Word: 10,000 words, 30 tables and 30 photos, and ten times that.

Each round runs every route in a separate process, one after another: ours; the floor, which writes the same
text, tables and photos as raw XML into a zip; plain docxtpl, with its loops and pictures; and pandoc with a
reference document, if it is installed. The ratios are those of the medians of all rounds.

    python -m bench.render_word [--rounds 5] [--template inquiry-report]
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from carreport.report.model import Report

ROOT = Path(__file__).resolve().parent.parent
WORDS_A_SECTION, SECTIONS, ROWS = 240, 30, 9
SENTENCE = (
    "We asked the same question again in spring, and what people told us had moved further than "
    "the group thought it would when it began. "
)
SIZES = (1, 10)


@dataclass(frozen=True)
class Template:
    """The folder of the template to measure."""

    folder: Path


@dataclass(frozen=True)
class Run:
    """A process: its time in seconds, its peak memory in MiB, and the bytes written."""

    seconds: float
    peak: float
    written: int


def main() -> None:
    """Run the routes in turn and print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--template", default="inquiry-report")
    parser.add_argument("--route", choices=["ours", "floor", "docxtpl"], help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.route:
        content = read_content(options.folder, options.size)
        write = {"ours": write_ours, "floor": write_floor, "docxtpl": write_docxtpl}[options.route]
        write(content, options.folder / f"{options.route}.docx", options.template)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), options.rounds, options.template)


def measure(folder: Path, rounds: int, template: str) -> None:
    """Print the comparison of the routes at both sizes."""
    for size in SIZES:
        print(f"{size}x: {make_content(folder, size)}")
    routes = ["ours", "floor", "docxtpl", *(["pandoc"] if shutil.which("pandoc") else [])]
    write_plain_template(folder / "plain.docx")
    runs: dict[tuple[str, int], list[Run]] = {}
    for size in SIZES:
        for turn in range(rounds + 1):
            for route in routes:
                slow = route in ("pandoc", "docxtpl") and size > 1
                if slow and turn:
                    continue
                run = timed(command_of(route, size, folder, template), folder / f"{route}.docx")
                if turn or slow:
                    runs.setdefault((route, size), []).append(run)
    report(runs, routes)
    print(f"in a running process, 1x: {warm(folder, template) * 1000:.0f} ms")


def report(runs: dict[tuple[str, int], list[Run]], routes: Sequence[str]) -> None:
    """Print each route, its ratio to the floor, and how its time grows."""
    for size in SIZES:
        floor = median(run.seconds for run in runs["floor", size])
        for route in routes:
            measured = runs[route, size]
            seconds = median(run.seconds for run in measured)
            print(
                f"{size:>2}x {route:<7} {seconds:7.2f} s  {seconds / floor:6.1f} x floor  "
                f"peak {max(run.peak for run in measured):5.0f} MiB  {measured[0].written / 1e6:6.1f} MB"
            )
    small, large = SIZES
    for route in routes:
        grown = median(r.seconds for r in runs[route, large]) / median(r.seconds for r in runs[route, small])
        print(f"{route}: ten times the work takes {grown:.1f} times as long")
    for other in (route for route in routes if route not in ("ours", "floor")):
        for size in SIZES:
            ours = median(run.seconds for run in runs["ours", size])
            theirs = median(run.seconds for run in runs[other, size])
            print(f"{size:>2}x ours is {theirs / ours:.1f} times as fast as {other}")


def command_of(route: str, size: int, folder: Path, template: str) -> list[str]:
    """Return the command that renders the content by a route."""
    if route == "pandoc":
        reference = ROOT / "templates" / template / "report.docx"
        return [
            "pandoc", str(folder / f"{size}.md"), "-o", str(folder / "pandoc.docx"),
            f"--reference-doc={reference}", "--toc", f"--resource-path={folder}",
        ]  # fmt: skip
    own = [sys.executable, "-m", "bench.render_word", "--route", route, "--size", str(size)]
    return [*own, "--folder", str(folder), "--template", template]


def timed(command: Sequence[str], target: Path) -> Run:
    """Run a command and return its time, its peak memory and the size of what it wrote."""
    start = perf_counter()
    with subprocess.Popen(command, cwd=ROOT) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return Run(seconds, usage.ru_maxrss / 1024, target.stat().st_size)


def warm(folder: Path, template: str) -> float:
    """Return the seconds to render again in a process that has imported everything."""
    content = read_content(folder, 1)
    times = []
    for _ in range(5):
        start = perf_counter()
        write_ours(content, folder / "warm.docx", template)
        times.append(perf_counter() - start)
    return median(times[1:])


@dataclass(frozen=True)
class Content:
    """The content of every route: sections with paragraphs, a table and a photo."""

    sections: list[dict[str, list[str] | list[list[str]] | str]]
    photos: dict[str, bytes]


def make_content(folder: Path, size: int) -> str:
    """Write the text as JSON, the photos as files, and everything as Markdown; return the amounts."""
    from PIL import Image  # noqa: PLC0415 (the measured processes do not need it)

    sections, lines = [], ["---", "title: A measured report", "---", ""]
    for number in range(SECTIONS * size):
        name = f"photo-{number}.jpg"
        if not (folder / name).exists():
            noise = Image.effect_noise((1200, 900), 40 + number % 20).convert("RGB")
            noise.save(folder / name, "JPEG", quality=45)
        section = section_of(number, name)
        sections.append(section)
        lines += markdown_of(number, section)
    (folder / f"{size}.json").write_text(json.dumps(sections), encoding="utf-8")
    text = "\n".join(lines)
    (folder / f"{size}.md").write_text(text, encoding="utf-8")
    return f"{len(text.split()):,} words, {len(sections)} tables, {len(sections)} photos"


def section_of(number: int, photo: str) -> dict[str, list[str] | list[list[str]] | str]:
    """Return the text of a section."""
    sentences = WORDS_A_SECTION // len(SENTENCE.split())
    paragraphs = [SENTENCE * 3 for _ in range(sentences // 3)]
    table = [[f"Statement {row} about {number}", f"{row} (5%)", "4 (21%)", "0 (0%)"] for row in range(ROWS)]
    return {"paragraphs": paragraphs, "bullets": [SENTENCE] * 2, "table": table, "photo": photo}


def markdown_of(number: int, section: dict[str, list[str] | list[list[str]] | str]) -> list[str]:
    """Return a section as Markdown."""
    rows = [" | ".join(row) for row in section["table"]]
    return [
        f"# Section {number}", "", *(f"{paragraph}\n" for paragraph in section["paragraphs"]),
        *(f"- {bullet}" for bullet in section["bullets"]), "",
        "Statement | Agree | Disagree | Don’t know", "---|--:|--:|--:", *rows, "",
        f"Table: Replies {number}", "", f"![The wall {number}]({section['photo']})", "",
    ]  # fmt: skip


def read_content(folder: Path, size: int) -> Content:
    """Read what `make_content` wrote."""
    sections = json.loads((folder / f"{size}.json").read_text(encoding="utf-8"))
    photos = {section["photo"]: (folder / section["photo"]).read_bytes() for section in sections}
    return Content(sections, photos)


def report_of(content: Content) -> Report:
    """Return the content as a `Report`."""
    from carreport.report.model import (  # noqa: PLC0415 (kept out of the floor)
        Block,
        Figure,
        ListBlock,
        ListItem,
        Paragraph,
        PictureFile,
        Report,
        ReportSection,
        Table,
        TitleBlock,
        inline_text,
    )  # fmt: skip

    header = ("Statement", "Agree", "Disagree", "Don’t know")
    sections = []
    for number, section in enumerate(content.sections):
        rows = tuple(tuple(inline_text(cell) for cell in row) for row in section["table"])
        body: list[Block] = [Paragraph(inline_text(str(text))) for text in section["paragraphs"]]
        body.append(ListBlock(tuple(ListItem(inline_text(str(text))) for text in section["bullets"])))
        numeric = (False, True, True, True)
        body.append(Table(f"t{number}", number + 1, f"Replies {number}", header, rows, numeric))
        photo = str(section["photo"])
        body.append(Figure(f"f{number}", number + 1, f"The wall {number}", photo, "A paper wall"))
        sections.append(ReportSection(f"s{number}", str(number + 1), f"Section {number}", tuple(body)))
    pictures = {name: PictureFile(data, "image/jpeg", 1200, 900) for name, data in content.photos.items()}
    return Report(TitleBlock(title="A measured report"), tuple(sections), pictures=pictures)


def write_ours(content: Content, target: Path, template: str) -> None:
    """Render the content with carreport."""
    from carreport.report.word import render_word  # noqa: PLC0415 (kept out of the floor)

    target.write_bytes(render_word(report_of(content), Template(ROOT / "templates" / template)))


def write_floor(content: Content, target: Path, _template: str) -> None:
    """Write the same text, tables and photos straight into a zip: the least possible work."""
    body, relationships, members = [], [], []
    for number, section in enumerate(content.sections, 1):
        body.append(_plain(f"Section {number}", "Heading1"))
        body += [_plain(str(text)) for text in section["paragraphs"]]
        body += [_plain(str(text), "ListBullet") for text in section["bullets"]]
        body.append(_plain(f"Table {number} Replies", "Caption"))
        rows = "".join(f"<w:tr>{''.join(_cell(cell) for cell in row)}</w:tr>" for row in section["table"])
        body.append(f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * 4}</w:tblGrid>{rows}</w:tbl>")
        body.append(_drawing(number) + _plain(f"Figure {number} The wall", "Caption"))
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        relationships.append(f'<Relationship Id="p{number}" Type="{kind}" Target="media/{number}.jpg"/>')
        members.append((f"word/media/{number}.jpg", content.photos[str(section["photo"])]))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{''.join(body)}</w:body></w:document>"
        )
        archive.writestr("word/_rels/document.xml.rels", "".join(relationships))
        for name, data in members:
            archive.writestr(name, data, zipfile.ZIP_STORED)
    target.write_bytes(packet.getvalue())


def write_plain_template(target: Path) -> None:
    """Write the template for docxtpl as in its manual: loops over paragraphs and rows, and a picture."""
    from docx import Document  # noqa: PLC0415 (kept out of the floor)

    document = Document()
    document.add_paragraph("{%p for section in sections %}")
    document.add_heading("{{ section.heading }}", 1)
    for style, name in (("Normal", "paragraphs"), ("List Bullet", "bullets")):
        document.add_paragraph(f"{{%p for words in section.{name} %}}")
        document.add_paragraph("{{ words }}", style)
        document.add_paragraph("{%p endfor %}")
    table = document.add_table(4, 4)
    rows = (
        ("Statement", "Agree", "Disagree", "Don’t know"),
        ("{%tr for row in section.table %}", "", "", ""),
        tuple(f"{{{{ row[{at}] }}}}" for at in range(4)),
        ("{%tr endfor %}", "", "", ""),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("{{ section.photo }}")
    document.add_paragraph("{%p endfor %}")
    document.save(str(target))


def write_docxtpl(content: Content, target: Path, _template: str) -> None:
    """Render the content with docxtpl alone."""
    from docx.shared import Mm  # noqa: PLC0415 (kept out of the floor)
    from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-untyped]  # noqa: PLC0415 (likewise)

    template = DocxTemplate(target.parent / "plain.docx")
    sections = [
        {
            **section,
            "heading": f"Section {number}",
            "photo": InlineImage(template, io.BytesIO(content.photos[str(section["photo"])]), width=Mm(140)),
        }
        for number, section in enumerate(content.sections, 1)
    ]
    template.render({"sections": sections}, autoescape=True)
    template.save(target)


def _plain(text: str, style: str = "Normal") -> str:
    marks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    return f'<w:p>{marks}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _cell(text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{_plain(text, "TableText")}</w:tc>'


def _drawing(number: int) -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="5000000" cy="3750000"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr="A paper wall"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:embed="p{number}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


if __name__ == "__main__":
    main()
