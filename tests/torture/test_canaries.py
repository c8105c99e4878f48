"""The short run of the torture of privacy: not one word that must stay leaves with a copy or a report."""

from __future__ import annotations

import base64
import random
import sqlite3
import zipfile
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, PngImagePlugin
from PySide6.QtWidgets import QApplication

from carreport.draft.session.draft_session import DraftSession
from tests.torture import who_columns
from tests.torture.canaries import Leaks, leaked, run
from tests.torture.inflate import words_in
from tests.torture.outputs import torture
from tests.torture.planting import AUTHOR, Planter, Sort, generated_form
from tests.torture.scene import inquiry
from tests.torture.unnamed import Unnamed
from tests.torture.unnamed import torture as torture_names

WORD = "zqabcdefghqz"


@pytest.mark.parametrize("seed", range(3))
def test_no_canary_is_in_the_bytes_of_a_copy_or_of_a_copy_of_it(tmp_path: Path, seed: int) -> None:
    count, found = leaked(tmp_path, seed)
    assert count.total() > 0
    assert found == []


def test_a_history_has_words_that_must_stay_for_every_reason() -> None:
    found = run(30, 0)
    assert found.is_right
    assert len(found.reasons) == 13


def test_no_canary_is_in_any_output_that_the_window_makes_for_its_writer(qapp: QApplication) -> None:
    assert qapp is not None
    figures = Leaks()
    torture(3, figures, generated_form(3, is_small=True), is_short=True)
    assert figures.outputs > 50
    assert figures.present > 60
    assert (figures.found_in_an_output, figures.missing, figures.lists_not_released) == (0, 0, 0)


@pytest.mark.parametrize("number", [2, 5])
def test_a_name_that_must_stay_out_is_not_printed_or_is_a_line_of_the_check(number: int) -> None:
    figures = Unnamed()
    torture_names(number, figures, (".html",), most_templates=2)
    assert (figures.outputs, figures.is_right) == (2, True)
    assert figures.names_planted > 3


def test_no_word_of_a_column_that_says_who_somebody_is_is_in_anything_that_is_made() -> None:
    figures = who_columns.run(2, 0)  # one file imported by the command line, and one as the window does it
    assert (figures.is_right, figures.copies) == (True, 4)


def test_the_search_for_such_words_finds_what_is_imported(tmp_path: Path) -> None:
    source = tmp_path / "replies.csv"
    source.write_text(f"We speak,We listen,What is hard?\nAgree,Agree,{WORD}\nAgree,Disagree,Time\n")
    with DraftSession.create(tmp_path / "a.carreport", inquiry(), AUTHOR) as session:
        who_columns.import_as_window(session, source)
    assert words_in((tmp_path / "a.carreport").read_bytes()) == {WORD}


def test_words_are_planted_for_every_reason_in_every_question_of_a_form(tmp_path: Path) -> None:
    form = generated_form(3, is_small=True)
    with DraftSession.create(tmp_path / "a.carreport", form, AUTHOR) as session:
        planter = Planter(session, random.Random(3))  # noqa: S311 - always the same
        planter.plant()
        unanswered = {path for path, _ in form.questions()} - session.answers().values.keys()
    depends = {Sort.NOT_ASKED, Sort.SIGNATURE, Sort.REPLY, Sort.UNNAMED}  # on what a form asks
    assert {sort for sort, _ in planter.words.values()} >= {*Sort} - depends
    assert {form.field(path).kind for path in unanswered if form.field(path)} <= {"evidence"}  # type: ignore[union-attr]  # they are there


def test_a_missing_word_and_a_word_too_many_are_both_counted(tmp_path: Path) -> None:
    from tests.torture.outputs import Leakage, Output  # noqa: PLC0415 - only this test judges by hand

    with DraftSession.create(tmp_path / "a.carreport", generated_form(3, is_small=True), AUTHOR) as session:
        planter, figures = Planter(session, random.Random(3)), Leaks()  # noqa: S311 - likewise
        kept, secret = planter.word(Sort.PRESENT, "a.b"), planter.word(Sort.PRIVATE, "a.c")
        leakage = Leakage(planter, figures)
        leakage.judge(Output("a report", {secret}, {Sort.PRIVATE}, frozenset({Sort.PRESENT})))
        leakage.judge(Output("a report", {kept}, {Sort.PRIVATE}, frozenset({Sort.PRESENT})))
    assert (figures.found_in_an_output, figures.missing, figures.present) == (1, 1, 1)


def picture_with_a_word() -> bytes:
    about, raw = PngImagePlugin.PngInfo(), BytesIO()
    about.add_itxt("Comment", WORD, zip=True)
    Image.new("RGB", (9, 9)).save(raw, "PNG", pnginfo=about)
    return raw.getvalue()


def photo_with_a_word() -> bytes:
    raw, image = BytesIO(), Image.new("RGB", (9, 9))
    exif = image.getexif()
    exif[0x9286] = WORD
    image.save(raw, "JPEG", exif=exif)
    return raw.getvalue()


def pages_with_a_word() -> bytes:
    raw = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Subject"] = WORD
        document.save(raw, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return raw.getvalue()


def packed(*parts: bytes) -> bytes:
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, part in enumerate(parts):
            archive.writestr(f"{number}.xml", part)
    return raw.getvalue()


def database_with(data: bytes) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE x (y BLOB)")
    connection.execute("INSERT INTO x VALUES (?)", (data,))
    return connection.serialize()


HIDING = {
    "UTF-8": WORD.encode(),
    "UTF-16": f"about {WORD}".encode("utf-16-le"),
    "UTF-16 from the other end": f"about {WORD}".encode("utf-16-be"),
    "runs of Word": f"<w:t>{WORD[:4]}</w:t></w:r><w:r><w:t>{WORD[4:]}</w:t>".encode(),
    "a broken line": f"{WORD[:6]}\xad\n{WORD[6:]}".encode(),
    "capitals": WORD.upper().encode(),
    "two spans": f'[{{"spans":[{{"text":"{WORD[:5]}"}},{{"text":"{WORD[5:]}","strong":true}}]}}]'.encode(),
    "a zip in a zip": packed(packed(WORD.encode())),
    "a picture": picture_with_a_word(),
    "a photo": photo_with_a_word(),
    "a picture in a web page": b'<img src="data:image/png;base64,'
    + base64.b64encode(picture_with_a_word())
    + b'">',
    "a photo in a draft": database_with(photo_with_a_word()),
    "the properties of a PDF": pages_with_a_word(),
    "a stream that is compressed": b"%PDF-1.7\nstream\n" + zlib.compress(WORD.encode()) + b"\nendstream",
}


@pytest.mark.parametrize("place", HIDING)
def test_a_word_is_found_wherever_it_hides(place: str) -> None:
    assert words_in(HIDING[place]) == {WORD}


def test_what_is_no_canary_is_not_taken_for_one() -> None:
    assert Counter(words_in(b"zq is no word, nor zqqz, nor zqABCqz")) == Counter()
