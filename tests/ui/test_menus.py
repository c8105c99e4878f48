from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QKeySequence

from carreport.ui.inquiry.task_registry import TASKS
from carreport.ui.menus import MENUS

COMMANDS = [command for commands in MENUS.values() for command in commands]


def test_no_two_commands_share_a_key() -> None:
    keys = Counter(QKeySequence(key).toString() for command in COMMANDS for key in command.shortcuts)
    assert [key for key, count in keys.items() if count > 1] == []


def test_no_command_takes_a_key_that_editors_need() -> None:
    writing = {"Ctrl+B", "Ctrl+I", "Ctrl+K", "Ctrl+]", "Ctrl+[", "Alt+Up", "Alt+Down", "Tab", "Ctrl+Home"}
    assert writing & {key for command in COMMANDS for key in command.shortcuts} == set()


def test_every_key_is_a_real_one() -> None:
    assert [k for command in COMMANDS for k in command.shortcuts if QKeySequence(k).isEmpty()] == []


def test_within_a_menu_each_letter_leads_to_one_entry() -> None:
    for commands in MENUS.values():
        letters = Counter(c.text[c.text.index("&") + 1].lower() for c in commands if "&" in c.text)
        assert [letter for letter, count in letters.items() if count > 1] == []


def test_every_piece_of_work_in_a_menu_is_one_that_can_begin() -> None:
    assert {command.task for command in COMMANDS if command.task} <= set(TASKS)
