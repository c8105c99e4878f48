"""What only the author can see is neither quoted nor used as evidence in what everybody reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release import release_entry
from carreport.survey.evidence import EvidenceChoice
from carreport.ui.inquiry.editor_services import DraftEditorServices
from carreport.ui.quotations.quotation_page import QuotePage
from carreport.ui.undo_stack import UndoStack
from tests.ui.driver.drafts import ME, one_step_form, paragraphs
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import WindowDriver

FORM = one_step_form(
    """
[[section.field]]
id = "diary"
kind = "text"
label = "Diary"
share = "private"
[[section.field]]
id = "sources"
kind = "list"
item = "source"
label = "Sources"
private_until = { give = true }
[[section.field.field]]
id = "name"
kind = "line"
label = "Name"
[[section.field.field]]
id = "shows"
kind = "text"
label = "What it shows"
[[section.field.field]]
id = "give"
kind = "yes_no"
label = "Give it?"
[[section.field]]
id = "things"
kind = "list"
label = "Things"
[[section.field.field]]
id = "aside"
kind = "text"
label = "Said aside"
share = "private"
"""
)
SOURCES = "data.sources"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "sources.carreport", FORM, ME) as session:
        session.write("data.diary", paragraphs("Nobody may ever read this."))
        thing = session.add_item("data.things")
        session.write(f"data.things/{thing}/aside", paragraphs("Nor what was said aside."))
        made = {
            name: session.add_item(
                SOURCES, values={"name": name, "shows": paragraphs(f"{name} shows something.")}
            )
            for name in ("Mine", "Given")
        }
        release_entry(session, f"{SOURCES}/{made['Given']}", choice=True)
        yield session


def test_private_sources_are_not_offered_as_evidence(session: DraftSession) -> None:
    services = DraftEditorServices(session, FakePrompts(), UndoStack(), lambda _task, _path: None)
    offered: list[EvidenceChoice] = []

    def keep(found: Sequence[EvidenceChoice]) -> None:
        offered.extend(found)

    services.find_evidence(keep)
    assert [choice.text.paragraphs for choice in offered] == [("Given shows something.",)]


def test_no_private_answer_can_be_quoted_wherever_it_is(session: DraftSession, driver: WindowDriver) -> None:
    session.close()
    driver.open(session.path)
    page = driver.begin("quote", QuotePage, "data.@fellow")
    driver.wait_until_idle()
    model, role = page.answer_list.row_model, Qt.ItemDataRole.AccessibleTextRole
    names = [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]
    kept = [name for name in names if "Only you can see this" in name]
    assert len(kept) == 3
    for text in ("Nobody may ever read this.", "Nor what was said aside.", "Mine shows something."):
        assert any(name.endswith(text) for name in kept)
    assert [name for name in names if name not in kept] == [name for name in names if "Given shows" in name]
