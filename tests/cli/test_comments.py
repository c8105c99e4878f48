from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Answers, Command, Done


@pytest.fixture
def walked(draft: Path, answers: Answers, carreport: Command) -> Path:
    given = answers(name="A walk", story="We walked by the sea. It rained.", length=3)
    assert carreport("fill", draft, given, "--author", "Ailsa Kerr").code == 0
    return draft


def comment(carreport: Command, draft: Path, *more: str, path: str = "walk.story") -> Done:
    return carreport("comment", draft, path, "--text", "Which sea?", "--author", "Morag Weir", *more)


def ids(carreport: Command, draft: Path) -> list[str]:
    listed = carreport("comments", draft, "--json", "--author", "Morag Weir")
    return [thread["id"] for thread in json.loads(listed.out)]


def test_a_comment_is_listed_answered_and_settled(walked: Path, carreport: Command) -> None:
    done = comment(carreport, walked, "--quote", "by the sea", "--to", "lead", "--must")
    assert "Everyone in the group" in done.err
    (name,) = ids(carreport, walked)
    assert (
        carreport("reply", walked, name[:5], "--text", "The Irish Sea.", "--author", "Ailsa Kerr").code == 0
    )
    shown = carreport("comments", walked).out
    assert "What happened?  [open, must be fixed, to the lead]\n  “by the sea”\n" in shown
    assert "Ailsa Kerr" in shown
    assert carreport("check", walked).out.count("“Which sea?”") == 1
    assert carreport("settle", walked, name, "--author", "Ailsa Kerr").out == f"{name}: done.\n"
    assert carreport("comments", walked, "--open").out == ""
    assert "Which sea?" not in carreport("check", walked).out
    assert carreport("settle", walked, name).code == 1


def test_a_reply_after_settling_says_that_the_comment_is_open_again(walked: Path, carreport: Command) -> None:
    comment(carreport, walked)
    (name,) = ids(carreport, walked)
    carreport("settle", walked, name)
    assert "open again" in carreport("reply", walked, name, "--text", "No.").err


def test_a_suggestion_is_taken_into_the_answer(walked: Path, carreport: Command) -> None:
    comment(carreport, walked, "--suggest", "We walked by the Irish Sea. It rained.")
    (name,) = ids(carreport, walked)
    assert carreport("settle", walked, name, "--how", "left").code == 2
    assert carreport("settle", walked, name, "--how", "taken").out == f"{name}: taken.\n"
    assert "Irish Sea" in carreport("show", walked).out


def test_a_comment_for_me_is_listed_only_for_me(walked: Path, carreport: Command) -> None:
    assert "Only you" in comment(carreport, walked, "--for", "me").err
    assert "only you" in carreport("comments", walked, "--author", "Morag Weir").out
    assert carreport("comments", walked, "--author", "Ailsa Kerr").out == ""


def test_comments_to_somebody_are_listed_alone(walked: Path, carreport: Command) -> None:
    comment(carreport, walked, "--to", "lead")
    comment(carreport, walked, "--to", "Iain Bell", "--question")
    assert "question" in carreport("comments", walked, "--to", "iain bell").out
    assert carreport("comments", walked, "--to", "lead").err == "1 comment, 1 open.\n"


@pytest.mark.parametrize(
    ("arguments", "path", "said"),
    [
        ((), "walk.stroy", "walk.story"),
        ((), "review__.threads", "no question or entry"),
        (("--quote", "by the lake"), "walk.story", "does not contain “by the lake”"),
        (("--suggest", "x"), "walk.walkers", "No other words can be suggested"),
    ],
)
def test_what_cannot_be_commented_on_is_named(
    walked: Path, carreport: Command, arguments: tuple[str, ...], path: str, said: str
) -> None:
    before = walked.read_bytes()
    done = comment(carreport, walked, *arguments, path=path)
    assert done.code == 2
    assert said in done.err
    assert walked.read_bytes() == before


def test_an_id_that_is_no_comment_is_named(walked: Path, carreport: Command) -> None:
    done = carreport("reply", walked, "3f", "--text", "Yes")
    assert done.code == 2
    assert "No comment has an id that starts with 3f" in done.err
