"""A person at the real window: their clicks, keys and typed texts, counted, and what moves meanwhile.

They find everything by the names and places that the accessibility bus tells. A click, a turn of the wheel
to something out of sight, and a key or chord that is not text are an action each.
"""

from __future__ import annotations

import re
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from tests.real_screen.page_objects import PageReader, Place, Thing, in_sight
from tests.real_screen.screen import Screen

LONGEST = 20.0
"""How many seconds something may take to appear."""
SETTLED, WATCHED = 0.6, 2.6
"""How long a page is given after an action, and how long it is then watched: counts come after 2 s."""
EVERY = 0.1
MOST_TABS = 12
"""After so many presses of Tab, a person is lost."""
SLIVER = 12
"""The least height, in pixels, of what counts as in sight."""
_TYPING = ("xdotool", "type", "--delay", "12")


class Lost(Exception):
    """The person does not find what they look for."""


@dataclass(slots=True)
class Stage:
    """One stage of a journey: what was done in it, and how long it took."""

    name: str
    actions: int
    seconds: float


@dataclass(slots=True)
class Record:
    """What was done, and what moved by itself."""

    actions: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    samples: int = 0
    watched: int = 0
    """How many places were compared, in all samples."""


class Hands(ABC):
    """What every person can do, in their own way."""

    manner: ClassVar[str]

    def __init__(self, screen: Screen, reader: PageReader, name: str) -> None:
        self._screen, self._reader, self.name = screen, reader, name
        self.record = Record()
        self._things: list[Thing] = []
        self._since, self._actions_before = time.monotonic(), 0

    # What differs between a mouse and a keyboard.

    @abstractmethod
    def choose(self, name: str) -> None:
        """Press the button, or open the row, that has this name."""

    @abstractmethod
    def enter(self, name: str) -> None:
        """Move the focus into a field."""

    @abstractmethod
    def do_main_thing(self, name: str) -> None:
        """Press the filled button under the page."""

    @abstractmethod
    def go_on(self, name: str) -> None:
        """Go to the next step, whose button has this name."""

    @abstractmethod
    def close_entry(self, title: str) -> None:
        """Close the open entry of a list."""

    @abstractmethod
    def answer_dialog(self, words: str, button: str) -> None:
        """Type into a dialog whose field has the focus, and press its button."""

    @abstractmethod
    def go_home(self) -> None:
        """Go from an inquiry to the list of all inquiries."""

    @abstractmethod
    def start_new(self) -> None:
        """Start an inquiry from the list of all inquiries."""

    @abstractmethod
    def learn(self) -> None:
        """Look for what helps: a person without a mouse looks up the keys."""

    # What is the same.

    def write(self, name: str, words: str) -> None:
        """Type an answer into a field, and watch what moves while and after it is saved."""
        if not self._is_focused(name):
            self.enter(name)
        self.expect(name)
        self._look()
        number = self._focused()
        before = self._reader.places()
        typing = subprocess.Popen([*_TYPING, words], env=dict(self._screen.environment))
        samples = []
        while typing.poll() is None:
            samples.append(self._reader.places())
            time.sleep(EVERY)
        time.sleep(EVERY * 4)
        after = self._reader.places()
        self.record.typed.append(words)
        self._compare_typing(number, before, [*samples, after])
        self._watch(after, f"after typing into “{name}”")

    def expect(self, name: str) -> None:
        """Wait until something of this name has the focus."""
        self._wait(lambda: self._is_focused(name), f"“{name}” does not get the focus")

    def expect_shown(self, name: str) -> None:
        """Wait until something of this name is there."""
        self._wait(lambda: bool(self._all(name)), f"“{name}” does not appear")

    def stage(self, name: str, *, is_still: bool = True) -> None:
        """End a stage of the journey with a picture, and watch whether the page stays as it is."""
        seconds = time.monotonic() - self._since
        time.sleep(SETTLED)
        self._look()
        if is_still:
            self._watch(self._reader.places(), f"on the page at the end of “{name}”")
        done = len(self.record.actions)
        number = len(self.record.stages) + 1
        self.record.stages.append(Stage(name, done - self._actions_before, seconds))
        self._screen.picture(f"{self.name}-{number:02}-{re.sub('[^a-z]+', '-', name.lower())}")
        self._since, self._actions_before = time.monotonic(), done

    def press(self, key: str, purpose: str) -> None:
        """Press a key that is not text."""
        self._screen.run("xdotool", "key", "--clearmodifiers", key)
        self.record.actions.append(f"{key}: {purpose}")
        time.sleep(0.12)

    # Looking.

    def _look(self) -> Sequence[Thing]:
        self._things = self._reader.read()
        return self._things

    def _all(self, name: str) -> list[int]:
        """Return the objects that are called so; a list says the question after the name of its button."""
        return [
            number
            for number, thing in enumerate(self._look())
            if name in (thing.name, thing.label) or thing.name.startswith((f"{name}: ", f"{name}, "))
        ]

    def _find(self, name: str) -> int:
        self.expect_shown(name)
        found = [number for number in self._all(name) if self._things[number].focusable]
        shown = [number for number in found if self._sight(number) is not None]
        if not found:
            raise Lost(f"“{name}” is nothing that can be used")
        return (shown or found)[0]

    def _sight(self, number: int) -> Place | None:
        """Return the part of an object that can be seen, if it is not a mere sliver."""
        seen = in_sight(self._things, number)
        whole = self._things[number].place
        return seen if seen and whole and seen.height >= min(SLIVER, whole.height) else None

    def _focused(self) -> int:
        """Return what has the focus: the innermost, as a list has it together with its row."""
        found = [number for number, thing in enumerate(self._things) if thing.focused]
        if not found:
            raise Lost("nothing has the focus")
        return found[-1]

    def _is_focused(self, name: str) -> bool:
        return any(self._things[number].focused for number in self._all(name))

    def _wait(self, is_so: Callable[[], bool], problem: str) -> None:
        until = time.monotonic() + LONGEST
        while not is_so():
            if time.monotonic() > until:
                focused = [str(thing) for thing in self._things if thing.focused]
                self._screen.picture(f"{self.name}-lost")
                raise Lost(f"{problem}; the focus is on {focused or 'nothing'}")
            time.sleep(EVERY)

    # What moves.

    def _watch(self, before: Sequence[Place | None], when: str) -> None:
        """Watch for a while whether anything moves, which it should not: nothing is done meanwhile."""
        until = time.monotonic() + WATCHED
        while time.monotonic() < until:
            time.sleep(EVERY)
            self._compare(before, self._reader.places(), when)

    def _compare(self, before: Sequence[Place | None], now: Sequence[Place | None], when: str) -> None:
        self.record.samples += 1
        for number, (old, new) in enumerate(zip(before, now, strict=True)):
            if old is None or new is None or new.is_empty or in_sight(self._things, number) is None:
                continue
            self.record.watched += 1
            if (old.x, old.y) != (new.x, new.y):
                self._tell(number, new.x - old.x, new.y - old.y, when)

    def _compare_typing(
        self, number: int, before: Sequence[Place | None], samples: Sequence[Sequence[Place | None]]
    ) -> None:
        """Compare what is seen while somebody types: a field may grow, and what is below moves down."""
        written, last = before[number], samples[-1][number]
        if written is None or last is None:
            raise Lost("the field in which was typed is gone")
        grown = last.height - written.height
        when = f"while typing into “{self._things[number].name}”"
        if not grown:
            for sample in samples:
                self._compare(before, sample, when)
            return
        scrolled = last.y - written.y
        self.record.samples += 1
        for at, (old, new) in enumerate(zip(before, samples[-1], strict=True)):
            if old is None or new is None or new.is_empty or in_sight(self._things, at) is None:
                continue
            self.record.watched += 1
            allowed = (0, scrolled, scrolled + grown) if old.y >= written.bottom else (0, scrolled)
            if new.x != old.x or new.y - old.y not in allowed:
                self._tell(at, new.x - old.x, new.y - old.y, when)

    def _tell(self, number: int, right: int, down: int, when: str) -> None:
        told = f"{self._things[number]} by {right}, {down} px {when}"
        if told not in self.record.moved:
            self.record.moved.append(told)


