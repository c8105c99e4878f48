from __future__ import annotations

import pytest

from carreport.form.answers import Answers
from carreport.form.progress import count_words, estimate_pages, words_in
from carreport.form.richtext import RichText
from tests.ui.driver.drafts import small_form


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("one", 1), ("don’t well-known – really", 3), ("a\n\nb  c", 3), ("(see below), £5", 3)],
)
def test_a_word_is_what_is_between_spaces_and_a_dash_is_none(text: str, words: int) -> None:
    assert count_words(text) == words


def test_words_are_counted_in_all_answers_in_a_step_and_in_one_answer() -> None:
    form = small_form()
    thanks = RichText.from_plain("Thanks to all of you").to_json()
    answers = Answers({"about.title": "A warm handover", "end.thanks": thanks})
    assert words_in(answers, form) == 8
    assert words_in(answers, form, section="about") == 3
    assert words_in(answers, form, path="end.thanks") == 5


def test_a_word_in_two_fonts_is_one_and_the_words_of_a_note_count() -> None:
    spans = [{"text": "hand"}, {"text": "over", "strong": True, "note": [{"text": "Two words"}]}]
    answers = Answers({"end.thanks": [{"type": "paragraph", "spans": spans}]})
    assert words_in(answers, small_form()) == 3


def test_a_report_has_at_least_one_page() -> None:
    assert (estimate_pages(0), estimate_pages(1140)) == (1, 5)
