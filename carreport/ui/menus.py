"""The menu bar, built from a table of commands that the keyboard page also uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QKeySequence, QUndoStack
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QPlainTextEdit, QTextEdit, QWidget

TextControl = QLineEdit | QTextEdit | QPlainTextEdit


@dataclass(frozen=True, slots=True)
class Command:
    """A menu command: its id, its text and its keyboard shortcuts.

    `needs_inquiry`: enabled only while an inquiry is open. `is_theme`: checkable, one at a time.
    `task`: the task it begins, an id in `task_registry.TASKS`, with the argument `at`. The functions
    for the other commands are in `commands` and `main_window`.
    """

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    needs_inquiry: bool = False
    is_theme: bool = False
    has_separator: bool = False
    task: str = ""
    at: str = ""


MENUS: Mapping[str, tuple[Command, ...]] = {
    "&File": (
        Command("new", "&New inquiry", ("Ctrl+N",)),
        Command("open", "&Open a file…", ("Ctrl+O",)),
        Command("home", "&All inquiries", ("Ctrl+Shift+A",), needs_inquiry=True),
        Command("send", "Send a &copy…", ("Ctrl+Shift+E",), task="send", has_separator=True),
        Command("bring", "&Import a copy…", ("Ctrl+Shift+O",)),
        Command("unbring", "&Undo last import", needs_inquiry=True),
        Command("replies", "Import &replies…", task="replies"),
        Command("typing", "T&ype in replies…", ("Ctrl+Shift+R",), task="typing"),
        Command("review_send", "Send for review as Wor&d…", task="review_send", has_separator=True),
        Command("review_read", "Brin&g in a reviewed Word file…", task="review_read"),
        Command("copy", "&Save somewhere else…", ("Ctrl+Shift+S",), needs_inquiry=True, has_separator=True),
        Command("duplicate", "Ma&ke a copy", needs_inquiry=True),
        Command("rename", "Rename…", needs_inquiry=True),
        Command("put_away", "&Put away", needs_inquiry=True),
        Command("show_folder", "Show in &folder", needs_inquiry=True),
        Command("delete", "De&lete", needs_inquiry=True),
        Command("check", "C&heck before you send…", ("Ctrl+Shift+H",), task="check", has_separator=True),
        Command("preview", "Pre&view…", ("Ctrl+Shift+P",), task="preview"),
        Command("print", "Print…", ("Ctrl+P",), task="preview", at="print"),
        Command("report", "Report…", ("Ctrl+E",), task="report"),
        Command("backups", "Restore a &backup…", task="back", has_separator=True),
        Command("opened", "Go back &to when I opened it…", task="back", at="opened"),
        Command("erase", "&Erase text…", task="erase"),
        Command("who", "&Who is writing…", has_separator=True),
        Command("settings", "Settings…", ("Ctrl+,",)),
        Command("quit", "&Quit", ("Ctrl+Q",), has_separator=True),
    ),
    "&Edit": (
        Command("undo", "&Undo", ("Ctrl+Z",)),
        Command("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
        Command("cut", "Cu&t", ("Ctrl+X",), has_separator=True),
        Command("copy_words", "&Copy", ("Ctrl+C",)),
        Command("paste", "&Paste", ("Ctrl+V",)),
        Command("paste_text", "Paste as plain te&xt", ("Ctrl+Shift+V",)),
        Command("select_all", "Select &all", ("Ctrl+A",)),
        Command("find", "&Find…", ("Ctrl+F",), task="find", has_separator=True),
        Command("find_next", "Find &next", ("F3",), task="find", at="next"),
        Command("find_previous", "Find pre&vious", ("Shift+F3",), task="find", at="previous"),
        Command("replace", "R&eplace…", ("Ctrl+H",), task="find", at="replace"),
        Command("spelling", "Next misspelt &word", ("F7",), needs_inquiry=True),
        Command("comment", "Co&mment…", ("Ctrl+Alt+M",), needs_inquiry=True, has_separator=True),
        Command("themes", "&Sort into themes…", ("Ctrl+Shift+T",), task="themes"),
    ),
    "&View": (
        Command("previous", "&Previous step", ("Alt+Left", "Ctrl+PgUp"), needs_inquiry=True),
        Command("next", "&Next step", ("Alt+Right", "Ctrl+PgDown"), needs_inquiry=True),
        Command("pane", "Next pa&rt of the window", ("F6",)),
        Command("saved", "Say whether it is sav&ed", ("F8",), needs_inquiry=True),
        Command("since", "&What others changed", needs_inquiry=True),
        Command("timeline", "Ti&meline", needs_inquiry=True),
        Command("review", "Re&view…", ("Ctrl+Shift+M",), task="review"),
        Command("words", "Word &count", needs_inquiry=True),
        Command("larger", "&Larger text", ("Ctrl++", "Ctrl+="), has_separator=True),
        Command("smaller", "&Smaller text", ("Ctrl+-",)),
        Command("normal", "Normal te&xt size", ("Ctrl+0",)),
        Command("theme_system", "Match s&ystem colours", is_theme=True, has_separator=True),
        Command("theme_light", "L&ight colours", is_theme=True),
        Command("theme_dark", "&Dark colours", is_theme=True),
        Command("theme_contrast_light", "&High contrast, light", is_theme=True),
        Command("theme_contrast_dark", "High contrast, dar&k", is_theme=True),
    ),
    "&Help": (
        Command("guide", "User &guide", ("F1",)),
        Command("keys", "&Keyboard"),
        Command("about", "&About carreport"),
    ),
}
EDITOR_KEYS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "On every page": (
        ("Tab, Shift+Tab", "Go to the next or previous control"),
        ("Enter", "Open the selected inquiry, step or entry"),
        ("Esc", "Go back, for example from earlier versions or from the report; close the help"),
    ),
    "On the start page": (
        ("Shift+F10", "Show the menu of an inquiry"),
        ("F2, Delete", "Rename an inquiry, delete it"),
    ),
    "In a list": (
        ("Alt+Up, Alt+Down", "Move an entry up or down"),
        ("Ctrl+Delete", "Remove a line"),
    ),
    "Workshop notes and boards": (
        ("Alt+1 … Alt+4, Alt+0", "Set the stage of the workshop note you are writing; 0 clears it"),
        ("1 … 4, +, −", "On a board: set a note’s stage, add or remove a vote"),
        ("Ctrl+arrows", "On a board: move a note to the next stage or theme"),
    ),
    "Typing in replies": (
        ("1 … 9, 0, −", "Choose an answer, “don’t know” or “left blank”, and move on"),
        ("Page Up, Page Down", "Go to an earlier or later reply"),
    ),
    "Comments": (
        ("Ctrl+Enter", "Add the comment or reply that you are writing"),
        ("Up, Down", "Go to the previous or next comment on a question"),
        ("R, S, O", "On a comment: reply, settle, open again"),
        ("T, L", "On a suggestion: take it, leave it out"),
    ),
    "Find": (("Enter, Shift+Enter", "In the box: go to the next or previous place"),),
    "In the help": (
        ("Ctrl+F", "Find words in the help"),
        ("Enter or F3, Shift+F3", "Go to the next or previous place"),
    ),
}
"""Keys that are in no menu, in groups for the keyboard page."""


LONGEST_TITLE = 60
"""The greatest length of an entry in the menu of recent files, in characters."""


@dataclass(frozen=True, slots=True)
class RecentFiles:
    """The inquiries that were opened last: their titles and paths, and what can be done with them."""

    list_files: Callable[[], Sequence[tuple[str, Path]]]
    open_file: Callable[[Path], None]
    clear: Callable[[], None]


class Menus:
    """The window's menu bar, and its actions by command id."""

    def __init__(
        self,
        window: QMainWindow,
        calls: Mapping[str, Callable[[], object]],
        begin_task: Callable[[str, str], None],
        undo_stack: Callable[[], QUndoStack | None],
    ) -> None:
        self.actions: dict[str, QAction] = {}
        self._window = window
        self._undo_stack = undo_stack
        self._themes = QActionGroup(window)
        for title, commands in MENUS.items():
            menu = window.menuBar().addMenu(title)
            for command in commands:
                if command.has_separator:
                    menu.addSeparator()
                begin = partial(begin_task, command.task, command.at)
                menu.addAction(self._make(window, command, begin if command.task else calls[command.id]))
            if self.actions.get("redo") in menu.actions():
                menu.aboutToShow.connect(self.show_undo_texts)
                menu.aboutToHide.connect(self._enable_undo)

    def add_recent_files(self, recent: RecentFiles) -> None:
        """Add a menu of the inquiries that were opened last, below the command that opens a file."""
        menu = self._recent_menu = QMenu("Open recent", self._window)
        menu.setToolTipsVisible(True)
        self._window.findChildren(QMenu)[0].insertMenu(self.actions["home"], menu)
        menu.aboutToShow.connect(partial(_fill_recent_menu, menu, recent))

    def set_inquiry_open(self, *, is_open: bool) -> None:
        """Enable the commands that need an open inquiry, or disable them."""
        for commands in MENUS.values():
            for command in commands:
                if command.needs_inquiry or command.task:
                    self.actions[command.id].setEnabled(is_open)

    def set_enabled(self, command: str, *, is_offered: bool) -> None:
        """Enable a command, or disable it."""
        self.actions[command].setEnabled(is_offered)

    def show_undo_texts(self) -> None:
        """Show in the menu what Undo and Redo would change; disable either if there is nothing."""
        stack = self._undo_stack()
        commands = (
            ("undo", undo_typing(), stack.undoText() if stack else ""),
            ("redo", redo_typing(), stack.redoText() if stack else ""),
        )
        for name, typing, change in commands:
            text = "Typing" if typing else change
            action = self.actions[name]
            action.setText(f"&{name.title()} {text.replace('&', '&&')}".rstrip())
            action.setEnabled(bool(text))

    def _enable_undo(self) -> None:
        """Enable both again when the menu closes, so that their shortcuts always work."""
        for name in ("undo", "redo"):
            self.actions[name].setEnabled(True)

    def check_theme(self, theme: str) -> None:
        """Tick the current theme."""
        self.actions[f"theme_{theme}"].setChecked(True)

    def _make(self, window: QMainWindow, command: Command, call: Callable[[], object]) -> QAction:
        action = QAction(command.text, window)
        action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
        action.setMenuRole(_ROLES.get(command.id, QAction.MenuRole.NoRole))
        if command.is_theme:
            action.setCheckable(True)
            self._themes.addAction(action)
        action.triggered.connect(lambda _checked=False, call=call: call())
        self.actions[command.id] = action
        return action


