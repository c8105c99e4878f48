"""Answer with learning points: what each says, and the evidence that shows it as it stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from carreport.form.answers import Item
from carreport.form.schema import Field, Value
from carreport.survey.evidence import EvidenceChoice, EvidenceText
from carreport.ui.editors.base import Desk, Editor, part_name
from carreport.ui.editors.list.entry_row import Row
from carreport.ui.editors.list.entry_summary import summary_of
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.list.list_editor import EntriesEditor
from carreport.ui.evidence.evidence_list import EvidenceList, about_words, words_of
from carreport.ui.evidence.evidence_picker import EvidencePicker
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.flow_row import FoldingRow
from carreport.ui.widgets.labels import Words, announce

WAIT = 300
"""How many milliseconds after a change elsewhere figures are looked up again."""
ADD = "Add evidence…"
UNUSED = "What is not used yet"
ALL_USED = "Everything that could be picked is used by some point."
UNUSED_HINT = "Enter puts one into the point that is open, or begins a new point with it."


def picked_in(field: Field) -> Field | None:
    """Return the question of a list that holds picked evidence, if it has one."""
    return next((each for each in field.fields if each.kind == "evidence"), None)


def shown_in(field: Field) -> Field | None:
    """Return the list inside a learning point that holds its evidence, if this is a list of points."""
    return next((each for each in field.fields if each.kind == "list" and picked_in(each) is not None), None)


class PickedEditor(Editor):
    """One piece of picked evidence: its words as they stand now, and the way to where it stands."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self._place = ""
        self.words = Words("")
        self.about = Words("", Letters.SMALL, "muted")
        self.go = Link("Go to where it stands", Letters.SMALL)
        self.go.setObjectName(part_name(path, "go"))
        self.go.clicked.connect(self._go)
        self.other = Link("", Letters.SMALL)
        self.other.setObjectName(path)
        self.other.clicked.connect(self._open)
        self.picker = EvidencePicker(path, desk.find_evidence)
        self.picker.picked.connect(self._picked)
        self.picker.left.connect(self.other.setFocus)
        ways = FoldingRow(16)
        ways.add(self.go)
        ways.add(self.other)
        for widget in (self.words, self.about, ways, self.picker, self.note):
            self.column.addWidget(widget)
        self.watch(self.go, self.other)
        self._show({})

    def given(self) -> object:
        """Return the place that was picked."""
        return self._place

    def show_given(self, value: Value) -> None:
        """Say what is picked, as it stands now."""
        self._place = str(value or "")
        self._show({})
        if self._place:
            self.desk.look_up([self._place], self._show)

    def lock(self, *, read_only: bool) -> None:
        """Let what is picked be read but not changed."""
        self.other.setVisible(not read_only)

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Look again: the table may be another by now."""
        super().showEvent(event)
        if self._place:
            self.desk.look_up([self._place], self._show)

    def _show(self, found: Mapping[str, EvidenceText]) -> None:
        if not isValid(self):
            return
        shown = found.get(self._place)
        self.words.setText(words_of(shown) if shown else "" if self._place else "Nothing is picked.")
        self.words.setVisible(bool(self.words.text()))
        self.about.setText(about_words(shown) if shown else "")
        self.about.set_ink("attention" if shown and shown.problem else "muted")
        self.about.setVisible(bool(self.about.text()))
        self.go.setVisible(bool(shown and (shown.paragraphs or shown.source)))
        self.other.setText("Pick another…" if self._place else "Pick evidence…")
        self.other.setAccessibleName(f"{self.other.text()} {self.field.label}")

    def _open(self) -> None:
        self.picker.open_up({self._place} - {""})

    def _picked(self, place: str) -> None:
        self.picker.hide()
        self.show_given(place)
        self.edited_now()
        self.other.setFocus()

    def _go(self) -> None:
        self.desk.show_answer(self._place.partition("#")[0])


class EvidenceRow(Row):
    """One piece of evidence in its list; the words of what is picked come from where it stands."""

    shown: EvidenceText | None = None

    def show_shown(self, shown: EvidenceText | None) -> None:
        """Say what the picked evidence says now."""
        self.shown = shown
        self.show_head(self.item)

    def show_head(self, item: Item) -> None:
        """Say what shows the point: the figure as it is now, or the words that were written down."""
        picked = picked_in(self._field)
        place = str(item.get(picked.id) or "") if picked is not None else ""
        if place and self.shown is not None:
            title = words_of(self.shown) or "What was picked has gone"
            self.head.show_words(title, about_words(self.shown), attention=bool(self.shown.problem))
            return
        title, rest = summary_of(self._field, item)
        self.head.show_words("Looking it up…" if place else title, "" if place else rest)


class EvidenceEditor(EntriesEditor):
    """The evidence of one learning point: picked from what is there, or written down."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk, make)
        picked = picked_in(field)
        assert picked is not None  # noqa: S101 - made for such lists alone
        self._picked_id = picked.id
        self._looked_up: Mapping[str, EvidenceText] = {}
        self.empty.setText("Nothing shows this point yet.")
        self.pick = Button(ADD, picture="search")
        self.pick.setObjectName(part_name(path, "pick"))
        self.pick.setAccessibleName(f"{ADD} {field.label}")
        self.pick.clicked.connect(self._open_picker)
        self.foot.setSpacing(10)
        self.foot.insertWidget(0, self.pick)
        self.picker = EvidencePicker(path, desk.find_evidence)
        self.picker.picked.connect(self._take)
        self.picker.left.connect(self.pick.setFocus)
        self.column.addWidget(self.picker)
        self._soon = QTimer(self, singleShot=True, interval=WAIT)
        self._soon.timeout.connect(self.look_up)
        self.watch(self.pick)
        desk.follow(self)

    @property
    def places(self) -> dict[str, str]:
        """What is picked, by the id of its entry."""
        found = {each.id: str(each.get(self._picked_id) or "") for each in self.items}
        return {name: place for name, place in found.items() if place}

    def make_row(self, item: Item) -> Row:
        """Return a row that looks its words up, or knows them already."""
        row = EvidenceRow(self.field, self.path, item, self.desk, self.make)
        row.show_shown(self._looked_up.get(str(item.get(self._picked_id) or "")))
        return row

    def show_items(self) -> None:
        """Show the rows, and look up what they say now."""
        super().show_items()
        self.look_up()

    def look_up(self) -> None:
        """Look up what is picked, as it stands now."""
        if self.places and self.isVisible():
            self.desk.look_up(list(self.places.values()), self._show_found)

    def follow(self) -> None:
        """Look again soon: something in the inquiry is different."""
        if self.isVisible():
            self._soon.start()

    def lock(self, *, read_only: bool) -> None:
        """Let the evidence be read but not changed."""
        super().lock(read_only=read_only)
        self.pick.setVisible(not read_only)

    def tab_stops(self) -> list[QWidget]:
        """Return the controls of the rows, the ways to more, and the picker while it is open."""
        *rows, adder = super().tab_stops()
        return [*rows, self.pick, adder, *self.picker.tab_stops()]

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Look again: figures may be others by now."""
        super().showEvent(event)
        self.look_up()

    def _show_found(self, found: Mapping[str, EvidenceText]) -> None:
        if not isValid(self):
            return
        self._looked_up = found
        for row in self.rows:
            place = self.places.get(row.item.id, "")
            if isinstance(row, EvidenceRow) and place in found:
                row.show_shown(found[place])

    def _open_picker(self) -> None:
        self.picker.open_up(self.places.values())
        self.order_tabs()

    def _take(self, place: str) -> None:
        self.put_in({self._picked_id: place})
        self.show_items()
        self.picker.list.evidence.leave_out(self.places.values())
        announce(self, "Added")


class PointsEditor(EntriesEditor):
    """The learning points, and below them the evidence that none of them uses."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk, make)
        self.opener = Link(f"{UNUSED}…")
        self.opener.setObjectName(part_name(path, "unused"))
        self.opener.setCheckable(True)
        self.opener.toggled.connect(self._fold)
        self.unused = EvidenceList(UNUSED)
        self.unused.setObjectName(part_name(path, "unused-list"))
        self.unused.picked.connect(self._use)
        self.told = Words("", Letters.SMALL, "muted")
        self.column.addSpacing(6)
        self.column.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.told)
        self.column.addWidget(self.unused)
        self._soon = QTimer(self, singleShot=True, interval=WAIT)
        self._soon.timeout.connect(self._look)
        self._fold(is_open=False)
        desk.follow(self)

    def follow(self) -> None:
        """Look again soon, where the list is open: something in the inquiry is different."""
        if self.opener.isChecked() and self.isVisible():
            self._soon.start()

    def tab_stops(self) -> list[QWidget]:
        """Return the controls of the points, and below them what is not used yet."""
        listed = [] if self.unused.isHidden() else [self.unused]
        return [*super().tab_stops(), self.opener, *listed]

    def _fold(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.told.setVisible(is_open)
        self.unused.setVisible(is_open and self.unused.evidence.rowCount() > 0)
        if is_open:
            self.told.setText("Looking through the inquiry…")
            self._look()
        self.order_tabs()

    def _look(self) -> None:
        self.desk.find_unused(self._found)

    def _found(self, choices: Sequence[EvidenceChoice]) -> None:
        if not isValid(self) or not self.opener.isChecked():
            return
        self.unused.evidence.set_choices(choices)
        self.told.setText(UNUSED_HINT if choices else ALL_USED)
        self.opener.setText(f"{UNUSED} ({len(choices):,})" if choices else UNUSED)
        self.order_tabs()

    def _use(self, place: str) -> None:
        """Put evidence into the point that is open, or into a new one."""
        shown = shown_in(self.field)
        picked = picked_in(shown) if shown is not None else None
        if shown is None or picked is None or self.read_only:
            return
        row = next((each for each in self.rows if each.is_open), None)
        point = row.item.id if row is not None else ""
        if not point:
            point = self.put_in({})
            self.show_items()
            self.open_row(point)
        self.desk.add_item(f"{self.item_path(point)}/{shown.id}", None, {picked.id: place})
        self.follow()
