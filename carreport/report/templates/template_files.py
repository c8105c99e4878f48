"""Read the files of a report template without leaving its folder or waiting for anything.

A file must be an ordinary file in the folder itself: a link, a named pipe, a device or a folder in its
place is refused, and so is a file that is too large.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from carreport.errors import system_reason
from carreport.regular_files import IrregularFileError, check_own_file, open_own_file, read_given_file

LARGEST_PICTURE_FILE = 50 << 20
"""The largest Word document, in bytes: pictures make them large."""
_MOST_PARTS = 4
_LONGEST_NAME = 100
_PART = re.compile(r"[^\W.](?:[\w .-]*[\w-])?\Z")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ufeff]")


class TemplatePartError(Exception):
    """A file of a template cannot be used: a stable code, a sentence, and what to do."""

    def __init__(self, code: str, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestion = remedy


def read_part(folder: Path, name: str, most_bytes: int) -> bytes:
    """Return the file `name`, such as “styles/our.css”, of the template in `folder`.

    Raise `FileNotFoundError` if it does not exist, and `TemplatePartError` if it cannot be used.
    """
    _check_name(name)
    path = folder.joinpath(*name.split("/"))
    try:
        check_own_file(path)  # before anything follows a link
    except IrregularFileError as problem:
        raise _no_ordinary_file(problem) from None
    if path.resolve() != folder.resolve().joinpath(*name.split("/")):
        message = "It is not in the template’s folder under this name: a folder on the way is a link, or"
        raise TemplatePartError(
            "part-outside",
            f"{message} capital letters differ.",
            remedy="Put the file itself in the folder, and write its name exactly.",
        )
    with os.fdopen(open_own_file(path), "rb") as file:
        return _within(file.read(most_bytes + 1), most_bytes)


def read_given(path: Path, most_bytes: int) -> bytes:
    """Return a file whose path the user gave, at the end of any links.

    Raise `OSError` if it cannot be read, and `TemplatePartError` if it cannot be used.
    """
    try:
        return _within(read_given_file(path, most_bytes), most_bytes)
    except IrregularFileError as problem:
        raise _no_ordinary_file(problem) from None


def is_plain_name(name: str) -> bool:
    """Return whether `name` is a relative path with “/” that means the same on every system."""
    parts = name.split("/")
    return (
        len(name) <= _LONGEST_NAME
        and len(parts) <= _MOST_PARTS
        and all(_PART.match(part) and not _RESERVED.match(part) for part in parts)
    )


def _check_name(name: str) -> None:
    if not is_plain_name(name):
        raise TemplatePartError(
            "part-name",
            "This name could lead out of the template’s folder.",
            remedy="Write the plain name of a file in the folder, such as “our-styles.css”.",
        )


def _within(content: bytes, most_bytes: int) -> bytes:
    """Return `content`; raise `TemplatePartError` if it is too large."""
    if len(content) > most_bytes:
        limit = f"{most_bytes >> 20} MB" if most_bytes >= 1 << 20 else f"{most_bytes >> 10} kB"
        raise TemplatePartError(
            "part-large",
            f"The file is larger than {limit}.",
            remedy="Make it smaller, for example its pictures.",
        )
    return content


def _no_ordinary_file(problem: IrregularFileError) -> TemplatePartError:
    message = f"It cannot be used: {system_reason(problem)}."
    return TemplatePartError("part-kind", message, remedy="Put the file itself in its place.")


def decode_part(content: bytes) -> str:
    """Return a file of a template as text; raise `TemplatePartError` if it is not plain UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise TemplatePartError(
            "part-encoding", f"The file is not UTF-8 text (line {line}).", remedy="Save it again as UTF-8."
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = _CONTROL.search(text)
    if odd is not None:
        line = text.count("\n", 0, odd.start()) + 1
        raise TemplatePartError(
            "part-control",
            f"Line {line} contains a control character (U+{ord(odd[0]):04X}), which no browser shows.",
            remedy="Delete it.",
        )
    return text
