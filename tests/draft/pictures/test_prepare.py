"""Pictures are imported upright, resized and without metadata, or refused with a message."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageCms

from carreport.draft.pictures import decoder_process
from carreport.draft.pictures.normalise import MAX_PIXELS, MAX_SIDE
from carreport.draft.pictures.prepare import picture_loader, prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import PictureError
from carreport.form.answers import answers_from_json
from carreport.form.kinds import InvalidValue
from carreport.form.schema import Form
from tests.irregular_files import make_sparse_file


def written(image: Image.Image, kind: str, **settings: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def heic_head() -> bytes:
    return b"\0\0\0\x1cftypheic" + bytes(40)


def code_of(source: Path | bytes) -> str:
    with pytest.raises(PictureError) as told:
        prepare_picture(source)
    assert told.value.remedy
    return told.value.code


def test_a_photo_from_a_phone_is_turned_upright_and_says_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the phone on its side
    exif[0x0110] = "SECRET-MODEL"
    exif.get_ifd(0x8825)[1] = "N"
    image = Image.new("RGB", (400, 200), "red")
    image.paste("blue", (0, 0, 200, 200))
    kept = prepare_picture(written(image, "JPEG", exif=exif, comment=b"SECRET-COMMENT")).picture
    assert (kept.type, kept.width, kept.height) == ("image/jpeg", 200, 400)
    assert opened(kept.data).convert("RGB").getpixel((100, 50))[2] > 200  # type: ignore[index]  # RGB is a tuple
    assert b"SECRET" not in kept.data
    assert not opened(kept.data).getexif()


def test_the_longest_side_is_shrunk_and_small_pictures_stay_as_they_are() -> None:
    large = prepare_picture(written(Image.new("RGB", (4000, 1000)), "JPEG")).picture
    small = prepare_picture(written(Image.new("RGB", (40, 10)), "JPEG")).picture
    assert (large.width, large.height) == (MAX_SIDE, 400)
    assert (small.width, small.height) == (40, 10)
    assert opened(large.data).size == (MAX_SIDE, 400)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP"])
def test_a_drawing_stays_a_drawing(kind: str) -> None:
    kept = prepare_picture(written(Image.new("RGB", (40, 20), "green"), kind)).picture
    assert kept.type == "image/png"
    assert opened(kept.data).convert("RGB").getpixel((1, 1)) == (0, 128, 0)


def test_what_is_see_through_stays_so() -> None:
    kept = prepare_picture(written(Image.new("RGBA", (4, 4), (255, 0, 0, 0)), "WEBP")).picture
    assert kept.type == "image/png"
    assert opened(kept.data).getchannel("A").getextrema() == (0, 0)


def test_a_photo_saved_as_a_drawing_is_kept_as_a_photo() -> None:
    noise = Image.effect_noise((900, 900), 90).convert("RGB")
    rows = Image.merge("RGB", (noise.getchannel(0), Image.effect_noise((900, 900), 90), noise.getchannel(1)))
    assert prepare_picture(written(rows, "PNG")).picture.type == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_kind_of_dots_can_be_read(mode: str) -> None:
    image = Image.new("L", (9, 9), 200).convert(mode) if mode != "I;16" else Image.new("I;16", (9, 9), 51400)
    given = written(image, "JPEG" if mode == "CMYK" else "PNG")
    kept = opened(prepare_picture(given).picture.data).convert("L")
    assert abs(int(kept.getpixel((4, 4))) - (255 if mode == "1" else 200)) < 4  # type: ignore[arg-type]  # L


def test_colours_of_another_profile_become_those_of_screens() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = prepare_picture(
        written(Image.new("RGB", (8, 8), (10, 200, 90)), "PNG", icc_profile=profile)
    ).picture
    assert "icc_profile" not in opened(kept.data).info
    assert opened(kept.data).getpixel((1, 1)) == (10, 200, 90)


def test_a_profile_that_means_nothing_is_left_out() -> None:
    kept = prepare_picture(written(Image.new("RGB", (8, 8), "red"), "PNG", icc_profile=b"nonsense")).picture
    assert opened(kept.data).getpixel((1, 1)) == (255, 0, 0)


def test_the_same_picture_has_the_same_name() -> None:
    given = written(Image.new("RGB", (8, 8), "red"), "JPEG")
    assert prepare_picture(given) == prepare_picture(given)


def test_a_picture_that_is_not_there(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.jpg") == "picture-missing"
    assert code_of(tmp_path) == "picture-unreadable"


@pytest.mark.parametrize("given", [b"", b"hello", b"\x89PNG", bytes(5_000)])
def test_what_is_not_a_picture(given: bytes) -> None:
    assert code_of(given) == "not-a-picture"


def heic() -> bytes:
    """Return a photo as phones take it: rotated, with the place and the model in its metadata."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0110] = "SECRET-MODEL"
    exif.get_ifd(0x8825)[1] = "N"
    image = Image.new("RGB", (400, 200), "red")
    image.paste("blue", (0, 0, 200, 200))
    file = io.BytesIO()
    pillow_heif.from_pillow(image).save(file, exif=exif.tobytes(), quality=90)
    return file.getvalue()


def test_a_heic_photo_is_turned_upright_and_says_nothing_of_where_it_was_taken() -> None:
    given = heic()
    kept = prepare_picture(given).picture
    assert b"SECRET-MODEL" in given
    assert b"SECRET" not in kept.data
    assert not opened(kept.data).getexif()
    assert (kept.type, kept.width, kept.height) == ("image/jpeg", 200, 400)
    assert opened(kept.data).convert("RGB").getpixel((100, 50))[2] > 200  # type: ignore[index]  # RGB is a tuple


