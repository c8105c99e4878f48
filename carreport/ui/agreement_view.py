"""Draw what a survey says beside its data: the chart of the report, the agreement table, n and a caution."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPixmap, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QSizePolicy, QTableWidgetItem, QVBoxLayout, QWidget

from carreport.form.wording import listed, sentence_case
from carreport.survey.agreement import Step, Tally, caution, collapsed_words, n_words, shares_of
from carreport.survey.result import Judged, SurveyResult, is_drawn
from carreport.ui.guarded import guarded
from carreport.ui.labels import Words
from carreport.ui.paper import rounded
from carreport.ui.plain_table import PlainTable
from carreport.ui.style import Letters, font_for

NO_FIGURE = "–"
WIDEST = 720
PAPER = 16
"""How much white stands around the chart, as on the page of a report."""
NARROW = 9
EMPTY = "The chart and the table appear here as soon as there are counts or replies."


class ChartPicture(QLabel):
    """The chart as it stands in the report, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._svg = ""
        self._renderer: QSvgRenderer | None = None
        self._painted = QSize()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def show_chart(self, judged: Sequence[Judged], letters: Sequence[str]) -> None:
        """Draw the replies to these statements."""
        from carreport.report.chart import describe, lay_out  # noqa: PLC0415 - 45 ms for Pillow
        from carreport.report.chart_svg import svg_of  # noqa: PLC0415 - likewise

        tallies = [each.tally for each in judged]
        alt = describe(tallies, letters)
        svg = svg_of(lay_out(tallies, letters), alt, "chart")
        self.setAccessibleName(alt)
        self.setToolTip(alt)
        if svg == self._svg:
            return
        self._svg, self._renderer, self._painted = svg, QSvgRenderer(QByteArray(svg.encode())), QSize()
        self._paint()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw it again at the new width."""
        super().resizeEvent(event)
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
        rounded(painter, QRect(QPoint(0, 0), size), QColor(Qt.GlobalColor.white), line, 1)
        self._renderer.render(painter, drawn)
        painter.end()
        self.setPixmap(picture)
        self.setFixedHeight(size.height())


class AgreementTable(PlainTable):
    """The statements with n, counts and whole per cents; words of a statement fold."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.follow_letters()

    def follow_letters(self) -> None:
        """Take the chosen text size."""
        self.setFont(font_for(Letters.SMALL))
        self.horizontalHeader().setFont(font_for(Letters.SMALL))
        self._fit()

    def show_rows(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show these figures; the first column holds words, the others numbers."""
        self.setColumnCount(len(header))
        self.setRowCount(len(rows))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for column, words in enumerate(header):
            item = QTableWidgetItem(_folded(words))
            item.setTextAlignment(right if column else left)
            self.setHorizontalHeaderItem(column, item)
        for row, cells in enumerate(rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setTextAlignment(right if column else left)
                self.setItem(row, column, item)
        self._fit()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the words anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the numbers what they need and the words the rest, then fold them."""
        metrics = self.horizontalHeader().fontMetrics()
        taken = 0
        for column in range(1, self.columnCount()):
            head = self.horizontalHeaderItem(column)
            lines = head.text().split("\n") if head else []
            cells = (self.item(row, column) for row in range(self.rowCount()))
            words = [*lines, *(each.text() for each in cells if each is not None)]
            width = max(map(metrics.horizontalAdvance, words), default=0) + 14
            self.setColumnWidth(column, width)
            taken += width
        self.setColumnWidth(0, max(self.width() - taken, 120))
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + 6)
        self.fit_height()


class AgreementView(QWidget):
    """What a survey says: a chart and a table for each scale, with n and the sentences that belong to it."""

    def __init__(self) -> None:
        super().__init__()
        self.charts: list[ChartPicture] = []
        self.tables: list[AgreementTable] = []
        self.notes: list[Words] = []
        self.source = Words("", ink="muted")
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 8, 0, 0)
        self._stack.setSpacing(10)
        self._stack.addWidget(self.source)

    def show_result(self, result: SurveyResult, files: Sequence[str] = ()) -> None:
        """Show what the survey says now; `files` are those that its replies came with."""
        found = [each for each in result.statements if each.tally.n]
        scales: dict[tuple[Step, ...], list[Judged]] = {}
        for each in found:
            scales.setdefault(each.tally.steps, []).append(each)
        self._have(len(scales))
        came = f" They came with {listed(files)}." if result.source_words and files else ""
        self.source.setText(f"{result.source_words}{came}" if found else EMPTY)
        self.source.setVisible(bool(self.source.text()))
        letters = {each.item.id: _letter(number) for number, each in enumerate(result.statements)}
        for place, judged in enumerate(scales.values()):
            self._show(place, judged, [letters[each.item.id] for each in judged])

    def _show(self, place: int, judged: Sequence[Judged], letters: Sequence[str]) -> None:
        chart, table, note = self.charts[place], self.tables[place], self.notes[place]
        drawn = is_drawn(judged)
        chart.setVisible(drawn)
        if drawn:
            chart.show_chart(judged, letters)
        tallies = [each.tally for each in judged]
        table.setAccessibleName(f"Agreement table, {n_words(tallies)}")
        table.show_rows(
            header_of(tallies[0].steps),
            [
                [f"{letter}) {each.statement}", *figures_of(each)]
                for each, letter in zip(tallies, letters, strict=True)
            ],
        )
        said = (f"{n_words(tallies)}.", caution(tallies), collapsed_words(tallies[0].steps))
        note.setText(" ".join(filter(None, said)))

    def _have(self, count: int) -> None:
        """Have so many charts and tables; those that are there stay, so that nothing flickers."""
        while len(self.charts) < count:
            chart, table, note = ChartPicture(), AgreementTable(), Words("", Letters.SMALL, "muted")
            self.charts.append(chart)
            self.tables.append(table)
            self.notes.append(note)
            for part in (chart, table, note):
                self._stack.addWidget(part)
        for place, parts in enumerate(zip(self.charts, self.tables, self.notes, strict=True)):
            for part in parts:
                part.setVisible(place < count)


def header_of(steps: Sequence[Step]) -> list[str]:
    """Return the headings: n, a count for each side of the scale, the per cents."""
    names = [name for name, _ in shares_of(steps)]
    return ["Statement", "n", *map(sentence_case, names), *(f"% {name}" for name in names)]


def figures_of(tally: Tally) -> list[str]:
    """Return the figures of one statement, as the headings name them."""
    pairs = list(zip(tally.steps, tally.counts, strict=True))
    shares = [keys for _, keys in shares_of(tally.steps)]
    counts = (sum(count for step, count in pairs if step.key in keys) for keys in shares)
    per_cents = (tally.share(keys) for keys in shares)
    told = (NO_FIGURE if each is None else str(each) for each in per_cents)
    return [f"{tally.n:,}", *(f"{count:,}" for count in counts), *told]


def _folded(heading: str) -> str:
    """Return a heading in lines of about eight letters."""
    lines = [""]
    for word in heading.split():
        if lines[-1] and len(lines[-1]) + len(word) > NARROW:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _letter(number: int) -> str:
    from carreport.report.parts.survey_table import letter  # noqa: PLC0415 - loads what reports are made of

    return letter(number)
