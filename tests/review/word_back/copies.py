"""A small review copy, written by hand as the program writes it, and its ways back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from carreport.form.richtext import Span
from carreport.review.word_back import ReviewedFile, ReviewFinding, SentComment, place
from carreport.review.word_walk.walk import walk_file
from tests.review.word_back.word_files import anchored, p, r, word_file

EXPORT = "0123456789abcdef"
ISSUE = "Absence in the second year has risen since the new timetable began in August last year."
CAUSE = "Most of the pupils who are often absent live at the far end of the valley and take two buses."
PLAN = "We want to ask the pupils, their parents and the drivers what would make the journey easier."
VIEWS = "The drivers told us that the first bus waits for nobody, because the depot closes the gate at eight."
HEAD = '<w:pStyle w:val="Heading2"/>'
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>'
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed paragraph."""

    bookmark: str
    path: str
    number: int
    text: str | None
    spans: tuple[Span, ...] = ()
    list: str = ""


SENT = (
    Printed("_car_f0_1", "", 1, "Review copy: The far end of the valley"),
    Printed("_car_a0_0", "context.issue", 0, "1.1 What is the issue?"),
    Printed("_car_a0_1", "context.issue", 1, ISSUE),
    Printed("_car_a0_2", "context.issue", 2, CAUSE),
    Printed("_car_b0_0", "context.plan", 0, "1.2 What do you want to find out?"),
    Printed("_car_b0_1", "context.plan", 1, PLAN),
    Printed("_car_c0_0", "context.views", 0, "1.3 What did people say?"),
    Printed("_car_c0_1", "context.views", 1, VIEWS),
    Printed("_car_d0_0", "context.end", 0, "1.4 What happened in the end?"),
    Printed("_car_d0_1", "context.end", 1, "No answer yet."),
)


def printed(number: int, inner: str | None = None, *, mark: str = "", has_bookmark: bool = True) -> str:
    """Return a paragraph of the copy; `inner` are other runs than those that were sent."""
    entry = SENT[number]
    runs = r(entry.text or "") if inner is None else inner
    style = HEAD if entry.number == 0 and entry.path else ""
    changed = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return p(anchored(runs, entry.bookmark, number + 1) if has_bookmark else runs, style + changed)


def body(others: Mapping[int, str] | None = None, *, has_bookmarks: bool = True) -> str:
    """Return the whole copy, with others in place of some of its paragraphs."""
    others = others or {}
    usual = (printed(number, has_bookmark=has_bookmarks) for number in range(len(SENT)))
    return "".join(others.get(number, text) for number, text in enumerate(usual))


def read(
    text: str,
    parts: Mapping[str, str] | None = None,
    *,
    sent: Sequence[Printed] = SENT,
    export_id: str = EXPORT,
    comments: Sequence[SentComment] = (),
    links: str = "",
) -> ReviewedFile:
    """Return what is read from a file with this body."""
    content = word_file(text, {"styles": STYLES, **(parts or {})}, export_id, links)
    return place(walk_file("review.docx", content), sent, export_id=EXPORT, comments=comments)


def told(reviewed: ReviewedFile) -> list[tuple[str, str, int, str]]:
    """Return what each finding is, where, and how sure."""
    return [
        (str(finding.kind), finding.path, finding.number, str(finding.placing))
        for finding in reviewed.findings
    ]


def only(reviewed: ReviewedFile) -> ReviewFinding:
    """Return the only finding."""
    (finding,) = reviewed.findings
    return finding


def without_text(number: int) -> Sequence[Printed]:
    """Return what was sent, when the text of one paragraph is not known any more."""
    return [replace(entry, text=None) if index == number else entry for index, entry in enumerate(SENT)]
