from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Field
from carreport.ui.editors.photos.alt_text import DECORATIVE_TEXT, HINT
from carreport.ui.editors.photos.photos_editor import ALT_TEXT_MISSING
from carreport.ui.editors.photos.picture_editor import make_thumbnail
from tests.ui.conftest import FakeEditorServices, ShowEditor, row_names

BARE = Field("wall", "photos", "Which photos show your work?", item_noun="photo")
PHOTOS = replace(BARE, fields=KINDS["photos"].built_in_fields(BARE))
PICTURE = Field("cover", "picture", "Which picture goes on the cover?")
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def image() -> QImage:
    made = QImage(40, 20, QImage.Format.Format_RGB32)
    made.fill(QColor("#336699"))
    return made


@pytest.fixture
def file(image: QImage, tmp_path: Path) -> Path:
    path = tmp_path / "wall.png"
    assert image.save(str(path))
    return path


def _drop(editor: QWidget, mime: QMimeData) -> None:
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    editor.dropEvent(event)


def test_a_photo_is_chosen_and_described(
    show: ShowEditor, desk: FakeEditorServices, file: Path, qtbot: QtBot
) -> None:
    desk.picked = file
    editor = show(PHOTOS)
    qtbot.mouseClick(editor.findChild(QPushButton, "part.wall#add"), LEFT)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "part.wall/new1/caption"
    qtbot.keyClicks(focus, "The wall")
    yes = editor.findChild(QRadioButton, "part.wall/new1/decorative#yes")
    yes.setFocus()
    qtbot.keyClick(yes, Qt.Key.Key_Space)
    assert [path for path, _ in desk.edits] == ["part.wall/new1/caption", "part.wall/new1/decorative"]
    assert row_names(editor) == ["The wall"]
    assert not editor.entry_model.rows[0].picture.isNull()


def test_dropped_files_are_a_photo_each(show: ShowEditor, desk: FakeEditorServices, file: Path) -> None:
    editor = show(PHOTOS)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)), QUrl.fromLocalFile(str(file))])
    _drop(editor, mime)
    assert [ask[:2] for ask in desk.asked] == [
        ("bring", file),
        ("add", "part.wall"),
        ("bring", file),
        ("add", "part.wall"),
    ]


def test_a_picture_on_the_clipboard_is_pasted(
    show: ShowEditor, desk: FakeEditorServices, image: QImage, qtbot: QtBot
) -> None:
    editor = show(PHOTOS)
    QApplication.clipboard().setImage(image)
    editor.add_button.setFocus()
    qtbot.keyClick(editor.add_button, Qt.Key.Key_V, CTRL)
    assert len(editor.items) == 1
    assert next(iter(desk.pictures.values())).startswith(b"\x89PNG")


def test_a_photo_that_nobody_could_hear_of_says_so(
    show: ShowEditor, desk: FakeEditorServices, file: Path
) -> None:
    picture = desk.bring_picture(file)
    editor = show(PHOTOS, (Item("a", {"picture": picture, "caption": "The wall"}),))
    assert ALT_TEXT_MISSING in row_names(editor)[0]


def test_nothing_is_added_where_the_choice_was_given_up(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(PHOTOS)
    qtbot.mouseClick(editor.add_button, LEFT)
    assert (editor.items, desk.asked) == ((), [])


def test_one_picture_is_brought_in_replaced_and_removed(
    show: ShowEditor, desk: FakeEditorServices, file: Path, qtbot: QtBot
) -> None:
    desk.picked = file
    editor = show(PICTURE)
    button = editor.findChild(QPushButton, "part.cover")
    for _ in range(2):
        qtbot.mouseClick(button, LEFT)
    assert button.text() == "Choose another picture…"
    qtbot.mouseClick(editor.findChild(QPushButton, "part.cover#remove"), LEFT)
    assert [bool(value) for _, value in desk.edits] == [True, True, False]
    assert button.hasFocus()


def test_a_picture_is_dropped_on_its_place(show: ShowEditor, desk: FakeEditorServices, image: QImage) -> None:
    editor = show(PICTURE)
    mime = QMimeData()
    mime.setImageData(image)
    _drop(editor, mime)
    assert [path for path, _ in desk.edits] == ["part.cover"]
    assert not editor.preview.pixmap.isNull()


def test_a_thumbnail_fits_its_place_and_is_sharp(file: Path) -> None:
    small = make_thumbnail(file.read_bytes(), QSize(10, 10), 2.0)
    assert (small.width(), small.height()) == (20, 10)
    assert small.deviceIndependentSize().toSize() == QSize(10, 5)


def test_bytes_that_are_no_picture_make_no_thumbnail() -> None:
    assert make_thumbnail(b"not a picture", QSize(10, 10), 1.0).isNull()


def test_words_pasted_into_a_caption_stay_words(
    show: ShowEditor, desk: FakeEditorServices, file: Path, qtbot: QtBot
) -> None:
    editor = show(PHOTOS, (Item("a", {"picture": desk.bring_picture(file)}),))
    editor.expand_row("a")
    QApplication.clipboard().setText("The wall")
    caption = editor.findChild(QLineEdit, "part.wall/a/caption")
    qtbot.keyClick(caption, Qt.Key.Key_V, CTRL)
    assert caption.text() == "The wall"


def test_missing_words_are_hinted_at_and_words_made_from_the_notes_are_taken(
    show: ShowEditor, desk: FakeEditorServices, file: Path, qtbot: QtBot
) -> None:
    desk.wall = "A board with 31 notes."
    editor = show(PHOTOS, (Item("a", {"picture": desk.bring_picture(file)}),))
    editor.expand_row("a")
    alt = editor.form.editors["alt"]
    assert alt.hint.text() == HINT
    assert alt.hint.isVisible()
    qtbot.mouseClick(editor.findChild(QPushButton, "part.wall/a/alt#take"), LEFT)
    assert desk.edits == [("part.wall/a/alt", "A board with 31 notes.")]
    assert not alt.hint.isVisible()
    assert not alt.accept_button.isVisible()


def test_a_decoration_needs_no_words(show: ShowEditor, desk: FakeEditorServices, file: Path) -> None:
    editor = show(PHOTOS, (Item("a", {"picture": desk.bring_picture(file), "decorative": True}),))
    editor.expand_row("a")
    assert editor.form.editors["alt"].hint.text() == DECORATIVE_TEXT


def test_a_file_that_cannot_be_read_says_so_in_its_place(
    show: ShowEditor, desk: FakeEditorServices, tmp_path: Path
) -> None:
    editor = show(PICTURE)
    editor.import_picture(tmp_path / "minutes.txt")
    assert editor.hint_label.text() == "minutes.txt is not a picture that can be read."
    assert desk.edits == []
