"""The controller for the start page: lists the inquiries on this computer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from carreport.settings import drafts_folder
from carreport.ui import menus
from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.library import local_drafts
from carreport.ui.library.draft_card import InquiryCard
from carreport.ui.library.start_page import StartPage
from carreport.ui.preferences import Preferences


class StartController(JobController):
    """Connects the start page to the inquiries on this computer."""

    def __init__(
        self, page: StartPage, preferences: Preferences, window: WindowServices, parent: QObject
    ) -> None:
        super().__init__(window, parent)
        self._page = page
        self._preferences = preferences

    def list_drafts(self) -> None:
        """Show the inquiries on this computer, then update those saved elsewhere or changed by others."""
        work = partial(local_drafts.list_cards, folder=drafts_folder(), me=self._preferences.author)
        self.run(work, self._show_cards)

    def _show_cards(self, cards: list[InquiryCard]) -> None:
        self._page.show_cards(cards)
        if menus.focused_text_control() is None and self._page.isVisible():
            self._page.focus_start()
        work = partial(local_drafts.list_external_cards, folder=drafts_folder(), me=self._preferences.author)
        self.run(work, partial(self._show_elsewhere, cards))

    def _show_elsewhere(self, cards: list[InquiryCard], external_cards: list[InquiryCard]) -> None:
        """Update the cards for inquiries saved elsewhere; remove those whose file is gone."""
        by_path = {card.path: card for card in external_cards}
        updated = [
            by_path.get(card.path, card) for card in cards if card.path in by_path or not card.is_elsewhere
        ]
        if updated != cards:
            self._page.show_cards(updated)
        if any(card.by_others for card in updated):
            work = partial(local_drafts.list_changed_cards, cards=updated, me=self._preferences.author)
            self.run(work, self._page.replace_cards)
