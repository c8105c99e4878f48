"""Every page of work, and every way into an entry, is painted soon after it was asked for.

A page can be the current one, visible and complete, and still never be painted, so that the person goes on
looking at the page before. Neither `isVisible` nor a grabbed picture shows that: only the paint events do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from carreport.draft.session.draft_session import DraftSession
from carreport.report.install_template import write_starter_document
from carreport.ui.copies.import_page import ImportCopyPage
from carreport.ui.copies.unknown_inquiry_page import UnknownInquiryPage
from carreport.ui.find.find_panel import FindPanel
from carreport.ui.help.help_page import HelpPage
from carreport.ui.inquiry.task_registry import TASKS
from carreport.ui.library import local_drafts
from carreport.ui.library.start_page import StartPage
from carreport.ui.settings.settings_page import SettingsPage
from tests.ui.driver.drafts import COLLEAGUE, edited_copy, make_draft
from tests.ui.driver.keyboard import has_focus
from tests.ui.driver.tasks import CheckDriver
from tests.ui.driver.window import WindowDriver

SOON = 2_000
"""Within how many milliseconds a page is to be painted once it is there."""
SURVEYS, POINTS, PRIVATE = "data.surveys", "data.learning_points", "reflections.individual"


class PaintEvents(QObject):
    """Keeps which widgets have been painted, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.painted.append(watched)
        return False

    def count(self, page: QWidget) -> int:
        """Return how often the page or something on it was painted."""
        return sum(
            isValid(widget) and (widget is page or page.isAncestorOf(widget)) for widget in self.painted
        )


@pytest.fixture
def paints(qapp: QApplication) -> Iterator[PaintEvents]:
    events = PaintEvents()
    qapp.installEventFilter(events)
    yield events
    qapp.removeEventFilter(events)


class PaintedWindow(WindowDriver):
    """A window of which each paint event is kept."""

    def __init__(self, driver: WindowDriver, paints: PaintEvents, folder: Path) -> None:
        super().__init__(driver.window, driver.prompts, driver.qtbot)
        self.paints, self.folder = paints, folder

    def ask(self, ask: Callable[[], object], page: Callable[[], QWidget | None]) -> None:
        """Ask for a page, wait until it is there, and expect it to be painted soon."""
        self.wait_until_idle()
        self.paints.painted.clear()
        ask()
        self.wait_until(lambda: (shown := page()) is not None and shown.isVisible())
        shown = page()
        assert shown is not None
        self.qtbot.waitUntil(lambda: self.paints.count(shown) > 0, timeout=SOON)

    def ask_other(self, ask: Callable[[], object]) -> QWidget:
        """Expect another page than the one that is shown, and return it."""
        before = self.page

        def other() -> QWidget | None:
            now = self.page
            return now if now is not before else None

        self.ask(ask, other)
        shown = other()
        assert shown is not None
        return shown

    def expect_new_paint(self, ask: Callable[[], object], widget: Callable[[], QWidget | None]) -> None:
        """Expect this widget, once it has the keyboard, to be painted after it was gone to."""
        self.ask(ask, lambda: found if (found := widget()) is not None and has_focus(found) else None)

    def one_of(self, kind: type[QWidget]) -> Callable[[], QWidget | None]:
        return lambda: next(iter(self.pages(kind)), None)


@pytest.fixture
def painted(driver: WindowDriver, paints: PaintEvents, tmp_path: Path) -> PaintedWindow:
    return PaintedWindow(driver, paints, tmp_path)


@pytest.fixture
def example(painted: PaintedWindow) -> PaintedWindow:
    """A window with the example inquiry in it."""
    painted.open_example()
    return painted


def replies_file(folder: Path) -> Path:
    path = folder / "replies.csv"
    path.write_text('"I know whom to ask","I had time"\n' + "Agree,Disagree\n" * 6, encoding="utf-8")
    return path


def places(example: PaintedWindow) -> dict[str, str]:
    """Return where each piece of work is to begin; a new one has to be added here."""
    answers = example.session.answers()
    survey = next(iter(answers.items(SURVEYS))).id
    template = example.folder / "Ours.docx"
    write_starter_document(template)
    workshop = next(iter(answers.items("data.workshops"))).id
    return {
        "report": "",
        "check": "",
        "preview": "inquiry-report",
        "send": "",
        "back": "",
        "erase": "",
        "replies": f"{SURVEYS}#{replies_file(example.folder)}",
        "typing": f"{SURVEYS}/{survey}",
        "board": f"data.workshops/{workshop}/notes",
        "themes": "",
        "quote": "question.@fellow",
        "template": str(template),
        "identify": "",
        "review": "",
        "review_send": "",
        "review_read": str(template),
        "find": "replace",
    }


@pytest.mark.parametrize("work", TASKS)
def test_a_page_of_work_is_painted(example: PaintedWindow, work: str) -> None:
    at = places(example)[work]
    if work == "find":  # it has no page: it is shown in place of the steps
        example.ask(lambda: example.window.begin_task(work, at), example.one_of(FindPanel))
    else:
        example.ask_other(lambda: example.window.begin_task(work, at))


