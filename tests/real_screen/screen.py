"""A virtual screen with a window manager, the keys that go to it, and what is then to be seen and heard."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

from tests.real_screen.speech import Speech, speech
from tests.real_screen.walk import Step

PROJECT = Path(__file__).resolve().parent.parent.parent
SIZE = (1366, 768)
SOON, LONGEST = 2.0, 20.0
"""Within how many seconds something has to change, and how long the words may take (a preview, say)."""
SOON_HEARD, LONGEST_HEARD = 10.0, 60.0
"""The same for steps that are heard as well: many of them are several keys, typed by a person."""
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
    unheard: Sequence[str] = ()
    """What should have been said and was not."""
    is_nameless: bool = False
    """Whether the focus came to rest on something of which nothing can be said."""
    ready: float = 0.0
    """After how many seconds everything was there that was waited for."""

    @property
    def is_good(self) -> bool:
        """Say whether the step passed."""
        is_shown = self.changed is not None and self.readable and self.stale <= NOTHING
        return is_shown and not self.unheard and not self.is_nameless


class Screen:
    """The virtual screen: keys that go to it, and pictures of it."""

    def __init__(self, environment: Mapping[str, str], folder: Path, speech: Speech | None = None) -> None:
        self.environment = {**environment, "OMP_THREAD_LIMIT": "1"}  # for tesseract
        self._folder = folder
        self.speech = speech
        self.soon, self.longest = (SOON, LONGEST) if speech is None else (SOON_HEARD, LONGEST_HEARD)

    def run(self, *command: str) -> str:
        """Run a program on this screen and return what it says."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout

    def start(self, *command: str, home: Path, **further: str) -> subprocess.Popen[bytes]:
        """Start the program on this screen; `further` is added to its environment."""
        own = {"CARREPORT_HOME": str(home), "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(PROJECT), **further}
        return subprocess.Popen(command, env={**self.environment, **own})

    def press(self, keys: Sequence[str]) -> None:
        """Press keys one after the other; `=words` types words."""
        for key in keys:
            if key.startswith("="):
                self.run("xdotool", "type", "--delay", "15", key[1:])
            else:
                self.run("xdotool", "key", "--clearmodifiers", key)
            time.sleep(0.15 if self.speech is None else 0.3)  # whoever listens is slower

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


@contextmanager
def real_screen(folder: Path, *, is_heard: bool = False) -> Iterator[Screen]:
    """Start a virtual screen with a window manager for a while; what is said on it may be heard."""
    display = f":{90 + os.getpid() % 400}"
    environment = {**os.environ, "DISPLAY": display}
    server = subprocess.Popen(
        ["Xvfb", display, "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: Path(f"/tmp/.X11-unix/X{display[1:]}").exists())  # noqa: S108 - where X puts it
    manager = subprocess.Popen(["openbox"], env=environment)
    try:
        if is_heard:
            with speech(folder, environment) as (heard, with_bus):
                wait_until(lambda: heard.has("ready", 0))
                yield Screen(with_bus, folder, heard)
        else:
            yield Screen(environment, folder)
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


def walk(screen: Screen, home: Path, steps: Sequence[Step]) -> Iterator[Verdict]:
    """Start the program, do these steps one after the other, and end it."""
    program = start_and_focus(screen, home)
    try:
        for step in steps:
            yield judged(screen, step)
    finally:
        program.terminate()
        program.wait()


def start_and_focus(screen: Screen, home: Path, **further: str) -> subprocess.Popen[bytes]:
    """Start the program, wait for its window, and make it the active one."""
    program = screen.start(sys.executable, "-P", "-m", "carreport", home=home, **further)
    wait_until(lambda: bool(screen.run("xdotool", "search", "--onlyvisible", "--name", "carreport")))
    time.sleep(2)
    screen.run("xdotool", "search", "--onlyvisible", "--name", "carreport", "windowactivate", "--sync")
    screen.run("xdotool", "mousemove", "0", "0")
    return program


def judged(screen: Screen, step: Step) -> Verdict:
    """Do one step, look at the screen and listen."""
    before = screen.picture(f"{step.name}-before")
    begun, since = time.monotonic(), time.time()
    screen.press(step.keys)
    pressed = time.monotonic()
    longest = screen.longest if step.is_slow else screen.soon
    changed: float | None = None
    while changed is None and time.monotonic() - pressed < longest:
        if differing(before, screen.picture(step.name)) > NOTHING:
            changed = time.monotonic() - begun
    while _not_said(screen.speech, step, since)[0] and time.monotonic() - pressed < longest:
        time.sleep(0.1)
    readable = not step.words
    found = ""
    while not readable and time.monotonic() - pressed < (longest if step.is_slow else longest * 3):
        found = screen.words(screen.picture(step.name))
        readable = all(word.lower() in found for word in step.words)
    ready = time.monotonic() - pressed
    readable = readable and not any(word.lower() in found for word in step.unread)
    time.sleep(0.4)
    shown = screen.picture(step.name)
    screen.paint_anew()
    stale = differing(shown, screen.picture(f"{step.name}-anew"))
    before.unlink()
    unheard, is_nameless = _not_said(screen.speech, step, since)
    return Verdict(step, changed, readable, stale, unheard, is_nameless, ready)


def _not_said(heard: Speech | None, step: Step, since: float) -> tuple[Sequence[str], bool]:
    if heard is None:
        return (), False
    unheard = [text for text in step.spoken if not heard.has(text, since)]
    focused = [one for one in heard.heard(since) if one.role]
    return unheard, bool(focused) and focused[-1].is_nameless


def differing(one: Path, other: Path) -> int:
    """Return how many pixels of two pictures differ."""
    with Image.open(one) as before, Image.open(other) as after:
        difference = ImageChops.difference(before.convert("L"), after.convert("L"))
    return sum(difference.histogram()[1:])


def wait_until(is_so: Callable[[], bool], longest: float = LONGEST_HEARD) -> None:
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
    step = verdict.step
    words = "read" if verdict.readable else f"NOT READ: {', '.join(step.words)}"
    if step.unread and not verdict.readable:
        words += f" (and not: {', '.join(step.unread)})"
    said = f"NOT SAID: {', '.join(verdict.unheard)}" if verdict.unheard else "said" if step.spoken else ""
    nameless = "THE FOCUS HAS NO NAME" if verdict.is_nameless else ""
    mark = "✓" if verdict.is_good else "✗"
    told = "  ".join(filter(None, (words, said, nameless)))
    sys.stdout.write(f"{mark} {step.name:24} {changed}  {verdict.stale:7} px stale  {told}\n")
    sys.stdout.flush()
