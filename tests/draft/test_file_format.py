"""docs/file-format.md is correct: its examples can be read, and its tables are ours."""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from carreport.assets import form_files
from carreport.draft.revisions.fractional_index import is_order_key
from carreport.draft.revisions.revision import canonical_text, make_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import file_header
from carreport.draft.storage.schema import SCHEMA
from carreport.form.answers import Answers, Item, answers_from_json
from carreport.form.loader import load_form
from carreport.form.schema import Form

PAGE = (Path(__file__).parents[2] / "docs" / "file-format.md").read_text(encoding="utf-8")


def examples(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)\n```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def inquiry() -> Form:
    return load_form(next(path for path in form_files() if path.stem == "car-inquiry"))


@pytest.fixture
def draft(path: Path, inquiry: Form) -> Any:
    opened = DraftSession.create(path, inquiry, "Ailsa Kerr")
    yield opened
    opened.close_without_saving()


def test_the_answers_file_of_the_page_fits_the_form(draft: DraftSession, inquiry: Form) -> None:
    given, problems = answers_from_json(inquiry, json.loads(examples("json")[0]))
    assert problems == []
    draft.fill(given)
    answers = draft.answers()
    assert answers.is_ready("about")
    assert [block.type for block in answers.rich_text("context.issue").blocks][-2:] == ["bullet", "bullet"]
    assert answers.get("context.evidence/plan14/year") == "2014"


def test_filling_the_same_file_in_twice_changes_nothing(draft: DraftSession, inquiry: Form) -> None:
    given, _ = answers_from_json(inquiry, json.loads(examples("json")[0]))
    draft.fill(given)
    before = draft.answers()
    again, _ = answers_from_json(inquiry, json.loads(examples("json")[0]))
    assert draft.fill(again) == 0
    shown, _ = answers_from_json(inquiry, json.loads(json.dumps(before.to_json(inquiry))))
    assert draft.fill(shown) == 0
    assert draft.answers() == before


def test_the_second_example_orders_the_members_and_adds_a_role(draft: DraftSession, inquiry: Form) -> None:
    members = (
        Item("m1", {"person": {"name": "Ailsa Kerr"}}),
        Item("m2", {"person": {"name": "Morag Reid"}}),
    )
    draft.fill(Answers({"about.members": members}))
    given, problems = answers_from_json(inquiry, json.loads(examples("json")[1]))
    assert problems == []
    draft.fill(given)
    found = [item.get("person") for item in draft.answers().items("about.members")]
    assert found == [{"name": "Morag Reid", "role": "Head teacher"}, {"name": "Ailsa Kerr"}]


def test_the_tables_of_the_page_are_those_of_a_draft() -> None:
    assert tuple(examples("sql")[0].splitlines()) == SCHEMA
    assert f"**{file_header.FORMAT_VERSION}**" in PAGE
    assert f"0x{file_header.APPLICATION_ID:08X}" in PAGE


def test_the_example_revision_has_the_id_that_the_page_says() -> None:
    said, name = examples("text")
    told = json.loads(said)
    made = make_revision(
        told["path"],
        told["parents"],
        canonical_text(told["value"]),
        author=told["author"],
        device=told["device"],
        written_at=told["written_at"],
    )
    assert made.id == name == blake2b(said.encode(), digest_size=20).hexdigest()


def test_the_key_on_the_page_is_one(draft: DraftSession) -> None:
    draft.add_item("about.members")
    item = draft.add_item("about.members")
    (place,) = draft.history(f"about.members/{item}")
    assert f"`{place.text}`" in PAGE
    assert is_order_key(place.value["order"])


def test_every_code_on_the_page_is_one_that_the_program_says() -> None:
    folder = Path(__file__).parents[2] / "carreport" / "draft"
    program = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    codes = re.findall(r"`((?:draft-|not-)[a-z-]+)`", PAGE)
    assert len(codes) == 9
    assert all(f'"{code}"' in program for code in codes)
