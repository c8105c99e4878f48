from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from carreport.draft.recent_files import recent_summaries
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftSaveError
from carreport.form.schema import Form
from carreport.settings import UNNAMED_AUTHOR, Settings, drafts_folder, load_settings, settings_file
from carreport.ui.editors.line import GrowingLineInput
from carreport.ui.main_window import MainWindow
from carreport.ui.prompts import UnsavedDraftChoice
from carreport.ui.theme.palette import CONTRAST_DARK, current_colour_scheme
from tests.ui.driver.drafts import ME, STRANGER, make_draft
from tests.ui.driver.keyboard import drop_files, focus_widget, press, type_text
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import ShowWidget, WindowDriver


def elsewhere(form: Form, folder: Path, title: str = "Warm handover") -> Path:
    """Write a draft of a stranger’s outside the folder of drafts."""
    return make_draft(form, {"about.title": title}, "a", STRANGER, folder)


def test_drafts_are_listed_beside_the_window(driver: WindowDriver, form: Form) -> None:
    make_draft(form, {"about.title": "Warm handover"})
    driver.window.list_drafts()
    assert driver.card_titles() == []
    driver.wait_until(lambda: driver.card_titles() == ["Warm handover"])


def test_a_new_inquiry_lies_in_the_folder_of_drafts(driver: WindowDriver, form: Form) -> None:
    driver.window.create_inquiry(form)
    assert driver.session.path.parent == drafts_folder()
    assert driver.session.author == "Ailsa Kerr"


def test_the_other_form_is_a_link_on_the_first_screen(driver: WindowDriver, window: MainWindow) -> None:
    window.list_drafts()
    driver.wait_until_idle()
    window.start_page.welcome.other_links[0].click()
    assert driver.session.form.id == "learning-event"


def test_a_new_inquiry_costs_no_screen_in_between(driver: WindowDriver, window: MainWindow) -> None:
    window.list_drafts()
    driver.wait_until_idle()
    press("Return")
    assert driver.session.form.id == "car-inquiry"


def test_going_home_closes_the_inquiry_and_lists_it(driver: WindowDriver, form: Form) -> None:
    driver.window.create_inquiry(form)
    driver.session.write("about.title", "Why families come")
    assert driver.window.menus.actions["report"].isEnabled()
    driver.window.go_home()
    assert not driver.is_open
    assert not driver.window.menus.actions["report"].isEnabled()
    driver.wait_until(lambda: driver.card_titles() == ["Why families come"])


def test_a_draft_that_lies_elsewhere_is_edited_in_place(
    driver: WindowDriver, window: MainWindow, tmp_path: Path, form: Form
) -> None:
    path = elsewhere(form, tmp_path)
    window.open_draft(path)
    driver.session.write("about.place", "Linden")
    driver.wait_until(lambda: window.windowTitle() == "About – Warm handover – carreport")
    window.go_home()
    with DraftSession.open(path, STRANGER) as again:
        assert again.answers().get("about.place") == "Linden"


def test_something_that_is_no_draft_gets_a_sentence(driver: WindowDriver, tmp_path: Path) -> None:
    path = tmp_path / "notes.carreport"
    path.write_text("Only some words, and no draft at all.")
    driver.window.open_draft(path)
    assert not driver.is_open
    assert "notes.carreport" in driver.prompts.notices[0].text
    assert path.read_text() == "Only some words, and no draft at all."


def test_a_draft_can_be_dropped_on_the_window(driver: WindowDriver, tmp_path: Path, form: Form) -> None:
    drop_files(driver.window, elsewhere(form, tmp_path))
    driver.wait_until_open()


def test_the_example_opens_once_and_then_again(driver: WindowDriver) -> None:
    driver.open_example()
    answers = driver.session.answers()
    driver.window.go_home()
    driver.open_example()
    assert driver.session.answers().values == answers.values
    driver.window.go_home()
    driver.wait_until(lambda: len(driver.card_titles()) == 1)


def test_saving_elsewhere_goes_on_there(driver: WindowDriver, tmp_path: Path, form: Form) -> None:
    driver.window.open_draft(elsewhere(form, tmp_path))
    driver.prompts.elsewhere = tmp_path / "b.carreport"
    driver.window.save_elsewhere()
    assert driver.wizard.is_locked
    driver.wait_until(driver.wizard.isEnabled)
    assert driver.notice.text == f"You are now working in {driver.prompts.elsewhere}."
    assert next(summary.path for summary in recent_summaries(drafts_folder())) == driver.prompts.elsewhere
    driver.session.write("about.place", "Linden")
    driver.window.go_home()
    with DraftSession.open(tmp_path / "b.carreport", "A") as copy:
        assert copy.answers().get("about.place") == "Linden"
    with DraftSession.open(tmp_path / "a.carreport", "A") as first:
        assert first.answers().get("about.place") is None


def no_room() -> None:
    raise DraftSaveError("disk-full", "The disk is full.")


@pytest.mark.parametrize("way", [UnsavedDraftChoice.STAY, UnsavedDraftChoice.LEAVE])
def test_a_draft_that_cannot_be_saved_is_not_left_unasked(
    driver: WindowDriver,
    form: Form,
    prompts: FakePrompts,
    monkeypatch: pytest.MonkeyPatch,
    way: UnsavedDraftChoice,
) -> None:
    driver.window.create_inquiry(form)
    monkeypatch.setattr(driver.session, "seal_and_save", no_room)
    prompts.way = way
    driver.window.go_home()
    assert prompts.shown == ["The disk is full."]
    assert driver.is_open is (way is UnsavedDraftChoice.STAY)
    monkeypatch.undo()


