"""A journal that was not used is told in the window."""

from __future__ import annotations

from carreport.draft.storage.draft_files import journal_path, set_aside_path
from carreport.form.schema import Form
from tests.ui.driver.drafts import make_draft
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import WindowDriver


def test_the_window_says_that_a_journal_beside_the_inquiry_was_not_used(
    driver: WindowDriver, form: Form, prompts: FakePrompts
) -> None:
    path = make_draft(form, {"about.title": "A warm handover"})
    journal_path(path).write_bytes(b"a journal of something else")
    wizard = driver.open(path)
    assert set_aside_path(path).name in prompts.notice.text
    assert not wizard.session.read_only
    assert wizard.session.answers().get("about.title") == "A warm handover"
