"""Lead through the fellow's text, its quotations and Word templates of one's own, for their pictures."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any, Protocol

from carreport.form.richtext import RichText
from carreport.report.install_template import TemplateCheck, add_template, write_starter_document
from carreport.ui.editors.text import TextEditor
from carreport.ui.main_window import MainWindow
from carreport.ui.quotations.quotation_controller import QuoteController
from carreport.ui.report.report_controller import ReportController

PATH = "question.@fellow"
HARD = "Some of us wanted an agenda and a list of jobs. Others wanted to think aloud first. We took a year."


class Camera(Protocol):
    """Leads a window through its pages and takes pictures."""

    window: MainWindow

    def take(self, name: str) -> None:
        """Save a picture of the window as it stands."""

    def settle(self) -> None:
        """Wait until work beside the window has been delivered."""


def take_fellow(camera: Camera) -> None:
    """Take the fellow's text, the page on which one quotes an answer, and a quotation that drifted."""
    wizard = camera.window.inquiry.wizard
    assert wizard is not None  # noqa: S101 - the example was opened before
    wizard.enter_step("finish")
    camera.settle()
    wizard.step_page("finish").scroll_to(wizard.step_page("finish").fellow_text)
    camera.take("fellow-link")
    page, session = wizard.step_page("question"), wizard.session
    wizard.go_to(PATH)
    camera.take("fellow")
    camera.window.begin_task("quote", PATH)
    camera.settle()
    quoting = camera.window.find_task(QuoteController)
    assert quoting is not None  # noqa: S101 - begun above
    quoting.page.search.setText("trust")
    quoting.page.answer_list.select_row(quoting.page.answer_list.answer_model.row_of("question.formed"))
    quoting.page.answer_text.setFocus()
    camera.take("quote")
    before = session.answers().get("question.hard")
    session.write("question.hard", _said(HARD))
    wizard.go_to(PATH)
    editor = page.fellow_text.question.editor
    assert isinstance(editor, TextEditor)  # noqa: S101 - the fellow writes a text
    for row in editor.drift_panel.rows:
        row.compare_button.setChecked(True)
    camera.take("quotation-drifted")
    session.write("question.hard", before)


def take_templates(camera: Camera) -> None:
    """Take the mistakes of a Word template, one that was added, and the question before one is deleted."""
    broken, sound = Path.home() / "Our council.docx", Path.home() / "Our council, mended.docx"
    write_starter_document(sound)
    broken.write_bytes(_with_mistakes(sound.read_bytes()))
    camera.window.begin_task("template", str(broken))
    camera.settle()
    camera.take("template-mistakes")
    name = add_template(sound, "Our council", checked=TemplateCheck(())).name
    camera.window.begin_task("report", name)
    report = camera.window.find_task(ReportController)
    assert report is not None  # noqa: S101 - begun above
    camera.take("template-added")
    report.page.confirm_delete(name)
    camera.take("template-delete")
    report.page.own_templates.delete_requested.emit(name)
    camera.window.notice_bar.hide()


def _with_mistakes(content: bytes) -> bytes:
    """Return a template with two tags that are written wrong."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w") as written:
        for each in given.infolist():
            part = given.read(each)
            if each.filename == "word/document.xml":
                part = part.replace(b"title.author", b"title.auther").replace(
                    b"title.series", b"title.serial"
                )
            written.writestr(each, part)
    return made.getvalue()


def _said(text: str) -> list[dict[str, Any]]:
    return RichText.from_plain(text).to_json()
