"""Say what a text may know about the answer that one of its quotations is from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuotationSource:
    """An answer that a quotation is from: where it stands, its texts now, and why it is not printed.

    It has no texts where the answer is gone, and one for each version where nobody has decided yet.
    """

    place: str
    texts: tuple[str, ...] = ()
    not_printed_reason: str = ""
