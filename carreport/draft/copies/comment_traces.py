"""Find what comments and the inquiry's dictionary repeat of text that is to be erased.

A comment quotes the answer that it is about, and people say the same words again. A quotation on an
answer that is erased goes if the words are no longer in the answer. What somebody said goes if it
has a run of the erased words: a shorter one beside the answer itself, a longer one anywhere else.
A word goes from the dictionary if it was in the answer and is no longer in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from carreport.draft.revisions.flaws import FileWithRevisions
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.tree_index import enclosing_paths
from carreport.draft.session.sharing import QUOTING_FIELDS
from carreport.form import paths
from carreport.form.richtext import clean_name
from carreport.form.schema import Value

RUN_HERE, RUN_ELSEWHERE = 3, 6
"""So many words in a row are a repetition, in a comment on the erased answer and in any other."""
LONG_WORD, LONG_ANSWER = 5, 8
"""An erased answer of one word, or two, is looked for if it has so many letters."""
LONGEST_ENTRY = 3
"""So many words of an entry of the dictionary are looked for."""
_STRUCTURE = {
    "place": "threads",
    "type": "threads",
    "said_of": "threads",
    "base": "threads",
    "placing": "threads",
    "state": "states",
    "after": "states",
}
"""The fields that hold nobody’s words, and where; what others said depends on them."""
_FROM_WORD = ("words", "said_by", "said_at", "file")
_WORD = re.compile(r"\w+")
_Runs = dict[int, set[tuple[str, ...]]]
"""Runs of words, by their length."""


F = TypeVar("F", bound=FileWithRevisions)


def with_comment_traces(
    chosen: Sequence[tuple[F, set[str]]], person: str, replies: Collection[str] = ()
) -> list[tuple[F, set[str]]]:
    """Return the revisions to erase in each file, with those in comments that repeat the text.

    If `replies` are withdrawn, that is their text. A `person` who is erased is also not named in comments.
    """
    search = _TraceSearch()
    for text in replies:
        search.add("", plain_words(text), "")
    for file, ids in () if replies else chosen:
        for path, text, left in _erased_texts(file.tree, ids):
            if text or not person:
                search.add(path, text, left)
    return [(file, ids | _comment_traces(file.tree, search, person)) for file, ids in chosen]


def is_structure(path: str) -> bool:
    """Say whether a row of the built-in section holds nobody’s words, and what others said depends on it."""
    group, field = path.partition("/")[0], path.rpartition("/")[2]
    return paths.is_review(path) and group.endswith(_STRUCTURE.get(field, "/"))


def plain_words(value: Value) -> str:
    """Return all text in a value, on one line and in lower case."""
    return " ".join(" ".join(_texts_in(value)).casefold().split())


def _erased_texts(tree: RevisionTree, ids: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each version of an answer that is erased: its path, its text, and what is left of the answer."""
    for row in [row for row_id in ids if (row := tree.get(row_id)) is not None]:
        if not paths.is_review(row.path) and not paths.is_item_path(row.path):
            heads = (head for head in tree.heads(row.path) if head.id not in ids)
            yield row.path, plain_words(row.value), " ".join(plain_words(head.value) for head in heads)


def _comment_traces(tree: RevisionTree, search: _TraceSearch, person: str) -> set[str]:
    name = clean_name(person).casefold()
    found: set[str] = set()
    for path in filter(paths.is_review, tree.paths()):
        field = path.rpartition("/")[2]
        rows = [row for row in tree.revisions_of(path).values() if not row.is_bare and row.value]
        if name and _names(rows, field, name):
            found |= _ids_beside(tree, path, field)
        elif field == "word":
            found |= {row.id for row in rows if search.has_word(row.value, name)}
        elif field in QUOTING_FIELDS | {"words"}:
            places = [str(head.value) for head in tree.heads(f"{paths.outermost_entry(path)}/place")]
            found |= {row.id for row in rows if search.finds(plain_words(row.value), field, places)}
    return found


