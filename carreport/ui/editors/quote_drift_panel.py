"""A panel below a text that lists the quotations whose source has changed, and updates them."""

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
    QuotationSource,
    quotation_at,
    replace_quotation,
    unlink_quotation,
)
from carreport.ui.richtext.text_edit import RichTextEdit
from carreport.ui.widgets.labels import announce

_COMPARE_DELAY_MS = 400
"""Delay after the last change elsewhere before quotations are compared, in milliseconds."""


class QuotationDriftPanel(QWidget):
    """The quotations in one text that need attention; hidden while there are none."""

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
        """Return the source line of a quotation, and whether it needs attention."""
        drift = self._drift_of(quotation)
        place = f"From {drift.place}" if drift.place else ""
        if drift.state is QuotationState.UNCHANGED:
            return place, False
        if drift.state is QuotationState.NOT_PRINTED:
            return f"{place} · not printed", True
        return " · ".join(part for part in (drift.state.value, drift.place) if part), True

    def compare_soon(self) -> None:
        """Compare after a delay, because an answer elsewhere has changed."""
        if self._box.quotations:
            self._compare_timer.start()

    def compare_afresh(self) -> None:
        """Read the sources again and compare."""
        self._sources.clear()
        self._drift_by_quotation.clear()
        self.compare()
        self._box.viewport().update()

    def compare(self) -> None:
        """Compare the current quotations with their sources."""
        compared = map(self._drift_of, self._box.quotations)
        drifts = [drift for drift in compared if drift.state is not QuotationState.UNCHANGED]
        if drifts != self._drifts:
            self._drifts = drifts
            self._show_drifts()

    def update_read_only(self) -> None:
        """Show the buttons that change quotations only if the text is editable."""
        for row in self.rows:
            row.set_read_only(read_only=self._box.isReadOnly())

    def _show_drifts(self) -> None:
        opened = {row.drift.source for row in self.rows if row.compare_button.isChecked()}
        for row in self.rows:
            row.hide()
            self.column.removeWidget(row)
            row.deleteLater()
        self.rows = [QuotationDriftRow(drift) for drift in self._drifts]
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
        """Return the quotation in the current text, or None if it is gone or the text is read-only."""
        quotations = self._box.quotations if not self._box.isReadOnly() else ()
        meant = (finding.source, finding.text)
        return next(
            (quotation for quotation in quotations if (quotation.source, quotation.text) == meant), None
        )

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
        """Announce the source of a quotation when the cursor enters it."""
        cursor = self._box.textCursor()
        entered = source_of(cursor.block())
        if entered != self._entered and self._box.hasFocus():
            quotation = quotation_at(cursor)
            if quotation is not None:
                announce(
                    self._box,
                    f"Quotation. {self.caption_of(quotation)[0]}. Press Ctrl+Enter to go to the source.",
                )
        self._entered = entered
