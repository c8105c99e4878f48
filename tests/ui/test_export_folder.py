"""A new message about a file that was made: only the title, encoded, and never too long."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from carreport.ui.export_folder import LONGEST_MAIL_LINK, mail_link


def read(link: str) -> tuple[str, str]:
    """Return the subject and the body as a mail program reads them."""
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "")
    fields = parse_qs(parts.query, strict_parsing=True)
    return fields["subject"][0], fields["body"][0]


def test_a_title_with_any_letters_arrives_unchanged() -> None:
    title = "Wärme & Räume? 100 % = “ja”; a+b #1"
    subject, body = read(mail_link(title, "The report is attached."))
    assert subject == title
    assert body == f"The report is attached.\r\n\r\n{title}\r\n"


def test_a_title_cannot_add_lines_or_fields() -> None:
    subject, body = read(mail_link("One\r\nBcc: x@example.org&attach=/etc/passwd", "Here."))
    assert "\n" not in subject
    assert body.count("\r\n") == 3


@pytest.mark.parametrize("title", ["a" * 3000, "é" * 900, "👩🏽‍🏫 " * 300])
def test_a_long_title_is_cut(title: str) -> None:
    link = mail_link(title, "The report is attached.")
    assert len(link) <= LONGEST_MAIL_LINK
    assert read(link)[0].endswith("…")
