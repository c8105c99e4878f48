"""Search on the start page in the texts of the inquiries, which are read from their files for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.background.jobs import Job
from carreport.ui.library.draft_card import InquiryCard
from carreport.ui.library.start_page import StartPage

if TYPE_CHECKING:
    from carreport.draft.session.open_draft import OpenedDraft

FEWEST_LETTERS = 3
AROUND = 50
"""The most letters shown on a card before and after the words."""


class TextFinder(JobController):
    """Marks the cards of the inquiries whose answers have what is searched for."""

    def __init__(self, page: StartPage, window: WindowServices, parent: QObject) -> None:
        super().__init__(window, parent)
        self._page = page
        page.texts_wanted.connect(self._find)
        page.search.textChanged.connect(self.abandon)

    def _find(self, words: str) -> None:
        cards = [card for card in self._page.card_list.cards if not (card.is_elsewhere or card.has_error)]
        if len(words.strip()) >= FEWEST_LETTERS and cards:
            work = partial(find_in_drafts, cards=cards, words=words.strip())
            self.run(work, self._page.replace_cards, notice="Looking in the texts of your inquiries…")


def find_in_drafts(job: Job | None, cards: Sequence[InquiryCard], words: str) -> list[InquiryCard]:
    """Return the cards of the inquiries that have these words in a shared answer, each with the first place.

    Runs in the background. A file that cannot be read, or is only in the cloud, is left out.
    """
    from carreport.draft.session.open_draft import open_draft  # noqa: PLC0415 - not before something is searched
    from carreport.draft.storage.summary import is_in_cloud  # noqa: PLC0415 - likewise
    from carreport.errors import CarreportError  # noqa: PLC0415 - likewise
    from carreport.form.schema import Form  # noqa: PLC0415 - likewise

    forms: dict[str, Form] = {}
    found = []
    for number, card in enumerate(cards):
        if job is not None:
            job.report_progress(number)
        try:
            if is_in_cloud(card.path.stat()):
                continue
            opened = open_draft(card.path, "", read_only=True, forms=forms)
        except (CarreportError, OSError):
            continue
        opened.close()
        if marked := _marked_card(card, opened, words):
            found.append(marked)
    return found


def _marked_card(card: InquiryCard, opened: OpenedDraft, words: str) -> InquiryCard | None:
    """Return the card with the first place that has the words below its title, or nothing."""
    from carreport.draft.revisions.labels import path_label  # noqa: PLC0415 - not before something is searched
    from carreport.review.find.occurrences import InquiryText  # noqa: PLC0415 - likewise
    from carreport.review.find.text_search import TextSearch  # noqa: PLC0415 - likewise

    text = InquiryText(opened.form, opened.tree.answers())
    on_card = (opened.form.title_path, opened.form.subtitle_path)  # the card shows them anyway
    places = (place for place in text.occurrences(TextSearch(words)) if place.path not in on_card)
    first = next(places, None)
    if first is None:
        return None
    whole = first.passage.text
    start, end = max(0, first.start - AROUND), first.end + AROUND
    shown = f"{'…' if start else ''}{whole[start:end]}{'…' if end < len(whole) else ''}"
    where = path_label(opened.form, opened.tree, first.path)
    line = f"“{' '.join(shown.split())}” · {where}"
    return replace(card, found=line, found_words=words)
