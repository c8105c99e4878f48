"""Say below a text which of its quotations need a look, and settle them as the writer chooses."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.editors.base import Desk
from carreport.ui.editors.quote_drift_row import Finding, FindingRow, Standing, finding_on
from carreport.ui.richtext.document import source_of
from carreport.ui.richtext.quote_links import Quotation, make_own, quotation_at, take_passage
from carreport.ui.richtext.quote_source import Origin
from carreport.ui.richtext.text_edit import WritingBox
from carreport.ui.widgets.labels import announce

_REST = 400
"""After how many milliseconds without a change elsewhere quotations are compared with their answers."""


class Quotations(QWidget):
    """What needs a look among the quotations of one box; nothing is to be seen where nothing does."""

    def __init__(self, box: WritingBox, desk: Desk) -> None:
        super().__init__()
        self._box, self._desk = box, desk
        self._origins: dict[str, Origin] = {}
        self._known: dict[tuple[str, str], Finding] = {}
        self._found: list[Finding] = []
        self._entered = ""
        self.rows: list[FindingRow] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.look_afresh)
        box.say_source = self.caption
        box.source_wanted.connect(desk.show_answer)
        box.written.connect(self.look)
        box.at_other_place.connect(self._say_entered)
        self.hide()

    def caption(self, quotation: Quotation) -> tuple[str, bool]:
        """Return what stands below a quotation, and whether it asks for attention."""
        found = self._finding(quotation)
        place = f"From {found.place}" if found.place else ""
        if found.standing is Standing.SOUND:
            return place, False
        if found.standing is Standing.UNPRINTED:
            return f"{place} · not printed", True
        return " · ".join(part for part in (found.standing.value, found.place) if part), True

    def look_soon(self) -> None:
        """Compare again in a moment: an answer elsewhere has changed."""
        if self._box.quotations:
            self._rest.start()

    def look_afresh(self) -> None:
        """Compare the quotations with their answers as these are now."""
        self._origins.clear()
        self._known.clear()
        self.look()
        self._box.viewport().update()

    def look(self) -> None:
        """Compare the quotations as they are now."""
        every = map(self._finding, self._box.quotations)
        found = [each for each in every if each.standing is not Standing.SOUND]
        if found != self._found:
            self._found = found
            self._show_found()

    def lock(self) -> None:
        """Offer to settle quotations only where one can write."""
        for row in self.rows:
            row.lock(read_only=self._box.isReadOnly())

    def _show_found(self) -> None:
        opened = {row.finding.source for row in self.rows if row.both.isChecked()}
        for row in self.rows:
            row.hide()
            self.column.removeWidget(row)
            row.deleteLater()
        self.rows = [FindingRow(each) for each in self._found]
        for row in self.rows:
            row.take_wanted.connect(self._take)
            row.keep_wanted.connect(self._keep)
            row.source_wanted.connect(self._desk.show_answer)
            row.both.setChecked(row.finding.source in opened)
            self.column.addWidget(row)
        self.lock()
        self.setVisible(bool(self.rows))

    def _take(self, finding: Finding) -> None:
        quotation = self._meant(finding)
        if quotation is not None:
            self._go_on_at(take_passage(self._box.document(), quotation, finding.now))

    def _keep(self, finding: Finding) -> None:
        quotation = self._meant(finding)
        if quotation is not None:
            self._go_on_at(make_own(self._box.document(), quotation))

    def _meant(self, finding: Finding) -> Quotation | None:
        """Return where the quotation stands now; nothing where the text is not to be changed."""
        found = self._box.quotations if not self._box.isReadOnly() else ()
        meant = (finding.source, finding.words)
        return next((each for each in found if (each.source, each.words) == meant), None)

    def _go_on_at(self, cursor: QTextCursor) -> None:
        self._box.setTextCursor(cursor)
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finding(self, quotation: Quotation) -> Finding:
        source, key = quotation.source, (quotation.source, quotation.words)
        if source not in self._origins:
            self._origins[source] = self._desk.origin(source)
        if key not in self._known:
            self._known[key] = finding_on(quotation, self._origins[source])
        return self._known[key]

    def _say_entered(self) -> None:
        """Let a screen reader say where a quotation is from as soon as the cursor comes into it."""
        cursor = self._box.textCursor()
        entered = source_of(cursor.block())
        if entered != self._entered and self._box.hasFocus():
            quotation = quotation_at(cursor)
            if quotation is not None:
                announce(self._box, f"Quotation. {self.caption(quotation)[0]}. Ctrl+Enter goes there.")
        self._entered = entered
