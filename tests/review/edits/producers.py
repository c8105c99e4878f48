"""Files of other programs: pandoc, the manner of Google Docs, and what Word does on every working day."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

from tests.review.edits.catalogue import words_of
from tests.review.edits.copies import Printed, ReviewCopy, W
from tests.review.edits.expected import Expected, Outcome, Tolerated
from tests.review.edits.hostile import anywhere, as_google_docs, begin_threads, loosely, some
from tests.review.edits.inquiries import sentences
from tests.review.edits.markup import (
    SPACE,
    W14,
    WordFile,
    element,
    paragraph_properties,
    run_of,
    set_words,
)

Make = Callable[[], tuple[bytes, Outcome]]
PANDOC = (
    "untouched", "edited", "markdown", "markdown_edited", "comments_kept", "changes_kept", "changes_accepted",
)  # fmt: skip
UNTRACKED = frozenset({"untracked"})
FORMATS = frozenset({"format"})


def by_others(copy: ReviewCopy) -> list[tuple[str, Make]]:
    """Return files as other programs write them, with what must come back; pandoc's only if it is there."""
    made: list[tuple[str, Make]] = [
        ("google_untouched", lambda: (as_google_docs(WordFile(copy.docx)), Outcome())),
        ("google_edited", partial(google_edited, copy)),
        ("word_noise", lambda: (word_noise(copy), Outcome())),
        ("word_noise_and_comments", partial(noise_and_comments, copy)),
        ("word_noise_and_edits", partial(noise_and_edits, copy)),
    ]
    if not shutil.which("pandoc"):
        return made
    return [*made, *((f"pandoc_{name}", partial(by_pandoc, copy, name)) for name in PANDOC)]


