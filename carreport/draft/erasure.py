"""Take words out of a draft for good: what one person wrote, or what was written in one answer.

The names of the erased revisions stay, so that copies still come together, and the words never
come back with one. What is out of reach is told: copies that were sent have their words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from carreport.atomic_write import still_there
from carreport.draft.copies.conflict_copies import files_in, inquiry_in
from carreport.draft.copies.forget_reply import Withdrawal, withdrawal_from
from carreport.draft.drafts import forget_cards
from carreport.draft.history.unread import forget_news
from carreport.draft.recent_files import forget_words, places_of
from carreport.draft.revisions.labels import asking_order, by_question, gathered, place_words
from carreport.draft.revisions.recorder import Notebook
from carreport.draft.revisions.revision import Revision, ancestors, folds
from carreport.draft.revisions.tree import ORDER, REMOVED, Tree
from carreport.draft.session.combined_snapshot import ReadsFile, ReadsInquiry
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.file_session import FileSession
from carreport.draft.session.private_file import private_path
from carreport.draft.session.receipts import NOTE, Receipt, keep_receipt, receipts
from carreport.draft.storage.backups import backups_of, erase_everywhere
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.richtext import clean_line
from carreport.form.schema import Value
from carreport.settings import drafts_folder, problem_file
from carreport.survey.find_reply import find_reply


def other_files(path: Path, draft_id: str) -> tuple[Path, ...]:
    """Return the other files of this inquiry: beside it, in the folder of inquiries, or opened before.

    Nothing is changed in them. It may take until a slow drive has answered.
    """
    here = path.absolute()
    found = dict.fromkeys((*places_of(draft_id), *files_in(here.parent), *files_in(drafts_folder())))
    return tuple(each for each in found if each != here and inquiry_in(each) == draft_id)


Chosen = list[tuple[ReadsFile, set[str]]]
_LEFT_HERE = {
    "copy": "the copy {name}, sent{to} on {day}",
    "brought-in": "the inquiry that {name} came from, on {day}",
}


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: how many versions, in which questions; and what may still hold the words.

    `questions` has each with how many versions went there; no entry is named by words that went.
    `written_over` has the answers in which somebody else went on from erased words; `out_of_reach`
    says in words which files have them or may have them, `unreached` those of them that lie here.
    `also_in` has the answers in which the words of a withdrawn reply stand because somebody wrote them down.
    """

    versions: int
    questions: tuple[tuple[str, int], ...]
    written_over: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    unreached: tuple[str, ...]
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What erasing would do, to be seen before it is done.

    `places` has each place with how many versions go there, `emptied` those in which nothing would
    stand any more, each with how many answers; `away` names a person's own file that only they can
    open, `others` other files of this inquiry, and `sent` has what left the draft or came in, and keeps
    the words; `files` the files that the replies came from, and `also_in` as `Erased` has it.
    """

    versions: int
    places: tuple[tuple[str, int], ...]
    emptied: tuple[tuple[str, int], ...]
    written_over: tuple[str, ...]
    backups: int
    away: str
    sent: tuple[Receipt, ...]
    files: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def out_of_reach(self) -> tuple[str, ...]:
        """What would still have the words, as `Erased` says it afterwards."""
        return (*((self.away,) if self.away else ()), *self.others, *_sent(self.sent), *self.files)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be erased: all that a `person` wrote, what was written at `path`, or one `reply`.

    A path may be that of a list or an entry; then it is all answers in it. With `history_only`
    what stands now stays. A reply is named by its place, see `survey.find_reply`.
    """

    path: str = ""
    person: str = ""
    history_only: bool = False
    reply: str = ""


def look_ahead(session: ReadsInquiry, wanted: Wanted) -> Outlook:
    """Return what erasing would do; raise `UsageError` if there is nothing to erase.

    Of an open inquiry it is asked on the thread of the session, of `still` in any.
    """
    withdrawal = _withdrawal(session, wanted)
    chosen = _chosen(session, wanted, withdrawal)
    ids = {each for _, here in chosen for each in here}
    counts = _counts(chosen)
    emptied = [] if withdrawal else [path for path in counts if _falls_empty(chosen, path)]
    return Outlook(
        len(ids),
        gathered(session.form, session.tree, counts),
        gathered(session.form, session.tree, dict.fromkeys(emptied, 1)),
        _in_words(session, _written_over(session, ids, withdrawal)),
        sum(len(backups_of(file.draft_id)) for file, here in chosen if here),
        _own_file_of(session, wanted.person) if wanted.person else "",
        tuple(each for each in receipts(session) if each.kind in _LEFT_HERE),
        _files_of(chosen) if withdrawal else (),
        _in_words(session, _also_in(session, withdrawal, ids)),
        _others(session),
    )


