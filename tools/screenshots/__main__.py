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
from carreport.ui.preferences import USUAL_SIZE, ThemeChoice
from carreport.ui.qt.accessible_roles import install_accessible_roles
from tools.screenshots import __doc__ as about
from tools.screenshots.camera import Camera, Shot
from tools.screenshots.pages import take_all_pages

SIZES = ("1366x768", "1920x1080")


def main(argv: Sequence[str] | None = None) -> int:
    """Take the screenshots that the command line asks for; return the exit code."""
    options = _parser().parse_args(argv)
    sizes = [options.size] if options.size else [_size(text) for text in SIZES]
    themes = (options.theme,) if options.theme else ("light",) if options.size else ("light", "dark")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.scale != USUAL_SIZE:
        os.environ["QT_SCALE_FACTOR"] = str(options.scale / USUAL_SIZE)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    install_accessible_roles()
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        for theme in themes:
            for size in sizes:
                suffix = "" if options.size else f"-{size.width()}x{size.height()}-{theme}"
                with _temporary_home():
                    shot = Shot(size / (options.scale / USUAL_SIZE), theme, options.letters)
                    take_all_pages(Camera(options.output, suffix, shot, whole=options.whole))
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
    parser.add_argument("--theme", choices=list(ThemeChoice), help="without it and --size, light and dark")
    parser.add_argument("--dark", dest="theme", action="store_const", const="dark", help="--theme dark")
    parser.add_argument(
        "--letters", type=int, default=USUAL_SIZE, metavar="PERCENT", help="the size of the text"
    )
    parser.add_argument(
        "--scale", type=int, default=USUAL_SIZE, metavar="PERCENT", help="the scale of the screen"
    )
    parser.add_argument("--whole", action="store_true", help="make the window as tall as each step")
    parser.add_argument("--small", action="store_true", help="in 256 colours, for documents")
    return parser


if __name__ == "__main__":
    sys.exit(main())
