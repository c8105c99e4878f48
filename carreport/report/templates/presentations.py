"""Say in which ways a report can show an answer: the words that a template's outline may use.

Declared data: the loader checks templates against it, `report.sections` has one function for
each, and docs/templates.md lists it.
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
    """One way to show an answer.

    `shows` says whether it can show a kind of answer. `roles` are the inner questions that it gives
    a place of their own, by their usual id; a template can name other ids. `settings` are the
    further words a template may give, each with what it means.
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
    each.name: each
    for each in (
        Presentation("prose", "The words as they were written; something short as a paragraph.", _answers),
        Presentation(
            "callout",
            "Set apart with a bar, for the one thing to remember; a list becomes bullets in it.",
            lambda kind: kind.stands_alone or kind.takes_fields,
            settings={"label": "a small line above the words"},
            takes_several=True,
        ),
        Presentation(
            "bullets",
            "One bullet for each entry of a list, its answers one after the other.",
            _lists,
            settings={"fields": "which inner questions, in which order"},
        ),
        Presentation(
            "entries",
            "Each entry of a list with its title in bold, its facts in small type, then its texts.",
            _lists,
            settings={
                "title": "the inner questions that make the title of an entry",
                "cite": "true: each entry ends with the number it has in the references",
                "notes": "the inner questions whose answers stand in a footnote",
                "leads": "for an inner question, the words that stand before its answer",
            },
        ),
        Presentation(
            "facts",
            "Short answers, each beside its label.",
            _answers,
            settings={"labels": "for a path, the label to use in place of the question"},
            takes_several=True,
        ),
        Presentation(
            "table",
            "A table with a row for each entry; a column that nobody filled in is left out.",
            lambda kind: kind.takes_fields or kind.holds_notes,
            settings={
                "columns": "which inner questions, in which order",
                "headers": "for an inner question, the header to use in place of its label",
                **_CAPTION,
            },
        ),
        Presentation(
            "grouped",
            "The entries of a list under the choice that was made for each.",
            _lists,
            settings={
                "by": "the inner question (a choice) that tells the groups apart",
                "leads": "for a choice, the words that stand above its entries",
            },
        ),
        Presentation(
            "people",
            "People sorted by surname; each is named, given by role only, or left out, as they wish.",
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
            "Workshops: what was asked, who came, the notes as a table by theme, what came of it.",
            _lists,
            roles=("name", "date", "question", "people", "tables", "how", "notes", "gave"),
        ),
        Presentation(
            "photos",
            "Pictures with caption, credit and text alternative.",
            lambda kind: kind.holds_photos,
        ),
        Presentation(
            "learning_points",
            "Each learning point with its sentence and the words and figures that show it.",
            _lists,
            roles=("label", "statement", "shown", "so", "words", "voice", "source"),
        ),
        Presentation(
            "actions",
            "Actions in a table for each state, the furthest first.",
            _lists,
            roles=("what", "who", "by", "state", "result"),
            settings={
                "states": "which states, in which order; actions in another stay out",
                "together": "true: one table, with the state in a column",
                "columns": "which inner questions, in which order; the others stay out",
            },
        ),
        Presentation(
            "reflections",
            "What each member made of it, signed with the number or name they released it under.",
            _lists,
            roles=(
                "respondent", "member", "heading", "came", "hard", "changed", "next", "release",
            ),
        ),
        Presentation(
            "methods",
            "How the group found things out, with a table of who was asked and who answered.",
            _lists,
            roles=(
                "name", "kind", "when", "replies", "who", "asked", "answered", "note",
            ),
            settings={"leads": "for an inner question, the words that stand before its answer"},
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
            settings={"count": "the path of the number of meetings"},
        ),
        Presentation(
            "references",
            "The references, made from the evidence and from what else was read; sorted and numbered.",
            _lists,
            settings={"evidence": "the path of the list of evidence"},
            roles=("author", "year", "title", "publisher", "link", "accessed"),
        ),
        Presentation(
            "provenance",
            "A sentence about where the report comes from, counted from the inquiry itself.",
            lambda _: False,
            takes_none=True,
        ),
        Presentation(
            "headlines",
            "A line for each survey: how many answered, where people agreed most and least.",
            _lists,
            roles=("name", "statements"),
        ),
        Presentation(
            "points",
            "Each learning point as one bullet: its label and its sentence.",
            _lists,
            roles=("label", "statement"),
            settings={"most": "how many at the most; the others are counted"},
        ),
    )
}  # fmt: skip
