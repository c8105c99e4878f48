"""Enter replies from paper forms by hand: read, save and remove replies.

Replies are stored in a separate entry for each person and computer, so that merging two copies keeps
the replies in both. A reply is identified by a random fingerprint.
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
from carreport.survey.replies.reply_scales import reply_scales
from carreport.survey.scales import DEFAULT_SCALE_NAME, OWN, Scale, scale_by_name, scale_from_steps
from carreport.survey.target import SurveyTarget, derived_id, find_target

MOST_GROUPS = len(DIGITS)
"""The most groups, or survey rounds, that one entry of replies can store."""


@dataclass(frozen=True, slots=True)
class EnteredReply:
    """One person's reply: the key of the point chosen by statement, and the text by open question."""

    fingerprint: str
    answers: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    wave: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it has no answers; a group alone is not an answer."""
        return not self.answers and not self.texts


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions of one survey, and the replies entered by hand, each with its entry.

    `from_files` has the imported replies; they are deduplicated again only if the files change. `scale`
    is that of new statements; `scales` has those of statements with replies.
    """

    target: SurveyTarget
    scale: Scale
    entered: tuple[tuple[str, EnteredReply], ...]
    files: tuple[Mapping[str, Any], ...]
    from_files: ReplySet
    scale_is_guessed: bool = False
    scale_is_other: bool = False
    scales: Mapping[str, Scale] = field(default_factory=dict)

    def scale_of(self, statement: str) -> Scale:
        """Return the scale on which a statement is answered."""
        return self.scales.get(statement, self.scale)

    @property
    def n(self) -> int:
        """The number of replies, entered and imported."""
        return self.from_files.n + len({reply.fingerprint for _, reply in self.entered})

    @property
    def statements_path(self) -> str:
        """The path of the statements."""
        return self.target.place.statements_path(self.target.survey)

    @property
    def path(self) -> str:
        """The path of the survey."""
        return paths.item_path(self.target.place.group, self.target.survey)

    def batch_path(self, batch: str) -> str:
        """Return the path of the replies of one entry."""
        place = self.target.place
        return paths.field_path(place.batches_path(self.target.survey), batch, place.replies)

    def names_used(self, kind: str) -> tuple[str, ...]:
        """Return the names of groups, or of survey rounds, used so far."""
        is_group = kind == GROUP
        imported = self.from_files.groups if is_group else self.from_files.waves
        typed = (reply.group if is_group else reply.wave for _, reply in self.entered)
        return tuple(dict.fromkeys(name for name in (*imported, *typed) if name))


class EntryStore(Protocol):
    """An object that stores answers: a draft."""

    def answers(self) -> Answers:
        """Return all answers."""

    def fill(self, answers: Answers) -> int:
        """Write all of `answers`."""

    def write(self, path: str, value: Value) -> None:
        """Write an answer."""

    def remove_item(self, item_path: str) -> None:
        """Remove an entry from its list."""


class RemovedEntryEdit(Protocol):
    """An edit that is set aside."""

    @property
    def item_path(self) -> str:
        """The path of the entry that was removed."""


class AuthoredStore(Protocol):
    """An object with an author and edits that are set aside: a draft."""

    @property
    def author_and_device(self) -> tuple[str, str]:
        """The author and the device."""

    def unseen_edits(self) -> Sequence[RemovedEntryEdit]:
        """Return edits inside removed entries that the person who removed them had not seen."""


def read_questionnaire(
    form: Form, answers: Answers, path: str, before: Questionnaire | None = None
) -> Questionnaire:
    """Return the questions and entered replies of the survey at `path`; raise `UsageError` without one.

    `before` is the previous result; files that have not changed are not read again.
    """
    target = find_target(form, answers, path)
    files = tuple(batch for batch in target.batches if batch["file"] or batch.get(WITHDRAWN))
    from_files = (
        before.from_files
        if before is not None and _are_same_batches(files, before.files)
        else deduplicate(files)
    )
    chosen = scale_by_name(target.scale, target.own_steps)
    found = reply_scales([batch for batch in target.batches if batch["marks"]])
    has_steps = bool(found.main.steps)
    scale = found.main if has_steps else chosen or scale_by_name(DEFAULT_SCALE_NAME)
    assert scale is not None  # noqa: S101 - the default scale exists
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
    return Questionnaire(
        target, scale, tuple(typed), files, from_files, is_guessed, is_other, found.by_statement
    )


