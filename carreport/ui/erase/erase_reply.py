"""The survey replies that can be erased, and a summary of what erasing one does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from carreport.draft.erasure import ErasurePreview, ErasureResult
from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.wording import format_count
from carreport.survey.find_reply import FullReply, all_replies, place_of_reply
from carreport.ui.erase.erase_page import EraseSummary

MAX_OFFERED = 1_000
MAX_LENGTH = 70
FINGERPRINT_NOTE = (
    "carreport keeps a code for this reply, so that the reply is left out if you import the file again. "
    "The code does not contain the text."
)


def is_reply_path(at: str) -> bool:
    """Return whether `at` identifies a reply rather than an answer."""
    return "#" in at or paths.is_item_path(at)


def list_replies(session: DraftSession, at: str) -> list[FullReply]:
    """Return the replies to choose from, always including the one at `at`."""
    answers = session.answers()
    iterator = all_replies(session.form, answers)
    offered = list(islice(iterator, MAX_OFFERED))
    wanted = place_of_reply(session.form, answers, at) if is_reply_path(at) else ""
    if wanted and wanted not in {reply.place for reply in offered}:
        offered += [reply for reply in iterator if reply.place == wanted]
    return offered


def reply_choices(replies: Sequence[FullReply]) -> list[tuple[str, str]]:
    """Return the place of each reply, with a label made of its title and the start of its text."""
    return [(reply.place, _row(reply)) for reply in replies]


def summarise_reply_preview(reply: FullReply, preview: ErasurePreview, away: Sequence[str]) -> EraseSummary:
    """Return what erasing a reply would do; `away` lists where else the text exists."""
    erased = f"Everything in this person’s reply, {here_and_backups_text(preview.backups)}:"
    besides = [FINGERPRINT_NOTE] if "#" in reply.place else []
    return EraseSummary(
        erased,
        reply.lines or [reply.title],
        [*besides, *also_in_text(preview)],
        [*preview.reply_files, *away],
    )


def also_in_text(erasure: ErasurePreview | ErasureResult) -> Iterator[str]:
    """Yield a sentence that lists where else the same text was typed, if anywhere."""
    if erasure.also_found_in:
        yield f"The same text was typed here too, and is not changed: {' · '.join(erasure.also_found_in)}"


def here_and_backups_text(backups: int) -> str:
    """Return where text is erased: here, and in backups if there are any."""
    return f"here and in {format_count(backups, 'backup')} on this computer" if backups else "here"


def _row(reply: FullReply) -> str:
    text = reply.excerpt
    short = text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH].rstrip()}…"
    return f"{reply.title}: {short}" if short else reply.title
