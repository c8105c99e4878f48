"""Pastes by which parsers hang, recurse or lose text: 100 of them, by hand and by chance."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from unicodedata import normalize

from PySide6.QtCore import QMimeData

from carreport.ui.richtext.clipboard_text import read_clipboard_text
from carreport.ui.richtext.pasted_html import PastedText

Hostile = Callable[[], tuple[str, str]]
"""Returns the HTML on the clipboard, and the plain text beside it ("" for none)."""
WORDS = "We met twice and wrote down what we saw"


def mime_data(source: str, plain: str = "") -> QMimeData:
    """Return a clipboard with this HTML and plain text; "" for none."""
    mime = QMimeData()
    if source:
        mime.setHtml(source)
    if plain:
        mime.setText(plain)
    return mime


def paste(source: str, plain: str = "") -> PastedText:
    """Return what is pasted from this HTML and the plain text beside it."""
    return read_clipboard_text(mime_data(source, plain))


def lost_letters(pasted: PastedText, source: str, plain: str) -> int:
    """Return how many letters of the plain text (or else of `WORDS`, if the HTML has them) were lost."""
    wanted = plain or (WORDS if WORDS in source else "")
    return (Counter(_letters(wanted)) - Counter(_letters(pasted.text.plain_text))).total()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))


def _repeated(part: str, count: int, end: str = "", start: str = "") -> Hostile:
    return lambda: (f"<p>{WORDS}</p>{start}{part * count}{end}", "")


_BY_HAND: tuple[Hostile, ...] = (
    _repeated("<a ", 15_000),
    _repeated("<!--", 100_000),
    _repeated("<![<", 1),
    _repeated("<![", 100_000),
    _repeated("<!", 100_000),
    _repeated("<?", 100_000),
    _repeated("</", 100_000),
    _repeated("<", 1_000_000),
    _repeated('<a href="', 100_000),
    _repeated("<a href='", 100_000, ">"),
    _repeated("<p a=", 100_000),
    _repeated(" ", 5_000_000, "x", "<p"),
    _repeated("/", 5_000_000, ">", "<p"),
    _repeated("=", 1_000_000, ">", "<p "),
    _repeated("<div>", 100_000, WORDS),
    _repeated("<span>", 240, WORDS),
    _repeated("<b>", 50_000, WORDS),
    _repeated("<ul><li>", 20_000, WORDS),
    _repeated("<table><tr><td>", 20_000, WORDS),
    _repeated("<blockquote>", 5_000, WORDS),
    _repeated("<font color=red><b><i>", 3_000, WORDS),
    _repeated("<p><b>x", 20_000),
    _repeated("<a href=x><p>", 20_000),
    _repeated("<li>x", 59_000),
    _repeated("<p>x", 59_000),
    _repeated("<br>", 59_000),
    _repeated("<tr><td>x<td>y", 19_000, start="<table>"),
    _repeated("<td>x", 5_000, start="<table><tr>"),
    _repeated("<b>x</b>", 29_000),
    _repeated("<p class=MsoListParagraph style='mso-list:l0 level9 lfo1'>x", 20_000),
    lambda: ("<p " + " ".join(f"a{i}=1" for i in range(40_000)) + f">{WORDS}</p>", ""),
    lambda: ("<p " + "a " * 500_000 + f">{WORDS}</p>", WORDS),
    lambda: (f"<p style='{'mso-list:' * 200_000}'>{WORDS}</p>", ""),
    lambda: (f"<p style='{'text-decoration:' * 200_000}'>{WORDS}</p>", ""),
    lambda: (f"<p style='{'font-weight:' * 200_000}bold'>{WORDS}</p>", ""),
    lambda: (f"<p class='{'x' * 5_000_000}'>{WORDS}</p>", ""),
    lambda: (f"<a href='https://x/{'y' * 5_000_000}'>{WORDS}</a>", WORDS),
    lambda: (f"<img src='data:image/png;base64,{'A' * 12_000_000}'><p>{WORDS}</p>", WORDS),
    lambda: (f"<style>{'p{} ' * 2_500_000}</style><p>{WORDS}</p>", WORDS),
    lambda: ("x" * 10_000_000, ""),
    lambda: ("", "x" * 10_000_000),
    lambda: ("", "x " * 5_000_000),
    lambda: ("", "\n" * 1_000_000 + WORDS),
    lambda: ("", " " * 5_000_000 + WORDS),
    lambda: ("", "\n ".join(["a"] * 500_000)),
    lambda: ("", "a\t" * 1_000_000),
    lambda: ("", "- a\n" * 500_000),
    lambda: ("", "\U0001f468\u200d" * 200_000),
    lambda: ("", "a" + "\u0301" * 300_000),
    lambda: ("", "\u202eabc\u202c" * 100_000),
    lambda: ("", "\u05e9\u05dc " * 150_000),
    lambda: ("", "\u00a0".join(["ab"] * 200_000)),
    lambda: ("", "a\u00ad" * 300_000),
    lambda: ("", "\x00\x01\ufffe" * 300_000 + WORDS),
    lambda: ("", "\ud800 " * 100_000 + WORDS),
    lambda: ("", "\ufb01" * 300_000),
    lambda: ("&amp;" * 1_000_000, ""),
    lambda: ("&#x0;" * 90_000 + WORDS, ""),
    lambda: ("&" * 1_000_000 + WORDS, ""),
    lambda: ("&notanentity" * 90_000, ""),
    lambda: (f"&#{'9' * 1_000_000};{WORDS}", ""),
    lambda: (f"<p>{WORDS}</p><plaintext><p>and more", f"{WORDS} and more"),
    lambda: (f"<textarea>{WORDS}", WORDS),
    lambda: (f"<title>{WORDS}", WORDS),
    lambda: (f"<script>{WORDS}", WORDS),
    lambda: (f"<style>{WORDS}", WORDS),
    lambda: (f"<xmp>{WORDS}", WORDS),
    lambda: (f"<template>{WORDS}</template>", WORDS),
    lambda: (f"<noscript>{WORDS}</noscript>", WORDS),
    lambda: (f"<iframe>{WORDS}</iframe>", WORDS),
    lambda: (f"<object>{WORDS}</object>", WORDS),
    lambda: (f"<select><option>{WORDS}</select>", WORDS),
    lambda: (f"<![CDATA[{WORDS}]]>", WORDS),
    lambda: (f"<![if !mso]>{WORDS}<![endif]>", WORDS),
    lambda: (f"<!--[if mso]>{WORDS}<![endif]-->", WORDS),
    lambda: (f"<!doctype{WORDS}", WORDS),
    lambda: (f"<p title='{WORDS}>{WORDS}</p>", WORDS),
    lambda: (f"<<p>{WORDS}<</p>>", WORDS),
    lambda: (f"<p/{WORDS}>{WORDS}", WORDS),
    lambda: (f"{WORDS}\0<p>and\0more", ""),
    lambda: (f"{WORDS}\ud800<p>and more", ""),
    lambda: (f"<!--StartFragment--><!--EndFragment--><p>{WORDS}", WORDS),
    lambda: (f"<p>{WORDS}<!--EndFragment--><!--StartFragment-->", WORDS),
    lambda: ("<!--StartFragment-->" * 50_000 + WORDS, WORDS),
    lambda: (f"<frameset><frame>{WORDS}</frameset>", WORDS),
    lambda: (f"<svg><foreignObject><p>{WORDS}</p></foreignObject></svg>", WORDS),
    lambda: (f"<math><mtext>{WORDS}</mtext></math>", WORDS),
    lambda: (f"<body hidden>{WORDS}</body>", WORDS),
    lambda: ("<sup>" * 150 + WORDS, WORDS),
    lambda: (f"<img src=file://host/share/x.png><img src=//host/share/y.png>{WORDS}", WORDS),
    lambda: (f"<link rel=stylesheet href=file:///etc/passwd><base href=//host/>{WORDS}", WORDS),
    lambda: (f"<a href=' javascript:x'>{WORDS}</a>", WORDS),
    lambda: (f"<p>{WORDS}</p>" * 10_000, ""),
    _repeated("<p>w", 39_000, start="<table><tr><td>" * 60),
    _repeated("<b>a</b>b", 18_000, start="<table><tr><td>x</td><td>" * 60),
    lambda: ("", ("a" + "\u0301" * 4_000 + " ") * 99),
    lambda: ("<p>" + "\ufdfa " * 190_000, "\ufdfa " * 190_000),
)
_PARTS = (
    "<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<ul>",
    "<li>", "</ul>",
    "<sup>", "</sup>", "<s>", "</s>",
    "<span style='display:none'>", "</span>", "<a href='#'>", "</a>", "<!--",
    "-->", "<![", "]>", "<", ">", "&lt;", "&",
    "'", '"', "<br/>", "<h2>", "</h2>", "<pre>", "</pre>", "<select>",
    "</select>", "<title>", "</title>", " word ", " 12 ", "\n", "\t", "\u00e9", "\ufb01", "\0",
)  # fmt: skip


HOSTILE_COUNT = 120
"""How many the tests try; there are as many more by chance as wanted."""


def hostile_paste(number: int) -> tuple[str, str]:
    """Return the HTML and plain text of a hostile paste: the first are made by hand, the others by chance."""
    if number < len(_BY_HAND):
        return _BY_HAND[number]()
    chance = random.Random(number)  # noqa: S311 - a paste that can be made again
    source = "".join(chance.choices(_PARTS, k=chance.randrange(10, 20_000)))
    return source, WORDS if number % 2 else ""
