"""Find out what a reviewed Word file says about which answer: comments, changes and untracked edits."""

from __future__ import annotations

from carreport.review.word_back.findings import FindingKind, Placing, ReviewedFile, ReviewFinding
from carreport.review.word_back.reviewed_file import place
from carreport.review.word_back.sent_text import SentComment

__all__ = ["FindingKind", "Placing", "ReviewFinding", "ReviewedFile", "SentComment", "place"]
