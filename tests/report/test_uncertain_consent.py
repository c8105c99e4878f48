"""An answer that says what may be printed is ignored if it is not certain.

If its latest version cannot be read, the answers have an earlier one; of two that conflict, the first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carreport.form.answers import DAMAGED, Version, answers_from_json
from carreport.report.build import build
from carreport.report.html.render import render_html
from carreport.report.templates.find_templates import find_template
from tests.report.fixtures import inquiry_form

PICTURE = {"type": "image/png", "width": 40, "height": 30}
PHOTO = {"picture": {"file": "a" * 64}, "caption": "Six at the wall", "alt": "Six people", "consent": "yes"}
MEMBER = {"person": {"name": "Rowan Birch", "role": "Teacher"}, "shown": "named"}
REPLY = {"words": "Ring the person you know", "may_quote": "yes"}
QUESTION = {"question": "What would help?", "replies": [REPLY]}


def printed(values: dict[str, Any], unreadable: str = "", disputed: str = "") -> str:
    """Return the report as a web page, if answers at paths with these endings are not certain."""
    form, template = inquiry_form(), find_template("inquiry-report")
    answers, problems = answers_from_json(form, values, lambda name: PICTURE | {"sha256": name})
    assert problems == []
    given = [(answer.path, answer.value) for answer in answers.answered_fields(form)]
    damaged = {path: DAMAGED for path, _ in given if unreadable and path.endswith(unreadable)}
    versions = {
        path: tuple(Version(said, "Ailsa Kerr", "", "") for said in (value, "no"))
        for path, value in given
        if disputed and path.endswith(disputed)
    }
    answers = replace(answers, unreadable=damaged, versions=versions)
    return render_html(build(form, answers, {}, template, date(2016, 11, 3)), template)


@pytest.mark.parametrize(
    ("values", "decides", "word"),
    [
        ({"about": {"members": [MEMBER]}}, "/shown", "Rowan Birch"),
        ({"about": {"members": [MEMBER]}}, "/shown", "Teacher"),
        ({"data": {"open_questions": [QUESTION]}}, "/may_quote", "Ring the person"),
        ({"data": {"photos": [PHOTO]}}, "/consent", "Six at the wall"),
    ],
)
def test_what_may_have_been_taken_back_is_not_printed(
    values: dict[str, Any], decides: str, word: str
) -> None:
    assert word in printed(values)
    assert word not in printed(values, unreadable=decides)
    assert word not in printed(values, disputed=decides)
