"""The pages of the steps of one open inquiry, each built on its first visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.ui.editor_registry import EditorServices
from carreport.ui.inquiry.question import QuestionView
from carreport.ui.inquiry.steps.step_page import StepPage

Places = Callable[[], Iterable[str]]
"""Returns the paths of answers, entries or comments."""


class StepPages(QObject):
    """Builds the pages of the steps, and shows in them what the draft says."""

    page_built = Signal(object)
    """A `StepPage` is about to be filled with questions."""
    question_built = Signal(object)
    """A `QuestionView` was built and filled in."""

    def __init__(
        self, session: DraftSession, services: EditorServices, notable: Places, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._services, self._notable = session, services, notable
        self._pages: dict[str, StepPage] = {}

    @property
    def built(self) -> Iterable[StepPage]:
        """The pages that have been built."""
        return self._pages.values()

    def page(self, section_id: str) -> StepPage:
        """Return the page for a step, building it on the first visit."""
        if section_id not in self._pages:
            self._pages[section_id] = self._build(section_id)
        return self._pages[section_id]

    def page_with(self, path: str) -> StepPage:
        """Return the page for the step with the question at `path`, which is open on it."""
        page = self.page(paths.split_path(path).section)
        page.find_question(path)
        return page

    def visit(self, section_id: str) -> StepPage:
        """Return the page for a step about to be shown, with everything open that should not be folded."""
        if section_id not in self._pages:
            return self.page(section_id)
        page = self._pages[section_id]
        if not page.isVisible():
            page.unfold(self._session.answers(), self._needs_attention(section_id))
        self.show_last_changes(section_id)
        self.show_removed(section_id)
        return page

    def show_changes(self, changed: Iterable[str], source: str) -> None:
        """Show the changed answers on the pages that have been built."""
        by_section: dict[str, set[str]] = {}
        for path in changed:
            by_section.setdefault(paths.split_path(path).section, set()).add(path)
        for section, here in by_section.items():
            if section in self._pages:
                answers, page = self._session.answers(), self._pages[section]
                page.show_changes(answers, here, source)
                page.show_conflicts(answers, self._session.author, _now())
                page.mark_private(self._session.is_private, self._session.views.decided_by)

    def show_last_changes(self, section_id: str, only: frozenset[str] | None = None) -> None:
        """Show who changed the answers of a step last, or only those in `only`."""
        page = self._pages.get(section_id)
        if page is not None:
            page.show_last_changes(self._session.last_change, self._session.author, _now(), only)

    def show_removed(self, section_id: str, only: frozenset[str] | None = None) -> None:
        """Show how many entries were removed from the groups of a step, or only from those in `only`."""
        page = self._pages.get(section_id)
        if page is not None:
            page.show_removed(self._session.removed_items, only)

    def _build(self, section_id: str) -> StepPage:
        form = self._session.form
        section = form.section(section_id)
        assert section is not None  # noqa: S101 - steps come from the form
        page = StepPage(section, form.main_questions(section), self._services)
        self.page_built.emit(page)
        page.question_built.connect(self._fill)
        page.build(self._session.answers(), self._needs_attention(section_id))
        page.set_read_only(self._session.read_only)
        return page

    def _fill(self, question: QuestionView) -> None:
        """Show in a question what the draft says about it."""
        session, path = self._session, question.path
        question.show_value(session.answers().get(path))
        question.set_read_only(session.read_only)
        question.show_conflicts(session.answers().versions_in(path), session.author, _now())
        question.mark_private(session.is_private, session.views.decided_by)
        question.show_last_change(session.last_change(question.history_path), session.author, _now())
        if question.field.is_group:
            question.show_removed(len(session.removed_items(path)))
        self.question_built.emit(question)

    def _needs_attention(self, section_id: str) -> frozenset[str]:
        """Return the questions of a step that are not folded, even if they have no answer."""
        session, answers = self._session, self._session.answers()
        places = (*answers.versions, *answers.unreadable, *self._notable())
        section = session.form.section(section_id)
        fields = section.fields if section is not None else ()
        groups = (f"{section_id}.{field.id}" for field in fields if field.is_group)
        removed = (path for path in groups if session.removed_items(path))
        return frozenset((*(place.partition("/")[0] for place in places), *removed))


def _now() -> datetime:
    return datetime.now(UTC)
