"""Make the list of references from the evidence and from what else was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carreport.form.answers import Item, is_empty
from carreport.form.richtext import Span
from carreport.form.schema import Field
from carreport.report.build_context import Composition
from carreport.report.model import Block, Entry, Listing, Words, plain, words
from carreport.report.sections.table_cells import cell
from carreport.report.templates.template import Part

OF_EVIDENCE = {"author": "publisher", "year": "year", "title": "name", "link": "link", "accessed": "accessed"}
OF_REFERENCES = {name: name for name in ("author", "year", "title", "publisher", "link", "accessed")}


def show_references(composition: Composition, part: Part) -> list[Block]:
    """Return the references, sorted by author and title, each once."""
    found: dict[str, tuple[Words, list[str]]] = {}
    evidence = str(part.settings.get("evidence", ""))
    sources = [(evidence, OF_EVIDENCE)] if evidence else []
    own = {name: part.role(name) for name in OF_REFERENCES}
    sources += [(path, own) for path in part.answers]
    for path, roles in sources:
        for where, running in _references(composition, path, roles):
            _, keys = found.setdefault(plain(running), (running, []))
            keys.append(reference_key(where))
    ordered = sorted(found.items(), key=lambda each: each[0].casefold())
    entries = tuple(Entry(running, ordered=True, anchor="|".join(keys)) for _, (running, keys) in ordered)
    return [Listing(entries)] if entries else []


def reference_key(where: str) -> str:
    """Return the key under which other words can refer to the source at `where`."""
    return f"reference:{where}"


def has_reference(composition: Composition, path: str, item: Item) -> bool:
    """Say whether the template has a list of references in which this source stands."""
    parts = [part for section in composition.template.sections for part in section.parts]
    listed = any(part.show == "references" and path in part.paths for part in parts)
    group = composition.form.field(path)
    name = group.inner(OF_EVIDENCE["title"]) if group else None
    return listed and name is not None and not is_empty(name, item.get(name.id))


def _references(composition: Composition, path: str, roles: Mapping[str, str]) -> Iterator[tuple[str, Words]]:
    group = composition.question(path)
    if group is None:
        return
    for where, item in composition.entries(path):
        running = _reference(composition, where, group, item, roles)
        if running:
            yield where, running


def _reference(
    composition: Composition, where: str, group: Field, item: Item, roles: Mapping[str, str]
) -> Words:
    """Return “Author (year). *Title*. Publisher. Link (accessed date).”, as far as it is known."""
    said = {name: _answer(composition, where, group, item, inner) for name, inner in roles.items()}
    running: Words = said["author"]
    if said["year"]:
        running += words(" (" if running else "(") + said["year"] + words(")")
    if said["title"]:
        title = tuple(Span(plain((span,)), emphasis=True) for span in said["title"])
        running += words(_joint(running)) + title
    if said.get("publisher"):
        running += words(_joint(running)) + said["publisher"]
    if running and not plain(running).endswith((".", "?", "!")):
        running += words(".")
    if said["link"]:
        running += words(" " if running else "") + said["link"]
    if said["accessed"]:
        running += words(" (accessed ") + said["accessed"] + words(")")
    return running


def _joint(running: Words) -> str:
    if not running:
        return ""
    return " " if plain(running).endswith((".", "?", "!")) else ". "


def _answer(composition: Composition, where: str, group: Field, item: Item, inner: str) -> Words:
    question = group.inner(inner)
    return cell(composition, where, question, item) if question else ()
