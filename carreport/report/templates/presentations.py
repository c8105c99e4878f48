"""The ways in which a report can present an answer, for use in the outline of a template.

The loader checks templates against `PRESENTATIONS`. `report.sections` has a function for each
presentation, and docs/templates.md describes them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from carreport.form.kinds import Kind


def _answers(kind: Kind) -> bool:
    return kind.stands_alone


def _lists(kind: Kind) -> bool:
    return kind.takes_fields


@dataclass(frozen=True, slots=True)
class Presentation:
    """One way to present an answer.

    `shows` returns whether it can present a kind of answer. `roles` are the default ids of the
    questions inside a list that it treats specially; a template can map them to other ids.
    `settings` are its other keys in a template, each with its meaning.
    """

    name: str
    summary: str
    shows: Callable[[Kind], bool]
    roles: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    takes_several: bool = False
    takes_none: bool = False


_CAPTION = {"caption": "the caption of the table"}

PRESENTATIONS: Mapping[str, Presentation] = {
    presentation.name: presentation
    for presentation in (
        Presentation("prose", "The text as written; a short answer becomes a paragraph.", _answers),
        Presentation(
            "callout",
            "Highlighted with a bar, for the one thing to remember; each entry in a list is a paragraph.",
            lambda kind: kind.stands_alone or kind.takes_fields,
            settings={"label": "a small line above the text"},
            takes_several=True,
        ),
        Presentation(
            "bullets",
            "One bullet for each entry in a list, with its answers one after another.",
            _lists,
            settings={"fields": "which questions inside the list, in which order"},
        ),
        Presentation(
            "entries",
            "Each entry in a list with its title in bold, its facts in small type, then its text.",
            _lists,
            settings={
                "title": "the questions whose answers form the title of an entry",
                "cite": "true: each entry shows its number in the references",
                "notes": "the questions whose answers become a footnote",
                "leads": "for a question inside the list, the text before its answer",
            },
        ),
        Presentation(
            "facts",
            "Short answers, each next to its label.",
            _answers,
            settings={"labels": "for a path, the label to use instead of the question"},
            takes_several=True,
        ),
        Presentation(
            "table",
            "A table with a row for each entry; empty columns are left out.",
            lambda kind: kind.takes_fields or kind.holds_notes,
            settings={
                "columns": "which questions inside the list, in which order",
                "headers": "for a question inside the list, the header to use instead of its label",
                **_CAPTION,
            },
        ),
        Presentation(
            "grouped",
            "The entries in a list, grouped by a choice.",
            _lists,
            settings={
                "by": "the question inside the list (a choice) that defines the groups",
                "leads": "for a choice, the text above its entries",
            },
        ),
        Presentation(
            "people",
            "People sorted by surname; shown by name, by role only, or not at all, as they wish.",
            _lists,
            roles=("person", "joined", "left", "shown"),
        ),
        Presentation(
            "agreement",
            "A survey as a table with n, counts and percentages, and its chart.",
            lambda kind: kind.takes_fields or kind.holds_statements,
            roles=("name", "n", "note", "statements"),
        ),
        Presentation(
            "replies",
            "Open questions with the replies that may be quoted, by theme, “n of m shown”.",
            _lists,
            roles=(
                "question", "survey", "received", "themed_by", "note",
                "replies", "words", "theme", "may_quote",
            ),
        ),
        Presentation(
            "workshops",
            "Workshops: what was asked, who came, the notes by theme, and the result.",
            _lists,
            roles=("name", "date", "question", "people", "tables", "how", "notes", "gave"),
        ),
        Presentation(
            "photos",
            "Pictures with caption, credit and description.",
            lambda kind: kind.holds_photos,
        ),
        Presentation(
            "learning_points",
            "Each learning point with its sentence and its evidence.",
            _lists,
            roles=("label", "statement", "shown", "so", "words", "voice", "source"),
        ),
        Presentation(
            "actions",
            "Actions in a table for each state, the most advanced first.",
            _lists,
            roles=("what", "who", "by", "state", "result"),
            settings={
                "states": "which states, in which order; actions in other states are left out",
                "together": "true: one table, with the state in a column",
                "columns": "which questions inside the list, in which order; the others are left out",
            },
        ),
        Presentation(
            "reflections",
            "The reflections that members have released, signed with a number or a name.",
            _lists,
            roles=(
                "respondent", "member", "heading", "came", "hard", "changed", "next", "release",
            ),
        ),
        Presentation(
            "methods",
            "Research methods, with a table of who was asked and who answered.",
            _lists,
            roles=(
                "name", "kind", "when", "replies", "who", "asked", "answered", "note",
            ),
            settings={"leads": "for a question inside the list, the text before its answer"},
        ),
        Presentation(
            "cycles",
            "The cycles of the work in order, each with its dates.",
            _lists,
            roles=("number", "period", "about", "outcome"),
        ),
        Presentation(
            "meetings",
            "How many meetings there were, and a table of them.",
            _lists,
            roles=("date", "purpose", "outcome", "came"),
            settings={"count": "the path of the question that asks how many meetings there were"},
        ),
        Presentation(
            "references",
            "References from the evidence and further reading, sorted and numbered.",
            _lists,
            settings={"evidence": "the path of the list of evidence"},
            roles=("author", "year", "title", "publisher", "link", "accessed"),
        ),
        Presentation(
            "provenance",
            "A paragraph on what the report is based on, counted from the inquiry.",
            lambda _: False,
            takes_none=True,
        ),
        Presentation(
            "headlines",
            "A line for each survey and scale: n, and where people agreed most and least, with every tie.",
            _lists,
            roles=("name", "n", "statements"),
        ),
        Presentation(
            "points",
            "Each learning point as one bullet: its label and its sentence.",
            _lists,
            roles=("label", "statement"),
            settings={"most": "the maximum number; the others are counted"},
        ),
    )
}  # fmt: skip
