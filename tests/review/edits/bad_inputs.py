"""Files that cannot be read, or only with care: each must give a named error, or be listed whole."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

from tests.review.edits.catalogue import words_of
from tests.review.edits.copies import ReviewCopy
from tests.review.edits.expected import LISTED, REFUSED, Expected, Outcome
from tests.review.edits.hostile import ONE, anywhere, begin_threads, some
from tests.review.edits.markup import WordFile, pack

NO = Outcome(outcomes=frozenset({REFUSED}))
EITHER = frozenset({REFUSED, LISTED})
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def empty(_: ReviewCopy) -> bytes:
    """Nothing."""
    return b""


def not_a_zip(_: ReviewCopy) -> bytes:
    """A text by the name of a Word file."""
    return b"Dear all, please see my comments below.\n" * 40


def old_word(_: ReviewCopy) -> bytes:
    """A .doc by the name of a .docx."""
    return OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 4096


def encrypted(_: ReviewCopy) -> bytes:
    """A file with a password, which is no zip but the older container."""
    return OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4096


def a_pdf(_: ReviewCopy) -> bytes:
    """A PDF by that name."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def an_odt(_: ReviewCopy) -> bytes:
    """An .odt by that name."""
    kind = b"application/vnd.oasis.opendocument.text"
    return pack({"mimetype": kind, "content.xml": b"<office:document-content xmlns:office='urn:oasis'/>"})


def a_workbook(_: ReviewCopy) -> bytes:
    """A workbook by that name."""
    return pack({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def truncated(copy: ReviewCopy) -> bytes:
    """Half of a file."""
    return copy.docx[: len(copy.docx) // 2]


def damaged_part(copy: ReviewCopy) -> bytes:
    """A file in which some bytes of the document are others."""
    file = bytearray(copy.docx)
    with zipfile.ZipFile(BytesIO(copy.docx)) as package:
        start = package.getinfo("word/document.xml").header_offset + 200
    file[start : start + 40] = bytes(40)
    return bytes(file)


def no_document(copy: ReviewCopy) -> bytes:
    """A package without its main part."""
    parts = WordFile(copy.docx).parts
    del parts["word/document.xml"]
    return pack(parts)


def entities(copy: ReviewCopy) -> bytes:
    """A document type with entities that grow."""
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    return _with_prolog(copy, f'<!DOCTYPE w:document [<!ENTITY e0 "ha">{layers}]>', b"&e11;")


def outside_entity(copy: ReviewCopy) -> bytes:
    """A document type with an entity that names a file of this computer."""
    return _with_prolog(copy, '<!DOCTYPE w:document [<!ENTITY e SYSTEM "file:///etc/hostname">]>', b"&e;")


def zip_bomb(copy: ReviewCopy) -> bytes:
    """A main part that grows to two gigabytes."""
    return _grown(copy.docx, "word/document.xml")


def bomb_of_comments(copy: ReviewCopy) -> bytes:
    """Comments that grow to two gigabytes."""
    file = WordFile(copy.docx)
    begin_threads(file, some(copy, "bomb", 1))
    return _grown(file.to_bytes(), "word/comments.xml")


def deep(copy: ReviewCopy) -> bytes:
    """A hundred thousand elements within each other."""
    parts = WordFile(copy.docx).parts
    parts["word/document.xml"] = b"<a>" * 100_000 + b"</a>" * 100_000
    return pack(parts)


def not_well_formed(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Crossed elements, as LibreOffice has written them: refused, or listed with a warning."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "crossed", 2))
    parts = WordFile(file.to_bytes()).parts
    document = parts["word/document.xml"]
    place = document.rindex(b"</w:body>")
    crossed = b"<w:p><w:ins w:id='1' w:author='x'><w:sdt><w:sdtContent></w:ins></w:sdtContent></w:sdt></w:p>"
    parts["word/document.xml"] = document[:place] + crossed + document[place:]
    return pack(parts), Outcome(tuple(expected), outcomes=EITHER, must_warn=True)


def many_comments(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """A hundred thousand comments: refused with a named error, or listed."""
    file = WordFile(copy.docx)
    (at,) = some(copy, "many", 1)
    file.comment(at, *words_of(at, 1, 2), "The first of very many", ONE)
    parts = WordFile(file.to_bytes()).parts
    comments = parts["word/comments.xml"]
    one = comments[comments.index(b"<w:comment ") : comments.index(b"</w:comments>")]
    more = b"".join(one.replace(b'w:id="0"', b'w:id="%d"' % number) for number in range(1, 100_000))
    parts["word/comments.xml"] = comments.replace(b"</w:comments>", more + b"</w:comments>")
    first = Expected(
        frozenset({"comment"}), frozenset({at.path}), at.number, ONE, said="The first of very many"
    )
    return pack(parts), Outcome((first,), anywhere(frozenset({"comment"})), outcomes=EITHER)


def long_comment(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """One comment of five million letters."""
    file = WordFile(copy.docx)
    (at,) = some(copy, "long", 1)
    file.comment(at, *words_of(at, 1, 2), "far too long " * 400_000, ONE)
    expected = Expected(frozenset({"comment"}), frozenset({at.path}), at.number, ONE, says="far too long")
    return file.to_bytes(), Outcome((expected,), outcomes=EITHER)


REFUSABLE: tuple[Callable[[ReviewCopy], bytes], ...] = (
    empty, not_a_zip, old_word, encrypted, a_pdf, an_odt, a_workbook, truncated, damaged_part, no_document,
    entities, outside_entity, zip_bomb, bomb_of_comments, deep,
)  # fmt: skip
READABLE: tuple[Callable[[ReviewCopy], tuple[bytes, Outcome]], ...] = (
    not_well_formed,
    many_comments,
    long_comment,
)


def _with_prolog(copy: ReviewCopy, prolog: str, reference: bytes) -> bytes:
    parts = WordFile(copy.docx).parts
    document = parts["word/document.xml"]
    start = document.index(b"<w:document")
    changed = document[:start] + prolog.encode() + document[start:]
    parts["word/document.xml"] = changed.replace(b"<w:t>", b"<w:t>" + reference, 1)
    return pack(parts)


def _grown(docx: bytes, name: str) -> bytes:
    parts = WordFile(docx).parts
    start = parts.pop(name)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for other, content in parts.items():
            package.writestr(other, content)
        with package.open(name, "w", force_zip64=True) as grown:
            grown.write(start[: start.index(b">", 200) + 1])
            for _ in range(2048):
                grown.write(b" " * 2**20)
    return packed.getvalue()
