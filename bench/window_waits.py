"""Measure for how long the window stands still while it does something large with a large inquiry.

    python -m bench.window_waits [--versions 6000] [--repeat 3]

A timer of 2 ms ticks on the window's thread; the longest gap between two ticks, while a copy is made,
a copy comes in and is taken out again, while one goes back and while words are erased, is what a
writer would feel. Beside it stands how much of a gap the window's thread itself worked: the rest it
waited for its turn, which grows with whatever else this computer does. The inquiry has as many
versions of answers as months of writing leave.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.window import (
    WRITER,
    Felt,
    Heartbeat,
    felt,
    fresh_home,
    opened_window,
    settle,
    shown,
    tell,
    wait_for,
)
from carreport.assets import form_files
from carreport.draft.copies import build_copy
from carreport.draft.session import DraftSession
from carreport.form.loader import load_form
from carreport.form.richtext import RichText
from carreport.settings import drafts_folder
from carreport.ui.bring_in import BringInPage
from carreport.ui.erase_work import EraseWork
from carreport.ui.go_back import COMPARING, GoBackPage
from carreport.ui.main_window import MainWindow
from carreport.ui.send_work import SendWork
from carreport.ui.timeline import TimelinePage

REPLIER = "Morag Reid"
TEXTS = ("context.issue", "context.affected", "question.agreed", "data.surprised", "actions.changed")
WORDS = ("council", "school", "asks", "what", "helps", "people", "who", "wait", "for", "an", "answer")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--versions", type=int, default=6000, help="how many versions of answers it has")
    parser.add_argument("--repeat", type=int, default=3, help="how often each doing is measured")
    given = parser.parse_args()
    runs: list[Felt] = []
    for _ in range(given.repeat):
        with fresh_home() as home, opened_window() as window:
            runs += measured(window, home, given.versions)
    tell(f"{given.versions} versions; the longest of {given.repeat} runs", runs)
    return 0


def measured(window: MainWindow, home: Path, versions: int) -> Iterator[Felt]:
    """Yield what is felt of each doing."""
    path, back = made_inquiry(home, versions)
    window.open_draft(path)
    wait_for(lambda: window.wizard is not None and not window.tasks.is_busy)
    heart = Heartbeat()
    doings: tuple[tuple[str, Callable[[], object]], ...] = (
        ("make a copy", lambda: make_copy(window, home)),
        ("look at a copy", lambda: look(window, back)),
        ("bring it in", lambda: accept(window)),
        ("take it out again", lambda: take_out(window)),
        ("list backups, compare the newest", lambda: list_backups(window)),
        ("go back", lambda: go_back(window)),
        ("put the timeline together", lambda: timeline(window)),
        ("say what changed since a moment", lambda: since(window)),
        ("save it somewhere else", lambda: save_elsewhere(window, home)),
        ("open it again", lambda: open_again(window)),
        ("erase one person's words", lambda: erase(window)),
    )
    for doing, work in doings:
        yield felt(window, heart, doing, work)


def made_inquiry(home: Path, versions: int) -> tuple[Path, Path]:
    """Make an inquiry with so many versions, and a copy in which somebody else wrote."""
    chance = random.Random(7)  # noqa: S311 - words of no meaning
    form = next(each for each in map(load_form, form_files()) if each.id == "car-inquiry")
    path = drafts_folder() / "months.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, form, WRITER) as session:
        for number in range(versions):
            words = " ".join(chance.choices(WORDS, k=120))
            session.write(TEXTS[number % len(TEXTS)], RichText.from_plain(words).to_json())
            session.seal()
        session.flush()
        build_copy(session, home / "back.carreport")
    with DraftSession.open(home / "back.carreport", REPLIER) as other:
        for text in TEXTS:
            other.write(text, RichText.from_plain(f"{text} by another").to_json())
            other.seal()
        for number in range(60):
            other.add_item("context.evidence", None, {"name": f"Source {number}"})
    return path, home / "back.carreport"


def make_copy(window: MainWindow, home: Path) -> None:
    window.begin_work("send")
    send = window.made(SendWork)
    assert send is not None  # noqa: S101 - begun above
    send.page.set_target(home / "sent.carreport")
    settle()
    send.page.make.click()
    wait_for(send.page.result.isVisible)


def look(window: MainWindow, back: Path) -> None:
    window.take_file(back)
    wait_for(lambda: bool(shown(window, BringInPage)))


def accept(window: MainWindow) -> None:
    shown(window, BringInPage)[0].accept.click()
    wait_for(lambda: not shown(window, BringInPage))


def take_out(window: MainWindow) -> None:
    window.menus.actions["unbring"].trigger()
    wait_for(lambda: "is out again" in window.notice.text)


def list_backups(window: MainWindow) -> None:
    assert window.wizard is not None  # noqa: S101 - opened before
    for text in TEXTS:
        window.wizard.session.write(text, RichText.from_plain("Something hasty").to_json())
        window.wizard.session.seal()
    window.begin_work("back")
    wait_for(lambda: bool(shown(window, GoBackPage)))
    wait_for(lambda: shown(window, GoBackPage)[0].changes.text() != COMPARING)


def go_back(window: MainWindow) -> None:
    page = shown(window, GoBackPage)[0]
    page.again.click()
    wait_for(lambda: not page.isVisible())


def timeline(window: MainWindow) -> None:
    assert window.wizard is not None  # noqa: S101 - opened before
    window.wizard.shared.show_timeline()
    wait_for(lambda: bool(shown(window, TimelinePage)[0].links))


def since(window: MainWindow) -> None:
    page = shown(window, TimelinePage)[0]
    before = page.links[-1]
    before.click()
    wait_for(lambda: bool(page.links) and page.links[-1] is not before)


def save_elsewhere(window: MainWindow, home: Path) -> None:
    wizard, target = window.wizard, home / "elsewhere.carreport"
    assert wizard is not None  # noqa: S101 - opened before

    def chosen(suggested: Path) -> Path | None:  # noqa: ARG001 - nobody is asked here
        return target

    window.prompts.save_draft = chosen  # type: ignore[method-assign]  # instead of asking somebody
    window.save_elsewhere()
    wait_for(lambda: not wizard.is_held and wizard.session.path == target)


def open_again(window: MainWindow) -> None:
    assert window.wizard is not None  # noqa: S101 - opened before
    path = window.wizard.session.path
    window.close_draft()
    window.open_draft(path)
    wait_for(lambda: window.wizard is not None)


def erase(window: MainWindow) -> None:
    window.begin_work("erase")
    work = window.made(EraseWork)
    assert work is not None  # noqa: S101 - begun above
    settle()
    work.page.people.setCurrentIndex(work.page.people.findData(REPLIER))
    wait_for(work.page.erase.isVisible)
    work.page.typed.setText("erase")
    settle()
    work.page.erase.click()
    wait_for(lambda: bool(window.wizard and window.wizard.isEnabled()))


if __name__ == "__main__":
    sys.exit(main())
