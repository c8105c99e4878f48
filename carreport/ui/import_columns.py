"""Show as what each column of a file is taken and as which step each word is read, to be corrected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from carreport.form.wording import counted
from carreport.survey.guesses import Use
from carreport.survey.plan import Plan
from carreport.survey.scales import NO_ANSWER, Scale
from carreport.survey.taken import COUNTED, Taken
from carreport.ui.editors.choosing import Dropdown
from carreport.ui.guarded import guarded
from carreport.ui.import_told import REVEALING, USES, WordRead, is_revealing, why_words, words_read
from carreport.ui.labels import Note, Words
from carreport.ui.links import Link
from carreport.ui.paper import rounded
from carreport.ui.style import Letters, font_for

AT_ONCE = 40
"""How many columns or words are shown before one asks for the rest."""
NARROWEST = 200
UNKNOWN = "Which step is it?"


class Sheet(QWidget):
    """A surface with rows on it, and hairlines between them."""

    def __init__(self, widths: Sequence[int], *, is_tall: bool = False) -> None:
        super().__init__()
        self.lines = QGridLayout(self)
        self.lines.setContentsMargins(14, 8, 14, 8)
        self.lines.setHorizontalSpacing(16)
        self.lines.setVerticalSpacing(14)
        for column, share in enumerate(widths):
            self.lines.setColumnStretch(column, share)
        self._rows: list[tuple[QWidget, ...]] = []
        middle, top = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
        self._side = top if is_tall else middle

    def add_line(self, widgets: Sequence[QWidget]) -> None:
        """Put these widgets in a row of their own."""
        row = len(self._rows)
        self._rows.append(tuple(widgets))
        for column, each in enumerate(widgets):
            middle = Qt.AlignmentFlag.AlignVCenter
            self.lines.addWidget(each, row, column, self._side if column < 2 else middle)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface and the hairlines."""
        painter, palette = QPainter(self), self.palette()
        line = palette.color(QPalette.ColorRole.Midlight)
        rounded(painter, self.rect(), palette.color(QPalette.ColorRole.Base), line, 1)
        painter.setPen(line)
        for row in self._rows[1:]:
            y = min(each.y() for each in row) - 7
            painter.drawLine(14, y, self.width() - 14, y)
        painter.end()


class ColumnRow:
    """One column: its letter, its heading, why it is taken so, and the choice."""

    def __init__(self, taken: Taken, known: Sequence[tuple[str, str]]) -> None:
        column = taken.column
        self.number = column.number
        heading = column.heading or "No heading"
        self.letter = Words(column.name, Letters.STRONG, "muted", wrap=False)
        self.words = QWidget()
        stack = QVBoxLayout(self.words)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(3)
        self.why, self.caution = Words("", Letters.SMALL, "muted"), Note("attention")
        for each in (Words(heading if len(heading) < 300 else f"{heading[:299]}…"), self.why, self.caution):
            stack.addWidget(each)
        self.choice = Dropdown(f"import:{column.name}", f"Column {column.name}, {heading[:80]}: taken as")
        self.ways: list[tuple[Use, str] | None] = [(use, "") for use in USES]
        self.choice.addItems(list(USES.values()))
        if known:
            self.choice.insertSeparator(self.choice.count())
            self.ways.append(None)
        for each_id, said in known:
            self.ways.append((Use.OPEN if taken.use is Use.OPEN else Use.STATEMENT, each_id))
            self.choice.addItem(f"The same as “{said[:60]}”")
        self.choice.setMaximumWidth(240)
        self.choice.setMinimumWidth(NARROWEST)
        self.show_taken(taken)

    def show_taken(self, taken: Taken) -> None:
        """Show as what the column is taken now."""
        self.why.setText(why_words(taken))
        self.caution.say(REVEALING if is_revealing(taken) else "")
        if self.ways[self.choice.currentIndex()] != (taken.use, taken.to):
            self.choice.setCurrentIndex(self.ways.index((taken.use, "")))


