from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Answers, Command


@pytest.fixture
def walked(draft: Path, answers: Answers, carreport: Command) -> Path:
    for author, name in (("Ailsa Kerr", "A walk by the sea"), ("Morag Weir", "A walk by the firth")):
        assert carreport("fill", draft, answers(name=name), "--author", author).code == 0
    return draft


def test_the_timeline_says_who_worked_when_and_where(walked: Path, carreport: Command) -> None:
    done = carreport("timeline", walked)
    latest, first = done.out.splitlines()
    assert (latest[0], first[0]) == ("0", "1")
    assert "Morag Weir  What is it called?" in latest
    assert "Ailsa Kerr" in first


def test_what_changed_since_a_moment_is_told_word_by_word(walked: Path, carreport: Command) -> None:
    done = carreport("timeline", walked, "--since", "1")
    assert "What is it called?: changed" in done.out
    assert "A walk by the [-sea-]{+firth+}" in done.out
    assert done.err.startswith("1 change since ")


def test_going_back_says_the_old_words_again_and_keeps_the_new_in_the_history(
    walked: Path, carreport: Command
) -> None:
    assert carreport("timeline", walked, "--go-back", "1").code == 0
    assert "A walk by the sea" in carreport("show", walked).out
    assert "A walk by the firth" in carreport("history", walked, "walk.name").out


def test_a_moment_that_is_none_is_a_question_of_usage(walked: Path, carreport: Command) -> None:
    done = carreport("timeline", walked, "--since", "9")
    assert done.code == 2
    assert "The timeline has no entry 9" in done.err
