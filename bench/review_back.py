"""How long it takes to read a reviewed Word file and to find out which answer each comment is about.

Two files are made: the shipped example as a review copy, with a comment on every fifth paragraph, and a
file of 1,000 paragraphs with 2,000 comments and 1,000 changes. Both are compared with only parsing their
XML. Times are processor time of the reading process and of this one; memory is that of the process.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from lxml import etree

from carreport.assets import form_files, resource_path
from carreport.form.answers import answers_from_json
from carreport.form.loader import load_form
from carreport.form.schema import Form
from carreport.review.word_back import place
from carreport.review.word_out import SentParagraph, anchor_name, sent_paragraphs, write_review_copy
from carreport.review.word_walk.document import WordDocument
from carreport.review.word_walk.reviewed_copy import read_reviewed_copy

EXPORT = "0123456789abcdef"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BY = 'w:author="A. Reviewer" w:date="2026-03-04T10:30:00Z"'
Made = TypeVar("Made")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=3)
    repeat = options.parse_args().repeat
    with tempfile.TemporaryDirectory() as folder:
        for name, (content, sent) in {"example": example(), "1,000 paragraphs": large()}.items():
            path = Path(folder, "review.docx")
            path.write_bytes(content)
            report(name, path, sent, repeat)


def report(name: str, path: Path, sent: Sequence[SentParagraph], repeat: int) -> None:
    parsing = min(spent(lambda: parse(path))[0] for _ in range(repeat))
    read = [spent(lambda: read_reviewed_copy(path)) for _ in range(repeat)]
    document: WordDocument = read[0][1]
    placed = [spent(lambda: place(document, sent, export_id=EXPORT)) for _ in range(repeat)]
    reviewed = placed[0][1]
    reading, placing = min(took for took, _ in read), min(took for took, _ in placed)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(f"{name}: {len(document.paragraphs):,} paragraphs, {path.stat().st_size >> 10:,} KB")
    print(f"  {reviewed.sentences[0]}")
    ratio = (reading + placing) / parsing
    print(f"  reading {reading:.2f} s, placing {placing:.2f} s: {ratio:.0f} × only parsing")
    print(f"  largest process so far {memory} MiB")


def spent(work: Callable[[], Made]) -> tuple[float, Made]:
    """Return the processor time of some work, in this process and in those that it started."""
    before = processor_time()
    made = work()
    return processor_time() - before, made


def processor_time() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def parse(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                etree.fromstring(archive.read(name))


def car_inquiry() -> Form:
    return load_form(next(path for path in form_files() if path.stem == "car-inquiry"))


def example() -> tuple[bytes, Sequence[SentParagraph]]:
    """Return the example as a review copy with comments, and what was sent."""
    form = car_inquiry()
    given = resource_path("examples", "schools-partnership.json").read_text(encoding="utf-8")
    answers, _ = answers_from_json(form, json.loads(given))
    content = write_review_copy(form, answers, {}, (), EXPORT)
    return with_reviews(content, every=5, comments=1, changes=0), sent_paragraphs(form, answers, {}, EXPORT)


def large() -> tuple[bytes, Sequence[SentParagraph]]:
    """Return a file of 1,000 paragraphs, each with two comments and a change, and what was sent."""
    words = random.Random(7)  # noqa: S311 - nothing secret
    known = ["".join(words.choices("abcdefghilmnoprstuvw", k=words.randint(2, 9))) for _ in range(3000)]
    texts = [" ".join(words.choices(known, k=40)) for _ in range(1000)]
    sent = [
        SentParagraph(anchor_name(EXPORT, f"s.q{number}", 1), f"s.q{number}", 1, text)
        for number, text in enumerate(texts)
    ]
    paragraphs = "".join(
        f'<w:p><w:bookmarkStart w:id="{number}" w:name="{entry.bookmark}"/><w:r><w:t>{entry.text}</w:t></w:r>'
        f'<w:bookmarkEnd w:id="{number}"/></w:p>'
        for number, entry in enumerate(sent)
    )
    form = car_inquiry()
    answers, _ = answers_from_json(form, {})
    main = f'<w:document xmlns:w="{W}"><w:body>{paragraphs}</w:body></w:document>'
    empty = write_review_copy(form, answers, {}, (), EXPORT)
    content = changed(empty, {"word/document.xml": main.encode()})
    return with_reviews(content, every=1, comments=2, changes=1), sent


def with_reviews(content: bytes, *, every: int, comments: int, changes: int) -> bytes:
    """Return a Word file with comments and insertions in each paragraph, or in each fifth."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        ties = archive.read("word/_rels/document.xml.rels").decode()
    said: list[str] = []
    for paragraph in list(root.iter(f"{{{W}}}p"))[::every]:
        for _ in range(comments):
            number = len(said)
            text = f"Comment {number}: what do you mean, and who said so on day {number % 28}?"
            said.append(
                f'<w:comment w:id="{number}" {BY}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
            )
            paragraph.append(element(f'<w:commentRangeStart w:id="{number}"/>'))
            paragraph.append(element(f'<w:commentRangeEnd w:id="{number}"/>'))
            paragraph.append(element(f'<w:r><w:commentReference w:id="{number}"/></w:r>'))
        for _ in range(changes):
            paragraph.append(element(f'<w:ins w:id="0" {BY}><w:r><w:t> and more</w:t></w:r></w:ins>'))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    tie = f'<Relationship Id="rIdSaid" Type="{kind}" Target="comments.xml"/></Relationships>'
    return changed(
        content,
        {
            "word/document.xml": etree.tostring(root),
            "word/comments.xml": f'<w:comments xmlns:w="{W}">{"".join(said)}</w:comments>'.encode(),
            "word/_rels/document.xml.rels": ties.replace("</Relationships>", tie).encode(),
        },
    )


def element(xml: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:w="{W}">{xml}</x>')[0]


def changed(content: bytes, parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {**dict.fromkeys(old.namelist()), **parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return written.getvalue()


if __name__ == "__main__":
    main()
