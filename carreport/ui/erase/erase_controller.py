"""The controller for the page that erases text from the inquiry and its backups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from carreport.draft.erasure import ErasurePreview, ErasureRequest, ErasureResult, erase, preview_erasure
from carreport.draft.revisions.labels import form_order, path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.file_session import DraftFile
from carreport.draft.session.receipts import RECEIPTS_NOTE as RECEIPTS
from carreport.draft.session.receipts import REVIEW_SENT, Receipt
from carreport.draft.session.snapshot import Snapshot, take_snapshot
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.wording import format_count
from carreport.survey.find_reply import FullReply, place_of_reply
from carreport.ui.background.jobs import Job
from carreport.ui.erase.erase_page import ALL, EARLIER, PERSON, REPLY, EraseChoice, ErasePage, EraseSummary
from carreport.ui.erase.erase_reply import (
    also_in_text,
    here_and_backups_text,
    is_reply_path,
    list_replies,
    reply_choices,
    summarise_reply_preview,
)
from carreport.ui.relative_time import parse_time, relative_day
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.widgets.notice_bar import notice_of

MOST_LISTED = 4
_SENT = {"copy": "copy", REVIEW_SENT: "Word document"}
"""What was sent, by the event of its receipt."""
REPORTS_MADE = "reports already made or printed"
OTHERS_CONTINUED = "Others have edited this text. Their versions are kept and may still contain some of it:"
COPIES_OF_OTHERS = (
    "copies that others have: importing your next copy erases the text from their answers, but not from "
    "their earlier versions"
)


class EraseController(TaskController[ErasePage]):
    """Connects the page to the preview of an erasure and to the erasure itself."""

    needs_writing = True

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._preview: ErasurePreview | None = None
        self._replies: dict[str, FullReply] = {}

    def make_page(self) -> ErasePage:
        """Return a new page, connected to this controller."""
        page = ErasePage()
        page.choice_changed.connect(self._start_preview)
        page.erase_requested.connect(self._erase)
        page.cancelled.connect(self._pages.close)
        return page

    def start(self, at: str) -> None:
        """Ask what to erase; `at` preselects the history of the answer at that path, or a reply."""
        session = self._session
        session.seal()
        answer, reply = ("", at) if is_reply_path(at) else (at, "")
        authors, places = _count_written(session)
        replies = list_replies(session, reply)
        self._replies = {full_reply.place: full_reply for full_reply in replies}
        self.page.set_choices(
            _people(authors, session.author), _answers(session, places, answer), reply_choices(replies)
        )
        place = place_of_reply(session.form, session.answers(), reply) if reply else ""
        self.page.begin(EraseChoice(REPLY, place) if place else EraseChoice(EARLIER, at) if answer else None)
        self._pages.show(self.page)
        self.page.focus_start()

    def _start_preview(self) -> None:
        """Preview the current choice, replacing any preview in progress."""
        self.abandon()
        self._preview = None
        if not self.page.choice.key:
            self.page.show_nothing_chosen()
            return
        self.page.show_looking_soon()
        choice = self.page.choice
        work = partial(
            _run_preview,
            inquiry=take_snapshot(self._session, [RECEIPTS]),
            request=make_request(choice),
        )
        self.run(work, partial(self._show_preview, choice), failed=self._show_nothing)

    def _show_preview(self, choice: EraseChoice, preview: ErasurePreview) -> None:
        self._preview = preview
        me, now = self._session.author, datetime.now(UTC)
        if choice.scope == REPLY:
            not_reached = (
                *preview.other_copies,
                *_copies_sent(preview.receipts, me, now),
                COPIES_OF_OTHERS,
                REPORTS_MADE,
            )
            self.page.show_preview(summarise_reply_preview(self._replies[choice.key], preview, not_reached))
        else:
            self.page.show_preview(summarise_preview(preview, me, now))

    def _show_nothing(self, problem: Exception) -> None:
        if isinstance(problem, UsageError):
            self.page.show_nothing(nothing_to_erase_text(self.page.choice))
        else:
            self.show_failure(problem)

    def _erase(self) -> None:
        if self._preview is None:
            return
        preview, request = self._preview, make_request(self.page.choice)
        self._context.exclusive_access.begin()
        self.run(
            partial(_erase, session=self._session, request=request),
            partial(self._show_erased, preview),
            failed=self._show_not_erased,
        )
        places = f" and {format_count(preview.backups, 'backup')}" if preview.backups else ""
        self.page.show_erasing(f"Erasing from the inquiry{places}. You cannot edit until this has finished.")

    def _show_erased(self, preview: ErasurePreview, erased: ErasureResult) -> None:
        self._preview = None
        self._replies = {}
        self._context.undo_stack.forget()  # undo must not restore erased text
        self._context.exclusive_access.end()
        me, now = self._session.author, datetime.now(UTC)
        self.page.show_done(summarise_result(erased, preview, self.page.choice, me, now))

    def _show_not_erased(self, problem: Exception) -> None:
        self._context.undo_stack.forget()  # one of two files may have been erased
        self._context.exclusive_access.end()
        self.show_failure(problem)

    def show_failure(self, problem: Exception) -> None:
        """Show on the page why the preview or the erasure failed."""
        self.page.show_failed(notice_of(problem).text)


def make_request(choice: EraseChoice) -> ErasureRequest:
    """Return the erasure request for this choice."""
    if choice.scope == PERSON:
        return ErasureRequest(person=choice.key)
    if choice.scope == REPLY:
        return ErasureRequest(reply=choice.key)
    return ErasureRequest(path=choice.key, history_only=choice.scope == EARLIER)


def nothing_to_erase_text(choice: EraseChoice) -> str:
    """Return why there is nothing to erase."""
    return {
        PERSON: "Nobody has written anything yet.",
        EARLIER: "This answer has no earlier versions.",
        ALL: "This answer is empty.",
        REPLY: "This reply is not in the inquiry.",
    }[choice.scope]


def summarise_preview(preview: ErasurePreview, me: str, now: datetime) -> EraseSummary:
    """Return in words what would be erased."""
    return EraseSummary(
        f"{format_count(preview.versions, 'version')}, {here_and_backups_text(preview.backups)}:",
        _lines(preview.counts_by_label),
        _side_effects(preview),
        (
            *([preview.private_file_of_other] if preview.private_file_of_other else []),
            *preview.other_copies,
            *_copies_sent(preview.receipts, me, now),
            COPIES_OF_OTHERS,
            REPORTS_MADE,
        ),
    )


def summarise_result(
    erased: ErasureResult, preview: ErasurePreview, choice: EraseChoice, me: str, now: datetime
) -> EraseSummary:
    """Return in words what was erased, without repeating any erased text."""
    is_one = choice.scope == REPLY
    amount = "Everything in this person’s reply" if is_one else format_count(erased.versions, "version")
    others = f"{OTHERS_CONTINUED} {_list(erased.superseded_by_others)}"
    return EraseSummary(
        f"{amount}, {here_and_backups_text(preview.backups)}:",
        _lines(erased.counts_by_question),
        (*((others,) if erased.superseded_by_others else ()), *also_in_text(erased)),
        (
            *erased.unreachable_here,
            *preview.reply_files,
            *_copies_sent(preview.receipts, me, now),
            COPIES_OF_OTHERS,
            REPORTS_MADE,
        ),
    )


def _lines(places: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(f"{label} · {format_count(count, 'version')}" for label, count in places)


def _side_effects(preview: ErasurePreview) -> tuple[str, ...]:
    sentences = []
    emptied = [label for label, _ in preview.emptied_counts]
    if emptied and emptied == [label for label, _ in preview.counts_by_label]:
        sentences.append("Nothing will be left in these answers.")
    elif emptied:
        count = sum(answers for _, answers in preview.emptied_counts)
        sentences.append(f"{_will(count)} empty: {_list(emptied)}")
    if preview.superseded_by_others:
        sentences.append(f"{OTHERS_CONTINUED} {_list(preview.superseded_by_others)}")
    return tuple(sentences)


def _will(count: int) -> str:
    return "1 answer will be" if count == 1 else f"{count:,} answers will be"


def _list(places: Sequence[str]) -> str:
    rest = len(places) - MOST_LISTED
    return " · ".join(places[:MOST_LISTED]) + (f" · and {rest} more" if rest > 0 else "")


def _copies_sent(receipts: tuple[Receipt, ...], me: str, now: datetime) -> Iterator[str]:
    for receipt in reversed(receipts):
        name = f"“{receipt.name.removesuffix('.carreport')}”"
        day = relative_day(parse_time(receipt.when), now)
        if receipt.event in _SENT:
            sender = "" if receipt.author == me or not receipt.author else f" by {receipt.author}"
            what, to = _SENT[receipt.event], f" to {receipt.to}" if receipt.to else ""
            yield f"the {what} {name}, sent{to}{sender}, {day}"
        else:
            yield f"the inquiry from which {name} was copied, {day}"


def _files(session: DraftSession) -> Sequence[DraftFile]:
    """Return the files to count in: the draft and, if there is one, the author's private file."""
    draft, own = session.shared_file, session.private_file
    return [draft] if own is None else [draft, own]