def test_every_step_is_painted_on_its_first_and_on_a_later_visit(example: PaintedWindow) -> None:
    steps = [section.id for section in example.session.form.sections]
    for step in (*steps[1:], *steps):
        example.ask_other(lambda step=step: example.wizard.enter_step(step))  # type: ignore[misc]


def test_what_stood_earlier_and_what_others_did_is_painted(example: PaintedWindow) -> None:
    wizard = example.wizard
    wizard.session.remove_item(f"{POINTS}/{wizard.session.answers().items(POINTS)[0].id}")
    for ask in (
        lambda: wizard.history_pages.show_history("question.main"),
        lambda: wizard.history_pages.show_removed(POINTS),
        wizard.collaboration_pages.show_changes,
        wizard.collaboration_pages.show_timeline,
    ):
        example.ask_other(ask)


def test_releasing_an_entry_is_painted(example: PaintedWindow) -> None:
    made = example.session.add_item(PRIVATE, values={"heading": "Small habits that last"})
    example.ask_other(lambda: example.wizard.collaboration_pages.show_release(f"{PRIVATE}/{made}"))


def edit_apart(other: DraftSession) -> None:
    """Answer in a copy what is answered differently here."""
    other.write("about.place", "Linden")
    other.add_item(POINTS, values={"label": "Ring ahead"})


def test_a_copy_that_comes_in_is_painted_and_what_it_brought_and_both_versions(
    example: PaintedWindow,
) -> None:
    path = edited_copy(example.session, example.folder / "from Morag.carreport", edit_apart)
    example.session.write("about.place", "Larch")
    example.session.seal()
    example.ask(lambda: example.window.open_or_inspect(path), example.one_of(ImportCopyPage))
    page = example.one_of(ImportCopyPage)()
    assert isinstance(page, ImportCopyPage)
    example.ask_other(page.primary_action.trigger)
    assert example.page is example.wizard.collaboration_pages.changes_page
    example.ask_other(lambda: example.wizard.collaboration_pages.show_conflict("about.place"))


def test_after_replies_came_in_their_survey_is_painted(example: PaintedWindow) -> None:
    page = example.ask_other(lambda: example.window.begin_task("replies", places(example)["replies"]))
    example.wait_until_idle()
    example.ask_other(page.primary_action.trigger)  # type: ignore[attr-defined]  # the page of the import
    assert example.wizard.current_section == "data"


def test_an_inquiry_that_is_not_known_here_is_painted(painted: PaintedWindow, tmp_path: Path) -> None:
    form = local_drafts.load_shipped_forms()[0]
    theirs = make_draft(form, name="theirs", author=COLLEAGUE, folder=tmp_path)
    painted.ask(
        lambda: painted.window.inquiry.import_controller.inspect_copy(theirs),
        painted.one_of(UnknownInquiryPage),
    )


def test_the_pages_of_the_window_itself_are_painted(painted: PaintedWindow) -> None:
    window = painted.window
    painted.ask(lambda: window.show_help("keys"), painted.one_of(HelpPage))
    painted.ask(window.settings_controller.show, painted.one_of(SettingsPage))
    painted.ask(window.go_home, painted.one_of(StartPage))


# The ways into an entry.


def last_point(example: PaintedWindow) -> str:
    return f"{POINTS}/{example.items(POINTS)[-1].id}"


def entry_at(example: PaintedWindow, place: str) -> Callable[[], QWidget | None]:
    return lambda: example.wizard.findChild(QWidget, place)


def test_a_line_of_the_check_leads_into_an_entry_that_is_painted(example: PaintedWindow) -> None:
    place = f"{last_point(example)}/statement"
    example.ask_other(lambda: example.window.begin_task("check"))
    check = CheckDriver(example, at=None)
    check.show_row(place)
    example.expect_new_paint(check.page.links[0].click, entry_at(example, place))


def test_going_to_an_answer_inside_an_entry_paints_it(example: PaintedWindow) -> None:
    place = f"{last_point(example)}/statement"
    example.expect_new_paint(lambda: example.wizard.go_to(place), entry_at(example, place))


def test_opening_where_one_left_off_inside_an_entry_paints_it(example: PaintedWindow) -> None:
    place = f"{last_point(example)}/statement"
    example.session.remember_last_visited(place)
    path = example.session.path
    example.window.close_draft()
    example.expect_new_paint(
        lambda: example.window.open_draft(path), lambda: example.window.findChild(QWidget, place)
    )


def test_an_entry_that_somebody_changed_is_painted_when_it_is_gone_to(example: PaintedWindow) -> None:
    place = f"{last_point(example)}/statement"
    example.ask_other(example.wizard.collaboration_pages.show_changes)
    example.expect_new_paint(
        lambda: example.wizard.collaboration_pages.changes_page.answer_requested.emit(place),
        entry_at(example, place),
    )


def test_the_source_of_a_quotation_is_painted_when_it_is_gone_to(example: PaintedWindow) -> None:
    place = f"{last_point(example)}/statement"
    example.ask_other(lambda: example.window.begin_task("quote", "question.@fellow"))
    example.expect_new_paint(
        lambda: example.wizard.editor_services.show_answer(place), entry_at(example, place)
    )
