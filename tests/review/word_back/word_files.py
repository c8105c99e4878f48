"""Write small Word files by hand: the parts as XML, with nothing that a test does not ask for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
BY = 'w:author="Ailsa" w:date="2026-03-04T10:30:00Z"'
LATER = 'w:author="Morag" w:date="2026-03-05T09:00:00Z"'
PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
    'fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="carreport-review">'
    "<vt:lpwstr>{}</vt:lpwstr></property></Properties>"
)
KINDS = {
    "comments": "comments", "commentsExtended": "commentsExtended", "footnotes": "footnotes",
    "endnotes": "endnotes", "header1": "header", "footer1": "footer", "styles": "styles",
    "numbering": "numbering",
}  # fmt: skip


def word_file(
    body: str, parts: Mapping[str, str] | None = None, export_id: str = "", links: str = ""
) -> bytes:
    """Return a Word file with this body; `parts` gives the inside of others, such as `comments`."""
    inner = {name: part(name, text) for name, text in (parts or {}).items()}
    ties = "".join(
        f'<Relationship Id="k{name}" Type="{R}/{KINDS[name]}" Target="{name}.xml"/>' for name in inner
    )
    members = {
        "[Content_Types].xml": content_types(["document", *inner]),
        "_rels/.rels": relationships(
            f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{R}/custom-properties" Target="docProps/custom.xml"/>'
        ),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(ties + links),
        "docProps/custom.xml": PROPERTIES.format(export_id),
        **{f"word/{name}.xml": text for name, text in inner.items()},
    }
    return zipped(members)


def content_types(names: Iterable[str]) -> str:
    """Return the list of content types for parts in the folder `word`."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
    kinds = {**KINDS, "document": "document.main"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind.format(kinds[name])}"/>' for name in names
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP package."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return written.getvalue()


def part(name: str, inner: str) -> str:
    """Return a part with this inside."""
    roots = {"commentsExtended": "w15:commentsEx", "header1": "w:hdr", "footer1": "w:ftr"}
    root = roots.get(name, f"w:{name}")
    return f"<{root} {SPACES}>{inner}</{root}>"


def relationships(inner: str) -> str:
    """Return a part of relationships."""
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def p(inner: str, properties: str = "") -> str:
    """Return a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def ins(text: str, by: str = BY) -> str:
    """Return an inserted run."""
    return f'<w:ins w:id="900" {by}>{r(text)}</w:ins>'


def deleted(text: str, by: str = BY) -> str:
    """Return a deleted run."""
    run = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f'<w:del w:id="901" {by}>{run}</w:del>'


def marked(inner: str, key: str = "0") -> str:
    """Return text that comment `key` is about."""
    return (
        f'<w:commentRangeStart w:id="{key}"/>{inner}<w:commentRangeEnd w:id="{key}"/>'
        f'<w:r><w:commentReference w:id="{key}"/></w:r>'
    )


def comment(text: str, key: str = "0", by: str = BY, paragraph_id: str = "") -> str:
    """Return a comment."""
    shown = f' w14:paraId="{paragraph_id}"' if paragraph_id else ""
    return f'<w:comment w:id="{key}" {by}><w:p{shown}>{r(text)}</w:p></w:comment>'


def anchored(inner: str, name: str, number: int) -> str:
    """Return runs inside a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'