def test_half_a_heic_photo_is_damaged() -> None:
    given = heic()
    assert code_of(given[: len(given) // 2]) == "picture-damaged"


def test_a_heic_photo_says_what_to_do_where_the_part_that_reads_it_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(PictureError, match="JPEG") as told:
        prepare_picture(heic_head())
    assert told.value.code == "picture-heic"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (written(Image.new("RGB", (8, 8)), "TIFF"), "a TIFF picture"),
        (written(Image.new("RGB", (8, 8)), "AVIF"), "an AVIF picture"),
        (b"\0\0\0\x20ftypmif1\0\0\0\0mif1avifmiaf" + bytes(50), "an AVIF picture"),
        (written(Image.new("RGB", (8, 8)), "JPEG2000"), "a JPEG 2000 picture"),
        (written(Image.new("RGB", (16, 16)), "ICO"), "an icon"),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(50), "a JPEG XL picture"),
        (b"II*\0\x10\0\0\0CR\2\0" + bytes(50), "a raw photo from a camera"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(50), "a raw photo from a camera"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(50), "a video"),
        (b"8BPS\0\1" + bytes(50), "a Photoshop picture"),
        (b"%PDF-1.7", "a PDF document"),
        (b"<?xml version='1.0'?>\n<svg/>", "an SVG drawing"),
        (b"<!DOCTYPE html><p>", "a web page"),
        (b"PK\3\4" + bytes(50), "an Office document"),
    ],
)
def test_a_format_that_is_not_taken_is_named(data: bytes, words: str) -> None:
    with pytest.raises(PictureError, match=words) as told:
        prepare_picture(data)
    assert told.value.code == "picture-format"
    assert "Save it as JPEG" in told.value.remedy


def test_a_format_is_known_by_its_contents_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(written(Image.new("RGB", (8, 8)), "AVIF"))
    with pytest.raises(PictureError, match=r"photo\.jpg is an AVIF picture"):
        prepare_picture(tmp_path / "photo.jpg")


def _png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG with a header of this size and these chunks."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*pair) for pair in ((b"IHDR", header), *chunks, (b"IEND", b""))
    )


ZEROS = zlib.compress(bytes(200 << 20), 9)


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (_png(100_000, 100_000, (b"IDAT", ZEROS)), {"picture-too-large"}),
        (_png(0xFFFFFFF, 1, (b"IDAT", ZEROS)), {"picture-too-large"}),
        (_png(6_000, 6_000, (b"iCCP", b"p\0\0" + ZEROS), (b"IDAT", ZEROS)), {"", "picture-damaged"}),
        (_png(50, 50, (b"zTXt", b"k\0\0" + ZEROS), (b"IDAT", ZEROS)), {"", "picture-damaged"}),
        (b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x08\x02\0;", {"picture-too-large"}),
        (
            b"BM" + struct.pack("<IIIIiiHHIIiiII", 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0),
            {"picture-too-large"},
        ),
        (
            b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0",
            {"picture-too-large", "picture-damaged"},
        ),
        (heic_head() * 1000, {"picture-damaged"}),
    ],
)
def test_a_bomb_is_refused_without_harm(data: bytes, codes: set[str]) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code = ""
    try:
        prepare_picture(data)
    except PictureError as told:
        code = told.code
    assert code in codes
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10


def test_of_a_picture_that_moves_the_first_is_taken() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", *["blue", "green"] * 500)]
    for kind in ("GIF", "WEBP", "PNG"):
        data = written(frames[0], kind, save_all=True, append_images=frames[1:])
        kept = opened(prepare_picture(data).picture.data).convert("RGB")
        red, green, _ = kept.getpixel((20, 15))  # type: ignore[misc]  # RGB is a tuple
        assert red > 200
        assert green < 60


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    make_sparse_file(tmp_path / "huge.jpg", 6 << 30, b"\xff\xd8\xff")
    assert code_of(tmp_path / "huge.jpg") == "picture-too-large"


def test_a_decoder_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder_process, "MAX_SECONDS", 0.001)
    assert code_of(written(Image.new("RGB", (8, 8)), "PNG")) == "picture-too-slow"


def test_a_picture_with_too_many_dots() -> None:
    side = int(MAX_PIXELS**0.5) + 100
    assert code_of(written(Image.new("1", (side, side)), "PNG")) == "picture-too-large"
    assert code_of(written(Image.new("1", (20_000, 20_000)), "PNG")) == "picture-too-large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_a_picture_whose_end_is_missing(kind: str) -> None:
    whole = written(Image.effect_noise((300, 300), 90).convert("RGB"), kind)
    assert code_of(whole[: len(whole) // 2]) == "picture-damaged"


def test_an_answers_file_brings_its_pictures(session: DraftSession, form: Form, tmp_path: Path) -> None:
    (tmp_path / "wall.png").write_bytes(written(Image.new("RGB", (8, 8), "red"), "PNG"))
    bring = picture_loader(session, tmp_path)
    given = {"data": {"wall": [{"picture": {"file": "wall.png"}}, {"picture": {"file": "gone.png"}}]}}
    answers, problems = answers_from_json(form, given, bring)
    assert [problem.code for problem in problems] == ["not-understood"]
    assert session.fill(answers) == 1
    assert len(session.pictures()) == 1
    assert isinstance(bring("gone.png"), InvalidValue)
