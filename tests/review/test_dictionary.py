"""Words that an inquiry knows: shared, merged, private and erased like answers."""

from __future__ import annotations

from pathlib import Path

from carreport.draft.erasure import ErasureRequest, erase, preview_erasure
from carreport.draft.session.snapshot import save_and_back_up
from carreport.review.dictionary import add_word, added_words, remove_word
from tests.review.comment_group import ISSUE, bytes_of, copy_for, create, send
from tests.review.test_comments_erased import every_byte
from tests.rich_text import text


def test_the_dictionaries_of_two_people_become_one(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        add_word(ailsa, "Drumfearn", ISSUE)
        with copy_for(ailsa, "Beth") as beth:
            assert list(added_words(beth)) == ["Drumfearn"]
            add_word(beth, "kaleyard", ISSUE)
            add_word(ailsa, "bothy", ISSUE)
            add_word(ailsa, "kaleyard", ISSUE)
            send(beth, ailsa)
            send(ailsa, beth)
            assert list(added_words(ailsa)) == list(added_words(beth)) == ["bothy", "Drumfearn", "kaleyard"]


def test_a_word_that_one_person_removes_is_removed_for_everyone(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        add_word(ailsa, "teh", ISSUE)
        with copy_for(ailsa, "Beth") as beth:
            add_word(beth, "bothy", ISSUE)
            remove_word(ailsa, "teh")
            send(ailsa, beth)
            assert list(added_words(beth)) == ["bothy"]
            add_word(beth, "teh", ISSUE)
            assert list(added_words(beth)) == ["bothy", "teh"]


def test_a_word_added_in_a_private_answer_is_in_no_byte_that_leaves(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write("s.title", "Walks")
        entry = f"s.each/{ailsa.add_item('s.each', values={'words': text('Zibblethorpe was there')})}"
        for word, place in (("Quibberwick", "s.diary"), ("Zibblethorpe", f"{entry}/words")):
            add_word(ailsa, word, place)
        add_word(ailsa, "Drumfearn", ISSUE)
        assert {"Quibberwick", "Zibblethorpe", "Drumfearn"} == set(added_words(ailsa))
        ailsa.flush()
        left = (bytes_of(ailsa, tmp_path), ailsa.path.read_bytes())
        shown = ailsa.shared_answers().values
        assert b"Drumfearn" in left[0]
        assert not any(word in made for made in left for word in (b"Quibberwick", b"Zibblethorpe"))
        assert "Drumfearn" not in repr(shown), "no report prints the dictionary"


def test_a_word_leaves_the_dictionary_with_the_answer_that_is_erased(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("Quibberwick’s co-bothying"))
        ailsa.seal()
        for word in ("Quibberwick", "co-bothying", "Drumfearn"):
            add_word(ailsa, word, ISSUE)
        save_and_back_up(ailsa)
        counts = preview_erasure(ailsa, ErasureRequest(ISSUE)).counts_by_label
        assert [label for label, _ in counts].count("Word in the dictionary") == 2
        erase(ailsa, ErasureRequest(ISSUE))
        assert list(added_words(ailsa)) == ["Drumfearn"]
        assert not any(word in every_byte(ailsa) for word in (b"Quibberwick", b"bothying"))
