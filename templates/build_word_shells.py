"""Build the Word templates that ship with carreport: `python -m templates.build_word_shells`.

They are made from nothing, so that no trace of anybody's computer is in them, and always the
same to the byte. Run it after each change of `carreport/report/design.py`. Restyle a copy in Word;
change what ships here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carreport.report import design
from carreport.report.word.footnotes import footnotes_xml
from carreport.report.word.list_numbering import numbering_xml
from carreport.report.word.opc_package import XML_DECLARATION, PackagePart, Relationship, pack_parts
from carreport.report.word.styles import styles_xml
from carreport.report.word.xml_names import TYPES, R, W, relationship_type

FOLDER = Path(__file__).resolve().parent
_MARGINS = 'w:right="1928" w:header="737" w:footer="737" w:gutter="0" w:left="1588"'
"""Text of 14.8 cm, about 75 letters; the wider margin is the outer one, for notes by hand."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a template: its text with tags, its style, and how it stands."""

    text: str
    style: str = "Normal"
    properties: str = ""

    @property
    def xml(self) -> str:
        """The paragraph as Word reads it."""
        style = f'<w:pStyle w:val="{self.style}"/>' if self.style != "Normal" else ""
        marks = f"<w:pPr>{style}{self.properties}</w:pPr>" if style or self.properties else ""
        return f"<w:p>{marks}{_run(self.text)}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""


def _when(name: str, style: str, properties: str = "") -> list[Line]:
    """Return the lines that print `name` of the title block, unless it is empty."""
    return [
        Line(f"{{%p if title.{name} %}}"),
        Line(f"{{{{ title.{name} }}}}", style, properties),
        Line("{%p endif %}"),
    ]


_UPRIGHT = '<w:pgSz w:w="11906" w:h="16838"/>'
_WIDE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'


def _page(
    *, top: int, references: str = "", properties: str = "", size: str = _UPRIGHT, margins: str = _MARGINS
) -> str:
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{size}'
        f'<w:pgMar w:top="{top}" w:bottom="1361" {margins}/>{properties}</w:sectPr>'
    )


