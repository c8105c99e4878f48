"""Editors for learning points and the evidence for each, which is shown with its current text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from shiboken6 import isValid

from carreport.form.answers import Item
from carreport.form.schema import Field, Value
from carreport.survey.evidence import EvidenceChoice, EvidenceText, find_evidence_field, find_picked_field
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.editors.list.entry_model import EntryRow
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.evidence.evidence_list import EvidenceList, evidence_origin_text, evidence_text
from carreport.ui.evidence.evidence_picker import EvidencePicker
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.disclosure import DisclosureButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel, announce

REFRESH_DELAY_MS = 300
"""The delay between a change elsewhere and looking up evidence again, in milliseconds."""
ADD_EVIDENCE = "Add evidence…"
SHOW_UNUSED = "Evidence not used yet"
ALL_USED = "You have used all the evidence."
UNUSED_HINT = "Press Enter to add evidence to the open learning point, or to a new one if none is open."


class PickedEvidenceEditor(Editor):
    """One piece of chosen evidence: its current text, and a link to its source."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self._picked_place = ""
        self.text_label = TextLabel("")
        self.origin_label = TextLabel("", FontRole.SMALL, "muted")
        self.source_button = LinkButton("Go to the source", FontRole.SMALL)
        self.source_button.setObjectName(control_name(path, "go"))
        self.source_button.clicked.connect(self._show_source)
        self.pick_other_button = LinkButton("", FontRole.SMALL)
        self.pick_other_button.setObjectName(path)
        self.pick_other_button.clicked.connect(self._open_picker)
        self.picker = EvidencePicker(path, services.find_evidence)
        self.picker.picked.connect(self._pick)
        self.picker.closed.connect(self.pick_other_button.setFocus)
        links = FlowRow(16)
        links.add(self.source_button)
        links.add(self.pick_other_button)
        for widget in (self.text_label, self.origin_label, links, self.picker, self.hint_label):
            self.content_layout.addWidget(widget)
        self.watch_focus(self.source_button, self.pick_other_button)
        self._show_evidence({})

    def read_controls(self) -> object:
        """Return the place of the chosen evidence."""
        return self._picked_place

    def fill_controls(self, value: Value) -> None:
        """Show the chosen evidence with its current text."""
        self._picked_place = str(value or "")
        self._show_evidence({})
        if self._picked_place:
            self.services.look_up_evidence([self._picked_place], self._show_evidence)

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the choice read-only, or editable again."""
        self.pick_other_button.setVisible(not read_only)

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Look up the text again: the answer may have changed."""
        super().showEvent(event)
        if self._picked_place:
            self.services.look_up_evidence([self._picked_place], self._show_evidence)

    def _show_evidence(self, texts: Mapping[str, EvidenceText]) -> None:
        if not isValid(self):
            return
        shown = texts.get(self._picked_place)
        self.text_label.setText(
            evidence_text(shown) if shown else "" if self._picked_place else "No evidence chosen."
        )
        self.text_label.setVisible(bool(self.text_label.text()))
        self.origin_label.setText(evidence_origin_text(shown) if shown else "")
        self.origin_label.set_colour("attention" if shown and shown.problem else "muted")
        self.origin_label.setVisible(bool(self.origin_label.text()))
        self.source_button.setVisible(bool(shown and (shown.paragraphs or shown.source)))
        self.pick_other_button.setText("Choose another…" if self._picked_place else "Choose evidence…")
        self.pick_other_button.setAccessibleName(f"{self.pick_other_button.text()} {self.field.label}")

    def _open_picker(self) -> None:
        self.picker.open({self._picked_place} - {""})

    def _pick(self, place: str) -> None:
        self.picker.hide()
        self.fill_controls(place)
        self.commit()
        self.pick_other_button.setFocus()

    def _show_source(self) -> None:
        self.services.show_answer(self._picked_place.partition("#")[0])


