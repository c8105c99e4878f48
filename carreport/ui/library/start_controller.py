"""Fill the start page: the inquiries on this computer, what others changed in them, who is writing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from carreport.settings import drafts_folder
from carreport.ui import menus
from carreport.ui.background.jobs import Tasks, Ticket
from carreport.ui.library import local_drafts
from carreport.ui.library.draft_card import Card
from carreport.ui.library.start_page import StartPage
from carreport.ui.preferences import Preferences


class Home(QObject):
    """Stands between the start page, the inquiries on this computer and the person's name."""

    def __init__(
        self,
        page: StartPage,
        tasks: Tasks,
        preferences: Preferences,
        explain: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._tasks = tasks
        self._preferences = preferences
        self._explain = explain
        self._ticket: Ticket | None = None
        if preferences.should_ask_name:
            who = page.ask_who()
            who.name_given.connect(self._take_name)
            who.put_off.connect(self._stop_asking)

    def list_drafts(self) -> None:
        """Show the inquiries on this computer; they are looked up beside the window."""
        self.stop_looking()
        work = partial(local_drafts.list_cards, folder=drafts_folder(), me=self._preferences.author)
        self._tasks.run(work, self._show_cards, self._explain)

    def stop_looking(self) -> None:
        """Look no further for what others changed: somebody is writing in an inquiry."""
        if self._ticket is not None:
            self._ticket.drop_contents()
            self._ticket = None

    def _show_cards(self, cards: list[Card]) -> None:
        self._page.show_cards(cards)
        if menus.writer() is None and self._page.isVisible():
            self._page.focus_here()
        work = partial(local_drafts.look_elsewhere, folder=drafts_folder(), me=self._preferences.author)
        self._ticket = self._tasks.run(work, partial(self._show_elsewhere, cards), self._explain)

    def _show_elsewhere(self, cards: list[Card], renewed: list[Card]) -> None:
        """Show what the inquiries that lie elsewhere say now; those that are gone are shown no more."""
        fresh = {card.path: card for card in renewed}
        now = [fresh.get(card.path, card) for card in cards if card.path in fresh or not card.is_elsewhere]
        if now != cards:
            self._page.show_cards(now)
        if any(card.by_others for card in now):
            work = partial(local_drafts.list_changes, cards=now, me=self._preferences.author)
            self._ticket = self._tasks.run(work, self._page.replace_cards, self._explain)

    def _take_name(self, name: str, initials: str) -> None:
        self._preferences.set_name(name, initials)
        self._stop_asking()
        self.list_drafts()

    def _stop_asking(self) -> None:
        self._preferences.stop_asking()
        if self._page.who is not None:
            self._page.who.hide()
        self._page.focus_here()
