"""The commands `verify`, `salvage` and `backups`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from carreport.cli.conflict_copies import print_conflict_copies
from carreport.cli.console import align_columns, format_local_time, indent_lines, print_remark, print_result
from carreport.draft.copies.conflict_copies import conflict_copies_of
from carreport.draft.recent_files import draft_id_at
from carreport.draft.revisions.flaws import NEWER_FORMAT, AnswerFlaw
from carreport.draft.session.open_draft import read_summary
from carreport.draft.storage.backups import Backup, all_backups, backups_of, restore_as, restore_beside
from carreport.draft.storage.journal import set_aside_notice
from carreport.draft.storage.salvage import (
    DamagedAnswer,
    DamageReport,
    inspect_damage,
    recover_draft_id,
    salvage,
)
from carreport.errors import DraftFileError, UsageError
from carreport.form.wording import format_count


def verify(options: Namespace) -> int:
    """Count the answers and pictures in a draft and list any damage; return 1 if there is any."""
    path = Path(options.draft)
    damage = inspect_damage(path)
    print_result(_counts(damage))
    for line in _damage_lines(damage):
        print_result(line)
    if notice := set_aside_notice(path):
        print_remark(notice)
    print_conflict_copies(path, conflict_copies_of(path))
    if damage.is_newer_format:
        print_remark(NEWER_FORMAT)
    if damage.is_sound:
        print_remark("Nothing is damaged." if not damage.set_aside else _set_aside_remark(path, damage))
        return 1 if damage.set_aside else 0
    print_remark(f"Part of {path.name} is damaged. `carreport salvage` recovers the rest into a new draft.")
    return 1


def salvage_draft(options: Namespace) -> int:
    """Recover what is intact in a damaged draft into a new one; return 1 if anything was lost."""
    form = Path(options.form) if options.form else None
    done = salvage(Path(options.draft), Path(options.output), form)
    print_result(f"{done.path}: {_counts(done.damage)}. The form is from {done.form_source}.")
    for line in _damage_lines(done.damage):
        print_result(line)
    if done.damage.is_newer_format:
        print_remark(NEWER_FORMAT)
    lost = not done.damage.is_sound
    print_remark(
        "Some of it was lost. Look in your backups for the items listed above."
        if lost
        else "Nothing was lost."
    )
    return 1 if lost else 0


def list_backups(options: Namespace) -> int:
    """List the backups of one draft or of all drafts, or restore one as a separate draft."""
    if options.draft is None:
        return _list_all()
    backups = _backups_of(options.draft)
    if options.restore is not None:
        restored = _restore_backup(backups, options)
        print_result(f"{restored}")
        print_remark("Your current draft has not been changed. To combine the two, import the restored one.")
        return 0
    if backups:
        print_result(align_columns(_row(number, backup) for number, backup in enumerate(backups, 1)))
    print_remark(f"{format_count(len(backups), 'backup')}.")
    return 0


def _list_all() -> int:
    for folder, group in groupby(all_backups(), key=lambda backup: backup.path.parent):
        backups = list(group)
        facts = f"{folder.name} · {len(backups)}, newest {_when(backups[0])}"
        print_result(f"{_title(backups[0])}\n{indent_lines(facts)}")
    return 0


def _title(backup: Backup) -> str:
    try:
        return read_summary(backup.path).title or "(no title)"
    except DraftFileError:
        return "(cannot be opened)"


def _backups_of(draft: str) -> tuple[Backup, ...]:
    path = Path(draft)
    backups = backups_of(draft) if path.name == draft and not path.exists() else ()
    if backups:
        return backups
    try:
        return backups_of(recover_draft_id(path))
    except DraftFileError:
        if not (backups := backups_of(draft_id_at(path))):
            raise
        return backups


def _restore_backup(backups: tuple[Backup, ...], options: Namespace) -> Path:
    if not 1 <= options.restore <= len(backups):
        raise UsageError(
            "no-such-backup",
            f"There is no backup number {options.restore}.",
            remedy="`carreport backups DRAFT` lists them with their numbers.",
        )
    chosen = backups[options.restore - 1]
    if options.output:
        return restore_as(chosen, Path(options.output), Path(options.draft))
    return restore_beside(chosen, Path(options.draft).absolute())


def _row(number: int, backup: Backup) -> tuple[str, ...]:
    return str(number), _when(backup), f"{backup.path.stat().st_size / 1e6:.1f} MB", str(backup.path)


def _when(backup: Backup) -> str:
    return format_local_time(backup.made_at.isoformat())


def _counts(damage: DamageReport) -> str:
    versions = (
        "1 saved answer"
        if damage.revisions == 1
        else f"{format_count(damage.revisions, 'saved answer')}, including earlier versions,"
    )
    return f"{versions} and {damage.pictures} {'picture' if damage.pictures == 1 else 'pictures'} intact"


def _damage_lines(damage: DamageReport) -> Iterator[str]:
    """Yield a line about each thing that is damaged or missing."""
    if damage.open_error:
        yield damage.open_error
    for answer in damage.answers:
        yield f"damaged: {answer.label} ({answer.path})\n{indent_lines(_help(answer))}"
    for picture in damage.missing_pictures:
        yield f"lost: the picture {picture[:12]}…"
    if damage.has_unnamed_damage:
        yield "damaged: part of the file, but carreport cannot tell which answer was in it"
    for flaw in damage.set_aside:
        yield f"set aside: {flaw.label} ({flaw.path})\n{indent_lines(_origin(flaw))}"


def _origin(flaw: AnswerFlaw) -> str:
    when = format_local_time(flaw.written_at)
    earlier = "an earlier version can be restored" if flaw.earlier else "there is no earlier version"
    return f"{flaw.reason} Written by {flaw.author or 'somebody without a name'}, {when}; {earlier}"


def _set_aside_remark(path: Path, damage: DamageReport) -> str:
    count = format_count(len(damage.set_aside), "answer")
    again = "it, answer the question" if len(damage.set_aside) == 1 else "them, answer the questions"
    return (
        f"Nothing is damaged, but {count} cannot be shown. To replace {again} again; "
        f"`carreport history {path} PATH` lists earlier versions, and --restore restores one."
    )


def _help(answer: DamagedAnswer) -> str:
    sound = answer.last_sound
    last = (
        f"the last intact version is from {format_local_time(sound.written_at)}"
        if sound
        else "no version is intact"
    )
    backup = f"the backup of {_when(answer.backup)} has more" if answer.backup else "no backup has more"
    return f"{last}; {backup}"
