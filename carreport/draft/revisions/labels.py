"""Label an answer with the titles and questions of its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from carreport.draft.revisions.review_state import STATES, told_states
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Form, Value

MAX_LENGTH = 60
MAX_LINES = 8
"""Beyond this many lines, places are listed by question."""


def path_label(form: Form, tree: RevisionTree, path: str, *, briefly: bool = False) -> str:
    """Return the label of a path: the question, the entry, the inner question.

    `briefly` leaves out the questions between an entry and an entry inside it.
    """
    where = paths.split_path(path)
    section = form.section(where.section)
    if section is None:
        return f"“{path}”"
    if paths.is_review(path) and where.steps:
        return _review_label(form, tree, path)
    if where.field == paths.READY:
        return f"{section.title}: ready for review"
    if paths.is_mark(path):
        return f"{section.title}: a name means somebody else"
    question = section.field(where.field)
    words = [question.label if question else f"“{where.field}”"]
    group = f"{where.section}.{where.field}"
    for item, name in where.steps:
        words.append(entry_label(tree, question, paths.item_path(group, item)))
        question = question.inner_field(name) if question and name else None
        group = paths.field_path(group, item, name)
        if name and not (briefly and len(group) < len(path)):
            words.append(question.label if question else f"“{name}”")
    label = ", ".join(word.rstrip(".:") for word in words)
    return label.replace("?, ", "? ")


def _review_label(form: Form, tree: RevisionTree, path: str) -> str:
    """Return the label of a comment, by what it is about, or of another entry of the built-in section."""
    entry = paths.outermost_entry(path)
    group = form.field(entry)
    if paths.group_path(entry) == STATES:
        state = next((state for state in told_states(tree) if state.id == paths.item_id(entry)), None)
        return f"The inquiry: {state.text}" if state else "The state of the inquiry"
    if group is None or not group.inner_field("place"):
        return group.item_noun.capitalize() if group else f"“{path}”"
    place = comment_place(form, tree, entry)
    return f"Comment on {path_label(form, tree, place)}" if place else "Comment without a place"


_ACTS = {
    "done": "settled",
    "taken": "took the suggestion",
    "left": "left the suggestion",
    "not_needed": "settled: not needed",
    "reopened": "opened it again",
}


def comment_place(form: Form, tree: RevisionTree, entry: str) -> str:
    """Return the answer or entry that a comment is about, if the form has it, or an empty string."""
    place = next((str(head.value or "") for head in tree.heads(f"{entry}/place")), "")
    return "" if paths.is_review(place) or form.field(place) is None else place


def comment_preview(form: Form, heads: Sequence[Revision]) -> str:
    """Return on one line what is new in a comment: the latest words, or what was done to it."""
    for name in ("words", "act", "word"):
        said = [head for head in heads if head.path.endswith(f"/{name}") and head.value]
        last = max(said, key=lambda head: (head.written_at, head.id), default=None)
        question = form.field(last.path) if last else None
        if last is not None and question is not None:
            return _ACTS.get(str(last.value), "") if name == "act" else answer_preview(question, last.value)
    return ""


def count_by_label(form: Form, tree: RevisionTree, counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return labels with their counts; places inside one entry, or in all of a question, are combined."""
    ordered = sorted(counts, key=lambda path: form_order(form, tree, path))
    lines = _group_paths(ordered, 2)
    if len(lines) > MAX_LINES:
        lines = _group_paths(ordered, 1)
    return tuple(
        (path_label(form, tree, where, briefly=True), sum(counts[place] for place in own))
        for where, own in lines
    )


def count_by_question(
    form: Form, tree: RevisionTree, counts: Mapping[str, int]
) -> tuple[tuple[str, int], ...]:
    """Return the questions that contain these paths, each with its count; no entry is named."""
    totals: dict[str, int] = {}
    for path in sorted(counts, key=lambda path: form_order(form, tree, path)):
        words = path_label(form, tree, path.partition("/")[0])
        totals[words] = totals.get(words, 0) + counts[path]
    return tuple(totals.items())


def _group_paths(ordered: Sequence[str], steps: int) -> list[tuple[str, list[str]]]:
    """Return the paths in groups with the same first `steps`, each with the innermost place around them."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for path in ordered:
        groups.setdefault(tuple(path.split("/")[:steps]), []).append(path)
    return [(_common_path(own), own) for own in groups.values()]


def _common_path(places: Sequence[str]) -> str:
    steps = zip(*(place.split("/") for place in places), strict=False)
    return "/".join(step for step, *_ in takewhile(lambda same: len(set(same)) == 1, steps))


def form_order(form: Form, tree: RevisionTree, path: str) -> tuple[tuple[int, str, str], ...]:
    """Return the sort key of a path: by the order of the form, then of the entries in their lists."""
    where = paths.split_path(path)
    sections = [section.id for section in form.sections]
    section = form.section(where.section)
    question = section.field(where.field) if section else None
    number = sections.index(where.section) if where.section in sections else len(sections)
    position = [(number, "", ""), _field_position(section.fields if section else (), where.field)]
    group = f"{where.section}.{where.field}"
    for item, name in where.steps:
        state = tree.entry_state(paths.item_path(group, item))
        position.append((0, state.order_key if state else "", item))
        position.append(_field_position(question.fields if question and name else (), name))
        question = question.inner_field(name) if question and name else None
        group = paths.field_path(group, item, name)
    return tuple(position)


def _field_position(fields: Sequence[Field], name: str) -> tuple[int, str, str]:
    ids = [field.id for field in fields]
    return (ids.index(name) if name in ids else len(ids) if name else -1, "", name)


def entry_label(tree: RevisionTree, group: Field | None, entry: str) -> str:
    """Return an entry by its noun and the first value in its summary row, such as source “The plan”."""
    if group is None:
        return "an entry"
    for name in group.summary:
        inner = group.inner_field(name)
        if inner is None or inner.is_group:
            continue
        value = next((version.value for version in tree.versions(f"{entry}/{name}")), None)
        shown = answer_preview(inner, value)
        if shown:
            return f"{group.item_noun} “{shown}”"
    return group.item_noun


def answer_preview(question: Field, value: Value) -> str:
    """Return an answer on one line, shortened."""
    kind = kind_of(question)
    if kind.is_empty(value):
        return ""
    line = " ".join(kind.format_value(question, value).split())
    return line if len(line) <= MAX_LENGTH else line[: MAX_LENGTH - 1].rstrip() + "…"
