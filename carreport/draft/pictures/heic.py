"""Decode HEIC photos in a separate process, because such decoders have had security holes.

`decode` starts the process. It gets the bytes of the file on standard input, and answers with the
picture as PNG: upright, in sRGB, resized, and without metadata.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from io import BytesIO

from carreport import subprocess_worker
from carreport.draft.pictures.normalise import MAX_PIXELS, normalise_image

WORKER_FLAG = "--decode-a-photo"
"""The argument that starts a frozen program as the decoder."""
NEEDED = ("carreport", "PIL", "pillow_heif")
MAX_SECONDS = 60
MAX_MEMORY = 2 << 30
MAX_OUTPUT = 64 << 20
TOO_LARGE = b"too large"
_PNG = b"\x89PNG\r\n\x1a\n"


def is_available() -> bool:
    """Say whether the decoder package is installed."""
    return find_spec("pillow_heif") is not None


def decode(data: bytes) -> bytes | None:
    """Return the photo as PNG; `TOO_LARGE`, or nothing if it cannot be decoded."""
    command = subprocess_worker.worker_command("carreport.draft.pictures.heic", WORKER_FLAG, NEEDED)
    output = subprocess_worker.run_worker(command, data, MAX_SECONDS, MAX_OUTPUT).stdout
    return output if output == TOO_LARGE or (output.startswith(_PNG) and len(output) <= MAX_OUTPUT) else None


def main() -> None:
    """Decode the photo on standard input."""
    subprocess_worker.limit_this_process(memory=MAX_MEMORY, seconds=MAX_SECONDS, largest_file=0)
    sys.stdout.buffer.write(decode_to_png(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()


def decode_to_png(data: bytes) -> bytes:
    """Return a HEIC photo as PNG."""
    import pillow_heif  # noqa: PLC0415 - slow and optional

    opened = pillow_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True)
    if opened.size[0] * opened.size[1] > MAX_PIXELS:
        return TOO_LARGE
    image = opened.to_pillow()
    image.getexif().clear()  # the decoder has already applied the orientation
    image.info.pop("exif", None)
    written = BytesIO()
    normalise_image(image).save(written, "PNG", compress_level=1)
    return written.getvalue()
