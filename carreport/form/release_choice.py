"""The one choice for an entry that is private until its writer gives it to the group.

The question that `private_until` names has its options in the form, but their labels come from here,
because an old draft contains its old form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from carreport.form import paths
from carreport.form.answers import Item, is_asked, is_empty, is_met
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Form, Share, Value

NAMED = "named"
"""The key of the choice to sign with a name."""
KEEP, WITHDRAW = "Keep private", "No longer print it"
NOT_PRINTED = "Not printed in reports"
CHOICE_LABEL = "Who can read it?"


@dataclass(frozen=True, slots=True)
class ReleaseOption:
    """One option: what is stored for it, its label, and whether it gives the entry to the group.

    `given_label` is its label once the group has the entry.
    """

    key: str
    value: Value
    gives: bool
    label: str
    given_label: str


def release_question(group: Field) -> Field | None:
    """Return the question that decides whether an entry of this list is given to the group."""
    return group.inner_field(group.private_until.field) if group.private_until is not None else None


def may_print_entry(group: Field, values: Mapping[str, Any]) -> bool:
    """Say whether the answers in an entry allow reports to print it; the entry must also be given.

    An answer to a question that is no longer asked allows nothing.
    """
    asked = release_question(group)
    if group.private_until is None:
        return True
    return asked is not None and is_asked(asked, values) and is_met(group.private_until, values)


def release_options(group: Field) -> tuple[ReleaseOption, ...]:
    """Return the options for an entry of a list that is private until released: first what keeps it.

    A question with several answers, or without options, has one option that keeps the entry.
    """
    condition, asked = group.private_until, release_question(group)
    if condition is None or asked is None:
        return ()
    keys: list[Value] = [choice.key for choice in asked.choices] or list(condition.values)
    keeping = [key for key in keys if key not in condition.values and not _takes_several(asked, key)]
    options = [
        ReleaseOption(
            str(key), _stored(asked, key), gives=False, label=KEEP + own, given_label=WITHDRAW + own
        )
        for key in keeping
        for own in [f": {asked.label_of(str(key))}" if len(keeping) > 1 else ""]
    ] or [ReleaseOption("", None, gives=False, label=KEEP, given_label=WITHDRAW)]
    return (*options, *(_giving(group, asked, key) for key in keys if key in condition.values))


def value_to_store(group: Field, option: ReleaseOption, current: Value) -> Value:
    """Return the answer for an option; other answers to a question with several stay."""
    condition = group.private_until
    if condition is None or not isinstance(current, list):
        return option.value
    others = [key for key in current if key not in condition.values]
    return [*others, *(option.value if isinstance(option.value, list) else [])]


def chosen_option(group: Field, value: Value) -> ReleaseOption | None:
    """Return the option that a stored answer stands for; without an answer, what keeps the entry."""
    options, condition = release_options(group), group.private_until
    if condition is None or not options:
        return None
    if is_met(condition, {condition.field: value}):
        keys = [str(key) for key in (value if isinstance(value, list) else [value])]
        return next((option for option in options if option.gives and option.key in keys), None)
    return next((option for option in options if not option.gives and option.value == value), options[0])


def number_question(group: Field) -> Field | None:
    """Return the question whose number signs an entry: an option that gives it has the same key."""
    values = group.private_until.values if group.private_until is not None else ()
    return next((field for field in group.fields if kind_of(field).is_number and field.id in values), None)


def choice_summary(group: Field, value: Value) -> str:
    """Return in a few words what the writer of a given entry decided, or an empty string."""
    option = chosen_option(group, value)
    if option is None or value is None:
        return ""
    return option.given_label if option.gives else NOT_PRINTED


def given_lines(group: Field, item: Item) -> Iterator[str]:
    """Yield what others can read of an entry once it is given: each question with its answer."""
    choice = release_question(group)
    for inner in group.fields:
        value = item.get(inner.id)
        if inner is choice or inner.share is Share.PRIVATE or is_empty(inner, value):
            continue
        if not inner.is_group:
            yield f"{inner.label}\n{kind_of(inner).format_value(inner, value)}"
            continue
        for number, entry in enumerate(value, 1):
            lines = "\n".join(given_lines(inner, entry)) or "(no text yet)"
            yield f"{inner.label} ({number} of {len(value)})\n{lines}"


def is_release_choice(form: Form, path: str) -> bool:
    """Say whether the answer at `path` decides who can read an entry."""
    entry = paths.parent_item_path(path)
    group = form.field(entry) if entry else None
    asked = release_question(group) if group is not None else None
    return asked is not None and path == f"{entry}/{asked.id}"


def _giving(group: Field, asked: Field, key: Value) -> ReleaseOption:
    """Return the option that gives an entry."""
    own = asked.label_of(str(key)) if asked.choices else kind_of(asked).format_value(asked, key)
    signed = _signed(group, str(key))
    label = f"Give to the group, {signed}" if signed else f"Give to the group: {own}"
    given = signed.replace("signed with your", "Signed with a") if signed else own
    return ReleaseOption(str(key), _stored(asked, key), gives=True, label=label, given_label=given)


def _signed(group: Field, key: str) -> str:
    """Return how an option signs an entry, if its key says so."""
    number = number_question(group)
    if number is not None and key == number.id:
        return "signed with your number"
    return "signed with your name" if key == NAMED else ""


def _takes_several(asked: Field, key: Value) -> bool:
    return isinstance(_stored(asked, key), list)


def _stored(asked: Field, key: Value) -> Value:
    """Return what a draft stores for one answer."""
    read = kind_of(asked).parse(asked, key)
    return None if isinstance(read, InvalidValue) else read