class Mouse(Hands):
    """Somebody who presses keys only to type text."""

    manner = "mouse"

    def choose(self, name: str) -> None:
        number = self._find(name)
        seen = self._sight(number) or self._scroll_to(name)
        self._click(seen, name)

    def enter(self, name: str) -> None:
        self.choose(name)

    def do_main_thing(self, name: str) -> None:
        self.choose(name)

    def go_on(self, name: str) -> None:
        self.choose(name)

    def close_entry(self, title: str) -> None:
        number = self._find(title)
        seen = self._sight(number) or self._scroll_to(title)
        head = Place(seen.x, seen.y, seen.width, min(seen.height, 40))
        self._click(head, title)

    def answer_dialog(self, words: str, button: str) -> None:
        self._screen.run(*_TYPING, words)
        self.choose(button)
        time.sleep(1)
        if self._is_focused("File name:"):  # the first click only closed the list of suggested names
            self.choose(button)

    def go_home(self) -> None:
        self.choose("All inquiries")

    def start_new(self) -> None:
        self.choose("New inquiry")

    def learn(self) -> None:
        """Need nothing: everything is in sight."""

    def _click(self, seen: Place, name: str) -> None:
        x, y = seen.middle
        self._screen.run("xdotool", "mousemove", str(x), str(y), "click", "1")
        self.record.actions.append(f"click: {name}")
        time.sleep(0.12)

    def _scroll_to(self, name: str) -> Place:
        """Turn the wheel over the page until something is in sight; one action, as it is one gesture."""
        self.record.actions.append(f"wheel: {name}")
        seen: Place | None = None
        for _turn in range(40):
            number = self._find(name)
            seen, place = self._sight(number), self._things[number].place
            if seen is not None or place is None:
                break
            x, y = self._middle_of_page()
            wheel = "5" if place.y > y else "4"
            self._screen.run("xdotool", "mousemove", str(x), str(y), "click", wheel)
            time.sleep(0.25)
        if seen is None:
            raise Lost(f"the wheel does not bring “{name}” into sight")
        return seen

    def _middle_of_page(self) -> tuple[int, int]:
        shown = (n for n in range(len(self._things)) if in_sight(self._things, n))
        bars = [number for number in shown if self._things[number].role == "scroll bar"]
        place = self._things[bars[-1]].place if bars else None
        if place is None:
            raise Lost("there is nothing to scroll")
        return place.x - 40, place.middle[1]


