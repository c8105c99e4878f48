"""Put together what a Word file contains: its text, comments, tracked changes, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from carreport.review.word_walk.comments import read_comments
from carreport.review.word_walk.document import WordDocument
from carreport.review.word_walk.element_count import count_elements
from carreport.review.word_walk.look import attribute, read_looks
from carreport.review.word_walk.package import open_package
from carreport.review.word_walk.story import StoryWalk

_PLACES = {"footnotes": "footnote", "endnotes": "endnote", "header": "header", "footer": "footer"}


def walk_file(name: str, content: bytes) -> WordDocument:
    """Return what the Word file called `name` contains; raise an error that says what to do if it is none."""
    package = open_package(name, content)
    walk = StoryWalk(read_looks(package))
    walk.read(package.main, "body", package.links(package.file.main_part))
    for kind, place in _PLACES.items():
        for part, tree in package.parts(kind):
            for root, host in _stories(tree, place, walk):
                walk.read(root, place, package.links(part), host)
    lengths = [paragraph.length for paragraph in walk.paragraphs]
    comments, remarks = read_comments(package, walk.comment_places, lengths)
    stories = [package.main, *(tree for kind in _PLACES for _, tree in package.parts(kind))]
    return WordDocument(
        export_id=package.export_id,
        paragraphs=tuple(paragraph.closed() for paragraph in walk.paragraphs),
        comments=comments,
        changes=tuple(walk.changes),
        counts=count_elements(stories, [tree for _, tree in package.parts("comments")]),
        notes=(*package.notes, *walk.notes, *remarks),
    )


def _stories(tree: etree._Element, place: str, walk: StoryWalk) -> Iterator[tuple[etree._Element, int]]:
    """Yield each note of a part with the paragraph that refers to it, or a header or footer as a whole."""
    if place in ("header", "footer"):
        yield tree, -1
        return
    for note in tree:
        yield note, walk.note_hosts.get((place, attribute(note, "id")), -1)
