from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.recent_files import recent_summaries
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftSaveError
from carreport.form.schema import Form
from carreport.settings import Settings, drafts_folder, load_settings, settings_file
from carreport.ui.main_window import MainWindow
from carreport.ui.prompts import UnsavedDraftChoice
from carreport.ui.widgets.notice_bar import Notice


class FakePrompts(Protocol):
    """What the fixture remembers and answers; it stands in conftest.py."""

    elsewhere: Path | None
    way: UnsavedDraftChoice
    told: list[Notice]
    shown: list[object]


def shown_titles(window: MainWindow) -> list[str]:
    model = window.start_page.card_list.row_model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def draft_at(path: Path, form: Form, title: str = "Warm handover") -> Path:
    with DraftSession.create(path, form, "Iain Moffat") as session:
        session.write("about.title", title)
    return path


def test_drafts_are_listed_beside_the_window(window: MainWindow, form: Form, qtbot: QtBot) -> None:
    drafts_folder().mkdir(parents=True)
    draft_at(drafts_folder() / "a.carreport", form)
    window.list_drafts()
    assert shown_titles(window) == []
    qtbot.waitUntil(lambda: shown_titles(window) == ["Warm handover"])


def test_a_new_inquiry_lies_in_the_folder_of_drafts(window: MainWindow, form: Form) -> None:
    window.create_inquiry(form)
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.session.path.parent == drafts_folder()
    assert window.inquiry.wizard.session.author == "Ailsa Kerr"


def test_with_several_forms_the_person_chooses(window: MainWindow, qtbot: QtBot) -> None:
    window.choose_form()
    assert window.new_inquiry_page is not None
    window.new_inquiry_page.form_choices.choose("learning-event")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.session.form.id == "learning-event"


def test_going_home_closes_the_inquiry_and_lists_it(window: MainWindow, form: Form, qtbot: QtBot) -> None:
    window.create_inquiry(form)
    assert window.inquiry.wizard is not None
    window.inquiry.wizard.session.write("about.title", "Why families come")
    assert window.menus.actions["report"].isEnabled()
    window.go_home()
    assert window.inquiry.wizard is None
    assert not window.menus.actions["report"].isEnabled()
    qtbot.waitUntil(lambda: shown_titles(window) == ["Why families come"])


def test_a_draft_that_lies_elsewhere_is_edited_in_place(
    window: MainWindow, tmp_path: Path, form: Form, qtbot: QtBot
) -> None:
    path = draft_at(tmp_path / "elsewhere.carreport", form)
    window.open_draft(path)
    assert window.inquiry.wizard is not None
    window.inquiry.wizard.session.write("about.place", "Linden")
    qtbot.waitUntil(lambda: window.windowTitle() == "Warm handover – carreport")
    window.go_home()
    with DraftSession.open(path, "Iain Moffat") as again:
        assert again.answers().get("about.place") == "Linden"


def test_something_that_is_no_draft_gets_a_sentence(
    window: MainWindow, tmp_path: Path, prompts: FakePrompts
) -> None:
    path = tmp_path / "notes.carreport"
    path.write_text("Only some words, and no draft at all.")
    window.open_draft(path)
    assert window.inquiry.wizard is None
    assert "notes.carreport" in prompts.told[0].text
    assert path.read_text() == "Only some words, and no draft at all."


def test_a_draft_can_be_dropped_on_the_window(
    window: MainWindow, tmp_path: Path, form: Form, qtbot: QtBot
) -> None:
    path = draft_at(tmp_path / "a.carreport", form)
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        carried,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    assert drop.isAccepted()
    qtbot.waitUntil(lambda: window.inquiry.wizard is not None)


def test_the_example_opens_once_and_then_again(window: MainWindow, qtbot: QtBot) -> None:
    window.open_example()
    assert window.inquiry.wizard is not None
    answers = window.inquiry.wizard.session.answers()
    window.go_home()
    window.open_example()
    assert window.inquiry.wizard.session.answers().values == answers.values
    window.go_home()
    qtbot.waitUntil(lambda: len(shown_titles(window)) == 1)


