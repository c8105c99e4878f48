"""Have the steps ready before one goes to them: their pages are built while nobody needs the window.

A page is built a question a turn; other things that take long the first time come behind the pages.
Whoever goes to a step whose page is not ready gets what is missing at once. Nobody has written on a page
that was not handed over, so nothing can be lost in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from PySide6.QtCore import QObject, QTimer

from carreport.draft.session import DraftSession
from carreport.form.schema import Section
from carreport.ui.editors import Desk
from carreport.ui.page import StepPage
from carreport.ui.turns import Lull, Turns

FIRST_THE_PERSON = 1_500
"""For how many milliseconds after an inquiry was opened no other page is thought of."""
BETWEEN = 30
"""How many milliseconds the window has to itself between two turns."""


@dataclass(slots=True)
class _Page:
    """A page as far as it is built, and what has changed since it was begun."""

    page: StepPage
    steps: Iterator[None]
    read_only: bool
    changed: set[str] = field(default_factory=set)


class PagesAhead(QObject):
    """Builds the pages of steps that nobody has gone to yet; `is_idle` says whether nobody writes."""

    def __init__(
        self,
        session: DraftSession,
        desk: Desk,
        place: Callable[[StepPage], object],
        is_idle: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._desk = session, desk
        self._place, self._is_idle = place, is_idle
        self._begun: dict[str, _Page] = {}
        self._wanted: list[Section] = []
        self._later: Iterator[None] = iter(())
        self._way = Turns(self)
        self._timer = QTimer(self, interval=BETWEEN)
        self._timer.timeout.connect(self._take_turn)

    @property
    def is_busy(self) -> bool:
        """Say whether a page that is wanted is not ready yet."""
        return bool(self._wanted)

    def begin(self, sections: Iterable[Section]) -> None:
        """Build the pages of these steps, once the person has settled."""
        self._wanted = list(sections)
        QTimer.singleShot(FIRST_THE_PERSON, self, self._timer.start)

    def add(self, steps: Iterator[None]) -> None:
        """Do these steps as well, behind all pages."""
        self._later = chain(self._later, steps)
        if not self._wanted:
            self._timer.start()

    def go_on(self) -> None:
        """Do one step of what is wanted, unless somebody needs the window."""
        if not self._is_idle():
            return
        if not self._wanted:
            if next(self._later, self) is self:
                self._timer.stop()
        else:
            begun = self._page(self._wanted[0])
            if next(begun.steps, self) is self:
                self._wanted.pop(0)

    def _take_turn(self) -> None:
        if Lull.is_now():
            self.go_on()

    def building(self, section: Section) -> Iterator[None]:
        """Build the page of a step now, a little at a time, until it is ready or somebody takes it."""
        begun = self._page(section)
        while self._begun.get(section.id) is begun and next(begun.steps, self) is not self:
            yield

    def when_built(self, section: Section | None, then: Callable[[], None]) -> None:
        """Build the page of this step, if it is to be built, a little at a time, and `then` go on.

        Whoever asks again before that went somewhere else: only the last `then` counts.
        """
        self._way.let_go()
        self._way.begin(self._on_the_way(section, then))

    def _on_the_way(self, section: Section | None, then: Callable[[], None]) -> Iterator[None]:
        if section is not None:
            yield from self.building(section)
            yield
        then()

    def arrive(self) -> None:
        """Go at once where somebody is on the way to."""
        self._way.finish()

    def stay(self) -> None:
        """Go nowhere any more where somebody was on the way to."""
        self._way.let_go()

    def note_changes(self, changed: Iterable[str], section_id: str) -> None:
        """Know that answers of a step are different, for its page, if it is begun."""
        if section_id in self._begun:
            self._begun[section_id].changed.update(changed)

    def take(self, section: Section) -> StepPage:
        """Hand over the page of a step, with everything on it as it stands now."""
        begun = self._page(section)
        for _ in begun.steps:
            pass
        self._wanted = [each for each in self._wanted if each is not section]
        del self._begun[section.id]
        page, session = begun.page, self._session
        if begun.changed:
            page.show_changes(session.answers(), begun.changed, "")
            self._show_around(page)
        if begun.read_only is not session.read_only:
            page.set_read_only(session.read_only)
        return page

    def let_go(self) -> None:
        """Build nothing more: the draft is closed."""
        self._timer.stop()
        self.stay()
        self._wanted, self._later = [], iter(())

    def _page(self, section: Section) -> _Page:
        if section.id not in self._begun:
            page = StepPage(section, self._desk)
            self._place(page)
            self._begun[section.id] = _Page(page, self._built(page), self._session.read_only)
        return self._begun[section.id]

    def _built(self, page: StepPage) -> Iterator[None]:
        read_only = self._session.read_only
        yield from page.building(self._session.answers)
        page.show_answers(self._session.answers())
        yield
        page.set_read_only(read_only)
        yield
        self._show_around(page)

    def _show_around(self, page: StepPage) -> None:
        session = self._session
        page.show_versions(session.answers(), session.author, datetime.now(UTC))
        page.show_private(session.is_private)
