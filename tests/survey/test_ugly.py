"""However ugly a file is, its counts are right, or it is refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.errors import ReplyFileError
from carreport.survey.agreement import Side
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.importer import batch_values
from carreport.survey.importing.plan import plan_import
from carreport.survey.replies.deduplicate import deduplicate
from tests.survey.files import table, target
from tests.survey.ugly import ASKED, COUNTED, REFUSED, Counts


def counts_of(path: Path) -> tuple[int, Counts]:
    plan = plan_import(table(path), target())
    assert plan.is_ready, plan.problems
    joined = deduplicate(batch_values(plan))
    sides = {step.key: step.side for step in joined.scale.steps}
    given = [joined.statements[mapping.target_id] for mapping in plan.mappings_of(ColumnType.STATEMENT)]
    found = [[sides[step] for step in steps if step] for steps in given]
    return joined.n, [
        (
            sides_chosen.count(Side.AGREE),
            sides_chosen.count(Side.DISAGREE),
            sides_chosen.count(Side.OFF_SCALE),
        )
        for sides_chosen in found
    ]


@pytest.mark.parametrize("name", COUNTED)
def test_an_ugly_file_is_counted_as_it_is(tmp_path: Path, name: str) -> None:
    COUNTED[name].write(tmp_path / name)
    assert counts_of(tmp_path / name) == (COUNTED[name].replies, COUNTED[name].counts)


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_certain_is_asked(tmp_path: Path, name: str) -> None:
    ASKED[name].write(tmp_path / name)
    plan = plan_import(table(tmp_path / name), target())
    assert not plan.is_ready
    assert (ASKED[name].code, *ASKED[name].place) in [
        (problem.code, problem.row, problem.column) for problem in plan.problems
    ]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    REFUSED[name].write(tmp_path / name)
    with pytest.raises(ReplyFileError) as caught:
        table(tmp_path / name)
    assert caught.value.code == REFUSED[name].code
