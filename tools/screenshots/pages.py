"""Take every page of the window, in one walk through the example inquiry."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from carreport.form.richtext import RichText
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.library import local_drafts
from carreport.ui.report.check_controller import CheckController
from carreport.ui.report.preview_controller import PreviewController
from carreport.ui.report.report_controller import ReportController
from tools.screenshots.camera import Camera
from tools.screenshots.copy_pages import take_copy_pages
from tools.screenshots.enter_replies_pages import take_enter_replies_pages
from tools.screenshots.evidence_pages import take_evidence_pages
from tools.screenshots.example_files import AUTHOR, create_other_drafts
from tools.screenshots.fellow_text_pages import take_fellow_text_pages
from tools.screenshots.import_replies_pages import take_import_replies_pages
from tools.screenshots.review_pages import take_review_pages
from tools.screenshots.template_pages import take_template_pages


def take_all_pages(camera: Camera) -> None:
    """Take every page, and close the window."""
    _take_start_page(camera)
    camera.window.open_example()
    _take_steps(camera)
    _take_guidance(camera)
    _take_entry(camera)
    _take_history(camera)
    take_fellow_text_pages(camera)
    take_evidence_pages(camera)
    take_enter_replies_pages(camera)
    take_import_replies_pages(camera)
    _take_report_pages(camera)
    take_template_pages(camera)
    take_copy_pages(camera)
    take_review_pages(camera)
    _take_help_and_settings(camera)
    _take_damaged_draft(camera)
    camera.close()


def _take_start_page(camera: Camera) -> None:
    """Take the start page, without drafts and with three."""
    window = camera.window
    window.list_drafts()
    camera.take("start-empty")
    window.preferences.set_name(AUTHOR, "AK")
    create_other_drafts()
    local_drafts.open_example(AUTHOR).close()
    window.list_drafts()
    camera.take("start")


def _take_steps(camera: Camera) -> None:
    for number, section in enumerate(camera.wizard.session.form.sections, 1):
        camera.wizard.enter_step(section.id)
        camera.take_step(f"step-{number}-{section.id}", camera.wizard.step_page(section.id))


def _take_guidance(camera: Camera) -> None:
    """Take a question with its help open."""
    camera.wizard.enter_step("question")
    page = camera.wizard.step_page("question")
    question = page.open_question("question.agreed")
    question.head.help_button.click()
    camera.settle()
    page.scroll_to(question)
    camera.take("guidance")


def _take_entry(camera: Camera) -> None:
    """Take an entry of a list, open."""
    camera.wizard.enter_step("actions")
    page = camera.wizard.step_page("actions")
    question = page.open_question("actions.actions")
    assert isinstance(question.editor, ListEditor)
    question.editor.expand_row(question.editor.items[0].id)
    QApplication.processEvents()
    page.scroll_to(question)
    camera.take("entry")


def _take_history(camera: Camera) -> None:
    """Take the earlier versions of an answer that was changed and changed back."""
    path = "question.main"
    wizard, session = camera.wizard, camera.wizard.session
    wizard.enter_step("question")
    answer = session.answers().get(path)
    session.write(path, [*answer, *RichText.from_plain("And what stands in the way?").to_json()])
    session.seal(path)
    session.write(path, answer)
    session.seal()
    session.flush()
    wizard.history_pages.show_history(path)
    camera.take("history")
    wizard.return_to_last_page()


def _take_report_pages(camera: Camera) -> None:
    """Take the page that makes a report, before and after; the check; the preview."""
    report = camera.begin_task(ReportController, "report")
    camera.take("make-report")
    target = Path.home() / "Documents" / "Working together.docx"
    target.parent.mkdir(exist_ok=True)
    report.page.set_target(target)
    report.page.primary_action.trigger()
    camera.take("report-made")
    camera.begin_task(CheckController, "check", "inquiry-report")
    camera.take("check")
    camera.begin_task(PreviewController, "preview", "inquiry-report")
    camera.take("preview")


def _take_help_and_settings(camera: Camera) -> None:
    """Take the guide beside a step, and the settings."""
    window = camera.window
    camera.wizard.enter_step("question")
    window.show_help("guide")
    camera.take("help")
    window.help_dock.close_help()
    window.settings_controller.show()
    camera.take("settings")


def _take_damaged_draft(camera: Camera) -> None:
    """Take a draft with a damaged answer, and one of which nothing is left."""
    window, path = camera.window, camera.wizard.session.path
    window.go_home()
    path.write_bytes(path.read_bytes().replace(b"three cases", b"threw cases"))
    window.open_draft(path)
    camera.take("read-only")
    window.notice_bar.run_action()
    camera.take("damage")
    window.go_home()
    path.write_bytes(b"")
    window.open_draft(path)
    camera.take("lost")
