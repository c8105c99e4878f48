"""Read the command line of the tool, and take the screenshots it asks for."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from carreport.errors import CarreportError
from carreport.settings import HOME_VARIABLE
from carreport.ui.widgets.labels import install_heading_accessibility
from tools.screenshots import __doc__ as about
from tools.screenshots.camera import Camera
from tools.screenshots.pages import take_all_pages

SIZES = ("1366x768", "1920x1080")


def main(argv: Sequence[str] | None = None) -> int:
    """Take the screenshots that the command line asks for; return the exit code."""
    options = _parser().parse_args(argv)
    sizes = [options.size] if options.size else [_size(text) for text in SIZES]
    themes = ("dark",) if options.dark else ("light",) if options.size else ("light", "dark")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(sys.argv[:1])
    install_heading_accessibility()
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        for theme in themes:
            for size in sizes:
                suffix = "" if options.size else f"-{size.width()}x{size.height()}-{theme}"
                with _temporary_home():
                    take_all_pages(Camera(options.output, suffix, size, theme, whole=options.whole))
        if options.small:
            reduce_colours(options.output)
    except (CarreportError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        app.processEvents()
    return 0


def reduce_colours(folder: Path) -> None:
    """Save the screenshots in `folder` again with 256 colours, in about a third of the bytes."""
    for path in folder.glob("*.png"):
        with Image.open(path) as screenshot:
            reduced = screenshot.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        reduced.save(path, optimize=True)


@contextmanager
def _temporary_home() -> Iterator[None]:
    """Keep drafts, settings and documents in a temporary folder meanwhile."""
    with tempfile.TemporaryDirectory() as home:
        variables = dict.fromkeys((HOME_VARIABLE, "HOME", "USERPROFILE"), home)
        with patch.dict(os.environ, variables):
            yield


def _size(text: str) -> QSize:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"“{text}” is not a size; write it like 1366x768.")
    return QSize(int(width), int(height))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.screenshots", description=(about or "").partition("\n")[0]
    )
    parser.add_argument(
        "-o", dest="output", type=Path, required=True, metavar="FOLDER", help="where to save them"
    )
    parser.add_argument(
        "--size", type=_size, metavar="WIDTHxHEIGHT", help=f"one size; without it {' and '.join(SIZES)}"
    )
    parser.add_argument("--dark", action="store_true", help="in dark colours; without --size both are taken")
    parser.add_argument("--whole", action="store_true", help="make the window as tall as each step")
    parser.add_argument("--small", action="store_true", help="in 256 colours, for documents")
    return parser


if __name__ == "__main__":
    sys.exit(main())
