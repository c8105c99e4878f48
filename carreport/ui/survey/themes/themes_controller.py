"""The controller of the page that sorts replies and notes into themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers
from carreport.form.schema import Form
from carreport.survey.themes import Consent
from carreport.ui.background.jobs import Job
from carreport.ui.survey.themes.coding import CodingSet, find_coding_sets
from carreport.ui.survey.themes.themes_page import ThemesPage
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.undo_stack import FunctionCommand

ThemesByPlace = Mapping[int, Sequence[str]]


class ThemesController(TaskController[ThemesPage]):
    """Connects the page to the draft: it applies what the page asks for, and can undo it."""

    needs_writing = True

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._coding_sets: list[CodingSet] = []
        self._is_waiting = False

    def make_page(self) -> ThemesPage:
        """Return the page, connected."""
        page = ThemesPage()
        page.theme_toggled.connect(self._toggle)
        page.excerpts_dropped.connect(self._add_theme_to)
        page.theme_added.connect(self._add)
        page.rename_requested.connect(self._rename)
        page.remove_requested.connect(self._remove_theme)
        page.consent_chosen.connect(self._set_consent)
        page.coding_set_chosen.connect(self._choose)
        page.erase_requested.connect(self._begin_erasing)
        return page

    def start(self, at: str) -> None:
        """Show the replies to the open question, or the notes on the board, at or around `at`."""
        session = self._session
        answers = session.answers()
        self._is_waiting = self._window.background.is_busy
        if self._is_waiting:
            self.page.show_loading()
            self._pages.show(self.page)
        work = partial(
            _find_coding_sets, form=session.form, answers=answers, session=session, author=session.author
        )
        self.run(work, partial(self._show, at, answers), notice="Reading the replies and notes…")

    def show_cancelled(self) -> None:
        """Close the page: there is nothing to sort yet."""
        if self.page.isVisible():
            self._pages.close()

    def _show(self, at: str, answers: Answers, coding_sets: list[CodingSet]) -> None:
        """Show the coding sets, unless the page was left; if answers have changed meanwhile, start again."""
        if self._is_waiting and not self.page.isVisible():
            return
        if self._session.answers().changed_paths(answers):
            self.start(at)
            return
        self._coding_sets = coding_sets
        inside = [f"{at}/".startswith(f"{coding_set.path}/") for coding_set in coding_sets]
        around = [bool(at) and coding_set.path.startswith(f"{at}/") for coding_set in coding_sets]
        chosen = (inside if True in inside else around if True in around else [True]).index(True)
        self.page.show_coding_sets([coding_set.title for coding_set in coding_sets], chosen)
        self._choose(chosen)
        self._pages.show(self.page)
        self.page.focus_start()

    def _choose(self, place: int) -> None:
        self.page.show_coding_set(self._coding_sets[place] if self._coding_sets else None)

    # Requests of the page.

    def _begin_erasing(self, place: int) -> None:
        coding_set = self.page.coding_set
        if coding_set is not None:
            self._context.begin_task("erase", coding_set.path_of(place))

    def _toggle(self, theme: str, places: Sequence[int]) -> None:
        coding_set = self.page.coding_set
        if coding_set is None or not places:
            return
        if all(_has_theme(theme, coding_set.excerpts[place].themes) for place in places):
            self._set_themes(
                {place: _without_theme(theme, coding_set.excerpts[place].themes) for place in places}
            )
        else:
            self._add_theme_to(theme, places)

    def _add_theme_to(self, theme: str, places: Sequence[int]) -> None:
        coding_set = self.page.coding_set
        if coding_set is not None:
            before = {place: coding_set.excerpts[place].themes for place in places}
            self._set_themes(
                {place: (*_without_theme(theme, names), theme) for place, names in before.items()}
            )

    def _add(self, name: str) -> None:
        coding_set = self.page.coding_set
        if coding_set is None:
            return
        name = name.replace(";", ",")
        places = self.page.excerpt_list.selected_places()
        existing = next((theme for theme in coding_set.themes if theme.casefold() == name.casefold()), "")
        if existing:
            self._add_theme_to(existing, places)
        else:
            self._do(
                "Add theme",
                coding_set,
                partial(self._add_theme, coding_set, name, places),
                self._restore_call(coding_set),
            )

    def _rename(self, old: str) -> None:
        coding_set = self.page.coding_set
        new = self._prompts.ask_name("Theme", "Name of the theme", old)
        if coding_set is not None and new and new != old:
            apply = partial(self._rename_theme, coding_set, old, new.replace(";", ","))
            self._do("Rename theme", coding_set, apply, self._restore_call(coding_set))

    def _remove_theme(self, theme: str) -> None:
        coding_set = self.page.coding_set
        if coding_set is not None:
            self._do(
                "Remove theme",
                coding_set,
                partial(self._drop_theme, coding_set, theme),
                self._restore_call(coding_set),
            )

    def _set_consent(self, consent: Consent | None) -> None:
        coding_set, places = self.page.coding_set, self.page.excerpt_list.selected_places()
        if coding_set is None or not places:
            return
        order = list(Consent)
        now = coding_set.excerpts[places[0]].consent or Consent.NOT_ASKED
        wanted = consent or order[(order.index(now) + 1) % len(order)]
        before = {place: coding_set.excerpts[place].consent or Consent.NOT_ASKED for place in places}
        apply = partial(self._write_consent, coding_set, dict.fromkeys(places, wanted))
        self._do(
            "Change permission to quote", coding_set, apply, partial(self._write_consent, coding_set, before)
        )

    # Changes and undo.

    def _do(
        self, text: str, coding_set: CodingSet, apply: Callable[[], None], revert: Callable[[], None]
    ) -> None:
        self._context.undo_stack.do(FunctionCommand(text, coding_set.path, apply, revert))
        self._session.seal()

    def _set_themes(self, wanted: ThemesByPlace) -> None:
        coding_set = self.page.coding_set
        if coding_set is None or not wanted:
            return
        before = {place: coding_set.excerpts[place].themes for place in wanted}
        apply, revert = (partial(self._write_themes, coding_set, themes) for themes in (wanted, before))
        self._do("Change themes", coding_set, apply, revert)

    def _write_themes(self, coding_set: CodingSet, wanted: ThemesByPlace) -> None:
        names = coding_set.themes
        for place, themes in wanted.items():
            if tuple(themes) != coding_set.excerpts[place].themes:
                coding_set.set_themes(place, themes)
        if coding_set.themes != names:
            coding_set.set_theme_order(tuple(dict.fromkeys((*names, *coding_set.themes))))
        self._refresh_page(coding_set, list(wanted))

    def _write_consent(self, coding_set: CodingSet, wanted: Mapping[int, Consent]) -> None:
        for place, consent in wanted.items():
            coding_set.set_consent(place, consent)
        self._refresh_page(coding_set, list(wanted))

    def _drop_theme(self, coding_set: CodingSet, theme: str) -> None:
        names = tuple(name for name in coding_set.themes if name != theme)
        places = [
            place for place, excerpt in enumerate(coding_set.excerpts) if _has_theme(theme, excerpt.themes)
        ]
        for place in places:
            coding_set.set_themes(place, _without_theme(theme, coding_set.excerpts[place].themes))
        coding_set.set_theme_order(names)
        self._refresh_page(coding_set, places)

    def _restore(self, coding_set: CodingSet, names: Sequence[str], before: Sequence[Sequence[str]]) -> None:
        changed = [
            place for place, themes in enumerate(before) if coding_set.excerpts[place].themes != tuple(themes)
        ]
        for place in changed:
            coding_set.set_themes(place, before[place])
        coding_set.set_theme_order(names)
        self._refresh_page(coding_set, changed)

    def _restore_call(self, coding_set: CodingSet) -> Callable[[], None]:
        """Return a call that restores the current themes."""
        return partial(
            self._restore, coding_set, coding_set.themes, [excerpt.themes for excerpt in coding_set.excerpts]
        )

    def _add_theme(self, coding_set: CodingSet, name: str, places: Sequence[int]) -> None:
        coding_set.set_theme_order((*coding_set.themes, name))
        self._write_themes(
            coding_set, {place: (*coding_set.excerpts[place].themes, name) for place in places}
        )

    def _rename_theme(self, coding_set: CodingSet, old: str, new: str) -> None:
        coding_set.rename_theme(old, new)
        self._refresh_page(coding_set, list(range(len(coding_set.excerpts))))

    def _refresh_page(self, coding_set: CodingSet, places: Sequence[int]) -> None:
        shown = self.page.coding_set
        if coding_set is shown:
            self.page.refresh_excerpts(places)
        elif shown is not None and coding_set.path == shown.path and self.page.isVisible():
            self.start(coding_set.path)  # the page was opened again after the change that is undone


def _find_coding_sets(
    _job: Job, form: Form, answers: Answers, session: DraftSession, author: str
) -> list[CodingSet]:
    return list(find_coding_sets(form, answers, session, author))


def _has_theme(theme: str, themes: Sequence[str]) -> bool:
    return theme.casefold() in [other.casefold() for other in themes]


def _without_theme(theme: str, themes: Sequence[str]) -> tuple[str, ...]:
    return tuple(other for other in themes if other.casefold() != theme.casefold())
