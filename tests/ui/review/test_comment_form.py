"""A new comment has a type, a place and a recipient, and the form says who can read it."""

from __future__ import annotations

import pytest

from carreport.review.threads import CommentType
from carreport.ui.review.panel.comment_form import ADDED, CHANGE_SOMETHING, SAY_SOMETHING
from carreport.ui.review.thread_text import EVERYONE_CAN_READ, ONLY_YOU_CAN_READ
from tests.ui.driver.accessibility import Announcements
from tests.ui.driver.comments import CommentsDriver, choose_type, text_of
from tests.ui.driver.drafts import paragraphs
from tests.ui.driver.keyboard import press, retype, type_text

THANKS, ACTIONS = "end.thanks", "actions.actions"


def test_it_says_who_can_read_it(comments: CommentsDriver) -> None:
    form = comments.begin(THANKS)
    assert form.readers_label.text() == EVERYONE_CAN_READ
    form.me_radio.click()
    assert form.readers_label.text() == ONLY_YOU_CAN_READ
    assert not form.recipient_picker.isVisible()
    form.focus_box()
    type_text("Mine.")
    press("Ctrl+Return")
    assert comments.thread.is_private


def test_it_has_a_type_and_a_recipient(comments: CommentsDriver) -> None:
    form = comments.begin(THANKS)
    choose_type(form, CommentType.MUST)
    form.recipient_picker.setCurrentIndex(form.recipient_picker.findData("@lead"))
    type_text("Names first.")
    press("Ctrl+Return")
    assert (comments.thread.type, comments.thread.to) == (CommentType.MUST, "@lead")
    assert comments.cards[0].title_label.text() == "Must be fixed · for the lead"


def test_without_words_it_is_not_added(comments: CommentsDriver) -> None:
    form = comments.begin(THANKS)
    press("Ctrl+Return")
    assert (comments.threads, form.hint_label.text()) == ((), SAY_SOMETHING)


def test_a_suggestion_begins_with_the_answer_and_must_change_it(comments: CommentsDriver) -> None:
    comments.session.write(THANKS, paragraphs("The office."))
    form = comments.begin(THANKS)
    choose_type(form, CommentType.SUGGESTION)
    assert form.becomes_box.words == text_of("The office.")
    press("Ctrl+Return")
    assert (comments.threads, form.hint_label.text()) == ((), CHANGE_SOMETHING)
    retype(form.becomes_box.text_edit, "The school office.")
    press("Ctrl+Return")
    suggestion = comments.thread.suggestion
    assert suggestion is not None
    assert (suggestion.becomes, suggestion.base) == (
        text_of("The school office."),
        comments.session.tree.heads(THANKS)[0].id,
    )
    assert "(added: school" in comments.cards[0].diff_label.accessibleName()


def test_what_is_typed_afterwards_is_another_version_than_the_one_commented_on(
    comments: CommentsDriver,
) -> None:
    comments.type_answer(THANKS, "The office")
    thread = comments.add(THANKS, "Which?")
    comments.type_answer(THANKS, " of the school")
    (head,) = comments.session.tree.heads(THANKS)
    assert thread.anchor.said_of == head.parents


def test_a_comment_in_an_entry_is_about_that_answer_the_entry_or_the_list(comments: CommentsDriver) -> None:
    made = comments.wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    form = comments.begin(f"{ACTIONS}/{made}/what")
    assert [form.place_picker.itemData(at) for at in range(form.place_picker.count())] == [
        f"{ACTIONS}/{made}/what",
        f"{ACTIONS}/{made}",
        ACTIONS,
    ]
    type_text("With whom?")
    press("Ctrl+Return")
    assert comments.thread.place == f"{ACTIONS}/{made}/what"
    assert comments.cards[0].place_link.toolTip() == "Action “Meet”, What"
    assert comments.button(ACTIONS).text() == "1 comment"


def test_a_comment_on_the_row_of_an_entry_is_about_the_entry(comments: CommentsDriver) -> None:
    made = comments.wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    comments.wizard.go_to(f"{ACTIONS}/{made}/what")
    press("Esc")
    comments.wizard.comment_panels.begin_comment(ACTIONS)
    assert comments.comment_form.place == f"{ACTIONS}/{made}"


def test_a_comment_on_an_entry_that_was_removed_stays(comments: CommentsDriver) -> None:
    made = comments.wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    comments.add(f"{ACTIONS}/{made}/what", "With whom?")
    comments.wizard.editor_services.remove_item(f"{ACTIONS}/{made}")
    comments.qtbot.waitUntil(lambda: comments.cards[0].place_link.text().startswith("Removed: "))


def test_ctrl_enter_adds_it_from_any_control_of_the_form(comments: CommentsDriver) -> None:
    for control in ("me_radio", "type_picker"):
        form = comments.begin(THANKS)
        type_text(control)
        getattr(form, control).setFocus()
        press("Ctrl+Return")
    said = [thread.began.words.plain_text for thread in comments.threads]
    assert said == ["me_radio", "type_picker"]


def test_what_was_done_and_who_can_read_it_is_said(
    comments: CommentsDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = comments.begin(THANKS)
    announced = Announcements(monkeypatch)
    form.me_radio.click()
    form.focus_box()
    type_text("Mine.")
    press("Ctrl+Return")
    assert announced.take() == [ONLY_YOU_CAN_READ, ADDED]
