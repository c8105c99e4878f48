"""What can be done with an inquiry from its card or from the File menu: copy, rename, put away, delete.

Nothing is asked before an inquiry is put away or deleted; the notice offers to undo it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from carreport.settings import is_in_drafts_folder
from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.background.jobs import Job
from carreport.ui.library import local_drafts
from carreport.ui.library.draft_card import InquiryCard
from carreport.ui.widgets.notice_bar import Notice

if TYPE_CHECKING:
    from carreport.draft.removal.bin import BinnedDraft


class InquiryActions(JobController):
    """Carries out these actions on inquiries that are not open in this window, in the background."""

    def __init__(self, window: WindowServices, list_drafts: Callable[[], None], parent: QObject) -> None:
        super().__init__(window, parent)
        self._list_drafts = list_drafts

    def duplicate(self, card: InquiryCard) -> None:
        """Make a new inquiry from this one."""
        author = self._window.current_author()
        work = partial(_duplicate, path=card.path, author=author)
        self.run(work, partial(self._show_duplicated, card), notice=f"Copying “{card.title}”…")

    def rename(self, card: InquiryCard) -> None:
        """Ask for another title, and write it."""
        title = self._prompts.ask_name("Rename the inquiry", "What the inquiry is called", card.title)
        if title and title != card.title:
            author = self._window.current_author()
            work = partial(local_drafts.change_title, path=card.path, title=title, author=author)
            self.run_beside(work, self._list_again)

    def put_away(self, card: InquiryCard) -> None:
        """Take an inquiry out of the list."""
        text = f"“{card.title}” is put away. It is under “Put away and deleted”."
        done = partial(self._show_done, text, partial(self.take_out, card))
        self.run_beside(partial(_put_away, path=card.path), done)

    def take_out(self, card: InquiryCard) -> None:
        """List an inquiry again that was put away."""
        self.run_beside(partial(_take_out, path=card.path), self._list_again)

    def show_folder(self, card: InquiryCard) -> None:
        """Open the folder of the file."""
        self._prompts.show_folder(card.path)

    def delete(self, card: InquiryCard) -> None:
        """Move an inquiry into the bin: into that of carreport, or if it is elsewhere, of the computer."""
        author = self._window.current_author()
        if is_in_drafts_folder(card.path):
            self.run_beside(
                partial(_delete, path=card.path, author=author), partial(self._show_deleted, card)
            )
        else:
            finds = partial(_find_elsewhere, path=card.path, author=author)
            self.run_beside(finds, partial(self._delete_elsewhere, card))

    def restore(self, path: Path, title: str) -> None:
        """Move the inquiry at this path in the bin back into the list."""
        self.run_beside(partial(_restore, path=path), partial(self._show_restored, title))

    def offer_permanent_deletion(self, card: InquiryCard) -> None:
        """Offer to delete an inquiry in the bin permanently, which cannot be undone."""
        text = f"“{card.title}” and its backups cannot be restored after this."
        work = partial(_delete_permanently, path=card.path, author=self._window.current_author())
        agreed = partial(self.run_beside, work, self._list_again)
        self._prompts.show_notice(Notice(text, action_text="Delete permanently", action=agreed))

    # Private.

    def _list_again(self, _: object = None) -> None:
        self._list_drafts()

    def _show_done(self, text: str, undo: Callable[[], None], _: object = None) -> None:
        self._prompts.show_notice(Notice(text, is_problem=False, action_text="Undo", action=undo))
        self._list_drafts()

    def _show_duplicated(self, card: InquiryCard, path: Path) -> None:
        text = f"There is now a copy of “{card.title}”. It is an inquiry of its own."
        opens = partial(self._window.open_draft, path)
        self._prompts.show_notice(Notice(text, is_problem=False, action_text="Open the copy", action=opens))
        self._list_drafts()

    def _show_deleted(self, card: InquiryCard, binned: BinnedDraft) -> None:
        text = f"“{card.title}” is deleted. You can restore it for 30 days."
        self._show_done(text, partial(self.restore, binned.path, card.title))

    def _show_restored(self, title: str, path: Path) -> None:
        text = f"“{title}” is back in your list."
        opens = partial(self._window.open_draft, path)
        self._prompts.show_notice(Notice(text, is_problem=False, action_text="Open", action=opens))
        self._list_drafts()

    def _delete_elsewhere(self, card: InquiryCard, files: tuple[Path, ...]) -> None:
        """Move a file outside the drafts folder to the computer's bin, then the author's private file."""
        moved = [path for path in files[:1] if self._prompts.move_to_bin(path)]
        if moved:
            moved += [path for path in files[1:] if self._prompts.move_to_bin(path)]
            text = f"“{card.title}” is now in the recycle bin of this computer, and can be restored there."
        elif files:
            text = (
                f"The drive has no recycle bin, so “{card.title}” was only removed from this list. "
                f"Its file is still in {card.path.parent}."
            )
        else:
            text = f"The file of “{card.title}” is not there, so it was removed from this list."
        self.run_beside(partial(_forget, path=card.path), self._list_again)
        self._prompts.show_notice(Notice(text, is_problem=False))


def _duplicate(_job: Job, path: Path, author: str) -> Path:
    from carreport.draft.copies.duplicate import duplicate_draft  # noqa: PLC0415 - not before the first paint

    return duplicate_draft(path, author, local_drafts.ensure_drafts_folder())


def _put_away(_job: Job, path: Path) -> None:
    from carreport.draft.removal.put_away import put_away  # noqa: PLC0415 - not before the first paint

    put_away(path)


def _take_out(_job: Job, path: Path) -> None:
    from carreport.draft.removal.put_away import take_out  # noqa: PLC0415 - not before the first paint

    take_out(path)


def _delete(_job: Job, path: Path, author: str) -> BinnedDraft:
    from carreport.draft.removal.deletion import delete_draft  # noqa: PLC0415 - not before the first paint

    return delete_draft(path, author)


def _restore(_job: Job, path: Path) -> Path:
    from carreport.draft.removal.deletion import restore_draft  # noqa: PLC0415 - not before the first paint

    return restore_draft(_binned_at(path))


def _delete_permanently(_job: Job, path: Path, author: str) -> None:
    from carreport.draft.removal.deletion import delete_permanently  # noqa: PLC0415 - not before the first paint

    delete_permanently(_binned_at(path), author)


def _binned_at(path: Path) -> BinnedDraft:
    from carreport.draft.removal.deletion import find_binned  # noqa: PLC0415 - not before the first paint

    return find_binned(path)


def _find_elsewhere(_job: Job, path: Path, author: str) -> tuple[Path, ...]:
    """Return a file that nobody has open, and the author's private file beside it; nothing if it is gone."""
    from carreport.draft.removal.deletion import files_to_delete  # noqa: PLC0415 - not before the first paint

    return files_to_delete(path, author)


def _forget(_job: Job, path: Path) -> None:
    from carreport.draft.removal.deletion import forget_draft  # noqa: PLC0415 - not before the first paint

    forget_draft(path)
