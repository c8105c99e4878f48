"""Find replies in a file that are already in the draft, or were corrected, and ask if that is not certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.kinds.replies import GROUP, OPEN, STATEMENT, WAVE, fingerprints_of
from carreport.form.richtext import clean, clean_line
from carreport.form.wording import format_count
from carreport.survey.importing.column_types import STATEMENT_TYPES, ColumnType
from carreport.survey.importing.columns import ColumnMapping, Corrections, match_wave
from carreport.survey.importing.identifiers import identifier_kind
from carreport.survey.importing.reply_table import ReplyTable
from carreport.survey.replies.deduplicate import (
    QuestionKey,
    ReplySet,
    ReplyValues,
    answers_by_question,
    deduplicate,
)
from carreport.survey.replies.fingerprints import Cells, key_row, reply_fingerprints, reply_keys
from carreport.survey.replies.revised_replies import (
    EarlierAnswers,
    FileAnswers,
    RevisedAnswer,
    pair_replies,
    revised_answers,
)
from carreport.survey.replies.withdraw_reply import last_duplicate_key
from carreport.survey.target import SurveyTarget

MATCHING_SHARE = 0.8
"""If this share of the replies that seem new is identical to existing ones, they may be the same."""
MOST_COMPARED = 200_000
TAKE_NEW, KEEP_OLD, OTHER_PEOPLE = "new", "keep", "others"

ReplyAnswers = tuple[tuple[QuestionKey, str], ...]
"""The contents of one reply: pairs of a question and its answer."""


@dataclass(frozen=True, slots=True)
class DuplicateCheck:
    """The fingerprints of the replies in a file, the number of new replies, and the question to ask first.

    `revised` has the answers that differ from those in the survey. `pairs` has the keys of replies that
    are no longer in the file, by the new reply that may be their corrected version. `replaced` are the
    keys of the replies to take out of earlier entries, `kept` the keys of those whose earlier answers
    stay, by reply.
    """

    fingerprints: tuple[str, ...]
    new_count: int
    notes: tuple[str, ...] = ()
    question: str = ""
    revised: tuple[RevisedAnswer, ...] = ()
    pairs: Mapping[int, str] = field(default_factory=dict)
    is_revision_asked: bool = False
    replaced: frozenset[str] = frozenset()
    kept: Mapping[int, str] = field(default_factory=dict)

    @property
    def revised_count(self) -> int:
        """The number of replies whose answers have changed."""
        return len({answer.reply for answer in self.revised} | self.pairs.keys())


def check_duplicates(
    table: ReplyTable, target: SurveyTarget, mappings: Sequence[ColumnMapping], corrections: Corrections
) -> DuplicateCheck:
    """Return the fingerprints of the replies in a file, with the same ones for the same people."""
    already, separated_by = corrections.already, told_apart_by(table)
    marks = reply_fingerprints(
        [column.cells for column in table.columns], separated_by, others=already == "others"
    )
    before = deduplicate(target.batches)
    keys = reply_keys(marks)
    if not (before.n or before.withdrawn) or not keys:
        return DuplicateCheck(marks, len(keys))
    answers, earlier = (
        file_answers(mappings, match_wave(target, corrections)[0]),
        answers_by_question(target.batches),
    )
    out = _withdrawal_notes(keys, before)
    had = {*before.keys, *before.withdrawn}
    fresh = [number for number, key in enumerate(keys) if key not in had]
    rest = sorted({*before.keys} - set(keys))
    matched = _matching_replies(answers, earlier, fresh, rest)
    is_sure = bool(separated_by)
    if already == "same":
        marks = tuple(matched.get(number, mark).partition("#")[0] for number, mark in enumerate(marks))
    check = DuplicateCheck(marks, len(set(reply_keys(marks)) - had))
    if already == "" and (matched or (check.new_count < len(keys) and not is_sure)):
        shared = {question: answers[question] for question in _shared_questions(answers, earlier)}
        check = _with_question(check, _Overlap(shared, matched, len(rest), is_sure=is_sure))
    if not check.question:
        is_matched = already == "same" and bool(matched)
        has_ids = _has_ids(table, separated_by) and not is_matched
        comparison = _Comparison(target, before, answers, earlier, separated_by, is_matched, has_ids)
        check = _with_revisions(check, comparison, corrections.revised)
    return replace(check, notes=(*_duplicate_notes(check, before), *check.notes, *out))


def told_apart_by(table: ReplyTable) -> tuple[Cells, ...]:
    """Return the columns that identify each reply in a file, or none."""
    kinds = [(identifier_kind(column), column.cells) for column in table.columns]
    ids = [(cells,) for kind, cells in kinds if kind == "id"]
    times = tuple(cells for kind, cells in kinds if kind == "time")
    for chosen in (*ids, times):
        is_filled = bool(chosen) and all(map(any, zip(*chosen, strict=True)))
        if is_filled and len(set(zip(*chosen, strict=True))) == len(table.rows):
            return chosen
    return ()


def _has_ids(table: ReplyTable, separated_by: tuple[Cells, ...]) -> bool:
    return any(
        identifier_kind(column) == "id" and column.cells is separated_by[0]
        for column in table.columns
        if separated_by
    )


def file_answers(mappings: Sequence[ColumnMapping], wave: str = "") -> dict[QuestionKey, ReplyValues]:
    """Return the answers of each reply in a file as they would be stored, by question."""
    answers: dict[QuestionKey, ReplyValues] = {}
    for mapping in mappings:
        cells = mapping.column.cells
        if mapping.column_type in STATEMENT_TYPES:
            steps = {match.answer: match.step or None for match in mapping.step_matches}
            answers[STATEMENT, mapping.target_id] = [steps.get(cell) for cell in cells]
        elif mapping.column_type is ColumnType.OPEN:
            answers[OPEN, mapping.target_id] = [clean(cell).strip() or None for cell in cells]
        elif mapping.column_type in (ColumnType.GROUP, ColumnType.WAVE):
            kind = GROUP if mapping.column_type is ColumnType.GROUP else WAVE
            answers[kind, ""] = [mapping.names.get(clean_line(cell)) for cell in cells]
    if wave and answers:
        count = len(next(iter(answers.values())))
        answers.setdefault((WAVE, ""), [wave] * count)
    return answers


# Replies that may be the same


@dataclass(frozen=True, slots=True)
class _Overlap:
    """The replies of a file that are identical to others in the survey, by number, with their keys.

    `shared` has the answers to the questions that both have.
    """

    shared: FileAnswers
    matched: Mapping[int, str]
    rest: int
    is_sure: bool

    def is_likely(self, new: int) -> bool:
        """Say whether enough replies are identical for them to be from the same people."""
        alike, most = len(self.matched), min(new, self.rest)
        contents = {tuple(values[number] for values in self.shared.values()) for number in self.matched}
        if 2 * len(contents) > alike:  # hardly by chance
            return alike >= max(2, most / 2 + 0.5)
        return alike >= max(3, MATCHING_SHARE * most)


def _with_question(check: DuplicateCheck, overlap: _Overlap) -> DuplicateCheck:
    """Return the result when some replies are identical to existing ones."""
    n, new, alike, is_sure = len(check.fingerprints), check.new_count, len(overlap.matched), overlap.is_sure
    is_contained = not is_sure and not alike and (not overlap.rest or not new)
    if is_contained:
        return check
    doubtful = alike + (0 if is_sure else n - new)
    if is_sure and not overlap.is_likely(new):
        note = (
            f"{format_count(alike, 'reply')} from other people are identical to replies "
            "already in the survey."
        )
        return replace(check, notes=(*check.notes, note))
    asks = (
        f"{doubtful:,} of {format_count(n, 'reply')} are identical to replies already in "
        "the survey. Are they from the same people, so that each counts once, or from other people?"
    )
    return replace(check, question=asks)


def _duplicate_notes(check: DuplicateCheck, before: ReplySet) -> tuple[str, ...]:
    n, withdrawn = len(check.fingerprints), before.withdrawn.intersection(reply_keys(check.fingerprints))
    again = n - check.new_count - len(withdrawn) - check.revised_count
    return (
        (f"{again:,} of {format_count(n, 'reply')} are already in the survey and are counted once.",)
        if again
        else ()
    )


def _withdrawal_notes(keys: Sequence[str], before: ReplySet) -> tuple[str, ...]:
    """Return notes about withdrawn replies, whether or not this file has them."""
    count = len(before.withdrawn.intersection(keys))
    if count:
        return (
            (
                f"{format_count(count, 'reply')} in the file "
                f"{'was' if count == 1 else 'were'} withdrawn "
                "and will be left out."
            ),
        )
    if not before.withdrawn or not before.n or not {*before.keys}.isdisjoint(keys):
        return ()
    withdrawn = (
        f"{format_count(len(before.withdrawn), 'reply')} {'was' if len(before.withdrawn) == 1 else 'were'}"
    )
    note = (
        f"{withdrawn} withdrawn from this survey. They cannot be recognised in this file, "
        "because they came from a different one. "
        "If they are in it, remove their rows from the file first."
    )
    return (note,)


def _shared_questions(answers: FileAnswers, earlier: EarlierAnswers) -> list[QuestionKey]:
    return [question for question in answers if question in earlier and question[0] in (STATEMENT, OPEN)]


def _matching_replies(
    answers: FileAnswers, earlier: EarlierAnswers, fresh: Sequence[int], rest: Sequence[str]
) -> dict[int, str]:
    """Return, for replies that seem new, the key of an existing reply that is identical."""
    shared = _shared_questions(answers, earlier)
    if not shared or not fresh or not rest:
        return {}
    waiting: dict[ReplyAnswers, list[str]] = {}
    for key in rest:
        had = tuple((question, earlier[question].get(key, (None,))[0] or "") for question in shared)
        waiting.setdefault(had, []).append(key)
    matches: dict[int, str] = {}
    for number in fresh:
        now = tuple((question, answers[question][number] or "") for question in shared)
        if any(answer for _, answer in now) and waiting.get(now):
            matches[number] = waiting[now].pop()
    return matches


# Replies that were corrected


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A file and the survey it is compared with.

    `is_matched` says that replies were matched by their answers, because the fingerprints have changed;
    `has_ids` that the numbers of the replies say who is who.
    """

    target: SurveyTarget
    before: ReplySet
    answers: FileAnswers
    earlier: EarlierAnswers
    separated_by: tuple[Cells, ...]
    is_matched: bool
    has_ids: bool

    def known(self, keys: Sequence[str]) -> dict[int, str]:
        """Return the replies that are in the survey already."""
        had = {*self.before.keys}
        return {number: key for number, key in enumerate(keys) if key in had}

    def gone(self, keys: Sequence[str]) -> list[str]:
        """Return the replies of files that overlap with this one, and that it no longer has."""
        now, had = set(keys), {*self.before.keys}
        gone: dict[str, None] = {}
        for batch in self.target.batches:
            batch_keys = reply_keys(fingerprints_of(batch))
            if not now.isdisjoint(batch_keys):
                gone |= dict.fromkeys(key for key in batch_keys if key in had and key not in now)
        return list(gone)

    def pairs(self, keys: Sequence[str], gone: Sequence[str]) -> dict[int, str]:
        """Return the new replies that may be corrected versions of replies no longer in the file."""
        had = {*self.before.keys, *self.before.withdrawn}
        fresh = [number for number, key in enumerate(keys) if key not in had]
        if self.has_ids or not fresh or not gone or len(fresh) * len(gone) > MOST_COMPARED:
            return {}
        least = dict.fromkeys(fresh, 0.5 if self.separated_by or self.is_matched else 0.51)
        if self.is_matched:
            least |= {number: 0.0 for number in fresh if number == key_row(self.separated_by)}
        return pair_replies(self.answers, self.earlier, fresh, gone, least)


