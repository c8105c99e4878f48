"""Every template prints every kind of inquiry into a Word file that is sound and that everybody can read."""

from __future__ import annotations

from datetime import date

import pytest

from carreport.assets import template_folders
from carreport.report.build import build
from carreport.report.templates.find_templates import find_template
from carreport.report.word import render_word
from carreport.report.word.proof.docx_faults import word_faults
from tests.report.fixtures import CASES

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", [folder.name for folder in template_folders()])
def test_the_file_is_sound_and_readable(name: str, case: str) -> None:
    form, answers, pictures = CASES[case]()
    template = find_template(name)
    assert (
        list(map(str, word_faults(render_word(build(form, answers, pictures, template, TODAY), template))))
        == []
    )
