"""What the Help menu shows: the user guide, the keys, and the page about carreport."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QKeySequence

from carreport import __version__
from carreport.assets import shipped_folder
from carreport.settings import cache_folder, drafts_folder, settings_file
from carreport.ui.menus import EDITOR_KEYS, MENUS
from carreport.ui.richtext.text_edit import SHORTCUTS, TOOL_NAMES

USER_GUIDE = Path("docs", "user-guide.md")
GUIDE, KEYS, ABOUT = "guide", "keys", "about"
TEXT_KEYS: Mapping[str, str] = {
    **TOOL_NAMES,
    "deeper": "Indent a list item",
    "less_deep": "Outdent a list item",
    "toolbar": "Go to the formatting toolbar",
    "source": "Go from a quotation to the answer it comes from",
    "lift": "Quote an answer in the research fellow’s text",
}
"""What the shortcuts of a text do; a test expects every one of them."""


@dataclass(frozen=True, slots=True)
class HelpTopic:
    """A page of the help: its title, its text as Markdown, and the folder with its pictures and links."""

    title: str
    markdown: str
    folder: Path | None = None


def help_topic(topic_id: str) -> HelpTopic:
    """Return the page for a command in the Help menu."""
    if topic_id == KEYS:
        return HelpTopic("Keyboard", keyboard_markdown())
    if topic_id == ABOUT:
        return HelpTopic("About carreport", about_markdown(drafts_folder()))
    words, folder = read_user_guide()
    return HelpTopic("User guide", words, folder)


def read_user_guide() -> tuple[str, Path | None]:
    """Return the user guide and the folder with its pictures, or a note that the guide is missing."""
    path = shipped_folder() / USER_GUIDE
    try:
        return path.read_text(encoding="utf-8"), path.parent
    except OSError:
        return "# User guide\n\nThe user guide is not included in this copy of carreport.", None


def about_markdown(drafts: Path) -> str:
    """Return the About page: what the program is, where inquiries are stored, and its licence."""
    return (
        f"# carreport {__version__}\n\n"
        "carreport helps a group to write up a collaborative action research inquiry. "
        "Everything stays on this computer until you share it.\n\n"
        f"Your inquiries are in `{drafts}`, your settings in `{settings_file()}`. "
        f"If something goes wrong, a log without your text is in `{cache_folder() / 'log'}`.\n\n"
        "If you need help, ask whoever gave you carreport, such as your research fellow or whoever looks "
        "after your computers. Tell them the version above, and send them that log.\n\n"
        "carreport is free software under the MIT licence. It uses Qt under the LGPL."
    )


def keyboard_markdown() -> str:
    """Return all shortcuts, with a table for each menu, for texts, and for each kind of page."""
    menus = {
        f"{title.replace('&', '')} menu": [
            (shown_keys(command.shortcuts), command.text.replace("&", "").rstrip("…"))
            for command in commands
            if command.shortcuts
        ]
        for title, commands in MENUS.items()
    }
    texts = [(shown_keys([SHORTCUTS[action]]), text) for action, text in TEXT_KEYS.items()]
    groups = {**menus, "In a text": texts, **EDITOR_KEYS}
    return "\n\n".join(("# Keyboard", *(_group(title, rows) for title, rows in groups.items() if rows)))


def shown_keys(shortcuts: Iterable[str | QKeySequence]) -> str:
    """Return shortcuts as this system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(QKeySequence(keys).toString(native) for keys in shortcuts)


def _group(title: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| {_escape(keys)} | {_escape(text)} |" for keys, text in rows]
    return "\n".join((f"## {title}", "", "| Keys | What they do |", "|---|---|", *lines))


def _escape(text: str) -> str:
    """Return a text with the characters that Markdown would read escaped."""
    return "".join(f"\\{letter}" if letter in "*_[]|<>`" else letter for letter in text)