def erase(session: DraftSession, wanted: Wanted) -> Erased:
    """Erase words from the draft, from its author's own file and from the backups of both.

    Raise `DraftNotSaved` if that fails; then what stood in the file that it failed for stands as before.
    """
    session.check_all()
    session.seal()
    withdrawal = _withdrawal(session, wanted)
    _settle(session, wanted, withdrawal)
    chosen = _chosen(session, wanted, withdrawal)
    counts = _counts(chosen)
    every = {each for _, ids in chosen for each in ids}
    over, also_in = _written_over(session, every, withdrawal), _also_in(session, withdrawal, every)
    files = _files_of(chosen) if withdrawal else ()
    name = clean_line(wanted.person)
    away = _own_file_of(session, name) if name else ""
    files_and_ids = zip(_files(session), (ids for _, ids in chosen), strict=True)
    left: list[str] = []
    try:
        for file, ids in files_and_ids:
            left += _erase_in(file, ids, withdrawal, session) if ids else []
    finally:
        left += _forget_beside(session)
    _hide_name(session, name)
    keep_receipt(
        session,
        Receipt.now(
            "erasure",
            wanted.path or wanted.reply.partition("#")[0],
            "" if name == session.author else session.author,
        ),
    )
    session.flush()
    unreached = (*left, *([away] if away else []), *_others(session))
    away_from_here = (*unreached, *_sent(receipts(session)), *files)
    return Erased(
        len(every),
        by_question(session.form, session.tree, counts),
        _in_words(session, over),
        away_from_here,
        unreached,
        _in_words(session, also_in),
    )


def _withdrawal(session: ReadsInquiry, wanted: Wanted) -> Withdrawal | None:
    if not wanted.reply:
        return None
    return withdrawal_from(session, find_reply(session.form, session.answers(), wanted.reply))


def _settle(session: DraftSession, wanted: Wanted, withdrawal: Withdrawal | None) -> None:
    """Write down what came together from words that are about to go."""
    for file in _files(session) if wanted.history_only or withdrawal else ():
        inside = (
            {each.path for each in file.tree if withdrawal.holds(each)}
            if withdrawal
            else set(file.tree.within(wanted.path))
        )
        file.settle(inside.__contains__)


def _chosen(session: ReadsInquiry, wanted: Wanted, withdrawal: Withdrawal | None = None) -> Chosen:
    if withdrawal is None:
        chosen: Chosen = [(file, _ids(file.tree, wanted)) for file in _read(session)]
    else:
        chosen = [
            (file, {each.id for each in file.tree if withdrawal.holds(each)}) for file in _read(session)
        ]
    if not any(ids for _, ids in chosen):
        raise UsageError("nothing-to-erase", _nothing(wanted))
    return chosen


def _nothing(wanted: Wanted) -> str:
    if wanted.person:
        return f"{wanted.person} wrote nothing that is in this inquiry, nor in its history."
    if wanted.reply:
        return "Nothing of this reply is left in the inquiry, nor in its history."
    if wanted.history_only:
        return f"{wanted.path} has no earlier versions that could be erased."
    return f"Nothing was ever written at {wanted.path} that could be erased."


def _ids(tree: Tree, wanted: Wanted) -> set[str]:
    if wanted.person:
        name = clean_line(wanted.person)
        return {each.id for each in tree if not each.is_bare and each.author == name}
    inside = [path for path in tree.within(wanted.path) if not paths.is_item_path(path)]
    standing = {head.id for path in inside for head in tree.heads(path) if wanted.history_only}
    written = (each for path in inside for each in tree.revisions_of(path).values())
    return {each.id for each in written if not each.is_bare} - standing


def _counts(chosen: Chosen) -> Counter[str]:
    """Return how many versions go at each path."""
    return Counter(each.path for file, ids in chosen for each in _rows(file.tree, ids))


def _in_words(session: ReadsInquiry, found: Iterable[str]) -> tuple[str, ...]:
    """Return places in words, as the form asks, each once."""
    ordered = sorted(set(found), key=lambda path: asking_order(session.form, session.tree, path))
    return tuple(dict.fromkeys(place_words(session.form, session.tree, path) for path in ordered))


def _erase_in(
    file: FileSession, ids: set[str], withdrawal: Withdrawal | None, session: DraftSession
) -> list[str]:
    """Erase in one file and its backups; return the backups that could not be reached."""
    marks: list[Revision] = []

    def instead(book: Notebook) -> None:
        if withdrawal is None:
            _write_over(book, ids)
            return
        withdrawal.write_over(book, withdrawal.left_in(book.tree, ids))
        if file is session:
            marks.extend(withdrawal.keep_known(book).rows.values())

    def left(rows: Collection[Revision], gone: Collection[str]) -> Iterable[Revision]:
        return [*withdrawal.left_in(Tree(rows), gone), *marks] if withdrawal else ()

    rows = _rows(file.tree, ids)
    unreached: list[Path] = []
    file.erase(
        ids,
        instead,
        lambda: unreached.extend(erase_everywhere(file.draft_id, ids, rows, left)),
    )
    return [f"the backup {path}, which cannot be written" for path in unreached]