class Keyboard(Hands):
    """Somebody without a mouse."""

    manner = "keyboard"

    def choose(self, name: str) -> None:
        self._travel(name)
        self.press("Return", name)

    def enter(self, name: str) -> None:
        self._travel(name)

    def do_main_thing(self, name: str) -> None:
        if not self._is_focused(name):
            self.press("F6", name)
            self.expect(name)
        self.press("Return", name)

    def go_on(self, name: str) -> None:
        self.press("ctrl+Next", name)

    def close_entry(self, title: str) -> None:
        self.press("Escape", f"close “{title}”")

    def answer_dialog(self, words: str, button: str) -> None:
        self._screen.run(*_TYPING, words)
        self.press("Return", button)

    def go_home(self) -> None:
        self.press("ctrl+shift+a", "All inquiries")

    def start_new(self) -> None:
        self.press("ctrl+n", "New inquiry")

    def learn(self) -> None:
        self.press("F1", "the guide, which lists the keys")
        self.expect_shown("User guide")
        time.sleep(SETTLED)
        self._screen.picture(f"{self.name}-guide")
        self.press("Escape", "back to the question")

    def _travel(self, name: str) -> None:
        """Press Tab until something has the focus, or Shift+Tab if it is above."""
        number = self._find(name)
        key = "Tab" if number > self._focused() else "shift+Tab"
        for _press in range(MOST_TABS):
            if self._is_focused(name):
                break
            self.press(key, name)
            time.sleep(EVERY)
        self.expect(name)
