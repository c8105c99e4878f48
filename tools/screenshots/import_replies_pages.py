"""Take the import of a file of replies, its survey, and the sorting of free text into themes."""

from __future__ import annotations

from carreport.ui.survey.import_replies.import_replies_controller import ImportRepliesController
from carreport.ui.survey.themes.themes_controller import ThemesController
from tools.screenshots.camera import Camera
from tools.screenshots.example_files import write_misspelt_replies, write_replies

SURVEYS = "data.surveys"


def take_import_replies_pages(camera: Camera) -> None:
    """Take the pages from a file of replies to its themes, and undo the import."""
    wizard = camera.wizard
    surveys = len(wizard.session.answers().items(SURVEYS))
    _take_import(camera)
    _take_themes(camera)
    while len(wizard.session.answers().items(SURVEYS)) > surveys:
        wizard.undo()
    camera.window.notice_bar.hide()


def _take_import(camera: Camera) -> None:
    page = camera.begin_task(ImportRepliesController, "replies", f"{SURVEYS}#{write_replies()}").page
    camera.take("replies")
    page.reveal(page.sample)
    camera.take("replies-below")
    page.primary_action.trigger()
    camera.wait_until(lambda: not page.isVisible())  # only then the survey is shown
    camera.window.notice_bar.hide()
    camera.take("survey")
    _take_question(camera)


def _take_question(camera: Camera) -> None:
    """Take the question about a misspelt statement, then leave the page without importing."""
    survey = camera.wizard.session.answers().items(SURVEYS)[-1]
    place = f"{SURVEYS}/{survey.id}#{write_misspelt_replies()}"
    page = camera.begin_task(ImportRepliesController, "replies", place).page
    camera.take("replies-question")
    page.cancel_button.click()


def _take_themes(camera: Camera) -> None:
    page = camera.begin_task(ThemesController, "themes").page
    camera.wait_until(lambda: page.coding_set is not None)
    for number, theme in enumerate(("Knowing whom to ask", "Time", "A place to meet")):
        page.excerpt_list.select_row(number * 2)
        page.theme_added.emit(theme)
    page.excerpt_list.select_row(1)
    page.theme_toggled.emit("Time", [1])
    camera.take("themes")
