"""Take the research fellow's text of a section, and its quotations."""

from __future__ import annotations

from carreport.form.richtext import RichText
from carreport.ui.editors.text import TextEditor
from carreport.ui.quotations.quotation_controller import QuoteController
from tools.screenshots.camera import Camera

FELLOW_TEXT = "question.@fellow"
QUOTED = "question.hard"
CHANGED_ANSWER = (
    "Some of us wanted an agenda and a list of jobs. Others wanted to think aloud first. We took a year."
)


def take_fellow_text_pages(camera: Camera) -> None:
    """Take the fellow's text, the page that quotes an answer, and a quotation whose answer has changed."""
    _take_fellow_text(camera)
    _take_quote_page(camera)
    _take_quotation_drift(camera)


def _take_fellow_text(camera: Camera) -> None:
    wizard = camera.wizard
    wizard.enter_step("finish")
    camera.settle()
    page = wizard.step_page("finish")
    page.scroll_to(page.fellow_text)
    camera.take("fellow-link")
    wizard.go_to(FELLOW_TEXT)
    camera.take("fellow")


def _take_quote_page(camera: Camera) -> None:
    page = camera.begin_task(QuoteController, "quote", FELLOW_TEXT).page
    page.search.setText("trust")
    page.answer_list.select_row(page.answer_list.row_model.row_of("question.formed"))
    page.answer_text.setFocus()
    camera.take("quote")


def _take_quotation_drift(camera: Camera) -> None:
    wizard, session = camera.wizard, camera.wizard.session
    answer = session.answers().get(QUOTED)
    session.write(QUOTED, RichText.from_plain(CHANGED_ANSWER).to_json())
    wizard.go_to(FELLOW_TEXT)
    editor = wizard.step_page("question").fellow_text.question.editor
    assert isinstance(editor, TextEditor)
    for row in editor.drift_panel.rows:
        row.compare_button.click()
    camera.take("quotation-drifted")
    session.write(QUOTED, answer)
