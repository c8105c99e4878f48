"""Show conflicting versions of an answer, and resolve them: keep one, keep both, or write another."""

from __future__ import annotations

from dataclasses import dataclass

from carreport.draft.revisions.labels import form_order, path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import without_claim
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Version
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Value
from carreport.survey.replies.merge_replies import combine_entered


@dataclass(frozen=True, slots=True)
class Conflict:
    """One answer with several versions: its path, its label and each version."""

    path: str
    label: str
    field: Field
    versions: tuple[Version, ...]

    @property
    def can_keep_both(self) -> bool:
        """Say whether all versions can be kept: texts one after another, or survey replies side by side."""
        return combine_versions(self) is not None

    @property
    def keep_both_note(self) -> str:
        """How the versions are kept together, as a sentence."""
        if kind_of(self.field).holds_replies:
            return "Each reply once. If versions differ, the first one is kept."
        return "One after the other, each with its author."

    def version_text(self, version: Version) -> str:
        """Return one version as plain text."""
        return kind_of(self.field).format_value(self.field, version.value)


def find_conflicts(session: DraftSession) -> tuple[Conflict, ...]:
    """Return every answer in conflict, in form order."""
    versions = session.answers().versions
    order = sorted(versions, key=lambda path: form_order(session.form, session.tree, path))
    return tuple(dispute for path in order if (dispute := conflict_at(session, path)) is not None)


def conflict_at(session: DraftSession, path: str) -> Conflict | None:
    """Return the conflict at one path, if there is one."""
    field = session.form.field(path)
    versions = session.answers().versions.get(path)
    if field is None or not versions or paths.is_item_path(path):
        return None
    return Conflict(path, path_label(session.form, session.tree, path), field, versions)


def keep_version(session: DraftSession, path: str, revision: str) -> None:
    """Keep one of several versions; the others stay in the history."""
    dispute = _required(session, path)
    matches = [version for version in dispute.versions if version.revision.startswith(revision)]
    if len(matches) != 1 or not revision:
        count = "More than one version" if matches else "No version"
        raise UsageError(
            "no-such-version",
            f"{count} of {dispute.label} has an id that starts with {revision}.",
            remedy="Look at the versions again and choose one.",
        )
    resolve_with(session, path, matches[0].value)


def keep_both(session: DraftSession, path: str) -> None:
    """Keep all versions: texts one after another, each with its author; survey replies once each."""
    dispute = _required(session, path)
    if not dispute.can_keep_both:
        raise UsageError(
            "cannot-keep-both",
            f"{dispute.label} can have only one answer, so you can keep only one of the versions.",
            remedy="Choose one of them. The others stay in the history.",
        )
    resolve_with(session, path, combine_versions(dispute, session.author))


def resolve_with(session: DraftSession, path: str, value: Value) -> None:
    """Write one answer to replace all versions."""
    dispute = _required(session, path)
    if kind_of(dispute.field).is_too_long(value):
        raise UsageError(
            "too-long",
            f"{dispute.label} would be longer than an answer can be.",
            why="Nothing was changed.",
            remedy="Choose one of the versions, then add what you need from the others.",
        )
    session.record({path: value})


def combine_versions(dispute: Conflict, me: str = "") -> Value:
    """Return all versions combined in one value; where a reply differs, `me` wins.

    Return None if only one version can be kept.
    """
    kind = kind_of(dispute.field)
    if kind.holds_replies:
        ours_first = sorted(dispute.versions, key=lambda version: version.author != me)
        return combine_entered(version.value for version in ours_first)
    named = [(without_claim(version.author), version.value) for version in dispute.versions]
    return kind.combine(dispute.field, named)


def _required(session: DraftSession, path: str) -> Conflict:
    dispute = conflict_at(session, path)
    if dispute is None:
        raise UsageError(
            "no-dispute",
            f"The answer at {path} is not in conflict.",
            remedy="Someone may already have resolved it.",
        )
    return dispute