def test_saving_elsewhere_goes_on_there(
    window: MainWindow, tmp_path: Path, form: Form, prompts: FakePrompts, qtbot: QtBot
) -> None:
    window.open_draft(draft_at(tmp_path / "a.carreport", form))
    prompts.elsewhere = tmp_path / "b.carreport"
    window.save_elsewhere()
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.is_locked
    qtbot.waitUntil(window.inquiry.wizard.isEnabled, timeout=10_000)
    assert prompts.told[-1].text == f"You are now writing in {prompts.elsewhere}."
    assert next(each.path for each in recent_summaries(drafts_folder())) == prompts.elsewhere
    window.inquiry.wizard.session.write("about.place", "Linden")
    window.go_home()
    with DraftSession.open(tmp_path / "b.carreport", "A") as copy:
        assert copy.answers().get("about.place") == "Linden"
    with DraftSession.open(tmp_path / "a.carreport", "A") as first:
        assert first.answers().get("about.place") is None


def no_room() -> None:
    raise DraftSaveError("disk-full", "The disk is full.")


@pytest.mark.parametrize("way", [UnsavedDraftChoice.STAY, UnsavedDraftChoice.LEAVE])
def test_a_draft_that_cannot_be_saved_is_not_left_unasked(
    window: MainWindow,
    form: Form,
    prompts: FakePrompts,
    monkeypatch: pytest.MonkeyPatch,
    way: UnsavedDraftChoice,
) -> None:
    window.create_inquiry(form)
    assert window.inquiry.wizard is not None
    monkeypatch.setattr(window.inquiry.wizard.session, "seal_and_save", no_room)
    prompts.way = way
    window.go_home()
    assert prompts.shown == ["The disk is full."]
    assert (window.inquiry.wizard is not None) is (way is UnsavedDraftChoice.STAY)
    monkeypatch.undo()


def test_closing_the_window_keeps_what_is_still_in_an_editor(
    window: MainWindow, tmp_path: Path, form: Form, qtbot: QtBot
) -> None:
    path = draft_at(tmp_path / "a.carreport", form, "Warm")
    window.open_draft(path)
    here = QApplication.focusWidget()
    assert isinstance(here, QLineEdit)
    qtbot.keyClicks(here, "th")
    window.close()
    with DraftSession.open(path, "A") as again:
        assert "th" in again.answers().get("about.title")


def test_the_text_size_is_kept(window: MainWindow) -> None:
    before = QApplication.font().pixelSize()
    window.menus.actions["larger"].trigger()
    assert QApplication.font().pixelSize() > before
    assert load_settings().text_size == 115
    window.menus.actions["normal"].trigger()
    assert QApplication.font().pixelSize() == before


def test_the_colours_are_kept(window: MainWindow) -> None:
    window.menus.actions["theme_dark"].trigger()
    assert QApplication.palette().window().color().name().upper() == "#14191D"
    assert json.loads(json.loads(settings_file().read_text())["window"])["theme"] == "dark"
    window.menus.actions["theme_light"].trigger()
    assert QApplication.palette().window().color().name().upper() == "#F6F5F1"


def test_the_name_is_asked_once(on_screen: Callable[[QWidget], None]) -> None:
    first = MainWindow(Settings())
    on_screen(first)
    assert first.start_page.author_card is not None
    first.start_page.author_card.dismissed.emit()
    assert not first.start_page.author_card.isVisible()
    again = MainWindow(load_settings())
    assert again.start_page.author_card is None
    again.deleteLater()


def test_undo_takes_back_writing_where_one_writes(window: MainWindow, form: Form, qtbot: QtBot) -> None:
    window.create_inquiry(form)
    here = QApplication.focusWidget()
    assert isinstance(here, QLineEdit)
    qtbot.keyClicks(here, "word")
    window.menus.actions["undo"].trigger()
    assert here.text() == ""
    window.menus.actions["redo"].trigger()
    assert here.text() == "word"


def test_help_leads_back_to_where_one_was(window: MainWindow, form: Form, qtbot: QtBot) -> None:
    window.create_inquiry(form)
    for name in ("guide", "keys", "about"):
        window.menus.actions[name].trigger()
        assert window.stack.currentWidget() is not window.inquiry.wizard
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert window.stack.currentWidget() is window.inquiry.wizard


def test_a_folder_that_cannot_be_made_gets_a_sentence(
    window: MainWindow, form: Form, prompts: FakePrompts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CARREPORT_HOME", str(tmp_path / "file"))
    window.create_inquiry(form)
    assert window.inquiry.wizard is None
    assert "cannot be created" in prompts.told[0].text
    monkeypatch.undo()
