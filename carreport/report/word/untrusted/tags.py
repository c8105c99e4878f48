"""Find the tags in a Word template and where they are, and list malformed ones.

Tags are read as docxtpl reads them: joined across runs, with straight quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from carreport.errors import Mistake
from carreport.report.word.proof.docx_parts import WordFile
from carreport.report.word.untrusted.inspect_parts import stories
from carreport.report.word.untrusted.location import LocationFinder, paragraph_text
from carreport.report.word.xml_names import w

LONGEST_TAG = 300
MOST_TAGS = 5000
_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}|\{_[{%]|[}%]_\}")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PREFIX = re.compile(r"(p|tr|tc|r)(?=\s)")
_QUOTES = str.maketrans("“”‘’\u00a0", "\"\"'' ")
_SINGLE = re.compile(
    r"(?<!\{)\{\s*(p\s+)?(title|section|sections|contents|entry|language|words)\b[^{}]*\}(?!\})"
)
_WIDE = re.compile("[\uff5b\uff5d\uff05]")
_RETYPE = "Delete the tag and type it again in one paragraph, with nothing between its double brackets."
_REMEDY_ALONE = "Put the tag in a paragraph of its own."


@dataclass(frozen=True, slots=True)
class TemplateTag:
    """One tag: `{{ … }}` prints a value, `{% … %}` is a statement; `prefix` is p, tr, tc, r or empty."""

    is_statement: bool
    prefix: str
    inner: str
    source_text: str
    place: str
    paragraph: etree._Element
    part: str

    @property
    def row(self) -> etree._Element | None:
        """The table row that contains the tag, or None."""
        return next(self.paragraph.iterancestors(w("tr")), None)

    @property
    def container(self) -> etree._Element | None:
        """The element that a tag and its end tag must share: a table, a cell or a paragraph."""
        if self.prefix == "tr":
            return self.row.getparent() if self.row is not None else None
        return self.paragraph.getparent() if self.prefix == "p" else self.paragraph

    def mistake(self, code: str, message: str, suggestion: str = "") -> Mistake:
        """Return a mistake in this tag, which quotes the tag and says where it is."""
        return Mistake(self.place, code, f"{self.source_text}: {message}", suggestion)


def find_tags(word_file: WordFile, places: LocationFinder, mistakes: list[Mistake]) -> Iterator[TemplateTag]:
    """Yield the well-formed tags in reading order; add the others to `mistakes`."""
    count = 0
    for name in stories(word_file):
        for tag in _part_tags(word_file, places, name, mistakes):
            count += 1
            if count > MOST_TAGS:
                message = f"There are more than {MOST_TAGS:,} tags."
                mistakes.append(Mistake(tag.place, "tag-many", message))
                return
            yield tag
    mistakes.extend(_tags_in_unfilled_parts(word_file, places))


def _part_tags(
    word_file: WordFile, places: LocationFinder, name: str, mistakes: list[Mistake]
) -> Iterator[TemplateTag]:
    tree = word_file.trees[name]
    paragraphs = tree.iter(w("p"))
    for paragraph in paragraphs:
        words = paragraph_text(paragraph)
        if "{" not in words and "}" not in words and not _WIDE.search(words):
            continue
        place = places.location_of(name, paragraph)
        tags = list(_split_tags(words, place, paragraph, name, mistakes))
        mistakes.extend(_looks_like_tags(words, place))
        for tag in tags:
            mistakes.extend(_placement_mistakes(tag, words, len(tags)))
        yield from tags
    mistakes.extend(_hidden_tags(places, name, tree))


def _split_tags(
    words: str, place: str, paragraph: etree._Element, part: str, mistakes: list[Mistake]
) -> Iterator[TemplateTag]:
    """Yield the well-formed tags in the text of a paragraph; add the others to `mistakes`."""
    at = 0
    while match := _MARK.search(words, at):
        opener = match[0]
        closer = _CLOSERS.get(opener)
        if closer is None:
            mistakes.append(_stray_delimiter(opener, words, match.start(), place))
            at = match.end()
            continue
        end = words.find(closer, match.end())
        again = _MARK.search(words, match.end())
        if end < 0 or (again is not None and again.start() < end and again[0] in _CLOSERS):
            mistakes.append(_open_tag(opener, words[match.start() :], place))
            at = again.start() if again is not None and again[0] in _CLOSERS else len(words)
            continue
        at = end + len(closer)
        if opener == "{#":
            continue
        yield _parse_tag(words[match.start() : at], place, paragraph, part)


def _parse_tag(typed: str, place: str, paragraph: etree._Element, part: str) -> TemplateTag:
    inner = typed[2:-2].translate(_QUOTES)
    prefix = _PREFIX.match(inner)
    letters = prefix[1] if prefix else ""
    return TemplateTag(
        typed.startswith("{%"), letters, inner[len(letters) :].strip(), typed[:80], place, paragraph, part
    )


def _stray_delimiter(mark: str, words: str, start: int, place: str) -> Mistake:
    near = words[max(start - 30, 0) : start + len(mark)].strip()
    if "_" in mark:
        message = f"“{near}”: “{mark}” would become a tag when the report is made."
        return Mistake(place, "tag-escape", message, "Put spaces between the characters.")
    message = f"“{near}”: “{mark}” ends a tag that has no start."
    return Mistake(place, "tag-not-opened", message, _RETYPE)


def _open_tag(opener: str, words: str, place: str) -> Mistake:
    near = words[:60].strip()
    if opener == "{#":
        message = f"“{near}”: “{{#” starts a note to yourself that has no end."
        return Mistake(place, "note-open", message, "End it with #}, or put a space between { and #.")
    message = f"“{near}”: this tag has no end in its paragraph."
    return Mistake(place, "tag-open", message, f"End it with {_CLOSERS[opener]}.")


def _looks_like_tags(words: str, place: str) -> Iterator[Mistake]:
    for match in _SINGLE.finditer(words):
        message = f"“{match[0][:60]}” has single brackets, so it would be printed unchanged."
        yield Mistake(place, "tag-half", message, "Write double brackets: {{ … }}.")
    if _WIDE.search(words):
        message = f"“{words.strip()[:60]}” has full-width brackets."
        yield Mistake(place, "tag-wide", message, "Use ordinary brackets: {{ … }}.")


def _placement_mistakes(tag: TemplateTag, words: str, others: int) -> Iterator[Mistake]:
    """Yield mistakes in where a tag is and how it is written."""
    if len(tag.inner) > LONGEST_TAG:
        yield tag.mistake("tag-long", f"A tag can have at most {LONGEST_TAG} characters.")
    if not tag.inner:
        yield tag.mistake("tag-empty", "The tag is empty.", "Delete it, or add a value.")
    if tag.inner.startswith(("-", "+")) or tag.inner.endswith(("-", "+")):
        yield tag.mistake("tag-trim", "A dash or plus sign is not allowed here.", "Remove it.")
    if tag.prefix in ("r", "tc"):
        message = f"“{tag.prefix}” is not allowed after the bracket."
        yield tag.mistake("tag-prefix", message, "Remove it, or use p (paragraph) or tr (row).")
    if tag.prefix and ("%" in tag.inner or "}" in tag.inner):
        yield tag.mistake("tag-prefix", "A tag with p or tr cannot contain % or }.")
    if tag.prefix and others == 1:
        yield from _not_alone(tag, words)
    elif tag.prefix:
        message = "There is another tag in the same paragraph, and it would be lost."
        yield tag.mistake("tag-not-alone", message, _REMEDY_ALONE)


def _not_alone(tag: TemplateTag, words: str) -> Iterator[Mistake]:
    rest = (
        (words.replace("\u00a0", " ").strip()).removeprefix(tag.source_text).strip()
        if len(tag.source_text) < 80
        else ""
    )
    before, _, after = words.partition(tag.source_text)
    rest = (before + after).strip() if len(tag.source_text) < 80 else rest
    if tag.prefix == "p" and rest:
        message = f"Other text in the same paragraph (“{rest[:40]}”) would be lost."
        yield tag.mistake("tag-not-alone", message, _REMEDY_ALONE)
    if tag.prefix != "tr":
        return
    row = tag.row
    if row is None:
        yield tag.mistake(
            "tag-outside-table", "“tr” repeats a table row, but the tag is not in a table.", "Use p instead."
        )
        return
    others = "".join(
        paragraph_text(paragraph) for paragraph in row.iter(w("p")) if paragraph is not tag.paragraph
    ).strip()
    if rest or others:
        message = f"Other text in the same row (“{(rest or others)[:40]}”) would be lost."
        yield tag.mistake("tag-not-alone", message, "Put the tag in a row of its own.")


def _hidden_tags(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    """Yield a mistake for each tag that is not visible: in attributes, XML comments or formulas."""
    for element in tree.iter():
        is_words = element.tag == w("t") or element.tag == w("instrText")
        texts = [] if is_words else [element.text or ""]
        texts += [element.tail or ""]
        texts += [str(value) for value in element.attrib.values()] if isinstance(element.tag, str) else []
        if any(_MARK.search(text) for text in texts):
            message = "There is a hidden tag outside the text."
            yield Mistake(places.location_of(name, element), "tag-hidden", message, "Move it to a paragraph.")


def _tags_in_unfilled_parts(word_file: WordFile, places: LocationFinder) -> Iterator[Mistake]:
    """Yield a mistake for each tag in endnotes or in file properties, which are not rendered."""
    rendered = set(stories(word_file))
    for name, tree in word_file.trees.items():
        properties = name.startswith("docProps/")
        if name in rendered or not (properties or name.startswith("word/endnotes")):
            continue
        text = "".join(tree.itertext())
        if _MARK.search(text):
            label = "file properties" if properties else places.part_label(name)
            message = f"“{text.strip()[:60]}”: tags are not filled in here."
            yield Mistake(
                label, "tag-elsewhere", message, "Move it to the document, a header, a footer or a footnote."
            )
