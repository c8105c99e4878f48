"""Inspect an untrusted Word template before anything in it is run.

There are five checks: the package, its contents, its tags, whether answers would be hidden, and whether
docxtpl reads only tags that were checked. Only a template that passes all of them is rendered.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it ships no types

from carreport.errors import Mistake
from carreport.report.word.proof.docx_parts import read_word_members
from carreport.report.word.untrusted.hidden_parts import hidden_parts
from carreport.report.word.untrusted.hidden_text import hidden_text
from carreport.report.word.untrusted.inspect_package import (
    SAVE_AGAIN_REMEDY,
    WHOLE_FILE,
    PackageError,
    read_members,
)
from carreport.report.word.untrusted.inspect_parts import (
    active_contents,
    declared_entities,
    unsafe_drawings,
    vast_pictures,
)
from carreport.report.word.untrusted.lint import lint_tags
from carreport.report.word.untrusted.location import LocationFinder
from carreport.report.word.untrusted.tags import TemplateTag, find_tags
from carreport.report.word.xml_names import relationship_type

_JINJA_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_NOTHING = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TemplateInspection:
    """The result of an inspection: mistakes, the paths of printed fields, and remarks on hidden text."""

    mistakes: tuple[Mistake, ...]
    printed_fields: frozenset[tuple[str, ...]] = frozenset()
    remarks: tuple[Mistake, ...] = ()


def inspect_template(content: bytes) -> TemplateInspection:
    """Inspect the Word template `content` without running anything in it."""
    try:
        members = read_members(content)
    except PackageError as refused:
        return TemplateInspection(refused.mistakes)
    entities = tuple(declared_entities(members))
    if entities:
        return TemplateInspection(entities)
    word_file = read_word_members(members, huge=False)
    mistakes = [*active_contents(word_file), *unsafe_drawings(members), *vast_pictures(members)]
    if word_file.document is None or any(mistake.code == "not-xml" for mistake in mistakes):
        return TemplateInspection(_without_repeats(mistakes))
    places = LocationFinder(word_file)
    tags = list(find_tags(word_file, places, mistakes))
    printed_fields = lint_tags(tags, mistakes)
    hidden_answers, remarks = hidden_text(word_file, places)
    mistakes += hidden_answers
    remarks += hidden_parts(word_file)
    if not mistakes:
        mistakes += _hidden_tags(content, tags)
    return TemplateInspection(_without_repeats(mistakes), frozenset(printed_fields), tuple(remarks))


def _without_repeats(mistakes: list[Mistake]) -> tuple[Mistake, ...]:
    return tuple(dict.fromkeys(mistakes))


def _hidden_tags(content: bytes, tags: list[TemplateTag]) -> Iterator[Mistake]:
    """Yield a mistake for each tag that docxtpl would run but the linter did not see."""
    seen = {_without_blanks(tag.inner) for tag in tags}
    template = DocxTemplate(io.BytesIO(content))
    try:
        sources = list(_sources(template))
    except (KeyError, ValueError, AttributeError, IndexError):
        yield Mistake(
            WHOLE_FILE,
            "template-unreadable",
            "The file cannot be read as a Word document.",
            SAVE_AGAIN_REMEDY,
        )
        return
    for label, source in sources:
        for match in _JINJA_TAG.finditer(template.patch_xml(source)):
            if _without_blanks(match[0][2:-2]) not in seen:
                words = _MARKUP.sub("", match[0])[:60]
                message = f"{words}: Word shows something else here."
                yield Mistake(label, "tag-hidden", message, "Delete the paragraph and type it again.")


def _without_blanks(inner: str) -> str:
    return _NOTHING.sub("", inner.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def _sources(template: DocxTemplate) -> Iterator[tuple[str, str]]:
    """Yield a label and the XML for each part that docxtpl renders: body, headers, footers, footnotes."""
    template.init_docx()
    yield "document", template.get_xml()
    for kind in ("header", "footer"):
        for _, part in template.get_headers_footers(relationship_type(kind)):
            yield kind, template.get_part_xml(part)
    for part in template.docx.part.package.parts:
        if part.content_type.endswith("wordprocessingml.footnotes+xml"):
            yield "footnotes", part.blob.decode("utf-8")
