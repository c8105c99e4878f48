"""Files that are no Word documents, and hostile Word files, end in words or are read as far as possible."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from carreport.errors import CarreportError
from carreport.review.word_walk.document import WordDocument
from carreport.review.word_walk.file_kinds import check_kind
from carreport.review.word_walk.reviewed_copy import read_reviewed_copy
from carreport.review.word_walk.walk import walk_file
from tests.review.word_back.word_files import (
    SPACES,
    R,
    comment,
    ins,
    marked,
    p,
    r,
    relationships,
    word_file,
    zipped,
)

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)
STRICT = (
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip
REFUSED = {
    "empty": (b"", "review-empty"),
    "only zeros": (bytes(2000), "review-empty"),
    "a PDF": (b"%PDF-1.7\n...", "review-pdf"),
    "a PDF after a blank": (b"\r\n%PDF-1.4\n...", "review-pdf"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), "review-doc"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "review-encrypted"),
    "Outlook mail": (OLE + "__substg1.0_0037001F".encode("utf-16-le"), "review-mail"),
    "another Office file": (OLE + "Workbook".encode("utf-16-le"), "review-ole"),
    "RTF": (b"{\\rtf1\\ansi Hello}", "review-rtf"),
    "a mail": (b"Received: from x\r\nSubject: Review\r\n\r\nHello", "review-mail"),
    "a web page": (b"<!DOCTYPE html><html><body>Hello</body></html>", "review-html"),
    "a web page in UTF-16": ("<html><body>Hello</body></html>".encode("utf-16"), "review-html"),
    "a saved web page": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; x\r\n\r\n", "review-html"),
    "Word as XML": (b'<?xml version="1.0"?>\n<pkg:package xmlns:pkg="x">', "review-word-xml"),
    "plain text": (b"Dear all, my comments are", "review-not-word"),
    "OpenDocument": (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "review-odt"),
    "another zip": (zipped({"a.txt": "a"}), "review-not-word"),
    "half a zip": (word_file(p(r("Half")))[:400], "review-damaged"),
}  # fmt: skip


def read(content: bytes, name: str = "review.docx") -> WordDocument:
    """Read as the process does."""
    check_kind(name, content)
    return walk_file(name, content)


def changed(content: bytes, name: str, text: str | bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members: dict[str, str | bytes] = {member: archive.read(member) for member in archive.namelist()}
    return zipped({**members, name: text})


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_of_another_kind_is_named_and_says_what_to_do(kind: str) -> None:
    content, code = REFUSED[kind]
    with pytest.raises(CarreportError) as refused:
        read(content)
    assert (refused.value.code, bool(refused.value.remedy)) == (code, True)


def test_the_small_file_that_word_keeps_is_recognised() -> None:
    with pytest.raises(CarreportError) as refused:
        read(b"\x05Ailsa" + bytes(156), "~$view.docx")
    assert refused.value.code == "review-lock"


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.docx", "review-missing"), (tmp_path, "review-unreadable")):
        with pytest.raises(CarreportError) as refused:
            read_reviewed_copy(path)
        assert refused.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(encoding: str) -> None:
    main = f"<w:document {SPACES}><w:body>{p(r('&a;'))}</w:body></w:document>"
    main = f'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]>{main}'
    text = f'<?xml version="1.0" encoding="{encoding}"?>{main}'.encode(encoding)
    with pytest.raises(CarreportError) as refused:
        read(changed(word_file(""), "word/document.xml", text))
    assert refused.value.code == "review-doctype"


def test_a_refusal_and_a_document_come_back_from_the_process(tmp_path: Path) -> None:
    path = tmp_path / "review.docx"
    path.write_bytes(word_file(p(ins("new")), export_id="abc"))
    assert read_reviewed_copy(path).export_id == "abc"
    path.write_bytes(zipped({"a.txt": "a"}))
    with pytest.raises(CarreportError, match="is not a Word document") as refused:
        read_reviewed_copy(path)
    assert refused.value.code == "review-not-word"


def test_xml_that_is_not_well_formed_is_read_as_far_as_possible_with_a_note() -> None:
    main = f"<w:document {SPACES}><w:body>{p(ins('kept'))}<w:p><w:del></w:p></w:sdt></w:body></w:document>"
    document = read(changed(word_file(""), "word/document.xml", main))
    assert document.notes == ("damaged-xml",)
    assert document.paragraphs[0].text == "kept"


def test_a_file_without_its_main_part_is_refused() -> None:
    content = changed(word_file(p(r("a"))), "_rels/.rels", relationships(""))
    with pytest.raises(CarreportError) as refused:
        read(content)
    assert refused.value.code == "review-not-word"


def test_a_workbook_by_that_name_is_refused() -> None:
    book = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    with pytest.raises(CarreportError) as refused:
        read(changed(word_file(""), "word/document.xml", book))
    assert refused.value.code == "review-not-word"


def test_strict_open_xml_is_read_like_any_other() -> None:
    content = word_file(p(marked(r("word") + ins("new"))), {"comments": comment("Why?")})
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    for usual, strict in STRICT:
        members = {name: text.replace(usual, strict) for name, text in members.items()}
    document = read(zipped(members))
    assert (document.counts.comments, len(document.comments), len(document.changes)) == (1, 1, 1)
    assert document.comments[0].start == (0, 0)


def test_a_file_that_unpacks_to_very_much_is_refused() -> None:
    with pytest.raises(CarreportError) as refused:
        read(changed(word_file(""), "word/media/a.bin", bytes(60 << 20)))
    assert refused.value.code == "review-bomb"


def test_many_comments_and_one_very_long_one_are_read() -> None:
    many = "".join(
        comment(f"Number {number} is about {number * 7919 % 10007}.", str(number)) for number in range(2_000)
    )
    document = read(word_file(p(r("a")), {"comments": many + comment("word " * 60_000, "x")}))
    assert (document.counts.comments, len(document.comments)) == (2_001, 2_001)


def test_two_comments_with_one_id_are_both_read_and_doubtful() -> None:
    document = read(word_file(p(marked(r("a"))), {"comments": comment("One") + comment("Two")}))
    assert [(found.text, found.is_doubtful) for found in document.comments] == [("One", True), ("Two", True)]


def test_a_range_that_never_ends_reaches_to_the_end_of_its_paragraph() -> None:
    body = p(r("one ") + '<w:commentRangeStart w:id="0"/>' + r("two")) + p(r("three"))
    document = read(word_file(body, {"comments": comment("Why?")}))
    assert (document.comments[0].start, document.comments[0].end) == ((0, 4), (0, 7))


def test_a_comment_without_a_place_is_still_read() -> None:
    document = read(word_file(p(r("a")), {"comments": comment("Why?", by="")}))
    assert document.comments[0].start is None
    assert (document.comments[0].author, document.comments[0].when, document.comments[0].text) == (
        "",
        "",
        "Why?",
    )


def test_replies_in_a_circle_are_all_read_with_a_note() -> None:
    said = comment("a", "0", paragraph_id="0A") + comment("b", "1", paragraph_id="0B")
    tie = '<w15:commentEx w15:paraId="0{}" w15:paraIdParent="0{}"/>'
    ties = tie.format("A", "B") + tie.format("B", "A")
    document = read(word_file(p(r("x")), {"comments": said, "commentsExtended": ties}))
    assert [found.parent for found in document.comments] == [-1, -1]
    assert document.notes == ("reply-in-circle",)


def test_a_field_that_never_ends_hides_no_text() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    document = read(word_file(p(begin + r("one")) + p(r("two"))))
    assert [paragraph.text for paragraph in document.paragraphs] == ["one", "two"]


def test_deeply_nested_xml_ends_in_words() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + p(r("a")) + "</w:sdtContent></w:sdt>" * 5000
    document = read(word_file(p(r("first")) + deep))
    assert document.notes == ("damaged-xml",)


def test_a_part_that_is_not_xml_and_numbers_without_sense_do_no_harm() -> None:
    level = "9" * 5000
    body = p(r("a"), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{level}"/></w:numPr>')
    content = word_file(
        body, {"styles": ""}, links=f'<Relationship Id="q" Type="{R}/header" Target="none.xml"/>'
    )
    assert read(changed(content, "word/styles.xml", b"\xff\xfe\x00")).paragraphs[0].text == "a"
