"""The list of references, from the evidence and from further reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carreport.form.answers import Item, is_empty
from carreport.form.richtext import Span
from carreport.form.schema import Field
from carreport.language.messages import gettext
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, InlineText, ListBlock, ListItem, filled_in, inline_text, plain_text
from carreport.report.sections.table_cells import cell_text
from carreport.report.templates.template import TemplatePart

OF_EVIDENCE = {"author": "publisher", "year": "year", "title": "name", "link": "link", "accessed": "accessed"}
OF_REFERENCES = {name: name for name in ("author", "year", "title", "publisher", "link", "accessed")}


def show_references(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return the references sorted by author and title, without duplicates."""
    references: dict[str, tuple[InlineText, list[str]]] = {}
    evidence = str(part.settings.get("evidence", ""))
    sources = [(evidence, OF_EVIDENCE)] if evidence else []
    own = {name: part.role(name) for name in OF_REFERENCES}
    sources += [(path, own) for path in part.answers]
    for path, roles in sources:
        for where, running in _references(context, path, roles):
            _, keys = references.setdefault(plain_text(running), (running, []))
            keys.append(reference_key(where))
    ordered = sorted(references.items(), key=lambda reference: reference[0].casefold())
    entries = tuple(
        ListItem(running, is_ordered=True, anchor="|".join(keys)) for _, (running, keys) in ordered
    )
    return [ListBlock(entries)] if entries else []


def reference_key(where: str) -> str:
    """Return the cross-reference key for the source at `where`."""
    return f"reference:{where}"


def has_reference(context: BuildContext, path: str, item: Item) -> bool:
    """Return whether the template has a list of references that includes this source."""
    parts = [part for section in context.template.sections for part in section.parts]
    has_list = any(part.presentation == "references" and path in part.paths for part in parts)
    group = context.form.field(path)
    name = group.inner_field(OF_EVIDENCE["title"]) if group else None
    return has_list and name is not None and not is_empty(name, item.get(name.id))


def _references(
    context: BuildContext, path: str, roles: Mapping[str, str]
) -> Iterator[tuple[str, InlineText]]:
    group = context.question(path)
    if group is None:
        return
    for where, item in context.entries(path):
        running = _reference(context, where, group, item, roles)
        if running:
            yield where, running


def _reference(
    context: BuildContext, where: str, group: Field, item: Item, roles: Mapping[str, str]
) -> InlineText:
    """Return “Author (year). *Title*. Publisher. Address (accessed date)”, leaving out what is unknown."""
    parts = {name: _answer(context, where, group, item, inner) for name, inner in roles.items()}
    running: InlineText = parts["author"]
    if parts["year"]:
        running += inline_text(" (" if running else "(") + parts["year"] + inline_text(")")
    if parts["title"]:
        link = _web_address(parts["link"])
        title = tuple(Span(plain_text((span,)), emphasis=True, link=link) for span in parts["title"])
        running += inline_text(_join_sentence(running)) + title
        if link:
            parts["link"] = inline_text(link)  # for readers on paper; the title leads there
    if parts.get("publisher"):
        running += inline_text(_join_sentence(running)) + parts["publisher"]
    if running and not plain_text(running).endswith((".", "?", "!")):
        running += inline_text(".")
    if parts["link"]:
        running += inline_text(" " if running else "") + parts["link"]
    if parts["accessed"]:
        running += filled_in(gettext(" (accessed {day})"), day=parts["accessed"])
    return running


def _web_address(running: InlineText) -> str:
    links = (span.link for span in running if isinstance(span, Span))
    return next((link for link in links if link.lower().startswith("http")), "")


def _join_sentence(running: InlineText) -> str:
    if not running:
        return ""
    return " " if plain_text(running).endswith((".", "?", "!")) else ". "


def _answer(context: BuildContext, where: str, group: Field, item: Item, inner: str) -> InlineText:
    question = group.inner_field(inner)
    return cell_text(context, where, question, item) if question else ()
