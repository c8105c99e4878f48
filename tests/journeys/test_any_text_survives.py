"""Whatever somebody types into any question comes back from the finished files, cleaned and whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from PIL import Image

from carreport.assets import form_files
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers, is_asked
from carreport.form.loader import load_form
from carreport.form.richtext import RichText, clean_line
from carreport.form.schema import Field, Form, Share, Value
from carreport.report.export import export_report

FORM = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NASTY = (
    "R&D <b>bold</b> \"quoted\" 'single' {{ title }} {% for x in y %} {# gone #} ]]> &amp; &#0; ${x}",
    "bell\x07 nul\x00 soft\x0bbreak page\x0cbreak tab\tstop esc\x1b half\ud83d nonchar\ufffe end",
    "שלום עולם, مرحبا بالعالم, Gàidhlig, zażółć, 日本語, 👩🏽‍🏫🏴󠁧󠁢󠁳󠁣󠁴󠁿 e\u0301 \u202eabc\u202c",
    "x" * 10_000,
    "word " * 2_000 + "end",
    "- one\n- two\n\n1. not a list\n\n> a sign\n\n   spaces   inside   ",
    "=1+1 @cmd +1 -1 C:\\new\\table %s %d \\n {0} <![CDATA[ <!-- --> </w:t></w:p>",
)


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return made.getvalue()


def answer(question: Field, words: str, shown: Value) -> Value:
    """Return an answer of the kind that this question takes, with `words` wherever words fit."""
    line = clean_line(words)
    first = question.choices[0].key if question.choices else ""
    return {
        "line": line,
        "text": RichText.from_plain(words).to_json(),
        "choice": "respondent" if question.id == "release" else first,
        "choices": [first],
        "number": 7,
        "date": "2016-05-23",
        "period": {"start": "2015-03", "end": "2016-12"},
        "yes_no": question.id != "decorative",
        "link": "https://example.org/a?b=1&c=<2>",
        "person": dict.fromkeys(("name", "role", "organisation"), line),
        "picture": shown,
        "replies": replies(line),
        "evidence": "data.surveys/none/statements/none#agree",
    }[question.kind]


def replies(line: str) -> Value:
    """Return one reply, from a file that is called as the words say."""
    text = {"as": "open", "to": "q1", "heading": line, "texts": [line[:9_000] or None]}
    return {"file": line, "steps": [["agree", "Agree"]], "columns": [text], "marks": "0" * 12}


def fill_everything(session: DraftSession, words: str) -> None:
    shown = session.attach(prepare_picture(picture()))
    for path, question in session.form.questions():
        fill(session, path, question, words, shown)
    session.flush()


def fill(session: DraftSession, path: str, question: Field, words: str, shown: Value) -> None:
    if not question.is_group:
        session.write(path, answer(question, words, shown))
        return
    item = session.add_item(path)
    for inner in question.fields:
        fill(session, f"{path}/{item}/{inner.id}", inner, words, shown)


def expected(form: Form, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield every piece of text that somebody typed and that the report must hold."""
    for field in answers.answered_fields(form):
        if field.field.kind == "line":
            yield field.path, field.value
        elif field.field.kind == "text":
            yield from ((field.path, block.plain_text) for block in RichText.from_json(field.value).blocks)
        elif field.field.kind == "person":
            yield from ((field.path, part) for part in field.value.values())


def hidden(form: Form, answers: Answers) -> set[str]:
    """Return the paths of the questions that are not asked, or that nobody else may read."""
    gone: set[str] = set()

    def walk(prefix: str, fields: tuple[Field, ...], values: dict[str, Any]) -> None:
        for field in fields:
            path = prefix + field.id
            if field.share is Share.PRIVATE or not is_asked(field, values):
                gone.add(path)
            for item in values.get(field.id) or () if field.is_group else ():
                walk(f"{path}/{item.id}/", field.fields, dict(item.values))

    for section in form.sections:
        prefix = f"{section.id}."
        values = {key.removeprefix(prefix): value for key, value in answers.values.items()}
        walk(prefix, section.fields, values)
    return gone


