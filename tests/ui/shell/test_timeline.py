from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.history.timeline_page import TimelinePage
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.widgets.diff_label import DiffLabel
from tests.ui.driver.drafts import edited_copy, import_copy
from tests.ui.driver.inquiry import InquiryDriver
from tests.ui.driver.keyboard import press_on


@pytest.fixture
def session(session: DraftSession, tmp_path: Path) -> DraftSession:
    """A draft whose title Morag changed."""
    session.write("about.title", "A warm welcome")
    copy = edited_copy(
        session, tmp_path / "sent.carreport", lambda other: other.write("about.title", "A warm handover")
    )
    import_copy(session, copy)
    return session


@pytest.fixture
def page(wizard: Wizard) -> TimelinePage:
    wizard.collaboration_pages.show_timeline()
    return wizard.collaboration_pages.timeline_page


def test_the_timeline_says_who_worked_when_the_newest_on_top(
    page: TimelinePage, inquiry: InquiryDriver
) -> None:
    assert inquiry.page is page
    assert page.links[0].text().startswith("Morag Reid, today")
    assert page.links[-1].text().startswith("You, today")
    assert page.links[0].hasFocus()


def test_choosing_a_moment_shows_what_changed_since_with_the_words_marked(page: TimelinePage) -> None:
    press_on(page.links[-1], "Space")
    assert page.heading.text() == "What has changed since"
    marked = page.findChildren(DiffLabel)[-1]
    assert "<s>welcome</s>" in marked.text()
    assert "<b><u>handover</u></b>" in marked.text()
    assert marked.accessibleName() == "A warm (removed: welcome) (added: handover)"


def test_a_change_leads_to_its_question(page: TimelinePage, inquiry: InquiryDriver) -> None:
    press_on(page.links[-1], "Space")
    press_on(page.links[0], "Space")
    assert inquiry.shows_step("about")
