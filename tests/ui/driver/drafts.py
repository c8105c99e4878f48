"""Forms, drafts and answers that tests begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage

from carreport.assets import form_files
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers
from carreport.form.kinds import KINDS
from carreport.form.loader import load_form, parse_form
from carreport.form.richtext import RichText
from carreport.form.schema import Field, Form
from carreport.settings import drafts_folder

ME, COLLEAGUE, STRANGER = "Ailsa Kerr", "Morag Reid", "Iain Moffat"
SMALL_FORM = """
[form]
id = "small"
title = "A small form"
version = 1
title_path = "about.title"
subtitle_path = "about.place"

[[section]]
id = "about"
title = "About"
intro = "Who you are."
minutes = 2

[[section.field]]
id = "title"
kind = "line"
label = "What is it called?"
why = "It stands on the cover."
example = "A warm handover"
pitfalls = "Too long a name."

[[section.field]]
id = "place"
kind = "line"
label = "Where is it?"

[[section.field]]
id = "online"
kind = "yes_no"
label = "Do you meet online?"

[[section.field]]
id = "how_online"
kind = "text"
label = "How is that?"
show_if = { online = true }

[[section]]
id = "actions"
title = "Actions"

[[section.field]]
id = "actions"
kind = "list"
item = "action"
label = "What will you do?"

[[section.field.field]]
id = "what"
kind = "line"
label = "What"

[[section.field.field]]
id = "result"
kind = "text"
label = "What came of it?"

[[section]]
id = "end"
title = "End"

[[section.field]]
id = "thanks"
kind = "text"
label = "Whom do you thank?"
example = "The school office."
"""
_ONE_STEP = """
[form]
id = "small"
title = "A small form"
version = 1
{extra}

[[section]]
id = "{step}"
title = "{title}"
"""


def small_form() -> Form:
    """Return a form with three steps: single answers, a list of actions, and a text."""
    return parse_form(SMALL_FORM)


def one_step_form(questions: str, step: str = "data", title: str = "Data", extra: str = "") -> Form:
    """Return a form with these questions in one step; `extra` is added to what it says about itself."""
    return parse_form(_ONE_STEP.format(step=step, title=title, extra=extra) + questions)


def group_field(field_id: str, kind: str, label: str, noun: str) -> Field:
    """Return a question for entries, with the fields that its kind has built in."""
    bare = Field(field_id, kind, label, item_noun=noun)
    return replace(bare, fields=KINDS[kind].built_in_fields(bare))


def make_draft(
    form: Form,
    values: Mapping[str, Any] | None = None,
    name: str = "ours",
    author: str = ME,
    folder: Path | None = None,
) -> Path:
    """Write a draft with these answers into a folder, by default that of drafts."""
    path = (folder or drafts_folder()) / f"{name}.carreport"
    path.parent.mkdir(parents=True, exist_ok=True)
    with DraftSession.create(path, form, author) as session:
        session.fill(Answers(values or {}))
    return path


Edit = Callable[[DraftSession], object]


def edited_copy(session: DraftSession, path: Path, edit: Edit, author: str = COLLEAGUE) -> Path:
    """Send a copy of an inquiry to a colleague, who edits it; return the file that came back."""
    export_copy(session, path)
    with DraftSession.open(path, author) as copy:
        edit(copy)
    return path


def import_copy(session: DraftSession, path: Path) -> None:
    """Import a copy that came back."""
    merge_and_save(session, preview_merge(session, path))


def write_all(session: DraftSession, values: Mapping[str, Any]) -> None:
    """Write these answers one after the other."""
    for path, value in values.items():
        session.write(path, value)


def paragraphs(*texts: str) -> list[dict[str, Any]]:
    """Return an answer of plain paragraphs, as a draft keeps it."""
    return [{"type": "paragraph", "spans": [{"text": text}]} for text in texts]


def quotation(text: str, source: str) -> dict[str, Any]:
    """Return a quoted paragraph, as a draft keeps it."""
    return {"type": "quote", "source": source, "spans": [{"text": text}]}


def block_outline(text: RichText) -> list[tuple[str, int, str]]:
    """Return the type, the level and the words of each block of a text."""
    return [(block.type, block.level, block.plain_text) for block in text.blocks]


def make_image() -> QImage:
    """Return a small blue picture."""
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    return image


def save_image(folder: Path, name: str = "wall.png") -> Path:
    """Save a small picture in a folder."""
    path = folder / name
    assert make_image().save(str(path))
    return path


def make_inquiry() -> Path:
    """Write a draft of a whole inquiry with three answers, which opens sooner than the example."""
    form = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
    values = {
        "about.title": "Working together",
        "about.lead": {"name": ME, "role": "Officer"},
        "context.issue": [{"type": "paragraph", "spans": [{"text": "Services plan apart from each other."}]}],
    }
    return make_draft(form, values)
