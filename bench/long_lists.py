"""Measure for how long the window stands still where an inquiry has long lists and large surveys.

    python -m bench.long_lists [--notes 1000] [--replies 50000] [--repeat 3]

Steps with 60 and with 300 entries are built ahead, gone to, and jumped into; entries with a survey of 20
statements and with a board are opened; files of 5,000 and of 50,000 replies are read, looked at and
brought in. See `bench.window_waits` for what is measured.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.many_rows import bring, go_to, made_file, read
from bench.window import WRITER, Felt, Heartbeat, felt, fresh_home, opened_window, settle, tell, wait_for
from carreport.assets import form_files
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers, Item
from carreport.form.loader import load_form
from carreport.settings import drafts_folder
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow

WORDS = "One card that goes along with the family, so that nobody has to ask twice who is in the lead"
Doings = Iterator[tuple[str, Callable[[], object]]]


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--notes", type=int, default=1000, help="how many notes the board has")
    parser.add_argument("--replies", type=int, default=50_000, help="how many replies the large file has")
    parser.add_argument("--repeat", type=int, default=3, help="how often each doing is measured")
    given = parser.parse_args()
    runs: list[Felt] = []
    for _ in range(given.repeat):
        for doings in (lists, first_seconds, partial(files, replies=given.replies)):
            with fresh_home() as home:
                made_inquiry(given.notes)
                with opened_window() as window:
                    runs += measured(window, doings(window, home))
    tell(f"{given.notes} notes; the longest of {given.repeat} runs", runs)
    return 0


def measured(window: MainWindow, doings: Doings) -> Iterator[Felt]:
    """Open the inquiry and measure each doing."""
    window.open_draft(next(drafts_folder().glob("*.carreport")))
    wait_for(lambda: window.inquiry.wizard is not None)
    heart = Heartbeat()
    for doing, work in doings:
        yield felt(window, heart, doing, work)


def lists(window: MainWindow, _home: Path) -> Doings:
    """Have the steps built, then go to them and into their entries."""
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
    yield "jump to the last of 300 entries", partial(go_to, window, "actions.sharing/e299/how")


def first_seconds(window: MainWindow, _home: Path) -> Doings:
    """Go to what no page was built for yet."""
    yield "at once: jump to the last of 300", partial(go_to, window, "finish.references/e299/title")
    yield "at once: go to a board", partial(go_to, window, "data.workshops/w/notes")


def files(window: MainWindow, home: Path, replies: int) -> Doings:
    """Bring in a small and a large file of replies."""
    for count in (5_000, replies):
        file = made_file(home, count)
        yield f"look at {count:,} replies", partial(read, window, file)
        yield f"bring in {count:,} replies", partial(bring, window)


def shown(window: MainWindow) -> Wizard:
    assert window.inquiry.wizard is not None  # noqa: S101 - opened before
    return window.inquiry.wizard


def editor_at(wizard: Wizard, path: str) -> ListEditor:
    question = wizard.step_page(path.partition(".")[0]).questions[path]
    assert isinstance(question.editor, ListEditor)  # noqa: S101 - it is asked of lists alone
    return question.editor


def made_inquiry(notes: int) -> Path:
    """Make an inquiry with long lists, surveys of twenty statements and workshops with so many notes."""
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
