"""Make every output of a drawn inquiry with carreport, and compare its numbers with the oracle."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Collection
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from carreport.cli.entry_point import main as run_command
from tests.counts.drawn import Inquiry, draw
from tests.counts.oracle import PUBLIC, TEAM, Figures, count
from tests.counts.pages import (
    Piece,
    pieces_of_check,
    pieces_of_page,
    pieces_of_show,
    pieces_of_table,
    pieces_of_word,
    text_of_pdf,
)
from tests.counts.printed import Reader, Verdict, read_again
from tests.torture.scene import workplace

Verdicts = dict[str, Verdict]
TEMPLATES = {"inquiry-report": PUBLIC, "populated-template": TEAM, "summary": PUBLIC, "action-plan": TEAM}
ROOT = Path(__file__).resolve().parents[2]
SHAPES = {"table": [], "table json": ["--json"], "table csv": ["--csv"]}


def run(*words: object) -> tuple[int, str]:
    """Run a command of carreport here; return its exit code, and what it prints, with its remarks."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run_command([str(word) for word in words])
    return code, said.getvalue()


class RefusedError(Exception):
    """carreport refused a drawn inquiry."""


def compare_one(seed: int, formats: tuple[str, ...], *, has_window: bool) -> tuple[int, Verdicts, str]:
    """Compare one inquiry, on a fresh computer; return its number, the verdicts, and why it was refused."""
    with workplace() as folder:
        try:
            return seed, compare(seed, folder, formats=formats, has_window=has_window), ""
        except RefusedError as refused:
            return seed, {}, str(refused)


def make_draft(inquiry: Inquiry, folder: Path) -> Path:
    """Make the draft of an inquiry, with its replies; what is withdrawn is erased."""
    draft, answers = folder / "inquiry.carreport", folder / "answers.json"
    answers.write_text(json.dumps(inquiry.answers), encoding="utf-8")
    _must("new", "car-inquiry", "-o", draft, "--answers", answers, "--author", "Morag Reid")
    for file in inquiry.files:
        path = folder / file.name
        path.write_text(file.text, encoding="utf-8")
        _must("survey", "import", draft, "data.surveys", path, "--name", file.survey, *file.options)
    for words in inquiry.withdrawn:
        _must("erase", draft, "--reply", words, "--yes")
    return draft


def _must(*words: object) -> None:
    code, said = run(*words)
    if code:
        raise RefusedError(f"{' '.join(map(str, words))}: {said}")


def compare(
    seed: int,
    folder: Path,
    *,
    formats: tuple[str, ...] = (".html", ".docx", ".pdf"),
    has_window: bool = True,
    templates: Collection[str] = TEMPLATES.keys(),
) -> dict[str, Verdict]:
    """Compare all outputs of one inquiry; return a verdict for each sort of output."""
    inquiry = draw(seed)
    form = tomllib.loads((ROOT / "forms" / "car-inquiry.toml").read_text(encoding="utf-8"))
    figures = count(inquiry.answers, inquiry.files, inquiry.withdrawn, form)
    draft = make_draft(inquiry, folder)
    verdicts: dict[str, Verdict] = {}
    for shape, options in SHAPES.items():
        if figures.surveys:
            pieces = pieces_of_table(run("survey", "table", draft, "data.surveys", *options)[1], shape)
            verdicts[shape] = _read(figures, shape, pieces)
    verdicts["show"] = _read(figures, "show", pieces_of_show(run("show", draft)[1]))
    checked = run("check", draft)[1]
    _agree_on_findings(figures, checked)
    verdicts["check"] = _read(figures, "check", pieces_of_check(checked))
    if has_window:
        from tests.counts.window import pieces_of_window  # noqa: PLC0415 - Qt starts slowly

        verdicts["window"] = _read(figures, "window", pieces_of_window(draft, folder / "made", figures))
    for template, audience in ((name, TEMPLATES[name]) for name in templates):
        web: list[Piece] = []
        for suffix in formats:
            out = folder / f"{template}{suffix}"
            _must("render", draft, "-o", out, "--template", template)
            name = f"{template}{suffix}"
            if suffix == ".pdf":
                verdicts[name] = read_again(web, text_of_pdf(out.read_bytes()), template)
                continue
            pieces = (
                pieces_of_page(out.read_bytes()) if suffix == ".html" else pieces_of_word(out.read_bytes())
            )
            web = web or pieces
            verdicts[name] = Reader(figures, template, audience=audience).read(pieces)
    return verdicts


def _agree_on_findings(figures: Figures, checked: str) -> None:
    """Note how many findings the command lists and how many are to fix: the window must say the same."""
    found = sum(piece.sort == "finding" for piece in pieces_of_check(checked))
    must = re.search(r"^(\d+) to fix", checked, re.MULTILINE)
    figures.put(("to fix",), int(must[1]) if must else 0)
    figures.put(("good to know",), found - (int(must[1]) if must else 0))


def _read(figures: Figures, place: str, pieces: list[Piece]) -> Verdict:
    return Reader(figures, place).read(pieces)
