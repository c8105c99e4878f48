"""Recognise files that are not Word documents by their first bytes, and say what to do with each kind."""

from __future__ import annotations

import re
from pathlib import Path

from carreport.errors import CarreportError, UnreadableInputError

UNCHANGED = "Nothing was changed."
SAVE_AS_WORD = (
    "Open it in the program that made it, save it as a Word document (.docx), and choose that file."
)
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_WEB_PAGE = re.compile(
    rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,400}?-->\s*)*"
    rb"<(?:!doctype html|html|head|body|table)\b",
    re.DOTALL,
)
_WORD_XML = re.compile(
    rb"(?i)(?:\xef\xbb\xbf)?\s*<\?xml.{0,2000}?<(?:\w+:)?(?:package|wordDocument)\b", re.DOTALL
)
_MAIL = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:From |(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|MIME-Version|"
    rb"Message-ID|X-[\w-]+|DKIM-Signature|Authentication-Results|ARC-[\w-]+|Content-Type|"
    rb"Thread-[\w-]+):[ \t])",
    re.IGNORECASE,
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_NAMES_IN_OLE = {
    "review-encrypted": "EncryptedPackage",
    "review-mail": "__substg1.0_",
    "review-doc": "WordDocument",
}
_SAVE_IN_WORD = "Open it in Word, choose Save as, and save it as a Word document (.docx)."
_PASTE = "Copy each comment into carreport, or ask for the review copy as a Word document (.docx)."
_KINDS: dict[str, tuple[str, str]] = {
    "review-empty": ("is empty", "Ask for the file again."),
    "review-doc": ("is in the old Word format (.doc)", _SAVE_IN_WORD),
    "review-encrypted": (
        "is protected with a password",
        "Open it in Word, remove the password (File, Info, Protect Document), and save it.",
    ),
    "review-mail": (
        "is an email",
        f"If the Word document is attached to it, save the attachment and choose that file. If not: {_PASTE}",
    ),
    "review-ole": ("is in an old Microsoft Office format", SAVE_AS_WORD),
    "review-odt": (
        "is an OpenDocument file",
        "Open it in LibreOffice, choose Save as, and save it as a Word document (.docx). Comments are kept.",
    ),
    "review-pdf": ("is a PDF, and the notes in a PDF cannot be read", _PASTE),
    "review-rtf": ("is in Rich Text Format (.rtf)", _SAVE_IN_WORD),
    "review-html": ("is a web page", SAVE_AS_WORD),
    "review-word-xml": ("is a Word document saved as XML", _SAVE_IN_WORD),
    "review-lock": (
        "is a small file that Word keeps while the document is open",
        "Choose the file with the same name but without ~$ at its start.",
    ),
    "review-not-word": ("is not a Word document", "Choose the review copy (.docx) that was sent back."),
}
"""What each kind of file is, and what to do with it, by the code of its error."""


def check_kind(name: str, content: bytes) -> None:
    """Raise an error that says what to do if a file is not a Word document of today, a ZIP package."""
    kind = _kind_of(name, content)
    if kind:
        raise refusal(kind, name)


def refusal(kind: str, name: str) -> CarreportError:
    """Return the error for a file of this kind."""
    what, remedy = _KINDS[kind]
    return UnreadableInputError(kind, f"“{name}” {what}.", why=UNCHANGED, remedy=remedy)


def _kind_of(name: str, content: bytes) -> str:
    head = content[:4096]
    if not content.strip(b"\0\r\n\t "):
        return "review-empty"
    if Path(name).name.startswith("~$") and len(content) < 1024:
        return "review-lock"
    if content.startswith(_OLE):
        names = (kind for kind, stream in _NAMES_IN_OLE.items() if stream.encode("utf-16-le") in content)
        return next(names, "review-ole")
    if content.startswith(_ZIP):
        return "review-odt" if _OPEN_DOCUMENT in head else ""
    return _kind_of_text(name, head)


def _kind_of_text(name: str, head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    is_mail = name.lower().endswith(".eml") or _MAIL.match(head) is not None
    is_saved_page = b"multipart/related" in head and not name.lower().endswith(".eml")
    found = {
        "review-rtf": head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"),
        "review-pdf": b"%PDF-" in head[:1024],
        "review-word-xml": _WORD_XML.match(head) is not None,
        "review-html": _WEB_PAGE.match(head) is not None or (is_mail and is_saved_page),
        "review-mail": is_mail,
    }
    return next((kind for kind, is_it in found.items() if is_it), "review-not-word")
