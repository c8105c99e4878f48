"""Open HEIC photos, with an optional package; only the decoder process does this."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from carreport.draft.pictures.normalise import MAX_PIXELS
from carreport.draft.pictures.picture_formats import brands_in

if TYPE_CHECKING:
    from PIL.Image import Image

_BRANDS = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"))


def is_heic(data: bytes) -> bool:
    """Say whether the file is a HEIC photo."""
    brands = brands_in(data)
    return not _BRANDS.isdisjoint(brands) and b"avif" not in brands


def is_available() -> bool:
    """Say whether the decoder package is installed."""
    return find_spec("pillow_heif") is not None


def open_heic(data: bytes) -> Image:
    """Return a HEIC photo, turned upright by the decoder; raise `MemoryError` if it is too large."""
    import pillow_heif  # noqa: PLC0415 - slow and optional

    opened = pillow_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True)
    if opened.size[0] * opened.size[1] > MAX_PIXELS:
        raise MemoryError
    image: Image = opened.to_pillow()
    image.getexif().clear()  # the decoder has already applied the orientation
    image.info.pop("exif", None)
    return image
