"""Make small inquiries and the Word documents that are sent of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from lxml import etree

from carreport.form.answers import Answers, answers_from_json
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText
from carreport.form.schema import Form
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.xml_names import NS, w
from carreport.review.threads import THREADS, Anchor, CommentType, Message, Thread
from carreport.review.word_out import SentParagraph, sent_paragraphs, write_review_copy

EXPORT = "0123456789abcdef"
FIELDS = """
[[section.field]]
id = "issue"
kind = "text"
label = "What is the issue?"
[[section.field]]
id = "secret"
kind = "text"
label = "What do you think of it?"
share = "private"
[[section.field]]
id = "plans"
kind = "list"
label = "Which plans are there?"
item = "plan"
summary = ["name"]
[[section.field.field]]
id = "name"
kind = "line"
label = "What is it called?"
[[section.field.field]]
id = "shows"
kind = "text"
label = "What does it show?"
[[section.field.field]]
id = "owner"
kind = "line"
label = "Whose is it?"
"""
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def form_of(fields: str = FIELDS) -> Form:
    return parse_form(
        f'[form]\nid = "f"\ntitle = "A form"\n[[section]]\nid = "s"\ntitle = "Context"\n{fields}'
    )


@dataclass(frozen=True)
class Sent:
    """A review copy with everything that it was made from."""

    form: Form
    answers: Answers
    threads: tuple[Thread, ...]
    pictures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return write_review_copy(self.form, self.answers, self.pictures, self.threads, EXPORT)

    @property
    def paragraphs(self) -> tuple[SentParagraph, ...]:
        return sent_paragraphs(self.form, self.answers, self.pictures, EXPORT)

    @property
    def printed(self) -> list[tuple[str, int, str | None]]:
        """The path, number and text of each paragraph below the title and the lines for the reader."""
        return [(sent.path, sent.number, sent.text) for sent in self.paragraphs if sent.path]


Send = Callable[..., Sent]


@pytest.fixture
def send() -> Send:
    def sent(answers: Mapping[str, Any], *threads: Thread, fields: str = FIELDS, **more: Any) -> Sent:
        form = form_of(fields)
        given, problems = answers_from_json(form, {"s": answers})
        assert problems == []
        return Sent(form, given, threads, **more)

    return sent


def message(
    words: str, author: str = "Ailsa", when: str = "2026-11-30T19:05:10+00:00", **more: Any
) -> Message:
    return Message(f"{author}: {words}", author, when, RichText.from_plain(words), **more)


def thread(place: str, *messages: Message, quote: str = "", **more: Any) -> Thread:
    given = {"type": CommentType.REMARK, "to": "", "anchor": Anchor(quote), **more}
    return Thread(path=f"{THREADS}/{place[-6:].strip('./')}", place=place, messages=messages, **given)


def part_of(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


@dataclass(frozen=True)
class ReadComment:
    """A comment as it is read straight from the XML."""

    author: str
    when: str
    text: str
    about: str
    parent: str
    is_done: bool


def comments_in(content: bytes) -> list[ReadComment]:
    """Return the comments of a document in the order of its part; `parent` is the text of the one above."""
    comments = part_of(content, "comments")
    states = {state.get(f"{W15}paraId"): state for state in part_of(content, "commentsExtended")}
    texts = {c[-1].get(f"{W14}paraId"): "\n".join(map(text_of, c)) for c in comments}
    about = ranges_in(part_of(content, "document"))
    return [
        ReadComment(
            comment.get(w("author"), ""),
            comment.get(w("date"), ""),
            "\n".join(map(text_of, comment)),
            about[comment.get(w("id"), "")],
            texts.get(states[comment[-1].get(f"{W14}paraId")].get(f"{W15}paraIdParent"), ""),
            states[comment[-1].get(f"{W14}paraId")].get(f"{W15}done") == "1",
        )
        for comment in comments
    ]


def ranges_in(document: etree._Element) -> dict[str, str]:
    """Return the words between the marks of each comment that also has a reference, by its id."""
    open_ranges: dict[str, list[str]] = {}
    closed: dict[str, str] = {}
    for element in document.iter():
        identity = element.get(w("id"), "")
        if element.tag == w("commentRangeStart"):
            open_ranges[identity] = []
        elif element.tag == w("commentRangeEnd"):
            closed[identity] = "".join(open_ranges.pop(identity))
        elif element.tag == w("t"):
            for words in open_ranges.values():
                words.append(element.text or "")
    referred = {mark.get(w("id")) for mark in document.iterfind(".//w:commentReference", NS)}
    return {identity: words for identity, words in closed.items() if identity in referred}
