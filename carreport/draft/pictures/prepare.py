"""Prepare pictures for a draft: upright, without metadata, and no larger than a report needs."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from carreport.draft.pictures import heic
from carreport.draft.pictures.normalise import MAX_PIXELS, MAX_SIDE, normalise_image
from carreport.errors import PictureError, system_reason
from carreport.form.kinds import InvalidValue
from carreport.form.schema import Value
from carreport.regular_files import read_given_file

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 100 << 20
DECODERS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_KINDS = "JPEG, PNG, WebP, HEIC, GIF or BMP"
PHOTO_FORMATS = ("JPEG", "WEBP")
PHOTO_QUALITY = 85
LARGE_DRAWING = 1 << 20
"""A drawing larger than this many bytes is stored as JPEG, if that is smaller."""
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


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
    data, is_photo = _decode_heic(_bytes_of(source, name), name)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - slow, and only used here

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own limit is lower than Pillow's
            with Image.open(BytesIO(data), formats=DECODERS) as opened:
                _check_size(opened, name)
                return _encode(_normalise(opened), is_photo=is_photo or opened.format in PHOTO_FORMATS)
    except UnidentifiedImageError:
        raise _not_a_picture_error(name) from None
    except Image.DecompressionBombError:
        raise _too_large_error(name) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, ZeroDivisionError):
        # Pillow's decoders raise all of these for malformed files
        raise PictureError(
            "picture-damaged", f"{name} is damaged or incomplete.", remedy="Copy it from the camera again."
        ) from None


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


def _check_size(opened: Image, name: str) -> None:
    if opened.width * opened.height > MAX_PIXELS:
        raise _too_large_error(name)


def _decode_heic(data: bytes, name: str) -> tuple[bytes, bool]:
    """Return a picture in a format that Pillow reads, and whether it must be a photo.

    A HEIC photo is decoded in a separate process, by an optional package.
    """
    if not (data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS):
        return data, False
    if not heic.is_available():
        raise PictureError(
            "picture-heic",
            f"{name} is a HEIC photo, and carreport was installed without support for these.",
            remedy="Save it as JPEG, or ask for the extra “heic” to be installed (docs/user-guide.md).",
        )
    decoded = heic.decode(data)
    if decoded == heic.TOO_LARGE:
        raise _too_large_error(name)
    if decoded is None:
        raise PictureError(
            "picture-damaged", f"{name} is damaged or incomplete.", remedy="Copy it from the camera again."
        )
    return decoded, True


def _normalise(opened: Image) -> Image:
    """Return the first frame, normalised by `normalise_image`."""
    opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
    return normalise_image(opened)


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


def _not_a_picture_error(name: str) -> PictureError:
    return PictureError(
        "not-a-picture",
        f"{name} is not a picture that carreport can read.",
        remedy=f"Choose a {_KINDS} file.",
    )
