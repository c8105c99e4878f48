"""Judge somebody else's Word template before anything in it is carried out.

First the package, then what is in it, then its tags, and last whether docxtpl reads the very
same tags. Only a template that passes all four is ever printed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it ships no types

from carreport.errors import Mistake
from carreport.report.word.proof.docx_parts import opened_members
from carreport.report.word.untrusted.inspect_package import AGAIN, PLACE, Refused, members_of
from carreport.report.word.untrusted.inspect_parts import active_contents, declared_entities, odd_drawings
from carreport.report.word.untrusted.lint import lint
from carreport.report.word.untrusted.location import Places
from carreport.report.word.untrusted.tags import Tag, find_tags
from carreport.report.word.xml_names import relation

_READ = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_NOTHING = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in a template: every mistake, and the fields that it prints, as paths."""

    mistakes: tuple[Mistake, ...]
    printed: frozenset[tuple[str, ...]] = frozenset()


def judge(content: bytes) -> Judged:
    """Return every mistake in the Word template `content`; nothing in it is carried out."""
    try:
        members = members_of(content)
    except Refused as refused:
        return Judged(refused.mistakes)
    entities = tuple(declared_entities(members))
    if entities:
        return Judged(entities)
    opened = opened_members(members, huge=False)
    mistakes = [*active_contents(opened), *odd_drawings(members)]
    if opened.document is None or any(each.code == "not-xml" for each in mistakes):
        return Judged(_each_once(mistakes))
    tags = list(find_tags(opened, Places(opened), mistakes))
    printed = lint(tags, mistakes)
    if not mistakes:
        mistakes += _read_otherwise(content, tags)
    return Judged(_each_once(mistakes), frozenset(printed))


def _each_once(mistakes: list[Mistake]) -> tuple[Mistake, ...]:
    return tuple(dict.fromkeys(mistakes))


def _read_otherwise(content: bytes, tags: list[Tag]) -> Iterator[Mistake]:
    """Yield the tags that docxtpl would carry out and that were not seen, whatever hid them."""
    seen = {_core(tag.inner) for tag in tags}
    template = DocxTemplate(io.BytesIO(content))
    try:
        sources = list(_sources(template))
    except (KeyError, ValueError, AttributeError, IndexError):
        yield Mistake(PLACE, "template-unreadable", "The file cannot be read as a Word document.", AGAIN)
        return
    for label, source in sources:
        for found in _READ.finditer(template.patch_xml(source)):
            if _core(found[0][2:-2]) not in seen:
                words = _MARKUP.sub("", found[0])[:60]
                said = f"{words}: this is not what Word shows."
                yield Mistake(label, "tag-hidden", said, "Delete the paragraph and type it again.")


def _core(inner: str) -> str:
    return _NOTHING.sub("", inner.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def _sources(template: DocxTemplate) -> Iterator[tuple[str, str]]:
    """Yield what docxtpl reads as templates: the body, headers, footers and footnotes."""
    template.init_docx()
    yield "document", template.get_xml()
    for kind in ("header", "footer"):
        for _, part in template.get_headers_footers(relation(kind)):
            yield kind, template.get_part_xml(part)
    for part in template.docx.part.package.parts:
        if part.content_type.endswith("wordprocessingml.footnotes+xml"):
            yield "footnotes", part.blob.decode("utf-8")