def word_paragraphs(path: Path) -> list[str]:
    """Return the text of each paragraph of a Word file as a reader sees it, and the alt texts."""
    texts: list[str] = []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if not name.startswith("word/") or not name.endswith(".xml"):
                continue
            root = etree.fromstring(package.read(name))
            texts += [element.get("descr", "") for element in root.iter() if element.get("descr")]
            texts += ["".join(map(word_text, element.iter())) for element in root.iter(f"{W}p")]
    return texts


def word_text(node: Any) -> str:
    if node.tag == f"{W}t":
        return node.text or ""
    return {f"{W}br": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}.get(node.tag, "")


def web_paragraphs(path: Path) -> list[str]:
    """Return the text of each element of a web page as a reader sees it, and the alt texts."""
    root = html.document_fromstring(path.read_text(encoding="utf-8"))
    for line_break in root.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    blocks = root.iter(
        "p",
        "li",
        "td",
        "th",
        "figcaption",
        "caption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "dd",
        "dt",
        "cite",
        "footer",
        "div",
        "span",
    )
    return ["".join(block.itertext()) for block in blocks] + [
        element.get("alt", "") for element in root.iter("img")
    ]


def assert_all_found(session: DraftSession, target: Path, paragraphs: list[str]) -> None:
    answers = session.answers()
    whole = "\x00".join(paragraphs)
    skipped = hidden(session.form, answers)
    lost = [
        (path, piece[:80])
        for path, piece in expected(session.form, answers)
        if piece not in whole and not any(path.startswith(gone) for gone in skipped)
    ]
    assert lost == [], f"lost in {target.name}"


def render_and_look(words: str, folder: Path) -> None:
    session = DraftSession.create(folder / "any.carreport", FORM, "Ailsa Kerr")
    fill_everything(session, words)
    for suffix, look in ((".docx", word_paragraphs), (".html", web_paragraphs)):
        target = folder / f"any{suffix}"
        made = export_report(
            session.form,
            session.answers(),
            session.pictures(),
            "populated-template",
            target,
            date(2016, 12, 1),
        )
        assert not made.proof.missing
        assert_all_found(session, target, look(target))
    session.close()


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_any_text_survives_in_every_field(words: str, tmp_path: Path) -> None:
    render_and_look(words, tmp_path)


odd_text = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            list("&<>\"'{}%#\\/-=:;_*[]()\n\t\r\x0b\x0c\x00\x07\x1b\x1e\ud800\udfff\ufffe\u2028\u202e\u200d")
        ),
        st.characters(),
    ),
    max_size=200,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(odd_text)
def test_random_text_survives_in_every_field(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    render_and_look(words or "x", tmp_path_factory.mktemp("any"))


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(odd_text)
def test_much_random_text_survives_in_every_field(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    render_and_look(words or "x", tmp_path_factory.mktemp("any"))


def test_words_in_place_of_numbers_and_dates_are_printed_as_they_were_typed(tmp_path: Path) -> None:
    def typed(path: str, question: Field) -> None:
        if question.is_group:
            item = session.add_item(path)
            for inner in question.fields:
                typed(f"{path}/{item}/{inner.id}", inner)
        elif question.kind in ("number", "date", "line"):
            session.write(path, f"about {question.id}")
        elif question.kind == "period":
            session.write(path, {"start": "one spring", "end": "some autumn"})

    session = DraftSession.create(tmp_path / "typed.carreport", FORM, "Ailsa Kerr")
    for path, question in FORM.questions():
        typed(path, question)
    for template in ("inquiry-report", "populated-template"):
        for suffix in (".docx", ".html"):
            target = tmp_path / f"{template}{suffix}"
            made = export_report(
                FORM, session.answers(), session.pictures(), template, target, date(2016, 12, 1)
            )
            assert not made.proof.missing
    session.close()
