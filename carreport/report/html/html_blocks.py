"""Render the blocks of a report as HTML elements. All text from answers is escaped here."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from carreport.form.richtext import Span, is_safe_link
from carreport.language.messages import gettext
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
    TickBoxes,
    WritingLines,
    inline_text,
    numbered_label,
    plain_text,
)

SCROLLS_FROM = 3
"""Tables with at least this many columns scroll sideways, as they may not fit on a narrow screen."""


SHORT = 17
"""Cells with at most this many characters, such as “27 September 2016”, do not wrap."""
EMPTY_CELL = Markup("–")
"""The content of an empty cell: a dash shows that it is meant to be empty."""


class HtmlBlockEmitter:
    """Renders sections and footnotes; `pictures` has the picture files by checksum."""

    def __init__(self, pictures: Mapping[str, PictureFile]) -> None:
        self.pictures = pictures

    def section(self, section: ReportSection) -> Markup:
        """Return the body of a section, without its heading."""
        return join_markup(map(self.block, section.body), "\n")

    def note(self, note: Footnote) -> Markup:
        """Return the text of a footnote, and a link back to its mark in the text."""
        back = Markup('<a class="back" href="#note-mark-{}" aria-label="{}">↩</a>')
        text = Markup("<span>{}</span> ").format(inline_markup(note.text))
        return text + back.format(note.number, gettext("Back to the text"))

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
        """Return a figure with its caption and credit."""
        file = self.pictures[figure.picture]
        source = Markup("data:{};base64,").format(file.type) + Markup(b64encode(file.data).decode())  # noqa: S704 - base64 has no markup
        image = Markup('<img src="{}" width="{}" height="{}" alt="{}">').format(
            source, file.width, file.height, "" if figure.is_decorative else figure.alt
        )
        credit = Markup(' <span class="credit">{}</span>').format(
            lines(gettext("Picture: {credit}", credit=figure.credit))
        )
        return Markup('<figure id="{}">{}{}</figure>').format(
            figure.anchor,
            image,
            caption(figure, credit if figure.credit else Markup("")),
        )


def text_block(block: Heading | Paragraph | BlockQuote | Callout | FactList | TickBoxes) -> Markup:
    """Return a text block."""
    match block:
        case TickBoxes():
            return text_block(Paragraph(inline_text(block.text)))
        case Heading():
            return heading(block)
        case Paragraph():
            look = Markup(' class="{}"').format(block.style) if block.style != "body" else ""
            return Markup('<p dir="auto"{}>{}</p>').format(look, inline_markup(block.text))
        case BlockQuote():
            speaker = Markup('<footer dir="auto">{}</footer>').format(lines(block.speaker))
            body = paragraphs(block.paragraphs)
            return Markup("<blockquote>{}{}</blockquote>").format(body, speaker if block.speaker else "")
        case Callout():
            label = Markup('<p class="callout-label">{}</p>').format(lines(block.label))
            body = paragraphs(block.paragraphs)
            return Markup('<div class="callout">{}{}</div>').format(label if block.label else "", body)
        case FactList():
            row = Markup('<div><dt>{}</dt><dd dir="auto">{}</dd></div>')
            rows = (row.format(lines(label), inline_markup(text)) for label, text in block.rows)
            return Markup("<dl>{}</dl>").format(join_markup(rows))


def heading(block: Heading) -> Markup:
    """Return a heading, one level deeper than in the report because the page title is `h1`."""
    level = min(block.level + 1, 6)
    number = Markup('<span class="number">{}</span> ').format(block.number) if block.number else ""
    return Markup('<h{0} id="{1}" dir="auto">{2}{3}{4}</h{0}>').format(
        level, block.anchor, number, lines(block.text), inline_markup(block.marks)
    )


def caption(block: Figure | Chart, credit: Markup) -> Markup:
    """Return the caption of a figure, with its number if it has one, and the credit."""
    content = Markup('{}<span dir="auto">{}</span>{}').format(_number(block), lines(block.caption), credit)
    return Markup("<figcaption>{}</figcaption>").format(content)


def _number(block: Figure | Chart | Table) -> Markup:
    label = numbered_label(block)
    return Markup("<b>{}.</b> ").format(label) if label else Markup("")


def chart(block: Chart) -> Markup:
    """Return a chart as inline SVG, which scrolls on a narrow screen."""
    scrolled = Markup('<div class="scroll" role="group" tabindex="0" aria-label="{}">{}</div>').format(
        gettext("Figure {number}, chart", number=str(block.number)),
        Markup(block.svg),  # noqa: S704 - our own drawing, escaped where it is drawn
    )
    return Markup('<figure class="chart" id="{}">{}{}</figure>').format(
        block.anchor, scrolled, caption(block, Markup(""))
    )


def table(block: Table) -> Markup:
    """Return a table with its caption, scoped header cells and note; a wide one can be scrolled."""
    head = join_markup(
        Markup('<th scope="col"{}>{}</th>').format(_figures(numeric=figures), label or EMPTY_CELL)
        for label, figures in zip(_header_labels(block), block.numeric_columns, strict=True)
    )
    looks = [_cell_class(block, column) for column in range(len(block.header))]
    body = join_markup(_row(block, row, looks) for row in block.rows)
    rows = Markup("<thead><tr>{}</tr></thead><tbody>{}</tbody>").format(head, body)
    if block.is_in_text:
        label = Markup('aria-label="{}"').format(_words_of_first_row(block))
        element = Markup("<table {}>{}</table>").format(label, rows)
    else:
        label = Markup('aria-labelledby="{}-caption"').format(block.anchor)
        element = Markup('<table id="{}">{}{}</table>').format(block.anchor, _table_caption(block), rows)
    if len(block.header) >= SCROLLS_FROM:
        scrolled = Markup('<div class="scroll wide" role="group" tabindex="0" {}>{}</div>')
        element = scrolled.format(label, element)
    note = Markup('<p class="small" dir="auto">{}</p>').format(lines(block.note)) if block.note else ""
    look = " to-fill" if block.is_blank_form else ""
    return Markup('<div class="table{}">{}{}</div>').format(look, element, note)


def _words_of_first_row(block: Table) -> str:
    """Return the words of the first row that has any, as the name of a table without a caption."""
    rows = (block.header, *(tuple(map(plain_text, row)) for row in block.rows))
    return next((", ".join(filter(None, row)) for row in rows if any(row)), "")


def _table_caption(block: Table) -> Markup:
    return Markup('<caption id="{}-caption"><span>{}{}</span></caption>').format(
        block.anchor, _number(block), lines(block.caption)
    )


def _header_labels(block: Table) -> Iterator[Markup]:
    """Yield the words of each header cell; a header of somebody's text may have notes and emphasis."""
    return map(inline_markup, block.header_text) if block.is_in_text else map(lines, block.header)