def _write_over(book: Notebook, ids: Collection[str]) -> None:
    """Where erased words stand now, write what stands without them, so that copies follow."""
    tree = book.tree
    for path in sorted({each.path for each in _rows(tree, ids)}):
        gone = {head.id for head in tree.heads(path)} & set(ids)
        if gone and paths.is_item_path(path):
            book.record({path: _place_at(tree, path)})
        elif gone:
            book.write_over(path, *_without(tree, path, gone))


def _place_at(tree: Tree, path: str) -> Value:
    standing = tree.standing(path)
    if standing is None:
        return {ORDER: ""}
    removed = {REMOVED: sorted(standing.seen)} if standing.removed else {}
    return {ORDER: standing.order, **removed}


def _without(tree: Tree, path: str, gone: set[str]) -> tuple[Value, set[str]]:
    """Return what stands at `path` without some heads, and what it is to be written over."""
    left = [head for head in tree.heads(path) if head.id not in gone]
    if not left:
        return None, gone
    first = folds({head.id: head for head in left})[0]
    return first.value, gone | {head.id for head in first.heads}


def _written_over(session: ReadsInquiry, ids: set[str], withdrawal: Withdrawal | None = None) -> list[str]:
    """Return the answers in which somebody went on from words that go."""
    tree = session.tree
    return [
        path
        for path in ({each.path for each in _rows(tree, ids)} if withdrawal else tree.paths())
        if not paths.is_item_path(path) and (withdrawal is None or withdrawal.is_text(path))
        for head in tree.heads(path)
        if head.id not in ids and ids & ancestors(head.parents, tree.revisions_of(path))
    ]


def _falls_empty(chosen: Chosen, path: str) -> bool:
    """Say whether an answer stands at `path` now, and nothing would without the erased words."""
    if paths.is_item_path(path):
        return False
    heads = [(head, ids) for file, ids in chosen for head in file.tree.heads(path)]
    stands = [head for head, _ in heads if head.value not in (None, "", [], {})]
    return bool(stands) and all(head.id in ids for head, ids in heads)


def _also_in(session: ReadsInquiry, withdrawal: Withdrawal | None, ids: set[str]) -> set[str]:
    if withdrawal is None:
        return set()
    return {path for file in _read(session) for path in withdrawal.also_in(file.tree, ids)}


def _files_of(chosen: Chosen) -> tuple[str, ...]:
    """Return in words the files that replies came from: they lie where their owner has them."""
    values = [row.value for file, ids in chosen for row in _rows(file.tree, ids)]
    names = {str(each["file"]) for each in values if isinstance(each, dict) and each.get("file")}
    return tuple(f"the file {name} that the replies came from" for name in sorted(names))


def _sent(kept: Iterable[Receipt]) -> list[str]:
    return [
        _LEFT_HERE[each.kind].format(
            name=each.name, day=each.when[:10], to=f" to {each.to}" if each.to else ""
        )
        for each in kept
        if each.kind in _LEFT_HERE
    ]


def _hide_name(session: DraftSession, author: str) -> None:
    kept = receipts(session)
    if any(each.author == author for each in kept):
        told = [asdict(replace(each, author="") if each.author == author else each) for each in kept]
        session.keep_note(NOTE, json.dumps(told, ensure_ascii=False))


def _forget_beside(session: DraftSession) -> list[str]:
    """Let lists of inquiries and the note of a mishap forget what they say; return those that could not."""
    lists = (*forget_cards(), *forget_news(), *forget_words(session.path, session.draft_id))
    left = [f"the list {path}, which cannot be written" for path in lists]
    notes = still_there([problem_file()])
    return left + [f"the note {path} of what last went wrong, which cannot be deleted" for path in notes]


def _others(session: ReadsInquiry) -> tuple[str, ...]:
    found = other_files(session.path, session.draft_id)
    return tuple(f"the file {path}, which is of the same inquiry" for path in found)


def _own_file_of(session: ReadsInquiry, author: str) -> str:
    path = private_path(session.path, session.draft_id, clean_line(author))
    is_ours = session.own_file is not None and session.own_file.path == path.absolute()
    return f"their own file {path.name} beside the inquiry" if path.exists() and not is_ours else ""


def _files(session: DraftSession) -> list[FileSession]:
    """Return the files to erase in; the draft comes last, for erasing in it opens both anew."""
    return [session] if session.own_file is None else [session.own_file, session]


def _read(session: ReadsInquiry) -> list[ReadsFile]:
    """Return the same files, to be looked at."""
    return [session] if session.own_file is None else [session.own_file, session]


def _rows(tree: Tree, ids: Iterable[str]) -> list[Revision]:
    return [row for each in ids if (row := tree.get(each)) is not None]
