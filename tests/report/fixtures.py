"""Inquiries of every kind that a report must come out of whole: one function each, built by code.

`CASES` has them by name. Each gives the form, the answers and the pictures, as `build` and
`export_report` take them; whoever tests an output goes through all of them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from carreport.assets import form_files, resource_path
from carreport.draft.pictures.prepare import prepare_picture
from carreport.form.answers import Answers, answers_from_json
from carreport.form.loader import load_form
from carreport.form.schema import Field, Form
from carreport.report.model import PictureFile

HOSTILE = (
    "& < > \" ' {{ title }} {% raw %} {# gone #} {{p section.body }} </script><script>alert(1)</script>"
    "]]> <?xml?> &amp; &#0; ${7*7} #emph[x] `$x$` \\newcommand soft\u00adhyphen \u202eabc\u202c "
    "👩🏽‍🏫 日本語 e\u0301 " + "x" * 400
)
RIGHT_TO_LEFT = "كيف يمكن للمدارس وشركائها أن تعمل معا بشكل أفضل؟ איך אפשר לעבוד יחד? 19 of 37."
SENTENCE = "People said that the first call should go to somebody whose name they know, and they meant it. "
REPEATS = {"methods": 3, "evidence": 12, "meetings": 20, "actions": 20, "learning_points": 6, "photos": 4}


class Case(NamedTuple):
    """An inquiry to be printed."""

    form: Form
    answers: Answers
    pictures: Mapping[str, PictureFile]


def inquiry_form() -> Form:
    """Return the shipped form of an inquiry."""
    return load_form(next(path for path in form_files() if path.stem == "car-inquiry"))


def read(form: Form, given: Mapping[str, Any]) -> Answers:
    """Return an answers file as answers; it must fit the form."""
    answers, problems = answers_from_json(form, given)
    assert problems == []
    return answers


@cache
def empty() -> Case:
    """Nothing answered."""
    return Case(inquiry_form(), Answers(), {})


@cache
def thin() -> Case:
    """An inquiry that has just begun: a title, a question, one action, a word of the fellow."""
    form = inquiry_form()
    given = {
        "about": {"title": "Warm rooms", "members": [{"person": {"name": "Ailsa Kerr"}}]},
        "question": {"main": "Who comes when it is cold?"},
        "actions": {"actions": [{"what": "Ring the library"}]},
        "reflections": {"$fellow": "The group has met once."},
    }
    return Case(form, read(form, given), {})


@cache
def example() -> Case:
    """The example that ships, whole."""
    form = inquiry_form()
    source = resource_path("examples", "schools-partnership.json")
    pictures: dict[str, PictureFile] = {}

    def bring(name: str) -> Any:
        prepared = prepare_picture(Path(source.parent / name))
        picture = prepared.picture
        pictures[prepared.sha256] = PictureFile(picture.data, picture.type, picture.width, picture.height)
        return prepared.value

    answers, problems = answers_from_json(form, json.loads(source.read_text(encoding="utf-8")), bring)
    assert problems == []
    return Case(form, answers, pictures)


@cache
def huge() -> Case:
    """Hundreds of entries and long texts: months of somebody's diligence."""
    form = inquiry_form()
    value, pictures = picture()
    number = count(1)

    def words(question: Field) -> str:
        if question.kind != "text":
            return f"{question.id} {next(number)} of many"
        return "\n\n".join(f"{next(number)}. {SENTENCE * 4}" for _ in range(2))

    filler = Filler(words, value, 1)
    given = filler.form(form)
    replies = [{"words": f"Reply {n}. {SENTENCE}", "theme": f"Theme {n % 7}"} for n in range(150)]
    for reply in replies:
        reply.update(dict.fromkeys(_yes_no(form, "data.open_questions", "replies"), "yes"))
    given["data"]["open_questions"][0]["replies"] = replies
    for section in form.sections:
        for question in section.fields:
            if question.id in REPEATS:
                entries = Filler(words, value, REPEATS[question.id]).answer(question)
                given[section.id][question.id] = entries
    return Case(form, read(form, given), pictures)


@cache
def hostile() -> Case:
    """Every answer is made of what breaks programs: markup, tags, signs, letters without end."""
    form = inquiry_form()
    value, pictures = picture()
    given = Filler(lambda _: HOSTILE, value, 2).form(form)
    given["about"]["title"] = HOSTILE.replace("&amp; &#0;", "")
    return Case(form, read(form, given), pictures)


@cache
def right_to_left() -> Case:
    """Every answer begins in Arabic and goes on in Hebrew and English."""
    form = inquiry_form()
    value, pictures = picture()
    return Case(form, read(form, Filler(lambda _: RIGHT_TO_LEFT, value, 2).form(form)), pictures)


@cache
def no_photos() -> Case:
    """The example without a single picture."""
    form, answers, _ = example()
    return Case(form, Answers({k: v for k, v in answers.values.items() if k != "data.photos"}), {})


