"""Editors: one for each kind of answer; `editor_for` gives the right one for a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carreport.form.schema import Field
from carreport.ui.editors.base import Desk, Editor, part_name
from carreport.ui.editors.boards import BoardEditor
from carreport.ui.editors.choosing import BoxesEditor, YesNoEditor, choice_editor
from carreport.ui.editors.dates import DateEditor, PeriodEditor
from carreport.ui.editors.groups import MakeEditor
from carreport.ui.editors.learning import EvidenceEditor, PickedEditor, PointsEditor, picked_in, shown_in
from carreport.ui.editors.lines import LineEditor, LinkEditor, NumberEditor
from carreport.ui.editors.people import PersonEditor
from carreport.ui.editors.photos import PhotosEditor
from carreport.ui.editors.pictures import PictureEditor
from carreport.ui.editors.shown import ShownEditor
from carreport.ui.editors.survey import SurveyEditor
from carreport.ui.editors.surveys import list_editor
from carreport.ui.editors.writing import TextEditor


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
