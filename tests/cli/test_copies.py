"""The commands for working with others: share, merge, conflicts, resolve, erase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import NOT_IN_COPY
from tests.cli.conftest import Command, Refusal


@pytest.fixture
def back(draft: Path, carreport: Command, answers: Callable[..., Path], tmp_path: Path) -> Path:
    """A copy that somebody edited, while the draft was edited too."""
    sent, copy = tmp_path / "sent.carreport", tmp_path / "back.carreport"
    assert carreport("share", draft, "-o", sent).code == 0
    carreport("fill", sent, answers(name="Up the hill", story="It rained."), "--author", "Ewan Muir")
    assert carreport("share", sent, "-o", copy, "--author", "Ewan Muir").code == 0
    carreport("fill", draft, answers(name="Round the loch"), "--author", "Isla Reid")
    return copy


def ids(carreport: Command, draft: Path) -> dict[str, str]:
    lines = [line.split() for line in carreport("conflicts", draft).out.splitlines()]
    return {line[1]: line[0] for line in lines if len(line) > 1 and line[1] in ("Isla", "Ewan")}


def test_a_copy_says_what_is_in_it_and_what_stays_here(
    draft: Path, carreport: Command, refusal: Refusal, answers: Callable[..., Path], tmp_path: Path
) -> None:
    carreport("fill", draft, answers(name="Up the hill"))
    done = carreport("share", draft, "-o", tmp_path / "sent.carreport")
    holds = "1 question answered, no entries, no pictures"
    assert (done.code, done.out) == (0, f"{tmp_path / 'sent.carreport'}: {holds}.\n")
    assert NOT_IN_COPY in done.err
    assert refusal("share", draft, "-o", tmp_path / "sent.carreport") == "draft-exists"
    assert carreport("share", draft, "-o", tmp_path / "sent.carreport", "--replace").code == 0


def test_a_dry_run_says_what_would_come_in_and_changes_nothing(
    draft: Path, back: Path, carreport: Command
) -> None:
    before = carreport("show", draft, "--json").out
    done = carreport("merge", draft, back, "--dry-run")
    assert done.code == 0
    assert done.out.startswith(f"{back}: ")
    assert "Ewan Muir" in done.out
    assert "    [-Round-]{+Up+} the [-loch-]{+hill+}" in done.out
    assert [line.split(": ")[0] for line in done.out.splitlines()[1:] if ": " in line] == [
        "  What is it called?", "  What happened?",
    ]  # fmt: skip
    assert carreport("show", draft, "--json").out == before


def test_merging_brings_in_and_twice_is_once(draft: Path, back: Path, carreport: Command) -> None:
    done = carreport("merge", draft, back)
    assert done.code == 0
    assert f"`carreport conflicts {draft}`" in done.err
    once = carreport("show", draft).out
    assert "It rained." in once
    again = carreport("merge", draft, back)
    assert len(again.out.splitlines()) == 1
    assert carreport("show", draft).out == once


def test_a_merge_is_undone_in_one_go(draft: Path, back: Path, carreport: Command) -> None:
    before = carreport("show", draft, "--json").out
    carreport("merge", draft, back)
    done = carreport("merge", draft, "--undo")
    assert done.code == 0
    assert carreport("show", draft, "--json").out == before
    assert carreport("merge", draft, "--undo").code == 1


def test_a_copy_that_is_no_good_is_named_and_the_others_come_in(
    draft: Path, back: Path, carreport: Command, tmp_path: Path
) -> None:
    (tmp_path / "bad.carreport").write_text("nothing of the kind")
    done = carreport("merge", draft, tmp_path / "bad.carreport", back)
    assert done.code == 3
    assert "bad.carreport" in done.err
    assert "It rained." in carreport("show", draft).out


def test_a_separate_start_needs_to_be_asked_for(
    draft: Path, form: Path, carreport: Command, answers: Callable[..., Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.carreport"
    carreport("new", form, "-o", other, "--answers", answers(name="Down the glen"), "--author", "Ewan Muir")
    assert "--separate" in carreport("merge", draft, other, "--dry-run").out
    assert carreport("merge", draft, other).code == 2
    assert carreport("merge", draft, other, "--separate").code == 0
    assert "Down the glen" in carreport("show", draft).out


def test_two_versions_are_shown_with_the_words_that_differ(
    draft: Path, back: Path, carreport: Command
) -> None:
    assert carreport("conflicts", draft)[:2] == (0, "")
    carreport("merge", draft, back)
    done = carreport("conflicts", draft)
    assert done.code == 1
    assert done.out.startswith("walk.name  (What is it called?)\n")
    assert "[-" in done.out
    assert "{+" in done.out
    assert set(ids(carreport, draft)) == {"Isla", "Ewan"}


def test_one_version_is_kept(draft: Path, back: Path, carreport: Command) -> None:
    carreport("merge", draft, back)
    done = carreport("resolve", draft, "walk.name", "--keep", ids(carreport, draft)["Ewan"])
    assert (done.code, done.out) == (0, "What is it called?: Up the hill\n")
    assert carreport("conflicts", draft).code == 0


def test_both_are_kept_or_a_third_is_written(draft: Path, back: Path, carreport: Command) -> None:
    carreport("merge", draft, back)
    told = carreport("resolve", draft, "walk.name", "--keep", "both").out
    assert "Up the hill (Ewan Muir)" in told
    assert "Round the loch (Isla Reid)" in told
    assert carreport("resolve", draft, "walk.name", "--text", "A walk").code == 2


def test_a_third_version_takes_the_place_of_both(draft: Path, back: Path, carreport: Command) -> None:
    carreport("merge", draft, back)
    assert carreport("resolve", draft, "walk.name", "--text", "A walk").out == "What is it called?: A walk\n"
    assert carreport("resolve", draft, "walk.length", "--keep", "both").code == 2


def test_words_are_erased_only_after_saying_yes(draft: Path, back: Path, carreport: Command) -> None:
    carreport("merge", draft, back)
    asked = carreport("erase", draft, "--person", "Ewan Muir")
    assert asked.code == 1
    assert asked.out.startswith(f"{draft}: 2 versions ")
    assert b"It rained." in draft.read_bytes()
    done = carreport("erase", draft, "--person", "Ewan Muir", "--yes")
    assert done.code == 0
    assert "sent.carreport" in asked.err
    assert "sent.carreport" in done.err
    assert b"It rained." not in draft.read_bytes()
    assert carreport("erase", draft, "--person", "Nobody", "--yes").code == 2


def test_earlier_versions_of_one_answer_are_erased(
    draft: Path, carreport: Command, answers: Callable[..., Path]
) -> None:
    for name in ("first-name", "second-name"):
        carreport("fill", draft, answers(name=name))
    done = carreport("erase", draft, "--history", "walk.name", "--yes")
    assert done.out.endswith("\n  What is it called? · 1 version\n")
    assert b"first-name" not in draft.read_bytes()
    assert b"second-name" in draft.read_bytes()


def test_an_entry_with_an_edit_set_aside_is_brought_back(
    draft: Path, carreport: Command, answers: Callable[..., Path], tmp_path: Path
) -> None:
    from carreport.draft.session.draft_session import DraftSession  # noqa: PLC0415 - no command removes an entry

    sent = tmp_path / "sent.carreport"
    carreport("fill", draft, answers(walkers=[{"$id": "a", "who": {"name": "Mhairi"}}]))
    carreport("share", draft, "-o", sent)
    carreport(
        "fill", sent, answers(walkers=[{"$id": "a", "who": {"name": "Mhairi Bain"}}]), "--author", "Ewan Muir"
    )
    with DraftSession.open(draft, "Isla Reid") as session:
        session.remove_item("walk.walkers/a")
    carreport("merge", draft, sent)
    assert "Mhairi Bain  [Ewan Muir]" in carreport("conflicts", draft).out
    assert carreport("resolve", draft, "walk.walkers/a", "--restore").code == 0
    assert "Mhairi Bain" in carreport("show", draft).out