def _fill_recent_menu(menu: QMenu, recent: RecentFiles) -> None:
    """Show the title of each inquiry, and the name of its file if another one has the same title."""
    menu.clear()
    files = recent.list_files()
    titles = [title for title, _ in files]
    for title, path in files:
        text = title if titles.count(title) == 1 else f"{title} ({path.name})"
        shown = text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"
        action = menu.addAction(shown.replace("&", "&&"))
        action.setToolTip(path.name)
        action.triggered.connect(partial(_call_with, recent.open_file, path))
    if not files:
        menu.addAction("Nothing opened yet").setEnabled(False)
        return
    menu.addSeparator()
    menu.addAction("Clear this list").triggered.connect(lambda _checked=False: recent.clear())


def _call_with(open_file: Callable[[Path], None], path: Path, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    open_file(path)


_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
    "settings": QAction.MenuRole.PreferencesRole,
}


_KEYS_IN_FIELDS = {
    "edit-undo": "Ctrl+Z",
    "edit-redo": "Ctrl+Shift+Z",
    "edit-cut": "Ctrl+X",
    "edit-copy": "Ctrl+C",
    "edit-paste": "Ctrl+V",
    "select-all": "Ctrl+A",
}


def show_keys(menu: QMenu) -> None:
    """Show the keys in the context menu of a field; Qt leaves out those that the menu bar has, too."""
    for action in menu.actions():
        keys = _KEYS_IN_FIELDS.get(action.objectName())
        if keys and "\t" not in action.text():
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(f"{action.text()}\t{native}")


