"""Check that a finished Word file is valid and accessible.

`word_faults(content)` lists faults in the package (names, relationships, content types), faults
that make Word repair or refuse the file (ids, fields, cells), and accessibility faults.
"""

from __future__ import annotations

from carreport.report.word.proof import accessibility, validity
from carreport.report.word.proof.docx_parts import WordFault, read_word_file


def word_faults(content: bytes) -> list[WordFault]:
    """Return all faults in a Word file: in the package, then in validity, then in accessibility."""
    word_file = read_word_file(content)
    if word_file.document is not None:
        validity.check_validity(word_file)
        accessibility.check_accessibility(word_file)
    return word_file.faults
