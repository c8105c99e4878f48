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
    NONE,
    OPEN,
    STATEMENT,
    WAVE,
    WITHDRAWN,
    marks_of,
)
from carreport.form.richtext import clean, clean_line
from carreport.form.schema import Form, Value
from carreport.survey.importing.importer import typed_value
from carreport.survey.replies.deduplicate import Joined, join
from carreport.survey.scales import OWN, USUAL, Scale, scale_named, scale_of_steps
from carreport.survey.target import Target, made_id, target_at

MOST_NAMES = len(DIGITS)
"""So many different groups, and waves, one entry of replies can tell apart."""


@dataclass(frozen=True, slots=True)
class TypedReply:
    """What one person replied: the key of a step by statement, words by open question."""

    mark: str
    answers: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    wave: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether nothing is answered in it; a group alone is no answer."""
        return not self.answers and not self.texts


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is asked in one survey, and the replies to it that were typed in, each with its entry.

    `from_files` has the others, joined once and for as long as the files are the same.
    """

    target: Target
    scale: Scale
    typed: tuple[tuple[str, TypedReply], ...]
    files: tuple[Mapping[str, Any], ...]
    from_files: Joined
    scale_is_guessed: bool = False
    scale_is_other: bool = False

    @property
    def n(self) -> int:
        """How many replies are in, typed in or from files."""
        return self.from_files.n + len({reply.mark for _, reply in self.typed})

    @property
    def statements_path(self) -> str:
        """Where the statements stand."""
        return self.target.place.statements_of(self.target.survey)

    @property
    def path(self) -> str:
        """Where the survey stands."""
        return paths.of_item(self.target.place.group, self.target.survey)

    def path_of(self, batch: str) -> str:
        """Return where the replies of one entry stand."""
        place = self.target.place
        return paths.inside(place.batches_of(self.target.survey), batch, place.replies)

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the groups, or the waves, that are named so far."""
        is_group = kind == GROUP
        said = self.from_files.groups if is_group else self.from_files.waves
        typed = (reply.group if is_group else reply.wave for _, reply in self.typed)
        return tuple(dict.fromkeys(each for each in (*said, *typed) if each))


class TakesTyped(Protocol):
    """Whatever keeps answers: a draft."""

    def answers(self) -> Answers:
        """Return everything that is answered."""

    def fill(self, given: Answers) -> int:
        """Say what `given` says."""

    def write(self, path: str, value: Value) -> None:
        """Answer at `path`."""

    def remove_item(self, item_path: str) -> None:
        """Take an entry out of its list."""


class Aside(Protocol):
    """An edit that is set aside."""

    @property
    def item(self) -> str:
        """The path of the entry that was removed."""


class SetsAside(Protocol):
    """Whatever knows who writes, and which edits are set aside: a draft."""

    @property
    def signature(self) -> tuple[str, str]:
        """Who writes, at which computer."""

    def set_aside(self) -> Sequence[Aside]:
        """Return edits inside removed entries that whoever removed them had not seen."""


def questionnaire(
    form: Form, answers: Answers, path: str, before: Questionnaire | None = None
) -> Questionnaire:
    """Return what is asked in the survey at `path`; raise `UsageError` if there is none.

    `before` is what was returned last; its files are not read again where they are the same.
    """
    target = target_at(form, answers, path)
    files = tuple(each for each in target.batches if each["file"] or each.get(WITHDRAWN))
    from_files = before.from_files if before is not None and _same(files, before.files) else join(files)
    chosen = scale_named(target.scale, target.own)
    steps = [{**each, "columns": [], "marks": ""} for each in target.batches if each["marks"]]
    has_steps = any(each["steps"] for each in steps)
    scale = join(steps).scale if has_steps else chosen or scale_named(USUAL)
    assert scale is not None  # noqa: S101 - the usual one is there
    item = answers.get(paths.of_item(target.place.group, target.survey))
    batches = item.items(target.place.batches) if isinstance(item, Item) else ()
    typed = [
        (each.id, reply)
        for each in batches
        for reply in typed_replies(each.get(target.place.replies), str(each.get("wave") or ""))
        if reply.mark not in from_files.withdrawn
    ]
    is_other = has_steps and chosen is not None and not {*chosen.keys} <= {*scale.keys}
    is_guessed = chosen is None and not has_steps
    return Questionnaire(target, scale, tuple(typed), files, from_files, is_guessed, is_other)


def typed_replies(value: Value, wave: str = "") -> tuple[TypedReply, ...]:
    """Return the replies of one entry that were typed in; none if it came with a file, or is counts alone."""
    if not value or value["file"]:
        return ()
    columns = value["columns"]
    steps = dict(zip(DIGITS, (key for key, _ in value["steps"]), strict=False))
    judged = [(each["to"], each["given"]) for each in columns if each["as"] == STATEMENT and "given" in each]
    opens = [(each["to"], each["texts"]) for each in columns if each["as"] == OPEN]
    names = {each["as"]: each for each in columns if each["as"] in (GROUP, WAVE)}
    return tuple(
        TypedReply(
            mark,
            {to: steps[given[row]] for to, given in judged if given[row] != NONE},
            {to: texts[row] for to, texts in opens if texts[row]},
            _name_in(names[GROUP], row) if GROUP in names else "",
            _name_in(names[WAVE], row) if WAVE in names else wave,
        )
        for row, mark in enumerate(marks_of(value))
    )


def own_entry(asked: Questionnaire, author: str, device: str) -> str:
    """Return the id of the entry into which one person types at one computer."""
    batches = asked.target.place.batches_of(asked.target.survey)
    return made_id(batches, f"typed in by {author} at {device}")


def entry_to_type_in(draft: SetsAside, asked: Questionnaire) -> str:
    """Return the id of the entry into which the author types now, never one in which edits are set aside.

    Somebody who took its last reply out did not know of those: typing in it would bring it back without them.
    """
    batches = asked.target.place.batches_of(asked.target.survey)
    batch = own_entry(asked, *draft.signature)
    if any(each == batch for each, _ in asked.typed):
        return batch
    aside = {str(each.item) for each in draft.set_aside()}
    while paths.of_item(batches, batch) in aside:
        batch = made_id(batches, f"typed in beside {batch}")
    return batch


def stands_behind(asked: Questionnaire, batch: str, mark: str) -> str:
    """Return the mark of the reply before this one in its entry; nothing if it is the first."""
    marks = [reply.mark for each, reply in asked.typed if each == batch]
    return marks[marks.index(mark) - 1] if mark in marks[1:] else ""


def keep_reply(
    draft: TakesTyped, asked: Questionnaire, batch: str, reply: TypedReply, behind: str | None = None
) -> None:
    """Put a reply into its entry, or what it says now in place of what it said before.

    One that comes back stands `behind` the one with this mark, as `stands_behind` told; a new one, or
    one whose neighbour has gone, is the last. One that was withdrawn does not come back.
    """
    if reply.mark in asked.from_files.withdrawn:
        return
    path = asked.path_of(batch)
    before, replies = _now(draft, path)
    kept = [reply if each.mark == reply.mark else each for each in replies]
    marks = ["", *(each.mark for each in replies)]
    if reply.mark not in marks:
        kept.insert(marks.index(behind) if behind in marks else len(kept), reply)
    value = replies_value(asked, kept, before)
    if before:
        draft.write(path, value)
        return
    survey: dict[str, Any] = {
        asked.target.place.batches: (Item(batch, {asked.target.place.replies: value}),),
        **_scale_to_keep(asked),
    }
    draft.fill(Answers({asked.target.place.group: (Item(asked.target.survey, survey),)}))


def drop_reply(draft: TakesTyped, asked: Questionnaire, batch: str, mark: str) -> None:
    """Take a reply out; with the last one its entry goes as well."""
    path = asked.path_of(batch)
    before, replies = _now(draft, path)
    kept = [each for each in replies if each.mark != mark]
    if len(kept) == len(replies):
        return
    if kept:
        draft.write(path, replies_value(asked, kept, before))
    else:
        draft.remove_item(paths.owner(path))


def replies_value(
    asked: Questionnaire, replies: Sequence[TypedReply], before: Value = None
) -> dict[str, Any]:
    """Return what the draft keeps of these replies, also of what is not asked any more."""
    labels = {step.key: step.label for step in asked.scale.steps}
    labels |= {key: label for key, label in (before or {}).get("steps", ()) if key not in labels}
    scale = scale_of_steps(labels.items())
    statements = _each_once(asked.target.statements, [each.answers for each in replies])
    value = typed_value(
        scale, statements, [each.answers for each in replies], [each.mark for each in replies]
    )
    opens = _each_once(asked.target.opens, [each.texts for each in replies])
    for to in opens:
        texts = [_text(each.texts.get(to, "")) for each in replies]
        if any(texts):
            value["columns"].append({"as": OPEN, "to": to, "heading": "", "texts": texts})
    value["columns"] += _names(GROUP, [each.group for each in replies])
    value["columns"] += _names(WAVE, [each.wave for each in replies])
    return value


def trouble_with_name(asked: Questionnaire, kind: str, name: str) -> str:
    """Return why a group or a wave of this name cannot be kept, or nothing."""
    known = asked.names(kind)
    if name in known or len(known) < MOST_NAMES:
        return ""
    noun = "groups" if kind == GROUP else "waves"
    return (
        f"A survey can tell {MOST_NAMES} {noun} apart, and so many are named already. “{name}” is not kept."
    )


def _now(draft: TakesTyped, path: str) -> tuple[Value, tuple[TypedReply, ...]]:
    """Return what an entry holds at this moment, as a value and as replies."""
    owner = draft.answers().get(paths.owner(path))
    value = owner.get(paths.split(path).steps[-1][1]) if isinstance(owner, Item) else None
    wave = str(owner.get("wave") or "") if isinstance(owner, Item) else ""
    return value, typed_replies(value, wave)


def _same(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether these are the very same replies, without reading them."""
    return len(one) == len(other) and all(
        a["columns"] is b["columns"] and a["marks"] is b["marks"] and a["wave"] == b["wave"]
        for a, b in zip(one, other, strict=True)
    )


