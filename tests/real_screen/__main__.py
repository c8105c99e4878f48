"""Walk through the window on a real X server, from outside: `python -m tests.real_screen [-o FOLDER]`.

A virtual screen (Xvfb) with a window manager (openbox) is started, the program on it as a person starts it,
and keys are pressed by another program (xdotool). Every page is judged by the picture on the screen alone:

- within two seconds the screen is different from before the key (but for what has to be read or made first),
- the words that belong there can be read on it (by tesseract),
- and nothing changes when every window is made to paint itself anew (xrefresh): what is to be seen is what
  the program means to show. A page that is there and was never painted fails here.

The pictures are kept where `-o` says. It needs Debian's xvfb, openbox, xdotool, imagemagick, tesseract-ocr
and x11-xserver-utils, and is run by hand: its last figures are in docs/reliability.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

from tests.real_screen.scene import Scene, make_scene
from tests.real_screen.walk import Step, steps_of

START = Path(__file__).resolve().parent.parent.parent / "start.py"
NEEDED = ("Xvfb", "openbox", "xdotool", "import", "tesseract", "xrefresh")
SIZE = (1366, 768)
SOON, LONGEST = 2.0, 20.0
"""Within how many seconds something has to change, and how long the words may take (a preview, say)."""
NOTHING = 40
"""So many pixels may differ between two pictures of the same: the caret blinks."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was to be seen after one step."""

    step: Step
    changed: float | None
    """After how many seconds something was different, if anything was."""
    readable: bool
    stale: int
    """How many pixels were different once everything had been painted anew."""

    @property
    def is_good(self) -> bool:
        """Say whether the step passed."""
        return self.changed is not None and self.readable and self.stale <= NOTHING


class Screen:
    """The virtual screen: keys that go to it, and pictures of it."""

    def __init__(self, display: str, folder: Path) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._folder = folder

    def run(self, *command: str) -> str:
        """Run a program on this screen and return what it says."""
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=True)
        return done.stdout

    def start(self, *command: str, home: Path) -> subprocess.Popen[bytes]:
        """Start the program on this screen."""
        environment = {**self._environment, "CARREPORT_HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
        return subprocess.Popen(command, env=environment)

    def press(self, keys: Sequence[str]) -> None:
        """Press keys one after the other; `=words` types words."""
        for key in keys:
            if key.startswith("="):
                self.run("xdotool", "type", "--delay", "15", key[1:])
            else:
                self.run("xdotool", "key", "--clearmodifiers", key)
            time.sleep(0.15)

    def picture(self, name: str) -> Path:
        """Take a picture of the whole screen."""
        path = self._folder / f"{name}.png"
        self.run("import", "-window", "root", str(path))
        return path

    def words(self, picture: Path) -> str:
        """Return what can be read in a picture, in lower case."""
        large = picture.with_suffix(".large.png")
        with Image.open(picture) as image:
            image.convert("L").resize((image.width * 2, image.height * 2)).save(large)
        read = self.run("tesseract", str(large), "-", "--psm", "11")
        large.unlink()
        return " ".join(read.lower().split())

    def paint_anew(self) -> None:
        """Make every window paint itself."""
        self.run("xrefresh")
        time.sleep(0.6)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("-o", dest="output", type=Path, help="where the pictures are kept")
    given = parser.parse_args()
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"This needs {', '.join(missing)}, which are not on this computer.\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        output = given.output or Path(folder, "pictures")
        output.mkdir(parents=True, exist_ok=True)
        scene = make_scene(Path(folder))
        with real_screen(output) as screen:
            verdicts = [verdict for steps in steps_of(scene) for verdict in walk(screen, scene, steps)]
    for verdict in verdicts:
        show(verdict)
    good = sum(verdict.is_good for verdict in verdicts)
    sys.stdout.write(f"{good} of {len(verdicts)} pages were shown as they are.\n")
    return 0 if good == len(verdicts) else 1


@contextmanager
def real_screen(folder: Path) -> Iterator[Screen]:
    """Start a virtual screen with a window manager for a while."""
    display = f":{90 + os.getpid() % 400}"
    server = subprocess.Popen(
        ["Xvfb", display, "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL,
    )
    screen = Screen(display, folder)
    wait_until(lambda: Path(f"/tmp/.X11-unix/X{display[1:]}").exists())  # noqa: S108 - where X puts it
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display})
    try:
        yield screen
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


def walk(screen: Screen, scene: Scene, steps: Sequence[Step]) -> Iterator[Verdict]:
    """Start the program, do these steps one after the other, and end it."""
    program = screen.start(sys.executable, str(START), home=scene.home)
    try:
        wait_until(lambda: bool(screen.run("xdotool", "search", "--onlyvisible", "--name", "carreport")))
        time.sleep(2)
        screen.run("xdotool", "search", "--onlyvisible", "--name", "carreport", "windowactivate", "--sync")
        screen.run("xdotool", "mousemove", "0", "0")
        for step in steps:
            yield judged(screen, step)
    finally:
        program.terminate()
        program.wait()


def judged(screen: Screen, step: Step) -> Verdict:
    """Do one step and look at the screen."""
    before = screen.picture(f"{step.name}-before")
    begun = time.monotonic()
    screen.press(step.keys)
    pressed = time.monotonic()
    changed: float | None = None
    while changed is None and time.monotonic() - pressed < (LONGEST if step.is_slow else SOON):
        if differing(before, screen.picture(step.name)) > NOTHING:
            changed = time.monotonic() - begun
    readable = False
    while not readable and time.monotonic() - pressed < (LONGEST if step.is_slow else SOON * 3):
        found = screen.words(screen.picture(step.name))
        readable = all(word.lower() in found for word in step.words)
    time.sleep(0.4)
    shown = screen.picture(step.name)
    screen.paint_anew()
    stale = differing(shown, screen.picture(f"{step.name}-anew"))
    before.unlink()
    return Verdict(step, changed, readable, stale)


def differing(one: Path, other: Path) -> int:
    """Return how many pixels of two pictures differ."""
    with Image.open(one) as before, Image.open(other) as after:
        difference = ImageChops.difference(before.convert("L"), after.convert("L"))
    return sum(difference.histogram()[1:])


def wait_until(is_so: Callable[[], bool], longest: float = LONGEST) -> None:
    """Wait for something that another program does."""
    until = time.monotonic() + longest
    while time.monotonic() < until:
        try:
            if is_so():
                return
        except subprocess.CalledProcessError:
            pass
        time.sleep(0.1)
    message = "The screen or the program did not come up."
    raise SystemExit(message)


def show(verdict: Verdict) -> None:
    """Print one line about a step."""
    changed = f"{verdict.changed:4.1f} s" if verdict.changed is not None else "never "
    words = "read" if verdict.readable else f"NOT READ: {', '.join(verdict.step.words)}"
    mark = "✓" if verdict.is_good else "✗"
    sys.stdout.write(f"{mark} {verdict.step.name:24} {changed}  {verdict.stale:7} px stale  {words}\n")


if __name__ == "__main__":
    sys.exit(main())
