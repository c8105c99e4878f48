"""An answer is named by its questions and entries, in the order of the form."""

from __future__ import annotations

from carreport.draft.revisions.labels import count_by_label, form_order, path_label
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.tree import RevisionTree
from carreport.form.loader import parse_form
from carreport.form.schema import Form
from tests.draft.conftest import SMALL


def with_years() -> tuple[RevisionTree, str, list[str]]:
    """Return a source with two years, its path, and the paths of the years as their author put them."""
    book = RevisionWriter(RevisionTree(), "Ailsa")
    source = f"data.sources/{book.add_item('data.sources', None, {'name': 'The plan'})[0]}"
    items = [book.add_item(f"{source}/years", None, {"year": year})[0] for year in range(2015, 2019)]
    wanted = sorted(items, reverse=True)
    for item in reversed(wanted):
        book.move_item(f"{source}/years/{item}", None)
    return book.tree, source, [f"{source}/years/{item}" for item in wanted]


def test_the_parts_of_a_label_have_no_colons_or_full_stops_before_the_comma() -> None:
    form = parse_form(SMALL.replace('label = "Sources"', 'label = "Sources:"'))
    tree, source, _ = with_years()
    assert path_label(form, tree, f"{source}/name") == "Sources, source “The plan”, Name"


def test_entries_inside_an_entry_come_in_the_order_of_their_list(form: Form) -> None:
    tree, _, years = with_years()
    assert sorted(sorted(years), key=lambda path: form_order(form, tree, path)) == years


def test_a_line_of_counts_leaves_out_the_list_between_two_entries(form: Form) -> None:
    tree, _, years = with_years()
    inner = f"{years[0]}/year"
    assert path_label(form, tree, inner).startswith("Sources, source “The plan”, Years, ")
    assert count_by_label(form, tree, {years[0]: 1, inner: 2})[0][0].startswith(
        "Sources, source “The plan”, "
    )
    assert "Years" not in count_by_label(form, tree, {years[0]: 1, inner: 2})[0][0]
