from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from carreport.ui.editors.table.cells import LONGEST_CELL, GrowingCell
from tests.ui.richtext.hostile_pastes import mime_data


@pytest.mark.parametrize(
    ("source", "plain", "text", "remark"),
    [
        ("<p>10<sup>6</sup> people</p>", "106 people", "10⁶ people", ""),
        ("<p>Paid <s>£5</s> £6</p>", "Paid £5 £6", "Paid £6", "Struck-out text was left out."),
        ("<p>Only HTML</p>", "", "Only HTML", ""),
        ("<p>Fewer</p>", "Fewer letters", "Fewer letters", "The formatting could not be read"),
    ],
)
def test_a_cell_takes_the_text_of_formatted_text(
    source: str,
    plain: str,
    text: str,
    remark: str,
    qapp: QApplication,  # noqa: ARG001
) -> None:
    cell, told = GrowingCell(), [""]
    cell.paste_remarked.connect(told.append)
    assert cell.canInsertFromMimeData(mime_data(source, plain))
    cell.insertFromMimeData(mime_data(source, plain))
    assert cell.cell_text() == text
    assert told[-1].startswith(remark)
    assert bool(told[-1]) == bool(remark)


def test_a_cell_says_once_how_much_of_formatted_text_was_left_out(qapp: QApplication) -> None:  # noqa: ARG001
    cell, told = GrowingCell(), [""]
    cell.paste_remarked.connect(told.append)
    cell.insertFromMimeData(mime_data("<p>" + "word " * 100_000 + "</p>", ""))
    assert len(cell.cell_text()) == LONGEST_CELL
    assert told == ["", "The text was too long for one line. Characters left out at its end: 494,998."]
