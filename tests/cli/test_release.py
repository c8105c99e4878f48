"""The command `release` says who will see an entry, and releases nothing without confirmation."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Item
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText
from tests.cli.conftest import Command, Refusal

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

NUMBERED = parse_form(
    FORM.source.replace('["named"]', '["number", "named"]').replace(
        "choices = {", 'choices = { number = "N",'
    )
    + """
[[section.field.field]]
id = "number"
kind = "number"
label = "Number"
"""
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A draft by Morag in which Ailsa has one private entry ready to release, and one that is not."""
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
    assert (waiting[-1].strip(), ready[-1].strip()) == ("I was afraid", "It was hard")
    assert waiting[1].strip() != ready[1].strip()
    assert own_paths(carreport, own, "Morag Weir") == []


def test_who_will_see_what_is_said_and_nothing_goes_out_without_a_yes(own: Path, carreport: Command) -> None:
    path = own_paths(carreport, own)[1][0]
    done = carreport("release", own, path, "--author", "Ailsa Kerr")
    assert done.code == 1
    for words in ("Morag Weir", "Ailsa Kerr", "It was hard"):
        assert words in done.out
    assert "It was hard" not in carreport("show", own).out


def test_a_yes_releases_it_and_only_it(own: Path, carreport: Command, refusal: Refusal) -> None:
    path = own_paths(carreport, own)[1][0]
    assert carreport("release", own, path, "--yes", "--author", "Ailsa Kerr").code == 0
    shown = carreport("show", own).out
    assert "It was hard" in shown
    assert "I was afraid" not in shown
    assert refusal("release", own, path, "--yes", "--author", "Ailsa Kerr") == "not-private"


def test_what_its_writer_has_not_chosen_to_release_stays(
    own: Path, carreport: Command, refusal: Refusal
) -> None:
    command = ("release", own, own_paths(carreport, own)[0][0], "--yes", "--author", "Ailsa Kerr")
    assert refusal(*command) == "release-not-chosen"
    message = carreport(*command).err
    for words in ("reflection", "“May it go out?”", "“With my name”"):
        assert words in message


@pytest.mark.parametrize("path", ["walk.mine/none", "walk.name", "nowhere"])
def test_a_path_that_is_none_of_one_s_own_is_refused(own: Path, refusal: Refusal, path: str) -> None:
    assert refusal("release", own, path, "--yes", "--author", "Ailsa Kerr") == "not-private"


def test_a_key_says_how_an_entry_without_an_answer_is_signed(
    own: Path, carreport: Command, refusal: Refusal
) -> None:
    path = own_paths(carreport, own)[0][0]
    command = ("release", own, path, "--author", "Ailsa Kerr", "--yes", "--sign")
    assert refusal(*command, "no") == "release-not-chosen"
    assert refusal(*command, "nonsense") == "release-not-chosen"
    assert carreport(*command, "named").code == 0
    assert "I was afraid" in carreport("show", own).out


def test_filling_in_releases_nothing_and_says_so(own: Path, carreport: Command, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"walk": {"mine": [{"words": "From a file", "release": "named"}]}}', encoding="utf-8")
    done = carreport("fill", own, answers, "--author", "Ailsa Kerr")
    assert done.code == 0
    assert "3 entries in it can be read only by Ailsa Kerr" in done.err
    assert "From a file" not in carreport("show", own).out


def test_filling_in_an_entry_that_was_withdrawn_says_what_it_left(own: Path, carreport: Command) -> None:
    path = own_paths(carreport, own)[1][0]
    assert carreport("release", own, path, "--yes", "--author", "Ailsa Kerr").code == 0
    with DraftSession.open(own, "Ailsa Kerr") as session:
        session.write(f"{path}/release", "no")
    answers = own.with_name("again.json")
    entry = f'{{"$id": "{path.rpartition("/")[2]}", "words": "Hard", "release": "named"}}'
    answers.write_text(f'{{"walk": {{"mine": [{entry}]}}}}', encoding="utf-8")
    assert f"{path}/release" in carreport("fill", own, answers, "--author", "Ailsa Kerr").err
    with DraftSession.open(own, "", read_only=True) as session:
        assert session.shared_answers().get(f"{path}/release") == "no"
        assert RichText.from_json(session.shared_answers().get(f"{path}/words")).plain_text == "Hard"


def test_a_number_is_drawn_shown_and_can_be_chosen(
    tmp_path: Path, carreport: Command, refusal: Refusal
) -> None:
    path = tmp_path / "numbers.carreport"
    with DraftSession.create(path, NUMBERED, "Ailsa Kerr") as session:
        first, second = (
            f"walk.mine/{session.add_item('walk.mine', values={'words': word})}" for word in "ab"
        )
    command = ("release", path, first, "--author", "Ailsa Kerr", "--sign", "number", "--number")
    assert "such as 7" in carreport(*command, 7).out
    assert refusal(*command, 0, "--yes") == "number-not-whole"
    assert carreport(*command, 7, "--yes").code == 0
    assert refusal("release", path, second, *command[3:], 7, "--yes") == "number-taken"
    assert carreport("release", path, second, *command[3:-1], "--yes").code == 0
    numbers = {item.get("number") for item in shared_items(path)}
    assert len(numbers) == 2
    assert numbers <= set(range(1, 10))


def shared_items(path: Path) -> tuple[Item, ...]:
    with DraftSession.open(path, "", read_only=True) as session:
        return session.shared_answers().items("walk.mine")
