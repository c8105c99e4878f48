"""Take the pages for sending and importing copies, conflicts, private entries, backups and erasing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from carreport.form.richtext import RichText
from carreport.ui.copies.export_controller import ExportCopyController
from carreport.ui.copies.import_page import ImportCopyPage
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.erase.erase_controller import EraseController
from carreport.ui.history.restore_controller import RestoreController
from tools.screenshots.camera import Camera
from tools.screenshots.example_files import COLLEAGUE, export_and_edit_copy

REFLECTIONS = "reflections.individual"


def take_copy_pages(camera: Camera) -> None:
    """Take export and import of a copy, a conflict, a private entry, backups and erasing."""
    _take_export(camera)
    _take_import(camera)
    _take_conflict(camera)
    _take_private_entry(camera)
    _take_restore(camera)
    _take_erase(camera)


def _take_export(camera: Camera) -> None:
    camera.wizard.return_to_last_page()
    page = camera.begin_task(ExportCopyController, "send").page
    page.set_target(Path.home() / "Documents" / "Working together.carreport")
    camera.take("send-copy")
    page.primary_action.trigger()
    camera.take("copy-made")


def _take_import(camera: Camera) -> None:
    camera.window.open_or_inspect(export_and_edit_copy(camera.wizard.session))
    camera.take("bring-in")
    page = next(page for page in camera.wizard.findChildren(ImportCopyPage) if page.isVisible())
    page.primary_action.trigger()
    camera.wait_until(lambda: not (isValid(page) and page.isVisible()))
    camera.take("brought-in")
    camera.window.notice_bar.hide()


def _take_conflict(camera: Camera) -> None:
    """Take an answer with two versions: its question, both side by side, and combined."""
    path = "question.agreed"
    camera.wizard.go_to(path)
    camera.take("two-versions-line")
    collaboration = camera.wizard.collaboration_pages
    collaboration.show_conflict(path)
    camera.take("two-versions")
    collaboration.conflict_page.combine_button.click()
    camera.take("third-version")


def _take_private_entry(camera: Camera) -> None:
    """Take a reflection that only its author can see, the page that gives it, and the choice after that."""
    wizard = camera.wizard
    wizard.return_to_last_page()
    wizard.enter_step("reflections")
    page = wizard.step_page("reflections")
    editor = page.open_question(REFLECTIONS).editor
    assert isinstance(editor, ListEditor)
    answers = {
        "heading": "Small habits that last",
        "came": RichText.from_plain("My manager sent me.").to_json(),
    }
    editor.expand_row(wizard.session.add_item(REFLECTIONS, values=answers))
    assert editor.form is not None
    QApplication.processEvents()
    page.reveal(editor.entry_list)
    camera.take("private-entry")
    page.reveal(editor.form.editors["release"])
    camera.take("private-choice")
    wizard.collaboration_pages.show_release(editor.form.path)
    camera.take("release")
    wizard.collaboration_pages.release_page.primary_action.trigger()
    page.reveal(editor.form.editors["release"])
    camera.take("given-choice")
    camera.window.notice_bar.hide()


def _take_restore(camera: Camera) -> None:
    camera.begin_task(RestoreController, "back")
    camera.take("go-back")


def _take_erase(camera: Camera) -> None:
    page = camera.begin_task(EraseController, "erase").page
    camera.window.notice_bar.hide()
    camera.take("erase")
    page.people.setCurrentIndex(page.people.findData(COLLEAGUE))
    camera.take("erase-outlook")
    page.confirmation.setText("erase")
    page.reveal(page.confirmation)
    camera.take("erase-confirm")
    page.primary_action.trigger()
    camera.take("erased")
