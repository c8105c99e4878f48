"""Lead through a board, photos and learning points of the example, for their pictures."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from carreport.ui.board.board_editor import BoardEditor
from carreport.ui.board.board_page import BoardPage
from carreport.ui.evidence.learning_points import EvidenceEditor, LearningPointsEditor
from tools.screenshots.fellow_text_pages import Camera

WORKSHOPS, POINTS, PHOTOS = "data.workshops", "data.learning_points", "data.photos"
PASTED = "Note\tTheme\tVotes\nOne card for each family\tWho does what\t4\nRing ahead\tTaking part\t2"


def take_evidence(camera: Camera) -> None:
    """Take a board in its step and whole, pasted notes, a photo without words, evidence that is picked."""
    _take_board(camera)
    _take_photo(camera)
    _take_points(camera)


def _take_board(camera: Camera) -> None:
    wizard = camera.window.inquiry.wizard
    assert wizard is not None  # noqa: S101 - the example was opened before
    workshop = wizard.session.answers().items(WORKSHOPS)[0].id
    path = f"{WORKSHOPS}/{workshop}/notes"
    photo = wizard.session.answers().items(PHOTOS)[0]
    values = {name: photo.get(name) for name in ("picture", "caption", "consent")}
    made = wizard.session.add_item(f"{WORKSHOPS}/{workshop}/wall", None, values)
    wizard.go_to(path)
    camera.settle()
    editor = next(each for each in wizard.step_page("data").findChildren(BoardEditor) if each.path == path)
    editor.note_input.text_cell.setFocus()
    wizard.step_page("data").scroll_to(editor)
    camera.take("board-notes")
    editor.preview.show_pasted(PASTED)
    wizard.step_page("data").scroll_to(editor)
    camera.take("board-pasted")
    editor.preview.cancel_button.click()
    camera.window.begin_task("board", path)
    camera.settle()
    page = wizard.pages.currentWidget()
    assert isinstance(page, BoardPage)  # noqa: S101 - shown above
    camera.settle()
    page.editor.grid.setFocus()
    page.editor.grid.select(page.editor.items[7].id)
    camera.take("board")
    assert page.wall_photos is not None  # noqa: S101 - a workshop has photos of its wall
    page.wall_photos.large_button.click()
    camera.take("board-photo")
    wizard.session.remove_item(f"{WORKSHOPS}/{workshop}/wall/{made}")
    wizard.return_to_step()


def _take_photo(camera: Camera) -> None:
    wizard = camera.window.inquiry.wizard
    assert wizard is not None  # noqa: S101 - the example was opened before
    photo = wizard.session.answers().items(PHOTOS)[0]
    path = f"{PHOTOS}/{photo.id}/alt"
    wizard.session.write(path, "")
    wizard.go_to(path)
    camera.settle()
    wizard.step_page("data").scroll_to(wizard.step_page("data").questions[PHOTOS])
    camera.take("photo-without-words")
    wizard.session.write(path, photo.get("alt"))


def _take_points(camera: Camera) -> None:
    wizard = camera.window.inquiry.wizard
    assert wizard is not None  # noqa: S101 - the example was opened before
    point = wizard.session.answers().items(POINTS)[0].id
    wizard.go_to(f"{POINTS}/{point}/shown")
    camera.settle()
    page = wizard.step_page("data")
    points = page.questions[POINTS].editor
    assert isinstance(points, LearningPointsEditor)  # noqa: S101 - points pick evidence
    shown = next(each for each in points.findChildren(EvidenceEditor) if each.path.endswith(f"{point}/shown"))
    shown.pick_button.click()
    camera.settle()
    shown.picker.search.setText("partners")
    shown.picker.evidence_list.select_row(1)
    QApplication.processEvents()
    page.scroll_to(shown.pick_button)
    camera.take("evidence")
    shown.picker.close_picker()
    points.rows[0].collapse()
    points.unused_button.setChecked(True)
    camera.settle()
    page.scroll_to(points.unused_button)
    camera.take("evidence-unused")
    points.unused_button.setChecked(False)
