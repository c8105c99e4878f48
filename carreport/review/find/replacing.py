"""Plan what answers become if words are replaced in them, and make that change as one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from carreport.draft.revisions.merge3 import MergeSide, ThreeWayMerge
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.file_session import DraftFile
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.richtext import clean
from carreport.form.schema import Field, Value
from carreport.review.find.occurrences import KeepReason, Occurrence
from carreport.review.find.passages import Cut, Place, with_words


@dataclass(frozen=True, slots=True)
class Replacement:
    """What changes: each answer before and after, how many places that is, and what stays as it is."""

    before: Mapping[str, Value]
    after: Mapping[str, Value]
    count: int
    kept: tuple[Occurrence, ...]

    @property
    def kept_counts(self) -> Mapping[KeepReason, int]:
        """How many places stay as they are, by the reason."""
        return Counter(found.kept for found in self.kept if found.kept is not None)


def plan_replacement(occurrences: Iterable[Occurrence], words: str) -> Replacement:
    """Return what replacing these places by `words` changes; it changes nothing itself."""
    words = clean(words).replace("\n", " ")
    by_path: dict[str, list[Occurrence]] = {}
    kept: list[Occurrence] = []
    for found in occurrences:
        if found.kept is None:
            by_path.setdefault(found.path, []).append(found)
        else:
            kept.append(found)
    before: dict[str, Value] = {}
    after: dict[str, Value] = {}
    count = 0
    for path, places in by_path.items():
        first, cuts = places[0], dict[Place, list[Cut]]()
        for found in places:
            cuts.setdefault(found.passage.at, []).append((found.start, found.end))
        value = with_words(first.field, first.value, cuts, words)
        if isinstance(value, InvalidValue) or not _is_fit(path, first.field, first.value, value):
            kept += (replace(found, kept=KeepReason.UNFIT) for found in places)
        elif value != first.value:
            before[path], after[path] = first.value, value
            count += len(places)
    return Replacement(before, after, count, tuple(kept))


def apply_replacement(session: DraftSession, replacement: Replacement) -> None:
    """Write what the answers become, each as one version of its own."""
    _record(session, replacement.after)


def revert_replacement(session: DraftSession, replacement: Replacement) -> None:
    """Write the answers as they were; what was typed in them since is kept.

    Raise `UsageError` if an answer was changed in the same place since; the others are as they were.
    """
    session.seal()
    written: dict[str, Value] = {}
    left = 0
    for path, value in replacement.before.items():
        versions = session.file_for(path).tree.versions(path)
        now = MergeSide.of(versions[0].value if versions else None)
        changed, original = MergeSide.of(replacement.after[path]), MergeSide.of(value)
        merged = ThreeWayMerge().merge(changed, now, original) if len(versions) == 1 else None
        if merged is None:
            left += 1
        else:
            written[path] = merged.value
    _record(session, written)
    if left:
        answers = "One answer was" if left == 1 else f"{left} answers were"
        raise UsageError(
            "edited-since",
            f"{answers} edited after the words were replaced.",
            why="What was typed there is kept. All the other answers are as they were.",
            remedy="The version from before is in the history of the answer.",
        )


def _is_fit(path: str, field: Field, before: Value, after: Value) -> bool:
    """Say whether the new answer can be stored and has no problem that the old one did not have."""
    kind = kind_of(field)
    if kind.is_too_long(after):
        return False
    if kind.is_empty(after):
        return kind.is_rich_text or isinstance(before, str)
    known = {problem.code for problem in kind.problems(field, before, path)}
    return all(problem.code in known for problem in kind.problems(field, after, path))


def _record(session: DraftSession, values: Mapping[str, Value]) -> None:
    """Write answers into the files that they are in, at once for each file."""
    session.seal()
    by_file: dict[DraftFile, dict[str, Value]] = {}
    for path, value in values.items():
        by_file.setdefault(session.file_for(path), {})[path] = value
    for file, written in by_file.items():
        lists = {paths.outermost_entry(path).rpartition("/")[0] for path in written if paths.is_review(path)}
        file.record(written, also_changed=lists)
