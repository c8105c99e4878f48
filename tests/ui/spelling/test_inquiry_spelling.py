"""Spelling in an open inquiry: names, the dictionary, the next mistake, a language without a dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.ui.richtext.text_edit import RichTextEdit
from carreport.ui.spelling.inquiry_spelling import InquirySpelling, MisspeltPlace
from carreport.ui.spelling.spelling_menu import NO_DICTIONARY
from tests.report.fixtures import inquiry_form


def paragraph(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "paragraph", "spans": [{"text": words}], **more}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "a.carreport", inquiry_form(), "Morag Reid") as opened:
        yield opened


@pytest.fixture
def spelling(session: DraftSession) -> Iterator[InquirySpelling]:
    parent = QObject()
    watching = InquirySpelling(session, parent)
    watching.set_wanted(True)
    yield watching
    watching.close()


def next_after(spelling: InquirySpelling, qtbot: QtBot, *after: Any) -> MisspeltPlace | None:
    found: list[MisspeltPlace | None] = []
    spelling.find_next(after or ("", 0, 0), found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=30_000)
    return found[0]


def test_the_next_mistake_is_in_the_next_answer_and_after_the_last_comes_the_first(
    session: DraftSession, spelling: InquirySpelling, qtbot: QtBot
) -> None:
    session.write("context.issue", [paragraph("The fundng ended.")])
    session.write("question.agreed", [paragraph("All well."), paragraph("We recieved it.")])
    first = next_after(spelling, qtbot)
    assert first is not None
    assert (first.path, first.word.word) == ("context.issue", "fundng")
    second = next_after(spelling, qtbot, "context.issue", 0, first.word.start + first.word.length)
    assert second is not None
    assert (second.path, second.paragraph, second.word.word) == ("question.agreed", 1, "recieved")
    assert next_after(spelling, qtbot, "question.agreed", 1, 15) == first


def test_names_of_members_and_lifted_quotations_are_no_mistakes(
    session: DraftSession, spelling: InquirySpelling, qtbot: QtBot
) -> None:
    session.add_item("about.members", values={"person": {"name": "Naseem Qadirov"}})
    quoted = {**paragraph("Thay recieved nothing."), "type": "quote", "source": "context.issue"}
    session.write("question.agreed", [paragraph("Qadirov rang us."), quoted])
    assert next_after(spelling, qtbot) is None


def test_a_word_of_the_dictionary_is_no_mistake_until_it_is_removed(
    session: DraftSession, spelling: InquirySpelling, qtbot: QtBot
) -> None:
    session.write("context.issue", [paragraph("A blorpy morning.")])
    assert next_after(spelling, qtbot) is not None
    spelling.add("blorpy", "context.issue")
    assert next_after(spelling, qtbot) is None
    spelling.remove("Blorpy")
    assert next_after(spelling, qtbot) is not None


def test_a_language_without_a_dictionary_says_so_in_the_menu(tmp_path: Path, qtbot: QtBot) -> None:
    form = parse_form(inquiry_form().source.replace("en-GB", "pl", 1))
    parent, box, menu = QObject(), RichTextEdit(), QMenu()
    qtbot.addWidget(box)
    with DraftSession.create(tmp_path / "b.carreport", form, "Morag Reid") as session:
        InquirySpelling(session, parent).offer_at(box, QPoint(1, 1), lambda fill: fill(menu))
    assert [action.text() for action in menu.actions() if action.text()] == [NO_DICTIONARY]
    assert not menu.actions()[-1].isEnabled()
