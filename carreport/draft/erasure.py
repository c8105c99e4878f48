"""Erase text from a draft permanently: what one person wrote, or what was written in one answer.

The ids of erased revisions remain, so that copies can still be merged without bringing the text
back. The user is told what is out of reach: copies already shared still have the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carreport.atomic_write import delete_files
from carreport.draft.copies.comment_traces import is_structure, with_comment_traces
from carreport.draft.copies.forget_reply import Withdrawal, find_withdrawal
from carreport.draft.copies.other_files import describe_other_files
from carreport.draft.drafts import clear_drafts_index
from carreport.draft.history.unread import clear_unread_cache
from carreport.draft.recent_files import erase_from_recent_files
from carreport.draft.removal.bin import binned_files_of, is_in_bin
from carreport.draft.revisions.head_merge import merge_heads
from carreport.draft.revisions.labels import count_by_label, count_by_question, form_order, path_label
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision, ancestors
from carreport.draft.revisions.tree import ORDER_KEY, REMOVED_KEY, RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.file_session import DraftFile
from carreport.draft.session.private_file import private_path
from carreport.draft.session.receipts import RECEIPTS_NOTE, Receipt, add_receipt, receipts_of, without_author
from carreport.draft.session.snapshot import ReadableFile, ReadableInquiry
from carreport.draft.storage.backups import backups_of, erase_from_backups
from carreport.errors import DraftSaveError, UsageError
from carreport.form import paths
from carreport.form.richtext import clean_name
from carreport.form.schema import Value
from carreport.settings import problem_file
from carreport.survey.find_reply import find_reply

ErasureTargets = list[tuple[ReadableFile, set[str]]]
_RECEIPT_TEXTS = {
    "copy": "the copy {name}, shared{to} on {day}",
    "review-sent": "the Word document {name}, sent for review{to} on {day}",
    "brought-in": "the inquiry that {name} came from, on {day}",
}


@dataclass(frozen=True, slots=True)
class ErasureResult:
    """What was erased, and what may still contain the text.

    `counts_by_question` has the number of versions by question; the labels contain no erased text.
    `superseded_by_others` are the answers in which other people edited the text. `out_of_reach`
    describes every file that has or may have the text, `unreachable_here` those on this computer.
    `also_found_in` are the answers in which somebody wrote the text of a withdrawn reply by hand.
    """

    versions: int
    counts_by_question: tuple[tuple[str, int], ...]
    superseded_by_others: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    unreachable_here: tuple[str, ...]
    also_found_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """A preview of what would be erased.

    `counts_by_label` has the number of versions by place; `emptied_counts` the places that would be
    empty, with the number of answers. `private_file_of_other` is a person's own file that only they
    can open, `other_copies` are other files of this inquiry, and `receipts` record what was shared
    or imported. `reply_files` are the files that replies came from. `also_found_in` is as in
    `ErasureResult`.
    """

    versions: int
    counts_by_label: tuple[tuple[str, int], ...]
    emptied_counts: tuple[tuple[str, int], ...]
    superseded_by_others: tuple[str, ...]
    backups: int
    private_file_of_other: str
    receipts: tuple[Receipt, ...]
    reply_files: tuple[str, ...] = ()
    also_found_in: tuple[str, ...] = ()
    other_copies: tuple[str, ...] = ()

    @property
    def out_of_reach(self) -> tuple[str, ...]:
        """Descriptions of what would still contain the text, as in `ErasureResult`."""
        return (
            *((self.private_file_of_other,) if self.private_file_of_other else ()),
            *self.other_copies,
            *_describe_receipts(self.receipts),
            *self.reply_files,
        )


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """What to erase: everything a `person` wrote, what was written at `path`, or one `reply`.

    `path` may be that of a list or an entry, which means all answers inside it. With `history_only`
    the current version stays. A reply is named by its place, see `survey.find_reply`.
    """

    path: str = ""
    person: str = ""
    history_only: bool = False
    reply: str = ""


def preview_erasure(session: ReadableInquiry, wanted: ErasureRequest) -> ErasurePreview:
    """Return what erasing would do; raise `UsageError` if there is nothing to erase.

    Call this on the session's thread for an open session; any thread will do for a snapshot.
    """
    withdrawal = _withdrawal(session, wanted)
    chosen = _find_targets(session, wanted, withdrawal)
    ids = {revision_id for _, here in chosen for revision_id in here}
    counts = _counts_by_path(chosen)
    emptied = [] if withdrawal else [path for path in counts if _becomes_empty(chosen, path)]
    return ErasurePreview(
        len(ids),
        count_by_label(session.form, session.tree, counts),
        count_by_label(session.form, session.tree, dict.fromkeys(emptied, 1)),
        _labels(session, _superseding_answers(session, ids, withdrawal)),
        sum(len(backups_of(file.draft_id)) for file, here in chosen if here),
        _describe_private_file(session, wanted.person) if wanted.person else "",
        tuple(receipt for receipt in receipts_of(session) if receipt.event in _RECEIPT_TEXTS),
        _describe_reply_files(chosen) if withdrawal else (),
        _labels(session, _answers_quoting(session, withdrawal, ids)),
        describe_other_files(session.path, session.draft_id),
    )


def erase(session: DraftSession, wanted: ErasureRequest) -> ErasureResult:
    """Erase text from the draft, the author's private file and the backups of both.

    Raise `DraftSaveError` if that fails; the file that could not be written is then unchanged.
    """
    session.seal()
    withdrawal = _withdrawal(session, wanted)
    _record_auto_merges(session, wanted, withdrawal)
    chosen = _find_targets(session, wanted, withdrawal)
    counts = _counts_by_path(chosen)
    every = {revision_id for _, ids in chosen for revision_id in ids}
    over = _superseding_answers(session, every, withdrawal)
    also_in = _answers_quoting(session, withdrawal, every)
    files = _describe_reply_files(chosen) if withdrawal else ()
    name = clean_name(wanted.person)
    away = _describe_private_file(session, wanted.person) if name else ""
    left = _erase_in_files(session, [ids for _, ids in chosen], withdrawal, name)
    add_receipt(
        session,
        Receipt.now(
            "erasure",
            wanted.path or wanted.reply.partition("#")[0],
            "" if name == clean_name(session.author) else session.author,
        ),
    )
    session.flush()
    unreached = (*left, *([away] if away else []), *describe_other_files(session.path, session.draft_id))
    away_from_here = (*unreached, *_describe_receipts(receipts_of(session)), *files)
    return ErasureResult(
        len(every),
        count_by_question(session.form, session.tree, counts),
        _labels(session, over),
        away_from_here,
        unreached,
        _labels(session, also_in),
    )


def _erase_in_files(
    session: DraftSession, ids_by_file: Sequence[set[str]], withdrawal: Withdrawal | None, name: str
) -> list[str]:
    """Erase in each file, its backups and the caches on this computer; return what could not be reached.

    The receipts are anonymised first, because the draft is backed up as soon as it is rewritten.
    """
    left: list[str] = []
    receipts = session.note(RECEIPTS_NOTE)
    _anonymise_receipts(session, name)
    try:
        for file, ids in zip(_files_to_erase_in(session), ids_by_file, strict=True):
            is_named = file is session.shared_file and session.note(RECEIPTS_NOTE) != receipts
            left += _erase_in(file, ids, withdrawal, session, name) if ids or is_named else []
    except DraftSaveError:
        if session.note(RECEIPTS_NOTE) != receipts:
            session.save_note(RECEIPTS_NOTE, receipts)
        raise
    finally:
        left += _clear_caches(session)
    return left


def _withdrawal(session: ReadableInquiry, wanted: ErasureRequest) -> Withdrawal | None:
    if not wanted.reply:
        return None
    return find_withdrawal(session, find_reply(session.form, session.answers(), wanted.reply))


def _record_auto_merges(session: DraftSession, wanted: ErasureRequest, withdrawal: Withdrawal | None) -> None:
    """Record automatic merges that involve the text about to be erased."""
    for file in _files_to_erase_in(session) if wanted.history_only or withdrawal else ():
        inside = (
            {revision.path for revision in file.tree if withdrawal.matches(revision)}
            if withdrawal
            else set(file.tree.paths_within(wanted.path))
        )
        file.record_auto_merges(inside.__contains__)


def _find_targets(
    session: ReadableInquiry, wanted: ErasureRequest, withdrawal: Withdrawal | None = None
) -> ErasureTargets:
    if withdrawal is None:
        chosen: ErasureTargets = [
            (file, _revision_ids(file.tree, wanted)) for file in _files_to_read(session)
        ]
    else:
        chosen = [
            (file, {revision.id for revision in file.tree if withdrawal.matches(revision)})
            for file in _files_to_read(session)
        ]
    chosen = with_comment_traces(chosen, wanted.person, withdrawal.texts if withdrawal else ())
    if not any(ids for _, ids in chosen):
        raise UsageError("nothing-to-erase", _nothing_to_erase(wanted))
    return chosen


def _nothing_to_erase(wanted: ErasureRequest) -> str:
    if wanted.person:
        return f"{wanted.person} wrote nothing in this inquiry or its history."
    if wanted.reply:
        return "No part of this reply is left in the inquiry or its history."
    if wanted.history_only:
        return f"{wanted.path} has no earlier versions to erase."
    return f"No versions at {wanted.path} can be erased."


def _revision_ids(tree: RevisionTree, wanted: ErasureRequest) -> set[str]:
    if wanted.person:
        name = clean_name(wanted.person)
        return {row.id for row in tree if row.text is not None and clean_name(row.author) == name}
    inside = [path for path in tree.paths_within(wanted.path) if not paths.is_item_path(path)]
    inside += {head.path for head in tree.unfit_heads() if _is_within(head.path, wanted.path)}.difference(
        inside
    )
    head_ids = {head.id for path in inside for head in tree.heads(path) if wanted.history_only}
    written = (revision for path in inside for revision in tree.revisions_of(path).values())
    return {revision.id for revision in written if revision.text is not None} - head_ids


def _is_within(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def _counts_by_path(chosen: ErasureTargets) -> Counter[str]:
    """Return the number of versions to erase at each path."""
    return Counter(revision.path for file, ids in chosen for revision in _revisions(file.tree, ids))


def _labels(session: ReadableInquiry, paths: Iterable[str]) -> tuple[str, ...]:
    """Return the labels of paths, in the order of the form, each once."""
    ordered = sorted(set(paths), key=lambda path: form_order(session.form, session.tree, path))
    return tuple(dict.fromkeys(path_label(session.form, session.tree, path) for path in ordered))


def _erase_in(
    file: DraftFile, ids: set[str], withdrawal: Withdrawal | None, session: DraftSession, name: str
) -> list[str]:
    """Erase in one file and its backups; return the backups that could not be changed.

    The receipts in the backups no longer give the `name`.
    """
    marks: list[Revision] = []

    def instead(book: RevisionWriter) -> None:
        if withdrawal is None:
            _supersede(book, ids)
            return
        withdrawal.supersede_in(book, withdrawal.redactions_in(book.tree, ids))
        if file is session.shared_file:
            marks.extend(withdrawal.record_withdrawn(book).revisions.values())

    def left(rows: Collection[Revision], erased: Collection[str]) -> Iterable[Revision]:
        return [*withdrawal.redactions_in(RevisionTree(rows), erased), *marks] if withdrawal else ()

    def notes(meta: Mapping[str, str]) -> dict[str, str]:
        note = meta.get(RECEIPTS_NOTE, "")
        anonymous = without_author(note, name)
        return {RECEIPTS_NOTE: anonymous} if anonymous != note else {}

    rows = _revisions(file.tree, ids)
    unreached: list[Path] = []
    binned = binned_files_of(file.draft_id)
    file.erase(
        ids,
        instead,
        lambda: unreached.extend(
            erase_from_backups(file.draft_id, ids, rows, left, notes, more_files=binned)
        ),
    )
    return [
        f"the {'deleted inquiry' if is_in_bin(path) else 'backup'} {path}, which cannot be changed"
        for path in unreached
    ]


def _supersede(book: RevisionWriter, ids: Collection[str]) -> None:
    """Write what remains over the current versions of erased text, so that copies get it too."""
    tree = book.tree
    for path in sorted({revision.path for revision in _revisions(tree, ids)}):
        erased_heads = {head.id for head in tree.heads(path)} & set(ids)
        if erased_heads and paths.is_item_path(path):
            book.record({path: _entry_state_value(tree, path)})
        elif erased_heads and is_structure(path):
            book.record({path: tree.versions(path)[0].value})
        elif erased_heads:
            book.supersede(path, *_without(tree, path, erased_heads))


def _entry_state_value(tree: RevisionTree, path: str) -> Value:
    state = tree.entry_state(path)
    if state is None:
        return {ORDER_KEY: ""}
    removed = {REMOVED_KEY: sorted(state.seen_ids)} if state.is_removed else {}
    return {ORDER_KEY: state.order_key, **removed}


def _without(tree: RevisionTree, path: str, erased_heads: set[str]) -> tuple[Value, set[str]]:
    """Return what remains at `path` without some heads, and the parents of the revision to write."""
    left = [head for head in tree.heads(path) if head.id not in erased_heads]
    if not left:
        return None, erased_heads
    first = merge_heads({head.id: head for head in left})[0]
    return first.value, erased_heads | {head.id for head in first.heads}


def _superseding_answers(
    session: ReadableInquiry, ids: set[str], withdrawal: Withdrawal | None = None
) -> list[str]:
    """Return the answers in which somebody edited text that is to be erased."""
    tree = session.tree
    return [
        path
        for path in ({revision.path for revision in _revisions(tree, ids)} if withdrawal else tree.paths())
        if not paths.is_item_path(path) and (withdrawal is None or withdrawal.is_text_answer(path))
        for head in tree.heads(path)
        if head.id not in ids and ids & ancestors(head.parents, tree.revisions_of(path))
    ]


def _becomes_empty(chosen: ErasureTargets, path: str) -> bool:
    """Say whether the answer at `path` would be empty without the erased text."""
    if paths.is_item_path(path) or paths.is_review(path):
        return False
    heads = [(head, ids) for file, ids in chosen for head in file.tree.heads(path)]
    not_empty = [head for head, _ in heads if head.value not in (None, "", [], {})]
    return bool(not_empty) and all(head.id in ids for head, ids in heads)


def _answers_quoting(session: ReadableInquiry, withdrawal: Withdrawal | None, ids: set[str]) -> set[str]:
    if withdrawal is None:
        return set()
    return {path for file in _files_to_read(session) for path in withdrawal.paths_quoting(file.tree, ids)}


def _describe_reply_files(chosen: ErasureTargets) -> tuple[str, ...]:
    """Return descriptions of the files that replies came from; carreport does not have those files."""
    values = [row.value for file, ids in chosen for row in _revisions(file.tree, ids)]
    names = {str(value["file"]) for value in values if isinstance(value, dict) and value.get("file")}
    return tuple(f"the file {name} that the replies came from" for name in sorted(names))


def _describe_receipts(receipts: Iterable[Receipt]) -> list[str]:
    return [
        _RECEIPT_TEXTS[receipt.event].format(
            name=receipt.name, day=receipt.when[:10], to=f" to {receipt.to}" if receipt.to else ""
        )
        for receipt in receipts
        if receipt.event in _RECEIPT_TEXTS
    ]


def _anonymise_receipts(session: DraftSession, author: str) -> None:
    note = session.note(RECEIPTS_NOTE)
    anonymous = without_author(note, author)
    if anonymous != note:
        session.save_note(RECEIPTS_NOTE, anonymous)


def _clear_caches(session: DraftSession) -> list[str]:
    """Clear the cached summaries and the error details; describe what could not be cleared."""
    lists = (
        *clear_drafts_index(),
        *clear_unread_cache(),
        *erase_from_recent_files(session.path, session.draft_id),
    )
    left = [f"the list {path}, which cannot be changed" for path in lists]
    notes = delete_files([problem_file()])
    return left + [f"the error details in {path}, which cannot be deleted" for path in notes]


def _describe_private_file(session: ReadableInquiry, author: str) -> str:
    path = private_path(session.path, session.draft_id, clean_name(author))
    is_ours = session.private_file is not None and session.private_file.path == path.absolute()
    return (
        f"their private file {path.name}, in the same folder as the inquiry"
        if path.exists() and not is_ours
        else ""
    )


def _files_to_erase_in(session: DraftSession) -> list[DraftFile]:
    """Return the open files to erase text from, the draft last."""
    draft, own = session.shared_file, session.private_file
    return [draft] if own is None else [own, draft]


def _files_to_read(session: ReadableInquiry) -> list[ReadableFile]:
    """Return the readable files of an inquiry, the draft last."""
    return [session] if session.private_file is None else [session.private_file, session]


def _revisions(tree: RevisionTree, ids: Iterable[str]) -> list[Revision]:
    return [row for revision_id in ids if (row := tree.get(revision_id)) is not None]
