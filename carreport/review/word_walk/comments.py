"""Read the comments of a Word file, what each replies to, and which are settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from carreport.form.richtext import clean, clean_name
from carreport.review.word_walk.document import Position, WordComment
from carreport.review.word_walk.look import attribute, local_name
from carreport.review.word_walk.package import WordPackage
from carreport.review.word_walk.story import CommentPlace, plausible_time

CIRCLE = "reply-in-circle"
_TEXT = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_GONE = ("del", "moveFrom")


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """What `commentsExtended` says of a comment: the paragraph id of its parent, and if it is settled."""

    parent: str
    is_settled: bool


def comment_elements(package: WordPackage) -> list[etree._Element]:
    """Return the comments of a file in the order of the file."""
    return [
        element
        for _, tree in package.parts("comments")
        for element in tree
        if local_name(element.tag) == "comment"
    ]


def read_comments(
    package: WordPackage, places: Mapping[str, CommentPlace], lengths: Sequence[int]
) -> tuple[tuple[WordComment, ...], list[str]]:
    """Return the comments with their places and threads, and codes of what was unusual."""
    elements = comment_elements(package)
    ids = Counter(attribute(element, "id") for element in elements)
    comments = []
    for element in elements:
        key = attribute(element, "id")
        start, end = _range(places.get(key), lengths)
        is_doubtful = ids[key] > 1 or (key in places and places[key].count > 1)
        comments.append(
            WordComment(
                author=clean_name(attribute(element, "author")),
                when=plausible_time(attribute(element, "date")),
                text=_comment_text(element),
                start=start,
                end=end,
                is_doubtful=is_doubtful,
            )
        )
    return _with_threads(comments, [_paragraph_ids(element) for element in elements], _entries(package))


def _range(place: CommentPlace | None, lengths: Sequence[int]) -> tuple[Position | None, Position | None]:
    """Return where a comment begins and ends; without an end, that is its mark or its paragraph's end."""
    if place is None or not lengths:
        return None, None
    start = place.start or place.end or place.reference
    if start is None:
        return None, None
    last = len(lengths) - 1
    start = start if start[0] <= last else (last, lengths[last])
    end = place.end or place.reference or (start[0], lengths[start[0]])
    end = end if end[0] <= last else (last, lengths[last])
    return start, max(start, end)


def _comment_text(comment: etree._Element) -> str:
    paragraphs = [element for element in comment.iter() if local_name(element.tag) == "p"]
    texts = ("".join(_texts(paragraph)) for paragraph in paragraphs)
    return clean("\n".join(texts)).strip()


def _texts(element: etree._Element) -> Iterator[str]:
    for inner in element:
        name = local_name(inner.tag)
        if name == "t":
            yield inner.text or ""
        elif name in _TEXT:
            yield _TEXT[name]
        elif name and name not in _GONE and name != "p":
            yield from _texts(inner)


def _paragraph_ids(comment: etree._Element) -> list[str]:
    """Return the ids of the paragraphs of a comment, the last first, as threads refer to the last."""
    paragraphs = [element for element in comment.iter() if local_name(element.tag) == "p"]
    ids = (
        value
        for paragraph in reversed(paragraphs)
        for key, value in paragraph.attrib.items()
        if str(key).endswith("}paraId")
    )
    return [str(value).upper() for value in ids]


def _entries(package: WordPackage) -> dict[str, ThreadEntry]:
    entries: dict[str, ThreadEntry] = {}
    for _, tree in package.parts("commentsExtended"):
        for element in tree:
            values = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
            settled = values.get("done", "") in ("1", "true", "on")
            entries.setdefault(
                values.get("paraId", "").upper(), ThreadEntry(values.get("paraIdParent", "").upper(), settled)
            )
    return entries


def _with_threads(
    comments: Sequence[WordComment], ids: Sequence[Sequence[str]], entries: Mapping[str, ThreadEntry]
) -> tuple[tuple[WordComment, ...], list[str]]:
    owners: dict[str, int] = {}
    for number, own in enumerate(ids):
        for key in own:
            owners.setdefault(key, number)
    found = [
        next((entries[key] for key in own if key in entries), ThreadEntry("", is_settled=False))
        for own in ids
    ]
    parents = [owners.get(entry.parent, -1) if entry.parent else -1 for entry in found]
    roots = [_root(number, parents) for number in range(len(comments))]
    notes = [CIRCLE] if any(root < 0 for root in roots) else []
    threaded = [
        replace(comment, parent=-1 if root in (-1, number) else root, is_settled=entry.is_settled)
        for number, (comment, root, entry) in enumerate(zip(comments, roots, found, strict=True))
    ]
    if not any(entry.parent for entry in found):
        threaded = _presumed_threads(threaded)
    return tuple(threaded), notes


def _root(number: int, parents: Sequence[int]) -> int:
    """Return the comment that began the thread, or -1 if the replies go round in a circle."""
    seen = {number}
    while parents[number] >= 0:
        number = parents[number]
        if number in seen:
            return -1
        seen.add(number)
    return number


def _presumed_threads(comments: Sequence[WordComment]) -> list[WordComment]:
    """Take comments about the same text for one thread, as some programs lose what a reply belongs to."""
    first: dict[tuple[Position, Position], int] = {}
    order = sorted(range(len(comments)), key=lambda number: (comments[number].when or "9", number))
    threaded = list(comments)
    for number in order:
        comment = comments[number]
        if comment.start is None or comment.end is None or comment.is_doubtful:
            continue
        root = first.setdefault((comment.start, comment.end), number)
        if root != number:
            threaded[number] = replace(comment, parent=root, is_parent_presumed=True)
    return threaded
