"""Take the pages about the user's own Word templates."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from carreport.report.install_template import TemplateCheck, add_template, write_starter_document
from carreport.ui.report.report_controller import ReportController
from carreport.ui.report.template_controller import TemplateController
from tools.screenshots.camera import Camera


def take_template_pages(camera: Camera) -> None:
    """Take the mistakes of a Word template, one that was added, and the question before it is deleted."""
    faulty, valid = Path.home() / "Our council.docx", Path.home() / "Our council, fixed.docx"
    write_starter_document(valid)
    faulty.write_bytes(_with_mistakes(valid.read_bytes()))
    camera.begin_task(TemplateController, "template", str(faulty))
    camera.take("template-mistakes")
    name = add_template(valid, "Our council", checked=TemplateCheck(())).name
    page = camera.begin_task(ReportController, "report", name).page
    camera.take("template-added")
    page.confirm_delete(name)
    camera.take("template-delete")
    page.own_templates.delete_requested.emit(name)
    camera.window.notice_bar.hide()


def _with_mistakes(document: bytes) -> bytes:
    """Return a template with two misspelt tags."""
    faulty = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(faulty, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "word/document.xml":
                part = part.replace(b"title.author", b"title.auther")
                part = part.replace(b"title.series", b"title.serial")
            target.writestr(entry, part)
    return faulty.getvalue()
