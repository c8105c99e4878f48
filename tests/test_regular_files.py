"""Only regular files are opened: nothing is waited on, and no link of somebody else's is followed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from carreport.regular_files import (
    IrregularFileError,
    check_given_file,
    check_output,
    check_own_file,
    is_own_file,
    make_private_folder,
    open_own_file,
    read_given_file,
    read_own_file,
)
from tests.irregular_files import make_loop, make_pipe, make_socket, make_sparse_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


IRREGULAR: dict[str, tuple[Callable[[Path], object], str]] = {
    "folder": (Path.mkdir, "it is a folder"),
    "pipe": (make_pipe, "it is a pipe"),
    "socket": (make_socket, "it is a socket"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "it is a device"),
    "loop": (make_loop, "leads back to itself"),
    "link to itself": (lambda path: path.symlink_to(path), "leads back to itself"),
}


@pytest.mark.parametrize("kind", IRREGULAR)
def test_what_is_no_file_is_refused_at_once_and_by_its_name(tmp_path: Path, kind: str) -> None:
    make, words = IRREGULAR[kind]
    make(tmp_path / "walk")
    for check in (check_given_file, check_output, read_given_file):
        with pytest.raises(OSError, match=words):
            check(tmp_path / "walk")
    for own in (check_own_file, open_own_file, read_own_file):
        with pytest.raises(OSError, match="it is a"):
            own(tmp_path / "walk")


def test_a_given_link_is_followed_and_an_own_name_is_not(tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes(b"kept")
    (tmp_path / "link").symlink_to(tmp_path / "words")
    assert read_given_file(tmp_path / "link") == b"kept"
    assert check_output(tmp_path / "link") == tmp_path / "words"
    with pytest.raises(OSError, match="it is a link"):
        open_own_file(tmp_path / "link", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    assert (tmp_path / "words").read_bytes() == b"kept"
    assert not is_own_file(tmp_path / "link")


def test_a_link_to_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with pytest.raises(OSError, match="a link to a file that does not exist"):
        check_output(tmp_path / "link")
    with pytest.raises(OSError, match="it is a link"):
        open_own_file(tmp_path / "link", os.O_RDWR | os.O_CREAT)
    assert not (tmp_path / "nothing").exists()


def test_a_folder_above_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "Documents").symlink_to(tmp_path / "OneDrive")
    (tmp_path / "OneDrive" / "words").write_bytes(b"kept")
    assert read_own_file(tmp_path / "Documents" / "words") == b"kept"
    assert check_output(tmp_path / "Documents" / "new") == tmp_path / "Documents" / "new"


def test_no_more_is_read_than_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes(b"12345")
    assert read_given_file(tmp_path / "words", most=3) == b"1234"
    assert read_given_file(tmp_path / "words", most=5) == b"12345"


def test_a_huge_file_with_a_name_of_ours_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    make_sparse_file(tmp_path / "lock", 100 << 20)
    with pytest.raises(IrregularFileError, match="too large"):
        read_own_file(tmp_path / "lock")
    assert len(read_own_file(tmp_path / "lock", 100 << 20)) == 100 << 20


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be the name of a file"):
        check_given_file(tmp_path / "a\0b")


def test_new_folders_are_for_their_owner_and_old_ones_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old").chmod(0o755)
    make_private_folder(tmp_path / "old" / "data" / "drafts")
    modes = [
        stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("old", "old/data", "old/data/drafts")
    ]
    assert modes == [0o755, 0o700, 0o700]
