"""The command `history`: list the versions of one answer, or restore one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing

from carreport.cli.console import align_columns, format_local_time, indent_lines, print_result
from carreport.cli.copies import format_diff
from carreport.cli.open_draft import open_to_read, open_to_write
from carreport.draft.history.diff import diff_answer, fold_unchanged, has_changes
from carreport.draft.revisions.revision import Revision
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError, did_you_mean
from carreport.form.answers import canonical_json
from carreport.form.kinds import kind_of
from carreport.form.schema import Form

SHORT_ID = 12
SHOWN = 60


def show_history(options: Namespace) -> int:
    """List the versions of one answer, newest first, or restore one of them."""
    if options.restore:
        return _restore(options)
    with closing(open_to_read(options.draft)) as session:
        revisions = _revisions(session, options.path)
        rows = align_columns(_row(session.form, revision) for revision in revisions).split("\n")
        for row, changes in zip(rows, _changes(session.form, revisions), strict=True):
            print_result(f"{row}\n{indent_lines(changes)}" if changes else row)
    return 0


def _restore(options: Namespace) -> int:
    with open_to_write(options) as session:
        wanted = _chosen(_revisions(session, options.path), options.restore)
        session.restore_revision(options.path, wanted.id)
        session.flush()
        print_result(f"{options.path}: {_revision_text(session.form, wanted)}")
    return 0


def _revisions(session: DraftSession, path: str) -> tuple[Revision, ...]:
    revisions = session.history(path)
    if revisions:
        return revisions
    question_paths = [question for question, _ in session.form.all_fields()]
    asked = session.form.field(path) is not None
    raise UsageError(
        "no-history",
        f"There are no versions of the answer at {path}."
        if asked
        else f"The form has no question at {path}.",
        why="" if asked else did_you_mean(path, question_paths),
        remedy="" if asked else "A path looks like section.field. `carreport show F --json` lists the names.",
    )


def _chosen(revisions: tuple[Revision, ...], wanted: str) -> Revision:
    matches = [revision for revision in revisions if revision.id.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    raise UsageError(
        "no-such-version",
        f"{'No version' if not matches else 'More than one version'} of this answer has an "
        f"id that starts with {wanted}.",
        remedy="Each line of `carreport history` starts with the id of a version.",
    )


def _row(form: Form, revision: Revision) -> tuple[str, ...]:
    if revision.is_bare:
        return revision.id[:SHORT_ID], "", "", "(written in a copy that has not been imported here)"
    return (
        revision.id[:SHORT_ID],
        format_local_time(revision.written_at),
        revision.author,
        _revision_text(form, revision),
    )


def _changes(form: Form, revisions: Sequence[Revision]) -> Iterator[str]:
    """Yield how each version differs from the newest of those that it replaced."""
    for revision in revisions:
        field = form.field(revision.path)
        earlier = next((one for one in revisions if one.id in revision.parents), None)
        if earlier is None or field is None or revision.is_bare or earlier.is_bare:
            yield ""
            continue
        spans = diff_answer(field, earlier.value, revision.value)
        yield format_diff(fold_unchanged(spans)) if has_changes(spans) else ""


def _revision_text(form: Form, revision: Revision) -> str:
    field = form.field(revision.path)
    text = kind_of(field).format_value(field, revision.value) if field else canonical_json(revision.value)
    line = " ".join(text.split()) or "(nothing)"
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
