"""Write threads into a Word document as native comments, with replies and what is settled.

A reply has a range of its own, because Word deletes one without. The part `commentsExtended` names the
last paragraph of each comment, and the one that it answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b

from lxml import etree

from carreport.report.word.opc_package import PackagePart
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.word_inline import run_xml, xml_text
from carreport.report.word.xml_names import NS, TYPES, W, quoteattr, relationship_type, w
from carreport.review.quotes import find_words
from carreport.review.threads import Anchor, CommentType, Message, Thread

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONSHIP = "http://schemas.microsoft.com/office/2011/relationships/"
COMMENT_PARTS = {
    "comments": (TYPES["comments"], relationship_type("comments")),
    "commentsExtended": (f"{_WORD_TYPE}commentsExtended+xml", f"{_RELATIONSHIP}commentsExtended"),
    "people": (f"{_WORD_TYPE}people+xml", f"{_RELATIONSHIP}people"),
}
"""The content type and the relationship type of each part that native comments need."""
ROOTS = {
    "comments": f'<w:comments xmlns:w="{W}" xmlns:w14="{W14}" xmlns:mc="{_MC}" mc:Ignorable="w14"/>',
    "commentsExtended": f'<w15:commentsEx xmlns:w15="{W15}" xmlns:mc="{_MC}" mc:Ignorable="w15"/>',
    "people": f'<w15:people xmlns:w15="{W15}" xmlns:mc="{_MC}" mc:Ignorable="w15"/>',
}
NOBODY = "Somebody"
"""The author of a message whose author is not known; Word requires one."""
MUST, SUGGESTED = "Must be fixed: ", "Suggested text:"
_MOST_INITIALS = 3
_NO_CONTENT = (w("pPr"), w("bookmarkStart"), w("bookmarkEnd"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class NativeComment:
    """One comment: what makes its ids, who said it, when (ISO 8601), and its paragraphs."""

    key: str
    author: str
    when: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommentRange:
    """Where a comment is: from an offset in the text of one paragraph to one in the same or a later."""

    first: etree._Element
    start: int
    last: etree._Element
    end: int


def whole_paragraph(paragraph: etree._Element) -> CommentRange:
    """Return the range of a whole paragraph."""
    return CommentRange(paragraph, 0, paragraph, len(text_of(paragraph)))


def quoted_range(paragraphs: Sequence[etree._Element], anchor: Anchor) -> CommentRange | None:
    """Return where the quoted words are in these paragraphs, or nothing if they are not there any more."""
    found = find_words(anchor, [text_of(paragraph) for paragraph in paragraphs])
    return found and CommentRange(paragraphs[found.first], found.start, paragraphs[found.last], found.end)


def native_comments(thread: Thread, printed: Sequence[str]) -> tuple[NativeComment, ...]:
    """Return the comment of a thread and its replies, as a Word file has them.

    `printed` are the paragraphs of the answer that it is about. Messages without words are left out:
    whether a thread is settled is a property of its comments.
    """
    comments = (
        NativeComment(f"{thread.id}/{message.id}", message.author or NOBODY, message.when, paragraphs)
        for message in thread.messages
        if (paragraphs := comment_paragraphs(thread, message, printed))
    )
    return tuple(comments)


def comment_paragraphs(thread: Thread, message: Message, printed: Sequence[str]) -> tuple[str, ...]:
    """Return the paragraphs of one message in a Word file.

    The first message says whether the answer must be fixed, and has the paragraphs that it suggests.
    """
    paragraphs = [block.plain_text for block in (*message.words.blocks, *message.words.notes)]
    if message is not thread.began:
        return tuple(paragraphs)
    if thread.type is CommentType.MUST and paragraphs:
        paragraphs[0] = MUST + paragraphs[0]
    if thread.suggestion is not None:
        becomes = thread.suggestion.becomes
        texts = [block.plain_text for block in (*becomes.blocks, *becomes.notes)]
        paragraphs += [SUGGESTED, *([text for text in texts if text not in printed] or texts)]
    return tuple(paragraphs)


@dataclass(slots=True)
class NativeComments:
    """The comments of one document, added to those that its parts have already."""

    roots: dict[str, etree._Element] = field(
        default_factory=lambda: {kind: etree.fromstring(xml) for kind, xml in ROOTS.items()}
    )
    count: int = 0
    _paragraph_ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Look up the ids that are taken."""
        name = f"{{{W14}}}paraId"
        self._paragraph_ids |= {
            paragraph.get(name, "").upper() for paragraph in self.roots["comments"].iter(w("p"))
        }

    def add(self, comments: Sequence[NativeComment], place: CommentRange, *, is_settled: bool) -> None:
        """Add one thread: a comment and its replies, all about the same words."""
        taken = [int(comment.get(w("id"), "-1")) for comment in self.roots["comments"]]
        first_id = max(taken, default=-1) + 1
        ids = [str(first_id + number) for number in range(len(comments))]
        root_paragraph = ""
        for comment_id, comment in zip(ids, comments, strict=True):
            last = self._add_comment(comment_id, comment)
            parent = f' w15:paraIdParent="{root_paragraph}"' if root_paragraph else ""
            self._append(
                "commentsExtended",
                f'<w15:commentEx w15:paraId="{last}"{parent} w15:done="{int(is_settled)}"/>',
            )
            root_paragraph = root_paragraph or last
            self._add_person(comment.author)
        mark_range(place, ids)
        self.count += len(comments)

    def parts(self) -> dict[str, PackagePart]:
        """Return the finished parts, by what they are; none without a comment."""
        if not self.count:
            return {}
        return {
            kind: PackagePart(f"word/{kind}.xml", COMMENT_PARTS[kind][0], xml_bytes(root))
            for kind, root in self.roots.items()
        }

    def _add_comment(self, comment_id: str, comment: NativeComment) -> str:
        """Add one comment; return the id of its last paragraph."""
        last, paragraphs = "", []
        for number, text in enumerate(comment.paragraphs):
            last = self._paragraph_id(f"{comment.key}\n{number}")
            paragraphs.append(f'<w:p w14:paraId="{last}">{run_xml(text)}</w:p>')
        when = _word_time(comment.when)
        date = f' w:date="{when}"' if when else ""
        author, initials = xml_text(comment.author), _initials(xml_text(comment.author))
        who = f"w:author={quoteattr(author)} w:initials={quoteattr(initials)}"
        self._append(
            "comments", f'<w:comment w:id="{comment_id}" {who}{date}>{"".join(paragraphs)}</w:comment>'
        )
        return last

    def _add_person(self, author: str) -> None:
        name = xml_text(author)
        known = {person.get(f"{{{W15}}}author") for person in self.roots["people"]}
        if name not in known:
            presence = f'<w15:presenceInfo w15:providerId="None" w15:userId={quoteattr(name)}/>'
            self._append("people", f"<w15:person w15:author={quoteattr(name)}>{presence}</w15:person>")

    def _append(self, kind: str, xml: str) -> None:
        wrapped = f'<x xmlns:w="{W}" xmlns:w14="{W14}" xmlns:w15="{W15}">{xml}</x>'
        self.roots[kind].append(etree.fromstring(wrapped)[0])

    def _paragraph_id(self, key: str) -> str:
        """Return an id for a paragraph: below 0x80000000, not 0, and not taken."""
        number = int(blake2b(key.encode(), digest_size=4).hexdigest(), 16) & 0x7FFFFFFF
        while not number or f"{number:08X}" in self._paragraph_ids:
            number = (number + 1) & 0x7FFFFFFF
        self._paragraph_ids.add(f"{number:08X}")
        return f"{number:08X}"


