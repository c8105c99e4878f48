"""Two inquiries to review: the example, and a learning event with drawn answers."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from carreport.assets import form_files, resource_path
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers
from carreport.form.loader import load_form
from carreport.form.schema import Form
from tests.counts.making import run

Json = dict[str, Any]
AUTHOR = "Ailsa Kerr"
FORMS = ("car-inquiry", "learning-event")
_WHO = (
    "the housing team", "our school nurses", "two volunteers", "the library staff", "parents from Kilmory",
    "the youth council", "a retired joiner", "the link workers", "our host", "the evening class",
    "new tenants", "the bus drivers", "carers we already knew", "the community police", "one councillor",
    "the breakfast club", "older pupils", "the welfare advisers",
)  # fmt: skip
_DID = (
    "explained", "wanted to know", "compared", "had expected", "forgot to mention", "noticed",
    "wrote down", "doubted", "remembered", "disagreed about", "gathered", "measured", "rehearsed",
    "questioned", "sketched", "translated", "kept a record of", "underlined",
)  # fmt: skip
_WHAT = (
    "how long a referral takes in winter", "which doors stay locked after four",
    "the cost of a return ticket",
    "who answers the telephone on Fridays", "why the old form frightened people",
    "the smell of the stairwell",
    "what a good first visit looks like", "letters that nobody could read", "the walk from the harbour",
    "the list of people who had stopped coming", "the price of the hall", "three maps of the estate",
    "how a waiting room can be made kinder", "the budget for hot meals", "what happens when a worker leaves",
    "the questions that children ask", "a promise made in the spring", "the gap between two timetables",
    "how trust grows in a small place", "where young people go at night", "the noise from the building site",
    "what the figures leave out", "a drawing of the playground", "the trouble with passwords",
)  # fmt: skip
_HOW = (
    "over soup and oatcakes", "in groups of four", "before the minister arrived",
    "with a great deal of laughter",
    "on yellow cards", "while the rain came through the roof", "without naming anybody",
    "after a short silence", "on the second morning", "with help from an interpreter", "in their own words",
    "although time was short", "as if they had always worked together", "at the back of the bus",
    "for the first time since the merger", "with photographs from last year",
)  # fmt: skip
_THEN = (
    "That changed the afternoon.", "Nobody had planned for this.", "We would do it again.",
    "It took twenty minutes longer than it should have.", "The notes of that hour fill nine pages.",
    "Some of us are still thinking about it.", "A summary went to every partner in June.",
    "The chair asked for a vote and got none.", "It is the part that people mention when we meet them now.",
)  # fmt: skip

_LEFT: WeakKeyDictionary[random.Random, dict[tuple[str, ...], list[str]]] = WeakKeyDictionary()


def make_draft(form_name: str, folder: Path, seed: int = 15) -> Path:
    """Make a draft of an inquiry in this folder."""
    draft = folder / f"{form_name}.carreport"
    answers = resource_path("examples", "schools-partnership.json")
    if form_name != "car-inquiry":
        answers = folder / f"{form_name}.json"
        answers.write_text(json.dumps(draw_answers(form_name, seed)), encoding="utf-8")
    code, said = run("new", form_name, "-o", draft, "--answers", answers, "--author", AUTHOR)
    assert code == 0, said
    return draft


def form_and_answers(draft: Path) -> tuple[Form, Answers]:
    """Return the form of a draft, and what everyone in the group may read of it."""
    with DraftSession.open(draft, AUTHOR, read_only=True) as session:
        return load_form(_form_path(session.form.id)), session.shared_answers()


def draw_answers(form_name: str, seed: int) -> Json:
    """Draw an answer to most questions of a form that are answered in words, lists or choices."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    form = tomllib.loads(_form_path(form_name).read_text(encoding="utf-8"))
    answers: Json = {"$form": form_name}
    for section in form["section"]:
        fields = _draw_fields(section["field"], chance)
        if fields:
            answers[section["id"]] = fields
    return answers


def _form_path(name: str) -> Path:
    return next(path for path in form_files() if path.stem == name)


def _draw_fields(fields: list[Json], chance: random.Random) -> Json:
    drawn = {field["id"]: _draw(field, chance) for field in fields if "show_if" not in field}
    return {name: answer for name, answer in drawn.items() if answer is not None}


def _draw(field: Json, chance: random.Random) -> object:
    kind = field["kind"]
    if kind == "text":
        return list(_blocks(chance, chance.choice((1, 1, 2, 3)) if field.get("size") == "long" else 1))
    if kind == "line":
        return f"{chance.choice(_WHO)} and {chance.choice(_WHAT)}".capitalize()[:90]
    if kind == "list":
        return [_draw_fields(field["field"], chance) for _ in range(3)]
    if kind in ("choice", "choices"):
        names = list(field["choices"])
        return chance.choice(names) if kind == "choice" else chance.sample(names, 2)
    if kind == "link":
        return f"https://www.example.org/{chance.randrange(10**6)}"
    return {"number": 43, "yes_no": chance.choice((True, False))}.get(kind)


def _blocks(chance: random.Random, count: int) -> Iterator[Json]:
    for place in range(count):
        kind = "bullet" if place and chance.random() < 0.3 else "paragraph"
        spans: list[Json] = [{"text": sentences(chance, chance.choice((1, 2, 2, 3)))}]
        if chance.random() < 0.3:
            link = {"text": "a longer account", "link": "https://www.example.org/account"}
            spans += [{"text": " There is "}, link, {"text": " by "}, {"text": "one of us", "strong": True}]
            spans.append({"text": "."})
        yield {"type": kind, "spans": spans}


def _next(words: tuple[str, ...], chance: random.Random) -> str:
    """Hand out each of these before any of them again, so that few sentences are alike."""
    left = _LEFT.setdefault(chance, {}).setdefault(words, [])
    if not left:
        left.extend(chance.sample(words, len(words)))
    return left.pop()


def sentences(chance: random.Random, count: int) -> str:
    """Return drawn sentences of a report on an event."""
    written = []
    for _ in range(count):
        who, did, what, how = (_next(words, chance) for words in (_WHO, _DID, _WHAT, _HOW))
        written.append(f"{who[0].upper()}{who[1:]} {did} {what} {how}.")
    if chance.random() < 0.5:
        written.append(chance.choice(_THEN))
    return " ".join(written)