def google_edited(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Threads, suggestions and untracked edits in a file as Google Docs saves it."""
    file = WordFile(copy.docx)
    places = some(copy, "google edited", 12)
    expected = list(loosely(begin_threads(file, places[:4])))
    for at in places[4:8]:
        start, end = words_of(at, 5, 2)
        file.strike(at, start, end, "Morven Sinclair")
        file.insert(at, start, "suggested words ", "Morven Sinclair")
        new = f"{at.text[:start]}suggested words {at.text[end:]}"
        path = frozenset({at.path})
        expected += [
            Expected(frozenset({kind}), path, None, "Morven Sinclair", at.text, new)
            for kind in ("insertion", "deletion")
        ]
    expected += _edit(file, places[8:])
    return as_google_docs(file), Outcome(tuple(expected), _plain_now(places[8:]))


def by_pandoc(copy: ReviewCopy, name: str) -> tuple[bytes, Outcome]:
    """Return a file that pandoc has rewritten: as it was, edited, or by way of Markdown."""
    file = WordFile(copy.docx)
    expected: tuple[Expected, ...] = ()
    if "edited" in name:
        expected = tuple(_edit(file, some(copy, "pandoc", 7)))
    elif "comments" in name:
        threads = loosely(begin_threads(file, some(copy, "pandoc threads", 4)))
        # Pandoc loses where a reply ends, and writes comments of several paragraphs as one.
        expected = tuple(replace(one, on=None, said=_as_one_line(one.said)) for one in threads)
    elif "changes" in name:
        expected = tuple(_add_sentences(file, some(copy, "pandoc tracked", 4)))
    if "accepted" in name:
        expected = tuple(replace(one, kinds=UNTRACKED, author="") for one in expected)
    options = ["--track-changes=all"] if "kept" in name else []
    way = "markdown" if "markdown" in name else "docx"
    # It writes the captions of tables twice, what a picture shows as words, and marks into the title.
    own = frozenset(at.path for at in copy.printed if at.is_in_table or not at.text) | {""}
    by_itself = (*anywhere(FORMATS), Tolerated(UNTRACKED, own))
    return pandoc(file.to_bytes(), way, options), Outcome(expected, by_itself)


def _as_one_line(said: str | None) -> str | None:
    return said and said.replace("\n", " ¶ ")


def _add_sentences(file: WordFile, places: list[Printed]) -> Iterator[Expected]:
    author, kinds = "Morven Sinclair", frozenset({"insertion"})
    for at in places:
        file.insert(at, len(at.text), " A tracked sentence.", author)
        yield Expected(kinds, frozenset({at.path}), None, author, says="A tracked sentence.")


def pandoc(docx: bytes, way: str, options: list[str]) -> bytes:
    """Let pandoc rewrite a file, straight or by way of another format."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "in.docx").write_bytes(docx)
        subprocess.run(
            [
                "pandoc",
                "-s",
                "--extract-media=.",
                *options,
                "-f",
                "docx",
                "-t",
                way,
                "in.docx",
                "-o",
                f"way.{way}",
            ],
            cwd=folder,
            check=True,
        )
        if way == "docx":
            return (folder / "way.docx").read_bytes()
        subprocess.run(
            ["pandoc", "-s", "-f", way, "-t", "docx", f"way.{way}", "-o", "out.docx"], cwd=folder, check=True
        )
        return (folder / "out.docx").read_bytes()


def word_noise(copy: ReviewCopy) -> bytes:
    """What Word does to a file that somebody only opened, read and saved."""
    return _noisy(WordFile(copy.docx), copy.name)


def noise_and_comments(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Threads, and the same noise; the comments have other numbers than before."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "noise threads", 4))
    noisy = WordFile(_noisy(file, copy.name))
    comments: Any = etree.fromstring(noisy.parts["word/comments.xml"])
    for root in (comments, noisy.document):
        for tag in ("comment", "commentRangeStart", "commentRangeEnd", "commentReference"):
            for found in root.iter(f"{W}{tag}"):
                found.set(f"{W}id", str(500 - int(found.get(f"{W}id"))))
    noisy.parts["word/comments.xml"] = etree.tostring(comments)
    return noisy.to_bytes(), Outcome(tuple(expected))


def noise_and_edits(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Untracked and tracked edits of some answers, and the same noise."""
    file = WordFile(copy.docx)
    places = some(copy, "noise edits", 8)
    expected = _edit(file, places[:4])
    for at in places[4:]:
        start, end = words_of(at, 3, 2)
        file.strike(at, start, end, "Ruaridh Forbes")
        new = at.text[:start] + at.text[end:]
        expected.append(
            Expected(frozenset({"deletion"}), frozenset({at.path}), at.number, "Ruaridh Forbes", at.text, new)
        )
    return _noisy(file, copy.name), Outcome(tuple(expected), _plain_now(places[:4]))


def _plain_now(places: list[Printed]) -> tuple[Tolerated, ...]:
    """Tolerate that `_edit` takes links and bold from the rest of a paragraph."""
    return (Tolerated(FORMATS, frozenset(at.path for at in places)),)


def _edit(file: WordFile, places: list[Printed]) -> list[Expected]:
    """Change each of these paragraphs without tracking, each in another way."""
    chance = random.Random("untracked")  # noqa: S311 - nothing secret
    expected = []
    for place, at in enumerate(places):
        paragraph = file.paragraph(at)
        words = at.text.split(" ")
        new = (
            " ".join([*words, "And one thing more."]),
            " ".join(words[: len(words) // 2]),
            " ".join([*words[:3], "plainly", *words[5:]]),
        )[place % 3]
        path, number = frozenset({at.path}), at.number
        if place == 6:
            following = element("p")
            following.append(run_of(sentences(chance, 1)))
            paragraph.addnext(following)
            expected.append(Expected(UNTRACKED, path, says="".join(following.itertext())))
        else:
            set_words(paragraph, new)
            expected.append(Expected(UNTRACKED, path, number, "", at.text, new))
    return expected


def _noisy(file: WordFile, seed: str) -> bytes:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    for number, paragraph in enumerate(file.paragraphs()):
        for name in ("rsidR", "rsidRDefault", "rsidP"):
            paragraph.set(f"{W}{name}", f"00{chance.randrange(16**6):06X}")
        paragraph.set(f"{{{W14}}}paraId", f"{0x20000000 + number:08X}")
        paragraph.set(f"{{{W14}}}textId", "77777777")
        _split_runs(paragraph, chance)
        _proof(paragraph, chance)
        _smart_tag(paragraph, chance)
    for words in file.document.iter(f"{W}t"):
        words.text = _typographic(words.text or "")
        words.set(SPACE, "preserve")
    _renumber_marks(file)
    return file.to_bytes()


def _split_runs(paragraph: Any, chance: random.Random) -> None:
    for run in list(paragraph.iter(f"{W}r")):
        words = run.find(f"{W}t")
        if words is None or len(words.text or "") < 8 or len(run.findall(f"{W}t")) > 1:
            continue
        cuts = sorted(chance.sample(range(1, len(words.text)), 2))
        pieces = [words.text[start:end] for start, end in pairwise([0, *cuts, len(words.text)])]
        words.text = pieces[0]
        for piece in reversed(pieces[1:]):
            rest: Any = etree.fromstring(etree.tostring(run))
            rest.find(f"{W}t").text = piece
            rest.set(f"{W}rsidR", "00AB12CD")
            run.addnext(rest)


def _proof(paragraph: Any, chance: random.Random) -> None:
    runs = [run for run in paragraph.iter(f"{W}r") if run.getparent() is paragraph]
    if not runs:
        return
    kind = chance.choice(("spell", "gram"))
    run = chance.choice(runs)
    run.addprevious(element("proofErr", type=f"{kind}Start"))
    run.addnext(element("proofErr", type=f"{kind}End"))
    rendered = element("lastRenderedPageBreak")
    chance.choice(runs).insert(0, rendered)
    properties = paragraph_properties(paragraph)
    if properties.find(f"{W}rPr") is None:
        own = element("rPr")
        own.append(element("lang", val="en-GB"))
        properties.append(own)


def _smart_tag(paragraph: Any, chance: random.Random) -> None:
    runs = [run for run in paragraph.iter(f"{W}r") if run.getparent() is paragraph]
    if not runs or chance.random() > 0.3:
        return
    run = chance.choice(runs)
    tag = element("smartTag", uri="urn:schemas-microsoft-com:office:smarttags", element="place")
    run.addprevious(tag)
    tag.append(run)


def _typographic(text: str) -> str:
    for straight, curly in ((" '", " ‘"), ("'", "’"), (' "', " “"), ('"', "”")):
        text = text.replace(straight, curly)
    return text.replace(" per cent", "\u00a0per cent").replace(" in ", " in\u00a0", 1)


def _renumber_marks(file: WordFile) -> None:
    numbers: dict[str, str] = {}
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for found in file.document.iter(f"{W}{tag}"):
            old = found.get(f"{W}id")
            found.set(f"{W}id", numbers.setdefault(old, str(3000 - len(numbers))))
    back = element("bookmarkStart", id="0", name="_GoBack")
    first = next(file.document.iter(f"{W}p"))
    first.append(back)
    first.append(element("bookmarkEnd", id="0"))