class _TraceSearch:
    """Looks for runs of erased words."""

    def __init__(self) -> None:
        self._here: dict[str, list[tuple[str, str, _Runs]]] = {}
        self._elsewhere: _Runs = {}
        self._words: set[tuple[str, ...]] = set()
        """Erased words, and two or three in a row: “co-design” is two words here."""

    def add(self, path: str, text: str, left: str) -> None:
        """Add the text of a version that is erased, and what is left of its answer."""
        words, kept = _WORD.findall(text), _WORD.findall(left)
        for size in range(1, LONGEST_ENTRY + 1):
            self._words |= _runs(words, size) - _runs(kept, size)
        letters = LONG_ANSWER if len(words) == 2 else LONG_WORD
        is_told = len(words) > 2 or len("".join(words)) >= letters
        here = _runs(words, min(RUN_HERE, len(words))) - _runs(kept, min(RUN_HERE, len(words)))
        for around in enclosing_paths(path) if path else ():
            runs = {len(run): here for run in here} if is_told else {}
            self._here.setdefault(around, []).append((text, left, runs))
        size = min(RUN_ELSEWHERE, len(words))
        if is_told and size > 1:
            runs_elsewhere = _runs(words, size) - _runs(kept, size)
            self._elsewhere.setdefault(size, set()).update(runs_elsewhere)

    def has_word(self, value: Value, person: str) -> bool:
        """Say whether a word of the dictionary is erased, or is part of the name of this person."""
        words = _WORD.findall(plain_words(value))
        words = words[:-1] if words[-1:] == ["s"] else words
        return tuple(words[:LONGEST_ENTRY]) in self._words or bool(set(words) & set(_WORD.findall(person)))

    def finds(self, said: str, field: str, places: Iterable[str]) -> bool:
        """Say whether the text of a field in a comment about these places repeats erased words."""
        words = _WORD.findall(said)
        for text, left, runs in (known for place in places for known in self._here.get(place, ())):
            is_of_erased = said in text or not text or (field == "becomes" and not left)
            if (field in QUOTING_FIELDS and said not in left and is_of_erased) or _has_run(words, runs):
                return True
        return _has_run(words, self._elsewhere)


def _has_run(words: Sequence[str], runs_by_size: _Runs) -> bool:
    return any(not runs.isdisjoint(_runs(words, size)) for size, runs in runs_by_size.items())


def _runs(words: Sequence[str], size: int) -> set[tuple[str, ...]]:
    """Return every run of so many words."""
    return set(zip(*(words[start:] for start in range(size)), strict=False)) if size else set()


def _names(rows: Iterable[Revision], field: str, name: str) -> bool:
    if field in ("said_by", "holder"):
        return any(clean_name(str(row.value)).casefold() == name for row in rows)
    if field == "to":
        return any(name in (part.casefold().strip() for part in str(row.value).split(",")) for row in rows)
    return False


def _ids_beside(tree: RevisionTree, path: str, field: str) -> set[str]:
    """Return the revisions that name somebody, and, if they said it, what they said."""
    message = paths.parent_item_path(path)
    fields = [f"{message}/{other}" for other in _FROM_WORD] if field == "said_by" else [path]
    return {row.id for where in fields for row in tree.revisions_of(where).values() if row.text is not None}


def _texts_in(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        if value.get("type") == "table" and "rows" in value:
            yield from _texts_of_runs([cell for row in value["rows"] for cell in row])
        elif "spans" in value:
            yield from _texts_of_runs([value["spans"]])
        else:
            for part in value.values():
                yield from _texts_in(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts_in(part)


def _texts_of_runs(runs: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Yield the words of a paragraph, or of each cell of a table, and then the notes in them."""
    notes: list[Sequence[Value]] = []
    for run in runs:
        spans = [span for span in run if isinstance(span, Mapping)]
        yield "".join(str(span.get("text", "")) for span in spans)
        notes += [span["note"] for span in spans if "note" in span]
    if notes:
        yield from _texts_of_runs(notes)
