"""Put replies and notes into themes as the page asks, in the inquiry, and take it back again."""

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
    """Connects the page on which replies are sorted into themes to the draft."""

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
        """Show the replies to the open question, or the notes of the board, at or around `at`."""
        session = self._session
        answers = session.answers()
        self._is_waiting = self._window.background.is_busy
        if self._is_waiting:
            self.page.show_loading()
            self._pages.show(self.page)
        work = partial(
            _find_coding_sets, form=session.form, answers=answers, session=session, author=session.author
        )
        self.run(work, partial(self._show, at, answers), notice="Gathering what can be sorted…")

    def show_cancelled(self) -> None:
        """Go back: there is nothing to sort yet."""
        if self.page.isVisible():
            self._pages.close()

    def _show(self, at: str, answers: Answers, piles: list[CodingSet]) -> None:
        """Show what was gathered beside the window, unless it is different by now or nobody waits for it."""
        if self._is_waiting and not self.page.isVisible():
            return
        if self._session.answers().changed_paths(answers):
            self.start(at)
            return
        self._coding_sets = piles
        inside = [f"{at}/".startswith(f"{each.path}/") for each in self._coding_sets]
        around = [bool(at) and each.path.startswith(f"{at}/") for each in self._coding_sets]
        chosen = (inside if True in inside else around if True in around else [True]).index(True)
        self.page.show_coding_sets([each.title for each in self._coding_sets], chosen)
        self._choose(chosen)
        self._pages.show(self.page)
        self.page.focus_start()

    def _choose(self, place: int) -> None:
        self.page.show_coding_set(self._coding_sets[place] if self._coding_sets else None)

    # What the page asks.

    def _begin_erasing(self, place: int) -> None:
        pile = self.page.coding_set
        if pile is not None:
            self._context.begin_task("erase", pile.path_of(place))

    def _toggle(self, theme: str, places: Sequence[int]) -> None:
        pile = self.page.coding_set
        if pile is None or not places:
            return
        if all(_has_theme(theme, pile.excerpts[each].themes) for each in places):
            self._set_themes({each: _without_theme(theme, pile.excerpts[each].themes) for each in places})
        else:
            self._add_theme_to(theme, places)

    def _add_theme_to(self, theme: str, places: Sequence[int]) -> None:
        pile = self.page.coding_set
        if pile is not None:
            own = {each: pile.excerpts[each].themes for each in places}
            self._set_themes({each: (*_without_theme(theme, had), theme) for each, had in own.items()})

    def _add(self, name: str) -> None:
        pile = self.page.coding_set
        if pile is None:
            return
        name = name.replace(";", ",")
        places = self.page.excerpt_list.selected_places()
        known = next((theme for theme in pile.themes if theme.casefold() == name.casefold()), "")
        if known:
            self._add_theme_to(known, places)
        else:
            self._do("Add theme", pile, partial(self._add_theme, pile, name, places), self._going_back(pile))

    def _rename(self, old: str) -> None:
        pile = self.page.coding_set
        new = self._prompts.ask_name("Theme", "What is the theme called?", old)
        if pile is not None and new and new != old:
            apply = partial(self._rename_theme, pile, old, new.replace(";", ","))
            self._do("Rename theme", pile, apply, self._going_back(pile))

    def _remove_theme(self, theme: str) -> None:
        pile = self.page.coding_set
        if pile is not None:
            self._do("Remove theme", pile, partial(self._drop_theme, pile, theme), self._going_back(pile))

    def _set_consent(self, consent: Consent | None) -> None:
        pile, places = self.page.coding_set, self.page.excerpt_list.selected_places()
        if pile is None or not places:
            return
        order = list(Consent)
        now = pile.excerpts[places[0]].consent or Consent.NOT_ASKED
        wanted = consent or order[(order.index(now) + 1) % len(order)]
        before = {each: pile.excerpts[each].consent or Consent.NOT_ASKED for each in places}
        apply = partial(self._write_consent, pile, dict.fromkeys(places, wanted))
        self._do("Change permission to quote", pile, apply, partial(self._write_consent, pile, before))

    # How it is done, and undone.

    def _do(self, text: str, pile: CodingSet, apply: Callable[[], None], revert: Callable[[], None]) -> None:
        self._context.undo_stack.do(FunctionCommand(text, pile.path, apply, revert))
        self._session.seal()

    def _set_themes(self, wanted: ThemesByPlace) -> None:
        pile = self.page.coding_set
        if pile is None or not wanted:
            return
        before = {place: pile.excerpts[place].themes for place in wanted}
        apply, revert = (partial(self._write_themes, pile, themes) for themes in (wanted, before))
        self._do("Change themes", pile, apply, revert)

    def _write_themes(self, pile: CodingSet, wanted: ThemesByPlace) -> None:
        names = pile.themes
        for place, themes in wanted.items():
            if tuple(themes) != pile.excerpts[place].themes:
                pile.set_themes(place, themes)
        if pile.themes != names:
            pile.set_theme_order(tuple(dict.fromkeys((*names, *pile.themes))))
        self._refresh_page(pile, list(wanted))

    def _write_consent(self, pile: CodingSet, wanted: Mapping[int, Consent]) -> None:
        for place, consent in wanted.items():
            pile.set_consent(place, consent)
        self._refresh_page(pile, list(wanted))

    def _drop_theme(self, pile: CodingSet, theme: str) -> None:
        names = tuple(each for each in pile.themes if each != theme)
        places = [place for place, leaf in enumerate(pile.excerpts) if _has_theme(theme, leaf.themes)]
        for place in places:
            pile.set_themes(place, _without_theme(theme, pile.excerpts[place].themes))
        pile.set_theme_order(names)
        self._refresh_page(pile, places)

    def _restore(self, pile: CodingSet, names: Sequence[str], before: Sequence[Sequence[str]]) -> None:
        changed = [
            place for place, themes in enumerate(before) if pile.excerpts[place].themes != tuple(themes)
        ]
        for place in changed:
            pile.set_themes(place, before[place])
        pile.set_theme_order(names)
        self._refresh_page(pile, changed)

    def _going_back(self, pile: CodingSet) -> Callable[[], None]:
        """Return what brings back the themes of now."""
        return partial(self._restore, pile, pile.themes, [excerpt.themes for excerpt in pile.excerpts])

    def _add_theme(self, pile: CodingSet, name: str, places: Sequence[int]) -> None:
        pile.set_theme_order((*pile.themes, name))
        self._write_themes(pile, {place: (*pile.excerpts[place].themes, name) for place in places})

    def _rename_theme(self, pile: CodingSet, old: str, new: str) -> None:
        pile.rename_theme(old, new)
        self._refresh_page(pile, list(range(len(pile.excerpts))))

    def _refresh_page(self, pile: CodingSet, places: Sequence[int]) -> None:
        shown = self.page.coding_set
        if pile is shown:
            self.page.refresh_excerpts(places)
        elif shown is not None and pile.path == shown.path and self.page.isVisible():
            self.start(pile.path)  # it was gathered again after the change that is undone


def _find_coding_sets(
    _job: Job, form: Form, answers: Answers, session: DraftSession, author: str
) -> list[CodingSet]:
    return list(find_coding_sets(form, answers, session, author))


def _has_theme(theme: str, themes: Sequence[str]) -> bool:
    return theme.casefold() in [each.casefold() for each in themes]


def _without_theme(theme: str, themes: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in themes if each.casefold() != theme.casefold())
