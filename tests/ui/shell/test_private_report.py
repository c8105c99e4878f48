"""No report, preview, page or check that a writer makes holds what only the writer can see."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from carreport.assets import form_files
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release import release_entry
from carreport.form.loader import load_form
from carreport.form.richtext import RichText
from carreport.report.proof.read_back import read_back_html, read_back_pdf, read_back_word
from carreport.ui.report.check_page import CheckPage
from carreport.ui.report.preview_controller import PreviewController
from carreport.ui.report.preview_page import PreviewPage
from carreport.ui.report.report_page import ReportPage
from tests.ui.driver.drafts import ME
from tests.ui.driver.inquiry import visible_text
from tests.ui.driver.window import WindowDriver

OWN = "reflections.individual"
READ_BACK: dict[str, Callable[[bytes], object]] = {
    ".docx": lambda data: read_back_word(data).paragraphs,
    ".pdf": lambda data: read_back_pdf(data).paragraphs,
    ".html": lambda data: read_back_html(data).paragraphs,
}


def words(text: str) -> object:
    return RichText.from_plain(text).to_json()


@pytest.fixture
def inquiry_path(tmp_path: Path) -> Path:
    """An inquiry with one reflection that its writer has given, and one to which they only said yes."""
    path = tmp_path / "inquiry.carreport"
    form = load_form(next(file for file in form_files() if file.stem == "car-inquiry"))
    with DraftSession.create(path, form, ME) as session:
        values = {"release": "named", "member": ME}
        session.add_item(OWN, values={"changed": words("heronkept"), **values})
        given = session.add_item(OWN, values={"changed": words("wrengiven"), **values})
        release_entry(session, f"{OWN}/{given}")
    return path


@pytest.mark.parametrize("suffix", READ_BACK)
@pytest.mark.parametrize("template", ["inquiry-report", "populated-template"])
def test_a_report_made_by_the_writer_holds_only_what_they_gave(
    driver: WindowDriver, inquiry_path: Path, suffix: str, template: str
) -> None:
    driver.open(inquiry_path)
    page = driver.begin("report", ReportPage)
    page.templates.choose(template)
    page.set_target(inquiry_path.with_suffix(suffix))
    page.make_button.click()
    driver.wait_until(page.result_panel.isVisible)
    printed = str(READ_BACK[suffix](page.target.read_bytes()))
    assert "wrengiven" in printed
    assert "heronkept" not in printed
    assert page.result_panel.private_label.text() == "1 reflection is private. It is not in this report."


def test_the_preview_and_the_check_hold_only_what_was_given(driver: WindowDriver, inquiry_path: Path) -> None:
    driver.open(inquiry_path)
    assert "1 reflection can be read only by you" in driver.notice.text
    driver.begin("preview", PreviewPage)
    driver.wait_until_idle()
    preview = driver.window.find_task(PreviewController)
    assert preview is not None
    shown = preview._shown  # noqa: SLF001 - the same pages are printed on paper
    assert shown is not None
    printed = str(READ_BACK[".pdf"](shown[0].pdf))
    assert "wrengiven" in printed
    assert "heronkept" not in printed
    check = driver.begin("check", CheckPage)
    driver.wait_until_idle()
    said = visible_text(check)
    assert "You chose to give a reflection to the group, but it is still private." in said
    assert "heronkept" not in said


REPORT_MAKERS = ("readiness", "export_report", "render_preview", "build", "answer_pages")


def test_every_module_that_makes_a_report_asks_for_the_shared_answers_only() -> None:
    callers = {path: ast.parse(path.read_text(encoding="utf-8")) for path in Path("carreport").rglob("*.py")}
    wrong = []
    for path, tree in callers.items():
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        makes = any(isinstance(call, ast.Name) and call.id in REPORT_MAKERS for call in calls)
        joined = [
            call for call in calls if isinstance(call, ast.Attribute) and call.attr in ("answers", "pictures")
        ]
        if makes and path.parts[1] in ("ui", "cli"):
            wrong += [(str(path), call.lineno, call.attr) for call in joined]
    assert wrong == []
