"""Check that a finished Word file is valid and accessible.

`word_faults(content)` lists faults of the package (names, relationships, content types), faults
that Word repairs or refuses (ids, fields, cells), and accessibility faults.
"""

from __future__ import annotations

from carreport.report.word.proof import accessibility, validity
from carreport.report.word.proof.docx_parts import WordFault, read_word_file


def word_faults(content: bytes) -> list[WordFault]:
    """Return all faults of a Word file; those that Word would refuse come first."""
    word_file = read_word_file(content)
    if word_file.document is not None:
        validity.check_validity(word_file)
        accessibility.check_accessibility(word_file)
    return word_file.faults
