"""What a screen reader is told of widgets with a role of their own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.disclosure import DisclosureButton
from carreport.ui.widgets.labels import HeadingLabel
from tests.ui.driver.accessibility import Node, accessible_tree


@pytest.fixture
def link(qtbot: QtBot) -> DisclosureButton:
    link = DisclosureButton("Help", "Help: Who came?")
    qtbot.addWidget(link)
    return link


def test_a_heading_has_its_level_and_is_called_what_it_says_now(qtbot: QtBot) -> None:
    page, question = HeadingLabel("Data"), HeadingLabel("Who came?", FontRole.QUESTION)
    for heading in (page, question):
        qtbot.addWidget(heading)
    assert [accessible_tree(heading).level for heading in (page, question)] == [1, 2]
    page.setText("Actions")
    assert accessible_tree(page).name == "Actions"


def test_a_disclosure_is_a_button_that_says_whether_it_is_open(link: DisclosureButton) -> None:
    closed = accessible_tree(link)
    link.click()
    assert (closed.role, closed.name) == (QAccessible.Role.Button, "Help: Who came?")
    assert [node.states & {"expanded", "collapsed"} for node in (closed, accessible_tree(link))] == [
        {"collapsed"},
        {"expanded"},
    ]


def test_a_disclosure_can_be_pressed_by_a_screen_reader(link: DisclosureButton) -> None:
    actions = QAccessible.queryAccessibleInterface(link).actionInterface()
    assert "Press" in actions.actionNames()
    actions.doAction("Press")
    assert link.is_expanded


def test_many_of_them_come_and_go_while_a_screen_reader_listens(qtbot: QtBot) -> None:
    page, seen = QWidget(), list[Node]()
    qtbot.addWidget(page)
    for number in range(300):
        heading = HeadingLabel(str(number), parent=page)
        seen.append(accessible_tree(heading))
        heading.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [node.name for node in seen] == [str(number) for number in range(300)]
