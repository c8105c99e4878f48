"""Normalise a picture: upright, in the colours of a screen, and no larger than needed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_SIDE = 1600
MAX_PIXELS = 50_000_000


def normalise_image(opened: Image) -> Image:
    """Return the image upright, in sRGB or greyscale, and at most `MAX_SIDE` pixels a side."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - slow, and only used here

    profile = opened.info.get("icc_profile")
    turned = _to_plain_mode(ImageOps.exif_transpose(opened), profile)
    turned.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return turned


def _to_plain_mode(image: Image, profile: bytes | None) -> Image:
    """Return the image as greyscale, RGB or RGBA, in sRGB if it has a valid colour profile."""
    if image.mode in ("PA", "LA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode.startswith("I"):  # 16-bit greyscale
        image = image.convert("I").point(lambda dot: dot * (1 / 256)).convert("L")
    elif image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGB")
    if profile and image.mode != "L":
        image = _to_srgb(image, profile)
    return image.convert("RGB") if image.mode == "CMYK" else image


def _to_srgb(image: Image, profile: bytes) -> Image:
    """Return the image in sRGB, or unchanged if its colour profile is invalid."""
    from PIL import ImageCms  # noqa: PLC0415 - slow, and only used here

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # the profile is invalid: keep the colours as they are
    return image if changed is None else changed
