from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSize
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.editors.line import GrowingLineInput
from carreport.ui.editors.photos.alt_text import DECORATIVE_TEXT, HINT
from carreport.ui.editors.photos.photos_editor import ALT_TEXT_MISSING
from carreport.ui.editors.photos.picture_editor import make_thumbnail
from tests.ui.driver.drafts import group_field, make_image, save_image
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import click, copy_text, drop, drop_files, focus_name, press, type_text
from tests.ui.driver.lists import row_names

PHOTOS = group_field("wall", "photos", "Which photos show your work?", "photo")
PICTURE = Field("cover", "picture", "Which picture goes on the cover?")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return save_image(tmp_path)


def test_photos_that_have_come_in_take_no_keyboard_and_may_be_removed_again(
    show: ShowEditor, qtbot: QtBot
) -> None:
    editor, elsewhere = show(PHOTOS), show(Field("other", "line", "Something else"))
    elsewhere.setFocus()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), GrowingLineInput))
    here = QApplication.focusWidget()
    editor.queue.picture_imported.emit({})
    editor.queue.queue_finished.emit()
    assert (QApplication.focusWidget(), editor.open_id) == (here, "")
    editor.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(lambda: editor.isAncestorOf(QApplication.focusWidget()))
    editor.show_value(())
    editor.queue.queue_finished.emit()
    assert editor.open_id == ""


def test_a_photo_is_chosen_and_described(
    show: ShowEditor, editor_services: FakeEditorServices, file: Path
) -> None:
    editor_services.picked = file
    editor = show(PHOTOS)
    click(editor.findChild(QPushButton, "part.wall#add"))
    assert focus_name() == "part.wall/new1/caption"
    type_text("The wall")
    yes = editor.findChild(QRadioButton, "part.wall/new1/decorative#yes")
    yes.setFocus()
    press("Space")
    assert [path for path, _ in editor_services.edits] == [
        "part.wall/new1/caption",
        "part.wall/new1/decorative",
    ]
    assert row_names(editor) == ["The wall"]
    assert not editor.entry_model.rows[0].picture.isNull()


def test_dropped_files_are_a_photo_each(
    show: ShowEditor, editor_services: FakeEditorServices, file: Path
) -> None:
    editor = show(PHOTOS)
    drop_files(editor, file, file)
    assert [request[:2] for request in editor_services.requests] == [
        ("bring", file),
        ("add", "part.wall"),
        ("bring", file),
        ("add", "part.wall"),
    ]


def test_a_picture_on_the_clipboard_is_pasted(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(PHOTOS)
    QApplication.clipboard().setImage(make_image())
    editor.add_button.setFocus()
    press("Ctrl+V")
    assert len(editor.items) == 1
    assert next(iter(editor_services.pictures.values())).startswith(b"\x89PNG")


def test_a_photo_that_nobody_could_hear_of_says_so(
    show: ShowEditor, editor_services: FakeEditorServices, file: Path
) -> None:
    picture = editor_services.bring_picture(file)
    editor = show(PHOTOS, (Item("a", {"picture": picture, "caption": "The wall"}),))
    assert ALT_TEXT_MISSING in row_names(editor)[0]


def test_nothing_is_added_where_the_choice_was_given_up(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(PHOTOS)
    click(editor.add_button)
    assert (editor.items, editor_services.requests) == ((), [])


def test_one_picture_is_brought_in_replaced_and_removed(
    show: ShowEditor, editor_services: FakeEditorServices, file: Path
) -> None:
    editor_services.picked = file
    editor = show(PICTURE)
    button = editor.findChild(QPushButton, "part.cover")
    for _ in range(2):
        click(button)
    assert button.text() == "Choose another picture…"
    click(editor.findChild(QPushButton, "part.cover#remove"))
    assert [bool(value) for _, value in editor_services.edits] == [True, True, False]
    assert button.hasFocus()


def test_a_picture_is_dropped_on_its_place(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(PICTURE)
    mime = QMimeData()
    mime.setImageData(make_image())
    drop(editor, mime)
    assert [path for path, _ in editor_services.edits] == ["part.cover"]
    assert not editor.preview.pixmap.isNull()


def test_a_thumbnail_fits_its_place_and_is_sharp(file: Path) -> None:
    small = make_thumbnail(file.read_bytes(), QSize(10, 10), 2.0)
    assert (small.width(), small.height()) == (20, 10)
    assert small.deviceIndependentSize().toSize() == QSize(10, 5)


def test_bytes_that_are_no_picture_make_no_thumbnail() -> None:
    assert make_thumbnail(b"not a picture", QSize(10, 10), 1.0).isNull()


def test_words_pasted_into_a_caption_stay_words(
    show: ShowEditor, editor_services: FakeEditorServices, file: Path
) -> None:
    editor = show(PHOTOS, (Item("a", {"picture": editor_services.bring_picture(file)}),))
    editor.expand_row("a")
    copy_text("The wall")
    caption = editor.findChild(GrowingLineInput, "part.wall/a/caption")
    caption.setFocus()
    press("Ctrl+V")
    assert caption.cell_text() == "The wall"


def test_several_lines_pasted_into_a_description_become_one(
    show: ShowEditor, editor_services: FakeEditorServices, file: Path
) -> None:
    editor = show(PHOTOS, (Item("a", {"picture": editor_services.bring_picture(file)}),))
    editor.expand_row("a")
    copy_text("A wall\nwith notes\tin rows")
    editor.form.editors["alt"].box.setFocus()
    press("Ctrl+V")
    assert editor.form.editors["alt"].box.toPlainText() == "A wall with notes in rows"


def test_missing_words_are_hinted_at_and_words_made_from_the_notes_are_taken(
    show: ShowEditor, editor_services: FakeEditorServices, file: Path
) -> None:
    editor_services.wall = "A board with 31 notes."
    editor = show(PHOTOS, (Item("a", {"picture": editor_services.bring_picture(file)}),))
    editor.expand_row("a")
    alt = editor.form.editors["alt"]
    assert alt.hint.text() == HINT
    assert alt.hint.isVisible()
    click(editor.findChild(QPushButton, "part.wall/a/alt#take"))
    assert editor_services.edits == [("part.wall/a/alt", "A board with 31 notes.")]
    assert not alt.hint.isVisible()
    assert not alt.accept_button.isVisible()


def test_a_decoration_needs_no_words(
    show: ShowEditor, editor_services: FakeEditorServices, file: Path
) -> None:
    editor = show(PHOTOS, (Item("a", {"picture": editor_services.bring_picture(file), "decorative": True}),))
    editor.expand_row("a")
    assert editor.form.editors["alt"].hint.text() == DECORATIVE_TEXT


def test_a_file_that_cannot_be_read_says_so_in_its_place(
    show: ShowEditor, editor_services: FakeEditorServices, tmp_path: Path
) -> None:
    editor = show(PICTURE)
    editor.import_picture(tmp_path / "minutes.txt")
    assert editor.hint_label.text() == "minutes.txt is not a picture that can be read."
    assert editor_services.edits == []