def entered_replies(value: Value, wave: str = "") -> tuple[EnteredReply, ...]:
    """Return the replies entered by hand in one entry; none if it is imported, or has only counts."""
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
    """Return the id of the entry for one person at one computer."""
    batches = asked.target.place.batches_path(asked.target.survey)
    return derived_id(batches, f"typed in by {author} at {device}")


def current_entry_id(draft: AuthoredStore, asked: Questionnaire) -> str:
    """Return the id of the entry for new replies, never one with edits that are set aside.

    Its last reply was removed by somebody who had not seen those edits: writing to it would restore
    it without them.
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
    """Return the fingerprint of the reply before this one in its entry, or "" for the first."""
    marks = [reply.fingerprint for entry, reply in asked.entered if entry == batch]
    return marks[marks.index(mark) - 1] if mark in marks[1:] else ""


def save_reply(
    draft: EntryStore, asked: Questionnaire, batch: str, reply: EnteredReply, behind: str | None = None
) -> None:
    """Save a new or corrected reply in its entry.

    A restored reply is put after the one with the fingerprint `behind`, see
    `preceding_fingerprint`; a new one, or one whose neighbour is gone, is the last. A withdrawn
    reply is not restored.
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
    """Remove a reply; if it is the last in its entry, remove the entry too."""
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
    """Return the value that stores these replies, including answers to removed questions."""
    scale = scale_from_steps(_steps_to_store(asked, replies, before).items())
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


def _steps_to_store(asked: Questionnaire, replies: Sequence[EnteredReply], before: Value) -> dict[str, str]:
    """Return the points of all scales of a survey, or, if there are too many, those that anybody chose."""
    pairs = [(step.key, step.label) for step in asked.scale.steps]
    pairs += (before or {}).get("steps", ())
    pairs += [(step.key, step.label) for scale in asked.scales.values() for step in scale.steps]
    labels: dict[str, str] = {}
    for key, label in pairs:
        labels.setdefault(key, label)
    if len(labels) <= len(DIGITS):
        return labels
    chosen = {key for reply in replies for key in reply.answers.values()}
    return {key: label for key, label in labels.items() if key in chosen}


def name_problem(asked: Questionnaire, kind: str, name: str) -> str:
    """Return why a group or survey round of this name cannot be added, or an empty string."""
    names = asked.names_used(kind)
    if name in names or len(names) < MOST_GROUPS:
        return ""
    noun = "groups" if kind == GROUP else "survey rounds"
    return (
        f"“{name}” was not saved. A survey can have up to {MOST_GROUPS} {noun}, and you have used them all."
    )


def _current_replies(draft: EntryStore, path: str) -> tuple[Value, tuple[EnteredReply, ...]]:
    """Return the current replies in an entry, as a stored value and as replies."""
    owner = draft.answers().get(paths.parent_item_path(path))
    value = owner.get(paths.split_path(path).steps[-1][1]) if isinstance(owner, Item) else None
    wave = str(owner.get("wave") or "") if isinstance(owner, Item) else ""
    return value, entered_replies(value, wave)


def _are_same_batches(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether two lists have the same batch objects, without reading the replies."""
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
    """Return the ids of the questions asked, then of those answered that are no longer asked."""
    return list(dict.fromkeys([*(to for to, _ in asked), *(to for answers in answered for to in answers)]))


def _scale_values(asked: Questionnaire) -> dict[str, str]:
    """Return the scale of the entered replies as an answer, if the survey has none."""
    question = asked.target.place.field.inner_field("scale")
    keys = [choice.key for choice in question.choices] if question else []
    if asked.target.scale or asked.scale.name not in keys or asked.scale.name == OWN:
        return {}
    return {"scale": asked.scale.name}
