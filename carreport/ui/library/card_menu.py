"""The menu on the card of an inquiry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from carreport.ui.library.draft_card import InquiryCard

CardAction = Callable[[InquiryCard], None]
MenuEntry = tuple[str, CardAction]


def make_card_menu(parent: QWidget, card: InquiryCard, entries: Iterable[MenuEntry | None]) -> QMenu:
    """Return a menu with these entries for a card; None is a line between them. It deletes itself."""
    menu = QMenu(parent)
    menu.setAccessibleName(f"Actions for {card.title}")
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        text, call = entry
        menu.addAction(text).triggered.connect(partial(_call, call, card))
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _call(call: CardAction, card: InquiryCard, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    call(card)
