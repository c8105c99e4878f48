"""By keyboard alone: write a reflection, give it with a number, print it, and leave it out again."""

from __future__ import annotations

from pathlib import Path

from carreport.assets import form_files
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import load_form
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.report.report_page import ReportPage
from tests.ui.driver.drafts import ME
from tests.ui.driver.keyboard import focus_name, has_focus, press, type_text
from tests.ui.driver.window import WindowDriver
from tests.ui.shell.test_private_report import OWN, READ_BACK


def make_reports(driver: WindowDriver, path: Path) -> list[bool]:
    """Make the three reports; say which of them contain the reflection."""
    found = []
    for suffix, read in READ_BACK.items():
        page = driver.begin("report", ReportPage)
        page.set_target(path.with_suffix(suffix))
        driver.wizard.status_bar.primary_button.setFocus()
        press("Space")
        driver.wait_until(page.result_panel.isVisible)
        found.append("heronkept" in str(read(page.target.read_bytes())))
        press("Esc")
    return found


def tab_to(name: str) -> None:
    """Press Tab until the control with this name has the focus."""
    for _ in range(40):
        if focus_name().endswith(name):
            return
        press("Tab")
    raise AssertionError(name)


def test_a_reflection_is_given_printed_and_kept_out_again(driver: WindowDriver, tmp_path: Path) -> None:
    path = tmp_path / "inquiry.carreport"
    form = load_form(next(file for file in form_files() if file.stem == "car-inquiry"))
    DraftSession.create(path, form, ME).close()
    wizard = driver.open(path)
    wizard.enter_step("reflections")
    editor = wizard.step_page("reflections").open_question(OWN).editor
    assert isinstance(editor, ListEditor)
    editor.add_button.setFocus()
    press("Space")
    tab_to("/changed")
    type_text("heronkept")
    tab_to("/release#not_yet")
    press("Down", "Space")
    page = wizard.collaboration_pages.release_page
    assert wizard.pages.currentWidget() is page
    assert has_focus(page.cancel_button)
    number = page.number
    press("Tab", "Tab")
    assert has_focus(driver.primary_button)
    press("Space")
    (item,) = wizard.session.shared_answers().items(OWN)
    assert item.get("respondent") == number
    assert make_reports(driver, path) == [True, True, True]
    wizard.enter_step("reflections")
    editor.expand_row(item.id)
    tab_to("/release#respondent")
    press("Up", "Space")
    assert make_reports(driver, path) == [False, False, False]
