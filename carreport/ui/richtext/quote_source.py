"""The source of a quotation, as far as a text needs to know it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuotationSource:
    """The answer a quotation was taken from: its place in words, its text, and why it is not printed.

    `texts` is empty if the answer has been removed, and has one text per version during a conflict.
    """

    place: str
    texts: tuple[str, ...] = ()
    not_printed_reason: str = ""
