"""Take a workshop board, a photo without a text alternative, and the evidence of learning points."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from carreport.ui.board.board_controller import BoardController
from carreport.ui.board.board_editor import BoardEditor
from carreport.ui.evidence.learning_points import EvidenceEditor, LearningPointsEditor
from tools.screenshots.camera import Camera

WORKSHOPS, POINTS, PHOTOS = "data.workshops", "data.learning_points", "data.photos"
PASTED_NOTES = "Note\tTheme\tVotes\nOne card for each family\tWho does what\t4\nRing ahead\tTaking part\t2"


def take_evidence_pages(camera: Camera) -> None:
    """Take the first board, photo and learning point of the example."""
    workshop = f"{WORKSHOPS}/{camera.wizard.session.answers().items(WORKSHOPS)[0].id}"
    _take_board_in_step(camera, f"{workshop}/notes")
    _take_board_page(camera, workshop)
    _take_photo(camera)
    _take_evidence(camera)


def _take_board_in_step(camera: Camera, path: str) -> None:
    """Take the board's notes in its step, and the preview of notes that were pasted."""
    camera.wizard.go_to(path)
    camera.settle()
    page = camera.wizard.step_page("data")
    editor = next(editor for editor in page.findChildren(BoardEditor) if editor.path == path)
    editor.note_input.text_cell.setFocus()
    page.scroll_to(editor)
    camera.take("board-notes")
    editor.preview.show_pasted(PASTED_NOTES)
    page.scroll_to(editor)
    camera.take("board-pasted")
    editor.preview.cancel_button.click()


def _take_board_page(camera: Camera, workshop: str) -> None:
    """Take the whole board, beside a photo of its wall."""
    wizard, session = camera.wizard, camera.wizard.session
    photo = session.answers().items(PHOTOS)[0]
    values = {name: photo.get(name) for name in ("picture", "caption", "consent")}
    wall_photo = session.add_item(f"{workshop}/wall", None, values)
    page = camera.begin_task(BoardController, "board", f"{workshop}/notes").page
    assert page is not None
    page.editor.grid.setFocus()
    page.editor.grid.select(page.editor.items[7].id)
    camera.take("board")
    assert page.wall_photos is not None
    page.wall_photos.large_button.click()
    camera.take("board-photo")
    session.remove_item(f"{workshop}/wall/{wall_photo}")
    wizard.return_to_last_page()


def _take_photo(camera: Camera) -> None:
    """Take a photo whose text alternative is missing."""
    wizard, session = camera.wizard, camera.wizard.session
    photo = session.answers().items(PHOTOS)[0]
    path = f"{PHOTOS}/{photo.id}/alt"
    session.write(path, "")
    wizard.go_to(path)
    camera.settle()
    page = wizard.step_page("data")
    page.scroll_to(page.open_question(PHOTOS))
    camera.take("photo-without-words")
    session.write(path, photo.get("alt"))


def _take_evidence(camera: Camera) -> None:
    """Take the picker of evidence, and the list of evidence that no learning point uses."""
    wizard = camera.wizard
    path = f"{POINTS}/{wizard.session.answers().items(POINTS)[0].id}/shown"
    wizard.go_to(path)
    camera.settle()
    page = wizard.step_page("data")
    points = page.open_question(POINTS).editor
    assert isinstance(points, LearningPointsEditor)
    editor = next(editor for editor in points.findChildren(EvidenceEditor) if editor.path == path)
    editor.pick_button.click()
    camera.settle()
    editor.picker.search.setText("partners")
    editor.picker.evidence_list.select_row(1)
    QApplication.processEvents()
    page.scroll_to(editor.pick_button)
    camera.take("evidence")
    editor.picker.close_picker()
    points.collapse()
    points.unused_button.click()
    camera.settle()
    page.scroll_to(points.unused_button)
    camera.take("evidence-unused")
    points.unused_button.click()
