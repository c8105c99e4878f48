"""The source of a quotation, as far as a text needs to know it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuotationSource:
    """The answer that a quotation is from: its path, its current texts, and why it is not printed.

    There is no text if the answer is gone, and one for each version while a conflict is open.
    """

    place: str
    texts: tuple[str, ...] = ()
    not_printed_reason: str = ""