def _with_revisions(check: DuplicateCheck, comparison: _Comparison, revised: str) -> DuplicateCheck:
    """Return the result with the replies whose answers have changed, and what is done with them."""
    keys, before = reply_keys(check.fingerprints), comparison.before
    known, gone = comparison.known(keys), comparison.gone(keys)
    pairs = {} if revised == OTHER_PEOPLE else comparison.pairs(keys, gone)
    answers = revised_answers(comparison.answers, comparison.earlier, known | pairs)
    certain = {answer.reply: known[answer.reply] for answer in answers if answer.reply in known}
    marks = list(check.fingerprints)
    replaced: frozenset[str] = frozenset()
    if revised == TAKE_NEW:
        replaced = frozenset(certain.values()) | {
            last_duplicate_key(before.keys, key) for key in pairs.values()
        }
    if revised == KEEP_OLD or (revised == TAKE_NEW and comparison.is_matched and comparison.separated_by):
        for number, key in pairs.items():
            marks[number] = key.partition("#")[0]
    found = replace(
        check,
        fingerprints=tuple(marks),
        new_count=check.new_count - len(pairs),
        revised=tuple(sorted(answers, key=lambda answer: answer.reply)),
        pairs=pairs,
        is_revision_asked=bool(certain or pairs) and revised not in (TAKE_NEW, KEEP_OLD),
        replaced=replaced,
        kept=certain | pairs if revised == KEEP_OLD else {},
    )
    left = len(set(gone) - {*pairs.values()})
    return replace(found, notes=(*check.notes, *_revision_notes(found, revised), *_gone_notes(left)))


def _revision_notes(check: DuplicateCheck, revised: str) -> Iterator[str]:
    if not check.revised_count or check.is_revision_asked:
        return
    is_one = check.revised_count == 1
    fate = "new answers are used" if revised == TAKE_NEW else "earlier answers are kept"
    yield (
        f"{format_count(check.revised_count, 'reply')} {'has' if is_one else 'have'} different answers now. "
        f"{'Its' if is_one else 'Their'} {fate}."
    )


def _gone_notes(count: int) -> Iterator[str]:
    if count:
        verbs = ("is", "It stays", "it") if count == 1 else ("are", "They stay", "them")
        yield (
            f"{format_count(count, 'reply')} of an earlier file {verbs[0]} not in this one. "
            f"{verbs[1]} in the survey unless you withdraw {verbs[2]}."
        )