def mark_range(place: CommentRange, ids: Iterable[str]) -> None:
    """Put the marks of these comments around the words in `place`, and their references after it."""
    before = _boundary(place.first, place.start, is_end=False)
    after = _boundary(place.last, place.end, is_end=True)
    for comment_id in ids:
        start = etree.Element(w("commentRangeStart"), {w("id"): comment_id})
        before.addprevious(start)
        end = etree.Element(w("commentRangeEnd"), {w("id"): comment_id})
        after.addnext(end)
        reference = etree.Element(w("r"))
        etree.SubElement(reference, w("commentReference"), {w("id"): comment_id})
        end.addnext(reference)
        after = reference


def _boundary(paragraph: etree._Element, offset: int, *, is_end: bool) -> etree._Element:
    """Return the child of a paragraph that begins (or ends) at an offset of its text; split a run for it.

    A link is never split, so a range that begins or ends inside one has the whole link.
    """
    children = [child for child in paragraph if child.tag not in _NO_CONTENT]
    position = 0
    for child in children:
        length = len(text_of(child))
        if is_end and position < offset <= position + length:
            split_run(child, offset - position)
            return child
        if not is_end and position <= offset < position + length:
            return split_run(child, offset - position)
        position += length
    if children:
        return children[-1 if is_end else 0]
    return etree.SubElement(paragraph, w("r"))


def split_run(run: etree._Element, offset: int) -> etree._Element:
    """Split a run at an offset of its text; return the run after it, or `run` if nothing is to be split."""
    if run.tag != w("r") or not 0 < offset < len(text_of(run)):
        return run
    rest = etree.Element(w("r"))
    properties = run.find("w:rPr", NS)
    if properties is not None:
        rest.append(deepcopy(properties))
    position = 0
    for part in [child for child in run if child is not properties]:
        length = len(_text_of_part(part))
        if position >= offset:
            rest.append(part)
        elif position + length > offset:
            later = etree.SubElement(rest, part.tag, {_SPACE: "preserve"})
            words = part.text or ""
            part.text, later.text = words[: offset - position], words[offset - position :]
            part.set(_SPACE, "preserve")
        position += length
    run.addnext(rest)
    return rest


def _text_of_part(part: etree._Element) -> str:
    run = etree.Element(w("r"))
    run.append(deepcopy(part))
    return text_of(run)


def _word_time(when: str) -> str:
    """Return a time as Word writes it, in UTC, or an empty string if it is not a time."""
    try:
        parsed = datetime.fromisoformat(when)
        universal = parsed.astimezone(UTC) if parsed.tzinfo else parsed
    except (ValueError, OverflowError):
        return ""
    return f"{universal.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())[:_MOST_INITIALS].upper()


def xml_bytes(root: etree._Element) -> bytes:
    """Return a part as it is stored in a package."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
