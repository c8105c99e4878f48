"""What a report must not print never reaches it, and the reason is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from carreport.report.printable import NOT_ASKED_YET, PRIVATE, TEAM

FIELDS = """
[[section.field]]
id = "open"
kind = "line"
label = "Open"
[[section.field]]
id = "team"
kind = "line"
label = "Team"
share = "team"
[[section.field]]
id = "private"
kind = "line"
label = "Private"
share = "private"
[[section.field]]
id = "shared"
kind = "yes_no"
label = "Shared?"
[[section.field]]
id = "where"
kind = "line"
label = "Where?"
show_if = { shared = true }
"""
GIVEN = {"open": "alder", "team": "birch", "private": "cherry", "shared": False, "where": "damson"}


def test_a_public_report_holds_neither_team_nor_private_answers(make: Callable[..., Any]) -> None:
    made = make(FIELDS, GIVEN)
    assert "alder" in made.html
    assert not any(word in made.html for word in ("birch", "cherry"))
    assert made.report.withheld["s.team"] == TEAM
    assert made.report.withheld["s.private"] == PRIVATE


def test_a_team_report_holds_team_answers_and_no_private_ones(make: Callable[..., Any]) -> None:
    made = make(FIELDS, GIVEN, audience="team")
    assert "birch" in made.html
    assert "cherry" not in made.html


def test_an_answer_whose_question_is_no_longer_asked_stays_out(make: Callable[..., Any]) -> None:
    made = make(FIELDS, GIVEN)
    assert "damson" not in made.html
    assert "no longer asked" in made.report.withheld["s.where"]
    assert made.proof.missing == ()


def test_a_private_list_stays_out_whole(make: Callable[..., Any]) -> None:
    fields = """
[[section.field]]
id = "notes"
kind = "list"
label = "Notes"
share = "private"
[[section.field.field]]
id = "note"
kind = "line"
label = "Note"
"""
    made = make(fields, {"notes": [{"$id": "a1", "note": "elder"}]})
    assert [section.heading for section in made.report.sections] == ["Nothing yet"]
    assert made.report.withheld == {"s.notes/a1/note": PRIVATE}


def test_a_picture_of_people_who_were_not_asked_stays_out_of_a_public_report(
    make: Callable[..., Any], picture: Any
) -> None:
    value, files = picture
    fields = '[[section.field]]\nid = "p"\nkind = "photos"\nlabel = "Pictures"'
    photos = [{"$id": "a1", "picture": value, "caption": "The wall", "consent": "not_yet"}]
    public = make(fields, {"p": photos}, pictures=files)
    assert public.report.withheld["s.p/a1/picture"] == NOT_ASKED_YET
    assert "data:image" not in public.html
    assert "data:image" in make(fields, {"p": photos}, pictures=files, audience="team").html


def test_a_template_can_withhold_entries_until_they_are_released(make: Callable[..., Any]) -> None:
    fields = """
[[section.field]]
id = "r"
kind = "list"
label = "Reflections"
[[section.field.field]]
id = "words"
kind = "line"
label = "Words"
[[section.field.field]]
id = "ready"
kind = "yes_no"
label = "Ready?"
"""
    rule = """
outline = "form"
[[withhold]]
entries = "s.r"
unless = { ready = [true] }
because = "Not released."
"""
    given = {"r": [{"words": "fir", "ready": True}, {"$id": "b", "words": "gorse"}]}
    made = make(fields, given, rule)
    assert "fir" in made.html
    assert "gorse" not in made.html
    assert made.report.withheld["s.r/b/words"] == "Not released."
