"""Plant canaries in an inquiry: a word in every answer of every question, found by walking the form.

Each word belongs to a sort, by which it is known where it may be found afterwards.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release import release_entry
from carreport.errors import UsageError
from carreport.form.answers import is_asked
from carreport.form.kinds import KINDS, kind_of
from carreport.form.loader import parse_form
from carreport.form.people import LEFT_OUT, NAMED, wish_question
from carreport.form.schema import Condition, Field, Form, Share, Value

AUTHOR = "Ailsa Kerr"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def canary(chance: random.Random) -> str:
    """Return a word that is nowhere else."""
    return f"zq{''.join(chance.choice(LETTERS) for _ in range(8))}qz"


class Sort(StrEnum):
    """Why a word is planted."""

    PRESENT = "an answer as it is"
    TEAM = "an answer for the group"
    NOT_ASKED = "an answer to a question that is no longer asked"
    PRIVATE = "a private answer"
    UNRELEASED = "an entry not released"
    CHOSEN = "an entry with yes, but not released"
    WITHDRAWN = "a released entry no longer printed"
    EARLY = "an earlier version of a released entry"
    EARLIER = "an earlier version"
    REMOVED = "a removed entry"
    ERASED = "an erased entry"
    BY_ERASED = "what an erased person wrote"
    ERASED_NAME = "the name of an erased person"
    METADATA = "the metadata of a photo"
    FILE_NAME = "the file name of a photo"
    SIGNATURE = "a name under a released entry"
    QUOTED = "a quotation from what is private or taken back"
    REPLY = "a reply as it was given"
    UNNAMED = "the name of somebody who does not want to be named"
    NO_CONSENT = "a photo of people who were not asked"
    RECEIPT = "the name of a copy sent before"


@dataclass
class Planter:
    """Writes in a session as its author does, and knows each word it has planted."""

    session: DraftSession
    chance: random.Random
    words: dict[str, tuple[Sort, str]] = field(default_factory=dict)
    not_released: list[str] = field(default_factory=list)
    """The lists of which no entry could be given to the group, whatever was answered."""
    _count: int = 0
    _erasures: int = 3
    _in_released: bool = False
    _points: list[str] = field(default_factory=list)

    def word(self, sort: Sort, path: str) -> str:
        """Return a new word of this sort."""
        self._count += 1
        number, letters = self._count * 7919, ""
        for _ in range(8):
            number, rest = divmod(number, 26)
            letters += LETTERS[(rest + self._count) % 26]
        fresh = f"zq{letters}qz"
        if fresh in self.words:
            return self.word(sort, path)
        self.words[fresh] = (sort, path)
        return fresh

    def of(self, *sorts: Sort) -> set[str]:
        """Return the words of these sorts."""
        return {word for word, (sort, _) in self.words.items() if sort in sorts}

    # The whole form.

    def plant(self) -> None:
        """Plant a word everywhere, of every sort for which there is a place."""
        form = self.session.form
        for section in form.sections:
            self.session.write(
                f"{section.id}.@fellow", self._text(self.word(Sort.PRESENT, f"{section.id}.@fellow"))
            )
            controls = self._controls(section.fields)
            for question in section.fields:
                path = f"{section.id}.{question.id}"
                if question.private_until is not None:
                    self._plant_private_list(path, question, question.private_until)
                elif question.is_group:
                    self._plant_list(path, question, self._sort_of(question, controls, Sort.PRESENT))
                else:
                    self._plant_answer(path, question, controls)
        self._plant_borrowed()
        self._plant_by_others()
        self._plant_by_others()
        self.session.seal()
        self.session.flush()

    def _plant_answer(self, path: str, question: Field, controls: Mapping[str, Value]) -> None:
        if question.id in controls:
            self.session.write(path, controls[question.id])
            return
        sort = self._sort_of(question, controls, Sort.PRESENT)
        earlier = Sort.PRIVATE if sort is Sort.PRIVATE else Sort.EARLIER
        value = self._value(question, earlier, path)
        if value is not None and self._count % 2:
            self.session.write(path, value)
            self.session.seal()
        else:
            self._forget(value)
        self.session.write(path, self._value(question, sort, path))

    def _forget(self, value: Value) -> None:
        told = json.dumps(value)
        self.words = {word: planted for word, planted in self.words.items() if word not in told}

    def _resort(self, where: str, sort: Sort) -> None:
        """Give the words of an entry another sort."""
        for word, (_, path) in list(self.words.items()):
            if path.startswith(f"{where}/"):
                self.words[word] = (sort, path)

    def _plant_list(self, path: str, question: Field, sort: Sort) -> None:
        """Plant an entry that stays, one that is removed and one that is erased."""
        self._entry(path, question, sort, deep=True)
        gone = Sort.PRIVATE if sort is Sort.PRIVATE else Sort.REMOVED
        self.session.remove_item(self._entry(path, question, gone))
        if sort is not Sort.PRIVATE and self._erasures:
            self._erasures -= 1
            erased = self._entry(path, question, Sort.ERASED)
            self.session.seal()
            erase(self.session, ErasureRequest(erased))
        if kind_of(question).holds_photos and sort is not Sort.PRIVATE:
            self._entry(path, question, Sort.NO_CONSENT, fixed={"consent": "not_yet"})

    def _plant_private_list(self, path: str, question: Field, until: Condition) -> None:
        """Plant entries that wait, that say yes, that were given, and that were given and taken back."""
        asked = question.inner_field(until.field)
        if asked is None:
            raise LookupError(until.field)
        no, yes = _values_of(asked, until)
        for given in no:
            self._entry(path, question, Sort.UNRELEASED, fixed={until.field: given}, deep=True)
        for given in yes:
            self._entry(path, question, Sort.CHOSEN, fixed={until.field: given}, deep=True)
        self._in_released = True  # its name may be printed, if its writer said so
        for given, now in ((yes[-1], yes[-1]), (yes[0], no[-1])):
            sort = Sort.PRESENT if now == given else Sort.WITHDRAWN
            early = self._entry(path, question, Sort.EARLY, fixed={until.field: given}, inside=sort)
            self.session.seal()
            self._rewrite(early, question, sort, {until.field: given})
            try:
                release_entry(self.session, early)
            except UsageError:
                self.not_released.append(path)
                self._resort(early, Sort.UNRELEASED)
            else:
                self.session.write(f"{early}/{until.field}", now)
        self._in_released = False

    def _plant_by_others(self) -> None:
        """Somebody else writes in a copy, which comes in; then everything of theirs is erased."""
        name = "Euan " + " ".join(self.word(Sort.ERASED_NAME, "") for _ in range(4))
        sent = " ".join(self.word(Sort.RECEIPT, "") for _ in range(3))
        copy = self.session.path.with_name(f"{sent}.carreport")
        export_copy(self.session, copy)
        with DraftSession.open(copy, name) as other:
            theirs = Planter(other, self.chance, self.words, _count=self._count)
            for path, question in other.form.questions():
                if (
                    question.is_group
                    and question.private_until is None
                    and question.share is not Share.PRIVATE
                ):
                    theirs._entry(path, question, Sort.BY_ERASED)
            self._count = theirs._count
        merge_and_save(self.session, preview_merge(self.session, copy))
        erase(self.session, ErasureRequest(person=name))
        for left in copy.parent.glob(f"{copy.name}*"):
            left.unlink()

    # One entry.

    def _entry(
        self, path: str, question: Field, sort: Sort, *, fixed: Mapping[str, Value] | None = None,
        inside: Sort | None = None, deep: bool = False,
    ) -> str:  # fmt: skip
        """Add an entry with a word in every answer; with entries inside it that stay and that are removed."""
        controls = self._controls(question.fields) | dict(fixed or {})
        shared = {inner.id: inner for inner in question.fields if not inner.is_group}
        item = self.session.add_item(path, values={})
        where = f"{path}/{item}"
        for name, inner in shared.items():
            value = controls.get(name) if name in controls else None
            if value is None:
                value = self._value(inner, self._sort_of(inner, controls, sort), f"{where}/{name}")
            if value is not None:
                self.session.write(f"{where}/{name}", value)
        self._resort_unnamed(where, question, controls, sort)
        for inner in question.fields:
            if inner.is_group:
                below = self._sort_of(inner, controls, inside or sort)
                self._entry(f"{where}/{inner.id}", inner, below, deep=deep)
                if deep:
                    gone = Sort.REMOVED if below in (Sort.PRESENT, Sort.TEAM) else below
                    self.session.remove_item(self._entry(f"{where}/{inner.id}", inner, gone))
        return where

    def _resort_unnamed(self, where: str, group: Field, controls: Mapping[str, Value], sort: Sort) -> None:
        """Count the name in an entry, or all its words, among those of people who do not want to be named."""
        asks = wish_question(group)
        wish = controls.get(asks.id) if asks else NAMED
        if sort not in (Sort.PRESENT, Sort.TEAM) or wish == NAMED:
            return
        if wish == LEFT_OUT:
            self._resort(where, Sort.UNNAMED)
        for inner in group.fields:
            person = self.session.answers().get(f"{where}/{inner.id}")
            if kind_of(inner).is_person and person:
                self.words[person["name"]] = (Sort.UNNAMED, f"{where}/{inner.id}")

    def _rewrite(self, where: str, question: Field, sort: Sort, fixed: Mapping[str, Value]) -> None:
        controls = self._controls(question.fields) | dict(fixed)
        for inner in question.fields:
            if not inner.is_group and inner.id not in controls:
                value = self._value(inner, self._sort_of(inner, controls, sort), f"{where}/{inner.id}")
                if value is not None:
                    self.session.write(f"{where}/{inner.id}", value)

    def _controls(self, fields: tuple[Field, ...]) -> dict[str, Value]:
        """Return the answers that other questions depend on, and all other choices."""
        answers: dict[str, Value] = {}
        for inner in fields:
            if inner.choices:
                key = self.chance.choice(inner.choices).key
                answers[inner.id] = [key] if kind_of(inner).name == "choices" else key
            elif kind_of(inner).name == "yes_no":
                answers[inner.id] = self.chance.random() < 0.5
        if "consent" in answers:
            answers["consent"] = "yes"
        if "decorative" in answers:
            answers["decorative"] = False
        return answers

    def _sort_of(self, question: Field, controls: Mapping[str, Value], sort: Sort) -> Sort:
        """Return the sort of the answers to a question in an entry of a sort."""
        if question.share is Share.PRIVATE and sort not in (Sort.ERASED, Sort.BY_ERASED):
            return Sort.PRIVATE
        if sort not in (Sort.PRESENT, Sort.TEAM):
            return sort
        if not is_asked(question, controls):
            return Sort.NOT_ASKED
        if question.share is not Share.TEAM:
            return sort
        return Sort.SIGNATURE if self._in_released else Sort.TEAM

    def _value(self, question: Field, sort: Sort, path: str) -> Value:
        """Return an answer with a word in it, or one without if the kind has no room for words."""
        kind, word = kind_of(question), self.word
        if kind.is_evidence:
            self._points.append(path)
        if kind.is_rich_text:
            return self._text(word(sort, path), word(sort, path))
        if kind.is_picture:
            return self._picture(path)
        if kind.holds_replies:
            return self._replies(Sort.REPLY if sort in (Sort.PRESENT, Sort.TEAM) else sort, path)
        fixed: dict[str, Any] = {
            "number": self.chance.randint(1, 9), "date": "2016-05", "yes_no": True,
            "period": {"start": "2015-03", "end": "2016-12"}, "evidence": None,
        }  # fmt: skip
        if kind.name in fixed:
            return fixed[kind.name]
        if kind.name == "person":
            return {part: word(sort, path) for part in ("name", "role", "organisation")}
        return (
            f"https://example.org/{word(sort, path)}" if kind.name == "link" else f"About {word(sort, path)}"
        )

    def _replies(self, sort: Sort, path: str) -> Value:
        """Return the replies of two people to an open question and of which group they are."""
        word = self.word
        texts = [f"It was {word(sort, path)}.", word(sort, path)]
        columns = [
            {"as": "open", "to": "q1", "heading": "Why?", "texts": texts},
            {"as": "group", "heading": "Place", "words": [word(sort, path)], "given": "0-"},
        ]
        steps = [["agree", "Agree"], ["disagree", "Disagree"]]
        return {"file": "replies.csv", "steps": steps, "columns": columns, "marks": "0" * 12 + "1" * 12}

    def _plant_borrowed(self) -> None:
        """Let the fellow quote what is private, and let points be shown by it."""
        hidden = (Sort.PRIVATE, Sort.UNRELEASED, Sort.CHOSEN, Sort.WITHDRAWN)
        private = [path for sort, path in self.words.values() if sort in hidden]
        answers = self.session.answers()
        for section in self.session.form.sections if private else ():
            path, source = f"{section.id}.@fellow", self.chance.choice(private)
            spans = [{"text": f"So {self.word(Sort.QUOTED, path)} they say."}]
            quotation = {"type": "quote", "source": source, "spans": spans}
            self.session.write(path, [*answers.get(path), quotation])
        for path in self._points:
            if private and "/" in path and answers.get(path.rpartition("/")[0]) is not None:
                self.session.write(path, self.chance.choice(private))

    def _text(self, *words: str) -> Value:
        """Return a text whose words are in different shapes: plain, strong, in a list, split in two."""
        first, *others = words
        spans = [{"text": f"It says {first[:5]}"}, {"text": first[5:], "strong": True}, {"text": " here."}]
        return [{"type": "paragraph", "spans": spans}, *(self._block(word) for word in others)]

    def _block(self, word: str) -> Value:
        """Return a list item, a quotation, a paragraph, a note or a table with a word."""
        said: Value = {"text": f"And {word}."}
        match kind := self.chance.choice(("bullet", "quote", "paragraph", "note", "table")):
            case "table":
                return {"type": "table", "rows": [[[{"text": "What"}], []], [[], [said]]], "header": True}
            case "note":
                return {"type": "paragraph", "spans": [{"text": "See below.", "note": [said]}]}
            case _:
                return {"type": kind, "spans": [said]}

    def _picture(self, path: str) -> Value:
        """Import a photo whose file name and metadata have words in them."""
        from PIL import Image, PngImagePlugin  # noqa: PLC0415 - slow, and only for pictures

        size = (self.chance.randint(20, 40), self.chance.randint(20, 40))
        image = Image.new("RGB", size, self.chance.choice(("red", "navy", "teal")))
        exif = image.getexif()
        for tag in (0x010E, 0x013B, 0x8298, 0x9286):  # description, artist, copyright, comment
            exif[tag] = self.word(Sort.METADATA, path)
        about = PngImagePlugin.PngInfo()
        about.add_text("Author", self.word(Sort.METADATA, path))
        about.add_itxt("XML:com.adobe.xmp", f"<x>{self.word(Sort.METADATA, path)}</x>", zip=True)
        file = Path(self.session.path.parent) / f"{self.word(Sort.FILE_NAME, path)}"
        raw = BytesIO()
        if self.chance.random() < 0.5:
            file = file.with_suffix(".png")
            image.save(raw, "PNG", pnginfo=about, exif=exif)
        else:
            file = file.with_suffix(".jpg")
            image.save(raw, "JPEG", exif=exif, comment=self.word(Sort.METADATA, path).encode())
        file.write_bytes(raw.getvalue())
        prepared = prepare_picture(file)
        file.unlink()
        return self.session.attach(replace(prepared))


def _values_of(asked: Field, until: Condition) -> tuple[list[Value], list[Value]]:
    """Return answers to a question under which entries stay private, and those that let them be released."""
    yes = list(until.values)
    no: list[Value] = [choice.key for choice in asked.choices if choice.key not in yes]
    if kind_of(asked).name == "choices":
        return [[key] for key in no] or [[]], [[key] for key in yes]
    if kind_of(asked).name == "yes_no":
        return [not yes[0]], yes
    return no or [""], yes


# Forms that nobody has seen.


def generated_form(seed: int, *, is_small: bool = False) -> Form:
    """Return a form with every kind of question, for everybody, the group or oneself, at every depth."""
    chance = random.Random(seed)  # noqa: S311 - a form that can be made again
    lines = ["[form]", f'id = "made-{seed}"', f'title = "A made form {seed}"', 'title_path = "a.title"']
    lines += ["[[section]]", 'id = "a"', 'title = "First"', "[[section.field]]", 'id = "title"']
    lines += ['kind = "line"', 'label = "Title"']
    for section in ("b",) if is_small else ("b", "c"):
        lines += ["[[section]]", f'id = "{section}"', f'title = "Section {section}"']
        names = list(KINDS)
        chance.shuffle(names)
        for number, name in enumerate(names):
            share = chance.choice(("public", "public", "team", "private"))
            lines += _question(chance, "section.field", f"{name}_{number}", name, share, depth=1)
        for kind in ("choice",) if is_small else ("choice", "choices", "yes_no"):
            lines += _private_list(chance, f"own_{kind}", kind)
    return parse_form("\n".join(lines))


def _question(
    chance: random.Random, table: str, name: str, kind: str, share: str, *, depth: int
) -> Iterator[str]:
    if kind == "picture":
        kind = "photos"
    yield from (f"[[{table}]]", f'id = "{name}"', f'kind = "{kind}"', f'label = "Question {name}"')
    if depth == 1 or chance.random() < 0.3:
        yield f'share = "{share}"'
    if KINDS[kind].takes_choices:
        yield 'choices = { no = "No", yes = "Yes", later = "Later" }'
    if KINDS[kind].takes_fields:
        inside = [*chance.sample([inner for inner in KINDS if inner != "picture"], 5), "text", "line"]
        for number, inner in enumerate(inside):
            if depth < 2 or not (
                KINDS[inner].takes_fields or KINDS[inner].built_in_fields(Field("x", inner, "X"))
            ):
                below = chance.choice(("public", "public", "team", "private"))
                yield from _question(
                    chance, f"{table}.field", f"{inner}_{number}", inner, below, depth=depth + 1
                )


def _private_list(chance: random.Random, name: str, kind: str) -> Iterator[str]:
    """Yield a list that is private until a question of this kind has one of some answers."""
    yes = "true" if kind == "yes_no" else chance.choice(('["yes"]', '["yes", "later"]'))
    yield from ("[[section.field]]", f'id = "{name}"', 'kind = "list"', f'label = "List {name}"')
    yield f"private_until = {{ release = {yes} }}"
    for inner in ("line", "text", "person", "photos", "link"):
        yield from (
            "[[section.field.field]]",
            f'id = "{inner}"',
            f'kind = "{inner}"',
            f'label = "Inner {inner}"',
        )
    yield from ("[[section.field.field]]", 'id = "release"', f'kind = "{kind}"', 'label = "Release"')
    if kind != "yes_no":
        yield 'choices = { no = "No", yes = "Yes", later = "Later" }'
