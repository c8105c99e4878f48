"""Whoever withdraws replies and sends copies to whom, all drafts count the same in the end."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from carreport.draft.copies.export_copy import shareable_revisions
from carreport.draft.copies.forget_reply import Withdrawal
from carreport.draft.copies.incoming import IncomingCopy
from carreport.draft.copies.merge_plan import plan_merge
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.tree import RevisionTree
from carreport.form.answers import Answers, Item
from carreport.survey.locate import survey_location
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.replies.merge_replies import is_entered
from carreport.survey.replies.withdraw_reply import holds_reply
from carreport.survey.target import reply_batches
from carreport.survey.themes import reply_item_id
from tests.survey.files import FORM

SURVEY, BATCH = "s.surveys/poll", "s.surveys/poll/replies/file/replies"
PLACE = survey_location(FORM, SURVEY)
MARKS = [f"{number:012x}" for number in range(1, 6)]
PEOPLE = ("Isla Reid", "Morag Kerr", "Ewan Bell")
WITHDRAWN = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(MARKS)), min_size=1, max_size=4)
SENT = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=6)


def value(marks: list[str], file: str) -> dict[str, Any]:
    """Return replies of which each has a text that no other has."""
    texts = [f"word-{mark}" for mark in marks]
    column = {"as": "open", "to": "why", "heading": "Why?", "texts": texts}
    return {"file": file, "steps": [], "columns": [column], "marks": "".join(marks)}


def begun(file: str) -> list[RevisionWriter]:
    """Return the writers of three people who imported the same file, each into an entry of their own."""
    first = RevisionWriter(RevisionTree(), PEOPLE[0], "00")
    batch = Item("file", {"replies": value(MARKS, file)})
    first.fill(Answers({"s.surveys": (Item("poll", {"name": "Poll", "replies": (batch,)}),)}))
    shared = shareable_revisions(FORM, first.tree)
    others = [
        RevisionWriter(RevisionTree(shared.values()), name, f"0{n}") for n, name in enumerate(PEOPLE[1:], 1)
    ]
    return [first, *others]


def withdraw(book: RevisionWriter, mark: str) -> None:
    """Do in memory what erasing a reply does to a file."""
    gone = Withdrawal(FORM, SURVEY, frozenset((mark,)), frozenset((reply_item_id(mark),)))
    book.record_auto_merges(lambda _: True)
    ids = {revision.id for revision in book.tree if gone.matches(revision)}
    gone.supersede_in(book, gone.redactions_in(book.tree, ids))
    gone.record_withdrawn(book)
    for revision in ids:
        book.tree.erase(revision)


def send(sender: RevisionWriter, reader: RevisionWriter) -> None:
    """Merge a copy with what one person may share."""
    sender.record_auto_merges(lambda _: True)
    copy = IncomingCopy("copy", "study", tuple(shareable_revisions(FORM, sender.tree).values()))
    reader.tree.add_all(plan_merge(FORM, reader.tree, "study", copy).revisions.values())
    assert plan_merge(FORM, reader.tree, "study", copy).is_empty


def in_the_end(books: list[RevisionWriter]) -> list[str]:
    """Merge all copies everywhere, and return the keys that count, which are the same everywhere."""
    for _ in range(2):
        for sender in books:
            for reader in books:
                if sender is not reader:
                    send(sender, reader)
    said = [book.tree.answers() for book in books]
    assert said == [said[0]] * len(books)
    (poll,) = said[0].items("s.surveys")
    others = [version.value for version in said[0].versions.get(BATCH, ())]
    return list(deduplicate([*reply_batches(PLACE, poll), *others]).keys)


@settings(max_examples=40, deadline=None)
@given(withdrawn=WITHDRAWN, sent=SENT, file=st.sampled_from(["replies.csv", ""]))
def test_all_withdrawals_come_together_by_themselves(
    withdrawn: list[tuple[int, str]], sent: list[tuple[int, int]], file: str
) -> None:
    books = begun(file)
    for number, (who, mark) in enumerate(withdrawn):
        withdraw(books[who], mark)
        for one, other in sent[number : number + 2]:
            if one != other:
                send(books[one], books[other])
    gone = {mark for _, mark in withdrawn}
    assert in_the_end(books) == [key for key in MARKS if key not in gone]
    assert not books[0].tree.answers().versions
    for number, book in enumerate(books):
        standing = [head.text or "" for path in book.tree.paths() for head in book.tree.heads(path)]
        assert not [mark for mark in gone if any(f"word-{mark}" in text for text in standing)]
        own = {mark for who, mark in withdrawn if who == number}
        assert not [
            row for row in book.tree if row.path == BATCH and row.text and holds_reply(row.value, own)
        ]


def type_in(book: RevisionWriter, mark: str) -> None:
    """Add a reply to the entry as this person last read it."""
    (stands, *_) = book.tree.merged_heads(BATCH)
    (column,) = stands.value["columns"]
    columns = [{**column, "texts": [*column["texts"], f"word-{mark}"]}]
    said = {**stands.value, "columns": columns, "marks": stands.value["marks"] + mark}
    book.supersede(BATCH, said, [head.id for head in stands.heads])


@settings(max_examples=40, deadline=None)
@given(acts=st.lists(st.tuples(st.sampled_from(["type", "withdraw", "send"]), *[st.integers(0, 2)] * 2)))
def test_what_others_type_beside_a_withdrawn_reply_stays(acts: list[tuple[str, int, int]]) -> None:
    books, wanted = begun(""), [*MARKS]
    assert is_entered(books[0].tree.versions(BATCH)[0].value)
    for number, (what, who, which) in enumerate(acts, len(MARKS) + 1):
        if what == "send" and who != which:
            send(books[who], books[which])
        if what == "type":
            type_in(books[who], f"{number:012x}")
            wanted.append(f"{number:012x}")
        if what == "withdraw":
            withdraw(books[who], MARKS[which])
            wanted = [key for key in wanted if key != MARKS[which]]
    assert sorted(in_the_end(books)) == wanted


def test_what_is_left_is_the_same_on_every_computer() -> None:
    books = begun("replies.csv")
    withdraw(books[0], MARKS[1])
    withdraw(books[1], MARKS[1])
    assert {row.id for row in books[0].tree if row.path == BATCH} == {
        row.id for row in books[1].tree if row.path == BATCH
    }