def test_closing_the_window_keeps_what_is_still_in_an_editor(
    window: MainWindow, tmp_path: Path, form: Form
) -> None:
    path = elsewhere(form, tmp_path, "Warm")
    window.open_draft(path)
    type_text("th")
    window.close()
    with DraftSession.open(path, "A") as again:
        assert again.answers().get("about.place") == "th"


def test_the_text_size_is_kept(driver: WindowDriver) -> None:
    before = QApplication.font().pixelSize()
    driver.trigger("larger")
    assert QApplication.font().pixelSize() > before
    assert load_settings().text_size == 115
    driver.trigger("normal")
    assert QApplication.font().pixelSize() == before


def test_the_colours_are_kept(driver: WindowDriver) -> None:
    driver.trigger("theme_dark")
    assert QApplication.palette().window().color().name().upper() == "#14191D"
    assert json.loads(json.loads(settings_file().read_text())["window"])["theme"] == "dark"
    driver.trigger("theme_contrast_dark")
    assert current_colour_scheme() is CONTRAST_DARK
    driver.trigger("theme_light")
    assert QApplication.palette().window().color().name().upper() == "#F6F5F1"


def test_undo_takes_back_writing_where_one_writes(driver: WindowDriver, form: Form) -> None:
    driver.window.create_inquiry(form)
    title = focus_widget()
    assert isinstance(title, GrowingLineInput)
    type_text("word")
    driver.trigger("undo")
    assert title.cell_text() == ""
    driver.trigger("redo")
    assert title.cell_text() == "word"


def test_help_leads_back_to_where_one_was(driver: WindowDriver, window: MainWindow, form: Form) -> None:
    window.create_inquiry(form)
    for name in ("guide", "keys", "about"):
        driver.trigger(name)
        assert window.help_dock.has_focus
        press("Escape")
        assert window.help_dock.page is None
        assert driver.wizard.isAncestorOf(window.focusWidget())


def test_a_folder_that_cannot_be_made_gets_a_sentence(
    driver: WindowDriver,
    form: Form,
    prompts: FakePrompts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CARREPORT_HOME", str(tmp_path / "file"))
    driver.window.create_inquiry(form)
    assert not driver.is_open
    assert "cannot be created" in prompts.notices[0].text
    monkeypatch.undo()


def test_the_example_is_marked_and_has_its_own_writers(driver: WindowDriver, window: MainWindow) -> None:
    wizard = driver.open_example()
    assert window.example_banner.isVisible()
    assert ME not in {revision.author for revision in wizard.session.tree}
    assert {revision.author for revision in wizard.session.history("question.agreed")} == {"Rhona Paterson"}
    assert wizard.session.shared_answers() == wizard.session.answers()
    wizard.session.write("about.place", "Braeside and Linden")
    assert wizard.session.history("about.place")[0].author == ME
    window.go_home()
    driver.wait_until_idle()
    assert not window.example_banner.isVisible()
    (card,) = window.start_page.card_list.row_model.all_rows
    assert "Example, Braeside and Linden" in card.spoken_text


def test_the_name_is_asked_when_a_copy_is_sent_and_only_once(
    on_screen: ShowWidget, prompts: FakePrompts, form: Form
) -> None:
    window = MainWindow(Settings(), prompts)
    on_screen(window)
    window.create_inquiry(form)
    assert prompts.shown == []
    window.begin_task("send")
    assert prompts.shown == [("author", "", "")]
    window.begin_task("send")
    assert len(prompts.shown) == 1
    assert load_settings().author == UNNAMED_AUTHOR
    window.close()


def test_what_was_written_before_the_name_was_given_is_shown_as_yours(
    on_screen: ShowWidget, prompts: FakePrompts, form: Form
) -> None:
    window = MainWindow(Settings(), prompts)
    on_screen(window)
    window.create_inquiry(form)
    assert window.inquiry.wizard is not None
    session = window.inquiry.wizard.session
    session.write("about.title", "Warm")
    prompts.name = ME
    window.begin_task("send")
    session.write("about.place", "Linden")
    assert [session.history(path)[0].author for path in ("about.title", "about.place")] == [ME, ME]
    assert session.tree.versions("about.title")[0].author == UNNAMED_AUTHOR
    window.close()


def test_a_file_is_named_after_its_inquiry_once_the_person_agrees(
    driver: WindowDriver, window: MainWindow, form: Form
) -> None:
    window.create_inquiry(form)
    driver.session.write("about.title", "Warm handover")
    window.go_home()
    driver.wait_for_notice("can name files after their inquiries")
    assert driver.notice.text.startswith("The file of this inquiry is untitled-inquiry-")
    driver.run_action()
    window.create_inquiry(form)
    driver.session.write("about.title", "Why families come")
    window.go_home()
    names = sorted(file.name for file in drafts_folder().iterdir())
    assert names == ["warm-handover.carreport", "why-families-come.carreport"]


def test_a_file_with_a_name_of_its_own_keeps_it(
    driver: WindowDriver, window: MainWindow, form: Form, prompts: FakePrompts
) -> None:
    window.preferences.set_names_files("yes")
    own = make_draft(form, {"about.title": "Warm handover"}, "notes for Morag")
    driver.open(own)
    driver.session.write("about.title", "Warmer")
    window.go_home()
    assert own.exists()
    assert not prompts.has_notice()


def test_the_question_about_file_names_is_asked_once(
    driver: WindowDriver, window: MainWindow, form: Form, prompts: FakePrompts
) -> None:
    for title in ("Warm handover", "Why families come"):
        window.create_inquiry(form)
        driver.session.write("about.title", title)
        window.go_home()
    assert sum("can name files" in notice.text for notice in prompts.notices) == 1
    assert all(file.name.startswith("untitled-inquiry-") for file in drafts_folder().glob("*.carreport"))
