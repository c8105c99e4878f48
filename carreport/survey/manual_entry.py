"""Type in replies from paper, one by one: read those that are in, put one in, mend it, take it out again.

Each person at each computer types into an entry of their own, so that two copies come back together
with every reply of both. A reply is known by its mark; what it says is its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds.replies import (
    DIGITS,
    GROUP,
    LONGEST_REPLY,
    NO_ANSWER,
    OPEN,
    STATEMENT,
    WAVE,
    WITHDRAWN,
    fingerprints_of,
)
from carreport.form.richtext import clean, clean_line
from carreport.form.schema import Form, Value
from carreport.survey.importing.importer import entered_batch_value
from carreport.survey.replies.deduplicate import ReplySet, deduplicate
from carreport.survey.scales import DEFAULT_SCALE_NAME, OWN, Scale, scale_by_name, scale_from_steps
from carreport.survey.target import SurveyTarget, derived_id, find_target

MOST_GROUPS = len(DIGITS)
"""So many different groups, and waves, one entry of replies can tell apart."""


@dataclass(frozen=True, slots=True)
class EnteredReply:
    """What one person replied: the key of a step by statement, words by open question."""

    fingerprint: str
    answers: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    wave: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is answered in it; a group alone is no answer."""
        return not self.answers and not self.texts


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is asked in one survey, and the replies to it that were typed in, each with its entry.

    `from_files` has the others, joined once and for as long as the files are the same.
    """

    target: SurveyTarget
    scale: Scale
    entered: tuple[tuple[str, EnteredReply], ...]
    files: tuple[Mapping[str, Any], ...]
    from_files: ReplySet
    scale_is_guessed: bool = False
    scale_is_other: bool = False

    @property
    def n(self) -> int:
        """How many replies are in, typed in or from files."""
        return self.from_files.n + len({reply.fingerprint for _, reply in self.entered})

    @property
    def statements_path(self) -> str:
        """Where the statements stand."""
        return self.target.place.statements_path(self.target.survey)

    @property
    def path(self) -> str:
        """Where the survey stands."""
        return paths.item_path(self.target.place.group, self.target.survey)

    def batch_path(self, batch: str) -> str:
        """Return where the replies of one entry stand."""
        place = self.target.place
        return paths.field_path(place.batches_path(self.target.survey), batch, place.replies)

    def names_used(self, kind: str) -> tuple[str, ...]:
        """Return the groups, or the waves, that are named so far."""
        is_group = kind == GROUP
        imported = self.from_files.groups if is_group else self.from_files.waves
        typed = (reply.group if is_group else reply.wave for _, reply in self.entered)
        return tuple(dict.fromkeys(name for name in (*imported, *typed) if name))


class EntryStore(Protocol):
    """Whatever keeps answers: a draft."""

    def answers(self) -> Answers:
        """Return everything that is answered."""

    def fill(self, answers: Answers) -> int:
        """Say what `given` says."""

    def write(self, path: str, value: Value) -> None:
        """Answer at `path`."""

    def remove_item(self, item_path: str) -> None:
        """Take an entry out of its list."""


class RemovedEntryEdit(Protocol):
    """An edit that is set aside."""

    @property
    def item_path(self) -> str:
        """The path of the entry that was removed."""


class AuthoredStore(Protocol):
    """Whatever knows who writes, and which edits are set aside: a draft."""

    @property
    def author_and_device(self) -> tuple[str, str]:
        """Who writes, at which computer."""

    def unseen_edits(self) -> Sequence[RemovedEntryEdit]:
        """Return edits inside removed entries that whoever removed them had not seen."""


def read_questionnaire(
    form: Form, answers: Answers, path: str, before: Questionnaire | None = None
) -> Questionnaire:
    """Return what is asked in the survey at `path`; raise `UsageError` if there is none.

    `before` is what was returned last; its files are not read again where they are the same.
    """
    target = find_target(form, answers, path)
    files = tuple(batch for batch in target.batches if batch["file"] or batch.get(WITHDRAWN))
    from_files = (
        before.from_files
        if before is not None and _are_same_batches(files, before.files)
        else deduplicate(files)
    )
    chosen = scale_by_name(target.scale, target.own_steps)
    steps = [{**batch, "columns": [], "marks": ""} for batch in target.batches if batch["marks"]]
    has_steps = any(batch["steps"] for batch in steps)
    scale = deduplicate(steps).scale if has_steps else chosen or scale_by_name(DEFAULT_SCALE_NAME)
    assert scale is not None  # noqa: S101 - the usual one is there
    item = answers.get(paths.item_path(target.place.group, target.survey))
    batches = item.items(target.place.batches) if isinstance(item, Item) else ()
    typed = [
        (batch.id, reply)
        for batch in batches
        for reply in entered_replies(batch.get(target.place.replies), str(batch.get("wave") or ""))
        if reply.fingerprint not in from_files.withdrawn
    ]
    is_other = has_steps and chosen is not None and not {*chosen.keys} <= {*scale.keys}
    is_guessed = chosen is None and not has_steps
    return Questionnaire(target, scale, tuple(typed), files, from_files, is_guessed, is_other)


def entered_replies(value: Value, wave: str = "") -> tuple[EnteredReply, ...]:
    """Return the replies of one entry that were typed in; none if it came with a file, or is counts alone."""
    if not value or value["file"]:
        return ()
    columns = value["columns"]
    steps = dict(zip(DIGITS, (key for key, _ in value["steps"]), strict=False))
    judged = [
        (column["to"], column["given"])
        for column in columns
        if column["as"] == STATEMENT and "given" in column
    ]
    opens = [(column["to"], column["texts"]) for column in columns if column["as"] == OPEN]
    names = {column["as"]: column for column in columns if column["as"] in (GROUP, WAVE)}
    return tuple(
        EnteredReply(
            mark,
            {to: steps[digits[row]] for to, digits in judged if digits[row] != NO_ANSWER},
            {to: texts[row] for to, texts in opens if texts[row]},
            _name_in(names[GROUP], row) if GROUP in names else "",
            _name_in(names[WAVE], row) if WAVE in names else wave,
        )
        for row, mark in enumerate(fingerprints_of(value))
    )


def own_entry_id(asked: Questionnaire, author: str, device: str) -> str:
    """Return the id of the entry into which one person types at one computer."""
    batches = asked.target.place.batches_path(asked.target.survey)
    return derived_id(batches, f"typed in by {author} at {device}")


def current_entry_id(draft: AuthoredStore, asked: Questionnaire) -> str:
    """Return the id of the entry into which the author types now, never one in which edits are set aside.

    Somebody who took its last reply out did not know of those: typing in it would bring it back without them.
    """
    batches = asked.target.place.batches_path(asked.target.survey)
    batch = own_entry_id(asked, *draft.author_and_device)
    if any(entry == batch for entry, _ in asked.entered):
        return batch
    aside = {str(edit.item_path) for edit in draft.unseen_edits()}
    while paths.item_path(batches, batch) in aside:
        batch = derived_id(batches, f"typed in beside {batch}")
    return batch


def preceding_fingerprint(asked: Questionnaire, batch: str, mark: str) -> str:
    """Return the mark of the reply before this one in its entry; nothing if it is the first."""
    marks = [reply.fingerprint for entry, reply in asked.entered if entry == batch]
    return marks[marks.index(mark) - 1] if mark in marks[1:] else ""


def save_reply(
    draft: EntryStore, asked: Questionnaire, batch: str, reply: EnteredReply, behind: str | None = None
) -> None:
    """Put a reply into its entry, or what it says now in place of what it said before.

    One that comes back stands `behind` the one with this mark, as `preceding_fingerprint` told; a new one, or
    one whose neighbour has gone, is the last. One that was withdrawn does not come back.
    """
    if reply.fingerprint in asked.from_files.withdrawn:
        return
    path = asked.batch_path(batch)
    before, replies = _current_replies(draft, path)
    updated = [reply if other.fingerprint == reply.fingerprint else other for other in replies]
    marks = ["", *(other.fingerprint for other in replies)]
    if reply.fingerprint not in marks:
        updated.insert(marks.index(behind) if behind in marks else len(updated), reply)
    value = entered_replies_value(asked, updated, before)
    if before:
        draft.write(path, value)
        return
    survey: dict[str, Any] = {
        asked.target.place.batches: (Item(batch, {asked.target.place.replies: value}),),
        **_scale_values(asked),
    }
    draft.fill(Answers({asked.target.place.group: (Item(asked.target.survey, survey),)}))


def remove_reply(draft: EntryStore, asked: Questionnaire, batch: str, mark: str) -> None:
    """Take a reply out; with the last one its entry goes as well."""
    path = asked.batch_path(batch)
    before, replies = _current_replies(draft, path)
    remaining = [reply for reply in replies if reply.fingerprint != mark]
    if len(remaining) == len(replies):
        return
    if remaining:
        draft.write(path, entered_replies_value(asked, remaining, before))
    else:
        draft.remove_item(paths.parent_item_path(path))


def entered_replies_value(
    asked: Questionnaire, replies: Sequence[EnteredReply], before: Value = None
) -> dict[str, Any]:
    """Return what the draft keeps of these replies, also of what is not asked any more."""
    labels = {step.key: step.label for step in asked.scale.steps}
    labels |= {key: label for key, label in (before or {}).get("steps", ()) if key not in labels}
    scale = scale_from_steps(labels.items())
    statements = _asked_and_answered_ids(asked.target.statements, [reply.answers for reply in replies])
    value = entered_batch_value(
        scale, statements, [reply.answers for reply in replies], [reply.fingerprint for reply in replies]
    )
    opens = _asked_and_answered_ids(asked.target.opens, [reply.texts for reply in replies])
    for to in opens:
        texts = [_text(reply.texts.get(to, "")) for reply in replies]
        if any(texts):
            value["columns"].append({"as": OPEN, "to": to, "heading": "", "texts": texts})
    value["columns"] += _names(GROUP, [reply.group for reply in replies])
    value["columns"] += _names(WAVE, [reply.wave for reply in replies])
    return value


def name_problem(asked: Questionnaire, kind: str, name: str) -> str:
    """Return why a group or a wave of this name cannot be kept, or nothing."""
    names = asked.names_used(kind)
    if name in names or len(names) < MOST_GROUPS:
        return ""
    noun = "groups" if kind == GROUP else "waves"
    return (
        f"A survey can tell {MOST_GROUPS} {noun} apart, and so many are named already. “{name}” is not kept."
    )


def _current_replies(draft: EntryStore, path: str) -> tuple[Value, tuple[EnteredReply, ...]]:
    """Return what an entry holds at this moment, as a value and as replies."""
    owner = draft.answers().get(paths.parent_item_path(path))
    value = owner.get(paths.split_path(path).steps[-1][1]) if isinstance(owner, Item) else None
    wave = str(owner.get("wave") or "") if isinstance(owner, Item) else ""
    return value, entered_replies(value, wave)


def _are_same_batches(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether these are the very same replies, without reading them."""
    return len(one) == len(other) and all(
        a["columns"] is b["columns"] and a["marks"] is b["marks"] and a["wave"] == b["wave"]
        for a, b in zip(one, other, strict=True)
    )


