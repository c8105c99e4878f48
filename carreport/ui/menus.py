"""Build the menu bar from one list of commands, which the keyboard page shows as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QTextEdit

TextControl = QLineEdit | QTextEdit | QPlainTextEdit


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu: its key in the code, its words, its keys on the keyboard.

    `needs_inquiry` says that it needs an open inquiry; `theme` entries are ticked, one at a time. With
    `work` it begins that piece of work on the open inquiry (see `task_registry.TASKS`), `at` some place;
    what the others do is in `commands`.
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
        Command("bring", "&Bring in a copy…", ("Ctrl+Shift+O",)),
        Command("unbring", "&Take the last copy out again", needs_inquiry=True),
        Command("replies", "Bring in &replies…", task="replies"),
        Command("typing", "T&ype in replies…", ("Ctrl+Shift+R",), task="typing"),
        Command("copy", "&Save somewhere else…", ("Ctrl+Shift+S",), needs_inquiry=True, has_separator=True),
        Command("check", "C&heck before you send…", ("Ctrl+Shift+H",), task="check", has_separator=True),
        Command("preview", "Pre&view…", ("Ctrl+P",), task="preview"),
        Command("report", "&Make the report…", ("Ctrl+E",), task="report"),
        Command("backups", "&Go back to a backup…", task="back", has_separator=True),
        Command("opened", "Go back to when &I opened it…", task="back", at="opened"),
        Command("erase", "&Erase words…", task="erase"),
        Command("who", "&Who is writing…", has_separator=True),
        Command("quit", "&Quit", ("Ctrl+Q",), has_separator=True),
    ),
    "&Edit": (
        Command("undo", "&Undo", ("Ctrl+Z",)),
        Command("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
        Command("cut", "Cu&t", ("Ctrl+X",), has_separator=True),
        Command("copy_words", "&Copy", ("Ctrl+C",)),
        Command("paste", "&Paste", ("Ctrl+V",)),
        Command("themes", "&Sort into themes…", ("Ctrl+Shift+T",), task="themes", has_separator=True),
    ),
    "&View": (
        Command("previous", "&Previous step", ("Alt+Left", "Ctrl+PgUp"), needs_inquiry=True),
        Command("next", "&Next step", ("Alt+Right", "Ctrl+PgDown"), needs_inquiry=True),
        Command("pane", "Next pa&rt of the window", ("F6",), needs_inquiry=True),
        Command("since", "&What others changed", needs_inquiry=True),
        Command("timeline", "Ti&meline", needs_inquiry=True),
        Command("larger", "&Larger text", ("Ctrl++", "Ctrl+="), has_separator=True),
        Command("smaller", "&Smaller text", ("Ctrl+-",)),
        Command("normal", "Normal te&xt size", ("Ctrl+0",)),
        Command("theme_system", "Colours as the s&ystem has them", is_theme=True, has_separator=True),
        Command("theme_light", "L&ight colours", is_theme=True),
        Command("theme_dark", "&Dark colours", is_theme=True),
    ),
    "&Help": (
        Command("guide", "User &guide", ("F1",)),
        Command("keys", "&Keyboard"),
        Command("about", "&About carreport"),
    ),
}
EDITOR_KEYS = (
    ("Tab, Shift+Tab", "To the next control, or back"),
    ("Ctrl+B, Ctrl+I", "Bold, italic"),
    ("Ctrl+]  and  Ctrl+[", "Move an entry of a list in, or out"),
    ("Ctrl+Shift+L", "Quote an answer, in the fellow’s text"),
    ("Ctrl+Enter", "From a quotation to the answer it is from"),
    ("Alt+Up, Alt+Down", "Move an entry of a group up, or down"),
    ("Alt+1 … Alt+4, Alt+0", "The stage of a workshop note that is being written; 0 takes it away"),
    ("1 … 4, +, −", "On a board: the stage of a note, a vote more or less"),
    ("Ctrl+arrows", "On a board: a note to the next stage or theme"),
    ("1 … 9, 0, −", "While replies are typed in: a step of the scale, don’t know, left blank; each goes on"),
    ("Page Up, Page Down", "While replies are typed in: an earlier reply, or a later one"),
    ("Enter", "Open the inquiry, the step or the entry with the keyboard on it"),
    ("Esc", "Back from earlier versions, or from making the report"),
)


class Menus:
    """The menu bar of the window, and its actions by the key of their command."""

    def __init__(
        self,
        window: QMainWindow,
        calls: Mapping[str, Callable[[], object]],
        begin_work: Callable[[str, str], None],
        undo_stack: Callable[[], QUndoStack | None],
    ) -> None:
        self.actions: dict[str, QAction] = {}
        self._undo_stack = undo_stack
        self._themes = QActionGroup(window)
        for title, commands in MENUS.items():
            menu = window.menuBar().addMenu(title)
            for command in commands:
                if command.has_separator:
                    menu.addSeparator()
                begins = partial(begin_work, command.task, command.at)
                menu.addAction(self._make(window, command, begins if command.task else calls[command.id]))
            if self.actions.get("redo") in menu.actions():
                menu.aboutToShow.connect(self.show_undo_texts)
                menu.aboutToHide.connect(self._enable_undo)

    def set_inquiry_open(self, *, is_open: bool) -> None:
        """Offer what needs an open inquiry only while one is open."""
        for commands in MENUS.values():
            for command in commands:
                if command.needs_inquiry or command.task:
                    self.actions[command.id].setEnabled(is_open)

    def set_enabled(self, command: str, *, is_offered: bool) -> None:
        """Offer one command, or not."""
        self.actions[command].setEnabled(is_offered)

    def show_undo_texts(self) -> None:
        """Say what Undo and Redo would do now, and offer them if there is anything."""
        stack = self._undo_stack()
        found = (
            ("undo", undo_typing(), stack.undoText() if stack else ""),
            ("redo", redo_typing(), stack.redoText() if stack else ""),
        )
        for name, typing, change in found:
            text = "Typing" if typing else change
            action = self.actions[name]
            action.setText(f"&{name.title()} {text.replace('&', '&&')}".rstrip())
            action.setEnabled(bool(text))

    def _enable_undo(self) -> None:
        """Let the keys work whatever the menu showed: typing can follow at any time."""
        for name in ("undo", "redo"):
            self.actions[name].setEnabled(True)

    def check_theme(self, theme: str) -> None:
        """Tick the colours that are worn."""
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


_ROLES = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}


def keyboard_markdown() -> str:
    """Return every key and what it does, as a table in Markdown for the keyboard page."""
    rows = [
        (" or ".join(command.shortcuts), command.text.replace("&", "").rstrip("…"))
        for commands in MENUS.values()
        for command in commands
        if command.shortcuts
    ]
    lines = [f"| {keys} | {words} |" for keys, words in (*rows, *EDITOR_KEYS)]
    return "\n".join(("| Keys | What they do |", "|---|---|", *lines))


def focused_text_control() -> TextControl | None:
    """Return the text control that has the keyboard, if one has."""
    here = QApplication.focusWidget()
    return here if isinstance(here, (QLineEdit, QTextEdit, QPlainTextEdit)) else None


def undo_typing() -> Callable[[], None] | None:
    """Return what undoes typing in the text control that has the keyboard, if there is any to undo."""
    here = focused_text_control()
    source = here if here is None or isinstance(here, QLineEdit) else here.document()
    return here.undo if here is not None and source is not None and source.isUndoAvailable() else None


def redo_typing() -> Callable[[], None] | None:
    """Return what redoes typing in the text control that has the keyboard, if there is any to redo."""
    here = focused_text_control()
    source = here if here is None or isinstance(here, QLineEdit) else here.document()
    return here.redo if here is not None and source is not None and source.isRedoAvailable() else None