def offer_plain_paste(menu: QMenu, control: QWidget) -> None:
    """Add “Paste as plain text” below Paste in the context menu of a text that can have formatting."""
    paste = next((action for action in menu.actions() if action.objectName() == "edit-paste"), None)
    if paste is None or not isinstance(control, QTextEdit) or control.isReadOnly():
        return
    keys = QKeySequence("Ctrl+Shift+V").toString(QKeySequence.SequenceFormat.NativeText)
    plain = QAction(f"Paste as plain te&xt\t{keys}", menu)
    plain.setEnabled(bool(QGuiApplication.clipboard().text()))
    plain.triggered.connect(partial(paste_plain_text, control))
    following = menu.actions()[menu.actions().index(paste) + 1 :]
    menu.insertAction(following[0] if following else None, plain)  # type: ignore[arg-type]  # None: at the end


def paste_plain_text(control: TextControl) -> None:
    """Paste without the formatting."""
    if isinstance(control, QTextEdit) and not control.isReadOnly():
        plain = QMimeData()
        plain.setText(QGuiApplication.clipboard().text())
        control.insertFromMimeData(plain)
    elif not isinstance(control, QTextEdit):
        control.paste()


def focused_text_control() -> TextControl | None:
    """Return the text control with the keyboard focus, if there is one."""
    control = QApplication.focusWidget()
    return control if isinstance(control, (QLineEdit, QTextEdit, QPlainTextEdit)) else None


def undo_typing() -> Callable[[], None] | None:
    """Return the function that undoes typing in the focused text control, if there is any to undo."""
    control = focused_text_control()
    source = control if control is None or isinstance(control, QLineEdit) else control.document()
    return control.undo if control is not None and source is not None and source.isUndoAvailable() else None


def redo_typing() -> Callable[[], None] | None:
    """Return the function that redoes typing in the focused text control, if there is any to redo."""
    control = focused_text_control()
    source = control if control is None or isinstance(control, QLineEdit) else control.document()
    return control.redo if control is not None and source is not None and source.isRedoAvailable() else None
