"""The words that people of an inquiry have added to its dictionary: local names, terms of a service.

Each is an entry of the built-in section of a form, so it is merged, copied, backed up and erased like an
answer. A word added in an answer that is private, or not given to the group, is in the private file.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from carreport.draft.revisions.tree import ORDER_KEY, RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.richtext import clean_line
from carreport.review.threads import is_private_place

DICTIONARY = f"{paths.REVIEW}.dictionary"
OWN_DICTIONARY = f"{paths.REVIEW}.own_dictionary"
LONGEST_WORD = 100


def added_words(session: DraftSession) -> dict[str, str]:
    """Return each word of the inquiry's dictionary, in alphabetical order, and the path of its entry."""
    found = dict(_words_in(session.tree, DICTIONARY))
    if session.private_file is not None:
        found = dict(_words_in(session.private_file.tree, OWN_DICTIONARY)) | found
    return dict(sorted(found.items(), key=lambda entry: entry[0].casefold()))


def add_word(session: DraftSession, word: str, place: str) -> str:
    """Add a word that was found in the answer at `place`; return the path of its entry."""
    word = clean_line(word)[:LONGEST_WORD]
    known = added_words(session)
    if word in known:
        return known[word]
    group = OWN_DICTIONARY if is_private_place(session, place) else DICTIONARY
    path = paths.item_path(group, secrets.token_hex(6))  # a hash of the word would outlast its erasure
    session.file_for(path).record({path: {ORDER_KEY: "i"}, f"{path}/word": word}, also_changed=[group])
    return path


def remove_word(session: DraftSession, word: str) -> None:
    """Take a word out of the dictionary, for everybody."""
    for group in (DICTIONARY, OWN_DICTIONARY):
        file = session.private_file if group == OWN_DICTIONARY else session.shared_file
        entries = [] if file is None else list(file.tree.order_keys(group))
        for path in (paths.item_path(group, item) for item in entries):
            if file is not None and _word_of(file.tree, path) == word:
                session.remove_item(path)


def _words_in(tree: RevisionTree, group: str) -> Iterator[tuple[str, str]]:
    for item in tree.order_keys(group):
        path = paths.item_path(group, item)
        word = _word_of(tree, path)
        if word:
            yield word, path


def _word_of(tree: RevisionTree, path: str) -> str:
    values = (head.value for head in tree.heads(f"{path}/word"))
    return next((clean_line(value)[:LONGEST_WORD] for value in values if isinstance(value, str)), "")
