"""Many versions of one answer are merged as few are, in time that grows with their number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.revisions.head_merge import HeadMerge, merge_heads, merge_steps, versions
from carreport.draft.revisions.merge3 import MAX_STEPS, MergeSide, ThreeWayMerge
from carreport.draft.revisions.revision import (
    Revision,
    ancestors,
    bare_revision,
    canonical_text,
    heads,
    make_revision,
    redact_revision,
)
from tests.rich_text import text

PATH = "about.story"


def said(value: Any, *parents: str, second: int = 0) -> Revision:
    when = f"2026-03-01T10:{second // 60 % 60:02}:{second % 60:02}+00:00"
    return make_revision(PATH, parents, canonical_text(value), author="A", device="d", written_at=when)


def named(*rows: Revision) -> dict[str, Revision]:
    return {row.id: row for row in rows}


def heads_of_one_base(count: int) -> dict[str, Revision]:
    base = said(text("one", "two", "three"))
    return named(base, *[said(text(f"one {number}", "two", "three"), base.id) for number in range(count)])


def long_history(length: int) -> list[Revision]:
    rows = [said(text("0", "two"))]
    for number in range(1, length):
        rows.append(said(text(str(number), "two"), rows[-1].id, second=number))
    return rows


def merge_by_definition(revisions: dict[str, Revision]) -> list[tuple[Any, list[str]]]:
    """Merge heads as file-format.md defines it, without a thought for time."""
    folds: list[tuple[Any, list[Revision]]] = []
    for head in heads(revisions.values()):
        for number, (value, merged) in enumerate(folds):
            older = [ancestors(row.parents, revisions) for row in (head, *merged)]
            shared = set.intersection(*older)
            everything = {row.id for row in (head, *merged)}.union(*older)
            redactions = {name for name in everything & revisions.keys() if revisions[name].redacted_from}
            known = shared | {name for name in redactions if revisions[name].redacted_from in shared}
            candidates = [revisions[name] for name in sorted(known & revisions.keys())]
            candidates = [row for row in candidates if not row.is_bare]
            before = ancestors([parent for row in candidates for parent in row.parents], revisions)
            base = next((row for row in candidates if row.id not in before), None)
            is_equal = canonical_text(head.value) == canonical_text(value)
            if base is None and shared and not is_equal:
                continue
            sides = (base.value if base else None, value, head.value)
            joined = ThreeWayMerge().merge(*map(MergeSide.of, sides))
            if joined is not None or is_equal:
                folds[number] = (joined.value if joined and not is_equal else head.value, [*merged, head])
                break
        else:
            folds.append((head.value, [head]))
    return [(value, [row.id for row in merged]) for value, merged in folds]


@st.composite
def histories(draw: st.DrawFn) -> dict[str, Revision]:
    rows: list[Revision] = []
    for number in range(draw(st.integers(2, 9))):
        names = draw(st.lists(st.sampled_from(rows), max_size=2, unique=True)) if rows else []
        lines = draw(st.lists(st.sampled_from("abc"), max_size=4))
        value = draw(st.sampled_from([text(*lines), text(*lines), None, "x"]))
        row = said(value, *[parent.id for parent in names], second=number)
        if names and draw(st.integers(0, 7)) == 0:
            row = redact_revision(names[0], canonical_text(value))
        rows.append(row)
    for number, row in enumerate(rows):
        if draw(st.integers(0, 5)) == 0:
            rows[number] = bare_revision(row.id, row.path, row.parents)
    return named(*rows)


@given(histories())
def test_versions_are_those_of_the_definition(revisions: dict[str, Revision]) -> None:
    found = [(fold.value, [head.id for head in fold.heads]) for fold in merge_heads(revisions)]
    assert found == merge_by_definition(revisions)


@pytest.mark.parametrize("count", [50, 300])
def test_each_version_is_compared_once_however_many_there_are(count: int) -> None:
    work = HeadMerge.of(heads_of_one_base(count)).work
    assert work.comparisons == count
    assert len(versions(heads_of_one_base(count))) == count


def test_three_hundred_versions_after_ten_thousand_take_only_the_work_allowed() -> None:
    rows = long_history(10_000)
    tips = [said(text(f"mine {number}", "two"), rows[-1].id) for number in range(300)]
    assert merge_steps(named(*rows, *tips)) < MAX_STEPS
    assert len(versions(named(*rows, *tips))) == 300


def test_versions_from_every_part_of_a_long_history_look_at_it_once() -> None:
    rows = long_history(4_000)
    tips = [said(f"line {number}", rows[number * 40].id) for number in range(100)]
    assert merge_steps(named(*rows, *tips)) < 1_000_000


def test_a_hundred_people_in_a_hundred_paragraphs_come_together() -> None:
    lines = [str(number) for number in range(100)]
    base = said(text(*lines))
    edits = [text(*lines[:number], "mine", *lines[number + 1 :]) for number in range(100)]
    (version,) = versions(named(base, *[said(edit, base.id) for edit in edits]))
    assert version.value == text(*["mine"] * 100)


def test_what_is_left_when_the_work_is_done_is_kept_and_depends_on_no_order() -> None:
    rows = [said(f"version {number % 900}", second=number) for number in range(1_200)]
    found = versions(named(*rows))
    assert HeadMerge.of(named(*rows)).work.is_exhausted
    assert {version.value for version in found} == {f"version {number}" for number in range(900)}
    assert versions(named(*reversed(rows))) == found


def test_the_work_for_any_number_of_versions_has_a_limit() -> None:
    rows = named(*[said(f"version {number}") for number in range(10_000)])
    assert MAX_STEPS < merge_steps(rows) < 1.1 * MAX_STEPS
    assert len(versions(rows)) == 10_000


@pytest.mark.parametrize("pattern", [("a", "{}"), ("a", "a", "{}"), ("a",)])
def test_texts_that_are_slow_to_compare_stay_apart(pattern: tuple[str, ...]) -> None:
    def woven(mark: str) -> list[dict[str, Any]]:
        return text(*[line.format(f"{mark}{number}") for number in range(1_500) for line in pattern])

    base = said(woven("base"))
    ours, theirs = said([*woven("ours"), *text("o")], base.id), said([*woven("theirs"), *text("t")], base.id)
    assert merge_steps(named(base, ours, theirs)) < 2 * MAX_STEPS
    assert len(versions(named(base, ours, theirs))) == 2


def test_a_ring_of_parents_that_cannot_exist_ends() -> None:
    one, other = bare_revision("1" * 40, PATH, ["2" * 40]), bare_revision("2" * 40, PATH, ["1" * 40])
    tips = [said("ours", one.id), said("theirs", other.id)]
    assert len(versions(named(one, other, *tips))) == 2
