"""Read the figures in the window: the steps, surveys, boards, the themes of replies, and the check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QApplication, QLabel, QTableWidget

from carreport.ui.board.board_page import BoardPage
from carreport.ui.inquiry.steps.step_list import StepList
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.report.check_page import CheckPage
from carreport.ui.survey.result_view import AgreementView
from carreport.ui.survey.survey_editor import SurveyEditor
from carreport.ui.survey.themes.themes_page import ThemesPage
from tests.counts.oracle import Figures
from tests.counts.pages import Piece, clean
from tests.torture.outputs import Person

Role = Qt.ItemDataRole


def pieces_of_window(draft: Path, place: Path, figures: Figures) -> list[Piece]:
    """Open a draft in the window, go to everything that has figures, and return what can be seen."""
    person = _Reader(draft, place)
    try:
        return list(person.pieces(figures))
    finally:
        person.close()


class _Reader(Person):
    """Somebody who looks at everything that has figures."""

    def pieces(self, figures: Figures) -> Iterator[Piece]:
        steps = self.window.findChildren(StepList)[0].model()
        for row in range(steps.rowCount()):
            index = steps.index(row, 0)
            spoken = index.data(Role.AccessibleTextRole) or index.data(Role.DisplayRole)
            if not str(spoken).startswith("Check, "):  # it counts itself later, and by itself
                yield Piece(clean(str(spoken)))
        for survey in figures.surveys:
            yield Piece(survey.name, "heading")
            yield from self._survey(f"data.surveys/{survey.id}/statements")
        for workshop in figures.answers.get("data", {}).get("workshops", ()):
            if workshop.get("notes"):
                yield Piece(workshop["name"], "heading")
                yield from self._board(f"data.workshops/{workshop['$id']}/notes")
        for number, opened in enumerate(figures.opens):
            if opened.replies:
                yield Piece(opened.question, "heading")
                yield from self._themes(number, opened.question)
        yield from self._check()

    @property
    def wizard(self) -> Wizard:
        wizard = self.window.inquiry.wizard
        if wizard is None:
            raise LookupError
        return wizard

    def _survey(self, path: str) -> Iterator[Piece]:
        self.wizard.go_to(path)
        editors: list[SurveyEditor] = []

        def is_drawn() -> bool:
            editors[:] = [
                editor for editor in self.window.findChildren(SurveyEditor)
                if editor.path == path and editor.isVisible()
            ]  # fmt: skip
            return bool(editors) and _is_drawn(editors[0].result_view)

        self.wait(is_drawn)
        (editor,) = editors
        yield Piece("", "typed", *_cells(editor.model))
        yield from (Piece(clean(label.text())) for label in editor.findChildren(QLabel) if _is_beside(label))
        yield from _result(editor.result_view)

    def _board(self, path: str) -> Iterator[Piece]:
        page = self._page("board", BoardPage, path)
        self.wait(lambda: page.isVisible() and page.path == path)
        QApplication.processEvents()
        yield Piece(clean(page.theme_counts.bars.accessibleName()))
        model = page.editor.grid.model()
        for column in range(model.columnCount()):
            spoken = model.headerData(column, Qt.Orientation.Horizontal, Role.AccessibleTextRole)
            yield Piece(clean(str(spoken)))

    def _themes(self, number: int, question: str) -> Iterator[Piece]:
        entries = self.wizard.session.answers().items("data.open_questions")
        entry = next(item for item in entries if item.get("question") == question)
        page = self._page("themes", ThemesPage, f"data.open_questions/{entry.id}")
        self.wait(lambda: page.coding_set is not None and page.coding_set.path.endswith(entry.id))
        self.wait(lambda: not self.window.background.is_busy)
        yield from (Piece(clean(row.accessibleName())) for row in page.rows)
        yield Piece(clean(page.summary.text()), header=(str(number),))

    def _check(self) -> Iterator[Piece]:
        page = self._page("check", CheckPage, "inquiry-report")
        self.wait(lambda: not self.window.background.is_busy and bool(page.summary.text()))
        yield from (
            Piece(clean(label.text())) for label in page.findChildren(QLabel) if label.isVisibleTo(page)
        )


def _is_drawn(view: AgreementView) -> bool:
    return bool(view.source.text()) or any(not table.isHidden() for table in view.tables)


def _is_beside(label: QLabel) -> bool:
    """Say whether a label belongs to the table for typing in counts, and not to the result below it."""
    parent: Any = label
    while parent is not None and not isinstance(parent, AgreementView | SurveyEditor):
        parent = parent.parent()
    return isinstance(parent, SurveyEditor) and label.isVisible()


def _result(view: AgreementView) -> Iterator[Piece]:
    yield Piece(clean(view.source.text()))
    for chart, table, note in zip(view.charts, view.tables, view.notes, strict=True):
        if not table.isHidden():
            yield Piece("", "table", *_table(table))
        if not chart.isHidden():
            yield Piece(clean(chart.accessibleName()), "described")
            drawing = etree.fromstring(chart._svg.encode())  # noqa: SLF001 - what is painted
            texts = tuple(clean("".join(text.itertext())) for text in drawing.iter("{*}text"))
            yield Piece(texts[0], "chart", rows=(texts[1:],))
        if not note.isHidden():
            yield Piece(clean(note.text()))
    if not view.groups.isHidden():
        yield Piece("", "table", *_table(view.groups))


def _table(table: QTableWidget) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    heads = [table.horizontalHeaderItem(column) for column in range(table.columnCount())]
    rows = [
        tuple(clean(item.text()) if (item := table.item(row, column)) else "" for column in range(len(heads)))
        for row in range(table.rowCount())
    ]
    return tuple(clean(head.text()) if head else "" for head in heads), tuple(rows)


def _cells(model: QAbstractItemModel) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    columns = range(model.columnCount())
    header = tuple(
        clean(str(model.headerData(column, Qt.Orientation.Horizontal, Role.AccessibleTextRole)))
        for column in columns
    )
    rows = [
        tuple(clean(str(model.index(row, column).data(Role.DisplayRole) or "")) for column in columns)
        for row in range(model.rowCount())
    ]
    return header, tuple(row for row in rows if row[0])