@cache
def empty_cells() -> Case:
    """Lists with gaps: each entry answers only one of its questions, and not the same one."""
    form = inquiry_form()
    value, pictures = picture()
    given = Filler(lambda question: f"Only {question.id}", value, 1).form(form)
    for section in form.sections:
        for question in section.fields:
            if question.is_group:
                whole = given[section.id][question.id][0]
                given[section.id][question.id] = [{name: told} for name, told in whole.items()]
    return Case(form, read(form, given), pictures)


@cache
def noted() -> Case:
    """Every text has notes, in paragraphs, lists, quotations and subheadings."""
    form = inquiry_form()
    value, pictures = picture()
    number = count(1)

    def block(kind: str) -> dict[str, Any]:
        link = {"text": f"page {next(number)}", "link": "https://example.org/page"}
        spans = [
            {
                "text": f"Word {next(number)}",
                "note": [{"text": f"Note {next(number)}\nsee ", "emphasis": True}, link],
            },
            {"text": " and more", "strong": True},
            {"text": ".", "note": f"End {next(number)}."},
        ]
        return {"type": kind, "spans": spans}

    def words(question: Field) -> Any:
        if question.kind != "text":
            return f"{question.id} {next(number)}"
        return [block(kind) for kind in ("paragraph", "subheading", "bullet", "number", "quote", "paragraph")]

    return Case(form, read(form, Filler(words, value, 1).form(form)), pictures)


@cache
def tabled() -> Case:
    """Every text has tables: with notes, gaps and figures, in the middle of a list, wide, and of one row."""
    form = inquiry_form()
    value, pictures = picture()
    number = count(1)

    def row(width: int) -> list[Any]:
        noted = [{"text": f"Visit {next(number)}", "note": f"Counted {next(number)}.", "strong": True}]
        return [
            noted,
            "",
            f"{next(number)},{next(number)}00",
            *(f"Day {next(number)}" for _ in range(3, width)),
        ]

    def table(rows: int, width: int) -> dict[str, Any]:
        head = [f"Head {next(number)}", "", *(f"Week {next(number)}" for _ in range(2, width))]
        return {"type": "table", "rows": [head, *(row(width) for _ in range(rows - 1))]}

    def words(question: Field) -> Any:
        if question.kind != "text":
            return f"{question.id} {next(number)}"
        lines = [{"type": "bullet", "spans": [f"Line {next(number)}"]} for _ in range(2)]
        return [table(3, 3), f"After {next(number)}", lines[0], table(1, 3), lines[1], table(2, 9)]

    return Case(form, read(form, Filler(words, value, 1).form(form)), pictures)


CASES: Mapping[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (empty, thin, example, huge, hostile, right_to_left, no_photos, empty_cells, noted, tabled)
}


class Filler:
    """Answers every question of a form, with `words` where words are asked."""

    def __init__(self, words: Callable[[Field], Any], picture_value: Mapping[str, Any], entries: int) -> None:
        self.words = words
        self.picture_value = picture_value
        self.entries = entries

    def form(self, form: Form) -> dict[str, Any]:
        """Return an answers file with every question answered, and the fellow's text in each section."""
        return {
            section.id: {
                "$fellow": self.words(section.fellow_field),
                **{question.id: self.answer(question) for question in section.fields},
            }
            for section in form.sections
        }

    def answer(self, question: Field) -> Any:
        """Return an answer of the kind that a question takes; nothing for a kind we do not know."""
        if question.is_group:
            return [{inner.id: self.answer(inner) for inner in question.fields} for _ in range(self.entries)]
        words = self.words(question)
        chosen = 1 if question.id == "state" else -1
        first = question.choices[chosen].key if question.choices else ""
        return {
            "line": words,
            "text": f"{words}\n\n- {words}\n- {words}" if isinstance(words, str) else words,
            "choice": first,
            "choices": [first],
            "number": 7,
            "date": "2016-05-23",
            "period": {"start": "2015-03", "end": "2016-12"},
            "yes_no": True,
            "link": "https://example.org/a/plan/with/a/long/address?and=more&more=and",
            "person": {"name": words[:200], "role": words[:200], "organisation": words[:200]},
            "picture": dict(self.picture_value),
        }.get(question.kind)


@cache
def picture() -> tuple[dict[str, Any], dict[str, PictureFile]]:
    """Return the value of a picture answer, and the bytes that it names."""
    stream = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(stream, "PNG")
    data = stream.getvalue()
    name = sha256(data).hexdigest()
    value = {"sha256": name, "type": "image/png", "width": 400, "height": 300}
    return value, {name: PictureFile(data, "image/png", 400, 300)}


def _yes_no(form: Form, path: str, inner: str) -> list[str]:
    """Return the questions of an inner list that take yes or no, such as whether it may be quoted."""
    group = form.field(path)
    found = group.inner_field(inner) if group else None
    return [field.id for field in found.fields if field.kind == "yes_no"] if found else []
