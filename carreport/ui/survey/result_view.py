"""The result of a survey beside its data: chart, agreement table, comparison of groups, and n."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QSizePolicy, QTableWidgetItem, QVBoxLayout, QWidget

from carreport.form.wording import format_list
from carreport.survey.agreement import Tally
from carreport.survey.results.agreement_table import (
    counted_tallies,
    figure_notes,
    size_text,
    statement_letter,
    statements_by_scale,
    table_figures,
    table_header,
)
from carreport.survey.results.groups import (
    ALL,
    LARGE,
    TOO_SMALL,
    GroupComparison,
    compare_groups,
    hidden_text,
)
from carreport.survey.results.result import StatementResult, SurveyResult, has_chart
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.table import HEADING_WIDTH, PlainTable, wrap_heading

WIDEST = 720
PAPER = 16
"""Margin around the chart, in pixels."""
NARROWER = 5
"""Characters per line of a heading when statements are named by letters."""
MIN_STATEMENT_WIDTH = 120
"""Minimum width of the statement column before the table scrolls sideways, in pixels."""
LETTER = 30
"""Width of the statement column when it shows only letters, in pixels."""
GROUPS_HEAD = "How many people in each group agreed"
NOT_SIDE_BY_SIDE = (
    "The replies are from {groups}. The report compares groups only if you choose this in the survey."
)
ALL_SHOWN = (
    "The report shows every count, even those below five, because you have said your group agreed to this."
)
NO_AGREEMENT = "Groups can be compared only on statements that people agreed or disagreed with."
EMPTY = "The chart and the table appear here once there are counts or replies."


class ChartPicture(QLabel):
    """The same chart as in the report, drawn at the available width."""

    def __init__(self) -> None:
        super().__init__()
        self._svg = ""
        self._renderer: QSvgRenderer | None = None
        self._painted = QSize()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def show_chart(self, alt: str, svg: str) -> None:
        """Show this chart, with a description for screen readers."""
        self.setAccessibleName(alt)
        self.setToolTip(alt)
        if svg == self._svg:
            return
        self._svg, self._renderer, self._painted = svg, QSvgRenderer(QByteArray(svg.encode())), QSize()
        if self.isVisible():
            self._paint()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the chart again at the new width."""
        super().resizeEvent(event)
        if self.isVisible():
            self._paint()

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Draw a chart that was set while the widget was hidden."""
        super().showEvent(event)
        self._paint()

    def _paint(self) -> None:
        if self._renderer is None or self.width() < 50:
            return
        whole = self._renderer.defaultSize()
        width = min(self.width(), WIDEST)
        inner = width - 2 * PAPER
        drawn = QRectF(PAPER, PAPER, inner, whole.height() * inner / whole.width())
        size = QSize(width, round(drawn.height()) + 2 * PAPER)
        if size == self._painted:
            return
        self._painted, ratio = size, self.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        line = self.palette().color(QPalette.ColorRole.Midlight)
        draw_rounded_rect(painter, QRect(QPoint(0, 0), size), QColor(Qt.GlobalColor.white), line, 1)
        self._renderer.render(painter, drawn)
        painter.end()
        self.setPixmap(picture)
        self.setFixedHeight(size.height())


class AgreementTable(PlainTable):
    """The statements with n, counts and whole percentages; long statements wrap."""

    def __init__(self, least_words: int = MIN_STATEMENT_WIDTH) -> None:
        super().__init__()
        self._least_words = least_words
        self._headings: tuple[str, ...] = ()
        self._fitted_width = -1
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.refresh_theme()

    def refresh_theme(self) -> None:
        """Apply the chosen text size."""
        self.setFont(font_for(FontRole.SMALL))
        self.horizontalHeader().setFont(font_for(FontRole.SMALL))
        self._fit()

    def show_rows(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show these figures; the first column holds text, the others numbers."""
        self.setColumnCount(len(header))
        self.setRowCount(len(rows))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._headings = tuple(header)
        for row, cells in enumerate(rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setTextAlignment(right if column else left)
                self.setItem(row, column, item)
        self._fitted_width = -1
        if self.isVisible():
            self._fit()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the text again."""
        super().resizeEvent(event)
        if self.isVisible() and self.width() != self._fitted_width:
            self._fit()

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Wrap text that was set while the table was hidden."""
        super().showEvent(event)
        if self.width() != self._fitted_width:
            self._fit()

    def _fit(self) -> None:
        """Give the numbers the width they need and the text the rest, then wrap it."""
        self._fitted_width = self.width()
        widths = self._widths(HEADING_WIDTH, 14)
        if self._least_words == LETTER or self.width() - sum(widths) < self._least_words:
            widths = self._widths(NARROWER, 10)
        spare = self.width() - sum(widths)
        if widths and self._least_words == LETTER and spare > LETTER:
            more = (spare - LETTER) // len(widths)  # letters need no more width: the figures share it
            widths, spare = [width + more for width in widths], spare - more * len(widths)
        for column, width in enumerate(widths, 1):
            self.setColumnWidth(column, width)
        policy = Qt.ScrollBarPolicy
        is_wider = spare < self._least_words and self.width() > 0
        self.setHorizontalScrollBarPolicy(policy.ScrollBarAlwaysOn if is_wider else policy.ScrollBarAlwaysOff)
        self.setColumnWidth(0, max(spare, self._least_words))
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + 6)
        self.fit_height(self.horizontalScrollBar().sizeHint().height() if is_wider else 0)

    def _widths(self, narrow: int, padding: int) -> list[int]:
        """Wrap the headings at this many characters; return the widths of the number columns."""
        self._wrap_headings(narrow)
        return [self._width_of(column) + padding for column in range(1, self.columnCount())]

    def _width_of(self, column: int) -> int:
        """Return the width that a column needs for its heading and figures."""
        metrics = self.horizontalHeader().fontMetrics()
        head = self.horizontalHeaderItem(column)
        lines = head.text().split("\n") if head else []
        cells = (self.item(row, column) for row in range(self.rowCount()))
        words = [*lines, *(cell.text() for cell in cells if cell is not None)]
        return max(map(metrics.horizontalAdvance, words), default=0)

    def _wrap_headings(self, narrow: int) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for column, words in enumerate(self._headings):
            item = QTableWidgetItem(wrap_heading(words, narrow))
            item.setTextAlignment(right if column else left)
            self.setHorizontalHeaderItem(column, item)


