"""Every mistake that an author of a template makes is told in words, with its place."""

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
        (
            "document, paragraph 2 under “Why”: {{ title.auther }}: “auther” is no field of title. "
            "Did you mean “author”?"
        ),
    ),
    "a field of nothing": (
        sound(say("{{ titel }}")),
        "document, paragraph 2: {{ titel }}: A report has no “titel” here. Did you mean “title”?",
    ),
    "a field of an entry outside its loop": (
        sound(say("{{ section.heading }}")),
        (
            "document, paragraph 2: {{ section.heading }}: A report has no “section” here. "
            "Did you mean “sections”?"
        ),
    ),
    "a tag that Word split, with a wrong name": (
        sound(runs("{", "{ ti", "tle.tit", "el }", "}")),
        "document, paragraph 2: {{ title.titel }}: “titel” is no field of title. Did you mean “title”?",
    ),
    "a tag that is not closed": (
        sound(say("For {{ title.title } only")),
        (
            "document, paragraph 2: “{{ title.title } only”: a tag is opened but not closed in its "
            "paragraph. "
            "End it with }}."
        ),
    ),
    "a tag over two paragraphs": (
        sound(say("{{ title") + say(".title }}")),
        (
            "document, paragraph 3: “.title }}”: “}}” ends a tag that never begins. "
            "Delete it and type it again, with nothing between the brackets."
        ),
    ),
    "single brackets": (
        sound(say("{ title.author }")),
        (
            "document, paragraph 2: “{ title.author }” has single brackets and would be printed as it is. "
            "Write two brackets at each end: {{ … }}."
        ),
    ),
    "a loop that is never ended": (
        sound(say("{%p for line in contents %}") + say("{{ line.text }}")),
        "document, paragraph 2: {%p for line in contents %}: This loop is never ended. Add {%p endfor %}.",
    ),
    "an endfor without for": (
        sound(say("{%p endfor %}")),
        "document, paragraph 2: {%p endfor %}: It ends a loop that never begins. Remove it, or add the for.",
    ),
    "an else in no condition": (
        sound(say("{% else %}")),
        "document, paragraph 2: {% else %}: “else” stands in no condition. Remove it, or add the if.",
    ),
    "a loop over what is no list": (
        sound(say("{% for each in title.author %}x{% endfor %}")),
        (
            "document, paragraph 2: {% for each in title.author %}: “title.author” is words, and a "
            "loop needs a "
            "list. The lists are sections, contents."
        ),
    ),
    "a row loop outside a table": (
        sound(say("{%tr for line in contents %}") + say("{%tr endfor %}")),
        (
            "document, paragraph 2: {%tr for line in contents %}: “tr” repeats a row, and this is no table. "
            "Write p in its place."
        ),
    ),
    "words beside a row loop": (
        sound(
            table(("{%tr for line in contents %}", "Pages"), ("{{ line.text }}", "1"), ("{%tr endfor %}", ""))
        ),
        (
            "document, table 1, row 1, column 1: {%tr for line in contents %}: Other words in the same row "
            "(“Pages”) would be lost. Give the tag a row of its own."
        ),
    ),
    "words beside a paragraph tag": (
        sound(say("Intro {%p if title.author %}") + say("x") + say("{%p endif %}")),
        (
            "document, paragraph 2: {%p if title.author %}: Other words in the same paragraph "
            "(“Intro”) would "
            "be lost. Put the tag in a paragraph of its own."
        ),
    ),
    "p at one end only": (
        sound(say("{%p if title.author %}") + say("{% endif %}")),
        (
            "document, paragraph 3: {% endif %}: It belongs to {%p if title.author %}, which is written in "
            "another way. Write both with p after the bracket."
        ),
    ),
    "a condition over two paragraphs": (
        sound(say("{% if title.author %}by") + say("{% endif %}")),
        (
            "document, paragraph 3: {% endif %}: It belongs to {% if title.author %} (document, "
            "paragraph 2), "
            "which stands elsewhere. Begin and end in the same paragraph, or write both with p, each in a "
            "paragraph of its own."
        ),
    ),
    "a tracked deletion": (
        sound(_DELETED),
        (
            "document, paragraph 1: A change is tracked here; deleted words would count as well. "
            "In Word, choose Review, Accept all changes and stop tracking."
        ),
    ),
    "a note to oneself that never ends": (
        sound(say("{# ask Eilidh")),
        (
            "document, paragraph 2: “{# ask Eilidh”: “{#” begins a note to yourself that never ends. "
            "End it with #}, or put a blank between { and #."
        ),
    ),
    "a filter that does not exist": (
        sound(say("{{ title.title|uper }}")),
        "document, paragraph 2: {{ title.title|uper }}: There is no filter “uper”. Did you mean “upper”?",
    ),
    "a filter that does not fit": (
        sound(say("{{ sections|upper }}")),
        "document, paragraph 2: {{ sections|upper }}: The filter “upper” does nothing for a list.",
    ),
    "a body that is no body": (
        sound(say("{{p title.title }}")),
        (
            "document, paragraph 2: {{p title.title }}: After “p”, only a body can stand. "
            "Write {{ … }} without it."
        ),
    ),
    "a list that is printed": (
        sound(say("{{ contents }}")),
        "document, paragraph 2: {{ contents }}: It is a list. Write a loop: {% for entry in … %}.",
    ),
    "no sections": (
        sound(loop=say("The end.")),
        (
            "document: Nothing prints the sections, so a report would be empty. Write {%p for section in "
            "sections %}, {{p section.body }} and {%p endfor %}, each in a paragraph of its own."
        ),
    ),
    "a mistake in a header": (
        in_part("header", say("{{ title.titel }}")),
        "header, paragraph 1: {{ title.titel }}: “titel” is no field of title. Did you mean “title”?",
    ),
    "a mistake in a footer": (
        in_part("footer", say("{{ languages }}")),
        "footer, paragraph 1: {{ languages }}: A report has no “languages” here. Did you mean “language”?",
    ),
    "a mistake in a footnote": (
        in_footnote(say("{{ title.dates }}")),
        "footnotes, note 1: {{ title.dates }}: “dates” is no field of title. Did you mean “date”?",
    ),
    "a mistake in a text box": (
        sound(say("About", "Heading1") + text_box(say("{{ title.sries }}"))),
        (
            "document, text box beside paragraph 1 under “About”: {{ title.sries }}: “sries” is no field of "
            "title. Did you mean “series”?"
        ),
    ),
    "a mistake in a heading": (
        sound(loop=LOOP.replace("section.heading", "section.headin")),
        (
            "document, heading “{{ section.headin }}”: {{ section.headin }}: “headin” is no field "
            "of section. "
            "Did you mean “heading”?"
        ),
    ),
    "a mistake in a table": (
        sound(table(("Name", "{{ title.serie }}"))),
        (
            "document, table 1, row 1, column 2: {{ title.serie }}: “serie” is no field of title. "
            "Did you mean “series”?"
        ),
    ),
    "a field that asks": (
        sound(field(" FILLIN &quot;Name&quot; ")),
        (
            "document, paragraph 2: The field FILLIN fetches, asks or reckons something; a report only shows "
            "words. Click on it, press Ctrl+Shift+F9 and it becomes ordinary words."
        ),
    ),
    "a sum": (
        sound(say("{{ contents|length + 1 }}")),
        (
            "document, paragraph 2: {{ contents|length + 1 }}: It works something out, and a template only "
            "shows words. A template can loop, choose and print, and no more."
        ),
    ),
    "a dash that swallows": (
        sound(say("{%- if title.date %}x{% endif %}")),
        (
            "document, paragraph 2: {%- if title.date %}: A dash would swallow the paragraph beside it. "
            "Leave the dash out."
        ),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_told_with_its_place_and_what_was_perhaps_meant(name: str) -> None:
    content, said = BROKEN[name]
    assert said in [str(mistake) for mistake in inspect_template(content).mistakes]


def test_every_mistake_is_told_at_once() -> None:
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
