"""Make Word templates as a stranger might send them, sound ones and others, in a few lines each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from carreport.report.word.xml_names import R, W
from templates.build_word_shells import Line, shell_bytes

LOOP = (
    Line("{%p for section in sections %}").xml
    + Line("{{ section.heading }}", "Heading1").xml
    + Line("{{p section.body }}").xml
    + Line("{%p endfor %}").xml
)
PAGE = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
    '<w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000" w:header="500" w:footer="500" '
    'w:gutter="0"/></w:sectPr>'
)
TITLE = Line("{{ title.title }}", "Title").xml
MAIN = "word/document.xml"


def say(text: str, style: str = "Normal") -> str:
    """Return a paragraph."""
    return Line(text, style).xml


def sound(body: str = "", loop: str = LOOP) -> bytes:
    """Return a sound template with `body` between its title and its sections."""
    return shell_bytes(TITLE + body + loop + PAGE)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]], kind: int = zipfile.ZIP_STORED) -> bytes:
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w", kind) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, content)
    return packet.getvalue()


def swapped(old: str, new: str, name: str = MAIN, content: bytes | None = None) -> bytes:
    """Return a template in which `old` has become `new` in one of its parts."""
    parts = members(content or sound(say("Here.")))
    assert old.encode() in parts[name], old
    return packed({**parts, name: parts[name].replace(old.encode(), new.encode(), 1)})


def added(name: str, content: bytes = b"<x/>", kind: str = "") -> bytes:
    """Return a template with one more part, and its content type if there is one to give."""
    parts = members(sound())
    types = "[Content_Types].xml"
    given = f'<Override PartName="/{name}" ContentType="{kind or "application/xml"}"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", given.encode())
    return packed({**parts, name: content})


def tied(kind: str, target: str, *, outside: bool = True, of: str = "document") -> bytes:
    """Return a template whose document has one more tie."""
    name = f"word/_rels/{of}.xml.rels"
    mode = ' TargetMode="External"' if outside else ""
    tie = f'<Relationship Id="rIdX" Type="{R}/{kind}" Target="{target}"{mode}/></Relationships>'
    parts = members(sound() if outside else added(f"word/{target}"))
    head = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    before = parts.get(name, head + b"</Relationships>")
    return packed({**parts, name: before.replace(b"</Relationships>", tie.encode())})


def field(code: str) -> str:
    """Return a paragraph with a field."""
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f'{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>shown</w:t>'
        "</w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def runs(*texts: str) -> str:
    """Return a paragraph whose words stand in several runs, as Word splits them."""
    return f"<w:p>{''.join(f'<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>' for text in texts)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table."""
    printed = "".join(
        "<w:tr>" + "".join(f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>{say(cell)}</w:tc>'
                           for cell in row) + "</w:tr>" for row in rows
    )  # fmt: skip
    grid = '<w:gridCol w:w="900"/>' * len(rows[0])
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{printed}</w:tbl>"


def text_box(inner: str) -> str:
    """Return a paragraph with a text box."""
    return (
        f'<w:p><w:r><w:t>Beside.</w:t></w:r><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        f'style="width:100pt"><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape>'
        "</w:pict></w:r></w:p>"
    )


def in_part(kind: str, inner: str) -> bytes:
    """Return a template with `inner` in its header or footer."""
    root = {"header": "hdr", "footer": "ftr"}[kind]
    content = f'<w:{root} xmlns:w="{W}" xmlns:r="{R}">{inner}</w:{root}>'
    return packed({**members(sound()), f"word/{kind}.xml": content.encode()})


def in_footnote(inner: str) -> bytes:
    """Return a template with a footnote of its own."""
    note = f'<w:footnote w:id="1">{inner}</w:footnote></w:footnotes>'
    return swapped("</w:footnotes>", note, "word/footnotes.xml")
