"""Decode pictures in a separate process, with limits on time and memory.

Decoders have had security holes, and a small file may hold a huge picture. `decode` starts the process,
which gets the bytes of the file on standard input and answers with one word, a line break and, if it
worked, the picture as PNG: upright, in sRGB, resized, and without metadata.
"""

from __future__ import annotations

import sys
import warnings
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

from carreport import subprocess_worker
from carreport.draft.pictures import heic
from carreport.draft.pictures.normalise import MAX_PIXELS, MAX_SIDE, normalise_image

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

WORKER_FLAG = "--decode-a-photo"
"""The argument that starts a frozen program as the decoder."""
MAX_SECONDS = 30
MAX_MEMORY = 2 << 30
MAX_OUTPUT = 64 << 20
DECODERS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
PHOTO_FORMATS = ("JPEG", "WEBP")
_NEEDED = ("carreport", "PIL", "pillow_heif")
_PNG = b"\x89PNG\r\n\x1a\n"


class DecoderAnswer(StrEnum):
    """What the decoder made of a file."""

    PHOTO = "photo"
    DRAWING = "drawing"
    TOO_LARGE = "too large"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"
    STOPPED = "stopped"


def decoder_command() -> list[str]:
    """Return the command that starts the process."""
    return subprocess_worker.worker_command("carreport.draft.pictures.decoder_process", WORKER_FLAG, _NEEDED)


def decode(data: bytes) -> tuple[DecoderAnswer, bytes]:
    """Return what is in the file, and the picture as PNG if it could be decoded."""
    output = subprocess_worker.run_worker(decoder_command(), data, MAX_SECONDS, MAX_OUTPUT).stdout
    word, _, picture = output.partition(b"\n")
    answers = {answer.encode(): answer for answer in DecoderAnswer}
    answer = answers.get(word, DecoderAnswer.STOPPED)
    if answer in (DecoderAnswer.PHOTO, DecoderAnswer.DRAWING):
        is_whole = picture.startswith(_PNG) and len(output) <= MAX_OUTPUT
        return (answer, picture) if is_whole else (DecoderAnswer.STOPPED, b"")
    return answer, b""


def main() -> None:
    """Decode the picture on standard input."""
    subprocess_worker.limit_this_process(memory=MAX_MEMORY, seconds=MAX_SECONDS, largest_file=0)
    answer, picture = decode_to_png(sys.stdin.buffer.read())
    sys.stdout.buffer.write(answer.encode() + b"\n" + picture)
    sys.stdout.buffer.flush()


def decode_to_png(data: bytes) -> tuple[DecoderAnswer, bytes]:
    """Return what is in the file, and its first picture as PNG."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - slow, and only used here

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own limit is lower than Pillow's
            if heic.is_heic(data):
                return DecoderAnswer.PHOTO, _as_png(heic.open_heic(data))
            with Image.open(BytesIO(data), formats=DECODERS) as opened:
                is_photo = opened.format in PHOTO_FORMATS
                _check_size(opened)
                opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
                return DecoderAnswer.PHOTO if is_photo else DecoderAnswer.DRAWING, _as_png(opened)
    except UnidentifiedImageError:
        return DecoderAnswer.UNKNOWN, b""
    except (Image.DecompressionBombError, MemoryError):
        return DecoderAnswer.TOO_LARGE, b""
    except Exception:  # noqa: BLE001 - nobody can list all that decoders raise for malformed files
        return DecoderAnswer.DAMAGED, b""


def _check_size(opened: PillowImage) -> None:
    if opened.width * opened.height > MAX_PIXELS:
        raise MemoryError


def _as_png(opened: PillowImage) -> bytes:
    _check_size(opened)
    written = BytesIO()
    normalise_image(opened).save(written, "PNG", compress_level=1)
    return written.getvalue()
