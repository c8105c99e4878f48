"""The footnotes and endnotes of pasted HTML: their marks in the text, and their words elsewhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from carreport.form.richtext import Block, Span, note_from_blocks, tidy, with_runs

NOTE_BODY = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+\Z")
"""The id of the element with the words of a note, in Word and in LibreOffice."""
_MARK = re.compile(r"#(?:_((?:ftn|edn)\d+)|(sd(?:foot|end)note\d+)sym)\Z")
"""The address that the mark of a note leads to."""
_BACK = re.compile(r"#(?:_(?:ftn|edn)ref\d+|sd(?:foot|end)note\d+anc)\Z")
"""The address that the number in front of a note leads to."""
_NUMBER = "number"


@dataclass(slots=True)
class HtmlNotes:
    """What is known of the notes; until all is read, a mark is a span whose note is the key of the note."""

    marks: dict[str, str] = field(default_factory=dict)
    """The number that each mark shows, by the key of its note."""
    words: dict[str, list[Block]] = field(default_factory=dict)
    outside: list[tuple[list[Block], bool]] = field(default_factory=list)
    """For each note being read, the blocks around it, and whether the copied fragment had ended."""

    def mark_of(self, address: str) -> str:
        """Return the key of the note that a link belongs to; "" for any other link."""
        found = _MARK.search(address)
        if found is None:
            return _NUMBER if _BACK.search(address) else ""
        key = found[1] or found[2]
        self.marks.setdefault(key, "")
        return str(key)

    def add_number(self, key: str, text: str) -> None:
        """Remember what a mark shows, in case its note was not copied."""
        if key in self.marks:
            self.marks[key] += text

    def put_in(self, blocks: Iterable[Block]) -> list[Block]:
        """Return the blocks with each note at its mark; a note without a mark becomes paragraphs."""
        used: set[str] = set()
        whole = [
            with_runs(block, lambda spans: [self._noted(span, used) for span in spans]) for block in blocks
        ]
        return whole + [block for key, words in self.words.items() if key not in used for block in words]

    def _noted(self, span: Span, used: set[str]) -> Span:
        if not span.note:
            return span
        key = span.note[0].text
        note = note_from_blocks(tidy(self.words.get(key, ())))
        if not note:
            return replace(span, text=self.marks.get(key, "").strip(), note=())
        used.add(key)
        return replace(span, note=note)
