"""Read the text on the clipboard, or in a drop, within limits, and say what was left out of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor

from carreport.form.richtext import (
    MOST_COLUMNS,
    MOST_ROWS,
    Block,
    RichText,
    Span,
    table,
    tidy,
    with_runs,
)
from carreport.ui.richtext.document import copied_html, read_selection
from carreport.ui.richtext.html_scan import MOST_LETTERS, scan_html
from carreport.ui.richtext.note_marks import with_notes
from carreport.ui.richtext.pasted_html import PastedText, parse_pasted_html
from carreport.ui.richtext.pasted_tables import BETWEEN_CELLS, line_of_cells

RICH_TEXT_MIME = "application/x-carreport-text+json"
LONGEST_TEXT = 400_000
"""The most characters that an answer has after something was pasted; about 130 pages."""
MOST_BLOCKS = 2_000
MOST_SPANS = 8_000
MOST_LINES = 20_000
MOST_LINK_LETTERS = 200_000
"""The most characters of the addresses of all links, so that a draft can hold the longest text of links."""
LONGEST_WORD = 5_000
"""The longest run without a place to break the line; Qt’s layout is quadratic in it."""
_LONGEST_JSON = 8_000_000
_BREAKABLE = (
    " \\n\\t\\-/\u00ad\u2000-\u200b\u2028\u2029\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff"
    "\u2e80-\ud7ff\uf900-\uffef\U00010000-\U0010ffff"
)
_UNBROKEN = re.compile(f"(?<![^{_BREAKABLE}])[^{_BREAKABLE}]{{{LONGEST_WORD + 1},}}")
"""Each run is tried once, from its start."""
_LIST_MARKER = re.compile(
    r"(?m)^[ \t]*(?:\(?(?:(?:\d{1,3}\.)*\d{1,3}|([^\W\d_])\1?|[ivxlc]{1,7}|[一二三四五六七八九十]{1,3})[.)、]"
    r"|(?:\d{1,3}\.)+\d{1,3}(?=\t)|[①-⓿❶-➓]|\[[ x]\]|[o§·•▪*–-])[ \t]+",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(r"\.(jpe?g|png|gif|webp|heic|heif|avif|tiff?|bmp|svg)\Z", re.IGNORECASE)
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "formatting": (
        (
            "The formatting could not be read, so the text was pasted without it. "
            "Check struck-out words and raised digits."
        ),
        "",
    ),
    "cut": (
        "The text was too long: the last character was left out.",
        "The text was too long: the last {count:,} characters were left out.",
    ),
    "words": (
        "A word of more than 5,000 characters was cut short.",
        "{count:,} words of more than 5,000 characters were cut short.",
    ),
    "struck": ("Struck-out text was left out.", ""),
    "hidden": ("Hidden text was left out.", ""),
    "comments": ("Comments were left out.", ""),
    "tables": (
        "A table was pasted as lines of text, with | between its cells.",
        "{count:,} tables were pasted as lines of text, with | between their cells.",
    ),
    "merged": (
        "A table had merged cells or short rows, so empty cells were added. Check it.",
        "{count:,} tables had merged cells or short rows, so empty cells were added. Check them.",
    ),
    "symbols": (
        "Characters of a symbol font, such as Wingdings, may have become ordinary letters. Check them.",
        "",
    ),
    "formulas": (
        "A formula was pasted as plain text. Check it.",
        "{count:,} formulas were pasted as plain text. Check them.",
    ),
    "levels": ("Lists have three levels here; deeper ones were moved to the third.", ""),
    "links": (
        "A link to something other than a web page or an email address became plain text.",
        "{count:,} links to something other than a web page or an email address became plain text.",
    ),
    "addresses": (
        "The addresses of the links are too long together: the last link became plain text.",
        "The addresses of the links are too long together: the last {count:,} links became plain text.",
    ),
    "controls": ("Buttons and boxes of a form were left out.", ""),
    "pictures": (
        "A picture was left out. Add pictures to the inquiry’s photos instead.",
        "{count:,} pictures were left out. Add pictures to the inquiry’s photos instead.",
    ),
    "files": (
        "A file cannot be part of an answer. Copy its text instead.",
        "{count:,} files cannot be part of an answer. Copy their text instead.",
    ),
}


def paste_remarks(remarks: Mapping[str, int]) -> str:
    """Return sentences about what was left out or changed; the order is that of their importance."""
    return " ".join(
        (several if several and remarks[code] != 1 else one).format(count=remarks[code])
        for code, (one, several) in _SENTENCES.items()
        if remarks.get(code)
    )


def copied_data(cursor: QTextCursor) -> QMimeData:
    """Return what is selected as plain text, as HTML and in our own format."""
    text, made = read_selection(cursor), QMimeData()
    if any(block.type == "table" for block in text.blocks):
        made.setText(text.plain_text)
    else:
        made.setText(with_notes(cursor.selection().toPlainText(), text))
    made.setHtml(copied_html(cursor, text))
    made.setData(RICH_TEXT_MIME, json.dumps(text.to_json()).encode())
    return made


def read_clipboard_text(source: QMimeData, room: int = LONGEST_TEXT) -> PastedText:
    """Return the text in `source`, at most `room` characters of it."""
    pasted = _read(source)
    whole, shortened = _shorten_words(pasted.text)
    text, unlinked = _drop_links(_cut(whole, max(room, 0)))
    cut = len(whole.plain_text) - len(text.plain_text) + pasted.remarks.get("cut", 0)
    counts = {**pasted.remarks, "cut": cut, "words": shortened, "addresses": unlinked}
    return replace(pasted, text=text, remarks={code: count for code, count in counts.items() if count})


def _read(source: QMimeData) -> PastedText:
    if source.hasFormat(RICH_TEXT_MIME):
        copied = _read_own_format(bytes(source.data(RICH_TEXT_MIME).data()))
        if copied is not None:
            return PastedText(copied)
    urls = source.urls() if source.hasUrls() else []
    if urls and all(url.isLocalFile() for url in urls):
        pictures = sum(bool(_PICTURE_FILE.search(url.path())) for url in urls)
        counts = {"pictures": pictures, "files": len(urls) - pictures}
        return PastedText(RichText(), {code: count for code, count in counts.items() if count})
    plain = source.text() if source.hasText() else ""
    if source.hasHtml():
        return _read_html(source.html(), plain)
    if plain:
        return _read_plain(plain, {})
    return PastedText(RichText(), {"pictures": 1} if source.hasImage() else {})


def _read_own_format(data: bytes) -> RichText | None:
    try:
        stored = json.loads(data) if len(data) <= _LONGEST_JSON else 0
        match stored:
            case [{"spans": [{"text": "", "note": note}]}]:  # the mark of a note alone, which is moved
                return RichText((Block("paragraph", (Span("", note=_words(note)),)),))
        return RichText.from_json(stored)
    except (ValueError, RecursionError):
        return None


def _words(stored: object) -> tuple[Span, ...]:
    blocks = RichText.from_json([{"type": "paragraph", "spans": stored}]).blocks
    return blocks[0].spans if blocks else ()


def _read_html(source: str, plain: str) -> PastedText:
    """Return the text of HTML, or the plain text beside it if that has letters that the HTML lost."""
    scanned = scan_html(source)
    pasted = parse_pasted_html(source, scanned) if len(plain) <= MOST_LETTERS else None
    if pasted is None or not _has_all_letters(pasted, plain):
        return _read_plain(plain or scanned.text, {"formatting": 1})
    return pasted


def _read_plain(text: str, remarks: Mapping[str, int]) -> PastedText:
    """Return plain text; one that is mostly lines of cells gets a mark between them, where tabs were."""
    start = "".join(text[: LONGEST_TEXT * 2].splitlines(keepends=True)[:MOST_LINES])
    beyond = len(text) - len(start)
    lines = [line for line in start.splitlines() if line.strip()]
    tabbed = sum("\t" in _LIST_MARKER.sub("", line).strip() for line in lines)
    widths = {line.count("\t") for line in lines}
    if tabbed > 1 and len(widths) == 1 and len(lines) <= MOST_ROWS and max(widths) < MOST_COLUMNS:
        rows = [[(Span(cell),) for cell in line.split("\t")] for line in lines]
        return PastedText(RichText(tidy([table(rows)])), {**remarks, **({"cut": beyond} if beyond else {})})
    if tabbed > 1 and tabbed * 2 > len(lines):
        start, remarks = start.replace("\t", BETWEEN_CELLS), {**remarks, "tables": 1}
    return PastedText(RichText.from_plain(start), {**remarks, **({"cut": beyond} if beyond else {})})


def _shorten_words(text: RichText) -> tuple[RichText, int]:
    """Return the text with its longest words cut short, and how many these were."""
    if not _UNBROKEN.search(text.plain_text):
        return text, 0
    count = 0

    def shortened(spans: tuple[Span, ...]) -> list[Span]:
        nonlocal count
        made = []
        for span in spans:
            short, cut = _shorten_span(span)
            count += cut
            made.append(short)
        return made

    return RichText(tuple(with_runs(block, shortened) for block in text.blocks)), count


def _shorten_span(span: Span) -> tuple[Span, int]:
    parted = _UNBROKEN.sub(lambda word: word[0].replace("\u00a0", " "), span.text)
    words, cut = _UNBROKEN.subn(lambda word: word[0][:LONGEST_WORD], parted)
    note = [_shorten_span(part) for part in span.note]
    return replace(span, text=words, note=tuple(part for part, _ in note)), cut + sum(n for _, n in note)


def _links_in(span: Span) -> list[str]:
    return [part.link for part in (span, *span.note) if part.link]


def _without_links(span: Span) -> Span:
    return replace(span, link="", note=tuple(replace(part, link="") for part in span.note))


def _drop_links(text: RichText) -> tuple[RichText, int]:
    """Return the text with no more links than there is room for, and how many became plain text."""
    lengths = accumulate(sum(map(len, _links_in(span))) for block in text.blocks for span in block.spans)
    allowed = sum(length <= MOST_LINK_LETTERS for length in lengths)
    if allowed == sum(len(block.spans) for block in text.blocks):
        return text, 0
    blocks: list[Block] = []
    count = 0
    for block in text.blocks:
        beyond = block.spans[max(allowed, 0) :]
        allowed -= len(block.spans)
        count += sum(len(_links_in(span)) for span in beyond)
        if block.type == "table":
            blocks.append(with_runs(block, lambda spans: map(_without_links, spans)) if beyond else block)
            continue
        kept = block.spans[: len(block.spans) - len(beyond)]
        blocks.append(replace(block, spans=(*kept, *map(_without_links, beyond))))
    return RichText(tidy(blocks)), count


def _cut(text: RichText, room: int) -> RichText:
    """Return as much of the start of a text as there is room for."""
    span_count = sum(map(_span_count, text.blocks))
    if len(text.plain_text) <= room and len(text.blocks) <= MOST_BLOCKS and span_count <= MOST_SPANS:
        return text
    blocks: list[Block] = []
    left = MOST_SPANS
    for block in text.blocks[:MOST_BLOCKS]:
        if block.type == "table":
            blocks.append(_cut_table(block, room))
            room -= len(block.plain_text) + 2
            left -= 1
            if room <= 0 or left <= 0:
                break
            continue
        spans: list[Span] = []
        for span in block.spans:
            note_length = sum(len(part.text) for part in span.note)
            fits = note_length <= room - len(span.text) and len(span.note) < left
            spans.append(replace(span, text=span.text[:room], note=span.note if fits else ()))
            room -= len(spans[-1].text) + (note_length if fits else 0)
            left -= 1 + len(spans[-1].note)
            if room <= 0 or left <= 0:
                break
        blocks.append(replace(block, spans=tuple(spans)))
        room -= 2  # between blocks
        if room <= 0 or left <= 0:
            break
    return RichText(tidy(blocks))


def _span_count(block: Block) -> int:
    """Return how many objects a text box makes of a block; a table is one."""
    return 1 if block.type == "table" else sum(1 + len(span.note) for span in block.spans)


def _cut_table(block: Block, room: int) -> Block:
    """Return the first rows of a table that there is room for."""
    ends = accumulate(len(table([row]).plain_text) + 1 for row in block.rows)
    return table(block.rows[: sum(end <= room + 1 for end in ends)])


def tables_as_lines(text: RichText) -> tuple[RichText, int]:
    """Return a text with each row of a table as a line, for where tables cannot be, and their number."""
    blocks: list[Block] = []
    for block in text.blocks:
        blocks += [Block("paragraph", line_of_cells(row)) for row in block.rows] or [block]
    return RichText(tidy(blocks)), sum(block.type == "table" for block in text.blocks)


def _has_all_letters(pasted: PastedText, plain: str) -> bool:
    """Say whether every letter of the plain text is in the pasted text, or was left out on purpose."""
    wanted = _letter_counts(_LIST_MARKER.sub("", plain))
    return not wanted - _letter_counts(f"{pasted.text.plain_text} {pasted.excused}")


def _letter_counts(text: str) -> Counter[str]:
    """Return how often each letter and digit occurs, whatever its case, accents and form."""
    counts: Counter[str] = Counter()
    for character, number in Counter(text).items():
        for letter in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()):
            counts[letter] += number * letter.isalnum()
    return counts
