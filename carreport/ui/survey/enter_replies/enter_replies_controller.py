"""Keep the replies that are typed in, each key as it comes, and let one go back to mend or remove them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds.replies import GROUP, LONGEST_REPLY
from carreport.survey.locate import SurveyLocation, survey_location, survey_locations
from carreport.survey.manual_entry import (
    EnteredReply,
    Questionnaire,
    current_entry_id,
    name_problem,
    preceding_fingerprint,
    read_questionnaire,
    remove_reply,
    save_reply,
)
from carreport.survey.replies.fingerprints import random_fingerprints
from carreport.survey.results.result import SurveyResult, survey_result
from carreport.ui.survey.enter_replies.enter_replies_page import EMPTY_REPLY, EnterRepliesPage
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.undo_stack import FunctionCommand
from carreport.ui.widgets.attention import RESOLVE_CONFLICT_FIRST
from carreport.ui.widgets.notice_bar import Notice

DRAW_DELAY_MS = 120
"""How many milliseconds after a key the table and the chart follow."""
MAX_COUNTED_INLINE = 2_000
NO_SURVEY = (
    "There is no survey yet. Add one at Data and write its statements, then its replies can be typed in."
)
SURVEY_GONE = "There is no survey here any more."
TEXT_CUT = f"Only the first {LONGEST_REPLY:,} letters of this answer are kept."
REPLY_DROPPED = "Reply {number} had nothing in it any more, so it is not counted."
REPLY_REMOVED = "The reply is taken out. Ctrl+Z brings it back."


class EnterRepliesController(TaskController[EnterRepliesPage]):
    """Connects the page on which replies are typed in to the draft."""

    needs_writing = True

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._questionnaire: Questionnaire | None = None
        self._reply = EnteredReply("")
        self._batch = ""
        self._is_own_change = False
        self._text_before: EnteredReply | None = None
        self._draw_timer = QTimer(self, singleShot=True, interval=DRAW_DELAY_MS)
        self._draw_timer.timeout.connect(self._draw)
        self._context.signals.answers_changed.connect(self._refresh)

    def make_page(self) -> EnterRepliesPage:
        """Return the page, connected."""
        page = EnterRepliesPage()
        page.answer_chosen.connect(self._answer)
        page.text_edited.connect(self._write)
        page.text_finished.connect(self._finish_text)
        page.name_edited.connect(self._name)
        page.next_requested.connect(self._begin_next)
        page.reply_step_requested.connect(self._step_reply)
        page.remove_requested.connect(self._remove)
        page.survey_chosen.connect(self._begin_survey)
        page.questions_requested.connect(self._write_statements)
        return page

    def start(self, at: str) -> None:
        """Show an empty reply to the survey at or around `at`, or to the first one."""
        place = self._find_survey(at)
        surveys = self._session.answers().items(place.group) if place is not None else ()
        if place is None or not surveys:
            self._prompts.show_notice(Notice(NO_SURVEY))
            return
        steps = paths.split_path(at).steps if at else ()
        wanted = steps[0][0] if steps and steps[0][0] in [each.id for each in surveys] else surveys[0].id
        self._begin_survey(paths.item_path(place.group, wanted))
        self._pages.show(self.page)
        self.page.begin_reply()

    def close(self) -> None:
        """Stop counting and following the inquiry: it is closed."""
        super().close()
        self._draw_timer.stop()
        self._questionnaire = None
        self._context.signals.answers_changed.disconnect(self._refresh)

    # What is shown.

    def _find_survey(self, at: str) -> SurveyLocation | None:
        form = self._session.form
        first = next(iter(survey_locations(form)), None)
        return survey_location(form, at) if at else first

    def _begin_survey(self, path: str) -> None:
        self._reply = EnteredReply("")
        self._read_survey(path)
        self._begin_new()
        self._draw()

    def _read_survey(self, path: str) -> Questionnaire:
        """Read again what is asked, and which replies are in."""
        answers = self._session.answers()
        asked = self._questionnaire = read_questionnaire(
            self._session.form, answers, path, self._questionnaire
        )
        group = asked.target.place.group
        surveys = [
            (paths.item_path(group, each.id), str(each.get("name") or "Survey without a name"))
            for each in answers.items(group)
        ]
        self.page.show_surveys(surveys, path)
        self.page.show_questionnaire(asked)
        item = answers.get(path)
        waves = item.items("waves") if isinstance(item, Item) else ()
        self.page.show_waves([str(each.get("who")) for each in waves if each.get("who")])
        return asked

    def _show(self) -> None:
        asked = self._questionnaire
        if asked is not None:
            self.page.show_reply(self._reply, self._reply_index(), len(asked.entered))

    def _reply_index(self) -> int:
        """Return the place of the reply among those that were typed in; behind the last for a new one."""
        typed = self._questionnaire.entered if self._questionnaire is not None else ()
        marks = [reply.fingerprint for _, reply in typed]
        return marks.index(self._reply.fingerprint) if self._reply.fingerprint in marks else len(marks)

    def _begin_new(self, mark: str = "") -> None:
        """Begin an empty reply; its group and wave are those of the one before."""
        asked = self._questionnaire
        assert asked is not None  # noqa: S101 - begun before
        self._batch = current_entry_id(self._session, asked)
        before = self._reply if self._reply.fingerprint or not asked.entered else asked.entered[-1][1]
        self._reply = EnteredReply(mark or random_fingerprints(1)[0], group=before.group, wave=before.wave)
        self._show()

    def _draw(self) -> None:
        """Let the table and the chart say what all replies come to."""
        asked, session = self._questionnaire, self._session
        if asked is None:
            return
        work = partial(survey_result, session.form, session.answers(), asked.statements_path)
        if asked.n <= MAX_COUNTED_INLINE:
            self._show_result(asked.path, work())
        else:
            self.run(lambda _job: work(), partial(self._show_result, asked.path))

    def _show_result(self, path: str, result: SurveyResult) -> None:
        asked = self._questionnaire
        if asked is None or asked.path != path:
            return
        item = self._session.answers().get(asked.path)
        by_group = str(item.get("by_group") or "") if isinstance(item, Item) else ""
        files = dict.fromkeys(str(each["file"]) for each in asked.target.batches if each["file"])
        self.page.result_view.show_result(result, tuple(files), by_group)

    def _refresh(self, changed: frozenset[str]) -> None:
        asked = self._questionnaire
        if asked is None or self._is_own_change or not self.page.isVisible():
            return
        group = asked.target.place.group
        if not any(
            f"{path}/".startswith(f"{group}/") or asked.target.place.opens in path for path in changed
        ):
            return
        if self._session.answers().get(asked.path) is None:
            self._questionnaire = None
            self._pages.close()
            self._prompts.show_notice(Notice(SURVEY_GONE))
            return
        self._read_again()

    def _read_again(self) -> None:
        """Show what the draft says now; where the reply has gone, a new one begins."""
        asked = self._questionnaire
        if asked is None:
            return
        was_in = self._reply_index() < len(asked.entered)
        asked = self._read_survey(asked.path)
        known = {reply.fingerprint: (batch, reply) for batch, reply in asked.entered}
        if self._reply.fingerprint in known:
            self._batch, self._reply = known[self._reply.fingerprint]
            self._show()
        elif was_in:
            self._text_before = None
            self._begin_new()
        self._draw_timer.start()

    # What the person does.

    def _answer(self, to: str, step: str) -> None:
        rest = {each: key for each, key in self._reply.answers.items() if each != to}
        self._change(replace(self._reply, answers={**rest, to: step} if step else rest), to)

    def _write(self, to: str, words: str) -> None:
        if self._text_before is None:
            self._text_before = self._reply
        rest = {each: said for each, said in self._reply.texts.items() if each != to}
        said = words.strip()
        self._change(replace(self._reply, texts={**rest, to: said} if said else rest), to, is_noted=False)
        if len(said) > LONGEST_REPLY:
            self.page.show_message(TEXT_CUT)

    def _finish_text(self, to: str) -> None:
        """Note what was written as one change, once the keyboard has gone on."""
        before, self._text_before = self._text_before, None
        if (
            self._questionnaire is not None
            and before is not None
            and before != self._reply
            and before.fingerprint == self._reply.fingerprint
        ):
            self._note(before, self._reply, to)

    def _name(self, kind: str, name: str) -> None:
        asked, name = self._questionnaire, name.strip()
        had = self._reply.group if kind == GROUP else self._reply.wave
        if asked is None or name == had:
            return
        if trouble := name_problem(asked, kind, name):
            self.page.show_message(trouble)
            return
        said = replace(self._reply, group=name) if kind == GROUP else replace(self._reply, wave=name)
        self._change(said, "", is_noted=False)

    def _begin_next(self) -> None:
        """Begin the next reply: behind an earlier one that was mended comes the one after it."""
        asked = self._questionnaire
        if asked is None:
            return
        if self._reply.is_blank and self._reply_index() == len(asked.entered):
            self.page.show_message(EMPTY_REPLY)
            return
        self._step_reply(1)

    def _step_reply(self, by: int) -> None:
        asked = self._questionnaire
        if asked is None:
            return
        to = self._reply_index() + by
        if to < 0 or to > len(asked.entered):
            return
        emptied = self._drop_empty_reply()
        self.page.show_message(emptied)
        self._show_reply_at(to - 1 if emptied and by > 0 else to)

    def _remove(self) -> None:
        asked = self._questionnaire
        here = self._reply_index()
        if asked is None or here == len(asked.entered):
            return
        before, batch = self._reply, self._batch
        place = batch, preceding_fingerprint(asked, batch, before.fingerprint)
        restore = partial(self._restore, asked, place, before.fingerprint)
        if not self._put(batch, before.fingerprint, None):
            return
        self._push(
            "Remove reply", asked.batch_path(batch), partial(restore, None, ""), partial(restore, before, "")
        )
        self._show_reply_at(here)
        self.page.show_message(REPLY_REMOVED)

    def _write_statements(self) -> None:
        if self._questionnaire is not None:
            self._pages.go_to(self._questionnaire.statements_path)

    # How it is kept, and taken back.

    def _change(self, reply: EnteredReply, to: str, *, is_noted: bool = True) -> None:
        """Take this as what the reply says now; it is in the draft as soon as it says something."""
        before, asked = self._reply, self._questionnaire
        if asked is None or reply == before:
            return
        self.page.show_message("")
        is_in = self._reply_index() < len(asked.entered)
        if not is_in and reply.is_blank:
            self._reply = reply
            self._show()
            return
        if not self._put(self._batch, reply.fingerprint, reply):
            self._show()
            return
        self._reply = reply
        self._show()
        if is_noted:
            self._note(before, reply, to)

    def _note(self, before: EnteredReply, after: EnteredReply, to: str) -> None:
        asked, batch, mark = self._questionnaire, self._batch, after.fingerprint
        assert asked is not None  # noqa: S101 - something was just written
        restore = partial(self._restore, asked, (batch, preceding_fingerprint(asked, batch, mark)), mark)
        revert = partial(restore, None if before.is_blank else before, to)
        self._push("Change reply", asked.batch_path(batch), partial(restore, after, to), revert)

    def _push(self, text: str, path: str, apply: Callable[[], None], revert: Callable[[], None]) -> None:
        self._context.undo_stack.do(FunctionCommand(text, path, apply, revert, is_done=True))

    def _restore(
        self, asked: Questionnaire, place: tuple[str, str], mark: str, reply: EnteredReply | None, to: str
    ) -> None:
        """Let a reply say this (nothing: it is not in), and show it where the page is there to show it.

        `place` is its entry, and the reply that it stands behind.
        """
        if self._session.answers().get(asked.path) is None:
            return  # the survey has gone, with a copy from somebody else
        if self._questionnaire is None or self._questionnaire.path != asked.path:
            self._questionnaire = asked
        batch, behind = place
        self._read_survey(asked.path)
        if not self._put(batch, mark, reply, behind):
            return
        if reply is None:
            self._begin_new(mark)
        else:
            self._batch, self._reply = batch, reply
            self._show()
        if self.page.isVisible():
            self.page.go_to_row(to)

    def _put(self, batch: str, mark: str, reply: EnteredReply | None, behind: str | None = None) -> bool:
        """Write a reply, or take it out; say whether that could be done."""
        asked = self._questionnaire
        if asked is None:
            return False
        if self._session.read_only:
            self._prompts.show_notice(Notice(self._session.read_only_reason))
            return False
        if asked.batch_path(batch) in self._session.answers().versions:
            self._prompts.show_notice(Notice(RESOLVE_CONFLICT_FIRST))
            return False
        self._is_own_change = True
        try:
            if reply is None:
                remove_reply(self._session, asked, batch, mark)
            else:
                save_reply(self._session, asked, batch, reply, behind)
        finally:
            self._is_own_change = False
        self._read_survey(asked.path)
        self._draw_timer.start()
        return True

    def _drop_empty_reply(self) -> str:
        """Take out a reply in which nothing is left; say so, or nothing."""
        asked, here = self._questionnaire, self._reply_index()
        if asked is None or here == len(asked.entered) or not self._reply.is_blank:
            return ""
        return (
            REPLY_DROPPED.format(number=here + 1)
            if self._put(self._batch, self._reply.fingerprint, None)
            else ""
        )

    def _show_reply_at(self, place: int) -> None:
        """Show the reply that stands at this place now, or a new one."""
        typed = self._questionnaire.entered if self._questionnaire is not None else ()
        if place < len(typed):
            self._batch, self._reply = typed[place]
            self._show()
        else:
            self._begin_new()
        self.page.begin_reply()
