"""Text that readers do not see is told, with its place and whether it gets into reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.report.install_template import check_template, write_starter_document
from carreport.report.word.untrusted.inspect_template import inspect_template
from carreport.report.word.untrusted.trial_render import trial_render
from carreport.report.word.xml_names import WP, W
from tests.report.word.strangers import (
    added,
    field,
    in_footnote,
    in_part,
    say,
    sound,
    swapped,
    table,
    text_box,
    tied,
)

WORDS = "not for everybody"


def run(properties: str, words: str = WORDS, paragraph: str = "") -> str:
    """Return a paragraph with one run that has these properties."""
    around = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    return f"<w:p>{around}<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def styled(style: str, body: str, old: str = "</w:styles>") -> bytes:
    """Return a template with another style."""
    return swapped(old, f"{style}{old}", "word/styles.xml", sound(body))


def style(name: str, properties: str, based_on: str = "", kind: str = "paragraph") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{base}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def anchored(position: int, extent: int = 900_000, hidden: str = "") -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:anchor xmlns:wp="{WP}"><wp:positionH relativeFrom="page"><wp:posOffset>'
        f'{position}</wp:posOffset></wp:positionH><wp:extent cx="{extent}" cy="{extent}"/>'
        f'<wp:docPr id="1" name="Box"{hidden}/><w:txbxContent>{say(WORDS)}</w:txbxContent></wp:anchor>'
        "</w:drawing></w:r></w:p>"
    )


def pictured(attributes: str) -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{WP}"><wp:extent cx="900000" cy="900000"/>'
        f'<wp:docPr id="1" name="Logo"{attributes}/></wp:inline></w:drawing></w:r></w:p>'
    )


VANISH, WHITE = "<w:vanish/>", '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:fill="FFFFFE"/>'
ROW = table((WORDS,)).replace("<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="20" w:hRule="exact"/></w:trPr>')
HIDDEN: dict[str, tuple[bytes, str]] = {
    "formatted as hidden": (sound(run(VANISH)), "hidden-text"),
    "hidden in a header": (in_part("header", run(VANISH)), "hidden-text"),
    "hidden in a footnote": (in_footnote(run(VANISH)), "hidden-text"),
    "hidden in a table": (sound(table((WORDS, "x")).replace(say(WORDS), run(VANISH))), "hidden-text"),
    "hidden by its style": (styled(style("Secret", VANISH), say(WORDS, "Secret")), "hidden-text"),
    "hidden by the style of its style": (
        styled(style("Secret", VANISH) + style("Plain", "", "Secret"), say(WORDS, "Plain")), "hidden-text",
    ),
    "hidden by a style of letters": (
        styled(style("Ghost", VANISH, kind="character"), run('<w:rStyle w:val="Ghost"/>')), "hidden-text",
    ),
    "styles that are based on one another": (
        styled(style("A", "", "B") + style("B", VANISH, "A"), say(WORDS, "A")), "hidden-text",
    ),
    "white": (sound(run(WHITE)), "hidden-text"),
    "almost white": (sound(run('<w:color w:val="FDFDFD"/>')), "hidden-text"),
    "white by the theme": (sound(run('<w:color w:val="000000" w:themeColor="background1"/>')), "hidden-text"),
    "white on a white ground": (sound(run(WHITE, paragraph=DARK)), "hidden-text"),
    "black on black": (
        sound(run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="010101"/>')), "hidden-text",
    ),
    "letters of one point": (sound(run('<w:sz w:val="2"/>')), "hidden-text"),
    "small by a style": (styled(style("Tiny", '<w:sz w:val="3"/>'), say(WORDS, "Tiny")), "hidden-text"),
    "letters of one per cent": (sound(run('<w:w w:val="1"/>')), "hidden-text"),
    "a line without height": (
        sound(run("", paragraph='<w:spacing w:line="10" w:lineRule="exact"/>')), "hidden-text",
    ),
    "a row without height": (sound(ROW), "hidden-text"),
    "letters that nobody sees": (sound(say("not\u200bfor\u2063everybody")), "hidden-text"),
    "a box beside the page": (sound(anchored(99_000_000)), "hidden-box"),
    "a box above the page": (sound(anchored(-20_000_000)), "hidden-box"),
    "a box without size": (sound(anchored(0, 10)), "hidden-box"),
    "a hidden box": (sound(anchored(0, hidden=' hidden="1"')), "hidden-box"),
    "an old box beside the page": (
        sound(text_box(say(WORDS)).replace("width:100pt", "margin-left:-5000pt;width:100pt")), "hidden-box",
    ),
    "an old box that is hidden": (
        sound(text_box(say(WORDS)).replace("width:100pt", "visibility:hidden")), "hidden-box",
    ),
    "a frame beside the page": (sound(run("", paragraph='<w:framePr w:x="90000" w:y="1"/>')), "hidden-box"),
    "a description": (sound(pictured(f' descr="{WORDS}"')), "hidden-description"),
    "the title of a picture": (sound(pictured(f' title="{WORDS}"')), "hidden-description"),
    "a tip of a link": (
        sound(field(f' HYPERLINK "https://example.org/" \\o "{WORDS}" '.replace('"', "&quot;"))),
        "hidden-tip",
    ),
    "a bookmark": (
        sound(f'<w:p><w:bookmarkStart w:id="1" w:name="_{WORDS}"/><w:bookmarkEnd w:id="1"/></w:p>'),
        "hidden-bookmark",
    ),
    "the name of a control": (
        sound(f'<w:sdt><w:sdtPr><w:alias w:val="{WORDS}"/></w:sdtPr><w:sdtContent/></w:sdt>'),
        "hidden-control",
    ),
    "a header of no page": (
        swapped('<w:headerReference w:type="default"', '<w:headerReference w:type="first"',
                content=in_part("header", say(WORDS))), "hidden-header",
    ),
    "a header of even pages": (
        swapped('<w:headerReference w:type="default"', '<w:headerReference w:type="even"',
                content=in_part("header", say(WORDS))), "hidden-header",
    ),
    "a comment": (
        added("word/comments.xml", f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="A">{say(WORDS)}'
              "</w:comment></w:comments>".encode()), "hidden-comment",
    ),
    "a comment in our name": (
        added("word/comments.xml", f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="carreport">'
              f"{say(WORDS)}</w:comment></w:comments>".encode()), "hidden-comment",
    ),
    "a property": (
        added("docProps/app.xml", f"<a><Company>{WORDS}</Company></a>".encode()), "hidden-properties",
    ),
    "a property of their own": (
        added("docProps/custom.xml", f'<a><property name="client">{WORDS}</property></a>'.encode()),
        "hidden-properties",
    ),
    "data": (added("customXml/item1.xml", f"<a>{WORDS}</a>".encode()), "hidden-data"),
    "a building block": (added("word/glossary/document.xml", f"<a>{WORDS}</a>".encode()), "hidden-data"),
    "a variable": (
        swapped("<w:zoom", f'<w:docVars><w:docVar w:name="a" w:val="{WORDS}"/></w:docVars><w:zoom',
                "word/settings.xml"),
        "hidden-variable",
    ),
    "a part of nothing": (added("word/media/x.png", b"\x89PNG"), "hidden-part"),
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_what_a_template_hides_is_told_and_quoted(name: str) -> None:
    content, code = HIDDEN[name]
    inspected = inspect_template(content)
    told = [remark for remark in inspected.remarks if remark.code == code]
    assert told, list(map(str, (*inspected.mistakes, *inspected.remarks)))
    assert all(remark.place and remark.suggestion.endswith(".") for remark in told)
    if code != "hidden-part" and "nobody sees" not in name:
        assert any(WORDS in remark.message for remark in told)


SHOWN = {
    "plain words": sound(say(WORDS)),
    "not hidden after all": sound(run('<w:vanish w:val="0"/>')),
    "shown again by its own format": styled(
        style("S", VANISH), run('<w:vanish w:val="false"/>', WORDS, '<w:pStyle w:val="S"/>')
    ),
    "white on a dark ground": sound(run(WHITE, paragraph='<w:shd w:val="clear" w:fill="14366F"/>')),
    "white on a mark": sound(run(WHITE + '<w:highlight w:val="darkBlue"/>')),
    "a box on the page": sound(anchored(900_000)),
    "a header of the first page": swapped(
        "<w:pgSz", "<w:titlePg/><w:pgSz",
        content=swapped('<w:headerReference w:type="default"', '<w:headerReference w:type="first"',
                        content=in_part("header", say(WORDS))),
    ),
    "a table of contents": sound(field(' TOC \\o "1-2" '.replace('"', "&quot;"))),
    "small letters": sound(run('<w:sz w:val="12"/>')),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_everybody_sees_is_not_told(name: str) -> None:
    assert list(map(str, inspect_template(SHOWN[name]).remarks)) == []


@pytest.mark.parametrize("properties", [VANISH, '<w:sz w:val="2"/>', '<w:w w:val="1"/>'])
def test_an_answer_that_would_be_hidden_is_a_mistake(properties: str) -> None:
    content = sound(run(properties, "By {{ title.author }}"))
    (mistake,) = inspect_template(content).mistakes
    assert (mistake.code, mistake.place) == ("hidden-answer", "document, paragraph 2")


@pytest.mark.parametrize("name", ["Quote", "List Bullet", "Table Text", "Callout"])
def test_a_style_that_would_hide_answers_is_a_mistake(name: str) -> None:
    mark = f'<w:name w:val="{name}"/>'
    content = swapped(mark, f"{mark}<w:rPr>{VANISH}</w:rPr>", "word/styles.xml")
    mistakes, _ = trial_render(content, "x.docx", frozenset())
    assert {mistake.code for mistake in mistakes if name in mistake.message} == {"hidden-style"}


def test_a_tracked_change_is_quoted() -> None:
    deleted = f'<w:p><w:del w:id="1" w:author="A"><w:r><w:delText>{WORDS}</w:delText></w:r></w:del></w:p>'
    messages = [mistake.message for mistake in inspect_template(sound(deleted)).mistakes]
    assert any(WORDS in message for message in messages)


def test_the_notes_of_our_own_starter_are_not_told(tmp_path: Path) -> None:
    write_starter_document(tmp_path / "ours.docx")
    assert check_template(tmp_path / "ours.docx").warnings == ()


def test_a_hyperlink_that_leads_to_a_page_is_no_hidden_text() -> None:
    assert inspect_template(tied("hyperlink", "https://example.org/")).remarks == ()
