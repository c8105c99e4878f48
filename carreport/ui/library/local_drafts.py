"""Find, create and open the drafts on this computer, without using widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carreport import settings
from carreport.assets import form_files
from carreport.errors import DraftFileError, DraftSaveError, system_reason
from carreport.form.wording import format_count, format_list
from carreport.regular_files import make_private_folder

if TYPE_CHECKING:
    from carreport.draft.drafts import DraftSummary
    from carreport.draft.session.draft_session import DraftSession
    from carreport.form.schema import Form
    from carreport.ui.background.jobs import Job
    from carreport.ui.library.draft_card import InquiryCard

EXAMPLE_FORM = "car-inquiry"
EXAMPLE_NAME = "Example inquiry.carreport"
UNTITLED_NAME = "Untitled inquiry"
EXAMPLE_MARK = "Example"
PUT_AWAY = "Put away"
_DOT = " · "


def list_cards(_job: Job | None, folder: Path, me: str) -> list[InquiryCard]:
    """Return cards for the drafts in `folder` and for those opened from elsewhere, newest first.

    Runs in the background. Files outside `folder` are shown as last seen, without waiting for a drive.
    """
    from carreport.draft.drafts import draft_summaries  # noqa: PLC0415 - likewise
    from carreport.draft.recent_files import recent_summaries  # noqa: PLC0415 - not before the first paint
    from carreport.draft.removal.put_away import put_away_drafts  # noqa: PLC0415 - likewise

    now = datetime.now(UTC)
    summaries = [*draft_summaries(folder), *recent_summaries(folder)]
    summaries.sort(key=lambda card: (card.changed_at, card.path.name), reverse=True)
    away = put_away_drafts()
    return _tell_apart(
        [_make_card(summary, me, now, folder, is_put_away=summary.path in away) for summary in summaries]
    )


def put_away_cards(cards: Sequence[InquiryCard]) -> list[InquiryCard]:
    """Return those of these cards that were put away, without the mark that says so."""
    return [
        replace(card, subtitle=card.subtitle.removeprefix(PUT_AWAY).removeprefix(_DOT))
        for card in cards
        if card.is_put_away
    ]


def list_deleted(_job: Job | None, me: str) -> list[InquiryCard]:
    """Return cards for the inquiries in the bin, and delete those that are too old.

    Runs in the background.
    """
    from carreport.draft.removal.deletion import empty_old_from_bin  # noqa: PLC0415 - not before the first paint
    from carreport.draft.session.open_draft import read_summary  # noqa: PLC0415 - likewise
    from carreport.draft.storage.summary import DraftSummary  # noqa: PLC0415 - likewise
    from carreport.ui.relative_time import relative_day, relative_time  # noqa: PLC0415 - likewise

    now = datetime.now(UTC)
    binned = []
    for deleted in empty_old_from_bin(me):
        try:
            summary = read_summary(deleted.path)
        except DraftFileError:
            summary = DraftSummary(deleted.path, deleted.path.stem)
        binned.append(
            replace(
                _make_card(summary, me, now, deleted.path.parent),
                status=f"Deleted {relative_time(deleted.deleted_at, now)}",
                last_change=f"Kept until {_unbroken(relative_day(deleted.last_day, now))}",
                action="Restore",
            )
        )
    return binned


def list_external_cards(_job: Job | None, folder: Path, me: str) -> list[InquiryCard]:
    """Return up-to-date cards for the inquiries outside `folder`, omitting those whose file is gone.

    Runs in the background, and gives up after two seconds on drives that do not respond.
    """
    from carreport.draft.recent_files import refresh_recent_summaries  # noqa: PLC0415 - not before the first paint
    from carreport.draft.removal.put_away import put_away_drafts  # noqa: PLC0415 - likewise

    now, away = datetime.now(UTC), put_away_drafts()
    return [
        _make_card(summary, me, now, folder, is_put_away=summary.path in away)
        for summary in refresh_recent_summaries(folder)
    ]


def list_changed_cards(job: Job | None, cards: Sequence[InquiryCard], me: str) -> list[InquiryCard]:
    """Return the cards for inquiries that others changed since the last visit, each with a line that says so.

    Runs in the background, once the list is shown; files outside the folder come last, as drives may be slow.
    """
    from carreport.draft.history.unread import find_unread_changes  # noqa: PLC0415 - not before the first paint

    home = settings.drafts_folder()
    by_others = sorted((card for card in cards if card.by_others), key=lambda card: card.path.parent != home)
    wanted = {card.path: card for card in by_others}
    changed_cards = []
    for unread in find_unread_changes(wanted, me):
        if job is not None:
            job.report_progress(0)
        if text := since_words(unread.count, unread.authors):
            changed_cards.append(replace(wanted[unread.path], attention=text))
    return changed_cards


def load_shipped_forms() -> list[Form]:
    """Return the forms that come with carreport."""
    from carreport.form.loader import load_form  # noqa: PLC0415 - not before the first paint

    return [load_form(path) for path in form_files()]


def create_draft(form: Form, author: str) -> DraftSession:
    """Create an empty draft in the drafts folder."""
    from carreport.draft.drafts import new_draft_path  # noqa: PLC0415 - likewise
    from carreport.draft.recent_files import add_recent_file  # noqa: PLC0415 - likewise
    from carreport.draft.session.draft_session import DraftSession  # noqa: PLC0415 - not before the first paint

    folder = ensure_drafts_folder()
    name = f"{UNTITLED_NAME} {date.today():%Y-%m-%d}"  # noqa: DTZ011 - the person's own day
    session = DraftSession.create(new_draft_path(folder, name), form, author)
    add_recent_file(session.path, session.draft_id)
    return session


def list_recent_files() -> list[tuple[str, Path]]:
    """Return the titles and paths of the inquiries that were opened last; a title may be the file's name."""
    from carreport.draft.recent_files import files_opened_last  # noqa: PLC0415 - not before the first paint

    return [(card.title or UNTITLED_NAME, card.path) for card in files_opened_last()]