def _field(instruction: str, shown: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark("begin") + code + mark("separate") + _run(shown) + mark("end")


def _contents(levels: str) -> str:
    """Return the contents field; each report fills it in."""
    filled = _field(f'TOC \\o "{levels}" \\h \\z \\u', "The contents list is filled in with each report.")
    return f'<w:p><w:pPr><w:pStyle w:val="Toc1"/></w:pPr>{filled}</w:p>'


_REFERENCES = (
    '<w:headerReference w:type="default" r:id="rIdHeader"/>'
    '<w:footerReference w:type="default" r:id="rIdFooter"/>'
)
_FOOTER_ONLY = '<w:footerReference w:type="default" r:id="rIdFooter"/>'
_SECTIONS = [
    Line("{%p for section in sections %}"),
    Line("{% if section.number %}{{ section.number }}\u2002{% endif %}{{ section.heading }}", "Heading1"),
    Line("{{p section.body }}"),
    Line("{%p endfor %}"),
]


def _lines(lines: list[Line]) -> str:
    return "".join(line.xml for line in lines)


def inquiry_report() -> str:
    """Return the body of the finished report: title page, contents, sections."""
    title = [
        *_when("kind", "TitleKind"),
        Line("{{ title.title }}", "Title"),
        *_when("subtitle", "Subtitle"),
        *_when("author", "TitleAuthor"),
        *_when("affiliation", "TitleDetails"),
        *_when("coproducers", "TitleDetails"),
        *_when("series", "TitleDetails"),
        *_when("date", "TitleDetails", '<w:spacing w:before="300"/>'),
    ]
    title_end = f"<w:p><w:pPr>{_page(top=4820)}</w:pPr></w:p>"
    contents_end = f"<w:p><w:pPr>{_page(top=1588, references=_REFERENCES)}</w:pPr></w:p>"
    contents = Line("{{ words.contents }}", "TOCHeading").xml + _contents("1-2")
    return _lines(title) + title_end + contents + contents_end + _lines(_SECTIONS) + _page(top=1588)


def populated_template() -> str:
    """Return the body of the filled-in template: a short head, contents, every question."""
    title = [
        *_when("kind", "TitleKind"),
        Line("{{ title.title }}", "Title"),
        *_when("subtitle", "Subtitle"),
        *_when("author", "TitleAuthor"),
        *_when("affiliation", "TitleDetails"),
        *_when("coproducers", "TitleDetails"),
        *_when("date", "TitleDetails", '<w:spacing w:before="300"/>'),
        Line("{{ words.contents }}", "TOCHeading", '<w:spacing w:before="840"/>'),
    ]
    page = _page(top=1588, references=_REFERENCES, properties="<w:titlePg/>")
    return _lines(title) + _contents("1-1") + _lines(_SECTIONS) + page


_USUAL = 8390
_EVEN = 'w:right="1077" w:header="510" w:footer="510" w:gutter="0" w:left="1077"'
"""The same margins at both sides, for pages that are looked at and not bound."""
_PLAIN_SECTIONS = [
    Line("{%p for section in sections %}"),
    Line("{{ section.heading }}", "Heading1"),
    Line("{{p section.body }}"),
    Line("{%p endfor %}"),
]


def summary() -> str:
    """Return the body of the summary: a short head and the sections, all on one page."""
    title = [
        *_when("kind", "TitleKind"),
        Line("{{ title.title }}", "Title"),
        *_when("subtitle", "Subtitle"),
        *_when("coproducers", "TitleDetails"),
    ]
    return _lines(title) + _lines(_PLAIN_SECTIONS) + _page(top=737, references=_FOOTER_ONLY, margins=_EVEN)


def action_plan() -> str:
    """Return the body of the action plan: wide pages, the title and the tables."""
    title = [
        *_when("kind", "TitleKind"),
        Line("{{ title.title }}", "Title"),
        *_when("subtitle", "Subtitle"),
    ]
    page = _page(top=964, references=_FOOTER_ONLY, size=_WIDE, margins=_EVEN)
    return _lines(title) + _lines(_PLAIN_SECTIONS) + page


def blank() -> str:
    """Return the body of the empty form: a short head, contents, every question."""
    title = [
        *_when("kind", "TitleKind"),
        Line("{{ title.title }}", "Title"),
        *_when("subtitle", "Subtitle"),
        Line("{{ words.contents }}", "TOCHeading", '<w:spacing w:before="840"/>'),
    ]
    page = _page(top=1361, references=_REFERENCES, properties="<w:titlePg/>", margins=_EVEN)
    return _lines(title) + _contents("1-1") + _lines(_SECTIONS) + page


_HEADER = Line("{{ title.title }}", "Header").xml
_SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:footnotePr><w:footnote w:id="-1"/>'
    '<w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)


def _fonts() -> str:
    look = design.DESIGN
    return (
        f'<w:fonts xmlns:w="{W}"><w:font w:name="{look.font}"><w:altName w:val="{look.shipped_font}"/>'
        '<w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _footer(width: int) -> str:
    """Return the footer: the date at the left, the page at the right end of a text so wide."""
    before, between = _run("{{ words.page }}"), _run("{{ words.page_of }}")
    page = f"{before}{_field('PAGE', '1')}{between}{_field('NUMPAGES', '1')}"
    left = _run("{{ title.date }}")
    moved = f'<w:tab w:val="clear" w:pos="{_USUAL}"/><w:tab w:val="right" w:pos="{width}"/>'
    tabs = f"<w:tabs>{moved}</w:tabs>" if width != _USUAL else ""
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{tabs}</w:pPr>{left}<w:r><w:tab/></w:r>{page}</w:p>'


def _width(body: str) -> int:
    """Return how wide the text on the last pages of `body` is, in twentieths of a point."""
    page = body[body.rindex("<w:sectPr") :]
    size, left, right = (
        int(re.search(rf'{name}="(\d+)"', page)[1])  # type: ignore[index]  # every page of ours has them
        for name in ("w:pgSz w:w", "w:left", "w:right")
    )
    return size - left - right


def closer(styles: str, share: float) -> str:
    """Return the styles with a share of the usual spacing above and below paragraphs."""

    def shrunk(found: re.Match[str]) -> str:
        return f'w:{found[1]}="{round(int(found[2]) * share)}"'

    return re.sub(r'w:(before|after)="(\d+)"', shrunk, styles)


def shell_bytes(body: str, styles: str = "") -> bytes:
    """Return a whole Word template around `body`, in the dress of `styles`."""
    spaces = f'xmlns:w="{W}" xmlns:r="{R}"'
    contents = {
        "styles": styles or styles_xml(),
        "settings": _SETTINGS,
        "numbering": numbering_xml(),
        "fontTable": _fonts(),
        "footnotes": footnotes_xml(),
        "header": f"<w:hdr {spaces}>{_HEADER}</w:hdr>",
        "footer": f"<w:ftr {spaces}>{_footer(_width(body))}</w:ftr>",
    }
    parts = [
        PackagePart(f"word/{kind}.xml", TYPES[kind], (XML_DECLARATION + xml).encode())
        for kind, xml in contents.items()
    ]
    ties = [
        Relationship(f"rId{kind.capitalize()}", relationship_type(kind), f"word/{kind}.xml")
        for kind in contents
    ]
    document = f"{XML_DECLARATION}<w:document {spaces}><w:body>{body}</w:body></w:document>"
    main = PackagePart("word/document.xml", TYPES["document"], document.encode(), ties)
    tie = Relationship("rId1", relationship_type("officeDocument"), "word/document.xml")
    return pack_parts([main, *parts], [tie], compress=False)


SHELLS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "inquiry-report": (inquiry_report, styles_xml),
    "populated-template": (populated_template, styles_xml),
    "summary": (summary, lambda: closer(styles_xml(design.DESIGN.for_one_page), 0.42)),
    "action-plan": (action_plan, lambda: closer(styles_xml(design.DESIGN.for_a_wall), 0.7)),
    "blank": (blank, styles_xml),
}


def main() -> None:
    """Write every template that ships."""
    for name, (body, styles) in SHELLS.items():
        target = FOLDER / name / "report.docx"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(shell_bytes(body(), styles()))


if __name__ == "__main__":
    main()
