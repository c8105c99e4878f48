"""Measure how long the window is blocked in an inquiry with long lists and large surveys.

    python -m bench.long_lists [--notes 1000] [--replies 50000] [--repeat 3]

Steps with 60 and 300 entries are visited, and single entries in them; entries with a survey of 20 statements
and with a board are opened; files of 5,000 and 50,000 replies are previewed and imported. See
`bench.window_waits` for what is measured.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.many_rows import bring, go_to, make_file, read
from bench.window import (
    WRITER,
    Heartbeat,
    Measurement,
    fresh_home,
    measure,
    open_window,
    print_table,
    settle,
    wait_for,
)
from carreport.assets import form_files
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers, Item
from carreport.form.loader import load_form
from carreport.settings import drafts_folder
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow

WORDS = "One card that goes along with the family, so that nobody has to ask twice who is in the lead"
Actions = Iterator[tuple[str, Callable[[], object]]]


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--notes", type=int, default=1000, help="number of notes on the board")
    parser.add_argument("--replies", type=int, default=50_000, help="number of replies in the large file")
    parser.add_argument("--repeat", type=int, default=3, help="number of runs")
    options = parser.parse_args()
    runs: list[Measurement] = []
    for _ in range(options.repeat):
        for actions in (lists, first_seconds, partial(files, replies=options.replies)):
            with fresh_home() as home:
                make_inquiry(options.notes)
                with open_window() as window:
                    runs += measure_actions(window, actions(window, home))
    print_table(f"{options.notes} notes; longest of {options.repeat} runs", runs)
    return 0


def measure_actions(window: MainWindow, actions: Actions) -> Iterator[Measurement]:
    """Open the inquiry and measure each action."""
    window.open_draft(next(drafts_folder().glob("*.carreport")))
    wait_for(lambda: window.inquiry.wizard is not None)
    heartbeat = Heartbeat()
    for action, work in actions:
        yield measure(window, heartbeat, action, work)


def lists(window: MainWindow, _home: Path) -> Actions:
    """Go to steps with lists, and open entries in them."""
    wizard = shown(window)
    yield "go to a step with 60 entries", lambda: wizard.enter_step("context")
    yield "go to a step with 300 entries", lambda: wizard.enter_step("finish")
    yield "open one of them", lambda: editor_at(wizard, "finish.references").expand_row("e7")
    yield "go to the step of the surveys", lambda: wizard.enter_step("data")
    yield "open a survey of 20 statements", lambda: editor_at(wizard, "data.surveys").expand_row("p")
    yield (
        "open another one in its place",
        lambda: editor_at(wizard, "data.surveys").expand_row("q"),
    )
    yield "open a workshop with a board", lambda: editor_at(wizard, "data.workshops").expand_row("w")
    wizard.enter_step("about")
    settle()
    yield "go to a survey from another step", partial(go_to, window, "data.surveys/p2/statements")
    wizard.enter_step("about")
    settle()
    yield "go to a board from another step", partial(go_to, window, "data.workshops/w2/notes")
    yield "go to the last of 300 entries", partial(go_to, window, "actions.sharing/e299/how")


def first_seconds(window: MainWindow, _home: Path) -> Actions:
    """Go to entries straight after opening, when their pages are not built yet."""
    yield "after opening: go to the last of 300", partial(go_to, window, "finish.references/e299/title")
    yield "after opening: go to a board", partial(go_to, window, "data.workshops/w/notes")


def files(window: MainWindow, home: Path, replies: int) -> Actions:
    """Import a small and a large file of replies."""
    for count in (5_000, replies):
        file = make_file(home, count)
        yield f"preview {count:,} replies", partial(read, window, file)
        yield f"import {count:,} replies", partial(bring, window)


def shown(window: MainWindow) -> Wizard:
    assert window.inquiry.wizard is not None  # noqa: S101 - opened before
    return window.inquiry.wizard


def editor_at(wizard: Wizard, path: str) -> ListEditor:
    question = wizard.step_page(path.partition(".")[0]).open_question(path)
    assert isinstance(question.editor, ListEditor)  # noqa: S101 - used for lists only
    return question.editor


def make_inquiry(notes: int) -> Path:
    """Make an inquiry with long lists, surveys of twenty statements, and workshops with many notes."""
    form = next(load_form(path) for path in form_files() if path.stem == "car-inquiry")
    path = drafts_folder() / "long.carreport"
    path.parent.mkdir(parents=True, exist_ok=True)
    with DraftSession.create(path, form, WRITER) as session:
        session.fill(
            Answers(
                {
                    "context.evidence": entries(60, "name", "publisher", "covers"),
                    "finish.references": entries(300, "author", "title", "publisher"),
                    "actions.sharing": entries(300, "to", "why", "how"),
                    "data.surveys": tuple(
                        Item(name, {"name": name, "statements": statements(name)})
                        for name in ("p", "p2", "q")
                    ),
                    "data.workshops": tuple(
                        Item(name, {"name": name, "notes": board(name, notes)}) for name in ("w", "w2")
                    ),
                }
            )
        )
    return path


def entries(count: int, *names: str) -> tuple[Item, ...]:
    return tuple(
        Item(f"e{number}", dict.fromkeys(names, f"{WORDS[: 20 + number % 50]} {number}"))
        for number in range(count)
    )


def statements(name: str) -> tuple[Item, ...]:
    counts = {"agree": 12, "disagree": 5, "dont_know": 2}
    return tuple(
        Item(f"{name}s{number}", {"statement": f"{WORDS[: 30 + number]} {number}", **counts})
        for number in range(20)
    )


def board(name: str, notes: int) -> tuple[Item, ...]:
    return tuple(
        Item(
            f"{name}n{number}",
            {"note": WORDS[: 12 + number * 7 % len(WORDS)], "theme": f"Theme {number % 14}"},
        )
        for number in range(notes)
    )


if __name__ == "__main__":
    sys.exit(main())
