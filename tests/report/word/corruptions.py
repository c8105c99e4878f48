"""Break a sound Word file in the ways that Word itself would refuse or repair."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from PIL import Image

from carreport.form.richtext import Span
from carreport.report.model import (
    Chart,
    CrossReference,
    Figure,
    Footnote,
    FootnoteReference,
    ListBlock,
    ListItem,
    Paragraph,
    PictureFile,
    Report,
    ReportSection,
    Table,
    TitleBlock,
    inline_text,
)
from carreport.report.templates.find_templates import find_template
from carreport.report.word import render_word

Parts = dict[str, bytes]
MAIN = "word/document.xml"
TIES = "word/_rels/document.xml.rels"


def everything() -> bytes:
    """Return a sound file in which everything occurs that can be broken."""
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((400, 300)).save(stream, "JPEG")
    table = Table("t", 1, "Replies", ("Said", "n"), ((inline_text("Yes"), inline_text("4")),), (False, True))
    body = (
        Paragraph(
            (CrossReference("t", "Table 1"), Span("page", link="https://example.org"), FootnoteReference(1))
        ),
        table,
        ListBlock((ListItem(inline_text("one"), 0, is_ordered=True),)),
        Figure("f", 1, "The wall", "abc", "A paper wall"),
        Chart("c", 2, "Replies", _SVG, b"\x89PNG", "Most agreed", 60, 20),
        Paragraph(inline_text("The last words.")),
    )
    report = Report(
        title=TitleBlock(title="A report"),
        sections=(ReportSection("only", "1", "The section", body),),
        footnotes=(Footnote(1, inline_text("a note")),),
        pictures={"abc": PictureFile(stream.getvalue(), "image/jpeg", 400, 300)},
    )
    return render_word(report, find_template("inquiry-report"))


def packed(parts: Parts) -> bytes:
    """Return the members as a file again."""
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packet.getvalue()


def unpacked(content: bytes) -> Parts:
    """Return the members of a file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def swap(old: str, new: str, name: str = MAIN, count: int = 1) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        assert old.encode() in parts[name], old
        return {**parts, name: parts[name].replace(old.encode(), new.encode(), count)}

    return change


def without(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: {each: content for each, content in parts.items() if each != name}


def with_comments(parts: Parts) -> Parts:
    tie = '<Relationship Id="rIdC" Type="http://x/comments" Target="comments.xml"/></Relationships>'
    return swap("</Relationships>", tie, TIES)(parts)


_SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"
LAST = "The last words.</w:t></w:r></w:p>"
TIE = '<Relationship Id="rId1" Type="x" Target="styles.xml"/>'
CONTROL = '<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
BREAKS = {
    "picture id used twice": (swap('<wp:docPr id="2"', '<wp:docPr id="1"'), "id-twice"),
    "picture of no tie": (swap('<a:blip r:embed="', '<a:blip r:embed="x'), "no-such-tie"),
    "bookmark name used twice": (swap('w:name="_Reft"', 'w:name="_Toconly"'), "id-twice"),
    "bookmark name with a blank": (swap('w:name="_Reff"', 'w:name="a b"'), "bookmark-name"),
    "bookmark without an end": (swap("<w:bookmarkEnd", "<w:proofErr"), "half-open"),
    "note that is not there": (
        swap('<w:footnoteReference w:id="1"', '<w:footnoteReference w:id="9"'),
        "no-note",
    ),
    "picture part missing": (without("word/media/report1.jpg"), "tie-to-nothing"),
    "type of jpg missing": (swap('Extension="jpg"', 'Extension="jpx"', "[Content_Types].xml"), "no-type"),
    "type of svg missing": (swap('Extension="svg"', 'Extension="svx"', "[Content_Types].xml"), "no-type"),
    "types missing": (without("[Content_Types].xml"), "no-types"),
    "comments part missing": (with_comments, "tie-to-nothing"),
    "control character": (swap("The last", "The \x01last"), "not-xml"),
    "run properties out of order": (
        swap('<w:r><w:t xml:space="preserve">The last', "<w:r><w:rPr><w:i/><w:b/></w:rPr><w:t>The last"),
        "order",
    ),
    "paragraph properties out of order": (
        swap(LAST, f'{LAST}<w:p><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr></w:p>'),
        "order",
    ),
    "no table grid": (swap("w:tblGrid>", "w:tblX>", count=2), "no-grid"),
    "paragraph in a paragraph": (swap(LAST, f"{LAST[:-6]}<w:p/></w:p>"), "nested"),
    "two page set-ups": (swap(LAST, f"{LAST}<w:sectPr/>"), "page-set-up"),
    "cell without a paragraph": (
        swap(LAST, f"{LAST}<w:tbl><w:tblGrid/><w:tr><w:tc/></w:tr></w:tbl>"),
        "cell-end",
    ),
    "table without rows": (swap(LAST, f"{LAST}<w:tbl><w:tblGrid/></w:tbl>"), "no-rows"),
    "field never closed": (swap('<w:fldChar w:fldCharType="end"/>', ""), "field-open"),
    "reference to no bookmark": (swap(" REF _Reft ", " REF _Refgone "), "no-bookmark"),
    "link to no bookmark": (swap('w:anchor="_Toconly"', 'w:anchor="_Tocgone"'), "no-bookmark"),
    "style that is not defined": (swap('w:val="TableText"', 'w:val="Tabletext"'), "no-style"),
    "list that is not defined": (swap('<w:numId w:val="4"/>', '<w:numId w:val="99"/>'), "no-list"),
    "content control id used twice": (swap(LAST, LAST + CONTROL * 2), "id-twice"),
    "comment that only begins": (
        swap(LAST, f'{LAST[:-6]}<w:commentRangeStart w:id="0"/></w:p>'),
        "half-open",
    ),
    "text outside a paragraph": (swap(LAST, f"{LAST}<w:r><w:t>x</w:t></w:r>"), "loose-text"),
    "tie id used twice": (
        swap("</Relationships>", TIE * 2 + "</Relationships>", TIES),
        "tie-twice",
    ),
    "no document": (without(MAIN), "no-document"),
}
