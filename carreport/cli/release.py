"""The command `release`: add a private entry to the draft, after showing who will see it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from carreport.cli.console import align_columns, indent_lines, print_remark, print_result
from carreport.cli.open_draft import open_to_write
from carreport.draft.revisions.labels import answer_preview
from carreport.draft.session import release
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.sharing import is_released
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import format_count, format_count_or_no, format_list


def release_entry(options: Namespace) -> int:
    """Release one entry after confirmation; without a path, list the author's private entries."""
    with open_to_write(options) as session:
        if options.path is None:
            return _list_own(session)
        field, item = _own_entry(session, options.path)
        if not options.yes:
            print_result(_audience_text(session, field))
            print_result(indent_lines("\n".join(_answer_lines(field, item)) or "(no text yet)"))
            print_remark(
                "Nothing has been released yet. Releasing cannot be undone, because copies already "
                "shared cannot be recalled. Add --yes if you are sure."
            )
            return 1
        release.release_entry(session, options.path)
    print_result(f"{options.path}: released. It will be included in copies from now on.")
    return 0


def _list_own(session: DraftSession) -> int:
    own_entries = [(path, field, item) for path, field, item in _entries(session) if session.is_private(path)]
    if own_entries:
        print_result(
            align_columns(
                (path, _state(session, path), _row(field, item)) for path, field, item in own_entries
            )
        )
    print_remark(
        f"{format_count_or_no(len(own_entries), 'entry').capitalize()} that only {session.author} can see."
    )
    return 0


def _entries(session: DraftSession) -> Iterator[tuple[str, Field, Item]]:
    for section in session.form.sections:
        for field in section.fields:
            if field.private_until is not None:
                group = f"{section.id}.{field.id}"
                for item in session.answers().items(group):
                    yield paths.item_path(group, item.id), field, item


def _own_entry(session: DraftSession, path: str) -> tuple[Field, Item]:
    entry = next(((field, item) for where, field, item in _entries(session) if where == path), None)
    if session.private_file_error:
        raise UsageError("private-unreadable", session.private_file_error)
    if entry is None or not session.is_private(path):
        raise UsageError(
            "not-private",
            f"{session.author} has no private entry at {path}.",
            why="It may already have been released, or it may belong to someone else.",
            remedy="`carreport release DRAFT` lists the entries that only you can see.",
        )
    if not _can_release(session, path):
        guard = entry[0].private_until
        asked = entry[0].inner_field(guard.field) if guard is not None else None
        ways = [f"“{asked.label_of(str(value))}”" for value in guard.values] if guard and asked else []
        raise UsageError(
            "release-not-chosen",
            f"You cannot release this {entry[0].item_noun} yet.",
            remedy=f"First answer “{asked.label if asked else ''}” with {format_list(ways, 'or')} "
            "in the window.",
        )
    return entry


def _can_release(session: DraftSession, path: str) -> bool:
    own = session.private_file
    return own is not None and is_released(session.form, own.tree, path)


def _state(session: DraftSession, path: str) -> str:
    return "ready to release" if _can_release(session, path) else "not ready to release"


def _audience_text(session: DraftSession, field: Field) -> str:
    others = sorted({revision.author for revision in session.tree if revision.author} - {session.author})
    readers = [*others, "everyone else who has the draft or a copy of it"]
    name = f"with {session.author} named as the author"
    return (
        f"This {field.item_noun} would be added to the draft, where {format_list(readers)} "
        f"can read it, {name}:"
    )


def _row(field: Field, item: Item) -> str:
    previews = (answer_preview(inner, item.get(inner.id)) for inner in field.fields if not inner.is_group)
    return next(filter(None, previews), "(no text yet)")


def _answer_lines(field: Field, item: Item) -> Iterator[str]:
    for inner in field.fields:
        value = item.get(inner.id)
        if is_empty(inner, value):
            continue
        if inner.is_group:
            yield f"{inner.label}: {format_count(len(value), 'entry')}"
        else:
            yield f"{inner.label}\n{indent_lines(kind_of(inner).format_value(inner, value))}"
