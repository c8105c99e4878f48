"""Find every place that holds the words of a reply, and say what is to stand there without it.

Its words lie with the replies of a file (in every earlier version of them), in the entry that says
which theme it is in, and in quotations that were lifted from it. What stays is all else that stood
there, and the mark by which the reply is known again, so that it does not come back with its file.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from carreport.draft.revisions.change import Change
from carreport.draft.revisions.recorder import Notebook
from carreport.draft.revisions.revision import Revision, ancestors, left_of, newest_first, text_of
from carreport.draft.revisions.tree import Tree
from carreport.draft.session.combined_snapshot import ReadsInquiry
from carreport.form import paths
from carreport.form.answers import Answers, Item
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

TELLING = 20
"""A line of a reply with this many letters is looked for elsewhere; a shorter one says too little."""
_MARKED = f'"{WITHDRAWN}":'
_WORDLESS = (None, "null")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Replies that are to go: the survey that they are counted in, their keys there, and their entries.

    `gone` has the keys under which they stay known; a reply that was typed in has none, and its entry
    is in `typed`. `said` is what is looked for elsewhere.
    """

    form: Form
    survey: str = ""
    gone: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    typed: str = ""
    said: tuple[str, ...] = ()

    def holds(self, row: Revision) -> bool:
        """Say whether a revision has words of the replies, or says something about them."""
        if row.text in _WORDLESS or paths.is_item_path(row.path):
            return False
        if self.is_about(row.path):
            return True
        if not any(each in row.text for each in self._traces()):
            return False
        question = self.form.field(row.path)
        if question is None:
            return False
        if question.kind == "replies":
            return row.path.startswith(f"{self.survey}/") and holds_reply(row.value, self.gone)
        return question.kind == "text" and any(map(self._is_quoted, RichText.from_json(row.value).blocks))

    def is_about(self, path: str) -> bool:
        """Say whether something at `path` is about these replies alone: it is in the entry of one."""
        return any(self._is_entry(each) for each in _entries_around(path))

    def is_text(self, path: str) -> bool:
        """Say whether a text stands at `path`, in which somebody may have gone on from the words."""
        question = self.form.field(path)
        return question is not None and question.kind == "text" and not self.is_about(path)

    def instead_of(self, path: str, value: Value) -> Value:
        """Return what is to stand in place of a value that holds one of the replies."""
        question = self.form.field(path)
        if self.is_about(path) or question is None:
            return None
        if question.kind == "replies":
            return without_replies(value, self.gone) if path.startswith(f"{self.survey}/") else value
        blocks = RichText.from_json(value).blocks
        return RichText(tuple(each for each in blocks if not self._is_quoted(each))).to_json()

    def left_in(self, tree: Tree, ids: Collection[str]) -> list[Revision]:
        """Return what is left of these revisions, as far as it leads to what stands.

        So what others wrote in the same answers stays, also in the history.
        """
        left: list[Revision] = []
        for path in sorted({row.path for each in ids if (row := tree.get(each)) is not None}):
            known = tree.revisions_of(path)
            gone = {each: row for each in ids if (row := known.get(each)) is not None}
            heads = [head.id for head in tree.heads(path) if head.id in gone]
            wanted = set(heads) if self.is_about(path) else ancestors(heads, gone) & gone.keys()
            made: dict[str, Revision] = {}
            for row in reversed(newest_first({each: gone[each] for each in wanted})):
                text = text_of(self.instead_of(path, row.value))
                made[row.id] = left_of(row, text, (made[each].id for each in row.parents if each in made))
            left += made.values()
        return left

    def write_over(self, book: Notebook, left: Iterable[Revision]) -> None:
        """Where the replies stand now, write what is `left`; their entries are taken out."""
        for each in left:
            book.tree.put(each)
        for path in book.tree.paths():
            if paths.is_item_path(path) and self._is_entry(path):
                book.remove_item(path)

    def keep_known(self, book: Notebook) -> Change:
        """Keep the marks by which the replies are known again."""
        change = Change()
        for each in sorted(self.gone):
            place = survey_location(self.form, self.survey)
            batches = f"{self.survey}/{place.batches}"
            name = derived_id(batches, f"withdrawn {each}")
            value = {place.replies: withdrawal_value([each])}
            survey = Item(paths.item_id(self.survey), {place.batches: (Item(name, value),)})
            change.add(book.fill(Answers({place.group: (survey,)}))[1])
        return change

    def also_in(self, tree: Tree, ids: set[str]) -> Iterator[str]:
        """Yield the paths where somebody wrote down the same words by hand; nothing is changed there."""
        lines = [
            json.dumps(line.strip(), ensure_ascii=False)[1:-1]
            for said in self.said
            for line in said.splitlines()
            if len(line.strip()) >= TELLING
        ]
        for row in tree:
            if row.text is not None and row.id not in ids and any(line in row.text for line in lines):
                yield row.path

    def _traces(self) -> Iterator[str]:
        yield from (each.partition("#")[0] for each in self.gone)
        yield from (each.rpartition("/")[2] for each in (*self.entries, self.typed) if each)

    def _is_entry(self, path: str) -> bool:
        if self.typed:
            return path == self.typed
        group, _, entry = path.rpartition("/")
        return entry in self.entries and group.endswith(f"/{DEFAULT_FIELD_IDS.replies}")

    def _is_quoted(self, block: Block) -> bool:
        return bool(block.source) and self.is_about(block.source)


def withdrawal_from(draft: ReadsInquiry, reply: FullReply) -> Withdrawal:
    """Return what is to go with `reply`."""
    said = tuple(words for _, words in reply.answers)
    survey, _, key = reply.place.partition("#")
    if not key:
        return Withdrawal(draft.form, typed=survey, said=said)
    found = draft.answers().get(survey)
    batches = reply_batches(survey_location(draft.form, survey), found) if isinstance(found, Item) else ()
    joined = deduplicate(batches)
    last = key if key in joined.withdrawn else last_duplicate_key(joined.keys, key)
    entries = frozenset(map(reply_item_id, (key, last)))
    return Withdrawal(draft.form, survey, frozenset((last,)), entries, said=said)


def withdrawals_in(form: Form, tree: Tree) -> tuple[Withdrawal, ...]:
    """Return which replies were withdrawn, survey by survey, as the marks say that are kept of them."""
    gone: dict[str, set[str]] = {}
    for each in marks_in(form, tree):
        if not tree.removed_around(each.path):
            survey = "/".join(each.path.split("/")[:2])
            gone.setdefault(survey, set()).update(withdrawn_keys([each.value]))
    return tuple(
        Withdrawal(form, survey, frozenset(keys), frozenset(map(reply_item_id, keys)))
        for survey, keys in sorted(gone.items())
    )


def marks_in(form: Form, tree: Tree) -> Iterator[Revision]:
    """Yield what stands and has marks of replies that were withdrawn."""
    for place in survey_locations(form):
        start, end = f"{place.group}/", f"/{place.replies}"
        for path in tree.paths():
            if path.startswith(start) and path.endswith(end):
                yield from filter(has_marks, tree.heads(path))


def has_marks(row: Revision) -> bool:
    """Say whether a revision has marks of replies that were withdrawn."""
    return row.text is not None and _MARKED in row.text


def _entries_around(path: str) -> Iterator[str]:
    """Yield the path of each entry that `path` is or stands in, the innermost first."""
    around = path if paths.is_item_path(path) else paths.parent_item_path(path)
    while around:
        yield around
        around = paths.parent_item_path(paths.group_path(around))
