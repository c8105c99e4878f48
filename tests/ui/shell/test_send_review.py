"""Send for review as Word: the file, its receipt, and what the group is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.session.receipts import receipts_of
from carreport.form.richtext import RichText
from carreport.review.states import states_now
from carreport.review.threads import NewThread, begin_thread
from carreport.ui.review.word_files.send_page import SendReviewPage
from tests.ui.driver.drafts import make_inquiry
from tests.ui.driver.window import WindowDriver


@pytest.fixture
def page(driver: WindowDriver) -> SendReviewPage:
    driver.open(make_inquiry())
    begin_thread(driver.session, NewThread("context.issue", RichText.from_plain("Says who?")))
    return driver.begin("review_send", SendReviewPage)


def test_the_file_is_made_and_the_group_is_told_who_has_it(
    driver: WindowDriver, page: SendReviewPage, tmp_path: Path
) -> None:
    page.set_target(tmp_path / "review.docx")
    page.recipient.setText("Dr Una Petrie")
    page.primary_action.trigger()
    driver.wait_until(page.result_panel.isVisible)
    assert (tmp_path / "review.docx").read_bytes()[:2] == b"PK"
    assert page.summary_label.text().endswith("1 comment.")
    assert [state.text for state in states_now(driver.session)] == ["Sent for review (Dr Una Petrie has it)"]
    assert receipts_of(driver.session)[-1].to == "Dr Una Petrie"


def test_nothing_is_told_if_the_box_is_not_ticked(
    driver: WindowDriver, page: SendReviewPage, tmp_path: Path
) -> None:
    page.set_target(tmp_path / "review.docx")
    page.tell_box.setChecked(False)
    page.primary_action.trigger()
    driver.wait_until(page.result_panel.isVisible)
    assert states_now(driver.session) == ()


def test_a_report_must_be_chosen_before_comments_go_onto_it(
    driver: WindowDriver, page: SendReviewPage, tmp_path: Path
) -> None:
    page.report_radio.setChecked(True)
    assert not page.primary_action.isEnabled()
    driver.prompts.word_document = tmp_path / "report.docx"
    page.report_button.click()
    assert page.primary_action.isEnabled()
    (tmp_path / "report.docx").write_bytes(b"no report")
    page.set_target(tmp_path / "review.docx")
    page.primary_action.trigger()
    driver.wait_until(page.failure_panel.isVisible)
    assert "report.docx" in page.failure_label.text()
    assert not (tmp_path / "review.docx").exists()
