"""A form with surveys and an open question, and replies as a draft keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carreport.form.answers import Item

COUNTED = """
[[section.field]]
id = "statements"
kind = "survey"
item = "statement"
label = "What did people say?"
"""
SURVEYS = """
[[section.field]]
id = "surveys"
kind = "list"
item = "survey"
label = "Which surveys were there?"
summary = ["name", "n"]

[[section.field.field]]
id = "name"
kind = "line"
label = "What do you call it?"

[[section.field.field]]
id = "n"
kind = "number"
label = "How many sent it back?"

[[section.field.field]]
id = "scale"
kind = "choice"
label = "Which answers were there?"
choices = { agree4 = "Four steps", three = "Agree or disagree", yes_no = "Yes or no", own = "Our own" }

[[section.field.field]]
id = "statements"
kind = "survey"
item = "statement"
label = "What did people say?"

[[section.field.field]]
id = "replies"
kind = "list"
item = "file"
label = "Which replies came in?"
summary = ["replies", "wave"]

[[section.field.field.field]]
id = "replies"
kind = "replies"
label = "What did people reply?"

[[section.field.field.field]]
id = "wave"
kind = "line"
label = "In which wave?"

[[section.field]]
id = "opens"
kind = "list"
item = "open question"
label = "What was asked in words?"
summary = ["question"]

[[section.field.field]]
id = "question"
kind = "line"
label = "What did you ask?"

[[section.field.field]]
id = "survey"
kind = "line"
label = "In which survey?"

[[section.field.field]]
id = "themes"
kind = "line"
label = "Which themes are there?"

[[section.field.field]]
id = "themed_by"
kind = "line"
label = "Who sorted them?"

[[section.field.field]]
id = "replies"
kind = "list"
item = "reply"
label = "What did people write?"
summary = ["words", "theme"]

[[section.field.field.field]]
id = "words"
kind = "text"
label = "Their words"

[[section.field.field.field]]
id = "theme"
kind = "line"
label = "Its theme"

[[section.field.field.field]]
id = "may_quote"
kind = "choice"
label = "May it be quoted?"
choices = { not_asked = "Not asked", yes = "Yes", unnamed = "Unnamed", no = "No", withdrawn = "Withdrawn" }
"""
CLEAR, WORTH, TIME = (
    Item("clear", {"statement": "It is clear"}),
    Item("worth", {"statement": "It is worth it"}),
    Item("time", {"statement": "There is time"}),
)
STEPS = [["agree", "Agree"], ["disagree", "Disagree"], ["dont_know", "Don’t know"]]


def replies_value(given: Mapping[str, str], *, file: str = "", words: Sequence[str] = ()) -> dict[str, Any]:
    """Return replies as a draft keeps them: for each statement one digit a reply, and words to “hard”."""
    columns: list[dict[str, Any]] = [
        {"as": "statement", "to": to, "heading": "", "given": steps} for to, steps in given.items()
    ]
    if words:
        columns.append({"as": "open", "to": "hard", "heading": "", "texts": list(words)})
    count = len(next(iter(given.values())))
    return {
        "file": file,
        "steps": STEPS,
        "columns": columns,
        "marks": "".join(f"{n:012x}" for n in range(count)),
    }
