"""Select words that were found, in the editor of their answer."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget

from carreport.review.find.occurrences import Occurrence
from carreport.review.find.passages import passages_in
from carreport.ui.editors.base import control_name
from carreport.ui.widgets.scroll_column import column_around

_OBJECT = "\ufffc"


def select_found(found: Occurrence) -> QWidget | None:
    """Select the words in the control with the focus, or in another of the same answer; return it.

    Return nothing if the words are not shown there as they were found.
    """
    control = QApplication.focusWidget()
    if isinstance(control, QTextEdit):
        return control if _select_in_text(control, found) else None
    part = found.passage.at[0] if found.passage.at else ""
    if isinstance(control, QLineEdit) and isinstance(part, str):
        beside = control.window().findChild(QLineEdit, control_name(found.path, part)) if part else None
        box = beside if isinstance(beside, QLineEdit) and beside.isVisible() else control
        return box if _select_in_line(box, found) else None
    return None


def _select_in_line(box: QLineEdit, found: Occurrence) -> bool:
    if box.text() != found.passage.text:
        return False
    box.setFocus()
    start = _units(box.text(), found.start)
    box.setSelection(start, _units(box.text(), found.end) - start)
    return True


def _select_in_text(box: QTextEdit, found: Occurrence) -> bool:
    alike = [passage for passage in passages_in(found.field, found.value) if _same(passage.text, found)]
    number = [passage.at for passage in alike].index(found.passage.at)
    block = box.document().begin()
    while block.isValid():
        shown = block.text().replace("\u2028", "\n")
        if _same(shown.replace(_OBJECT, ""), found):
            if number == 0:
                first = len(shown) - len(shown.lstrip())
                cursor = QTextCursor(block)
                places = [_shown_at(shown, first, place) for place in (found.start, found.end - 1)]
                cursor.setPosition(block.position() + _units(shown, places[0]))
                end = block.position() + _units(shown, places[1] + 1)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                box.setTextCursor(cursor)
                page = column_around(box)
                if page is not None:
                    page.reveal_caret()
                return True
            number -= 1
        block = block.next()
    return False


def _same(text: str, found: Occurrence) -> bool:
    return text.strip() == found.passage.text.strip()


def _shown_at(shown: str, first: int, place: int) -> int:
    """Return where the letter at `place` is in a block that may also have objects, such as marks of notes."""
    at = first
    for index in range(first, len(shown)):
        if shown[index] == _OBJECT:
            continue
        at = index
        if place == 0:
            break
        place -= 1
    return at


def _units(text: str, letters: int) -> int:
    """Return how many UTF-16 units these letters are, by which Qt counts."""
    return len(text[:letters].encode("utf-16-le", "surrogatepass")) // 2