def _count_written(session: DraftSession) -> tuple[Counter[str], set[str]]:
    """Return how many versions with text each author wrote, in both files, and the paths of them all."""
    files = _files(session)
    rows = [
        (revision.author, revision.path)
        for file in files
        for revision in file.tree
        if revision.text is not None
    ]
    return Counter([author for author, _ in rows]), {path for _, path in rows}


def _people(authors: Counter[str], me: str) -> list[tuple[str, str]]:
    return [
        (name, f"{'You, ' if name == me else ''}{name} ({format_count(count, 'version')})")
        for name, count in authors.most_common()
        if name
    ]


def _answers(session: DraftSession, places: set[str], at: str) -> list[tuple[str, str]]:
    """Return the path and label of each question with text, in form order, after `at` if that is another."""
    questions = {path.partition("/")[0] for path in places}
    listed = [path for path in questions if not paths.is_mark(path)]
    ordered = sorted(listed, key=lambda path: form_order(session.form, session.tree, path))
    if at and at not in questions:
        ordered.insert(0, at)
    return [(path, path_label(session.form, session.tree, path)) for path in ordered]


def _run_preview(_job: Job, inquiry: Snapshot, request: ErasureRequest) -> ErasurePreview:
    return preview_erasure(inquiry, request)


def _erase(_job: Job, session: DraftSession, request: ErasureRequest) -> ErasureResult:
    return erase(session, request)
