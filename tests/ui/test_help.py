"""The help: sections, links, words that are found, and the keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

import carreport.ui
from carreport.ui.help.help_page import HelpPage
from carreport.ui.help.help_sections import SECTIONS, section_id
from carreport.ui.help.help_topics import (
    TEXT_KEYS,
    help_topic,
    keyboard_markdown,
    read_user_guide,
)
from carreport.ui.menus import EDITOR_KEYS
from carreport.ui.richtext.text_edit import SHORTCUTS

NO_PAGES = {"ListAndDetailPage", "ListedPage", "FindingsPage", "FirstPage", "HelpPage"}
"""Classes that are called pages but are none, or only the base of some."""


def test_every_page_of_the_window_has_a_section_of_the_guide() -> None:
    sources = [path.read_text("utf-8") for path in Path(carreport.ui.__path__[0]).rglob("*.py")]
    classes = {name for text in sources for name in re.findall(r"^class (\w+)", text, re.MULTILINE)}
    pages = {name for name in classes if name.endswith("Page")}
    assert pages - NO_PAGES - SECTIONS.keys() == set()
    assert SECTIONS.keys() - classes == set()


def test_every_section_is_in_the_guide() -> None:
    guide, _ = read_user_guide()
    headings = {section_id(heading) for heading in re.findall(r"^#+ (.*)$", guide, re.MULTILINE)}
    assert set(SECTIONS.values()) - headings == set()


@pytest.fixture
def guide(qtbot: QtBot) -> HelpPage:
    page = HelpPage()
    qtbot.addWidget(page)
    page.resize(420, 600)
    page.show_topic(help_topic("guide"), "make-the-report")
    page.show()
    return page


def test_the_guide_opens_at_a_section(guide: HelpPage) -> None:
    assert guide.browser.textCursor().block().text() == "Make the report"
    assert guide.browser.verticalScrollBar().value() > 0


def test_a_link_inside_the_guide_goes_to_its_section(guide: HelpPage) -> None:
    guide.browser.anchorClicked.emit(QUrl("#photos"))
    assert guide.browser.textCursor().block().text() == "Photos"


def test_words_are_found_from_where_one_reads_and_the_first_comes_after_the_last(guide: HelpPage) -> None:
    guide.browser.go_to_section("when-something-goes-wrong")
    guide.search.setText("memory stick")
    hits = guide.browser.hit_count
    assert hits > 1
    guide.browser.step_hit(hits - guide.browser.hit_number + 1)
    assert guide.browser.hit_number == 1
    assert guide.browser.textCursor().selectedText() == "memory stick"


def test_a_search_without_a_place_says_so(guide: HelpPage) -> None:
    guide.search.setText("xylophone")
    assert (guide.count_label.text(), guide.next_button.isEnabled()) == ("Not found", False)


def test_the_keyboard_page_has_every_key_of_a_text_and_of_a_page() -> None:
    assert TEXT_KEYS.keys() == SHORTCUTS.keys()
    words = keyboard_markdown()
    assert all(f"## {title}" in words for title in ("File menu", "Edit menu", "In a text", *EDITOR_KEYS))
