"""The controller of the panel that finds and replaces in the open inquiry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget

from carreport.draft.revisions.labels import path_label
from carreport.form import paths
from carreport.form.wording import format_count
from carreport.review.find.occurrences import InquiryText, KeepReason, Occurrence
from carreport.review.find.replacing import (
    Replacement,
    apply_replacement,
    plan_replacement,
    revert_replacement,
)
from carreport.review.find.text_search import TextSearch
from carreport.ui.background.jobs import Job
from carreport.ui.find.find_panel import FindPanel
from carreport.ui.find.found_place import select_found
from carreport.ui.find.hit_row import hit_row
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.undo_stack import FunctionCommand

MOST_SHOWN = 500
"""The most places that the list shows."""
FOLLOW_DELAY_MS = 300
LONGEST_SELECTION = 100
NEXT, PREVIOUS, REPLACE = "next", "previous", "replace"
_KEPT_NOUNS: Mapping[KeepReason, tuple[str, str]] = {
    KeepReason.REPLY: ("survey reply", "survey replies"),
    KeepReason.QUOTATION: ("quotation", "quotations"),
    KeepReason.SOURCE: ("source", "sources"),
    KeepReason.BY_OTHER: ("text by someone else", "texts by someone else"),
    KeepReason.COMMENT: ("comment", "comments"),
    KeepReason.CHOICE: ("choice", "choices"),
    KeepReason.CONFLICT: ("answer with two versions", "answers with two versions"),
    KeepReason.UNFIT: ("answer it would not fit", "answers it would not fit"),
}


class FindController(TaskController[FindPanel]):
    """Searches in the worker thread, shows the places, and replaces as one change."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._found: tuple[Occurrence, ...] = ()
        self._labels: dict[str, str] = {}
        self._shown_key = ""
        self._command: FunctionCommand | None = None
        """The last change that replaced something."""
        self._goes_to_first = False
        self._is_done = False
        """Whether the panel says what was just replaced."""
        self._later = QTimer(self, singleShot=True, interval=FOLLOW_DELAY_MS)
        self._later.timeout.connect(self._search)
        context.signals.answers_changed.connect(self._follow)

    def make_page(self) -> FindPanel:
        """Return the panel, connected."""
        panel = FindPanel()
        panel.search_edited.connect(self._search_anew)
        panel.replacement_edited.connect(self._plan_anew)
        panel.step_requested.connect(self._step)
        panel.hit_selected.connect(self._show_selected)
        panel.hit_entered.connect(self._enter)
        panel.replace_requested.connect(self._replace_this)
        panel.replace_all_requested.connect(self._replace_all)
        panel.undo_requested.connect(self._undo)
        panel.close_requested.connect(self._close_panel)
        return panel

    def start(self, at: str) -> None:
        """Open the panel with the marked words; “next” and “previous” go to a place instead.

        If `at` is “=” and some words, find these and go to the first place.
        """
        if at in (NEXT, PREVIOUS) and not self.page.search.is_empty:
            self._step(1 if at == NEXT else -1)
            return
        self._goes_to_first = at.startswith("=")
        words = at[1:] if self._goes_to_first else _marked_words(QApplication.focusWidget())
        self._pages.show_beside(self.page)
        if at == REPLACE or self.page.replace_toggle.is_expanded:
            self.page.open_replace(is_open=True)
        self.page.focus_start(words)
        self._search()

    @property
    def _is_shown(self) -> bool:
        return "page" in self.__dict__ and self.page.isVisible()

    def _follow(self, _changed: Iterable[str], _source: str) -> None:
        """Search again soon, because the inquiry has changed."""
        if self._is_shown and not self.page.search.is_empty:
            self._later.start()

    def _search_anew(self) -> None:
        self._shown_key, self._is_done = "", False
        self._search()

    def _plan_anew(self) -> None:
        self._is_done = False
        self._show_found()

    def _search(self) -> None:
        self._later.stop()
        search = self.page.search
        if search.is_empty:
            self.abandon()
            self._take((), search)
            return
        text = InquiryText.of(self._session)
        self.run(partial(_find, text=text, search=search), partial(self._take, search=search))

    def _take(self, found: tuple[Occurrence, ...], search: TextSearch) -> None:
        if search == self.page.search:
            self._found, self._labels = found, {}
            self._show_found()
            if self._goes_to_first and found:
                self._goes_to_first = False
                self._step(1)

    def _show_found(self) -> None:
        panel = self.page
        is_replacing = panel.replace_toggle.is_expanded
        plan = plan_replacement(self._found, panel.replace_box.text()) if is_replacing else None
        unfit = {found.key: found for found in plan.kept} if plan is not None else {}
        rows = [
            hit_row(unfit.get(found.key, found), self._label(found.path), says_kept=is_replacing)
            for found in self._found[:MOST_SHOWN]
        ]
        panel.show_hits(rows, self._count_text())
        if plan is not None and not (self._is_done and not plan.count):
            self._is_done = False
            can_write = not self._session.read_only
            is_this_kept = panel.hits.current_key in unfit
            panel.show_plan(
                plan_text(plan, panel.replace_box.text()) if can_write else self._session.read_only_reason,
                can_replace=can_write and plan.count > 0,
                can_replace_this=can_write and plan.count > 0 and not is_this_kept,
            )

    def _count_text(self) -> str:
        if self.page.search.is_empty:
            return ""
        if not self._found:
            return "No matches"
        answers = len({found.path for found in self._found})
        places = "1 place" if len(self._found) == 1 else f"{len(self._found):,} places"
        first = f". The first {MOST_SHOWN} are listed." if len(self._found) > MOST_SHOWN else ""
        return f"{places} in {format_count(answers, 'answer')}{first}"

    def _label(self, path: str) -> str:
        if path not in self._labels:
            self._labels[path] = path_label(self._session.form, self._session.tree, path)
        return self._labels[path]

    # Going to a place.

    def _step(self, by: int) -> None:
        """Show the next place, or the one before; the first press shows the current one."""
        hits = self.page.hits
        count = hits.row_model.rowCount()
        if not count:
            return
        row = hits.currentIndex().row()
        if self._shown_key and self._shown_key == hits.current_key:
            row = (row + by) % count
        key = hits.row_model.rows[row].key
        hits.blockSignals(True)  # noqa: FBT003 - Qt's own setter
        hits.select_row(row)
        hits.blockSignals(False)  # noqa: FBT003 - as above
        self._go_to(key, keeps_focus=self.page.isAncestorOf(QApplication.focusWidget() or self.page))

    def _show_selected(self, key: str) -> None:
        self._go_to(key, keeps_focus=True)

    def _enter(self, key: str) -> None:
        self._go_to(key, keeps_focus=False)

    def _go_to(self, key: str, *, keeps_focus: bool) -> None:
        found, focus = self.page.hits.found_at(key), QApplication.focusWidget()
        if found is None:
            return
        self._shown_key = key
        if paths.is_review(found.path):
            self._context.begin_task("review", paths.outermost_entry(found.path))
            control = None
        else:
            self._pages.go_to(found.path)
            control = select_found(found)
        if self.page.replace_toggle.is_expanded:
            self._show_found()
        if keeps_focus and focus is not None and self.page.isVisible():
            focus.setFocus()
            if isinstance(control, QLineEdit):
                select_found_again(control, found)

    def _close_panel(self) -> None:
        """Close the panel, and go into the place that was shown last."""
        key = self._shown_key
        self._pages.close_beside()
        if key:
            self._go_to(key, keeps_focus=False)
        else:
            self._pages.focus()

    # Replacing.

    def _replace_this(self) -> None:
        found = self.page.hits.found_at(self.page.hits.current_key)
        if found is not None:
            self._replace([found])
            self._shown_key = ""
            self._step(1)

    def _replace_all(self) -> None:
        plan = self._replace(self._fresh())
        if plan is not None:
            self._is_done = True
            places = "1 place" if plan.count == 1 else f"{plan.count:,} places"
            self.page.show_replaced(f"Replaced in {places}.")

    def _fresh(self) -> list[Occurrence]:
        """Return the places as the inquiry is now; the list may be a moment old."""
        self._context.flush()
        return list(InquiryText.of(self._session).occurrences(self.page.search))

    def _replace(self, chosen: Iterable[Occurrence]) -> Replacement | None:
        """Replace these places as one change that can be undone; return what was done."""
        keys = {found.key for found in chosen}
        now = [found for found in self._fresh() if found.key in keys]
        plan = plan_replacement(now, self.page.replace_box.text())
        if not plan.count:
            return None
        session = self._session
        self._command = FunctionCommand(
            "Replace" if plan.count == 1 else f"Replace {plan.count:,}",
            next(iter(plan.after)),
            partial(apply_replacement, session, plan),
            partial(revert_replacement, session, plan),
        )
        self._context.undo_stack.do(self._command)
        self.page.forget_typing()
        self._found = tuple(self._fresh())
        self._show_found()
        return plan

    def _undo(self) -> None:
        """Undo what was replaced, unless something else was changed since."""
        if self._context.undo_stack.last is self._command:
            self._context.undo()
        self.page.focus_start()


