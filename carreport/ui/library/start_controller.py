"""The controller for the start page: lists the inquiries on this computer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from carreport.settings import drafts_folder
from carreport.ui import menus
from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.library import local_drafts
from carreport.ui.library.card_menu import make_card_menu
from carreport.ui.library.draft_card import OPEN, InquiryCard
from carreport.ui.library.inquiry_actions import InquiryActions
from carreport.ui.library.start_page import StartPage
from carreport.ui.library.text_finder import TextFinder
from carreport.ui.preferences import Preferences

if TYPE_CHECKING:
    from carreport.ui.library.put_away_page import PutAwayPage


class StartController(JobController):
    """Connects the start page to the inquiries on this computer."""

    def __init__(
        self, page: StartPage, preferences: Preferences, window: WindowServices, parent: QObject
    ) -> None:
        super().__init__(window, parent)
        self._page = page
        self._preferences = preferences
        self.actions = InquiryActions(window, self.list_drafts, self)
        self._finder = TextFinder(page, window, self)
        self._put_away_page: PutAwayPage | None = None
        self._put_away_cards: tuple[list[InquiryCard], list[InquiryCard]] = ([], [])
        self._has_menus = False
        page.put_away_requested.connect(self.show_put_away)

    def list_drafts(self) -> None:
        """Show the inquiries on this computer, then update those saved elsewhere or changed by others."""
        work = partial(local_drafts.list_cards, folder=drafts_folder(), me=self._preferences.author)
        self.run(work, self._show_cards)

    def show_put_away(self) -> None:
        """Show the inquiries that were put away or deleted."""
        from carreport.ui.library.put_away_page import PutAwayPage  # noqa: PLC0415 - only when needed

        if self._put_away_page is None:
            page = self._put_away_page = PutAwayPage()
            page.back_requested.connect(self._window.show_previous_page)
            page.put_away_list.card_entered.connect(self._open)
            page.put_away_list.menu_requested.connect(self._show_menu)
            page.put_away_list.rename_requested.connect(self.actions.rename)
            page.put_away_list.delete_requested.connect(self.actions.delete)
            page.deleted_list.card_entered.connect(self._restore)
            page.deleted_list.menu_requested.connect(self._show_menu)
            page.deleted_list.delete_requested.connect(self.actions.offer_permanent_deletion)
            page.show_cards(*self._put_away_cards)
        self._window.show_page(self._put_away_page)
        self._put_away_page.focus_start()
        self.list_drafts()

    def _show_put_away(self, put_away: list[InquiryCard], deleted: list[InquiryCard]) -> None:
        self._put_away_cards = put_away, deleted
        self._page.show_put_away_count(len(put_away) + len(deleted))
        if self._put_away_page is not None:
            self._put_away_page.show_cards(put_away, deleted)

    def make_menu(self, card: InquiryCard) -> QMenu:
        """Return the menu of a card."""
        actions = self.actions
        if card.action != OPEN:
            forever = ("Delete permanently…\tDel", actions.offer_permanent_deletion)
            return make_card_menu(self._page.window(), card, (("Restore", self._restore), None, forever))
        opens = (("Open", self._open), ("Make a copy", actions.duplicate), ("Rename…\tF2", actions.rename))
        away = ("Take out", actions.take_out) if card.is_put_away else ("Put away", actions.put_away)
        folder, delete = ("Show in folder", actions.show_folder), ("Delete\tDel", actions.delete)
        entries = (*(() if card.has_error else opens), away, folder, None, delete)
        return make_card_menu(self._page.window(), card, entries)

    def _show_menu(self, card: InquiryCard, point: QPoint) -> None:
        self.make_menu(card).popup(point)

    def _open(self, card: InquiryCard) -> None:
        self._window.open_draft(card.path)

    def _restore(self, card: InquiryCard) -> None:
        self.actions.restore(card.path, card.title)

    def _show_cards(self, cards: list[InquiryCard]) -> None:
        self._page.show_cards(cards)
        cards_of_start = self._page.card_list
        if not self._has_menus:
            self._has_menus = True
            cards_of_start.menu_requested.connect(self._show_menu)
            cards_of_start.rename_requested.connect(self.actions.rename)
            cards_of_start.delete_requested.connect(self.actions.delete)
        deleted = partial(local_drafts.list_deleted, me=self._preferences.author)
        self.run_beside(deleted, partial(self._show_put_away, local_drafts.put_away_cards(cards)))
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
