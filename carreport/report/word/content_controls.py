"""Content controls: places in a Word file to type an answer, or to tick a box, on the screen.

Each has the question as its title, which a screen reader says. Until something is typed, a place to type
shows a placeholder, such as lines to write on by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from carreport.report.model import BOX
from carreport.report.word.word_inline import run_xml, xml_text
from carreport.report.word.xml_names import quoteattr

LONGEST_TITLE = 64
"""Word refuses a file in which the title of a content control is longer."""
_TICKED_BOX = "\u2612"
_FIRST_ID = 1_000_000
"""Above the ids in templates, as each has to be unique."""
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


@dataclass(slots=True)
class ContentControls:
    """Makes the content controls in one document, each with an id of its own."""

    count: int = 0

    def typed_text(self, title: str, placeholder: str, *, has_paragraphs: bool) -> str:
        """Return a place to type, which shows the runs or paragraphs in `placeholder` while it is empty.

        If it `has_paragraphs`, these can be formatted; otherwise, the text is plain.
        """
        kind = "<w:richText/>" if has_paragraphs else '<w:text w:multiLine="1"/>'
        return self._control(title, f"<w:showingPlcHdr/>{kind}", placeholder)

    def tick_box(self, title: str) -> str:
        """Return a box to tick."""
        states = "".join(
            f'<w14:{name} w14:val="{ord(box):04X}" w14:font="MS Gothic"/>'
            for name, box in (("checkedState", _TICKED_BOX), ("uncheckedState", BOX))
        )
        kind = f'<w14:checkbox xmlns:w14="{_W14}"><w14:checked w14:val="0"/>{states}</w14:checkbox>'
        font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
        return self._control(title, kind, run_xml(BOX, font))

    def _control(self, title: str, kind: str, content: str) -> str:
        self.count += 1
        name = quoteattr(xml_text(_shortened(" ".join(title.split()))))
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val={name}/><w:id w:val="{_FIRST_ID + self.count}"/>{kind}'
            f"</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
