"""A copy with more versions than people can write is refused, with the number; months of work are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.copies.version_limits import MAX_HEADS, MAX_REVISIONS, MAX_REVISIONS_OF_ANSWER
from carreport.draft.revisions.revision import Revision, bare_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftFileError
from tests.draft.copies.test_read_copy import row, write

TITLE, STORY = "about.title", "about.story"


def heads(count: int, word: str = "version") -> Iterable[Revision]:
    return (row(TITLE, f"{word} {number}") for number in range(count))


def chain(count: int) -> Iterable[Revision]:
    names = [f"{number:040x}" for number in range(count)]
    parents = [[], *[[name] for name in names]]
    return (bare_revision(name, TITLE, before) for name, before in zip(names, parents, strict=False))


def tiny_rows(count: int) -> Iterable[Revision]:
    return (bare_revision(f"{number:040x}", f"data.sources/e{number % 1000}/name") for number in range(count))


def many_parents(count: int) -> Iterable[Revision]:
    return [row(TITLE, "both", *[f"{number:040x}" for number in range(count)])]


@pytest.mark.parametrize(
    ("make", "count"),
    [
        (heads, MAX_HEADS + 100),
        (chain, MAX_REVISIONS_OF_ANSWER + 5),
        (tiny_rows, MAX_REVISIONS + 2),
        (many_parents, 3_000),
    ],
)
def test_a_heap_is_refused_with_its_number(
    session: DraftSession, tmp_path: Path, make: Callable[[int], Iterable[Revision]], count: int
) -> None:
    write(session, tmp_path / "heap.carreport", *make(count))
    with pytest.raises(DraftFileError) as refused:
        preview_merge(session, tmp_path / "heap.carreport")
    assert refused.value.code == "copy-too-many-versions"
    assert f"{count:,}" in refused.value.what


def test_a_heap_that_comes_in_several_copies_is_refused_when_it_would_be_too_high(
    session: DraftSession, tmp_path: Path
) -> None:
    for number in range(2):
        write(session, tmp_path / f"{number}.carreport", *heads(MAX_HEADS - 100, f"copy {number}"))
    merge_and_save(session, preview_merge(session, tmp_path / "0.carreport"))
    with pytest.raises(DraftFileError) as refused:
        preview_merge(session, tmp_path / "1.carreport")
    assert refused.value.code == "copy-too-many-versions"
    assert len(session.tree.heads(TITLE)) == MAX_HEADS - 100


def test_texts_that_take_long_to_compare_are_refused(session: DraftSession, tmp_path: Path) -> None:
    def woven(mark: str) -> list[dict[str, object]]:
        lines = [line for number in range(700) for line in ("same", f"{mark} {number}")]
        return [{"spans": [{"text": line}], "type": "paragraph"} for line in lines]

    rows = [row(f"data.sources/e{number}", {"order": "i"}) for number in range(12)]
    for number in range(12):
        base = row(f"data.sources/e{number}/notes", woven("base"))
        rows += [base, *[row(base.path, woven(f"{side}"), base.id) for side in range(2)]]
    write(session, tmp_path / "slow.carreport", *rows)
    with pytest.raises(DraftFileError) as refused:
        preview_merge(session, tmp_path / "slow.carreport")
    assert refused.value.code == "copy-too-many-versions"


def test_months_of_versions_with_fifty_merges_come_in(session: DraftSession, tmp_path: Path) -> None:
    rows: list[Revision] = []
    last: list[str] = []
    for number in range(8_000):
        rows.append(row(TITLE, f"version {number}", *last))
        if number % 160 == 80:  # somebody else wrote at the same time
            rows.append(row(TITLE, f"theirs {number}", *last))
            last = [rows[-2].id, rows[-1].id]
        else:
            last = [rows[-1].id]
    write(session, tmp_path / "months.carreport", *rows)
    merge_and_save(session, preview_merge(session, tmp_path / "months.carreport"))
    assert session.answers().get(TITLE) == "version 7999"


def test_a_choice_between_three_hundred_versions_comes_in(session: DraftSession, tmp_path: Path) -> None:
    versions = list(heads(300))
    write(session, tmp_path / "many.carreport", *versions)
    merge_and_save(session, preview_merge(session, tmp_path / "many.carreport"))
    assert len(session.answers().versions[TITLE]) == 300
    chosen = row(TITLE, "this one", *[version.id for version in versions])
    write(session, tmp_path / "chosen.carreport", chosen)
    assert not preview_merge(session, tmp_path / "chosen.carreport").excluded
