"""Find every revision that contains a reply, and work out what remains without it.

The text of a reply is in the batch of replies from its file (in every earlier version), in the
entry with its themes, and in quotations of it. Everything else in these answers remains, and so
does the fingerprint of the reply, so that it is recognised if its file is imported again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import (
    Revision,
    ancestors,
    canonical_text,
    newest_first,
    redact_revision,
)
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.snapshot import ReadableInquiry
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.kinds.replies import WITHDRAWN
from carreport.form.richtext import Block, RichText
from carreport.form.schema import Form, Value
from carreport.survey.find_reply import DEFAULT_FIELD_IDS, FullReply
from carreport.survey.locate import survey_location, survey_locations
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.replies.withdraw_reply import (
    holds_reply,
    last_duplicate_key,
    withdrawal_value,
    withdrawn_keys,
    without_replies,
)
from carreport.survey.target import derived_id, reply_batches
from carreport.survey.themes import reply_item_id

MIN_QUOTE_LENGTH = 20
"""Lines of a reply with at least this many letters are searched for elsewhere."""
_WITHDRAWN_KEY = f'"{WITHDRAWN}":'
_EMPTY_TEXTS = (None, "null")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Replies to withdraw: their survey, their keys, and their entries.

    `reply_keys` are the keys that remain on record; a reply typed in by hand has none, and its
    entry is in `manual_entry_path`. `texts` are searched for in other answers.
    """

    form: Form
    survey: str = ""
    reply_keys: frozenset[str] = frozenset()
    entry_ids: frozenset[str] = frozenset()
    manual_entry_path: str = ""
    texts: tuple[str, ...] = ()

    def matches(self, row: Revision) -> bool:
        """Say whether a revision contains or describes the replies."""
        if row.text in _EMPTY_TEXTS or paths.is_item_path(row.path):
            return False
        if self.is_about_replies(row.path):
            return True
        is_named = any(search_string in row.text for search_string in self._search_strings())
        if row.unfit or not is_named:  # a value that is set aside is not read, so all of it goes
            return is_named
        question = self.form.field(row.path)
        if question is None:
            return False
        kind = kind_of(question)
        if kind.holds_replies:
            return row.path.startswith(f"{self.survey}/") and holds_reply(row.value, self.reply_keys)
        return kind.is_rich_text and any(map(self._is_quotation, RichText.from_json(row.value).blocks))

    def is_about_replies(self, path: str) -> bool:
        """Say whether `path` is inside the entry of one of these replies."""
        return any(self._is_reply_entry(entry) for entry in _entries_around(path))

    def is_text_answer(self, path: str) -> bool:
        """Say whether there is a text at `path` in which somebody may have reused the reply."""
        question = self.form.field(path)
        return question is not None and kind_of(question).is_rich_text and not self.is_about_replies(path)

    def redact_value(self, path: str, value: Value) -> Value:
        """Return what remains of a value once the replies are taken out of it."""
        question = self.form.field(path)
        if self.is_about_replies(path) or question is None or paths.is_review(path):
            return None
        if kind_of(question).holds_replies:
            return without_replies(value, self.reply_keys) if path.startswith(f"{self.survey}/") else value
        blocks = RichText.from_json(value).blocks
        return RichText(tuple(block for block in blocks if not self._is_quotation(block))).to_json()

    def redactions_in(self, tree: RevisionTree, ids: Collection[str]) -> list[Revision]:
        """Return the redacted revisions that replace these, if they are ancestors of the current ones.

        What others wrote in the same answers therefore remains, also in the history.
        """
        left: list[Revision] = []
        for path in sorted({row.path for revision_id in ids if (row := tree.get(revision_id)) is not None}):
            revisions = tree.revisions_of(path)
            removed = {
                revision_id: row for revision_id in ids if (row := revisions.get(revision_id)) is not None
            }
            heads = [head.id for head in tree.heads(path) if head.id in removed]
            wanted = set(heads) if self.is_about_replies(path) else ancestors(heads, removed) & removed.keys()
            redacted: dict[str, Revision] = {}
            for row in reversed(newest_first({revision_id: removed[revision_id] for revision_id in wanted})):
                text = canonical_text(self.redact_value(path, row.value))
                redacted[row.id] = redact_revision(
                    row, text, (redacted[parent].id for parent in row.parents if parent in redacted)
                )
            left += redacted.values()
        return left

    def supersede_in(self, book: RevisionWriter, left: Iterable[Revision]) -> None:
        """Replace the current versions of the replies with what is `left`, and remove their entries."""
        for revision in left:
            book.tree.add(revision)
        for path in book.tree.paths():
            if paths.is_item_path(path) and self._is_reply_entry(path):
                book.remove_item(path)

    def record_withdrawn(self, book: RevisionWriter) -> ChangeSet:
        """Record the fingerprints by which the replies are recognised."""
        change = ChangeSet()
        for reply_key in sorted(self.reply_keys):
            place = survey_location(self.form, self.survey)
            batches = f"{self.survey}/{place.batches}"
            name = derived_id(batches, f"withdrawn {reply_key}")
            value = {place.replies: withdrawal_value([reply_key])}
            survey = Item(paths.item_id(self.survey), {place.batches: (Item(name, value),)})
            change.add(book.fill(Answers({place.group: (survey,)}))[1])
        return change

    def paths_quoting(self, tree: RevisionTree, ids: set[str]) -> Iterator[str]:
        """Yield the paths where somebody wrote the same text by hand; these are not changed."""
        lines = [
            json.dumps(line.strip(), ensure_ascii=False)[1:-1]
            for text in self.texts
            for line in text.splitlines()
            if len(line.strip()) >= MIN_QUOTE_LENGTH
        ]
        for row in tree:
            if row.text is not None and row.id not in ids and any(line in row.text for line in lines):
                yield row.path

    def _search_strings(self) -> Iterator[str]:
        yield from (reply_key.partition("#")[0] for reply_key in self.reply_keys)
        yield from (
            entry_path.rpartition("/")[2]
            for entry_path in (*self.entry_ids, self.manual_entry_path)
            if entry_path
        )

    def _is_reply_entry(self, path: str) -> bool:
        if self.manual_entry_path:
            return path == self.manual_entry_path
        group, _, entry = path.rpartition("/")
        return entry in self.entry_ids and group.endswith(f"/{DEFAULT_FIELD_IDS.replies}")

    def _is_quotation(self, block: Block) -> bool:
        return bool(block.source) and self.is_about_replies(block.source)


