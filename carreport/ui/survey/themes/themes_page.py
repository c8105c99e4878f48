"""The page that sorts replies or notes into themes, by key or by drag and drop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from carreport.form.wording import format_count, plural, sentence_case
from carreport.survey.themes import Consent
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.themes.coding import CodingSet, count_by_theme
from carreport.ui.survey.themes.reply_list import CONSENTS, ExcerptList
from carreport.ui.survey.themes.theme_list import ThemeRow
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.disclosure import KeyHints
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.panel import CardFrame
from carreport.ui.widgets.scroll_column import ScrollColumn, column_scale, text_scale

THEME_KEYS = "123456789abcdeghijklmoprstuvwxyz"
"""The shortcut keys of the themes, in order; F, N and Q have other uses."""
KEYBOARD_HINT = (
    "Press a theme’s key to add the {noun} to it; press it again to remove the {noun}. Enter goes to the "
    "next {noun}; N creates a theme; F shows only those not sorted yet{quote}. You can also "
    "drag a {noun} onto a theme."
)
NOTHING_LEFT = "Everything is sorted."
LOADING = "Reading the replies and notes…"
NOTHING_TO_SORT = (
    "There are no replies or notes to sort yet. Go to Data, then import a file of replies or type them in."
)
SIDE, TOP, THEMES_WIDTH, WIDEST = 32, 24, 340, 1120
NARROW, LEAST_HEIGHT = 600, 220
"""The width below which the themes are below the replies, and the least height of either then, in pixels."""


class ThemesPage(QWidget):
    """The page on which the excerpts of a coding set are sorted. It emits what the user does."""

    theme_toggled = Signal(str, object)
    """Add the excerpts at these places to this theme, or remove them from it."""
    excerpts_dropped = Signal(str, object)
    theme_added = Signal(str)
    rename_requested = Signal(str)
    remove_requested = Signal(str)
    consent_chosen = Signal(object)
    """Set the consent of the selected excerpts: a `Consent`, or None for the next one."""
    coding_set_chosen = Signal(int)
    erase_requested = Signal(int)
    """Erase the reply at this place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coding_set: CodingSet | None = None
        self.rows: list[ThemeRow] = []
        self.coding_set_choice = Dropdown("themes:which", "What to sort")
        self.coding_set_choice.setAccessibleDescription("The question whose replies are listed below.")
        self.coding_set_choice.activated.connect(self.coding_set_chosen)
        self.summary, self.hint = TextLabel("", ink="muted"), KeyHints()
        self.only_unsorted = QCheckBox("Only unsorted (F)")
        self.only_unsorted.clicked.connect(self._filter)
        self.excerpt_list = ExcerptList()
        self.excerpt_list.key_typed.connect(self._answer_key)
        self.excerpt_list.next_requested.connect(self.go_to_next)
        self.excerpt_list.selectionModel().selectionChanged.connect(self._show_chosen)
        self.empty = TextLabel(NOTHING_LEFT, ink="muted")
        self.new_theme = QLineEdit()
        self.new_theme.setPlaceholderText("New theme (N)")
        self.new_theme.setAccessibleName("New theme")
        self.new_theme.setAccessibleDescription("Type its name and press Enter. Esc goes back to the list.")
        self.new_theme.setMaxLength(80)
        self.new_theme.returnPressed.connect(self._add)
        self.new_theme.installEventFilter(self)
        self.consent_heading = TextLabel("May it be quoted? (Q)", FontRole.STRONG)
        self.consent = Dropdown("themes:consent", "May it be quoted?")
        for key, label in CONSENTS.items():
            self.consent.addItem(label, key.value)
        self.consent.setAccessibleDescription("Applies to everything that is selected in the list.")
        self.consent.activated.connect(self._choose_consent)
        self.erase_link = LinkButton("Erase this reply permanently…", FontRole.SMALL)
        self.erase_link.clicked.connect(self._request_erase)
        self._lay_out()

    def shows_path(self, path: str) -> bool:
        """Return whether changes at this path are shown here."""
        return self._coding_set is not None and path == self._coding_set.path

    @property
    def coding_set(self) -> CodingSet | None:
        """The coding set that is being sorted, or None."""
        return self._coding_set

    def show_coding_sets(self, titles: Sequence[str], chosen: int) -> None:
        """Offer the coding sets with these titles."""
        self.coding_set_choice.clear()
        self.coding_set_choice.addItems([title if len(title) < 90 else f"{title[:89]}…" for title in titles])
        self.coding_set_choice.setCurrentIndex(chosen)
        self.coding_set_choice.setVisible(len(titles) > 1)

    def show_loading(self) -> None:
        """Show that the replies and notes are being read."""
        self.show_coding_sets((), -1)
        self.show_coding_set(None)
        self.empty.setText(LOADING)

    def show_coding_set(self, coding_set: CodingSet | None) -> None:
        """Show a coding set, from its first excerpt."""
        self._coding_set = coding_set
        self.only_unsorted.setChecked(False)
        for part in (self.new_theme, self.only_unsorted, self.hint, self.excerpt_list):
            part.setVisible(coding_set is not None)
        self.empty.setVisible(coding_set is None)
        self.empty.setText(NOTHING_TO_SORT)
        asks = coding_set is not None and any(excerpt.consent is not None for excerpt in coding_set.excerpts)
        self.consent_heading.setVisible(asks)
        self.consent.setVisible(asks)
        self.erase_link.setVisible(coding_set is not None and coding_set.can_erase)
        self.title.setText(coding_set.title if coding_set is not None else "")
        self.title.setVisible(self.coding_set_choice.isHidden() and coding_set is not None)
        if coding_set is None:
            return
        self.excerpt_list.setAccessibleName(f"{sentence_case(plural(coding_set.noun))}: {coding_set.title}")
        quote = "; Q changes whether it may be quoted" if asks else ""
        self.hint.show_keys(KEYBOARD_HINT.format(noun=coding_set.noun, quote=quote))
        self._fill()
        self.show_themes()
        self.excerpt_list.select_row(0)

    def show_themes(self) -> None:
        """Show the current themes and their counts."""
        coding_set = self._coding_set
        if coding_set is None:
            return
        themes = coding_set.themes
        if [row.theme for row in self.rows] != list(themes):
            self._make_rows(themes)
        self._show_chosen()

    def refresh_excerpts(self, places: Sequence[int]) -> None:
        """Repaint the excerpts at these places; they stay visible until the next one is shown."""
        if self._coding_set is not None:
            self.excerpt_list.replace_excerpts(self._coding_set.excerpts, places)
        self.show_themes()

    def focus_start(self) -> None:
        """Move the focus to the list of excerpts."""
        first = self.excerpt_list if self._coding_set is not None else self.heading
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_next(self) -> None:
        """Go to the next excerpt; with the filter on, hide those that are sorted."""
        row = self.excerpt_list.currentIndex().row()
        if self.only_unsorted.isChecked():
            before = self.excerpt_list.excerpt_model.places[: row + 1]
            self._fill()
            row -= len(set(before) - set(self.excerpt_list.excerpt_model.places))
        last = self.excerpt_list.row_model.rowCount() - 1
        if row >= last:
            announce(self, "That was the last one.")
        self.excerpt_list.select_row(min(row + 1, last))

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clear the name of the new theme on Esc, and return to the list."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.new_theme and is_key and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # a key event, checked above
            self.new_theme.clear()
            self.excerpt_list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    # Private.

    def _fill(self) -> None:
        coding_set = self._coding_set
        if coding_set is None:
            return
        show_all = not self.only_unsorted.isChecked()
        places = [place for place, it in enumerate(coding_set.excerpts) if show_all or not it.themes]
        self.excerpt_list.set_excerpts(coding_set.excerpts, places)
        self.empty.setText(NOTHING_LEFT)
        self.empty.setVisible(not places)

    def _filter(self) -> None:
        self._fill()
        self.excerpt_list.select_row(0)
        self._show_chosen()

    def _answer_key(self, key: str) -> None:
        place = THEME_KEYS.find(key)
        if key == "n":
            self.new_theme.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == "f":
            self.only_unsorted.setChecked(not self.only_unsorted.isChecked())
            self._filter()
        elif key == "q" and not self.consent.isHidden():
            self.consent_chosen.emit(None)
        elif 0 <= place < len(self.rows):
            self._toggle(self.rows[place].theme)
        else:
            announce(self, f"No theme has the key {key.upper()}.")

    def _add(self) -> None:
        name = self.new_theme.text().strip()
        self.new_theme.clear()
        self.excerpt_list.setFocus(Qt.FocusReason.OtherFocusReason)
        if name:
            self.theme_added.emit(name)

    def _choose_consent(self) -> None:
        self.consent_chosen.emit(Consent(self.consent.currentData()))

    def _request_erase(self) -> None:
        chosen = self.excerpt_list.selected_places()
        if len(chosen) == 1:
            self.erase_requested.emit(chosen[0])

    def _make_rows(self, themes: Sequence[str]) -> None:
        had = self.focusWidget() if self.focusWidget() in self.rows else None
        for row in self.rows:
            self.themes.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for place, theme in enumerate(themes):
            row = ThemeRow(theme, THEME_KEYS[place] if place < len(THEME_KEYS) else "–")
            row.theme_chosen.connect(self._toggle)
            row.excerpts_dropped.connect(self.excerpts_dropped)
            row.rename_requested.connect(self.rename_requested)
            row.remove_requested.connect(self.remove_requested)
            self.themes.insertWidget(place, row)
            row.show()
            self.rows.append(row)
        if had is not None:
            self.excerpt_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self, theme: str) -> None:
        self.theme_toggled.emit(theme, self.excerpt_list.selected_places())

    def _show_chosen(self) -> None:
        coding_set = self._coding_set
        if coding_set is None:
            return
        chosen = [coding_set.excerpts[place] for place in self.excerpt_list.selected_places()]
        counts = count_by_theme(coding_set)
        most = max(counts.values(), default=0)
        for row in self.rows:
            inside = bool(chosen) and all(row.theme in excerpt.themes for excerpt in chosen)
            row.show_count(counts.get(row.theme, 0), most, coding_set.noun, has_chosen=inside)
        self.erase_link.setEnabled(len(chosen) == 1)
        if chosen and chosen[0].consent is not None:
            self.consent.setCurrentIndex(self.consent.findData(chosen[0].consent.value))
        self.summary.setText(coding_summary_text(coding_set))

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the themes beside the replies, or below them if there is no room."""
        super().resizeEvent(event)
        self._place_themes()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Adapt to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place_themes()

    def _place_themes(self) -> None:
        """Put the themes beside the replies, or below them; then the whole page scrolls."""
        is_narrow, ways = self.width() < NARROW * text_scale(), QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self._right.setFixedWidth(round(THEMES_WIDTH * column_scale()))
        if is_narrow:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(WIDEST)
        for part in (self.excerpt_list, self._right):
            part.setMinimumHeight(round(LEAST_HEIGHT * text_scale()) if is_narrow else 0)

    def _lay_out(self) -> None:
        page = ScrollColumn(WIDEST)
        page.set_margins(SIDE, TOP)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
        column = page.content_layout
        column.setSpacing(8)
        self.title = TextLabel("", FontRole.QUESTION)
        self.heading = HeadingLabel("Sort into themes")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column.addWidget(self.heading)
        for part in (self.coding_set_choice, self.title, self.summary):
            column.addWidget(part)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(20)
        left, self._right = CardFrame(), self._make_right()
        left.content_layout.setContentsMargins(1, 1, 1, 1)
        left.content_layout.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(16, 16, 16, 16)
        left.content_layout.addWidget(self.excerpt_list, 1)
        self._columns.addWidget(left, 1)
        self._columns.addWidget(self._right)
        column.addLayout(self._columns, 1)
        column.addWidget(self.hint)

    def _make_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.only_unsorted)
        area, inner = QScrollArea(), QWidget()
        self.themes = QVBoxLayout(inner)
        self.themes.setContentsMargins(0, 0, 6, 0)
        self.themes.setSpacing(4)
        self.themes.addWidget(self.new_theme)
        self.themes.addStretch(1)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        column.addWidget(area, 1)
        column.addWidget(self.consent_heading)
        column.addWidget(self.consent)
        column.addWidget(self.erase_link, 0, Qt.AlignmentFlag.AlignLeft)
        return right


def coding_summary_text(coding_set: CodingSet) -> str:
    """Return the progress: “12 of 33 replies sorted into 4 themes, by Ailsa Kerr.”."""
    sorted_count = sum(bool(excerpt.themes) for excerpt in coding_set.excerpts)
    total = format_count(len(coding_set.excerpts), coding_set.noun)
    if not sorted_count and not coding_set.themes:
        return f"{total} to sort. Press N and type the name of the first theme."
    by = f", by {coding_set.sorted_by}" if coding_set.sorted_by else ""
    text = f"{sorted_count:,} of {total} sorted into {format_count(len(coding_set.themes), 'theme')}{by}."
    asked = [excerpt.consent for excerpt in coding_set.excerpts if excerpt.consent is not None]
    may = sum(consent.allows_quoting for consent in asked)
    return f"{text} {may:,} may be quoted." if asked else text
