"""The command `timeline`: list who worked when, show later changes, or go back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing

from carreport.cli.console import align_columns, format_local_time, indent_lines, print_remark, print_result
from carreport.cli.copies import format_diff
from carreport.cli.open_draft import open_to_read, open_to_write
from carreport.draft.history.checkpoints import checkpoints_of
from carreport.draft.history.diff import fold_unchanged
from carreport.draft.history.restore import restore_state, state_of
from carreport.draft.history.timeline import AnswerDiff, TimelineEntry, build_timeline, diff_trees, tree_as_of
from carreport.draft.revisions.labels import path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form.wording import format_count

PLACES = 3


def show_timeline(options: Namespace) -> int:
    """List the timeline of a draft, show what changed after one entry, or go back to that entry."""
    if options.go_back is not None:
        return _go_back(options)
    with closing(open_to_read(options.draft)) as session:
        moments = build_timeline(session.tree, checkpoints_of(session), session.shared_file.claims)
        if options.since is None:
            print_result(align_columns(_row(session, number, entry) for number, entry in enumerate(moments)))
            return 0
        moment = _chosen(moments, options.since)
        changes = diff_trees(session.form, tree_as_of(session.tree, moments, moment), session.tree)
        for change in changes:
            print_result(_change_text(change))
        print_remark(f"{format_count(len(changes), 'change')} since {format_local_time(moment.ended_at)}.")
    return 0


def _go_back(options: Namespace) -> int:
    with open_to_write(options) as session:
        moments = build_timeline(session.tree, checkpoints_of(session), session.shared_file.claims)
        moment = _chosen(moments, options.go_back)
        undone = restore_state(session, state_of(tree_as_of(session.tree, moments, moment)))
        when = format_local_time(moment.ended_at)
        print_result(f"Restored to {when}, {moment.author}: {format_count(len(undone.restored), 'place')}.")
        print_remark("Later changes stay in the history. A backup was made first.")
    return 0


def _chosen(moments: Sequence[TimelineEntry], number: int) -> TimelineEntry:
    if 0 <= number < len(moments):
        return moments[number]
    raise UsageError(
        "no-moment",
        f"The timeline has no entry {number}.",
        remedy="`carreport timeline DRAFT` lists the entries with their numbers; 0 is the latest.",
    )


def _row(session: DraftSession, number: int, moment: TimelineEntry) -> tuple[str, ...]:
    names = [path_label(session.form, session.tree, path) for path in moment.paths[:PLACES]]
    more = len(moment.paths) - PLACES
    where = "; ".join(dict.fromkeys(names)) + (f"; and {more} more" if more > 0 else "")
    return str(number), format_local_time(moment.ended_at), moment.author, where


def _change_text(change: AnswerDiff) -> str:
    return (
        f"{change.label}: {change.change_type}\n" + indent_lines(format_diff(fold_unchanged(change.spans)))
        if change.spans
        else (f"{change.label}: {change.change_type}")
    )
