"""Find the tags in a Word template, each with its place, and say which of them are broken.

A tag is read as docxtpl will read it: put together from its runs, with plain quotation marks.
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
_SINGLE = re.compile(r"(?<!\{)\{\s*(p\s+)?(title|section|sections|contents|entry|language)\b[^{}]*\}(?!\})")
_WIDE = re.compile("[\uff5b\uff5d\uff05]")
_RETYPE = "Delete it and type it again, with nothing between the brackets."
_REMEDY_ALONE = "Put the tag in a paragraph of its own."


@dataclass(frozen=True, slots=True)
class TemplateTag:
    """One tag: `{{ … }}` prints, `{% … %}` does; `prefix` is p, tr or nothing."""

    is_statement: bool
    prefix: str
    inner: str
    source_text: str
    place: str
    paragraph: etree._Element
    part: str

    @property
    def row(self) -> etree._Element | None:
        """The row of a table in which the tag stands."""
        return next(self.paragraph.iterancestors(w("tr")), None)

    @property
    def container(self) -> etree._Element | None:
        """What the tag must share with the one that ends it: a cell, a table, a paragraph."""
        if self.prefix == "tr":
            return self.row.getparent() if self.row is not None else None
        return self.paragraph.getparent() if self.prefix == "p" else self.paragraph

    def mistake(self, code: str, said: str, suggestion: str = "") -> Mistake:
        """Return a mistake in this tag, with its place and its words."""
        return Mistake(self.place, code, f"{self.source_text}: {said}", suggestion)


def find_tags(opened: WordFile, places: LocationFinder, mistakes: list[Mistake]) -> Iterator[TemplateTag]:
    """Yield every sound tag in reading order; add what is broken to `mistakes`."""
    count = 0
    for name in stories(opened):
        for tag in _part_tags(opened, places, name, mistakes):
            count += 1
            if count > MOST_TAGS:
                said = f"There are more than {MOST_TAGS:,} tags."
                mistakes.append(Mistake(tag.place, "tag-many", said))
                return
            yield tag
    mistakes.extend(_tags_in_unfilled_parts(opened, places))


def _part_tags(
    opened: WordFile, places: LocationFinder, name: str, mistakes: list[Mistake]
) -> Iterator[TemplateTag]:
    tree = opened.trees[name]
    yield_from_body = tree.iter(w("p"))
    for paragraph in yield_from_body:
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
    """Cut the tags out of a paragraph."""
    at = 0
    while found := _MARK.search(words, at):
        opener = found[0]
        closer = _CLOSERS.get(opener)
        if closer is None:
            mistakes.append(_stray_delimiter(opener, words, found.start(), place))
            at = found.end()
            continue
        end = words.find(closer, found.end())
        again = _MARK.search(words, found.end())
        if end < 0 or (again is not None and again.start() < end and again[0] in _CLOSERS):
            mistakes.append(_open_tag(opener, words[found.start() :], place))
            at = again.start() if again is not None and again[0] in _CLOSERS else len(words)
            continue
        at = end + len(closer)
        if opener == "{#":
            continue
        yield _parse_tag(words[found.start() : at], place, paragraph, part)


def _parse_tag(typed: str, place: str, paragraph: etree._Element, part: str) -> TemplateTag:
    inner = typed[2:-2].translate(_QUOTES)
    prefix = _PREFIX.match(inner)
    given = prefix[1] if prefix else ""
    return TemplateTag(
        typed.startswith("{%"), given, inner[len(given) :].strip(), typed[:80], place, paragraph, part
    )


def _stray_delimiter(mark: str, words: str, start: int, place: str) -> Mistake:
    near = words[max(start - 30, 0) : start + len(mark)].strip()
    if "_" in mark:
        said = f"“{near}”: “{mark}” would become a tag of its own while the report is made."
        return Mistake(place, "tag-escape", said, "Put blanks between the signs.")
    said = f"“{near}”: “{mark}” ends a tag that never begins."
    return Mistake(place, "tag-not-opened", said, _RETYPE)


def _open_tag(opener: str, words: str, place: str) -> Mistake:
    near = words[:60].strip()
    if opener == "{#":
        said = f"“{near}”: “{{#” begins a note to yourself that never ends."
        return Mistake(place, "note-open", said, "End it with #}, or put a blank between { and #.")
    said = f"“{near}”: a tag is opened but not closed in its paragraph."
    return Mistake(place, "tag-open", said, f"End it with {_CLOSERS[opener]}.")


def _looks_like_tags(words: str, place: str) -> Iterator[Mistake]:
    for found in _SINGLE.finditer(words):
        said = f"“{found[0][:60]}” has single brackets and would be printed as it is."
        yield Mistake(place, "tag-half", said, "Write two brackets at each end: {{ … }}.")
    if _WIDE.search(words):
        said = f"“{words.strip()[:60]}” has brackets of another script."
        yield Mistake(place, "tag-wide", said, _RETYPE)


def _placement_mistakes(tag: TemplateTag, words: str, others: int) -> Iterator[Mistake]:
    """Yield what is wrong with where a tag stands and how it is written."""
    if len(tag.inner) > LONGEST_TAG:
        yield tag.mistake("tag-long", f"A tag has {LONGEST_TAG} letters at most.")
    if not tag.inner:
        yield tag.mistake("tag-empty", "There is nothing in it.", "Delete it, or name a field.")
    if tag.inner.startswith(("-", "+")) or tag.inner.endswith(("-", "+")):
        yield tag.mistake("tag-trim", "A dash would swallow the paragraph beside it.", "Leave the dash out.")
    if tag.prefix in ("r", "tc"):
        said = f"“{tag.prefix}” means nothing here."
        yield tag.mistake("tag-prefix", said, "Write it without, or with p (paragraph) or tr (row).")
    if tag.prefix and ("%" in tag.inner or "}" in tag.inner):
        yield tag.mistake("tag-prefix", "After p or tr, neither % nor } can stand in a tag.")
    if tag.prefix and others == 1:
        yield from _not_alone(tag, words)
    elif tag.prefix:
        said = "Another tag stands in the same paragraph and would be lost."
        yield tag.mistake("tag-not-alone", said, _REMEDY_ALONE)


def _not_alone(tag: TemplateTag, words: str) -> Iterator[Mistake]:
    rest = (
        (words.replace("\u00a0", " ").strip()).removeprefix(tag.source_text).strip()
        if len(tag.source_text) < 80
        else ""
    )
    before, _, after = words.partition(tag.source_text)
    rest = (before + after).strip() if len(tag.source_text) < 80 else rest
    if tag.prefix == "p" and rest:
        said = f"Other words in the same paragraph (“{rest[:40]}”) would be lost."
        yield tag.mistake("tag-not-alone", said, _REMEDY_ALONE)
    if tag.prefix != "tr":
        return
    row = tag.row
    if row is None:
        yield tag.mistake(
            "tag-outside-table", "“tr” repeats a row, and this is no table.", "Write p in its place."
        )
        return
    others = "".join(paragraph_text(each) for each in row.iter(w("p")) if each is not tag.paragraph).strip()
    if rest or others:
        said = f"Other words in the same row (“{(rest or others)[:40]}”) would be lost."
        yield tag.mistake("tag-not-alone", said, "Give the tag a row of its own.")


def _hidden_tags(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    """Yield tags where nobody sees them: in attributes, notes of the file, formulas."""
    for element in tree.iter():
        is_words = element.tag == w("t") or element.tag == w("instrText")
        texts = [] if is_words else [element.text or ""]
        texts += [element.tail or ""]
        texts += [str(value) for value in element.attrib.values()] if isinstance(element.tag, str) else []
        if any(_MARK.search(text) for text in texts):
            said = "A tag is hidden where no words stand."
            yield Mistake(places.location_of(name, element), "tag-hidden", said, "Put it into a paragraph.")


def _tags_in_unfilled_parts(opened: WordFile, places: LocationFinder) -> Iterator[Mistake]:
    """Yield tags in parts that are never filled in, and in the properties of the file."""
    known = set(stories(opened))
    for name, tree in opened.trees.items():
        properties = name.startswith("docProps/")
        if name in known or not (properties or name.startswith("word/endnotes")):
            continue
        text = "".join(tree.itertext())
        if _MARK.search(text):
            label = "properties of the file" if properties else places.part_label(name)
            said = f"“{text.strip()[:60]}”: tags are not filled in here."
            yield Mistake(
                label, "tag-elsewhere", said, "Put it into the document, a header, a footer or a footnote."
            )