def plan_text(plan: Replacement, words: str) -> str:
    """Return what replacing by `words` changes and what not: “14 will be replaced. 3 will stay: …”."""
    verb = "replaced" if words else "deleted"
    changed = f"{plan.count:,} will be {verb}." if plan.count else ""
    kept = sum(plan.kept_counts.values())
    if not kept:
        return changed
    reasons = ", ".join(
        f"{count} {_KEPT_NOUNS[reason][count != 1]}" for reason, count in plan.kept_counts.items()
    )
    return f"{changed} {kept:,} will stay: {reasons}.".strip()


def select_found_again(box: QLineEdit, found: Occurrence) -> None:
    """Select the words in a line that no longer has the focus, which took the selection away."""
    start = len(box.text()[: found.start].encode("utf-16-le")) // 2
    box.setSelection(start, len(box.text()[found.start : found.end].encode("utf-16-le")) // 2)


def _find(_job: Job, text: InquiryText, search: TextSearch) -> tuple[Occurrence, ...]:
    return tuple(text.occurrences(search))


def _marked_words(control: QWidget | None) -> str:
    """Return the words that are marked in a text box, if they are on one line."""
    if isinstance(control, QTextEdit):
        marked = control.textCursor().selectedText()
    elif isinstance(control, QLineEdit) and control.selectedText() != control.text():
        marked = control.selectedText()
    else:
        marked = ""
    is_one_line = "\u2029" not in marked and "\u2028" not in marked
    return marked if is_one_line and len(marked) <= LONGEST_SELECTION else ""
