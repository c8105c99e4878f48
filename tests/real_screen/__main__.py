"""Walk through the window on a real X server, from outside: `python -m tests.real_screen [WAY] [-o …]`.

A virtual screen (Xvfb) with a window manager (openbox) is started, the program on it as a person starts it,
and keys are pressed by another program (xdotool). Every page is judged by the picture on the screen alone:

- within two seconds the screen is different from before the key (but for what has to be read or made first),
- the words that belong there can be read on it (by tesseract),
- and nothing changes when every window is made to paint itself anew (xrefresh): what is to be seen is what
  the program means to show. A page that is there and was never painted fails here.

`pages` walks through all pages. `review` is the way of a review, from the research fellow's first comment to
the report, with LibreOffice in between; there, what a screen reader would say is heard on the accessibility
bus and judged as well, and the finished reports are searched for traces of the comments. `access` reads
what the accessibility bus tells of every page, and judges that alone. `journeys` goes from the first start to
a Word report in six ways, by mouse and by keyboard, counts the actions, and tells what moves by itself.

The pictures are kept where `-o` says. It needs Debian's xvfb, openbox, xdotool, imagemagick, tesseract-ocr
and x11-xserver-utils (for all but `pages` also dbus, at-spi2-core and python3-gi; for `review` also
libreoffice-writer and python3-uno), and is run by hand: its last figures are in docs/reliability.md and
docs/accessibility.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.real_screen import access_walk, first_journeys, review_journey
from tests.real_screen.scene import make_scene
from tests.real_screen.screen import Verdict, real_screen, show, walk
from tests.real_screen.walk import steps_of

NEEDED = ("Xvfb", "openbox", "xdotool", "import", "tesseract", "xrefresh")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("way", nargs="?", choices=("pages", "review", "access", "journeys"), default="pages")
    parser.add_argument("-o", dest="output", type=Path, help="where the pictures are kept")
    parser.add_argument("--only", default="", metavar="NAME", help="only journeys whose name has this in it")
    given = parser.parse_args()
    further = {
        "review": review_journey.NEEDED,
        "access": access_walk.NEEDED,
        "journeys": first_journeys.NEEDED,
    }
    needed = (*NEEDED, *further.get(given.way, ()))
    missing = [name for name in needed if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"This needs {', '.join(missing)}, which are not on this computer.\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        output = given.output or Path(folder, "pictures")
        output.mkdir(parents=True, exist_ok=True)
        if given.way == "review":
            return review_journey.run(Path(folder), output)
        if given.way == "access":
            return access_walk.run(Path(folder), output)
        if given.way == "journeys":
            return first_journeys.run(Path(folder), output, given.only)
        return _walk_through_pages(Path(folder), output)


def _walk_through_pages(folder: Path, output: Path) -> int:
    scene = make_scene(folder)
    verdicts: list[Verdict] = []
    with real_screen(output) as screen:
        for steps in steps_of(scene):
            for verdict in walk(screen, scene.home, steps):
                show(verdict)
                verdicts.append(verdict)
    good = sum(verdict.is_good for verdict in verdicts)
    sys.stdout.write(f"{good} of {len(verdicts)} pages were shown as they are.\n")
    return 0 if good == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
