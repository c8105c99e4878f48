"""Find words in all answers and comments of an inquiry, in the order of the form.

`InquiryText` is an immutable snapshot, so that a search can run in any thread. It also says which places
are never replaced, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Form, Value, Voice
from carreport.review.find.passages import Passage, passages_in
from carreport.review.find.text_search import TextSearch
from carreport.review.threads import Thread, threads_of
from carreport.survey.evidence import SOURCES, find_evidence_field
from carreport.survey.locate import survey_locations

LISTS_OF_SOURCES = (*SOURCES, "references")


class KeepReason(StrEnum):
    """Why words are found but never replaced."""

    REPLY = "reply"
    QUOTATION = "quotation"
    SOURCE = "source"
    BY_OTHER = "by_other"
    COMMENT = "comment"
    CHOICE = "choice"
    CONFLICT = "conflict"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place with the words: from `start` to `end` in one passage of the answer at `path`.

    The path of a message in a comment is in the built-in section. `kept` says why the words are never
    replaced there, if so.
    """

    path: str
    field: Field
    value: Value
    passage: Passage
    start: int
    end: int
    kept: KeepReason | None = None
    version: int = 0
    """The number of the version, of an answer that has several."""

    @property
    def key(self) -> str:
        """What identifies the place, as long as the text does not change."""
        return f"{self.path}|{self.version}|{'/'.join(map(str, self.passage.at))}|{self.start}"


@dataclass(frozen=True, eq=False)
class InquiryText:
    """Everything in an open inquiry in which words can be found."""

    form: Form
    answers: Answers
    threads: tuple[Thread, ...] = ()
    given_by_others: frozenset[str] = frozenset()
    """The entries that somebody else gave to the group."""
    author: str = ""

    @classmethod
    def of(cls, session: DraftSession) -> InquiryText:
        """Return what the author of an open inquiry can read."""
        answers, decided_by = session.answers(), session.views.decided_by
        entries = (
            paths.item_path(path, item.id)
            for path, question in session.form.questions()
            if question.private_until is not None
            for item in answers.items(path)
        )
        given = frozenset(entry for entry in entries if not session.is_private(entry) and decided_by(entry))
        author = session.author_and_device[0]
        return cls(session.form, answers, threads_of(session), given, author)

    def occurrences(self, search: TextSearch) -> Iterator[Occurrence]:
        """Yield every place with the words; comments on a question come after the answers to it."""
        threads: dict[str, list[Thread]] = {}
        for thread in self.threads:
            threads.setdefault(thread.place.partition("/")[0], []).append(thread)
        top = ""
        for answer in self.answers.answered_fields(self.form):
            here = answer.path.partition("/")[0]
            if here != top:
                yield from self._in_threads(threads.pop(top, ()), search)
                top = here
            yield from self._in_answer(answer.path, answer.field, answer.value, search)
        for left in (threads.pop(top, ()), *threads.values()):
            yield from self._in_threads(left, search)

    def _in_answer(self, path: str, field: Field, value: Value, search: TextSearch) -> Iterator[Occurrence]:
        versions = [version.value for version in self.answers.versions.get(path, ())]
        for version, stored in enumerate(versions or [value]):
            for passage in passages_in(field, stored):
                found = search.places_in(passage.text)
                kept = self._why_kept(path, field, stored, passage) if found else None
                for start, end in found:
                    yield Occurrence(path, field, stored, passage, start, end, kept, version)

    def _why_kept(self, path: str, field: Field, value: Value, passage: Passage) -> KeepReason | None:
        kind, list_id = kind_of(field), paths.split_path(path).field if "/" in path else ""
        is_reply = kind.holds_replies or field.voice is Voice.RESPONDENT or self._is_reply(path)
        reasons = {
            KeepReason.CONFLICT: path in self.answers.versions,
            KeepReason.REPLY: is_reply,
            KeepReason.QUOTATION: passage.is_lifted or self._is_quoted(path),
            KeepReason.BY_OTHER: paths.outermost_entry(path) in self.given_by_others,
            KeepReason.SOURCE: list_id in LISTS_OF_SOURCES,
            KeepReason.CHOICE: kind.takes_choices or isinstance(value, bool),
        }
        return next((reason for reason, applies in reasons.items() if applies), None)

    def _is_reply(self, path: str) -> bool:
        """Say whether an answer is in a list of replies."""
        steps = path.split("/")
        groups = ("/".join(steps[: 2 * number + 1]) for number in range(len(steps) // 2 + 1))
        fields = (self.form.field(group) for group in groups)
        is_by_respondents = any(
            field is not None and field.is_group and field.voice is Voice.RESPONDENT for field in fields
        )
        return is_by_respondents or (
            len(steps) > 3 and steps[0] in self._open_lists and steps[2] == "replies"
        )

    def _is_quoted(self, path: str) -> bool:
        """Say whether an answer is in the list of what shows a learning point."""
        steps = path.split("/")
        if len(steps) < 5:
            return False
        points = self.form.field(steps[0])
        quotes = find_evidence_field(points) if points is not None else None
        return quotes is not None and quotes.id == steps[2]

    @cached_property
    def _open_lists(self) -> frozenset[str]:
        return frozenset(location.opens for location in survey_locations(self.form) if location.opens)

    def _in_threads(self, threads: Iterable[Thread], search: TextSearch) -> Iterator[Occurrence]:
        for thread in threads:
            for message in thread.messages:
                path = f"{thread.path}/messages/{message.id}/words"
                field, value = self.form.field(path), message.words.to_json()
                is_own = message.author == self.author and not message.file and not thread.is_settled
                if field is None:
                    continue
                for passage in passages_in(field, value):
                    for start, end in search.places_in(passage.text):
                        kept = None if is_own and not passage.is_lifted else KeepReason.COMMENT
                        yield Occurrence(path, field, value, passage, start, end, kept)
