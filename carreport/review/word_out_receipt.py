"""Remember what a review copy printed, without its words.

The receipt has the ids of the versions that were printed, and how many paragraphs each answer had. So the
text of each paragraph can be printed again from the history, and an edit that nobody tracked is found
exactly. If an answer has been erased since, its words are in no receipt: then nobody can say what its
paragraphs were.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from carreport.draft.revisions.revision import Revision, ancestors
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.kinds import kind_of
from carreport.form.schema import Form
from carreport.report.build import PictureLike
from carreport.review.word_out import ReviewCopy, SentParagraph, anchor_name, sent_paragraphs

_NOTE = "review."
"""The start of the key of the note about one export; the id of the export follows."""
_ID_LENGTH = 12
"""The length of the start of an id: long enough that no two ids in a draft are confused."""
_FindPictures = Callable[[Answers], Mapping[str, PictureLike]]


@dataclass(frozen=True, slots=True)
class SentReview:
    """What a receipt says about one review copy.

    `revisions` are the starts of the ids of the versions that were current, `counts` the paragraphs of
    each answer, by path, in printed order, and `uncertain` the paths that could not be printed again from
    the history even when they were sent. `comments` is the number of comments and replies that were sent.
    """

    export: str
    comments: int
    revisions: frozenset[str]
    counts: Mapping[str, int]
    uncertain: frozenset[str] = frozenset()

    def to_note(self) -> str:
        """Return the note that stores it."""
        stored = {
            "comments": self.comments,
            "revisions": "".join(sorted(self.revisions)),
            "paragraphs": list(self.counts.items()),
            "uncertain": sorted(self.uncertain),
        }
        return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def note_key(export: str) -> str:
    """Return the key of the note about an export."""
    return f"{_NOTE}{export}"


def sent_review_of(session: DraftSession, export: str) -> SentReview | None:
    """Return what was sent in the export with this id, or nothing if it was not sent from this draft."""
    try:
        stored = json.loads(session.note(note_key(export)))
        ids = str(stored["revisions"])
        return SentReview(
            export,
            int(stored["comments"]),
            frozenset(ids[place : place + _ID_LENGTH] for place in range(0, len(ids), _ID_LENGTH)),
            {str(path): int(count) for path, count in stored["paragraphs"]},
            frozenset(map(str, stored["uncertain"])),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def sent_paragraphs_of(session: DraftSession, export: str) -> tuple[SentParagraph, ...]:
    """Return the paragraphs of a review copy, in order, with the text that each had when it was sent.

    The text is None where the answer has been erased since. Nothing is returned for an unknown export.
    """
    sent = sent_review_of(session, export)
    if sent is None:
        return ()
    printed = _Reprint(session.form, session.tree, sent).paragraphs(session.shared_pictures)
    return tuple(sorted(printed, key=lambda paragraph: paragraph.is_note))


def current_ids(tree: RevisionTree) -> frozenset[str]:
    """Return the starts of the ids of all versions that are current, apart from comments and marks."""
    return frozenset(
        revision_id[:_ID_LENGTH]
        for path in tree.paths()
        if not (paths.is_review(path) or paths.is_mark(path))
        if not (tree.enclosing_removed_entry(path) and not paths.is_item_path(path))
        for revision_id in tree.superseded_by_writing(path)
    )


def review_receipt(
    form: Form, tree: RevisionTree, pictures: Mapping[str, PictureLike], copy: ReviewCopy
) -> SentReview:
    """Return the receipt for a review copy that was printed from the revisions in `tree`."""
    receipt = SentReview(copy.export, copy.comments, current_ids(tree), _counts(copy.paragraphs))
    again = _Reprint(form, tree, receipt).paragraphs(lambda _answers: pictures)
    known = {paragraph.bookmark: paragraph for paragraph in again}
    differing = {
        paragraph.path for paragraph in copy.paragraphs if known.get(paragraph.bookmark) != paragraph
    }
    return replace(receipt, uncertain=frozenset(differing))


class _Reprint:
    """Prints a review copy again from the history."""

    def __init__(self, form: Form, tree: RevisionTree, sent: SentReview) -> None:
        self._form = form
        self._sent = sent
        recorded = [revision for revision in tree if revision.id[:_ID_LENGTH] in sent.revisions]
        self._recorded: dict[str, list[Revision]] = {}
        for revision in recorded:
            self._recorded.setdefault(revision.path, []).append(revision)
        self._is_all_here = len(recorded) == len(sent.revisions)
        self._has_gaps = not self._is_all_here or any(row.text is None for row in recorded)
        self._answers = RevisionTree(self._with_ancestors(tree), tree.damaged).answers()

    def paragraphs(self, pictures_of: _FindPictures) -> Iterator[SentParagraph]:
        """Yield each paragraph that was sent, with its text if that is certain."""
        again = sent_paragraphs(self._form, self._answers, pictures_of(self._answers), self._sent.export)
        printed = {(paragraph.path, paragraph.number): paragraph for paragraph in again}
        counts = _counts(again)
        moved = self._sections_with_other_numbers(counts)
        for path, count in self._sent.counts.items():
            is_known = counts.get(path) == count and path not in self._sent.uncertain and self._is_whole(path)
            section = path.partition(".")[0]
            for number in range(0 if path else 1, count + 1):
                is_certain = is_known if number else self._is_heading_certain(path, moved=section in moved)
                known = printed.get((path, number)) if is_certain else None
                bookmark = anchor_name(self._sent.export, path, number)
                yield known or SentParagraph(bookmark, path, number, None)

    def _with_ancestors(self, tree: RevisionTree) -> Iterator[Revision]:
        for path, rows in self._recorded.items():
            every = tree.revisions_of(path)
            yield from (every[name] for name in ancestors((row.id for row in rows), every) if name in every)

    def _sections_with_other_numbers(self, counts: Iterable[str]) -> frozenset[str]:
        """Return the sections in which other questions or entries are printed now, so that numbers differ."""
        before, now = (_paths_by_section(places) for places in (self._sent.counts, counts))
        return frozenset(section for section in before if before[section] != now.get(section))

    def _is_heading_certain(self, path: str, *, moved: bool) -> bool:
        if "." not in path:
            return True
        is_certain = not moved and path not in self._sent.uncertain
        return is_certain and (self._is_whole(path) or not paths.is_item_path(path))

    def _is_whole(self, path: str) -> bool:
        """Say whether the draft still has every version that the paragraphs of `path` were printed from."""
        places = list(self._sources(path))
        versions = [row for place in places for row in self._recorded.get(place, ())]
        if any(row.text is None for row in versions) or not (versions or self._is_all_here):
            return False
        return not self._has_gaps or not any(self._shows_others(place) for place in places)

    def _shows_others(self, path: str) -> bool:
        """Say whether other answers decide how the one at `path` is printed: a name, or a quotation."""
        question = self._form.field(path)
        is_person = question is not None and not question.is_group and kind_of(question).is_person
        return is_person or any('"source"' in (row.text or "") for row in self._recorded.get(path, ()))

    def _sources(self, path: str) -> Iterable[str]:
        """Return the paths of the answers that the paragraphs of `path` show."""
        if not path:
            return (self._form.title_path,)
        question = self._form.field(path)
        if question is None:
            return ()
        if paths.is_item_path(path):
            return _inside(self._recorded, f"{path}/{question.summary[0]}")
        if kind_of(question).holds_statements:
            return _inside(self._recorded, paths.parent_item_path(path) or path)
        return (path,)


def _counts(sent: Iterable[SentParagraph]) -> dict[str, int]:
    """Return how many paragraphs each answer has, besides its heading, in printed order."""
    counts: dict[str, int] = {}
    for paragraph in sent:
        counts[paragraph.path] = max(paragraph.number, counts.get(paragraph.path, 0))
    return counts


def _inside(places: Iterable[str], around: str) -> list[str]:
    return [place for place in places if place == around or place.startswith(f"{around}/")]


def _paths_by_section(places: Iterable[str]) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    for path in places:
        sections.setdefault(path.partition(".")[0], []).append(path)
    return sections
