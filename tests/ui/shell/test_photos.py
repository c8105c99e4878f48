"""Photos come in through the window: beside it, upright, and with nothing in them that tells on anybody."""

from __future__ import annotations

import base64
import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.report.export import export_report
from tests.ui.driver.drafts import make_draft, one_step_form
from tests.ui.driver.inquiry import WAIT
from tests.ui.driver.keyboard import click, press
from tests.ui.driver.lists import PhotosDriver
from tests.ui.driver.window import WindowDriver

QUESTION = """
[[section.field]]
id = "photos"
kind = "photos"
item = "photo"
label = "Which photos show your work?"
"""
CANARY = b"CANARY-at-the-school-gate"
TODAY = date(2026, 3, 9)


def phone_photo(path: Path, kind: str = "JPEG", size: tuple[int, int] = (600, 300)) -> Path:
    """Save a photo taken with the phone held upright: red on top, but lying on its side in the file."""
    lying = Image.new("RGB", size, "#2040D0")
    lying.paste("#D02020", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (57.0, 9.0, 3.0), 3: "W", 4: (2.0, 5.0, 4.0), 29: CANARY.decode()}
    )
    lying.save(path, kind, exif=exif)
    assert CANARY in path.read_bytes()
    return path


@pytest.fixture
def photos(driver: WindowDriver) -> PhotosDriver:
    driver.open(make_draft(one_step_form(QUESTION)))
    return PhotosDriver(driver, "data.photos")


def _is_upright(content: bytes) -> bool:
    with Image.open(BytesIO(content)) as picture:
        width, height = picture.size
        top, end = (picture.convert("RGB").getpixel((width // 2, y)) for y in (height // 5, height * 4 // 5))
    assert isinstance(top, tuple)
    assert isinstance(end, tuple)
    return height > width and top[0] > 150 > top[2] and end[2] > 150 > end[0]


def _pictures_of_pdf(path: Path) -> list[bytes]:
    found = []
    with pikepdf.open(path) as pdf:
        for part in pdf.objects:
            if isinstance(part, pikepdf.Stream) and part.get("/Subtype") == "/Image":
                stream = BytesIO()
                pikepdf.PdfImage(part).as_pil_image().save(stream, "PNG")
                found.append(stream.getvalue())
    return found


def test_a_photo_of_a_phone_stands_upright_everywhere_and_tells_nobody_where_it_was_taken(
    photos: PhotosDriver, qtbot: QtBot, tmp_path: Path
) -> None:
    photos.drop(phone_photo(tmp_path / "gate.jpg"))
    qtbot.waitUntil(lambda: len(photos.pictures()) == 1, timeout=WAIT)
    session = photos.session
    (item,) = session.answers().items("data.photos")
    session.write(f"data.photos/{item.id}/alt", "Families wait at the gate.")
    session.flush()
    pictures = {
        item.get("picture")["sha256"]: session.picture(item.get("picture")["sha256"])
        for item in session.answers().items("data.photos")
    }
    seen = {"the inquiry": photos.pictures()}
    for suffix in ("docx", "html", "pdf"):
        target = tmp_path / f"report.{suffix}"
        export_report(session.form, session.answers(), pictures, "populated-template", target, TODAY)  # type: ignore[arg-type]  # each was found
        assert CANARY not in target.read_bytes()
    with zipfile.ZipFile(tmp_path / "report.docx") as docx:
        media = [docx.read(name) for name in docx.namelist() if name.startswith("word/media/")]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    seen["the Word report"] = media
    seen["the web page"] = [base64.b64decode(data) for data in re.findall(r"base64,([A-Za-z0-9+/=]+)", page)]
    seen["the PDF"] = _pictures_of_pdf(tmp_path / "report.pdf")
    assert CANARY not in photos.session.path.read_bytes()
    for where, found in seen.items():
        assert any(_is_upright(picture) for picture in found), where
        assert not any(CANARY in picture or b"Exif" in picture for picture in found), where


def test_the_small_picture_stands_upright_as_well(photos: PhotosDriver, qtbot: QtBot, tmp_path: Path) -> None:
    photos.drop(phone_photo(tmp_path / "gate.jpg"))

    def thumbnail() -> QPixmap:
        rows = photos.editor.entry_model.rows
        return (rows[0].picture if rows else None) or QPixmap()

    qtbot.waitUntil(lambda: not thumbnail().isNull(), timeout=WAIT)
    small = thumbnail().toImage()
    assert small.height() > small.width()
    assert small.pixelColor(small.width() // 2, small.height() // 5).red() > 150


def test_the_window_lives_on_while_large_photos_come_in(photos: PhotosDriver, tmp_path: Path) -> None:
    files = [phone_photo(tmp_path / f"large{number}.jpg", size=(4000, 3000)) for number in range(3)]
    ticks: list[int] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(len(photos.editor.items)))
    timer.start()
    photos.drop(*files)
    assert photos.editor.queue.is_busy
    assert photos.editor.queue.label.text() == "Importing 1 of 3: large0.jpg"
    photos.wait()
    assert len(photos.pictures()) == 3
    assert {0, 1, 2} <= set(ticks), "the window was alive before and between the photos"


def test_each_file_that_is_no_picture_gets_its_sentence_and_the_others_come_in(
    photos: PhotosDriver, tmp_path: Path
) -> None:
    words, cut = tmp_path / "minutes.txt", tmp_path / "cut.jpg"
    words.write_text("Minutes", encoding="utf-8")
    cut.write_bytes(phone_photo(tmp_path / "whole.jpg").read_bytes()[:3000])
    photos.drop(
        words, phone_photo(tmp_path / "one.webp", "WEBP"), cut, phone_photo(tmp_path / "two.png", "PNG")
    )
    photos.wait()
    assert len(photos.pictures()) == 2
    assert all(_is_upright(picture) for picture in photos.pictures())
    lines = photos.editor.queue.problem_label.text().splitlines()
    assert lines[0] == "2 pictures imported. 2 files could not be used:"
    assert lines[1].startswith("minutes.txt ")
    assert lines[2].startswith("cut.jpg is damaged or incomplete.")


def test_a_heic_photo_comes_in(photos: PhotosDriver, tmp_path: Path) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    path = tmp_path / "phone.heic"
    image = Image.new("RGB", (300, 600), "#2040D0")
    image.paste("#D02020", (0, 0, 300, 300))
    pillow_heif.from_pillow(image).save(path)
    photos.drop(path)
    photos.wait()
    assert [_is_upright(picture) for picture in photos.pictures()] == [True]


def test_a_picture_is_pasted_by_keyboard(photos: PhotosDriver, qtbot: QtBot) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(image)
    photos.editor.add_button.setFocus()
    press("Ctrl+V")
    qtbot.waitUntil(lambda: len(photos.pictures()) == 1, timeout=WAIT)


def test_what_waits_is_left_out_when_one_stops(photos: PhotosDriver, tmp_path: Path) -> None:
    photos.drop(*(phone_photo(tmp_path / f"{number}.jpg") for number in range(4)))
    click(photos.editor.queue.stop_button)
    photos.wait()
    assert len(photos.pictures()) == 1


def test_an_inquiry_can_be_closed_while_photos_come_in(
    driver: WindowDriver, photos: PhotosDriver, tmp_path: Path
) -> None:
    photos.drop(*(phone_photo(tmp_path / f"{number}.jpg", size=(3000, 2000)) for number in range(2)))
    driver.window.go_home()
    driver.wait_until_idle()
    assert not driver.is_open
