"""Editors by kind of answer; `make_editor_for` creates the editor for a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from carreport.form import paths
from carreport.form.schema import Field, Form
from carreport.survey.evidence import find_evidence_field, find_picked_field
from carreport.ui.board.board_editor import BoardEditor
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.editors.choice import CheckBoxesEditor, YesNoEditor, make_choice_editor
from carreport.ui.editors.date import DateEditor, PeriodEditor
from carreport.ui.editors.line import LineEditor, LinkEditor, NumberEditor
from carreport.ui.editors.list.group_editor import GroupEditor, MakeEditor
from carreport.ui.editors.person import PersonEditor
from carreport.ui.editors.photos.photos_editor import PhotosEditor
from carreport.ui.editors.photos.picture_editor import PictureEditor
from carreport.ui.editors.read_only import ReadOnlyEditor
from carreport.ui.editors.table.lines_editor import LinesEditor
from carreport.ui.editors.text import TextEditor
from carreport.ui.evidence.learning_points import (
    EvidenceEditor,
    LearningPointsEditor,
    PickedEvidenceEditor,
)
from carreport.ui.survey.survey_editor import SurveyEditor
from carreport.ui.survey.survey_list import make_list_editor


def _list_editor(field: Field, path: str, services: EditorServices, make: MakeEditor) -> Editor:
    """Return the editor for a list of lines, evidence, learning points or other entries."""
    if _is_list_of_lines(field):
        return LinesEditor(field, path, services, make)
    if find_picked_field(field) is not None:
        return EvidenceEditor(field, path, services, make)
    if find_evidence_field(field) is not None:
        return LearningPointsEditor(field, path, services, make)
    return make_list_editor(field, path, services, make)


def _is_list_of_lines(field: Field) -> bool:
    """Return whether each entry of a list is one line of text."""
    return field.kind == "list" and [inner.kind for inner in field.fields] == ["line"]


ANSWER_EDITORS: Mapping[str, Callable[[Field, str, EditorServices], Editor]] = {
    "line": LineEditor,
    "text": TextEditor,
    "number": NumberEditor,
    "link": LinkEditor,
    "choice": make_choice_editor,
    "choices": CheckBoxesEditor,
    "yes_no": YesNoEditor,
    "date": DateEditor,
    "period": PeriodEditor,
    "person": PersonEditor,
    "picture": PictureEditor,
    "replies": ReadOnlyEditor,
    "evidence": PickedEvidenceEditor,
}
GROUP_EDITORS: Mapping[str, Callable[[Field, str, EditorServices, MakeEditor], Editor]] = {
    "list": _list_editor,
    "survey": SurveyEditor,
    "board": BoardEditor,
    "photos": PhotosEditor,
}


WITH_OWN_UNDO = frozenset({"line", "text", "number", "link", "date", "period", "person"})
"""Kinds edited in a text box, which has an undo stack of its own."""


def make_editor_for(field: Field, path: str, services: EditorServices) -> Editor:
    """Return a new editor for the answer to `field` at `path`."""
    if field.is_group:
        return GROUP_EDITORS[field.kind](field, path, services, make_editor_for)
    return ANSWER_EDITORS[field.kind](field, path, services)


def is_table_cell(form: Form, path: str) -> bool:
    """Return whether the answer at `path` is a cell in a survey table, or a line of a list of lines."""
    owner = form.field(paths.parent_item_path(path)) if "/" in path else None
    return owner is not None and (owner.kind == "survey" or _is_list_of_lines(owner))


def has_own_undo(form: Form, path: str) -> bool:
    """Return whether the answer at `path` is edited in a text box that undoes its own changes."""
    field = form.field(path)
    return field is None or (field.kind in WITH_OWN_UNDO and not is_table_cell(form, path))


def forget_removed_text(page: QWidget) -> None:
    """Clear what the text boxes on a page could undo, and the offers to restore entries."""
    for box in page.findChildren(QTextEdit):
        box.document().clearUndoRedoStacks()
    for line in page.findChildren(QLineEdit):
        with QSignalBlocker(line):
            line.setText(line.text())
    for editor in page.findChildren(GroupEditor):
        editor.forget_removed()


__all__ = [
    "ANSWER_EDITORS",
    "GROUP_EDITORS",
    "Editor",
    "EditorServices",
    "control_name",
    "forget_removed_text",
    "has_own_undo",
    "is_table_cell",
    "make_editor_for",
]
