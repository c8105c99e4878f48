"""Find out what erasing would do, and do it, in the inquiry and in its backups."""

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
from carreport.draft.session.receipts import Receipt
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

REPORTS_MADE = "reports that were made, and printed pages"
OTHERS_CONTINUED = (
    "Others wrote on from these words. What they wrote stays, and some of the words may still be in it:"
)
COPIES_OF_OTHERS = (
    "what others have: the next copy from you clears it from their answers, not from their history"
)


class EraseController(TaskController[ErasePage]):
    """Connects the page on which text is erased to the engine that erases it."""

    needs_writing = True

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._preview: ErasurePreview | None = None
        self._replies: dict[str, FullReply] = {}

    def make_page(self) -> ErasePage:
        """Return the page, connected."""
        page = ErasePage()
        page.choice_changed.connect(self._start_preview)
        page.erase_requested.connect(self._erase)
        page.cancelled.connect(self._pages.close)
        return page

    def start(self, at: str) -> None:
        """Ask what to erase; `at` proposes the history of the answer at that path, or a reply."""
        session = self._session
        session.seal()
        answer, reply = ("", at) if is_reply_path(at) else (at, "")
        authors, places = _count_written(session)
        offered = list_replies(session, reply)
        self._replies = {found.place: found for found in offered}
        self.page.set_choices(
            _people(authors, session.author), _answers(session, places, answer), reply_choices(offered)
        )
        place = place_of_reply(session.form, session.answers(), reply) if reply else ""
        self.page.begin(EraseChoice(REPLY, place) if place else EraseChoice(EARLIER, at) if answer else None)
        self._pages.show(self.page)
        self.page.focus_start()

    def _start_preview(self) -> None:
        """Find out what would be erased, instead of what was chosen before."""
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
            wanted=make_request(choice),
        )
        self.run(work, partial(self._show_preview, choice), failed=self._show_nothing)

    def _show_preview(self, choice: EraseChoice, preview: ErasurePreview) -> None:
        self._preview = preview
        me, now = self._session.author, datetime.now(UTC)
        if choice.scope == REPLY:
            away = (
                *preview.other_copies,
                *_copies_sent(preview.receipts, me, now),
                COPIES_OF_OTHERS,
                REPORTS_MADE,
            )
            self.page.show_preview(summarise_reply_preview(self._replies[choice.key], preview, away))
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
        preview, wanted = self._preview, make_request(self.page.choice)
        self._context.exclusive_access.begin()
        self.run(
            partial(_erase, session=self._session, wanted=wanted),
            partial(self._show_erased, preview),
            failed=self._show_not_erased,
        )
        places = f" and {format_count(preview.backups, 'backup')}" if preview.backups else ""
        self.page.show_erasing(f"Erasing in the inquiry{places}. Nothing can be written meanwhile.")

    def _show_erased(self, preview: ErasurePreview, erased: ErasureResult) -> None:
        self._preview = None
        self._replies = {}
        self._context.undo_stack.forget()  # undo must not bring back what was erased
        self._context.exclusive_access.end()
        me, now = self._session.author, datetime.now(UTC)
        self.page.show_done(summarise_result(erased, preview, self.page.choice, me, now))

    def _show_not_erased(self, problem: Exception) -> None:
        self._context.undo_stack.forget()  # one of two files may have been erased
        self._context.exclusive_access.end()
        self.show_failure(problem)

    def show_failure(self, problem: Exception) -> None:
        """Show on the page why nothing could be found out, or erased."""
        self.page.show_failed(notice_of(problem).text)


def make_request(choice: EraseChoice) -> ErasureRequest:
    """Return what the engine is to erase."""
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
        ALL: "Nothing is written here.",
        REPLY: "Nothing of this reply is here.",
    }[choice.scope]


def summarise_preview(preview: ErasurePreview, me: str, now: datetime) -> EraseSummary:
    """Return what erasing would do, in words."""
    return EraseSummary(
        f"{format_count(preview.versions, 'version')}, {here_and_backups_text(preview.backups)}:",
        _lines(preview.counts_by_label),
        _besides(preview),
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
    """Return what erasing has done, in words; what went is not named by its own words."""
    is_one = choice.scope == REPLY
    gone = "All that this person replied" if is_one else format_count(erased.versions, "version")
    others = f"{OTHERS_CONTINUED} {_list(erased.superseded_by_others)}"
    return EraseSummary(
        f"{gone}, {here_and_backups_text(preview.backups)}:",
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
    return tuple(f"{words} · {format_count(count, 'version')}" for words, count in places)


def _besides(preview: ErasurePreview) -> tuple[str, ...]:
    said = []
    emptied = [words for words, _ in preview.emptied_counts]
    if emptied and emptied == [words for words, _ in preview.counts_by_label]:
        said.append("Nothing will stand there any more.")
    elif emptied:
        count = sum(answers for _, answers in preview.emptied_counts)
        said.append(f"{_will(count)} empty: {_list(emptied)}")
    if preview.superseded_by_others:
        said.append(f"{OTHERS_CONTINUED} {_list(preview.superseded_by_others)}")
    return tuple(said)


def _will(count: int) -> str:
    return "1 answer will be" if count == 1 else f"{count:,} answers will be"


def _list(places: Sequence[str], most: int = 4) -> str:
    rest = len(places) - most
    return " · ".join(places[:most]) + (f" · and {rest} more" if rest > 0 else "")


def _copies_sent(sent: tuple[Receipt, ...], me: str, now: datetime) -> Iterator[str]:
    for each in reversed(sent):
        name = f"“{each.name.removesuffix('.carreport')}”"
        day = relative_day(parse_time(each.when), now)
        if each.event == "copy":
            who = "" if each.author == me or not each.author else f" by {each.author}"
            yield f"the copy {name}, sent{f' to {each.to}' if each.to else ''}{who}, {day}"
        else:
            yield f"the inquiry that {name} came from, {day}"


def _files(session: DraftSession) -> Sequence[DraftFile]:
    """Return the inquiry and the file of what only the writer sees, if there is one."""
    draft, own = session.shared_file, session.private_file
    return [draft] if own is None else [draft, own]


def _count_written(session: DraftSession) -> tuple[Counter[str], set[str]]:
    """Return who wrote how many versions with words, here and in the writer's own file; and where."""
    files = _files(session)
    rows = [(each.author, each.path) for file in files for each in file.tree if each.text is not None]
    return Counter([author for author, _ in rows]), {path for _, path in rows}


def _people(authors: Counter[str], me: str) -> list[tuple[str, str]]:
    return [
        (name, f"{'You, ' if name == me else ''}{name} ({format_count(count, 'version')})")
        for name, count in authors.most_common()
        if name
    ]


def _answers(session: DraftSession, places: set[str], at: str) -> list[tuple[str, str]]:
    """Return the questions with words, as the form asks them; `at` may be one answer inside an entry."""
    found = {path.partition("/")[0] for path in places}
    asked = [each for each in found if not each.endswith(f".{paths.READY}")]
    ordered = sorted(asked, key=lambda path: form_order(session.form, session.tree, path))
    if at and at not in found:
        ordered.insert(0, at)
    return [(path, path_label(session.form, session.tree, path)) for path in ordered]


def _run_preview(_job: Job, inquiry: Snapshot, wanted: ErasureRequest) -> ErasurePreview:
    return preview_erasure(inquiry, wanted)


def _erase(_job: Job, session: DraftSession, wanted: ErasureRequest) -> ErasureResult:
    return erase(session, wanted)
