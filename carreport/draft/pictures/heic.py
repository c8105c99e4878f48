"""Decode a HEIC photo in a process of its own, for decoders of such photos have had holes.

`decoded` starts that process. It gets the bytes of the file on standard input, and answers with the
same picture as PNG: upright, in ordinary colours, shrunk, and with nothing but its dots.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from io import BytesIO

from carreport import subprocess_worker
from carreport.draft.pictures.normalise import MOST_PIXELS, as_seen

WORD = "--decode-a-photo"
"""What a frozen program is started with to decode a photo."""
NEEDED = ("carreport", "PIL", "pillow_heif")
SECONDS = 60
MEMORY = 2 << 30
MOST_TOLD = 64 << 20
TOO_LARGE = b"too large"
_PNG = b"\x89PNG\r\n\x1a\n"


def is_there() -> bool:
    """Say whether the package that decodes such photos is installed."""
    return find_spec("pillow_heif") is not None


def decoded(given: bytes) -> bytes | None:
    """Return the photo as PNG; `TOO_LARGE`, or nothing if it cannot be decoded."""
    command = subprocess_worker.command_for("carreport.draft.pictures.heic", WORD, NEEDED)
    told = subprocess_worker.ask(command, given, SECONDS, MOST_TOLD).told
    return told if told == TOO_LARGE or (told.startswith(_PNG) and len(told) <= MOST_TOLD) else None


def main() -> None:
    """Decode the photo on standard input."""
    subprocess_worker.limit_this_process(memory=MEMORY, seconds=SECONDS, largest_file=0)
    sys.stdout.buffer.write(as_png(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()


def as_png(given: bytes) -> bytes:
    """Return a HEIC photo as PNG."""
    import pillow_heif  # noqa: PLC0415 - slow, an extra, and only needed here

    opened = pillow_heif.open_heif(BytesIO(given), convert_hdr_to_8bit=True)
    if opened.size[0] * opened.size[1] > MOST_PIXELS:
        return TOO_LARGE
    image = opened.to_pillow()
    image.getexif().clear()  # the decoder has turned the picture already
    image.info.pop("exif", None)
    written = BytesIO()
    as_seen(image).save(written, "PNG", compress_level=1)
    return written.getvalue()
