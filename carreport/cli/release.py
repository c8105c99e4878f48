"""The command `release`: add a private entry to the draft, after showing who will see it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from carreport.cli.console import align_columns, indent_lines, print_remark, print_result
from carreport.cli.open_draft import open_to_write
from carreport.draft.revisions.labels import answer_preview
from carreport.draft.session import release
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.release_choice import (
    ReleaseOption,
    chosen_option,
    given_lines,
    number_question,
    release_options,
    release_question,
    value_to_store,
)
from carreport.form.schema import Field, Value
from carreport.form.wording import format_count_or_no, format_list


def release_entry(options: Namespace) -> int:
    """Release one entry after confirmation; without a path, list the author's private entries."""
    with open_to_write(options) as session:
        if options.path is None:
            return _list_own(session)
        field, item = _own_entry(session, options.path)
        option = _option(session, options, field, item)
        if not options.yes:
            print_result(_audience_text(session, field))
            print_result(indent_lines("\n".join(given_lines(field, item)) or "(no text yet)"))
            print_result(_signature_text(session, options, field, option))
            print_remark(
                "Nothing has been released yet. Releasing cannot be undone, because copies already "
                "shared cannot be recalled. Add --yes if you are sure."
            )
            return 1
        choice = value_to_store(field, option, _stored_choice(field, item))
        release.release_entry(session, options.path, choice, options.number)
    print_result(f"{options.path}: released. It will be included in copies from now on.")
    return 0


def _list_own(session: DraftSession) -> int:
    own_entries = [(path, field, item) for path, field, item in _entries(session) if session.is_private(path)]
    if own_entries:
        print_result(
            align_columns((path, _state(field, item), _row(field, item)) for path, field, item in own_entries)
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
    return entry


def _option(session: DraftSession, options: Namespace, field: Field, item: Item) -> ReleaseOption:
    """Return how the entry is to be signed: as `--sign` says, or as its author chose."""
    giving = [option for option in release_options(field) if option.gives]
    keys = [option.key for option in giving]
    chosen = chosen_option(field, _stored_choice(field, item)) if options.sign is None else None
    key = options.sign if chosen is None else chosen.key
    if key in keys:
        return giving[keys.index(key)]
    asked = release_question(field)
    label = asked.label if asked is not None else ""
    ways = [
        f"`--sign {option.key}` (“{asked.label_of(option.key)}”)" for option in giving if asked is not None
    ]
    raise UsageError(
        "release-not-chosen",
        f"You cannot release this {field.item_noun} yet.",
        why=f"“{label}” has no answer that says how it is signed. It can be read only by {session.author}.",
        remedy=f"Add {format_list(ways, 'or')}, or give it to the group in the window.",
    )


def _stored_choice(field: Field, item: Item) -> Value:
    return item.get(field.private_until.field) if field.private_until is not None else None


def _is_chosen(field: Field, item: Item) -> bool:
    option = chosen_option(field, _stored_choice(field, item))
    return option is not None and option.gives


def _state(field: Field, item: Item) -> str:
    return "ready to release" if _is_chosen(field, item) else "private"


def _signature_text(session: DraftSession, options: Namespace, field: Field, option: ReleaseOption) -> str:
    asked = number_question(field)
    if asked is None or option.key != asked.id:
        return f"How it is signed: {option.given_label}."
    number = options.number or release.number_to_sign(session, options.path)
    return (
        f"How it is signed: {option.given_label}, such as {number}. To keep this one, add --number {number}."
    )


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
