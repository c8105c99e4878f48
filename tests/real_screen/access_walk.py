"""What the accessibility bus tells of every page, object by object, and what it tells on the main journey."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.real_screen.page_objects import TREE, Thing
from tests.real_screen.scene import make_scene
from tests.real_screen.screen import Screen, real_screen, start_and_focus
from tests.real_screen.speech import SYSTEM_PYTHON
from tests.real_screen.walk import Step, steps_of

NEEDED = ("dbus-daemon",)
NO_ROLES = ("filler", "unknown", "invalid", "layered pane", "")
FIELDS = ("text", "entry", "combo box", "spin button")
PARTS = ("list item", "cell", "table cell", "tree item", "menu item")
SOON, SLOW = 0.8, 3.0
"""How many seconds a page is given before it is read."""


@dataclass(slots=True)
class Sum:
    """How much was looked at."""

    pages: int = 0
    objects: int = 0
    focusable: int = 0
    fields: int = 0
    headings: int = 0


def faults_of(things: Sequence[Thing]) -> Iterator[str]:
    """Yield what a screen reader could not tell of a page."""
    for thing in things:
        if thing.focusable and not thing.name and not thing.label:
            yield f"nameless: {thing}"
        if thing.focusable and thing.role in NO_ROLES:
            yield f"without role: {thing}"
        if thing.focusable and thing.role in FIELDS and not thing.description:
            yield f"without description: {thing}"
        if thing.role == "combo box" and thing.focusable and not thing.label:
            yield f"named by its value: {thing}"
        if thing.role == "heading" and "level" not in thing.attributes:
            yield f"without level: {thing}"
        is_said = not {"expanded", "collapsed"}.isdisjoint(thing.states)
        if "expandable" in thing.states and thing.role != "combo box" and not is_said:
            yield f"neither expanded nor collapsed: {thing}"
    focused = [number for number, thing in enumerate(things) if thing.focused]
    owners = [n for n in focused if not (things[n].role in PARTS and things[n].parent in focused)]
    if len(owners) != 1:
        yield f"{len(owners)} with the focus: {'; '.join(str(things[number]) for number in owners)}"


def run(folder: Path, output: Path) -> int:
    """Read every page, print the faults, and return the exit code."""
    scene, total, faults = make_scene(folder), Sum(), dict[str, str]()
    begun = time.monotonic()
    with real_screen(output, is_heard=True) as screen:
        for steps in steps_of(scene):
            program = start_and_focus(screen, scene.home)
            try:
                for step in steps:
                    for fault in _read_page(screen, step, total):
                        faults.setdefault(fault, step.name)
            finally:
                program.terminate()
                program.wait()
    for fault, page in faults.items():
        sys.stdout.write(f"✗ {page}: {fault}\n")
    sys.stdout.write(
        f"{total.pages} pages, {total.objects:,} objects, {total.focusable:,} that take the focus, "
        f"{total.fields:,} fields, {total.headings:,} headings: {len(faults)} faults "
        f"in {time.monotonic() - begun:.0f} s.\n"
    )
    return 1 if faults else 0


def _read_page(screen: Screen, step: Step, total: Sum) -> list[str]:
    screen.press(step.keys)
    time.sleep(SLOW if step.is_slow else SOON)
    things = [Thing(**told) for told in json.loads(screen.run(SYSTEM_PYTHON, str(TREE)))]
    total.pages += 1
    total.objects += len(things)
    total.focusable += sum(thing.focusable for thing in things)
    total.fields += sum(thing.focusable and thing.role in FIELDS for thing in things)
    total.headings += sum(thing.role == "heading" for thing in things)
    is_asked = step.name.startswith("ask-")  # the system's dialog has the focus, and is not looked at
    return [fault for fault in faults_of(things) if not (is_asked and "with the focus" in fault)]
