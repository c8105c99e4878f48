"""Say below a text which of its quotations need a look, and settle them as the writer chooses."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.editors.base import EditorServices
from carreport.ui.editors.quote_drift_row import (
    QuotationDrift,
    QuotationDriftRow,
    QuotationState,
    compare_quotation,
)
from carreport.ui.richtext.document import source_of
from carreport.ui.richtext.quote_links import (
    LinkedQuotation,
    quotation_at,
    replace_quotation,
    unlink_quotation,
)
from carreport.ui.richtext.quote_source import QuotationSource
from carreport.ui.richtext.text_edit import RichTextEdit
from carreport.ui.widgets.labels import announce

_COMPARE_DELAY_MS = 400
"""After how many milliseconds without a change elsewhere quotations are compared with their answers."""


class QuotationDriftPanel(QWidget):
    """What needs a look among the quotations of one box; nothing is to be seen where nothing does."""

    def __init__(self, box: RichTextEdit, services: EditorServices) -> None:
        super().__init__()
        self._box, self._services = box, services
        self._sources: dict[str, QuotationSource] = {}
        self._drift_by_quotation: dict[tuple[str, str], QuotationDrift] = {}
        self._drifts: list[QuotationDrift] = []
        self._entered = ""
        self.rows: list[QuotationDriftRow] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self._compare_timer = QTimer(self, singleShot=True, interval=_COMPARE_DELAY_MS)
        self._compare_timer.timeout.connect(self.compare_afresh)
        box.caption_of = self.caption_of
        box.source_requested.connect(services.show_answer)
        box.content_changed.connect(self.compare)
        box.cursor_moved.connect(self._announce_source)
        self.hide()

    def caption_of(self, quotation: LinkedQuotation) -> tuple[str, bool]:
        """Return what stands below a quotation, and whether it asks for attention."""
        found = self._drift_of(quotation)
        place = f"From {found.place}" if found.place else ""
        if found.state is QuotationState.UNCHANGED:
            return place, False
        if found.state is QuotationState.NOT_PRINTED:
            return f"{place} · not printed", True
        return " · ".join(part for part in (found.state.value, found.place) if part), True

    def compare_soon(self) -> None:
        """Compare again in a moment: an answer elsewhere has changed."""
        if self._box.quotations:
            self._compare_timer.start()

    def compare_afresh(self) -> None:
        """Compare the quotations with their answers as these are now."""
        self._sources.clear()
        self._drift_by_quotation.clear()
        self.compare()
        self._box.viewport().update()

    def compare(self) -> None:
        """Compare the quotations as they are now."""
        every = map(self._drift_of, self._box.quotations)
        found = [each for each in every if each.state is not QuotationState.UNCHANGED]
        if found != self._drifts:
            self._drifts = found
            self._show_drifts()

    def update_read_only(self) -> None:
        """Offer to settle quotations only where one can write."""
        for row in self.rows:
            row.set_read_only(read_only=self._box.isReadOnly())

    def _show_drifts(self) -> None:
        opened = {row.drift.source for row in self.rows if row.compare_button.isChecked()}
        for row in self.rows:
            row.hide()
            self.column.removeWidget(row)
            row.deleteLater()
        self.rows = [QuotationDriftRow(each) for each in self._drifts]
        for row in self.rows:
            row.take_requested.connect(self._take_source_text)
            row.keep_requested.connect(self._keep_own_text)
            row.source_requested.connect(self._services.show_answer)
            row.compare_button.setChecked(row.drift.source in opened)
            self.column.addWidget(row)
        self.update_read_only()
        self.setVisible(bool(self.rows))

    def _take_source_text(self, finding: QuotationDrift) -> None:
        quotation = self._current_quotation(finding)
        if quotation is not None:
            self._place_cursor(replace_quotation(self._box.document(), quotation, finding.source_text))

    def _keep_own_text(self, finding: QuotationDrift) -> None:
        quotation = self._current_quotation(finding)
        if quotation is not None:
            self._place_cursor(unlink_quotation(self._box.document(), quotation))

    def _current_quotation(self, finding: QuotationDrift) -> LinkedQuotation | None:
        """Return where the quotation stands now; nothing where the text is not to be changed."""
        found = self._box.quotations if not self._box.isReadOnly() else ()
        meant = (finding.source, finding.text)
        return next((each for each in found if (each.source, each.text) == meant), None)

    def _place_cursor(self, cursor: QTextCursor) -> None:
        self._box.setTextCursor(cursor)
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drift_of(self, quotation: LinkedQuotation) -> QuotationDrift:
        source, key = quotation.source, (quotation.source, quotation.text)
        if source not in self._sources:
            self._sources[source] = self._services.quotation_source(source)
        if key not in self._drift_by_quotation:
            self._drift_by_quotation[key] = compare_quotation(quotation, self._sources[source])
        return self._drift_by_quotation[key]

    def _announce_source(self) -> None:
        """Let a screen reader say where a quotation is from as soon as the cursor comes into it."""
        cursor = self._box.textCursor()
        entered = source_of(cursor.block())
        if entered != self._entered and self._box.hasFocus():
            quotation = quotation_at(cursor)
            if quotation is not None:
                announce(self._box, f"Quotation. {self.caption_of(quotation)[0]}. Ctrl+Enter goes there.")
        self._entered = entered
