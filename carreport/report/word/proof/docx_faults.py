"""Check a finished Word file: is it whole, and can everybody read it?

`faults(content)` looks at the package (names, ties, types), at what Word itself refuses (ids,
fields, cells), and at what its accessibility checker finds. An empty list is the aim.
"""

from __future__ import annotations

from carreport.report.word.proof import accessibility, validity
from carreport.report.word.proof.docx_parts import Fault, opened_file


def faults(content: bytes) -> list[Fault]:
    """Return everything that is wrong with a Word file; what Word would refuse comes first."""
    opened = opened_file(content)
    if opened.document is not None:
        validity.check(opened)
        accessibility.check(opened)
    return opened.faults
