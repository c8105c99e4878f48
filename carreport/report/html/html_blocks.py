"""Print the blocks of a report as HTML elements; every word of an answer is escaped here."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from carreport.form.richtext import Span, is_safe_link
from carreport.report.model import (
    Block,
    Callout,
    Chart,
    CrossReference,
    Entry,
    Figure,
    Heading,
    Listing,
    Note,
    NoteMark,
    Pairs,
    Paragraph,
    PictureFile,
    Quotation,
    Ruled,
    Section,
    Table,
    Words,
    plain,
)

SCROLLS_FROM = 3
"""A table with so many columns may be wider than a narrow screen, so it can be scrolled."""


SHORT = 17
"""So many characters stay on one line, such as “27 September 2016”."""
NOTHING = Markup("–")
"""Stands in an empty cell, so that nobody wonders whether something was lost."""


class BlockEmitter:
    """Prints sections, notes and running text; `pictures` are the bytes that figures name."""

    def __init__(self, pictures: Mapping[str, PictureFile]) -> None:
        self.pictures = pictures

    def section(self, section: Section) -> Markup:
        """Return the body of a section, its heading left out."""
        return joined(map(self.block, section.body), "\n")

    def note(self, note: Note) -> Markup:
        """Return the words of a footnote and the way back to its mark."""
        back = f'<a class="back" href="#note-mark-{note.number}" aria-label="Back to the text">↩</a>'
        return Markup("<span>{}</span> ").format(running(note.words)) + Markup(back)  # noqa: S704 - a number

    def block(self, block: Block) -> Markup:
        """Return one block as an element."""
        match block:
            case Figure():
                return self.figure(block)
            case Table():
                return table(block)
            case Chart():
                return chart(block)
            case Listing():
                return listing(block.entries)
            case Ruled():
                return Markup('<div class="ruled" aria-hidden="true">{}</div>').format(
                    Markup("<i></i>") * block.lines
                )
            case _:
                return written(block)

    def figure(self, figure: Figure) -> Markup:
        """Return a picture with its caption and credit below."""
        file = self.pictures[figure.picture]
        source = Markup("data:{};base64,").format(file.type) + Markup(b64encode(file.data).decode())  # noqa: S704 - base64 says nothing to a browser
        image = Markup('<img src="{}" width="{}" height="{}" alt="{}">').format(
            source, file.width, file.height, "" if figure.decorative else figure.alt
        )
        credit = Markup(' <span class="credit">Picture: {}</span>').format(lines(figure.credit))
        return Markup('<figure id="{}">{}{}</figure>').format(
            figure.anchor,
            image,
            caption(figure.number, figure.caption, credit if figure.credit else Markup("")),
        )


def written(block: Heading | Paragraph | Quotation | Callout | Pairs) -> Markup:
    """Return a block that is words alone."""
    match block:
        case Heading():
            return heading(block)
        case Paragraph():
            look = Markup(' class="{}"').format(block.style) if block.style != "body" else ""
            return Markup('<p dir="auto"{}>{}</p>').format(look, running(block.words))
        case Quotation():
            speaker = Markup('<footer dir="auto">{}</footer>').format(lines(block.speaker))
            said = paragraphs(block.paragraphs)
            return Markup("<blockquote>{}{}</blockquote>").format(said, speaker if block.speaker else "")
        case Callout():
            label = Markup('<p class="callout-label">{}</p>').format(lines(block.label))
            said = paragraphs(block.paragraphs)
            return Markup('<div class="callout">{}{}</div>').format(label if block.label else "", said)
        case Pairs():
            row = Markup('<div><dt>{}</dt><dd dir="auto">{}</dd></div>')
            rows = (row.format(lines(label), running(words)) for label, words in block.rows)
            return Markup("<dl>{}</dl>").format(joined(rows))


def heading(block: Heading) -> Markup:
    """Return a heading; the title of the page is level 1 and a section's own heading level 2."""
    level = min(block.level + 1, 6)
    number = Markup('<span class="number">{}</span> ').format(block.number) if block.number else ""
    return Markup('<h{0} id="{1}" dir="auto">{2}{3}</h{0}>').format(
        level, block.anchor, number, lines(block.text)
    )


def caption(number: int, words: str, credit: Markup) -> Markup:
    """Return the caption of a figure."""
    count = Markup("<b>Figure {}.</b> ").format(number) if number else Markup("")
    said = Markup('{}<span dir="auto">{}</span>{}').format(count, lines(words), credit)
    return Markup("<figcaption>{}</figcaption>").format(said)


def chart(block: Chart) -> Markup:
    """Return a chart whose words are text; on a narrow screen it can be scrolled."""
    region = Markup(
        '<div class="scroll" role="region" tabindex="0" aria-label="Figure {}, chart">{}</div>'
    ).format(
        block.number,
        Markup(block.svg),  # noqa: S704 - our own drawing, escaped where it is drawn
    )
    return Markup('<figure class="chart" id="{}">{}{}</figure>').format(
        block.anchor, region, caption(block.number, block.caption, Markup(""))
    )


