"""What can be said about a private answer, a number and a choice."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.review.threads import CommentType
from carreport.ui.review.thread_text import ONLY_YOU_CAN_READ
from tests.ui.driver.comments import CommentsDriver, choose_type, text_of
from tests.ui.driver.drafts import one_step_form
from tests.ui.driver.keyboard import press, retype, type_text
from tests.ui.driver.window import ShowWizard

PRIVATE_FORM = """
[[section.field]]
id = "diary"
kind = "text"
label = "What did you think?"
share = "private"

[[section.field]]
id = "asked"
kind = "number"
label = "How many did you ask?"

[[section.field]]
id = "way"
kind = "choice"
label = "How?"
choices = { a = "On paper", b = "Online" }
"""


@pytest.fixture
def form() -> Form:
    return one_step_form(PRIVATE_FORM)


@pytest.fixture
def on_data(qtbot: QtBot, session: DraftSession, show_wizard: ShowWizard) -> CommentsDriver:
    """Comments on an inquiry with a private question, a number and a choice."""
    return CommentsDriver(show_wizard(session), qtbot)


def test_on_a_private_answer_only_the_writer_can_read_it(on_data: CommentsDriver) -> None:
    form = on_data.begin("data.diary")
    assert form.readers_label.text() == ONLY_YOU_CAN_READ
    assert not form.group_radio.isVisible()
    type_text("Too harsh?")
    press("Ctrl+Return")
    assert on_data.thread.is_private


def test_another_number_can_be_suggested(on_data: CommentsDriver) -> None:
    on_data.session.write("data.asked", 11)
    form = on_data.begin("data.asked")
    choose_type(form, CommentType.SUGGESTION)
    assert form.becomes_box.words == text_of("11")
    retype(form.becomes_box.text_edit, "12")
    press("Ctrl+Return")
    assert on_data.thread.suggestion is not None
    assert on_data.thread.suggestion.becomes == text_of("12")


def test_a_choice_has_no_text_to_suggest(on_data: CommentsDriver) -> None:
    form = on_data.begin("data.way")
    assert form.type_picker.findData(str(CommentType.SUGGESTION)) == -1
