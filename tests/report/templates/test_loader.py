"""A template is read from its file, or all mistakes in it are listed at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carreport.assets import form_files, template_folders
from carreport.errors import TemplateError
from carreport.form.loader import load_form, parse_form
from carreport.form.schema import Share
from carreport.report.sections import SHOW
from carreport.report.templates.find_templates import available_templates, find_template
from carreport.report.templates.loader import (
    TemplateFileError,
    missing_shells,
    parse_template,
    template_form_mistakes,
)
from carreport.report.templates.presentations import PRESENTATIONS

START = "section 1 “Start”"
FORM = parse_form("""
[form]
id = "small"
title = "Small"
[[section]]
id = "about"
title = "About"
[[section.field]]
id = "title"
kind = "line"
label = "Title"
[[section.field]]
id = "sources"
kind = "list"
label = "Sources"
[[section.field.field]]
id = "name"
kind = "line"
label = "Name"
""")


BROKEN = """
[template]
titel = "Mine"
for = "publik"
[[section]]
heading = "Start"
[[section.part]]
show = "pros"
answer = "about.title"
[[section.part]]
show = "prose"
[[section.part]]
show = "prose"
answers = ["about.title", "about.place"]
leed = "Look:"
[[section]]
"""


UNSUITABLE = """
[template]
title = "Mine"
[title]
title = "about.titel"
[[section]]
heading = "Start"
[[section.part]]
show = "people"
answer = "about.title"
[[section.part]]
show = "bullets"
answer = "about.sources"
fields = ["nam"]
[[withhold]]
entries = "about.sorces"
unless = { name = ["x"] }
because = "No."
"""


def mistakes(source: str) -> list[tuple[str, str]]:
    with pytest.raises(TemplateFileError) as caught:
        parse_template(source, Path("mine"))
    return [(mistake.place, mistake.code) for mistake in caught.value.mistakes]


def test_every_mistake_is_listed_with_its_place() -> None:
    found = mistakes(BROKEN)
    assert found == [
        ("[template]", "unknown-key"),
        ("[template]", "unknown-for"),
        (f"{START}, part 1", "unknown-show"),
        (f"{START}, part 2", "no-answer"),
        (f"{START}, part 3", "unknown-key"),
        (f"{START}, part 3", "too-many-answers"),
        ("section 2 “”", "no-part"),
        ("section 2 “”", "missing-words"),
        ("[template]", "missing-words"),
    ]


def test_a_file_that_is_no_toml_says_where() -> None:
    with pytest.raises(TemplateFileError, match="line 2"):
        parse_template("[template]\ntitle = \n", Path("mine"))


def test_questions_that_the_form_does_not_have_are_listed() -> None:
    template = parse_template(UNSUITABLE, Path("mine"))
    assert [(mistake.place, mistake.code) for mistake in template_form_mistakes(template, FORM)] == [
        ("[title]", "unknown-answer"),
        (f"{START}, part 1", "wrong-kind"),
        (f"{START}, part 2", "unknown-inner"),
        ("[[withhold]] “about.sorces”", "unknown-answer"),
    ]


def test_a_template_that_does_not_exist_is_named_with_the_nearest_one() -> None:
    with pytest.raises(TemplateError) as caught:
        find_template("inquiry-reprot")
    assert caught.value.code == "template-unknown"
    assert "“inquiry-report”" in str(caught.value)


def test_a_template_may_stand_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "template.toml").write_text('[template]\ntitle = "Ours"\noutline = "form"', encoding="utf-8")
    template = find_template(str(tmp_path))
    assert template.title == "Ours"
    assert [shell.code for shell in missing_shells(template)] == ["no-shell", "no-shell"]


def test_the_shipped_templates_fit_the_forms_that_they_name() -> None:
    forms = {form.id: form for form in map(load_form, form_files())}
    for folder in template_folders():
        template = find_template(folder.name)
        assert list(missing_shells(template)) == []
        for name in template.forms:
            assert name == "*" or list(template_form_mistakes(template, forms[name])) == []


def test_a_form_is_offered_the_templates_that_are_made_for_it() -> None:
    offered = available_templates(FORM)
    assert [each.name for each in offered] == ["populated-template", "blank"]
    assert offered[0].audience is Share.TEAM


def test_the_whole_report_is_offered_first() -> None:
    names = [template.name for template in available_templates(replace(FORM, id="car-inquiry"))]
    assert names == ["inquiry-report", "populated-template", "action-plan", "summary", "blank"]


def test_every_presentation_has_its_function() -> None:
    assert set(SHOW) == set(PRESENTATIONS)
