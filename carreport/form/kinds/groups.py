"""Answers with several entries: a list, survey statements, workshop notes or photos.

Each asks the same questions about every entry. The form defines those of a `list`; those of the
other kinds are built in. All groups are merged, reordered and removed entry by entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from carreport.form.kinds.base import AnswerSpace, InvalidValue, Kind
from carreport.form.problems import Problem
from carreport.form.schema import Choice, Field, Value
from carreport.form.wording import format_count
from carreport.language.messages import gettext, gettext_noop

DEFAULT_SCALE = {
    "agree": gettext_noop("Agree"),
    "disagree": gettext_noop("Disagree"),
    "dont_know": gettext_noop("Don’t know"),
}
PHOTO_WITHOUT_ALT = "photo-without-alt"
ALT_HINT = (
    "Describe the picture in a sentence or two: who or what it shows, what is happening, and any "
    "important words in it. Leave out “picture of”. If it is only decorative, mark it as decorative."
)
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class GroupKind(Kind):
    """The base class of all groups."""

    is_inline = False
    stands_alone = False

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Refuse the value: `form.answers` reads a group entry by entry."""
        return InvalidValue("expected a list of entries")

    def format_value(self, field: Field, value: Value) -> str:
        """Return the number of entries."""
        return format_count(len(value or ()), field.item_noun)

    def blank(self, field: Field) -> Value:
        """Return no entries."""
        return []


class ListKind(GroupKind):
    """A list of entries that answer the questions defined inside it by the form."""

    name = "list"
    summary = "Any number of entries, such as sources or actions, all with the same questions."
    json_example = '[{"name": "A plan", "year": "2014"}]'
    takes_fields = True


class SurveyKind(GroupKind):
    """Survey statements, with a count for each point on the scale."""

    name = "survey"
    summary = "The statements of a survey, each with the number of people who chose each point on the scale."
    json_example = '[{"statement": "We share a vision", "agree": 15, "disagree": 4}]'
    settings: ClassVar[Mapping[str, str]] = {
        "scale": "the points of the scale, key = label; “don’t know” comes last"
    }
    holds_statements = True

    def built_in_fields(self, field: Field) -> tuple[Field, ...]:
        """Return the statement and a count for each point on the scale."""
        counts = (
            Field(key, "number", label, settings={"least": 0})
            for key, label in field.settings.get("scale", DEFAULT_SCALE).items()
        )
        return (Field("statement", "line", gettext_noop("Statement")), *counts)

    def check_field(self, field: Field) -> Iterator[str]:
        """Yield the mistakes in the scale."""
        scale = field.settings.get("scale", DEFAULT_SCALE)
        if not isinstance(scale, Mapping) or len(scale) < 2:
            yield "a scale needs at least two points, each written as key = label"
        elif not all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in scale) or "statement" in scale:
            yield "the keys of a scale must be lower-case letters, digits and _, and not “statement”"


class BoardKind(GroupKind):
    """Notes from a workshop: text, theme, stage, table and votes."""

    name = "board"
    summary = "Notes from a workshop, each with its text, theme, stage, table and votes."
    json_example = '[{"note": "Open days for partners", "stage": "opportunity", "theme": "Time"}]'
    holds_notes = True

    def built_in_fields(self, field: Field) -> tuple[Field, ...]:
        """Return the questions about the text of a note and its place on the board."""
        stages = (
            Choice("working", gettext_noop("Working well")),
            Choice("not_working", gettext_noop("Not working well")),
            Choice("opportunity", gettext_noop("Opportunity")),
            Choice("priority", gettext_noop("Priority")),
        )
        return (
            Field("note", "line", gettext_noop("Note")),
            Field("theme", "line", gettext_noop("Theme")),
            Field("stage", "choice", gettext_noop("Stage"), choices=stages),
            Field("table", "line", gettext_noop("Table")),
            Field("votes", "number", gettext_noop("Votes"), settings={"least": 0}),
        )


