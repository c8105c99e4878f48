"""Check a finished Word file: is it whole, and can everybody read it?

`faults(content)` looks at the package (names, ties, types), at what Word itself refuses (ids,
fields, cells), and at what its accessibility checker finds. An empty list is the aim.
"""

from __future__ import annotations

from carreport.report.word.proof import accessibility, validity
from carreport.report.word.proof.docx_parts import WordFault, read_word_file


def word_faults(content: bytes) -> list[WordFault]:
    """Return everything that is wrong with a Word file; what Word would refuse comes first."""
    opened = read_word_file(content)
    if opened.document is not None:
        validity.check_validity(opened)
        accessibility.check_accessibility(opened)
    return opened.faults
