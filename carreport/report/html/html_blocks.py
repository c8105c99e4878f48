"""Print the blocks of a report as HTML elements; every word of an answer is escaped here."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from carreport.form.richtext import Span, is_safe_link
from carreport.report.model import (
    Block,
    BlockQuote,
    Callout,
    Chart,
    CrossReference,
    FactList,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    InlineText,
    ListBlock,
    ListItem,
    Paragraph,
    PictureFile,
    ReportSection,
    Table,
    WritingLines,
    plain_text,
)

SCROLLS_FROM = 3
"""A table with so many columns may be wider than a narrow screen, so it can be scrolled."""


SHORT = 17
"""So many characters stay on one line, such as “27 September 2016”."""
EMPTY_CELL = Markup("–")
"""Stands in an empty cell, so that nobody wonders whether something was lost."""


class HtmlBlockEmitter:
    """Prints sections, notes and running text; `pictures` are the bytes that figures name."""

    def __init__(self, pictures: Mapping[str, PictureFile]) -> None:
        self.pictures = pictures

    def section(self, section: ReportSection) -> Markup:
        """Return the body of a section, its heading left out."""
        return join_markup(map(self.block, section.body), "\n")

    def note(self, note: Footnote) -> Markup:
        """Return the words of a footnote and the way back to its mark."""
        back = f'<a class="back" href="#note-mark-{note.number}" aria-label="Back to the text">↩</a>'
        return Markup("<span>{}</span> ").format(inline_markup(note.text)) + Markup(back)  # noqa: S704 - a number

    def block(self, block: Block) -> Markup:
        """Return one block as an element."""
        match block:
            case Figure():
                return self.figure(block)
            case Table():
                return table(block)
            case Chart():
                return chart(block)
            case ListBlock():
                return list_element(block.items)
            case WritingLines():
                return Markup('<div class="ruled" aria-hidden="true">{}</div>').format(
                    Markup("<i></i>") * block.lines
                )
            case _:
                return text_block(block)

    def figure(self, figure: Figure) -> Markup:
        """Return a picture with its caption and credit below."""
        file = self.pictures[figure.picture]
        source = Markup("data:{};base64,").format(file.type) + Markup(b64encode(file.data).decode())  # noqa: S704 - base64 says nothing to a browser
        image = Markup('<img src="{}" width="{}" height="{}" alt="{}">').format(
            source, file.width, file.height, "" if figure.is_decorative else figure.alt
        )
        credit = Markup(' <span class="credit">Picture: {}</span>').format(lines(figure.credit))
        return Markup('<figure id="{}">{}{}</figure>').format(
            figure.anchor,
            image,
            caption(figure.number, figure.caption, credit if figure.credit else Markup("")),
        )


def text_block(block: Heading | Paragraph | BlockQuote | Callout | FactList) -> Markup:
    """Return a block that is words alone."""
    match block:
        case Heading():
            return heading(block)
        case Paragraph():
            look = Markup(' class="{}"').format(block.style) if block.style != "body" else ""
            return Markup('<p dir="auto"{}>{}</p>').format(look, inline_markup(block.text))
        case BlockQuote():
            speaker = Markup('<footer dir="auto">{}</footer>').format(lines(block.speaker))
            said = paragraphs(block.paragraphs)
            return Markup("<blockquote>{}{}</blockquote>").format(said, speaker if block.speaker else "")
        case Callout():
            label = Markup('<p class="callout-label">{}</p>').format(lines(block.label))
            said = paragraphs(block.paragraphs)
            return Markup('<div class="callout">{}{}</div>').format(label if block.label else "", said)
        case FactList():
            row = Markup('<div><dt>{}</dt><dd dir="auto">{}</dd></div>')
            rows = (row.format(lines(label), inline_markup(words)) for label, words in block.rows)
            return Markup("<dl>{}</dl>").format(join_markup(rows))


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
    head = join_markup(
        Markup('<th scope="col"{}>{}</th>').format(_figures(numeric=figures), lines(label))
        for label, figures in zip(block.header, block.numeric_columns, strict=True)
    )
    looks = [_cell_class(block, column) for column in range(len(block.header))]
    body = join_markup(_row(block, row, looks) for row in block.rows)
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
    look = " to-fill" if block.is_blank_form else ""
    return Markup('<div class="table{}">{}{}</div>').format(look, made, note)


def _row(block: Table, row: Sequence[InlineText], looks: Sequence[Markup]) -> Markup:
    cells: list[Markup] = []
    for number, (words, look) in enumerate(zip(row, looks, strict=True)):
        tag = Markup('th scope="row"') if number == 0 and block.has_row_headers else Markup("td")
        said = inline_markup(words) or (Markup("") if block.is_blank_form else EMPTY_CELL)
        cells.append(Markup('<{} dir="auto"{}>{}</{}>').format(tag, look, said, tag[:2]))
    return Markup("<tr>{}</tr>").format(join_markup(cells))


def _cell_class(block: Table, column: int) -> Markup:
    """Return how the cells of a column look: figures to the right, short words on one line."""
    if block.numeric_columns[column]:
        return _figures(numeric=True)
    short = all(len(plain_text(row[column])) <= SHORT for row in block.rows)
    return Markup(' class="short"') if short and len(block.header) >= SCROLLS_FROM else Markup("")


def _figures(*, numeric: bool) -> Markup:
    return Markup(' class="figures"') if numeric else Markup("")


def list_element(entries: Sequence[ListItem]) -> Markup:
    """Return a list; deeper entries make a list inside the entry above them."""
    made, rest = _list_at(entries, 0, 0)
    while rest < len(entries):
        more, rest = _list_at(entries, rest, 0)
        made += more
    return made


def _list_at(entries: Sequence[ListItem], start: int, level: int) -> tuple[Markup, int]:
    """Return the list that begins at `start`, and where the entries after it begin."""
    ordered = entries[start].is_ordered
    items: list[Markup] = []
    at = start
    while at < len(entries) and entries[at].level >= level and entries[at].is_ordered == ordered:
        entry = entries[at]
        at += 1
        inner = Markup("")
        while at < len(entries) and entries[at].level > level:
            deeper, at = _list_at(entries, at, level + 1)
            inner += deeper
        name = Markup(' id="{}"').format(entry.anchor) if entry.anchor else ""
        items.append(
            Markup('<li dir="auto"{}><span>{}</span>{}</li>').format(name, inline_markup(entry.text), inner)
        )
    tag = "ol" if ordered else "ul"
    return Markup("<{0}>{1}</{0}>").format(tag, join_markup(items)), at


def paragraphs(several: Iterable[InlineText]) -> Markup:
    """Return each running text as a paragraph."""
    return join_markup(Markup('<p dir="auto">{}</p>').format(inline_markup(words)) for words in several)


def inline_markup(words: InlineText) -> Markup:
    """Return running text with its emphasis, links and note marks."""
    return join_markup(map(_inline_element, words))


def _inline_element(each: Span | FootnoteReference | CrossReference) -> Markup:
    match each:
        case FootnoteReference():
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


def join_markup(several: Iterable[Markup], between: str = "") -> Markup:
    """Return elements one after the other."""
    return Markup(between).join(several)  # noqa: S704 - blanks between elements