def _row(block: Table, row: Sequence[InlineText], looks: Sequence[Markup]) -> Markup:
    cells: list[Markup] = []
    for number, (text, look) in enumerate(zip(row, looks, strict=True)):
        tag = Markup('th scope="row"') if number == 0 and block.has_row_headers else Markup("td")
        content = inline_markup(text) or (Markup("") if block.is_blank_form else EMPTY_CELL)
        cells.append(Markup('<{} dir="auto"{}>{}</{}>').format(tag, look, content, tag[:2]))
    return Markup("<tr>{}</tr>").format(join_markup(cells))


def _cell_class(block: Table, column: int) -> Markup:
    """Return the class for the cells in a column: aligned figures, or short text that does not wrap."""
    if block.numeric_columns[column]:
        return _figures(numeric=True)
    short = all(len(plain_text(row[column])) <= SHORT for row in block.rows)
    return Markup(' class="short"') if short and len(block.header) >= SCROLLS_FROM else Markup("")


def _figures(*, numeric: bool) -> Markup:
    return Markup(' class="figures"') if numeric else Markup("")


def list_element(entries: Sequence[ListItem]) -> Markup:
    """Return one or more lists; deeper entries become a list inside the entry above them."""
    element, rest = _list_at(entries, 0, 0)
    while rest < len(entries):
        more, rest = _list_at(entries, rest, 0)
        element += more
    return element


def _list_at(entries: Sequence[ListItem], start: int, level: int) -> tuple[Markup, int]:
    """Return the list that starts at index `start`, and the index of the first entry after that list."""
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


def paragraphs(texts: Iterable[InlineText]) -> Markup:
    """Return each inline text as a paragraph."""
    return join_markup(Markup('<p dir="auto">{}</p>').format(inline_markup(text)) for text in texts)


def inline_markup(text: InlineText) -> Markup:
    """Return inline text with its emphasis, links and footnote marks."""
    return join_markup(map(_inline_element, text))


def _inline_element(piece: Span | FootnoteReference | CrossReference) -> Markup:
    match piece:
        case FootnoteReference():
            return Markup(
                '<sup><a id="note-mark-{0}" href="#note-{0}" aria-label="{1}">{0}</a></sup>'
            ).format(piece.number, gettext("Note {number}", number=str(piece.number)))
        case CrossReference():
            return Markup('<a href="#{}">{}</a>').format(piece.anchor, piece.text)
        case Span():
            element = lines(piece.text)
            if piece.emphasis:
                element = Markup("<em>{}</em>").format(element)
            if piece.strong:
                element = Markup("<strong>{}</strong>").format(element)
            if piece.link and is_safe_link(piece.link):
                element = Markup('<a href="{}">{}</a>').format(piece.link, element)
            return element


def lines(text: str) -> Markup:
    """Return escaped text with its line breaks."""
    return Markup("<br>").join(map(escape, text.split("\n")))


def join_markup(elements: Iterable[Markup], between: str = "") -> Markup:
    """Return the elements joined by `between`."""
    return Markup(between).join(elements)  # noqa: S704 - white space between elements
