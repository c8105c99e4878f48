"""Find every place that holds the words of one reply, and say what is to stand there without it.

Its words lie with the replies of a file (in every earlier version of them), in the entry that says
which theme it is in, and in quotations that were lifted from it. What stays is the mark by which the
reply is known again, so that it does not come back with its file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from carreport.draft.notebook import Notebook
from carreport.draft.revisions import Revision
from carreport.draft.still import ReadsInquiry
from carreport.draft.tree import Tree
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.richtext import Block, RichText
from carreport.form.schema import Form, Value
from carreport.survey.joined import join
from carreport.survey.one_reply import NAMES, OneReply
from carreport.survey.places import survey_place
from carreport.survey.target import made_id, replies_in
from carreport.survey.themes import reply_id
from carreport.survey.withdrawn import holds_reply, last_alike, withdrawal_of, without_replies

TELLING = 20
"""A line of a reply with this many letters is looked for elsewhere; a shorter one says too little."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One reply that is to go: the survey that it is counted in, its keys there, and its entries.

    `gone` is the key under which it stays known; a reply that was typed in has none, and its entry
    is in `typed`.
    """

    form: Form
    reply: OneReply
    survey: str = ""
    gone: str = ""
    entries: frozenset[str] = frozenset()
    typed: str = ""

    def holds(self, row: Revision) -> bool:
        """Say whether a revision has words of the reply, or says something about it."""
        if row.text is None or paths.is_item(row.path):
            return False
        if self.is_about(row.path):
            return True
        question = self.form.field(row.path)
        if question is None or not any(each in row.text for each in self._traces()):
            return False
        if question.kind == "replies":
            return row.path.startswith(f"{self.survey}/") and holds_reply(row.value, {self.gone})
        return question.kind == "text" and any(map(self._is_quoted, RichText.from_json(row.value).blocks))

    def is_about(self, path: str) -> bool:
        """Say whether something at `path` is about this reply alone: it is in its entry."""
        return any(self._is_entry(each) for each in _entries_around(path))

    def is_text(self, path: str) -> bool:
        """Say whether a text stands at `path`, in which somebody may have gone on from the words."""
        question = self.form.field(path)
        return question is not None and question.kind == "text" and not self.is_about(path)

    def instead_of(self, path: str, value: Value) -> Value:
        """Return what is to stand in place of a value that holds the reply."""
        question = self.form.field(path)
        if self.is_about(path) or question is None:
            return None
        if question.kind == "replies":
            return without_replies(value, {self.gone})
        blocks = RichText.from_json(value).blocks
        return RichText(tuple(each for each in blocks if not self._is_quoted(each))).to_json()

    def write_over(self, book: Notebook, ids: Iterable[str]) -> None:
        """Where the reply stands now, write what stands without it; its entries are taken out."""
        rows = [row for each in ids if (row := book.tree.get(each)) is not None]
        for path in sorted({row.path for row in rows}):
            for head in book.tree.heads(path):
                if head in rows:
                    book.write_over(path, self.instead_of(path, head.value), [head.id])
        for path in book.tree.paths():
            if paths.is_item(path) and self._is_entry(path):
                book.remove_item(path)

    def keep_known(self, book: Notebook) -> None:
        """Keep the mark by which the reply is known again."""
        if self.gone:
            place = survey_place(self.form, self.survey)
            batches = f"{self.survey}/{place.batches}"
            name = made_id(batches, f"withdrawn {self.gone}")
            value = {place.replies: withdrawal_of([self.gone])}
            survey = Item(paths.item_of(self.survey), {place.batches: (Item(name, value),)})
            book.fill(Answers({place.group: (survey,)}))

    def also_in(self, tree: Tree, ids: set[str]) -> Iterator[str]:
        """Yield the paths where somebody wrote down the same words by hand; nothing is changed there."""
        lines = [
            json.dumps(line.strip(), ensure_ascii=False)[1:-1]
            for _, said in self.reply.said
            for line in said.splitlines()
            if len(line.strip()) >= TELLING
        ]
        for row in tree:
            if row.text is not None and row.id not in ids and any(line in row.text for line in lines):
                yield row.path

    def _traces(self) -> tuple[str, ...]:
        mark = (self.gone.partition("#")[0],) if self.gone else ()
        return (*mark, *(each.rpartition("/")[2] for each in (*self.entries, self.typed) if each))

    def _is_entry(self, path: str) -> bool:
        if self.typed:
            return path == self.typed
        group, _, entry = path.rpartition("/")
        return entry in self.entries and group.endswith(f"/{NAMES.replies}")

    def _is_quoted(self, block: Block) -> bool:
        return bool(block.source) and self.is_about(block.source)


def withdrawal_from(draft: ReadsInquiry, reply: OneReply) -> Withdrawal:
    """Return what is to go with `reply`."""
    survey, _, key = reply.place.partition("#")
    if not key:
        return Withdrawal(draft.form, reply, typed=survey)
    found = draft.answers().get(survey)
    batches = replies_in(survey_place(draft.form, survey), found) if isinstance(found, Item) else ()
    joined = join(batches)
    last = key if key in joined.withdrawn else last_alike(joined.keys, key)
    return Withdrawal(draft.form, reply, survey, last, frozenset(map(reply_id, (key, last))))


def _entries_around(path: str) -> Iterator[str]:
    """Yield the path of each entry that `path` is or stands in, the innermost first."""
    around = path if paths.is_item(path) else paths.owner(path)
    while around:
        yield around
        around = paths.owner(paths.group_of(around))
