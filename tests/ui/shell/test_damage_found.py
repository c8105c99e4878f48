"""Damage in the history of an answer is told when the inquiry is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from tests.ui.driver.drafts import ME, make_draft
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import WindowDriver


@pytest.fixture
def ours(form: Form) -> Path:
    """An inquiry with an earlier version of its title."""
    path = make_draft(form)
    with DraftSession.open(path, ME) as session:
        for title in ("A wild handover", "A cold handover"):
            session.write("about.title", title)
            session.seal()
    return path


def test_an_altered_earlier_version_is_told_and_nothing_more_can_be_written(
    driver: WindowDriver, ours: Path, prompts: FakePrompts
) -> None:
    ours.write_bytes(ours.read_bytes().replace(b'"A wild handover"', b'"A worm handover"'))
    wizard = driver.open(ours)
    assert wizard.session.read_only
    driver.wait_until(lambda: driver.question("about.title").editor.read_only)
    driver.wait_until(lambda: prompts.notice.action_text == "See what is damaged")
    assert "What is it called?" in prompts.notice.text
    assert wizard.session.answers().get("about.title") == "A cold handover"
