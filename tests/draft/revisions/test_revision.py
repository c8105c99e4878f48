"""The versions at one path are a pure function of its revisions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.revisions.head_merge import versions
from carreport.draft.revisions.revision import (
    Revision,
    bare_revision,
    canonical_text,
    heads,
    make_revision,
    newest_first,
)
from tests.rich_text import text

NO, YES = False, True
BLOCK = {"type": "paragraph"}


def said(value: Any, *parents: Revision, by: str = "Ailsa", path: str = "about.story") -> Revision:
    names = [parent.id for parent in parents]
    return make_revision(
        path, names, canonical_text(value), author=by, device="d", written_at="2026-03-01T10:00:00+00:00"
    )


def standing(*revisions: Revision) -> list[Any]:
    return [version.value for version in versions({revision.id: revision for revision in revisions})]


def test_a_revision_is_named_by_everything_it_says() -> None:
    one = said("words")
    assert one.is_sound
    for changed in ({"author": "Morag"}, {"path": "about.title"}, {"text": '"word"'}, {"parents": ("a",)}):
        assert not replace(one, **changed).is_sound


def test_the_last_of_a_chain_stands() -> None:
    first = said("first")
    second = said("second", first)
    assert standing(first, second) == ["second"]


def test_two_answers_given_apart_are_two_versions_with_their_authors() -> None:
    found = versions(
        {revision.id: revision for revision in (said("one", by="Ailsa"), said("two", by="Morag"))}
    )
    assert {(version.value, version.author) for version in found} == {("one", "Ailsa"), ("two", "Morag")}


def test_equal_answers_given_apart_are_one() -> None:
    found = versions(
        {revision.id: revision for revision in (said("same", by="Ailsa"), said("same", by="Morag"))}
    )
    assert [version.value for version in found] == ["same"]
    assert {"Ailsa", "Morag"} == set(found[0].author.split(" and "))


def test_edits_of_different_paragraphs_are_one_version() -> None:
    base = said(text("a", "b"))
    assert standing(base, said(text("a!", "b"), base), said(text("a", "b!"), base)) == [text("a!", "b!")]


def test_what_comes_together_needs_an_ancestor_whose_value_is_known() -> None:
    base = said(text("a", "b"))
    ours, theirs = said(text("a!", "b"), base), said(text("a", "b!"), base)
    assert len(standing(bare_revision(base.id, base.path), ours, theirs)) == 2


def test_an_ancestor_further_back_serves_where_the_nearest_is_bare() -> None:
    root = said(text("a", "b", "c"))
    middle = said(text("a", "b", "c!"), root)
    ours, theirs = said(text("a!", "b", "c!"), middle), said(text("a", "b!", "c!"), middle)
    assert standing(root, bare_revision(middle.id, middle.path, [root.id]), ours, theirs) == [
        text("a!", "b!", "c!")
    ]


def test_three_people_in_three_paragraphs_come_together() -> None:
    base = said(text("a", "b", "c"))
    edits = [
        said(text("a!", "b", "c"), base),
        said(text("a", "b!", "c"), base),
        said(text("a", "b", "c!"), base),
    ]
    assert standing(base, *edits) == [text("a!", "b!", "c!")]


def test_a_revision_that_knows_both_versions_settles_them() -> None:
    ours, theirs = said("one"), said("two")
    assert standing(ours, theirs, said("both", ours, theirs)) == ["both"]


def test_an_erased_answer_is_no_answer() -> None:
    first = said("first")
    assert standing(first, bare_revision("b" * 40, first.path, [first.id])) == []


def test_a_section_is_ready_only_if_everybody_says_so() -> None:
    path = "about.@ready"
    base = said(YES, path=path)
    assert standing(base, said(NO, base, path=path), said(YES, base, by="Morag", path=path)) == [False]


def test_history_is_in_the_order_of_parents_whatever_clocks_said() -> None:
    first = said("first")
    early = make_revision(
        first.path, [first.id], '"x"', author="M", device="d", written_at="1999-01-01T00:00:00+00:00"
    )
    assert newest_first({revision.id: revision for revision in (first, early)}) == (early, first)


def test_history_ends_if_forged_rows_are_their_own_ancestors() -> None:
    path = "about.title"
    one, two = bare_revision("1" * 40, path, ["2" * 40]), bare_revision("2" * 40, path, ["1" * 40, "2" * 40])
    top = make_revision(path, [one.id], '"x"', author="M", device="d", written_at="2026-01-01T00:00:00+00:00")
    assert newest_first({revision.id: revision for revision in (top, one, two)}) == (top,)


@given(st.text())
def test_any_text_has_a_canonical_form_that_can_be_stored(words: str) -> None:
    assert said(words).value == words.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


@st.composite
def revision_graphs(draw: st.DrawFn) -> list[Revision]:
    made: list[Revision] = []
    for number in range(draw(st.integers(1, 9))):
        parents = draw(st.lists(st.sampled_from(made), max_size=3)) if made else []
        words = draw(st.lists(st.sampled_from("abcd"), max_size=4))
        made.append(said(text(*words), *parents, by=f"P{number}"))
    return made


@given(revision_graphs(), st.randoms())
def test_the_order_in_which_revisions_come_does_not_matter(graph: list[Revision], chance: Any) -> None:
    before = standing(*graph)
    chance.shuffle(graph)
    assert standing(*graph) == before


@given(revision_graphs())
def test_every_paragraph_of_every_head_stands_unless_a_child_of_its_ancestor_took_it_out(
    graph: list[Revision],
) -> None:
    shown = {block["spans"][0]["text"] for value in standing(*graph) for block in value}
    earlier = {
        block["spans"][0]["text"]
        for revision in graph
        if revision not in heads(graph)
        for block in revision.value
    }
    for head in heads(graph):
        assert {block["spans"][0]["text"] for block in head.value} <= shown | earlier
