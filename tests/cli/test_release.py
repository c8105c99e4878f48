"""The command `release`: who will see it is said first, and nothing goes out without a yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText
from tests.cli.conftest import Command

FORM = parse_form("""
[form]
id = "walks"
title = "A walk"
[[section]]
id = "walk"
title = "The walk"
[[section.field]]
id = "name"
kind = "line"
label = "What is it called?"
[[section.field]]
id = "mine"
kind = "list"
label = "What does each of you make of it?"
item = "reflection"
private_until = { release = ["named"] }
[[section.field.field]]
id = "words"
kind = "text"
label = "Your words"
[[section.field.field]]
id = "release"
kind = "choice"
label = "May it go out?"
choices = { no = "Not yet", named = "With my name" }
""")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A draft in which Morag wrote, and Ailsa has one entry that may go out and one that may not."""
    path = tmp_path / "walk.carreport"
    with DraftSession.create(path, FORM, "Morag Weir") as session:
        session.write("walk.name", "By the sea")
    with DraftSession.open(path, "Ailsa Kerr") as session:
        session.add_item("walk.mine", values={"words": RichText.from_plain("I was afraid").to_json()})
        words = RichText.from_plain("It was hard").to_json()
        session.add_item("walk.mine", values={"words": words, "release": "named"})
    return path


def own_paths(carreport: Command, draft: Path, author: str = "Ailsa Kerr") -> list[list[str]]:
    lines = carreport("release", draft, "--author", author).out.splitlines()
    return [line.split("  ") for line in lines]


def test_one_s_own_entries_are_listed(own: Path, carreport: Command) -> None:
    waiting, ready = own_paths(carreport, own)
    assert (waiting[1:], ready[1].strip()) == (["not to be released yet", "I was afraid"], "may be released")
    assert own_paths(carreport, own, "Morag Weir") == []
    assert "No entries that only Morag Weir" in carreport("release", own, "--author", "Morag Weir").err


def test_who_will_see_what_is_said_and_nothing_goes_out_without_a_yes(own: Path, carreport: Command) -> None:
    path = own_paths(carreport, own)[1][0]
    done = carreport("release", own, path, "--author", "Ailsa Kerr")
    assert done.code == 1
    assert (
        "where Morag Weir and everybody else who has the draft or gets a copy of it can read it" in done.out
    )
    assert "with the name of Ailsa Kerr as its writer" in done.out
    assert "It was hard" in done.out
    assert "Nothing was released." in done.err
    assert "It was hard" not in carreport("show", own).out


def test_a_yes_releases_it_and_only_it(own: Path, carreport: Command) -> None:
    path = own_paths(carreport, own)[1][0]
    assert carreport("release", own, path, "--yes", "--author", "Ailsa Kerr").code == 0
    shown = carreport("show", own).out
    assert "It was hard" in shown
    assert "I was afraid" not in shown
    again = carreport("release", own, path, "--yes", "--author", "Ailsa Kerr")
    assert again.code == 2
    assert "It may be released already" in again.err


def test_what_its_writer_has_not_chosen_to_release_stays(own: Path, carreport: Command) -> None:
    path = own_paths(carreport, own)[0][0]
    done = carreport("release", own, path, "--yes", "--author", "Ailsa Kerr")
    assert done.code == 2
    assert "This reflection may not go out yet." in done.err
    assert "Answer “May it go out?” with “With my name” first" in done.err


@pytest.mark.parametrize("path", ["walk.mine/none", "walk.name", "nowhere"])
def test_a_path_that_is_none_of_one_s_own_is_refused(own: Path, carreport: Command, path: str) -> None:
    done = carreport("release", own, path, "--yes", "--author", "Ailsa Kerr")
    assert done.code == 2
    assert f"There is no entry of Ailsa Kerr's own at {path}." in done.err
