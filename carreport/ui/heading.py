"""Head a page in the way that screen readers look for: as a heading, not as a mere label."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from carreport.ui.labels import Words
from carreport.ui.style import Letters


class Heading(Words):
    """The heading of a page or of a question."""

    def __init__(self, text: str, letters: Letters = Letters.TITLE, parent: QWidget | None = None) -> None:
        super().__init__(text, letters, parent=parent)


def teach_headings() -> None:
    """Let assistive technology meet every `Heading` as a heading."""
    QAccessible.installFactory(_heading_interface)


def _heading_interface(_key: str, thing: QObject | None) -> QAccessibleWidget | None:
    if not isinstance(thing, Heading):
        return None
    return QAccessibleWidget(thing, QAccessible.Role.Heading, thing.text())
