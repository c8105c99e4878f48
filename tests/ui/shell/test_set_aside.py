"""Answers that cannot be shown are named when an inquiry is opened; an earlier version can be restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.revisions.revision import make_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.ui.recovery.damage_page import DamagePage
from tests.draft.foreign_writes import write_format, write_rows
from tests.ui.driver.drafts import ME, make_draft
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import WindowDriver


@pytest.fixture
def ours(form: Form) -> Path:
    """An inquiry with a title, and over it one that no editor can hold."""
    path = make_draft(form)
    with DraftSession.open(path, ME) as session:
        session.write("about.title", "A warm handover")
        session.seal()
        (head,) = session.tree.heads("about.title")
    bad = make_revision("about.title", [head.id], "[[]]", author="Mallory", device="0", written_at="now")
    write_rows(path, bad)
    return path


def test_the_answer_is_named_and_the_earlier_version_restored(
    driver: WindowDriver, ours: Path, prompts: FakePrompts
) -> None:
    wizard = driver.open(ours)
    assert not wizard.session.read_only
    assert "What is it called?" in prompts.notice.text
    driver.run_action()
    page = driver.wait_for_page(DamagePage)
    page.restore_links["about.title"].click()
    assert wizard.session.answers().get("about.title") == "A warm handover"
    assert page.restore_links == {}


def test_a_newer_format_is_said(driver: WindowDriver, form: Form, prompts: FakePrompts) -> None:
    path = make_draft(form)
    write_format(path, 300)
    assert driver.open(path).session.read_only
    assert "newer version" in prompts.notice.text


def test_an_answer_set_aside_in_an_inquiry_that_is_read_only_is_named_too(
    driver: WindowDriver, ours: Path, prompts: FakePrompts
) -> None:
    write_format(ours, 300)
    driver.open(ours)
    driver.wait_until(lambda: prompts.notice.action_text == "See which")
    assert "newer version" in prompts.notice.text
    assert "What is it called?" in prompts.notice.text
    driver.run_action()
    assert driver.wait_for_page(DamagePage).restore_links == {}