class ColumnList(QWidget):
    """All columns of a file."""

    use_chosen = Signal(int, object, str)
    """The column with this number is to be taken as this, and as the same as that statement."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.rows: dict[int, ColumnRow] = {}
        self._sheet = Sheet((0, 1, 0), is_tall=True)
        self._rest = [each for each in plan.taken if each.column.heading or each.answered]
        self._plan = plan
        self.more = Link("")
        self.more.clicked.connect(self._add_more)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(10)
        stack.addWidget(self._sheet)
        stack.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_more()

    def show_plan(self, plan: Plan) -> None:
        """Show as what each column is taken now."""
        self._plan = plan
        for each in plan.taken:
            if each.column.number in self.rows:
                self.rows[each.column.number].show_taken(each)
        self._rest = [plan.taken[each.column.number] for each in self._rest]

    def _add_more(self) -> None:
        now, self._rest = self._rest[:AT_ONCE], self._rest[AT_ONCE:]
        for taken in now:
            row = ColumnRow(taken, self._known(taken))
            self.rows[row.number] = row
            row.choice.activated.connect(self._choose)
            self._sheet.add_line((row.letter, row.words, row.choice))
        self.more.setText(f"Show {counted(min(len(self._rest), AT_ONCE), 'more column')}")
        self.more.setVisible(bool(self._rest))

    def _known(self, taken: Taken) -> Sequence[tuple[str, str]]:
        target = self._plan.target
        if taken.use not in COUNTED:
            return target.statements
        return target.opens if taken.use is Use.OPEN else target.statements

    def _choose(self) -> None:
        row = next(each for each in self.rows.values() if each.choice is self.sender())
        way = row.ways[row.choice.currentIndex()]
        if way is not None:
            self.use_chosen.emit(row.number, *way)


class WordList(QWidget):
    """The words of the statements, and the step that each is read as."""

    word_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, Dropdown] = {}
        self._shown: list[str] = []
        self._scale: Scale | None = None
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(10)
        self._sheet = Sheet((1, 0, 0))
        self._stack.addWidget(self._sheet)
        self.more = Words("", Letters.SMALL, "muted")
        self._stack.addWidget(self.more)

    def show_plan(self, plan: Plan) -> None:
        """Show each word once; rows that stay keep the keyboard."""
        read = words_read(plan)
        if {each.word for each in read[:AT_ONCE]} != set(self._shown) or plan.scale != self._scale:
            self._make_again(read[:AT_ONCE], plan.scale)
        for each in read:
            if each.word in self.choices:
                _point_to(self.choices[each.word], each.step)
        self.more.setText(f"{counted(len(read) - AT_ONCE, 'more word')} of this column are not shown.")
        self.more.setVisible(len(read) > AT_ONCE)

    def _make_again(self, read: Sequence[WordRead], scale: Scale) -> None:
        fresh = Sheet((1, 0, 0))
        self.choices = {}
        for each in read:
            choice = Dropdown(f"import:word:{each.word[:40]}", f"“{each.word[:60]}” is read as")
            if each.step is None:
                choice.addItem(UNKNOWN, None)
            for step in scale.steps:
                choice.addItem(step.label, step.key)
            choice.addItem("No answer", NO_ANSWER)
            choice.setMinimumWidth(NARROWEST)
            choice.activated.connect(self._choose)
            self.choices[each.word] = choice
            times = f"{each.count:,} ×, first in {each.where}"
            fresh.add_line((Words(f"“{each.word[:200]}”"), Words(times, Letters.SMALL, "muted"), choice))
        self._stack.replaceWidget(self._sheet, fresh)
        self._sheet.hide()
        self._sheet.deleteLater()
        self._sheet, self._scale, self._shown = fresh, scale, [each.word for each in read]

    def _choose(self) -> None:
        word = next(word for word, choice in self.choices.items() if choice is self.sender())
        step = self.choices[word].currentData()
        if step is not None:
            self.word_chosen.emit(word, step)


def _point_to(choice: Dropdown, step: str | None) -> None:
    unknown = choice.findText(UNKNOWN)
    if step is not None and unknown >= 0:
        choice.removeItem(unknown)
    elif step is None and unknown < 0:
        choice.insertItem(0, UNKNOWN, None)
    keys = [choice.itemData(place) for place in range(choice.count())]
    choice.setCurrentIndex(keys.index(step))
    choice.setFont(font_for(Letters.STRONG if step is None else Letters.TEXT))
