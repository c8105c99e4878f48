"""Find what a Word template contains apart from its pages: comments, properties, unused parts.

None of it is in a report, but anyone who has the template can read it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from carreport.errors import Mistake
from carreport.report.word.proof.docx_parts import WordFile
from carreport.report.word.starter_notes import NOTES
from carreport.report.word.untrusted.hidden_text import quoted
from carreport.report.word.untrusted.inspect_package import display_name
from carreport.report.word.xml_names import NS, w

STAYS = "It stays in the template and is not in reports."
_MOST_LISTED = 10
_PLUMBING = frozenset((
    "lastPrinted", "created", "modified", "revision", "version", "language", "identifier", "Application",
    "AppVersion", "Template", "TotalTime", "Pages", "Words", "Characters", "Lines", "Paragraphs",
    "CharactersWithSpaces", "DocSecurity", "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged",
    "HeadingPairs", "TitlesOfParts",
))  # fmt: skip
_OUR_NOTES = frozenset(" ".join(" ".join(texts).split()) for _, texts in NOTES)


def hidden_parts(word_file: WordFile) -> list[Mistake]:
    """Return a remark for each comment, property and part that is in the file but on no page."""
    remarks = [
        *_comments(word_file),
        *_properties(word_file),
        *_custom_xml(word_file),
        *_variables(word_file),
    ]
    return list(dict.fromkeys([*remarks, *_unused(word_file)]))


def _comments(word_file: WordFile) -> Iterator[Mistake]:
    """Yield a remark for each comment, apart from those in our own starter document."""
    found = [
        (quoted(comment.get(w("author"), "")), " ".join(_words(comment).split()))
        for name, tree in word_file.trees.items()
        if name.startswith("word/comments")
        for comment in tree.iter(w("comment"))
    ]
    listed = [(author, words) for author, words in found if words and words not in _OUR_NOTES]
    for author, words in listed[:_MOST_LISTED]:
        writer = f" by {author}" if author else ""
        yield Mistake("comments", "hidden-comment", f"A comment{writer} says “{quoted(words)}”.", STAYS)
    if len(listed) > _MOST_LISTED:
        message = f"There are {len(listed) - _MOST_LISTED} more comments."
        yield Mistake("comments", "hidden-comment", message, STAYS)


def _properties(word_file: WordFile) -> Iterator[Mistake]:
    """Yield a remark with the file properties that people wrote or that name people."""
    values: list[str] = []
    for name, tree in word_file.trees.items():
        if not name.startswith("docProps/"):
            continue
        for element in tree:
            plain = etree.QName(element).localname if isinstance(element.tag, str) else ""
            label = element.get("name", plain)
            words = quoted(" ".join(element.itertext()))
            if plain and plain not in _PLUMBING and words:
                values.append(f"{quoted(label)} “{words}”")
    if values:
        more = f", and {len(values) - _MOST_LISTED} more" if len(values) > _MOST_LISTED else ""
        message = f"They say: {', '.join(values[:_MOST_LISTED])}{more}."
        yield Mistake("file properties", "hidden-properties", message, "They stay in the template.")


def _custom_xml(word_file: WordFile) -> Iterator[Mistake]:
    for name, tree in word_file.trees.items():
        is_other = name.startswith(("customXml/", "word/glossary/", "word/people"))
        if not is_other or name.endswith(".rels") or "itemProps" in name:
            continue
        texts = [text for text in tree.itertext() if text.strip()]
        texts += [author.get(w("author"), "") for author in tree.iter() if name.startswith("word/people")]
        words = quoted(" ".join(texts))
        if words:
            yield Mistake(display_name(name), "hidden-data", f"It says “{words}”.", STAYS)


def _variables(word_file: WordFile) -> Iterator[Mistake]:
    for name, tree in word_file.trees.items():
        for variable in tree.iterfind(".//w:docVar", NS) if name.startswith("word/settings") else ():
            words = f"{quoted(variable.get(w('name'), ''))} “{quoted(variable.get(w('val'), ''))}”"
            yield Mistake("settings", "hidden-variable", f"There is a document variable {words}.", STAYS)


def _unused(word_file: WordFile) -> Iterator[Mistake]:
    """Yield a remark for each part that nothing in the file uses."""
    used = {target for ties in word_file.relationships.values() for _, target, _ in ties.values()}
    for name in word_file.names:
        if name not in used and not name.endswith((".rels", "/")) and name != "[Content_Types].xml":
            message = "Nothing in the document uses this part."
            yield Mistake(display_name(name), "hidden-part", message, STAYS)


def _words(comment: etree._Element) -> str:
    return " ".join(
        "".join(text.text or "" for text in paragraph.iter(w("t"))) for paragraph in comment.iter(w("p"))
    )
