"""Read a file that a reviewer has sent back, whatever it is."""

from __future__ import annotations

from pathlib import Path

from carreport.errors import UnreadableInputError, system_reason
from carreport.regular_files import read_given_file
from carreport.report.word.untrusted.inspect_package import LARGEST_FILE
from carreport.review.word_walk.document import WordDocument
from carreport.review.word_walk.file_kinds import UNCHANGED, check_kind
from carreport.review.word_walk.walk_process import walk_apart


def read_reviewed_copy(path: Path) -> WordDocument:
    """Return what a Word file contains; raise an error that says what to do with any other file."""
    try:
        content = read_given_file(path, LARGEST_FILE)
    except FileNotFoundError:
        raise UnreadableInputError(
            "review-missing", f"There is no file {path}.", remedy="Check the file name and the folder."
        ) from None
    except OSError as problem:
        what = f"“{path.name}” cannot be read: {system_reason(problem)}."
        remedy = "If it is open in Word, close it there. Then choose it again."
        raise UnreadableInputError("review-unreadable", what, why=UNCHANGED, remedy=remedy) from None
    check_kind(path.name, content)
    return walk_apart(path.name, content)
