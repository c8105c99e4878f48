"""After a computer has slept, other files and clocks may have changed: nothing is overwritten."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form

SLEEPER = """
import sys
from pathlib import Path
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftSaveError

session = DraftSession.open(Path(sys.argv[1]), "Ailsa Kerr")
for number in range(1_000_000):
    try:
        session.write("about.title", f"word {number}")
        session.flush()
        print(number, flush=True)
    except DraftSaveError as problem:
        session.save_as(Path(sys.argv[2]))
        print(problem.code, session.answers().get("about.title"), flush=True)
        break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets no open file be replaced")
def test_a_file_that_was_replaced_during_sleep_is_not_written_to(
    path: Path, form: Form, tmp_path: Path
) -> None:
    DraftSession.create(path, form, "Ailsa Kerr").close()
    older = tmp_path / "older"
    shutil.copy(path, older)
    elsewhere = tmp_path / "elsewhere.carreport"
    command = [sys.executable, "-c", SLEEPER, str(path), str(elsewhere)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED)
    content = older.read_bytes()
    older.replace(path)
    process.send_signal(signal.SIGCONT)
    *_, last = process.communicate(timeout=30)[0].splitlines()
    assert last.startswith("draft-moved word ")
    assert path.read_bytes() == content
    with DraftSession.open(elsewhere, "Ailsa Kerr") as session:
        assert f"draft-moved {session.answers().get('about.title')}" == last