def find_withdrawal(draft: ReadableInquiry, reply: FullReply) -> Withdrawal:
    """Return the withdrawal of `reply`."""
    texts = tuple(words for _, words in reply.answers)
    survey, _, key = reply.place.partition("#")
    if not key:
        return Withdrawal(draft.form, manual_entry_path=survey, texts=texts)
    entry = draft.answers().get(survey)
    batches = reply_batches(survey_location(draft.form, survey), entry) if isinstance(entry, Item) else ()
    joined = deduplicate(batches)
    last = key if key in joined.withdrawn else last_duplicate_key(joined.keys, key)
    entries = frozenset(map(reply_item_id, (key, last)))
    return Withdrawal(draft.form, survey, frozenset((last,)), entries, texts=texts)


def withdrawals_in(form: Form, tree: RevisionTree) -> tuple[Withdrawal, ...]:
    """Return the replies withdrawn from each survey, from their recorded fingerprints."""
    keys_by_survey: dict[str, set[str]] = {}
    for head in withdrawal_heads(form, tree):
        if not tree.enclosing_removed_entry(head.path):
            survey = "/".join(head.path.split("/")[:2])
            keys_by_survey.setdefault(survey, set()).update(withdrawn_keys([head.value]))
    return tuple(
        Withdrawal(form, survey, frozenset(keys), frozenset(map(reply_item_id, keys)))
        for survey, keys in sorted(keys_by_survey.items())
    )


def withdrawal_heads(form: Form, tree: RevisionTree) -> Iterator[Revision]:
    """Yield the heads that record withdrawn replies."""
    for place in survey_locations(form):
        start, end = f"{place.group}/", f"/{place.replies}"
        for path in tree.paths():
            if path.startswith(start) and path.endswith(end):
                yield from filter(records_withdrawal, tree.heads(path))


def records_withdrawal(row: Revision) -> bool:
    """Say whether a revision records withdrawn replies."""
    return row.text is not None and _WITHDRAWN_KEY in row.text


def _entries_around(path: str) -> Iterator[str]:
    """Yield the path of each entry that `path` is or is inside, innermost first."""
    around = path if paths.is_item_path(path) else paths.parent_item_path(path)
    while around:
        yield around
        around = paths.parent_item_path(paths.group_path(around))
