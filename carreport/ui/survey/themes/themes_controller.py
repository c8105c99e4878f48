"""Put replies and notes into themes as the page asks, in the inquiry, and take it back again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers
from carreport.form.schema import Form
from carreport.survey.themes import Consent
from carreport.ui.survey.themes.coding import Pile, piles_of
from carreport.ui.survey.themes.themes_page import ThemesPage
from carreport.ui.task import Room
from carreport.ui.undo_stack import Change
from carreport.ui.widgets.notice_bar import Notice

Before = Mapping[int, Sequence[str]]


class ThemesWork(QObject):
    """Stands between the page on which themes are made and the draft."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.parent)
        self._room, self._pages, self._session = room, room.pages, room.session
        self._piles: list[Pile] = []
        self._is_open = True
        self._is_waiting = False
        self.page = page = ThemesPage()
        page.toggled.connect(self._toggle)
        page.dropped.connect(self._put_in)
        page.added.connect(self._add)
        page.renamed.connect(self._rename)
        page.taken_away.connect(self._take_away)
        page.quoted.connect(self._say_quoted)
        page.pile_chosen.connect(self._choose)
        page.erase_wanted.connect(self._begin_erasing)

    def begin(self, at: str = "") -> None:
        """Show the replies to the open question, or the notes of the board, at or around `at`."""
        if self._session.read_only:
            self._room.prompts.explain(Notice(self._session.read_only_reason))
            return
        session = self._session
        answers = session.answers()
        self._is_waiting = self._room.tasks.is_busy
        if self._is_waiting:
            self.page.show_gathering()
            self._pages.show(self.page)
        work = partial(_gathered, session.form, answers, session, session.author)
        self._room.desk.work_out(work, partial(self._show, at, answers))

    def _show(self, at: str, answers: Answers, piles: list[Pile]) -> None:
        """Show what was gathered beside the window, unless it is different by now or nobody waits for it."""
        if not self._is_open or (self._is_waiting and not self.page.isVisible()):
            return
        if _are_different(answers, self._session.answers()):
            self.begin(at)
            return
        self._piles = piles
        inside = [f"{at}/".startswith(f"{each.path}/") for each in self._piles]
        around = [bool(at) and each.path.startswith(f"{at}/") for each in self._piles]
        chosen = (inside if True in inside else around if True in around else [True]).index(True)
        self.page.show_piles([each.title for each in self._piles], chosen)
        self._choose(chosen)
        self._pages.show(self.page)
        self.page.focus_here()

    def let_go(self) -> None:
        """Show nothing any more: the inquiry is closed."""
        self._is_open = False

    def _choose(self, place: int) -> None:
        self.page.show_pile(self._piles[place] if self._piles else None)

    # What the page asks.

    def _begin_erasing(self, place: int) -> None:
        pile = self.page.pile
        if pile is not None:
            self._room.begin("erase", pile.place_of(place))

    def _toggle(self, theme: str, places: Sequence[int]) -> None:
        pile = self.page.pile
        if pile is None or not places:
            return
        if all(_is_in(theme, pile.leaves[each].themes) for each in places):
            self._sort({each: _without(theme, pile.leaves[each].themes) for each in places})
        else:
            self._put_in(theme, places)

    def _put_in(self, theme: str, places: Sequence[int]) -> None:
        pile = self.page.pile
        if pile is not None:
            own = {each: pile.leaves[each].themes for each in places}
            self._sort({each: (*_without(theme, had), theme) for each, had in own.items()})

    def _add(self, name: str) -> None:
        pile = self.page.pile
        if pile is None:
            return
        name = name.replace(";", ",")
        known = next((each for each in pile.themes if each.casefold() == name.casefold()), "")
        if not known:
            pile.keep_themes((*pile.themes, name))
        self.page.show_themes()
        self._put_in(known or name, self.page.leaves.chosen())

    def _rename(self, old: str) -> None:
        pile = self.page.pile
        new = self._room.prompts.ask_name("Theme", "What is the theme called?", old)
        if pile is not None and new and new != old:
            before = [each.themes for each in pile.leaves]
            names = pile.themes
            pile.rename(old, new.replace(";", ","))
            self._after(pile, list(range(len(before))))
            undo = partial(self._restore, pile, names, before)
            self._note(pile, undo, partial(self._redo_rename, pile, old, new))

    def _take_away(self, theme: str) -> None:
        pile = self.page.pile
        if pile is None:
            return
        names, before = pile.themes, [each.themes for each in pile.leaves]
        self._drop_theme(pile, theme)
        self._note(pile, partial(self._restore, pile, names, before), partial(self._drop_theme, pile, theme))

    def _say_quoted(self, consent: Consent | None) -> None:
        pile, places = self.page.pile, self.page.leaves.chosen()
        if pile is None or not places:
            return
        order = list(Consent)
        now = pile.leaves[places[0]].consent or Consent.NOT_ASKED
        wanted = consent or order[(order.index(now) + 1) % len(order)]
        before = {each: pile.leaves[each].consent or Consent.NOT_ASKED for each in places}
        after = dict.fromkeys(places, wanted)
        self._quote(pile, after)
        self._note(pile, partial(self._quote, pile, before), partial(self._quote, pile, after))

    # How it is done, and taken back.

    def _sort(self, wanted: Before) -> None:
        pile = self.page.pile
        if pile is None or not wanted:
            return
        before = {each: pile.leaves[each].themes for each in wanted}
        self._put(pile, wanted)
        self._note(pile, partial(self._put, pile, before), partial(self._put, pile, wanted))

    def _put(self, pile: Pile, wanted: Before) -> None:
        names = pile.themes
        for place, themes in wanted.items():
            if tuple(themes) != pile.leaves[place].themes:
                pile.put(place, themes)
        if pile.themes != names:
            pile.keep_themes(tuple(dict.fromkeys((*names, *pile.themes))))
        self._after(pile, list(wanted))

    def _quote(self, pile: Pile, wanted: Mapping[int, Consent]) -> None:
        for place, consent in wanted.items():
            pile.say(place, consent)
        self._after(pile, list(wanted))

    def _drop_theme(self, pile: Pile, theme: str) -> None:
        names = tuple(each for each in pile.themes if each != theme)
        places = [place for place, leaf in enumerate(pile.leaves) if _is_in(theme, leaf.themes)]
        for place in places:
            pile.put(place, _without(theme, pile.leaves[place].themes))
        pile.keep_themes(names)
        self._after(pile, places)

    def _restore(self, pile: Pile, names: Sequence[str], before: Sequence[Sequence[str]]) -> None:
        changed = [place for place, themes in enumerate(before) if pile.leaves[place].themes != tuple(themes)]
        for place in changed:
            pile.put(place, before[place])
        pile.keep_themes(names)
        self._after(pile, changed)

    def _redo_rename(self, pile: Pile, old: str, new: str) -> None:
        pile.rename(old, new)
        self._after(pile, list(range(len(pile.leaves))))

    def _after(self, pile: Pile, places: Sequence[int]) -> None:
        if pile is self.page.pile:
            self.page.tell_changed(places)

    def _note(self, pile: Pile, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        self._session.seal()
        self._room.changes.add(Change(pile.path, is_removal=False, undo=undo, redo=redo))


def _gathered(form: Form, answers: Answers, session: DraftSession, author: str) -> list[Pile]:
    return list(piles_of(form, answers, session, author))


def _are_different(before: Answers, now: Answers) -> bool:
    """Say whether anything was answered since; most of what stays is the very same, and soon compared."""
    if before.values.keys() != now.values.keys():
        return True
    pairs = ((value, now.values[path]) for path, value in before.values.items())
    return any(one is not other and one != other for one, other in pairs)


def _is_in(theme: str, themes: Sequence[str]) -> bool:
    return theme.casefold() in [each.casefold() for each in themes]


def _without(theme: str, themes: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in themes if each.casefold() != theme.casefold())