def table(block: Table) -> Markup:
    """Return a table with its caption above, header cells with their scope, and its note below."""
    name = f"{block.anchor}-caption"
    head = joined(
        Markup('<th scope="col"{}>{}</th>').format(_figures(numeric=figures), lines(label))
        for label, figures in zip(block.header, block.numeric, strict=True)
    )
    looks = [_look(block, column) for column in range(len(block.header))]
    body = joined(_row(block, row, looks) for row in block.rows)
    count = Markup("<b>Table {}.</b> ").format(block.number) if block.number else Markup("")
    title = Markup('<caption id="{}"><span>{}{}</span></caption>').format(name, count, lines(block.caption))
    made = Markup('<table id="{}">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        block.anchor, title, head, body
    )
    if len(block.header) >= SCROLLS_FROM:
        made = Markup(
            '<div class="scroll wide" role="region" tabindex="0" aria-labelledby="{}">{}</div>'
        ).format(name, made)
    note = Markup('<p class="small" dir="auto">{}</p>').format(lines(block.note)) if block.note else ""
    look = " to-fill" if block.to_fill else ""
    return Markup('<div class="table{}">{}{}</div>').format(look, made, note)


def _row(block: Table, row: Sequence[Words], looks: Sequence[Markup]) -> Markup:
    cells: list[Markup] = []
    for number, (words, look) in enumerate(zip(row, looks, strict=True)):
        tag = Markup('th scope="row"') if number == 0 and block.row_headers else Markup("td")
        said = running(words) or (Markup("") if block.to_fill else NOTHING)
        cells.append(Markup('<{} dir="auto"{}>{}</{}>').format(tag, look, said, tag[:2]))
    return Markup("<tr>{}</tr>").format(joined(cells))


def _look(block: Table, column: int) -> Markup:
    """Return how the cells of a column look: figures to the right, short words on one line."""
    if block.numeric[column]:
        return _figures(numeric=True)
    short = all(len(plain(row[column])) <= SHORT for row in block.rows)
    return Markup(' class="short"') if short and len(block.header) >= SCROLLS_FROM else Markup("")


def _figures(*, numeric: bool) -> Markup:
    return Markup(' class="figures"') if numeric else Markup("")


def listing(entries: Sequence[Entry]) -> Markup:
    """Return a list; deeper entries make a list inside the entry above them."""
    made, rest = _list_at(entries, 0, 0)
    while rest < len(entries):
        more, rest = _list_at(entries, rest, 0)
        made += more
    return made


def _list_at(entries: Sequence[Entry], start: int, level: int) -> tuple[Markup, int]:
    """Return the list that begins at `start`, and where the entries after it begin."""
    ordered = entries[start].ordered
    items: list[Markup] = []
    at = start
    while at < len(entries) and entries[at].level >= level and entries[at].ordered == ordered:
        entry = entries[at]
        at += 1
        inner = Markup("")
        while at < len(entries) and entries[at].level > level:
            deeper, at = _list_at(entries, at, level + 1)
            inner += deeper
        name = Markup(' id="{}"').format(entry.anchor) if entry.anchor else ""
        items.append(
            Markup('<li dir="auto"{}><span>{}</span>{}</li>').format(name, running(entry.words), inner)
        )
    tag = "ol" if ordered else "ul"
    return Markup("<{0}>{1}</{0}>").format(tag, joined(items)), at


def paragraphs(several: Iterable[Words]) -> Markup:
    """Return each running text as a paragraph."""
    return joined(Markup('<p dir="auto">{}</p>').format(running(words)) for words in several)


def running(words: Words) -> Markup:
    """Return running text with its emphasis, links and note marks."""
    return joined(map(_run, words))


def _run(each: Span | NoteMark | CrossReference) -> Markup:
    match each:
        case NoteMark():
            return Markup(
                '<sup><a id="note-mark-{0}" href="#note-{0}" aria-label="Note {0}">{0}</a></sup>'
            ).format(each.number)
        case CrossReference():
            return Markup('<a href="#{}">{}</a>').format(each.anchor, each.text)
        case Span():
            made = lines(each.text)
            if each.emphasis:
                made = Markup("<em>{}</em>").format(made)
            if each.strong:
                made = Markup("<strong>{}</strong>").format(made)
            if each.link and is_safe_link(each.link):
                made = Markup('<a href="{}">{}</a>').format(each.link, made)
            return made


def lines(text: str) -> Markup:
    """Return text with its line breaks."""
    return Markup("<br>").join(map(escape, text.split("\n")))


def joined(several: Iterable[Markup], between: str = "") -> Markup:
    """Return elements one after the other."""
    return Markup(between).join(several)  # noqa: S704 - blanks between elements
