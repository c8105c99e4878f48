"""A list of lines: some are shown, the rest on request, and all can be reached by keyboard."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.ui.widgets.item_list import MAX_ADDED, ItemGroup, ItemLine, ItemList
from carreport.ui.widgets.labels import TextLabel


@pytest.fixture
def listing(qtbot: QtBot) -> ItemList:
    made = ItemList()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def lines(count: int, went: list[int] | None = None) -> list[ItemLine]:
    to = [] if went is None else went
    return [ItemLine(f"Line {number}", "said", partial(to.append, number)) for number in range(count)]


def titles(listing: ItemList) -> list[str]:
    return [link.text() for link in listing.links]


def seen(listing: ItemList) -> list[str]:
    return [label.text() for label in listing.findChildren(TextLabel) if label.isVisible()]


def from_top_to_bottom(listing: ItemList) -> list[str]:
    return [link.text() for link in sorted(listing.links, key=lambda link: link.y()) if link.isVisible()]


def test_the_lines_are_there_at_once(listing: ItemList) -> None:
    listing.set_groups(ItemGroup(lines=lines(30), max_shown=30))
    assert titles(listing) == [f"Line {number}" for number in range(30)]


def test_what_is_shown_next_stands_alone(listing: ItemList, qtbot: QtBot) -> None:
    listing.set_groups(ItemGroup(lines=lines(30), max_shown=30))
    listing.set_groups(ItemGroup("Others", "What they did.", lines(2)))
    assert titles(listing) == ["Line 0", "Line 1"]
    qtbot.waitUntil(lambda: seen(listing) == ["Others", "What they did.", "said", "said"])


def test_those_that_were_asked_for_stand_where_they_belong_and_have_the_keyboard(
    listing: ItemList, qtbot: QtBot
) -> None:
    listing.set_groups(ItemGroup("First", lines=lines(9), max_shown=3), ItemGroup("Second", lines=lines(2)))
    more = listing.links[3]
    assert more.accessibleName() == "Show the other 6: First"
    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    expected = [*(f"Line {number}" for number in range(9)), "Line 0", "Line 1"]
    qtbot.waitUntil(lambda: from_top_to_bottom(listing) == expected)
    assert QApplication.focusWidget() is listing.links[3]
    assert titles(listing) == expected


def test_a_very_long_group_is_shown_part_by_part(listing: ItemList, qtbot: QtBot) -> None:
    listing.set_groups(ItemGroup(lines=lines(MAX_ADDED + 30), max_shown=3))
    assert listing.links[3].text() == f"Show {MAX_ADDED} more of 127"
    qtbot.keyClick(listing.links[3], Qt.Key.Key_Space)
    assert listing.links[-1].text() == "Show the other 27"
    qtbot.keyClick(listing.links[-1], Qt.Key.Key_Space)
    assert titles(listing) == [f"Line {number}" for number in range(MAX_ADDED + 30)]


def test_a_line_leads_where_it_says_and_one_without_a_way_is_no_link(listing: ItemList, qtbot: QtBot) -> None:
    went: list[int] = []
    listing.set_groups(ItemGroup(lines=[*lines(2, went), ItemLine("Nowhere", "said")]))
    qtbot.keyClick(listing.links[1], Qt.Key.Key_Space)
    assert went == [1]
    assert "Nowhere" not in titles(listing)