def clear_recent_files() -> None:
    """Empty the list of inquiries that were opened last."""
    from carreport.draft.recent_files import clear_files_opened_last  # noqa: PLC0415 - only when needed

    clear_files_opened_last()


def open_draft(path: Path, author: str, *, take_over: bool = False) -> DraftSession:
    """Open the draft at `path`; with `take_over`, even if another computer seems to have it open."""
    from carreport.draft.history.checkpoints import add_checkpoint  # noqa: PLC0415 - not before the first paint
    from carreport.draft.recent_files import add_recent_file  # noqa: PLC0415 - likewise
    from carreport.draft.removal.deletion import require_not_in_bin  # noqa: PLC0415 - likewise
    from carreport.draft.session.draft_session import DraftSession  # noqa: PLC0415 - likewise

    require_not_in_bin(path)
    session = DraftSession.open(path, author, take_over=take_over)
    add_checkpoint(session)
    add_recent_file(session.path, session.draft_id)
    return session


def change_title(_job: Job | None, path: Path, title: str, author: str) -> None:
    """Write the title of an inquiry as an ordinary edit; raise `DraftSaveError` if it cannot be edited."""
    from carreport.draft.session.draft_session import DraftSession  # noqa: PLC0415 - not before the first paint

    with DraftSession.open(path, author) as session:
        where = session.form.title_path
        if session.read_only or not where:
            raise DraftSaveError(
                "not-renamed",
                "The title could not be changed.",
                why=session.read_only_reason or "The form has no question for a title.",
            )
        session.write(where, title)


def save_elsewhere(session: DraftSession, path: Path) -> None:
    """Save the whole draft to `path`, continue in that file and list it on the start page; in any thread."""
    from carreport.draft.recent_files import add_recent_file  # noqa: PLC0415 - not before the first paint

    session.save_as(path)
    add_recent_file(session.path, session.draft_id)


def open_example(author: str) -> DraftSession:
    """Open the example inquiry, creating it from its answers file the first time."""
    path = ensure_drafts_folder() / EXAMPLE_NAME
    if path.exists():
        return open_draft(path, author)
    from carreport.ui.library.example_inquiry import make_example  # noqa: PLC0415 - not before the first paint

    form = next(form for form in load_shipped_forms() if form.id == EXAMPLE_FORM)
    return make_example(path, form, author)


def is_example(path: Path) -> bool:
    """Say whether the draft at `path` is the example inquiry, by its name in the drafts folder."""
    return path.name == EXAMPLE_NAME and settings.is_in_drafts_folder(path)


def ensure_drafts_folder() -> Path:
    """Return the drafts folder, creating it if necessary; raise `DraftSaveError` if that fails."""
    folder = settings.drafts_folder()
    try:
        make_private_folder(folder)
    except OSError as problem:
        raise DraftSaveError(
            "no-drafts-folder",
            f"The folder for your inquiries, {folder}, cannot be created.",
            why=f"The system reports: {system_reason(problem)}.",
            remedy="Free some space, or open an inquiry saved elsewhere.",
        ) from None
    return folder


def _make_card(
    draft: DraftSummary, me: str, now: datetime, folder: Path, *, is_put_away: bool = False
) -> InquiryCard:
    from carreport.ui.library.draft_card import InquiryCard, last_change_text, state_text, status_text  # noqa: PLC0415 - likewise

    last_change = last_change_text(draft.changed_by, draft.changed_at, me, now)
    told = state_text(draft.state, draft.state_since, now) if draft.state else ""
    is_elsewhere = draft.path.parent != folder.absolute()
    where = f"in {draft.path.parent.name}" if is_elsewhere else ""
    mark = EXAMPLE_MARK if is_example(draft.path) else ""
    return InquiryCard(
        draft.path,
        draft.title or UNTITLED_NAME,
        _DOT.join(part for part in (PUT_AWAY if is_put_away else "", mark, draft.subtitle, where) if part),
        _DOT.join(part for part in (told, status_text(draft.sections)) if part),
        last_change if draft.changed_by or not last_change else f"Created {last_change}",
        draft.error or draft.remark,
        by_others=bool(draft.changed_by) and draft.changed_by != me and not draft.error,
        is_elsewhere=is_elsewhere,
        is_put_away=is_put_away,
        has_error=bool(draft.error),
    )


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")


def _tell_apart(cards: list[InquiryCard]) -> list[InquiryCard]:
    """Give cards that look the same the name of their file, so that no two look the same."""
    alike = Counter((card.title, card.subtitle) for card in cards)
    return [
        replace(card, subtitle=_DOT.join(filter(None, (card.subtitle, f"File: {card.path.stem}"))))
        if alike[card.title, card.subtitle] > 1
        else card
        for card in cards
    ]


def since_words(places: int, authors: Sequence[str]) -> str:
    """Return one line on what others changed: “Morag changed 3 answers since you were last here”."""
    if not places:
        return ""
    who = format_list([authors[0], "others"] if authors[2:] else authors)
    return f"{who} changed {format_count(places, 'answer')} since you were last here"
