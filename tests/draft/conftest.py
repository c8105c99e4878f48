"""A small form and a new draft, for all tests of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.form.schema import Form

SMALL = """
[form]
id = "small"
title = "A small form"
version = 1
title_path = "about.title"
subtitle_path = "about.place"
[[section]]
id = "about"
title = "About"
[[section.field]]
id = "title"
kind = "line"
label = "Title"
[[section.field]]
id = "place"
kind = "line"
label = "Place"
[[section.field]]
id = "story"
kind = "text"
label = "Story"
[[section]]
id = "data"
title = "Data"
[[section.field]]
id = "sources"
kind = "list"
label = "Sources"
item = "source"
[[section.field.field]]
id = "name"
kind = "line"
label = "Name"
[[section.field.field]]
id = "notes"
kind = "text"
label = "Notes"
[[section.field.field]]
id = "years"
kind = "list"
label = "Years"
[[section.field.field.field]]
id = "year"
kind = "number"
label = "Year"
[[section.field]]
id = "wall"
kind = "photos"
label = "Photos"
"""


@pytest.fixture(scope="session")
def form() -> Form:
    return parse_form(SMALL)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "inquiry.carreport"


@pytest.fixture
def session(path: Path, form: Form) -> Iterator[DraftSession]:
    opened = DraftSession.create(path, form, "Ailsa Kerr")
    yield opened
    opened.close_without_saving()
