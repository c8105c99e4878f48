"""Every mistake in a Word template is listed with its place."""

from __future__ import annotations

import pytest

from carreport.report.word.untrusted.inspect_template import inspect_template
from tests.report.word.strangers import (
    LOOP,
    field,
    in_footnote,
    in_part,
    runs,
    say,
    sound,
    swapped,
    table,
    text_box,
)

_DELETED = '<w:p><w:del w:id="9" w:author="A"><w:r><w:delText>{{ titel }}</w:delText></w:r></w:del></w:p>'
BROKEN = {
    "a misspelt field": (
        sound(say("Why", "Heading1") + say("First.") + say("By {{ title.auther }} and others")),
        "document, paragraph 2 under “Why”",
        "unknown-field",
    ),
    "a field of nothing": (sound(say("{{ titel }}")), "document, paragraph 2", "unknown-field"),
    "a field of an entry outside its loop": (
        sound(say("{{ section.heading }}")),
        "document, paragraph 2",
        "unknown-field",
    ),
    "a tag that Word split, with a wrong name": (
        sound(runs("{", "{ ti", "tle.tit", "el }", "}")),
        "document, paragraph 2",
        "unknown-field",
    ),
    "a tag that is not closed": (
        sound(say("For {{ title.title } only")),
        "document, paragraph 2",
        "tag-open",
    ),
    "a tag over two paragraphs": (
        sound(say("{{ title") + say(".title }}")),
        "document, paragraph 3",
        "tag-not-opened",
    ),
    "single brackets": (sound(say("{ title.author }")), "document, paragraph 2", "tag-half"),
    "a loop that is never ended": (
        sound(say("{%p for line in contents %}") + say("{{ line.text }}")),
        "document, paragraph 2",
        "block-open",
    ),
    "an endfor without for": (sound(say("{%p endfor %}")), "document, paragraph 2", "block-stray"),
    "an else in no condition": (sound(say("{% else %}")), "document, paragraph 2", "block-stray"),
    "a loop over what is no list": (
        sound(say("{% for each in title.author %}x{% endfor %}")),
        "document, paragraph 2",
        "loop-no-list",
    ),
    "a row loop outside a table": (
        sound(say("{%tr for line in contents %}") + say("{%tr endfor %}")),
        "document, paragraph 2",
        "tag-outside-table",
    ),
    "words beside a row loop": (
        sound(
            table(("{%tr for line in contents %}", "Pages"), ("{{ line.text }}", "1"), ("{%tr endfor %}", ""))
        ),
        "document, table 1, row 1, column 1",
        "tag-not-alone",
    ),
    "words beside a paragraph tag": (
        sound(say("Intro {%p if title.author %}") + say("x") + say("{%p endif %}")),
        "document, paragraph 2",
        "tag-not-alone",
    ),
    "p at one end only": (
        sound(say("{%p if title.author %}") + say("{% endif %}")),
        "document, paragraph 3",
        "block-prefix",
    ),
    "a condition over two paragraphs": (
        sound(say("{% if title.author %}by") + say("{% endif %}")),
        "document, paragraph 3",
        "block-across",
    ),
    "a tracked deletion": (sound(_DELETED), "document, paragraph 1", "tracked"),
    "a note to oneself that never ends": (sound(say("{# ask Eilidh")), "document, paragraph 2", "note-open"),
    "a filter that does not exist": (
        sound(say("{{ title.title|uper }}")),
        "document, paragraph 2",
        "unknown-filter",
    ),
    "a filter that does not fit": (
        sound(say("{{ sections|upper }}")),
        "document, paragraph 2",
        "wrong-filter",
    ),
    "a body that is no body": (sound(say("{{p title.title }}")), "document, paragraph 2", "print-no-body"),
    "a list that is printed": (sound(say("{{ contents }}")), "document, paragraph 2", "print-list"),
    "no sections": (sound(loop=say("The end.")), "document", "no-sections"),
    "a mistake in a header": (
        in_part("header", say("{{ title.titel }}")),
        "header, paragraph 1",
        "unknown-field",
    ),
    "a mistake in a footer": (
        in_part("footer", say("{{ languages }}")),
        "footer, paragraph 1",
        "unknown-field",
    ),
    "a mistake in a footnote": (in_footnote(say("{{ title.dates }}")), "footnotes, note 1", "unknown-field"),
    "a mistake in a text box": (
        sound(say("About", "Heading1") + text_box(say("{{ title.sries }}"))),
        "document, text box beside paragraph 1 under “About”",
        "unknown-field",
    ),
    "a mistake in a heading": (
        sound(loop=LOOP.replace("section.heading", "section.headin")),
        "document, heading “{{ section.headin }}”",
        "unknown-field",
    ),
    "a mistake in a table": (
        sound(table(("Name", "{{ title.serie }}"))),
        "document, table 1, row 1, column 2",
        "unknown-field",
    ),
    "a field that asks": (sound(field(" FILLIN &quot;Name&quot; ")), "document, paragraph 2", "field-kind"),
    "a sum": (sound(say("{{ contents|length + 1 }}")), "document, paragraph 2", "tag-reckons"),
    "a dash that swallows": (
        sound(say("{%- if title.date %}x{% endif %}")),
        "document, paragraph 2",
        "tag-trim",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_listed_with_its_place(name: str) -> None:
    content, place, code = BROKEN[name]
    assert (place, code) in [(mistake.place, mistake.code) for mistake in inspect_template(content).mistakes]


def test_all_mistakes_are_listed_at_once() -> None:
    body = say("{{ title.titel }}") + say("{{ sections|uper }}") + say("{%p if title.date %}") + say("{{ x")
    codes = [mistake.code for mistake in inspect_template(sound(body)).mistakes]
    assert sorted(codes) == ["block-open", "tag-open", "unknown-field", "unknown-filter"]


GOOD = {
    "nothing more": sound(),
    "a tag that Word split": sound(runs("{", "{ ti", "tle.tit", "le }", "}")),
    "curly quotation marks": sound(
        say("{% if section_none is defined or title.date == “May” %}x{% endif %}")
    ),
    "blanks that do not break": sound(say("{{\u00a0title.date\u00a0}}")),
    "a condition in a line": sound(say("{% if title.date %}on {{ title.date }}{% else %}undated{% endif %}")),
    "a row for each line": sound(
        table(
            ("{%tr for line in contents if line.level == 1 %}",),
            ("{{ loop.index }} {{ line.text }}",),
            ("{%tr endfor %}",),
        )
    ),
    "a note to oneself": sound(say("{# ask Eilidh #}")),
    "a footnote": in_footnote(say("{{ title.series|default(“none”)|upper }}")),
    "a text box": sound(text_box(say("{{ title.date }}"))),
    "page numbers": in_part("footer", field(" PAGE ") + field(" NUMPAGES ")),
    "a link": sound(field(" HYPERLINK &quot;https://example.org/a&quot; \\o &quot;tip&quot; ")),
    "brackets as people write them": sound(say("See {1} and 50 % of {a}")),
    "the first section": sound(say("{{ (sections|first).heading if sections else title.title }}")),
    "a front part of its own": swapped(
        "Here.", "{% if not sections or (sections|first).front %}x{% endif %}"
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_sound_template_has_no_mistakes(name: str) -> None:
    assert list(map(str, inspect_template(GOOD[name]).mistakes)) == []
