"""Nothing that a template says about its author, computer or camera reaches a report."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from carreport.report.model import Report, TitleBlock
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.shell.strip_metadata import strip_metadata
from carreport.report.word.xml_names import W
from tests.report.word.conftest import printed_here
from tests.report.word.strangers import members

CANARY = "Isobel Canary"
PATH = "C:\\Users\\icanary\\house.dotx"


def jpeg() -> bytes:
    picture = Image.effect_noise((60, 40), 30).convert("RGB")
    exif = picture.getexif()
    exif[0x013B], exif[0x8825] = CANARY, {1: "N", 2: (56.0, 0.0, 0.0)}
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=exif, comment=CANARY.encode())
    return stream.getvalue()


def png() -> bytes:
    words = PngInfo()
    words.add_text("Author", CANARY)
    words.add_itxt("XML:com.adobe.xmp", CANARY)
    stream = io.BytesIO()
    Image.effect_noise((60, 40), 30).save(stream, "PNG", pnginfo=words, dpi=(300, 300))
    return stream.getvalue()


def emf() -> bytes:
    title = f"Visio\0{CANARY}\0\0".encode("utf-16-le")
    head = bytearray(108)
    struct.pack_into("<I", head, 0, 1)
    head[40:44] = b" EMF"
    struct.pack_into("<II", head, 60, len(title) // 2, 108)
    return bytes(head) + title


@pytest.mark.parametrize("made", [jpeg, png])
def test_a_picture_looks_the_same_without_what_it_says_about_itself(made: object) -> None:
    content = made()  # type: ignore[operator]  # one of the functions above
    assert CANARY.encode() in content
    stripped = strip_metadata(content)
    assert CANARY.encode() not in stripped
    assert b"Exif" not in stripped
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(stripped)) as after:
        assert before.tobytes() == after.tobytes()
        assert after.getexif() == {}


def test_a_drawing_of_windows_loses_the_name_of_its_file() -> None:
    assert CANARY.encode("utf-16-le") in emf()
    assert CANARY.encode("utf-16-le") not in strip_metadata(emf())
    assert len(strip_metadata(emf())) == len(emf())


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8", b"\x89PNG\r\n\x1a\n\0\0"])
def test_a_picture_that_is_cut_off_does_no_harm(content: bytes) -> None:
    assert strip_metadata(content) == content or strip_metadata(content) == content[:8]


def telltale_template() -> bytes:
    """Return a template that says in every place whose it is, as Word would make it."""
    from docx import Document  # noqa: PLC0415 (a template as a stranger would make it)
    from docx.oxml import parse_xml  # noqa: PLC0415 (likewise)

    document = Document()
    for name in ("author", "last_modified_by", "comments", "keywords", "subject"):
        setattr(document.core_properties, name, CANARY)
    paragraph = document.add_paragraph("{{ title.title }}")
    paragraph.paragraph_format.element.set(f"{{{W}}}rsidR", "00AB12CD")
    document.add_comment(paragraph.runs, CANARY, author=CANARY, initials="IC")
    for tag in ("{%p for section in sections %}", "{{p section.body }}", "{%p endfor %}"):
        document.add_paragraph(tag)
    document.add_picture(io.BytesIO(jpeg()))
    variable = f'<w:docVars xmlns:w="{W}"><w:docVar w:name="who" w:val="{CANARY} {PATH}"/></w:docVars>'
    document.settings.element.append(parse_xml(variable))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_no_trace_of_the_author_of_a_template_is_in_a_report(tmp_path: Path) -> None:
    content = telltale_template()
    assert sum(CANARY.encode() in part for part in members(content).values()) >= 3
    (tmp_path / "report.docx").write_bytes(content)
    made = printed_here(Report(TitleBlock(title="Title"), ()), tmp_path)
    for name, part in members(made).items():
        for trace in (CANARY, "icanary", "rsid", "Exif"):
            assert trace.encode() not in part, (name, trace)
            assert trace.encode("utf-16-le") not in part, (name, trace)
    assert {fault.code for fault in word_faults(made)} == {"heading-none", "alt-missing"}


def test_nothing_of_the_computer_is_in_a_report(printed: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", CANARY)
    monkeypatch.setenv("USERNAME", CANARY)
    content = printed().content  # type: ignore[operator]  # the fixture prints
    home = str(Path.home()).encode()
    assert all(CANARY.encode() not in part and home + b"/" not in part for part in members(content).values())
    assert zlib.crc32(content) == zlib.crc32(printed().content)  # type: ignore[operator]  # likewise
