from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.survey.importing.importer import entered_batch_value
from carreport.survey.replies.fingerprints import random_fingerprints
from carreport.survey.results.counts import counts_entry_id, entered_counts
from carreport.survey.scales import scale_by_name
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.survey.result_view import ALL_SHOWN, NOT_SIDE_BY_SIDE
from carreport.ui.survey.survey_editor import SurveyEditor
from carreport.ui.survey.survey_list import ReplyFilesEditor
from tests.survey.files import COUNTS
from tests.ui.driver.drafts import group_field
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import click, copy_text, press, retype
from tests.ui.driver.lists import cell_of, row_names, table_texts, type_in_cells

SURVEY = group_field("survey", "survey", "What was said?", "statement")
FILES = Field(
    "replies", "list", "Which files?", item_noun="file", fields=(Field("replies", "replies", "Replies?"),)
)
SURVEYS = Field(
    "surveys",
    "list",
    "Which surveys?",
    item_noun="survey",
    fields=(Field("name", "line", "Name?"), SURVEY, FILES),
)
SEED = tuple(
    Item(f"s{number}", {"statement": f"Statement {number}", "agree": a, "disagree": d, "dont_know": k})
    for number, (a, d, k) in enumerate(COUNTS)
)


def _rows(editor: SurveyEditor) -> list[list[str]]:
    (table,) = editor.result_view.tables
    return [row[1:] for row in table_texts(table)]


def test_the_table_beside_the_counts_has_the_percentages_of_nineteen_replies(show: ShowEditor) -> None:
    editor = show(SURVEY, SEED)
    editor.draw_result()
    assert _rows(editor)[0] == ["19", "15", "4", "0", "79", "21", "0"]
    assert [row[4:] for row in _rows(editor)][4:6] == [["68", "21", "11"], ["47", "42", "11"]]
    assert "n = 19." in editor.result_view.notes[0].text()
    assert "one person is about 5 percentage points" in editor.result_view.notes[0].text()


def test_chart_and_table_follow_a_count_that_is_typed(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, SEED)
    editor.draw_result()
    (chart,) = editor.result_view.charts
    before = chart.pixmap().toImage()
    retype(cell_of(editor, "part.survey/s0/agree"), "5")
    qtbot.waitUntil(lambda: _rows(editor)[0][0] == "9")
    assert _rows(editor)[0][4:] == ["56", "44", "0"]
    assert chart.pixmap().toImage() != before


def test_the_chart_is_a_picture_with_words_for_a_screen_reader(show: ShowEditor) -> None:
    editor = show(SURVEY, SEED)
    editor.draw_result()
    met = QAccessible.queryAccessibleInterface(editor.result_view.charts[0])
    assert met.role() == QAccessible.Role.Graphic
    text = met.text(QAccessible.Text.Name)
    assert text.startswith(
        "Bar chart of 8 statements, n = 19. Agreement is highest for d and h (17 of 19, 89 per"
    )


def test_nothing_is_drawn_before_there_is_a_count(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, (Item("a", {"statement": "We speak"}),))
    qtbot.waitUntil(lambda: "once there are counts" in editor.result_view.source.text())
    assert not editor.result_view.charts


def _survey(replies: int, **more: object) -> Item:
    scale = scale_by_name("agree4")
    assert scale is not None
    answers = [{"a": "agree" if number else "strongly_disagree"} for number in range(replies)]
    value = entered_batch_value(scale, ["a"], answers, random_fingerprints(replies)) | {"file": "june.csv"}
    files = (Item("f", {"replies": value}),)
    return Item(
        "p", {"name": "Poll", "survey": (Item("a", {"statement": "We speak", **more}),), "replies": files}
    )


def _open_survey(show: ShowEditor, item: Item) -> SurveyEditor:
    editor = show(SURVEYS, (item,))
    assert isinstance(editor, ListEditor)
    editor.expand_row("p")
    found = editor.findChild(SurveyEditor)
    assert isinstance(found, SurveyEditor)
    found.draw_result()
    return found


def test_replies_that_came_in_are_counted_and_no_count_is_typed(show: ShowEditor) -> None:
    survey = _open_survey(show, _survey(8))
    assert _rows(survey) == [["8", "7", "1", "0", "88", "13", "0"]]
    assert survey.result_view.source.text() == "Counted from 8 replies. They were imported from june.csv."
    assert [inner.id for inner in survey.model.columns] == ["statement"]


def test_counts_beside_replies_stay_to_be_seen(show: ShowEditor) -> None:
    survey = _open_survey(show, _survey(8, agree=3))
    assert [inner.id for inner in survey.model.columns] == ["statement", "agree", "disagree", "dont_know"]
    assert "not used" in survey.result_view.source.text()


