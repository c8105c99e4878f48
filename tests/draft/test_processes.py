"""Other processes: one that is killed while typing, and one that has the draft open."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.open_draft import OPENED_FOR_READING
from carreport.draft.storage.lock import lock_path
from carreport.form.schema import Form

TYPIST = """
import sys
from pathlib import Path
from carreport.draft.session.draft_session import DraftSession

session = DraftSession.open(Path(sys.argv[1]), "Ailsa Kerr")
number = 0
while True:
    number += 1
    session.write("about.title", f"word {number}")
    if number % 7 == 0:
        session.seal()
    if number % 5 == 0:
        session.add_item("data.sources", values={"name": f"source {number}"})
    if number % 3 == 0:
        session.flush()
        print(number, flush=True)
"""

COMER_AND_GOER = """
import sys
from pathlib import Path
from carreport.draft.session.draft_session import DraftSession

number = 0
while True:
    with DraftSession.open(Path(sys.argv[1]), "Ailsa Kerr") as session:
        for _ in range(3):
            number += 1
            session.write("about.title", f"word {number}")
            session.seal()
    print(number, flush=True)
"""


def typist(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", TYPIST, str(path)], stdout=subprocess.PIPE, text=True)


def kill(process: subprocess.Popen[str]) -> str:
    """Kill the process; return the rest of its output."""
    process.kill()
    rest, _ = process.communicate()
    return rest


def test_a_killed_program_has_lost_nothing_that_it_called_saved(path: Path, form: Form) -> None:
    DraftSession.create(path, form, "Ailsa Kerr").close()
    chance = random.Random(4)  # noqa: S311 - any moments will do
    for _ in range(10):
        process = typist(path)
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(chance.randrange(1, 25))]
        said += kill(process).splitlines()
        last = int(said[-1])
        with DraftSession.open(path, "Ailsa Kerr") as session:
            assert session.read_only_reason == ""
            assert int(session.answers().get("about.title").split()[1]) >= last
            names = {item.get("name") for item in session.answers().items("data.sources")}
            assert {f"source {number}" for number in range(5, last, 5)} <= names
        assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_draft_that_a_living_program_writes_opens_for_reading_and_says_who(path: Path, form: Form) -> None:
    DraftSession.create(path, form, "Ailsa Kerr").close()
    process = typist(path)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        with DraftSession.open(path, "Morag Reid") as second:
            assert second.read_only
            assert "Ailsa Kerr" in second.read_only_reason
            assert second.answers().get("about.title")
    finally:
        kill(process)
    with DraftSession.open(path, "Morag Reid") as third:
        assert not third.read_only


def test_a_second_opening_in_the_same_program_is_for_reading(session: DraftSession, path: Path) -> None:
    with DraftSession.open(path, "Morag Reid") as second:
        assert second.read_only
        assert "Ailsa Kerr" in second.read_only_reason
    session.write("about.title", "still mine")
    session.close()


def test_a_second_name_for_the_same_file_does_not_help(session: DraftSession, path: Path) -> None:
    other = path.with_name("other.carreport")
    try:
        other.symlink_to(path)
    except OSError:
        pytest.skip("no links here")
    with DraftSession.open(other, "Morag Reid") as second:
        assert second.read_only
    session.close()


def test_what_a_dead_program_left_behind_is_taken_over(path: Path, form: Form) -> None:
    DraftSession.create(path, form, "Ailsa Kerr").close()
    for left in ("", "{", '{"author": "A", "host": "", "pid": 1, "since": "x"}'):
        lock_path(path).write_text(left)
        with DraftSession.open(path, "Morag Reid") as session:
            assert not session.read_only
    assert not lock_path(path).exists()


def test_a_draft_that_is_open_on_another_computer_says_so(path: Path, form: Form) -> None:
    DraftSession.create(path, form, "Ailsa Kerr").close()
    lock_path(path).write_text('{"author": "Ailsa Kerr", "host": "OFFICE-7", "pid": 1, "since": "14:02"}')
    with DraftSession.open(path, "Morag Reid") as session:
        assert session.read_only
        assert "OFFICE-7" in session.read_only_reason
    assert lock_path(path).exists()


def test_a_program_killed_about_its_last_save_leaves_a_sound_draft(path: Path, form: Form) -> None:
    DraftSession.create(path, form, "Ailsa Kerr").close()
    for times in (1, 2, 3, 4):
        process = subprocess.Popen(
            [sys.executable, "-c", COMER_AND_GOER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(times)]
        last = int((said + kill(process).splitlines())[-1])
        with DraftSession.open(path, "Ailsa Kerr", read_only=True) as session:
            assert int(session.answers().get("about.title").split()[1]) >= last
            assert session.read_only_reason == OPENED_FOR_READING