def _name_in(column: Mapping[str, Any], row: int) -> str:
    at = column["given"][row]
    return "" if at == NONE else str(column["words"][DIGITS.index(at)])


def _names(kind: str, names: Sequence[str]) -> list[dict[str, Any]]:
    words = list(dict.fromkeys(filter(None, map(clean_line, names))))
    if not words:
        return []
    places = dict(zip(words, DIGITS, strict=False))
    given = "".join(places.get(clean_line(each), NONE) for each in names)
    return [{"as": kind, "heading": "", "words": words[:MOST_NAMES], "given": given}]


def _text(words: str) -> str | None:
    return clean(words).strip()[:LONGEST_REPLY] or None


def _each_once(asked: Sequence[tuple[str, str]], said: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the ids of what is asked, and behind them of what was answered and is not asked any more."""
    return list(dict.fromkeys([*(to for to, _ in asked), *(to for each in said for to in each)]))


def _scale_to_keep(asked: Questionnaire) -> dict[str, str]:
    """Return the scale that the replies are typed with, if nobody has said which one it is."""
    question = asked.target.place.field.inner("scale")
    keys = [choice.key for choice in question.choices] if question else []
    if asked.target.scale or asked.scale.name not in keys or asked.scale.name == OWN:
        return {}
    return {"scale": asked.scale.name}
