"""The list of evidence to choose from: figures, replies, notes, sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt

from carreport.survey.evidence import EvidenceChoice, EvidenceText, EvidenceType
from carreport.ui.widgets.row_list import Row, RowDelegate, RowListView

SORT_LABELS = {
    EvidenceType.FIGURE: "Figure",
    EvidenceType.REPLY: "Reply",
    EvidenceType.NOTE: "Note",
    EvidenceType.SOURCE: "Source",
}


def evidence_text(shown: EvidenceText) -> str:
    """Return the text of a piece of evidence, on one line."""
    return " ".join(shown.paragraphs) or shown.source


def evidence_origin_text(shown: EvidenceText) -> str:
    """Return the type and source of a piece of evidence, and why it cannot be printed."""
    source = shown.source if shown.paragraphs else ""
    return " · ".join(filter(None, (SORT_LABELS[shown.type], source, shown.problem)))


class EvidenceList(RowListView):
    """Evidence on cards, without what is already used; Enter, Space or a double click chooses one."""

    max_visible_rows = 7

    def __init__(self, name: str) -> None:
        super().__init__(RowDelegate(is_card=True))
        self.setAccessibleName(name)
        self._choices: tuple[EvidenceChoice, ...] = ()
        self._picked: frozenset[str] = frozenset()

    def set_evidence(self, choices: Sequence[EvidenceChoice]) -> None:
        """List this evidence."""
        self._choices = tuple(choices)
        self._list()

    def exclude(self, picked: Collection[str]) -> None:
        """Hide the evidence at these places."""
        self._picked = frozenset(picked)
        self._list()

    def pick_current(self) -> None:
        """Choose the current row, or the first one."""
        if not self.currentIndex().isValid():
            self.select_row(0)
        if self.currentIndex().isValid():
            self.row_entered.emit(self.current_key)

    def _list(self) -> None:
        self.set_rows([_make_row(choice) for choice in self._choices if choice.place not in self._picked])


def _make_row(choice: EvidenceChoice) -> Row:
    shown = choice.text
    is_figure = shown.type is EvidenceType.FIGURE
    text = evidence_text(shown)
    return Row(
        choice.place,
        text,
        evidence_origin_text(shown),
        tool_tip=text,
        needs_attention=bool(shown.problem),
        elide_mode=Qt.TextElideMode.ElideMiddle if is_figure else Qt.TextElideMode.ElideRight,
    )
