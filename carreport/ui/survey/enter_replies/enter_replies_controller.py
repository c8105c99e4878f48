"""The controller of the page where replies are typed in: each change is saved, and can be undone."""

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
from carreport.ui.editors.conflict_text import RESOLVE_CONFLICT_FIRST
from carreport.ui.survey.enter_replies.enter_replies_page import EMPTY_REPLY, EnterRepliesPage
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.undo_stack import FunctionCommand
from carreport.ui.widgets.notice_bar import Notice

DRAW_DELAY_MS = 120
"""The delay between a key press and the update of the table and chart, in milliseconds."""
MAX_COUNTED_INLINE = 2_000
NO_SURVEY = "There is no survey yet. Go to Data, add the survey and its statements, then type in the replies."
SURVEY_GONE = "This survey has been removed."
TEXT_CUT = f"Only the first {LONGEST_REPLY:,} characters of this answer are saved."
REPLY_DROPPED = "Reply {number} is now empty and is not counted."
REPLY_REMOVED = "Reply removed. Press Ctrl+Z to restore it."


class EnterRepliesController(TaskController[EnterRepliesPage]):
    """Connects the page where replies are typed in to the draft."""

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
        survey_id = (
            steps[0][0] if steps and steps[0][0] in [survey.id for survey in surveys] else surveys[0].id
        )
        self._begin_survey(paths.item_path(place.group, survey_id))
        self._pages.show(self.page)
        self.page.begin_reply()

    def close(self) -> None:
        """Stop counting and listening for changes: the inquiry is closed."""
        super().close()
        self._draw_timer.stop()
        self._questionnaire = None
        self._context.signals.answers_changed.disconnect(self._refresh)

    # Showing.

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
        """Read the questions and the replies again, and show them."""
        answers = self._session.answers()
        survey = self._questionnaire = read_questionnaire(
            self._session.form, answers, path, self._questionnaire
        )
        group = survey.target.place.group
        surveys = [
            (paths.item_path(group, entry.id), str(entry.get("name") or "Unnamed survey"))
            for entry in answers.items(group)
        ]
        self.page.show_surveys(surveys, path)
        self.page.show_questionnaire(survey)
        item = answers.get(path)
        waves = item.items("waves") if isinstance(item, Item) else ()
        self.page.show_waves([str(wave.get("who")) for wave in waves if wave.get("who")])
        return survey

    def _show(self) -> None:
        survey = self._questionnaire
        if survey is not None:
            self.page.show_reply(self._reply, self._reply_index(), len(survey.entered))

    def _reply_index(self) -> int:
        """Return the index of the reply among those typed in; one past the last for a new one."""
        entered = self._questionnaire.entered if self._questionnaire is not None else ()
        fingerprints = [reply.fingerprint for _, reply in entered]
        return (
            fingerprints.index(self._reply.fingerprint)
            if self._reply.fingerprint in fingerprints
            else len(fingerprints)
        )

    def _begin_new(self, fingerprint: str = "") -> None:
        """Start an empty reply, with the group and survey round of the previous one."""
        survey = self._questionnaire
        assert survey is not None  # noqa: S101 - set by `_begin_survey`
        self._batch = current_entry_id(self._session, survey)
        before = self._reply if self._reply.fingerprint or not survey.entered else survey.entered[-1][1]
        self._reply = EnteredReply(
            fingerprint or random_fingerprints(1)[0], group=before.group, wave=before.wave
        )
        self._show()

    def _draw(self) -> None:
        """Update the table and the chart."""
        survey, session = self._questionnaire, self._session
        if survey is None:
            return
        work = partial(survey_result, session.form, session.answers(), survey.statements_path)
        if survey.n <= MAX_COUNTED_INLINE:
            self._show_result(survey.path, work())
        else:
            self.run(lambda _job: work(), partial(self._show_result, survey.path))

    def _show_result(self, path: str, result: SurveyResult) -> None:
        survey = self._questionnaire
        if survey is None or survey.path != path:
            return
        item = self._session.answers().get(survey.path)
        by_group = str(item.get("by_group") or "") if isinstance(item, Item) else ""
        files = dict.fromkeys(str(entry["file"]) for entry in survey.target.batches if entry["file"])
        self.page.result_view.show_result(result, tuple(files), by_group)

    def _refresh(self, changed: frozenset[str]) -> None:
        survey = self._questionnaire
        if survey is None or self._is_own_change or not self.page.isVisible():
            return
        group = survey.target.place.group
        if not any(
            f"{path}/".startswith(f"{group}/") or survey.target.place.opens in path for path in changed
        ):
            return
        if self._session.answers().get(survey.path) is None:
            self._questionnaire = None
            self._pages.close()
            self._prompts.show_notice(Notice(SURVEY_GONE))
            return
        self._read_again()

    def _read_again(self) -> None:
        """Show the current answers of the draft; if the reply was removed, start a new one."""
        survey = self._questionnaire
        if survey is None:
            return
        was_in = self._reply_index() < len(survey.entered)
        survey = self._read_survey(survey.path)
        replies = {reply.fingerprint: (batch, reply) for batch, reply in survey.entered}
        if self._reply.fingerprint in replies:
            self._batch, self._reply = replies[self._reply.fingerprint]
            self._show()
        elif was_in:
            self._text_before = None
            self._begin_new()
        self._draw_timer.start()

    # User actions.

    def _answer(self, to: str, step: str) -> None:
        rest = {other: key for other, key in self._reply.answers.items() if other != to}
        self._change(replace(self._reply, answers={**rest, to: step} if step else rest), to)

    def _write(self, to: str, typed: str) -> None:
        if self._text_before is None:
            self._text_before = self._reply
        rest = {other: text for other, text in self._reply.texts.items() if other != to}
        text = typed.strip()
        self._change(replace(self._reply, texts={**rest, to: text} if text else rest), to, is_undoable=False)
        if len(text) > LONGEST_REPLY:
            self.page.show_message(TEXT_CUT)

    def _finish_text(self, to: str) -> None:
        """Record what was typed as one undo step, when the text loses the focus."""
        before, self._text_before = self._text_before, None
        if (
            self._questionnaire is not None
            and before is not None
            and before != self._reply
            and before.fingerprint == self._reply.fingerprint
        ):
            self._note(before, self._reply, to)

    def _name(self, kind: str, name: str) -> None:
        survey, name = self._questionnaire, name.strip()
        current = self._reply.group if kind == GROUP else self._reply.wave
        if survey is None or name == current:
            return
        if problem := name_problem(survey, kind, name):
            self.page.show_message(problem)
            return
        reply = replace(self._reply, group=name) if kind == GROUP else replace(self._reply, wave=name)
        self._change(reply, "", is_undoable=False)

    def _begin_next(self) -> None:
        """Go to the next reply; after the last one, start a new reply."""
        survey = self._questionnaire
        if survey is None:
            return
        if self._reply.is_blank and self._reply_index() == len(survey.entered):
            self.page.show_message(EMPTY_REPLY)
            return
        self._step_reply(1)

    def _step_reply(self, by: int) -> None:
        survey = self._questionnaire
        if survey is None:
            return
        to = self._reply_index() + by
        if to < 0 or to > len(survey.entered):
            return
        message = self._drop_empty_reply()
        self.page.show_message(message)
        self._show_reply_at(to - 1 if message and by > 0 else to)

    def _remove(self) -> None:
        survey = self._questionnaire
        index = self._reply_index()
        if survey is None or index == len(survey.entered):
            return
        before, batch = self._reply, self._batch
        place = batch, preceding_fingerprint(survey, batch, before.fingerprint)
        restore = partial(self._restore, survey, place, before.fingerprint)
        if not self._put(batch, before.fingerprint, None):
            return
        self._push(
            "Remove reply", survey.batch_path(batch), partial(restore, None, ""), partial(restore, before, "")
        )
        self._show_reply_at(index)
        self.page.show_message(REPLY_REMOVED)

    def _write_statements(self) -> None:
        if self._questionnaire is not None:
            self._pages.go_to(self._questionnaire.statements_path)

    # Saving and undo.

    def _change(self, reply: EnteredReply, to: str, *, is_undoable: bool = True) -> None:
        """Change the current reply; it is saved as soon as it is not blank."""
        before, survey = self._reply, self._questionnaire
        if survey is None or reply == before:
            return
        self.page.show_message("")
        is_in = self._reply_index() < len(survey.entered)
        if not is_in and reply.is_blank:
            self._reply = reply
            self._show()
            return
        if not self._put(self._batch, reply.fingerprint, reply):
            self._show()
            return
        self._reply = reply
        self._show()
        if is_undoable:
            self._note(before, reply, to)

    def _note(self, before: EnteredReply, after: EnteredReply, to: str) -> None:
        survey, batch, fingerprint = self._questionnaire, self._batch, after.fingerprint
        assert survey is not None  # noqa: S101 - something was just written
        restore = partial(
            self._restore, survey, (batch, preceding_fingerprint(survey, batch, fingerprint)), fingerprint
        )
        revert = partial(restore, None if before.is_blank else before, to)
        self._push("Change reply", survey.batch_path(batch), partial(restore, after, to), revert)

    def _push(self, text: str, path: str, apply: Callable[[], None], revert: Callable[[], None]) -> None:
        self._context.undo_stack.do(FunctionCommand(text, path, apply, revert, is_done=True))

    def _restore(
        self,
        survey: Questionnaire,
        place: tuple[str, str],
        fingerprint: str,
        reply: EnteredReply | None,
        to: str,
    ) -> None:
        """Write this reply (None removes it), and show it if the page is visible.

        `place` is its entry and the fingerprint of the reply before it.
        """
        if self._session.answers().get(survey.path) is None:
            return  # the survey was removed by an import
        if self._questionnaire is None or self._questionnaire.path != survey.path:
            self._questionnaire = survey
        batch, after = place
        self._read_survey(survey.path)
        if not self._put(batch, fingerprint, reply, after):
            return
        if reply is None:
            self._begin_new(fingerprint)
        else:
            self._batch, self._reply = batch, reply
            self._show()
        if self.page.isVisible():
            self.page.go_to_row(to)

    def _put(
        self, batch: str, fingerprint: str, reply: EnteredReply | None, after: str | None = None
    ) -> bool:
        """Write a reply, or remove it; return whether this was possible."""
        survey = self._questionnaire
        if survey is None:
            return False
        if self._session.read_only:
            self._prompts.show_notice(Notice(self._session.read_only_reason))
            return False
        if survey.batch_path(batch) in self._session.answers().versions:
            self._prompts.show_notice(Notice(RESOLVE_CONFLICT_FIRST))
            return False
        self._is_own_change = True
        try:
            if reply is None:
                remove_reply(self._session, survey, batch, fingerprint)
            else:
                save_reply(self._session, survey, batch, reply, after)
        finally:
            self._is_own_change = False
        self._read_survey(survey.path)
        self._draw_timer.start()
        return True

    def _drop_empty_reply(self) -> str:
        """Remove the current reply if it is blank; return the message for that, or ""."""
        survey, index = self._questionnaire, self._reply_index()
        if survey is None or index == len(survey.entered) or not self._reply.is_blank:
            return ""
        return (
            REPLY_DROPPED.format(number=index + 1)
            if self._put(self._batch, self._reply.fingerprint, None)
            else ""
        )

    def _show_reply_at(self, index: int) -> None:
        """Show the reply at this index, or a new one."""
        entered = self._questionnaire.entered if self._questionnaire is not None else ()
        if index < len(entered):
            self._batch, self._reply = entered[index]
            self._show()
        else:
            self._begin_new()
        self.page.begin_reply()
