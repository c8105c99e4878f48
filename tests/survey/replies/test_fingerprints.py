"""A fingerprint is the same in every version and on every computer, or replies would count twice."""

from __future__ import annotations

from carreport.survey.replies.fingerprints import reply_fingerprints, reply_keys

NAMES, ANSWERS, NUMBERS = ("Isla", "Ewan"), ("Agree", "Disagree"), ("7", "3")


def test_fingerprints_are_those_that_are_stored_in_drafts() -> None:
    assert reply_fingerprints([NAMES, ANSWERS], [NUMBERS]) == ("3315cf1939ab", "ce73a74ed8c5")
    assert reply_fingerprints([NAMES, ANSWERS], []) == ("872d20fb81b0", "804ea8ae8262")


def test_replies_said_to_be_from_other_people_are_recognised_in_no_other_file() -> None:
    marks = reply_fingerprints([NAMES, ANSWERS], [NUMBERS], others=True)
    assert marks == reply_fingerprints([NAMES, ANSWERS], [NUMBERS], others=True)
    assert not {*marks} & {*reply_fingerprints([NAMES, ANSWERS], [NUMBERS])}


def test_a_file_in_another_order_gives_the_same_fingerprints() -> None:
    turned = reply_fingerprints([NAMES[::-1], ANSWERS[::-1]], [NUMBERS[::-1]])
    assert turned == reply_fingerprints([NAMES, ANSWERS], [NUMBERS])[::-1]


def test_replies_with_one_fingerprint_are_counted_apart() -> None:
    assert reply_keys(["a", "b", "a", "a"]) == ["a", "b", "a#2", "a#3"]