def _name_in(column: Mapping[str, Any], row: int) -> str:
    at = column["given"][row]
    return "" if at == NO_ANSWER else str(column["words"][DIGITS.index(at)])


def _names(kind: str, names: Sequence[str]) -> list[dict[str, Any]]:
    words = list(dict.fromkeys(filter(None, map(clean_line, names))))
    if not words:
        return []
    places = dict(zip(words, DIGITS, strict=False))
    digits = "".join(places.get(clean_line(name), NO_ANSWER) for name in names)
    return [{"as": kind, "heading": "", "words": words[:MOST_GROUPS], "given": digits}]


def _text(words: str) -> str | None:
    return clean(words).strip()[:LONGEST_REPLY] or None


def _asked_and_answered_ids(
    asked: Sequence[tuple[str, str]], answered: Sequence[Mapping[str, str]]
) -> list[str]:
    """Return the ids of what is asked, and behind them of what was answered and is not asked any more."""
    return list(dict.fromkeys([*(to for to, _ in asked), *(to for answers in answered for to in answers)]))


def _scale_values(asked: Questionnaire) -> dict[str, str]:
    """Return the scale that the replies are typed with, if nobody has said which one it is."""
    question = asked.target.place.field.inner_field("scale")
    keys = [choice.key for choice in question.choices] if question else []
    if asked.target.scale or asked.scale.name not in keys or asked.scale.name == OWN:
        return {}
    return {"scale": asked.scale.name}