class PhotosKind(GroupKind):
    """Pictures, each with a caption, a text alternative, a credit and consent."""

    name = "photos"
    summary = "Pictures, each with a caption, a text alternative, a credit and consent."
    json_example = '[{"picture": {"file": "wall.jpg"}, "caption": "…", "alt": "…"}]'
    holds_photos = True

    def built_in_fields(self, field: Field) -> tuple[Field, ...]:
        """Return the picture and the questions about it."""
        consent = (
            Choice("nobody", gettext_noop("Nobody can be recognised")),
            Choice("yes", gettext_noop("Everybody shown has agreed")),
            Choice("not_yet", gettext_noop("Not asked yet")),
        )
        return (
            Field(
                "picture",
                "picture",
                gettext_noop("Picture"),
                why="You can choose a file, drop one here or paste one.",
            ),
            Field("caption", "line", gettext_noop("Caption"), why="It is printed below the picture."),
            Field(
                "alt",
                "line",
                gettext_noop("What it shows, for those who cannot see it"),
                why="A screen reader reads this aloud in place of the picture.",
            ),
            Field(
                "decorative",
                "yes_no",
                gettext_noop("Is it only decoration?"),
                why="Screen readers skip a picture that adds nothing to the text.",
            ),
            Field(
                "credit",
                "line",
                gettext_noop("Who took it"),
                why="It is printed below the picture, after the caption.",
            ),
            Field(
                "consent",
                "choice",
                gettext_noop("Have the people shown agreed?"),
                why="Public reports leave the picture out while you have not asked them yet.",
                choices=consent,
            ),
        )

    def entry_problems(self, values: Mapping[str, Value], path: str) -> Iterator[Problem]:
        """Yield a problem if a picture has no text alternative and is not marked as decorative."""
        if values.get("picture") and not values.get("alt") and not values.get("decorative"):
            yield Problem(
                f"{path}/alt",
                PHOTO_WITHOUT_ALT,
                ALT_HINT,
            )

    def may_be_public(self, values: Mapping[str, Value]) -> bool:
        """Say whether the picture may be published as far as the people in it are concerned."""
        return values.get("consent") in (None, "", "nobody", "yes")


class PictureKind(Kind):
    """One picture, stored in the draft under the checksum of its bytes."""

    name = "picture"
    summary = (
        "One picture. It is turned upright, its metadata is removed and large pictures are made smaller."
    )
    json_example = '{"file": "wall.jpg"} (a path relative to the answers file)'
    is_picture = True
    is_inline = False
    stands_alone = False

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return a picture that is already in the draft; its file has been imported before."""
        if given in (None, "", {}):
            return {}
        if not isinstance(given, Mapping) or not _is_checksum(given.get("sha256")):
            return InvalidValue('expected a picture: {"file": "…"} in an answers file')
        picture = {part: given[part] for part in ("sha256", "type", "width", "height") if part in given}
        sizes = (picture.get("width", 1), picture.get("height", 1))
        if not all(type(size) is int and 0 < size < 100_000 for size in sizes):
            return InvalidValue("the width and height of a picture must be whole numbers")
        if not isinstance(picture.get("type", ""), str):
            return InvalidValue("the type of a picture must be text")
        return picture

    def format_value(self, field: Field, value: Value) -> str:
        """Return “picture” with its width and height."""
        size = f" ({value['width']} × {value['height']})" if value and "width" in value else ""
        return f"picture{size}" if value else ""

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return a line, with what to write on it."""
        return AnswerSpace(gettext("Describe the picture here and send its file with this form."))


def scale_of(field: Field) -> Mapping[str, str]:
    """Return the points of a survey's scale: key and label, “don’t know” last."""
    own: Mapping[str, str] | None = field.settings.get("scale")
    return dict(own) if own is not None else {key: gettext(label) for key, label in DEFAULT_SCALE.items()}


def _is_checksum(value: object) -> bool:
    return isinstance(value, str) and bool(_SHA256.match(value))
