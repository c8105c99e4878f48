"""Editor for a list of entries, each in a row; at most one of them is open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.release_choice import choice_summary, release_question
from carreport.form.schema import Field, Value
from carreport.survey.contradictions import contradictions_in_list
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.editors.list.entry_form import EntryForm
from carreport.ui.editors.list.entry_model import EntryRow
from carreport.ui.editors.list.entry_summary import entry_summary
from carreport.ui.editors.list.entry_view import EntryList
from carreport.ui.editors.list.group_editor import GroupEditor, MakeEditor
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel, announce

PRIVATE = "Only you can see this"


class ListEditor(GroupEditor):
    """Edits a list of entries."""

    release_requested = Signal(str, str)
    """Give the entry at this path to the rest of the group, with the option that has this key."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services)
        self._make_editor = make
        self._forms: dict[str, EntryForm] = {}
        """The forms that were opened; a closed one may still be importing photos."""
        self._removed: dict[str, Item] = {}
        """The removed entries whose rows offer to restore them."""
        self._private: Collection[str] = ()
        self._decided_by: Callable[[str], str] = lambda _path: ""
        self.empty = TextLabel(self.empty_text, ink="muted")
        self.entry_list = EntryList(path, field.label)
        self.entry_view, self.entry_model = self.entry_list.view, self.entry_list.entry_model
        self.entry_model.has_details = len(field.summary) != 1 or release_question(field) is not None
        self.entry_view.row_entered.connect(self._activate)
        self.entry_view.move_requested.connect(self._move_by)
        self.entry_view.drop_requested.connect(self._move_to)
        self.entry_view.remove_requested.connect(self._remove)
        self.entry_view.close_requested.connect(self.collapse)
        self.add_button = Button(self.add_text, icon_name="add")
        self.add_button.setObjectName(control_name(path, "add"))
        self.add_button.setAccessibleName(f"{self.add_text}: {field.label}")
        self.add_button.clicked.connect(self.add)
        self.footer = QHBoxLayout()
        self.footer.addWidget(self.add_button)
        self.footer.addStretch()
        self.content_layout.addWidget(self.empty)
        self.content_layout.addWidget(self.entry_list)
        self.content_layout.addWidget(self.hint_label)
        self.content_layout.addLayout(self.footer)
        self.watch_focus(self.entry_view)
        self.entry_list.hide()

    @property
    def open_id(self) -> str:
        """The id of the open entry, or an empty string."""
        return self.entry_model.open_id

    @property
    def form(self) -> EntryForm | None:
        """The form for the open entry, or None."""
        return self.entry_list.form

    def summarise(self, item: Item) -> EntryRow:
        """Return the row for an entry."""
        title, detail = entry_summary(self.field, item)
        choice = release_question(self.field)
        if self.item_path(item.id) in self._private:
            marks = [PRIVATE]
        else:
            marks = [choice_summary(self.field, item.get(choice.id))] if choice is not None else []
        return EntryRow(item.id, title, " · ".join(filter(None, (*marks, detail))))

    def visible_items(self) -> Sequence[Item]:
        """Return the entries that have a row here."""
        return self.items

    def make_inner_editor(self, field: Field, path: str, services: EditorServices) -> Editor:
        """Return the editor for a question inside an entry."""
        return self._make_editor(field, path, services)

    def show_items(self) -> None:
        """Show the current entries; anything being typed in the open one is kept."""
        ids = {item.id for item in self.visible_items()}
        self._removed = {item_id: item for item_id, item in self._removed.items() if item_id not in ids}
        opened = self.item(self.open_id) if self.open_id in ids else None
        has_lost_focus = opened is None and self.entry_list.has_focus_in_form
        if opened is None:
            self.entry_list.close_form()
        for item_id in self._forms.keys() - ids - self._removed.keys():
            self._forms.pop(item_id).deleteLater()
        self.entry_view.set_rows(self._rows())
        has_rows = bool(self.entry_model.rows)
        if not self.entry_view.currentIndex().isValid():
            self.entry_view.select_row(0)
        self.entry_list.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        if self.form is not None and opened is not None:
            self.form.show_values(opened.values)
            self._tell_place(self.form, opened.id)
        if has_lost_focus:
            self.setFocus()
        self.refresh()

    def describe_problem(self) -> str:
        """Return the contradictions between the entries, such as more answers than people asked."""
        problems = contradictions_in_list(self.path, self.field, self.items)
        return " ".join(dict.fromkeys(problem.message for problem in problems))

    def _rows(self) -> list[EntryRow]:
        """Return a row for each entry; a removed entry keeps its place after the same entry as before."""
        items = self.visible_items()
        ids = {item.id for item in items}
        after: dict[str, list[EntryRow]] = {"": []}
        before = ""
        for row in self.entry_model.rows:
            if row.key in self._removed:
                title = self.summarise(self._removed[row.key]).title
                after[before].append(EntryRow(row.key, f"Removed: {title}", is_removed=True))
            elif row.key in ids:
                before = row.key
                after[before] = []
        rows = after[""]
        for item in items:
            rows += [self.summarise(item), *after.get(item.id, ())]
        return rows

    def update_row(self, item: Item) -> None:
        """Update the row for an entry."""
        self.entry_model.replace_rows([self.summarise(item)])

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the entries read-only, or editable again."""
        self.add_button.setVisible(not read_only)
        self.entry_model.read_only = read_only
        self.entry_view.setAccessibleDescription(self.entry_model.keyboard_hint)
        self.entry_view.viewport().update()
        if self.form is not None:
            self.form.set_read_only(read_only=read_only)

    def mark_private(
        self, paths_of_entries: Collection[str], decided_by: Callable[[str], str] = lambda _path: ""
    ) -> None:
        """Mark the entries that only their author sees; `decided_by` says who decides about the others."""
        self._private, self._decided_by = paths_of_entries, decided_by
        self.entry_view.set_rows(self._rows())
        if self.form is not None:
            self._show_state(self.form)

    def _show_state(self, form: EntryForm) -> None:
        private = form.path in self._private
        form.mark_private(private=private, decided_by="" if private else self._decided_by(form.path))

    def flush(self) -> None:
        """Commit what was typed in the open entry."""
        if self.form is not None:
            self.form.flush()

    # Open and close.

    def expand_row(self, item_id: str) -> None:
        """Open one entry, close the one that was open, and go to its first question."""
        self._open(item_id).focus_first()

    def collapse(self) -> None:
        """Close the open entry; the focus moves to its row."""
        closed = self.open_id
        if closed:
            self.entry_list.close_form()
            self.entry_list.set_current(closed)

    def focus_path(self, path: str) -> QWidget | None:
        """Open the entry at or around `path`, and move the focus to the question there."""
        item_id = self.item_id_in(path)
        if not any(item.id == item_id for item in self.visible_items()):
            return super().focus_path(path)
        form = self._open(item_id)
        found = form.focus_path(path)
        if found is None:
            form.focus_first()
        return found or form

    def _open(self, item_id: str) -> EntryForm:
        form = self.form
        if form is not None and self.open_id == item_id:
            return form
        item = self.items[self.index_of(item_id)]
        form = self._forms.get(item_id)
        if form is None:
            form = self._forms[item_id] = self._make_form(item)
        else:
            form.show_values(item.values)
        form.set_read_only(read_only=self.read_only)
        self._tell_place(form, item_id)
        self._show_state(form)
        self.entry_list.open_form(item_id, form)
        return form

    def _tell_place(self, form: EntryForm, item_id: str) -> None:
        shown = [item.id for item in self.visible_items()]
        form.set_place(shown.index(item_id), len(shown))

    def _make_form(self, item: Item) -> EntryForm:
        path = self.item_path(item.id)
        form = EntryForm(self.field, path, item.values, self.services, self.make_inner_editor)
        form.answer_edited.connect(self._inner_edited)
        form.editing_finished.connect(self.editing_finished)
        form.move_requested.connect(self._move_by)
        form.remove_requested.connect(self._remove)
        form.close_requested.connect(self.collapse)
        form.release_requested.connect(self._release)
        return form

    def _activate(self, item_id: str) -> None:
        if item_id in self._removed:
            self._restore(item_id)
        elif item_id == self.open_id:
            self.collapse()
        elif self.item(item_id) is not None:  # removed elsewhere while the mouse was pressed
            self.expand_row(item_id)

    # User actions.

    def add(self) -> None:
        """Add an entry and open it."""
        made = self.add_entry({})
        self.show_items()
        self.expand_row(made)

    def _inner_edited(self, path: str, value: Value) -> None:
        item_id, field_id = paths.split_path(path).steps[len(paths.split_path(self.path).steps)]
        editor = self._forms[item_id].editors[field_id]
        self.record_answer(item_id, field_id, value if path == editor.path else editor.value)
        item = self.item(item_id)
        if item is not None:
            self.update_row(item)
            self._forms[item_id].show_asked(item.values)
            self.refresh()
        self.answer_edited.emit(path, value)

    def _move_by(self, item_id: str, by: int) -> None:
        shown = [item.id for item in self.visible_items()]
        self._move_to(item_id, shown.index(item_id) + by)

    def _move_to(self, item_id: str, to: int) -> None:
        """Move an entry to this place among those that have a row."""
        shown = [item.id for item in self.visible_items()]
        others = [other for other in shown if other != item_id]
        to = min(max(to, 0), len(others))
        if item_id not in shown or to == shown.index(item_id):
            return  # it may have been removed elsewhere while it was dragged
        rest = [item.id for item in self.items if item.id != item_id]
        if self.move_entry(item_id, rest.index(others[to - 1]) + 1 if to else rest.index(others[0])):
            self.show_items()
            announce(self, f"Now {to + 1} of {len(shown)}")

    def _remove(self, item_id: str) -> None:
        item = self.item(item_id)
        if self.read_only or item is None:
            return
        if item_id == self.open_id:
            self.collapse()
            item = self.items[self.index_of(item_id)]
        self._removed[item_id] = item
        self.remove_entry(item_id)
        self.show_items()
        announce(self, f"Removed: {self.summarise(item).title}. Press Enter to undo.")

    def _restore(self, item_id: str) -> None:
        rows = self.entry_model.rows[: self.entry_model.row_of(item_id)]
        after = next((row.key for row in reversed(rows) if not row.is_removed), None)
        item = self._removed[item_id]
        self.restore_entry(item, after)
        self.show_items()
        announce(self, f"Restored: {self.summarise(item).title}")

    def forget_removed(self) -> None:
        """Offer no removed entry any more: its text may have been erased."""
        self._removed = {}
        self.show_items()

    def _release(self, path: str, key: str) -> None:
        self.flush()
        self.release_requested.emit(path, key)
