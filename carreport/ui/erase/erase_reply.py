"""Offer the replies of a survey to be erased, and say what goes with one and what keeps its words."""

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
    "A number stays, made from the reply and without its words. By it the reply is known again and kept "
    "out, should the file come in again."
)


def is_reply_path(at: str) -> bool:
    """Say whether `at` is the place of a reply, not that of an answer."""
    return "#" in at or paths.is_item_path(at)


def list_replies(session: DraftSession, at: str) -> list[FullReply]:
    """Return the replies that can be chosen, that at `at` among them however many there are."""
    answers = session.answers()
    every = all_replies(session.form, answers)
    offered = list(islice(every, MAX_OFFERED))
    wanted = place_of_reply(session.form, answers, at) if is_reply_path(at) else ""
    if wanted and wanted not in {each.place for each in offered}:
        offered += [each for each in every if each.place == wanted]
    return offered


def reply_choices(replies: Sequence[FullReply]) -> list[tuple[str, str]]:
    """Return each reply by its place, with its title and the beginning of its words."""
    return [(each.place, _row(each)) for each in replies]


def summarise_reply_preview(reply: FullReply, preview: ErasurePreview, away: Sequence[str]) -> EraseSummary:
    """Return what erasing a reply would do; `away` is what has words of this inquiry elsewhere."""
    goes = f"All that this person replied, {here_and_backups_text(preview.backups)}:"
    besides = [FINGERPRINT_NOTE] if "#" in reply.place else []
    return EraseSummary(
        goes, reply.lines or [reply.title], [*besides, *also_in_text(preview)], [*preview.reply_files, *away]
    )


def also_in_text(told: ErasurePreview | ErasureResult) -> Iterator[str]:
    """Yield where else somebody wrote down the same words."""
    if told.also_found_in:
        yield f"Somebody wrote down the same words here, and they stay: {' · '.join(told.also_found_in)}"


def here_and_backups_text(backups: int) -> str:
    """Return from where words go: from here, and from backups if there are any."""
    return f"here and in {format_count(backups, 'backup')} on this computer" if backups else "here"


def _row(reply: FullReply) -> str:
    words = reply.excerpt
    short = words if len(words) <= MAX_LENGTH else f"{words[:MAX_LENGTH].rstrip()}…"
    return f"{reply.title}: {short}" if short else reply.title
