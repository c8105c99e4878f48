"""Compare what the reader returned for a file with what was expected of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

from tests.review.edits.count_word_marks import Marks
from tests.review.edits.expected import (
    LISTED,
    NONE,
    REFUSED,
    SURE,
    Expected,
    Outcome,
    Reading,
    Returned,
    same_looks,
)

DELETION = frozenset({"deletion", "insertion", "untracked"})
WITH_TEXT = frozenset({"comment", "reply"})


@dataclass(slots=True)
class Verdict:
    """The figures of one file or of many."""

    files: int = 0
    expected: int = 0
    right_sure: int = 0
    right_guess: int = 0
    in_tray: int = 0
    wrong_sure: int = 0
    wrong_guess: int = 0
    dropped: int = 0
    false: int = 0
    text_differs: int = 0
    miscounted: int = 0
    wrong_outcome: int = 0

    def add(self, other: Verdict) -> None:
        """Add the figures of another file."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def is_good(self) -> bool:
        """Whether nothing was dropped, wrongly called sure, made up or miscounted."""
        return not (
            self.dropped or self.wrong_sure or self.false or self.miscounted or self.wrong_outcome
            or self.text_differs
        )  # fmt: skip


@dataclass(slots=True)
class Judgement:
    """The figures of one file, and each fault in words."""

    verdict: Verdict = field(default_factory=lambda: Verdict(files=1))
    faults: list[str] = field(default_factory=list)


def judge(outcome: Outcome, reading: Reading, marks: Marks | None) -> Judgement:
    """Compare the reading of one file with what was expected, and its figures with the other count."""
    judged = Judgement()
    happened = REFUSED if reading.refusal else LISTED
    if happened not in outcome.outcomes:
        judged.verdict.wrong_outcome += 1
        judged.faults.append(f"{happened}: {reading.refusal or 'nothing was said'}")
    if happened == REFUSED or LISTED not in outcome.outcomes:
        return judged
    if outcome.must_warn and not reading.warnings:
        judged.verdict.wrong_outcome += 1
        judged.faults.append("listed without a warning")
    if outcome.known is not None and outcome.known != reading.known:
        judged.verdict.wrong_outcome += 1
        judged.faults.append(f"{reading.known} sent comments settled and back instead of {outcome.known}")
    _judge_findings(outcome, reading.findings, judged)
    if marks is not None and (marks.comments, marks.all_changes) != (reading.comments, reading.changes):
        judged.verdict.miscounted += 1
        judged.faults.append(
            f"counted {reading.comments} comments and {reading.changes} changes; "
            f"the file has {marks.comments} and {marks.all_changes} ({dict(marks.changes)})"
        )
    return judged


def _judge_findings(outcome: Outcome, findings: Sequence[Returned], judged: Judgement) -> None:
    verdict = judged.verdict
    verdict.expected += len(outcome.expected)
    explained: set[int] = set()
    used: set[int] = set()
    for one in outcome.expected:
        fitting = [place for place, found in enumerate(findings) if fits(one, found)]
        explained.update(place for place in fitting if _is_at(one, findings[place]))
        fresh = [place for place in fitting if place not in used] or fitting
        best = min(fresh, key=lambda place: _rank(one, findings[place]), default=None)
        if best is None:
            verdict.dropped += 1
            judged.faults.append(f"dropped: {one}")
            continue
        used.add(best)
        explained.add(best)
        _judge_place(one, findings[best], judged)
    for place, found in enumerate(findings):
        if place not in explained and not _is_tolerated(outcome, found):
            verdict.false += 1
            judged.faults.append(f"false: {found}")
    placed = verdict.right_sure + verdict.right_guess
    if placed < outcome.min_right * verdict.expected - 1e-9:
        judged.faults.append(f"only {placed} of {verdict.expected} are at their question")


def fits(one: Expected, found: Returned) -> bool:
    """Say whether a finding tells of this edit, wherever it was put."""
    if found.kind not in one.kinds or (one.author and found.author != one.author):
        return False
    if one.said is not None:
        return same_looks(found.said) == same_looks(one.said)
    if one.says:
        texts = same_looks(f"{found.new} {found.old} {found.on} {found.said}")
        return same_looks(one.says) in texts
    if _is_at(one, found):
        return True
    return bool(one.new) and same_looks(found.new) == same_looks(one.new or "")


def _is_at(one: Expected, found: Returned) -> bool:
    return not one.paths.isdisjoint((found.path, *found.other_paths))


def _rank(one: Expected, found: Returned) -> tuple[bool, bool, bool, bool]:
    """Put first what is at the right place, says the same and is at the same paragraph."""
    return (
        not _is_at(one, found),
        bool(_differences(one, found)),
        one.number is not None and found.number not in (one.number, None),
        found.certainty != SURE,
    )


def _judge_place(one: Expected, found: Returned, judged: Judgement) -> None:
    verdict = judged.verdict
    if found.certainty == NONE:
        verdict.in_tray += 1
        return
    is_sure = found.certainty == SURE
    if not _is_at(one, found):
        verdict.wrong_sure += is_sure
        verdict.wrong_guess += not is_sure
        judged.faults.append(f"wrong, called {found.certainty}: {found} instead of {one}")
        return
    verdict.right_sure += is_sure
    verdict.right_guess += not is_sure
    if differences := list(_differences(one, found)):
        verdict.text_differs += 1
        judged.faults.append(f"{', '.join(differences)} of {found} differ from {one}")


def _differences(one: Expected, found: Returned) -> Iterable[str]:
    for name in ("old", "new", "on"):
        wanted = getattr(one, name)
        if wanted is not None and same_looks(getattr(found, name)) != same_looks(wanted):
            yield name
    if one.is_settled is not None and found.is_settled is not None and found.is_settled != one.is_settled:
        yield "settled"


def _is_tolerated(outcome: Outcome, found: Returned) -> bool:
    return any(
        found.kind in rule.kinds and (not rule.paths or found.path in rule.paths)
        for rule in outcome.tolerated
    )
