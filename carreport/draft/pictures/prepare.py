"""Prepare pictures for a draft: upright, without metadata, and no larger than a report needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from carreport.draft.pictures import heic
from carreport.draft.pictures.decoder_process import DecoderAnswer, decode
from carreport.draft.pictures.normalise import MAX_PIXELS, MAX_SIDE
from carreport.draft.pictures.picture_formats import describe_format
from carreport.errors import PictureError, system_reason
from carreport.form.kinds import InvalidValue
from carreport.form.schema import Value
from carreport.regular_files import read_given_file

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 100 << 20
_KINDS = "JPEG, PNG, WebP, HEIC, GIF or BMP"
PHOTO_QUALITY = 85
LARGE_DRAWING = 1 << 20
"""A drawing larger than this many bytes is stored as JPEG, if that is smaller."""


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture as the draft stores it; `type` is a media type."""

    data: bytes
    type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PreparedPicture:
    """A picture ready to be stored, and its checksum."""

    sha256: str
    picture: StoredPicture

    @property
    def value(self) -> Value:
        """The value of an answer that refers to the picture."""
        picture = self.picture
        return {"sha256": self.sha256, "type": picture.type, "width": picture.width, "height": picture.height}


class PictureStore(Protocol):
    """An object that stores pictures: a draft."""

    def attach(self, picture: PreparedPicture) -> Value:
        """Store a picture and return the value of an answer that names it."""


def prepare_picture(source: Path | bytes) -> PreparedPicture:
    """Return the picture in a file (or its bytes) as the draft stores it, or raise `PictureError`."""
    name = source.name if isinstance(source, Path) else "The picture"
    data = _bytes_of(source, name)
    if heic.is_heic(data) and not heic.is_available():
        raise _no_heic_error(name)
    answer, decoded = decode(data)
    if answer in (DecoderAnswer.PHOTO, DecoderAnswer.DRAWING):
        return _prepare_decoded(decoded, name, is_photo=answer is DecoderAnswer.PHOTO)
    if answer is DecoderAnswer.TOO_LARGE:
        raise _too_large_error(name)
    if answer is DecoderAnswer.STOPPED:
        raise PictureError(
            "picture-too-slow",
            f"{name} takes too long or needs too much memory to open.",
            remedy="Save it again as JPEG, smaller if possible, and add that.",
        )
    raise _damaged_error(name) if answer is DecoderAnswer.DAMAGED else _other_format_error(data, name)


def _prepare_decoded(decoded: bytes, name: str, *, is_photo: bool) -> PreparedPicture:
    """Return the picture that the decoder has made; it is checked, as the decoder read a foreign file."""
    from PIL import Image  # noqa: PLC0415 - slow, and only used here

    try:
        with Image.open(BytesIO(decoded), formats=["PNG"]) as opened:
            if max(opened.size) > MAX_SIDE or opened.mode not in ("L", "RGB", "RGBA"):
                raise _damaged_error(name)
            return _encode(opened, is_photo=is_photo)
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, ZeroDivisionError):
        raise _damaged_error(name) from None


def picture_loader(session: PictureStore, base: Path) -> Callable[[str], Value | InvalidValue]:
    """Return the function that imports the pictures named in an answers file in the folder `base`."""

    def bring(name: str) -> Value | InvalidValue:
        try:
            return session.attach(prepare_picture(base / name))
        except PictureError as problem:
            return InvalidValue(str(problem).removesuffix("."))

    return bring


def _bytes_of(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        data = read_given_file(source, MAX_BYTES)
    except FileNotFoundError:
        raise PictureError(
            "picture-missing",
            f"There is no picture file {source}.",
            remedy="Check the file name and the folder.",
        ) from None
    except OSError as problem:
        raise PictureError(
            "picture-unreadable",
            f"{name} cannot be read: {system_reason(problem)}.",
            remedy="Choose a picture file.",
        ) from None
    if len(data) > MAX_BYTES:
        raise _too_large_error(name)
    return data


def _encode(image: Image, *, is_photo: bool) -> PreparedPicture:
    """Encode the pixels again, so that nothing else of the old file is kept."""
    from PIL import Image  # noqa: PLC0415 - slow, and only used here

    dots = Image.frombytes(image.mode, image.size, image.tobytes())
    if dots.mode == "RGBA" and dots.getchannel("A").getextrema() == (255, 255):
        dots = dots.convert("RGB")
    encoded = None if is_photo and dots.mode != "RGBA" else _as_png(dots)
    if encoded is None or (len(encoded.data) > LARGE_DRAWING and dots.mode != "RGBA"):
        photo = _as_jpeg(dots)
        encoded = photo if encoded is None or len(photo.data) < len(encoded.data) else encoded
    return PreparedPicture(sha256(encoded.data).hexdigest(), encoded)


def _as_png(image: Image) -> StoredPicture:
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return StoredPicture(written.getvalue(), "image/png", image.width, image.height)


def _as_jpeg(image: Image) -> StoredPicture:
    written = BytesIO()
    image.save(written, "JPEG", quality=PHOTO_QUALITY, optimize=True, progressive=False)
    return StoredPicture(written.getvalue(), "image/jpeg", image.width, image.height)


def _too_large_error(name: str) -> PictureError:
    return PictureError(
        "picture-too-large",
        f"{name} is too large. The limit is {MAX_PIXELS // 1_000_000} million pixels "
        f"or {MAX_BYTES >> 20} MB.",
        remedy="Save a smaller version and import that.",
    )


def _damaged_error(name: str) -> PictureError:
    return PictureError(
        "picture-damaged", f"{name} is damaged or incomplete.", remedy="Copy it from the camera again."
    )


def _no_heic_error(name: str) -> PictureError:
    return PictureError(
        "picture-heic",
        f"{name} is a HEIC photo, and carreport was installed without support for these.",
        remedy="Save it as JPEG, or ask for the extra “heic” to be installed (docs/user-guide.md).",
    )


def _other_format_error(data: bytes, name: str) -> PictureError:
    """Return the error for a file in another format, which is named if it is known."""
    words = describe_format(data)
    if words:
        return PictureError(
            "picture-format",
            f"{name} is {words}, which carreport cannot add.",
            remedy="Save it as JPEG and add that.",
        )
    return PictureError(
        "not-a-picture",
        f"{name} is not a picture that carreport can read.",
        remedy=f"Choose a {_KINDS} file.",
    )
