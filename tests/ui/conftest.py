"""A window with our look, editors to try, and prompts that the test answers."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.form.schema import Field, Value
from carreport.ui.editor_registry import Editor, make_editor_for
from carreport.ui.theme.palette import LIGHT, apply_colour_scheme
from carreport.ui.widgets.labels import install_heading_accessibility
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.prompts import FakePrompts


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    apply_colour_scheme(qapp, LIGHT, 100)
    install_heading_accessibility()
    return qapp


@pytest.fixture
def prompts() -> FakePrompts:
    return FakePrompts()


@pytest.fixture
def editor_services() -> FakeEditorServices:
    return FakeEditorServices()


@pytest.fixture
def show(qtbot: QtBot, editor_services: FakeEditorServices) -> ShowEditor:
    """Show the editor of a question in a window of its own."""
    editors: list[Editor] = []

    def show_editor(question: Field, value: Value = None) -> Editor:
        editor = make_editor_for(question, f"part.{question.id}", editor_services)
        editor.answer_edited.connect(editor_services.note_edit)
        editor.editing_finished.connect(editor_services.finished.append)
        qtbot.addWidget(editor)
        editors.append(editor)
        editor.show_value(value)
        editor.resize(720, 400)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        return editor

    return show_editor
