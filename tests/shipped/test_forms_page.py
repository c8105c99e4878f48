"""docs/forms.md is right: its table is current, and all that it shows can be loaded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import pytest

from carreport.errors import FormFileError
from carreport.form.answers import answers_from_json
from carreport.form.kinds import KINDS
from carreport.form.loader import FIELD_KEYS, FORM_KEYS, SECTION_KEYS, parse_form
from carreport.form.schema import Share, Value, Voice
from tests.shipped.kinds_table import BEGIN, END, PAGE, with_table

HEAD = '[form]\nid = "page"\ntitle = "From the page"\n'
SECTION = '[[section]]\nid = "one"\ntitle = "One"\n'
BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
A_PICTURE: Mapping[str, Value] = {"sha256": "0" * 64, "type": "image/jpeg", "width": 4, "height": 3}


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def blocks(language: str, mark: str = "") -> list[str]:
    return [text for name, said, text in BLOCK.findall(page()) if (name, said) == (language, mark)]


def whole(snippet: str) -> str:
    """Return a form file round a snippet of one."""
    if snippet.startswith("[form]"):
        return snippet
    return HEAD + snippet if snippet.startswith("[[section]]") else HEAD + SECTION + snippet


def answers_with_their_forms() -> Iterator[tuple[str, str]]:
    """Yield each answers file of the page with the form that stands before it."""
    form, first = "", blocks("toml")[0]
    for language, mark, text in BLOCK.findall(page()):
        if language == "toml" and not mark:
            form = text
        elif language == "json":
            yield (first if '"visit"' in text else form), text


def test_the_table_of_kinds_is_current() -> None:
    assert with_table(page(), KINDS) == page(), "run: python -m tests.shipped.kinds_table"


@pytest.mark.parametrize("snippet", blocks("toml"))
def test_every_form_on_the_page_loads(snippet: str) -> None:
    assert parse_form(whole(snippet)).sections


@pytest.mark.parametrize(("form", "given"), list(answers_with_their_forms()))
def test_every_answer_on_the_page_fits_its_question(form: str, given: str) -> None:
    answers, found = answers_from_json(parse_form(whole(form)), json.loads(given), lambda _: A_PICTURE)
    assert found == []
    assert answers.values


def test_the_mistakes_on_the_page_are_told_in_just_those_words() -> None:
    (snippet,) = blocks("toml", "mistakes")
    (told,) = blocks("text")
    with pytest.raises(FormFileError) as caught:
        parse_form(snippet)
    assert [str(mistake) for mistake in caught.value.mistakes] == told.splitlines()


def test_every_kind_has_a_part_of_the_page_with_a_question_and_an_answer() -> None:
    for kind in KINDS:
        part = page().partition(f"### `{kind}`")[2].partition("\n#")[0]
        assert f'kind = "{kind}"' in part, kind
        assert "```json" in part, kind


def test_every_key_of_a_form_is_explained() -> None:
    keys = {*FORM_KEYS, *SECTION_KEYS, *FIELD_KEYS} - {"field"}
    assert [key for key in sorted(keys) if f"\n| `{key}` |" not in page()] == []


def test_every_setting_of_a_kind_is_explained_beside_the_table() -> None:
    before, after = page().split(BEGIN)[0], page().split(END)[1]
    settings = {name for kind in KINDS.values() for name in kind.settings}
    assert [name for name in sorted(settings) if not re.search(rf"`{name}\b", before + after)] == []


def test_every_voice_and_every_share_is_explained() -> None:
    assert [each for each in (*Voice, *Share) if f"| `{each.value}` |" not in page()] == []


def test_the_contents_lead_to_the_headings() -> None:
    headings = re.findall(r"^## (.+)$", page(), re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", page())) == anchors
