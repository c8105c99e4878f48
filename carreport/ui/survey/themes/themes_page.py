"""Sort replies and notes into themes, by drag or by key: replies at the left, themes at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from carreport.form.wording import format_count, plural, sentence_case
from carreport.survey.themes import Consent
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import guarded
from carreport.ui.survey.themes.coding import Pile, counts_of
from carreport.ui.survey.themes.reply_list import CONSENTS, ReplyList
from carreport.ui.survey.themes.theme_list import ThemeRow
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.labels import Heading, Words, announce
from carreport.ui.widgets.panel import Surface

KEYS = "123456789abcdeghijklmoprstuvwxyz"
"""The keys of the themes, in order; F, N and Q do something else."""
HINT = (
    "The key of a theme puts the {noun} into it, and again takes it out. Enter goes on, N makes a theme, "
    "F shows only what is not sorted yet{quote}. Or drag a {noun} onto a theme."
)
NOTHING = "Nothing is left to sort here."
GATHERING = "The replies and notes are being gathered…"
NO_PILES = "There are no replies or notes to sort yet. Bring in a file of replies, or type them in at Data."
SIDE, TOP, THEMES_WIDTH, WIDEST = 32, 28, 340, 1120


class ThemesPage(QWidget):
    """The page on which one pile is sorted; it shows, and tells what the person wants."""

    toggled = Signal(str, object)
    """The leaves at these places are to go into this theme, or out of it."""
    dropped = Signal(str, object)
    added = Signal(str)
    renamed = Signal(str)
    taken_away = Signal(str)
    quoted = Signal(object)
    """Whether the chosen leaves may be quoted: a `Consent`, or nothing for the next one."""
    pile_chosen = Signal(int)
    erase_wanted = Signal(int)
    """The person whose reply stands at this place withdraws it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pile: Pile | None = None
        self.rows: list[ThemeRow] = []
        self.which = Dropdown("themes:which", "What is sorted")
        self.which.activated.connect(self.pile_chosen)
        self.summary, self.hint = Words("", ink="muted"), Words("", Letters.SMALL, "muted")
        self.only_open = QCheckBox("Only what is not sorted yet (F)")
        self.only_open.clicked.connect(self._filter)
        self.leaves = ReplyList()
        self.leaves.key_given.connect(self._answer_key)
        self.leaves.onward.connect(self.go_on)
        self.leaves.selectionModel().selectionChanged.connect(self._show_chosen)
        self.empty = Words(NOTHING, ink="muted")
        self.new = QLineEdit()
        self.new.setPlaceholderText("New theme (N)")
        self.new.setAccessibleName("New theme")
        self.new.setMaxLength(80)
        self.new.returnPressed.connect(self._add)
        self.new.installEventFilter(self)
        self.consent_head = Words("May it be quoted? (Q)", Letters.STRONG)
        self.consent = Dropdown("themes:consent", "May it be quoted?")
        for key, said in CONSENTS.items():
            self.consent.addItem(said, key.value)
        self.consent.activated.connect(self._choose_consent)
        self.erase = Link("Erase this reply for good…", Letters.SMALL)
        self.erase.clicked.connect(self._want_erasing)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()

    def shows(self, path: str) -> bool:
        """Say whether a change at this path is to be seen here."""
        return self._pile is not None and path == self._pile.path

    @property
    def pile(self) -> Pile | None:
        """What is being sorted."""
        return self._pile

    def show_piles(self, titles: Sequence[str], chosen: int) -> None:
        """Offer what can be sorted."""
        self.which.clear()
        self.which.addItems([title if len(title) < 90 else f"{title[:89]}…" for title in titles])
        self.which.setCurrentIndex(chosen)
        self.which.setVisible(len(titles) > 1)

    def show_gathering(self) -> None:
        """Say that what can be sorted is being gathered."""
        self.show_piles((), -1)
        self.show_pile(None)
        self.empty.setText(GATHERING)

    def show_pile(self, pile: Pile | None) -> None:
        """Show what is to be sorted, from its beginning."""
        self._pile = pile
        self.only_open.setChecked(False)
        for part in (self.new, self.only_open, self.hint, self.leaves):
            part.setVisible(pile is not None)
        self.empty.setVisible(pile is None)
        self.empty.setText(NO_PILES)
        asks = pile is not None and any(each.consent is not None for each in pile.leaves)
        self.consent_head.setVisible(asks)
        self.consent.setVisible(asks)
        self.erase.setVisible(pile is not None and pile.can_be_withdrawn)
        self.title.setText(pile.title if pile is not None else "")
        self.title.setVisible(self.which.isHidden() and pile is not None)
        if pile is None:
            return
        self.leaves.setAccessibleName(f"{sentence_case(plural(pile.noun))}: {pile.title}")
        quote = ", Q changes whether it may be quoted" if asks else ""
        self.hint.setText(HINT.format(noun=pile.noun, quote=quote))
        self._fill()
        self.show_themes()
        self.leaves.go_to_row(0)

    def show_themes(self) -> None:
        """Show the themes and their counts as they are now."""
        pile = self._pile
        if pile is None:
            return
        themes = pile.themes
        if [row.theme for row in self.rows] != list(themes):
            self._make_rows(themes)
        self._show_chosen()

    def tell_changed(self, places: Sequence[int]) -> None:
        """Show again what was sorted; it stays in sight until one goes on."""
        self.leaves.shown.tell_changed(places)
        self.show_themes()

    def focus_here(self) -> None:
        """Put the keyboard on the first reply."""
        first = self.leaves if self._pile is not None else self
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Go to the next reply; with the filter on, what is sorted by now goes out of sight."""
        row = self.leaves.currentIndex().row()
        if self.only_open.isChecked():
            shown = self.leaves.shown.places
            before = shown[: row + 1]
            self._fill()
            gone = sum(each not in self.leaves.shown.places for each in before)
            row -= gone
        last = len(self.leaves.shown.places) - 1
        if row >= last:
            announce(self, "That was the last one.")
        self.leaves.go_to_row(min(row + 1, last))

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the name of a new theme with Esc."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.new and is_key and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # it is a key event
            self.new.clear()
            self.leaves.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    # Inside.

    def _fill(self) -> None:
        pile = self._pile
        if pile is None:
            return
        wanted = self.only_open.isChecked()
        places = [place for place, leaf in enumerate(pile.leaves) if not (wanted and leaf.themes)]
        self.leaves.shown.show_leaves(pile.leaves, places)
        self.empty.setText(NOTHING)
        self.empty.setVisible(not places)

    def _filter(self) -> None:
        self._fill()
        self.leaves.go_to_row(0)
        self._show_chosen()

    def _answer_key(self, key: str) -> None:
        place = KEYS.find(key)
        if key == "n":
            self.new.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == "f":
            self.only_open.setChecked(not self.only_open.isChecked())
            self._filter()
        elif key == "q" and not self.consent.isHidden():
            self.quoted.emit(None)
        elif 0 <= place < len(self.rows):
            self._toggle(self.rows[place].theme)
        else:
            announce(self, f"No theme has the key {key.upper()}.")

    def _add(self) -> None:
        name = self.new.text().strip()
        self.new.clear()
        self.leaves.setFocus(Qt.FocusReason.OtherFocusReason)
        if name:
            self.added.emit(name)

    def _choose_consent(self) -> None:
        self.quoted.emit(Consent(self.consent.currentData()))

    def _want_erasing(self) -> None:
        chosen = self.leaves.chosen()
        if len(chosen) == 1:
            self.erase_wanted.emit(chosen[0])

    def _make_rows(self, themes: Sequence[str]) -> None:
        had = self.focusWidget() if self.focusWidget() in self.rows else None
        for row in self.rows:
            self.themes.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for place, theme in enumerate(themes):
            row = ThemeRow(theme, KEYS[place] if place < len(KEYS) else "–")
            row.chosen.connect(self._toggle)
            row.dropped.connect(self.dropped)
            row.rename_wanted.connect(self.renamed)
            row.away_wanted.connect(self.taken_away)
            self.themes.insertWidget(place, row)
            row.show()
            self.rows.append(row)
        if had is not None:
            self.leaves.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self, theme: str) -> None:
        self.toggled.emit(theme, self.leaves.chosen())

    def _show_chosen(self) -> None:
        pile = self._pile
        if pile is None:
            return
        chosen = [pile.leaves[place] for place in self.leaves.chosen()]
        counts = counts_of(pile)
        most = max(counts.values(), default=0)
        for row in self.rows:
            inside = bool(chosen) and all(row.theme in each.themes for each in chosen)
            row.show_count(counts.get(row.theme, 0), most, pile.noun, has_chosen=inside)
        self.erase.setEnabled(len(chosen) == 1)
        if chosen and chosen[0].consent is not None:
            self.consent.setCurrentIndex(self.consent.findData(chosen[0].consent.value))
        self.summary.setText(summary_words(pile))

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(SIDE, TOP, SIDE, 16)
        middle.addStretch(1)
        middle.addWidget(inner, 1000)
        middle.addStretch(1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.title = Words("", Letters.QUESTION)
        column.addWidget(Heading("Sort into themes"))
        for part in (self.which, self.title, self.summary):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(20)
        left = Surface()
        left.stack.setContentsMargins(1, 1, 1, 1)
        left.stack.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(16, 16, 16, 16)
        left.stack.addWidget(self.leaves, 1)
        row.addWidget(left, 1)
        row.addWidget(self._right())
        column.addLayout(row, 1)
        column.addWidget(self.hint)

    def _right(self) -> QWidget:
        right = QWidget()
        right.setFixedWidth(THEMES_WIDTH)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.only_open)
        area, inner = QScrollArea(), QWidget()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.themes = QVBoxLayout(inner)
        self.themes.setContentsMargins(0, 0, 6, 0)
        self.themes.setSpacing(4)
        self.themes.addWidget(self.new)
        self.themes.addStretch(1)
        area.setWidget(inner)
        column.addWidget(area, 1)
        column.addWidget(self.consent_head)
        column.addWidget(self.consent)
        column.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignLeft)
        return right


def summary_words(pile: Pile) -> str:
    """Return how far the sorting is: “12 of 33 replies sorted into 4 themes, by Ailsa Kerr.”."""
    done = sum(bool(each.themes) for each in pile.leaves)
    total = format_count(len(pile.leaves), pile.noun)
    if not done and not pile.themes:
        return f"{total} to sort. Press N and write the name of the first theme."
    by = f", by {pile.sorted_by}" if pile.sorted_by else ""
    said = f"{done:,} of {total} sorted into {format_count(len(pile.themes), 'theme')}{by}."
    asked = [each.consent for each in pile.leaves if each.consent is not None]
    may = sum(each.allows_quoting for each in asked)
    return f"{said} {may:,} may be quoted." if asked else said