class AgreementView(QWidget):
    """The result of a survey: a chart and a table for each scale, with n and notes."""

    def __init__(self, *, is_short: bool = False) -> None:
        """If `is_short`, show only the letters of statements, because their text is beside the result."""
        super().__init__()
        self._letters_only = is_short
        self._least = least_words = LETTER if is_short else MIN_STATEMENT_WIDTH
        self.charts: list[ChartPicture] = []
        self.tables: list[AgreementTable] = []
        self.notes: list[TextLabel] = []
        self.source = TextLabel("", ink="muted")
        self.groups_head, self.groups = TextLabel(GROUPS_HEAD, FontRole.STRONG), AgreementTable(least_words)
        self.groups_note = TextLabel("", FontRole.SMALL, "muted")
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 8, 0, 0)
        self._stack.setSpacing(10)
        self._stack.addWidget(self.source)
        for part in (self.groups_head, self.groups, self.groups_note):
            part.hide()
            self._stack.addWidget(part)

    @property
    def all_tables(self) -> list[AgreementTable]:
        """The visible tables, from top to bottom."""
        return [table for table in (*self.tables, self.groups) if not table.isHidden()]

    def show_result(self, result: SurveyResult, files: Sequence[str] = (), by_group: str = "") -> None:
        """Show a result.

        `files` are the imported files; `by_group` is the survey's answer about comparing groups.
        """
        found = [one for one in result.statements if one.tally.n or one.is_unreadable]
        tables = statements_by_scale(found)
        self._ensure_tables(len(tables))
        letters = {one.item.id: statement_letter(number) for number, one in enumerate(result.statements)}
        for place, judged in enumerate(tables):
            self._show_scale(place, judged, [letters[statement.item.id] for statement in judged])
        has_groups = self._show_groups(result, letters, by_group)
        came = f" They were imported from {format_list(files)}." if result.source_note and files else ""
        self.source.setText(f"{result.source_note}{came}" if found else EMPTY)
        drawn = list(map(has_chart, tables))
        self.source.setVisible(bool(self.source.text()))
        for place, parts in enumerate(zip(self.charts, self.tables, self.notes, strict=True)):
            chart, table, note = parts
            chart.setVisible(place < len(drawn) and drawn[place])
            table.setVisible(place < len(drawn))
            note.setVisible(place < len(drawn))
        self.groups_head.setVisible(has_groups)
        self.groups.setVisible(has_groups)
        self.groups_note.setVisible(bool(self.groups_note.text()))

    def _show_scale(self, place: int, judged: Sequence[StatementResult], letters: Sequence[str]) -> None:
        chart, table, note = self.charts[place], self.tables[place], self.notes[place]
        size = size_text(judged)
        if has_chart(judged):
            counted = [at for at, statement in zip(letters, judged, strict=True) if statement.is_counted]
            chart.show_chart(*_draw_chart(counted_tallies(judged), counted))
        table.setAccessibleName(f"Agreement table, {size}" if size else "Agreement table")
        header = table_header(judged[0].tally.steps)
        table.show_rows(
            ["", *header[1:]] if self._letters_only else header,
            [
                [
                    f"{at})" if self._letters_only else f"{at}) {statement.tally.statement}",
                    *table_figures(statement),
                ]
                for statement, at in zip(judged, letters, strict=True)
            ],
        )
        note.setText(" ".join([f"{size}."] * bool(size) + figure_notes(judged)))

    def _show_groups(self, result: SurveyResult, letters: Mapping[str, str], by_group: str) -> bool:
        """Compare groups as a public report does, and say what it leaves out.

        Return whether there is a table of groups.
        """
        is_wanted = by_group in (LARGE, ALL)
        made = compare_groups(result, letters, is_open=by_group == ALL) if is_wanted else None
        has_table = made is not None and not made.is_empty
        if made is not None and has_table:
            self.groups.setAccessibleName(GROUPS_HEAD)
            rows = [(row[0].partition(" ")[0], *row[1:]) if self._letters_only else row for row in made.rows]
            self.groups.show_rows(("", *made.header[1:]) if self._letters_only else made.header, rows)
        self.groups_note.setText(_groups_text(result, made, by_group))
        return has_table

    def _ensure_tables(self, count: int) -> None:
        """Make at least this many charts and tables; existing ones are reused, so that nothing flickers."""
        while len(self.charts) < count:
            chart, table, note = (
                ChartPicture(),
                AgreementTable(self._least),
                TextLabel("", FontRole.SMALL, "muted"),
            )
            self.charts.append(chart)
            self.tables.append(table)
            self.notes.append(note)
            for part in (chart, table, note):
                part.hide()
                self._stack.insertWidget(self._stack.indexOf(self.groups_head), part)


def _draw_chart(tallies: Sequence[Tally], letters: Sequence[str]) -> tuple[str, str]:
    """Return the description of a chart, and the chart as SVG."""
    from carreport.report.charts.agreement_chart import lay_out_chart  # noqa: PLC0415 - 45 ms for Pillow
    from carreport.report.charts.chart_words import describe_chart  # noqa: PLC0415 - likewise
    from carreport.report.charts.svg import chart_to_svg  # noqa: PLC0415 - likewise

    alt = describe_chart(tallies, letters)
    return alt, chart_to_svg(lay_out_chart(tallies, letters), alt, "chart")


def _groups_text(result: SurveyResult, made: GroupComparison | None, by_group: str) -> str:
    """Return the note on groups: what is left out and why, or "" if there are no groups."""
    if len(result.groups) < 2:
        return ""
    if by_group not in (LARGE, ALL):
        names = [group.name for group in result.groups]
        return NOT_SIDE_BY_SIDE.format(
            groups=format_list(names) if len(names) < 6 else f"{len(names)} groups"
        )
    if made is None:
        return NO_AGREEMENT
    if made.is_empty:
        return TOO_SMALL
    return ALL_SHOWN if by_group == ALL else hidden_text() if made.has_hidden else ""
