"""Every language has every message, with the placeholders of the English one."""

from __future__ import annotations

import ast
import logging
from pathlib import Path

import pytest

from carreport.language import catalogue
from carreport.language.catalogue import catalogue_mistakes, load_catalogue, read_catalogue
from carreport.language.messages import format_day, gettext, join_and, language_of_words, ngettext, words_in
from tools.catalogue import CHECKOUT, FOLDER, messages, untranslated, updated

CATALOGUES = sorted(FOLDER.glob("*.po"))
ENDS_WITH = {
    "Written by {authors}": "{authors}",
    "Co-produced by {names}": "{names}",
    "Page {page} of {count}": "{count}",
}
"""Messages that a shell fills in itself, so that nothing may follow their last placeholder."""


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_is_complete_and_up_to_date(path: Path) -> None:
    assert path.read_bytes() == updated(read_catalogue(path)), "Run python -m tools.catalogue"
    assert untranslated(read_catalogue(path)) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_has_the_placeholders_of_the_english_messages(path: Path) -> None:
    words = read_catalogue(path)
    assert list(catalogue_mistakes(words)) == []
    assert all(str(words.get(source).string).endswith(end) for source, end in ENDS_WITH.items())  # type: ignore[union-attr]


def test_every_message_in_the_code_is_collected() -> None:
    known = {str(message.id if isinstance(message.id, str) else message.id[0]) for message in messages()}
    calls = [
        node
        for path in (CHECKOUT / "carreport").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("gettext", "gettext_noop", "ngettext")
    ]
    texts = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert texts - known == set()  # Babel does not look inside the arguments of another call


def test_numbers_take_the_form_that_the_language_has_for_them() -> None:
    with words_in("cy"):
        meetings = [
            ngettext("{count} meeting is listed here", "{count} meetings are listed here", n)
            for n in (1, 2, 3)
        ]
    assert meetings == ["rhestrir 1 cyfarfod yma", "rhestrir 2 gyfarfod yma", "rhestrir 3 chyfarfod yma"]


def test_dates_and_lists_are_those_of_the_language_inside_the_block_only() -> None:
    with words_in("cy-GB"):
        assert (format_day(2016, 3, 14), format_day(2016, 3, 0), format_day(2016, 0, 0)) == (
            "14 Mawrth 2016",
            "Mawrth 2016",
            "2016",
        )
        assert (join_and(["Iain", "Morag", "Ailsa"]), join_and(["a", "b"])) == (
            "Iain, Morag ac Ailsa",
            "a a b",
        )
    assert (gettext("Contents"), join_and(["a", "b", "c"])) == ("Contents", "a, b and c")


def test_a_language_without_a_catalogue_has_english_words() -> None:
    with words_in("pl") as language:
        assert (language, gettext("Contents"), language_of_words()) == ("en-GB", "Contents", "en-GB")


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Table {number}"\nmsgstr "Tabl"\n',
        'msgid "Contents"\nmsgstr "Cynnwys {"\n',
        'msgid "Contents\n',
    ],
    ids=["a placeholder is missing", "a bracket is left open", "not a catalogue"],
)
def test_a_catalogue_with_mistakes_is_not_used(
    entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cy.po").write_text(entry, encoding="utf-8")
    monkeypatch.setattr(catalogue, "catalogue_path", lambda _: tmp_path / "cy.po")
    load_catalogue.cache_clear()
    with caplog.at_level(logging.WARNING), words_in("cy") as language:
        assert (language, gettext("Contents")) == ("en-GB", "Contents")
    load_catalogue.cache_clear()
    assert "reports are in English" in caplog.text