class EvidenceEditor(ListEditor):
    """Editor for the evidence for one learning point, chosen from the inquiry or typed."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services, make)
        picked = find_picked_field(field)
        assert picked is not None  # noqa: S101 - used for such lists only
        self._picked_id = picked.id
        self._evidence_by_place: Mapping[str, EvidenceText] = {}
        self.empty.setText("There is no evidence for this learning point yet.")
        self.pick_button = Button(ADD_EVIDENCE, icon_name="search")
        self.pick_button.setObjectName(control_name(path, "pick"))
        self.pick_button.setAccessibleName(f"{ADD_EVIDENCE} {field.label}")
        self.pick_button.clicked.connect(self._open_picker)
        self.footer.setSpacing(10)
        self.footer.insertWidget(0, self.pick_button)
        self.picker = EvidencePicker(path, services.find_evidence)
        self.picker.picked.connect(self._add_evidence)
        self.picker.closed.connect(self.pick_button.setFocus)
        self.content_layout.addWidget(self.picker)
        self._refresh_timer = QTimer(self, singleShot=True, interval=REFRESH_DELAY_MS)
        self._refresh_timer.timeout.connect(self.look_up_evidence)
        self.watch_focus(self.pick_button)
        services.add_listener(self)

    @property
    def picked_places(self) -> dict[str, str]:
        """The place of the chosen evidence, by the id of its entry."""
        places = {item.id: str(item.get(self._picked_id) or "") for item in self.items}
        return {item_id: place for item_id, place in places.items() if place}

    def summarise(self, item: Item) -> EntryRow:
        """Return the row for a piece of evidence; evidence not looked up yet is shown as loading."""
        place = str(item.get(self._picked_id) or "")
        shown = self._evidence_by_place.get(place)
        if not place:
            return super().summarise(item)
        if shown is None:
            return EntryRow(item.id, "Loading…")
        title = evidence_text(shown) or "This evidence has been removed"
        return EntryRow(item.id, title, evidence_origin_text(shown), needs_attention=bool(shown.problem))

    def show_items(self) -> None:
        """Show the rows, and look up their current text."""
        super().show_items()
        self.look_up_evidence()

    def look_up_evidence(self) -> None:
        """Look up the current text of the chosen evidence."""
        if self.picked_places and self.isVisible():
            self.services.look_up_evidence(list(self.picked_places.values()), self._show_evidence)

    def refresh_soon(self) -> None:
        """Look up the text again soon: the inquiry has changed."""
        if self.isVisible():
            self._refresh_timer.start()

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the evidence read-only, or editable again."""
        super().apply_read_only(read_only=read_only)
        self.pick_button.setVisible(not read_only)

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Look up the text again: figures may have changed."""
        super().showEvent(event)
        self.look_up_evidence()

    def _show_evidence(self, found: Mapping[str, EvidenceText]) -> None:
        if not isValid(self):
            return
        self._evidence_by_place = {**self._evidence_by_place, **found}
        self.entry_model.replace_rows([self.summarise(item) for item in self.items])

    def _open_picker(self) -> None:
        self.picker.open(self.picked_places.values())

    def _add_evidence(self, place: str) -> None:
        self.add_entry({self._picked_id: place})
        self.show_items()
        self.picker.evidence_list.exclude(self.picked_places.values())
        announce(self, "Added")


class LearningPointsEditor(ListEditor):
    """Editor for learning points; below them is the evidence that is not used yet."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services, make)
        self.unused_button = DisclosureButton(SHOW_UNUSED, "", letters=FontRole.TEXT)
        self.unused_button.setObjectName(control_name(path, "unused"))
        self.unused_button.disclosure_edited.connect(self._toggle_unused)
        self.unused_list = EvidenceList(SHOW_UNUSED)
        self.unused_list.setObjectName(control_name(path, "unused-list"))
        self.unused_list.row_entered.connect(self._add_to_point)
        self.status_label = TextLabel("", FontRole.SMALL, "muted")
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(self.unused_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.content_layout.addWidget(self.status_label)
        self.content_layout.addWidget(self.unused_list)
        self._refresh_timer = QTimer(self, singleShot=True, interval=REFRESH_DELAY_MS)
        self._refresh_timer.timeout.connect(self._find_unused)
        self._toggle_unused(is_open=False)
        services.add_listener(self)

    def refresh_soon(self) -> None:
        """Search again soon, if the list is open: the inquiry has changed."""
        if self.unused_button.is_expanded and self.isVisible():
            self._refresh_timer.start()

    def _toggle_unused(self, is_open: bool) -> None:  # noqa: FBT001 - a slot
        self.status_label.setVisible(is_open)
        self.unused_list.setVisible(is_open and self.unused_list.row_model.rowCount() > 0)
        if is_open:
            self.status_label.setText("Searching the inquiry…")
            self._find_unused()

    def _find_unused(self) -> None:
        self.services.find_unused_evidence(self._show_unused)

    def _show_unused(self, choices: Sequence[EvidenceChoice]) -> None:
        if not isValid(self) or not self.unused_button.is_expanded:
            return
        self.unused_list.set_evidence(choices)
        self.status_label.setText(UNUSED_HINT if choices else ALL_USED)
        self.unused_button.setText(f"{SHOW_UNUSED} ({len(choices):,})" if choices else SHOW_UNUSED)

    def _add_to_point(self, place: str) -> None:
        """Add evidence to the open learning point, or to a new one."""
        shown = find_evidence_field(self.field)
        picked = find_picked_field(shown) if shown is not None else None
        if shown is None or picked is None or self.read_only:
            return
        with self.services.as_one_change("Add evidence"):
            point = self.open_id
            if not point:
                point = self.add_entry({})
                self.show_items()
                self.expand_row(point)
            self.services.add_item(f"{self.item_path(point)}/{shown.id}", None, {picked.id: place})
        self.refresh_soon()
