"""A file of each layout is imported exactly, asked about, or refused, as docs/survey-files.md says.

Many more: python -m tests.survey.layouts --runs 2000
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.survey.layouts.catalogue import LAYOUTS
from tests.survey.layouts.columns import Layout
from tests.survey.layouts.truth import draw_survey
from tests.survey.layouts.verdict import ASKED, EXACT, NEEDLESS, REFUSED, judge_file

ALLOWED = {"read": {EXACT, ASKED}, "asked": {EXACT, ASKED, NEEDLESS}, "refused": {REFUSED}}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.tool}, {layout.download}")
def test_a_clean_file_of_each_layout_comes_out_as_the_page_says(layout: Layout, tmp_path: Path) -> None:
    random = Random(2026)  # noqa: S311  # drawings that can be made again
    survey = draw_survey(random, replace(layout.wanted, doubtful=0, fewest=10))

    verdict = judge_file(tmp_path, survey, layout.write(survey, random))

    assert verdict.kind in ALLOWED[layout.outcome], verdict.why
