"""Which section of the user guide is about what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import QWidget

SECTIONS: Mapping[str, str] = {
    "StartPage": "get-started",
    "WelcomePage": "get-started",
    "PutAwayPage": "your-inquiries",
    "SettingsPage": "settings",
    "StepPage": "write",
    "ListEditor": "entries-members-sources-actions",
    "LinesEditor": "entries-members-sources-actions",
    "SurveyEditor": "surveys",
    "BoardEditor": "workshop-notes",
    "PhotosEditor": "photos",
    "LearningPointsEditor": "learning-points-and-evidence",
    "EvidenceEditor": "learning-points-and-evidence",
    "FellowText": "the-research-fellows-text",
    "CommentPanel": "comments",
    "ReportPage": "make-the-report",
    "PreviewPage": "make-the-report",
    "CheckPage": "make-the-report",
    "TemplatePage": "make-the-report",
    "WhoPage": "who-could-this-be",
    "ExportCopyPage": "write-with-others",
    "ImportCopyPage": "write-with-others",
    "UnknownInquiryPage": "write-with-others",
    "ChangesPage": "write-with-others",
    "ConflictPage": "write-with-others",
    "TimelinePage": "write-with-others",
    "AnswerHistoryPage": "restore-an-earlier-state",
    "RestorePage": "restore-an-earlier-state",
    "RemovedPage": "entries-members-sources-actions",
    "ReleasePage": "only-you-can-see-this",
    "ErasePage": "erase-text-permanently",
    "ImportRepliesPage": "import-survey-replies",
    "EnterRepliesPage": "type-in-replies-from-paper",
    "ThemesPage": "sort-replies-into-themes",
    "BoardPage": "workshop-notes",
    "QuotePage": "the-research-fellows-text",
    "ReviewPage": "comments",
    "SendReviewPage": "somebody-reviews-it-in-word",
    "ReadReviewPage": "somebody-reviews-it-in-word",
    "DamagePage": "when-something-goes-wrong",
    "LostFilePage": "when-something-goes-wrong",
}
"""The section about each page, and about parts of a step, by the name of the class."""


def section_about(page: QWidget, focus: QWidget | None) -> str:
    """Return the section about the innermost part of a page with the focus that has one, or "" for none."""
    here = focus if focus is not None and page.isAncestorOf(focus) else page
    for widget in _with_parents(here):
        for kind in type(widget).__mro__:
            if kind.__name__ in SECTIONS:
                return SECTIONS[kind.__name__]
        if widget is page:
            break
    return ""


def section_id(heading: str) -> str:
    """Return the name by which links lead to a heading, as in Markdown on the web."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _with_parents(widget: QWidget) -> Iterator[QWidget]:
    around: QWidget | None = widget
    while around is not None:
        yield around
        around = around.parentWidget()
