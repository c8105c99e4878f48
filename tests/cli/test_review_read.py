"""`review read`, `take` and `leave` bring in what a reviewer has sent back."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from carreport.assets import resource_path
from tests.cli.conftest import Command, Refusal
from tests.review.word_back.word_files import zipped


def back_from(carreport: Command, draft: Path, old: str, new: str) -> Path:
    """Send a review copy, and change words in it without tracking."""
    sent, back = draft.parent / "sent.docx", draft.parent / "back.docx"
    assert carreport("review", "send", draft, "-o", sent).code == 0
    with zipfile.ZipFile(BytesIO(sent.read_bytes())) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    main = members["word/document.xml"]
    assert isinstance(main, bytes)
    members["word/document.xml"] = main.replace(old.encode(), new.encode())
    back.write_bytes(zipped(members))
    return back


def story(carreport: Command, draft: Path) -> Any:
    return json.loads(carreport("show", draft, "--json").out)["walk"]["story"]


def suggestion(carreport: Command, draft: Path) -> str:
    (thread,) = json.loads(carreport("comments", draft, "--json").out)
    return str(thread["id"])


def test_a_dry_run_lists_what_is_in_a_file_and_adds_nothing(filled: Path, carreport: Command) -> None:
    back = back_from(carreport, filled, "It rained.", "It poured.")
    before = filled.read_bytes()
    done = carreport("review", "read", filled, back, "--dry-run", "--json")
    (finding,) = json.loads(done.out)["findings"]
    assert (finding["kind"], finding["path"], finding["new"]) == ("untracked", "walk.story", "It poured.")
    assert filled.read_bytes() == before


def test_a_suggestion_from_a_file_is_taken(filled: Path, carreport: Command) -> None:
    back = back_from(carreport, filled, "It rained.", "It poured.")
    assert "It poured." in carreport("review", "read", filled, back).out
    assert "Nothing was added" in carreport("review", "read", filled, back).err
    assert carreport("review", "take", filled, suggestion(carreport, filled)).code == 0
    assert "It poured." in json.dumps(story(carreport, filled))


def test_a_suggestion_from_a_file_is_left_for_a_reason(filled: Path, carreport: Command) -> None:
    carreport("review", "read", filled, back_from(carreport, filled, "It rained.", "It poured."))
    chosen = suggestion(carreport, filled)
    assert carreport("review", "leave", filled, chosen, "--text", "It only rained.").code == 0
    assert "It rained." in json.dumps(story(carreport, filled))


def test_files_that_cannot_be_read_are_refused(filled: Path, carreport: Command, refusal: Refusal) -> None:
    assert refusal("review", "read", filled, filled) == "review-not-word"
    assert refusal("review", "read", filled, filled.parent / "none.docx") == "review-missing"
    back = back_from(carreport, filled, "sent.docx", "sent.docx")
    other = filled.parent / "other.carreport"
    assert carreport("new", filled.parent / "walks.toml", "-o", other).code == 0
    assert refusal("review", "read", other, back) == "review-not-sent"


@pytest.mark.parametrize("has_comments", [True, False])
def test_a_report_that_comes_back_is_refused(
    tmp_path: Path, carreport: Command, refusal: Refusal, *, has_comments: bool
) -> None:
    draft, copy, report, sent = (tmp_path / name for name in ("a.carreport", "c.docx", "r.docx", "s.docx"))
    answers = resource_path("examples", "schools-partnership.json")
    carreport("new", "car-inquiry", "-o", draft, "--answers", answers)
    carreport("comment", draft, "about.title", "--text", "Too long?")
    carreport("review", "send", draft, "-o", copy)
    carreport("render", draft, "-o", report)
    carreport("review", "send", draft, "-o", sent, "--report", report)
    assert refusal("review", "read", draft, sent if has_comments else report) == "review-is-report"
