"""Build the menu bar from one list of commands, which the keyboard page shows as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QTextEdit

Writer = QLineEdit | QTextEdit | QPlainTextEdit


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu: its key in the code, its words, its keys on the keyboard.

    `in_draft` says that it needs an open inquiry; `theme` entries are ticked, one at a time. With
    `work` it begins that piece of work on the open inquiry (see `works.WORKS`), `at` some place;
    what the others do stands in `calls`.
    """

    id: str
    words: str
    keys: tuple[str, ...] = ()
    in_draft: bool = False
    is_theme: bool = False
    line_above: bool = False
    work: str = ""
    at: str = ""


MENUS: Mapping[str, tuple[Command, ...]] = {
    "&File": (
        Command("new", "&New inquiry", ("Ctrl+N",)),
        Command("open", "&Open a file…", ("Ctrl+O",)),
        Command("home", "&All inquiries", ("Ctrl+Shift+A",), in_draft=True),
        Command("send", "Send a &copy…", ("Ctrl+Shift+E",), work="send", line_above=True),
        Command("bring", "&Bring in a copy…", ("Ctrl+Shift+O",)),
        Command("unbring", "&Take the last copy out again", in_draft=True),
        Command("replies", "Bring in &replies…", work="replies"),
        Command("typing", "T&ype in replies…", ("Ctrl+Shift+R",), work="typing"),
        Command("copy", "&Save somewhere else…", ("Ctrl+Shift+S",), in_draft=True, line_above=True),
        Command("check", "C&heck before you send…", ("Ctrl+Shift+H",), work="check", line_above=True),
        Command("preview", "Pre&view…", ("Ctrl+P",), work="preview"),
        Command("report", "&Make the report…", ("Ctrl+E",), work="report"),
        Command("backups", "&Go back to a backup…", work="back", line_above=True),
        Command("opened", "Go back to when &I opened it…", work="back", at="opened"),
        Command("erase", "&Erase words…", work="erase"),
        Command("who", "&Who is writing…", line_above=True),
        Command("quit", "&Quit", ("Ctrl+Q",), line_above=True),
    ),
    "&Edit": (
        Command("undo", "&Undo", ("Ctrl+Z",)),
        Command("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
        Command("cut", "Cu&t", ("Ctrl+X",), line_above=True),
        Command("copy_words", "&Copy", ("Ctrl+C",)),
        Command("paste", "&Paste", ("Ctrl+V",)),
        Command("themes", "&Sort into themes…", ("Ctrl+Shift+T",), work="themes", line_above=True),
    ),
    "&View": (
        Command("previous", "&Previous step", ("Alt+Left", "Ctrl+PgUp"), in_draft=True),
        Command("next", "&Next step", ("Alt+Right", "Ctrl+PgDown"), in_draft=True),
        Command("pane", "Next pa&rt of the window", ("F6",), in_draft=True),
        Command("since", "&What others changed", in_draft=True),
        Command("timeline", "Ti&meline", in_draft=True),
        Command("larger", "&Larger text", ("Ctrl++", "Ctrl+="), line_above=True),
        Command("smaller", "&Smaller text", ("Ctrl+-",)),
        Command("normal", "Normal te&xt size", ("Ctrl+0",)),
        Command("theme_system", "Colours as the s&ystem has them", is_theme=True, line_above=True),
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
    ) -> None:
        self.actions: dict[str, QAction] = {}
        self._themes = QActionGroup(window)
        for title, commands in MENUS.items():
            menu = window.menuBar().addMenu(title)
            for command in commands:
                if command.line_above:
                    menu.addSeparator()
                begins = partial(begin_work, command.work, command.at)
                menu.addAction(self._make(window, command, begins if command.work else calls[command.id]))

    def show_draft(self, *, is_open: bool) -> None:
        """Offer what needs an open inquiry only while one is open."""
        for commands in MENUS.values():
            for command in commands:
                if command.in_draft or command.work:
                    self.actions[command.id].setEnabled(is_open)

    def offer(self, command: str, *, is_offered: bool) -> None:
        """Offer one command, or not."""
        self.actions[command].setEnabled(is_offered)

    def show_theme(self, theme: str) -> None:
        """Tick the colours that are worn."""
        self.actions[f"theme_{theme}"].setChecked(True)

    def _make(self, window: QMainWindow, command: Command, call: Callable[[], object]) -> QAction:
        action = QAction(command.words, window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setMenuRole(_ROLES.get(command.id, QAction.MenuRole.NoRole))
        if command.is_theme:
            action.setCheckable(True)
            self._themes.addAction(action)
        action.triggered.connect(lambda _checked=False, call=call: call())
        self.actions[command.id] = action
        return action


_ROLES = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}


def keyboard_words() -> str:
    """Return every key and what it does, as a table in Markdown for the keyboard page."""
    rows = [
        (" or ".join(command.keys), command.words.replace("&", "").rstrip("…"))
        for commands in MENUS.values()
        for command in commands
        if command.keys
    ]
    lines = [f"| {keys} | {words} |" for keys, words in (*rows, *EDITOR_KEYS)]
    return "\n".join(("| Keys | What they do |", "|---|---|", *lines))


def writer() -> Writer | None:
    """Return the text control that has the keyboard, if one has."""
    here = QApplication.focusWidget()
    return here if isinstance(here, (QLineEdit, QTextEdit, QPlainTextEdit)) else None


def undo_in_writer() -> bool:
    """Take back the last bit of writing where the keyboard is; say whether there was any."""
    here = writer()
    can = here is not None and (
        here.isUndoAvailable() if isinstance(here, QLineEdit) else here.document().isUndoAvailable()
    )
    if here is not None and can:
        here.undo()
    return can


def redo_in_writer() -> bool:
    """Do the last bit of writing again where the keyboard is; say whether there was any."""
    here = writer()
    can = here is not None and (
        here.isRedoAvailable() if isinstance(here, QLineEdit) else here.document().isRedoAvailable()
    )
    if here is not None and can:
        here.redo()
    return can
