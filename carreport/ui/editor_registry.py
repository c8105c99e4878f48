"""Editors: one for each kind of answer; `editor_for` gives the right one for a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carreport.form.schema import Field
from carreport.ui.board.board_editor import BoardEditor
from carreport.ui.editors.base import Desk, Editor, part_name
from carreport.ui.editors.choice import BoxesEditor, YesNoEditor, choice_editor
from carreport.ui.editors.date import DateEditor, PeriodEditor
from carreport.ui.editors.line import LineEditor, LinkEditor, NumberEditor
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.person import PersonEditor
from carreport.ui.editors.photos.photos_editor import PhotosEditor
from carreport.ui.editors.photos.picture_editor import PictureEditor
from carreport.ui.editors.read_only import ShownEditor
from carreport.ui.editors.text import TextEditor
from carreport.ui.evidence.learning_points import (
    EvidenceEditor,
    PickedEditor,
    PointsEditor,
    picked_in,
    shown_in,
)
from carreport.ui.survey.survey_editor import SurveyEditor
from carreport.ui.survey.survey_list import list_editor


def _list_editor(field: Field, path: str, desk: Desk, make: MakeEditor) -> Editor:
    """Return the editor of a list: of evidence, learning points, surveys, replies, or any entries."""
    if picked_in(field) is not None:
        return EvidenceEditor(field, path, desk, make)
    if shown_in(field) is not None:
        return PointsEditor(field, path, desk, make)
    return list_editor(field, path, desk, make)


SINGLE: Mapping[str, Callable[[Field, str, Desk], Editor]] = {
    "line": LineEditor,
    "text": TextEditor,
    "number": NumberEditor,
    "link": LinkEditor,
    "choice": choice_editor,
    "choices": BoxesEditor,
    "yes_no": YesNoEditor,
    "date": DateEditor,
    "period": PeriodEditor,
    "person": PersonEditor,
    "picture": PictureEditor,
    "replies": ShownEditor,
    "evidence": PickedEditor,
}
GROUPS: Mapping[str, Callable[[Field, str, Desk, MakeEditor], Editor]] = {
    "list": _list_editor,
    "survey": SurveyEditor,
    "board": BoardEditor,
    "photos": PhotosEditor,
}


def editor_for(field: Field, path: str, desk: Desk) -> Editor:
    """Return a new editor for the answer to `field` at `path`."""
    if field.is_group:
        return GROUPS[field.kind](field, path, desk, editor_for)
    return SINGLE[field.kind](field, path, desk)


__all__ = ["GROUPS", "SINGLE", "Desk", "Editor", "editor_for", "part_name"]
