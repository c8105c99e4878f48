"""What the system reports is told in our own words, whatever language the system speaks."""

from __future__ import annotations

import errno
import pickle
import sys
from pathlib import Path

import pytest

import carreport
from carreport.cli import entry_point
from carreport.draft.storage.error_messages import open_error, save_error
from carreport.errors import CarreportError, FormFileError, Mistake, ReplyFileError, system_reason
from carreport.report.html.render import HtmlTemplateError
from tests.held_file import in_use


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the disk is write-protected"),
        (errno.ENAMETOOLONG, "the name or its path is too long"),
        (errno.ETIMEDOUT, "the network drive is not available"),
        (errno.EDQUOT, "your share of this disk is full"),
    ],
)
def test_a_known_reason_is_told_in_english(number: int, reason: str) -> None:
    assert system_reason(OSError(number, "Auf dem Gerät ist kein Speicherplatz mehr verfügbar")) == reason


@pytest.mark.parametrize(
    ("winerror", "reason"),
    [
        (32, "another program has it open"),
        (5, "another program has it open, or you do not have permission to change it"),
        (206, "the name or its path is too long"),
        (123, "the name is not allowed on this computer"),
        (389, "it is in the cloud and cannot be downloaded at the moment"),
    ],
)
def test_a_reason_of_windows_is_told_before_the_coarser_one(winerror: int, reason: str) -> None:
    assert system_reason(in_use(winerror)) == reason


def test_elsewhere_a_permission_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert system_reason(PermissionError(errno.EPERM, "")) == "you do not have permission to use it"
    assert system_reason(PermissionError(errno.EACCES, "")) == "you do not have permission to use it"


def test_on_windows_a_file_that_cannot_be_opened_may_be_open_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    reason = system_reason(PermissionError(errno.EACCES, "Permission denied", "settings.json"))
    assert reason == "another program has it open, or you do not have permission to change it"


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (OSError(9999, "Ein Gerät, das an das System angeschlossen ist, funktioniert nicht."),
         "error 9999, “Ein Gerät, das an das System angeschlossen ist, funktioniert nicht”"),
        (OSError("İstek Reddedildi"), "“İstek Reddedildi”"),
        (OSError(), "no reason was given"),
    ],
)  # fmt: skip
def test_an_unknown_reason_is_quoted_as_it_is(problem: OSError, reason: str) -> None:
    assert system_reason(problem) == reason


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("walk.carreport", "disk-fault"),
        ("nul.carreport", "draft-name"),
        ("a" * 240 + ".carreport", "draft-name"),
    ],
)
def test_a_draft_is_said_to_have_a_wrong_name_only_if_it_has(name: str, code: str) -> None:
    assert save_error(Path("/inquiries", name), OSError(errno.EINVAL, "")).code == code
    assert save_error(Path("/inquiries", name), OSError(errno.ENOSPC, "")).code == "disk-full"


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_draft_that_another_program_has_open_is_not_said_to_be_forbidden(winerror: int) -> None:
    saved, opened = (told(Path("walk.carreport"), in_use(winerror)) for told in (save_error, open_error))
    assert (saved.code, opened.code) == ("draft-busy", "draft-busy")
    assert all("another program has it open" in str(error) for error in (saved, opened))


def test_a_command_tells_the_reason_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(_: object) -> int:
        raise OSError(errno.EROFS, "Schreibgeschützt", "report.docx")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entry_point, "run", refuse)
        assert entry_point.main(["list"]) == 3
    assert "report.docx: the disk is write-protected." in capsys.readouterr().err


def test_no_other_module_reads_the_sentence_of_the_system() -> None:
    package = Path(carreport.__file__).parent
    sources = {path: path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    users = [path.name for path, text in sources.items() if ".strerror" in text.replace("os.strerror", "")]
    assert users == ["errors.py"]


@pytest.mark.parametrize(
    "error",
    [
        CarreportError("code", "It failed.", why="It is full.", remedy="Empty it."),
        ReplyFileError("replies-old", "Not clear.", why="Old.", readings={"cp850": "café"}),
        FormFileError("car.toml", [Mistake("line 3", "kind", "No such kind.", "Did you mean “line”?")]),
        HtmlTemplateError("report", [Mistake("line 1", "tag", "No such tag.")]),
    ],
)
def test_an_error_is_the_same_when_another_process_has_sent_it(error: CarreportError) -> None:
    sent = pickle.loads(pickle.dumps(error))  # noqa: S301 - what this test wrote
    assert (type(sent), str(sent), sent.args, vars(sent)) == (
        type(error),
        str(error),
        error.args,
        vars(error),
    )