def test_thousands_of_replies_are_counted_beside_the_window(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    kept: list[tuple[Any, Any]] = []
    editor_services.run_in_background = lambda work, done: kept.append((work, done))  # type: ignore[method-assign]  # to see it wait
    survey = _open_survey(show, _survey(2_001))
    assert not survey.result_view.tables
    while kept:
        work, done = kept.pop()
        done(work())
    survey.draw_result()
    assert _rows(survey)[0][0] == "2,001"


def test_a_survey_in_which_files_came_asks_for_files_not_for_entries(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(SURVEYS, (_survey(2),))
    editor.expand_row("p")
    bring = editor.findChild(QWidget, "part.surveys/p/replies#bring")
    adder = editor.findChild(QWidget, "part.surveys/p/replies#add")
    assert adder.isHidden()
    click(bring)
    assert editor_services.requests == [("task", "replies", "part.surveys/p/replies")]


# Counts on the scale that the survey names.

STATED = ({"statement": "We speak"}, {"statement": "We listen"})
COUNTS_AT = f"part.surveys/p/replies/{counts_entry_id('part.surveys/p/replies')}"


def _named(scale: str, counts: dict[str, Any] | None = None, **more: object) -> Item:
    """Return a survey that names its scale, perhaps with counts that were typed in on one."""
    items = tuple(Item(f"s{number}", values) for number, values in enumerate(STATED))
    files = (Item(counts_entry_id("part.surveys/p/replies"), {"replies": counts}),) if counts else ()
    return Item("p", {"name": "Poll", "scale": scale, "survey": items, "replies": files, **more})


def _type_counts(survey: SurveyEditor, texts: dict[str, str]) -> None:
    type_in_cells(survey, {f"part.surveys/p/survey/{name}": text for name, text in texts.items()})


def _put(editor_services: FakeEditorServices) -> dict[str, Any]:
    """Return the counts that were handed on last."""
    path, values = next(
        request[1:3] for request in reversed(editor_services.requests) if request[0] in ("put", "change")
    )
    assert path == COUNTS_AT
    return {
        to: {key: n for key, n in own.items() if n}
        for to, own in entered_counts(values["replies"]).counts.items()
    }


def test_each_statement_is_shown_in_one_row(show: ShowEditor) -> None:
    survey = _open_survey(show, _named("agree4"))
    assert [row.item_id for row in survey.rows] == ["s0", "s1", ""]


def _heads(survey: SurveyEditor) -> list[str]:
    return [inner.label for inner in survey.model.columns[1:]]


def test_the_columns_are_the_steps_of_the_scale_and_n_is_added_up(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    survey = _open_survey(show, _named("agree5"))
    assert _heads(survey)[2] == "Neither agree nor disagree"
    _type_counts(survey, {"s0/strongly_agree": "5", "s0/neither": "2", "s1/disagree": "8"})
    assert _put(editor_services) == {"s0": {"strongly_agree": 5, "neither": 2}, "s1": {"disagree": 8}}
    assert [row.total for row in survey.rows] == ["7", "8", ""]
    assert "row 1 to 7 and row 2 to 8" in survey.remark_label.text()
    survey.draw_result()
    assert _rows(survey)[0] == ["7", "5", "2", "0", "0", "71", "29", "0", "0"]
    assert survey.result_view.charts[0].isVisible()


def test_counts_on_yes_and_no_and_on_a_scale_of_ones_own(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    assert _heads(_open_survey(show, _named("yes_no"))) == ["Yes", "No", "Don’t know"]
    survey = _open_survey(show, _named("own", steps="Often; Now and then; Statement"))
    _type_counts(survey, {"s0/often": "3", "s0/statement_step": "1"})
    assert _put(editor_services) == {"s0": {"often": 3, "statement": 1}}
    survey.draw_result()
    assert _rows(survey)[0] == ["4", "3", "0", "1", "75", "0", "25"]


def test_what_is_no_number_of_people_is_not_kept_and_what_stays_is_said(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    survey = _open_survey(show, _named("yes_no"))
    _type_counts(survey, {"s0/yes": "5"})
    for words in ("many", "-2", "2.5"):
        _type_counts(survey, {"s0/yes": words})
        press("Tab")
        assert survey.hint_label.text() == (
            f"Row 1, Yes: Enter a whole number of people, such as 12. "
            f"“{words}” was not saved. The count is still 5."
        )
    assert _put(editor_services) == {"s0": {"yes": 5}}


def test_counts_of_a_block_from_a_spreadsheet_go_in_together(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    survey = _open_survey(show, _named("yes_no"))
    copy_text("4\t3\t1\n5\t2\t1")
    cell_of(survey, "part.surveys/p/survey/s0/yes")
    press("Ctrl+V")
    assert [request[0] for request in editor_services.requests].count("put") == 1
    assert _put(editor_services)["s1"] == {"yes": 5, "no": 2, "dont_know": 1}


def test_a_nought_that_is_typed_stays_to_be_seen(show: ShowEditor) -> None:
    survey = _open_survey(show, _named("yes_no"))
    _type_counts(survey, {"s0/yes": "5", "s0/no": "0"})
    assert [survey.rows[0].text(column) for column in ("yes", "no", "dont_know")] == ["5", "0", ""]


def test_counts_stay_under_their_own_steps_when_another_scale_is_chosen(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    value = {
        "file": "",
        "steps": [["yes", "Yes"], ["no", "No"], ["dont_know", "Don’t know"]],
        "columns": [{"as": "statement", "to": "s0", "heading": "", "counts": [4, 3, 1]}],
        "marks": "",
    }
    survey = _open_survey(show, _named("three", value))
    assert _heads(survey) == ["Yes", "No", "Don’t know"]
    assert survey.scale_note.text().startswith("These counts use the scale Yes, No and Don’t know.")
    click(survey.carry_over_button)
    assert _put(editor_services) == {"s0": {"agree": 4, "disagree": 3, "dont_know": 1}}
    assert _heads(survey) == ["Agree", "Disagree", "Don’t know"]


def test_counts_in_the_columns_of_the_form_stay_there(show: ShowEditor) -> None:
    survey = _open_survey(show, _named("agree5", survey=(Item("s0", {"statement": "A", "agree": 3}),)))
    assert _heads(survey) == ["Agree", "Disagree", "Don’t know"]
    assert "clear the counts" in survey.scale_note.text()


def test_counts_that_can_only_be_read_are_shown_and_locked(show: ShowEditor) -> None:
    editor = show(SURVEYS, (_named("yes_no"),))
    editor.set_read_only(True)
    editor.expand_row("p")
    survey = editor.findChild(SurveyEditor)
    assert [row.item_id for row in survey.rows] == ["s0", "s1"]
    assert survey.focus_path("part.surveys/p/survey/s0/yes") is survey.table
    assert survey.enter_replies_button.isHidden()
    assert editor.findChild(QWidget, "part.surveys/p/replies#type").isHidden()


def test_typed_counts_are_no_entry_among_the_files(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    survey = _open_survey(show, _named("yes_no"))
    _type_counts(survey, {"s0/yes": "5"})
    counts = next(request[2] for request in editor_services.requests if request[0] == "put")["replies"]
    editor = show(SURVEYS, (_named("yes_no", counts),))
    editor.expand_row("p")
    files = next(files for files in editor.findChildren(ReplyFilesEditor) if files.path.endswith("replies"))
    assert row_names(files) == []
    button = editor.findChild(QWidget, "part.surveys/p/replies#type")
    click(button)
    assert editor_services.requests[-1] == ("task", "typing", "part.surveys/p/replies")


# Groups of people side by side.


def _of_groups(by_group: str, *, few: int) -> Item:
    """Return a survey to which two groups replied, in one of which `few` agreed and as many did not."""
    steps = [("School", "agree")] * 9 + [("School", "disagree")] * 6
    steps += [("Town", "agree"), ("Town", "disagree")] * few
    value = entered_batch_value(
        scale_by_name("agree4") or pytest.fail("no scale"),
        ["a"],
        [{"a": step} for _, step in steps],
        random_fingerprints(len(steps)),
    )
    given = "".join("0" if group == "School" else "1" for group, _ in steps)
    value["columns"].append({"as": "group", "heading": "", "words": ["School", "Town"], "given": given})
    item = _survey(1)
    files = (Item("f", {"replies": value}),)
    return Item("p", {**item.values, "replies": files, "by_group": by_group})


def _cells(survey: SurveyEditor) -> list[str]:
    return table_texts(survey.result_view.groups)[0][1:3]


def test_groups_that_are_large_enough_stand_side_by_side(show: ShowEditor) -> None:
    survey = _open_survey(show, _of_groups("large", few=5))
    assert _cells(survey) == ["9 of 15 (60%)", "5 of 10 (50%)"]
    assert survey.result_view.groups_note.isHidden()


def test_a_group_under_five_is_kept_back_as_the_report_keeps_it_back(show: ShowEditor) -> None:
    survey = _open_survey(show, _of_groups("large", few=2))
    assert survey.result_view.groups.isHidden()
    assert survey.result_view.groups_note.text().startswith("The groups are too small")
    survey = _open_survey(show, _of_groups("all", few=2))
    assert _cells(survey) == ["9 of 15 (60%)", "2 of 4 (50%)"]
    assert ALL_SHOWN in survey.result_view.groups_note.text()


def test_groups_are_named_where_nobody_said_how_to_show_them(show: ShowEditor) -> None:
    survey = _open_survey(show, _of_groups("", few=5))
    assert survey.result_view.groups.isHidden()
    assert survey.result_view.groups_note.text().startswith(NOT_SIDE_BY_SIDE.format(groups="School and Town"))


def test_a_statement_that_nobody_answered_is_in_the_table_as_in_the_report(show: ShowEditor) -> None:
    counted = Item("a", {"statement": "We speak", "agree": 3, "disagree": 1})
    editor = show(SURVEY, (counted, Item("b", {"statement": "We listen", "agree": 0})))
    editor.draw_result()
    (table,) = editor.result_view.tables
    assert table.rowCount() == 2
